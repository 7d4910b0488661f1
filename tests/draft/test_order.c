/* SPDX-License-Identifier: MIT */
/* The order in which a commit meets the entries of a draft: sorted whatever the numbers are like. */
#include "commit/order.h"

#include "../support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 20000 };

static nreg_error error = NREG_ERROR_INIT;
static uint64_t seed;

static uint32_t dice(uint32_t sides) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % sides;
}

static nreg_draft *new_draft(const nreg_allocator *given) {
    nreg_draft_basis basis;
    memset(&basis, 0, sizeof basis);
    assert_int_equal(nreg_allocator_resolve(given, &basis.allocator), NREG_OK);
    nreg_policy_init(&basis.policy);
    basis.action = NREG_ACTION_REMOVE; /* takes numbers that no plan knows */
    memcpy(basis.region, "US", 3);
    nreg_draft *draft;
    assert_int_equal(nreg_catalogue_new(&basis.allocator, &basis.catalogue, &error), NREG_OK);
    assert_int_equal(nreg_draft_new(&basis, &draft, &error), NREG_OK);
    return draft;
}

/* --- what numbers can be like */

typedef void (*spelling)(char *text, size_t capacity, uint32_t i, uint32_t count);

static void all_over_north_america(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (void)i;
    (void)count;
    snprintf(text, capacity, "+1%u%02u%u%06u", 2 + dice(8), dice(100), 2 + dice(8), dice(1000000));
}

static void all_over_the_world(char *text, size_t capacity, uint32_t i, uint32_t count) {
    static const char *const codes[] = {"+1212", "+44207", "+8613", "+8526", "+49301", "+3726", "+29060"};
    (void)i;
    (void)count;
    const uint32_t code = dice(sizeof codes / sizeof *codes);
    snprintf(text, capacity, "%s%0*u", codes[code], code < 5 ? 7 : 3, dice(code < 5 ? 9999999 : 999));
}

static void one_exchange(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (void)i;
    (void)count;
    snprintf(text, capacity, "+1212736%04u", dice(10000));
}

static void one_exchange_but_one(char *text, size_t capacity, uint32_t i, uint32_t count) {
    if (i == count / 2) {
        snprintf(text, capacity, "+4930123456789");
    } else {
        one_exchange(text, capacity, i, count);
    }
}

/* They differ by 256 at most: one more than there are buckets. */
static void one_more_than_buckets(char *text, size_t capacity, uint32_t i, uint32_t count) {
    snprintf(text, capacity, "+1212736%04u", i == 0 ? 256 : i == count - 1 ? 0 : dice(257));
}

static void one_number(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (void)i;
    (void)count;
    snprintf(text, capacity, "+12127365000");
}

static void ascending(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (void)count;
    snprintf(text, capacity, "+1212%07u", 2000000 + i / 2);
}

static void descending(char *text, size_t capacity, uint32_t i, uint32_t count) {
    snprintf(text, capacity, "+1212%07u", 2000000 + count - i);
}

static void no_number(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (void)i;
    (void)count;
    snprintf(text, capacity, "none");
}

static void some_without_number(char *text, size_t capacity, uint32_t i, uint32_t count) {
    (dice(10) == 0 ? no_number : all_over_north_america)(text, capacity, i, count);
}

/* --- */

static void stage(nreg_draft *draft, spelling spell, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        char text[32];
        nreg_entry_input input;
        memset(&input, 0, sizeof input);
        spell(text, sizeof text, i, count);
        input.number = text;
        input.number_length = NREG_NUL;
        assert_int_equal(nreg_draft_append(draft, &input, sizeof input, 1, NULL, &error), NREG_OK);
    }
    assert_int_equal(nreg_draft_group(draft, &error), NREG_OK);
}

static void assert_ordered(const nreg_draft *draft) {
    static unsigned char met[MOST];
    nreg_order order;
    uint32_t count;
    memset(met, 0, sizeof met);
    const nreg_staged *entries = nreg_draft_entries(draft, &count);
    assert_int_equal(nreg_order_make(draft, &order, &error), NREG_OK);
    assert_int_equal(order.count, nreg_draft_count(draft));
    for (size_t i = 0; i < order.count; i++) {
        const nreg_ordered *item = &order.items[i];
        const nreg_staged *entry = &entries[item->entry - 1];
        assert_false(entry->dropped);
        assert_false(met[item->entry - 1]);
        met[item->entry - 1] = 1;
        assert_int_equal(item->number, entry->number);
        assert_int_equal(item->action, entry->action);
        assert_int_equal(item->number != 0, i < order.numbered);
        if (i > 0 && i < order.numbered) {
            assert_true(item[-1].number < item->number ||
                        (item[-1].number == item->number && item[-1].entry < item->entry));
        }
    }
    uint32_t live = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(met[i], !entries[i].dropped);
        if (!entries[i].dropped) {
            assert_int_equal(nreg_order_place(&order, i + 1), live++);
        }
    }
    nreg_order_free(&order);
}

static void entries_are_in_order_whatever_their_numbers_are_like(void **state) {
    (void)state;
    static const spelling spellings[] = {all_over_north_america,
                                         all_over_the_world,
                                         one_exchange,
                                         one_exchange_but_one,
                                         one_more_than_buckets,
                                         one_number,
                                         ascending,
                                         descending,
                                         no_number,
                                         some_without_number};
    static const uint32_t counts[] = {0, 1, 2, 48, 49, 50, 300, 3000, MOST};
    for (size_t s = 0; s < sizeof spellings / sizeof *spellings; s++) {
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            seed = s + 1;
            nreg_draft *draft = new_draft(NULL);
            stage(draft, spellings[s], counts[c]);
            assert_ordered(draft);
            for (uint32_t i = 0; i < counts[c] / 10; i++) {
                const nreg_code code = nreg_draft_drop(draft, 1 + dice(counts[c]), &error);
                assert_true(code == NREG_OK || code == NREG_NOT_FOUND);
            }
            assert_ordered(draft);
            nreg_draft_free(draft);
        }
    }
}

static void without_memory_there_is_no_order_and_no_leak(void **state) {
    (void)state;
    failing_allocator failing = {0};
    const nreg_allocator allocator = failing_allocator_of(&failing);
    nreg_draft *draft = new_draft(&allocator);
    stage(draft, some_without_number, 500);
    assert_int_equal(nreg_draft_drop(draft, 7, &error), NREG_OK);
    const int64_t live = failing.live;
    nreg_order order;
    uint64_t n = 0;
    do {
        failing.fail_at = failing.calls + ++n;
        failing.failed = 0;
        const nreg_code code = nreg_order_make(draft, &order, &error);
        assert_int_equal(code, failing.failed ? NREG_NO_MEMORY : NREG_OK);
        nreg_order_free(&order);
        assert_int_equal(failing.live, live);
    } while (failing.failed);
    assert_true(n > 3);
    nreg_draft_free(draft);
    assert_int_equal(failing.live, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_in_order_whatever_their_numbers_are_like),
        cmocka_unit_test(without_memory_there_is_no_order_and_no_leak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
