/* SPDX-License-Identifier: MIT */
#include "store/sqlite/rows.h"

#include <string.h>

/* Whether somebody holds the number now. */
static nreg_code is_leased(nreg_sqlite_connection *connection, uint64_t number, int64_t now, int *leased,
                           nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_LEASE_FIND,
                                           "SELECT 1 FROM leases WHERE number = ?1 AND until > ?2", &statement, error);
    if (code == NREG_OK) {
        nreg_sqlite_bind(statement, 1, number);
        nreg_sqlite_bind_time(statement, 2, now);
        code = nreg_sqlite_step(connection, statement, leased, error);
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code put_lease(nreg_sqlite_connection *connection, uint64_t number, uint64_t owner, int64_t until,
                           nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_LEASE_PUT,
                                                 "INSERT OR REPLACE INTO leases (number, owner, until)"
                                                 " VALUES (?1, ?2, ?3)",
                                                 &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, number);
    nreg_sqlite_bind(statement, 2, owner);
    nreg_sqlite_bind_time(statement, 3, until);
    return nreg_sqlite_perform(connection, statement, error);
}

nreg_code nreg_sqlite_review_lease(void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until,
                                   uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count,
                                   nreg_error *error, void *context) {
    *count = 0;
    nreg_store_filter filter = {.to = INT64_MAX, .statuses = status < 32 ? (uint32_t)1 << status : 0};
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK && filter.statuses == 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "There is no status %u to lease.", (unsigned)status);
    }
    uint32_t more = 1;
    while (code == NREG_OK && more && *count < limit) {
        /* A page is read to where the next lease goes; those leased already are passed over. */
        nreg_record *page = records + *count;
        uint32_t read;
        code = nreg_sqlite_scan(transaction, &filter, after, limit - *count, page, &read, &more, error, context);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < read && code == NREG_OK; i++) {
            int leased = 0;
            after = page[i].number;
            code = is_leased(connection, page[i].number, now, &leased, error);
            if (code == NREG_OK && !leased) {
                code = put_lease(connection, page[i].number, owner, until, error);
                page[kept++] = page[i];
            }
        }
        *count += kept;
    }
    return code;
}

nreg_code nreg_sqlite_review_unlease(void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner,
                                     nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_LEASE_DROP,
                                     "DELETE FROM leases WHERE number = ?1 AND owner = ?2", &statement, error);
    }
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        nreg_sqlite_bind(statement, 1, numbers[i]);
        nreg_sqlite_bind(statement, 2, owner);
        code = nreg_sqlite_perform(connection, statement, error);
    }
    return code;
}

nreg_code nreg_sqlite_tombstone_put(void *transaction, const nreg_store_tombstone *rows, uint64_t count,
                                    nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *put;
    sqlite3_stmt *drop;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_TOMBSTONE_PUT,
                                     "INSERT OR REPLACE INTO tombstones (number, business, time, status)"
                                     " VALUES (?1, ?2, ?3, ?4)",
                                     &put, error);
    }
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_TOMBSTONE_REMOVE, "DELETE FROM tombstones WHERE number = ?1",
                                     &drop, error);
    }
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        sqlite3_stmt *statement = rows[i].status == 0 ? drop : put;
        nreg_sqlite_bind(statement, 1, rows[i].number);
        if (statement == put) {
            nreg_sqlite_bind(statement, 2, rows[i].business);
            nreg_sqlite_bind_time(statement, 3, rows[i].time);
            nreg_sqlite_bind(statement, 4, rows[i].status);
        }
        code = nreg_sqlite_perform(connection, statement, error);
    }
    return code;
}

nreg_code nreg_sqlite_tombstone_get(void *transaction, const uint64_t *numbers, uint64_t count,
                                    nreg_store_tombstone *rows, uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code == NREG_OK) {
        code =
            nreg_sqlite_statement(connection, NREG_SLOT_TOMBSTONE_GET,
                                  "SELECT business, time, status FROM tombstones WHERE number = ?1", &statement, error);
    }
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        int row;
        memset(&rows[i], 0, sizeof rows[i]);
        nreg_sqlite_bind(statement, 1, numbers[i]);
        code = nreg_sqlite_step(connection, statement, &row, error);
        answers[i] = row ? NREG_ROW_OK : NREG_ROW_ABSENT;
        if (code == NREG_OK && row) {
            rows[i] = (nreg_store_tombstone){.number = numbers[i],
                                             .business = nreg_sqlite_column(statement, 0),
                                             .time = nreg_sqlite_column_time(statement, 1),
                                             .status = nreg_sqlite_column32(statement, 2)};
            sqlite3_reset(statement);
        }
    }
    return code;
}
