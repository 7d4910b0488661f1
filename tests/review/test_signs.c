/* SPDX-License-Identifier: MIT */
/* Rule R7: the signs for which the built-in reviewer holds a number, one by one. */
#include "batch/signs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { HERE = 10, ELSEWHERE = 20 };

static const int64_t day = INT64_C(86400000000);
static const int64_t now = INT64_C(1700000000000000);

typedef struct facts {
    nreg_record record;
    nreg_store_tombstone stone;
    uint32_t of_number;
    uint32_t is_dno;
} facts;

/* A number that bears no sign, and is remembered by a tombstone that means nothing. */
static facts harmless(void) {
    facts f;
    memset(&f, 0, sizeof f);
    f.record.business = HERE;
    f.record.status = NREG_STATUS_PENDING;
    f.stone.business = HERE;
    f.stone.status = NREG_STATUS_ACTIVE;
    f.stone.time = now - day;
    return f;
}

static uint32_t signs_of(const facts *f) {
    const nreg_sign_facts given = {&f->record, &f->stone, f->of_number, f->is_dno, now};
    return nreg_signs(&given);
}

static void what_is_harmless_bears_no_sign_and_is_approved(void **state) {
    (void)state;
    const facts f = harmless();
    assert_int_equal(signs_of(&f), 0);
    const nreg_sign_facts unknown = {&f.record, NULL, 0, 0, now};
    assert_int_equal(nreg_signs(&unknown), 0);
    assert_int_equal(nreg_signs_decide(0, 0), NREG_DECISION_APPROVE);
    for (uint32_t sign = 1; sign <= NREG_SIGN_DO_NOT_ORIGINATE; sign <<= 1) {
        assert_int_equal(nreg_signs_decide(sign, 0), NREG_DECISION_HOLD);
    }
}

static void another_business_held_it_within_ninety_days(void **state) {
    (void)state;
    facts f = harmless();
    f.stone.business = ELSEWHERE;
    assert_int_equal(signs_of(&f), NREG_SIGN_HELD_ELSEWHERE);
    f.stone.time = now - 90 * day;
    assert_int_equal(signs_of(&f), NREG_SIGN_HELD_ELSEWHERE);
    f.stone.time = now - 90 * day - 1;
    assert_int_equal(signs_of(&f), 0);
}

static void it_was_declined_or_suspended_before(void **state) {
    (void)state;
    facts f = harmless();
    f.stone.time = now - 1000 * day; /* not forgotten */
    f.stone.status = NREG_STATUS_DECLINED;
    assert_int_equal(signs_of(&f), NREG_SIGN_DECLINED_BEFORE);
    f.stone.status = NREG_STATUS_SUSPENDED;
    assert_int_equal(signs_of(&f), NREG_SIGN_SUSPENDED_BEFORE);
    f.record.flags = NREG_RECORD_RESUBMITTED;
    assert_int_equal(signs_of(&f), NREG_SIGN_SUSPENDED_BEFORE | NREG_SIGN_DECLINED_BEFORE);
    const nreg_sign_facts unknown = {&f.record, NULL, 0, 0, now};
    assert_int_equal(nreg_signs(&unknown), NREG_SIGN_DECLINED_BEFORE);
    f.record.flags = NREG_RECORD_REINSTATED;
    assert_int_equal(nreg_signs(&unknown), NREG_SIGN_SUSPENDED_BEFORE);
}

static uint32_t signs_of_text(const char *text) {
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, text, NREG_NUL, "US", 0, &number), NREG_OK);
    return nreg_signs_of_number(NULL, &number);
}

static void calls_cost_or_the_area_code_is_not_assigned(void **state) {
    (void)state;
    facts f = harmless();
    f.of_number = NREG_SIGN_SHARED_COST;
    assert_int_equal(signs_of(&f), NREG_SIGN_SHARED_COST);
    assert_int_equal(signs_of_text("+15012149020"), 0);
    assert_int_equal(signs_of_text("+19002149020"), NREG_SIGN_PREMIUM_RATE);
    assert_int_equal(signs_of_text("+15019762020"), NREG_SIGN_PREMIUM_RATE);
    assert_int_equal(signs_of_text("+611300655506"), NREG_SIGN_SHARED_COST);
    assert_int_equal(signs_of_text("+12212149020"), NREG_SIGN_UNASSIGNED_AREA_CODE);
    assert_int_equal(signs_of_text("+15002149020"), 0); /* not geographic: no sign */
}

static void it_is_declared_do_not_originate(void **state) {
    (void)state;
    facts f = harmless();
    f.is_dno = 1;
    assert_int_equal(signs_of(&f), NREG_SIGN_DO_NOT_ORIGINATE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_harmless_bears_no_sign_and_is_approved),
        cmocka_unit_test(another_business_held_it_within_ninety_days),
        cmocka_unit_test(it_was_declined_or_suspended_before),
        cmocka_unit_test(calls_cost_or_the_area_code_is_not_assigned),
        cmocka_unit_test(it_is_declared_do_not_originate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
