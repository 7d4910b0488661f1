/* SPDX-License-Identifier: MIT */
/* The rules by their numbers, through the public functions, on every store. */
#include "world.h"

#include <stdio.h>
#include <string.h>

enum { CS = NREG_PURPOSE_CUSTOMER_SERVICE, SURVEY = NREG_PURPOSE_SURVEY, DNO = NREG_PURPOSE_DO_NOT_ORIGINATE };

#define N "501-214-9020"
#define NUMBER UINT64_C(15012149020)

static int setup(void **state) {
    *state = world_new(*state);
    return 0;
}

static int teardown(void **state) {
    world_free(*state);
    return 0;
}

static void assert_rejected(nreg_outcome outcome, uint32_t reason) {
    assert_int_equal(outcome.outcome, NREG_OUTCOME_REJECTED);
    assert_int_equal(outcome.reasons, NREG_REASON_BIT(reason));
    assert_int_equal(outcome.reason, reason);
}

static nreg_summary summary_of(const nreg_result *result) {
    nreg_summary summary;
    summary.struct_size = (uint32_t)sizeof summary;
    assert_int_equal(nreg_result_summary(result, &summary), NREG_OK);
    return summary;
}

static nreg_outcome outcome_at(const nreg_result *result, uint32_t index) {
    uint32_t count;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    assert_true(index < count);
    return outcomes[index];
}

/* --- R1, R2 */

static void r1_a_number_has_one_record(void **state) {
    world *w = *state;
    const nreg_outcome added = world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    assert_int_equal(added.outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(added.status, NREG_STATUS_PENDING);
    assert_int_equal(added.number, NUMBER);
    assert_rejected(world_add_one(w, w->operator_session, w->bolt, "+1 (501) 214 9020", CS, 0),
                    NREG_REASON_REGISTERED_ELSEWHERE);
    assert_int_equal(world_count(w, w->acme), 1);
    assert_int_equal(world_count(w, w->bolt), 0);
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

/* --- R4 */

static void r4_already_here_above_below_beside_and_elsewhere(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->sales, N, CS, 0);
    assert_rejected(world_add_one(w, w->acme_session, w->sales, N, CS, 1), NREG_REASON_ALREADY_HERE);
    assert_rejected(world_add_one(w, w->acme_session, w->acme, N, CS, 1), NREG_REASON_ALREADY_BELOW);
    const nreg_outcome above = world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_rejected(above, NREG_REASON_HELD_ABOVE);
    assert_int_equal(above.flags, NREG_OUTCOME_MOVABLE);
    assert_int_equal(above.holder, w->sales);
    assert_int_equal(above.status, NREG_STATUS_PENDING);
    const nreg_outcome beside_unit = world_add_one(w, w->acme_session, w->support, N, CS, 1);
    assert_rejected(beside_unit, NREG_REASON_IN_OTHER_UNIT);
    assert_int_equal(beside_unit.flags, 0);
    const nreg_outcome beside = world_add_one(w, w->acme_session, w->fall, N, CS, 0);
    assert_rejected(beside, NREG_REASON_IN_OTHER_UNIT);
    assert_int_equal(beside.flags, NREG_OUTCOME_MOVABLE);
    const nreg_outcome elsewhere = world_add_one(w, w->operator_session, w->bolt, N, CS, 1);
    assert_rejected(elsewhere, NREG_REASON_REGISTERED_ELSEWHERE);
    assert_int_equal(elsewhere.holder, 0);
    assert_int_equal(elsewhere.status, 0);
}

static void r4_with_consent_a_program_takes_the_number_over(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    const nreg_record before = world_record(w, NUMBER);
    const nreg_outcome moved = world_add_one(w, w->acme_session, w->fall, N, SURVEY, NREG_CONSENT_MOVE);
    assert_int_equal(moved.outcome, NREG_OUTCOME_MOVED);
    assert_int_equal(moved.holder, w->summer);
    assert_int_equal(moved.status, NREG_STATUS_ACTIVE);
    const nreg_record after = world_record(w, NUMBER);
    assert_int_equal(after.program, w->fall);
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
    (void)world_add_one(w, w->operator_session, w->bolt_program, N, CS, 0);
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
        assert_int_equal(rows[1].business, w->bolt);
        assert_int_equal(rows[1].unit_after + rows[1].program_after, 0);
        assert_int_equal(rows[2].change, NREG_CHANGE_ADDED);
        assert_int_equal(rows[2].business, w->acme);
        assert_int_equal(rows[2].batch_before, 0);
    }
}

