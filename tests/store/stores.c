/* SPDX-License-Identifier: MIT */
#include "stores.h"

#include "hostile.h"

#ifdef TEST_SQLITE
#include <numberreg/sqlite.h>
#endif
#ifdef TEST_POSTGRESQL
#include "../postgresql/server.h"

#include <libpq-fe.h>

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

/* What every store must have, of one that has more: such as a host writes in an afternoon. */
static nreg_code open_first_tier(test_opened *opened, nreg_error *error) {
    nreg_code code = nreg_memory_store_open(NULL, &opened->base, error);
    if (code != NREG_OK) {
        return code;
    }
    void *context;
    const nreg_store_methods *all = nreg_store_get_methods(opened->base, &context);
    nreg_store_methods methods;
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = all->begin;
    methods.commit = all->commit;
    methods.rollback = all->rollback;
    methods.claim = all->claim;
    methods.fetch = all->fetch;
    methods.update = all->update;
    methods.release = all->release;
    methods.scan = all->scan;
    return nreg_store_new(&methods, context, NULL, &opened->store, error);
}

#ifdef TEST_POSTGRESQL
/* Each store is a schema of its own in the server's database. */
static nreg_code open_postgresql(test_opened *opened, nreg_error *error) {
    static int count;
    snprintf(opened->schema, sizeof opened->schema, "test_%ld_%d", (long)getpid(), ++count);
    nreg_postgresql_store_options options;
    nreg_postgresql_store_options_init(&options);
    options.mode = NREG_POSTGRESQL_CREATE;
    options.connections = 64;
    options.schema = opened->schema;
    return nreg_postgresql_store_open(given_server(), &options, &opened->store, error);
}

static void drop_schema(const char *schema) {
    char sql[128];
    snprintf(sql, sizeof sql, "SET client_min_messages = error; DROP SCHEMA IF EXISTS %s CASCADE", schema);
    PGconn *connection = PQconnectdb(given_server());
    PQclear(PQexec(connection, sql));
    PQfinish(connection);
}
#endif

static const test_store table[] = {
    {"memory", open_memory, 0},
#ifdef TEST_SQLITE
    {"sqlite", open_sqlite, 0},
#endif
    {"first-tier", open_first_tier, 0},
#ifdef TEST_POSTGRESQL
    {"postgresql", open_postgresql, 0},
#endif
    {"hostile memory", open_memory, 1},
#ifdef TEST_SQLITE
    {"hostile sqlite", open_sqlite, 1},
#endif
    {"hostile first-tier", open_first_tier, 1},
#ifdef TEST_POSTGRESQL
    {"hostile postgresql", open_postgresql, 1},
#endif
};

static int chosen(const char *name) {
    const char *list = getenv("NREG_TEST_STORES");
    const size_t length = strlen(name);
    if (list == NULL) {
        return 1;
    }
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == '\0')) {
            return 1;
        }
    }
    return 0;
}

static int offered(const test_store *kind) {
#ifdef TEST_POSTGRESQL
    if (kind->open == open_postgresql && given_server() == NULL) {
        return 0;
    }
#endif
    return chosen(kind->name);
}

const test_store *test_store_first(void) {
    return table;
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
    opened.plain = opened.store;
    if (kind->is_hostile) {
        opened.store = hostile_wrap(opened.plain, NULL, &opened.hostile);
        nreg_store_close(opened.plain);
    }
    return opened;
}

void test_store_close(test_opened *opened) {
    nreg_store_close(opened->store);
    nreg_store_close(opened->base);
#ifdef TEST_POSTGRESQL
    if (opened->schema[0] != '\0') {
        drop_schema(opened->schema);
    }
#endif
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
