/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "store/sqlite/connection.h"

#include <stdlib.h>
#include <string.h>

#define MODEL_SIZE 600
#define FIRST 12025550000u

/* A registry small enough to filter by hand. */
static nreg_record model[MODEL_SIZE];

static uint32_t next_random(uint64_t *seed, uint32_t below) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static void fill(fixture *f, uint64_t *seed) {
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    for (uint32_t i = 0; i < MODEL_SIZE; i++) {
        const uint32_t level = next_random(seed, 3);
        const uint64_t business = 1 + next_random(seed, 3);
        const uint64_t unit = level > 0 ? 10 * business + next_random(seed, 3) : 0;
        const uint64_t program = level > 1 ? 100 * unit + next_random(seed, 20) : 0;
        model[i] = fixture_record(FIRST + 3 * i, business, unit, program, 77);
        model[i].status = 1 + next_random(seed, 5);
        model[i].purpose = 1 + next_random(seed, 4);
        nreg_record existing;
        uint8_t answer;
        assert_ok(f, f->m->claim(tx, &model[i], 1, &existing, &answer, &f->error, f->context));
    }
    fixture_commit(f, tx);
}

static int passes(const nreg_store_filter *filter, const nreg_record *r) {
    const int here = filter->program != 0 || (filter->unit != 0 ? r->program == 0 : r->unit == 0);
    const int scoped = filter->business != 0 || filter->unit != 0;
    return (filter->business == 0 || r->business == filter->business) &&
           (filter->unit == 0 || r->unit == filter->unit) && (filter->program == 0 || r->program == filter->program) &&
           r->number >= filter->from && r->number <= filter->to && (!filter->only_here || !scoped || here) &&
           (filter->statuses == 0 || (filter->statuses >> r->status & 1) != 0) &&
           (filter->purpose == 0 || r->purpose == filter->purpose);
}

static void check_filter(fixture *f, const nreg_store_filter *filter, uint32_t limit) {
    void *tx = fixture_begin(f, NREG_STORE_READ);
    nreg_record page[50];
    uint64_t after = 0;
    uint32_t count = 0;
    uint32_t at = 0;
    uint32_t more = 1;
    for (uint32_t i = 0; i < MODEL_SIZE; i++) {
        if (!passes(filter, &model[i])) {
            continue;
        }
        if (at == count) {
            assert_int_equal(more, 1);
            assert_ok(f, f->m->scan(tx, filter, after, limit, page, &count, &more, &f->error, f->context));
            assert_true(count > 0 && count <= limit);
            after = page[count - 1].number;
            at = 0;
        }
        assert_memory_equal(&page[at], &model[i], sizeof page[at]);
        at++;
    }
    assert_int_equal(at, count);
    if (more) {
        assert_ok(f, f->m->scan(tx, filter, after, limit, page, &count, &more, &f->error, f->context));
        assert_int_equal(count, 0);
        assert_int_equal(more, 0);
    }
    f->m->rollback(tx, f->context);
}

static void every_filter_gives_what_filtering_by_hand_gives(void **state) {
    fixture *f = *state;
    uint64_t seed = 7;
    fill(f, &seed);
    for (int round = 0; round < 400; round++) {
        const nreg_record *named = &model[next_random(&seed, MODEL_SIZE)];
        nreg_store_filter filter = {.from = 0, .to = UINT64_MAX};
        filter.business = next_random(&seed, 3) > 0 ? named->business : 0;
        filter.unit = next_random(&seed, 2) > 0 ? named->unit : 0;
        filter.program = next_random(&seed, 2) > 0 ? named->program : 0;
        filter.only_here = next_random(&seed, 3) == 0;
        filter.statuses = next_random(&seed, 2) > 0 ? next_random(&seed, 64) & 0x3E : 0;
        filter.purpose = next_random(&seed, 4) == 0 ? named->purpose : 0;
        if (next_random(&seed, 3) == 0) {
            filter.from = FIRST + next_random(&seed, 3 * MODEL_SIZE);
            filter.to = filter.from + next_random(&seed, 900);
        }
        check_filter(f, &filter, 1 + next_random(&seed, 50));
    }
}

