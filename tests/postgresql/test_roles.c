/* SPDX-License-Identifier: MIT */
/* The GRANT statements of docs/postgresql.md, as they stand there, give each role what is said and no more. */
#include "server.h"

#include <libpq-fe.h>
#include <numberreg.h>
#include <numberreg/extend/store.h>
#include <numberreg/postgresql.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *uri;
static char prefix[32]; /* stands for "numberreg" in names: other tests share the server */
static uint64_t program;
static nreg_error error;

static void ok(nreg_code code) {
    if (code != NREG_OK) {
        fail_msg("%s: %s", nreg_code_name(code), error.message);
    }
}

static PGconn *connect_as(const char *role) {
    const char *const names[] = {"dbname", "user", NULL};
    const char *const values[] = {uri, role, NULL};
    PGconn *pg = PQconnectdbParams(names, values, 1);
    if (PQstatus(pg) != CONNECTION_OK) {
        fail_msg("%s", PQerrorMessage(pg));
    }
    return pg;
}

static void run(const char *sql) {
    PGconn *pg = connect_as(NULL);
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fail_msg("%s: %s", sql, PQresultErrorMessage(result));
    }
    PQclear(result);
    PQfinish(pg);
}

/* "numberreg" becomes the prefix, "numberreg_reader" the prefix with "_reader". */
static void run_renamed(const char *text, size_t length) {
    char sql[4096];
    size_t at = 0;
    for (size_t i = 0; i < length;) {
        if (strncmp(text + i, "numberreg", 9) == 0) {
            at += (size_t)snprintf(sql + at, sizeof sql - at, "%s", prefix);
            i += 9;
        } else {
            sql[at++] = text[i++];
        }
        assert_true(at < sizeof sql - 64);
    }
    sql[at] = '\0';
    run(sql);
}

