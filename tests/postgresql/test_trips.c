/* SPDX-License-Identifier: MIT */
/* How often a small batch waits for the server. */
#include "server.h"

#include "store/postgresql/connection.h"

#include <numberreg.h>
#include <numberreg/postgresql.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static const char *uri;
static nreg_store *store;
static nreg_registry *registry;
static nreg_session *clerk; /* an operator */
static nreg_session *jane;  /* at the Business */
static uint64_t business;
static uint64_t program;
static nreg_error error;

static void ok(nreg_code code) {
    if (code != NREG_OK) {
        fail_msg("%s: %s", nreg_code_name(code), error.message);
    }
}

static unsigned trips(void) {
    void *context;
    (void)nreg_store_get_methods(store, &context);
    return atomic_exchange(&((nreg_pg_pool *)context)->trips, 0);
}

static uint64_t add_scope(uint64_t parent, const char *key) {
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    ok(nreg_scope_add(clerk, parent, &options, &scope, &error));
    return scope.id;
}

static int open_world(void **state) {
    (void)state;
    char schema[64];
    nreg_postgresql_store_options options;
    nreg_error_init(&error);
    snprintf(schema, sizeof schema, "trips_%ld", (long)getpid());
    nreg_postgresql_store_options_init(&options);
    options.mode = NREG_POSTGRESQL_CREATE;
    options.schema = schema;
    options.connections = 1;
    ok(nreg_postgresql_store_open(uri, &options, &store, &error));
    ok(nreg_registry_open(store, NULL, &registry, &error));
    ok(nreg_session_open_operator(registry, "clerk", NREG_NUL, NULL, 0, &clerk, &error));
    business = add_scope(0, "acme");
    program = add_scope(add_scope(business, "sales"), "spring");
    ok(nreg_session_open(registry, business, "jane", NREG_NUL, NULL, 0, &jane, &error));
    return 0;
}

static int close_world(void **state) {
    (void)state;
    nreg_session_close(jane);
    nreg_session_close(clerk);
    nreg_registry_close(registry);
    nreg_store_close(store);
    return 0;
}

static nreg_batch *stage(nreg_session *session, const char *number) {
    nreg_batch *batch;
    ok(nreg_batch_new(session, program, NULL, &batch, &error));
    ok(nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error));
    return batch;
}

static unsigned preview(nreg_session *session, const char *number, uint32_t added) {
    nreg_batch *batch = stage(session, number);
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    (void)trips();
    ok(nreg_batch_preview(batch, NULL, &result, &error));
    const unsigned counted = trips();
    ok(nreg_result_summary(result, &summary));
    assert_int_equal(summary.added, added);
    nreg_result_free(result);
    nreg_batch_free(batch);
    return counted;
}

static unsigned commit(nreg_session *session, const char *number, const char *request_id, uint32_t added) {
    nreg_batch *batch = stage(session, number);
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = request_id;
    (void)trips();
    ok(nreg_batch_commit(batch, &options, &result, &error));
    const unsigned counted = trips();
    ok(nreg_result_summary(result, &summary));
    assert_int_equal(summary.added, added);
    nreg_result_free(result);
    nreg_batch_free(batch);
    return counted;
}

static void a_preview_of_one_number_waits_once(void **state) {
    (void)state;
    assert_int_equal(preview(clerk, "(501) 214-9020", 1), 1);
    assert_int_equal(preview(jane, "(501) 214-9020", 1), 1);
    assert_int_equal(preview(jane, "555", 0), 1);
}

static void a_commit_of_one_number_waits_three_times(void **state) {
    (void)state;
    assert_int_equal(commit(clerk, "(501) 214-9021", NULL, 1), 3);
    assert_int_equal(commit(jane, "(501) 214-9022", NULL, 1), 3);
    assert_int_equal(commit(jane, "(501) 214-9023", "save-1", 1), 3);
    assert_int_equal(commit(jane, "555", NULL, 0), 3);
}

typedef struct newcomer {
    nreg_registry *registry;
    nreg_session *john;
} newcomer;

/* Has not met any scope yet. */
static newcomer come(void) {
    newcomer n;
    ok(nreg_registry_open(store, NULL, &n.registry, &error));
    ok(nreg_session_open(n.registry, business, "john", NREG_NUL, NULL, 0, &n.john, &error));
    return n;
}

static void leave(newcomer *n) {
    nreg_session_close(n->john);
    nreg_registry_close(n->registry);
}

