/* SPDX-License-Identifier: MIT */
#include "store/sqlite/transaction.h"

nreg_code nreg_sqlite_count_add(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                                void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        /* One transaction writes at a time, so adding in place makes nobody wait who would not have to anyway. */
        code = nreg_sqlite_statement(connection, NREG_SLOT_COUNT_ADD,
                                     "INSERT INTO counts (scope, kind, key, amount) VALUES (?1, ?2, ?3, ?4)"
                                     " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
                                     &statement, error);
    }
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        nreg_sqlite_bind(statement, 1, amounts[i].scope);
        nreg_sqlite_bind(statement, 2, amounts[i].kind);
        nreg_sqlite_bind(statement, 3, amounts[i].key);
        nreg_sqlite_bind_time(statement, 4, amounts[i].amount);
        code = nreg_sqlite_perform(connection, statement, error);
    }
    return code;
}

nreg_code nreg_sqlite_count_read(void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit,
                                 nreg_store_count *counts, uint32_t *count, uint32_t *more, nreg_error *error,
                                 void *context) {
    (void)context;
    *count = 0;
    *more = 0;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_COUNT_READ,
                                     "SELECT key, amount FROM counts WHERE scope = ?1 AND kind = ?2 AND key > ?3"
                                     " AND amount <> 0 ORDER BY key",
                                     &statement, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, scope);
    nreg_sqlite_bind(statement, 2, kind);
    nreg_sqlite_bind_time(statement, 3, after == UINT32_MAX ? -1 : (int64_t)after);
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && *count == limit) {
            *more = 1;
            break;
        }
        if (code == NREG_OK && row) {
            counts[(*count)++] = (nreg_store_count){.scope = scope,
                                                    .kind = kind,
                                                    .key = nreg_sqlite_column32(statement, 0),
                                                    .amount = nreg_sqlite_column_time(statement, 1)};
        }
    }
    sqlite3_reset(statement);
    return code;
}
