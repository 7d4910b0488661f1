/* SPDX-License-Identifier: MIT */
/* Pages of records under every filter, and looking many numbers up, against a plain list kept beside the store. */
#include "shaky.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY 2000

typedef struct many {
    nreg_record records[MANY];
    uint32_t count;
} many;

static int by_number(const void *a, const void *b) {
    const nreg_record *one = a, *other = b;
    return one->number < other->number ? -1 : one->number > other->number;
}

static uint64_t random_below(world *w, uint64_t limit) {
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    return (w->random >> 33) % limit;
}

/* Writes sorted records with one claim. */
static void put_all(world *w, const nreg_record *records, uint64_t count) {
    void *context, *tx = NULL;
    const nreg_store_methods *methods = nreg_store_get_methods(w->opened.plain, &context);
    nreg_record *present = calloc(count, sizeof *present);
    uint8_t *answers = calloc(count, 1);
    nreg_error_init(&w->error);
    assert_ok(w, methods->begin(NREG_STORE_WRITE, 5000, &tx, &w->error, context));
    assert_ok(w, methods->claim(tx, records, count, present, answers, &w->error, context));
    assert_ok(w, methods->commit(tx, &w->error, context));
    free(present);
    free(answers);
}

static many *put_many(world *w) {
    static const int holders[] = {ACME, SALES, SPRING, SUMMER, SUPPORT, HELPLINE, GLOBEX, SOLO, TRIAL};
    many *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (uint32_t i = 0; i < MANY; i++) {
        const int holder = holders[random_below(w, sizeof holders / sizeof holders[0])];
        nreg_record record = world_record_at(w, 442000000000 + random_below(w, 100000000) * 10 + i % 10, holder);
        record.status = (uint32_t)(1 + random_below(w, 5));
        record.purpose = (uint32_t)(1 + random_below(w, 10));
        all->records[all->count++] = record;
    }
    qsort(all->records, all->count, sizeof *all->records, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (kept == 0 || all->records[kept - 1].number != all->records[i].number) {
            all->records[kept++] = all->records[i];
        }
    }
    all->count = kept;
    put_all(w, all->records, all->count);
    return all;
}

static int wanted(const world *w, const nreg_record *record, const nreg_record_filter *filter, int scope) {
    const nreg_scope *at = &w->scopes[scope];
    const uint64_t holder = record->program != 0 ? record->program
                            : record->unit != 0  ? record->unit
                                                 : record->business;
    const int below = record->business == at->id || record->unit == at->id || record->program == at->id;
    return below && (!filter->only_here || holder == at->id) &&
           (filter->statuses == 0 || (filter->statuses >> record->status & 1) != 0) &&
           (filter->purpose == 0 || filter->purpose == record->purpose) && record->number >= filter->from &&
           (filter->to == 0 || record->number <= filter->to);
}

static void pages_hold_exactly_what_the_filter_asks_for(void **state) {
    world *w = *state;
    many *all = put_many(w);
    static const int scopes[] = {ACME, SALES, SPRING, SOLO};
    uint64_t seen_in_all = 0;
    for (int round = 0; round < 120; round++) {
        const int scope = scopes[round % 4];
        nreg_record_filter filter;
        nreg_record_filter_init(&filter);
        filter.scope = world_id(w, scope);
        filter.only_here = random_below(w, 4) == 0;
        filter.statuses = random_below(w, 2) == 0 ? 0 : (uint32_t)random_below(w, 32) << 1;
        filter.purpose = random_below(w, 3) == 0 ? (uint32_t)(1 + random_below(w, 10)) : 0;
        filter.from = 442000000000 + (random_below(w, 2) == 0 ? 0 : random_below(w, 1000000000));
        filter.to = random_below(w, 2) == 0 ? 0 : filter.from + random_below(w, 1000000000);
        const uint32_t capacity = (uint32_t)(1 + random_below(w, 200));
        nreg_record page[200];
        nreg_record_cursor cursor = {0, 0};
        uint32_t at = 0, more = 1;
        while (more != 0) {
            uint32_t count = 0;
            assert_ok(
                w, nreg_record_list(w->operator_session, &filter, &cursor, page, capacity, &count, &more, &w->error));
            assert_true(count <= capacity);
            for (uint32_t i = 0; i < count; i++) {
                while (at < all->count && !wanted(w, &all->records[at], &filter, scope)) {
                    at++;
                }
                assert_true(at < all->count);
                assert_memory_equal(&page[i], &all->records[at++], sizeof page[i]);
                seen_in_all++;
            }
        }
        while (at < all->count) {
            assert_false(wanted(w, &all->records[at++], &filter, scope));
        }
    }
    assert_true(seen_in_all > 1000);
    free(all);
}