static void r4_a_declined_number_is_resubmitted(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_DECLINED);
    const nreg_outcome again = world_add_one(w, w->acme_session, w->spring, N, SURVEY, 0);
    assert_int_equal(again.outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(again.flags, NREG_OUTCOME_RESUBMITTED);
    assert_int_equal(again.status, NREG_STATUS_PENDING);
    assert_true(has(again.warnings, NREG_REASON_RESUBMITTED));
    assert_int_equal(world_record(w, NUMBER).flags, NREG_RECORD_RESUBMITTED);
    assert_int_equal(world_record(w, NUMBER).program, w->spring);
}

static void r4_targets_that_are_closed_or_unknown(void **state) {
    world *w = *state;
    world_ok(w, nreg_scope_close(w->acme_session, w->summer, &w->error));
    const nreg_outcome closed = world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    assert_rejected(closed, NREG_REASON_TARGET_CLOSED);
    assert_rejected(world_add_one(w, w->acme_session, 4711, N, CS, 0), NREG_REASON_TARGET_NOT_FOUND);
    assert_rejected(world_add_one(w, w->acme_session, w->bolt, N, CS, 0), NREG_REASON_TARGET_NOT_FOUND);
    assert_rejected(world_add_one(w, w->operator_session, w->group, N, CS, 0), NREG_REASON_NOT_ALLOWED);
    assert_int_equal(world_record(w, NUMBER).number, 0);
}

/* --- R5 */

static void r5_removing_unassigns_one_level_up_or_deletes(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    const nreg_outcome up = world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->spring, N, 0, 0);
    assert_int_equal(up.outcome, NREG_OUTCOME_UNASSIGNED);
    assert_int_equal(up.holder, w->spring);
    assert_int_equal(world_record(w, NUMBER).unit, w->sales);
    assert_int_equal(world_record(w, NUMBER).program, 0);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, N, 0, 0).outcome,
                     NREG_OUTCOME_UNASSIGNED);
    assert_int_equal(world_record(w, NUMBER).unit, 0);
    const nreg_outcome gone = world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0);
    assert_int_equal(gone.outcome, NREG_OUTCOME_DELETED);
    assert_int_equal(gone.status, 0);
    assert_int_equal(world_record(w, NUMBER).number, 0);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_REGISTERED);
}

static void r5_deleting_is_asked_for(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, N, 0, NREG_CONSENT_DELETE).outcome,
                     NREG_OUTCOME_DELETED);
    assert_int_equal(world_record(w, NUMBER).number, 0);
}

static void r5_outside_the_root_is_not_registered(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->operator_session, w->bolt, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->support, "501-214-9021", CS, 0);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_REGISTERED);
    nreg_session *sales = world_session(w, w->sales);
    assert_rejected(world_act(w, sales, NREG_ACTION_REMOVE, w->sales, "501-214-9021", 0, 0),
                    NREG_REASON_NOT_REGISTERED);
    nreg_session_close(sales);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, "501-214-9021", 0, 0),
                    NREG_REASON_NOT_IN_SCOPE);
    nreg_session *group = world_session(w, w->group);
    assert_rejected(world_act(w, group, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_IN_SCOPE);
    (void)world_add_one(w, w->operator_session, w->loner, "501-214-9022", CS, 0);
    assert_rejected(world_act(w, group, NREG_ACTION_REMOVE, w->acme, "501-214-9022", 0, 0), NREG_REASON_NOT_REGISTERED);
    nreg_session_close(group);
}

static void r5_a_suspended_number_stays(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_SUSPENDED);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_SUSPENDED);
    assert_int_equal(world_act(w, w->operator_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0).outcome,
                     NREG_OUTCOME_DELETED);
}

/* --- R6, R8 */