static int run_statements_of_the_guide(void) {
    static char text[65536];
    FILE *file = fopen(GUIDE, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    int blocks = 0;
    for (const char *at = text; (at = strstr(at, "```sql\n")) != NULL; blocks++) {
        const char *end = strstr(at + 7, "```");
        assert_non_null(end);
        run_renamed(at + 7, (size_t)(end - at - 7));
        at = end;
    }
    return blocks;
}

static nreg_code open_as(const char *role, uint32_t mode, nreg_store **store) {
    char connection[512];
    char name[64];
    nreg_postgresql_store_options options;
    nreg_postgresql_store_options_init(&options);
    options.mode = mode;
    options.schema = prefix;
    if (role == NULL) {
        return nreg_postgresql_store_open(uri, &options, store, &error);
    }
    snprintf(name, sizeof name, "%s_%s", prefix, role);
    snprintf(connection, sizeof connection, "%s%cuser=%s", uri, strchr(uri, '?') == NULL ? '?' : '&', name);
    return nreg_postgresql_store_open(connection, &options, store, &error);
}

static int make_world(void **state) {
    (void)state;
    nreg_error_init(&error);
    snprintf(prefix, sizeof prefix, "roles_%ld", (long)getpid());
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *clerk;
    ok(open_as(NULL, NREG_POSTGRESQL_CREATE, &store));
    ok(nreg_registry_open(store, NULL, &registry, &error));
    ok(nreg_session_open_operator(registry, "clerk", NREG_NUL, NULL, 0, &clerk, &error));
    static const char *const keys[] = {"acme", "sales", "spring"};
    nreg_scope scope = {0};
    for (int i = 0; i < 3; i++) {
        nreg_scope_options options;
        nreg_scope_options_init(&options);
        options.key = keys[i];
        options.external_id = i == 0 ? "customer-7" : NULL;
        ok(nreg_scope_add(clerk, scope.id, &options, &scope, &error));
    }
    program = scope.id;
    nreg_session_close(clerk);
    nreg_registry_close(registry);
    nreg_store_close(store);
    assert_int_equal(run_statements_of_the_guide(), 3);
    return 0;
}

static int drop_world(void **state) {
    (void)state;
    char sql[512];
    snprintf(sql, sizeof sql,
             "SET client_min_messages = error; DROP SCHEMA %s CASCADE; DROP ROLE %s_service, %s_reader, %s_page",
             prefix, prefix, prefix, prefix);
    run(sql);
    return 0;
}

/* Previews or commits one number as a role. */
static nreg_code add(const char *role, uint32_t mode, const char *number, int commits, uint32_t *added) {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *clerk;
    nreg_batch *batch;
    nreg_result *result = NULL;
    nreg_summary summary = {.struct_size = sizeof summary};
    ok(open_as(role, mode, &store));
    ok(nreg_registry_open(store, NULL, &registry, &error));
    ok(nreg_session_open_operator(registry, "clerk", NREG_NUL, NULL, 0, &clerk, &error));
    ok(nreg_batch_new(clerk, program, NULL, &batch, &error));
    ok(nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error));
    const nreg_code code =
        commits ? nreg_batch_commit(batch, NULL, &result, &error) : nreg_batch_preview(batch, NULL, &result, &error);
    if (code == NREG_OK) {
        ok(nreg_result_summary(result, &summary));
        *added = summary.added;
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
    nreg_session_close(clerk);
    nreg_registry_close(registry);
    nreg_store_close(store);
    return code;
}

static void the_service_commits_reviews_and_seals(void **state) {
    (void)state;
    uint32_t added = 0;
    assert_int_equal(add("service", NREG_POSTGRESQL_OPEN, "(501) 214-9020", 1, &added), NREG_OK);
    assert_int_equal(added, 1);
    nreg_store *store;
    void *context;
    void *tx;
    uint64_t sealed = 0;
    uint32_t count = 0;
    nreg_record leased;
    ok(open_as("service", NREG_POSTGRESQL_OPEN, &store));
    const nreg_store_methods *m = nreg_store_get_methods(store, &context);
    ok(m->begin(NREG_STORE_WRITE, 1000, &tx, &error, context));
    ok(m->journal_seal(tx, 100, &sealed, &error, context));
    assert_int_equal(sealed, 1);
    ok(m->review_lease(tx, NREG_STATUS_PENDING, 7, 10, 20, 0, 1, &leased, &count, &error, context));
    assert_int_equal(count, 1);
    ok(m->batch_prune(tx, 1, 10, &count, &error, context));
    ok(m->journal_prune(tx, 1, 10, &count, &error, context));
    ok(m->commit(tx, &error, context));
    nreg_store_close(store);
}

static void the_reader_previews_and_may_not_commit(void **state) {
    (void)state;
    uint32_t added = 0;
    assert_int_equal(add("reader", NREG_POSTGRESQL_READ_ONLY, "(501) 214-9021", 0, &added), NREG_OK);
    assert_int_equal(added, 1);
    assert_int_equal(add("reader", NREG_POSTGRESQL_OPEN, "(501) 214-9021", 1, &added), NREG_READ_ONLY);
    assert_non_null(strstr(error.message, "42501"));
    assert_int_equal(add("reader", NREG_POSTGRESQL_READ_ONLY, "(501) 214-9021", 1, &added), NREG_READ_ONLY);
}

static void the_page_shows_numbers_with_the_portals_own_ids(void **state) {
    (void)state;
    char role[64];
    char sql[256];
    uint32_t added = 0;
    assert_int_equal(add("service", NREG_POSTGRESQL_OPEN, "(501) 214-9022", 1, &added), NREG_OK);
    snprintf(role, sizeof role, "%s_page", prefix);
    PGconn *pg = connect_as(role);
    snprintf(sql, sizeof sql,
             "SELECT e164, status, business_external_id, created <= now() + interval '1 hour' FROM %s.phone_numbers "
             "WHERE number = 15012149022",
             prefix);
    PGresult *rows = PQexec(pg, sql);
    assert_int_equal(PQntuples(rows), 1);
    assert_string_equal(PQgetvalue(rows, 0, 0), "+15012149022");
    assert_string_equal(PQgetvalue(rows, 0, 1), "Pending");
    assert_string_equal(PQgetvalue(rows, 0, 2), "customer-7");
    assert_string_equal(PQgetvalue(rows, 0, 3), "t");
    PQclear(rows);
    snprintf(sql, sizeof sql, "SELECT number FROM %s.records", prefix);
    rows = PQexec(pg, sql);
    assert_string_equal(PQresultErrorField(rows, PG_DIAG_SQLSTATE), "42501");
    PQclear(rows);
    PQfinish(pg);
}

int main(void) {
    uri = start_server();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_service_commits_reviews_and_seals),
        cmocka_unit_test(the_reader_previews_and_may_not_commit),
        cmocka_unit_test(the_page_shows_numbers_with_the_portals_own_ids),
    };
    const int failed = cmocka_run_group_tests(tests, make_world, drop_world);
    stop_server();
    return failed;
}
