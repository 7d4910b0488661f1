/* SPDX-License-Identifier: MIT */
/*
 * Uploads a CSV file into a SQLite store with progress, as a job of a portal does: bulk_upload FILE.csv STORE.db
 * The file's name is the request id: running the job again, after a crash or by mistake, registers nothing twice and
 * prints the same result.
 */
#include <numberreg.h>
#include <numberreg/sqlite.h>

#include <stdio.h>
#include <string.h>

static int32_t reading(uint64_t bytes, uint64_t rows, void *context) {
    (void)context;
    fprintf(stderr, "\rreading: %llu rows, %llu bytes", (unsigned long long)rows, (unsigned long long)bytes);
    return 0; /* anything else would cancel */
}

static int32_t registering(uint64_t done, uint64_t total, void *context) {
    (void)context;
    fprintf(stderr, "\rregistering: %llu of %llu   ", (unsigned long long)done, (unsigned long long)total);
    return 0;
}

/* Finds a scope by its path, or adds its last level. */
static nreg_code find_or_add(nreg_session *session, const char *path, uint64_t parent, nreg_scope *scope,
                             nreg_error *error) {
    nreg_scope_options options;
    const char *slash = strrchr(path, '/');
    nreg_code code = nreg_scope_find(session, path, NREG_NUL, scope, error);
    if (code != NREG_NOT_FOUND)
        return code;
    nreg_scope_options_init(&options);
    options.key = slash == NULL ? path : slash + 1;
    return nreg_scope_add(session, parent, &options, scope, error);
}

static nreg_code upload(nreg_session *session, const char *file, nreg_error *error) {
    nreg_scope acme, sales;
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    nreg_upload_options options;
    nreg_upload_report report = {.struct_size = sizeof report};
    nreg_commit_options commit;
    nreg_summary summary = {.struct_size = sizeof summary};
    const char *name = strrchr(file, '/');

    nreg_upload_options_init(&options);
    options.progress = reading;
    nreg_commit_options_init(&commit);
    commit.progress = registering;
    commit.request_id = name == NULL ? file : name + 1;

    nreg_code code = find_or_add(session, "acme", 0, &acme, error);
    if (code == NREG_OK)
        code = find_or_add(session, "acme/sales", acme.id, &sales, error);
    if (code == NREG_OK)
        code = nreg_batch_new(session, sales.id, NULL, &batch, error);
    if (code == NREG_OK)
        code = nreg_upload_file(batch, file, &options, &report, error);
    if (code == NREG_OK)
        code = nreg_batch_commit(batch, &commit, &result, error);
    if (code == NREG_OK)
        code = nreg_result_summary(result, &summary);
    if (code == NREG_OK)
        printf("\n%llu rows: %u added, %u rejected%s\n", (unsigned long long)report.rows, summary.added,
               summary.rejected, summary.flags & NREG_RESULT_REPLAYED ? " (done before)" : "");
    nreg_result_free(result);
    nreg_batch_free(batch);
    return code;
}

int main(int argc, char **argv) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_sqlite_store_options options;
    nreg_store *store = NULL;
    nreg_registry *registry = NULL;
    nreg_session *session = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: bulk_upload FILE.csv STORE.db\n");
        return 2;
    }
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    nreg_code code = nreg_sqlite_store_open(argv[2], &options, &store, &error);
    if (code == NREG_OK)
        code = nreg_registry_open(store, NULL, &registry, &error);
    if (code == NREG_OK)
        code = nreg_session_open_operator(registry, "job:bulk_upload", NREG_NUL, NULL, 0, &session, &error);
    if (code == NREG_OK)
        code = upload(session, argv[1], &error);
    if (code != NREG_OK)
        fprintf(stderr, "\n%s\n", error.message[0] != '\0' ? error.message : nreg_code_text(code));
    nreg_session_close(session);
    nreg_registry_close(registry);
    nreg_store_close(store);
    return code == NREG_OK ? 0 : 1;
}
