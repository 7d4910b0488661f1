/* SPDX-License-Identifier: MIT */
/* Rule R13: reverting batches, wholly, in part, twice, after review, and after others have changed something. */
#include "../world/world.h"

#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t needed = NREG_GROUP_REVIEW | NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL;

static uint64_t last_batch(world *w, uint64_t number) {
    return world_record(w, number).last_batch;
}

/* Reverts a batch; the outcomes live as long as the world. The preview must say the same. */
static const nreg_outcome *revert(world *w, nreg_session *session, uint64_t id, uint64_t *made) {
    nreg_batch *batch = NULL;
    nreg_result *preview = NULL;
    static nreg_outcome kept[64];
    assert_ok(w, nreg_batch_revert(session, id, &batch, &w->error));
    assert_ok(w, nreg_batch_preview(batch, NULL, &preview, &w->error));
    nreg_result *result = world_commit(w, batch, NULL);
    uint32_t count = 0;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    assert_true(count <= 64);
    assert_memory_equal(outcomes, nreg_result_outcomes(preview, NULL, NULL), count * sizeof *outcomes);
    memcpy(kept, outcomes, count * sizeof *outcomes);
    if (made != NULL) {
        *made = nreg_batch_id(batch);
    }
    nreg_result_free(preview);
    nreg_batch_free(batch);
    return kept;
}

static void assert_as_before(world *w, const nreg_record *before) {
    const nreg_record now = world_record(w, before->number);
    assert_int_equal(now.business, before->business);
    assert_int_equal(now.unit, before->unit);
    assert_int_equal(now.program, before->program);
    assert_int_equal(now.purpose, before->purpose);
    assert_int_equal(now.status, before->status);
    assert_int_equal(now.flags, before->flags);
    assert_int_equal(now.created, before->created);
    assert_int_equal(now.dno_batch, before->dno_batch);
    assert_true(now.last_batch != before->last_batch || now.revision != before->revision);
}

static void what_a_batch_did_is_put_back_exactly(void **state) {
    world *w = *state;
    world_needs(w, needed);
    /* add */
    world_add_one(w, w->acme_session, w->sales, "(501) 214-9020", CS, 0);
    uint64_t made = 0;
    assert_int_equal(revert(w, w->acme_session, last_batch(w, 15012149020), &made)->outcome, NREG_OUTCOME_RESTORED);
    assert_int_equal(world_record(w, 15012149020).number, 0);
    /* a revert of the revert brings it back */
    assert_int_equal(revert(w, w->acme_session, made, NULL)->outcome, NREG_OUTCOME_RESTORED);
    const nreg_record added = world_record(w, 15012149020);
    assert_int_equal(added.unit, w->sales);
    /* move */
    world_act(w, w->acme_session, NREG_ACTION_MOVE, w->spring, "(501) 214-9020", 0, 0);
    assert_int_equal(world_record(w, 15012149020).program, w->spring);
    revert(w, w->acme_session, last_batch(w, 15012149020), NULL);
    assert_as_before(w, &added);
    /* change of purpose, of an active number, to Do Not Originate: pending, then as before */
    world_set_status(w, 15012149020, NREG_STATUS_ACTIVE);
    const nreg_record active = world_record(w, 15012149020);
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9020", DNO, 0);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    revert(w, w->acme_session, last_batch(w, 15012149020), NULL);
    assert_as_before(w, &active);
    /* removal of a number that is Do Not Originate: who had declared it so is still known */
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9020", DNO, 0);
    const nreg_record dno = world_record(w, 15012149020);
    nreg_batch *removal = world_batch(w, w->acme_session, w->acme, NREG_ACTION_REMOVE);
    world_add(w, removal, "(501) 214-9020", 0);
    world_commit(w, removal, NULL);
    assert_int_equal(world_record(w, 15012149020).number, 0);
    assert_int_equal(revert(w, w->acme_session, nreg_batch_id(removal), NULL)->outcome, NREG_OUTCOME_RESTORED);
    assert_as_before(w, &dno);
    assert_int_not_equal(dno.dno_batch, 0);
}

static void review_since_does_not_count_as_change(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->sales, "(501) 214-9020", CS, 0);
    world_act(w, w->acme_session, NREG_ACTION_MOVE, w->spring, "(501) 214-9020", 0, 0);
    const uint64_t move = last_batch(w, 15012149020);
    assert_ok(w, nreg_review_run(w->operator_session, NULL, NULL, &w->error));
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_ACTIVE);
    assert_int_equal(revert(w, w->acme_session, move, NULL)->outcome, NREG_OUTCOME_RESTORED);
    const nreg_record now = world_record(w, 15012149020);
    assert_int_equal(now.unit, w->sales);
    assert_int_equal(now.program, 0);
    assert_int_equal(now.status, NREG_STATUS_ACTIVE); /* what review has decided stands */
}