static void r6_a_purpose_is_changed_and_do_not_originate_reviewed_again(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->sales, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    const nreg_outcome changed = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, SURVEY, 0);
    assert_int_equal(changed.outcome, NREG_OUTCOME_CHANGED);
    assert_int_equal(changed.status, NREG_STATUS_ACTIVE);
    assert_int_equal(world_record(w, NUMBER).unit, w->sales);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, SURVEY, 0), NREG_REASON_NO_CHANGE);
    const nreg_outcome dno = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, DNO, 0);
    assert_int_equal(dno.status, NREG_STATUS_PENDING);
    assert_true(has(dno.warnings, NREG_REASON_DNO_CHANGED));
    assert_true(has(dno.warnings, NREG_REASON_DNO));
}

static void r8_do_not_originate_is_acknowledged_counted_and_remembered(void **state) {
    world *w = *state;
    w->policy.dno_acknowledge = 1;
    world_reopen(w);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, DNO);
    (void)world_add(w, batch, "501-214-9021", CS);
    const nreg_result *unconfirmed = world_preview(w, batch, NULL);
    assert_rejected(outcome_at(unconfirmed, 0), NREG_REASON_DNO_NOT_ACKNOWLEDGED);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.acknowledge_dno = 1;
    options.attestation = "dno-text-v3";
    const nreg_result *result = world_commit(w, batch, &options);
    assert_int_equal(summary_of(result).dno, 1);
    assert_true(has(outcome_at(result, 0).warnings, NREG_REASON_DNO_IN_PROGRAM));
    const nreg_record record = world_record(w, NUMBER);
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        assert_int_equal(record.dno_batch, nreg_batch_id(batch));
    } else {
        assert_true(record.dno_batch != 0);
    }
    assert_int_equal(world_record(w, 15012149021).dno_batch, 0);
}

static void r8_a_policy_may_keep_do_not_originate_out_of_programs(void **state) {
    world *w = *state;
    w->policy.dno_in_program = 1;
    world_reopen(w);
    assert_rejected(world_add_one(w, w->acme_session, w->spring, N, DNO, 0), NREG_REASON_DNO_IN_PROGRAM);
    assert_int_equal(world_add_one(w, w->acme_session, w->sales, N, DNO, 0).outcome, NREG_OUTCOME_ADDED);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_MOVE, w->spring, N, 0, 0), NREG_REASON_DNO_IN_PROGRAM);
}

static void moving_listed_numbers_within_a_business(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    const nreg_outcome moved = world_act(w, w->acme_session, NREG_ACTION_MOVE, w->support, N, 0, 0);
    assert_int_equal(moved.outcome, NREG_OUTCOME_MOVED);
    assert_int_equal(moved.holder, w->spring);
    assert_int_equal(world_record(w, NUMBER).unit, w->support);
    assert_int_equal(world_record(w, NUMBER).purpose, CS);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_MOVE, w->support, N, 0, 0), NREG_REASON_ALREADY_HERE);
    assert_rejected(world_act(w, w->operator_session, NREG_ACTION_MOVE, w->bolt, N, 0, 0), NREG_REASON_NOT_ALLOWED);
}

/* --- R9 */

static void r9_every_entry_has_its_outcome_in_order(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    const char *numbers[] = {"501-214-9029", "hello", "501-214-9021", "", "501-214-9021", "501-555-0100", "2012149020"};
    for (size_t i = 0; i < 7; i++) {
        (void)world_add(w, batch, numbers[i], i == 6 ? 0 : CS);
    }
    assert_int_equal(nreg_batch_drop(batch, 1, &w->error), NREG_OK);
    const nreg_result *result = world_commit(w, batch, NULL);
    const nreg_summary summary = summary_of(result);
    assert_int_equal(summary.entries, 6);
    assert_int_equal(summary.accepted, 1);
    assert_int_equal(summary.rejected, 5);
    for (uint32_t i = 0; i < 6; i++) {
        const nreg_outcome outcome = outcome_at(result, i);
        assert_int_equal(outcome.entry, i + 2);
        assert_int_equal(outcome.row, i + 2);
        assert_int_equal(outcome.reasons == 0, outcome.outcome != NREG_OUTCOME_REJECTED);
        assert_int_equal(outcome.reserved, 0);
        size_t length;
        const char *input = nreg_result_input(result, i, &length);
        assert_int_equal(length, strlen(numbers[i + 1]));
        assert_memory_equal(input, numbers[i + 1], length);
    }
    assert_true(has(outcome_at(result, 0).reasons, NREG_REASON_NOT_A_NUMBER));
    assert_true(has(outcome_at(result, 5).reasons, NREG_REASON_PURPOSE_MISSING));
    char sentence[NREG_MESSAGE_SIZE];
    assert_int_equal(nreg_result_sentence(result, sentence, sizeof sentence), NREG_OK);
    assert_string_equal(sentence, "5 of 6 numbers were rejected.");
    char first[NREG_REFERENCE_SIZE];
    char second[NREG_REFERENCE_SIZE];
    assert_int_equal(nreg_result_reference(result, 0, first, sizeof first), NREG_OK);
    assert_int_equal(nreg_result_reference(result, 1, second, sizeof second), NREG_OK);
    assert_string_not_equal(first, second);
}

