/* SPDX-License-Identifier: MIT */
/* Reading texts with the built-in plan: outcomes that a person would check by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg/number.h>

#include <stdio.h>
#include <string.h>

static nreg_number read_in(const char *text, const char *region) {
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, text, NREG_NUL, region, NREG_READ_TEXT, &number), NREG_OK);
    return number;
}

static void assert_e164(const char *text, const char *region, uint64_t e164) {
    nreg_number number = read_in(text, region);
    if (number.e164 != e164)
        print_error("%s in %s\n", text, region ? region : "no region");
    assert_int_equal(number.parse, NREG_PARSE_OK);
    assert_int_equal(number.e164, e164);
}

static void assert_parse(const char *text, const char *region, uint32_t parse) {
    nreg_number number = read_in(text, region);
    if (number.parse != parse)
        print_error("%s in %s\n", text, region ? region : "no region");
    assert_int_equal(number.parse, parse);
    assert_int_equal(number.e164, 0);
    assert_int_equal(number.calling_code, 0);
    assert_int_equal(number.valid, 0);
}

static void usual_spellings_of_one_number_are_that_number(void **state) {
    (void)state;
    static const char *const texts[] = {"5012149020",
                                        "(501) 214-9020",
                                        "501-214-9020",
                                        "501.214.9020",
                                        "1 501 214 9020",
                                        "+1 501 214 9020",
                                        "+15012149020",
                                        "1-501-214-9020",
                                        "  (501)214-9020 ",
                                        "Tel: 501 214 9020",
                                        "tel:+1-501-214-9020",
                                        "011 1 501 214 9020",
                                        "501/214/9020",
                                        "+1 (501) 214 - 9020",
                                        "\xEF\xBC\x8B"
                                        "1 501 214 9020",
                                        "\xEF\xBC\x95\xEF\xBC\x90\xEF\xBC\x91 214 9020",
                                        "501\xE2\x80\x93"
                                        "214\xE2\x80\x93"
                                        "9020"};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++)
        assert_e164(texts[at], "US", 15012149020);
}

static void a_read_number_is_described_wholly(void **state) {
    (void)state;
    nreg_number number = read_in("(501) 214-9020 ext. 0042", "US");
    assert_int_equal(number.national, 5012149020);
    assert_int_equal(number.calling_code, 1);
    assert_int_equal(number.leading_zeros, 0);
    assert_int_equal(number.national_digits, 10);
    assert_int_equal(number.possible, NREG_POSSIBLE);
    assert_int_equal(number.valid, 1);
    assert_int_equal(number.type, NREG_TYPE_FIXED_LINE_OR_MOBILE);
    assert_int_equal(number.state, NREG_STATE_VALID);
    assert_int_equal(number.source, NREG_SOURCE_DEFAULT_REGION);
    assert_int_equal(number.notes, NREG_NOTE_EXTENSION | NREG_NOTE_VALID_FOR_REGION);
    assert_string_equal(number.region, "US");
    assert_string_equal(number.default_region, "US");
    assert_string_equal(number.extension, "0042");
    assert_int_equal(number.extension_digits, 4);
}

static void where_the_calling_code_came_from_is_told(void **state) {
    (void)state;
    assert_int_equal(read_in("+15012149020", "US").source, NREG_SOURCE_PLUS);
    assert_int_equal(read_in("01115012149020", "US").source, NREG_SOURCE_IDD);
    assert_int_equal(read_in("15012149020", "US").source, NREG_SOURCE_DIGITS);
    assert_int_equal(read_in("5012149020", "US").source, NREG_SOURCE_DEFAULT_REGION);
}

static void zeros_in_front_are_kept(void **state) {
    (void)state;
    nreg_number number = read_in("+39 02 3661 8300", NULL);
    assert_int_equal(number.e164, 390236618300);
    assert_int_equal(number.leading_zeros, 1);
    assert_int_equal(number.national, 236618300);
    assert_int_equal(number.national_digits, 10);
    assert_int_equal(number.valid, 1);
    assert_string_equal(number.region, "IT");
}

static void national_prefixes_are_stripped_and_transformed(void **state) {
    (void)state;
    assert_e164("0171 2345678", "DE", 491712345678);
    assert_e164("011 15 8765-4321", "AR", 5491187654321);
    assert_e164("0 31 85 2222 2222", "BR", 558522222222);
    assert_e164("555-1234", "AG", 12685551234);
    assert_e164("8 495 123 45 67", "RU", 74951234567);
}

static void a_plus_before_an_international_prefix_is_forgiven(void **state) {
    (void)state;
    assert_e164("+011 44 20 7031 3000", "US", 442070313000);
    assert_parse("+011 44 20 7031 3000", NULL, NREG_PARSE_INVALID_COUNTRY_CODE);
}

static void each_way_to_be_no_number_has_its_kind(void **state) {
    (void)state;
    assert_parse("", "US", NREG_PARSE_NOT_A_NUMBER);
    assert_parse("hello", "US", NREG_PARSE_NOT_A_NUMBER);
    assert_parse("501 214 9020 \xF0\x9F\x98\x80 home", "US", NREG_PARSE_NOT_A_NUMBER);
    assert_parse("5012149020", NULL, NREG_PARSE_INVALID_COUNTRY_CODE);
    assert_parse("5012149020", "ZZ", NREG_PARSE_INVALID_COUNTRY_CODE);
    assert_parse("+9991234567", "US", NREG_PARSE_INVALID_COUNTRY_CODE);
    assert_parse("0119", "US", NREG_PARSE_TOO_SHORT_AFTER_IDD);
    assert_parse("+49 0", "DE", NREG_PARSE_TOO_SHORT_NSN);
    assert_parse("123456789012345678901", "US", NREG_PARSE_TOO_LONG);
    char longest[252];
    memset(longest, '1', sizeof longest - 1);
    longest[251] = '\0';
    assert_parse(longest, "US", NREG_PARSE_TOO_LONG);
}

/* As batches, scopes and policies take them. */
static void regions_are_understood_in_either_case(void **state) {
    (void)state;
    static const char *const spellings[] = {"GB", "gb", "Gb", "gB"};
    const uint64_t end = strlen("020 7031 3000");
    nreg_number upper = read_in("020 7031 3000", "GB"), example, many;
    char digits[32];
    assert_int_equal(upper.e164, 442070313000);
    assert_string_equal(upper.default_region, "GB");
    for (size_t at = 0; at < sizeof spellings / sizeof *spellings; at++) {
        const char *region = spellings[at];
        nreg_number number = read_in("020 7031 3000", region);
        assert_memory_equal(&number, &upper, sizeof number);
        assert_int_equal(nreg_number_read_many(NULL, "020 7031 3000", &end, 1, region, 0, &many, sizeof many), NREG_OK);
        assert_memory_equal(&many, &upper, sizeof many);
        assert_int_equal(nreg_number_valid_for_region(NULL, &number, region), 1);
        assert_int_equal(nreg_number_complete(NULL, "020 7031 300", NREG_NUL, region, digits, sizeof digits), NREG_OK);
        assert_int_equal(strlen(digits), 1);
        assert_int_equal(nreg_number_example(NULL, region, 0, NREG_TYPE_MOBILE, &example), NREG_OK);
        assert_string_equal(example.region, "GB");
        assert_int_equal(nreg_plan_calling_code(NULL, region), 44);
    }
    /* What stands beside the letters in ASCII is none. */
    static const char *const others[] = {"@B", "`b", "G[", "g{", "G\xC2", "\"b", "G ", "G\x02", "G", "g", "gbr", " gb"};
    for (size_t at = 0; at < sizeof others / sizeof *others; at++) {
        assert_parse("020 7031 3000", others[at], NREG_PARSE_INVALID_COUNTRY_CODE);
        assert_int_equal(nreg_number_valid_for_region(NULL, &upper, others[at]), 0);
        assert_int_equal(nreg_plan_calling_code(NULL, others[at]), 0);
    }
}

