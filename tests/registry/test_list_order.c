/* SPDX-License-Identifier: MIT */
/* Lists of records in the order of their last change. */
#include "../world/world.h"

#include <string.h>

/* Lists by change from a cursor into `numbers`. */
static uint32_t list_changes(world *w, nreg_session *session, nreg_record_filter *filter, nreg_record_cursor *cursor,
                             uint32_t capacity, uint64_t *numbers) {
    uint32_t total = 0, more = 1;
    while (more != 0) {
        nreg_record page[16];
        uint32_t count = 0;
        filter->order = NREG_ORDER_CHANGE;
        assert_ok(w, nreg_record_list(session, filter, cursor, page, capacity, &count, &more, &w->error));
        for (uint32_t i = 0; i < count; i++) {
            numbers[total++] = page[i].number;
        }
    }
    return total;
}

static void records_come_in_the_order_of_their_last_change(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    static const int scopes[] = {SPRING, SUMMER, SALES, ACME, HELPLINE, GLOBEX};
    struct {
        uint64_t number;
        int scope;
    } order[64]; /* the expected order, oldest change first */
    uint32_t count = 0;
    for (int i = 0; i < SCOPES; i++) {
        for (int k = 0; k < NUMBERS_EACH && w->scopes[i].level != NREG_LEVEL_ORGANIZATION; k++) {
            order[count].number = world_number(i, k);
            order[count++].scope = i;
        }
    }
    for (int round = 0; round < 50; round++) {
        const int scope = scopes[world_dice(w, 6)];
        const uint64_t number = world_number(scope, (int)world_dice(w, NUMBERS_EACH));
        nreg_record record = world_record_at(w, number, scope);
        record.purpose = (uint32_t)(1 + world_dice(w, 10));
        w->clock += 1000;
        world_change(w, &record);
        uint32_t at = 0;
        while (order[at].number != number) {
            at++;
        }
        memmove(&order[at], &order[at + 1], (count - at - 1) * sizeof order[0]);
        order[count - 1].number = number;
        order[count - 1].scope = scope;
    }
    static const int roots[] = {OPERATOR, ACME, SALES, SPRING, SOLO};
    for (size_t r = 0; r < sizeof roots / sizeof roots[0]; r++) {
        nreg_session *session = world_session(w, roots[r]);
        for (uint32_t capacity = 1; capacity <= 16; capacity += 5) {
            uint64_t numbers[64];
            nreg_record_filter filter;
            nreg_record_filter_init(&filter);
            nreg_record_cursor cursor = {0};
            const uint32_t listed = list_changes(w, session, &filter, &cursor, capacity, numbers);
            uint32_t at = 0;
            for (uint32_t i = 0; i < count; i++) {
                if (world_covers(roots[r], order[i].scope)) {
                    assert_int_equal(numbers[at++], order[i].number);
                }
            }
            assert_int_equal(listed, at);
        }
        nreg_session_close(session);
    }
    /* Of an Organization: one Business after the other. */
    nreg_session *session = world_session(w, RESELLER);
    uint64_t numbers[64];
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    nreg_record_cursor cursor = {0};
    const uint32_t listed = list_changes(w, session, &filter, &cursor, 4, numbers);
    uint32_t at = 0;
    for (int business = ACME; business <= GLOBEX; business += GLOBEX - ACME) {
        for (uint32_t i = 0; i < count; i++) {
            if (world_covers(business, order[i].scope)) {
                assert_int_equal(numbers[at++], order[i].number);
            }
        }
    }
    assert_int_equal(listed, at);
    nreg_session_close(session);
}

