/* SPDX-License-Identifier: MIT */
/*
 * Rule R14: what other tenants have and do makes no difference to a tenant, in anything it does. The same day of work
 * is done in two worlds whose other tenants have nothing in common; all that the tenant is told must be the same, byte
 * for byte. The one thing that may tell them apart, REGISTERED_ELSEWHERE, says the same whoever holds the number,
 * where, and how.
 */
#include "../world/world.h"

#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct transcript {
    unsigned char bytes[1 << 20];
    size_t length;
} transcript;

static void note(transcript *t, const void *data, size_t length) {
    assert_true(t->length + length <= sizeof t->bytes);
    memcpy(t->bytes + t->length, data, length);
    t->length += length;
}

static void note_failure(transcript *t, world *w) {
    note(t, &w->error.code, sizeof w->error.code);
    note(t, w->error.message, strlen(w->error.message));
}

static void note_result(transcript *t, const nreg_result *result) {
    const nreg_summary summary = summary_of(result);
    uint32_t count = 0;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    char text[512];
    note(t, &summary, sizeof summary);
    note(t, outcomes, count * sizeof *outcomes);
    assert_int_equal(nreg_result_sentence(result, text, sizeof text), NREG_OK);
    note(t, text, strlen(text));
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t reason = 1; reason < 64; reason++) {
            if (has(outcomes[i].reasons | outcomes[i].warnings, reason)) {
                assert_int_equal(nreg_result_message(result, i, (nreg_reason)reason, text, sizeof text), NREG_OK);
                note(t, text, strlen(text));
            }
        }
        assert_int_equal(nreg_result_reference(result, i, text, sizeof text), NREG_OK);
        note(t, text, strlen(text));
    }
}

/* --- the other tenants: two kinds of neighbourhood */

static void put(world *w, int scope, uint64_t number, uint32_t status, uint32_t purpose) {
    nreg_record record = world_record_at(w, number, scope);
    record.status = status;
    record.purpose = purpose;
    record.dno_batch = purpose == DNO ? 1 : 0;
    world_put(w, &record, 1);
}

/* Held elsewhere in both, by others and differently. */
static const uint64_t taken[] = {15012140001, 15012140002, 15012140003};
/* Free for the taking in both: declined elsewhere, held once, or never heard of. */
static const uint64_t free_now[] = {15012140011, 15012140012, 15012140013};

static void one_neighbourhood(world *w) {
    put(w, GLOBEX, taken[0], NREG_STATUS_ACTIVE, CS);
    put(w, PAGER, taken[1], NREG_STATUS_PENDING, SURVEY);
    put(w, SOLO, taken[2], NREG_STATUS_SUSPENDED, DNO);
    put(w, GLOBEX, free_now[0], NREG_STATUS_DECLINED, CS);
    put(w, INITECH, free_now[2], NREG_STATUS_ACTIVE, CS);
    world_remove(w, free_now[2]);
    for (uint32_t i = 0; i < 5; i++) {
        put(w, OPS, 15012150000 + i, NREG_STATUS_ACTIVE, CS);
    }
}

static void another_neighbourhood(world *w) {
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.key = "more";
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        assert_ok(w, nreg_scope_add(w->operator_session, w->globex, &options, NULL, &w->error));
        assert_ok(w, nreg_scope_add(w->operator_session, 0, &options, NULL, &w->error));
    }
    put(w, TRIAL, taken[0], NREG_STATUS_NEEDS_PROOF, DNO);
    put(w, INITECH, taken[1], NREG_STATUS_SUSPENDED, CS);
    put(w, OPS, taken[2], NREG_STATUS_ACTIVE, SURVEY);
    put(w, SOLO, free_now[1], NREG_STATUS_DECLINED, DNO);
    put(w, LAB, free_now[2], NREG_STATUS_DECLINED, CS);
    for (uint32_t i = 0; i < 90; i++) {
        put(w, SOLO, 15012160000 + i, NREG_STATUS_PENDING, SURVEY);
    }
    world_remove(w, 15012160001);
    nreg_batch *busy = world_batch(w, w->operator_session, w->solo, NREG_ACTION_CHANGE);
    world_add(w, busy, "+1 501 216 0002", DNO);
    (void)world_commit(w, busy, NULL);
}