static void r9_sentences_for_one_many_and_none(void **state) {
    world *w = *state;
    char sentence[NREG_MESSAGE_SIZE];
    nreg_batch *none = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    assert_int_equal(nreg_result_sentence(world_preview(w, none, NULL), sentence, sizeof sentence), NREG_OK);
    assert_string_equal(sentence, "There were no numbers.");
    (void)world_add(w, none, N, CS);
    assert_int_equal(nreg_result_sentence(world_preview(w, none, NULL), sentence, sizeof sentence), NREG_OK);
    assert_string_equal(sentence, "The number was accepted.");
    (void)world_add(w, none, "1", CS);
    assert_int_equal(nreg_result_sentence(world_preview(w, none, NULL), sentence, sizeof sentence), NREG_OK);
    assert_string_equal(sentence, "1 of 2 numbers was rejected.");
    assert_int_equal(nreg_result_sentence(world_preview(w, none, NULL), sentence, 4), NREG_LIMIT_EXCEEDED);
}

static void r9_messages_name_places_and_purposes(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->summer, N, CS, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    const nreg_result *result = world_preview(w, batch, NULL);
    char message[NREG_MESSAGE_SIZE];
    assert_int_equal(nreg_result_message(result, 0, 0, message, sizeof message), NREG_OK);
    assert_non_null(strstr(message, "summer"));
    assert_non_null(strstr(message, "spring"));
    assert_int_equal(nreg_result_message(result, 0, NREG_REASON_EMPTY, message, sizeof message), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_result_message(result, 1, 0, message, sizeof message), NREG_INVALID_ARGUMENT);
}

/* --- R10 */

static void r10_a_preview_changes_nothing(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    const nreg_result *preview = world_preview(w, batch, NULL);
    assert_int_equal(summary_of(preview).flags, NREG_RESULT_PREVIEW);
    assert_int_equal(summary_of(preview).batch, 0);
    assert_int_equal(outcome_at(preview, 0).outcome, NREG_OUTCOME_ADDED);
    assert_int_equal(world_record(w, NUMBER).number, 0);
    assert_int_equal(nreg_batch_id(batch), 0);
    (void)world_add(w, batch, "501-214-9021", CS);
    assert_int_equal(summary_of(world_commit(w, batch, NULL)).added, 2);
}

/* --- R11 */

static nreg_batch *two_good_one_bad(world *w) {
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, "nonsense", CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    return batch;
}

static void r11_all_or_nothing(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    nreg_batch *batch = two_good_one_bad(w);
    const nreg_result *preview = world_preview(w, batch, &options);
    const nreg_result *result = world_commit(w, batch, &options);
    for (uint32_t i = 0; i < 3; i++) {
        const nreg_outcome seen = outcome_at(preview, i);
        const nreg_outcome done = outcome_at(result, i);
        assert_memory_equal(&seen, &done, sizeof seen);
    }
    assert_rejected(outcome_at(result, 0), NREG_REASON_BATCH_ABANDONED);
    assert_true(has(outcome_at(result, 1).reasons, NREG_REASON_NOT_A_NUMBER));
    assert_rejected(outcome_at(result, 2), NREG_REASON_BATCH_ABANDONED);
    const nreg_summary summary = summary_of(result);
    assert_int_equal(summary.rejected, 3);
    assert_int_equal(summary.flags & NREG_RESULT_ABANDONED, NREG_RESULT_ABANDONED);
    assert_int_equal(world_count(w, w->acme), 0);
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_result *stored;
        world_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
        assert_int_equal(summary_of(stored).rejected, 3);
        nreg_result_free(stored);
    }
}

