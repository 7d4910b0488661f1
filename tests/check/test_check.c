/* SPDX-License-Identifier: MIT */
/* What registration finds in a number: each class its own reason, switches, and all reasons at once (rule R3). */
#include <numberreg/number.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define R(name) NREG_REASON_BIT(NREG_REASON_##name)

/* A number of the North American plan as reading it gives it. */
static nreg_number nanp(uint64_t national, int valid) {
    nreg_number number;
    memset(&number, 0, sizeof number);
    number.calling_code = 1;
    number.national = national;
    number.national_digits = 10;
    number.e164 = UINT64_C(10000000000) + national;
    number.parse = NREG_PARSE_OK;
    number.possible = NREG_POSSIBLE;
    number.valid = (uint8_t)valid;
    number.type = valid ? NREG_TYPE_FIXED_LINE_OR_MOBILE : NREG_TYPE_UNKNOWN;
    number.state = valid ? NREG_STATE_VALID : NREG_STATE_INVALID;
    number.source = NREG_SOURCE_DEFAULT_REGION;
    strcpy(number.default_region, "US");
    return number;
}

static void expect(const nreg_number *number, const nreg_number_rules *rules, uint64_t reasons, uint64_t warnings,
                   const char *what) {
    uint64_t found = ~(uint64_t)0, warned = ~(uint64_t)0;
    assert_int_equal(nreg_number_check(NULL, number, rules, &found, &warned), NREG_OK);
    if (found != reasons || warned != warnings) {
        fail_msg("%s: reasons %llx, expected %llx; warnings %llx, expected %llx (first reason: %s)", what,
                 (unsigned long long)found, (unsigned long long)reasons, (unsigned long long)warned,
                 (unsigned long long)warnings, nreg_reason_code(nreg_reason_first(found)));
    }
    uint64_t alone = 0;
    assert_int_equal(nreg_number_check(NULL, number, rules, &alone, NULL), NREG_OK);
    assert_true(alone == reasons);
}

/* The whole way from text, under the default rules. */
static void texts_are_judged_as_people_type_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t reasons, warnings;
    } cases[] = {
        {"(501) 214-9020", 0, 0},
        {"+1 501 214 9020", 0, 0},
        {"1-800-356-9377", 0, 0},
        {"1-800-FLOWERS", 0, R(HAS_LETTERS)},
        {"", R(EMPTY), 0},
        {"  ", R(EMPTY), 0},
        {"n/a", R(NOT_A_NUMBER), 0},
        {"214-9020", R(AREA_CODE_MISSING), 0},
        {"501 214 902", R(TOO_SHORT), 0},
        {"501 214 90200", R(TOO_LONG), 0},
        {"+999 501 214 9020", R(BAD_COUNTRY), 0},
        {"501 214 9020 ext. 12", R(HAS_EXTENSION), 0},
        {"222 214 9020", R(UNASSIGNED_AREA_CODE), 0},
        {"456 214 9020", R(UNASSIGNED_AREA_CODE), 0},
        {"988 214 9020", R(UNASSIGNED_AREA_CODE), 0},
        {"411 214 9020", R(BAD_AREA_CODE), 0},
        {"501 911 9020", R(BAD_EXCHANGE), 0},
        {"501 114 9020", R(BAD_EXCHANGE), 0},
        {"501 555 0123", R(RESERVED_FICTIONAL), 0},
        {"501 555 1212", R(DIRECTORY_ASSISTANCE), 0},
        {"501 555 4334", 0, R(RESERVED_555)},
        {"888 888 8888", 0, 0},
        {"777 777 7777", R(REPEATED_DIGIT) | R(UNASSIGNED_AREA_CODE), 0},
        {"900 214 9020", 0, R(PREMIUM_RATE)},
        {"700 214 9020", R(CARRIER_SERVICE), 0},
        {"822 214 9020", R(RESERVED_TOLL_FREE), 0},
        {"500 214 9020", 0, R(NON_GEOGRAPHIC)},
        {"416 214 9020", 0, 0},
        {"787 214 9020", 0, 0},
        {"+44 20 7946 0018", 0, R(FOREIGN_COUNTRY)},
        {"+44 90 9879 0018", 0, R(FOREIGN_COUNTRY) | R(PREMIUM_RATE)},
        {"+44 10 7946 0018", R(NOT_IN_PLAN), R(FOREIGN_COUNTRY)},
        {"\xff\xfe", R(BAD_TEXT), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nreg_number number;
        assert_int_equal(nreg_number_read(NULL, cases[i].text, NREG_NUL, "US", NREG_READ_TEXT, &number), NREG_OK);
        expect(&number, NULL, cases[i].reasons, cases[i].warnings, cases[i].text);
    }
}

