/* SPDX-License-Identifier: MIT */
/* Pages of records, looking numbers up, and what goes wrong there. */
#include "../world/shaky.h"
#include "many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void an_operator_lists_the_whole_registry_by_number(void **state) {
    world *w = *state;
    many *all = put_many(w);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.from = 442000000000; /* the world's own numbers lie below */
    nreg_record page[77];
    nreg_record_cursor cursor = {0};
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
    nreg_record_cursor cursor = {0};
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
    nreg_record_cursor cursor = {0};
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
        nreg_record_cursor cursor = {.business = foreign[i], .number = 1};
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
    nreg_record_cursor cursor = {0};
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
    world_claim(w, some, 1000);
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
    nreg_record_cursor cursor = {0};
    uint32_t count = 0, more = 0;
    for (int fault = 0; fault < 18; fault++) {
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
        case 14:
            strcpy(filter.prefix, "01");
            break;
        case 15:
            strcpy(filter.prefix, "1x");
            break;
        case 16:
            memset(filter.prefix, '1', sizeof filter.prefix);
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
            nreg_record_cursor cursor = {0};
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
    nreg_record_cursor cursor = {0};
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
    const struct CMUnitTest tests[] = {
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
    return world_run(tests);
}
