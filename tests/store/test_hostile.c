/* SPDX-License-Identifier: MIT */
/* The hostile store makes the trouble it is asked for, and no other. */
#include "hostile.h"
#include "stores.h"

#include "store/transaction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { TRIES = 400 };

typedef struct fixture {
    test_opened opened;
    hostile *h;
    nreg_store *store;
} fixture;

static int set_up(void **state) {
    static fixture f;
    f.opened = test_store_open(test_store_first());
    f.store = hostile_wrap(f.opened.store, NULL, &f.h);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    const int balanced = f->h->counts.begun == f->h->counts.ended;
    nreg_store_close(f->store);
    test_store_close(&f->opened);
    return balanced ? 0 : -1;
}

static nreg_record record_of(uint64_t number) {
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = number;
    record.business = 1;
    record.last_batch = 7;
    record.revision = 1;
    record.status = NREG_STATUS_PENDING;
    return record;
}

/* Claims one number in a transaction of its own. */
static nreg_code claim_one(nreg_store *store, uint64_t number) {
    nreg_transaction tx;
    nreg_code code = nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, NULL);
    if (code != NREG_OK) {
        return code;
    }
    const nreg_record record = record_of(number);
    nreg_record existing;
    uint8_t answer;
    code = nreg_transaction_claim(&tx, &record, 1, &existing, &answer, NULL);
    if (code == NREG_OK) {
        return nreg_transaction_commit(&tx, NULL);
    }
    nreg_transaction_rollback(&tx);
    return code;
}

static int holds(nreg_store *store, uint64_t number) {
    nreg_transaction tx;
    nreg_record record;
    uint8_t answer;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, NULL));
    assert_int_equal(NREG_OK, nreg_transaction_fetch(&tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, NULL));
    nreg_transaction_rollback(&tx);
    return answer == NREG_ROW_OK;
}

static void test_in_peace_nothing_happens(void **state) {
    fixture *f = *state;
    for (uint64_t i = 1; i <= TRIES; i++) {
        assert_int_equal(NREG_OK, claim_one(f->store, i));
    }
    assert_true(f->h->counts.calls == 3 * TRIES);
    assert_int_equal(nreg_store_groups(f->opened.store), nreg_store_groups(f->store));
}

static void test_each_rate_gives_its_code_and_no_change(void **state) {
    fixture *f = *state;
    for (int kind = 0; kind < 3; kind++) {
        const nreg_code expected = kind == 0 ? NREG_RETRY : kind == 1 ? NREG_BUSY : NREG_FULL;
        f->h->plan = hostile_peace();
        f->h->plan.fail_code = NREG_FULL;
        *(kind == 0 ? &f->h->plan.retry : kind == 1 ? &f->h->plan.busy : &f->h->plan.fail) = 100;
        int failed = 0;
        for (uint64_t i = 1; i <= TRIES; i++) {
            const uint64_t number = (uint64_t)kind * 10000 + i;
            const nreg_code code = claim_one(f->store, number);
            assert_true(code == NREG_OK || code == expected);
            assert_int_equal(code == NREG_OK, holds(f->opened.store, number));
            failed += code != NREG_OK;
        }
        assert_in_range(failed, TRIES / 10, TRIES / 2);
    }
    assert_true(f->h->counts.retries > 0 && f->h->counts.busies > 0 && f->h->counts.failures > 0);
}

static void test_an_unknown_commit_is_either_whole_or_absent(void **state) {
    fixture *f = *state;
    f->h->plan.unknown_done = 300;
    f->h->plan.unknown_undone = 300;
    uint64_t done = 0;
    uint64_t undone = 0;
    for (uint64_t i = 1; i <= TRIES; i++) {
        const nreg_code code = claim_one(f->store, i);
        assert_true(code == NREG_OK || code == NREG_UNKNOWN);
        if (code == NREG_UNKNOWN) {
            done += holds(f->opened.store, i) != 0;
            undone += holds(f->opened.store, i) == 0;
        }
    }
    assert_true(done > 0 && undone > 0);
    assert_true(done == f->h->counts.unknowns_done && undone == f->h->counts.unknowns_undone);
}

