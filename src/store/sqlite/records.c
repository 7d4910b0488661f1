/* SPDX-License-Identifier: MIT */
#include "store/sqlite/rows.h"

#include <string.h>

nreg_code nreg_sqlite_read_record(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_record *record,
                                  nreg_error *error) {
    nreg_sqlite_place place;
    nreg_sqlite_batch_id batch;
    nreg_sqlite_batch_id dno;
    nreg_code code = nreg_sqlite_place_get(connection, nreg_sqlite_column(statement, 1), &place, error);
    code =
        code == NREG_OK ? nreg_sqlite_batch_no_get(connection, nreg_sqlite_column(statement, 3), &batch, error) : code;
    code = code == NREG_OK ? nreg_sqlite_batch_no_get(connection, nreg_sqlite_column(statement, 9), &dno, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    const int64_t updated = batch.time + nreg_sqlite_column_time(statement, 7);
    *record = (nreg_record){
        .number = nreg_sqlite_column(statement, 0),
        .business = place.business,
        .unit = place.unit,
        .program = place.program,
        .last_batch = batch.id,
        .created = updated - nreg_sqlite_column_time(statement, 8),
        .updated = updated,
        .revision = nreg_sqlite_column32(statement, 4),
        .purpose = nreg_sqlite_column32(statement, 5),
        .status = nreg_sqlite_column32(statement, 2),
        .flags = nreg_sqlite_column32(statement, 6),
        .dno_batch = dno.id,
    };
    return NREG_OK;
}

nreg_code nreg_sqlite_record_get(nreg_sqlite_connection *connection, uint64_t number, nreg_record *record, int *found,
                                 nreg_error *error) {
    memset(record, 0, sizeof *record);
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_RECORD_GET,
                              "SELECT " NREG_RECORD_COLUMNS " FROM records WHERE number = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, number);
    code = nreg_sqlite_step(connection, statement, found, error);
    if (code == NREG_OK && *found) {
        code = nreg_sqlite_read_record(connection, statement, record, error);
        sqlite3_reset(statement);
    }
    return code;
}

#define COLUMNS 12

/* The record as the table has it, in the order of RECORD_ROW; a place not below one is NULL there and 0 here. */
static nreg_code row_of(nreg_sqlite_connection *connection, const nreg_record *record, int64_t values[COLUMNS],
                        nreg_error *error) {
    nreg_sqlite_place place;
    nreg_sqlite_batch_id batch;
    nreg_sqlite_batch_id dno;
    nreg_code code =
        nreg_sqlite_place_of(connection, record->business, record->unit, record->program, 1, &place, error);
    code = code == NREG_OK ? nreg_sqlite_batch_of(connection, record->last_batch, record->updated, 1, &batch, error)
                           : code;
    code =
        code == NREG_OK ? nreg_sqlite_batch_of(connection, record->dno_batch, record->updated, 1, &dno, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    values[0] = (int64_t)record->number;
    values[1] = (int64_t)place.no;
    values[2] = record->status;
    values[3] = (int64_t)place.in_business;
    values[4] = (int64_t)place.in_unit;
    values[5] = (int64_t)batch.no;
    values[6] = record->revision;
    values[7] = record->purpose;
    values[8] = record->flags;
    values[9] = record->updated - batch.time;
    values[10] = record->updated - record->created;
    values[11] = (int64_t)dno.no;
    return NREG_OK;
}

static void bind_value(sqlite3_stmt *statement, int at, int column, int64_t value) {
    if ((column == 3 || column == 4) && value == 0) {
        sqlite3_bind_null(statement, at);
    } else {
        sqlite3_bind_int64(statement, at, value);
    }
}

/*
 * Claiming. SQLite spends most of an insert on finding its way in five trees; a statement that inserts many rows finds
 * it once (2.5 times faster). Which of its rows were there before, the update hook tells: it is called for each row
 * inserted, in order.
 */
#define MANY NREG_SQLITE_MANY

#define RECORD_INSERT                                                                                                  \
    "INSERT OR IGNORE INTO records (number, place, status, in_business, in_unit, batch, revision, purpose, flags,"     \
    " updated_after_batch, created_before_updated, dno_batch) VALUES "
#define RECORD_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define RECORD_ROWS_8                                                                                                  \
    RECORD_ROW ", " RECORD_ROW ", " RECORD_ROW ", " RECORD_ROW ", " RECORD_ROW ", " RECORD_ROW ", " RECORD_ROW         \
               ", " RECORD_ROW

_Static_assert(MANY == 32, "rows in RECORD_ADD_MANY");

/* The rows of one statement, and how far the hook has come. */
typedef struct claiming {
    const nreg_record *records;
    uint8_t *answers;
    uint64_t at;
    uint64_t count;
} claiming;

static void note_insert(void *context, int action, const char *database, const char *table, sqlite3_int64 number) {
    (void)database;
    claiming *rows = context;
    /* Triggers that a portal put there write to other tables. */
    if (action != SQLITE_INSERT || strcmp(table, "records") != 0) {
        return;
    }
    while (rows->at < rows->count && rows->records[rows->at].number != (uint64_t)number) {
        rows->at++;
    }
    if (rows->at < rows->count) {
        rows->answers[rows->at++] = NREG_ROW_OK;
    }
}

/* What the parameters of RECORD_ADD_MANY are bound to; most stay the same from one statement to the next. */
typedef struct bindings {
    int64_t values[MANY * COLUMNS];
    int any;
} bindings;

static void bind_row(sqlite3_stmt *statement, uint64_t row, const int64_t values[COLUMNS], bindings *bound) {
    for (int column = 0; column < COLUMNS; column++) {
        const int at = (int)row * COLUMNS + column;
        if (!bound->any || bound->values[at] != values[column]) {
            bind_value(statement, at + 1, column, values[column]);
            bound->values[at] = values[column];
        }
    }
}

/* Inserts `count` rows, as many as the statement has, where they are absent. */
static nreg_code insert_rows(nreg_sqlite_connection *connection, sqlite3_stmt *statement, bindings *bound,
                             const nreg_record *records, uint64_t count, uint8_t *answers, nreg_error *error) {
    for (uint64_t i = 0; i < count; i++) {
        int64_t values[COLUMNS];
        const nreg_code code = row_of(connection, &records[i], values, error);
        if (code != NREG_OK) {
            return code;
        }
        bind_row(statement, i, values, bound);
        answers[i] = NREG_ROW_PRESENT;
    }
    bound->any = 1;
    claiming rows = {records, answers, 0, count};
    sqlite3_update_hook(connection->db, note_insert, &rows);
    const nreg_code code = nreg_sqlite_perform(connection, statement, error);
    sqlite3_update_hook(connection->db, NULL, NULL);
    return code;
}

static nreg_code read_present(nreg_sqlite_connection *connection, const nreg_record *records, uint64_t count,
                              nreg_record *existing, const uint8_t *answers, nreg_error *error) {
    for (uint64_t i = 0; i < count; i++) {
        int found = 1;
        const nreg_code code = answers[i] == NREG_ROW_PRESENT
                                   ? nreg_sqlite_record_get(connection, records[i].number, &existing[i], &found, error)
                                   : NREG_OK;
        if (code != NREG_OK || !found) {
            return code != NREG_OK ? code : nreg_sqlite_damaged(connection, "records", error);
        }
    }
    return NREG_OK;
}

nreg_code nreg_sqlite_claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                            uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    sqlite3_stmt *one;
    sqlite3_stmt *many;
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RECORD_ADD, RECORD_INSERT RECORD_ROW, &one, error);
    }
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(
            connection, NREG_SLOT_RECORD_ADD_MANY,
            RECORD_INSERT RECORD_ROWS_8 ", " RECORD_ROWS_8 ", " RECORD_ROWS_8 ", " RECORD_ROWS_8, &many, error);
    }
    bindings of_one;
    bindings of_many;
    of_one.any = 0;
    of_many.any = 0;
    for (uint64_t done = 0; done < count && code == NREG_OK;) {
        const uint64_t rows = count - done >= MANY ? MANY : 1;
        code = insert_rows(connection, rows == MANY ? many : one, rows == MANY ? &of_many : &of_one, records + done,
                           rows, answers + done, error);
        if (code == NREG_OK) {
            code = read_present(connection, records + done, rows, existing + done, answers + done, error);
        }
        done += rows;
    }
    return code;
}

