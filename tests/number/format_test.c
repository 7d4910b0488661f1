/* SPDX-License-Identifier: MIT */
/* Writing numbers, and examples of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg/number.h>

#include <stdio.h>
#include <string.h>

static void assert_format(const char *text, const char *region, uint32_t style, const char *expected) {
    nreg_number number;
    char buffer[NREG_FORMAT_SIZE];
    size_t length = 0;
    assert_int_equal(nreg_number_read(NULL, text, NREG_NUL, region, NREG_READ_TEXT, &number), NREG_OK);
    assert_int_equal(nreg_number_format(NULL, &number, style, buffer, sizeof buffer, &length), NREG_OK);
    assert_string_equal(buffer, expected);
    assert_int_equal(length, strlen(expected));
}

static void each_style_writes_as_its_readers_expect(void **state) {
    (void)state;
    assert_format("5012149020", "US", NREG_FORMAT_E164, "+15012149020");
    assert_format("5012149020", "US", NREG_FORMAT_NATIONAL, "(501) 214-9020");
    assert_format("5012149020", "US", NREG_FORMAT_INTERNATIONAL, "+1 501-214-9020");
    assert_format("5012149020", "US", NREG_FORMAT_RFC3966, "tel:+1-501-214-9020");
    assert_format("5012149020", "US", NREG_FORMAT_DIGITS, "15012149020");
    assert_format("5012149020", "US", NREG_FORMAT_NATIONAL_DIGITS, "5012149020");
}

static void national_prefixes_and_tokens_are_written(void **state) {
    (void)state;
    assert_format("+442070313000", NULL, NREG_FORMAT_NATIONAL, "020 7031 3000");
    assert_format("+5491187654321", NULL, NREG_FORMAT_NATIONAL, "011 15-8765-4321");
    assert_format("+5491187654321", NULL, NREG_FORMAT_INTERNATIONAL, "+54 9 11 8765-4321");
    assert_format("+74951234567", NULL, NREG_FORMAT_NATIONAL, "8 (495) 123-45-67");
    assert_format("+390236618300", NULL, NREG_FORMAT_INTERNATIONAL, "+39 02 3661 8300");
    assert_format("+390236618300", NULL, NREG_FORMAT_NATIONAL_DIGITS, "0236618300");
}

static void extensions_are_written_as_the_region_does(void **state) {
    (void)state;
    assert_format("501 214 9020 x 77", "US", NREG_FORMAT_NATIONAL, "(501) 214-9020 ext. 77");
    assert_format("501 214 9020 x 77", "US", NREG_FORMAT_RFC3966, "tel:+1-501-214-9020;ext=77");
    assert_format("501 214 9020 x 77", "US", NREG_FORMAT_E164, "+15012149020");
    assert_format("+442070313000 ext 77", NULL, NREG_FORMAT_NATIONAL, "020 7031 3000 x77");
}

static void numbers_without_a_format_are_written_as_digits(void **state) {
    (void)state;
    assert_format("+1 23", NULL, NREG_FORMAT_INTERNATIONAL, "+1 23");
    assert_format("+1 23", NULL, NREG_FORMAT_RFC3966, "tel:+1-23");
    assert_format("+49 12345678901234567", NULL, NREG_FORMAT_E164, "+4912345678901234567");
}

static void buffers_that_are_too_small_hold_nothing(void **state) {
    (void)state;
    nreg_number number;
    char buffer[NREG_FORMAT_SIZE];
    size_t length = 99;
    (void)nreg_number_read(NULL, "5012149020", NREG_NUL, "US", NREG_READ_TEXT, &number);
    assert_int_equal(nreg_number_format(NULL, &number, NREG_FORMAT_E164, buffer, 12, &length), NREG_LIMIT_EXCEEDED);
    assert_string_equal(buffer, "");
    assert_int_equal(length, 0);
    assert_int_equal(nreg_number_format(NULL, &number, NREG_FORMAT_E164, buffer, 13, NULL), NREG_OK);
    assert_string_equal(buffer, "+15012149020");
}

static void wrong_arguments_are_refused(void **state) {
    (void)state;
    nreg_number number;
    char buffer[NREG_FORMAT_SIZE];
    (void)nreg_number_read(NULL, "5012149020", NREG_NUL, "US", NREG_READ_TEXT, &number);
    assert_int_equal(nreg_number_format(NULL, NULL, 0, buffer, sizeof buffer, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_format(NULL, &number, 0, NULL, sizeof buffer, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_format(NULL, &number, 0, buffer, 0, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_format(NULL, &number, 6, buffer, sizeof buffer, NULL), NREG_INVALID_ARGUMENT);
    (void)nreg_number_read(NULL, "hello", NREG_NUL, "US", NREG_READ_TEXT, &number);
    assert_int_equal(nreg_number_format(NULL, &number, 0, buffer, sizeof buffer, NULL), NREG_INVALID_ARGUMENT);
}

static void a_number_of_no_plan_is_written_as_digits(void **state) {
    (void)state;
    nreg_number number;
    char buffer[NREG_FORMAT_SIZE];
    memset(&number, 0, sizeof number);
    number.calling_code = 999;
    number.national = 12345;
    number.national_digits = 6;
    assert_int_equal(nreg_number_format(NULL, &number, NREG_FORMAT_NATIONAL, buffer, sizeof buffer, NULL), NREG_OK);
    assert_string_equal(buffer, "012345");
    assert_int_equal(nreg_number_format(NULL, &number, NREG_FORMAT_E164, buffer, sizeof buffer, NULL), NREG_OK);
    assert_string_equal(buffer, "+999012345");
}

static void digits_are_those_of_the_number(void **state) {
    (void)state;
    nreg_number number;
    char buffer[NREG_FORMAT_SIZE], expected[32];
    memset(&number, 0, sizeof number);
    uint64_t national = 0, seed = 1;
    for (uint32_t digits = 1; digits <= 17; digits++) {
        for (int round = 0; round < 2000; round++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            national = 0;
            for (uint32_t at = 0; at < digits; at++)
                national = national * 10 + (round < 10 ? (uint64_t)round : (seed >> (3 * at)) % 10);
            number.national = national;
            number.national_digits = (uint8_t)digits;
            snprintf(expected, sizeof expected, "%0*llu", (int)digits, (unsigned long long)national);
            assert_int_equal(
                nreg_number_format(NULL, &number, NREG_FORMAT_NATIONAL_DIGITS, buffer, sizeof buffer, NULL), NREG_OK);
            assert_string_equal(buffer, expected);
        }
    }
}

static void every_region_has_a_valid_example(void **state) {
    (void)state;
    for (uint32_t at = 0; at < nreg_plan_region_count(NULL); at++) {
        nreg_number number;
        const char *region = nreg_plan_region(NULL, at);
        assert_int_equal(nreg_number_example(NULL, region, 0, NREG_TYPE_FIXED_LINE, &number), NREG_OK);
        assert_int_equal(number.valid, 1);
        assert_int_equal(nreg_number_valid_for_region(NULL, &number, region), 1);
    }
}

static void examples_are_of_the_type_asked_for(void **state) {
    (void)state;
    nreg_number number;
    assert_int_equal(nreg_number_example(NULL, "GB", 0, NREG_TYPE_MOBILE, &number), NREG_OK);
    assert_int_equal(number.type, NREG_TYPE_MOBILE);
    assert_string_equal(number.region, "GB");
    assert_int_equal(nreg_number_example(NULL, "US", 0, NREG_TYPE_FIXED_LINE_OR_MOBILE, &number), NREG_OK);
    assert_int_equal(number.type, NREG_TYPE_FIXED_LINE_OR_MOBILE);
    assert_int_equal(nreg_number_example(NULL, "001", 800, NREG_TYPE_TOLL_FREE, &number), NREG_OK);
    assert_int_equal(number.calling_code, 800);
    assert_int_equal(number.valid, 1);
    assert_int_equal(nreg_number_example(NULL, "001", 1, NREG_TYPE_TOLL_FREE, &number), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_example(NULL, "001", 5000, NREG_TYPE_TOLL_FREE, &number), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_example(NULL, "ZZ", 0, NREG_TYPE_MOBILE, &number), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_example(NULL, "US", 0, NREG_TYPE_UNKNOWN, &number), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_example(NULL, "US", 0, 12, &number), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_example(NULL, NULL, 0, 0, &number), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_example(NULL, "US", 0, 0, NULL), NREG_INVALID_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_style_writes_as_its_readers_expect),
        cmocka_unit_test(national_prefixes_and_tokens_are_written),
        cmocka_unit_test(extensions_are_written_as_the_region_does),
        cmocka_unit_test(numbers_without_a_format_are_written_as_digits),
        cmocka_unit_test(buffers_that_are_too_small_hold_nothing),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(a_number_of_no_plan_is_written_as_digits),
        cmocka_unit_test(digits_are_those_of_the_number),
        cmocka_unit_test(every_region_has_a_valid_example),
        cmocka_unit_test(examples_are_of_the_type_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
