/* SPDX-License-Identifier: MIT */
/*
 * The typing state proved by brute force at text level, on an invented plan of few digits: from many beginnings, every
 * text that digits can make of them is read, and what can still become valid is known from the texts that are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "number/text.h"
#include "number/typing.h"
#include "plans/plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longest valid text in digits: international prefix, calling code, national prefix, number, and one to spare. */
enum { MOST_DIGITS = 7, MOST_TEXT = 64 };

/* All that the plan tells apart; by default only four of them, which is quick. */
static const char every_digit[] = "0124689", *digits_to_try = "0148";
static size_t skip_of_regions = 3;    /* In quick runs a beginning is tried in every third region, */
static size_t skip_of_contexts = 499; /* and few of many contexts. */

typedef struct proof {
    const char *region;
    char text[MOST_TEXT];
    size_t marker; /* Bytes of a marker at the end of the beginning, which count as absent; 0 if none. */
    unsigned long texts;
    unsigned long wrong;
} proof;

static nreg_number read_text(const proof *p, const char *text) {
    nreg_number number;
    assert_int_equal(nreg_number_read(&nreg_plan_invented, text, NREG_NUL, p->region, NREG_READ_TEXT, &number),
                     NREG_OK);
    return number;
}

static void complain(proof *p, const char *what) {
    if (p->wrong++ < 10)
        print_error("'%s' in %s: %s\n", p->text, p->region ? p->region : "no region", what);
}

/* What nreg_number_complete() gives must make the text valid. */
static void check_completion(proof *p, int possible) {
    char completion[32], completed[MOST_TEXT + 32];
    nreg_code code =
        nreg_number_complete(&nreg_plan_invented, p->text, NREG_NUL, p->region, completion, sizeof completion);
    if (possible != (code == NREG_OK)) {
        complain(p, possible ? "no completion given" : "a completion given");
        return;
    }
    if (!possible)
        return;
    (void)snprintf(completed, sizeof completed, "%s%s", p->text, completion);
    if (!read_text(p, completed).valid && p->marker) {
        (void)snprintf(completed, sizeof completed, "%.*s%s", (int)(strlen(p->text) - p->marker), p->text, completion);
        if (read_text(p, completed).valid)
            return;
    }
    if (!read_text(p, completed).valid)
        complain(p, completion);
}

/* Whether this text or one with more digits behind it is valid; on the way, all their states are checked. */
static int can_become_valid(proof *p, size_t digits) {
    nreg_number number = read_text(p, p->text);
    size_t length = strlen(p->text);
    int later = 0;
    p->texts++;
    if (digits < MOST_DIGITS) {
        for (const char *digit = digits_to_try; *digit; digit++) {
            p->text[length] = *digit;
            p->text[length + 1] = '\0';
            later |= can_become_valid(p, digits + 1);
        }
        p->text[length] = '\0';
    }
    if (number.valid != (number.state == NREG_STATE_VALID))
        complain(p, "VALID and valid disagree");
    if (!number.valid && number.state != NREG_STATE_EMPTY && !p->marker) {
        if ((number.state == NREG_STATE_INCOMPLETE) != later)
            complain(p, later ? "can become valid but is INVALID" : "cannot become valid but is INCOMPLETE");
        check_completion(p, later);
    }
    return number.valid || later;
}

static size_t count_digits(const char *text) {
    size_t count = 0;
    for (; *text; text++)
        count += *text >= '0' && *text <= '9';
    return count;
}

/* `digits`: how many the beginning has, those of an extension not counted. */
static void prove(const char *region, const char *beginning, size_t digits) {
    proof p = {.region = region};
    (void)snprintf(p.text, sizeof p.text, "%s", beginning);
    (void)can_become_valid(&p, digits);
    if (p.wrong)
        print_error("%lu of %lu texts that begin with '%s' are wrong\n", p.wrong, p.texts, beginning);
    assert_int_equal(p.wrong, 0);
    assert_true(p.texts > 50);
}

static const char *const regions[] = {"AA", "AB", "AC", "AD", "AE", NULL};

