/* SPDX-License-Identifier: MIT */
/* Rules R14 and R16: limits, what a narrower session sees, scopes that end. */
#include "rules.h"

#include <stdio.h>

static void r14_answers_of_registered_elsewhere_are_counted_and_limited(void **state) {
    world *w = *state;
    w->policy.max_elsewhere_a_day = 3;
    world_reopen(w);
    nreg_batch *theirs = world_batch(w, w->operator_session, w->globex, NREG_ACTION_ADD);
    nreg_batch *ours = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (int i = 0; i < 8; i++) {
        char number[32];
        snprintf(number, sizeof number, "501-214-90%02d", 10 + i);
        if (i % 2 == 0) {
            (void)world_add(w, theirs, number, CS);
        }
        (void)world_add(w, ours, number, CS);
    }
    nreg_result *unused;
    if (!world_keeps(w, NREG_GROUP_COUNTS)) {
        assert_int_equal(nreg_batch_commit(ours, NULL, &unused, &w->error), NREG_UNSUPPORTED);
        return;
    }
    (void)world_commit(w, theirs, NULL);
    const nreg_result *preview = world_preview(w, ours, NULL);
    const nreg_result *result = world_commit(w, ours, NULL);
    assert_int_equal(w->told_business, w->acme);
    assert_int_equal(w->told_today, 3);
    int elsewhere = 0;
    int limited = 0;
    for (uint32_t i = 0; i < 8; i++) {
        const nreg_outcome outcome = outcome_at(result, i);
        const nreg_outcome seen = outcome_at(preview, i);
        assert_memory_equal(&outcome, &seen, sizeof seen);
        elsewhere += has(outcome.reasons, NREG_REASON_REGISTERED_ELSEWHERE);
        limited += has(outcome.reasons, NREG_REASON_LIMIT_EXCEEDED);
    }
    assert_int_equal(elsewhere, 3);
    assert_int_equal(limited, 3); /* the fourth of theirs, and all behind the third, ours or theirs */
    assert_int_equal(world_count(w, w->acme), 2);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, "501-214-9077", CS, 0), NREG_REASON_LIMIT_EXCEEDED);
    w->clock += INT64_C(86400000000);
    assert_int_equal(world_add_one(w, w->acme_session, w->acme, "501-214-9077", CS, 0).outcome, NREG_OUTCOME_ADDED);
}

static void r14_the_host_is_told_of_what_any_chunk_discloses(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES | NREG_GROUP_COUNTS);
    nreg_session *globex = world_visit(w, GLOBEX);
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    nreg_batch *batch = world_batch(w, globex, w->globex, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.chunk_entries = 1;
    w->told_business = 0;
    assert_int_equal(summary_of(world_commit(w, batch, &options)).rejected, 1);
    assert_int_equal(w->told_business, w->globex);
    assert_int_equal(w->told_today, 1);
}

static void r14_a_business_may_hold_so_many_numbers(void **state) {
    world *w = *state;
    w->policy.max_numbers = 3;
    world_reopen(w);
    world_needs(w, NREG_GROUP_COUNTS);
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (int i = 4; i >= 0; i--) {
        char number[32];
        snprintf(number, sizeof number, "501-214-90%02d", 18 + i);
        (void)world_add(w, batch, number, CS);
    }
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(summary_of(result).added, 2);
    assert_rejected(outcome_at(result, 0), NREG_REASON_LIMIT_EXCEEDED);
    assert_rejected(outcome_at(result, 2), NREG_REASON_ALREADY_HERE);
    assert_int_equal(world_count(w, w->acme), 3);
    (void)world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0);
    assert_int_equal(world_add_one(w, w->acme_session, w->acme, "501-214-9099", CS, 0).outcome, NREG_OUTCOME_ADDED);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, "501-214-9098", CS, 0), NREG_REASON_LIMIT_EXCEEDED);
}

