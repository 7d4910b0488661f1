/* SPDX-License-Identifier: MIT */
/*
 * Reading and changing what is registered, through the store and beside it by bare prepared statements on the same
 * file: `bench_sqlite_lifecycle store.db COUNT...`, for example 1000 and 10000000; the file is made anew for each
 * count. Times are of the processor, medians of what is short, the least of what is long. At the end, what a page, a
 * count and a history cost in the largest store beside the smallest.
 */
#include "sqlite_lifecycle.h"
#include "measure.h"
#include "sqlite_input.h"

#include <numberreg/sqlite.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 500000000000001u
#define PURPOSE 3
#define PAGE 100

enum { ROUNDS = 400, APART = 157, MEASURES_MAX = 16, SIZES_MAX = 8 };

/* --- tools */

void bench_check(bench *b, nreg_code code) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), b->error.message);
        exit(2);
    }
}

void *bench_begin(bench *b, uint32_t mode) {
    void *tx;
    bench_check(b, b->m->begin(mode, 5000, &tx, &b->error, b->context));
    return tx;
}

void bench_commit(bench *b, void *tx) {
    bench_check(b, b->m->commit(tx, &b->error, b->context));
}

sqlite3_stmt *bench_prepare(bench *b, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(b->db));
        exit(2);
    }
    return statement;
}

void bench_run(bench *b, const char *sql) {
    if (sqlite3_exec(b->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(b->db));
        exit(2);
    }
}

void bench_print(const char *what, double ours, double bare, const char *unit) {
    printf("  %-44s %8.1f %s, bare %8.1f %s, ratio %.2f\n", what, ours, unit, bare, unit, ours / bare);
    fflush(stdout);
}

/* --- the store */

static uint32_t status_at(const bench *b, size_t at) {
    return at % b->rare < 2 ? NREG_STATUS_SUSPENDED : NREG_STATUS_ACTIVE;
}

static void fill_slice(bench *b, size_t from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t at = from + i;
        const uint64_t other = at % 2;
        b->records[i] = (nreg_record){.number = b->numbers[at],
                                      .business = BENCH_BUSINESS + other,
                                      .unit = BENCH_UNIT + other,
                                      .program = BENCH_PROGRAM + at % (2 * b->programs),
                                      .last_batch = BATCH,
                                      .created = 1700000000000000,
                                      .updated = 1700000000000000,
                                      .revision = 1,
                                      .purpose = PURPOSE,
                                      .status = status_at(b, at)};
        b->rows[i] = (nreg_journal_row){.number = b->numbers[at],
                                        .batch = BATCH,
                                        .time = 1700000000000000,
                                        .created = 1700000000000000,
                                        .business = BENCH_BUSINESS,
                                        .entry = (uint32_t)at,
                                        .revision = 1,
                                        .purpose_after = PURPOSE,
                                        .change = NREG_CHANGE_ADDED,
                                        .action = NREG_ACTION_ADD,
                                        .status_after = NREG_STATUS_ACTIVE};
    }
}

static void put_scope(bench *b, void *tx, uint64_t id, uint32_t level, uint64_t parent, const char *key, size_t nth) {
    uint8_t answer = NREG_ROW_CONFLICT;
    nreg_scope scope = {.id = id,
                        .parent = parent,
                        .business = level == NREG_LEVEL_BUSINESS ? id : BENCH_BUSINESS + nth % 2,
                        .unit = level == NREG_LEVEL_UNIT      ? id
                                : level == NREG_LEVEL_PROGRAM ? parent
                                                              : 0,
                        .created = 1,
                        .updated = 1,
                        .level = level,
                        .state = NREG_SCOPE_OPEN,
                        .revision = 1};
    snprintf(scope.key, sizeof scope.key, "%s-%zu", key, nth);
    bench_check(b, b->m->scope_put(tx, &scope, 0, &answer, &b->error, b->context));
}

static void fill(bench *b) {
    void *tx = bench_begin(b, NREG_STORE_WRITE);
    for (size_t i = 0; i < 2; i++) {
        put_scope(b, tx, BENCH_BUSINESS + i, NREG_LEVEL_BUSINESS, 0, "business", i);
        put_scope(b, tx, BENCH_UNIT + i, NREG_LEVEL_UNIT, BENCH_BUSINESS + i, "unit", i);
    }
    for (size_t i = 0; i < 2 * b->programs; i++) {
        put_scope(b, tx, BENCH_PROGRAM + i, NREG_LEVEL_PROGRAM, BENCH_UNIT + i % 2, "program", i);
    }
    bench_commit(b, tx);
    for (size_t done = 0; done < b->count; done += NREG_STORE_ROWS_MAX) {
        const size_t slice = b->count - done < NREG_STORE_ROWS_MAX ? b->count - done : NREG_STORE_ROWS_MAX;
        fill_slice(b, done, slice);
        tx = bench_begin(b, NREG_STORE_WRITE);
        bench_check(b, b->m->claim(tx, b->records, slice, b->existing, b->answers, &b->error, b->context));
        bench_check(b, b->m->journal_append(tx, b->rows, slice, &b->error, b->context));
        for (uint32_t i = 0; i < 20 && done == 0; i++) {
            const nreg_store_count amount = {BENCH_BUSINESS, NREG_COUNT_RECORDS, 65536 * (i / 10 + 1) + i, 1 + i};
            bench_check(b, b->m->count_add(tx, &amount, 1, &b->error, b->context));
        }
        bench_commit(b, tx);
    }
}

