/* SPDX-License-Identifier: MIT */
/* The catalogue of reasons: complete, ordered, and with texts that can be filled in. */
#include <numberreg/reason.h>
#include <numberreg/result.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Numbers that no reason has. */
static int is_gap(nreg_reason reason) {
    return reason == 0 || reason == 30 || reason == 31 || reason >= 64;
}

static void every_reason_is_in_the_catalogue(void **state) {
    (void)state;
    for (nreg_reason reason = 0; reason < 70; reason++) {
        const nreg_reason_info *info = nreg_reason_find(reason);
        if (is_gap(reason)) {
            assert_null(info);
            continue;
        }
        assert_non_null(info);
        assert_int_equal(info->reason, reason);
        assert_in_range(info->field, NREG_FIELD_NONE, NREG_FIELD_BATCH);
        assert_in_range(info->retryable, 0, 1);
        assert_in_range(info->support, 0, 1);
        assert_int_equal(info->reserved, 0);
    }
}

static void codes_name_reasons_both_ways(void **state) {
    (void)state;
    for (nreg_reason reason = 1; reason < NREG_REASON_COUNT; reason++) {
        if (!is_gap(reason)) {
            const char *code = nreg_reason_code(reason);
            assert_int_equal(nreg_reason_from_code(code, NREG_NUL), reason);
            assert_int_equal(nreg_reason_from_code(code, strlen(code)), reason);
            assert_int_equal(nreg_reason_from_code(code, strlen(code) - 1), 0);
            assert_int_equal(strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), strlen(code));
        }
    }
    assert_string_equal(nreg_reason_code(NREG_REASON_UNASSIGNED_AREA_CODE), "UNASSIGNED_AREA_CODE");
    assert_string_equal(nreg_reason_code(0), "NONE");
    assert_string_equal(nreg_reason_code(30), "?");
    assert_string_equal(nreg_reason_code(64), "?");
    assert_int_equal(nreg_reason_from_code(NULL, NREG_NUL), 0);
    assert_int_equal(nreg_reason_from_code("", 0), 0);
    assert_int_equal(nreg_reason_from_code("empty", NREG_NUL), 0);
    assert_int_equal(nreg_reason_from_code("EMPTY", NREG_NUL), NREG_REASON_EMPTY);
}

static void precedence_orders_all_reasons_without_ties(void **state) {
    (void)state;
    uint32_t count = 0, largest = 0;
    uint64_t taken = 0;
    for (nreg_reason reason = 1; reason < NREG_REASON_COUNT; reason++) {
        const nreg_reason_info *info = nreg_reason_find(reason);
        if (info == NULL) {
            continue;
        }
        count++;
        assert_in_range(info->precedence, 1, 63);
        assert_true((taken >> info->precedence & 1) == 0);
        taken |= (uint64_t)1 << info->precedence;
        largest = info->precedence > largest ? info->precedence : largest;
    }
    assert_int_equal(count, 61);
    assert_int_equal(largest, count);
}

static void the_first_reason_is_the_one_of_smallest_precedence(void **state) {
    (void)state;
    assert_int_equal(nreg_reason_first(0), 0);
    for (nreg_reason a = 1; a < NREG_REASON_COUNT; a++) {
        for (nreg_reason b = 1; b < NREG_REASON_COUNT; b++) {
            if (is_gap(a) || is_gap(b)) {
                continue;
            }
            nreg_reason first = nreg_reason_find(a)->precedence < nreg_reason_find(b)->precedence ? a : b;
            assert_int_equal(nreg_reason_first(NREG_REASON_BIT(a) | NREG_REASON_BIT(b)), first);
        }
    }
    assert_int_equal(nreg_reason_first(~(uint64_t)0), NREG_REASON_NOT_ALLOWED);
    assert_int_equal(nreg_reason_first(NREG_REASON_BIT(30) | NREG_REASON_BIT(NREG_REASON_EMPTY)), NREG_REASON_EMPTY);
    assert_int_equal(nreg_reason_first(1), 0);
}

/* A text is one or more sentences, uses only the documented arguments, and fits a message with all of them filled in.
 */
static void texts_can_be_filled_in(void **state) {
    (void)state;
    static const char *const arguments[] = {"plan_date", "related", "purpose", "target", "holder", "status"};
    for (nreg_reason reason = 1; reason < NREG_REASON_COUNT; reason++) {
        const nreg_reason_info *info = nreg_reason_find(reason);
        if (info == NULL) {
            continue;
        }
        size_t length = strlen(info->text), places = 0;
        assert_int_equal(info->text[length - 1], '.');
        for (const char *open = strchr(info->text, '{'); open != NULL; open = strchr(open + 1, '{')) {
            const char *close = strchr(open, '}');
            assert_non_null(close);
            int known = 0;
            for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
                known |= strlen(arguments[i]) == (size_t)(close - open - 1) &&
                         memcmp(arguments[i], open + 1, strlen(arguments[i])) == 0;
            }
            if (!known) {
                fail_msg("%s: unknown argument in \"%s\"", info->code, info->text);
            }
            places++;
        }
        assert_true(places <= 2);
        assert_true(length < 200);
    }
}

static void an_unassigned_area_code_names_the_date_of_the_plan(void **state) {
    (void)state;
    assert_non_null(strstr(nreg_reason_find(NREG_REASON_UNASSIGNED_AREA_CODE)->text, "{plan_date}"));
    assert_int_equal(nreg_reason_find(NREG_REASON_UNASSIGNED_AREA_CODE)->retryable, 1);
}

static void what_is_registered_elsewhere_names_no_holder(void **state) {
    (void)state;
    static const nreg_reason silent[] = {NREG_REASON_REGISTERED_ELSEWHERE, NREG_REASON_NOT_REGISTERED,
                                         NREG_REASON_RESUBMITTED};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        assert_null(strchr(nreg_reason_find(silent[i])->text, '{'));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reason_is_in_the_catalogue),
        cmocka_unit_test(codes_name_reasons_both_ways),
        cmocka_unit_test(precedence_orders_all_reasons_without_ties),
        cmocka_unit_test(the_first_reason_is_the_one_of_smallest_precedence),
        cmocka_unit_test(texts_can_be_filled_in),
        cmocka_unit_test(an_unassigned_area_code_names_the_date_of_the_plan),
        cmocka_unit_test(what_is_registered_elsewhere_names_no_holder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
