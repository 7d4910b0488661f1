/* SPDX-License-Identifier: MIT */
/* What libphonenumber answers on the inputs of its own unit tests, with its own test plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plans/plans.h"

#include <string.h>

typedef struct fact {
    const char *text, *region;
    uint32_t parse;
    uint64_t national;
    uint32_t calling_code, leading_zeros, digits, possible, valid, type, source;
    const char *owner, *extension;
    uint32_t valid_for_region;
    const char *e164, *national_format, *international, *rfc3966;
} fact;

static const fact facts[] = {
#include "plans/upstream_facts.inc"
};

static void assert_fact(const fact *f) {
    nreg_number number;
    const nreg_plan *plan = &nreg_plan_upstream;
    assert_int_equal(nreg_number_read(plan, f->text, NREG_NUL, f->region, NREG_READ_TEXT, &number), NREG_OK);
    if (number.parse != f->parse || number.national != f->national || number.valid != f->valid)
        print_error("%s in %s\n", f->text, f->region);
    assert_int_equal(number.parse, f->parse);
    if (f->parse != NREG_PARSE_OK)
        return;
    assert_int_equal(number.national, f->national);
    assert_int_equal(number.calling_code, f->calling_code);
    assert_int_equal(number.leading_zeros, f->leading_zeros);
    assert_int_equal(number.national_digits, f->digits);
    assert_int_equal(number.possible, f->possible);
    assert_int_equal(number.valid, f->valid);
    assert_int_equal(number.type, f->type);
    assert_int_equal(number.source, f->source);
    assert_string_equal(number.region, f->owner);
    assert_string_equal(number.extension, f->extension);
    assert_int_equal((number.notes & NREG_NOTE_VALID_FOR_REGION) != 0, f->valid_for_region);
    const char *formats[4] = {f->e164, f->national_format, f->international, f->rfc3966};
    for (uint32_t style = 0; style < 4; style++) {
        char buffer[NREG_FORMAT_SIZE];
        assert_int_equal(nreg_number_format(plan, &number, style, buffer, sizeof buffer, NULL), NREG_OK);
        assert_string_equal(buffer, formats[style]);
    }
}

static void the_inputs_of_upstreams_unit_tests_are_answered_alike(void **state) {
    (void)state;
    assert_true(sizeof facts / sizeof *facts > 250);
    for (size_t at = 0; at < sizeof facts / sizeof *facts; at++)
        assert_fact(&facts[at]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_inputs_of_upstreams_unit_tests_are_answered_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
