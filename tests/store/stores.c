/* SPDX-License-Identifier: MIT */
#include "stores.h"

#include "hostile.h"

#ifdef TEST_SQLITE
#include <numberreg/sqlite.h>
#endif
#ifdef TEST_POSTGRESQL
#include <numberreg/postgresql.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nreg_code open_memory(test_opened *opened, nreg_error *error) {
    return nreg_memory_store_open(NULL, &opened->store, error);
}

#ifdef TEST_SQLITE
static nreg_code open_sqlite(test_opened *opened, nreg_error *error) {
    const char *parent = getenv("TMPDIR");
    snprintf(opened->directory, sizeof opened->directory, "%.80s/numberreg.XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(opened->directory) == NULL) {
        snprintf(error->message, sizeof error->message, "no temporary directory");
        return NREG_IO;
    }
    char path[sizeof opened->directory + 16];
    snprintf(path, sizeof path, "%s/store.db", opened->directory);
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    options.synchronous = 1; /* no test cuts the power */
    return nreg_sqlite_store_open(path, &options, &opened->store, error);
}
#endif

#ifdef TEST_POSTGRESQL
/* Each store is a schema of its own in the server's database. */
static nreg_code open_postgresql(test_opened *opened, nreg_error *error) {
    static int count;
    char schema[64];
    snprintf(schema, sizeof schema, "test_%ld_%d", (long)getpid(), ++count);
    nreg_postgresql_store_options options;
    nreg_postgresql_store_options_init(&options);
    options.mode = NREG_POSTGRESQL_CREATE;
    options.connections = 64;
    options.schema = schema;
    return nreg_postgresql_store_open(getenv("NREG_TEST_POSTGRESQL"), &options, &opened->store, error);
}
#endif

static const test_store memory_only[] = {{"memory", open_memory, 0}};

static const test_store table[] = {
    {"memory", open_memory, 0},
#ifdef TEST_SQLITE
    {"sqlite", open_sqlite, 0},
#endif
#ifdef TEST_POSTGRESQL
    {"postgresql", open_postgresql, 0},
#endif
    {"hostile memory", open_memory, 1},
#ifdef TEST_SQLITE
    {"hostile sqlite", open_sqlite, 1},
#endif
#ifdef TEST_POSTGRESQL
    {"hostile postgresql", open_postgresql, 1},
#endif
};

static int offered(const test_store *kind) {
    return strstr(kind->name, "postgresql") == NULL || getenv("NREG_TEST_POSTGRESQL") != NULL;
}

const test_store *test_store_first(void) {
    return memory_only;
}

const test_store *test_store_next(const test_store *last) {
    const test_store *const end = table + sizeof table / sizeof table[0];
    const test_store *next = last == NULL ? table : last + 1;
    while (next < end && !offered(next)) {
        next++;
    }
    return next < end ? next : NULL;
}

test_opened test_store_open(const test_store *kind) {
    test_opened opened;
    memset(&opened, 0, sizeof opened);
    nreg_error error = NREG_ERROR_INIT;
    if (kind->open(&opened, &error) != NREG_OK) {
        fprintf(stderr, "The store %s cannot be opened: %s\n", kind->name, error.message);
        abort();
    }
    if (kind->is_hostile) {
        nreg_store *inner = opened.store;
        opened.store = hostile_wrap(inner, NULL, &opened.hostile);
        nreg_store_close(inner);
    }
    return opened;
}

void test_store_close(test_opened *opened) {
    nreg_store_close(opened->store);
    static const char *const files[] = {"store.db", "store.db-wal", "store.db-shm"};
    for (size_t i = 0; opened->directory[0] != '\0' && i < sizeof files / sizeof files[0]; i++) {
        char path[sizeof opened->directory + 16];
        snprintf(path, sizeof path, "%s/%s", opened->directory, files[i]);
        unlink(path);
    }
    if (opened->directory[0] != '\0') {
        rmdir(opened->directory);
    }
    memset(opened, 0, sizeof *opened);
}
