/* SPDX-License-Identifier: MIT */
/* Rule R13: history, feed, retention and privacy, on every store that keeps a journal. */
#include "../world/shaky.h"

#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 64 };

static const uint32_t needed = NREG_GROUP_REVIEW | NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL;

static uint32_t history(world *w, nreg_session *session, uint64_t number, nreg_journal_row *rows) {
    return world_seen(w, nreg_journal_number, session, number, rows, ROWS);
}

static void history_shows_each_session_what_touched_its_root(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_journal_row rows[ROWS];
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9020", CS, 0);
    world_act(w, w->acme_session, NREG_ACTION_MOVE, w->spring, "(501) 214-9020", 0, 0);
    world_act(w, w->acme_session, NREG_ACTION_MOVE, w->helpline, "(501) 214-9020", 0, 0);
    assert_int_equal(history(w, w->acme_session, 15012149020, rows), 3);
    assert_int_equal(rows[0].change, NREG_CHANGE_ADDED);
    assert_int_equal(rows[1].change, NREG_CHANGE_MOVED);
    assert_int_equal(rows[1].program_after, w->spring);
    assert_int_equal(rows[2].program_before, w->spring);
    assert_int_equal(rows[2].program_after, w->helpline);

    /* A Program sees it come and go, and neither whence nor whither. */
    assert_int_equal(history(w, world_visit(w, SPRING), 15012149020, rows), 2);
    assert_int_equal(rows[0].status_before + rows[0].purpose_before + rows[0].batch_before, 0);
    assert_int_equal(rows[0].program_after, w->spring);
    assert_int_equal(rows[1].program_before, w->spring);
    assert_int_equal(rows[1].unit_after + rows[1].program_after + rows[1].status_after, 0);
    assert_int_equal(history(w, world_visit(w, GLOBEX), 15012149020, rows), 0);
    assert_int_equal(history(w, world_visit(w, SUMMER), 15012149020, rows), 0);

    nreg_journal_cursor cursor = {0};
    uint32_t count = 0;
    uint32_t more = 0;
    assert_int_equal(world_seen(w, nreg_journal_scope, w->acme_session, w->spring, rows, ROWS), 2);
    assert_int_equal(rows[1].program_after, w->helpline);
    assert_int_equal(
        nreg_journal_scope(world_visit(w, GLOBEX), w->spring, &cursor, rows, ROWS, &count, &more, &w->error),
        NREG_NOT_FOUND);
    const uint64_t batch = rows[0].batch;
    assert_int_equal(world_seen(w, nreg_journal_batch, w->acme_session, batch, rows, ROWS), 1);
    nreg_batch_info info;
    assert_ok(w, nreg_batch_get(w->acme_session, batch, &info, &w->error));
    assert_int_equal(info.target, w->spring);
    assert_int_equal(nreg_batch_get(world_visit(w, GLOBEX), batch, &info, &w->error), NREG_NOT_FOUND);
}

/* `last`: the last sequence; NULL for a tenant. */
static uint32_t drain(world *w, nreg_session *session, char *cursor, uint64_t *last) {
    nreg_journal_row rows[ROWS];
    uint32_t total = 0;
    uint32_t count = 0;
    uint32_t more = 1;
    do {
        assert_ok(w, nreg_feed_read(session, cursor, rows, ROWS, &count, &more, &w->error));
        for (uint32_t i = 0; i < count; i++) {
            if (last != NULL) {
                assert_true(rows[i].sequence > *last);
                *last = rows[i].sequence;
            } else {
                assert_int_equal(rows[i].sequence, 0); /* not for tenants */
            }
        }
        total += count;
    } while (count > 0 || more != 0);
    return total;
}

