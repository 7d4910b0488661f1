/* SPDX-License-Identifier: MIT */
#include "store/sqlite/journal_runs.h"

void nreg_sqlite_read_run(sqlite3_stmt *statement, nreg_sqlite_run *run) {
    run->first = nreg_sqlite_column(statement, 0);
    run->rows = nreg_sqlite_column(statement, 1);
    run->batch = nreg_sqlite_column(statement, 2);
    run->business = nreg_sqlite_column(statement, 3);
    run->time = nreg_sqlite_column_time(statement, 4);
    run->sequence = nreg_sqlite_column(statement, 5);
}

nreg_code nreg_sqlite_read_journal_row(nreg_sqlite_connection *connection, sqlite3_stmt *statement,
                                       const nreg_sqlite_run *run, nreg_journal_row *row, nreg_error *error) {
    nreg_sqlite_place before = {0};
    nreg_sqlite_place after = {0};
    nreg_sqlite_batch_id batch;
    nreg_sqlite_batch_id batch_before;
    const uint64_t place_before = nreg_sqlite_column(statement, 14);
    const uint64_t place_after = nreg_sqlite_column(statement, 15);
    nreg_code code = nreg_sqlite_batch_no_get(connection, run->batch, &batch, error);
    code = code == NREG_OK
               ? nreg_sqlite_batch_no_get(connection, nreg_sqlite_column(statement, 16), &batch_before, error)
               : code;
    code =
        code == NREG_OK && place_before != 0 ? nreg_sqlite_place_get(connection, place_before, &before, error) : code;
    code = code == NREG_OK && place_after != 0 ? nreg_sqlite_place_get(connection, place_after, &after, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    const int64_t time = run->time + nreg_sqlite_column_time(statement, 17);
    *row = (nreg_journal_row){
        .sequence = run->sequence == 0 ? 0 : run->sequence + (nreg_sqlite_column(statement, 0) - run->first),
        .batch = batch.id,
        .number = nreg_sqlite_column(statement, 1),
        .time = time,
        .business = run->business,
        .unit_before = before.unit,
        .program_before = before.program,
        .unit_after = after.unit,
        .program_after = after.program,
        .batch_before = batch_before.id,
        .created = time - nreg_sqlite_column_time(statement, 18),
        .entry = nreg_sqlite_column32(statement, 2),
        .revision = nreg_sqlite_column32(statement, 13),
        .purpose_before = nreg_sqlite_column32(statement, 8),
        .purpose_after = nreg_sqlite_column32(statement, 9),
        .flags_before = nreg_sqlite_column32(statement, 10),
        .flags_after = nreg_sqlite_column32(statement, 11),
        .reason = nreg_sqlite_column32(statement, 5),
        .revision_before = nreg_sqlite_column32(statement, 12),
        .change = (uint8_t)nreg_sqlite_column32(statement, 3),
        .action = (uint8_t)nreg_sqlite_column32(statement, 4),
        .status_before = (uint8_t)nreg_sqlite_column32(statement, 6),
        .status_after = (uint8_t)nreg_sqlite_column32(statement, 7),
    };
    return NREG_OK;
}

nreg_code nreg_sqlite_journal_number_at(nreg_sqlite_connection *connection, uint64_t position, uint64_t *number,
                                        nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_NUMBER_AT,
                                           "SELECT number FROM journal WHERE position = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, position);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code == NREG_OK && !row) {
        return nreg_sqlite_damaged(connection, "journal_runs", error);
    }
    *number = row ? nreg_sqlite_column(statement, 0) : 0;
    sqlite3_reset(statement);
    return code;
}

nreg_code nreg_sqlite_journal_pruned(nreg_sqlite_connection *connection, uint64_t business, uint64_t *sequence,
                                     nreg_error *error) {
    *sequence = 0;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_PRUNED_GET, "SELECT sequence FROM journal_pruned WHERE business = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, business);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code == NREG_OK && row) {
        *sequence = nreg_sqlite_column(statement, 0);
        sqlite3_reset(statement);
    }
    return code;
}