static void one_cursor_follows_what_changes(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_session *session = world_session(w, SALES);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    nreg_record_cursor cursor = {0};
    uint64_t numbers[64];
    assert_int_equal(list_changes(w, session, &filter, &cursor, 5, numbers), 3 * NUMBERS_EACH);
    assert_int_equal(list_changes(w, session, &filter, &cursor, 5, numbers), 0);
    nreg_record record = world_record_at(w, world_number(SPRING, 1), SPRING);
    record.purpose = NREG_PURPOSE_POLITICAL;
    world_change(w, &record);
    record = world_record_at(w, world_number(HELPLINE, 1), HELPLINE); /* outside the root */
    world_change(w, &record);
    world_remove(w, world_number(SUMMER, 0)); /* no longer a record */
    assert_int_equal(list_changes(w, session, &filter, &cursor, 5, numbers), 1);
    assert_int_equal(numbers[0], world_number(SPRING, 1));
    /* A cursor of one order does not fit the other. */
    nreg_record page[4];
    uint32_t count, more;
    filter.order = NREG_ORDER_NUMBER;
    assert_code(w, nreg_record_list(session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    cursor = (nreg_record_cursor){.number = 15012140000};
    filter.order = NREG_ORDER_CHANGE;
    assert_code(w, nreg_record_list(session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    nreg_session_close(session);
}

static void changes_since_a_time_are_found_without_reading_all(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    const int64_t day = (int64_t)24 * 60 * 60 * 1000000;
    nreg_record record = world_record_at(w, world_number(SPRING, 0), SPRING);
    for (int i = 0; i < 100; i++) {
        w->clock += day / 2;
        record.number = world_number(i % 2 == 0 ? SPRING : SUMMER, i % NUMBERS_EACH);
        record = world_record_at(w, record.number, i % 2 == 0 ? SPRING : SUMMER);
        world_change(w, &record);
    }
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    uint64_t numbers[64];
    for (int back = 1; back <= 6; back++) {
        nreg_record_cursor cursor = {0};
        filter.changed_since = w->clock - (back - 1) * (day / 2);
        assert_int_equal(list_changes(w, w->operator_session, &filter, &cursor, 7, numbers), back);
        nreg_session *session = world_session(w, SALES);
        cursor = (nreg_record_cursor){0};
        assert_int_equal(list_changes(w, session, &filter, &cursor, 7, numbers), back);
        nreg_session_close(session);
    }
    /* Retention removes the older half. What a commit of unknown end removes is not counted. */
    world_peace(w);
    uint64_t rows = 0, batches = 0;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock - 25 * day, &rows, &batches, &w->error));
    assert_true(rows > 0);
    nreg_record page[4];
    uint32_t count, more;
    nreg_record_cursor cursor = {0};
    filter.changed_since = 0;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_FEED_PRUNED);
    filter.changed_since = w->clock - 25 * day;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_FEED_PRUNED);
    filter.changed_since = w->clock - day;
    assert_int_equal(list_changes(w, w->operator_session, &filter, &cursor, 7, numbers), 3);
    /* A Business where nothing has changed for long learns by others' rows that it has missed nothing. */
    nreg_session *quiet = world_visit(w, GLOBEX);
    memset(&cursor, 0, sizeof cursor);
    assert_int_equal(list_changes(w, quiet, &filter, &cursor, 7, numbers), 0);
    /* Where no row is left, nobody can tell. */
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock + day, &rows, &batches, &w->error));
    memset(&cursor, 0, sizeof cursor);
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_FEED_PRUNED);
}

static void who_follows_changes_learns_that_retention_has_overtaken_him(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    world_peace(w);
    const int64_t day = (int64_t)24 * 60 * 60 * 1000000;
    nreg_session *acme = world_session(w, ACME);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    nreg_record_cursor cursor = {0};
    uint64_t numbers[64];
    (void)list_changes(w, acme, &filter, &cursor, 7, numbers);
    /* What others do and retention removes is nothing he has missed. */
    nreg_record record = world_record_at(w, world_number(PAGER, 0), PAGER);
    world_change(w, &record);
    assert_int_equal(list_changes(w, acme, &filter, &cursor, 7, numbers), 0);
    w->clock += 10 * day;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock - day, NULL, NULL, &w->error));
    assert_int_equal(list_changes(w, acme, &filter, &cursor, 7, numbers), 0);
    record = world_record_at(w, world_number(SPRING, 0), SPRING);
    world_change(w, &record);
    nreg_journal_row rows[8];
    (void)world_seen(w, nreg_journal_number, acme, record.number, rows, 8);
    char feed[NREG_FEED_CURSOR_SIZE] = "";
    uint32_t count, more = 1;
    while (more) { /* seals it */
        assert_ok(w, nreg_feed_read(acme, feed, rows, 8, &count, &more, &w->error));
    }
    w->clock += 10 * day;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock - day, NULL, NULL, &w->error));
    nreg_record page[4];
    filter.order = NREG_ORDER_CHANGE;
    assert_code(w, nreg_record_list(acme, &filter, &cursor, page, 4, &count, &more, &w->error), NREG_FEED_PRUNED);
    nreg_session_close(acme);
}

static void a_store_without_a_journal_has_no_order_of_change(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        skip();
    }
    nreg_record page[4];
    uint32_t count, more;
    nreg_record_cursor cursor = {0};
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.order = NREG_ORDER_CHANGE;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_UNSUPPORTED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_NUMBERS(records_come_in_the_order_of_their_last_change),
        ON_NUMBERS(one_cursor_follows_what_changes),
        ON_NUMBERS(changes_since_a_time_are_found_without_reading_all),
        ON_NUMBERS(who_follows_changes_learns_that_retention_has_overtaken_him),
        ON_NUMBERS(a_store_without_a_journal_has_no_order_of_change),
    };
    return world_run(tests);
}
