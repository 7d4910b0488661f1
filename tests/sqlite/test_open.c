/* SPDX-License-Identifier: MIT */
/* Opening: options, files of every wrong kind, rights and locks. */
#include "files.h"

#include "base/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void options_out_of_range_are_refused(void **state) {
    fixture *f = *state;
    static const struct {
        uint32_t cache_mib, readers, synchronous, mode;
    } bad[] = {{0, 4, 2, 1},  {65537, 4, 2, 1}, {32, 0, 2, 1}, {32, 65, 2, 1},
               {32, 4, 0, 1}, {32, 4, 3, 1},    {32, 4, 2, 3}};
    nreg_sqlite_store_options options;
    nreg_store *store;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nreg_sqlite_store_options_init(&options);
        options.cache_mib = bad[i].cache_mib;
        options.readers = bad[i].readers;
        options.synchronous = bad[i].synchronous;
        options.mode = bad[i].mode;
        assert_int_equal(nreg_sqlite_store_open(f->path, &options, &store, &f->error), NREG_INVALID_ARGUMENT);
    }
    nreg_sqlite_store_options_init(&options);
    options.struct_size = 8;
    assert_int_equal(nreg_sqlite_store_open(f->path, &options, &store, &f->error), NREG_INVALID_ARGUMENT);
    nreg_allocator half = {0};
    nreg_sqlite_store_options_init(&options);
    options.allocator = &half;
    options.mode = NREG_SQLITE_CREATE;
    assert_int_equal(nreg_sqlite_store_open(f->path, &options, &store, &f->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_sqlite_store_open(f->path, NULL, NULL, &f->error), NREG_INVALID_ARGUMENT);
    assert_int_not_equal(access(f->path, F_OK), 0);
    nreg_sqlite_store_options_init(NULL);
}

static void names_that_are_no_files_are_refused(void **state) {
    fixture *f = *state;
    assert_int_equal(try_open(f, NULL, NREG_SQLITE_CREATE, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(try_open(f, "", NREG_SQLITE_CREATE, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(try_open(f, ":memory:", NREG_SQLITE_CREATE, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(try_open(f, "file:x.db?mode=memory", NREG_SQLITE_CREATE, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(try_open(f, f->directory, NREG_SQLITE_CREATE, 0), NREG_BAD_FORMAT);
    assert_non_null(strstr(f->error.message, "is a directory"));
    assert_int_equal(try_open(f, "/dev/null", NREG_SQLITE_CREATE, 0), NREG_BAD_FORMAT);
}

static void what_does_not_exist_is_not_found_and_not_made(void **state) {
    fixture *f = *state;
    char deep[256];
    snprintf(deep, sizeof deep, "%s/none/store.db", f->directory);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_NOT_FOUND);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_NOT_FOUND);
    assert_int_equal(try_open(f, deep, NREG_SQLITE_OPEN, 0), NREG_NOT_FOUND);
    assert_int_equal(try_open(f, deep, NREG_SQLITE_CREATE, 0), NREG_NOT_FOUND);
    assert_int_not_equal(access(f->path, F_OK), 0);
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(try_open(f, longest, NREG_SQLITE_CREATE, 0), NREG_IO);
}

static void an_empty_file_becomes_a_store_only_when_asked(void **state) {
    fixture *f = *state;
    write_file(f->path, "", 0);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_NOT_FOUND);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_NOT_FOUND);
    make_store(f);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_OK);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_OK);
}

static void a_file_of_another_kind_is_left_as_it_was(void **state) {
    fixture *f = *state;
    char text[5000];
    memset(text, 'x', sizeof text);
    write_file(f->path, text, sizeof text);
    for (uint32_t mode = NREG_SQLITE_OPEN; mode <= NREG_SQLITE_READ_ONLY; mode++) {
        assert_int_equal(try_open(f, f->path, mode, 0), NREG_BAD_FORMAT);
    }
    write_file(f->path, "number,purpose\n", 15);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_CREATE, 0), NREG_BAD_FORMAT);
    unlink(f->path);
    static const char *const foreign[] = {"CREATE TABLE t (a)", "PRAGMA application_id = 5", "PRAGMA user_version = 1"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        run_on(f->path, foreign[i]);
        size_t before_length;
        size_t after_length;
        char *before = read_file(f->path, &before_length);
        for (uint32_t mode = NREG_SQLITE_OPEN; mode <= NREG_SQLITE_READ_ONLY; mode++) {
            assert_int_equal(try_open(f, f->path, mode, 0), NREG_BAD_FORMAT);
        }
        char *after = read_file(f->path, &after_length);
        assert_int_equal(before_length, after_length);
        assert_memory_equal(before, after, before_length);
        free(before);
        free(after);
        unlink(f->path);
    }
}

static void a_schema_too_new_is_refused_for_what_it_forbids(void **state) {
    fixture *f = *state;
    make_store(f);
    run_on(f->path, "PRAGMA user_version = 9; INSERT INTO schema_steps VALUES (9, 1, 1)");
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_OK);
    run_on(f->path, "UPDATE schema_steps SET oldest_writer = 9 WHERE version = 9");
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_INCOMPATIBLE);
    assert_non_null(strstr(f->error.message, "open it for reading"));
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_CREATE, 0), NREG_INCOMPATIBLE);
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_OK);
    run_on(f->path, "UPDATE schema_steps SET oldest_reader = 8 WHERE version = 9");
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_INCOMPATIBLE);
    run_on(f->path, "UPDATE schema_steps SET oldest_reader = 10 WHERE version = 9");
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_READ_ONLY, 0), NREG_CORRUPT);
    run_on(f->path, "DROP TABLE schema_steps");
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_OPEN, 0), NREG_CORRUPT);
}

