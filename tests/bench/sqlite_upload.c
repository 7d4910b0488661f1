/* SPDX-License-Identifier: MIT */
/*
 * A CSV to a committed batch on disk, all by the library: `bench_sqlite_upload rows.csv store.db bare|whole`; the file
 * is made anew. "bare" takes the store's groups away but for its scopes, so that no batch, journal or counts are
 * written, as bench_sqlite_floor writes none.
 */
#include "measure.h"
#include "sqlite_input.h"

#include <numberreg.h>
#include <numberreg/extend/store.h>
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

/* The same store, less able. The wrapper's functions get the context of the wrapped one. */
static nreg_store *without_groups(const nreg_store *store) {
    void *context;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *wrapper;
    nreg_store_methods methods = *nreg_store_get_methods(store, &context);
    methods.batch_put = NULL;
    methods.batch_get = NULL;
    methods.batch_find = NULL;
    methods.batch_list = NULL;
    methods.items_put = NULL;
    methods.items_get = NULL;
    methods.items_clear = NULL;
    methods.batch_prune = NULL;
    methods.journal_append = NULL;
    methods.journal_seal = NULL;
    methods.journal_read = NULL;
    methods.journal_prune = NULL;
    methods.journal_erase = NULL;
    methods.tombstone_put = NULL;
    methods.tombstone_get = NULL;
    methods.review_lease = NULL;
    methods.review_unlease = NULL;
    methods.count_add = NULL;
    methods.count_read = NULL;
    methods.close = NULL; /* the wrapped store is closed by itself */
    bench_must(nreg_store_new(&methods, context, NULL, &wrapper, &error), &error);
    return wrapper;
}

static nreg_scope add_scope(nreg_session *session, uint64_t parent, const char *key) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    bench_must(nreg_scope_add(session, parent, &options, &scope, &error), &error);
    return scope;
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
    nreg_store *used = bare ? without_groups(store) : store;
    bench_must(nreg_registry_open(used, NULL, &registry, &error), &error);
    bench_must(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    const nreg_scope business = add_scope(session, 0, "acme");
    const nreg_scope unit = add_scope(session, business.id, "sales");
    const nreg_scope program = add_scope(session, unit.id, "spring");
    upload(session, program.id, arguments[1]);
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
