/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fixture_setup_directory(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (f == NULL) {
        return -1;
    }
    const char *parent = getenv("TMPDIR");
    snprintf(f->directory, sizeof f->directory, "%.80s/numberreg.XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(f->directory) == NULL) {
        free(f);
        return -1;
    }
    snprintf(f->path, sizeof f->path, "%s/store.db", f->directory);
    nreg_error_init(&f->error);
    *state = f;
    return 0;
}

nreg_store *fixture_open(const char *path, uint32_t mode) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store;
    if (nreg_sqlite_store_open(path, &options, &store, &error) != NREG_OK) {
        fail_msg("opening the store: %s", error.message);
    }
    return store;
}

static void use(fixture *f, nreg_store *store) {
    f->store = store;
    f->m = nreg_store_get_methods(store, &f->context);
}

int fixture_setup(void **state) {
    if (fixture_setup_directory(state) != 0) {
        return -1;
    }
    fixture *f = *state;
    use(f, fixture_open(f->path, NREG_SQLITE_CREATE));
    return 0;
}

void fixture_reopen(fixture *f) {
    nreg_store_close(f->store);
    use(f, fixture_open(f->path, NREG_SQLITE_OPEN));
}

int fixture_teardown(void **state) {
    fixture *f = *state;
    nreg_store_close(f->store);
    DIR *directory = opendir(f->directory);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] != '.') {
            char path[512];
            snprintf(path, sizeof path, "%s/%s", f->directory, entry->d_name);
            unlink(path);
            rmdir(path);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    rmdir(f->directory);
    free(f);
    return 0;
}

void *fixture_begin(fixture *f, uint32_t mode) {
    void *tx;
    assert_ok(f, f->m->begin(mode, 10000, &tx, &f->error, f->context));
    return tx;
}

void fixture_commit(fixture *f, void *tx) {
    assert_ok(f, f->m->commit(tx, &f->error, f->context));
}

nreg_record fixture_record(uint64_t number, uint64_t business, uint64_t unit, uint64_t program, uint64_t batch) {
    return (nreg_record){
        .number = number,
        .business = business,
        .unit = unit,
        .program = program,
        .last_batch = batch,
        .created = 1700000000000000,
        .updated = 1700000000000000,
        .revision = 1,
        .purpose = 3,
        .status = NREG_STATUS_PENDING,
    };
}

nreg_store_batch fixture_batch(uint64_t id, uint64_t business, const char *request_id) {
    nreg_store_batch batch = {
        .id = id,
        .business = business,
        .target = business,
        .created = 1700000000000000 + (int64_t)id,
        .updated = 1700000000000000 + (int64_t)id,
        .state = NREG_BATCH_COMMITTED,
        .action = NREG_ACTION_ADD,
        .revision = 1,
    };
    snprintf(batch.request_id, sizeof batch.request_id, "%s", request_id);
    snprintf(batch.actor, sizeof batch.actor, "user:1");
    return batch;
}

void fixture_claim_many(fixture *f, uint64_t first, uint64_t count, uint64_t business, uint64_t unit, uint64_t program,
                        uint32_t status) {
    nreg_record *records = calloc(count, sizeof *records);
    nreg_record *existing = calloc(count, sizeof *existing);
    uint8_t *answers = calloc(count, 1);
    assert_non_null(records);
    assert_non_null(existing);
    assert_non_null(answers);
    for (uint64_t i = 0; i < count; i++) {
        records[i] = fixture_record(first + i, business, unit, program, 77);
        records[i].status = status;
    }
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    for (uint64_t done = 0; done < count; done += NREG_STORE_ROWS_MAX) {
        const uint64_t slice = count - done < NREG_STORE_ROWS_MAX ? count - done : NREG_STORE_ROWS_MAX;
        assert_ok(f, f->m->claim(tx, records + done, slice, existing + done, answers + done, &f->error, f->context));
    }
    fixture_commit(f, tx);
    free(records);
    free(existing);
    free(answers);
}

uint32_t fixture_count(fixture *f) {
    static nreg_record page[20000];
    const nreg_store_filter filter = {.to = UINT64_MAX};
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->scan(tx, &filter, 0, 20000, page, &count, &more, &f->error, f->context));
    assert_int_equal(more, 0);
    fixture_commit(f, tx);
    return count;
}
