/* SPDX-License-Identifier: MIT */
/* Rules R1, R2 and R4: adding numbers, and moving them by adding. */
#include "rules.h"

#include <string.h>

static void r1_a_number_has_one_record(void **state) {
    world *w = *state;
    const nreg_outcome added = world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    assert_int_equal(added.outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(added.status, NREG_STATUS_PENDING);
    assert_int_equal(added.number, NUMBER);
    assert_rejected(world_add_one(w, w->operator_session, w->globex, "+1 (501) 214 9020", CS, 0),
                    NREG_REASON_REGISTERED_ELSEWHERE);
    assert_int_equal(world_count(w, w->acme), 1);
    assert_int_equal(world_count(w, w->globex), 0);
}

static void r2_adding_at_a_program_sets_all_three(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    const nreg_record record = world_record(w, NUMBER);
    assert_int_equal(record.business, w->acme);
    assert_int_equal(record.unit, w->sales);
    assert_int_equal(record.program, w->spring);
    assert_int_equal(record.revision, 1);
    assert_int_equal(record.purpose, CS);
    assert_int_equal(record.created, record.updated);
}

static void r4_already_here_above_below_beside_and_elsewhere(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->sales, N, CS, 0);
    assert_rejected(world_add_one(w, w->acme_session, w->sales, N, CS, 1), NREG_REASON_ALREADY_HERE);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, N, CS, 1), NREG_REASON_ALREADY_BELOW);
    const nreg_outcome above = world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_rejected(above, NREG_REASON_HELD_ABOVE);
    assert_int_equal(above.flags, NREG_OUTCOME_FLAG_MOVABLE);
    assert_int_equal(above.holder, w->sales);
    assert_int_equal(above.status, NREG_STATUS_PENDING);
    const nreg_outcome beside_unit = world_add_one(w, w->acme_session, w->support, N, CS, 1);
    assert_rejected(beside_unit, NREG_REASON_IN_OTHER_UNIT);
    assert_int_equal(beside_unit.flags, 0);
    const nreg_outcome beside = world_add_one(w, w->acme_session, w->helpline, N, CS, 0);
    assert_rejected(beside, NREG_REASON_IN_OTHER_UNIT);
    assert_int_equal(beside.flags, NREG_OUTCOME_FLAG_MOVABLE);
    const nreg_outcome elsewhere = world_add_one(w, w->operator_session, w->globex, N, CS, 1);
    assert_rejected(elsewhere, NREG_REASON_REGISTERED_ELSEWHERE);
    assert_int_equal(elsewhere.holder, 0);
    assert_int_equal(elsewhere.status, 0);
}

static void r4_with_consent_a_program_takes_the_number_over(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    const nreg_record before = world_record(w, NUMBER);
    const nreg_outcome moved = world_add_one(w, w->acme_session, w->helpline, N, SURVEY, NREG_CONSENT_MOVE);
    assert_int_equal(moved.outcome, NREG_OUTCOME_MOVED);
    assert_int_equal(moved.holder, w->summer);
    assert_int_equal(moved.status, NREG_STATUS_ACTIVE);
    const nreg_record after = world_record(w, NUMBER);
    assert_int_equal(after.program, w->helpline);
    assert_int_equal(after.unit, w->support);
    assert_int_equal(after.purpose, SURVEY);
    assert_int_equal(after.status, NREG_STATUS_ACTIVE);
    assert_int_equal(after.created, before.created);
    assert_int_equal(after.revision, before.revision + 1);
}

static void r4_consent_may_be_given_for_one_entry(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->summer, "501-214-9021", CS, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    const uint32_t first = world_add(w, batch, N, CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    assert_int_equal(nreg_batch_set_consent(batch, first, NREG_CONSENT_MOVE, &w->error), NREG_OK);
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(outcome_at(result, 0).outcome, NREG_OUTCOME_MOVED);
    assert_rejected(outcome_at(result, 1), NREG_REASON_IN_OTHER_PROGRAM);
    assert_int_equal(summary_of(result).movable, 1);
}

static void r4_of_duplicates_the_one_with_the_consent_it_takes_counts(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    const uint32_t second = world_add(w, batch, "5012149020", CS);
    assert_int_equal(nreg_batch_set_consent(batch, second, NREG_CONSENT_MOVE, &w->error), NREG_OK);
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(outcome_at(result, 1).outcome, NREG_OUTCOME_MOVED);
    const nreg_outcome first = outcome_at(result, 0);
    assert_int_equal(first.outcome, NREG_OUTCOME_REJECTED);
    assert_true(has(first.reasons, NREG_REASON_DUPLICATE_IN_BATCH));
    assert_int_equal(first.related, second);
    assert_int_equal(first.flags, 0);
}

static void r4_duplicates_across_spellings_name_the_entry_that_counts(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, "+15012149020", CS);
    (void)world_add(w, batch, "1 501 214 9020", SURVEY);
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(outcome_at(result, 0).outcome, NREG_OUTCOME_ADDED);
    assert_rejected(outcome_at(result, 1), NREG_REASON_DUPLICATE_IN_BATCH);
    assert_rejected(outcome_at(result, 2), NREG_REASON_CONFLICTING_PURPOSE);
    assert_int_equal(outcome_at(result, 2).related, 1);
    char message[NREG_MESSAGE_SIZE];
    assert_int_equal(nreg_result_message(result, 2, 0, message, sizeof message), NREG_OK);
    assert_non_null(strstr(message, "row 1"));
}

