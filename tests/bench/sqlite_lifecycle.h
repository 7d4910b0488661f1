/* SPDX-License-Identifier: MIT */
/* What the files of bench_sqlite_lifecycle share. */
#ifndef BENCH_SQLITE_LIFECYCLE_H
#define BENCH_SQLITE_LIFECYCLE_H

#include <numberreg/extend/store.h>

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* Two Businesses, these and the next ids, have every other number each, spread over `programs` Programs each. */
#define BENCH_BUSINESS 11111111111111u
#define BENCH_UNIT 12222222222222u
#define BENCH_PROGRAM 13333333333333u

typedef struct bench {
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    nreg_error error;
    sqlite3 *db; /* for the bare statements; its cache is that of the store's connections */
    uint64_t *numbers;
    size_t count;
    size_t programs;
    size_t rare; /* one number in so many is Suspended */
    nreg_record *records;
    nreg_record *existing;
    nreg_journal_row *rows;
    uint8_t *answers;
} bench;

void bench_check(bench *b, nreg_code code);
void *bench_begin(bench *b, uint32_t mode);
void bench_commit(bench *b, void *tx);
sqlite3_stmt *bench_prepare(bench *b, const char *sql);
void bench_run(bench *b, const char *sql);
void bench_print(const char *what, double ours, double bare, const char *unit);

/* sqlite_lifecycle_changes.c */
void bench_change_all(bench *b);

#endif