static void the_feed_gives_every_row_once_and_in_order(void **state) {
    world *w = *state;
    world_needs(w, needed);
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    char tenant[NREG_FEED_CURSOR_SIZE] = "";
    uint64_t last = 0;
    assert_int_equal(drain(w, w->operator_session, cursor, &last), 0);
    for (int i = 0; i < 200; i++) {
        char text[32];
        snprintf(text, sizeof text, "+1501214%04d", i);
        nreg_session *session = i % 4 == 0 ? w->operator_session : w->acme_session;
        world_add_one(w, session, i % 4 == 0 ? w->globex : w->spring, text, CS, 0);
        if (i == 99) {
            assert_int_equal(drain(w, w->operator_session, cursor, &last), 100);
        }
    }
    assert_int_equal(drain(w, w->operator_session, cursor, &last), 100);
    assert_int_equal(drain(w, w->operator_session, cursor, &last), 0);
    assert_int_equal(drain(w, w->acme_session, tenant, NULL), 150);
    char broken[NREG_FEED_CURSOR_SIZE] = "F2-00000000000000010000000000000001";
    nreg_journal_row rows[2];
    uint32_t count = 0;
    uint32_t more = 0;
    assert_int_equal(nreg_feed_read(w->operator_session, broken, rows, 2, &count, &more, &w->error),
                     NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_feed_read(w->operator_session, cursor, rows, 1, &count, &more, &w->error),
                     NREG_INVALID_ARGUMENT);
}

static void the_feed_ends_only_where_nothing_is_left(void **state) {
    world *w = *state;
    world_needs(w, needed);
    enum { COMMITS = 300 }; /* more than are sealed at a time */
    for (int i = 0; i < COMMITS; i++) {
        char number[16];
        snprintf(number, sizeof number, "501214%04d", i);
        nreg_batch *batch;
        nreg_result *result;
        assert_ok(w, nreg_batch_new(w->acme_session, w->acme, NULL, &batch, &w->error));
        assert_ok(w, nreg_batch_add(batch, number, NREG_NUL, CS, NULL, &w->error));
        assert_ok(w, nreg_batch_commit(batch, NULL, &result, &w->error));
        nreg_result_free(result);
        nreg_batch_free(batch);
    }
    nreg_journal_row rows[ROWS];
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint32_t read = 0;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        assert_ok(w, nreg_feed_read(w->operator_session, cursor, rows, ROWS, &count, &more, &w->error));
        read += count;
    }
    assert_int_equal(read, COMMITS);
}

static const nreg_store_methods *calm;
static int seals;

/* Others have always committed something meanwhile, a hundred times over. */
static nreg_code seal_for_others(void *tx, uint32_t limit, uint64_t *count, nreg_error *error, void *context) {
    const nreg_code code = calm->journal_seal(tx, limit, count, error, context);
    *count += ++seals <= 100;
    return code;
}

static void a_page_ends_although_others_go_on_committing(void **state) {
    world *w = *state;
    world_needs(w, needed);
    void *context;
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *jane;
    calm = nreg_store_get_methods(w->opened.plain, &context);
    nreg_store_methods busy = *calm;
    busy.journal_seal = seal_for_others;
    busy.close = NULL;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    assert_ok(w, nreg_store_new(&busy, context, NULL, &store, &w->error));
    assert_ok(w, nreg_registry_open(store, NULL, &registry, &w->error));
    assert_ok(w, nreg_session_open(registry, w->acme, "jane", NREG_NUL, NULL, 0, &jane, &w->error));
    nreg_journal_row rows[ROWS];
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint32_t read = 0;
    uint32_t empty = 0;
    seals = 0;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        const int before = seals;
        assert_ok(w, nreg_feed_read(jane, cursor, rows, ROWS, &count, &more, &w->error));
        assert_int_equal(seals - before, more ? 16 : 101 - before);
        read += count;
        empty += count == 0;
    }
    assert_int_equal(read, 1);
    assert_int_equal(empty, 6);
    nreg_session_close(jane);
    nreg_registry_close(registry);
    nreg_store_close(store);
}

