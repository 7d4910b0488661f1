/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "base/host.h"
#include "store/sqlite/schema.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static nreg_code try_open(fixture *f, const char *path, uint32_t mode, uint32_t wait_ms) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    options.wait_ms = wait_ms;
    nreg_store *store;
    const nreg_code code = nreg_sqlite_store_open(path, &options, &store, &f->error);
    if (code == NREG_OK) {
        nreg_store_close(store);
    } else {
        assert_null(store);
        assert_int_equal(f->error.code, code);
        assert_true(strlen(f->error.message) > 20);
    }
    return code;
}

static void write_file(const char *path, const void *data, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The whole file, for comparison; the caller frees it. */
static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *length = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(*length + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, *length, file), *length);
    fclose(file);
    return data;
}

static sqlite3 *raw(const char *path) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void run(sqlite3 *db, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
}

static void run_on(const char *path, const char *sql) {
    sqlite3 *db = raw(path);
    run(db, sql);
    sqlite3_close(db);
}

static void make_store(fixture *f) {
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_CREATE, 1000), NREG_OK);
}

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

static nreg_code claim_some(fixture *f, void *tx, uint64_t first) {
    static nreg_record records[1000];
    static nreg_record existing[1000];
    static uint8_t answers[1000];
    for (uint64_t i = 0; i < 1000; i++) {
        records[i] = fixture_record(first + i, 1, 2, 3, 5);
    }
    return f->m->claim(tx, records, 1000, existing, answers, &f->error, f->context);
}

static uint32_t count_records(fixture *f) {
    static nreg_record page[20000];
    const nreg_store_filter filter = {.to = UINT64_MAX};
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->scan(tx, &filter, 0, 20000, page, &count, &more, &f->error, f->context));
    assert_int_equal(more, 0);
    fixture_commit(f, tx);
    return count;
}

static void a_full_database_keeps_what_was_there(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 10, 1, 0, 0, NREG_STATUS_ACTIVE);
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    nreg_sqlite_connection *connection = tx;
    run(connection->db, "PRAGMA max_page_count = 120");
    nreg_code code = NREG_OK;
    for (uint64_t i = 0; i < 100 && code == NREG_OK; i++) {
        code = claim_some(f, tx, 13000000000 + 1000 * i);
    }
    assert_int_equal(code, NREG_FULL);
    assert_int_equal(f->error.system & 0xFF, SQLITE_FULL);
    /* SQLite has ended the transaction; nothing more may get in. */
    assert_int_equal(claim_some(f, tx, 14000000000), NREG_FULL);
    assert_int_equal(f->m->commit(tx, &f->error, f->context), NREG_FULL);
    f->m->rollback(tx, f->context);
    assert_int_equal(count_records(f), 10);
    tx = fixture_begin(f, NREG_STORE_WRITE);
    run(connection->db, "PRAGMA max_page_count = 1000000");
    assert_int_equal(claim_some(f, tx, 14000000000), NREG_OK);
    fixture_commit(f, tx);
    assert_int_equal(count_records(f), 1010);
}