static void test_a_conflict_changes_nothing_and_its_neighbours_are_done(void **state) {
    fixture *f = *state;
    enum { ROWS = 200 };
    nreg_store_change changes[ROWS];
    nreg_record found[ROWS];
    uint64_t numbers[ROWS];
    uint8_t answers[ROWS], there[ROWS];
    for (uint64_t i = 0; i < ROWS; i++) {
        numbers[i] = i + 1;
        assert_int_equal(NREG_OK, claim_one(f->store, numbers[i]));
        nreg_record record = record_of(numbers[i]);
        record.revision = 2;
        changes[i] = (nreg_store_change){record, 7, 1, 0};
    }
    f->h->plan.conflict = 200;
    nreg_transaction tx;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, f->store, NREG_STORE_WRITE, 0, NULL));
    assert_int_equal(NREG_OK, nreg_transaction_update(&tx, changes, ROWS, answers, NULL));
    assert_int_equal(NREG_OK, nreg_transaction_fetch(&tx, numbers, ROWS, NREG_FETCH_SNAPSHOT, found, there, NULL));
    uint32_t conflicts = 0;
    for (uint32_t i = 0; i < ROWS; i++) {
        assert_int_equal(answers[i] == NREG_ROW_OK ? 2 : 1, found[i].revision);
        conflicts += answers[i] == NREG_ROW_CONFLICT;
    }
    assert_true(conflicts > 10 && conflicts < ROWS - 10 && conflicts == f->h->counts.conflicts);
    nreg_store_token tokens[ROWS];
    for (uint32_t i = 0; i < ROWS; i++) {
        tokens[i] = (nreg_store_token){numbers[i], 7, found[i].revision, 0};
    }
    assert_int_equal(NREG_OK, nreg_transaction_release(&tx, tokens, ROWS, answers, NULL));
    assert_int_equal(NREG_OK, nreg_transaction_fetch(&tx, numbers, ROWS, NREG_FETCH_SNAPSHOT, found, there, NULL));
    for (uint32_t i = 0; i < ROWS; i++) {
        assert_int_equal(answers[i] == NREG_ROW_OK ? NREG_ROW_ABSENT : NREG_ROW_OK, there[i]);
    }
    nreg_transaction_rollback(&tx);
}

static void test_the_nth_call_fails_once_or_from_then_on(void **state) {
    fixture *f = *state;
    for (uint64_t n = 1; n <= 4; n++) {
        hostile_fail_at(f->h, n, NREG_IO, 0);
        assert_int_equal(n <= 3 ? NREG_IO : NREG_OK, claim_one(f->store, n));
        assert_int_equal(n <= 3, hostile_failed(f->h));
        hostile_fail_at(f->h, 0, NREG_OK, 0);
        assert_int_equal(n > 3, holds(f->opened.store, n));
    }
    hostile_fail_at(f->h, 2, NREG_FULL, 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(NREG_FULL, claim_one(f->store, 99));
    }
    hostile_fail_at(f->h, 0, NREG_OK, 0);
    assert_int_equal(NREG_OK, claim_one(f->store, 99));
}

static void test_the_same_seed_makes_the_same_trouble(void **state) {
    fixture *f = *state;
    nreg_code first[TRIES];
    f->h->plan = hostile_war();
    f->h->plan.retry = 200;
    for (int round = 0; round < 2; round++) {
        hostile_seed(f->h, 42);
        for (uint64_t i = 0; i < TRIES; i++) {
            const nreg_code code = claim_one(f->store, 1 + i);
            if (round == 0) {
                first[i] = code;
            } else {
                assert_int_equal(first[i], code);
            }
        }
    }
}

static void test_pages_come_short_but_lose_nothing(void **state) {
    fixture *f = *state;
    enum { ROWS = 100 };
    for (uint64_t i = 1; i <= ROWS; i++) {
        assert_int_equal(NREG_OK, claim_one(f->store, i));
    }
    f->h->plan.short_page = 500;
    nreg_transaction tx;
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    nreg_record page[10];
    uint64_t after = 0;
    uint32_t more = 1;
    uint32_t pages = 0;
    uint32_t total = 0;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, f->store, NREG_STORE_READ, 0, NULL));
    while (more) {
        uint32_t count;
        assert_int_equal(NREG_OK, nreg_transaction_scan(&tx, &filter, after, 10, page, &count, &more, NULL));
        after = count > 0 ? page[count - 1].number : after;
        total += count;
        pages++;
    }
    nreg_transaction_rollback(&tx);
    assert_int_equal(ROWS, total);
    assert_true(pages > 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_in_peace_nothing_happens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_rate_gives_its_code_and_no_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_unknown_commit_is_either_whole_or_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_conflict_changes_nothing_and_its_neighbours_are_done, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_nth_call_fails_once_or_from_then_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_seed_makes_the_same_trouble, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pages_come_short_but_lose_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("hostile store", tests, NULL, NULL);
}