/* Reads while there is more, as a page that shows a history does. */
static uint32_t rows_while_more(world *w, uint64_t scope, char *follower) {
    nreg_journal_cursor cursor = {0};
    uint32_t total = 0;
    uint32_t more = 1;
    while (more) {
        nreg_journal_row rows[4];
        uint32_t count = 0;
        if (follower != NULL) {
            assert_ok(w, nreg_feed_read(w->operator_session, follower, rows, 4, &count, &more, &w->error));
        } else {
            assert_ok(w, nreg_journal_scope(w->acme_session, scope, &cursor, rows, 4, &count, &more, &w->error));
        }
        total += count;
    }
    return total;
}

static void whoever_reads_while_there_is_more_sees_the_last_change_too(void **state) {
    world *w = *state;
    world_needs(w, needed);
    char from_the_start[NREG_FEED_CURSOR_SIZE] = "";
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    assert_int_equal(rows_while_more(w, w->sales, NULL), 1);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9021", CS, 0);
    assert_int_equal(rows_while_more(w, w->sales, NULL), 2);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9022", CS, 0);
    assert_int_equal(rows_while_more(w, 0, from_the_start), 3);
}

static void a_page_ends_before_rows_that_belong_together_and_do_not_fit(void **state) {
    world *w = *state;
    world_needs(w, needed);
    if (w->opened.hostile == NULL) {
        skip(); /* nothing counts what is asked of the store */
    }
    world_peace(w);
    nreg_session *reseller = world_visit(w, RESELLER);
    (void)world_add_one(w, w->operator_session, w->globex, "501-214-9022", CS, 0);
    world_set_status(w, 15012149022, NREG_STATUS_DECLINED);
    nreg_batch *batch = world_batch(w, reseller, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, "501-214-9020", CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    (void)world_add(w, batch, "501-214-9022", CS); /* globex loses it */
    (void)world_commit(w, batch, NULL);
    nreg_journal_cursor cursor = {0};
    nreg_journal_row rows[3];
    uint32_t count = 0;
    uint32_t more = 0;
    const uint64_t before = w->opened.hostile->counts.calls;
    assert_ok(w, nreg_journal_batch(reseller, nreg_batch_id(batch), &cursor, rows, 3, &count, &more, &w->error));
    assert_int_equal(count, 2);
    assert_int_equal(more, 1);
    assert_in_range(w->opened.hostile->counts.calls - before, 1, 20); /* it is not tried again and again */
    assert_ok(w, nreg_journal_batch(reseller, nreg_batch_id(batch), &cursor, rows, 3, &count, &more, &w->error));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].number, rows[1].number);
}

static void retention_prunes_by_age_and_tells_followers(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_journal_row rows[ROWS];
    char early[NREG_FEED_CURSOR_SIZE] = "";
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint32_t count = 0;
    uint32_t more = 0;
    uint64_t last = 0;
    uint64_t removed = 0;
    for (int i = 0; i < 10; i++) {
        char text[32];
        snprintf(text, sizeof text, "+1501214902%d", i);
        world_add_one(w, w->acme_session, w->spring, text, CS, 0);
    }
    assert_ok(w, nreg_feed_read(w->operator_session, early, rows, 2, &count, &more, &w->error));
    drain(w, w->operator_session, cursor, &last);
    assert_int_equal(nreg_journal_prune(w->acme_session, w->clock, &removed, NULL, &w->error), NREG_DENIED);
    assert_ok(w, nreg_journal_prune(w->operator_session, rows[0].time + 5 * (rows[1].time - rows[0].time) + 1, &removed,
                                    NULL, &w->error));
    assert_true(removed > 2 && removed < 10);
    char *follower = early;
    assert_int_equal(nreg_feed_read(w->operator_session, follower, rows, ROWS, &count, &more, &w->error),
                     NREG_FEED_PRUNED);
    char anew[NREG_FEED_CURSOR_SIZE] = "";
    last = 0;
    assert_int_equal(drain(w, w->operator_session, anew, &last), 10 - removed);
    assert_int_equal(drain(w, w->operator_session, cursor, &last), 0);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
}

