/* SPDX-License-Identifier: MIT */
/* The host's log: what is told, at which level, and what no line above the most detailed level may name. */
#include "../world/shaky.h"

#include <stdio.h>
#include <string.h>

enum { KEPT = 64 };

typedef struct told {
    uint32_t levels[KEPT];
    char lines[KEPT][512];
    uint32_t count;
} told;

static void keep_line(uint32_t level, const char *message, void *context) {
    told *t = context;
    if (t->count < KEPT) {
        t->levels[t->count] = level;
        snprintf(t->lines[t->count++], sizeof t->lines[0], "%s", message);
    }
}

/* How many lines of a level contain a text. */
static uint32_t lines_with(const told *t, uint32_t level, const char *text) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        found += t->levels[i] == level && strstr(t->lines[i], text) != NULL;
    }
    return found;
}

static nreg_registry *open_logging(world *w, nreg_store *store, told *t, uint32_t level) {
    nreg_registry *registry = NULL;
    nreg_registry_options options;
    nreg_host host;
    nreg_host_init(&host);
    host.log = keep_line;
    host.log_level = level;
    host.context = t;
    nreg_registry_options_init(&options);
    options.host = &host;
    options.resolve_scope = world_resolve;
    options.context = w;
    memset(t, 0, sizeof *t);
    assert_ok(w, nreg_registry_open(store, &options, &registry, &w->error));
    return registry;
}

static nreg_code add_one(world *w, nreg_registry *registry, const char *number) {
    nreg_session *session;
    nreg_batch *batch;
    nreg_result *result = NULL;
    assert_ok(w, nreg_session_open(registry, w->acme, "jane@acme", NREG_NUL, NULL, 0, &session, &w->error));
    assert_ok(w, nreg_batch_new(session, w->spring, NULL, &batch, &w->error));
    assert_ok(w, nreg_batch_add(batch, number, NREG_NUL, CS, NULL, &w->error));
    const nreg_code code = nreg_batch_commit(batch, NULL, &result, &w->error);
    nreg_result_free(result);
    nreg_batch_free(batch);
    nreg_session_close(session);
    return code;
}

static void what_is_done_is_told_without_numbers_and_actors(void **state) {
    world *w = *state;
    told t;
    nreg_registry *registry = open_logging(w, w->store, &t, NREG_LOG_INFO);
    assert_int_equal(lines_with(&t, NREG_LOG_INFO, "Opened a registry"), 1);
    assert_ok(w, add_one(w, registry, "(501) 214-9077"));
    assert_int_equal(lines_with(&t, NREG_LOG_INFO, "action ADD: 1 entries, 0 rejected."), 1);
    if (world_keeps(w, NREG_GROUP_REVIEW)) {
        nreg_session *session;
        nreg_review_report report = {.struct_size = sizeof report};
        assert_ok(w, nreg_session_open_operator(registry, "worker", NREG_NUL, NULL, 0, &session, &w->error));
        assert_ok(w, nreg_review_run(session, NULL, &report, &w->error));
        assert_true(report.leased > 0);
        assert_int_equal(lines_with(&t, NREG_LOG_INFO, "Review: "), 1);
        nreg_session_close(session);
    }
    for (uint32_t i = 0; i < t.count; i++) {
        assert_true(t.levels[i] <= NREG_LOG_INFO);
        assert_null(strstr(t.lines[i], "5012149077"));
        assert_null(strstr(t.lines[i], "214-9077"));
        assert_null(strstr(t.lines[i], "jane"));
    }
    nreg_registry_close(registry);
}

static void who_did_it_is_told_to_those_who_ask(void **state) {
    world *w = *state;
    told t;
    nreg_registry *registry = open_logging(w, w->store, &t, NREG_LOG_DEBUG);
    assert_ok(w, add_one(w, registry, "(501) 214-9077"));
    assert_int_equal(lines_with(&t, NREG_LOG_DEBUG, "by jane@acme"), 1);
    nreg_registry_close(registry);
    registry = open_logging(w, w->store, &t, NREG_LOG_ERROR);
    assert_ok(w, add_one(w, registry, "(501) 214-9078"));
    assert_int_equal(t.count, 0);
    nreg_registry_close(registry);
}

static void what_fails_and_what_is_tried_again_is_told(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES | NREG_GROUP_BATCHES);
    told t;
    shaky s = shaky_open(w, ACME);
    nreg_registry *registry = open_logging(w, s.store, &t, NREG_LOG_INFO);
    hostile_fail_at(s.h, 2, NREG_IO, 0);
    assert_code(w, add_one(w, registry, "(501) 214-9077"), NREG_IO);
    assert_int_equal(lines_with(&t, NREG_LOG_ERROR, "A commit failed: NREG_IO: " SHAKY_MESSAGE), 1);
    hostile_fail_at(s.h, 2, NREG_RETRY, 0);
    assert_ok(w, add_one(w, registry, "(501) 214-9077"));
    assert_int_equal(lines_with(&t, NREG_LOG_INFO, "it is tried again"), 1);
    nreg_registry_close(registry);
    shaky_close(&s);
}

static void a_report_not_prepared_is_refused_before_anything_is_reviewed(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_REVIEW);
    nreg_review_report report = {0};
    nreg_session *operator_session = w->operator_session;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9077", CS, 0);
    assert_code(w, nreg_review_run(operator_session, NULL, &report, &w->error), NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_review_expire(operator_session, 10, &report, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(world_record(w, 15012149077).status, NREG_STATUS_PENDING);
}

int main(void) {
    const struct CMUnitTest log[] = {
        ON_NUMBERS(what_is_done_is_told_without_numbers_and_actors),
        ON_NUMBERS(who_did_it_is_told_to_those_who_ask),
        ON_NUMBERS(what_fails_and_what_is_tried_again_is_told),
        ON_NUMBERS(a_report_not_prepared_is_refused_before_anything_is_reviewed),
    };
    return world_run(log);
}
