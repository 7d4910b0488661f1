/* SPDX-License-Identifier: MIT */
/* Loading plans: the built-in one out of a file, and files that must be refused or must do no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "number/plan.h"
#include "number/plan_check.h"
#include "number/tables.h"
#include "plan_bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint8_t bytes[PLAN_BYTES_MOST];
static size_t length;

static int start(void **state) {
    (void)state;
    length = plan_bytes(bytes);
    return 0;
}

/* Uses a plan in every way there is. */
static void exercise(const nreg_plan *plan) {
    static const char *const texts[] = {
        "5012149020", "+442070313000", "011 54 9 11 8765-4321", "0171 2345678", "+1", "8 495 123 45 67 ext 5",
        "00",         "+80012345678",  "12345678901234567"};
    static const char *const regions[] = {"US", "DE", "AR", "AG", "BR", "SM"};
    for (size_t region = 0; region < sizeof regions / sizeof *regions; region++)
        for (size_t text = 0; text < sizeof texts / sizeof *texts; text++) {
            nreg_number number;
            char buffer[NREG_FORMAT_SIZE];
            assert_int_equal(nreg_number_read(plan, texts[text], NREG_NUL, regions[region], 0, &number), NREG_OK);
            for (uint32_t style = 0; number.parse == NREG_PARSE_OK && style <= NREG_FORMAT_NATIONAL_DIGITS; style++)
                (void)nreg_number_format(plan, &number, style, buffer, sizeof buffer, NULL);
            (void)nreg_number_complete(plan, texts[text], NREG_NUL, regions[region], buffer, 32);
            (void)nreg_number_valid_for_region(plan, &number, regions[region]);
        }
    for (uint32_t at = 0; at < nreg_plan_region_count(plan); at++)
        for (uint32_t type = 0; type <= NREG_TYPE_UNKNOWN; type++) {
            nreg_number number;
            (void)nreg_number_example(plan, nreg_plan_region(plan, at), 0, type, &number);
        }
}

static void the_built_in_plan_survives_the_way_through_a_file(void **state) {
    (void)state;
    nreg_plan *plan = NULL;
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(nreg_plan_load(bytes, length, &plan, &error), NREG_OK);
    assert_int_equal(error.code, NREG_OK);
    assert_string_equal(nreg_plan_release(plan), nreg_plan_release(NULL));
    assert_string_equal(nreg_plan_date(plan), nreg_plan_date(NULL));
    assert_int_equal(nreg_plan_region_count(plan), nreg_plan_region_count(NULL));
    exercise(plan);
    for (uint32_t at = 0; at < nreg_plan_region_count(NULL); at++) {
        nreg_number own, loaded;
        const char *region = nreg_plan_region(NULL, at);
        assert_int_equal(nreg_number_example(NULL, region, 0, NREG_TYPE_FIXED_LINE, &own), NREG_OK);
        assert_int_equal(nreg_number_example(plan, region, 0, NREG_TYPE_FIXED_LINE, &loaded), NREG_OK);
        assert_memory_equal(&own, &loaded, sizeof own);
        char text[NREG_FORMAT_SIZE], loaded_text[NREG_FORMAT_SIZE];
        assert_int_equal(nreg_number_format(NULL, &own, NREG_FORMAT_NATIONAL, text, sizeof text, NULL), NREG_OK);
        assert_int_equal(nreg_number_format(plan, &own, NREG_FORMAT_NATIONAL, loaded_text, sizeof text, NULL), NREG_OK);
        assert_string_equal(text, loaded_text);
    }
    nreg_plan_free(plan);
}

static void a_plan_lives_as_long_as_it_is_retained(void **state) {
    (void)state;
    nreg_plan *plan = NULL;
    assert_int_equal(nreg_plan_load(bytes, length, &plan, NULL), NREG_OK);
    assert_ptr_equal(nreg_plan_retain(plan), plan);
    nreg_plan_free(plan);
    exercise(plan);
    nreg_plan_free(plan);
    assert_null(nreg_plan_retain(NULL));
    nreg_plan_free(NULL);
}

static void plans_are_loaded_from_files(void **state) {
    (void)state;
    char name[] = "plan_test_XXXXXX";
    nreg_plan *plan = NULL;
    nreg_error error = NREG_ERROR_INIT;
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes, length), (ssize_t)length);
    assert_int_equal(close(descriptor), 0);
    assert_int_equal(nreg_plan_load_file(name, &plan, &error), NREG_OK);
    assert_int_equal(nreg_plan_calling_code(plan, "US"), 1);
    nreg_plan_free(plan);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(nreg_plan_load_file(name, &plan, &error), NREG_NOT_FOUND);
    assert_true(error.system != 0);
    assert_int_equal(nreg_plan_load_file("/", &plan, &error), NREG_IO);
    assert_int_equal(nreg_plan_load_file(NULL, &plan, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_plan_load_file(name, NULL, &error), NREG_INVALID_ARGUMENT);
}

