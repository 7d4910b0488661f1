/* SPDX-License-Identifier: MIT */
/* Languages: Spanish is complete, arguments are those of English, and results speak what their session was told. */
#include "../support/failing_allocator.h"
#include "language/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <numberreg.h>

/* Whether every argument of one text is in the other. */
static int has_arguments_of(const char *text, const char *other) {
    for (const char *open = strchr(other, '{'); open != NULL; open = strchr(open + 1, '{')) {
        char argument[32];
        const size_t length = (size_t)(strchr(open, '}') - open) + 1;
        assert_true(length < sizeof argument);
        memcpy(argument, open, length);
        argument[length] = '\0';
        if (strstr(text, argument) == NULL) {
            return 0;
        }
    }
    return 1;
}

static void spanish_says_everything_that_english_says_with_the_same_arguments(void **state) {
    (void)state;
    const nreg_language *spanish = nreg_language_find("es");
    uint32_t count = 0;
    char key[NREG_LANGUAGE_KEY_SIZE];
    for (const char *english; (english = nreg_language_key(count, key)) != NULL; count++) {
        const char *text = nreg_language_say(spanish, key);
        assert_non_null(text);
        assert_string_equal(nreg_language_say(NULL, key), english);
        if (strcmp(text, english) == 0 || text[0] == '\0') {
            fail_msg("%s is not translated", key);
        }
        if (!has_arguments_of(text, english) || !has_arguments_of(english, text)) {
            fail_msg("%s has other arguments: %s", key, text);
        }
        assert_true(strlen(text) <= NREG_LANGUAGE_TEXT_MAX);
        assert_int_equal(english[strlen(english) - 1] == '.', text[strlen(text) - 1] == '.');
    }
    /* 61 reasons, 6 sentences, 4 stand-ins, 18 headings, 5 statuses, 7 signs, 10 purposes with two texts each, 1
     * warning. */
    assert_int_equal(count, 61 + 6 + 4 + 18 + 5 + 7 + 20 + 1);
    for (uint32_t at = 0; at < NREG_SAYS_COUNT; at++) {
        assert_int_equal(nreg_language_spanish.texts[at] == NULL, nreg_language_english_at(at) == NULL);
    }
}

/* What is built in could have been made by a host: it passes the same checks. */
static void spanish_passes_the_checks_of_a_hosts_texts(void **state) {
    (void)state;
    static char keys[NREG_SAYS_COUNT][NREG_LANGUAGE_KEY_SIZE];
    nreg_language_text texts[NREG_SAYS_COUNT];
    uint32_t count = 0;
    const nreg_language *spanish = nreg_language_find("es");
    while (nreg_language_key(count, keys[count]) != NULL) {
        texts[count] = (nreg_language_text){keys[count], nreg_language_say(spanish, keys[count])};
        count++;
    }
    nreg_language *made;
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(nreg_language_new("es-ES", NULL, texts, sizeof *texts, count, NULL, &made, &error), NREG_OK);
    for (uint32_t i = 0; i < count; i++) {
        assert_string_equal(nreg_language_say(made, keys[i]), texts[i].text);
    }
    assert_string_equal(nreg_language_tag(made), "es-ES");
    nreg_language_free(made);
}

static void tags_are_found_with_their_regions(void **state) {
    (void)state;
    static const char *const spanish[] = {"es", "ES", "es-MX", "es_ES.UTF-8"};
    for (size_t i = 0; i < sizeof spanish / sizeof spanish[0]; i++) {
        assert_string_equal(nreg_language_tag(nreg_language_find(spanish[i])), "es");
    }
    assert_string_equal(nreg_language_tag(nreg_language_find("en-US")), "en");
    assert_string_equal(nreg_language_tag(NULL), "en");
    assert_null(nreg_language_find("est"));
    assert_null(nreg_language_find("e"));
    assert_null(nreg_language_find(""));
    assert_null(nreg_language_find(NULL));
    assert_null(nreg_language_say(NULL, "reason.NONE"));
    assert_null(nreg_language_say(NULL, NULL));
}

