/* SPDX-License-Identifier: MIT */
/* The short ways to read a number lead to the answers of the full reader, whatever the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "number/full.h"
#include "number/nanp.h"
#include "plans/plans.h"

#include <stdlib.h>
#include <string.h>

static uint64_t seed = 1;

static uint32_t below(uint32_t limit) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % limit);
}

static char one_of(const char *characters) {
    return characters[below((uint32_t)strlen(characters))];
}

typedef struct text {
    char at[64];
    size_t length;
} text;

static void put(text *t, char c) {
    t->at[t->length++] = c;
}

static void put_some(text *t, uint32_t most, const char *characters) {
    for (uint32_t left = below(most + 1); left > 0; left--)
        put(t, one_of(characters));
}

static void put_digits(text *t, uint32_t count) {
    for (; count > 0; count--)
        put(t, one_of("0123456789"));
}

/* Three, three and four digits, more often than not those of a number that exists. */
static void write_nanp(text *t) {
    static const char *const codes[] = {"", "", "", "1", "+1", "+1 ", "1-", "1 ", "+", "01", "+ 1", "0111", "2", "+2"};
    static const char *const areas[] = {"501", "212", "416", "268", "876", "809",
                                        "800", "900", "500", "684", "758", "310"};
    const char *code = codes[below(sizeof codes / sizeof *codes)];
    memcpy(t->at, code, strlen(code));
    t->length = strlen(code);
    put_some(t, 1, " (-");
    if (below(8) == 0)
        put_digits(t, 3);
    else
        for (const char *area = areas[below(sizeof areas / sizeof *areas)]; *area; area++)
            put(t, *area);
    put_some(t, 2, ")-. ");
    put(t, one_of(below(16) ? "23456789" : "01"));
    put_digits(t, 2);
    put_some(t, 2, "-. ");
    put_digits(t, 4);
    put_some(t, 1, "    )0x");
}

/* Any number of digits, behind what makes numbers of other countries. */
static void write_other(text *t) {
    static const char *const starts[] = {"+",      "+44 ", "+49",     "+39 0", "+33 ", "+52 ", "+55",
                                         "+590 ",  "+1 ",  "011 44 ", "00 44", "0",    "+7 8", "011",
                                         "+ 4420", "+86 ", "+91",     "0044",  "020 "};
    const char *start = starts[below(sizeof starts / sizeof *starts)];
    memcpy(t->at, start, strlen(start));
    t->length = strlen(start);
    for (uint32_t groups = 1 + below(4); groups > 0; groups--) {
        put_digits(t, 1 + below(5));
        put_some(t, 1, " -.()");
    }
}

/* Changes, adds or takes away a character. */
static void mutate(text *t) {
    size_t at = below((uint32_t)t->length + 1);
    uint32_t kind = below(3);
    if (kind == 0 && t->length < sizeof t->at - 1) {
        memmove(t->at + at + 1, t->at + at, t->length - at);
        t->at[at] = one_of("0123456789 -.()+x/*,#a~\t\x80\xFF");
        t->length++;
    } else if (kind == 1 && at < t->length) {
        memmove(t->at + at, t->at + at + 1, t->length - at - 1);
        t->length--;
    } else if (at < t->length) {
        t->at[at] = below(4) ? one_of("0123456789 -.()+x/*,#a~\t") : (char)below(256);
    }
}

static void write_text(text *t) {
    memset(t, 0, sizeof *t);
    if (below(3) == 0)
        write_other(t);
    else
        write_nanp(t);
    for (uint32_t times = below(4); times > 1; times--)
        mutate(t);
}

static const char *any_region(void) {
    static const char *const regions[] = {"US", "US", "CA", "AG", "DO", "BB", "GB",
                                          "DE", "IT", "BR", "AR", "MX", NULL, "ZZ"};
    return regions[below(sizeof regions / sizeof *regions)];
}

static int reads_by_groups(const nreg_plan *plan, const text *t, const char *region) {
    nreg_number number;
    return nreg_nanp_read(plan, t->at, nreg_shape_read(t->at, t->length), nreg_plan_find_region(plan, region), &number);
}

static void compare(const nreg_plan *plan, uint32_t texts) {
    uint32_t by_groups = 0;
    for (uint32_t done = 0; done < texts; done++) {
        text t;
        write_text(&t);
        const char *region = any_region();
        /* Whatever stands behind the text must not be read. */
        char *exact = malloc(t.length + 1);
        assert_non_null(exact);
        memcpy(exact, t.at, t.length);
        nreg_number quick, full;
        memset(&quick, 0xA5, sizeof quick);
        assert_int_equal(nreg_number_read(plan, exact, t.length, region, NREG_READ_TEXT, &quick), NREG_OK);
        nreg_number_blank(nreg_plan_find_region(plan, region), &full);
        nreg_full_read(plan, exact, t.length, nreg_plan_find_region(plan, region), &full);
        by_groups += (uint32_t)reads_by_groups(plan, &t, region);
        free(exact);
        if (memcmp(&quick, &full, sizeof full) != 0)
            print_error("\"%.*s\" in %s\n", (int)t.length, t.at, region ? region : "no region");
        assert_memory_equal(&quick, &full, sizeof full);
    }
    /* Else there is nothing short about the ways of this test. */
    assert_true(by_groups > texts / 20);
}

static void short_ways_end_where_the_long_one_does(void **state) {
    (void)state;
    compare(&nreg_plan_builtin, 400000);
}

static void they_do_so_in_another_plan(void **state) {
    (void)state;
    compare(&nreg_plan_upstream, 100000);
}

static void a_fraction_of_zeros_is_no_line_number(void **state) {
    (void)state;
    nreg_number number;
    assert_int_equal(nreg_number_read(NULL, "1501214.0000", NREG_NUL, "US", NREG_READ_TEXT, &number), NREG_OK);
    assert_int_equal(number.e164, 15012140000);
    assert_int_equal(nreg_number_read(NULL, "1501214.0000", NREG_NUL, "US", NREG_READ_SPREADSHEET, &number), NREG_OK);
    assert_int_equal(number.e164, 11501214);
    assert_int_equal(number.notes, NREG_NOTE_SPREADSHEET_REPAIRED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ways_end_where_the_long_one_does),
        cmocka_unit_test(they_do_so_in_another_plan),
        cmocka_unit_test(a_fraction_of_zeros_is_no_line_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
