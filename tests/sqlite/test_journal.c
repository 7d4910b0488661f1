/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#define NOW 1700000000000000

static nreg_journal_row row_of(uint64_t batch, uint64_t number, uint64_t business) {
    return (nreg_journal_row){
        .batch = batch,
        .number = number,
        .time = NOW + (int64_t)batch,
        .business = business,
        .unit_after = 12,
        .program_after = number % 2 == 0 ? 13 : 0,
        .created = NOW + (int64_t)batch,
        .revision = 1,
        .purpose_after = 3,
        .change = NREG_CHANGE_ADDED,
        .action = NREG_ACTION_ADD,
        .status_after = NREG_STATUS_PENDING,
    };
}

static void append(fixture *f, const nreg_journal_row *rows, uint64_t count) {
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->journal_append(tx, rows, count, &f->error, f->context));
    fixture_commit(f, tx);
}

static uint64_t seal(fixture *f, uint32_t limit) {
    uint64_t count;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->journal_seal(tx, limit, &count, &f->error, f->context));
    fixture_commit(f, tx);
    return count;
}

static uint32_t prune(fixture *f, int64_t before, uint32_t limit) {
    uint32_t count;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->journal_prune(tx, before, limit, &count, &f->error, f->context));
    fixture_commit(f, tx);
    return count;
}

static nreg_journal_row page[64];

static nreg_code read_page(fixture *f, uint32_t by, uint64_t id, uint64_t after, uint32_t limit, uint32_t *count,
                           uint32_t *more) {
    void *tx = fixture_begin(f, NREG_STORE_READ);
    const nreg_code code = f->m->journal_read(tx, by, id, after, limit, page, count, more, &f->error, f->context);
    f->m->rollback(tx, f->context);
    return code;
}

static void a_row_is_read_back_whole(void **state) {
    fixture *f = *state;
    nreg_journal_row full = row_of(500, 12025550100, 11);
    full.unit_before = 21;
    full.program_before = 22;
    full.program_after = 0;
    full.batch_before = 400;
    full.created = NOW - 5000000000;
    full.entry = UINT32_MAX;
    full.revision = 8;
    full.purpose_before = 7;
    full.flags_before = 1;
    full.flags_after = 3;
    full.reason = 44;
    full.revision_before = 7;
    full.change = NREG_CHANGE_MOVED;
    full.action = NREG_ACTION_MOVE;
    full.status_before = NREG_STATUS_ACTIVE;
    full.status_after = NREG_STATUS_PENDING;
    nreg_journal_row later = row_of(500, 12025550101, 11);
    later.time += 3;
    const nreg_journal_row rows[2] = {full, later};
    append(f, rows, 2);
    uint32_t count;
    uint32_t more;
    assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 500, 0, 10, &count, &more));
    assert_int_equal(count, 2);
    assert_int_equal(more, 0);
    assert_memory_equal(&page[0], &full, sizeof full);
    assert_memory_equal(&page[1], &later, sizeof later);
    assert_int_equal(seal(f, 10), 2);
    full.sequence = 1;
    later.sequence = 2;
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 0, 10, &count, &more));
    assert_int_equal(count, 2);
    assert_memory_equal(&page[0], &full, sizeof full);
    assert_memory_equal(&page[1], &later, sizeof later);
}

static void many_rows_of_all_kinds_are_read_back_whole(void **state) {
    fixture *f = *state;
    static nreg_journal_row rows[100];
    static nreg_journal_row read[100];
    for (uint64_t i = 0; i < 100; i++) {
        rows[i] = row_of(500, 12025550100 + i, 11);
        rows[i].entry = (uint32_t)(i * 1000003);
        if (i % 3 == 1) {
            rows[i].unit_before = 12;
            rows[i].batch_before = 400 + i % 4;
            rows[i].revision_before = (uint32_t)i;
            rows[i].revision = (uint32_t)i + 1;
            rows[i].time -= (int64_t)i;
            rows[i].status_before = UINT8_MAX;
            rows[i].action = UINT8_MAX;
        }
    }
    append(f, rows, 100);
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->journal_read(tx, NREG_JOURNAL_BATCH, 500, 0, 100, read, &count, &more, &f->error, f->context));
    f->m->rollback(tx, f->context);
    assert_int_equal(count, 100);
    assert_memory_equal(read, rows, sizeof rows);
}

static void sealing_keeps_a_batch_together_in_the_order_appended(void **state) {
    fixture *f = *state;
    const nreg_journal_row a1[2] = {row_of(500, 12025550105, 11), row_of(500, 12025550101, 11)};
    const nreg_journal_row b[1] = {row_of(501, 12025550102, 11)};
    const nreg_journal_row a2[1] = {row_of(500, 12025550103, 11)};
    append(f, a1, 2);
    append(f, b, 1);
    append(f, a2, 1);
    uint32_t count;
    uint32_t more;
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 0, 10, &count, &more));
    assert_int_equal(count, 0);
    assert_int_equal(seal(f, 1), 3);
    assert_int_equal(seal(f, 9), 1);
    assert_int_equal(seal(f, 9), 0);
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 0, 10, &count, &more));
    assert_int_equal(count, 4);
    const uint64_t expected[4] = {12025550105, 12025550101, 12025550103, 12025550102};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(page[i].sequence, i + 1);
        assert_int_equal(page[i].number, expected[i]);
    }
    /* By batch the order is that of the numbers. */
    assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 500, 0, 10, &count, &more));
    assert_int_equal(count, 3);
    assert_int_equal(page[0].number, 12025550101);
    assert_int_equal(page[1].number, 12025550103);
    assert_int_equal(page[2].number, 12025550105);
}

