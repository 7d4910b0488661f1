/* SPDX-License-Identifier: MIT */
#include "purpose/catalogue.h"

#include "../support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static failing_allocator memory;

static nreg_catalogue *builtin(void) {
    nreg_catalogue *catalogue = NULL;
    memset(&memory, 0, sizeof memory);
    const nreg_allocator allocator = failing_allocator_of(&memory);
    assert_int_equal(nreg_catalogue_new(&allocator, &catalogue, NULL), NREG_OK);
    return catalogue;
}

static void end(nreg_catalogue *catalogue) {
    nreg_catalogue_release(catalogue);
    assert_int_equal(memory.live, 0);
}

static uint32_t match(const nreg_catalogue *catalogue, const char *text) {
    return nreg_catalogue_match(catalogue, text, strlen(text));
}

static nreg_purpose own_purpose(uint32_t id, const char *code, const char *label) {
    nreg_purpose purpose;
    memset(&purpose, 0, sizeof purpose);
    purpose.struct_size = (uint32_t)sizeof purpose;
    purpose.id = id;
    purpose.order = 200;
    snprintf(purpose.code, sizeof purpose.code, "%s", code);
    snprintf(purpose.label, sizeof purpose.label, "%s", label);
    return purpose;
}

/* Replaces *catalogue where putting succeeds. */
static nreg_code put(nreg_catalogue **catalogue, const nreg_purpose *purpose) {
    nreg_catalogue *made = NULL;
    nreg_error error = NREG_ERROR_INIT;
    const nreg_code code = nreg_catalogue_put(*catalogue, purpose, &made, &error);
    assert_int_equal(error.code, code);
    if (code == NREG_OK) {
        nreg_catalogue_release(*catalogue);
        *catalogue = made;
    } else {
        assert_null(made);
        assert_true(error.message[0] != '\0');
    }
    return code;
}

static void ten_purposes_are_built_in_in_order(void **state) {
    (void)state;
    static const char *const labels[] = {
        "Charity",        "Customer Service", "Debt Collection", "Informational/Notification",
        "Multi-Use Line", "Political",        "Prison",          "Survey",
        "Telemarketing",  "Do Not Originate"};
    nreg_catalogue *catalogue = builtin();
    assert_int_equal(nreg_catalogue_count(catalogue), 10);
    for (uint32_t i = 0; i < 10; i++) {
        const nreg_purpose *purpose = nreg_catalogue_at(catalogue, i);
        assert_int_equal(purpose->id, i + 1);
        assert_string_equal(purpose->label, labels[i]);
        assert_true(purpose->description[0] != '\0');
        assert_int_equal(purpose->warning[0] != '\0', purpose->id == NREG_PURPOSE_DO_NOT_ORIGINATE);
        assert_int_equal(nreg_catalogue_is_dno(catalogue, purpose->id), purpose->id == NREG_PURPOSE_DO_NOT_ORIGINATE);
        assert_ptr_equal(nreg_catalogue_find(catalogue, purpose->id), purpose);
    }
    assert_null(nreg_catalogue_at(catalogue, 10));
    assert_null(nreg_catalogue_find(catalogue, 0));
    assert_null(nreg_catalogue_find(catalogue, 11));
    assert_false(nreg_catalogue_is_dno(catalogue, 11));
    end(catalogue);
}

static void codes_and_labels_match_however_they_are_written(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    static const struct {
        const char *text;
        uint32_t id;
    } cases[] = {
        {"CUSTOMER_SERVICE", NREG_PURPOSE_CUSTOMER_SERVICE},
        {"customer service", NREG_PURPOSE_CUSTOMER_SERVICE},
        {"  Customer-Service  ", NREG_PURPOSE_CUSTOMER_SERVICE},
        {"\xEF\xBC\xA3ustomer\xE3\x80\x80Service", NREG_PURPOSE_CUSTOMER_SERVICE},
        {"Informational/Notification", NREG_PURPOSE_INFORMATIONAL},
        {"informational \\ notification", NREG_PURPOSE_INFORMATIONAL},
        {"Informational", NREG_PURPOSE_INFORMATIONAL},
        {"multi use", NREG_PURPOSE_MULTI_USE},
        {"MultiUse Line", NREG_PURPOSE_MULTI_USE},
        {"do not originate", NREG_PURPOSE_DO_NOT_ORIGINATE},
        {"Tele\xC2\xADmarketing", NREG_PURPOSE_TELEMARKETING}, /* soft hyphen */
        {"", 0},
        {"   ", 0},
        {"Customer", 0},
        {"Customer Service 2", 0},
        {"Informational+Notification", 0},
        {"Charit\xC3", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(match(catalogue, cases[i].text), cases[i].id);
    }
    end(catalogue);
}

static void matching_allocates_nothing(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    const uint64_t calls = memory.calls;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(match(catalogue, "Debt  collecti\xC3\xB6n"), 0);
        assert_int_equal(match(catalogue, "Debt Collection"), NREG_PURPOSE_DEBT_COLLECTION);
    }
    assert_int_equal(memory.calls, calls);
    end(catalogue);
}

