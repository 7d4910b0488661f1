/* SPDX-License-Identifier: MIT */
/*
 * A CSV to a committed batch on disk, all by the library: `bench_sqlite_upload rows.csv store.db bare|whole`; the file
 * is made anew. "bare" takes the store's groups away but for its scopes, so that no batch, journal or counts are
 * written, as bench_sqlite_floor writes none.
 */
#include "library.h"
#include "measure.h"
#include "sqlite_input.h"

#include <numberreg.h>
#include <numberreg/sqlite.h>

#include <stdio.h>
#include <string.h>

static nreg_store *open_file(const char *path, uint32_t mode) {
    nreg_sqlite_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    bench_must(nreg_sqlite_store_open(path, &options, &store, &error), &error);
    return store;
}

static void upload(nreg_session *session, uint64_t target, const char *rows) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_batch *batch;
    nreg_result *result;
    bench_must(nreg_batch_new(session, target, NULL, &batch, &error), &error);
    const double cpu = bench_cpu();
    const double wall = bench_seconds();
    bench_must(nreg_upload_file(batch, rows, NULL, NULL, &error), &error);
    bench_must(nreg_batch_commit(batch, NULL, &result, &error), &error);
    nreg_summary summary;
    summary.struct_size = (uint32_t)sizeof summary;
    bench_must(nreg_result_summary(result, &summary), &error);
    bench_emit_one("cpu", (bench_cpu() - cpu) * 1e9 / summary.added);
    bench_emit_one("wall", (bench_seconds() - wall) * 1e9 / summary.added);
    bench_emit_one("added", summary.added);
    nreg_result_free(result);
    nreg_batch_free(batch);
}

int main(int count, char **arguments) {
    if (count < 4 || (strcmp(arguments[3], "bare") != 0 && strcmp(arguments[3], "whole") != 0)) {
        fputs("usage: bench_sqlite_upload rows.csv store.db bare|whole\n", stderr);
        return 2;
    }
    const int bare = strcmp(arguments[3], "bare") == 0;
    nreg_error error = NREG_ERROR_INIT;
    nreg_registry *registry;
    nreg_session *session;
    bench_remove(arguments[2]);
    nreg_store *store = open_file(arguments[2], NREG_SQLITE_CREATE);
    nreg_store *used = bare ? bench_only_records(store) : store;
    bench_must(nreg_registry_open(used, NULL, &registry, &error), &error);
    bench_must(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    const uint64_t business = bench_add_scope(session, 0, "acme");
    const uint64_t unit = bench_add_scope(session, business, "sales");
    upload(session, bench_add_scope(session, unit, "spring"), arguments[1]);
    nreg_session_close(session);
    nreg_registry_close(registry);
    if (used != store) {
        nreg_store_close(used);
    }
    nreg_store_close(store);
    bench_emit_one("peak MB", bench_peak_bytes() / 1e6);
    bench_emit_one("file bytes", bench_file_bytes(arguments[2]));
    return 0;
}
