/* SPDX-License-Identifier: MIT */
/* What concerns many numbers at once: reconciling with a list, closing a scope with what it holds. */
#include "../world/world.h"

#include <numberreg/record.h>
#include <numberreg/review.h>
#include <numberreg/scope.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t needed = NREG_GROUP_SCOPES | NREG_GROUP_BATCHES;

static void a_list_becomes_one_batch_of_what_differs(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);   /* right already */
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9021", CS, 0);   /* another purpose */
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9022", CS, 0);   /* not on the list */
    world_add_one(w, w->acme_session, w->helpline, "(501) 214-9023", CS, 0); /* of another Program */
    nreg_batch *list = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, list, "+1 501 214 9020", CS);
    world_add(w, list, "5012149021", SURVEY);
    world_add(w, list, "5012149024", CS);
    world_add(w, list, "garbage", CS);
    world_add(w, list, "501.214.9024", CS);
    nreg_batch *batch = NULL;
    uint32_t unchanged = 0;
    assert_ok(w, nreg_batch_reconcile(list, &batch, &unchanged, &w->error));
    assert_int_equal(unchanged, 1);
    nreg_result *result = NULL;
    assert_ok(w, nreg_batch_commit(batch, NULL, &result, &w->error));
    uint32_t count = 0;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    assert_int_equal(count, 5);
    assert_int_equal(outcomes[0].outcome, NREG_OUTCOME_CHANGED);
    assert_int_equal(outcomes[1].outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(outcomes[2].outcome, NREG_OUTCOME_REJECTED);
    assert_int_equal(outcomes[3].reasons, NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH));
    assert_int_equal(outcomes[4].outcome, NREG_OUTCOME_UNASSIGNED);
    assert_int_equal(outcomes[4].number, 15012149022);
    nreg_result_free(result);
    nreg_batch_free(batch);
    assert_int_equal(world_record(w, 15012149021).purpose, SURVEY);
    assert_int_equal(world_record(w, 15012149022).program, 0);
    assert_int_equal(world_record(w, 15012149023).program, w->helpline);
    assert_ok(w, nreg_batch_reconcile(list, &batch, &unchanged, &w->error));
    assert_int_equal(unchanged, 3);
    assert_int_equal(nreg_batch_count(batch), 2); /* what cannot be registered, and the duplicate */
    nreg_batch_free(batch);
    nreg_batch *removal = world_batch(w, w->acme_session, w->spring, NREG_ACTION_REMOVE);
    assert_int_equal(nreg_batch_reconcile(removal, &batch, NULL, &w->error), NREG_INVALID_ARGUMENT);
}

static uint32_t state_of(world *w, uint64_t id) {
    nreg_scope scope;
    assert_ok(w, nreg_scope_get(w->operator_session, id, &scope, &w->error));
    return scope.state;
}

static void a_scope_closes_with_what_it_holds(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_result *result = NULL;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    world_add_one(w, w->acme_session, w->summer, "(501) 214-9021", CS, 0);
    assert_int_equal(nreg_scope_close(w->acme_session, w->spring, &w->error), NREG_NOT_EMPTY);
    assert_ok(w, nreg_scope_close_with(w->acme_session, w->spring, NREG_CLOSING_UNASSIGN, 0, &result, &w->error));
    assert_int_equal(nreg_result_outcomes(result, NULL, NULL)->outcome, NREG_OUTCOME_UNASSIGNED);
    nreg_result_free(result);
    assert_int_equal(state_of(w, w->spring), NREG_SCOPE_CLOSED);
    assert_int_equal(world_record(w, 15012149020).unit, w->sales);
    assert_int_equal(world_record(w, 15012149020).program, 0);

    /* The Unit with a Program left below it, moved as a whole. */
    assert_int_equal(nreg_scope_close_with(w->acme_session, w->sales, NREG_CLOSING_MOVE, w->summer, &result, &w->error),
                     NREG_INVALID_ARGUMENT);
    world_set_status(w, 15012149021, NREG_STATUS_SUSPENDED);
    assert_int_equal(nreg_scope_close_with(w->acme_session, w->sales, NREG_CLOSING_DELETE, 0, &result, &w->error),
                     NREG_NOT_EMPTY);
    assert_true(has(nreg_result_outcomes(result, NULL, NULL)[1].reasons, NREG_REASON_SUSPENDED) ||
                has(nreg_result_outcomes(result, NULL, NULL)[0].reasons, NREG_REASON_SUSPENDED));
    nreg_result_free(result);
    assert_int_equal(world_record(w, 15012149020).unit, w->sales);
    assert_int_equal(state_of(w, w->summer), NREG_SCOPE_OPEN);
    world_set_status(w, 15012149021, NREG_STATUS_ACTIVE);
    assert_ok(w, nreg_scope_close_with(w->acme_session, w->sales, NREG_CLOSING_MOVE, w->support, NULL, &w->error));
    assert_int_equal(world_record(w, 15012149020).unit, w->support);
    assert_int_equal(world_record(w, 15012149021).unit, w->support);
    assert_int_equal(world_record(w, 15012149021).status, NREG_STATUS_ACTIVE);
    assert_int_equal(state_of(w, w->sales), NREG_SCOPE_CLOSED);
    assert_int_equal(state_of(w, w->summer), NREG_SCOPE_CLOSED);

    assert_int_equal(nreg_scope_close_with(w->acme_session, w->acme, NREG_CLOSING_DELETE, 0, &result, &w->error),
                     NREG_DENIED);
    assert_int_equal(nreg_scope_close_with(w->operator_session, w->acme, NREG_CLOSING_UNASSIGN, 0, &result, &w->error),
                     NREG_INVALID_ARGUMENT);
    assert_int_equal(world_record(w, 15012149020).unit, w->support);
    assert_ok(w, nreg_scope_close_with(w->operator_session, w->acme, NREG_CLOSING_DELETE, 0, NULL, &w->error));
    assert_int_equal(world_record(w, 15012149020).number, 0);
    assert_int_equal(state_of(w, w->acme), NREG_SCOPE_CLOSED);
    assert_int_equal(nreg_scope_close_with(world_visit(w, GLOBEX), w->support, NREG_CLOSING_DELETE, 0, NULL, &w->error),
                     NREG_NOT_FOUND);
}

static void an_unknown_purpose_on_the_list_is_not_passed_over(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    nreg_batch *list = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, list, "(501) 214-9020", 4711);
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    uint32_t unchanged = 9;
    assert_ok(w, nreg_batch_reconcile(list, &batch, &unchanged, &w->error));
    assert_int_equal(unchanged, 0);
    assert_ok(w, nreg_batch_preview(batch, NULL, &result, &w->error));
    assert_true(has(outcome_at(result, 0).reasons, NREG_REASON_PURPOSE_UNKNOWN));
    nreg_result_free(result);
    nreg_batch_free(batch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(a_list_becomes_one_batch_of_what_differs),
        ON_A_WORLD(a_scope_closes_with_what_it_holds),
        ON_A_WORLD(an_unknown_purpose_on_the_list_is_not_passed_over),
    };
    return world_run(tests);
}