static void a_status_that_a_batch_changed_comes_back_with_its_flags(void **state) {
    world *w = *state;
    world_needs(w, needed);
    w->policy.auto_review = NREG_REVIEW_IN_COMMIT;
    world_reopen(w);
    world_add_one(w, w->acme_session, w->sales, "(501) 214-9020", CS, 0);
    const nreg_record added = world_record(w, 15012149020);
    assert_int_equal(added.status, NREG_STATUS_ACTIVE);
    assert_int_equal(added.flags, NREG_RECORD_REVIEWED_AT_ONCE);
    w->policy.auto_review = NREG_REVIEW_BY_WORKER;
    world_reopen(w);
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9020", DNO, 0);
    const uint64_t change = last_batch(w, 15012149020);
    nreg_batch *batch = world_batch(w, w->operator_session, w->acme, NREG_ACTION_REVIEW);
    assert_ok(w,
              nreg_review_stage(batch, "(501) 214-9020", NREG_NUL, NREG_DECISION_APPROVE, NULL, NULL, NULL, &w->error));
    world_commit(w, batch, NULL);
    assert_int_equal(world_record(w, 15012149020).flags, 0); /* a person has decided */
    revert(w, w->acme_session, change, NULL);
    assert_as_before(w, &added); /* but about another purpose */
}

static void what_others_have_changed_since_stays(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, batch, "(501) 214-9020", CS);
    world_add(w, batch, "(501) 214-9021", CS);
    world_add(w, batch, "(501) 214-9022", CS);
    world_commit(w, batch, NULL);
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9021", SURVEY, 0);
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9022", 0, 0);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9022", CS, 0);
    const nreg_outcome *outcomes = revert(w, w->acme_session, nreg_batch_id(batch), NULL);
    assert_int_equal(outcomes[0].outcome, NREG_OUTCOME_RESTORED);
    assert_int_equal(outcomes[1].reasons, NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE));
    assert_int_equal(outcomes[2].reasons, NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE));
    assert_int_equal(outcomes[2].holder, 0);
    assert_int_equal(world_record(w, 15012149021).purpose, SURVEY);
    assert_int_equal(world_record(w, 15012149022).business, w->globex);
}

static void whoever_restores_it_declares_it_where_retention_has_removed_who_had(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9020", DNO, 0);
    w->clock += INT64_C(10) * 86400000000;
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9020", CS, 0);
    const uint64_t change = last_batch(w, 15012149020);
    nreg_journal_row rows[8];
    (void)world_seen(w, nreg_journal_scope, w->acme_session, w->acme, rows, 8); /* seals them */
    uint64_t removed = 0;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock - INT64_C(86400000000), &removed, NULL, &w->error));
    uint64_t made = 0;
    revert(w, w->acme_session, change, &made);
    assert_int_equal(world_record(w, 15012149020).purpose, DNO);
    assert_int_equal(world_record(w, 15012149020).dno_batch, made);
}

static void a_part_can_be_reverted(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, batch, "(501) 214-9020", CS);
    world_add(w, batch, "(501) 214-9021", CS);
    world_commit(w, batch, NULL);
    nreg_batch *undo = NULL;
    nreg_result *result = NULL;
    assert_ok(w, nreg_batch_revert(w->acme_session, nreg_batch_id(batch), &undo, &w->error));
    assert_int_equal(nreg_batch_count(undo), 2);
    assert_ok(w, nreg_batch_drop(undo, 1, &w->error));
    assert_int_equal(nreg_batch_add(undo, "(501) 214-9029", NREG_NUL, 0, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_ok(w, nreg_batch_commit(undo, NULL, &result, &w->error));
    nreg_result_free(result);
    nreg_batch_free(undo);
    assert_int_equal(world_record(w, 15012149020).number, 15012149020);
    assert_int_equal(world_record(w, 15012149021).number, 0);
}

static void not_everything_can_be_reverted(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_batch *undo = NULL;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    const uint64_t id = last_batch(w, 15012149020);
    assert_int_equal(nreg_batch_revert(world_visit(w, GLOBEX), id, &undo, &w->error), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_revert(world_visit(w, HELPLINE), id, &undo, &w->error), NREG_NOT_FOUND);
    assert_ok(w, nreg_review_run(w->operator_session, NULL, NULL, &w->error));
    assert_int_equal(nreg_batch_revert(w->acme_session, last_batch(w, 15012149020), &undo, &w->error),
                     NREG_UNSUPPORTED);
    nreg_batch *draft = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, draft, "(501) 214-9021", CS);
    uint64_t saved = 0;
    assert_ok(w, nreg_batch_save(draft, &saved, &w->error));
    assert_int_equal(nreg_batch_revert(w->acme_session, saved, &undo, &w->error), NREG_CLOSED);
    assert_null(undo);
    /* A suspended number is not removed by its tenant, this way either. */
    world_set_status(w, 15012149020, NREG_STATUS_SUSPENDED);
    nreg_batch *by_tenant = NULL;
    assert_ok(w, nreg_batch_revert(w->acme_session, id, &by_tenant, &w->error));
    nreg_result *preview = NULL;
    assert_ok(w, nreg_batch_preview(by_tenant, NULL, &preview, &w->error));
    assert_int_not_equal(nreg_result_outcomes(preview, NULL, NULL)->reasons, 0);
    nreg_result_free(preview);
    nreg_batch_free(by_tenant);
}