/* --- reading */

typedef struct measure {
    const char *what;
    double ours[SIZES_MAX];
    double bare[SIZES_MAX];
} measure;

static measure measures[MEASURES_MAX];
static size_t measure_count;
static size_t sizes;

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y;
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

/* One look, at a place of the store that round `i` names; returns how many rows it had. */
typedef uint32_t look(bench *b, size_t i, const void *what);

/* Where round `i` looks: far from where the rounds before did, so that their pages in the cache do not help it. */
static uint64_t place_of_round(const bench *b, size_t i) {
    return b->numbers[i * APART % ROUNDS * (b->count / 2) / ROUNDS];
}

/* Both in turn, so that neither finds the machine or the disk's cache in a better state. */
static void compare(bench *b, const char *name, look *ours, const void *what, const char *sql, int binds) {
    static double times[2][ROUNDS];
    sqlite3_stmt *statement = bench_prepare(b, sql);
    uint32_t most = 0;
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t rows[2] = {0, 0};
        for (size_t turn = 0; turn < 2; turn++) {
            const size_t who = (turn + i) % 2;
            const double start = bench_cpu();
            if (who == 0) {
                rows[0] = ours(b, i, what);
            } else {
                if (binds) {
                    sqlite3_bind_int64(statement, 1, (sqlite3_int64)place_of_round(b, i));
                }
                rows[1] = (uint32_t)read_all(statement);
            }
            times[who][i] = bench_cpu() - start;
        }
        if (rows[0] != rows[1]) {
            fprintf(stderr, "%s: %u rows here, %u there\n", name, rows[0], rows[1]);
            exit(2);
        }
        most = rows[0] > most ? rows[0] : most;
    }
    sqlite3_finalize(statement);
    qsort(times[0], ROUNDS, sizeof **times, by_size);
    qsort(times[1], ROUNDS, sizeof **times, by_size);
    size_t at = 0;
    while (at < measure_count && strcmp(measures[at].what, name) != 0) {
        at++;
    }
    measure_count += at == measure_count;
    measures[at].what = name;
    measures[at].ours[sizes] = times[0][ROUNDS / 2] * 1e6;
    measures[at].bare[sizes] = times[1][ROUNDS / 2] * 1e6;
    bench_print(name, measures[at].ours[sizes], measures[at].bare[sizes], "us");
}

static uint32_t scan(bench *b, size_t i, const void *what) {
    uint32_t rows = 0;
    uint32_t more = 0;
    void *tx = bench_begin(b, NREG_STORE_READ);
    bench_check(b, b->m->scan(tx, what, place_of_round(b, i), PAGE, b->records, &rows, &more, &b->error, b->context));
    bench_commit(b, tx);
    return rows;
}

#define COLUMNS                                                                                                        \
    "SELECT number, place, status, batch, revision, purpose, flags, updated_after_batch, created_before_updated,"      \
    " dno_batch FROM records "
#define NO_OF(business, unit, program)                                                                                 \
    "(SELECT no FROM places WHERE business = " business " AND unit = " unit " AND program = " program ")"
#define ONWARD " AND number > ?1 ORDER BY number LIMIT 100"
#define AT_BUSINESS "in_business = " NO_OF("11111111111111", "0", "0")
#define AT_PROGRAM "place = " NO_OF("11111111111111", "12222222222222", "13333333333333")

