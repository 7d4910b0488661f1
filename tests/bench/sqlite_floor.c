/* SPDX-License-Identifier: MIT */
/*
 * The floor: the store's own schema with all its indexes, filled by one bare prepared statement from sorted, parsed
 * integers; no journal, no batch, nothing checked. `bench_sqlite_floor rows.csv store.db [LEVEL]`; the file is made
 * anew. Level: business, unit or program (default), where the records go. Prints nanoseconds a number.
 */
#include "measure.h"
#include "sqlite_input.h"

#include <numberreg/sqlite.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(2);
    }
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_sqlite_floor rows.csv store.db [business|unit|program]\n", stderr);
        return 2;
    }
    size_t rows;
    uint64_t *numbers = bench_read_numbers(arguments[1], &rows);
    const char *path = arguments[2];
    const char *level = count > 3 ? arguments[3] : "program";
    bench_remove(path);
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    nreg_store *store;
    nreg_error error = NREG_ERROR_INIT;
    if (nreg_sqlite_store_open(path, &options, &store, &error) != NREG_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    nreg_store_close(store);

    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        return 2;
    }
    run(db, "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;"
            "INSERT INTO batch_ids VALUES (1, 501, 1700000000000000);"
            "INSERT INTO places VALUES (1, 11, 0, 0, NULL, NULL), (2, 11, 12, 0, 1, NULL), (3, 11, 12, 13, 1, 2);");
    const double cpu = bench_cpu();
    const double wall = bench_seconds();
    run(db, "BEGIN IMMEDIATE");
    sqlite3_stmt *insert;
    if (sqlite3_prepare_v3(db, "INSERT INTO records VALUES (?1, ?2, 1, ?3, ?4, 1, 1, 3, 0, 0, 0, 0)", -1,
                           SQLITE_PREPARE_PERSISTENT, &insert, NULL) != SQLITE_OK) {
        return 2;
    }
    sqlite3_bind_int64(insert, 2, strcmp(level, "program") == 0 ? 3 : strcmp(level, "unit") == 0 ? 2 : 1);
    if (strcmp(level, "business") != 0) {
        sqlite3_bind_int64(insert, 3, 1);
    }
    if (strcmp(level, "program") == 0) {
        sqlite3_bind_int64(insert, 4, 2);
    }
    for (size_t i = 0; i < rows; i++) {
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)numbers[i]);
        if (sqlite3_step(insert) != SQLITE_DONE) {
            fprintf(stderr, "%s\n", sqlite3_errmsg(db));
            return 2;
        }
        sqlite3_reset(insert);
    }
    run(db, "COMMIT");
    bench_emit_one("cpu", (bench_cpu() - cpu) * 1e9 / (double)rows);
    bench_emit_one("wall", (bench_seconds() - wall) * 1e9 / (double)rows);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    bench_emit_one("added", (double)rows);
    bench_emit_one("file bytes", bench_file_bytes(path));
    free(numbers);
    return 0;
}