/* Whether a record meets the conditions that no store looks up; worked out another way than the library does. */
static int meets(world *w, const nreg_record *record, const nreg_record_filter *filter) {
    char digits[24];
    nreg_number number;
    (void)w;
    snprintf(digits, sizeof digits, "+%llu", (unsigned long long)record->number);
    assert_int_equal(nreg_number_read(NULL, digits, NREG_NUL, NULL, NREG_READ_TEXT, &number), NREG_OK);
    const size_t length = strlen(digits), ending = strlen(filter->ending);
    return strcmp(digits + length - ending, filter->ending) == 0 &&
           (filter->types == 0 || (filter->types & 1u << number.type) != 0) &&
           (filter->region[0] == '\0' || strcmp(filter->region, number.region) == 0) &&
           (filter->changed_since == 0 || record->updated >= filter->changed_since) &&
           (!filter->dno || record->purpose == NREG_PURPOSE_DO_NOT_ORIGINATE);
}

static void conditions_on_the_number_and_its_change_are_met(void **state) {
    world *w = *state;
    many all = {.count = 0};
    static const uint64_t bases[] = {15012140000, 18002140000, 442079460000, 447400123000, 4915123456000, 80012345000};
    for (uint32_t i = 0; i < MANY; i++) {
        nreg_record record = world_record_at(w, bases[i % 6] + i / 6 * 3 + 1000, i % 2 == 0 ? SPRING : SALES);
        record.updated = w->clock + i % 50;
        record.purpose = (uint32_t)(1 + i % 10);
        all.records[all.count++] = record;
    }
    qsort(all.records, all.count, sizeof *all.records, by_number);
    put_all(w, all.records, all.count);
    for (int round = 0; round < 60; round++) {
        nreg_record_filter filter;
        nreg_record_filter_init(&filter);
        filter.scope = world_id(w, SALES);
        if (round & 1) {
            snprintf(filter.ending, sizeof filter.ending, "%0*d", round % 3 + 1, round % 10);
        }
        if (round & 2) {
            filter.types = 1u << (round % 12) | 1u << NREG_TYPE_MOBILE;
        }
        if (round & 4) {
            static const char *const regions[] = {"US", "gb", "DE", "001", "FR"};
            memcpy(filter.region, regions[round % 5], strlen(regions[round % 5]) + 1);
        }
        if (round & 8) {
            filter.changed_since = w->clock + round % 50;
        }
        filter.dno = (round & 16) != 0;
        filter.statuses = (round & 32) != 0 ? 1u << NREG_STATUS_PENDING : 0;
        nreg_record_filter upper = filter;
        if (strcmp(upper.region, "gb") == 0) {
            memcpy(upper.region, "GB", 3);
        }
        nreg_record page[50];
        nreg_record_cursor cursor = {0, 0};
        uint32_t at = 0, more = 1;
        while (more != 0) {
            uint32_t count = 0;
            assert_ok(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 50, &count, &more, &w->error));
            for (uint32_t i = 0; i < count; i++) {
                if (page[i].last_batch == 77 && world_scope_of(page[i].number) < SCOPES &&
                    page[i].number < 15012141000) {
                    continue; /* the world's own */
                }
                while (at < all.count && !meets(w, &all.records[at], &upper)) {
                    at++;
                }
                assert_true(at < all.count);
                assert_memory_equal(&page[i], &all.records[at++], sizeof page[i]);
            }
        }
        while (at < all.count) {
            assert_false(meets(w, &all.records[at++], &upper));
        }
    }
}