static void feeds_are_read_in_pages_from_any_cursor(void **state) {
    fixture *f = *state;
    /* Two Businesses in turn: every row is a run of its own. */
    nreg_journal_row rows[30];
    for (uint64_t i = 0; i < 30; i++) {
        rows[i] = row_of(500 + i / 10, 12025550100 + i, 11 + i / 3 % 2);
    }
    append(f, rows, 10);
    append(f, rows + 10, 10);
    append(f, rows + 20, 10);
    assert_int_equal(seal(f, 100), 30);
    for (uint32_t limit = 1; limit < 12; limit++) {
        for (uint64_t after = 0; after <= 31; after++) {
            uint32_t count;
            uint32_t more;
            assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, after, limit, &count, &more));
            const uint64_t left = after >= 30 ? 0 : 30 - after;
            assert_int_equal(count, left < limit ? left : limit);
            assert_int_equal(more, left > limit);
            for (uint32_t i = 0; i < count; i++) {
                assert_int_equal(page[i].sequence, after + 1 + i);
            }
            assert_ok(f, read_page(f, NREG_JOURNAL_BUSINESS, 12, after, limit, &count, &more));
            uint32_t seen = 0;
            for (uint64_t i = after; i < 30; i++) {
                if (rows[i].business == 12) {
                    if (seen < count) {
                        assert_int_equal(page[seen].number, rows[i].number);
                    }
                    seen++;
                }
            }
            assert_int_equal(count, seen < limit ? seen : limit);
            assert_int_equal(more, seen > limit);
        }
    }
}

static void the_changes_of_a_batch_come_by_number_however_they_were_appended(void **state) {
    fixture *f = *state;
    nreg_journal_row rows[40];
    for (uint64_t i = 0; i < 40; i++) {
        rows[i] = row_of(500, 12025550100 + i * 17 % 20, i % 7 == 0 ? 12 : 11); /* every number twice */
        rows[i].entry = (uint32_t)i;
    }
    append(f, rows, 13);
    append(f, rows + 13, 20);
    seal(f, 5);
    append(f, rows + 33, 7);
    for (uint32_t limit = 2; limit < 45; limit++) {
        uint64_t after = 0;
        uint32_t total = 0;
        uint32_t count;
        uint32_t more = 1;
        uint64_t last_number = 0;
        uint32_t last_entry = 0;
        while (more) {
            assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 500, after, limit, &count, &more));
            assert_true(count > 0);
            for (uint32_t i = 0; i < count; i++) {
                assert_true(page[i].number > last_number ||
                            (page[i].number == last_number && page[i].entry > last_entry));
                last_number = page[i].number;
                last_entry = page[i].entry;
            }
            after = last_number;
            total += count;
        }
        assert_int_equal(total, 40);
    }
    uint32_t count;
    uint32_t more;
    assert_int_equal(read_page(f, NREG_JOURNAL_BATCH, 500, 0, 1, &count, &more), NREG_LIMIT_EXCEEDED);
    assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 999, 0, 1, &count, &more));
    assert_int_equal(count, 0);
}

static void the_history_of_a_number_is_read_oldest_first(void **state) {
    fixture *f = *state;
    for (uint64_t i = 0; i < 5; i++) {
        const nreg_journal_row rows[2] = {row_of(500 + i, 12025550100, 11), row_of(500 + i, 12025550101, 11)};
        append(f, rows, 2);
    }
    seal(f, 2);
    uint32_t count;
    uint32_t more;
    assert_ok(f, read_page(f, NREG_JOURNAL_NUMBER, 12025550101, 0, 3, &count, &more));
    assert_int_equal(count, 3);
    assert_int_equal(more, 1);
    assert_int_equal(page[0].batch, 500);
    assert_int_equal(page[0].sequence, 2);
    assert_int_equal(page[2].batch, 502);
    assert_int_equal(page[2].sequence, 0);
    assert_ok(f, read_page(f, NREG_JOURNAL_NUMBER, 12025550101, 3, 3, &count, &more));
    assert_int_equal(count, 2);
    assert_int_equal(more, 0);
    assert_int_equal(page[1].batch, 504);
    assert_ok(f, read_page(f, NREG_JOURNAL_NUMBER, 12025550109, 0, 3, &count, &more));
    assert_int_equal(count, 0);
}

