/* SPDX-License-Identifier: MIT */
/*
 * What the memory store itself costs, without the engine: `bench_memory [ROWS [HELD]]` claims ROWS sorted numbers
 * (1000000) into a store that holds HELD others (10000000), journals, changes, lists and releases them, beside a bare
 * open-addressing insert of as many. Times are a number's; ratios are to the bare insert.
 */
#include "measure.h"
#include "store/transaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void must(nreg_code code, const nreg_error *error) {
    if (code != NREG_OK) {
        fprintf(stderr, "bench_memory: %s\n", error->message);
        exit(1);
    }
}

static uint64_t random_state = 1;

static uint64_t random_number(void) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return 12000000000U + (random_state >> 20) % 8000000000U;
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = ((const nreg_record *)a)->number;
    const uint64_t y = ((const nreg_record *)b)->number;
    return (x > y) - (x < y);
}

/* Sorted, without duplicates. */
static size_t make_records(nreg_record *records, size_t count, uint64_t batch) {
    for (size_t i = 0; i < count; i++) {
        memset(&records[i], 0, sizeof records[i]);
        records[i].number = random_number();
        records[i].business = 1 + batch % 100;
        records[i].unit = 1000 + batch % 100;
        records[i].program = 2000 + batch % 100;
        records[i].last_batch = batch;
        records[i].revision = 1;
        records[i].purpose = 3;
        records[i].status = NREG_STATUS_PENDING;
    }
    qsort(records, count, sizeof *records, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || records[i].number != records[kept - 1].number) {
            records[kept++] = records[i];
        }
    }
    return kept;
}

static double bare_insert(const nreg_record *records, size_t count, size_t held) {
    size_t room = 1024;
    while (room * 11 / 16 < count + held) {
        room *= 2;
    }
    uint64_t *table = calloc(room, sizeof *table);
    if (table == NULL) {
        exit(1);
    }
    const double start = now();
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)((records[i].number * 0x9E3779B97F4A7C15U) >> 20) & (room - 1);
        while (table[at] != 0 && table[at] != records[i].number) {
            at = (at + 1) & (room - 1);
        }
        table[at] = records[i].number;
    }
    const double spent = now() - start;
    free(table);
    return spent / (double)count;
}

static double bare;

static void print_row(const char *name, double start, size_t count) {
    const double each = (now() - start) / (double)count;
    printf("%-34s %8.1f ns  %5.1f times the bare insert\n", name, each, each / bare);
}

int main(int argc, char **argv) {
    const size_t rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    const size_t held = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000000;
    enum { FILL = 500000 };
    const size_t room = rows > FILL ? rows : FILL;
    nreg_record *records = calloc(room, sizeof *records);
    nreg_record *existing = calloc(room, sizeof *existing);
    nreg_journal_row *journal = calloc(room, sizeof *journal);
    nreg_store_change *changes = calloc(room, sizeof *changes);
    nreg_store_token *tokens = calloc(room, sizeof *tokens);
    uint8_t *answers = calloc(room, 1);
    if (rows == 0 || !records || !existing || !journal || !changes || !tokens || !answers) {
        return 1;
    }
    nreg_memory_store_options options;
    nreg_memory_store_options_init(&options);
    options.allocator = &bench_counting;
    nreg_store *store = NULL;
    nreg_transaction tx;
    nreg_error error = NREG_ERROR_INIT;
    must(nreg_memory_store_open(&options, &store, &error), &error);
    size_t stored = 0;
    for (uint64_t batch = 1; stored < held; batch++) {
        const size_t count = make_records(records, held - stored < FILL ? held - stored : FILL, batch);
        must(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), &error);
        must(nreg_transaction_claim(&tx, records, count, existing, answers, &error), &error);
        must(nreg_transaction_commit(&tx, &error), &error);
        for (size_t i = 0; i < count; i++) {
            stored += answers[i] == NREG_ROW_OK;
        }
    }
    if (stored > 0) {
        printf("%-34s %8.1f bytes, indexes included\n", "a record", (double)bench_counted_bytes() / (double)stored);
    }

    size_t count = make_records(records, rows, 1000001);
    bare = bare_insert(records, count, held);
    printf("%-34s %8.1f ns\n", "bare insert", bare);

    double start = now();
    must(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), &error);
    must(nreg_transaction_claim(&tx, records, count, existing, answers, &error), &error);
    must(nreg_transaction_commit(&tx, &error), &error);
    print_row("claim", start, count);

    size_t added = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i] == NREG_ROW_OK) {
            records[added++] = records[i];
        }
    }
    for (size_t i = 0; i < added; i++) {
        journal[i].batch = 1000001;
        journal[i].number = records[i].number;
        journal[i].business = records[i].business;
        nreg_record changed = records[i];
        changed.revision = 2;
        changed.status = NREG_STATUS_ACTIVE;
        changes[i] = (nreg_store_change){changed, records[i].last_batch, 1, 0};
        tokens[i] = (nreg_store_token){records[i].number, records[i].last_batch, 2, 0};
    }
    start = now();
    must(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), &error);
    must(nreg_transaction_journal_append(&tx, journal, added, &error), &error);
    must(nreg_transaction_commit(&tx, &error), &error);
    print_row("journal", start, added);

    start = now();
    must(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), &error);
    must(nreg_transaction_update(&tx, changes, added, answers, &error), &error);
    must(nreg_transaction_commit(&tx, &error), &error);
    print_row("update, status changed", start, added);

    start = now();
    must(nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, &error), &error);
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = records[0].business;
    uint64_t after = 0;
    size_t listed = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t page;
        must(nreg_transaction_scan(&tx, &filter, after, 100, existing, &page, &more, &error), &error);
        after = page > 0 ? existing[page - 1].number : after;
        listed += page;
    }
    nreg_transaction_rollback(&tx);
    print_row("scan in pages of 100", start, listed);

    start = now();
    must(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), &error);
    must(nreg_transaction_release(&tx, tokens, added, answers, &error), &error);
    must(nreg_transaction_commit(&tx, &error), &error);
    print_row("release", start, added);
    nreg_store_close(store);
    if (bench_counted_bytes() != 0) {
        fprintf(stderr, "bench_memory: the store kept %llu bytes\n", (unsigned long long)bench_counted_bytes());
        return 1;
    }
    free(records);
    free(existing);
    free(journal);
    free(changes);
    free(tokens);
    free(answers);
    return 0;
}
