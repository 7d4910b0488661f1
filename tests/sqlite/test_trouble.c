/* SPDX-License-Identifier: MIT */
/* Full and damaged files, short memory, and what each of the database's codes becomes. */
#include "files.h"

#include "store/sqlite/schema.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static nreg_code claim_some(fixture *f, void *tx, uint64_t first) {
    static nreg_record records[1000];
    static nreg_record existing[1000];
    static uint8_t answers[1000];
    for (uint64_t i = 0; i < 1000; i++) {
        records[i] = fixture_record(first + i, 1, 2, 3, 5);
    }
    return f->m->claim(tx, records, 1000, existing, answers, &f->error, f->context);
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
    assert_int_equal(fixture_count(f), 10);
    tx = fixture_begin(f, NREG_STORE_WRITE);
    run(connection->db, "PRAGMA max_page_count = 1000000");
    assert_int_equal(claim_some(f, tx, 14000000000), NREG_OK);
    fixture_commit(f, tx);
    assert_int_equal(fixture_count(f), 1010);
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
    assert_int_equal(fixture_count(f), 0);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_STORE(a_full_database_keeps_what_was_there),
        IN_DIRECTORY(a_device_without_space_is_full),
        IN_STORE(damage_is_reported_as_damage),
        IN_DIRECTORY(short_memory_fails_cleanly_at_every_allocation),
        cmocka_unit_test(every_result_code_of_sqlite_has_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