static void r11_nothing_if_more_than_so_many_are_rejected(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_MAX_REJECTS;
    options.max_rejects = 1;
    assert_int_equal(summary_of(world_commit(w, two_good_one_bad(w), &options)).added, 2);
    options.max_rejects = 0;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, "501-214-9025", CS);
    (void)world_add(w, batch, "nonsense", CS);
    assert_int_equal(summary_of(world_commit(w, batch, &options)).rejected, 2);
    assert_int_equal(world_count(w, w->acme), 2);
}

static void r11_in_chunks(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.chunk_entries = 7;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (int i = 0; i < 100; i++) {
        char number[32];
        snprintf(number, sizeof number, i % 10 == 3 ? "bad" : "501-214-%04d", 9000 + i * 37 % 100);
        (void)world_add(w, batch, number, CS);
    }
    (void)world_add(w, batch, "501-214-9000", CS);
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_result *unused;
        assert_int_equal(nreg_batch_commit(batch, &options, &unused, &w->error), NREG_UNSUPPORTED);
        return;
    }
    const nreg_result *result = world_commit(w, batch, &options);
    assert_int_equal(summary_of(result).added, 90);
    assert_int_equal(summary_of(result).rejected, 11);
    assert_int_equal(world_count(w, w->acme), 90);
    nreg_result *stored;
    world_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
    for (uint32_t i = 0; i < 101; i++) {
        const nreg_outcome a = outcome_at(result, i);
        const nreg_outcome b = outcome_at(stored, i);
        assert_memory_equal(&a, &b, sizeof a);
    }
    nreg_result_free(stored);
}

static int32_t stop_at_twenty(uint64_t done, uint64_t total, void *context) {
    (void)total;
    return context != NULL && done >= 20;
}

static void r11_a_commit_in_chunks_is_gone_on_with(void **state) {
    world *w = *state;
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        return;
    }
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.chunk_entries = 5;
    options.request_id = "upload-1";
    options.progress = stop_at_twenty;
    options.context = w;
    for (int same_batch = 0; same_batch < 2; same_batch++) {
        options.request_id = same_batch ? "upload-1" : "upload-2";
        nreg_batch *made[2];
        for (int b = 0; b < 2; b++) {
            made[b] = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
            for (int i = 0; i < 50; i++) {
                char number[32];
                snprintf(number, sizeof number, "50%d-214-%04d", 1 + same_batch, 9000 + i * 7 % 50);
                (void)world_add(w, made[b], same_batch ? number : number, CS);
            }
        }
        const uint64_t before = world_count(w, w->acme);
        nreg_result *result;
        options.context = w;
        assert_int_equal(nreg_batch_commit(made[0], &options, &result, &w->error), NREG_CANCELLED);
        const uint64_t halfway = world_count(w, w->acme) - before;
        assert_true(halfway >= 15 && halfway < 50);
        options.context = NULL;
        result = world_commit(w, made[same_batch ? 0 : 1], &options);
        assert_int_equal(summary_of(result).added, 50);
        assert_int_equal(world_count(w, w->acme), before + 50);
    }
}

/* --- R12 */

static void r12_a_request_id_returns_the_stored_result(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "save-1";
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_result *unused;
        assert_int_equal(nreg_batch_commit(two_good_one_bad(w), &options, &unused, &w->error), NREG_UNSUPPORTED);
        return;
    }
    const nreg_result *first = world_commit(w, two_good_one_bad(w), &options);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    nreg_session *other = world_session(w, w->acme);
    nreg_batch *again = world_batch(w, other, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, again, N, CS);
    (void)world_add(w, again, "nonsense", CS);
    (void)world_add(w, again, "501-214-9021", CS);
    const nreg_result *second = world_commit(w, again, &options);
    nreg_session_close(other);
    assert_int_equal(summary_of(second).flags, NREG_RESULT_REPLAYED);
    nreg_summary a = summary_of(first);
    nreg_summary b = summary_of(second);
    b.flags = a.flags;
    assert_memory_equal(&a, &b, sizeof a);
    for (uint32_t i = 0; i < 3; i++) {
        const nreg_outcome x = outcome_at(first, i);
        const nreg_outcome y = outcome_at(second, i);
        assert_memory_equal(&x, &y, sizeof x);
    }
    nreg_batch *different = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, different, N, SURVEY);
    nreg_result *unused;
    assert_int_equal(nreg_batch_commit(different, &options, &unused, &w->error), NREG_REQUEST_MISMATCH);
    nreg_batch *elsewhere = world_batch(w, w->operator_session, w->bolt, NREG_ACTION_ADD);
    (void)world_add(w, elsewhere, "501-214-9027", CS);
    assert_int_equal(summary_of(world_commit(w, elsewhere, &options)).added, 1);
}