static void every_text_of_digits_has_its_exact_state(void **state) {
    (void)state;
    for (size_t at = 0; at < sizeof regions / sizeof *regions; at++)
        prove(regions[at], "", 0);
}

static void every_text_after_a_plus_has_its_exact_state(void **state) {
    (void)state;
    for (size_t at = 0; at < sizeof regions / sizeof *regions; at++)
        prove(regions[at], "+", 0);
}

static void texts_that_begin_oddly_have_their_exact_state(void **state) {
    (void)state;
    static const char *const beginnings[] = {"(8",
                                             "abc 1",
                                             "+1 (",
                                             "1x4",
                                             "+1 ~",
                                             "\xEF\xBC\x8B"
                                             "4",
                                             "tel:+2",
                                             "4/",
                                             "1 ext 4",
                                             "12;ext=",
                                             "12a",
                                             "12ab",
                                             "+12ab",
                                             "421 x",
                                             "421 ext",
                                             "421,,",
                                             "42#",
                                             "1-",
                                             "[0",
                                             "+8 8",
                                             "\xE2\x98\x83"
                                             "1",
                                             "1\xE2\x98\x83",
                                             "4 \n2",
                                             "1+",
                                             "tel:21;phone-context=+",
                                             "tel:1;phone-context=+1",
                                             "tel:21;phone-context=a",
                                             "4\\x",
                                             "+1 421;isub=",
                                             "++1",
                                             "+084",
                                             "\xD9\xA1"};
    for (size_t at = 0; at < sizeof beginnings / sizeof *beginnings; at++)
        for (size_t region = at % skip_of_regions; region < sizeof regions / sizeof *regions;
             region += skip_of_regions) {
            proof p = {.region = regions[region]};
            (void)snprintf(p.text, sizeof p.text, "%s", beginnings[at]);
            /* Texts that end in a marker have their own test; what is typed behind it is proved here. */
            size_t length = strlen(p.text);
            for (const char *digit = digits_to_try; *digit; digit++) {
                p.text[length] = *digit;
                p.text[length + 1] = '\0';
                (void)can_become_valid(&p, count_digits(p.text));
            }
            assert_int_equal(p.wrong, 0);
        }
}

/* Where what is typed stands before what is there already: `known` digits, perhaps with an extension. */
static void prove_contexts(size_t known, size_t *turn) {
    static const char *const contexts[] = {"+", "+0", "+8", "+1"}, *const extensions[] = {"", "~1", ";ext=4"};
    char digits[4] = "", text[MOST_TEXT];
    size_t choices = strlen(digits_to_try), numbers = 1;
    for (size_t at = 0; at < known; at++)
        numbers *= choices;
    for (size_t number = 0; number < numbers; number++) {
        for (size_t place = 0, rest = number; place < known; place++, rest /= choices)
            digits[place] = digits_to_try[rest % choices];
        for (size_t region = 0; region < sizeof regions / sizeof *regions; region++)
            for (size_t context = 0; context < sizeof contexts / sizeof *contexts; context++)
                for (size_t extension = 0; extension < sizeof extensions / sizeof *extensions; extension++) {
                    if ((*turn)++ % skip_of_contexts != 0)
                        continue;
                    (void)snprintf(text, sizeof text, "tel:%s%s;phone-context=%s", digits, extensions[extension],
                                   contexts[context]);
                    prove(regions[region], text, known + count_digits(contexts[context]));
                }
    }
}

static void contexts_before_known_digits_have_their_exact_state(void **state) {
    (void)state;
    const char *usual = digits_to_try;
    size_t turn = 0;
    /* With fewer digits, not all that can be completed would be; the more are known, the fewer are left to type. */
    digits_to_try = every_digit;
    for (size_t known = usual == every_digit ? 1 : 3; known <= 3; known++)
        prove_contexts(known, &turn);
    digits_to_try = usual;
}

