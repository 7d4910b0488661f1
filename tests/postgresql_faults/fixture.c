/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <time.h>
#include <unistd.h>

static void wait_a_little(void) {
    const struct timespec pause = {0, 5000000};
    nanosleep(&pause, NULL);
}

static PGresult *ask(fixture *f, const char *format, va_list arguments) {
    char sql[2048];
    vsnprintf(sql, sizeof sql, format, arguments);
    PQclear(PQexec(f->admin, "SELECT pg_stat_clear_snapshot()")); /* kept else as long as a transaction lasts */
    PGresult *result = PQexec(f->admin, sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fail_msg("%s: %s", sql, PQerrorMessage(f->admin));
    }
    return result;
}

void admin(fixture *f, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    PQclear(ask(f, format, arguments));
    va_end(arguments);
}

long admin_number(fixture *f, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    PGresult *result = ask(f, format, arguments);
    va_end(arguments);
    const long value = PQntuples(result) > 0 ? atol(PQgetvalue(result, 0, 0)) : 0;
    PQclear(result);
    return value;
}

void admin_wait(fixture *f, long wanted, const char *query) {
    for (int i = 0; i < 2000; i++) {
        if (admin_number(f, "%s", query) == wanted) {
            return;
        }
        wait_a_little();
    }
    fail_msg("waited in vain for %ld: %s", wanted, query);
}

void harm(fixture *f, const char *function, const char *where) {
    char query[512];
    snprintf(query, sizeof query, "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s' AND %s",
             f->schema, where);
    for (int i = 0; i < 2000 && admin_number(f, "%s", query) == 0; i++) {
        wait_a_little();
    }
    const long harmed =
        admin_number(f, "SELECT count(%s(pid)) FROM pg_stat_activity WHERE application_name = '%s' AND %s", function,
                     f->schema, where);
    assert_true(harmed > 0);
    if (strcmp(function, "pg_terminate_backend") == 0) {
        admin_wait(f, 0, query);
    }
}

static void open_registry(fixture *f) {
    assert_code(f, NREG_OK, nreg_postgresql_store_open(f->uri, &f->options, &f->store, &f->error));
    f->m = nreg_store_get_methods(f->store, &f->context);
    assert_code(f, NREG_OK, nreg_registry_open(f->store, NULL, &f->registry, &f->error));
    assert_code(f, NREG_OK, nreg_session_open_operator(f->registry, "op", NREG_NUL, NULL, 0, &f->session, &f->error));
}

static void close_registry(fixture *f) {
    nreg_session_close(f->session);
    nreg_registry_close(f->registry);
    nreg_store_close(f->store);
}

void fixture_reopen(fixture *f) {
    close_registry(f);
    open_registry(f);
}

int fixture_open(void **state) {
    static int count;
    fixture *f = calloc(1, sizeof *f);
    const char *uri = getenv("NREG_TEST_POSTGRESQL");
    if (f == NULL || uri == NULL) {
        return -1;
    }
    nreg_error_init(&f->error);
    snprintf(f->schema, sizeof f->schema, "faults_%ld_%d", (long)getpid(), ++count);
    snprintf(f->uri, sizeof f->uri, "%s?application_name=%s", uri, f->schema);
    f->admin = PQconnectdb(uri);
    assert_int_equal(PQstatus(f->admin), CONNECTION_OK);
    admin(f, "SET client_min_messages TO error; SET synchronous_commit TO local; SET search_path TO %s, pg_catalog",
          f->schema);
    nreg_postgresql_store_options_init(&f->options);
    f->options.mode = NREG_POSTGRESQL_CREATE;
    f->options.schema = f->schema;
    open_registry(f);
    f->options.mode = NREG_POSTGRESQL_OPEN;
    nreg_scope_options scope_options;
    nreg_scope_options_init(&scope_options);
    scope_options.key = "acme";
    nreg_scope scope;
    assert_code(f, NREG_OK, nreg_scope_add(f->session, 0, &scope_options, &scope, &f->error));
    f->business = scope.id;
    *state = f;
    return 0;
}

int fixture_close(void **state) {
    fixture *f = *state;
    close_registry(f);
    admin(f, "DROP SCHEMA %s CASCADE", f->schema);
    PQfinish(f->admin);
    free(f);
    return 0;
}

void *fixture_begin(fixture *f, uint32_t mode, uint32_t wait_ms) {
    void *tx = NULL;
    assert_code(f, NREG_OK, f->m->begin(mode, wait_ms, &tx, &f->error, f->context));
    return tx;
}

nreg_record record_of(uint64_t number, uint64_t batch) {
    const nreg_record record = {number, 10, 0, 0, batch, 1000, 1000, 1, 2, NREG_STATUS_PENDING, 0, 0};
    return record;
}

nreg_code claim_one(fixture *f, void *tx, uint64_t number, uint8_t *answer) {
    const nreg_record record = record_of(number, 7);
    nreg_record existing;
    return f->m->claim(tx, &record, 1, &existing, answer, &f->error, f->context);
}

int is_registered(fixture *f, uint64_t number) {
    nreg_record record;
    uint32_t found = 0;
    assert_code(f, NREG_OK, nreg_record_get(f->session, &number, 1, &record, &found, &f->error));
    return (int)found;
}

nreg_code add_numbers(fixture *f, const char *request, uint64_t first, uint32_t count, nreg_result **result,
                      nreg_error *error) {
    nreg_batch *batch = NULL;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = request;
    nreg_code code = nreg_batch_new(f->session, f->business, NULL, &batch, error);
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        char number[32];
        snprintf(number, sizeof number, "+%llu", (unsigned long long)(first + i));
        code = nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_CUSTOMER_SERVICE, NULL, error);
    }
    code = code == NREG_OK ? nreg_batch_commit(batch, &options, result, error) : code;
    nreg_batch_free(batch);
    return code;
}

uint32_t added(nreg_result *result) {
    nreg_summary summary;
    memset(&summary, 0, sizeof summary);
    summary.struct_size = (uint32_t)sizeof summary;
    assert_int_equal(nreg_result_summary(result, &summary), NREG_OK);
    nreg_result_free(result);
    return summary.added;
}

static void *add_in_thread(void *context) {
    adding *a = context;
    a->code = add_numbers(a->f, a->request, a->first, a->count, &a->result, &a->error);
    a->done = 1;
    return NULL;
}

void adding_start(adding *a, fixture *f, const char *request, uint64_t first, uint32_t count) {
    memset(a, 0, sizeof *a);
    nreg_error_init(&a->error);
    a->f = f;
    a->request = request;
    a->first = first;
    a->count = count;
    assert_int_equal(pthread_create(&a->thread, NULL, add_in_thread, a), 0);
}

nreg_code adding_join(adding *a) {
    assert_int_equal(pthread_join(a->thread, NULL), 0);
    if (a->code != NREG_OK) {
        a->f->error = a->error;
    }
    return a->code;
}