static void a_rare_condition_gives_short_pages_but_everything(void **state) {
    world *w = *state;
    const uint32_t crowd = 40000;
    nreg_record *records = calloc(crowd, sizeof *records);
    for (uint32_t i = 0; i < crowd; i++) {
        records[i] = world_record_at(w, 15022140000 + i, SPRING);
    }
    put_all(w, records, crowd);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    strcpy(filter.ending, "79990"); /* 15022179990 alone, near the end */
    nreg_session *session = world_session(w, SPRING);
    nreg_record_cursor cursor = {0, 0};
    uint32_t more = 1, calls = 0, seen = 0;
    while (more != 0) {
        uint32_t count = 0;
        assert_ok(w, nreg_record_list(session, &filter, &cursor, records, 10, &count, &more, &w->error));
        seen += count;
        calls++;
    }
    assert_int_equal(seen, 1);
    assert_true(calls >= 3); /* no call looks at all of them */
    nreg_session_close(session);
    free(records);
}

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
        const int scope = scopes[random_below(w, 6)];
        const uint64_t number = world_number(scope, (int)random_below(w, NUMBERS_EACH));
        nreg_record record = world_record_at(w, number, scope);
        record.purpose = (uint32_t)(1 + random_below(w, 10));
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
            nreg_record_cursor cursor = {0, 0};
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
    nreg_record_cursor cursor = {0, 0};
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
    nreg_record_cursor cursor = {0, 0};
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
    cursor = (nreg_record_cursor){0, 15012140000};
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
        nreg_record_cursor cursor = {0, 0};
        filter.changed_since = w->clock - (back - 1) * (day / 2);
        assert_int_equal(list_changes(w, w->operator_session, &filter, &cursor, 7, numbers), back);
        nreg_session *session = world_session(w, SALES);
        cursor = (nreg_record_cursor){0, 0};
        assert_int_equal(list_changes(w, session, &filter, &cursor, 7, numbers), back);
        nreg_session_close(session);
    }
    /* Retention removes the older half. */
    uint64_t rows = 0, batches = 0;
    assert_ok(w, nreg_journal_prune(w->operator_session, w->clock - 25 * day, &rows, &batches, &w->error));
    assert_true(rows > 0);
    nreg_record page[4];
    uint32_t count, more;
    nreg_record_cursor cursor = {0, 0};
    filter.changed_since = 0;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_FEED_PRUNED);
    filter.changed_since = w->clock - 25 * day;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_FEED_PRUNED);
    filter.changed_since = w->clock - day;
    assert_int_equal(list_changes(w, w->operator_session, &filter, &cursor, 7, numbers), 3);
}

static void a_store_without_a_journal_has_no_order_of_change(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        skip();
    }
    nreg_record page[4];
    uint32_t count, more;
    nreg_record_cursor cursor = {0, 0};
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.order = NREG_ORDER_CHANGE;
    assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                NREG_UNSUPPORTED);
}

static void an_operator_lists_the_whole_registry_by_number(void **state) {
    world *w = *state;
    many *all = put_many(w);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.from = 442000000000; /* the world's own numbers lie below */
    nreg_record page[77];
    nreg_record_cursor cursor = {0, 0};
    uint32_t at = 0, more = 1;
    while (more != 0) {
        uint32_t count = 0;
        assert_ok(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 77, &count, &more, &w->error));
        for (uint32_t i = 0; i < count; i++) {
            assert_memory_equal(&page[i], &all->records[at++], sizeof page[i]);
        }
        assert_int_equal(cursor.business, 0);
    }
    assert_int_equal(at, all->count);
    free(all);
}

static void a_page_after_the_end_is_empty(void **state) {
    world *w = *state;
    nreg_record page[8];
    nreg_record_cursor cursor = {0, 0};
    nreg_session *session = world_session(w, SPRING);
    uint32_t count = 0, more = 1;
    assert_ok(w, nreg_record_list(session, NULL, &cursor, page, 8, &count, &more, &w->error));
    assert_int_equal(count, NUMBERS_EACH);
    assert_int_equal(more, 0);
    assert_ok(w, nreg_record_list(session, NULL, &cursor, page, 8, &count, &more, &w->error));
    assert_int_equal(count, 0);
    assert_int_equal(more, 0);
    nreg_session_close(session);
}