static void a_transfer_needs_an_operator_and_evidence_and_neither_side_sees_the_other(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    nreg_batch *batch = world_batch(w, w->operator_session, w->globex, NREG_ACTION_TRANSFER);
    world_add(w, batch, "(501) 214-9020", 0);
    nreg_result *result = NULL;
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_INVALID_ARGUMENT);
    options.evidence = "letter of 2026-11-24";
    result = world_commit(w, batch, &options);
    assert_int_equal(nreg_result_outcomes(result, NULL, NULL)->outcome, NREG_OUTCOME_TRANSFERRED);
    assert_int_equal(world_record(w, 15012149020).business, w->globex);
    /* Both sides have it in their history, and neither sees the other. */
    nreg_journal_row rows[8];
    assert_int_equal(world_seen(w, nreg_journal_number, w->acme_session, 15012149020, rows, 8), 2);
    assert_int_equal(rows[1].change, NREG_CHANGE_LOST);
    assert_int_equal(rows[1].status_after + rows[1].unit_after + rows[1].program_after, 0);
    assert_int_equal(world_seen(w, nreg_journal_number, world_visit(w, GLOBEX), 15012149020, rows, 8), 1);
    assert_int_equal(rows[0].status_before + rows[0].unit_before + rows[0].program_before, 0);
    nreg_batch *undo = NULL;
    assert_int_equal(nreg_batch_revert(w->operator_session, nreg_batch_id(batch), &undo, &w->error), NREG_UNSUPPORTED);
    /* Tenants transfer nothing. */
    batch = world_batch(w, world_visit(w, GLOBEX), w->globex, NREG_ACTION_TRANSFER);
    world_add(w, batch, "(501) 214-9020", 0);
    result = world_commit(w, batch, &options);
    assert_true(has(nreg_result_outcomes(result, NULL, NULL)->reasons, NREG_REASON_NOT_ALLOWED));
}

/* Who declared a number Do Not Originate is known however often it was removed, put back and passed on. */
static void who_had_declared_it_survives_reverts_and_transfers(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->sales, "(501) 214-9020", DNO, 0);
    const uint64_t declared = world_record(w, 15012149020).dno_batch;
    assert_int_equal(declared, last_batch(w, 15012149020));
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.evidence = "letter";
    nreg_batch *transfer = world_batch(w, w->operator_session, w->globex, NREG_ACTION_TRANSFER);
    world_add(w, transfer, "(501) 214-9020", 0);
    world_commit(w, transfer, &options);
    for (int round = 0; round < 2; round++) {
        nreg_batch *removal = world_batch(w, w->operator_session, w->globex, NREG_ACTION_REMOVE);
        world_add(w, removal, "(501) 214-9020", 0);
        world_commit(w, removal, NULL);
        assert_int_equal(revert(w, w->operator_session, nreg_batch_id(removal), NULL)->outcome, NREG_OUTCOME_RESTORED);
        assert_int_equal(world_record(w, 15012149020).dno_batch, declared);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(what_a_batch_did_is_put_back_exactly),
        ON_A_WORLD(review_since_does_not_count_as_change),
        ON_A_WORLD(a_status_that_a_batch_changed_comes_back_with_its_flags),
        ON_A_WORLD(what_others_have_changed_since_stays),
        ON_A_WORLD(whoever_restores_it_declares_it_where_retention_has_removed_who_had),
        ON_A_WORLD(a_part_can_be_reverted),
        ON_A_WORLD(not_everything_can_be_reverted),
        ON_A_WORLD(a_transfer_needs_an_operator_and_evidence_and_neither_side_sees_the_other),
        ON_A_WORLD(who_had_declared_it_survives_reverts_and_transfers),
    };
    return world_run(tests);
}
