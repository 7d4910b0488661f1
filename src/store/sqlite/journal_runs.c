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

nreg_code nreg_sqlite_journal_place(nreg_sqlite_connection *connection, uint64_t business, uint64_t unit,
                                    uint64_t program, uint64_t *no, nreg_error *error) {
    *no = 0;
    if (unit == 0 && program == 0) {
        return NREG_OK;
    }
    nreg_sqlite_place place;
    const nreg_code code = nreg_sqlite_place_of(connection, business, unit, program, 1, &place, error);
    *no = code == NREG_OK ? place.no : 0;
    return code;
}

/* What an addition is not: most rows of most journals have nothing here. */
typedef struct more_of_row {
    int64_t time_after_run;
    int64_t created_before_time;
    uint64_t place_before;
    uint64_t batch_before;
    uint32_t purpose_before;
    uint32_t flags_before;
    uint32_t flags_after;
    uint32_t revision_before;
    uint32_t revision_after;
    uint32_t reason;
} more_of_row;

static const more_of_row usual = {.revision_after = 1};

static int is_usual(const more_of_row *more) {
    return more->time_after_run == 0 && more->created_before_time == 0 && more->place_before == 0 &&
           more->batch_before == 0 && more->purpose_before == 0 && more->flags_before == 0 && more->flags_after == 0 &&
           more->revision_before == 0 && more->revision_after == 1 && more->reason == 0;
}

nreg_code nreg_sqlite_write_more(nreg_sqlite_connection *connection, const nreg_journal_row *row, int64_t run_time,
                                 nreg_writer *more, nreg_error *error) {
    more_of_row m = {.time_after_run = row->time - run_time,
                     .created_before_time = row->time - row->created,
                     .purpose_before = row->purpose_before,
                     .flags_before = row->flags_before,
                     .flags_after = row->flags_after,
                     .revision_before = row->revision_before,
                     .revision_after = row->revision,
                     .reason = row->reason};
    nreg_code code = nreg_sqlite_journal_place(connection, row->business, row->unit_before, row->program_before,
                                               &m.place_before, error);
    if (code == NREG_OK && row->batch_before != 0) {
        nreg_sqlite_batch_id batch;
        code = nreg_sqlite_batch_of(connection, row->batch_before, row->time, 1, &batch, error);
        m.batch_before = code == NREG_OK ? batch.no : 0;
    }
    more->length = 0;
    if (code != NREG_OK || is_usual(&m)) {
        return code;
    }
    nreg_write_signed(more, m.time_after_run);
    nreg_write_signed(more, m.created_before_time);
    nreg_write_unsigned(more, m.place_before);
    nreg_write_unsigned(more, m.batch_before);
    nreg_write_unsigned(more, m.purpose_before);
    nreg_write_unsigned(more, m.flags_before);
    nreg_write_unsigned(more, m.flags_after);
    nreg_write_unsigned(more, m.revision_before);
    nreg_write_unsigned(more, m.revision_after);
    nreg_write_unsigned(more, m.reason);
    if (more->failed) {
        nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for a journal row.");
        return nreg_sqlite_fail(connection, NREG_NO_MEMORY);
    }
    return NREG_OK;
}

/* False if the bytes are damaged. */
static int read_more(sqlite3_stmt *statement, more_of_row *more) {
    *more = usual;
    const void *data = sqlite3_column_blob(statement, 6);
    if (data == NULL) {
        return sqlite3_column_type(statement, 6) == SQLITE_NULL;
    }
    nreg_reader reader;
    nreg_reader_init(&reader, data, (size_t)sqlite3_column_bytes(statement, 6));
    more->time_after_run = nreg_read_signed(&reader);
    more->created_before_time = nreg_read_signed(&reader);
    more->place_before = nreg_read_unsigned(&reader);
    more->batch_before = nreg_read_unsigned(&reader);
    more->purpose_before = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    more->flags_before = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    more->flags_after = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    more->revision_before = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    more->revision_after = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    more->reason = (uint32_t)nreg_read_limited(&reader, UINT32_MAX);
    return !reader.failed;
}

int64_t nreg_sqlite_journal_time(sqlite3_stmt *statement, const nreg_sqlite_run *run) {
    more_of_row more;
    return read_more(statement, &more) ? run->time + more.time_after_run : run->time;
}

nreg_code nreg_sqlite_read_journal_row(nreg_sqlite_connection *connection, sqlite3_stmt *statement,
                                       const nreg_sqlite_run *run, nreg_journal_row *row, nreg_error *error) {
    more_of_row more;
    if (!read_more(statement, &more)) {
        return nreg_sqlite_damaged(connection, "journal", error);
    }
    nreg_sqlite_place before = {0};
    nreg_sqlite_place after = {0};
    nreg_sqlite_batch_id batch;
    nreg_sqlite_batch_id batch_before;
    const uint64_t place_after = nreg_sqlite_column(statement, 4);
    nreg_code code = nreg_sqlite_batch_no_get(connection, run->batch, &batch, error);
    code = code == NREG_OK ? nreg_sqlite_batch_no_get(connection, more.batch_before, &batch_before, error) : code;
    if (code == NREG_OK && more.place_before != 0) {
        code = nreg_sqlite_place_get(connection, more.place_before, &before, error);
    }
    if (code == NREG_OK && place_after != 0) {
        code = nreg_sqlite_place_get(connection, place_after, &after, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t what = nreg_sqlite_column32(statement, 3);
    const int64_t time = run->time + more.time_after_run;
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
        .created = time - more.created_before_time,
        .entry = nreg_sqlite_column32(statement, 2),
        .revision = more.revision_after,
        .purpose_before = more.purpose_before,
        .purpose_after = nreg_sqlite_column32(statement, 5),
        .flags_before = more.flags_before,
        .flags_after = more.flags_after,
        .reason = more.reason,
        .revision_before = more.revision_before,
        .change = (uint8_t)what,
        .action = (uint8_t)(what >> 8),
        .status_before = (uint8_t)(what >> 24),
        .status_after = (uint8_t)(what >> 16),
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
