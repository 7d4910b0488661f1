/* SPDX-License-Identifier: MIT */
/* Rules R13 and R14: cursors hide the places they stand for, fit nothing else, and outlive the process. */
#include "../world/shaky.h"

#include <numberreg/journal.h>

#include <stdio.h>
#include <string.h>

enum { ROWS = 8, CHANGES = 6, NUMBER = 0 };

static const uint32_t needed = NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES | NREG_GROUP_SCOPES;

/* A number of acme's spring that has changed a few times. */
static uint64_t busy_number(world *w) {
    const uint64_t number = world_number(SPRING, NUMBER);
    for (int i = 0; i < CHANGES; i++) {
        nreg_record record = world_record_at(w, number, i % 2 == 0 ? SUMMER : SPRING);
        w->clock += 1000;
        world_change(w, &record);
    }
    return number;
}

/* --- one way of reading the journal after the other, each with a cursor of bytes */

typedef struct reading {
    const char *name;
    size_t bytes; /* of the cursor */
    nreg_code (*read)(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more);
} reading;

static nreg_journal_row rows[ROWS];
static uint64_t subject; /* the number */

static nreg_code read_number(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_journal_number(session, subject, cursor, rows, 2, count, more, &w->error);
}

static nreg_code read_other_number(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_journal_number(session, world_number(SPRING, 1), cursor, rows, 2, count, more, &w->error);
}

static nreg_code read_such_a_batch(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_journal_batch(session, subject, cursor, rows, 2, count, more, &w->error);
}

static nreg_code read_batch(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_journal_batch(session, 77, cursor, rows, 2, count, more, &w->error); /* that put the numbers */
}

static nreg_code read_scope(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_journal_scope(session, w->spring, cursor, rows, 2, count, more, &w->error);
}

static nreg_code read_feed(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    return nreg_feed_read(session, cursor, rows, 2, count, more, &w->error);
}

static nreg_code list_changes(world *w, nreg_session *session, void *cursor, uint32_t *count, uint32_t *more) {
    static nreg_record records[ROWS];
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.order = NREG_ORDER_CHANGE;
    return nreg_record_list(session, &filter, cursor, records, 2, count, more, &w->error);
}

static const reading readings[] = {{"number", sizeof(nreg_journal_cursor), read_number},
                                   {"batch", sizeof(nreg_journal_cursor), read_batch},
                                   {"scope", sizeof(nreg_journal_cursor), read_scope},
                                   {"feed", NREG_FEED_CURSOR_SIZE, read_feed},
                                   {"changes", sizeof(nreg_record_cursor), list_changes}};
enum { READINGS = sizeof readings / sizeof readings[0], NUMBERS = 0, SCOPE_HISTORY = 2, FEED = 3 };

typedef union cursor {
    nreg_journal_cursor journal;
    nreg_record_cursor record;
    char feed[NREG_FEED_CURSOR_SIZE];
    unsigned char bytes[NREG_FEED_CURSOR_SIZE];
} cursor;

static uint32_t on_first_page;

/* A cursor behind the first page. */
static cursor first_page(world *w, const reading *r, nreg_session *session) {
    cursor at;
    uint32_t count = 0;
    memset(&at, 0, sizeof at);
    for (uint32_t more = 1; count == 0 && more != 0;) { /* a store in trouble cuts pages short */
        assert_ok(w, r->read(w, session, &at, &count, &more));
    }
    assert_true(count > 0);
    on_first_page = count;
    return at;
}

static void assert_refused(world *w, const reading *r, nreg_session *session, const cursor *given) {
    cursor at = *given;
    uint32_t count = 77;
    uint32_t more = 77;
    assert_code(w, r->read(w, session, &at, &count, &more), NREG_INVALID_ARGUMENT);
    assert_memory_equal(&at, given, sizeof at);
    assert_int_equal(count + more, 2 * 77);
    assert_non_null(strstr(w->error.message, "cursor"));
}

/* --- the tests */

/* Of two cursors, none can tell whether they stand for the same place. */
static void the_same_place_looks_different_each_time(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    for (size_t i = 0; i < READINGS; i++) {
        enum { TIMES = 50 };
        cursor seen[TIMES];
        for (size_t k = 0; k < TIMES; k++) {
            seen[k] = first_page(w, &readings[i], w->acme_session);
            for (size_t j = 0; j < k; j++) {
                assert_memory_not_equal(&seen[j], &seen[k], readings[i].bytes);
                assert_true(seen[j].journal.position[1] != seen[k].journal.position[1]);
            }
        }
    }
}