/* --- a tenant's day */

typedef struct day {
    world *w;
    nreg_session *session;
    transcript *t;
} day;

static void type(uint64_t number, char text[24]) {
    snprintf(text, 24, "+%llu", (unsigned long long)number);
}

static uint64_t decide(day *d, uint32_t action, uint64_t target, const uint64_t *numbers, uint32_t count,
                       uint32_t purpose, const nreg_commit_options *options) {
    nreg_batch *batch = world_batch(d->w, d->session, target, action);
    for (uint32_t i = 0; i < count; i++) {
        char text[24];
        type(numbers[i], text);
        world_add(d->w, batch, text, purpose);
    }
    note_result(d->t, world_preview(d->w, batch, options));
    nreg_result *result = world_commit(d->w, batch, options);
    note_result(d->t, result);
    return summary_of(result).batch;
}

static void note_rows(day *d, world_history_read read, uint64_t id) {
    static nreg_journal_row rows[64];
    const uint32_t count = world_seen(d->w, read, d->session, id, rows, 64);
    for (uint32_t i = 0; i < count; i++) {
        note(d->t, &rows[i], sizeof rows[i]);
    }
}

static void read_all(day *d, uint64_t added) {
    world *w = d->w;
    for (size_t i = 0; i < 3; i++) {
        const uint64_t numbers[] = {taken[i], free_now[i]};
        for (size_t j = 0; j < 2; j++) {
            nreg_record record;
            uint32_t found = 0;
            (void)nreg_record_get(d->session, &numbers[j], 1, &record, &found, &w->error);
            note_failure(d->t, w);
            note(d->t, &record, sizeof record);
            nreg_review_case seen;
            (void)nreg_review_look(d->session, numbers[j], &seen, &w->error);
            note_failure(d->t, w);
            if (world_keeps(w, NREG_GROUP_JOURNAL)) {
                note_rows(d, nreg_journal_number, numbers[j]);
            }
            if (world_keeps(w, NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES)) {
                nreg_review_note notes[4];
                uint64_t after = 0;
                uint32_t count = 0;
                assert_ok(w, nreg_review_notes(d->session, numbers[j], &after, notes, 4, &count, &w->error));
                note(d->t, notes, count * sizeof *notes);
            }
        }
    }
    nreg_record_cursor cursor = {0};
    nreg_record records[64];
    uint32_t count = 0;
    uint32_t more = 1;
    while (more) {
        assert_ok(w, nreg_record_list(d->session, NULL, &cursor, records, 64, &count, &more, &w->error));
        note(d->t, records, count * sizeof *records);
    }
    if (world_keeps(w, NREG_GROUP_COUNTS)) {
        nreg_record_count counts[32];
        assert_ok(w, nreg_record_counts(d->session, 0, counts, 32, &count, &w->error));
        note(d->t, counts, count * sizeof *counts);
    }
    if (world_keeps(w, NREG_GROUP_JOURNAL)) {
        note_rows(d, nreg_journal_batch, added);
        note_rows(d, nreg_journal_scope, w->acme);
    }
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_batch_info infos[32];
        uint64_t at = 0;
        assert_ok(w, nreg_batch_list(d->session, 0, &at, infos, 32, &count, &more, &w->error));
        note(d->t, infos, count * sizeof *infos);
    }
}

static void revert(day *d, uint64_t id) {
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    assert_ok(d->w, nreg_batch_revert(d->session, id, &batch, &d->w->error));
    assert_ok(d->w, nreg_batch_preview(batch, NULL, &result, &d->w->error));
    note_result(d->t, result);
    nreg_result_free(result);
    assert_ok(d->w, nreg_batch_commit(batch, NULL, &result, &d->w->error));
    note_result(d->t, result);
    nreg_result_free(result);
    nreg_batch_free(batch);
}