static void r12_a_batch_committed_twice_returns_the_same_result(void **state) {
    world *w = *state;
    nreg_batch *batch = two_good_one_bad(w);
    const nreg_result *first = world_commit(w, batch, NULL);
    assert_ptr_equal(world_commit(w, batch, NULL), first);
    nreg_entry entry;
    assert_int_equal(nreg_batch_add(batch, N, NREG_NUL, CS, &entry, &w->error), NREG_CLOSED);
    nreg_result *unused;
    assert_int_equal(nreg_batch_preview(batch, NULL, &unused, &w->error), NREG_CLOSED);
}

static void r12_drafts_are_saved_loaded_listed_and_discarded(void **state) {
    world *w = *state;
    nreg_batch *batch = two_good_one_bad(w);
    uint64_t id = 0;
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        assert_int_equal(nreg_batch_save(batch, &id, &w->error), NREG_UNSUPPORTED);
        return;
    }
    world_ok(w, nreg_batch_save(batch, &id, &w->error));
    nreg_batch *loaded;
    world_ok(w, nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error));
    assert_int_equal(nreg_batch_count(loaded), 3);
    world_ok(w, nreg_batch_drop(loaded, 2, &w->error));
    world_ok(w, nreg_batch_save(loaded, NULL, &w->error));
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_CONFLICT);

    nreg_batch_info infos[4];
    uint64_t cursor = 0;
    uint32_t count;
    uint32_t more;
    world_ok(w, nreg_batch_list(w->acme_session, NREG_BATCH_DRAFT, &cursor, infos, 4, &count, &more, &w->error));
    assert_int_equal(count, 1);
    assert_int_equal(infos[0].id, id);
    assert_int_equal(infos[0].entries, 2);
    assert_string_equal(infos[0].actor, "user:1");
    nreg_session *bolt = world_session(w, w->bolt);
    cursor = 0;
    world_ok(w, nreg_batch_list(bolt, 0, &cursor, infos, 4, &count, &more, &w->error));
    assert_int_equal(count, 0);
    nreg_batch *stolen;
    assert_int_equal(nreg_batch_load(bolt, id, NULL, &stolen, &w->error), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_discard(bolt, id, &w->error), NREG_NOT_FOUND);
    nreg_session_close(bolt);

    nreg_result *result;
    world_ok(w, nreg_batch_commit(loaded, NULL, &result, &w->error));
    assert_int_equal(summary_of(result).added, 2);
    assert_int_equal(summary_of(result).batch, id);
    nreg_result_free(result);
    nreg_batch_free(loaded);
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_discard(w->acme_session, id, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_CLOSED);
    nreg_result *late;
    assert_int_equal(nreg_batch_commit(batch, NULL, &late, &w->error), NREG_CLOSED);

    nreg_batch *other = two_good_one_bad(w);
    world_ok(w, nreg_batch_save(other, &id, &w->error));
    world_ok(w, nreg_batch_discard(w->acme_session, id, &w->error));
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_result(w->acme_session, id, &late, &w->error), NREG_CLOSED);
}

static void r12_drafts_expire(void **state) {
    world *w = *state;
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        return;
    }
    uint64_t id;
    world_ok(w, nreg_batch_save(two_good_one_bad(w), &id, &w->error));
    w->clock += INT64_C(31) * 86400000000;
    nreg_batch *loaded;
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_NOT_FOUND);
}

/* --- R14: limits */