/* What a filter without an index passes over must neither end the list nor give a page with nothing on it. */
static void a_purpose_that_is_rare_is_found_behind_many_others(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550000, 40000, 11, 12, 0, NREG_STATUS_ACTIVE);
    const uint64_t rare[3] = {12025540000, 12025570000, 12025599999};
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    for (size_t i = 0; i < 3; i++) {
        nreg_record record = fixture_record(rare[i], 11, 12, 0, 78);
        nreg_record existing;
        uint8_t answer;
        record.purpose = 9;
        record.status = NREG_STATUS_ACTIVE;
        if (i == 1) {
            const nreg_store_token token = {rare[i], 77, 1, 0};
            assert_ok(f, f->m->release(tx, &token, 1, &answer, &f->error, f->context));
        }
        assert_ok(f, f->m->claim(tx, &record, 1, &existing, &answer, &f->error, f->context));
        assert_int_equal(answer, NREG_ROW_OK);
    }
    const nreg_store_filter filters[] = {{.business = 11, .purpose = 9, .to = UINT64_MAX},
                                         {.purpose = 9, .statuses = 1u << NREG_STATUS_ACTIVE, .to = UINT64_MAX}};
    for (size_t i = 0; i < 2; i++) {
        uint32_t found = 0;
        uint32_t more = 1;
        uint64_t after = 0;
        while (more) {
            nreg_record page[10];
            uint32_t count;
            assert_ok(f, f->m->scan(tx, &filters[i], after, 10, page, &count, &more, &f->error, f->context));
            assert_true(count > 0 || !more);
            for (uint32_t k = 0; k < count; k++) {
                assert_int_equal(page[k].number, rare[found]);
                after = rare[found++];
            }
        }
        assert_int_equal(found, 3);
    }
    fixture_commit(f, tx);
}

static void scopes_without_records_give_an_empty_page(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 3, 11, 12, 0, NREG_STATUS_ACTIVE);
    const nreg_store_filter filters[] = {
        {.business = 99, .to = UINT64_MAX},
        {.unit = 99, .to = UINT64_MAX},
        {.program = 99, .to = UINT64_MAX},
        {.business = 99, .unit = 12, .to = UINT64_MAX},
        {.business = 11, .program = 1, .to = UINT64_MAX},
        {.business = 11, .statuses = 2, .to = UINT64_MAX},
        {.statuses = 2, .to = UINT64_MAX},
        {.from = 12025550103, .to = UINT64_MAX},
        {.business = 11, .from = 5, .to = 4},
    };
    void *tx = fixture_begin(f, NREG_STORE_READ);
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        nreg_record page[2];
        uint32_t count;
        uint32_t more;
        assert_ok(f, f->m->scan(tx, &filters[i], 0, 2, page, &count, &more, &f->error, f->context));
        assert_int_equal(count, 0);
        assert_int_equal(more, 0);
    }
    f->m->rollback(tx, f->context);
}

/* Pages of the file that a scan reads with an empty cache. */
static int pages_read(fixture *f, const nreg_store_filter *filter) {
    fixture_reopen(f);
    nreg_record page[20];
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->scan(tx, filter, 0, 20, page, &count, &more, &f->error, f->context));
    assert_int_equal(count, 20);
    const nreg_sqlite_connection *connection = tx;
    int missed;
    int unused;
    sqlite3_db_status(connection->db, SQLITE_DBSTATUS_CACHE_MISS, &missed, &unused, 0);
    f->m->rollback(tx, f->context);
    return missed;
}

/* 20 records of everything asked for, among ever more that are not: a page reads hardly more of the file. */
static void a_page_costs_the_same_in_a_store_a_hundred_times_as_large(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 20, 1, 2, 3, NREG_STATUS_DECLINED);
    fixture_claim_many(f, 12025550200, 20, 1, 0, 0, NREG_STATUS_PENDING);
    const nreg_store_filter filters[] = {
        {.business = 1, .to = UINT64_MAX},
        {.business = 1, .statuses = 1u << NREG_STATUS_DECLINED, .to = UINT64_MAX},
        {.business = 1, .unit = 2, .statuses = 1u << NREG_STATUS_DECLINED, .to = UINT64_MAX},
        {.business = 1, .unit = 2, .program = 3, .to = UINT64_MAX},
        {.unit = 2, .to = UINT64_MAX},
        {.business = 1, .only_here = 1, .to = UINT64_MAX},
        {.statuses = 1u << NREG_STATUS_DECLINED, .to = UINT64_MAX},
    };
    enum { COUNT = sizeof filters / sizeof filters[0] };
    int small[COUNT];
    for (uint64_t size = 1; size <= 100; size *= 100) {
        fixture_claim_many(f, 12030000000, 600 * size, 1, 5, 6, NREG_STATUS_ACTIVE);
        fixture_claim_many(f, 12040000000, 600 * size, 9, 0, 0, NREG_STATUS_ACTIVE);
        for (size_t i = 0; i < COUNT; i++) {
            const int pages = pages_read(f, &filters[i]);
            if (size == 1) {
                small[i] = pages;
            } else if (pages > small[i] + 8) {
                fail_msg("filter %zu read %d pages instead of %d", i, pages, small[i]);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_filter_gives_what_filtering_by_hand_gives, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_purpose_that_is_rare_is_found_behind_many_others, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(scopes_without_records_give_an_empty_page, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_page_costs_the_same_in_a_store_a_hundred_times_as_large, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