static void letters_are_read_as_keypad_digits(void **state) {
    (void)state;
    nreg_number number = read_in("1-800-FLOWERS", "US");
    assert_int_equal(number.e164, 18003569377);
    assert_int_equal(number.notes & NREG_NOTE_LETTERS, NREG_NOTE_LETTERS);
    assert_int_equal(number.type, NREG_TYPE_TOLL_FREE);
}

static void telephone_uris_are_understood(void **state) {
    (void)state;
    assert_e164("tel:253-0000;phone-context=+1-501", "US", 15012530000);
    assert_e164("tel:03-331-6005;phone-context=+64", "US", 6433316005);
    assert_e164("tel:033316005;isub=12;phone-context=example.com", "NZ", 6433316005);
    assert_parse("tel:033316005;phone-context=", "NZ", NREG_PARSE_NOT_A_NUMBER);
    assert_parse("tel:033316005;phone-context=-a", "NZ", NREG_PARSE_NOT_A_NUMBER);
}

static void regions_that_share_a_calling_code_are_told_apart(void **state) {
    (void)state;
    assert_string_equal(read_in("+12684601234", NULL).region, "AG");
    assert_string_equal(read_in("+14165550123", NULL).region, "CA");
    assert_string_equal(read_in("+447624123456", NULL).region, "IM");
    assert_string_equal(read_in("+80012345678", NULL).region, "001");
    assert_string_equal(read_in("+11111111111", NULL).region, "");
    assert_string_equal(read_in("+3101234", "US").region, "NL");
    nreg_number local = read_in("3101234", "CA");
    assert_int_equal(local.valid, 1);
    assert_string_equal(local.region, "CA");
    assert_int_equal(local.possible, NREG_POSSIBLE_LOCAL_ONLY);
}