static void a_cursor_fits_nothing_else(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    static const int others[] = {SPRING, SALES, GLOBEX, RESELLER, OPERATOR};
    for (size_t i = 0; i < READINGS; i++) {
        const cursor mine = first_page(w, &readings[i], w->acme_session);
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
            if (i == SCOPE_HISTORY && others[k] == GLOBEX) {
                continue; /* has no such scope */
            }
            assert_refused(w, &readings[i], world_visit(w, others[k]), &mine);
        }
        for (size_t k = 0; k < READINGS; k++) {
            if (k != i && readings[k].bytes == readings[i].bytes) {
                assert_refused(w, &readings[k], w->acme_session, &mine);
            }
        }
    }
    static const reading alike[] = {{"another number", sizeof(nreg_journal_cursor), read_other_number},
                                    {"a batch of that id", sizeof(nreg_journal_cursor), read_such_a_batch}};
    const cursor mine = first_page(w, &readings[NUMBERS], w->acme_session);
    assert_refused(w, &alike[0], w->acme_session, &mine);
    assert_refused(w, &alike[1], w->acme_session, &mine);
}

static void garbage_is_no_cursor(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    for (size_t i = 0; i < READINGS; i++) {
        const cursor good = first_page(w, &readings[i], w->acme_session);
        for (size_t bit = 0; bit < 8 * readings[i].bytes; bit++) {
            cursor bad = good;
            bad.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            if (i == FEED && (bit / 8 > 34 || bad.feed[0] == '\0')) {
                continue; /* behind the text's end, or the end itself */
            }
            assert_refused(w, &readings[i], w->acme_session, &bad);
        }
    }
    static const char *const texts[] = {"x",
                                        "F2-",
                                        "F1-0000000000000001-ffff",
                                        "F2-0123456789abcdef0123456789abcde",
                                        "F2-0123456789ABCDEF0123456789ABCDEF",
                                        "F2-0123456789abcdef0123456789abcdef0",
                                        "F2- 123456789abcdef0123456789abcdef"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cursor bad;
        memset(&bad, 0, sizeof bad);
        snprintf(bad.feed, sizeof bad.feed, "%s", texts[i]);
        assert_refused(w, &readings[FEED], w->acme_session, &bad);
    }
    cursor endless;
    memset(&endless, 'F', sizeof endless);
    assert_refused(w, &readings[FEED], w->acme_session, &endless);
}

/* Reads on from a cursor, or from the start for NULL, to the end; returns how many rows. */
static uint32_t rest(world *w, const reading *r, nreg_session *session, const cursor *from) {
    cursor at;
    uint32_t total = 0;
    memset(&at, 0, sizeof at);
    at = from != NULL ? *from : at;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        assert_ok(w, r->read(w, session, &at, &count, &more));
        total += count;
    }
    return total;
}

static void cursors_outlive_the_registry_that_gave_them(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    static const int roots[] = {OPERATOR, RESELLER, ACME, SALES, SPRING};
    enum { ROOTS = sizeof roots / sizeof roots[0] };
    cursor given[ROOTS][READINGS];
    uint32_t left[ROOTS][READINGS];
    for (size_t k = 0; k < ROOTS; k++) {
        nreg_session *session = world_session(w, roots[k]);
        for (size_t i = 0; i < READINGS; i++) {
            given[k][i] = first_page(w, &readings[i], session);
            const uint32_t first = on_first_page;
            left[k][i] = rest(w, &readings[i], session, &given[k][i]);
            assert_true(left[k][i] > 0);
            assert_int_equal(first + left[k][i], rest(w, &readings[i], session, NULL));
        }
        nreg_session_close(session);
    }
    world_reopen(w); /* another registry, as another process has */
    for (size_t k = 0; k < ROOTS; k++) {
        nreg_session *session = world_session(w, roots[k]);
        for (size_t i = 0; i < READINGS; i++) {
            assert_int_equal(rest(w, &readings[i], session, &given[k][i]), left[k][i]);
        }
        nreg_session_close(session);
    }
}

/* --- the secret behind them */

static world *making;
static int begun;

/* Another process makes the secret between this one's look for it and its making. */
static void be_first(void) {
    if (++begun != 2) {
        return;
    }
    void *context;
    void *tx;
    uint8_t answer = 9;
    nreg_store_batch header = {.id = 1, .created = making->clock, .updated = making->clock, .digest = {4711, 815}};
    nreg_store_batch existing;
    nreg_error *error = &making->error;
    const nreg_store_methods *methods = nreg_store_get_methods(making->opened.plain, &context);
    header.state = NREG_BATCH_DISCARDED;
    header.action = NREG_ACTION_ADD;
    header.revision = 1;
    assert_ok(making, methods->begin(NREG_STORE_WRITE, 5000, &tx, error, context));
    assert_ok(making, methods->batch_put(tx, &header, 0, &existing, &answer, error, context));
    assert_int_equal(answer, NREG_ROW_OK);
    assert_ok(making, methods->commit(tx, error, context));
}

