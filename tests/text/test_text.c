/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "base/versioned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void length_is_measured_and_null_is_the_empty_text(void **state) {
    (void)state;
    size_t length = NREG_NUL;
    assert_true(nreg_text_measure("abc", &length));
    assert_int_equal(length, 3);
    length = 2;
    assert_true(nreg_text_measure("abc", &length));
    assert_int_equal(length, 2);
    length = NREG_NUL;
    assert_true(nreg_text_measure(NULL, &length));
    assert_int_equal(length, 0);
    length = 0;
    assert_true(nreg_text_measure(NULL, &length));
    length = 1;
    assert_false(nreg_text_measure(NULL, &length));
}

static void first_bad_byte_of_utf8_is_found(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t valid;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"caf\xC3\xA9", 5},
        {"\xF0\x9F\x93\x9E", 4},
        {"a\x80", 1},                 /* continuation without a start */
        {"a\xC3", 1},                 /* cut short */
        {"a\xE2\x82", 1},             /* cut short */
        {"a\xC0\xAF", 1},             /* longer than needed */
        {"a\xE0\x80\xAF", 1},         /* longer than needed */
        {"a\xED\xA0\x80", 1},         /* surrogate */
        {"a\xF4\x90\x80\x80", 1},     /* beyond the last code point */
        {"a\xF8\x88\x80\x80\x80", 1}, /* five bytes */
        {"a\xFF", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(nreg_text_valid_prefix(cases[i].text, strlen(cases[i].text)), cases[i].valid);
    }
    assert_int_equal(nreg_text_valid_prefix("a\0b", 3), 3);
}

static void assert_refused(const char *text, size_t length, int64_t position) {
    char buffer[64] = "before";
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(nreg_text_copy(text, length, buffer, sizeof buffer, "The label", &error), NREG_BAD_TEXT);
    assert_int_equal(error.position, position);
    assert_non_null(strstr(error.message, "The label"));
    assert_string_equal(buffer, "before");
    assert_int_equal(nreg_text_normalise(text, length, buffer, sizeof buffer, "The label", &error), NREG_BAD_TEXT);
    assert_int_equal(error.position, position);
    assert_string_equal(buffer, "before");
}

static void controls_and_direction_marks_are_refused_with_their_place(void **state) {
    (void)state;
    assert_refused("a\nb", 3, 1);
    assert_refused("a\tb", 3, 1);
    assert_refused("a\0b", 3, 1);
    assert_refused("\x7F", 1, 0);
    assert_refused("a\xC2\x85", 3, 1);      /* next line */
    assert_refused("ab\xE2\x80\xA8", 5, 2); /* line separator */
    assert_refused("ab\xE2\x80\xAE"
                   "c",
                   6, 2);                  /* right-to-left override */
    assert_refused("\xE2\x81\xA6", 3, 0);  /* isolate */
    assert_refused("\xEF\xBB\xBFx", 4, 0); /* byte-order mark */
    assert_refused("abc\xFF", 4, 3);
}

static void joiners_emoji_and_private_letters_are_text(void **state) {
    (void)state;
    char buffer[64];
    const char *texts[] = {"\xE2\x80\x8D", "\xF0\x9F\x93\x9E", "\xEE\x80\x80", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(nreg_text_normalise(texts[i], strlen(texts[i]), buffer, sizeof buffer, "It", NULL), NREG_OK);
        assert_string_equal(buffer, texts[i]);
    }
}