/* Area codes are told from the plan alone: those of the country's regions are in use, all others are not. */
static void area_codes_in_use_are_those_of_the_plan(void **state) {
    (void)state;
    uint32_t assigned = 0;
    for (uint64_t area = 200; area < 1000; area++) {
        nreg_number number = nanp(area * 10000000 + 2149020, 0);
        uint64_t reasons = 0;
        assert_int_equal(nreg_number_check(NULL, &number, NULL, &reasons, NULL), NREG_OK);
        assigned += (reasons & (R(UNASSIGNED_AREA_CODE) | R(BAD_AREA_CODE) | R(RESERVED_TOLL_FREE))) == 0;
        number = nanp(area * 10000000 + 2149020, 1);
        assert_int_equal(nreg_number_check(NULL, &number, NULL, &reasons, NULL), NREG_OK);
        assert_true((reasons & R(UNASSIGNED_AREA_CODE)) == 0);
    }
    assert_in_range(assigned, 400, 600);
}

static void an_ordinary_number_has_no_findings(void **state) {
    (void)state;
    static const uint64_t good[] = {5012149020, 2122345678, 8005551234, 8888888888,
                                    8004117246, 8772119020, 5019882000, 5012001999};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        nreg_number number = nanp(good[i], 1);
        char what[32];
        snprintf(what, sizeof what, "good number %zu", i);
        expect(&number, NULL, 0, 0, what);
    }
}