static void pruning_is_remembered_and_readers_behind_it_are_told(void **state) {
    fixture *f = *state;
    for (uint64_t i = 0; i < 4; i++) {
        nreg_journal_row rows[5];
        for (uint64_t k = 0; k < 5; k++) {
            rows[k] = row_of(500 + i, 12025550100 + k, i == 2 ? 12 : 11);
        }
        append(f, rows, 5);
    }
    assert_int_equal(prune(f, NOW + 1000000, 100), 0); /* unsealed rows stay */
    assert_int_equal(seal(f, 3), 15);
    assert_int_equal(prune(f, NOW + 500, 100), 0);
    assert_int_equal(prune(f, NOW + 501, 3), 3);
    assert_int_equal(prune(f, NOW + 501, 100), 2);
    assert_int_equal(prune(f, NOW + 502, 4), 4);
    uint32_t count;
    uint32_t more;
    assert_int_equal(read_page(f, NREG_JOURNAL_FEED, 0, 8, 10, &count, &more), NREG_FEED_PRUNED);
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 9, 10, &count, &more));
    assert_int_equal(count, 6);
    assert_int_equal(page[0].sequence, 10);
    assert_int_equal(page[0].number, 12025550104);
    assert_int_equal(read_page(f, NREG_JOURNAL_BUSINESS, 11, 0, 10, &count, &more), NREG_FEED_PRUNED);
    assert_ok(f, read_page(f, NREG_JOURNAL_BUSINESS, 12, 0, 10, &count, &more)); /* lost nothing */
    assert_int_equal(count, 5);
    assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 501, 0, 10, &count, &more));
    assert_int_equal(count, 1);
    assert_ok(f, read_page(f, NREG_JOURNAL_NUMBER, 12025550100, 0, 10, &count, &more));
    assert_int_equal(count, 2);
    /* Sequences go on where they were, even when nothing is left. */
    assert_int_equal(prune(f, NOW + 1000000, 100), 6);
    assert_int_equal(seal(f, 3), 5);
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 15, 10, &count, &more));
    assert_int_equal(count, 5);
    assert_int_equal(page[0].sequence, 16);
}

static void an_erased_number_leaves_its_rows_and_their_sequences(void **state) {
    fixture *f = *state;
    nreg_journal_row rows[9];
    for (uint64_t i = 0; i < 9; i++) {
        rows[i] = row_of(500, 12025550100 + i, 11);
    }
    append(f, rows, 9);
    seal(f, 1);
    const uint64_t erased[4] = {12025550100, 12025550104, 12025550103, 12025550108};
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    uint64_t changed;
    for (size_t i = 0; i < 4; i++) {
        assert_ok(f, f->m->journal_erase(tx, erased[i], &changed, &f->error, f->context));
        assert_int_equal(changed, 1);
    }
    assert_ok(f, f->m->journal_erase(tx, 12025559999, &changed, &f->error, f->context));
    assert_int_equal(changed, 0);
    assert_ok(f, f->m->journal_erase(tx, 0, &changed, &f->error, f->context));
    assert_int_equal(changed, 0);
    fixture_commit(f, tx);
    uint32_t count;
    uint32_t more;
    assert_ok(f, read_page(f, NREG_JOURNAL_FEED, 0, 0, 20, &count, &more));
    assert_int_equal(count, 9);
    assert_int_equal(page[4].number, 0);
    assert_int_equal(page[4].sequence, 5);
    for (uint64_t after = 12025550098; after <= 12025550110; after++) {
        uint32_t expected = 0;
        assert_ok(f, read_page(f, NREG_JOURNAL_BATCH, 500, after, 20, &count, &more));
        for (uint64_t number = 12025550100; number < 12025550109; number++) {
            int gone = 0;
            for (size_t i = 0; i < 4; i++) {
                gone |= erased[i] == number;
            }
            if (number > after && !gone) {
                assert_int_equal(page[expected].number, number);
                expected++;
            }
        }
        assert_int_equal(count, expected);
        assert_int_equal(more, 0);
    }
}

static void without_a_journal_nothing_is_appended(void **state) {
    fixture *f = *state;
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.no_journal = 1;
    nreg_store_close(f->store);
    assert_ok(f, nreg_sqlite_store_open(f->path, &options, &f->store, &f->error));
    f->m = nreg_store_get_methods(f->store, &f->context);
    const nreg_journal_row row = row_of(500, 12025550100, 11);
    append(f, &row, 1);
    assert_int_equal(seal(f, 10), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_STORE(a_row_is_read_back_whole),
        IN_STORE(many_rows_of_all_kinds_are_read_back_whole),
        IN_STORE(sealing_keeps_a_batch_together_in_the_order_appended),
        IN_STORE(feeds_are_read_in_pages_from_any_cursor),
        IN_STORE(the_changes_of_a_batch_come_by_number_however_they_were_appended),
        IN_STORE(the_history_of_a_number_is_read_oldest_first),
        IN_STORE(pruning_is_remembered_and_readers_behind_it_are_told),
        IN_STORE(an_erased_number_leaves_its_rows_and_their_sequences),
        IN_STORE(without_a_journal_nothing_is_appended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