static void assert_refused(const void *data, size_t size, nreg_code code) {
    nreg_plan *plan = (nreg_plan *)(uintptr_t)1;
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(nreg_plan_load(data, size, &plan, &error), code);
    assert_int_equal(error.code, code);
    assert_true(strlen(error.message) > 10);
    assert_ptr_equal(plan, (nreg_plan *)(uintptr_t)1);
}

static void what_is_no_plan_file_is_named(void **state) {
    (void)state;
    uint8_t copy[PLAN_BYTES_HEADER];
    memcpy(copy, bytes, sizeof copy);
    assert_refused("hello", 5, NREG_BAD_FORMAT);
    assert_refused(NULL, 0, NREG_BAD_FORMAT);
    assert_refused(NULL, 5, NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_plan_load(bytes, length, NULL, NULL), NREG_INVALID_ARGUMENT);
    copy[0] = 'n';
    assert_refused(copy, sizeof copy, NREG_BAD_FORMAT);
    copy[0] = 'N';
    copy[8] = 2;
    assert_refused(copy, sizeof copy, NREG_INCOMPATIBLE);
    copy[8] = 3;
    assert_refused(copy, sizeof copy, NREG_CORRUPT);
}

static void every_changed_byte_is_noticed(void **state) {
    (void)state;
    for (size_t at = PLAN_BYTES_CHECKSUM; at < length; at += at < 400 ? 1 : 997) {
        bytes[at] ^= 0x10;
        assert_refused(bytes, length, NREG_CORRUPT);
        bytes[at] ^= 0x10;
    }
    assert_refused(bytes, length - 1, NREG_CORRUPT);
}

/* Changes with a right checksum: refused, or harmless. Sanitizers tell whether a table was left. */
static void plans_that_lie_do_no_harm(void **state) {
    (void)state;
    uint64_t seed = 88172645463325252u;
    size_t refused = 0, loaded = 0;
    for (size_t round = 0; round < 300; round++) {
        size_t positions[4];
        uint8_t old[4];
        for (size_t change = 0; change < 4; change++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            size_t range = round % 3 == 0 ? PLAN_BYTES_HEADER - 20 : length - 20;
            positions[change] = 20 + (size_t)(seed >> 8) % range;
            old[change] = bytes[positions[change]];
            bytes[positions[change]] = (uint8_t)seed;
        }
        plan_bytes_seal(bytes, length);
        nreg_plan *plan = NULL;
        nreg_code code = nreg_plan_load(bytes, length, &plan, NULL);
        if (code == NREG_OK) {
            loaded++;
            exercise(plan);
            nreg_plan_free(plan);
        } else {
            assert_int_equal(code, NREG_CORRUPT);
            refused++;
        }
        for (size_t change = 4; change > 0; change--)
            bytes[positions[change - 1]] = old[change - 1];
    }
    assert_true(refused > 50 && loaded > 5);
    plan_bytes_seal(bytes, length);
}

typedef struct failing {
    size_t left;
    size_t live;
} failing;

static void *failing_allocate(size_t size, void *context) {
    failing *f = context;
    if (f->left == 0)
        return NULL;
    f->left--;
    f->live++;
    return malloc(size);
}

static void *failing_reallocate(void *memory, size_t size, void *context) {
    (void)memory;
    (void)size;
    (void)context;
    return NULL;
}

static void failing_release(void *memory, void *context) {
    failing *f = context;
    f->live -= memory != NULL;
    free(memory);
}

static void checking_reports_lack_of_memory(void **state) {
    (void)state;
    for (size_t allowed = 0; allowed < 3; allowed++) {
        failing f = {allowed, 0};
        nreg_allocator allocator = {failing_allocate, failing_reallocate, failing_release, &f};
        const char *wrong = NULL;
        assert_int_equal(nreg_plan_check(&nreg_plan_builtin, &allocator, &wrong),
                         allowed < 2 ? NREG_NO_MEMORY : NREG_OK);
        assert_int_equal(f.live, 0);
    }
}

/* The built-in plan with texts behind its own, which some rule and some calling code use. */
typedef struct rewritten {
    nreg_plan plan;
    char text[8192];
    nreg_plan_rule rules[2048];
    nreg_plan_country countries[256];
} rewritten;

