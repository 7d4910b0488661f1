/* SPDX-License-Identifier: MIT */
#include "store/sqlite/statement.h"

#include <assert.h>
#include <string.h>

nreg_code nreg_sqlite_fail(nreg_sqlite_connection *connection, nreg_code code) {
    if (connection->failed == NREG_OK) {
        connection->failed = code;
    }
    return code;
}

nreg_code nreg_sqlite_damaged(nreg_sqlite_connection *connection, const char *table, nreg_error *error) {
    nreg_error_set(error, NREG_CORRUPT,
                   "Table %s of the store holds a row that cannot be. Restore the file from a backup.", table);
    return nreg_sqlite_fail(connection, NREG_CORRUPT);
}

static nreg_code failed(nreg_sqlite_connection *connection, int code, const char *doing, nreg_error *error) {
    return nreg_sqlite_fail(connection, nreg_sqlite_error(connection->db, code, doing, error));
}

nreg_code nreg_sqlite_statement(nreg_sqlite_connection *connection, nreg_sqlite_slot slot, const char *sql,
                                sqlite3_stmt **statement, nreg_error *error) {
    if (connection->statements[slot] == NULL) {
        const int code =
            sqlite3_prepare_v3(connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &connection->statements[slot], NULL);
        if (code == SQLITE_ERROR) {
            /* The texts are right; what they name is not there. */
            return nreg_sqlite_damaged(connection, "sqlite_schema", error);
        }
        if (code != SQLITE_OK) {
            return failed(connection, code, "prepare a statement", error);
        }
        connection->texts[slot] = sql;
    }
    assert(strcmp(connection->texts[slot], sql) == 0);
    *statement = connection->statements[slot];
    return NREG_OK;
}

nreg_code nreg_sqlite_perform(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_error *error) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        const nreg_code result = failed(connection, code, "change the store", error);
        sqlite3_reset(statement);
        return result;
    }
    sqlite3_reset(statement);
    return NREG_OK;
}

nreg_code nreg_sqlite_step(nreg_sqlite_connection *connection, sqlite3_stmt *statement, int *row, nreg_error *error) {
    const int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW) {
        return NREG_OK;
    }
    const nreg_code result = code == SQLITE_DONE ? NREG_OK : failed(connection, code, "read the store", error);
    sqlite3_reset(statement);
    return result;
}

void nreg_sqlite_bind(sqlite3_stmt *statement, int at, uint64_t value) {
    sqlite3_bind_int64(statement, at, (sqlite3_int64)value);
}

void nreg_sqlite_bind_time(sqlite3_stmt *statement, int at, int64_t value) {
    sqlite3_bind_int64(statement, at, value);
}

void nreg_sqlite_bind_text(sqlite3_stmt *statement, int at, const char *text, size_t length) {
    sqlite3_bind_text64(statement, at, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

uint64_t nreg_sqlite_column(sqlite3_stmt *statement, int at) {
    return (uint64_t)sqlite3_column_int64(statement, at);
}

uint32_t nreg_sqlite_column32(sqlite3_stmt *statement, int at) {
    return (uint32_t)sqlite3_column_int64(statement, at);
}

int64_t nreg_sqlite_column_time(sqlite3_stmt *statement, int at) {
    return sqlite3_column_int64(statement, at);
}

int nreg_sqlite_column_text(sqlite3_stmt *statement, int at, char *buffer, size_t size) {
    const void *text = sqlite3_column_text(statement, at);
    const size_t length = (size_t)sqlite3_column_bytes(statement, at);
    memset(buffer, 0, size);
    if (text == NULL) {
        return sqlite3_column_type(statement, at) == SQLITE_NULL;
    }
    if (length >= size) {
        return 0;
    }
    memcpy(buffer, text, length);
    return 1;
}