static nreg_code make(const char *key, const char *text, nreg_error *error) {
    const nreg_language_text one = {key, text};
    nreg_language *made = NULL;
    const nreg_code code = nreg_language_new("xx", NULL, &one, sizeof one, 1, NULL, &made, error);
    assert_int_equal(made != NULL, code == NREG_OK);
    nreg_language_free(made);
    return code;
}

static void texts_with_other_arguments_are_refused(void **state) {
    (void)state;
    nreg_error error = NREG_ERROR_INIT;
    static const struct {
        const char *key, *text;
        nreg_code code;
    } cases[] = {
        {"reason.ALREADY_BELOW", "{holder} holds it, below {target}; {holder} that is.", NREG_OK},
        {"reason.ALREADY_BELOW", "Below {target}.", NREG_BAD_FORMAT},             /* one too few */
        {"reason.ALREADY_BELOW", "{holder} {target} {status}.", NREG_BAD_FORMAT}, /* one too many */
        {"reason.ALREADY_BELOW", "{holder} {tarjet}.", NREG_BAD_FORMAT},          /* misspelt */
        {"reason.ALREADY_BELOW", "{holder} {target.", NREG_BAD_FORMAT},           /* left open */
        {"reason.ALREADY_BELOW", "{holder} {target} }.", NREG_BAD_FORMAT},        /* alone */
        {"reason.ALREADY_BELOW", "{holder} {{target}}.", NREG_BAD_FORMAT},
        {"reason.EMPTY", "{target} is empty.", NREG_BAD_FORMAT},
        {"reason.EMPTY", "{}.", NREG_BAD_FORMAT},
        {"reason.EMPTY", "Rien.", NREG_OK},
        {"reason.EMPTY", "", NREG_BAD_TEXT},
        {"reason.EMPTY", "\xff", NREG_BAD_TEXT},
        {"reason.NONE", "x", NREG_NOT_FOUND},
        {"reason.30", "x", NREG_NOT_FOUND},
        {"purpose.CHARITY.warning", "x", NREG_NOT_FOUND},
        {"sentence.REJECTED", "{rejected}/{entries}", NREG_OK},
        {"sentence.REJECTED", "{rejected}", NREG_BAD_FORMAT},
        {NULL, "x", NREG_INVALID_ARGUMENT},
        {"reason.EMPTY", NULL, NREG_INVALID_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(make(cases[i].key, cases[i].text, &error), cases[i].code);
        assert_int_equal(error.position, cases[i].code == NREG_OK ? -1 : 0);
    }
    char longest[NREG_LANGUAGE_TEXT_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[NREG_LANGUAGE_TEXT_MAX + 1] = '\0';
    assert_int_equal(make("reason.EMPTY", longest, &error), NREG_BAD_TEXT);
    assert_int_equal(make("purpose.CHARITY.label", longest, &error), NREG_BAD_TEXT);
    longest[NREG_LANGUAGE_TEXT_MAX] = '\0';
    assert_int_equal(make("reason.EMPTY", longest, &error), NREG_OK);

    const nreg_language_text twice[] = {{"reason.EMPTY", "Rien."}, {"reason.EMPTY", "Rien."}};
    nreg_language *made;
    assert_int_equal(nreg_language_new("fr", NULL, twice, sizeof *twice, 2, NULL, &made, &error), NREG_EXISTS);
    assert_int_equal(error.position, 1);
    assert_int_equal(nreg_language_new("", NULL, twice, sizeof *twice, 1, NULL, &made, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_language_new("0123456789abcdef", NULL, NULL, sizeof *twice, 0, NULL, &made, &error),
                     NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_language_new("fr", NULL, NULL, sizeof *twice, 1, NULL, &made, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_language_new("fr", NULL, twice, 8, 1, NULL, &made, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_language_new("fr", NULL, twice, sizeof *twice, 1, NULL, NULL, &error), NREG_INVALID_ARGUMENT);
}

/* --- in results */

typedef struct portal {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session;
    nreg_scope acme;
    nreg_error error;
} portal;

static portal open_portal(void) {
    portal p;
    nreg_scope_options options;
    nreg_error_init(&p.error);
    assert_int_equal(nreg_memory_store_open(NULL, &p.store, &p.error), NREG_OK);
    assert_int_equal(nreg_registry_open(p.store, NULL, &p.registry, &p.error), NREG_OK);
    assert_int_equal(nreg_session_open_operator(p.registry, "operator", NREG_NUL, NULL, 0, &p.session, &p.error),
                     NREG_OK);
    nreg_scope_options_init(&options);
    options.key = "acme";
    options.label = "Acme";
    assert_int_equal(nreg_scope_add(p.session, 0, &options, &p.acme, &p.error), NREG_OK);
    return p;
}

static void close_portal(portal *p) {
    nreg_session_close(p->session);
    nreg_registry_close(p->registry);
    nreg_store_close(p->store);
}

static nreg_result *add(portal *p, const char *first, const char *second, uint32_t purpose) {
    nreg_batch *batch;
    nreg_result *result;
    assert_int_equal(nreg_batch_new(p->session, p->acme.id, NULL, &batch, &p->error), NREG_OK);
    assert_int_equal(nreg_batch_add(batch, first, NREG_NUL, purpose, NULL, &p->error), NREG_OK);
    if (second != NULL) {
        assert_int_equal(nreg_batch_add(batch, second, NREG_NUL, purpose, NULL, &p->error), NREG_OK);
    }
    assert_int_equal(nreg_batch_commit(batch, NULL, &result, &p->error), NREG_OK);
    nreg_batch_free(batch);
    return result;
}

static void assert_says(nreg_result *result, const char *sentence, uint32_t index, const char *message) {
    char text[NREG_MESSAGE_SIZE];
    assert_int_equal(nreg_result_sentence(result, text, sizeof text), NREG_OK);
    assert_string_equal(text, sentence);
    assert_int_equal(nreg_result_message(result, index, 0, text, sizeof text), NREG_OK);
    assert_string_equal(text, message);
    nreg_result_free(result);
}

static void results_speak_the_language_of_their_session(void **state) {
    (void)state;
    portal p = open_portal();
    assert_says(add(&p, "5012149020", "12", NREG_PURPOSE_SURVEY), "1 of 2 numbers was rejected.", 0, "");
    assert_int_equal(nreg_session_set_language(p.session, nreg_language_find("es"), &p.error), NREG_OK);
    assert_says(add(&p, "5012149020", "5012149021", NREG_PURPOSE_SURVEY), "1 de 2 números fue rechazado.", 0,
                "Este número ya está registrado en Acme.");
    assert_says(add(&p, "5012149022", "5012149023", NREG_PURPOSE_SURVEY), "Los 2 números fueron aceptados.", 1, "");
    assert_says(add(&p, "5012149024", NULL, NREG_PURPOSE_SURVEY), "El número fue aceptado.", 0, "");
    assert_says(add(&p, "5012149024", NULL, NREG_PURPOSE_SURVEY), "1 de 1 número fue rechazado.", 0,
                "Este número ya está registrado en Acme.");
    assert_says(add(&p, "5012149024", "x", NREG_PURPOSE_SURVEY), "2 de 2 números fueron rechazados.", 1,
                nreg_language_say(nreg_language_find("es"), "reason.NOT_A_NUMBER"));

    /* The name of a built-in purpose is translated within a sentence; one that the host has given is not. */
    nreg_purpose purpose;
    assert_int_equal(nreg_purpose_get(p.registry, NREG_PURPOSE_SURVEY, &purpose, &p.error), NREG_OK);
    purpose.flags |= NREG_PURPOSE_FLAG_RETIRED;
    assert_int_equal(nreg_purpose_put(p.registry, &purpose, &p.error), NREG_OK);
    assert_says(add(&p, "5012149025", NULL, NREG_PURPOSE_SURVEY), "1 de 1 número fue rechazado.", 0,
                "El propósito de llamada Encuesta ya no se ofrece. Elija otro.");
    snprintf(purpose.label, sizeof purpose.label, "Polls");
    assert_int_equal(nreg_purpose_put(p.registry, &purpose, &p.error), NREG_OK);
    assert_says(add(&p, "5012149025", NULL, NREG_PURPOSE_SURVEY), "1 de 1 número fue rechazado.", 0,
                "El propósito de llamada Polls ya no se ofrece. Elija otro.");
    assert_int_equal(nreg_session_set_language(p.session, NULL, &p.error), NREG_OK);
    assert_says(add(&p, "5012149024", NULL, NREG_PURPOSE_CHARITY), "1 of 1 number was rejected.", 0,
                "This number is already registered at Acme.");
    assert_int_equal(nreg_session_set_language(NULL, NULL, &p.error), NREG_INVALID_ARGUMENT);
    close_portal(&p);
}

static void a_hosts_language_outlives_its_handle_and_falls_back(void **state) {
    (void)state;
    portal p = open_portal();
    failing_allocator memory = {0};
    const nreg_allocator allocator = failing_allocator_of(&memory);
    const nreg_language_text informal[] = {{"reason.ALREADY_HERE", "Ya lo tienes en {target}."}};
    nreg_language *made, *derived;
    assert_int_equal(
        nreg_language_new("es-x", nreg_language_find("es"), informal, sizeof *informal, 1, &allocator, &made, &p.error),
        NREG_OK);
    assert_int_equal(nreg_language_new("es-y", made, NULL, sizeof *informal, 0, &allocator, &derived, &p.error),
                     NREG_OK);
    nreg_language_free(made);
    assert_int_equal(nreg_session_set_language(p.session, derived, &p.error), NREG_OK);
    nreg_language_free(derived);
    nreg_result_free(add(&p, "5012149020", NULL, NREG_PURPOSE_SURVEY));
    nreg_result *result = add(&p, "5012149020", "x", NREG_PURPOSE_SURVEY);
    close_portal(&p);
    assert_says(result, "2 de 2 números fueron rechazados.", 0, "Ya lo tienes en Acme.");
    assert_int_equal(memory.live, 0);
    nreg_language_free((nreg_language *)(uintptr_t)nreg_language_find("es")); /* nothing happens */
    nreg_language_free(NULL);
}

static void purposes_are_put_into_a_language(void **state) {
    (void)state;
    portal p = open_portal();
    nreg_purpose purpose;
    assert_int_equal(nreg_purpose_get(p.registry, NREG_PURPOSE_DO_NOT_ORIGINATE, &purpose, &p.error), NREG_OK);
    snprintf(purpose.description, sizeof purpose.description, "Ours.");
    assert_int_equal(nreg_language_purpose(nreg_language_find("es"), &purpose), NREG_OK);
    assert_string_equal(purpose.label, "No Originar");
    assert_string_equal(purpose.description, "Ours.");
    assert_non_null(strstr(purpose.warning, "nunca"));
    purpose.id = NREG_PURPOSE_FIRST_OWN;
    assert_int_equal(nreg_language_purpose(nreg_language_find("es"), &purpose), NREG_OK);
    assert_string_equal(purpose.label, "No Originar");
    assert_int_equal(nreg_language_purpose(NULL, NULL), NREG_INVALID_ARGUMENT);
    purpose.struct_size = 4;
    assert_int_equal(nreg_language_purpose(NULL, &purpose), NREG_INVALID_ARGUMENT);
    close_portal(&p);
}

static void short_memory_makes_no_language(void **state) {
    (void)state;
    const nreg_language_text one = {"reason.EMPTY", "Rien."};
    for (uint64_t n = 1;; n++) {
        failing_allocator memory = {.fail_at = n};
        const nreg_allocator allocator = failing_allocator_of(&memory);
        nreg_language *made = NULL;
        const nreg_code code = nreg_language_new("fr", NULL, &one, sizeof one, 1, &allocator, &made, NULL);
        nreg_language_free(made);
        assert_int_equal(memory.live, 0);
        if (!memory.failed) {
            assert_int_equal(code, NREG_OK);
            assert_true(n > 2);
            break;
        }
        assert_int_equal(code, NREG_NO_MEMORY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spanish_says_everything_that_english_says_with_the_same_arguments),
        cmocka_unit_test(spanish_passes_the_checks_of_a_hosts_texts),
        cmocka_unit_test(tags_are_found_with_their_regions),
        cmocka_unit_test(texts_with_other_arguments_are_refused),
        cmocka_unit_test(results_speak_the_language_of_their_session),
        cmocka_unit_test(a_hosts_language_outlives_its_handle_and_falls_back),
        cmocka_unit_test(purposes_are_put_into_a_language),
        cmocka_unit_test(short_memory_makes_no_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
