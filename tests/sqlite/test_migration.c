/* SPDX-License-Identifier: MIT */
/* Stores of other versions, and stores made by many at once. */
#include "files.h"

#include "base/host.h"
#include "store/sqlite/schema.h"

#include <sys/wait.h>
#include <unistd.h>

static const char *const later_statements[] = {"CREATE TABLE later (a INTEGER) STRICT;",
                                               "ALTER TABLE records ADD COLUMN later INTEGER;", NULL};

static const nreg_sqlite_step_of_schema *later_steps(void) {
    static nreg_sqlite_step_of_schema steps[2];
    steps[0] = nreg_sqlite_schema[0];
    steps[1] = (nreg_sqlite_step_of_schema){2, 1, 1, later_statements};
    return steps;
}

static nreg_code migrate(const char *path, const nreg_sqlite_step_of_schema *steps, size_t count, nreg_error *error) {
    nreg_allocator allocator;
    nreg_allocator_resolve(NULL, &allocator);
    const nreg_sqlite_settings settings = {path, NREG_SQLITE_CREATE, 4, 2};
    const uint64_t deadline = nreg_monotonic_ms() + 10000;
    nreg_code code;
    do {
        nreg_sqlite_connection *connection;
        code = nreg_sqlite_connect(&allocator, &settings, 1, deadline, &connection, error);
        code = code == NREG_OK ? nreg_sqlite_migrate(connection, steps, count, 1, error) : code;
        nreg_sqlite_disconnect(&allocator, connection);
    } while (code == NREG_RETRY);
    return code;
}

/* Several processes at once; every one must succeed. */
static void migrate_at_once(fixture *f, const nreg_sqlite_step_of_schema *steps, size_t count) {
    pid_t children[6];
    for (size_t i = 0; i < 6; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            nreg_error error = NREG_ERROR_INIT;
            const nreg_code code = migrate(f->path, steps, count, &error);
            if (code != NREG_OK) {
                fprintf(stderr, "%s\n", error.message);
            }
            _exit(-code);
        }
    }
    for (size_t i = 0; i < 6; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void many_processes_create_one_store(void **state) {
    fixture *f = *state;
    for (int round = 0; round < 5; round++) {
        migrate_at_once(f, nreg_sqlite_schema, nreg_sqlite_schema_steps);
        f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
        f->m = nreg_store_get_methods(f->store, &f->context);
        fixture_claim_many(f, 12025550100, 3, 1, 0, 0, NREG_STATUS_ACTIVE);
        assert_int_equal(fixture_count(f), 3);
        nreg_store_close(f->store);
        f->store = NULL;
        unlink(f->path);
    }
}

static void an_older_store_is_brought_up_to_date_with_all_it_holds(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 500, 1, 2, 0, NREG_STATUS_ACTIVE);
    nreg_store_close(f->store);
    f->store = NULL;
    migrate_at_once(f, later_steps(), 2);
    run_on(f->path, "INSERT INTO later VALUES (1); UPDATE records SET later = 5");
    /* The step lets this library go on reading and writing. */
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
    assert_int_equal(fixture_count(f), 500);
    fixture_claim_many(f, 12025560100, 5, 1, 2, 0, NREG_STATUS_ACTIVE);
    assert_int_equal(fixture_count(f), 505);
}

static void a_migration_that_fails_changes_nothing(void **state) {
    fixture *f = *state;
    make_store(f);
    static const char *const broken[] = {"CREATE TABLE later (a INTEGER) STRICT;", "CREATE TABLE records (a);", NULL};
    const nreg_sqlite_step_of_schema steps[2] = {nreg_sqlite_schema[0], {2, 2, 2, broken}};
    assert_int_equal(migrate(f->path, steps, 2, &f->error), NREG_INTERNAL);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_OK);
    assert_int_equal(migrate(f->path, later_steps(), 2, &f->error), NREG_OK); /* "later" is not there yet */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(many_processes_create_one_store),
        IN_STORE(an_older_store_is_brought_up_to_date_with_all_it_holds),
        IN_DIRECTORY(a_migration_that_fails_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
