/* SPDX-License-Identifier: MIT */
/*
 * Reading and changing what is registered, through the store and beside it by bare prepared statements on the same
 * file: `bench_sqlite_lifecycle store.db COUNT...`, for example 1000 and 10000000; the file is made anew for each
 * count. One Business has half of the numbers, spread over 50 Programs; one number in 1000 is Suspended, the rest are
 * Active.
 */
#include "sqlite_input.h"

#include <numberreg/extend/store.h>
#include <numberreg/sqlite.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSINESS 11111111111111u
#define UNIT 12222222222222u
#define PROGRAM 13333333333333u
#define BATCH 500000000000001u
#define ROUNDS 300

typedef struct bench {
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    nreg_error error;
    sqlite3 *db; /* for the bare statements */
    uint64_t *numbers;
    size_t count;
    nreg_record *records;
    nreg_record *existing;
    nreg_journal_row *rows;
    uint8_t *answers;
} bench;

static void check(bench *b, nreg_code code) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), b->error.message);
        exit(2);
    }
}

static void *need(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fputs("memory is short\n", stderr);
        exit(2);
    }
    return memory;
}

static void *begin(bench *b, uint32_t mode) {
    void *tx;
    check(b, b->m->begin(mode, 5000, &tx, &b->error, b->context));
    return tx;
}

static void commit(bench *b, void *tx) {
    check(b, b->m->commit(tx, &b->error, b->context));
}

static sqlite3_stmt *prepare(bench *b, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(b->db));
        exit(2);
    }
    return statement;
}

static void run(bench *b, const char *sql) {
    if (sqlite3_exec(b->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(b->db));
        exit(2);
    }
}

static void fill_slice(bench *b, size_t from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t at = from + i;
        const uint64_t other = at % 2;
        b->records[i] = (nreg_record){.number = b->numbers[at],
                                      .business = BUSINESS + other,
                                      .unit = UNIT + other,
                                      .program = PROGRAM + at % 100,
                                      .last_batch = BATCH,
                                      .created = 1700000000000000,
                                      .updated = 1700000000000000,
                                      .revision = 1,
                                      .purpose = 3,
                                      .status = at % 1000 < 2 ? NREG_STATUS_SUSPENDED : NREG_STATUS_ACTIVE};
        b->rows[i] = (nreg_journal_row){.number = b->numbers[at],
                                        .batch = BATCH,
                                        .time = 1700000000000000,
                                        .created = 1700000000000000,
                                        .business = BUSINESS,
                                        .entry = (uint32_t)at,
                                        .revision = 1,
                                        .purpose_after = 3,
                                        .change = NREG_CHANGE_ADDED,
                                        .action = NREG_ACTION_ADD,
                                        .status_after = NREG_STATUS_ACTIVE};
    }
}

static void fill(bench *b) {
    for (size_t done = 0; done < b->count; done += NREG_STORE_ROWS_MAX) {
        const size_t slice = b->count - done < NREG_STORE_ROWS_MAX ? b->count - done : NREG_STORE_ROWS_MAX;
        fill_slice(b, done, slice);
        void *tx = begin(b, NREG_STORE_WRITE);
        check(b, b->m->claim(tx, b->records, slice, b->existing, b->answers, &b->error, b->context));
        check(b, b->m->journal_append(tx, b->rows, slice, &b->error, b->context));
        for (uint32_t i = 0; i < 20 && done == 0; i++) {
            const nreg_store_count amount = {BUSINESS, NREG_COUNT_RECORDS, 65536 * (i / 10 + 1) + i, 1 + i};
            check(b, b->m->count_add(tx, &amount, 1, &b->error, b->context));
        }
        commit(b, tx);
    }
}

static void print(const char *what, double ours, double bare, const char *unit) {
    printf("  %-44s %8.1f %s, bare %8.1f %s, ratio %.2f\n", what, ours, unit, bare, unit, ours / bare);
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Microseconds of the rounds that `times` begin; the last one is the end of the last round. */
static double median(double times[ROUNDS + 1]) {
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = times[i + 1] - times[i];
    }
    qsort(times, ROUNDS, sizeof *times, by_size);
    return times[ROUNDS / 2] * 1e6;
}

static int read_all(sqlite3_stmt *statement) {
    int rows = 0;
    int64_t sum = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int column = 0; column < sqlite3_column_count(statement); column++) {
            sum += sqlite3_column_int64(statement, column);
        }
        rows++;
    }
    sqlite3_reset(statement);
    return sum == 0 ? 0 : rows;
}