/* One number to add, one to change, and one that is none. */
static unsigned commit_mixed(nreg_session *session, const char *added, const char *present) {
    const nreg_entry_input inputs[] = {
        {.number = added, .number_length = UINT64_MAX, .purpose = NREG_PURPOSE_SURVEY},
        {.number = present, .number_length = UINT64_MAX, .action = NREG_ACTION_CHANGE, .purpose = NREG_PURPOSE_CHARITY},
        {.number = "555", .number_length = 3, .purpose = NREG_PURPOSE_SURVEY},
    };
    nreg_batch *batch;
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    ok(nreg_batch_new(session, program, NULL, &batch, &error));
    ok(nreg_batch_stage(batch, inputs, sizeof *inputs, 3, NULL, &error));
    (void)trips();
    ok(nreg_batch_commit(batch, NULL, &result, &error));
    const unsigned counted = trips();
    ok(nreg_result_summary(result, &summary));
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.changed, 1);
    assert_int_equal(summary.rejected, 1);
    nreg_result_free(result);
    nreg_batch_free(batch);
    return counted;
}

static unsigned commit_removal(nreg_session *session, const char *number) {
    const nreg_entry_input removal = {.number = number, .number_length = UINT64_MAX, .action = NREG_ACTION_REMOVE};
    nreg_batch *batch;
    nreg_result *result;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.consent = NREG_CONSENT_DELETE;
    ok(nreg_batch_new(session, program, NULL, &batch, &error));
    ok(nreg_batch_stage(batch, &removal, sizeof removal, 1, NULL, &error));
    (void)trips();
    ok(nreg_batch_commit(batch, &options, &result, &error));
    const unsigned counted = trips();
    nreg_result_free(result);
    nreg_batch_free(batch);
    return counted;
}

static void a_registry_that_has_not_met_the_target_waits_no_longer(void **state) {
    (void)state;
    newcomer n = come();
    assert_int_equal(commit(n.john, "(501) 214-9024", "save-2", 1), 3);
    assert_int_equal(commit(n.john, "(501) 214-9025", "save-3", 1), 3);
    leave(&n);
    n = come();
    assert_int_equal(commit(n.john, "(501) 214-9028", NULL, 1), 3);
    leave(&n);
    n = come();
    assert_int_equal(commit(n.john, "555", NULL, 0), 3);
    leave(&n);
    n = come();
    assert_int_equal(commit_mixed(n.john, "(501) 214-9031", "(501) 214-9028"), 3);
    assert_int_equal(commit_mixed(n.john, "(501) 214-9032", "(501) 214-9031"), 3);
    leave(&n);
}

static uint32_t holds(uint64_t number) {
    nreg_record record;
    uint32_t found = 0;
    ok(nreg_record_get(jane, &number, 1, &record, &found, &error));
    return found;
}

/* What is claimed along with a header that turns out to be another's already leaves no trace. */
static void a_replay_by_one_who_has_not_met_the_target_claims_nothing(void **state) {
    (void)state;
    (void)commit(jane, "(501) 214-9040", "save-6", 1);
    newcomer n = come();
    assert_int_equal(commit_removal(n.john, "5012149040"), 3);
    leave(&n);
    assert_int_equal(holds(15012149040), 0);
    n = come();
    (void)commit(n.john, "(501) 214-9040", "save-6", 1); /* the stored result */
    leave(&n);
    assert_int_equal(holds(15012149040), 0);
}

static void a_replay_finds_the_result_though_its_header_was_put_first(void **state) {
    (void)state;
    assert_int_equal(commit(jane, "(501) 214-9026", "save-4", 1), 3);
    (void)commit(jane, "(501) 214-9026", "save-4", 1);
    assert_int_equal(commit(jane, "(501) 214-9027", "save-5", 1), 3);
}

static void what_is_outside_the_root_stays_unknown(void **state) {
    (void)state;
    nreg_session *stranger;
    nreg_batch *batch;
    nreg_result *result;
    uint32_t count = 0;
    uint32_t stride = 0;
    const uint64_t other = add_scope(0, "other");
    ok(nreg_session_open(registry, other, "eve", NREG_NUL, NULL, 0, &stranger, &error));
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "save-1"; /* Jane's */
    ok(nreg_batch_new(stranger, program, NULL, &batch, &error));
    ok(nreg_batch_add(batch, "(501) 214-9030", NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error));
    ok(nreg_batch_commit(batch, &options, &result, &error));
    assert_int_equal(nreg_result_outcomes(result, &count, &stride)->reason, NREG_REASON_TARGET_NOT_FOUND);
    assert_int_equal(count, 1);
    nreg_result_free(result);
    nreg_batch_free(batch);
    nreg_session_close(stranger);
}

int main(void) {
    uri = start_server();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preview_of_one_number_waits_once),
        cmocka_unit_test(a_commit_of_one_number_waits_three_times),
        cmocka_unit_test(a_registry_that_has_not_met_the_target_waits_no_longer),
        cmocka_unit_test(a_replay_by_one_who_has_not_met_the_target_claims_nothing),
        cmocka_unit_test(a_replay_finds_the_result_though_its_header_was_put_first),
        cmocka_unit_test(what_is_outside_the_root_stays_unknown),
    };
    const int failed = cmocka_run_group_tests(tests, open_world, close_world);
    stop_server();
    return failed;
}