/* A tenant who has missed nothing is not told that rows are gone: those were others'. */
static void retention_does_not_overtake_a_quiet_follower(void **state) {
    world *w = *state;
    world_needs(w, needed);
    static const int roots[] = {ACME, SPRING, RESELLER};
    enum { ROOTS = sizeof roots / sizeof roots[0] };
    char cursors[ROOTS][NREG_FEED_CURSOR_SIZE] = {"", "", ""};
    char early[NREG_FEED_CURSOR_SIZE] = "";
    nreg_journal_row rows[ROWS];
    uint32_t count = 0;
    uint32_t more = 0;
    uint64_t removed = 0;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9021", CS, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9022", CS, 0);
    assert_ok(w, nreg_feed_read(w->acme_session, early, rows, 2, &count, &more, &w->error));
    for (int i = 0; i < 100; i++) {
        char text[32];
        snprintf(text, sizeof text, "+1501215%04d", i);
        world_add_one(w, w->operator_session, w->solo, text, CS, 0);
        for (size_t k = 0; k < ROOTS && i % 10 == 0; k++) {
            assert_int_equal(drain(w, world_visit(w, roots[k]), cursors[k], NULL), i == 0 ? 3 : 0);
        }
    }
    for (size_t k = 0; k < ROOTS; k++) {
        assert_int_equal(drain(w, world_visit(w, roots[k]), cursors[k], NULL), 0);
    }
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock + 1, &removed, NULL, &w->error));
    assert_int_equal(removed, 103);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9023", CS, 0);
    for (size_t k = 0; k < ROOTS; k++) {
        assert_int_equal(drain(w, world_visit(w, roots[k]), cursors[k], NULL), 1);
    }
    /* One who has is told, and not where in the feed of all. */
    assert_code(w, nreg_feed_read(w->acme_session, early, rows, ROWS, &count, &more, &w->error), NREG_FEED_PRUNED);
    assert_true(w->error.position <= 0);
}

static void actors_and_numbers_can_be_forgotten(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_journal_row rows[ROWS];
    uint64_t batches = 0;
    uint64_t changed = 0;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    const uint64_t batch = world_record(w, 15012149020).last_batch;
    nreg_batch_info info;
    assert_ok(w, nreg_batch_get(w->acme_session, batch, &info, &w->error));
    char actor[NREG_ACTOR_MAX + 1];
    memcpy(actor, info.actor, sizeof actor);
    assert_int_equal(nreg_redact_actor(w->acme_session, actor, NREG_NUL, NULL, &batches, &w->error), NREG_DENIED);
    assert_ok(w, nreg_redact_actor(w->operator_session, actor, NREG_NUL, NULL, &batches, &w->error));
    assert_int_equal(batches, 1);
    assert_ok(w, nreg_batch_get(w->acme_session, batch, &info, &w->error));
    assert_string_equal(info.actor, "redacted");

    assert_int_equal(nreg_erase_number(w->operator_session, 15012149020, &changed, &w->error), NREG_EXISTS);
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9020", 0, 0);
    assert_int_equal(nreg_erase_number(w->acme_session, 15012149020, &changed, &w->error), NREG_DENIED);
    assert_ok(w, nreg_erase_number(w->operator_session, 15012149020, &changed, &w->error));
    assert_int_equal(changed, 2);
    assert_int_equal(history(w, w->operator_session, 15012149020, rows), 0);
    nreg_result *result = NULL;
    assert_ok(w, nreg_batch_result(w->acme_session, batch, &result, &w->error));
    size_t length = 99;
    assert_int_equal(nreg_result_outcomes(result, NULL, NULL)->number, 0);
    nreg_result_input(result, 0, &length);
    assert_int_equal(length, 0);
    nreg_result_free(result);
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint64_t last = 0;
    assert_int_equal(drain(w, w->operator_session, cursor, &last), 2); /* the sequence stays */
}

static world *registering;
static int begun;

/* Somebody registers the number between the first look and the erasing. */
static void register_meanwhile(void) {
    if (++begun == 2) {
        const nreg_record record = world_record_at(registering, 15012149020, ACME);
        world_put(registering, &record, 1);
    }
}