static void a_page_goes_on_after_a_number_that_was_removed(void **state) {
    world *w = *state;
    nreg_record page[1];
    nreg_record_cursor cursor = {0, 0};
    nreg_session *session = world_session(w, SPRING);
    uint32_t count = 0, more = 0;
    assert_ok(w, nreg_record_list(session, NULL, &cursor, page, 1, &count, &more, &w->error));
    world_remove(w, page[0].number);
    assert_ok(w, nreg_record_list(session, NULL, &cursor, page, 1, &count, &more, &w->error));
    assert_int_equal(count, 1);
    assert_int_equal(page[0].number, world_number(SPRING, 1));
    nreg_session_close(session);
}

static void a_cursor_of_another_list_is_refused_without_telling_why(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_session *business = world_session(w, ACME);
    nreg_session *organization = world_session(w, RESELLER);
    nreg_record page[4];
    uint32_t count = 7, more = 7;
    const uint64_t foreign[] = {world_id(w, INITECH), 4711, NREG_ID_MAX + 1, world_id(w, SALES)};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        nreg_record_cursor cursor = {foreign[i], 1};
        assert_code(w, nreg_record_list(organization, NULL, &cursor, page, 4, &count, &more, &w->error),
                    NREG_INVALID_ARGUMENT);
        assert_string_equal(w->error.message, "The cursor is not of this list.");
        assert_code(w, nreg_record_list(business, NULL, &cursor, page, 4, &count, &more, &w->error),
                    NREG_INVALID_ARGUMENT);
        assert_string_equal(w->error.message, "The cursor is not of this list.");
        assert_int_equal(cursor.business, foreign[i]);
        assert_int_equal(count, 7);
    }
    nreg_session_close(business);
    nreg_session_close(organization);
}

static void an_organization_of_many_empty_businesses_is_listed_whole(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_scope full[3];
    uint32_t filled = 0;
    for (uint32_t i = 0; i < 600; i++) {
        char key[32];
        nreg_scope scope;
        nreg_scope_options options;
        snprintf(key, sizeof key, "b%04u", i);
        nreg_scope_options_init(&options);
        options.key = key;
        assert_ok(w, nreg_scope_add(w->operator_session, world_id(w, OTHER), &options, &scope, &w->error));
        if (i == 0 || i == 400 || i == 599) {
            nreg_record record = world_record_at(w, 15012150000 + i, SOLO);
            record.business = scope.id;
            world_put(w, &record, 1);
            full[filled++] = scope;
        }
    }
    nreg_session *session = world_session(w, OTHER);
    nreg_record_cursor cursor = {0, 0};
    uint32_t more = 1, calls = 0, seen = 0;
    while (more != 0) {
        nreg_record page[100];
        uint32_t count = 0;
        assert_ok(w, nreg_record_list(session, NULL, &cursor, page, 100, &count, &more, &w->error));
        for (uint32_t i = 0; i < count; i++) {
            if (page[i].number >= 15012150000) {
                assert_int_equal(page[i].business, full[seen++].id);
            }
        }
        calls++;
    }
    assert_int_equal(seen, 3);
    assert_true(calls > 1); /* no call looks through all of them */
    nreg_session_close(session);
}

