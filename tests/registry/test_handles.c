/* SPDX-License-Identifier: MIT */
/* Registries and sessions as handles: options, lifetimes, fork, threads, callbacks that call back. */
#include "../world/shaky.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static nreg_code open_with(world *w, const nreg_registry_options *options) {
    nreg_registry *registry = NULL;
    const nreg_code code = nreg_registry_open(w->store, options, &registry, &w->error);
    assert_int_equal(registry != NULL, code == NREG_OK);
    nreg_registry_close(registry);
    return code;
}

static void bad_options_are_refused_by_name(void **state) {
    world *w = *state;
    nreg_registry *registry = NULL;
    const nreg_allocator half = {NULL, failing_reallocate, failing_release, NULL};
    nreg_host host;
    nreg_policy policy;
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    options.resolve_scope = NULL;
    assert_code(w, nreg_registry_open(NULL, NULL, &registry, &w->error), NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_registry_open(w->store, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_code(w, open_with(w, &options), world_keeps(w, NREG_GROUP_SCOPES) ? NREG_OK : NREG_UNSUPPORTED);
    options.struct_size = 3;
    assert_code(w, open_with(w, &options), NREG_INVALID_ARGUMENT);
    nreg_registry_options_init(&options);
    options.allocator = &half;
    assert_code(w, open_with(w, &options), NREG_INVALID_ARGUMENT);
    nreg_registry_options_init(&options);
    memset(&host, 0, sizeof host);
    options.host = &host;
    assert_code(w, open_with(w, &options), NREG_INVALID_ARGUMENT);
    for (int fault = 0; fault < 10; fault++) {
        static const char *const names[] = {"reassign",       "auto_review", "dno_acknowledge", "dno_in_program",
                                            "result_days",    "draft_days",  "proof_days",      "numbers",
                                            "default_region", "region"};
        nreg_policy_init(&policy);
        uint32_t *const members[] = {&policy.reassign,       &policy.auto_review,        &policy.dno_acknowledge,
                                     &policy.dno_in_program, &policy.result_days,        &policy.draft_days,
                                     &policy.proof_days,     &policy.numbers.struct_size};
        if (fault < 8) {
            *members[fault] = 1000000;
        } else {
            memcpy(policy.default_region, fault == 8 ? "USAX" : "ZZ", fault == 8 ? 4 : 3);
        }
        nreg_registry_options_init(&options);
        options.policy = &policy;
        assert_code(w, open_with(w, &options), NREG_INVALID_ARGUMENT);
        assert_non_null(strstr(w->error.message, names[fault]));
    }
    nreg_policy_init(&policy);
    policy.struct_size = 0;
    assert_code(w, open_with(w, &options), NREG_INVALID_ARGUMENT);
}

static void defaults_are_those_of_the_header(void **state) {
    (void)state;
    nreg_policy policy;
    nreg_policy_init(&policy);
    assert_int_equal(policy.struct_size, sizeof policy);
    assert_int_equal(policy.reassign, NREG_REASSIGN_TO_PROGRAMS);
    assert_int_equal(policy.auto_review, NREG_REVIEW_BY_WORKER);
    assert_string_equal(policy.default_region, "US");
    assert_int_equal(policy.result_days, 30);
    assert_int_equal(policy.draft_days, 30);
    assert_int_equal(policy.proof_days, 30);
    assert_int_equal(policy.max_retries, 10);
    assert_int_equal(policy.lock_wait_ms, 5000);
    assert_int_equal(policy.max_numbers, 0);
    nreg_policy_init(NULL);
    nreg_registry_options_init(NULL);
    nreg_scope_options_init(NULL);
    nreg_record_filter_init(NULL);
}

static void an_actor_says_who_acts(void **state) {
    world *w = *state;
    char text[130];
    nreg_session *session = NULL;
    memset(text, 'a', sizeof text);
    text[129] = '\0';
    const uint64_t root = world_id(w, ACME);
    static const struct {
        const char *actor;
        size_t length;
        nreg_code code;
    } cases[] = {
        {"", NREG_NUL, NREG_INVALID_ARGUMENT},
        {NULL, NREG_NUL, NREG_INVALID_ARGUMENT},
        {NULL, 0, NREG_INVALID_ARGUMENT},
        {NULL, 5, NREG_INVALID_ARGUMENT},
        {"   ", NREG_NUL, NREG_INVALID_ARGUMENT},
        {"a\nb", NREG_NUL, NREG_BAD_TEXT},
        {"a\0b", 3, NREG_BAD_TEXT},
        {"a\xFF", NREG_NUL, NREG_BAD_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_code(w,
                    nreg_session_open(w->registry, root, cases[i].actor, cases[i].length, NULL, 0, &session, &w->error),
                    cases[i].code);
        assert_code(
            w, nreg_session_open_operator(w->registry, cases[i].actor, cases[i].length, NULL, 0, &session, &w->error),
            cases[i].code);
        assert_null(session);
    }
    assert_code(w, nreg_session_open(w->registry, root, text, 128, NULL, 0, &session, &w->error), NREG_BAD_TEXT);
    assert_code(w, nreg_session_open(w->registry, root, "u", 1, text, 128, &session, &w->error), NREG_BAD_TEXT);
    assert_code(w, nreg_session_open(w->registry, root, "u", 1, "a\rb", 3, &session, &w->error), NREG_BAD_TEXT);
    assert_null(session);
    assert_ok(w, nreg_session_open(w->registry, root, text, 127, text, 127, &session, &w->error));
    nreg_session_close(session);
}

static void no_zero_opens_an_operators_session(void **state) {
    world *w = *state;
    nreg_session *session = NULL;
    assert_code(w, nreg_session_open(w->registry, 0, "u", 1, NULL, 0, &session, &w->error), NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_session_open(w->registry, NREG_ID_MAX + 1, "u", 1, NULL, 0, &session, &w->error),
                NREG_INVALID_ARGUMENT);
    assert_null(session);
    assert_code(w, nreg_session_open(w->registry, 1, "u", 1, NULL, 0, NULL, &w->error), NREG_INVALID_ARGUMENT);
}

static void a_root_that_does_not_exist_is_found_out_when_used(void **state) {
    world *w = *state;
    nreg_session *session = NULL;
    nreg_scope scope;
    nreg_record record;
    nreg_record_cursor cursor = {0};
    uint32_t count, more;
    const uint64_t number = world_number(SPRING, 0);
    assert_ok(w, nreg_session_open(w->registry, 4711, "u", 1, NULL, 0, &session, &w->error));
    assert_code(w, nreg_scope_get(session, world_id(w, ACME), &scope, &w->error), NREG_NOT_FOUND);
    assert_code(w, nreg_record_list(session, NULL, &cursor, &record, 1, &count, &more, &w->error), NREG_NOT_FOUND);
    assert_code(w, nreg_record_get(session, &number, 1, &record, &count, &w->error), NREG_NOT_FOUND);
    nreg_session_close(session);
}

static void handles_may_be_closed_in_any_order(void **state) {
    world *w = *state;
    nreg_scope scope;
    nreg_session *one = world_session(w, ACME), *other = world_session(w, SPRING);
    nreg_registry_close(w->registry);
    w->registry = NULL;
    nreg_store_close(w->store);
    w->store = w->opened.store = NULL;
    nreg_session_close(one);
    assert_ok(w, nreg_scope_get(other, world_id(w, SPRING), &scope, &w->error));
    nreg_session_close(other);
    assert_ok(w, nreg_scope_get(w->operator_session, world_id(w, SPRING), &scope, &w->error));
    nreg_session_close(NULL);
    nreg_registry_close(NULL);
}

static void null_handles_and_places_are_refused(void **state) {
    world *w = *state;
    nreg_scope scope;
    nreg_scope_options options;
    nreg_purpose purpose;
    nreg_record record;
    nreg_record_cursor cursor = {0};
    uint32_t count;
    char path[8];
    nreg_error *e = &w->error;
    nreg_session *s = w->operator_session, *none = NULL;
    const uint64_t acme = world_id(w, ACME);
    nreg_scope_options_init(&options);
    const nreg_code codes[] = {
        nreg_scope_get(none, acme, &scope, e),
        nreg_scope_get(s, acme, NULL, e),
        nreg_scope_add(none, acme, &options, &scope, e),
        nreg_scope_add(s, acme, NULL, &scope, e),
        nreg_scope_change(none, acme, &options, &scope, e),
        nreg_scope_change(s, acme, NULL, &scope, e),
        nreg_scope_close(none, acme, e),
        nreg_scope_find(none, "a", 1, &scope, e),
        nreg_scope_find(s, NULL, 0, &scope, e),
        nreg_scope_find(s, "a", 1, NULL, e),
        nreg_scope_find_external(none, 0, "a", 1, &scope, e),
        nreg_scope_find_external(s, 0, NULL, 0, &scope, e),
        nreg_scope_find_external(s, 0, "", 0, &scope, e),
        nreg_scope_find_external(s, 0, "a", 1, NULL, e),
        nreg_scope_list(none, acme, NULL, &scope, 1, &count, &count, e),
        nreg_scope_list(s, acme, NULL, NULL, 1, &count, &count, e),
        nreg_scope_list(s, acme, NULL, &scope, 1, NULL, &count, e),
        nreg_scope_list(s, acme, NULL, &scope, 1, &count, NULL, e),
        nreg_scope_list(s, acme, NULL, &scope, 0, &count, &count, e),
        nreg_scope_list(s, acme, NULL, &scope, 10001, &count, &count, e),
        nreg_scope_list(s, acme, "0123456789012345678901234567890123456789012345678901234567890123456789", &scope, 1,
                        &count, &count, e),
        nreg_scope_path(none, acme, path, sizeof path, e),
        nreg_scope_path(s, acme, NULL, 0, e),
        nreg_scope_region(none, acme, path, sizeof path, e),
        nreg_scope_region(s, acme, NULL, 0, e),
        nreg_record_list(none, NULL, &cursor, &record, 1, &count, &count, e),
        nreg_record_get(none, NULL, 0, NULL, NULL, e),
        nreg_purpose_list(NULL, NULL, 0, &count, e),
        nreg_purpose_list(w->registry, NULL, 0, NULL, e),
        nreg_purpose_list(w->registry, NULL, 1, &count, e),
        nreg_purpose_get(NULL, 1, &purpose, e),
        nreg_purpose_get(w->registry, 1, NULL, e),
        nreg_purpose_match(NULL, "a", 1, &count, e),
        nreg_purpose_match(w->registry, NULL, 1, &count, e),
        nreg_purpose_match(w->registry, "a", 1, NULL, e),
        nreg_purpose_put(NULL, &purpose, e),
        nreg_purpose_put(w->registry, NULL, e),
        nreg_registry_set_plan(NULL, NULL, e),
        nreg_session_open(NULL, 1, "u", 1, NULL, 0, &none, e),
        nreg_session_open_operator(NULL, "u", 1, NULL, 0, &none, e),
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i] != NREG_INVALID_ARGUMENT) {
            fail_msg("call %zu: %s", i, nreg_code_name(codes[i]));
        }
    }
    options.struct_size = 1;
    assert_code(w, nreg_scope_add(s, acme, &options, &scope, e), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_scope_get(s, 4711, &scope, NULL), NREG_NOT_FOUND); /* no error struct is fine */
}

static void purposes_are_listed_matched_and_changed(void **state) {
    world *w = *state;
    nreg_purpose purposes[12];
    uint32_t count = 0, id = 0;
    assert_ok(w, nreg_purpose_list(w->registry, NULL, 0, &count, &w->error));
    assert_int_equal(count, 10);
    assert_ok(w, nreg_purpose_list(w->registry, purposes, 3, &count, &w->error));
    assert_int_equal(count, 10);
    assert_string_equal(purposes[2].label, "Debt Collection");
    assert_ok(w, nreg_purpose_match(w->registry, "customer-service", NREG_NUL, &id, &w->error));
    assert_int_equal(id, NREG_PURPOSE_CUSTOMER_SERVICE);
    assert_code(w, nreg_purpose_match(w->registry, "customers", NREG_NUL, &id, &w->error), NREG_NOT_FOUND);
    nreg_purpose own = purposes[0];
    own.id = 2000;
    assert_code(w, nreg_purpose_put(w->registry, &own, &w->error), NREG_EXISTS);
    strcpy(own.code, "OWN"); /* what stands behind the NUL is dropped */
    strcpy(own.label, "Own");
    assert_ok(w, nreg_purpose_put(w->registry, &own, &w->error));
    memset(own.code + 3, 0, sizeof own.code - 3);
    memset(own.label + 3, 0, sizeof own.label - 3);
    assert_ok(w, nreg_purpose_get(w->registry, 2000, &purposes[0], &w->error));
    assert_memory_equal(&purposes[0], &own, sizeof own);
    assert_code(w, nreg_purpose_get(w->registry, 2001, &purposes[0], &w->error), NREG_NOT_FOUND);
    own.struct_size = 0;
    assert_code(w, nreg_purpose_put(w->registry, &own, &w->error), NREG_INVALID_ARGUMENT);
}

/* In a child process: a registry of its own works, but not in its child. */
static int forked_again(void) {
    nreg_store *store = NULL;
    nreg_registry *registry = NULL;
    uint32_t count;
    if (nreg_memory_store_open(NULL, &store, NULL) != NREG_OK ||
        nreg_registry_open(store, NULL, &registry, NULL) != NREG_OK ||
        nreg_purpose_list(registry, NULL, 0, &count, NULL) != NREG_OK) {
        return 1;
    }
    const pid_t child = fork();
    if (child == 0) {
        _exit(nreg_purpose_list(registry, NULL, 0, &count, NULL) != NREG_FORKED);
    }
    int status = -1;
    const int wrong = child < 0 || waitpid(child, &status, 0) != child || status != 0 ||
                      nreg_purpose_list(registry, NULL, 0, &count, NULL) != NREG_OK;
    nreg_registry_close(registry);
    nreg_store_close(store);
    return wrong;
}

static void a_child_process_is_told_that_the_handles_are_not_its_own(void **state) {
    world *w = *state;
    nreg_session *session = world_session(w, ACME);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        nreg_scope scope;
        nreg_session *another = NULL;
        nreg_registry *registry = NULL;
        uint32_t count;
        int wrong = 0;
        wrong += nreg_scope_get(session, world_id(w, ACME), &scope, NULL) != NREG_FORKED;
        wrong += nreg_record_get(session, NULL, 0, NULL, NULL, NULL) != NREG_FORKED;
        wrong += nreg_purpose_list(w->registry, NULL, 0, &count, NULL) != NREG_FORKED;
        wrong += nreg_session_open(w->registry, 1, "u", 1, NULL, 0, &another, NULL) != NREG_FORKED;
        wrong += nreg_registry_set_plan(w->registry, NULL, NULL) != NREG_FORKED;
        wrong += nreg_registry_open(w->store, NULL, &registry, NULL) == NREG_OK &&
                 nreg_session_open_operator(registry, "u", 1, NULL, 0, &another, NULL) == NREG_OK &&
                 nreg_scope_get(another, world_id(w, ACME), &scope, NULL) != NREG_FORKED;
        nreg_session_close(session);
        nreg_session_close(w->operator_session);
        nreg_registry_close(w->registry);
        wrong += forked_again();
        _exit(wrong);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    nreg_scope scope;
    assert_ok(w, nreg_scope_get(session, world_id(w, ACME), &scope, &w->error));
    nreg_session_close(session);
}

static world *calling_back;
static nreg_code answers_inside[4];

static void call_back(void) {
    nreg_scope scope;
    nreg_session *session = NULL;
    nreg_registry *registry = NULL;
    uint32_t id;
    answers_inside[0] = nreg_scope_get(calling_back->operator_session, 1, &scope, NULL);
    answers_inside[1] = nreg_purpose_match(calling_back->registry, "survey", 6, &id, NULL);
    answers_inside[2] = nreg_session_open(calling_back->registry, 1, "u", 1, NULL, 0, &session, NULL);
    answers_inside[3] = nreg_registry_open(calling_back->store, NULL, &registry, NULL);
}

static void a_store_that_calls_the_library_is_told_busy(void **state) {
    world *w = *state;
    nreg_scope scope;
    world_needs(w, NREG_GROUP_SCOPES);
    calling_back = w;
    shaky s = shaky_open(w, OPERATOR);
    s.h->inside = call_back;
    assert_ok(w, nreg_scope_get(s.session, world_id(w, ACME), &scope, &w->error));
    for (int i = 0; i < 4; i++) {
        assert_int_equal(answers_inside[i], NREG_BUSY);
    }
    s.h->inside = NULL;
    shaky_close(&s);
}

static nreg_code resolve_none(uint64_t id, nreg_scope *scope, void *context) {
    (void)id;
    (void)scope;
    (void)context;
    return NREG_NOT_FOUND;
}

static void short_memory_fails_opening_cleanly(void **state) {
    world *w = *state;
    for (int forever = 0; forever < 2; forever++) {
        for (uint64_t n = 1;; n++) {
            failing_allocator memory = {.fail_at = n, .forever = forever};
            const nreg_allocator allocator = failing_allocator_of(&memory);
            nreg_registry *registry = NULL;
            nreg_session *session = NULL;
            nreg_registry_options options;
            nreg_registry_options_init(&options);
            options.allocator = &allocator;
            options.resolve_scope = resolve_none;
            nreg_code code = nreg_registry_open(w->store, &options, &registry, &w->error);
            if (code == NREG_OK) {
                code = nreg_session_open(registry, 1, "u", 1, NULL, 0, &session, &w->error);
            }
            assert_int_equal(w->error.code, code);
            nreg_session_close(session);
            nreg_registry_close(registry);
            assert_int_equal(memory.live, 0);
            if (!memory.failed) {
                assert_int_equal(code, NREG_OK);
                break;
            }
            assert_int_equal(code, NREG_NO_MEMORY);
        }
    }
}

typedef struct worker {
    world *w;
    nreg_registry *registry;
    uint32_t number;
    int wrong;
} worker;

static void *work(void *argument) {
    worker *self = argument;
    nreg_purpose own;
    memset(&own, 0, sizeof own);
    own.struct_size = (uint32_t)sizeof own;
    for (uint32_t i = 0; i < 40; i++) {
        nreg_scope scope;
        nreg_session *session = NULL;
        uint32_t id = 0;
        own.id = 1000 + self->number * 100 + i;
        snprintf(own.code, sizeof own.code, "T%u_%u", self->number, i);
        snprintf(own.label, sizeof own.label, "Thread %u, %u", self->number, i);
        self->wrong += nreg_purpose_put(self->registry, &own, NULL) != NREG_OK;
        self->wrong += nreg_purpose_match(self->registry, own.code, NREG_NUL, &id, NULL) != NREG_OK || id != own.id;
        self->wrong += nreg_registry_set_plan(self->registry, NULL, NULL) != NREG_OK;
        self->wrong +=
            nreg_session_open(self->registry, world_id(self->w, ACME), "u", 1, NULL, 0, &session, NULL) != NREG_OK;
        self->wrong += nreg_scope_get(session, world_id(self->w, SPRING), &scope, NULL) != NREG_OK;
        nreg_session_close(session);
    }
    return NULL;
}

static void many_threads_share_a_registry(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_registry *registry;
    pthread_t threads[4];
    worker workers[4];
    uint32_t count = 0;
    assert_ok(w, nreg_registry_open(w->store, NULL, &registry, &w->error));
    for (uint32_t i = 0; i < 4; i++) {
        workers[i] = (worker){w, registry, i, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (uint32_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].wrong, 0);
    }
    assert_ok(w, nreg_purpose_list(registry, NULL, 0, &count, &w->error));
    assert_int_equal(count, 10 + 4 * 40); /* of two changes at once none is lost */
    nreg_registry_close(registry);
}

static void names_cover_every_value_and_no_other(void **state) {
    (void)state;
    assert_string_equal(nreg_level_name(NREG_LEVEL_ORGANIZATION), "ORGANIZATION");
    assert_string_equal(nreg_level_name(NREG_LEVEL_BUSINESS), "BUSINESS");
    assert_string_equal(nreg_level_name(NREG_LEVEL_UNIT), "UNIT");
    assert_string_equal(nreg_level_name(NREG_LEVEL_PROGRAM), "PROGRAM");
    assert_string_equal(nreg_level_name(0), "?");
    assert_string_equal(nreg_level_name(5), "?");
    static const char *const names[] = {"?", "PENDING", "NEEDS_PROOF", "ACTIVE", "SUSPENDED", "DECLINED", "?"};
    static const char *const shown[] = {"?", "Pending", "Pending", "Active", "Suspended", "Declined", "?"};
    for (uint32_t i = 0; i < 7; i++) {
        assert_string_equal(nreg_status_name(i), names[i]);
        assert_string_equal(nreg_status_display(i), shown[i]);
    }
    assert_string_equal(nreg_status_name(UINT32_MAX), "?");
}

int main(void) {
    const struct CMUnitTest handles[] = {
        ON_NUMBERS(bad_options_are_refused_by_name),
        cmocka_unit_test(defaults_are_those_of_the_header),
        ON_NUMBERS(an_actor_says_who_acts),
        ON_NUMBERS(no_zero_opens_an_operators_session),
        ON_NUMBERS(a_root_that_does_not_exist_is_found_out_when_used),
        ON_NUMBERS(handles_may_be_closed_in_any_order),
        ON_NUMBERS(null_handles_and_places_are_refused),
        ON_NUMBERS(purposes_are_listed_matched_and_changed),
        ON_NUMBERS(a_child_process_is_told_that_the_handles_are_not_its_own),
        ON_NUMBERS(a_store_that_calls_the_library_is_told_busy),
        ON_NUMBERS(short_memory_fails_opening_cleanly),
        ON_NUMBERS(many_threads_share_a_registry),
        cmocka_unit_test(names_cover_every_value_and_no_other),
    };
    return world_run(handles);
}