/* A page of 100 at different places of the list, and the same by one bare statement. */
static void page(bench *b, const char *what, const nreg_store_filter *filter, const char *sql) {
    uint32_t rows = 0;
    uint32_t more;
    double times[ROUNDS + 1];
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        void *tx = begin(b, NREG_STORE_READ);
        check(b, b->m->scan(tx, filter, b->numbers[i * (b->count / 2) / ROUNDS], 100, b->records, &rows, &more,
                            &b->error, b->context));
        commit(b, tx);
    }
    times[ROUNDS] = bench_seconds();
    const double ours = median(times);
    sqlite3_stmt *statement = prepare(b, sql);
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)b->numbers[i * (b->count / 2) / ROUNDS]);
        read_all(statement);
    }
    times[ROUNDS] = bench_seconds();
    print(what, ours, median(times), "us");
    sqlite3_finalize(statement);
}

#define COLUMNS                                                                                                        \
    "SELECT number, place, status, batch, revision, purpose, flags, updated_after_batch, created_before_updated,"      \
    " dno_batch FROM records "
#define NO_OF(business, unit, program)                                                                                 \
    "(SELECT no FROM places WHERE business = " business " AND unit = " unit " AND program = " program ")"

static void read_pages(bench *b) {
    nreg_store_filter filter = {.business = BUSINESS, .to = UINT64_MAX};
    filter.statuses = 1u << NREG_STATUS_ACTIVE;
    page(b, "page of 100 at a Business, Active", &filter,
         COLUMNS "WHERE in_business = " NO_OF("11111111111111", "0", "0") " AND status = 3 AND number > ?1"
                                                                          " ORDER BY number LIMIT 100");
    filter.statuses = 0;
    page(b, "page of 100 at a Business, any status", &filter,
         COLUMNS "WHERE in_business = " NO_OF("11111111111111", "0", "0") " AND status = 3 AND number > ?1"
                                                                          " ORDER BY number LIMIT 100");
    filter.unit = UNIT;
    filter.program = PROGRAM;
    page(b, "page of 100 at a Program, any status", &filter,
         COLUMNS "WHERE place = " NO_OF("11111111111111", "12222222222222", "13333333333333") " AND status = 3"
                                                                                              " AND number > ?1"
                                                                                              " ORDER BY number"
                                                                                              " LIMIT 100");
    const nreg_store_filter rare = {.statuses = 1u << NREG_STATUS_SUSPENDED, .to = UINT64_MAX};
    page(b, "page of 100 of all, Suspended (1 in 500)", &rare,
         COLUMNS "WHERE status = 4 AND status <> 3 AND number > ?1 ORDER BY number LIMIT 100");
}

static void read_counts(bench *b) {
    nreg_store_count counts[32];
    uint32_t count;
    uint32_t more;
    double times[ROUNDS + 1];
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        void *tx = begin(b, NREG_STORE_READ);
        check(b, b->m->count_read(tx, BUSINESS, NREG_COUNT_RECORDS, UINT32_MAX, 32, counts, &count, &more, &b->error,
                                  b->context));
        commit(b, tx);
    }
    times[ROUNDS] = bench_seconds();
    const double ours = median(times);
    sqlite3_stmt *statement =
        prepare(b, "SELECT key, amount FROM counts WHERE scope = 11111111111111 AND kind = 1 ORDER BY key");
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        read_all(statement);
    }
    times[ROUNDS] = bench_seconds();
    print("counts of a Business by status and purpose", ours, median(times), "us");
    sqlite3_finalize(statement);
}

static void read_histories(bench *b) {
    nreg_journal_row rows[16];
    uint32_t count;
    uint32_t more;
    double times[ROUNDS + 1];
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        void *tx = begin(b, NREG_STORE_READ);
        check(b, b->m->journal_read(tx, NREG_JOURNAL_NUMBER, b->numbers[i * b->count / ROUNDS], 0, 16, rows, &count,
                                    &more, &b->error, b->context));
        commit(b, tx);
    }
    times[ROUNDS] = bench_seconds();
    const double ours = median(times);
    sqlite3_stmt *statement = prepare(
        b, "SELECT j.*, r.* FROM journal j JOIN journal_runs r ON r.first ="
           " (SELECT max(first) FROM journal_runs WHERE first <= j.position) WHERE j.number = ?1 ORDER BY j.position");
    for (size_t i = 0; i < ROUNDS; i++) {
        times[i] = bench_seconds();
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)b->numbers[i * b->count / ROUNDS]);
        read_all(statement);
    }
    times[ROUNDS] = bench_seconds();
    print("history of a number", ours, median(times), "us");
    sqlite3_finalize(statement);
}