static void a_hundred_thousand_numbers_are_looked_up_at_once(void **state) {
    world *w = *state;
    const uint32_t asked = 100000;
    nreg_record *some = calloc(1000, sizeof *some);
    for (uint32_t i = 0; i < 1000; i++) {
        some[i] = world_record_at(w, 15022140000 + i * 70, i % 2 == 0 ? SPRING : GLOBEX);
    }
    put_all(w, some, 1000);
    uint64_t *numbers = calloc(asked + 1, sizeof *numbers);
    nreg_record *records = calloc(asked + 1, sizeof *records);
    for (uint32_t i = 0; i < asked; i++) {
        numbers[i] = 15022140000 + (uint64_t)i * 7919 % asked;
    }
    nreg_session *session = world_session(w, ACME);
    uint32_t found = 0;
    assert_ok(w, nreg_record_get(session, numbers, asked, records, &found, &w->error));
    assert_int_equal(found, 500);
    for (uint32_t i = 0; i < asked; i++) {
        const uint64_t offset = numbers[i] - 15022140000;
        const int there = offset % 140 == 0 && offset < 70000;
        assert_int_equal(records[i].number, there ? numbers[i] : 0);
        if (there) {
            assert_memory_equal(&records[i], &some[offset / 70], sizeof records[i]);
        }
    }
    assert_code(w, nreg_record_get(session, numbers, asked + 1, records, &found, &w->error), NREG_INVALID_ARGUMENT);
    assert_ok(w, nreg_record_get(session, NULL, 0, NULL, NULL, &w->error));
    nreg_session_close(session);
    free(numbers);
    free(records);
    free(some);
}

