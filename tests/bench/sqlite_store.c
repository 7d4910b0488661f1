/* SPDX-License-Identifier: MIT */
/*
 * The store by itself, beside bench_sqlite_floor: the same numbers claimed through its functions, without and with
 * journal, counts and stored outcomes. `bench_sqlite_store rows.csv store.db`; the file is made anew.
 */
#include "measure.h"
#include "sqlite_input.h"

#include <numberreg/extend/store.h>
#include <numberreg/sqlite.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bench {
    const char *path;
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    nreg_error error;
    const uint64_t *numbers;
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

static void open_store(bench *b, uint32_t mode) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    check(b, nreg_sqlite_store_open(b->path, &options, &b->store, &b->error));
    b->m = nreg_store_get_methods(b->store, &b->context);
}

static void fill_slice(bench *b, size_t from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t number = b->numbers[from + i];
        b->records[i] = (nreg_record){.number = number,
                                      .business = 11111111111111,
                                      .unit = 12222222222222,
                                      .program = 13333333333333,
                                      .last_batch = 500000000000001,
                                      .created = 1700000000000000,
                                      .updated = 1700000000000000,
                                      .revision = 1,
                                      .purpose = 3,
                                      .status = NREG_STATUS_PENDING};
        b->rows[i] = (nreg_journal_row){.number = number,
                                        .batch = 500000000000001,
                                        .time = 1700000000000000,
                                        .created = 1700000000000000,
                                        .business = 11111111111111,
                                        .unit_after = 12222222222222,
                                        .program_after = 13333333333333,
                                        .entry = (uint32_t)(number * 7 % b->count),
                                        .revision = 1,
                                        .purpose_after = 3,
                                        .change = NREG_CHANGE_ADDED,
                                        .action = NREG_ACTION_ADD,
                                        .status_after = NREG_STATUS_PENDING};
    }
}

static double claim_all(bench *b, int with_everything) {
    static char outcomes[20 * 65536];
    const double start = bench_seconds();
    void *tx;
    check(b, b->m->begin(NREG_STORE_WRITE, 1000, &tx, &b->error, b->context));
    uint32_t chunk = 0;
    for (size_t done = 0; done < b->count; done += NREG_STORE_ROWS_MAX) {
        const size_t slice = b->count - done < NREG_STORE_ROWS_MAX ? b->count - done : NREG_STORE_ROWS_MAX;
        fill_slice(b, done, slice);
        check(b, b->m->claim(tx, b->records, slice, b->existing, b->answers, &b->error, b->context));
        if (with_everything) {
            check(b, b->m->items_put(tx, 500000000000001, NREG_ITEMS_OUTCOMES, chunk++, outcomes, 20 * slice, &b->error,
                                     b->context));
            check(b, b->m->journal_append(tx, b->rows, slice, &b->error, b->context));
        }
    }
    check(b, b->m->commit(tx, &b->error, b->context));
    return (bench_seconds() - start) * 1e9 / (double)b->count;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_sqlite_store rows.csv store.db\n", stderr);
        return 2;
    }
    bench b = {.path = arguments[2], .error = NREG_ERROR_INIT};
    uint64_t *numbers = bench_read_numbers(arguments[1], &b.count);
    b.numbers = numbers;
    b.records = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.records);
    b.existing = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.existing);
    b.rows = bench_need(NREG_STORE_ROWS_MAX, sizeof *b.rows);
    b.answers = bench_need(NREG_STORE_ROWS_MAX, 1);
    for (int everything = 0; everything < 2; everything++) {
        bench_remove(b.path);
        open_store(&b, NREG_SQLITE_CREATE);
        const double took = claim_all(&b, everything);
        nreg_store_close(b.store);
        printf("claim, %s %zu rows %.0f ns/row %.1f bytes/row\n",
               everything ? "journal, outcomes of 20 bytes" : "journal off", b.count, took,
               bench_file_bytes(b.path) / (double)b.count);
    }
    free(numbers);
    free(b.records);
    free(b.existing);
    free(b.rows);
    free(b.answers);
    return 0;
}