static void each_class_of_the_north_american_plan_has_its_reason(void **state) {
    (void)state;
    static const struct {
        uint64_t national;
        int valid;
        uint64_t reasons, warnings;
    } cases[] = {
        {112149020, 0, R(BAD_AREA_CODE), 0},
        {1232149020, 0, R(BAD_AREA_CODE), 0},
        {2112149020, 0, R(BAD_AREA_CODE), 0},
        {9112149020, 0, R(BAD_AREA_CODE), 0},
        {2902149020, 0, R(BAD_AREA_CODE), 0},
        {9992149020, 0, R(BAD_AREA_CODE), 0},
        {3702149020, 0, R(BAD_AREA_CODE), 0},
        {3792149020, 0, R(BAD_AREA_CODE), 0},
        {9612149020, 0, R(BAD_AREA_CODE), 0},
        {5552149020, 0, R(BAD_AREA_CODE), 0},
        {2222149020, 0, R(UNASSIGNED_AREA_CODE), 0},
        {4562149020, 0, R(UNASSIGNED_AREA_CODE), 0},
        {9882149020, 0, R(UNASSIGNED_AREA_CODE), 0},
        {5010149020, 0, R(BAD_EXCHANGE), 0},
        {5011999020, 0, R(BAD_EXCHANGE), 0},
        {5019119020, 1, R(BAD_EXCHANGE), 0},
        {5012119020, 1, R(BAD_EXCHANGE), 0},
        {8001499020, 1, R(BAD_EXCHANGE), 0},
        {5019509020, 1, R(RESERVED_EXCHANGE), 0},
        {5019589020, 1, R(RESERVED_EXCHANGE), 0},
        {5019599020, 1, R(RESERVED_EXCHANGE), 0},
        {8009509020, 1, 0, 0},
        {5015550099, 1, 0, R(RESERVED_555)},
        {5015550100, 1, R(RESERVED_FICTIONAL), 0},
        {5015550199, 1, R(RESERVED_FICTIONAL), 0},
        {5015550200, 1, 0, R(RESERVED_555)},
        {5015551211, 1, 0, R(RESERVED_555)},
        {5015551212, 1, R(DIRECTORY_ASSISTANCE), 0},
        {5015551213, 1, 0, R(RESERVED_555)},
        {5015559999, 1, 0, R(RESERVED_555)},
        {8005550198, 1, 0, 0},
        {8005550199, 1, R(RESERVED_FICTIONAL), 0},
        {8005551212, 1, R(DIRECTORY_ASSISTANCE), 0},
        {8885551234, 1, 0, R(RESERVED_555)},
        {8222149020, 0, R(RESERVED_TOLL_FREE), 0},
        {8802149020, 0, R(RESERVED_TOLL_FREE), 0},
        {8872149020, 0, R(RESERVED_TOLL_FREE), 0},
        {8892149020, 0, R(RESERVED_TOLL_FREE), 0},
        {9002149020, 1, 0, R(PREMIUM_RATE)},
        {5019769020, 1, 0, R(PREMIUM_RATE)},
        {8009769020, 1, 0, 0},
        {5002149020, 1, 0, R(NON_GEOGRAPHIC)},
        {6552149020, 0, R(UNASSIGNED_AREA_CODE), R(NON_GEOGRAPHIC)},
        {6002149020, 1, 0, R(NON_GEOGRAPHIC)},
        {7002149020, 0, R(CARRIER_SERVICE), 0},
        {7102149020, 1, R(GOVERNMENT), 0},
        {5012149020, 0, R(NOT_IN_PLAN), 0},
        {9002149020, 0, R(NOT_IN_PLAN), R(PREMIUM_RATE)},
        {8777777777, 1, 0, 0},
        {7777777777, 0, R(REPEATED_DIGIT) | R(UNASSIGNED_AREA_CODE), 0},
        {5555555555, 0, R(REPEATED_DIGIT) | R(BAD_AREA_CODE), 0},
        {2220149020, 0, R(UNASSIGNED_AREA_CODE) | R(BAD_EXCHANGE), 0},
        {2225550123, 0, R(UNASSIGNED_AREA_CODE) | R(RESERVED_FICTIONAL), 0},
        {9119119111, 0, R(BAD_AREA_CODE) | R(BAD_EXCHANGE), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nreg_number number = nanp(cases[i].national, cases[i].valid);
        char what[32];
        snprintf(what, sizeof what, "case %zu", i);
        expect(&number, NULL, cases[i].reasons, cases[i].warnings, what);
    }
}

static void outcomes_of_reading_have_their_reasons(void **state) {
    (void)state;
    static const struct {
        uint8_t parse, possible, state;
        uint64_t reasons;
    } cases[] = {
        {NREG_PARSE_NOT_A_NUMBER, 0, NREG_STATE_EMPTY, R(EMPTY)},
        {NREG_PARSE_NOT_A_NUMBER, 0, NREG_STATE_INVALID, R(NOT_A_NUMBER)},
        {NREG_PARSE_INVALID_COUNTRY_CODE, 0, NREG_STATE_INVALID, R(BAD_COUNTRY)},
        {NREG_PARSE_TOO_SHORT_AFTER_IDD, 0, NREG_STATE_INCOMPLETE, R(TOO_SHORT)},
        {NREG_PARSE_TOO_SHORT_NSN, 0, NREG_STATE_INCOMPLETE, R(TOO_SHORT)},
        {NREG_PARSE_TOO_LONG, 0, NREG_STATE_INVALID, R(TOO_LONG)},
        {NREG_PARSE_OK, NREG_POSSIBLE, NREG_STATE_INVALID, R(NOT_IN_PLAN)},
        {NREG_PARSE_OK, NREG_POSSIBLE_LOCAL_ONLY, NREG_STATE_INCOMPLETE, R(AREA_CODE_MISSING)},
        {NREG_PARSE_OK, NREG_POSSIBLE_INVALID_COUNTRY_CODE, NREG_STATE_INVALID, R(BAD_COUNTRY)},
        {NREG_PARSE_OK, NREG_POSSIBLE_TOO_SHORT, NREG_STATE_INCOMPLETE, R(TOO_SHORT)},
        {NREG_PARSE_OK, NREG_POSSIBLE_INVALID_LENGTH, NREG_STATE_INVALID, R(BAD_LENGTH)},
        {NREG_PARSE_OK, NREG_POSSIBLE_TOO_LONG, NREG_STATE_INVALID, R(TOO_LONG)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nreg_number number;
        memset(&number, 0, sizeof number);
        number.parse = cases[i].parse;
        number.possible = cases[i].possible;
        number.state = cases[i].state;
        number.type = NREG_TYPE_UNKNOWN;
        if (number.parse == NREG_PARSE_OK) {
            number.calling_code = 49;
            number.national = 30123;
            number.national_digits = 5;
            number.e164 = 4930123;
        }
        char what[32];
        snprintf(what, sizeof what, "case %zu", i);
        expect(&number, NULL, cases[i].reasons, 0, what);
    }
}

static void short_numbers_without_area_code_cannot_be_registered_even_if_valid(void **state) {
    (void)state;
    nreg_number number = nanp(3101234, 1);
    number.national_digits = 7;
    number.e164 = 13101234;
    expect(&number, NULL, R(AREA_CODE_MISSING), 0, "310-1234");
    number.national_digits = 8;
    expect(&number, NULL, R(BAD_LENGTH), 0, "eight digits");
}

static void numbers_beyond_15_digits_are_named(void **state) {
    (void)state;
    nreg_number number = nanp(0, 1);
    number.calling_code = 49;
    number.national = 12345678901234;
    number.national_digits = 14;
    number.e164 = 0;
    expect(&number, NULL, R(BEYOND_E164), 0, "valid, too long for E.164");
    number.valid = 0;
    number.possible = NREG_POSSIBLE_TOO_LONG;
    expect(&number, NULL, R(BEYOND_E164) | R(TOO_LONG), 0, "too long for both");
}

static void notes_of_the_reader_become_reasons(void **state) {
    (void)state;
    nreg_number number = nanp(5012149020, 1);
    number.notes = NREG_NOTE_LETTERS;
    expect(&number, NULL, 0, R(HAS_LETTERS), "letters");
    number.notes = NREG_NOTE_SPREADSHEET_REPAIRED;
    expect(&number, NULL, 0, R(SPREADSHEET_REPAIRED), "repaired");
    number.notes = NREG_NOTE_EXTENSION;
    expect(&number, NULL, R(HAS_EXTENSION), 0, "extension");
    number.notes = NREG_NOTE_BAD_TEXT | NREG_NOTE_EXTENSION | NREG_NOTE_LETTERS;
    expect(&number, NULL, R(BAD_TEXT) | R(HAS_EXTENSION), R(HAS_LETTERS), "several");
    memset(&number, 0, sizeof number);
    number.parse = NREG_PARSE_NOT_A_NUMBER;
    number.state = NREG_STATE_INVALID;
    number.notes = NREG_NOTE_BAD_TEXT;
    expect(&number, NULL, R(BAD_TEXT), 0, "bad text only");
    number.notes = NREG_NOTE_SPREADSHEET_DAMAGE;
    expect(&number, NULL, R(SPREADSHEET_DAMAGE), 0, "damage only");
}

static void a_number_of_another_country_than_the_default_region_warns(void **state) {
    (void)state;
    nreg_number number = nanp(0, 1);
    number.calling_code = 44;
    number.national = 2079460000;
    number.e164 = 442079460000;
    number.source = NREG_SOURCE_PLUS;
    expect(&number, NULL, 0, R(FOREIGN_COUNTRY), "+44 in US");
    number.source = NREG_SOURCE_IDD;
    expect(&number, NULL, 0, R(FOREIGN_COUNTRY), "011 44 in US");
    strcpy(number.default_region, "GB");
    expect(&number, NULL, 0, 0, "+44 in GB");
    strcpy(number.default_region, "");
    expect(&number, NULL, 0, 0, "+44 without region");
    number = nanp(2122345678, 1);
    number.source = NREG_SOURCE_PLUS;
    expect(&number, NULL, 0, 0, "+1 in US");
}

static void premium_rate_is_found_in_every_country(void **state) {
    (void)state;
    nreg_number number = nanp(0, 1);
    number.calling_code = 44;
    number.national = 9012345678;
    number.e164 = 449012345678;
    number.type = NREG_TYPE_PREMIUM_RATE;
    expect(&number, NULL, 0, R(PREMIUM_RATE), "+44 901");
}

/* Each switch, alone, in each of its three positions; nothing else can be moved. */
static void switches_move_findings_between_reject_warn_and_accept(void **state) {
    (void)state;
    static const struct {
        uint64_t national;
        int valid;
        nreg_reason reason;
    } cases[] = {
        {2222149020, 0, NREG_REASON_UNASSIGNED_AREA_CODE}, {5019589020, 1, NREG_REASON_RESERVED_EXCHANGE},
        {5015550123, 1, NREG_REASON_RESERVED_FICTIONAL},   {5015551212, 1, NREG_REASON_DIRECTORY_ASSISTANCE},
        {5015559000, 1, NREG_REASON_RESERVED_555},         {8222149020, 0, NREG_REASON_RESERVED_TOLL_FREE},
        {9002149020, 1, NREG_REASON_PREMIUM_RATE},         {5002149020, 1, NREG_REASON_NON_GEOGRAPHIC},
        {7002149020, 0, NREG_REASON_CARRIER_SERVICE},      {7102149020, 0, NREG_REASON_GOVERNMENT},
        {8888888888, 1, NREG_REASON_REPEATED_DIGIT},       {5012149020, 1, NREG_REASON_FOREIGN_COUNTRY},
        {5012149020, 1, NREG_REASON_HAS_EXTENSION},
    };
    uint64_t covered = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nreg_number number = nanp(cases[i].national, cases[i].valid);
        uint64_t bit = NREG_REASON_BIT(cases[i].reason);
        covered |= bit;
        if (cases[i].reason == NREG_REASON_REPEATED_DIGIT) {
            number = nanp(7777777777, 1);
        } else if (cases[i].reason == NREG_REASON_FOREIGN_COUNTRY) {
            number.source = NREG_SOURCE_PLUS;
            strcpy(number.default_region, "GB");
        } else if (cases[i].reason == NREG_REASON_HAS_EXTENSION) {
            number.notes = NREG_NOTE_EXTENSION;
        }
        nreg_number_rules rules;
        nreg_number_rules_init(&rules);
        const char *what = nreg_reason_code(cases[i].reason);
        rules.reject = bit;
        rules.warn = 0;
        expect(&number, &rules, bit, 0, what);
        rules.warn = bit;
        expect(&number, &rules, bit, 0, what);
        rules.reject = ~bit;
        expect(&number, &rules, 0, bit, what);
        rules.warn = ~bit;
        expect(&number, &rules, 0, 0, what);
    }
    assert_true(covered == NREG_NUMBER_SWITCHES);
}

static void what_is_no_switch_cannot_be_moved(void **state) {
    (void)state;
    nreg_number_rules rules;
    nreg_number_rules_init(&rules);
    rules.reject = 0;
    rules.warn = ~(uint64_t)0;
    nreg_number number = nanp(5010149020, 0);
    expect(&number, &rules, R(BAD_EXCHANGE), 0, "impossible exchange");
    number = nanp(5012149020, 1);
    number.notes = NREG_NOTE_LETTERS | NREG_NOTE_SPREADSHEET_REPAIRED;
    expect(&number, &rules, 0, R(HAS_LETTERS) | R(SPREADSHEET_REPAIRED), "always warn");
    rules.reject = ~(uint64_t)0;
    rules.warn = 0;
    expect(&number, &rules, 0, R(HAS_LETTERS) | R(SPREADSHEET_REPAIRED), "never reject");
}

static void by_default_no_number_is_registrable_that_is_not_valid(void **state) {
    (void)state;
    for (uint64_t area = 0; area < 1000; area++) {
        for (uint64_t exchange = 0; exchange < 1000; exchange++) {
            nreg_number number = nanp(area * 10000000 + exchange * 10000 + 1234, 0);
            uint64_t reasons = 0;
            assert_int_equal(nreg_number_check(NULL, &number, NULL, &reasons, NULL), NREG_OK);
            if (reasons == 0) {
                fail_msg("area code %u, exchange %u: no reason", (unsigned)area, (unsigned)exchange);
            }
        }
    }
}

static void the_rules_cover_each_switch_once(void **state) {
    (void)state;
    nreg_number_rules rules;
    nreg_number_rules_init(NULL);
    nreg_number_rules_init(&rules);
    assert_int_equal(rules.struct_size, sizeof rules);
    assert_int_equal(rules.reserved, 0);
    assert_true((rules.reject & rules.warn) == 0);
    assert_true((rules.reject | rules.warn) == NREG_NUMBER_SWITCHES);
}

static void wrong_arguments_are_refused(void **state) {
    (void)state;
    nreg_number number = nanp(5012149020, 1);
    uint64_t reasons = 77;
    nreg_number_rules rules = {sizeof rules - 8, 0, 0, 0};
    assert_int_equal(nreg_number_check(NULL, NULL, NULL, &reasons, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_check(NULL, &number, NULL, NULL, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_check(NULL, &number, &rules, &reasons, NULL), NREG_INVALID_ARGUMENT);
    assert_true(reasons == 77);
    /* A struct that no reading made is judged without harm. */
    number.national = UINT64_MAX;
    assert_int_equal(nreg_number_check(NULL, &number, NULL, &reasons, NULL), NREG_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_judged_as_people_type_them),
        cmocka_unit_test(area_codes_in_use_are_those_of_the_plan),
        cmocka_unit_test(an_ordinary_number_has_no_findings),
        cmocka_unit_test(each_class_of_the_north_american_plan_has_its_reason),
        cmocka_unit_test(outcomes_of_reading_have_their_reasons),
        cmocka_unit_test(short_numbers_without_area_code_cannot_be_registered_even_if_valid),
        cmocka_unit_test(numbers_beyond_15_digits_are_named),
        cmocka_unit_test(notes_of_the_reader_become_reasons),
        cmocka_unit_test(a_number_of_another_country_than_the_default_region_warns),
        cmocka_unit_test(premium_rate_is_found_in_every_country),
        cmocka_unit_test(switches_move_findings_between_reject_warn_and_accept),
        cmocka_unit_test(what_is_no_switch_cannot_be_moved),
        cmocka_unit_test(by_default_no_number_is_registrable_that_is_not_valid),
        cmocka_unit_test(the_rules_cover_each_switch_once),
        cmocka_unit_test(wrong_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