static void live(world *w, transcript *t) {
    day d = {w, NULL, t};
    const uint64_t wanted[] = {taken[0], free_now[0], taken[1], free_now[1], taken[2], free_now[2], 15012140020, 900};
    nreg_commit_options options;
    t->length = 0;
    w->clock = INT64_C(1800000000000000); /* the same moment and the same luck, whatever came before */
    w->random = 4711;
    d.session = world_session(w, ACME);
    nreg_commit_options_init(&options);
    options.request_id = world_keeps(w, NREG_GROUP_BATCHES) ? "today" : NULL;
    const uint64_t added = decide(&d, NREG_ACTION_ADD, w->spring, wanted, 8, CS, &options);
    if (options.request_id != NULL) { /* and once more */
        (void)decide(&d, NREG_ACTION_ADD, w->spring, wanted, 7, CS, NULL);
    }
    (void)decide(&d, NREG_ACTION_CHANGE, w->acme, wanted, 7, DNO, NULL);
    options.request_id = NULL;
    options.consent = NREG_CONSENT_MOVE;
    (void)decide(&d, NREG_ACTION_ADD, w->helpline, wanted, 7, SURVEY, &options);
    (void)decide(&d, NREG_ACTION_MOVE, w->sales, wanted, 7, 0, NULL);
    const uint64_t removed = decide(&d, NREG_ACTION_REMOVE, w->acme, wanted, 7, 0, NULL);
    read_all(&d, added);
    if (world_keeps(w, NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES)) {
        revert(&d, removed);
        revert(&d, added);
    }
    read_all(&d, added);
    nreg_session_close(d.session);
}

static void neighbours_make_no_difference_to_a_day_of_work(void **state) {
    static transcript one;
    static transcript another;
    world *w = *state;
    world_peace(w); /* pages cut at random are no difference that another makes */
    world *v = world_new(w->kind);
    world_peace(v);
    one_neighbourhood(w);
    live(w, &one);
    another_neighbourhood(v);
    live(v, &another);
    if (one.length != another.length) {
        fail_msg("%s: %zu bytes, and %zu", w->kind->name, one.length, another.length);
    }
    for (size_t i = 0; i < one.length; i++) {
        if (one.bytes[i] != another.bytes[i]) {
            fail_msg("%s: they differ at byte %zu of %zu", w->kind->name, i, one.length);
        }
    }
    assert_true(one.length > 10000);
    world_free(v);
}

/* --- how busy others are, seen through pages */

/* Many changes of a Business outside, and of a sibling Unit's Program. */
static void be_busy(world *w, int sibling) {
    static int round;
    const int64_t clock = w->clock;
    const uint64_t luck = w->random;
    for (uint32_t i = 0; i < 40; i++) {
        nreg_record record = world_record_at(w, 15012170000 + (uint64_t)round, SOLO);
        record.last_batch = 500000 + (uint64_t)round++;
        world_put(w, &record, 1);
        if (sibling && i % 4 == 0) {
            record = world_record_at(w, 15012180000 + (uint64_t)round, HELPLINE);
            record.last_batch = 500000 + (uint64_t)round++;
            world_put(w, &record, 1);
        }
    }
    w->random += (uint64_t)++round;
    nreg_batch *batch = world_batch(w, w->operator_session, w->solo, NREG_ACTION_CHANGE);
    world_add(w, batch, "+1 501 217 0000", SURVEY);
    (void)world_commit(w, batch, NULL);
    w->clock = clock;
    w->random = luck;
}

static void note_page(transcript *t, const void *rows, size_t bytes, uint32_t count, uint32_t more) {
    note(t, &count, sizeof count);
    note(t, &more, sizeof more);
    note(t, rows, bytes * count);
}

