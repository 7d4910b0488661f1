/* SPDX-License-Identifier: MIT */
/* The file itself, past the store. */
#ifndef TESTS_SQLITE_FILES_H
#define TESTS_SQLITE_FILES_H

#include "fixture.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline nreg_code try_open(fixture *f, const char *path, uint32_t mode, uint32_t wait_ms) {
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

static inline void write_file(const char *path, const void *data, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The whole file, for comparison; the caller frees it. */
static inline char *read_file(const char *path, size_t *length) {
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

static inline sqlite3 *raw(const char *path) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static inline void run(sqlite3 *db, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
}

static inline void run_on(const char *path, const char *sql) {
    sqlite3 *db = raw(path);
    run(db, sql);
    sqlite3_close(db);
}

static inline void make_store(fixture *f) {
    assert_int_equal(try_open(f, f->path, NREG_SQLITE_CREATE, 1000), NREG_OK);
}

#endif