/* Longer than any text above, so that these are tried one by one: no digits but those that follow complete them. */
static void prefixes_longer_than_numbers_have_their_exact_state(void **state) {
    (void)state;
    static const struct {
        const char *region, *text;
        size_t from; /* Bytes of the shortest part to be tried. */
        uint8_t state;
    } texts[] = {{"AF", "01666666621", 2, NREG_STATE_VALID},
                 {"AG", "00666666666121", 2, NREG_STATE_VALID},
                 /* More than nine digits are no extension behind an "x"; fewer are, and so many behind "ext". */
                 {"AG", "006x66666666121", 4, NREG_STATE_VALID},
                 {"AF", "016x66666621", 5, NREG_STATE_INVALID},
                 {"AG", "006 ext 66666666121", 9, NREG_STATE_INVALID},
                 /* One more digit than an extension has makes these valid, and nothing else does. */
                 {NULL, "+577x7777777277", 6, NREG_STATE_VALID},
                 {"AG", "006xt666666665777777777277", 6, NREG_STATE_VALID}};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++)
        for (size_t part = texts[at].from; texts[at].text[part - 1]; part++) {
            proof p = {.region = texts[at].region};
            (void)snprintf(p.text, sizeof p.text, "%.*s", (int)part, texts[at].text);
            int whole = texts[at].text[part] == '\0', possible = texts[at].state == NREG_STATE_VALID;
            uint8_t found = read_text(&p, p.text).state;
            if (found != (possible && !whole ? NREG_STATE_INCOMPLETE : texts[at].state))
                complain(&p, nreg_state_name(found));
            check_completion(&p, possible);
            assert_int_equal(p.wrong, 0);
        }
}

/* So many digits are tried as a number can have, whatever stands before it. More would only take time. */
static void as_many_digits_are_tried_as_a_number_can_have(void **state) {
    (void)state;
    enum { MOST_WITH_CODE = 1 + 9 + 3, KNOWN = 4 };
    static const char hopeless[] = "tel:666;phone-context=+0"; /* No calling code begins with 0. */
    uint8_t symbols[MOST_TEXT], completion[NREG_COMPLETION_MAX];
    uint32_t tries = 0;
    /* The longest international prefix but for two digits, the longest national prefix, the longest number. */
    proof p = {.region = "AG", .text = "tel:666666665777777777277;phone-context=+0"};
    assert_int_equal(read_text(&p, p.text).state, NREG_STATE_INCOMPLETE);
    check_completion(&p, 1);
    assert_int_equal(p.wrong, 0);
    for (size_t at = 0; hopeless[at]; at++)
        symbols[at] = (uint8_t)hopeless[at];
    assert_int_equal(nreg_complete_text(&nreg_plan_invented, NULL, symbols, strlen(hopeless), 1, completion, &tries),
                     -1);
    assert_int_equal(tries, MOST_WITH_CODE - KNOWN);
}

/* A text with a marker behind it is INCOMPLETE if digits behind the marker complete it, or digits in its place. */
static void markers_at_the_end_count_as_absent(void **state) {
    (void)state;
    static const char *const markers[] = {
        " ext", " x", "x", " extension", ";ext=", ",,", " #", " \xD0\xB4\xD0\xBE\xD0\xB1.", " abc", "-"};
    static const char *const stems[] = {"21", "42", "4",   "+1", "+14", "+142", "0",
                                        "8",  "99", "000", "49", "+8",  "+881"};
    for (size_t region = 0; region < sizeof regions / sizeof *regions; region++)
        for (size_t stem = 0; stem < sizeof stems / sizeof *stems; stem++)
            for (size_t marker = 0; marker < sizeof markers / sizeof *markers; marker++) {
                proof p = {.region = regions[region], .marker = strlen(markers[marker])};
                (void)snprintf(p.text, sizeof p.text, "%s%s", stems[stem], markers[marker]);
                nreg_number whole = read_text(&p, p.text), bare = read_text(&p, stems[stem]);
                if (whole.valid)
                    continue;
                int possible = bare.state == NREG_STATE_VALID || bare.state == NREG_STATE_INCOMPLETE;
                if (whole.state == NREG_STATE_INCOMPLETE || possible)
                    check_completion(&p, 1);
                assert_int_equal(whole.state, possible ? NREG_STATE_INCOMPLETE : whole.state);
            }
}

