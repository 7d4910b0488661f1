/* SPDX-License-Identifier: MIT */
/* One SQLite connection with its prepared statements; also the transaction that is open on it. */
#ifndef NREG_SQLITE_CONNECTION_H
#define NREG_SQLITE_CONNECTION_H

#include "base/memory.h"
#include "store/sqlite/errors.h"
#include "store/sqlite/intern.h"

#include <numberreg/extend/store.h>
#include <numberreg/sqlite.h>

#include <sys/types.h>

/* Rows that one statement inserts or reads where there are many. */
#define NREG_SQLITE_MANY 32

/* Every statement kept prepared has a slot; its text stands where it is used. */
typedef enum nreg_sqlite_slot {
    NREG_SLOT_BEGIN_READ,
    NREG_SLOT_BEGIN_WRITE,
    NREG_SLOT_COMMIT,
    NREG_SLOT_PLACE_FIND,
    NREG_SLOT_PLACE_ADD,
    NREG_SLOT_PLACE_GET,
    NREG_SLOT_PLACES_OF_SCOPE,
    NREG_SLOT_BATCH_ID_FIND,
    NREG_SLOT_BATCH_ID_ADD,
    NREG_SLOT_BATCH_ID_GET,
    NREG_SLOT_RECORD_ADD,
    NREG_SLOT_RECORD_ADD_MANY,
    NREG_SLOT_RECORD_GET,
    NREG_SLOT_RECORD_GET_MANY,
    NREG_SLOT_RECORD_SET,
    NREG_SLOT_RECORD_MOVE,
    NREG_SLOT_RECORD_REMOVE,
    NREG_SLOT_SCAN_ALL,
    NREG_SLOT_STATUS_OF_PLACE,
    NREG_SLOT_STATUS_OF_UNIT,
    NREG_SLOT_STATUS_OF_BUSINESS,
    NREG_SLOT_STATUS_OF_ALL,
    NREG_SLOT_BATCH_ADD,
    NREG_SLOT_BATCH_SET,
    NREG_SLOT_BATCH_GET,
    NREG_SLOT_BATCH_FIND,
    NREG_SLOT_BATCH_LIST_ALL,
    NREG_SLOT_BATCH_LIST_BUSINESS,
    NREG_SLOT_BATCH_LIST_UNIT,
    NREG_SLOT_BATCH_LIST_PROGRAM,
    NREG_SLOT_BATCH_LIST_STATE,
    NREG_SLOT_BATCH_EXPIRED,
    NREG_SLOT_BATCH_REMOVE,
    NREG_SLOT_BATCH_KEEP,
    NREG_SLOT_ITEMS_PUT,
    NREG_SLOT_ITEMS_GET,
    NREG_SLOT_ITEMS_CLEAR,
    NREG_SLOT_ITEMS_PRUNE,
    NREG_SLOT_JOURNAL_LAST,
    NREG_SLOT_JOURNAL_ADD,
    NREG_SLOT_JOURNAL_ADD_MANY,
    NREG_SLOT_JOURNAL_ROW,
    NREG_SLOT_JOURNAL_NUMBER_AT,
    NREG_SLOT_JOURNAL_RANGE,
    NREG_SLOT_JOURNAL_OF_NUMBER,
    NREG_SLOT_JOURNAL_ERASE,
    NREG_SLOT_JOURNAL_REMOVE,
    NREG_SLOT_RUN_ADD,
    NREG_SLOT_RUN_OF_POSITION,
    NREG_SLOT_RUN_SEAL,
    NREG_SLOT_RUN_HEAD,
    NREG_SLOT_RUNS_UNSEALED,
    NREG_SLOT_RUNS_OF_UNSEALED_BATCH,
    NREG_SLOT_RUN_BEFORE,
    NREG_SLOT_RUN_BEFORE_OF_BUSINESS,
    NREG_SLOT_RUNS_FROM,
    NREG_SLOT_RUNS_OF_BUSINESS,
    NREG_SLOT_RUNS_OF_BATCH,
    NREG_SLOT_RUN_REMOVE,
    NREG_SLOT_RUN_CUT,
    NREG_SLOT_PRUNED_GET,
    NREG_SLOT_PRUNED_SET,
    NREG_SLOT_SCOPE_ADD,
    NREG_SLOT_SCOPE_SET,
    NREG_SLOT_SCOPE_GET,
    NREG_SLOT_SCOPE_BY_KEY,
    NREG_SLOT_SCOPE_BY_EXTERNAL_ID,
    NREG_SLOT_SCOPE_LIST,
    NREG_SLOT_LEASE_FIND,
    NREG_SLOT_LEASE_PUT,
    NREG_SLOT_LEASE_DROP,
    NREG_SLOT_LEASE_REMOVE,
    NREG_SLOT_LEASE_ANY,
    NREG_SLOT_TOMBSTONE_PUT,
    NREG_SLOT_TOMBSTONE_GET,
    NREG_SLOT_TOMBSTONE_REMOVE,
    NREG_SLOT_COUNT_ADD,
    NREG_SLOT_COUNT_READ,
    NREG_SLOT_STREAMS, /* of a scan: NREG_STREAM_KINDS times NREG_STREAMS_KEPT */
    NREG_SLOT_COUNT = NREG_SLOT_STREAMS + 4 * 6
} nreg_sqlite_slot;

typedef struct nreg_sqlite_connection {
    struct nreg_sqlite_store *store;     /* whose it is */
    struct nreg_sqlite_connection *next; /* idle in the pool */
    sqlite3 *db;
    uint64_t deadline; /* of the open transaction, on the monotonic clock in milliseconds */
    uint32_t mode;     /* NREG_STORE_ value of the open transaction; 0 if none */
    nreg_code failed;  /* what an earlier call of the transaction failed with: it can only be rolled back */
    nreg_sqlite_intern intern;
    sqlite3_stmt *statements[NREG_SLOT_COUNT];
    const char *texts[NREG_SLOT_COUNT];
} nreg_sqlite_connection;

/* How connections are opened. */
typedef struct nreg_sqlite_settings {
    const char *path;
    uint32_t mode;
    uint32_t cache_mib;
    uint32_t synchronous;
} nreg_sqlite_settings;

/*
 * Opens a connection that waits for locks until `deadline`. `*connection` stays NULL on failure. The database may be
 * any; nothing is written.
 */
nreg_code nreg_sqlite_connect(const nreg_allocator *allocator, const nreg_sqlite_settings *settings, int writes,
                              uint64_t deadline, nreg_sqlite_connection **connection, nreg_error *error);
void nreg_sqlite_disconnect(const nreg_allocator *allocator, nreg_sqlite_connection *connection);

/* Runs SQL that returns nothing of interest. */
nreg_code nreg_sqlite_execute(nreg_sqlite_connection *connection, const char *sql, const char *doing,
                              nreg_error *error);

#endif