static void bad_filters_and_pages_are_refused(void **state) {
    world *w = *state;
    nreg_record page[4];
    nreg_record_cursor cursor = {0, 0};
    uint32_t count = 0, more = 0;
    for (int fault = 0; fault < 15; fault++) {
        nreg_record_filter filter;
        nreg_record_filter_init(&filter);
        nreg_code expected = NREG_INVALID_ARGUMENT;
        switch (fault) {
        case 0:
            filter.statuses = 1;
            break;
        case 1:
            filter.statuses = 1u << 6;
            break;
        case 2:
            filter.purpose = 65536;
            break;
        case 3:
            filter.only_here = 2;
            break;
        case 4:
            filter.from = 10;
            filter.to = 9;
            break;
        case 5:
            filter.struct_size = 8;
            break;
        case 6:
            filter.types = 1u << 12;
            break;
        case 7:
            filter.dno = 2;
            break;
        case 8:
            filter.order = 2;
            break;
        case 9:
            filter.changed_since = -1;
            break;
        case 10:
            strcpy(filter.ending, "12a");
            break;
        case 11:
            memset(filter.ending, '1', sizeof filter.ending);
            break;
        case 12:
            memcpy(filter.region, "ZZ", 3);
            break;
        case 13:
            memcpy(filter.region, "USUS", 4);
            break;
        default:
            filter.scope = 4711;
            expected = NREG_NOT_FOUND;
            break;
        }
        assert_code(w, nreg_record_list(w->operator_session, &filter, &cursor, page, 4, &count, &more, &w->error),
                    expected);
    }
    assert_code(w, nreg_record_list(w->operator_session, NULL, &cursor, page, 0, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_list(w->operator_session, NULL, &cursor, page, 10001, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_list(w->operator_session, NULL, NULL, page, 4, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_list(w->operator_session, NULL, &cursor, NULL, 4, &count, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_list(w->operator_session, NULL, &cursor, page, 4, NULL, &more, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_list(w->operator_session, NULL, &cursor, page, 4, &count, NULL, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_record_get(w->operator_session, NULL, 1, page, &count, &w->error), NREG_INVALID_ARGUMENT);
}

static void a_store_failure_is_never_not_found(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    shaky s = shaky_open(w, RESELLER);
    nreg_session *session = s.session;
    for (int what = 0; what < 9; what++) {
        for (uint32_t n = 1;; n++) {
            nreg_scope scopes[4];
            nreg_record records[100];
            nreg_record_cursor cursor = {0, 0};
            char path[NREG_PATH_SIZE];
            uint32_t count = 0, more = 0;
            nreg_assignments assignments;
            const uint64_t number = world_number(SPRING, 0);
            nreg_code code;
            hostile_fail_at(s.h, n, NREG_IO, 0);
            switch (what) {
            case 0:
                code = nreg_scope_get(session, world_id(w, SPRING), scopes, &w->error);
                break;
            case 1:
                code = nreg_scope_find(session, "reseller/acme/sales", NREG_NUL, scopes, &w->error);
                break;
            case 2:
                code = nreg_scope_find_external(session, world_id(w, ACME), "x-sales", NREG_NUL, scopes, &w->error);
                break;
            case 3:
                code = nreg_scope_list(session, world_id(w, ACME), NULL, scopes, 4, &count, &more, &w->error);
                break;
            case 4:
                code = nreg_scope_path(session, world_id(w, SPRING), path, sizeof path, &w->error);
                break;
            case 5:
                code = nreg_record_list(session, NULL, &cursor, records, 100, &count, &more, &w->error);
                break;
            case 6:
                code = nreg_record_get(session, &number, 1, records, &count, &w->error);
                break;
            case 7:
                assignments.struct_size = (uint32_t)sizeof assignments;
                code = nreg_record_assignments(session, number, &assignments, &w->error);
                break;
            default:
                code = nreg_record_counts(session, 0, NULL, 0, &count, &w->error);
                break;
            }
            if (!hostile_failed(s.h)) {
                assert_int_equal(code, NREG_OK);
                assert_true(n > 2);
                break;
            }
            assert_int_equal(code, NREG_IO);
            assert_string_equal(w->error.message, SHAKY_MESSAGE);
        }
    }
    shaky_close(&s);
}

/* One call of each kind that takes memory. */
static nreg_code take_memory(world *w, int what, nreg_record *records, uint32_t *count) {
    const uint64_t number = world_number(SPRING, 0);
    nreg_record_cursor cursor = {0, 0};
    nreg_record_filter filter;
    uint32_t more = 0;
    nreg_record_filter_init(&filter);
    filter.scope = world_id(w, ACME);
    switch (what) {
    case 0:
        return nreg_record_get(w->operator_session, &number, 1, records, count, &w->error);
    case 1:
        filter.dno = 1;
        return nreg_record_list(w->operator_session, &filter, &cursor, records, 4, count, &more, &w->error);
    case 2:
        filter.order = NREG_ORDER_CHANGE;
        return nreg_record_list(w->operator_session, &filter, &cursor, records, 4, count, &more, &w->error);
    default:
        return nreg_record_counts(w->operator_session, world_id(w, ACME), NULL, 0, count, &w->error);
    }
}

static void short_memory_fails_cleanly(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    const int64_t live = w->memory.live;
    for (int what = 0; what < 4; what++) {
        for (uint64_t n = 1;; n++) {
            nreg_record records[4];
            uint32_t count = 7;
            w->memory.calls = 0;
            w->memory.failed = 0;
            w->memory.fail_at = n;
            const nreg_code code = take_memory(w, what, records, &count);
            assert_int_equal(w->memory.live, live);
            if (!w->memory.failed) {
                assert_int_equal(code, NREG_OK);
                assert_true(n > 1);
                break;
            }
            assert_int_equal(code, NREG_NO_MEMORY);
            assert_int_equal(count, 7);
        }
    }
    w->memory.fail_at = 0;
}

int main(void) {
    const struct CMUnitTest listing[] = {
        ON_NUMBERS(pages_hold_exactly_what_the_filter_asks_for),
        ON_NUMBERS(conditions_on_the_number_and_its_change_are_met),
        ON_NUMBERS(a_rare_condition_gives_short_pages_but_everything),
        ON_NUMBERS(records_come_in_the_order_of_their_last_change),
        ON_NUMBERS(one_cursor_follows_what_changes),
        ON_NUMBERS(changes_since_a_time_are_found_without_reading_all),
        ON_NUMBERS(a_store_without_a_journal_has_no_order_of_change),
        ON_NUMBERS(an_operator_lists_the_whole_registry_by_number),
        ON_NUMBERS(a_page_after_the_end_is_empty),
        ON_NUMBERS(a_page_goes_on_after_a_number_that_was_removed),
        ON_NUMBERS(a_cursor_of_another_list_is_refused_without_telling_why),
        ON_NUMBERS(an_organization_of_many_empty_businesses_is_listed_whole),
        ON_NUMBERS(a_hundred_thousand_numbers_are_looked_up_at_once),
        ON_NUMBERS(bad_filters_and_pages_are_refused),
        ON_NUMBERS(a_store_failure_is_never_not_found),
        ON_NUMBERS(short_memory_fails_cleanly),
    };
    return world_run(listing);
}
