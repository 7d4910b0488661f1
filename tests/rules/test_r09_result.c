/* SPDX-License-Identifier: MIT */
/* Rules R9, R10 and R15: what a result says, previewed and committed, each time the same. */
#include "rules.h"

#include <string.h>

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
        assert_ptr_equal(nreg_result_outcome(result, i), nreg_result_outcomes(result, NULL, NULL) + i);
        size_t length;
        const char *input = nreg_result_input(result, i, &length);
        assert_int_equal(length, strlen(numbers[i + 1]));
        assert_memory_equal(input, numbers[i + 1], length);
    }
    assert_null(nreg_result_outcome(result, 6));
    assert_null(nreg_result_outcome(NULL, 0));
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

static void r15_the_same_calls_give_the_same_bytes(void **state) {
    world *w = *state;
    nreg_outcome outcomes[2][3];
    nreg_summary summaries[2];
    nreg_record records[2];
    const test_store *kind = w->kind;
    for (int i = 0; i < 2; i++) {
        world *same = world_new(kind);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r9_every_entry_has_its_outcome_in_order), ON_A_WORLD(r9_sentences_for_one_many_and_none),
        ON_A_WORLD(r9_messages_name_places_and_purposes),    ON_A_WORLD(r10_a_preview_changes_nothing),
        ON_A_WORLD(r15_the_same_calls_give_the_same_bytes),
    };
    return world_run(tests);
}