static void toll_free_numbers_are_valid_in_many_regions(void **state) {
    (void)state;
    nreg_number number = read_in("+18002530000", NULL);
    assert_string_equal(number.region, "US");
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "US"), 1);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "CA"), 1);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "GB"), 0);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "001"), 0);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "ZZ"), 0);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, NULL), 0);
    assert_int_equal(nreg_number_valid_for_region(NULL, NULL, "US"), 0);
    number = read_in("+80012345678", NULL);
    assert_int_equal(nreg_number_valid_for_region(NULL, &number, "001"), 1);
    assert_int_equal(read_in("8002530000", "CA").notes & NREG_NOTE_VALID_FOR_REGION, NREG_NOTE_VALID_FOR_REGION);
    assert_int_equal(read_in("4165550123", "US").notes & NREG_NOTE_VALID_FOR_REGION, 0);
}

static void text_that_is_not_utf8_is_named(void **state) {
    (void)state;
    static const char *const texts[] = {("501\xFF"
                                         "2149020"),
                                        "501\xC0\xAF", "\xED\xA0\x80", "501\xE2\x80", "\xF4\x90\x80\x80"};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
        nreg_number number = read_in(texts[at], "US");
        assert_int_equal(number.parse, NREG_PARSE_NOT_A_NUMBER);
        assert_int_equal(number.notes, NREG_NOTE_BAD_TEXT);
    }
}

static void blank_texts_are_empty(void **state) {
    (void)state;
    nreg_number number;
    assert_int_equal(read_in("", "US").state, NREG_STATE_EMPTY);
    assert_int_equal(read_in(" \t\r\n\xC2\xA0", "US").state, NREG_STATE_EMPTY);
    assert_int_equal(nreg_number_read(NULL, NULL, 0, NULL, 0, &number), NREG_OK);
    assert_int_equal(number.state, NREG_STATE_EMPTY);
}

static void numbers_beyond_e164_are_read_without_e164(void **state) {
    (void)state;
    nreg_number number = read_in("+49 1234567890123456", NULL);
    assert_int_equal(number.parse, NREG_PARSE_OK);
    assert_int_equal(number.e164, 0);
    assert_int_equal(number.national, 1234567890123456);
    assert_int_equal(number.national_digits, 16);
}

static void e164_integers_are_judged_as_their_text(void **state) {
    (void)state;
    static const uint64_t numbers[] = {15012149020, 390236618300, 442070313000,    80012345678,
                                       1,           12,           999999999999999, 110};
    for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
        char text[24];
        nreg_number direct;
        (void)snprintf(text, sizeof text, "+%llu", (unsigned long long)numbers[at]);
        nreg_number read = read_in(text, NULL);
        assert_int_equal(nreg_number_from_e164(NULL, numbers[at], &direct), NREG_OK);
        assert_memory_equal(&read, &direct, sizeof read);
    }
    nreg_number number;
    assert_int_equal(nreg_number_from_e164(NULL, 0, &number), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_from_e164(NULL, 1000000000000000, &number), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_from_e164(NULL, 15012149020, NULL), NREG_INVALID_ARGUMENT);
}

static void many_texts_are_read_as_each_alone(void **state) {
    (void)state;
    static const char text[] = "5012149020(501) 214-9020 x5nonsense";
    static const uint64_t ends[] = {10, 27, 27, 35};
    static const uint64_t falling[] = {10, 9};
    struct {
        nreg_number number;
        uint64_t mine;
    } rows[4];
    memset(rows, 0x55, sizeof rows);
    assert_int_equal(nreg_number_read_many(NULL, text, ends, 4, "US", 0, &rows[0].number, sizeof rows[0]), NREG_OK);
    size_t start = 0;
    for (size_t at = 0; at < 4; at++) {
        nreg_number alone;
        assert_int_equal(nreg_number_read(NULL, text + start, (size_t)ends[at] - start, "US", 0, &alone), NREG_OK);
        assert_memory_equal(&rows[at].number, &alone, sizeof alone);
        assert_int_equal(rows[at].mine, 0x5555555555555555);
        start = (size_t)ends[at];
    }
    assert_int_equal(nreg_number_read_many(NULL, text, falling, 2, "US", 0, &rows[0].number, sizeof rows[0]),
                     NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, text, ends, 4, "US", 0, &rows[0].number, 64), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, text, ends, 4, "US", 9, &rows[0].number, 72), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, text, NULL, 4, "US", 0, &rows[0].number, 72), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, text, ends, 4, "US", 0, NULL, 72), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, NULL, ends, 4, "US", 0, &rows[0].number, 72), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read_many(NULL, NULL, NULL, 0, "US", 0, NULL, 72), NREG_OK);
}