static void a_number_registered_while_it_is_being_forgotten_is_not(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_journal_row rows[ROWS];
    uint64_t changed = 0;
    shaky s = shaky_open(w, OPERATOR);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9020", CS, 0);
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9020", 0, 0);
    registering = w;
    begun = 0;
    s.h->inside = register_meanwhile;
    assert_code(w, nreg_erase_number(s.session, 15012149020, &changed, &w->error), NREG_EXISTS);
    s.h->inside = NULL;
    assert_int_equal(changed, 0);
    assert_int_equal(history(w, w->acme_session, 15012149020, rows), 3);
    shaky_close(&s);
}

/* --- a slow writer beside fast ones */

typedef struct writer {
    world *w;
    int from;
    nreg_code code;
} writer;

enum { WRITERS = 3, EACH = 150 };

static void *write_on(void *context) {
    writer *self = context;
    nreg_session *session = NULL;
    self->code = nreg_session_open(self->w->registry, self->w->acme, "writer", NREG_NUL, NULL, 0, &session, NULL);
    for (int i = 0; self->code == NREG_OK && i < EACH; i++) {
        char text[32];
        nreg_batch *batch = NULL;
        nreg_result *result = NULL;
        snprintf(text, sizeof text, "+1501214%04d", self->from + i);
        self->code = nreg_batch_new(session, self->w->spring, NULL, &batch, NULL);
        if (self->code == NREG_OK) {
            self->code = nreg_batch_add(batch, text, NREG_NUL, CS, NULL, NULL);
        }
        if (self->code == NREG_OK) {
            self->code = nreg_batch_commit(batch, NULL, &result, NULL);
        }
        nreg_result_free(result);
        nreg_batch_free(batch);
    }
    nreg_session_close(session);
    return NULL;
}

static void a_reader_beside_writers_misses_no_row(void **state) {
    world *w = *state;
    world_needs(w, needed);
    static unsigned char seen[10000];
    memset(seen, 0, sizeof seen);
    writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (writer){w, i * 1000, NREG_OK};
        assert_int_equal(pthread_create(&threads[i], NULL, write_on, &writers[i]), 0);
    }
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    nreg_session *reader = NULL;
    assert_ok(w, nreg_session_open_operator(w->registry, "reader", NREG_NUL, NULL, 0, &reader, &w->error));
    uint32_t total = 0;
    uint64_t last = 0;
    for (int quiet = 0; total < WRITERS * EACH && quiet < 20000;) {
        nreg_journal_row rows[ROWS];
        uint32_t count = 0;
        uint32_t more = 0;
        const nreg_code code = nreg_feed_read(reader, cursor, rows, ROWS, &count, &more, &w->error);
        assert_true(code == NREG_OK || code == NREG_BUSY);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            assert_true(rows[i].sequence > last);
            last = rows[i].sequence;
            assert_int_equal(seen[rows[i].number - 15012140000]++, 0);
        }
        total += code == NREG_OK ? count : 0;
        quiet = count == 0 ? quiet + 1 : 0;
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(writers[i].code, NREG_OK);
    }
    total += drain(w, reader, cursor, &last);
    nreg_session_close(reader);
    assert_int_equal(total, WRITERS * EACH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(history_shows_each_session_what_touched_its_root),
        ON_A_WORLD(the_feed_gives_every_row_once_and_in_order),
        ON_A_WORLD(the_feed_ends_only_where_nothing_is_left),
        ON_A_WORLD(a_page_ends_although_others_go_on_committing),
        ON_A_WORLD(whoever_reads_while_there_is_more_sees_the_last_change_too),
        ON_A_WORLD(a_page_ends_before_rows_that_belong_together_and_do_not_fit),
        ON_A_WORLD(retention_prunes_by_age_and_tells_followers),
        ON_A_WORLD(retention_does_not_overtake_a_quiet_follower),
        ON_A_WORLD(actors_and_numbers_can_be_forgotten),
        ON_A_WORLD(a_number_registered_while_it_is_being_forgotten_is_not),
        ON_A_WORLD(a_reader_beside_writers_misses_no_row),
    };
    return world_run(tests);
}