static void a_host_adds_its_own_purpose_at_its_place(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    nreg_purpose purpose = own_purpose(1000, "FRAUD_ALERT", "Fraud Alert");
    purpose.order = 15;
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(nreg_catalogue_count(catalogue), 11);
    assert_int_equal(nreg_catalogue_at(catalogue, 1)->id, 1000);
    assert_int_equal(match(catalogue, "fraud-alert"), 1000);
    purpose = own_purpose(1001, "BLOCK_ALL", "Inbound Only");
    purpose.flags = NREG_PURPOSE_FLAG_DNO;
    purpose.order = 15;
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(nreg_catalogue_at(catalogue, 2)->id, 1001); /* ties go by id */
    assert_true(nreg_catalogue_is_dno(catalogue, 1001));
    end(catalogue);
}

static void a_purpose_is_relabelled_and_retired_but_stays_what_it_is(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    nreg_purpose purpose = *nreg_catalogue_find(catalogue, NREG_PURPOSE_PRISON);
    snprintf(purpose.label, sizeof purpose.label, "Correctional Facilite\xCC\x81");
    purpose.flags |= NREG_PURPOSE_FLAG_RETIRED;
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(nreg_catalogue_count(catalogue), 10);
    assert_string_equal(nreg_catalogue_find(catalogue, NREG_PURPOSE_PRISON)->label, "Correctional Facilit\xC3\xA9");
    assert_int_equal(match(catalogue, "correctional facilit\xC3\xA9"), NREG_PURPOSE_PRISON);
    assert_int_equal(match(catalogue, "prison"), NREG_PURPOSE_PRISON); /* its code */
    purpose.flags |= NREG_PURPOSE_FLAG_DNO;
    assert_int_equal(put(&catalogue, &purpose), NREG_INVALID_ARGUMENT);
    purpose.flags = 0;
    snprintf(purpose.code, sizeof purpose.code, "JAIL");
    assert_int_equal(put(&catalogue, &purpose), NREG_INVALID_ARGUMENT);
    purpose = *nreg_catalogue_find(catalogue, NREG_PURPOSE_DO_NOT_ORIGINATE);
    purpose.flags = 0;
    assert_int_equal(put(&catalogue, &purpose), NREG_INVALID_ARGUMENT);
    end(catalogue);
}

static void an_old_label_is_free_again(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    nreg_purpose purpose = own_purpose(1000, "A", "Alpha");
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    snprintf(purpose.label, sizeof purpose.label, "Beta");
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(match(catalogue, "alpha"), 0);
    purpose = own_purpose(1001, "B", "ALPHA");
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(match(catalogue, "alpha"), 1001);
    end(catalogue);
}

static void one_text_never_means_two_purposes(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    nreg_purpose purpose = own_purpose(1000, "SURVEY", "Another");
    assert_int_equal(put(&catalogue, &purpose), NREG_EXISTS);
    purpose = own_purpose(1000, "ANOTHER", "survey ");
    assert_int_equal(put(&catalogue, &purpose), NREG_EXISTS);
    purpose = own_purpose(1000, "ANOTHER", "customer/service");
    assert_int_equal(put(&catalogue, &purpose), NREG_EXISTS);
    purpose = own_purpose(1000, "DEBTCOLLECTION", "Another");
    assert_int_equal(put(&catalogue, &purpose), NREG_EXISTS);
    assert_int_equal(nreg_catalogue_count(catalogue), 10);
    end(catalogue);
}

