/* SPDX-License-Identifier: MIT */
/* Rule R11: all, some or nothing, in one go or in chunks. */
#include "rules.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void r11_all_or_nothing(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    options.max_rejects = 5; /* is for another atomicity */
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
        assert_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
        assert_int_equal(summary_of(stored).rejected, 3);
        nreg_result_free(stored);
    }
}

static void r11_what_is_abandoned_says_what_is_still_so(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_CHANGE);
    (void)world_add(w, batch, N, DNO);
    (void)world_add(w, batch, "nonsense", SURVEY);
    const nreg_outcome outcome = outcome_at(world_commit(w, batch, &options), 0);
    assert_rejected(outcome, NREG_REASON_BATCH_ABANDONED);
    assert_int_equal(outcome.status, NREG_STATUS_ACTIVE);
    assert_int_equal(outcome.holder, w->acme);
    assert_int_equal(outcome.reserved, 0);
    assert_int_equal(world_record(w, NUMBER).purpose, CS);
    options.atomicity = NREG_ATOMIC_KEEP_GOOD;
    batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_CHANGE);
    (void)world_add(w, batch, N, DNO);
    const nreg_outcome changed = outcome_at(world_commit(w, batch, &options), 0);
    assert_int_equal(changed.outcome, NREG_OUTCOME_CHANGED);
    assert_int_equal(changed.reserved, 0);
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
    assert_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
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
    world_needs(w, NREG_GROUP_BATCHES);
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

static void r11_a_cancelled_commit_changes_nothing(void **state) {
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

typedef struct told {
    uint64_t calls, done, total;
    int back; /* told less than before, as where others were in the way */
} told;

static int32_t listen_to(uint64_t done, uint64_t total, void *context) {
    told *heard = context;
    heard->back |= done < heard->done;
    heard->calls++;
    heard->done = done;
    heard->total = total;
    return 0;
}

static void r11_progress_says_how_many_of_all_are_done(void **state) {
    world *w = *state;
    enum { NUMBERS = 3000 };
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.progress = listen_to;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (int i = 0; i < NUMBERS; i++) {
        char number[32];
        snprintf(number, sizeof number, "501-214-%04d", 1000 + i);
        (void)world_add(w, batch, number, CS);
    }
    for (int commits = 0; commits < 2; commits++) {
        told heard = {0};
        options.context = &heard;
        const nreg_result *result = commits ? world_commit(w, batch, &options) : world_preview(w, batch, &options);
        assert_int_equal(summary_of(result).added, NUMBERS);
        assert_true(heard.calls >= 2);
        assert_int_equal(heard.total, NUMBERS);
        assert_in_range(heard.done, NUMBERS / 2, NUMBERS);
        assert_true(!heard.back || w->kind->is_hostile);
    }
}

/* Goes on, but only after the deadline of `in_no_time`. */
static int32_t dawdle(uint64_t done, uint64_t total, void *context) {
    (void)done;
    (void)total;
    (void)context;
    const struct timespec pause = {0, 12000000};
    nanosleep(&pause, NULL);
    return 0;
}

static nreg_commit_options in_no_time(void) {
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.timeout_ms = 10;
    options.progress = dawdle;
    return options;
}

static void r11_after_its_deadline_nothing_is_changed(void **state) {
    world *w = *state;
    const nreg_commit_options options = in_no_time();
    nreg_batch *batch = two_good_one_bad(w);
    nreg_result *result = NULL;
    assert_code(w, nreg_batch_preview(batch, &options, &result, &w->error), NREG_DEADLINE);
    assert_null(result);
    assert_code(w, nreg_batch_commit(batch, &options, &result, &w->error), NREG_DEADLINE);
    assert_null(result);
    assert_int_equal(world_count(w, w->acme), 0);
    nreg_commit_options patient = options;
    patient.timeout_ms = UINT32_MAX;
    assert_int_equal(summary_of(world_commit(w, batch, &patient)).added, 2);
}

static void r11_a_commit_in_chunks_is_gone_on_with_after_its_deadline(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    nreg_commit_options options = in_no_time();
    options.chunk_entries = 1;
    options.request_id = "upload-1";
    nreg_batch *batch = two_good_one_bad(w);
    nreg_result *result = NULL;
    assert_code(w, nreg_batch_commit(batch, &options, &result, &w->error), NREG_DEADLINE);
    assert_true(world_count(w, w->acme) < 2);
    options.timeout_ms = 0;
    assert_int_equal(summary_of(world_commit(w, batch, &options)).added, 2);
    assert_int_equal(world_count(w, w->acme), 2);
}

/* Where one transaction at a time may write, and another has begun. */
static void r11_locks_are_waited_for_until_the_deadline(void **state) {
    world *w = *state;
    if (w->kind->is_hostile || (strcmp(w->kind->name, "memory") != 0 && strcmp(w->kind->name, "sqlite") != 0)) {
        skip();
    }
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    void *tx;
    assert_ok(w, m->begin(NREG_STORE_WRITE, 0, &tx, &w->error, context));
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.timeout_ms = 10;
    nreg_batch *batch = two_good_one_bad(w);
    nreg_result *result = NULL;
    assert_code(w, nreg_batch_commit(batch, &options, &result, &w->error), NREG_DEADLINE);
    m->rollback(tx, context);
    assert_int_equal(summary_of(world_commit(w, batch, NULL)).added, 2);
}

static void r11_nonsense_is_refused_and_changes_nothing(void **state) {
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

static void r11_in_chunks_too_a_batch_to_nowhere_is_not_stored(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.chunk_entries = 1;
    nreg_batch *batch = world_batch(w, w->acme_session, w->globex, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    assert_int_equal(summary_of(world_commit(w, batch, &options)).batch, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r11_all_or_nothing),
        ON_A_WORLD(r11_what_is_abandoned_says_what_is_still_so),
        ON_A_WORLD(r11_nothing_if_more_than_so_many_are_rejected),
        ON_A_WORLD(r11_in_chunks),
        ON_A_WORLD(r11_a_commit_in_chunks_is_gone_on_with),
        ON_A_WORLD(r11_a_cancelled_commit_changes_nothing),
        ON_A_WORLD(r11_progress_says_how_many_of_all_are_done),
        ON_A_WORLD(r11_after_its_deadline_nothing_is_changed),
        ON_A_WORLD(r11_a_commit_in_chunks_is_gone_on_with_after_its_deadline),
        ON_A_WORLD(r11_locks_are_waited_for_until_the_deadline),
        ON_A_WORLD(r11_nonsense_is_refused_and_changes_nothing),
        ON_A_WORLD(r11_in_chunks_too_a_batch_to_nowhere_is_not_stored),
    };
    return world_run(tests);
}
