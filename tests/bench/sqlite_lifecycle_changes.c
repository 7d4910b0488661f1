/* SPDX-License-Identifier: MIT */
/* Changes of up to a million numbers: by the store, and as batches through the library with everything on. */
#include "measure.h"
#include "sqlite_lifecycle.h"

#include <numberreg.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000000, ROUNDS = 3 };

#define BARE_PURPOSE "UPDATE records SET purpose = ?2, revision = revision + 1 WHERE number = ?1"
#define BARE_STATUS "UPDATE records SET status = ?2, revision = revision + 1 WHERE number = ?1"
#define BARE_REMOVE "DELETE FROM records WHERE number = ?1"

static double least(double a, double b) {
    return a == 0 || b < a ? b : a;
}

#define BARE_JOURNAL                                                                                                   \
    "INSERT INTO journal (number, entry, what, place, purpose, more)"                                                  \
    " VALUES (?1, ?2, 13108, 3, 3, x'00112233445566778899aabbccddee')"

static void step_bare(sqlite3_stmt *statement, uint64_t number, int value) {
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    if (value != 0) {
        sqlite3_bind_int(statement, 2, value);
    }
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

/*
 * One bare statement for each of every `step`th number from `from` on: ?1 is the number; with `journal`, another that
 * keeps what happened. Nanoseconds a row.
 */
static double bare(bench *b, size_t from, size_t count, size_t step, const char *sql, int value, int journal) {
    sqlite3_stmt *statement = bench_prepare(b, sql);
    sqlite3_stmt *keep = bench_prepare(b, BARE_JOURNAL);
    const double start = bench_cpu();
    bench_run(b, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < count; i++) {
        step_bare(statement, b->numbers[from + i * step], value);
        if (journal) {
            step_bare(keep, b->numbers[from + i * step], (int)i + 1);
        }
    }
    bench_run(b, "COMMIT");
    const double took = (bench_cpu() - start) * 1e9 / (double)count;
    sqlite3_finalize(keep);
    sqlite3_finalize(statement);
    return took;
}

/* --- by the store alone: read, then write against the token */

typedef struct wish {
    uint32_t purpose;
    uint32_t status;
    int removes;
} wish;

static double by_store(bench *b, size_t from, size_t count, const wish *w) {
    nreg_store_change *changes = bench_need(NREG_STORE_ROWS_MAX, sizeof *changes);
    nreg_store_token *tokens = bench_need(NREG_STORE_ROWS_MAX, sizeof *tokens);
    const double start = bench_cpu();
    void *tx = bench_begin(b, NREG_STORE_WRITE);
    for (size_t done = 0; done < count; done += 8192) { /* as the engine does */
        const size_t slice = count - done < 8192 ? count - done : 8192;
        bench_check(b, b->m->fetch(tx, b->numbers + from + done, slice, NREG_FETCH_LOCKED, b->records, b->answers,
                                   &b->error, b->context));
        for (size_t i = 0; i < slice; i++) {
            const nreg_record *record = &b->records[i];
            tokens[i] = (nreg_store_token){record->number, record->last_batch, record->revision, 0};
            changes[i] = (nreg_store_change){*record, record->last_batch, record->revision, 0};
            changes[i].record.revision++;
            changes[i].record.last_batch = record->last_batch + 1;
            changes[i].record.purpose = w->purpose == 0 ? record->purpose : w->purpose;
            changes[i].record.status = w->status == 0 ? record->status : w->status;
        }
        bench_check(b, w->removes ? b->m->release(tx, tokens, slice, b->answers, &b->error, b->context)
                                  : b->m->update(tx, changes, slice, b->answers, &b->error, b->context));
        if (memchr(b->answers, NREG_ROW_CONFLICT, slice) != NULL) {
            fputs("a token did not match\n", stderr);
            exit(2);
        }
    }
    bench_commit(b, tx);
    free(changes);
    free(tokens);
    return (bench_cpu() - start) * 1e9 / (double)count;
}

static void measure_store(bench *b, size_t count) {
    double ours[3] = {0, 0, 0};
    double beside[3] = {0, 0, 0};
    for (int round = 0; round < ROUNDS; round++) {
        const wish purpose = {10 + (uint32_t)round, 0, 0};
        beside[0] = least(beside[0], bare(b, 0, count, 1, BARE_PURPOSE, 20 + round, 0));
        ours[0] = least(ours[0], by_store(b, 0, count, &purpose));
        const wish approve = {0, NREG_STATUS_ACTIVE, 0};
        (void)bare(b, 0, count, 1, BARE_STATUS, NREG_STATUS_PENDING, 0);
        beside[1] = least(beside[1], bare(b, 0, count, 1, BARE_STATUS, NREG_STATUS_ACTIVE, 0));
        (void)bare(b, 0, count, 1, BARE_STATUS, NREG_STATUS_PENDING, 0);
        ours[1] = least(ours[1], by_store(b, 0, count, &approve));
    }
    const size_t part = count / (2 * ROUNDS);
    for (size_t round = 0; round < ROUNDS; round++) {
        const wish removal = {0, 0, 1};
        ours[2] = least(ours[2], by_store(b, 2 * round * part, part, &removal));
        beside[2] = least(beside[2], bare(b, (2 * round + 1) * part, part, 1, BARE_REMOVE, 0, 0));
    }
    bench_print("store: change the purpose of up to 1M", ours[0], beside[0], "ns");
    bench_print("store: review up to 1M, Pending to Active", ours[1], beside[1], "ns");
    bench_print("store: remove up to 1M", ours[2], beside[2], "ns");
}

/* --- as batches: the bare statements keep a row of history too, and nothing of results and counts */

static double by_batch(bench *b, nreg_session *session, size_t from, size_t count, uint32_t action, uint32_t purpose) {
    nreg_batch_options options;
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    nreg_batch_options_init(&options);
    options.action = action;
    bench_check(b, nreg_batch_new(session, BENCH_BUSINESS, &options, &batch, &b->error));
    for (size_t i = 0; i < count; i++) {
        char text[24];
        const int length = snprintf(text, sizeof text, "+%llu", (unsigned long long)b->numbers[from + 2 * i]);
        bench_check(
            b, action == NREG_ACTION_REVIEW
                   ? nreg_review_stage(batch, text, (size_t)length, NREG_DECISION_APPROVE, NULL, NULL, NULL, &b->error)
                   : nreg_batch_add(batch, text, (size_t)length, purpose, NULL, &b->error));
    }
    const double start = bench_cpu();
    bench_check(b, nreg_batch_commit(batch, NULL, &result, &b->error));
    const double took = (bench_cpu() - start) * 1e9 / (double)count;
    nreg_summary summary = {.struct_size = sizeof summary};
    bench_check(b, nreg_result_summary(result, &summary));
    if (summary.accepted != count) {
        fprintf(stderr, "only %u of %zu numbers were accepted\n", summary.accepted, count);
        exit(2);
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
    return took;
}

static void measure_batches(bench *b, size_t count) {
    nreg_registry *registry = NULL;
    nreg_session *session = NULL;
    double ours[3] = {0, 0, 0};
    double beside[3] = {0, 0, 0};
    bench_check(b, nreg_registry_open(b->store, NULL, &registry, &b->error));
    bench_check(b, nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &b->error));
    for (int round = 0; round < ROUNDS; round++) {
        const uint32_t purpose = round % 2 == 0 ? NREG_PURPOSE_SURVEY : NREG_PURPOSE_CUSTOMER_SERVICE;
        beside[0] = least(beside[0], bare(b, 0, count, 2, BARE_PURPOSE, 20 + round, 1));
        ours[0] = least(ours[0], by_batch(b, session, 0, count, NREG_ACTION_CHANGE, purpose));
        (void)bare(b, 0, count, 2, BARE_STATUS, NREG_STATUS_PENDING, 0);
        beside[1] = least(beside[1], bare(b, 0, count, 2, BARE_STATUS, NREG_STATUS_ACTIVE, 1));
        (void)bare(b, 0, count, 2, BARE_STATUS, NREG_STATUS_PENDING, 0);
        ours[1] = least(ours[1], by_batch(b, session, 0, count, NREG_ACTION_REVIEW, 0));
    }
    const size_t part = count / (2 * ROUNDS);
    for (size_t round = 0; round < ROUNDS; round++) {
        ours[2] = least(ours[2], by_batch(b, session, 4 * round * part, part, NREG_ACTION_REMOVE, 0));
        beside[2] = least(beside[2], bare(b, (4 * round + 2) * part, part, 2, BARE_REMOVE, 0, 1));
    }
    bench_print("batch: change the purpose of up to 1M", ours[0], beside[0], "ns");
    bench_print("batch: review up to 1M, Pending to Active", ours[1], beside[1], "ns");
    bench_print("batch: remove up to 1M", ours[2], beside[2], "ns");
    nreg_session_close(session);
    nreg_registry_close(registry);
}

void bench_change_all(bench *b) {
    const size_t count = b->count / 2 < MOST ? b->count / 2 : MOST;
    uint64_t *all = b->numbers;
    measure_batches(b, count);
    /* The store's turn is on the other Business, of which nothing has been removed. */
    b->numbers = bench_need(count, sizeof *b->numbers);
    for (size_t i = 0; i < count; i++) {
        b->numbers[i] = all[2 * i + 1];
    }
    measure_store(b, count);
    free(b->numbers);
    b->numbers = all;
}