#define VALUES_8 "(?), (?), (?), (?), (?), (?), (?), (?)"

/* Reads MANY records by one statement; they come in the order of the numbers. */
static nreg_code fetch_many(nreg_sqlite_connection *connection, const uint64_t *numbers, nreg_record *records,
                            uint8_t *answers, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_RECORD_GET_MANY,
                              "WITH wanted (wanted) AS (VALUES " VALUES_8 ", " VALUES_8 ", " VALUES_8 ", " VALUES_8
                              ") SELECT " NREG_RECORD_COLUMNS " FROM wanted CROSS JOIN records ON number = wanted",
                              &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    for (int i = 0; i < MANY; i++) {
        nreg_sqlite_bind(statement, i + 1, numbers[i]);
        answers[i] = NREG_ROW_ABSENT;
    }
    memset(records, 0, MANY * sizeof *records);
    int row = 1;
    for (uint64_t at = 0; code == NREG_OK && row;) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        const uint64_t number = nreg_sqlite_column(statement, 0);
        while (at < MANY && numbers[at] != number) {
            at++;
        }
        if (at == MANY) {
            code = nreg_sqlite_damaged(connection, "records", error);
            break;
        }
        code = nreg_sqlite_read_record(connection, statement, &records[at], error);
        answers[at++] = NREG_ROW_OK;
    }
    sqlite3_reset(statement);
    return code;
}