static void r14_what_leaves_a_full_business_in_a_batch_makes_room(void **state) {
    world *w = *state;
    w->policy.max_numbers = 2;
    world_reopen(w);
    world_needs(w, NREG_GROUP_COUNTS);
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->acme, "501-214-9021", CS, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    static const nreg_entry_input inputs[] = {
        {.number = N, .number_length = UINT64_MAX, .action = NREG_ACTION_REMOVE},
        {.number = "501-214-9029", .number_length = UINT64_MAX, .purpose = CS, .action = NREG_ACTION_ADD},
        {.number = "501-214-9030", .number_length = UINT64_MAX, .purpose = CS, .action = NREG_ACTION_ADD}};
    assert_ok(w, nreg_batch_stage(batch, inputs, sizeof *inputs, 3, NULL, &w->error));
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(outcome_at(result, 0).outcome, NREG_OUTCOME_DELETED);
    assert_int_equal(outcome_at(result, 1).outcome, NREG_OUTCOME_ADDED);
    assert_rejected(outcome_at(result, 2), NREG_REASON_LIMIT_EXCEEDED);
}

static void r14_limits_bind_tenants_and_their_adding_only(void **state) {
    world *w = *state;
    w->policy.max_numbers = 1;
    w->policy.max_elsewhere_a_day = 1;
    world_reopen(w);
    world_needs(w, NREG_GROUP_COUNTS);
    (void)world_add_one(w, w->operator_session, w->globex, N, CS, 0);
    (void)world_add_one(w, w->operator_session, w->globex, "501-214-9021", CS, 0);
    assert_int_equal(world_add_one(w, w->acme_session, w->acme, "501-214-9022", CS, 0).outcome, NREG_OUTCOME_ADDED);
    for (int i = 0; i < 2; i++) { /* what an operator learns is no disclosure */
        assert_rejected(world_add_one(w, w->operator_session, w->acme, N, CS, 0), NREG_REASON_REGISTERED_ELSEWHERE);
    }
    assert_int_equal(w->told_business, 0);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, N, CS, 0), NREG_REASON_REGISTERED_ELSEWHERE);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, N, CS, 0), NREG_REASON_LIMIT_EXCEEDED);
    assert_rejected(world_add_one(w, w->operator_session, w->acme, N, CS, 0), NREG_REASON_REGISTERED_ELSEWHERE);
    assert_int_equal(world_add_one(w, w->operator_session, w->acme, "501-214-9023", CS, 0).outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "501-214-9022", 0, 0).outcome,
                     NREG_OUTCOME_DELETED);
}

static void r14_a_result_shows_a_narrower_session_no_more_than_its_own_would(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    (void)world_add_one(w, w->acme_session, w->helpline, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->summer, "501-214-9021", CS, 0);
    (void)world_add_one(w, w->operator_session, w->globex, "501-214-9022", CS, 0);
    nreg_batch *adds = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    nreg_batch *removes = world_batch(w, w->operator_session, w->spring, NREG_ACTION_REMOVE);
    for (int i = 0; i < 3; i++) {
        char number[32];
        snprintf(number, sizeof number, "501-214-902%d", i);
        (void)world_add(w, adds, number, CS);
        (void)world_add(w, removes, number, 0);
    }
    const uint32_t own = outcome_at(world_commit(w, adds, NULL), 0).reason;
    assert_int_equal(own, NREG_REASON_IN_OTHER_PROGRAM);
    assert_int_equal(outcome_at(world_commit(w, removes, NULL), 2).holder, w->globex);
    static const struct {
        uint32_t seen[2][3]; /* by whom: acme/sales, acme; of which number */
    } expected[2] = {
        {{{NREG_REASON_REGISTERED_ELSEWHERE, NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_REGISTERED_ELSEWHERE},
          {NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_REGISTERED_ELSEWHERE}}},
        {{{NREG_REASON_NOT_REGISTERED, NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_REGISTERED},
          {NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_REGISTERED}}}};
    for (int b = 0; b < 2; b++) {
        for (int who = 0; who < 2; who++) {
            nreg_session *session = world_session(w, who == 0 ? SALES : ACME);
            nreg_result *seen;
            assert_ok(w, nreg_batch_result(session, nreg_batch_id(b == 0 ? adds : removes), &seen, &w->error));
            for (uint32_t i = 0; i < 3; i++) {
                const nreg_outcome outcome = outcome_at(seen, i);
                assert_rejected(outcome, expected[b].seen[who][i]);
                const int hidden =
                    outcome.reason == NREG_REASON_REGISTERED_ELSEWHERE || outcome.reason == NREG_REASON_NOT_REGISTERED;
                assert_int_equal(outcome.holder == 0, hidden);
                assert_int_equal(outcome.status == 0, hidden);
            }
            nreg_result_free(seen);
            nreg_session_close(session);
        }
    }
}