static void two_who_make_the_secret_at_once_agree(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    shaky s = shaky_open(w, ACME);
    making = w;
    begun = 0;
    s.h->inside = be_first;
    const cursor own = first_page(w, &readings[FEED], s.session);
    s.h->inside = NULL;
    assert_int_equal(world_header(w, 1).digest[0], 4711);
    const cursor others = first_page(w, &readings[FEED], w->acme_session);
    const uint32_t left = rest(w, &readings[FEED], w->acme_session, &own);
    assert_true(left > 0);
    assert_int_equal(rest(w, &readings[FEED], s.session, &others), left);
    shaky_close(&s);
}

static const nreg_store_methods *written;

static nreg_code begin_reading(uint32_t mode, uint32_t wait_ms, void **tx, nreg_error *error, void *context) {
    if (mode == NREG_STORE_WRITE) {
        snprintf(error->message, sizeof error->message, "This is a replica.");
        return NREG_READ_ONLY;
    }
    return written->begin(mode, wait_ms, tx, error, context);
}

static void a_replica_has_the_secret_as_soon_as_there_is_one(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    void *context;
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *there;
    written = nreg_store_get_methods(w->opened.plain, &context);
    nreg_store_methods methods = *written;
    methods.begin = begin_reading;
    methods.close = NULL;
    assert_ok(w, nreg_store_new(&methods, context, NULL, &store, &w->error));
    assert_ok(w, nreg_registry_open(store, NULL, &registry, &w->error));
    assert_ok(w, nreg_session_open(registry, w->acme, "u", NREG_NUL, NULL, 0, &there, &w->error));

    const cursor before = first_page(w, &readings[NUMBERS], there);
    assert_int_equal(rest(w, &readings[NUMBERS], there, &before), CHANGES + 1 - on_first_page);
    const cursor here = first_page(w, &readings[FEED], w->acme_session);
    assert_refused(w, &readings[NUMBERS], there, &before);
    assert_int_equal(rest(w, &readings[FEED], there, &here), rest(w, &readings[FEED], w->acme_session, &here));
    const cursor after = first_page(w, &readings[NUMBERS], there);
    assert_int_equal(rest(w, &readings[NUMBERS], w->acme_session, &after), CHANGES + 1 - on_first_page);
    nreg_session_close(there);
    nreg_registry_close(registry);
    nreg_store_close(store);
}

static void the_secret_is_no_batch_for_anyone(void **state) {
    world *w = *state;
    world_needs(w, needed);
    (void)first_page(w, &readings[FEED], w->acme_session);
    const nreg_store_batch header = world_header(w, 1);
    assert_int_equal(header.business, 0);
    assert_true(header.digest[0] != 0 && header.digest[1] != 0);
    nreg_batch_info infos[64];
    uint64_t after = 0;
    uint32_t count = 0;
    uint32_t more = 0;
    assert_ok(w, nreg_batch_list(w->operator_session, 0, &after, infos, 64, &count, &more, &w->error));
    assert_int_equal(more, 0);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_not_equal(infos[i].id, 1);
    }
    nreg_batch_info info;
    assert_code(w, nreg_batch_get(w->operator_session, 1, &info, &w->error), NREG_NOT_FOUND);
    assert_code(w, nreg_batch_discard(w->operator_session, 1, &w->error), NREG_NOT_FOUND);
    /* Nor does it age. */
    w->clock += INT64_C(1000) * 24 * 60 * 60 * 1000000;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock, NULL, NULL, &w->error));
    const nreg_store_batch still = world_header(w, 1);
    assert_memory_equal(still.digest, header.digest, sizeof header.digest);
}

/* Every call of a store may fail while a page is read and its cursor made. */
static void what_fails_gives_no_cursor(void **state) {
    world *w = *state;
    world_needs(w, needed);
    subject = busy_number(w);
    for (size_t i = 0; i < READINGS; i++) {
        shaky s = shaky_open(w, ACME);
        for (uint64_t n = 1;; n++) {
            cursor at;
            cursor none;
            uint32_t count = 0;
            uint32_t more = 0;
            memset(&at, 0, sizeof at);
            memset(&none, 0, sizeof none);
            hostile_fail_at(s.h, n, NREG_IO, 0);
            const nreg_code code = readings[i].read(w, s.session, &at, &count, &more);
            if (!hostile_failed(s.h)) {
                assert_int_equal(code, NREG_OK);
                break;
            }
            if (code != NREG_OK) {
                assert_int_equal(code, NREG_IO);
                assert_memory_equal(&at, &none, sizeof at);
            }
        }
        shaky_close(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_NUMBERS(the_same_place_looks_different_each_time),
        ON_NUMBERS(a_cursor_fits_nothing_else),
        ON_NUMBERS(garbage_is_no_cursor),
        ON_NUMBERS(cursors_outlive_the_registry_that_gave_them),
        ON_NUMBERS(two_who_make_the_secret_at_once_agree),
        ON_NUMBERS(a_replica_has_the_secret_as_soon_as_there_is_one),
        ON_NUMBERS(the_secret_is_no_batch_for_anyone),
        ON_NUMBERS(what_fails_gives_no_cursor),
    };
    return world_run(tests);
}
