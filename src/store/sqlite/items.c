/* SPDX-License-Identifier: MIT */
#include "store/sqlite/transaction.h"

#define CHUNK_MAX ((uint64_t)16 * 1024 * 1024)

nreg_code nreg_sqlite_items_put(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data,
                                uint64_t length, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK && length > CHUNK_MAX) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED,
                              "A chunk of items has more than 16 MiB. Write smaller chunks.");
    }
    nreg_sqlite_batch_id known;
    sqlite3_stmt *statement;
    code = code == NREG_OK ? nreg_sqlite_batch_of(connection, batch, 0, 1, &known, error) : code;
    code = code == NREG_OK
               ? nreg_sqlite_statement(connection, NREG_SLOT_ITEMS_PUT,
                                       "INSERT INTO items (batch, kind, chunk, data) VALUES (?1, ?2, ?3, ?4)"
                                       " ON CONFLICT DO UPDATE SET data = excluded.data",
                                       &statement, error)
               : code;
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, known.no);
    nreg_sqlite_bind(statement, 2, kind);
    nreg_sqlite_bind(statement, 3, chunk);
    sqlite3_bind_blob64(statement, 4, length == 0 ? "" : data, length, SQLITE_STATIC);
    code = nreg_sqlite_perform(connection, statement, error);
    sqlite3_bind_null(statement, 4);
    return code;
}

nreg_code nreg_sqlite_items_get(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
                                nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                                uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    *answer = NREG_ROW_ABSENT;
    nreg_sqlite_connection *connection;
    nreg_sqlite_batch_id known = {0};
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    code = code == NREG_OK ? nreg_sqlite_batch_of(connection, batch, 0, 0, &known, error) : code;
    if (code != NREG_OK || known.no == 0) {
        return code;
    }
    sqlite3_stmt *statement;
    code = nreg_sqlite_statement(connection, NREG_SLOT_ITEMS_GET,
                                 "SELECT data FROM items WHERE batch = ?1 AND kind = ?2 AND chunk = ?3", &statement,
                                 error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, known.no);
    nreg_sqlite_bind(statement, 2, kind);
    nreg_sqlite_bind(statement, 3, chunk);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code != NREG_OK || !row) {
        return code;
    }
    const void *data = sqlite3_column_blob(statement, 0);
    const int length = sqlite3_column_bytes(statement, 0);
    if (data == NULL && length != 0) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for a chunk of items.");
    } else {
        *answer = NREG_ROW_OK;
        code = emit(length == 0 ? "" : data, (uint64_t)length, sink);
        if (code != NREG_OK) {
            nreg_error_set(error, code, "The reader of a chunk of items failed.");
        }
    }
    sqlite3_reset(statement);
    return code;
}

nreg_code nreg_sqlite_items_clear(void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk,
                                  nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_sqlite_batch_id known = {0};
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    code = code == NREG_OK ? nreg_sqlite_batch_of(connection, batch, 0, 0, &known, error) : code;
    if (code != NREG_OK || known.no == 0) {
        return code;
    }
    sqlite3_stmt *statement;
    code = nreg_sqlite_statement(connection, NREG_SLOT_ITEMS_CLEAR,
                                 "DELETE FROM items WHERE batch = ?1 AND kind = ?2 AND chunk >= ?3", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, known.no);
    nreg_sqlite_bind(statement, 2, kind);
    nreg_sqlite_bind(statement, 3, from_chunk);
    return nreg_sqlite_perform(connection, statement, error);
}
