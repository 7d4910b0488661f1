/* SPDX-License-Identifier: MIT */
/* What only the PostgreSQL store can get wrong; the contract itself is tested by the suite that every store passes. */
#include "server.h"

#include <numberreg/extend/store.h>
#include <numberreg/postgresql.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *uri;

static nreg_store *open_store(const char *schema, uint32_t mode) {
    nreg_postgresql_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = NULL;
    nreg_postgresql_store_options_init(&options);
    options.mode = mode;
    options.schema = schema;
    if (nreg_postgresql_store_open(uri, &options, &store, &error) != NREG_OK) {
        fail_msg("%s", error.message);
    }
    return store;
}

static nreg_record record_of(uint64_t number, uint64_t batch) {
    const nreg_record record = {number, 10, 11, 12, batch, 1000, 1000, 1, 2, NREG_STATUS_PENDING, 0, 0};
    return record;
}

typedef struct opened {
    const nreg_store_methods *methods;
    void *context;
    void *tx;
} opened;

static opened begin(nreg_store *store, uint32_t mode) {
    opened o;
    nreg_error error = NREG_ERROR_INIT;
    o.methods = nreg_store_get_methods(store, &o.context);
    if (o.methods->begin(mode, 2000, &o.tx, &error, o.context) != NREG_OK) {
        fail_msg("%s", error.message);
    }
    return o;
}

static void claims_across_many_statements_and_answers_who_was_there(void **state) {
    (void)state;
    enum { ROWS = 25001 };
    nreg_store *store = open_store("claims", NREG_POSTGRESQL_CREATE);
    nreg_error error = NREG_ERROR_INIT;
    nreg_record *records = calloc(ROWS, sizeof *records);
    nreg_record *existing = calloc(ROWS, sizeof *existing);
    uint8_t *answers = malloc(ROWS);
    for (int i = 0; i < ROWS; i++) {
        records[i] = record_of(15012140000 + (uint64_t)i, 7);
    }
    opened o = begin(store, NREG_STORE_WRITE);
    nreg_record odd = record_of(15012140001, 5);
    assert_int_equal(o.methods->claim(o.tx, &odd, 1, existing, answers, &error, o.context), NREG_OK);
    assert_int_equal(answers[0], NREG_ROW_OK);
    assert_int_equal(o.methods->commit(o.tx, &error, o.context), NREG_OK);
    o = begin(store, NREG_STORE_WRITE);
    assert_int_equal(o.methods->claim(o.tx, records, ROWS, existing, answers, &error, o.context), NREG_OK);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(answers[i], i == 1 ? NREG_ROW_PRESENT : NREG_ROW_OK);
    }
    assert_memory_equal(&existing[1], &odd, sizeof odd);
    assert_int_equal(o.methods->commit(o.tx, &error, o.context), NREG_OK);
    o = begin(store, NREG_STORE_READ);
    const nreg_store_filter filter = {10, 0, 0, 0, UINT64_MAX, 0, 0, 0, 0};
    uint32_t count = 0;
    uint32_t more = 0;
    assert_int_equal(o.methods->scan(o.tx, &filter, 15012140099, 100, existing, &count, &more, &error, o.context),
                     NREG_OK);
    assert_int_equal(count, 100);
    assert_int_equal(more, 1);
    assert_memory_equal(existing, &records[100], 100 * sizeof *records);
    o.methods->rollback(o.tx, o.context);
    free(records);
    free(existing);
    free(answers);
    nreg_store_close(store);
}