static void r14_answers_of_registered_elsewhere_are_counted_and_limited(void **state) {
    world *w = *state;
    w->policy.max_elsewhere_a_day = 3;
    world_reopen(w);
    nreg_batch *theirs = world_batch(w, w->operator_session, w->bolt, NREG_ACTION_ADD);
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

static void r14_a_business_may_hold_so_many_numbers(void **state) {
    world *w = *state;
    w->policy.max_numbers = 3;
    world_reopen(w);
    if (!world_keeps(w, NREG_GROUP_COUNTS)) {
        return;
    }
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

static void r14_a_result_shows_a_narrower_session_no_more_than_its_own_would(void **state) {
    world *w = *state;
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        return;
    }
    (void)world_add_one(w, w->acme_session, w->fall, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->summer, "501-214-9021", CS, 0);
    (void)world_add_one(w, w->operator_session, w->bolt, "501-214-9022", CS, 0);
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
    assert_int_equal(outcome_at(world_commit(w, removes, NULL), 2).holder, w->bolt);
    static const struct {
        uint32_t seen[2][3]; /* by whom: acme/sales, acme; of which number */
    } expected[2] = {
        {{{NREG_REASON_REGISTERED_ELSEWHERE, NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_REGISTERED_ELSEWHERE},
          {NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_IN_OTHER_PROGRAM, NREG_REASON_REGISTERED_ELSEWHERE}}},
        {{{NREG_REASON_NOT_REGISTERED, NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_REGISTERED},
          {NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_IN_SCOPE, NREG_REASON_NOT_REGISTERED}}}};
    for (int b = 0; b < 2; b++) {
        for (int who = 0; who < 2; who++) {
            nreg_session *session = world_session(w, who == 0 ? w->sales : w->acme);
            nreg_result *seen;
            world_ok(w, nreg_batch_result(session, nreg_batch_id(b == 0 ? adds : removes), &seen, &w->error));
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

/* --- R15 */

static void r15_the_same_calls_give_the_same_bytes(void **state) {
    world *w = *state;
    nreg_outcome outcomes[2][3];
    nreg_summary summaries[2];
    nreg_record records[2];
    const char *name = w->store_name;
    for (int i = 0; i < 2; i++) {
        world *same = world_new(name);
        const nreg_result *result = world_commit(same, two_good_one_bad(same), NULL);
        for (uint32_t k = 0; k < 3; k++) {
            outcomes[i][k] = outcome_at(result, k);
        }
        memset(&summaries[i], 0, sizeof summaries[i]);
        summaries[i] = summary_of(result);
        records[i] = world_record(same, NUMBER);
        world_free(same);
    }
    assert_memory_equal(outcomes[0], outcomes[1], sizeof outcomes[0]);
    assert_memory_equal(&summaries[0], &summaries[1], sizeof summaries[0]);
    assert_memory_equal(&records[0], &records[1], sizeof records[0]);
}

/* --- R16 */

static void r16_a_program_past_its_end_warns(void **state) {
    world *w = *state;
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.starts = -1;
    options.ends = w->clock + 1;
    world_ok(w, nreg_scope_change(w->acme_session, w->spring, &options, NULL, &w->error));
    const nreg_outcome added = world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_int_equal(added.outcome, NREG_OUTCOME_ADDED);
    assert_true(has(added.warnings, NREG_REASON_PROGRAM_ENDED));
}

/* --- time and patience */

static void a_cancelled_commit_changes_nothing(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.progress = stop_at_twenty;
    options.context = w;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (int i = 0; i < 30; i++) {
        char number[32];
        snprintf(number, sizeof number, "501-214-%04d", 9000 + i);
        (void)world_add(w, batch, number, CS);
    }
    nreg_result *result;
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_CANCELLED);
    assert_int_equal(world_count(w, w->acme), 0);
    assert_int_equal(summary_of(world_commit(w, batch, NULL)).added, 30);
}

static void a_session_whose_root_is_gone_is_told_so(void **state) {
    world *w = *state;
    nreg_session *lost = world_session(w, 4711);
    nreg_batch *batch = world_batch(w, lost, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    nreg_result *result;
    assert_int_equal(nreg_batch_preview(batch, NULL, &result, &w->error), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_commit(batch, NULL, &result, &w->error), NREG_NOT_FOUND);
    nreg_session_close(lost);
}

static void nonsense_is_refused_and_changes_nothing(void **state) {
    world *w = *state;
    nreg_batch *batch = two_good_one_bad(w);
    nreg_commit_options options;
    nreg_result *result;
    nreg_commit_options_init(&options);
    options.atomicity = 9;
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_INVALID_ARGUMENT);
    nreg_commit_options_init(&options);
    options.consent = 64;
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_INVALID_ARGUMENT);
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    options.chunk_entries = 1;
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_INVALID_ARGUMENT);
    memset(&options, 0, sizeof options);
    assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_commit(batch, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_commit(NULL, NULL, &result, &w->error), NREG_INVALID_ARGUMENT);
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_commit_options_init(&options);
        options.request_id = "12345678901234567890123456789012345678901234567890123456789012345";
        assert_int_equal(nreg_batch_commit(batch, &options, &result, &w->error), NREG_BAD_TEXT);
    }
    assert_int_equal(world_count(w, w->acme), 0);
}

