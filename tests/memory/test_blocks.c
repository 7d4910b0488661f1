/* SPDX-License-Identifier: MIT */
/* The allocator for hosts that give none: the C library's blocks, and large ones in large pages. */
#include "base/memory.h"
#include "base/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static nreg_allocator allocator;

static int set_up(void **state) {
    (void)state;
    return nreg_allocator_resolve(NULL, &allocator) == NREG_OK ? 0 : -1;
}

/* A byte that depends on where it is and on which block it is in. */
static unsigned char mark(size_t at, size_t block) {
    return (unsigned char)(at * 31 + (at >> 12) * 7 + block);
}

static void fill(unsigned char *memory, size_t from, size_t to, size_t block) {
    for (size_t i = from; i < to; i++) {
        memory[i] = mark(i, block);
    }
}

static void assert_filled(const unsigned char *memory, size_t to, size_t block) {
    for (size_t i = 0; i < to; i++) {
        if (memory[i] != mark(i, block)) {
            fail_msg("byte %zu of %zu of block %zu is wrong", i, to, block);
        }
    }
}

static const size_t sizes[] = {
    1, 100, NREG_PAGE - 1, NREG_PAGE, NREG_PAGE + 1, 2 * NREG_PAGE, 3 * NREG_PAGE + 12345, 9 * NREG_PAGE};
enum { SIZES = sizeof sizes / sizeof *sizes };

static void blocks_of_all_sizes_are_their_own(void **state) {
    (void)state;
    unsigned char *blocks[SIZES];
    for (size_t i = 0; i < SIZES; i++) {
        blocks[i] = nreg_allocate(&allocator, sizes[i]);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        fill(blocks[i], 0, sizes[i], i);
    }
    for (size_t i = 0; i < SIZES; i++) {
        assert_filled(blocks[i], sizes[i], i);
        nreg_release(&allocator, blocks[i]);
    }
}

static void content_stays_from_any_size_to_any(void **state) {
    (void)state;
    for (size_t from = 0; from < SIZES; from++) {
        for (size_t to = 0; to < SIZES; to++) {
            unsigned char *memory = nreg_allocate(&allocator, sizes[from]);
            assert_non_null(memory);
            fill(memory, 0, sizes[from], from);
            memory = nreg_reallocate_array(&allocator, memory, sizes[to], 1);
            assert_non_null(memory);
            assert_filled(memory, sizes[from] < sizes[to] ? sizes[from] : sizes[to], from);
            fill(memory, 0, sizes[to], to); /* all of it can be used */
            nreg_release(&allocator, memory);
        }
    }
}

static void what_is_asked_for_zeroed_is_zero(void **state) {
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        unsigned char *used = nreg_allocate(&allocator, sizes[i]);
        assert_non_null(used);
        memset(used, 1, sizes[i]);
        nreg_release(&allocator, used);
        unsigned char *memory = nreg_allocate_zeroed(&allocator, sizes[i]);
        assert_non_null(memory);
        assert_int_equal(memory[0], 0);
        assert_memory_equal(memory, memory + 1, sizes[i] - 1);
        nreg_release(&allocator, memory);
    }
}

static void an_array_grows_without_losing_anything(void **state) {
    (void)state;
    void *array = NULL;
    size_t capacity = 0;
    size_t filled = 0;
    while (filled < 5 * NREG_PAGE) {
        assert_true(nreg_array_reserve(&allocator, &array, &capacity, filled + 1, 1));
        assert_true(capacity > filled);
        fill(array, filled, capacity, 0);
        filled = capacity;
    }
    assert_filled(array, filled, 0);
    nreg_release(&allocator, array);
}

static void what_nobody_has_is_refused_and_leaves_the_old_block(void **state) {
    (void)state;
    static const size_t absurd[] = {SIZE_MAX, SIZE_MAX - 8, SIZE_MAX / 2 + 1, SIZE_MAX / 2, SIZE_MAX / 4};
    for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
        assert_null(allocator.allocate(absurd[i], allocator.context));
        for (size_t size = 1000; size < 3 * NREG_PAGE; size *= 40) {
            unsigned char *memory = nreg_allocate(&allocator, size);
            assert_non_null(memory);
            fill(memory, 0, size, i);
            assert_null(allocator.reallocate(memory, absurd[i], allocator.context));
            assert_filled(memory, size, i);
            nreg_release(&allocator, memory);
        }
    }
}

static void nothing_is_released_and_reallocated(void **state) {
    (void)state;
    allocator.release(NULL, allocator.context);
    for (size_t i = 0; i < SIZES; i++) {
        unsigned char *memory = allocator.reallocate(NULL, sizes[i], allocator.context);
        assert_non_null(memory);
        fill(memory, 0, sizes[i], i);
        allocator.release(memory, allocator.context);
    }
}

/* Mapped and unmapped often enough to run out of whatever would leak. */
static void large_blocks_come_and_go(void **state) {
    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        unsigned char *memory = nreg_allocate(&allocator, NREG_PAGE + i);
        assert_non_null(memory);
        memory = nreg_reallocate_array(&allocator, memory, 2 * NREG_PAGE + i, 1);
        assert_non_null(memory);
        nreg_release(&allocator, memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(blocks_of_all_sizes_are_their_own, set_up),
        cmocka_unit_test_setup(content_stays_from_any_size_to_any, set_up),
        cmocka_unit_test_setup(what_is_asked_for_zeroed_is_zero, set_up),
        cmocka_unit_test_setup(an_array_grows_without_losing_anything, set_up),
        cmocka_unit_test_setup(what_nobody_has_is_refused_and_leaves_the_old_block, set_up),
        cmocka_unit_test_setup(nothing_is_released_and_reallocated, set_up),
        cmocka_unit_test_setup(large_blocks_come_and_go, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
