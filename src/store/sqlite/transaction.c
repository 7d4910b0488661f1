/* SPDX-License-Identifier: MIT */
#include "store/sqlite/transaction.h"

#include "base/host.h"

nreg_code nreg_sqlite_enter(void *transaction, int writes, nreg_sqlite_connection **connection, nreg_error *error) {
    nreg_sqlite_connection *found = transaction;
    *connection = found;
    const nreg_code code = nreg_sqlite_check_process(found->store, error);
    if (code != NREG_OK) {
        return code;
    }
    /* SQLite ends a transaction by itself after some failures; what came next would then be committed piece by piece.
     */
    if (found->failed != NREG_OK || sqlite3_get_autocommit(found->db) != 0) {
        const nreg_code failed = found->failed != NREG_OK ? found->failed : NREG_IO;
        return nreg_error_set(error, failed, "An earlier call of this transaction failed. Roll it back.");
    }
    if (writes && found->mode != NREG_STORE_WRITE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "A read transaction cannot write. Begin a write transaction.");
    }
    return NREG_OK;
}

nreg_code nreg_sqlite_begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    nreg_sqlite_store *store = context;
    *transaction = NULL;
    nreg_code code = nreg_sqlite_check_process(store, error);
    if (code != NREG_OK) {
        return code;
    }
    if (mode != NREG_STORE_READ && mode != NREG_STORE_WRITE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A transaction reads or writes; there is no mode %u.",
                              (unsigned)mode);
    }
    nreg_sqlite_connection *connection;
    code = nreg_sqlite_take(store, mode, nreg_monotonic_ms() + wait_ms, &connection, error);
    if (code != NREG_OK) {
        return code;
    }
    sqlite3_stmt *statement;
    code = mode == NREG_STORE_WRITE
               ? nreg_sqlite_statement(connection, NREG_SLOT_BEGIN_WRITE, "BEGIN IMMEDIATE", &statement, error)
               : nreg_sqlite_statement(connection, NREG_SLOT_BEGIN_READ, "BEGIN", &statement, error);
    code = code == NREG_OK ? nreg_sqlite_perform(connection, statement, error) : code;
    if (code != NREG_OK) {
        nreg_sqlite_give_back(store, connection);
        return code;
    }
    *transaction = connection;
    return NREG_OK;
}

nreg_code nreg_sqlite_commit(void *transaction, nreg_error *error, void *context) {
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code != NREG_OK) {
        return code;
    }
    sqlite3_stmt *statement;
    code = nreg_sqlite_statement(connection, NREG_SLOT_COMMIT, "COMMIT", &statement, error);
    code = code == NREG_OK ? nreg_sqlite_perform(connection, statement, error) : code;
    if (code == NREG_OK) {
        nreg_sqlite_give_back(context, connection);
        return NREG_OK;
    }
    /* The log holds the whole transaction, and only the device knows whether it keeps it. */
    const int detail = sqlite3_extended_errcode(connection->db);
    if (detail == SQLITE_IOERR_FSYNC || detail == SQLITE_IOERR_DIR_FSYNC) {
        code =
            nreg_error_set(error, NREG_UNKNOWN,
                           "The device failed while the commit was being made durable. Look whether it took effect.");
        nreg_error_set_system(error, detail);
    }
    return code;
}

void nreg_sqlite_rollback(void *transaction, void *context) {
    nreg_sqlite_store *store = context;
    nreg_sqlite_connection *connection = transaction;
    nreg_error ignored = NREG_ERROR_INIT;
    if (connection == NULL || nreg_sqlite_check_process(store, &ignored) != NREG_OK) {
        return; /* the child's copy is not ours to end */
    }
    for (size_t i = 0; i < NREG_SLOT_COUNT; i++) {
        sqlite3_reset(connection->statements[i]);
    }
    if (sqlite3_get_autocommit(connection->db) == 0) {
        sqlite3_exec(connection->db, "ROLLBACK", NULL, NULL, NULL);
    }
    if (connection->mode == NREG_STORE_WRITE) {
        nreg_sqlite_intern_forget(&connection->intern);
    }
    nreg_sqlite_give_back(store, connection);
}