static void bad_purposes_are_refused(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    static const struct {
        uint32_t id;
        const char *code;
        const char *label;
        uint32_t flags;
        nreg_code answer;
    } cases[] = {
        {0, "X", "X", 0, NREG_INVALID_ARGUMENT},
        {11, "X", "X", 0, NREG_INVALID_ARGUMENT},
        {999, "X", "X", 0, NREG_INVALID_ARGUMENT},
        {65536, "X", "X", 0, NREG_INVALID_ARGUMENT},
        {1000, "", "X", 0, NREG_INVALID_ARGUMENT},
        {1000, "lower", "X", 0, NREG_INVALID_ARGUMENT},
        {1000, "A B", "X", 0, NREG_INVALID_ARGUMENT},
        {1000, "___", "X", 0, NREG_INVALID_ARGUMENT},
        {1000, "X", "X", 4, NREG_INVALID_ARGUMENT},
        {1000, "X", "", 0, NREG_BAD_TEXT},
        {1000, "X", " - ", 0, NREG_BAD_TEXT},
        {1000, "X", "a\nb", 0, NREG_BAD_TEXT},
        {1000, "X", "a\xFF", 0, NREG_BAD_TEXT},
        {1000, "X", "\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA", 0,
         NREG_BAD_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nreg_purpose purpose = own_purpose(cases[i].id, cases[i].code, cases[i].label);
        purpose.flags = cases[i].flags;
        assert_int_equal(put(&catalogue, &purpose), cases[i].answer);
    }
    nreg_purpose purpose = own_purpose(1000, "X", "X");
    purpose.struct_size = 0;
    assert_int_equal(put(&catalogue, &purpose), NREG_INVALID_ARGUMENT);
    purpose = own_purpose(1000, "X", "X");
    memset(purpose.label, 'y', sizeof purpose.label); /* no NUL */
    assert_int_equal(put(&catalogue, &purpose), NREG_BAD_TEXT);
    purpose = own_purpose(1000, "X", "X");
    memset(purpose.code, 'Y', sizeof purpose.code);
    assert_int_equal(put(&catalogue, &purpose), NREG_INVALID_ARGUMENT);
    purpose = own_purpose(1000, "X", "X");
    purpose.warning[0] = '\a';
    assert_int_equal(put(&catalogue, &purpose), NREG_BAD_TEXT);
    purpose = own_purpose(1000, "X", "X");
    purpose.description[0] = '\x80';
    assert_int_equal(put(&catalogue, &purpose), NREG_BAD_TEXT);
    assert_int_equal(nreg_catalogue_count(catalogue), 10);
    end(catalogue);
}

static void thousands_of_purposes_are_found_by_id_and_text(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    for (uint32_t i = 0; i < 300; i++) {
        char code[32], label[96];
        snprintf(code, sizeof code, "OWN_%u", i);
        snprintf(label, sizeof label, "Own purpose number %u", i);
        nreg_purpose purpose = own_purpose(NREG_PURPOSE_MAX - i * 7, code, label);
        purpose.order = i * 2654435761u;
        assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    }
    for (uint32_t i = 0; i < 300; i++) {
        char label[96];
        snprintf(label, sizeof label, "OWN PURPOSE NUMBER %u", i);
        assert_int_equal(match(catalogue, label), NREG_PURPOSE_MAX - i * 7);
        assert_int_equal(nreg_catalogue_find(catalogue, NREG_PURPOSE_MAX - i * 7)->id, NREG_PURPOSE_MAX - i * 7);
        assert_null(nreg_catalogue_find(catalogue, NREG_PURPOSE_MAX - i * 7 - 1));
    }
    for (uint32_t i = 1; i < nreg_catalogue_count(catalogue); i++) {
        assert_true(nreg_catalogue_at(catalogue, i - 1)->order <= nreg_catalogue_at(catalogue, i)->order);
    }
    end(catalogue);
}

static void a_holder_keeps_its_catalogue_when_a_new_one_is_made(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin();
    nreg_catalogue *kept = nreg_catalogue_retain(catalogue);
    nreg_purpose purpose = own_purpose(1000, "NEW", "New");
    assert_int_equal(put(&catalogue, &purpose), NREG_OK);
    assert_int_equal(match(kept, "new"), 0);
    assert_int_equal(match(catalogue, "new"), 1000);
    nreg_catalogue_release(kept);
    end(catalogue);
    nreg_catalogue_release(NULL);
}

static void short_memory_fails_cleanly_at_every_allocation(void **state) {
    (void)state;
    const nreg_allocator allocator = failing_allocator_of(&memory);
    for (int forever = 0; forever < 2; forever++) {
        for (uint64_t n = 1;; n++) {
            nreg_catalogue *first = NULL, *second = NULL;
            const nreg_purpose purpose = own_purpose(1000, "NEW", "New");
            memory = (failing_allocator){.fail_at = n, .forever = forever};
            nreg_code code = nreg_catalogue_new(&allocator, &first, NULL);
            if (code == NREG_OK) {
                code = nreg_catalogue_put(first, &purpose, &second, NULL);
            }
            nreg_catalogue_release(first);
            nreg_catalogue_release(second);
            assert_int_equal(memory.live, 0);
            if (!memory.failed) {
                assert_int_equal(code, NREG_OK);
                break;
            }
            assert_int_equal(code, NREG_NO_MEMORY);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_purposes_are_built_in_in_order),
        cmocka_unit_test(codes_and_labels_match_however_they_are_written),
        cmocka_unit_test(matching_allocates_nothing),
        cmocka_unit_test(a_host_adds_its_own_purpose_at_its_place),
        cmocka_unit_test(a_purpose_is_relabelled_and_retired_but_stays_what_it_is),
        cmocka_unit_test(an_old_label_is_free_again),
        cmocka_unit_test(one_text_never_means_two_purposes),
        cmocka_unit_test(bad_purposes_are_refused),
        cmocka_unit_test(thousands_of_purposes_are_found_by_id_and_text),
        cmocka_unit_test(a_holder_keeps_its_catalogue_when_a_new_one_is_made),
        cmocka_unit_test(short_memory_fails_cleanly_at_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