#define RULE(function)                                                                                                 \
    { #function, function, setup, teardown, NULL }

int main(void) {
    static const struct CMUnitTest rules[] = {
        RULE(r1_a_number_has_one_record),
        RULE(r2_adding_at_a_program_sets_all_three),
        RULE(r4_already_here_above_below_beside_and_elsewhere),
        RULE(r4_with_consent_a_program_takes_the_number_over),
        RULE(r4_consent_may_be_given_for_one_entry),
        RULE(r4_of_duplicates_the_one_with_the_consent_it_takes_counts),
        RULE(r4_duplicates_across_spellings_name_the_entry_that_counts),
        RULE(r4_do_not_originate_against_calling_adds_none),
        RULE(r4_a_decline_does_not_let_anyone_squat),
        RULE(r4_a_declined_number_is_resubmitted),
        RULE(r4_targets_that_are_closed_or_unknown),
        RULE(r5_removing_unassigns_one_level_up_or_deletes),
        RULE(r5_deleting_is_asked_for),
        RULE(r5_outside_the_root_is_not_registered),
        RULE(r5_a_suspended_number_stays),
        RULE(r6_a_purpose_is_changed_and_do_not_originate_reviewed_again),
        RULE(r8_do_not_originate_is_acknowledged_counted_and_remembered),
        RULE(r8_a_policy_may_keep_do_not_originate_out_of_programs),
        RULE(moving_listed_numbers_within_a_business),
        RULE(r9_every_entry_has_its_outcome_in_order),
        RULE(r9_sentences_for_one_many_and_none),
        RULE(r9_messages_name_places_and_purposes),
        RULE(r10_a_preview_changes_nothing),
        RULE(r11_all_or_nothing),
        RULE(r11_nothing_if_more_than_so_many_are_rejected),
        RULE(r11_in_chunks),
        RULE(r11_a_commit_in_chunks_is_gone_on_with),
        RULE(r12_a_request_id_returns_the_stored_result),
        RULE(r12_a_batch_committed_twice_returns_the_same_result),
        RULE(r12_drafts_are_saved_loaded_listed_and_discarded),
        RULE(r12_drafts_expire),
        RULE(r14_answers_of_registered_elsewhere_are_counted_and_limited),
        RULE(r14_a_business_may_hold_so_many_numbers),
        RULE(r14_a_result_shows_a_narrower_session_no_more_than_its_own_would),
        RULE(r15_the_same_calls_give_the_same_bytes),
        RULE(r16_a_program_past_its_end_warns),
        RULE(a_cancelled_commit_changes_nothing),
        RULE(a_session_whose_root_is_gone_is_told_so),
        RULE(nonsense_is_refused_and_changes_nothing),
    };
    enum { RULES = sizeof rules / sizeof *rules };
    int failed = 0;
    for (size_t s = 0; world_store_name(s) != NULL; s++) {
        struct CMUnitTest tests[RULES];
        memcpy(tests, rules, sizeof rules);
        for (size_t i = 0; i < RULES; i++) {
            tests[i].initial_state = (void *)(uintptr_t)world_store_name(s);
        }
        print_message("on %s\n", world_store_name(s));
        failed += _cmocka_run_group_tests(world_store_name(s), tests, RULES, NULL, NULL);
    }
    return failed;
}