static void read_pages(bench *b) {
    nreg_store_filter filter = {.business = BENCH_BUSINESS, .to = UINT64_MAX};
    filter.statuses = 1u << NREG_STATUS_ACTIVE;
    compare(b, "page of 100 at a Business, Active", scan, &filter,
            COLUMNS "WHERE " AT_BUSINESS " AND status = 3" ONWARD, 1);
    filter.statuses = 0;
    compare(b, "page of 100 at a Business, any status", scan, &filter,
            COLUMNS "WHERE " AT_BUSINESS " AND status IN (3, 4)" ONWARD, 1);
    filter.unit = BENCH_UNIT;
    filter.program = BENCH_PROGRAM;
    filter.statuses = 1u << NREG_STATUS_ACTIVE;
    compare(b, "page of 100 at a Program, Active", scan, &filter, COLUMNS "WHERE " AT_PROGRAM " AND status = 3" ONWARD,
            1);
    filter.statuses = 0;
    compare(b, "page of 100 at a Program, any status", scan, &filter,
            COLUMNS "WHERE " AT_PROGRAM " AND status IN (3, 4)" ONWARD, 1);
    const nreg_store_filter rare = {.statuses = 1u << NREG_STATUS_SUSPENDED, .to = UINT64_MAX};
    compare(b, "page of 100 of all, Suspended", scan, &rare, COLUMNS "WHERE status = 4 AND status <> 3" ONWARD, 1);
}

static uint32_t count_all(bench *b, size_t i, const void *what) {
    nreg_store_count counts[32];
    uint32_t count = 0;
    uint32_t more = 0;
    (void)i;
    (void)what;
    void *tx = bench_begin(b, NREG_STORE_READ);
    bench_check(b, b->m->count_read(tx, BENCH_BUSINESS, NREG_COUNT_RECORDS, UINT32_MAX, 32, counts, &count, &more,
                                    &b->error, b->context));
    bench_commit(b, tx);
    return count;
}

static uint32_t read_history(bench *b, size_t i, const void *what) {
    nreg_journal_row rows[16];
    uint32_t count = 0;
    uint32_t more = 0;
    (void)what;
    void *tx = bench_begin(b, NREG_STORE_READ);
    bench_check(b, b->m->journal_read(tx, NREG_JOURNAL_NUMBER, place_of_round(b, i), 0, 16, rows, &count, &more,
                                      &b->error, b->context));
    bench_commit(b, tx);
    return count;
}

static void read_others(bench *b) {
    compare(b, "counts of a Business by status and purpose", count_all, NULL,
            "SELECT key, amount FROM counts WHERE scope = 11111111111111 AND kind = 1 ORDER BY key", 0);
    compare(b, "history of a number", read_history, NULL,
            "SELECT j.*, r.* FROM journal j JOIN journal_runs r ON r.first ="
            " (SELECT max(first) FROM journal_runs WHERE first <= j.position) WHERE j.number = ?1 ORDER BY j.position",
            1);
}

/* --- the whole */

static void open_bare(bench *b, const char *path) {
    if (sqlite3_open_v2(path, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        exit(2);
    }
    bench_run(b, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY");
}

static void measure_size(const char *path, size_t count) {
    bench b = {.error = NREG_ERROR_INIT, .count = count};
    b.programs = count / 400 < 1 ? 1 : count / 400 < 50 ? count / 400 : 50;
    b.rare = 1 + (count / 200 < 4 ? 4 : count / 200 < 1000 ? count / 200 : 1000); /* no Program has them all */
    b.numbers = bench_make_numbers(count, 16);
    b.records = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.records);
    b.existing = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.existing);
    b.rows = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.rows);
    b.answers = bench_need(NREG_STORE_ROWS_MAX, 1);
    bench_remove(path);
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    bench_check(&b, nreg_sqlite_store_open(path, &options, &b.store, &b.error));
    b.m = nreg_store_get_methods(b.store, &b.context);
    fill(&b);
    open_bare(&b, path);
    printf("%zu records\n", count);
    bench_run(&b, "PRAGMA cache_size = -8192"); /* as the store's readers */
    read_pages(&b);
    read_others(&b);
    bench_run(&b, "PRAGMA cache_size = -32768"); /* as its writer */
    bench_change_all(&b);
    sqlite3_close(b.db);
    nreg_store_close(b.store);
    free(b.numbers);
    free(b.records);
    free(b.existing);
    free(b.rows);
    free(b.answers);
}

int main(int count, char **arguments) {
    if (count < 3 || count > 2 + SIZES_MAX) {
        fputs("usage: bench_sqlite_lifecycle store.db COUNT...\n", stderr);
        return 2;
    }
    for (int i = 2; i < count; i++) {
        measure_size(arguments[1], strtoull(arguments[i], NULL, 10));
        sizes++;
    }
    printf("%s records beside %s\n", arguments[count - 1], arguments[2]);
    for (size_t i = 0; i < measure_count && sizes > 1; i++) {
        const measure *m = &measures[i];
        printf("  %-44s %8.1f us, there %7.1f us, ratio %.2f; bare %8.1f us, there %7.1f us, ratio %.2f\n", m->what,
               m->ours[sizes - 1], m->ours[0], m->ours[sizes - 1] / m->ours[0], m->bare[sizes - 1], m->bare[0],
               m->bare[sizes - 1] / m->bare[0]);
    }
    return 0;
}
