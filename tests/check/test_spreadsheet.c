/* SPDX-License-Identifier: MIT */
/* What spreadsheets leave behind is recognised, and undone only where no digit was lost. */
#include "number/spreadsheet.h"

#include <numberreg/number.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, const char *repaired, uint32_t notes) {
    char out[64];
    uint32_t found = 99;
    memset(out, '!', sizeof out);
    size_t length = nreg_spreadsheet_repair(text, strlen(text), out, sizeof out, &found);
    if (found != notes || length != strlen(repaired) || memcmp(out, repaired, length) != 0) {
        fail_msg("\"%s\": \"%.*s\", notes %u; expected \"%s\", %u", text, (int)length, out, found, repaired, notes);
    }
}

static void restored(const char *text, const char *repaired) {
    expect(text, repaired, NREG_NOTE_SPREADSHEET_REPAIRED);
}

static void damaged(const char *text) {
    expect(text, "", NREG_NOTE_SPREADSHEET_DAMAGE);
}

static void untouched(const char *text) {
    expect(text, "", 0);
}

static void scientific_notation_is_restored_only_with_all_digits(void **state) {
    (void)state;
    restored("1.5012149020E+10", "15012149020");
    restored("1.5012149020e+10", "15012149020");
    restored("1,5012149020E+10", "15012149020");
    restored("1.5012149020E10", "15012149020");
    restored("1.50121490200E+10", "15012149020");
    restored("3.108207129E9", "3108207129");
    restored("15.012149020E+9", "15012149020");
    restored(" 1.5012149020E+010 ", "15012149020");
    damaged("1.50121E+10");
    damaged("1,50121E+10");
    damaged("1.501214902E+10");
    damaged("1.501214902E10");
    damaged("2E+10");
    damaged("1.50121490205E+10");
    damaged("1.5E-10");
    damaged("-1.5012149020E+10");
    damaged("1.E+10");
    damaged("1.5E+999");
    untouched("1E10");
    untouched("800E5");
    untouched("1.5E");
    untouched("1.5E+");
    untouched("1.5E+1000");
    untouched("1.5E+1x");
    untouched(".5E+10");
    untouched("E+10");
}

static void decimals_of_zeros_are_removed(void **state) {
    (void)state;
    restored("15012149020.0", "15012149020");
    restored("5012149020.00", "5012149020");
    restored("5012149020,0", "5012149020");
    restored("5012149020.000000", "5012149020");
    restored("2149020.0", "2149020");
    untouched("214902.0");
    untouched("5012149020.5");
    untouched("5012149020.");
    untouched("501.214.9020");
    untouched("501.214.9000");
}

static void thousands_separators_are_removed(void **state) {
    (void)state;
    restored("15,012,149,020", "15012149020");
    restored("5,012,149,020", "5012149020");
    untouched("15,012");
    untouched("150,1214,902");
    untouched("5012,149,020");
    untouched("5012149020,123");
    untouched("15,012,149,020,");
}

static void formulas_that_hold_the_number_are_opened(void **state) {
    (void)state;
    restored("=\"15012149020\"", "15012149020");
    restored("=\"+1 501-214-9020\"", "+1 501-214-9020");
    restored("=\"\t5012149020 \"", "5012149020");
    restored("=15012149020", "15012149020");
    restored("=+15012149020", "+15012149020");
    restored("=1-501-214-9020", "1-501-214-9020");
    restored("= (501) 214-9020", "(501) 214-9020");
    restored("=15012149020.0", "15012149020");
    restored("=\"1.5012149020E+10\"", "15012149020");
    damaged("=\"1.50121E+10\"");
    damaged("=A1");
    damaged("=A1&\"5012149020\"");
    damaged("=\"501\"&\"2149020\"");
    damaged("=TEXT(5012149020,\"0\")");
    untouched("=");
    untouched("=\"\"");
}

static void a_leading_apostrophe_is_removed(void **state) {
    (void)state;
    restored("'5012149020", "5012149020");
    restored("'+1 501 214 9020", "+1 501 214 9020");
    restored("' 5012149020", "5012149020");
    restored("'=\"5012149020\"", "5012149020");
    restored("'1.5012149020E+10", "15012149020");
    damaged("'1.50121E+10");
    damaged("'#REF!");
    untouched("'");
    untouched("' ");
}

static void results_of_sums_and_errors_are_damage(void **state) {
    (void)state;
    damaged("-9734");
    damaged("-8733");
    damaged("-2148519");
    untouched("-5012149020");
    untouched("-");
    untouched("-501-214-9020");
    damaged("#####");
    damaged("##########");
    damaged("#REF!");
    damaged("#VALUE!");
    damaged("#NAME?");
    damaged("#DIV/0!");
    damaged("#N/A");
    damaged("#NUM!");
    damaged("#NULL!");
    damaged("#GETTING_DATA");
    damaged("Err:502");
    untouched("Err:");
    untouched("Err:502x");
    untouched("#5012149020");
    untouched("#");
    untouched("#1");
    untouched("#ref!");
}

static void what_people_type_is_left_alone(void **state) {
    (void)state;
    static const char *const typed[] = {"",
                                        " ",
                                        "(501) 214-9020",
                                        "501-214-9020",
                                        "+1 501 214 9020",
                                        "5012149020",
                                        "501.214.9020",
                                        "1-800-FLOWERS",
                                        "1800FLOWERE1",
                                        "tel:+15012149020",
                                        "020 7946 0000",
                                        "5012149020 x12",
                                        "EEE",
                                        "12",
                                        "+15012149020;ext=0",
                                        "\xff\xfe"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        untouched(typed[i]);
    }
}

static void a_text_longer_than_the_room_is_not_recognised(void **state) {
    (void)state;
    char out[8];
    uint32_t notes = 99;
    assert_int_equal(nreg_spreadsheet_repair("=123456789", 10, out, sizeof out, &notes), 0);
    assert_int_equal(notes, 0);
    assert_int_equal(nreg_spreadsheet_repair("=1234567", 8, out, sizeof out, &notes), 7);
}

/* Whatever the bytes, it stays within both buffers and says exactly one thing. Sanitizers watch. */
static void any_bytes_are_safe(void **state) {
    (void)state;
    static const char alphabet[] = "0019.,Ee+-='\"# ()A!/:r\t\xc2";
    unsigned seed = 4711;
    for (int round = 0; round < 200000; round++) {
        size_t length = (size_t)(round % 18);
        char *text = malloc(length + 1), *out = malloc(length + 1);
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1103515245 + 12345;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        uint32_t notes = 99;
        char *exact = length > 0 ? realloc(text, length) : text;
        size_t written = nreg_spreadsheet_repair(exact, length, out, length, &notes);
        assert_true(written <= length);
        assert_true(notes == (written > 0 ? NREG_NOTE_SPREADSHEET_REPAIRED : 0) ||
                    (written == 0 && notes == NREG_NOTE_SPREADSHEET_DAMAGE));
        free(exact);
        free(out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scientific_notation_is_restored_only_with_all_digits),
        cmocka_unit_test(decimals_of_zeros_are_removed),
        cmocka_unit_test(thousands_separators_are_removed),
        cmocka_unit_test(formulas_that_hold_the_number_are_opened),
        cmocka_unit_test(a_leading_apostrophe_is_removed),
        cmocka_unit_test(results_of_sums_and_errors_are_damage),
        cmocka_unit_test(what_people_type_is_left_alone),
        cmocka_unit_test(a_text_longer_than_the_room_is_not_recognised),
        cmocka_unit_test(any_bytes_are_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