/* Changes the records once: by the store, reading and then writing against the token; returns ns a row. */
static double change(bench *b, size_t count, uint32_t purpose, uint32_t status, int removes) {
    nreg_store_change *changes = need(NREG_STORE_ROWS_MAX, sizeof *changes);
    nreg_store_token *tokens = need(NREG_STORE_ROWS_MAX, sizeof *tokens);
    const double start = bench_seconds();
    void *tx = begin(b, NREG_STORE_WRITE);
    for (size_t done = 0; done < count; done += NREG_STORE_ROWS_MAX) {
        const size_t slice = count - done < NREG_STORE_ROWS_MAX ? count - done : NREG_STORE_ROWS_MAX;
        check(b, b->m->fetch(tx, b->numbers + done, slice, NREG_FETCH_LOCKED, b->records, b->answers, &b->error,
                             b->context));
        for (size_t i = 0; i < slice; i++) {
            const nreg_record *record = &b->records[i];
            tokens[i] = (nreg_store_token){record->number, record->last_batch, record->revision, 0};
            changes[i] = (nreg_store_change){*record, record->last_batch, record->revision, 0};
            changes[i].record.revision++;
            changes[i].record.last_batch = record->last_batch + 1;
            changes[i].record.purpose = purpose == 0 ? record->purpose : purpose;
            changes[i].record.status = status == 0 ? record->status : status;
        }
        check(b, removes ? b->m->release(tx, tokens, slice, b->answers, &b->error, b->context)
                         : b->m->update(tx, changes, slice, b->answers, &b->error, b->context));
        if (memchr(b->answers, NREG_ROW_CONFLICT, slice) != NULL) {
            fputs("a token did not match\n", stderr);
            exit(2);
        }
    }
    commit(b, tx);
    free(changes);
    free(tokens);
    return (bench_seconds() - start) * 1e9 / (double)count;
}

/* The same by one bare statement whose ?1 is the number. */
static double change_bare(bench *b, size_t count, const char *sql) {
    sqlite3_stmt *statement = prepare(b, sql);
    const double start = bench_seconds();
    run(b, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)b->numbers[i]);
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    run(b, "COMMIT");
    sqlite3_finalize(statement);
    return (bench_seconds() - start) * 1e9 / (double)count;
}

static void change_all(bench *b) {
    const size_t count = b->count < 1000000 ? b->count : 1000000;
    double bare = change_bare(b, count, "UPDATE records SET purpose = 5, revision = revision + 1 WHERE number = ?1");
    print("change the purpose of up to 1M", change(b, count, 6, 0, 0), bare, "ns");
    bare = change_bare(b, count, "UPDATE records SET status = 1, revision = revision + 1 WHERE number = ?1");
    print("review up to 1M: Pending to Active", change(b, count, 0, NREG_STATUS_ACTIVE, 0), bare, "ns");
    const size_t half = count / 2;
    const double ours = change(b, half, 0, 0, 1);
    b->numbers += half;
    bare = change_bare(b, half, "DELETE FROM records WHERE number = ?1");
    b->numbers -= half;
    print("remove up to 500k", ours, bare, "ns");
}

static void measure(const char *path, size_t count) {
    bench b = {.error = NREG_ERROR_INIT, .count = count};
    b.numbers = bench_make_numbers(count, 16);
    b.records = need(NREG_STORE_ROWS_MAX, sizeof *b.records);
    b.existing = need(NREG_STORE_ROWS_MAX, sizeof *b.existing);
    b.rows = need(NREG_STORE_ROWS_MAX, sizeof *b.rows);
    b.answers = need(NREG_STORE_ROWS_MAX, 1);
    bench_remove(path);
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    check(&b, nreg_sqlite_store_open(path, &options, &b.store, &b.error));
    b.m = nreg_store_get_methods(b.store, &b.context);
    fill(&b);
    if (sqlite3_open_v2(path, &b.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        exit(2);
    }
    run(&b, "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY");
    printf("%zu records\n", count);
    read_pages(&b);
    read_counts(&b);
    read_histories(&b);
    change_all(&b);
    sqlite3_close(b.db);
    nreg_store_close(b.store);
    free(b.numbers);
    free(b.records);
    free(b.existing);
    free(b.rows);
    free(b.answers);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_sqlite_lifecycle store.db COUNT...\n", stderr);
        return 2;
    }
    for (int i = 2; i < count; i++) {
        measure(arguments[1], strtoull(arguments[i], NULL, 10));
    }
    return 0;
}