static void r4_do_not_originate_against_calling_adds_none(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, N, DNO);
    const nreg_result *result = world_commit(w, batch, NULL);
    assert_rejected(outcome_at(result, 0), NREG_REASON_CONFLICTING_PURPOSE);
    assert_rejected(outcome_at(result, 1), NREG_REASON_CONFLICTING_PURPOSE);
    assert_int_equal(world_record(w, NUMBER).number, 0);
}

static void r4_a_decline_does_not_let_anyone_squat(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->operator_session, w->pager, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_DECLINED);
    const nreg_outcome added = world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    assert_int_equal(added.outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(added.holder, 0);
    assert_int_equal(added.flags, 0);
    const nreg_record record = world_record(w, NUMBER);
    assert_int_equal(record.business, w->acme);
    assert_int_equal(record.revision, 1);
    assert_int_equal(record.flags, 0);
    if (world_keeps(w, NREG_GROUP_JOURNAL)) {
        nreg_journal_row rows[8];
        const uint32_t count = world_history(w, NUMBER, rows, 8);
        assert_int_equal(count, 3);
        assert_int_equal(rows[1].change, NREG_CHANGE_LOST);
        assert_int_equal(rows[1].business, w->globex);
        assert_int_equal(rows[1].unit_after + rows[1].program_after, 0);
        assert_int_equal(rows[2].change, NREG_CHANGE_ADDED);
        assert_int_equal(rows[2].business, w->acme);
        assert_int_equal(rows[2].batch_before, 0);
    }
}

static void r4_who_loses_a_declined_number_does_not_see_how_much_else_was_added(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_JOURNAL);
    (void)world_add_one(w, w->operator_session, w->pager, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_DECLINED);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, "(501) 214-9077", CS);
    (void)world_add(w, batch, "(501) 214-9078", CS);
    (void)world_add(w, batch, N, CS);
    (void)world_commit(w, batch, NULL);
    nreg_journal_row stored[8], seen[8];
    assert_int_equal(world_history(w, NUMBER, stored, 8), 3);
    assert_int_not_equal(stored[2].entry, 0);
    assert_int_equal(world_seen(w, nreg_journal_number, world_visit(w, GLOBEX), NUMBER, seen, 8), 2);
    assert_int_equal(seen[1].change, NREG_CHANGE_LOST);
    assert_int_equal(seen[1].entry, 0);
}

static void r4_a_declined_number_is_resubmitted(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_DECLINED);
    const nreg_outcome again = world_add_one(w, w->acme_session, w->spring, N, SURVEY, 0);
    assert_int_equal(again.outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(again.flags, NREG_OUTCOME_FLAG_RESUBMITTED);
    assert_int_equal(again.status, NREG_STATUS_PENDING);
    assert_true(has(again.warnings, NREG_REASON_RESUBMITTED));
    assert_int_equal(world_record(w, NUMBER).flags, NREG_RECORD_RESUBMITTED);
    assert_int_equal(world_record(w, NUMBER).program, w->spring);
}

static void r4_targets_that_are_closed_or_unknown(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        assert_ok(w, nreg_scope_close(w->acme_session, w->summer, &w->error));
    } else {
        w->scopes[SUMMER].state = NREG_SCOPE_CLOSED;
    }
    const nreg_outcome closed = world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    assert_rejected(closed, NREG_REASON_TARGET_CLOSED);
    assert_rejected(world_add_one(w, w->acme_session, 4711, N, CS, 0), NREG_REASON_TARGET_NOT_FOUND);
    assert_rejected(world_add_one(w, w->acme_session, w->globex, N, CS, 0), NREG_REASON_TARGET_NOT_FOUND);
    assert_rejected(world_add_one(w, w->operator_session, w->reseller, N, CS, 0), NREG_REASON_NOT_ALLOWED);
    assert_int_equal(world_record(w, NUMBER).number, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r1_a_number_has_one_record),
        ON_A_WORLD(r2_adding_at_a_program_sets_all_three),
        ON_A_WORLD(r4_already_here_above_below_beside_and_elsewhere),
        ON_A_WORLD(r4_with_consent_a_program_takes_the_number_over),
        ON_A_WORLD(r4_consent_may_be_given_for_one_entry),
        ON_A_WORLD(r4_of_duplicates_the_one_with_the_consent_it_takes_counts),
        ON_A_WORLD(r4_duplicates_across_spellings_name_the_entry_that_counts),
        ON_A_WORLD(r4_do_not_originate_against_calling_adds_none),
        ON_A_WORLD(r4_a_decline_does_not_let_anyone_squat),
        ON_A_WORLD(r4_who_loses_a_declined_number_does_not_see_how_much_else_was_added),
        ON_A_WORLD(r4_a_declined_number_is_resubmitted),
        ON_A_WORLD(r4_targets_that_are_closed_or_unknown),
    };
    return world_run(tests);
}