static void completion_needs_room_and_arguments(void **state) {
    (void)state;
    char buffer[32];
    assert_int_equal(nreg_number_complete(NULL, "501214", NREG_NUL, "US", buffer, sizeof buffer), NREG_OK);
    assert_string_equal(buffer, "0000");
    assert_int_equal(nreg_number_complete(NULL, "501214", NREG_NUL, "US", buffer, 4), NREG_LIMIT_EXCEEDED);
    assert_string_equal(buffer, "");
    assert_int_equal(nreg_number_complete(NULL, "5012149020", NREG_NUL, "US", buffer, sizeof buffer), NREG_OK);
    assert_string_equal(buffer, "");
    assert_int_equal(nreg_number_complete(NULL, "999", NREG_NUL, "US", buffer, sizeof buffer), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_complete(NULL, "\xFF", NREG_NUL, "US", buffer, sizeof buffer), NREG_NOT_FOUND);
    assert_int_equal(nreg_number_complete(NULL, NULL, 0, "US", buffer, sizeof buffer), NREG_OK);
    assert_int_equal(nreg_number_complete(NULL, NULL, 3, "US", buffer, sizeof buffer), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_complete(NULL, "1", 1, "US", NULL, 3), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_number_complete(NULL, "1", 1, "US", buffer, 0), NREG_INVALID_ARGUMENT);
}

static uint8_t state_of(const char *text, size_t length, const char *region) {
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, text, length, region, NREG_READ_TEXT, &number), NREG_OK);
    return number.state;
}

static void expect_completable(const char *text, size_t length, const char *region) {
    uint8_t found = state_of(text, length, region);
    if (found != NREG_STATE_VALID && found != NREG_STATE_INCOMPLETE)
        print_error("%.*s in %s: %s\n", (int)length, text, region, nreg_state_name(found));
    assert_true(found == NREG_STATE_VALID || found == NREG_STATE_INCOMPLETE);
}

/* Every beginning of a valid text can be completed, as far as digits are all that is missing. */
static void expect_beginnings_completable(const char *text, const char *region) {
    size_t length = strlen(text);
    if (state_of(text, length, region) == NREG_STATE_VALID && !strchr(text, '/'))
        for (size_t part = 1; part < length; part++)
            expect_completable(text, part, region);
}

/* "+12" and "789" of a valid "+123456789": digits typed behind the context stand between them. */
static void expect_middle_completable(const char *text, const char *region) {
    char context[2 * NREG_FORMAT_SIZE];
    for (size_t part = 1; part < strlen(text); part++)
        for (size_t rest = part; text[rest]; rest++) {
            int bytes = snprintf(context, sizeof context, "%s;phone-context=%.*s", text + rest, (int)part, text);
            expect_completable(context, (size_t)bytes, region);
        }
}

/* With the built-in plan: what digits can make an example number is VALID or INCOMPLETE, wherever they are missing. */
static void every_part_of_a_valid_number_can_be_completed(void **state) {
    (void)state;
    for (uint32_t at = 0; at < nreg_plan_region_count(NULL); at++) {
        for (uint32_t type = 0; type < NREG_TYPE_UNKNOWN; type++) {
            nreg_number number;
            const char *region = nreg_plan_region(NULL, at);
            if (nreg_number_example(NULL, region, 0, type, &number) != NREG_OK || !number.valid)
                continue;
            char text[NREG_FORMAT_SIZE];
            for (uint32_t style = NREG_FORMAT_E164; style <= NREG_FORMAT_NATIONAL_DIGITS; style++) {
                assert_int_equal(nreg_number_format(NULL, &number, style, text, sizeof text, NULL), NREG_OK);
                if (style != NREG_FORMAT_RFC3966)
                    expect_beginnings_completable(text, region);
            }
            assert_int_equal(nreg_number_format(NULL, &number, NREG_FORMAT_E164, text, sizeof text, NULL), NREG_OK);
            assert_int_equal(state_of(text, strlen(text), region), NREG_STATE_VALID);
            expect_middle_completable(text, region);
        }
    }
}