nreg_code nreg_sqlite_fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode,
                            nreg_record *records, uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    /* A write transaction has the whole store locked. */
    nreg_code code = nreg_sqlite_enter(transaction, mode == NREG_FETCH_LOCKED, &connection, error);
    uint64_t done = 0;
    for (; count - done >= MANY && code == NREG_OK; done += MANY) {
        code = fetch_many(connection, numbers + done, records + done, answers + done, error);
    }
    for (; done < count && code == NREG_OK; done++) {
        int found = 0;
        code = nreg_sqlite_record_get(connection, numbers[done], &records[done], &found, error);
        answers[done] = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
    }
    return code;
}

static nreg_code run_update(nreg_sqlite_connection *connection, sqlite3_stmt *statement, bindings *bound,
                            const nreg_store_change *change, uint64_t expected_no, int *changed, nreg_error *error) {
    int64_t values[COLUMNS];
    nreg_code code = row_of(connection, &change->record, values, error);
    if (code != NREG_OK) {
        return code;
    }
    bind_row(statement, 0, values, bound);
    bound->any = 1;
    nreg_sqlite_bind(statement, COLUMNS + 1, expected_no);
    nreg_sqlite_bind(statement, COLUMNS + 2, change->expected_revision);
    code = nreg_sqlite_perform(connection, statement, error);
    *changed = sqlite3_changes(connection->db) != 0;
    return code;
}

/*
 * SQLite rewrites the index entries of every column a statement sets, changed or not. So what stays where it is with
 * the status it has goes through a statement that does not touch the indexes of Units and Businesses (its place says
 * which it is in); the statement that went well for the row before is tried first.
 */
nreg_code nreg_sqlite_update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                             nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    sqlite3_stmt *in_place;
    sqlite3_stmt *anywhere;
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(
            connection, NREG_SLOT_RECORD_SET,
            "UPDATE records SET batch = ?6, revision = ?7, purpose = ?8, flags = ?9, updated_after_batch = ?10,"
            " created_before_updated = ?11, dno_batch = ?12"
            " WHERE number = ?1 AND batch = ?13 AND revision = ?14 AND place = ?2 AND status = ?3",
            &in_place, error);
    }
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(
            connection, NREG_SLOT_RECORD_MOVE,
            "UPDATE records SET place = ?2, status = ?3, in_business = ?4, in_unit = ?5, batch = ?6, revision = ?7,"
            " purpose = ?8, flags = ?9, updated_after_batch = ?10, created_before_updated = ?11, dno_batch = ?12"
            " WHERE number = ?1 AND batch = ?13 AND revision = ?14",
            &anywhere, error);
    }
    bindings of_in_place;
    bindings of_anywhere;
    of_in_place.any = 0;
    of_anywhere.any = 0;
    int try_in_place = 1;
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        nreg_sqlite_batch_id expected;
        code = nreg_sqlite_batch_of(connection, changes[i].expected_batch, 0, 0, &expected, error);
        int changed = 0;
        if (code == NREG_OK && expected.no != 0) {
            if (try_in_place) {
                code = run_update(connection, in_place, &of_in_place, &changes[i], expected.no, &changed, error);
                try_in_place = changed;
            }
            if (code == NREG_OK && !changed) {
                code = run_update(connection, anywhere, &of_anywhere, &changes[i], expected.no, &changed, error);
            }
        }
        answers[i] = changed ? NREG_ROW_OK : NREG_ROW_CONFLICT;
    }
    return code;
}

/* A number registered again must not inherit the lease of the record before it. */
static nreg_code has_leases(nreg_sqlite_connection *connection, int *any, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_LEASE_ANY, "SELECT 1 FROM leases LIMIT 1", &statement, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_step(connection, statement, any, error);
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code remove_lease(nreg_sqlite_connection *connection, uint64_t number, nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_LEASE_REMOVE,
                                                 "DELETE FROM leases WHERE number = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, number);
    return nreg_sqlite_perform(connection, statement, error);
}

nreg_code nreg_sqlite_release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                              nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    int leased = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RECORD_REMOVE,
                                     "DELETE FROM records WHERE number = ?1 AND batch = ?2 AND revision = ?3",
                                     &statement, error);
    }
    code = code == NREG_OK ? has_leases(connection, &leased, error) : code;
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        nreg_sqlite_batch_id batch;
        code = nreg_sqlite_batch_of(connection, tokens[i].batch, 0, 0, &batch, error);
        answers[i] = NREG_ROW_CONFLICT;
        if (code != NREG_OK || batch.no == 0) {
            continue;
        }
        nreg_sqlite_bind(statement, 1, tokens[i].number);
        nreg_sqlite_bind(statement, 2, batch.no);
        nreg_sqlite_bind(statement, 3, tokens[i].revision);
        code = nreg_sqlite_perform(connection, statement, error);
        if (code == NREG_OK && sqlite3_changes(connection->db) != 0) {
            answers[i] = NREG_ROW_OK;
            code = leased ? remove_lease(connection, tokens[i].number, error) : NREG_OK;
        }
    }
    return code;
}