/* All that comes in pages, by pages of each size; cursors are bits that mean nothing, see test_cursors.c. */
static void note_pages(day *d, int root, uint64_t scope, uint64_t number, uint64_t batch) {
    static nreg_journal_row rows[8];
    static nreg_record records[8];
    static nreg_batch_info infos[8];
    static const world_history_read readers[] = {nreg_journal_number, nreg_journal_batch, nreg_journal_scope};
    const uint64_t ids[] = {number, batch, scope};
    world *w = d->w;
    nreg_session *session = world_session(w, root);
    for (uint32_t room = 2; room <= 7; room++) {
        uint32_t count = 0;
        uint32_t more;
        char feed[NREG_FEED_CURSOR_SIZE] = "";
        for (uint32_t calls = 0; calls == 0 || more != 0; calls++) {
            assert_ok(w, nreg_feed_read(session, feed, rows, room, &count, &more, &w->error));
            note_page(d->t, rows, sizeof *rows, count, more);
            assert_int_equal(strlen(feed), 35);
        }
        for (size_t i = 0; i < 3; i++) {
            nreg_journal_cursor cursor = {0};
            for (more = 1; more != 0;) {
                assert_ok(w, readers[i](session, ids[i], &cursor, rows, room, &count, &more, &w->error));
                note_page(d->t, rows, sizeof *rows, count, more);
            }
        }
        for (uint32_t order = NREG_ORDER_NUMBER; order <= NREG_ORDER_CHANGE; order++) {
            nreg_record_filter filter;
            nreg_record_filter_init(&filter);
            filter.order = order;
            nreg_record_cursor cursor = {0};
            for (more = 1; more != 0;) {
                assert_ok(w, nreg_record_list(session, &filter, &cursor, records, room, &count, &more, &w->error));
                note_page(d->t, records, sizeof *records, count, more);
            }
        }
        uint64_t after = 0;
        for (more = 1; more != 0;) {
            assert_ok(w, nreg_batch_list(session, 0, &after, infos, room, &count, &more, &w->error));
            note_page(d->t, infos, sizeof *infos, count, more);
            note(d->t, &after, sizeof after);
        }
    }
    nreg_session_close(session);
}

/* The doings of a reseller's Businesses; others are busy all the time, or not at all. */
static void work(world *w, transcript *t, int root, uint64_t scope, int busy) {
    day d = {w, NULL, t};
    const int sibling = root == SALES || root == SPRING;
    t->length = 0;
    w->clock = INT64_C(1800000000000000);
    w->random = 4711;
    uint64_t batch = 0;
    char text[24];
    for (uint64_t i = 0; i < 12; i++) {
        if (busy) {
            be_busy(w, sibling);
        }
        type(15012140030 + i, text);
        nreg_session *session = world_session(w, i % 3 == 0 ? RESELLER : ACME);
        nreg_batch *added = world_batch(w, session, i % 4 == 3 ? w->sales : w->spring, NREG_ACTION_ADD);
        world_add(w, added, text, CS);
        world_add(w, added, "+1 501 214 0030", CS);
        batch = summary_of(world_commit(w, added, NULL)).batch;
        nreg_session_close(session);
    }
    for (uint32_t i = 0; i < 5; i++) {
        if (busy) {
            be_busy(w, sibling);
        }
        world_act(w, w->acme_session, NREG_ACTION_MOVE, i % 2 == 0 ? w->sales : w->spring, "+1 501 214 0030", 0,
                  NREG_CONSENT_MOVE);
    }
    note_pages(&d, root, scope, 15012140030, batch);
    if (busy) {
        be_busy(w, sibling);
    }
    note_pages(&d, root, scope, 15012140031, batch);
}

static void how_busy_others_are_does_not_show_in_any_page(void **state) {
    static transcript calm;
    static transcript busy;
    world *w = *state;
    world_needs(w, NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES | NREG_GROUP_SCOPES);
    static const int roots[] = {RESELLER, ACME, SALES, SPRING};
    static const int scopes[] = {ACME, SALES, SALES, SPRING};
    for (size_t i = 0; i < 4; i++) {
        world *u = world_new(w->kind);
        world *v = world_new(w->kind);
        world_peace(u);
        world_peace(v);
        work(u, &calm, roots[i], u->ids[scopes[i]], 0);
        work(v, &busy, roots[i], v->ids[scopes[i]], 1);
        for (size_t k = 0; k < calm.length && k < busy.length; k++) {
            if (calm.bytes[k] != busy.bytes[k]) {
                fail_msg("%s, root %d: they differ at byte %zu of %zu", w->kind->name, roots[i], k, calm.length);
            }
        }
        assert_int_equal(calm.length, busy.length);
        assert_true(calm.length > 5000);
        world_free(u);
        world_free(v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {ON_A_WORLD(neighbours_make_no_difference_to_a_day_of_work),
                                       ON_A_WORLD(how_busy_others_are_does_not_show_in_any_page)};
    return world_run(tests);
}