static void spreadsheet_damage_is_undone_only_when_asked_for(void **state) {
    (void)state;
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, "15012149020.0", NREG_NUL, "US", NREG_READ_SPREADSHEET, &number), NREG_OK);
    assert_int_equal(number.e164, 15012149020);
    assert_int_equal(number.notes & NREG_NOTE_SPREADSHEET_REPAIRED, NREG_NOTE_SPREADSHEET_REPAIRED);
    assert_int_equal(nreg_number_read(NULL, "1.50121E+10", NREG_NUL, "US", NREG_READ_SPREADSHEET, &number), NREG_OK);
    assert_int_equal(number.parse, NREG_PARSE_NOT_A_NUMBER);
    assert_int_equal(number.notes, NREG_NOTE_SPREADSHEET_DAMAGE);
    assert_int_equal(nreg_number_read(NULL, "-9734", NREG_NUL, "US", NREG_READ_SPREADSHEET, &number), NREG_OK);
    assert_int_equal(number.notes, NREG_NOTE_SPREADSHEET_DAMAGE);
    assert_int_equal(nreg_number_read(NULL, "501.214.9020", NREG_NUL, "US", NREG_READ_SPREADSHEET, &number), NREG_OK);
    assert_int_equal(number.e164, 15012149020);
    assert_int_equal(number.notes, NREG_NOTE_VALID_FOR_REGION);
    assert_int_equal(read_in("15012149020.0", "US").national_digits, 11);
}

static void wrong_arguments_are_refused(void **state) {
    (void)state;
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, "1", 1, "US", 0, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read(NULL, NULL, 1, "US", 0, &number), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_read(NULL, "1", 1, "US", 2, &number), NREG_INVALID_ARGUMENT);
}

static void the_plan_describes_itself(void **state) {
    (void)state;
    assert_int_equal(strlen(nreg_plan_date(NULL)), 10);
    assert_true(strlen(nreg_plan_release(NULL)) >= 5);
    uint32_t count = nreg_plan_region_count(NULL);
    assert_true(count > 200);
    for (uint32_t at = 0; at < count; at++) {
        const char *region = nreg_plan_region(NULL, at);
        assert_int_equal(strlen(region), 2);
        assert_true(at == 0 || strcmp(nreg_plan_region(NULL, at - 1), region) < 0);
        assert_true(nreg_plan_calling_code(NULL, region) > 0);
    }
    assert_null(nreg_plan_region(NULL, count));
    assert_int_equal(nreg_plan_calling_code(NULL, "US"), 1);
    assert_int_equal(nreg_plan_calling_code(NULL, "001"), 0);
    assert_int_equal(nreg_plan_calling_code(NULL, "us"), 1);
    assert_int_equal(nreg_plan_calling_code(NULL, "USA"), 0);
    assert_int_equal(nreg_plan_calling_code(NULL, NULL), 0);
}

static void names_are_stable(void **state) {
    (void)state;
    assert_string_equal(nreg_type_name(NREG_TYPE_FIXED_LINE_OR_MOBILE), "FIXED_LINE_OR_MOBILE");
    assert_string_equal(nreg_type_name(NREG_TYPE_VOICEMAIL), "VOICEMAIL");
    assert_string_equal(nreg_type_name(99), "UNKNOWN");
    assert_string_equal(nreg_state_name(NREG_STATE_INCOMPLETE), "INCOMPLETE");
    assert_string_equal(nreg_state_name(99), "?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_spellings_of_one_number_are_that_number),
        cmocka_unit_test(a_read_number_is_described_wholly),
        cmocka_unit_test(where_the_calling_code_came_from_is_told),
        cmocka_unit_test(zeros_in_front_are_kept),
        cmocka_unit_test(national_prefixes_are_stripped_and_transformed),
        cmocka_unit_test(a_plus_before_an_international_prefix_is_forgiven),
        cmocka_unit_test(each_way_to_be_no_number_has_its_kind),
        cmocka_unit_test(regions_are_understood_in_either_case),
        cmocka_unit_test(letters_are_read_as_keypad_digits),
        cmocka_unit_test(telephone_uris_are_understood),
        cmocka_unit_test(regions_that_share_a_calling_code_are_told_apart),
        cmocka_unit_test(toll_free_numbers_are_valid_in_many_regions),
        cmocka_unit_test(text_that_is_not_utf8_is_named),
        cmocka_unit_test(blank_texts_are_empty),
        cmocka_unit_test(numbers_beyond_e164_are_read_without_e164),
        cmocka_unit_test(e164_integers_are_judged_as_their_text),
        cmocka_unit_test(many_texts_are_read_as_each_alone),
        cmocka_unit_test(spreadsheet_damage_is_undone_only_when_asked_for),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(the_plan_describes_itself),
        cmocka_unit_test(names_are_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
