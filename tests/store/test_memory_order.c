/* SPDX-License-Identifier: MIT */
/* The memory store's ordered index, beside a sorted array that does the same. */
#include "store/memory/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/failing_allocator.h"

enum { KEYS = 6000, BUCKETS = 3, RUN_MAX = 400 };

/* --- what should be there: id by key, 0 for none */

static uint32_t ids[BUCKETS][KEYS];
static uint64_t seed;

static uint32_t dice(uint32_t sides) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % sides;
}

static nreg_order_entry some_entry(void) {
    return (nreg_order_entry){1 + dice(KEYS - 1), 1 + dice(BUCKETS - 1), 1 + dice(1000000)};
}

static void note(const nreg_order_entry *entry) {
    ids[entry->bucket][entry->number] = entry->id;
}

static void assert_same(const nreg_order *order) {
    nreg_order_cursor cursor = nreg_order_seek(order, 0, 0);
    for (uint32_t bucket = 0; bucket < BUCKETS; bucket++) {
        for (uint32_t number = 0; number < KEYS; number++) {
            if (ids[bucket][number] == 0) {
                continue;
            }
            const nreg_order_entry *entry = nreg_order_at(&cursor);
            assert_non_null(entry);
            assert_int_equal(entry->bucket, bucket);
            assert_int_equal(entry->number, number);
            assert_int_equal(entry->id, ids[bucket][number]);
            nreg_order_advance(&cursor);
        }
    }
    assert_null(nreg_order_at(&cursor));
}

static void assert_found(const nreg_order *order) {
    for (int i = 0; i < 50; i++) {
        const uint32_t bucket = dice(BUCKETS);
        uint32_t number = dice(KEYS);
        const nreg_order_cursor cursor = nreg_order_seek(order, bucket, number);
        const nreg_order_entry *entry = nreg_order_at(&cursor);
        while (number < KEYS && ids[bucket][number] == 0) {
            number++;
        }
        if (number < KEYS) {
            assert_non_null(entry);
            assert_int_equal(entry->bucket, bucket);
            assert_int_equal(entry->number, number);
        } else {
            assert_true(entry == NULL || entry->bucket > bucket);
        }
    }
}

/* --- changes */

/* Mostly ascending, as a batch is; now and then not, and the same key twice. */
static size_t make_run(nreg_order_entry *entries) {
    const size_t count = 1 + dice(RUN_MAX);
    const uint32_t bucket = 1 + dice(BUCKETS - 1);
    const uint32_t step = 1 + dice(30);
    uint32_t number = 1 + dice(KEYS / 2);
    for (size_t i = 0; i < count; i++) {
        number = dice(100) == 0 ? 1 + dice(KEYS - 1) : number + dice(step) + (dice(50) != 0);
        number = number < KEYS ? number : 1;
        entries[i] = (nreg_order_entry){number, bucket, 1 + dice(1000000)};
    }
    return count;
}

static void change(nreg_order *order, const nreg_allocator *allocator) {
    static nreg_order_entry entries[RUN_MAX];
    const nreg_order_entry entry = some_entry();
    switch (dice(4)) {
    case 0: {
        const size_t count = make_run(entries);
        assert_true(nreg_order_insert_all(order, entries, count, allocator));
        for (size_t i = 0; i < count; i++) {
            note(&entries[i]);
        }
        break;
    }
    case 1:
        assert_true(nreg_order_reserve(order, allocator));
        nreg_order_insert(order, entry);
        note(&entry);
        break;
    default:
        for (uint32_t number = (uint32_t)entry.number; number < KEYS && number < entry.number + 40; number++) {
            nreg_order_remove(order, entry.bucket, number);
            ids[entry.bucket][number] = 0;
        }
    }
}

static void after_any_changes_everything_stands_in_order(void **state) {
    (void)state;
    nreg_allocator allocator;
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    for (uint64_t round = 1; round <= 20; round++) {
        seed = round;
        nreg_order order = {0};
        memset(ids, 0, sizeof ids);
        for (int step = 0; step < 300; step++) {
            change(&order, &allocator);
            if (step % 10 == 0) {
                assert_same(&order);
                assert_found(&order);
            }
        }
        assert_same(&order);
        nreg_order_destroy(&order, &allocator);
    }
}

static void without_memory_what_was_inserted_stays(void **state) {
    (void)state;
    enum { MANY = 4000 };
    static nreg_order_entry entries[MANY];
    for (uint32_t i = 0; i < MANY; i++) {
        entries[i] = (nreg_order_entry){i + 1, 1, i + 1};
    }
    for (uint64_t n = 1;; n++) {
        failing_allocator failing = {0};
        const nreg_allocator allocator = failing_allocator_of(&failing);
        failing.fail_at = n;
        nreg_order order = {0};
        const int all = nreg_order_insert_all(&order, entries, MANY, &allocator);
        assert_int_equal(all, !failing.failed);
        nreg_order_cursor cursor = nreg_order_seek(&order, 0, 0);
        uint32_t there = 0;
        for (; nreg_order_at(&cursor) != NULL; nreg_order_advance(&cursor)) {
            assert_int_equal(nreg_order_at(&cursor)->number, ++there);
        }
        assert_true(there == MANY || !all);
        nreg_order_destroy(&order, &allocator);
        assert_int_equal(failing.live, 0);
        if (all) {
            break;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_any_changes_everything_stands_in_order),
        cmocka_unit_test(without_memory_what_was_inserted_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
