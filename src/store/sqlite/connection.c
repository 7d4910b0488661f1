/* SPDX-License-Identifier: MIT */
#include "store/sqlite/connection.h"

#include "base/host.h"

#include <stdio.h>
#include <time.h>

/* Pages of a reader; the writer's are an option. */
#define READER_CACHE_MIB 8

/* The write-ahead log keeps at most this much of the disk when it is not in use. */
#define LOG_SIZE_LIMIT (64L * 1024 * 1024)

/* Called while a lock is held elsewhere: sleeps a little, until the transaction's deadline. */
static int wait_for_lock(void *context, int tries) {
    const nreg_sqlite_connection *connection = context;
    const uint64_t now = nreg_monotonic_ms();
    if (now >= connection->deadline) {
        return 0;
    }
    const uint64_t left = connection->deadline - now;
    const uint64_t wanted = tries < 4 ? 1 : tries < 12 ? 3 : 10;
    const struct timespec pause = {0, (long)(wanted < left ? wanted : left) * 1000000L};
    nanosleep(&pause, NULL);
    return 1;
}

nreg_code nreg_sqlite_execute(nreg_sqlite_connection *connection, const char *sql, const char *doing,
                              nreg_error *error) {
    const int code = sqlite3_exec(connection->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK
               ? NREG_OK
               : nreg_sqlite_error(connection->db, sqlite3_extended_errcode(connection->db), doing, error);
}

static nreg_code configure(nreg_sqlite_connection *connection, const nreg_sqlite_settings *settings, int writes,
                           nreg_error *error) {
    /* A damaged or malicious file must not make SQLite run code or trust sizes. */
    sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    char sql[512];
    snprintf(sql, sizeof sql,
             "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = OFF;"
             "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST; PRAGMA cache_size = -%lu;"
             "PRAGMA synchronous = %u; PRAGMA journal_size_limit = %ld;",
             (unsigned long)(writes ? settings->cache_mib : READER_CACHE_MIB) * 1024, (unsigned)settings->synchronous,
             LOG_SIZE_LIMIT);
    return nreg_sqlite_execute(connection, sql, "set up a connection", error);
}

nreg_code nreg_sqlite_connect(const nreg_allocator *allocator, const nreg_sqlite_settings *settings, int writes,
                              uint64_t deadline, nreg_sqlite_connection **connection, nreg_error *error) {
    *connection = NULL;
    nreg_sqlite_connection *opened = nreg_allocate_zeroed(allocator, sizeof *opened);
    if (opened == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for a connection to the store.");
    }
    opened->deadline = deadline;
    /* One thread at a time uses a connection, which the pool sees to. */
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    flags |= writes && settings->mode == NREG_SQLITE_CREATE ? SQLITE_OPEN_CREATE : 0;
    const int code = sqlite3_open_v2(settings->path, &opened->db, flags, NULL);
    nreg_code result = NREG_OK;
    if (code != SQLITE_OK) {
        result = nreg_sqlite_error(opened->db, code, "open the file", error);
    } else {
        sqlite3_busy_handler(opened->db, wait_for_lock, opened);
        result = configure(opened, settings, writes, error);
    }
    if (result != NREG_OK) {
        nreg_sqlite_disconnect(allocator, opened);
        return result;
    }
    *connection = opened;
    return NREG_OK;
}

void nreg_sqlite_disconnect(const nreg_allocator *allocator, nreg_sqlite_connection *connection) {
    if (connection == NULL) {
        return;
    }
    for (size_t i = 0; i < NREG_SLOT_COUNT; i++) {
        sqlite3_finalize(connection->statements[i]);
    }
    sqlite3_close_v2(connection->db);
    nreg_release(allocator, connection);
}