static void rewrite(rewritten *r, const char *rule, const char *extension) {
    const nreg_plan *plan = &nreg_plan_builtin;
    r->plan = *plan;
    assert_true(plan->text_count + strlen(rule) + strlen(extension) + 2 <= sizeof r->text);
    assert_true(plan->rule_count <= 2048 && plan->country_count <= 256);
    memcpy(r->text, plan->text, plan->text_count);
    memcpy(r->rules, plan->rules, plan->rule_count * sizeof *plan->rules);
    memcpy(r->countries, plan->countries, plan->country_count * sizeof *plan->countries);
    strcpy(r->text + plan->text_count, rule);
    strcpy(r->text + plan->text_count + strlen(rule) + 1, extension);
    r->plan.text = r->text;
    r->plan.text_count += (uint32_t)(strlen(rule) + strlen(extension) + 2);
    r->plan.rules = r->rules;
    r->plan.countries = r->countries;
    for (uint32_t at = 1; at < plan->rule_count; at++)
        r->rules[at].text = (uint16_t)plan->text_count;
    for (uint32_t at = 0; at < plan->country_count; at++)
        r->countries[at].extension = (uint16_t)(plan->text_count + strlen(rule) + 1);
}

static nreg_code check(const nreg_plan *plan) {
    const char *wrong = "";
    failing f = {2, 0};
    nreg_allocator allocator = {failing_allocate, failing_reallocate, failing_release, &f};
    nreg_code code = nreg_plan_check(plan, &allocator, &wrong);
    assert_true(code == NREG_OK || strcmp(wrong, "formats") == 0);
    return code;
}

static void what_plans_make_of_a_number_always_fits(void **state) {
    static rewritten r;
    (void)state;
    char rule[NREG_RULE_MAX + 2], extension[NREG_BEFORE_EXTENSION + 2];
    for (size_t longer = 0; longer < 4; longer++) {
        memset(rule, '*', sizeof rule);
        memset(extension, '*', sizeof extension);
        rule[NREG_RULE_MAX + longer % 2] = '\0';
        extension[NREG_BEFORE_EXTENSION + longer / 2] = '\0';
        rewrite(&r, rule, extension);
        assert_int_equal(check(&r.plan), longer == 0 ? NREG_OK : NREG_CORRUPT);
    }
    rule[NREG_RULE_MAX] = extension[NREG_BEFORE_EXTENSION] = '\0';
    rewrite(&r, rule, extension);
    nreg_number number;
    char text[NREG_FORMAT_SIZE];
    size_t written = 0;
    (void)nreg_number_read(&r.plan, "+1 501 214 9020 ext. 12345678901234567890", NREG_NUL, NULL, 0, &number);
    assert_int_equal(number.extension_digits, 20);
    assert_int_equal(nreg_number_format(&r.plan, &number, NREG_FORMAT_RFC3966, text, sizeof text, &written), NREG_OK);
    assert_int_equal(written, strlen("tel:+1-") + NREG_RULE_MAX + strlen(";ext=") + 20);
    assert_int_equal(nreg_number_format(&r.plan, &number, NREG_FORMAT_NATIONAL, text, sizeof text, &written), NREG_OK);
    assert_int_equal(written, NREG_RULE_MAX + NREG_BEFORE_EXTENSION + 20);
}

static void what_plans_make_of_a_number_needs_no_quoting(void **state) {
    static const char *const bad[] = {"\"", "\\", "\n", "\x1f", "\x7f"};
    static rewritten r;
    (void)state;
    for (size_t at = 0; at < sizeof bad / sizeof *bad; at++) {
        rewrite(&r, bad[at], " x");
        assert_int_equal(check(&r.plan), NREG_CORRUPT);
        rewrite(&r, "\1", bad[at]);
        assert_int_equal(check(&r.plan), NREG_CORRUPT);
    }
    rewrite(&r, "\1", "\1");
    assert_int_equal(check(&r.plan), NREG_CORRUPT);
    rewrite(&r, "\1 \xd0\xb4", " \xd0\xb4");
    assert_int_equal(check(&r.plan), NREG_OK);
    /* Groups count with the most digits that they can have. */
    rewrite(&r, "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1", " x");
    assert_int_equal(check(&r.plan), NREG_CORRUPT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_built_in_plan_survives_the_way_through_a_file, start),
        cmocka_unit_test_setup(a_plan_lives_as_long_as_it_is_retained, start),
        cmocka_unit_test_setup(plans_are_loaded_from_files, start),
        cmocka_unit_test_setup(what_is_no_plan_file_is_named, start),
        cmocka_unit_test_setup(every_changed_byte_is_noticed, start),
        cmocka_unit_test_setup(plans_that_lie_do_no_harm, start),
        cmocka_unit_test_setup(what_plans_make_of_a_number_always_fits, start),
        cmocka_unit_test_setup(what_plans_make_of_a_number_needs_no_quoting, start),
        cmocka_unit_test_setup(checking_reports_lack_of_memory, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