static void many_processes_create_the_schema_at_once(void **state) {
    (void)state;
    enum { PROCESSES = 8 };
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            nreg_postgresql_store_options options;
            nreg_error error = NREG_ERROR_INIT;
            nreg_store *store = NULL;
            nreg_postgresql_store_options_init(&options);
            options.mode = NREG_POSTGRESQL_CREATE;
            options.schema = "together";
            const nreg_code code = nreg_postgresql_store_open(uri, &options, &store, &error);
            if (code != NREG_OK) {
                fprintf(stderr, "%s\n", error.message);
            }
            nreg_store_close(store);
            _exit(code == NREG_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
}

static void what_cannot_be_opened_says_why(void **state) {
    (void)state;
    nreg_postgresql_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = NULL;
    nreg_postgresql_store_options_init(&options);
    options.schema = "nowhere";
    assert_int_equal(nreg_postgresql_store_open(uri, &options, &store, &error), NREG_NOT_FOUND);
    options.schema = "Robert'); DROP";
    assert_int_equal(nreg_postgresql_store_open(uri, &options, &store, &error), NREG_INVALID_ARGUMENT);
    options.schema = NULL;
    options.connections = 0;
    assert_int_equal(nreg_postgresql_store_open(uri, &options, &store, &error), NREG_INVALID_ARGUMENT);
    options.connections = 1;
    assert_int_equal(nreg_postgresql_store_open("postgresql://x:secret@127.0.0.1:1/none", &options, &store, &error),
                     NREG_IO);
    assert_null(strstr(error.message, "secret"));
    assert_int_equal(nreg_postgresql_store_open(NULL, &options, &store, &error), NREG_INVALID_ARGUMENT);
    assert_null(store);
}

static void a_pool_that_is_used_up_is_busy(void **state) {
    (void)state;
    nreg_postgresql_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = NULL;
    nreg_postgresql_store_options_init(&options);
    options.mode = NREG_POSTGRESQL_CREATE;
    options.schema = "busy";
    options.connections = 1;
    assert_int_equal(nreg_postgresql_store_open(uri, &options, &store, &error), NREG_OK);
    opened o = begin(store, NREG_STORE_READ);
    void *second = NULL;
    assert_int_equal(o.methods->begin(NREG_STORE_READ, 50, &second, &error, o.context), NREG_BUSY);
    o.methods->rollback(o.tx, o.context);
    assert_int_equal(o.methods->begin(NREG_STORE_READ, 50, &second, &error, o.context), NREG_OK);
    o.methods->rollback(second, o.context);
    nreg_store_close(store);
}

static void a_lock_that_does_not_come_is_busy(void **state) {
    (void)state;
    nreg_store *store = open_store("locks", NREG_POSTGRESQL_CREATE);
    nreg_error error = NREG_ERROR_INIT;
    nreg_record record = record_of(15012149020, 7);
    nreg_record existing;
    uint8_t answer = 0;
    opened first = begin(store, NREG_STORE_WRITE);
    assert_int_equal(first.methods->claim(first.tx, &record, 1, &existing, &answer, &error, first.context), NREG_OK);
    void *second = NULL;
    assert_int_equal(first.methods->begin(NREG_STORE_WRITE, 100, &second, &error, first.context), NREG_OK);
    assert_int_equal(first.methods->claim(second, &record, 1, &existing, &answer, &error, first.context), NREG_BUSY);
    first.methods->rollback(second, first.context);
    first.methods->rollback(first.tx, first.context);
    nreg_store_close(store);
}

static void a_child_of_fork_is_told_so_and_the_parent_goes_on(void **state) {
    (void)state;
    nreg_store *store = open_store("forks", NREG_POSTGRESQL_CREATE);
    nreg_error error = NREG_ERROR_INIT;
    const pid_t child = fork();
    if (child == 0) {
        void *context = NULL;
        void *tx = NULL;
        const nreg_store_methods *methods = nreg_store_get_methods(store, &context);
        const nreg_code code = methods->begin(NREG_STORE_READ, 100, &tx, &error, context);
        nreg_store_close(store);
        _exit(code == NREG_FORKED ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    opened o = begin(store, NREG_STORE_READ);
    nreg_record record;
    uint8_t answer = 0;
    const uint64_t number = 15012149020;
    assert_int_equal(o.methods->fetch(o.tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, &error, o.context),
                     NREG_OK);
    assert_int_equal(answer, NREG_ROW_ABSENT);
    o.methods->rollback(o.tx, o.context);
    nreg_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_across_many_statements_and_answers_who_was_there),
        cmocka_unit_test(many_processes_create_the_schema_at_once),
        cmocka_unit_test(what_cannot_be_opened_says_why),
        cmocka_unit_test(a_pool_that_is_used_up_is_busy),
        cmocka_unit_test(a_lock_that_does_not_come_is_busy),
        cmocka_unit_test(a_child_of_fork_is_told_so_and_the_parent_goes_on),
    };
    uri = start_server();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stop_server();
    return failed;
}
