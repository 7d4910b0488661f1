/* SPDX-License-Identifier: MIT */
/* Which records a filter lets through. */
#include "many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        filter.only_here = world_dice(w, 4) == 0;
        filter.statuses = world_dice(w, 2) == 0 ? 0 : (uint32_t)world_dice(w, 32) << 1;
        filter.purpose = world_dice(w, 3) == 0 ? (uint32_t)(1 + world_dice(w, 10)) : 0;
        filter.from = 442000000000 + (world_dice(w, 2) == 0 ? 0 : world_dice(w, 1000000000));
        filter.to = world_dice(w, 2) == 0 ? 0 : filter.from + world_dice(w, 1000000000);
        const uint32_t capacity = (uint32_t)(1 + world_dice(w, 200));
        nreg_record page[200];
        nreg_record_cursor cursor = {0};
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
           strncmp(digits + 1, filter->prefix, strlen(filter->prefix)) == 0 &&
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
    world_claim(w, all.records, all.count);
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
        if (round % 3 == 1) { /* of one length, of several, of all, of none */
            static const char *const prefixes[] = {
                "1501214", "44", "4", "80", "1", "442079461", "491512345600", "150121410000000", "9", "49151234561"};
            const char *prefix = prefixes[round / 3 % 10];
            memcpy(filter.prefix, prefix, strlen(prefix) + 1);
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
        nreg_record_cursor cursor = {0};
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
    world_claim(w, records, crowd);
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    strcpy(filter.ending, "79990"); /* 15022179990 alone, near the end */
    nreg_session *session = world_session(w, SPRING);
    nreg_record_cursor cursor = {0};
    uint32_t more = 1, calls = 0, seen = 0;
    while (more != 0) {
        uint32_t count = 0;
        assert_ok(w, nreg_record_list(session, &filter, &cursor, records, 10, &count, &more, &w->error));
        seen += count;
        calls++;
    }
    assert_int_equal(seen, 1);
    assert_true(calls >= 3); /* no call looks at all of them */
    /* A prefix leads past what does not have it, also where numbers of more digits come between. */
    static const uint64_t others[] = {80012345000, 442079460000, 4420794600000, 800123450001};
    for (size_t i = 0; i < 4; i++) {
        records[i] = world_record_at(w, others[i], SPRING);
        world_claim(w, &records[i], 1);
    }
    filter.ending[0] = '\0';
    world_peace(w);
    strcpy(filter.prefix, "80012345");
    cursor = (nreg_record_cursor){0};
    uint32_t count = 0;
    assert_ok(w, nreg_record_list(session, &filter, &cursor, records, 10, &count, &more, &w->error));
    assert_int_equal(count, 2);
    assert_int_equal(more, 0);
    assert_int_equal(records[0].number, 80012345000);
    assert_int_equal(records[1].number, 800123450001);
    nreg_session_close(session);
    free(records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_NUMBERS(pages_hold_exactly_what_the_filter_asks_for),
        ON_NUMBERS(conditions_on_the_number_and_its_change_are_met),
        ON_NUMBERS(a_rare_condition_gives_short_pages_but_everything),
    };
    return world_run(tests);
}