static void an_open_for_reading_only_refuses_to_write(void **state) {
    fixture *f = *state;
    make_store(f);
    f->store = fixture_open(f->path, NREG_SQLITE_READ_ONLY);
    f->m = nreg_store_get_methods(f->store, &f->context);
    void *tx;
    assert_int_equal(f->m->begin(NREG_STORE_WRITE, 1000, &tx, &f->error, f->context), NREG_READ_ONLY);
    tx = fixture_begin(f, NREG_STORE_READ);
    fixture_commit(f, tx);
}

/* So that a copy of the file is a copy of the store. */
static void closing_leaves_nothing_beside_the_file(void **state) {
    fixture *f = *state;
    make_store(f);
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
    void *tx = fixture_begin(f, NREG_STORE_READ);
    fixture_commit(f, tx);
    nreg_record record = fixture_record(12025550000u, 1, 0, 0, 1);
    uint8_t answer;
    tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->claim(tx, &record, 1, &record, &answer, &f->error, f->context));
    fixture_commit(f, tx);
    char log[4200];
    snprintf(log, sizeof log, "%s-wal", f->path);
    assert_int_equal(access(log, F_OK), 0);
    nreg_store_close(f->store);
    f->store = NULL;
    assert_int_equal(access(log, F_OK), -1);
}

/* Runs as a user without rights, in a process of its own; root may write everything. Returns the code of opening. */
static nreg_code open_without_rights(fixture *f, uint32_t mode) {
    const pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
            _exit(99);
        }
        nreg_sqlite_store_options options;
        nreg_sqlite_store_options_init(&options);
        options.mode = mode;
        options.wait_ms = 100;
        nreg_store *store;
        _exit(-nreg_sqlite_store_open(f->path, &options, &store, NULL));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return -WEXITSTATUS(status);
}

static void files_and_directories_without_rights_say_read_only(void **state) {
    fixture *f = *state;
    assert_int_equal(chmod(f->directory, 0755), 0);
    assert_int_equal(open_without_rights(f, NREG_SQLITE_CREATE), NREG_READ_ONLY);
    make_store(f);
    assert_int_equal(chmod(f->path, 0644), 0);
    assert_int_equal(open_without_rights(f, NREG_SQLITE_OPEN), NREG_READ_ONLY);
    assert_int_equal(chmod(f->path, 0666), 0);
    assert_int_equal(open_without_rights(f, NREG_SQLITE_OPEN), NREG_READ_ONLY); /* no place for the log */
    assert_int_equal(chmod(f->path, 0600), 0);
    assert_int_equal(open_without_rights(f, NREG_SQLITE_READ_ONLY), NREG_READ_ONLY);
    assert_int_equal(chmod(f->directory, 0777), 0);
    assert_int_equal(chmod(f->path, 0666), 0);
    assert_int_equal(open_without_rights(f, NREG_SQLITE_OPEN), NREG_OK);
}

static void a_lock_held_elsewhere_is_waited_for_no_longer_than_asked(void **state) {
    fixture *f = *state;
    make_store(f);
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
    sqlite3 *other = raw(f->path);
    run(other, "BEGIN IMMEDIATE");
    void *tx;
    for (uint32_t wait = 0; wait <= 120; wait += 60) {
        const uint64_t start = nreg_monotonic_ms();
        assert_int_equal(f->m->begin(NREG_STORE_WRITE, wait, &tx, &f->error, f->context), NREG_BUSY);
        const uint64_t took = nreg_monotonic_ms() - start;
        assert_true(took >= wait && took < wait + 400);
    }
    /* Readers do not mind. */
    tx = fixture_begin(f, NREG_STORE_READ);
    fixture_commit(f, tx);
    run(other, "COMMIT");
    tx = fixture_begin(f, NREG_STORE_WRITE);
    void *second;
    const uint64_t start = nreg_monotonic_ms();
    assert_int_equal(f->m->begin(NREG_STORE_WRITE, 60, &second, &f->error, f->context), NREG_BUSY);
    const uint64_t took = nreg_monotonic_ms() - start;
    assert_true(took >= 59 && took < 460);
    fixture_commit(f, tx);
    sqlite3_close(other);
}

static void opening_waits_for_a_locked_file_no_longer_than_asked(void **state) {
    fixture *f = *state;
    run_on(f->path, "PRAGMA user_version = 0; VACUUM");
    sqlite3 *other = raw(f->path);
    run(other, "BEGIN EXCLUSIVE");
    const uint64_t start = nreg_monotonic_ms();
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_CREATE, 80), NREG_BUSY);
    const uint64_t took = nreg_monotonic_ms() - start;
    assert_true(took >= 79 && took < 480);
    run(other, "COMMIT");
    sqlite3_close(other);
    make_store(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(options_out_of_range_are_refused),
        IN_DIRECTORY(names_that_are_no_files_are_refused),
        IN_DIRECTORY(what_does_not_exist_is_not_found_and_not_made),
        IN_DIRECTORY(an_empty_file_becomes_a_store_only_when_asked),
        IN_DIRECTORY(a_file_of_another_kind_is_left_as_it_was),
        IN_DIRECTORY(a_schema_too_new_is_refused_for_what_it_forbids),
        IN_DIRECTORY(an_open_for_reading_only_refuses_to_write),
        IN_DIRECTORY(closing_leaves_nothing_beside_the_file),
        IN_DIRECTORY(files_and_directories_without_rights_say_read_only),
        IN_DIRECTORY(a_lock_held_elsewhere_is_waited_for_no_longer_than_asked),
        IN_DIRECTORY(opening_waits_for_a_locked_file_no_longer_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