/* No text may need more tries than are made: then the state would not be exact. The first digits decide how many. */
static void the_built_in_plan_never_exhausts_the_tries(void **state) {
    (void)state;
    uint32_t most = 0;
    for (uint32_t region = 0; region <= nreg_plan_region_count(NULL); region++)
        for (uint32_t value = 0; value < 1111; value++)
            for (int plus = 0; plus < 2; plus++) {
                uint8_t digits[NREG_NATIONAL_MAX + NREG_COMPLETION_MAX], completion[NREG_COMPLETION_MAX];
                size_t count = value < 1 ? 0 : value < 11 ? 1 : value < 111 ? 2 : 3;
                uint32_t rest = value - (value < 1 ? 0 : value < 11 ? 1 : value < 111 ? 11 : 111);
                for (size_t at = count; at > 0; at--, rest /= 10)
                    digits[at - 1] = (uint8_t)(rest % 10);
                const nreg_plan_entity *entity =
                    region < nreg_plan_region_count(NULL) ? &nreg_plan_builtin.entities[region] : NULL;
                if (!plus && !entity)
                    continue;
                uint32_t tries = 0;
                (void)nreg_complete_plain(&nreg_plan_builtin, entity, digits, count, plus, 0, completion, &tries);
                most = tries > most ? tries : most;
            }
    print_message("most tries: %u behind digits\n", most);
    assert_in_range(most, 1, NREG_COMPLETION_TRIES / 32);
}

/* Nor where the first digits are open, and those that are known follow. */
static void contexts_never_exhaust_the_tries(void **state) {
    (void)state;
    static const char *const contexts[] = {"+", "+0", "+00", "+9", "+5"};
    uint32_t most = 0, random = 1;
    for (uint32_t region = 0; region <= nreg_plan_region_count(NULL); region += digits_to_try == every_digit ? 1 : 25)
        for (size_t context = 0; context < sizeof contexts / sizeof *contexts; context++)
            for (size_t known = 1; known < 24; known += digits_to_try == every_digit ? 1 : 8) {
                uint8_t symbols[MOST_TEXT], completion[NREG_COMPLETION_MAX];
                size_t count = 0;
                for (; count < known; count++)
                    symbols[count] = (uint8_t)('0' + (random = random * 1664525 + 1013904223) / 65536 % 10);
                for (const char *at = ";phone-context="; *at; at++)
                    symbols[count++] = (uint8_t)*at;
                for (const char *at = contexts[context]; *at; at++)
                    symbols[count++] = (uint8_t)*at;
                const nreg_plan_entity *entity =
                    region < nreg_plan_region_count(NULL) ? &nreg_plan_builtin.entities[region] : NULL;
                uint32_t tries = 0;
                (void)nreg_complete_text(&nreg_plan_builtin, entity, symbols, count, 0, completion, &tries);
                most = tries > most ? tries : most;
            }
    print_message("most tries: %u before digits\n", most);
    assert_in_range(most, 1, NREG_COMPLETION_TRIES / 2);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_of_digits_has_its_exact_state),
        cmocka_unit_test(every_text_after_a_plus_has_its_exact_state),
        cmocka_unit_test(texts_that_begin_oddly_have_their_exact_state),
        cmocka_unit_test(contexts_before_known_digits_have_their_exact_state),
        cmocka_unit_test(prefixes_longer_than_numbers_have_their_exact_state),
        cmocka_unit_test(as_many_digits_are_tried_as_a_number_can_have),
        cmocka_unit_test(markers_at_the_end_count_as_absent),
        cmocka_unit_test(completion_needs_room_and_arguments),
        cmocka_unit_test(every_part_of_a_valid_number_can_be_completed),
        cmocka_unit_test(the_built_in_plan_never_exhausts_the_tries),
        cmocka_unit_test(contexts_never_exhaust_the_tries),
    };
    if (argc > 1 && strcmp(argv[1], "--all-digits") == 0) {
        digits_to_try = every_digit;
        skip_of_regions = 1;
        skip_of_contexts = 7;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