static void copy_keeps_bytes_and_pads_with_zeros(void **state) {
    (void)state;
    char buffer[8];
    memset(buffer, 'x', sizeof buffer);
    assert_int_equal(nreg_text_copy("e\xCC\x81", 3, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_memory_equal(buffer, "e\xCC\x81\0\0\0\0\0", 8);
    assert_int_equal(nreg_text_copy("1234567", 7, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_int_equal(nreg_text_copy("12345678", 8, buffer, sizeof buffer, "It", NULL), NREG_BAD_TEXT);
    assert_string_equal(buffer, "1234567");
    assert_int_equal(nreg_text_copy(NULL, 0, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_string_equal(buffer, "");
}

static void labels_are_composed_and_reordered(void **state) {
    (void)state;
    char buffer[64];
    assert_int_equal(nreg_text_normalise("cafe\xCC\x81", 6, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_string_equal(buffer, "caf\xC3\xA9");
    /* dot below and dot above in the wrong order */
    assert_int_equal(nreg_text_normalise("s\xCC\x87\xCC\xA3", 5, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_string_equal(buffer, "\xE1\xB9\xA9");
    /* Hangul from its letters */
    assert_int_equal(nreg_text_normalise("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 9, buffer, sizeof buffer, "It", NULL),
                     NREG_OK);
    assert_string_equal(buffer, "\xED\x95\x9C");
    /* compatibility forms stay as they are */
    assert_int_equal(nreg_text_normalise("\xEF\xAC\x81", 3, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_string_equal(buffer, "\xEF\xAC\x81");
}

static void length_limit_holds_for_the_normal_form(void **state) {
    (void)state;
    char text[1024], buffer[256];
    /* 85 Hangul syllables of nine bytes each become 255 bytes: they fit. */
    for (size_t i = 0; i < 86; i++) {
        memcpy(text + i * 9, "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 9);
    }
    assert_int_equal(nreg_text_normalise(text, 85 * 9, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_int_equal(strlen(buffer), 255);
    assert_int_equal(nreg_text_normalise(text, 86 * 9, buffer, sizeof buffer, "It", NULL), NREG_BAD_TEXT);
    /* A letter that grows when normalised: 3 bytes become 6 (composition excludes it). */
    for (size_t i = 0; i < 43; i++) {
        memcpy(text + i * 3, "\xEF\xAC\xAC", 3);
    }
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(nreg_text_normalise(text, 43 * 3, buffer, sizeof buffer, "It", &error), NREG_BAD_TEXT);
    assert_non_null(strstr(error.message, "255"));
    memset(text, 'a', sizeof text);
    assert_int_equal(nreg_text_normalise(text, 255, buffer, sizeof buffer, "It", NULL), NREG_OK);
    assert_int_equal(nreg_text_normalise(text, 256, buffer, sizeof buffer, "It", NULL), NREG_BAD_TEXT);
    assert_int_equal(nreg_text_normalise(text, 1024, buffer, sizeof buffer, "It", NULL), NREG_BAD_TEXT);
}

static void blank_texts_are_seen(void **state) {
    (void)state;
    assert_true(nreg_text_is_blank(""));
    assert_true(nreg_text_is_blank("   "));
    assert_true(nreg_text_is_blank("\xC2\xA0\xE2\x80\x83"));
    assert_true(nreg_text_is_blank("\xE2\x80\x8B"));
    assert_false(nreg_text_is_blank(" x "));
    assert_false(nreg_text_is_blank("\xE6\xA0\xAA"));
}

static void assert_same_form(const char *a, const char *b) {
    char one[NREG_MATCH_SIZE], other[NREG_MATCH_SIZE];
    const size_t length = nreg_text_match_form(a, strlen(a), one);
    assert_true(length > 0);
    assert_int_equal(nreg_text_match_form(b, strlen(b), other), length);
    assert_memory_equal(one, other, length);
}

static void matching_ignores_case_space_punctuation_and_compatibility(void **state) {
    (void)state;
    assert_same_form("customer service", "  CUSTOMER_SERVICE ");
    assert_same_form("customer service", "Customer\xC2\xA0Service.");
    assert_same_form("customer service", "\xEF\xBC\xA3\xEF\xBD\x95stomer\xE3\x80\x80Service"); /* full width */
    assert_same_form("multi-use line", "Multi\xE2\x80\x91Use\xE2\x80\x93Line");                /* other dashes */
    assert_same_form("informational/notification", "INFORMATIONAL NOTIFICATION");
    assert_same_form("stra\xC3\x9F"
                     "e",
                     "STRASSE");
    assert_same_form("of\xEF\xAC\x81"
                     "ce",
                     "ofFIce");
    assert_same_form("caf\xC3\xA9", "CAFE\xCC\x81");
    assert_same_form("\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82",
                     "\xCE\xA3\xCE\x8A\xCE\xA3\xCE\xA5\xCE\xA6\xCE\x9F\xCE\xA3"); /* final sigma */
}

static void short_cut_for_ascii_gives_what_the_general_way_gives(void **state) {
    (void)state;
    for (int c = 1; c < 128; c++) {
        char ascii[2] = {(char)c, 0}, general[8];
        char one[NREG_MATCH_SIZE], other[NREG_MATCH_SIZE];
        /* The letter behind it forces the general way. */
        snprintf(general, sizeof general, "%c\xC3\xA9", c);
        const size_t length = nreg_text_match_form(ascii, 1, one);
        assert_int_equal(nreg_text_match_form(general, 3, other), length + 2);
        assert_memory_equal(one, other, length);
    }
}

static void what_has_no_matching_form_matches_nothing(void **state) {
    (void)state;
    char form[NREG_MATCH_SIZE], text[8192];
    assert_int_equal(nreg_text_match_form("", 0, form), 0);
    assert_int_equal(nreg_text_match_form(" -_/ ", 5, form), 0);
    assert_int_equal(nreg_text_match_form("caf\xC3", 4, form), 0);
    memset(text, 'a', sizeof text);
    assert_int_equal(nreg_text_match_form(text, NREG_MATCH_SIZE, form), NREG_MATCH_SIZE);
    assert_int_equal(nreg_text_match_form(text, NREG_MATCH_SIZE + 1, form), 0);
    /* U+FDFA is 18 letters in compatibility form. */
    for (size_t i = 0; i + 3 <= sizeof text; i += 3) {
        memcpy(text + i, "\xEF\xB7\xBA", 3);
    }
    assert_int_equal(nreg_text_match_form(text, 30, form), 0);
    assert_int_equal(nreg_text_match_form(text, 8190, form), 0);
}

static void structs_of_other_versions_are_copied_as_far_as_both_know(void **state) {
    (void)state;
    struct {
        uint32_t struct_size;
        uint32_t a, b, c;
    } own = {16, 7, 8, 9}, given = {12, 1, 2, 3};
    assert_true(nreg_versioned_copy(&own, sizeof own, &given, 8));
    assert_int_equal(own.struct_size, 16);
    assert_int_equal(own.a, 1);
    assert_int_equal(own.b, 2);
    assert_int_equal(own.c, 9);
    given.struct_size = 4; /* older than the first */
    own.a = 7;
    assert_false(nreg_versioned_copy(&own, sizeof own, &given, 8));
    given.struct_size = 0xDEADBEEF; /* never prepared */
    assert_false(nreg_versioned_copy(&own, sizeof own, &given, 8));
    assert_int_equal(own.a, 7);
    given.struct_size = 400; /* newer: larger than ours */
    assert_true(nreg_versioned_copy(&own, sizeof own, &given, 8));
    assert_int_equal(own.struct_size, 16);
    assert_int_equal(own.c, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(length_is_measured_and_null_is_the_empty_text),
        cmocka_unit_test(first_bad_byte_of_utf8_is_found),
        cmocka_unit_test(controls_and_direction_marks_are_refused_with_their_place),
        cmocka_unit_test(joiners_emoji_and_private_letters_are_text),
        cmocka_unit_test(copy_keeps_bytes_and_pads_with_zeros),
        cmocka_unit_test(labels_are_composed_and_reordered),
        cmocka_unit_test(length_limit_holds_for_the_normal_form),
        cmocka_unit_test(blank_texts_are_seen),
        cmocka_unit_test(matching_ignores_case_space_punctuation_and_compatibility),
        cmocka_unit_test(short_cut_for_ascii_gives_what_the_general_way_gives),
        cmocka_unit_test(what_has_no_matching_form_matches_nothing),
        cmocka_unit_test(structs_of_other_versions_are_copied_as_far_as_both_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