static void r16_a_program_past_its_end_warns(void **state) {
    world *w = *state;
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.starts = -1;
    options.ends = w->clock + 1;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        assert_ok(w, nreg_scope_change(w->acme_session, w->spring, &options, NULL, &w->error));
    } else {
        w->scopes[SPRING].ends = options.ends;
    }
    const nreg_outcome added = world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_int_equal(added.outcome, NREG_OUTCOME_ADDED);
    assert_true(has(added.warnings, NREG_REASON_PROGRAM_ENDED));
}

static void r14_a_session_whose_root_is_gone_is_told_so(void **state) {
    world *w = *state;
    nreg_session *lost;
    assert_ok(w, nreg_session_open(w->registry, 4711, "user:1", NREG_NUL, NULL, 0, &lost, &w->error));
    nreg_batch *batch = world_batch(w, lost, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    nreg_result *result;
    assert_int_equal(nreg_batch_preview(batch, NULL, &result, &w->error), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_commit(batch, NULL, &result, &w->error), NREG_NOT_FOUND);
    nreg_session_close(lost);
}

static void r14_a_result_tells_a_narrower_session_nothing_of_how_a_number_is_elsewhere(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    (void)world_add_one(w, w->acme_session, w->helpline, N, CS, 0);
    nreg_batch *adds = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    (void)world_add(w, adds, N, DNO); /* would change it to Do Not Originate, in a Program */
    (void)world_add(w, adds, "501-214-9021", DNO);
    (void)world_commit(w, adds, NULL);
    nreg_batch *moves = world_batch(w, w->acme_session, w->spring, NREG_ACTION_MOVE);
    (void)world_add(w, moves, N, 4711); /* an unknown call purpose keeps it from being moved */
    (void)world_add(w, moves, "501-214-9022", 4711);
    (void)world_commit(w, moves, NULL);
    nreg_session *session = world_session(w, SALES);
    nreg_result *seen;
    assert_ok(w, nreg_batch_result(session, nreg_batch_id(adds), &seen, &w->error));
    assert_int_equal(outcome_at(seen, 0).warnings, NREG_REASON_BIT(NREG_REASON_DNO));
    assert_rejected(outcome_at(seen, 0), NREG_REASON_REGISTERED_ELSEWHERE);
    nreg_result_free(seen);
    assert_ok(w, nreg_batch_result(session, nreg_batch_id(moves), &seen, &w->error));
    assert_int_equal(outcome_at(seen, 0).reasons, outcome_at(seen, 1).reasons); /* as of one that is nowhere */
    nreg_result_free(seen);
    nreg_session_close(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r14_answers_of_registered_elsewhere_are_counted_and_limited),
        ON_A_WORLD(r14_the_host_is_told_of_what_any_chunk_discloses),
        ON_A_WORLD(r14_a_business_may_hold_so_many_numbers),
        ON_A_WORLD(r14_what_leaves_a_full_business_in_a_batch_makes_room),
        ON_A_WORLD(r14_limits_bind_tenants_and_their_adding_only),
        ON_A_WORLD(r14_a_result_shows_a_narrower_session_no_more_than_its_own_would),
        ON_A_WORLD(r16_a_program_past_its_end_warns),
        ON_A_WORLD(r14_a_session_whose_root_is_gone_is_told_so),
        ON_A_WORLD(r14_a_result_tells_a_narrower_session_nothing_of_how_a_number_is_elsewhere),
    };
    return world_run(tests);
}
