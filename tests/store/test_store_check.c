/* SPDX-License-Identifier: MIT */
/* Every store keeps the contract, by the installed conformance suite. */
#include "hostile.h"
#include "stores.h"

#include <numberreg/extend/store_check.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void print_failures(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)context;
    if (outcome == NREG_CHECK_FAILED) {
        print_error("%s: %s\n", name, message);
    }
}

static void check(const test_store *kind, uint32_t seed, uint32_t threads) {
    test_opened opened = test_store_open(kind);
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = print_failures;
    options.seed = seed;
    options.threads = threads;
    options.rows = kind->is_hostile ? 500 : options.rows;
    nreg_store_check_summary summary;
    nreg_error error = NREG_ERROR_INIT;
    const nreg_code code = nreg_store_check(opened.store, &options, &summary, &error);
    if (code != NREG_OK) {
        fail_msg("%s: %s", kind->name, error.message);
    }
    assert_int_equal(0, summary.failed);
    assert_int_equal(threads == 1 || opened.base != NULL, summary.skipped != 0);
    test_store_close(&opened);
}

static void test_every_store_keeps_the_contract(void **state) {
    (void)state;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        check(kind, 1, kind->is_hostile ? 1 : 4);
    }
}

/* Trouble that the contract allows at any time must not count as a fault of the store. */
static void test_a_store_that_asks_to_be_called_again_passes(void **state) {
    (void)state;
    test_opened opened = test_store_open(test_store_first());
    hostile *h;
    nreg_store *store = hostile_wrap(opened.store, NULL, &h);
    h->plan.retry = 2;
    h->plan.short_page = 300;
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = print_failures;
    options.rows = 500;
    for (options.seed = 1; options.seed < 4; options.seed++) {
        assert_int_equal(NREG_OK, nreg_store_check(store, &options, NULL, NULL));
    }
    assert_true(h->counts.retries > 0);
    assert_true(h->counts.begun == h->counts.ended);
    nreg_store_close(store);
    test_store_close(&opened);
}

enum { CHECKS_MAX = 128 };

typedef struct names {
    const char *names[CHECKS_MAX];
    size_t count;
} names;

static void keep_name(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)outcome;
    (void)message;
    names *kept = context;
    assert_true(kept->count < CHECKS_MAX);
    kept->names[kept->count++] = name;
}

static void fail_calls_of(const char *check) {
    test_opened opened = test_store_open(test_store_first());
    hostile *h;
    nreg_store *store = hostile_wrap(opened.store, NULL, &h);
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.threads = 1;
    options.rows = 100;
    options.report = print_failures;
    options.only = check;
    int came = 1;
    for (uint64_t n = 1; came && n < 80; n++) {
        options.seed++; /* the store keeps what it was given before */
        hostile_fail_at(h, n, NREG_RETRY, 0);
        nreg_error error = NREG_ERROR_INIT;
        if (nreg_store_check(store, &options, NULL, &error) != NREG_OK) {
            fail_msg("call %u: %s", (unsigned)n, error.message);
        }
        came = hostile_failed(h);
    }
    nreg_store_close(store);
    test_store_close(&opened);
}

/* Whichever call it is that has to be made again. */
static void test_no_call_of_a_check_takes_a_retry_for_a_fault(void **state) {
    (void)state;
    test_opened opened = test_store_open(test_store_first());
    hostile *h;
    nreg_store *store = hostile_wrap(opened.store, NULL, &h);
    names all = {.count = 0};
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.threads = 1;
    options.rows = 100;
    options.report = keep_name;
    options.context = &all;
    assert_int_equal(NREG_OK, nreg_store_check(store, &options, NULL, NULL));
    options.report = print_failures;
    nreg_store_close(store);
    test_store_close(&opened);
    for (size_t i = 0; i < all.count; i++) {
        fail_calls_of(all.names[i]);
    }
}

static void test_a_store_that_was_used_can_be_checked_again(void **state) {
    (void)state;
    test_opened opened = test_store_open(test_store_first());
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = print_failures;
    options.rows = 1000;
    for (options.seed = 1; options.seed < 4; options.seed++) {
        assert_int_equal(NREG_OK, nreg_store_check(opened.store, &options, NULL, NULL));
    }
    test_store_close(&opened);
}

static void test_options_are_checked(void **state) {
    (void)state;
    test_opened opened = test_store_open(test_store_first());
    nreg_store *store = opened.store;
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.threads = 0;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_check(store, &options, NULL, NULL));
    options.threads = 65;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_check(store, &options, NULL, NULL));
    options.threads = 1;
    options.rows = 99;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_check(store, &options, NULL, NULL));
    options.rows = 100;
    options.struct_size = 4;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_check(store, &options, NULL, NULL));
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_check(NULL, NULL, NULL, NULL));
    nreg_store_check_options_init(NULL);
    test_store_close(&opened);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_store_keeps_the_contract),
        cmocka_unit_test(test_a_store_that_asks_to_be_called_again_passes),
        cmocka_unit_test(test_no_call_of_a_check_takes_a_retry_for_a_fault),
        cmocka_unit_test(test_a_store_that_was_used_can_be_checked_again),
        cmocka_unit_test(test_options_are_checked),
    };
    if (test_store_next(NULL) == NULL) {
        return 77; /* no server to test on */
    }
    return cmocka_run_group_tests_name("store check", tests, NULL, NULL);
}