static void a_device_without_space_is_full(void **state) {
    fixture *f = *state;
    make_store(f);
    const pid_t child = fork();
    if (child == 0) {
        const struct rlimit limit = {600000, 600000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
        f->m = nreg_store_get_methods(f->store, &f->context);
        void *tx;
        nreg_code code = f->m->begin(NREG_STORE_WRITE, 0, &tx, &f->error, f->context);
        for (uint64_t i = 0; i < 40 && code == NREG_OK; i++) {
            code = claim_some(f, tx, 13000000000 + 1000 * i);
        }
        if (code == NREG_OK) {
            code = f->m->commit(tx, &f->error, f->context);
        }
        f->m->rollback(tx, f->context);
        _exit(-code);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(-WEXITSTATUS(status), NREG_FULL);
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
    assert_int_equal(count_records(f), 0);
}

static void damage_is_reported_as_damage(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 5000, 1, 2, 3, NREG_STATUS_ACTIVE);
    nreg_store_close(f->store);
    f->store = NULL;
    size_t length;
    char *whole = read_file(f->path, &length);
    char *broken = malloc(length);
    assert_non_null(broken);
    const nreg_store_filter filter = {.business = 1, .to = UINT64_MAX};
    static nreg_record page[5000];
    for (int kind = 0; kind < 2; kind++) {
        memcpy(broken, whole, length);
        memset(broken + 60 * 4096, kind == 0 ? 0xA5 : 0, length - 60 * 4096);
        write_file(f->path, broken, length);
        f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
        f->m = nreg_store_get_methods(f->store, &f->context);
        uint32_t count;
        uint32_t more;
        void *tx = fixture_begin(f, NREG_STORE_READ);
        assert_int_equal(f->m->scan(tx, &filter, 0, 5000, page, &count, &more, &f->error, f->context), NREG_CORRUPT);
        f->m->rollback(tx, f->context);
        nreg_store_close(f->store);
        f->store = NULL;
    }
    write_file(f->path, whole, length / 3);
    const nreg_code code = try_open(f, f->path, NREG_SQLITE_OPEN, 0);
    if (code == NREG_OK) {
        f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
        f->m = nreg_store_get_methods(f->store, &f->context);
        uint32_t count;
        uint32_t more;
        void *tx = fixture_begin(f, NREG_STORE_READ);
        assert_int_equal(f->m->scan(tx, &filter, 0, 5000, page, &count, &more, &f->error, f->context), NREG_CORRUPT);
        f->m->rollback(tx, f->context);
    } else {
        assert_int_equal(code, NREG_CORRUPT);
    }
    /* A table that is gone, and a name that does not fit its field. */
    nreg_store_close(f->store);
    write_file(f->path, whole, length);
    run_on(f->path, "INSERT INTO scopes VALUES (5, 0, 0, 5, 0, 2, 1, 1, 0, 0, 0, 0, '', hex(zeroblob(64)), '', '');"
                    "DROP TABLE counts");
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
    void *tx = fixture_begin(f, NREG_STORE_READ);
    nreg_scope scope;
    uint8_t answer;
    const uint64_t id = 5;
    assert_int_equal(f->m->scope_get(tx, &id, 1, &scope, &answer, &f->error, f->context), NREG_CORRUPT);
    f->m->rollback(tx, f->context);
    tx = fixture_begin(f, NREG_STORE_READ);
    nreg_store_count counts[2];
    uint32_t count;
    uint32_t more;
    assert_int_equal(f->m->count_read(tx, 1, 1, UINT32_MAX, 2, counts, &count, &more, &f->error, f->context),
                     NREG_CORRUPT);
    f->m->rollback(tx, f->context);
    free(whole);
    free(broken);
}

typedef struct counting {
    long left;
    long alive;
} counting;

static void *count_allocate(size_t size, void *context) {
    counting *c = context;
    if (c->left == 0) {
        return NULL;
    }
    c->left--;
    c->alive++;
    return malloc(size);
}

static void *count_reallocate(void *memory, size_t size, void *context) {
    counting *c = context;
    if (c->left == 0) {
        return NULL;
    }
    c->left--;
    c->alive += memory == NULL;
    return realloc(memory, size);
}

static void count_release(void *memory, void *context) {
    counting *c = context;
    c->alive -= memory != NULL;
    free(memory);
}

static void short_memory_fails_cleanly_at_every_allocation(void **state) {
    fixture *f = *state;
    make_store(f);
    counting c = {0};
    const nreg_allocator allocator = {count_allocate, count_reallocate, count_release, &c};
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.allocator = &allocator;
    long n = 0;
    nreg_code code;
    do {
        c.left = n++;
        nreg_store *store;
        code = nreg_sqlite_store_open(f->path, &options, &store, &f->error);
        if (code == NREG_OK) {
            void *context;
            const nreg_store_methods *m = nreg_store_get_methods(store, &context);
            const nreg_store_filter filter = {.to = UINT64_MAX};
            nreg_record record;
            uint32_t count;
            uint32_t more;
            void *tx;
            code = m->begin(NREG_STORE_READ, 0, &tx, &f->error, context);
            if (code == NREG_OK) {
                code = m->scan(tx, &filter, 0, 1, &record, &count, &more, &f->error, context);
                m->rollback(tx, context);
            }
            nreg_store_close(store);
        }
        assert_int_equal(c.alive, 0);
        assert_true(code == NREG_OK || code == NREG_NO_MEMORY);
    } while (code != NREG_OK && n < 100);
    assert_int_equal(code, NREG_OK);
    assert_true(n > 4);
}

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
        assert_int_equal(count_records(f), 3);
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
    assert_int_equal(count_records(f), 500);
    fixture_claim_many(f, 12025560100, 5, 1, 2, 0, NREG_STATUS_ACTIVE);
    assert_int_equal(count_records(f), 505);
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

static void every_result_code_of_sqlite_has_a_code(void **state) {
    (void)state;
    static const struct {
        int sqlite;
        int system_error;
        nreg_code code;
    } expected[] = {
        {SQLITE_OK, 0, NREG_OK},
        {SQLITE_ERROR, 0, NREG_INTERNAL},
        {SQLITE_INTERNAL, 0, NREG_INTERNAL},
        {SQLITE_PERM, 0, NREG_IO},
        {SQLITE_ABORT, 0, NREG_INTERNAL},
        {SQLITE_ABORT_ROLLBACK, 0, NREG_RETRY},
        {SQLITE_BUSY, 0, NREG_BUSY},
        {SQLITE_BUSY_RECOVERY, 0, NREG_BUSY},
        {SQLITE_BUSY_SNAPSHOT, 0, NREG_RETRY},
        {SQLITE_LOCKED, 0, NREG_BUSY},
        {SQLITE_NOMEM, 0, NREG_NO_MEMORY},
        {SQLITE_READONLY, 0, NREG_READ_ONLY},
        {SQLITE_READONLY_DIRECTORY, 0, NREG_READ_ONLY},
        {SQLITE_READONLY_DBMOVED, 0, NREG_IO},
        {SQLITE_INTERRUPT, 0, NREG_CANCELLED},
        {SQLITE_IOERR_READ, 5, NREG_IO},
        {SQLITE_IOERR_WRITE, 27, NREG_FULL},
        {SQLITE_IOERR_WRITE, 122, NREG_FULL},
        {SQLITE_IOERR_NOMEM, 0, NREG_NO_MEMORY},
        {SQLITE_IOERR_CORRUPTFS, 0, NREG_CORRUPT},
        {SQLITE_CORRUPT, 0, NREG_CORRUPT},
        {SQLITE_CORRUPT_INDEX, 0, NREG_CORRUPT},
        {SQLITE_NOTFOUND, 0, NREG_INTERNAL},
        {SQLITE_FULL, 0, NREG_FULL},
        {SQLITE_CANTOPEN, 2, NREG_IO},
        {SQLITE_CANTOPEN, 13, NREG_READ_ONLY},
        {SQLITE_PROTOCOL, 0, NREG_BUSY},
        {SQLITE_SCHEMA, 0, NREG_RETRY},
        {SQLITE_TOOBIG, 0, NREG_LIMIT_EXCEEDED},
        {SQLITE_CONSTRAINT_UNIQUE, 0, NREG_INTERNAL},
        {SQLITE_MISMATCH, 0, NREG_INTERNAL},
        {SQLITE_MISUSE, 0, NREG_INTERNAL},
        {SQLITE_NOLFS, 0, NREG_IO},
        {SQLITE_FORMAT, 0, NREG_BAD_FORMAT},
        {SQLITE_RANGE, 0, NREG_INTERNAL},
        {SQLITE_NOTADB, 0, NREG_BAD_FORMAT},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(nreg_sqlite_code(expected[i].sqlite, expected[i].system_error), expected[i].code);
    }
}

#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, fixture_setup_directory, fixture_teardown)
#define IN_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(options_out_of_range_are_refused),
        IN_DIRECTORY(names_that_are_no_files_are_refused),
        IN_DIRECTORY(what_does_not_exist_is_not_found_and_not_made),
        IN_DIRECTORY(an_empty_file_becomes_a_store_only_when_asked),
        IN_DIRECTORY(a_file_of_another_kind_is_left_as_it_was),
        IN_DIRECTORY(a_schema_too_new_is_refused_for_what_it_forbids),
        IN_DIRECTORY(an_open_for_reading_only_refuses_to_write),
        IN_DIRECTORY(files_and_directories_without_rights_say_read_only),
        IN_DIRECTORY(a_lock_held_elsewhere_is_waited_for_no_longer_than_asked),
        IN_DIRECTORY(opening_waits_for_a_locked_file_no_longer_than_asked),
        IN_STORE(a_full_database_keeps_what_was_there),
        IN_DIRECTORY(a_device_without_space_is_full),
        IN_STORE(damage_is_reported_as_damage),
        IN_DIRECTORY(short_memory_fails_cleanly_at_every_allocation),
        IN_DIRECTORY(many_processes_create_one_store),
        IN_STORE(an_older_store_is_brought_up_to_date_with_all_it_holds),
        IN_DIRECTORY(a_migration_that_fails_changes_nothing),
        cmocka_unit_test(every_result_code_of_sqlite_has_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
