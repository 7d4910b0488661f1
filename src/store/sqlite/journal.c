/* SPDX-License-Identifier: MIT */
/* Writing the journal: append, seal, prune, erase. */
#include "store/sqlite/journal_runs.h"

/* The next free position: behind all rows there are. */
static nreg_code next_position(nreg_sqlite_connection *connection, uint64_t *position, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_LAST, "SELECT max(position) FROM journal",
                                           &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    *position = row ? nreg_sqlite_column(statement, 0) + 1 : 1;
    sqlite3_reset(statement);
    return code;
}

#define COLUMNS 7
#define MANY NREG_SQLITE_MANY

#define JOURNAL_INSERT "INSERT INTO journal (" NREG_JOURNAL_COLUMNS ") VALUES "
#define JOURNAL_ROW "(?, ?, ?, ?, ?, ?, ?)"
#define JOURNAL_ROWS_8                                                                                                 \
    JOURNAL_ROW ", " JOURNAL_ROW ", " JOURNAL_ROW ", " JOURNAL_ROW ", " JOURNAL_ROW ", " JOURNAL_ROW ", " JOURNAL_ROW  \
                ", " JOURNAL_ROW

_Static_assert(MANY == 32, "rows in JOURNAL_ADD_MANY");

static nreg_code bind_row(nreg_sqlite_connection *connection, sqlite3_stmt *s, int first, uint64_t position,
                          const nreg_journal_row *row, int64_t run_time, nreg_writer *more, nreg_error *error) {
    uint64_t after;
    nreg_code code = nreg_sqlite_write_more(connection, row, run_time, more, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_journal_place(connection, row->business, row->unit_after, row->program_after, &after, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(s, first + 1, position);
    nreg_sqlite_bind(s, first + 2, row->number);
    nreg_sqlite_bind(s, first + 3, row->entry);
    nreg_sqlite_bind(s, first + 4,
                     (uint64_t)row->change | (uint64_t)row->action << 8 | (uint64_t)row->status_after << 16 |
                         (uint64_t)row->status_before << 24);
    nreg_sqlite_bind(s, first + 5, after);
    nreg_sqlite_bind(s, first + 6, row->purpose_after);
    if (more->length == 0) {
        sqlite3_bind_null(s, first + 7);
    } else {
        sqlite3_bind_blob64(s, first + 7, more->data, more->length, SQLITE_STATIC);
    }
    return NREG_OK;
}

/* Rows of one run; many to a statement, which finds its way in the trees once. */
static nreg_code add_rows(nreg_sqlite_connection *connection, uint64_t position, const nreg_journal_row *rows,
                          uint64_t count, nreg_writer more[MANY], nreg_error *error) {
    sqlite3_stmt *one;
    sqlite3_stmt *many;
    const int64_t run_time = rows->time;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_ADD, JOURNAL_INSERT JOURNAL_ROW, &one, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(
            connection, NREG_SLOT_JOURNAL_ADD_MANY,
            JOURNAL_INSERT JOURNAL_ROWS_8 ", " JOURNAL_ROWS_8 ", " JOURNAL_ROWS_8 ", " JOURNAL_ROWS_8, &many, error);
    }
    for (uint64_t done = 0; done < count && code == NREG_OK;) {
        const uint64_t length = count - done >= MANY ? MANY : 1;
        sqlite3_stmt *statement = length == MANY ? many : one;
        for (uint64_t i = 0; i < length && code == NREG_OK; i++) {
            code = bind_row(connection, statement, (int)i * COLUMNS, position + done + i, &rows[done + i], run_time,
                            &more[i], error);
        }
        code = code == NREG_OK ? nreg_sqlite_perform(connection, statement, error) : code;
        done += length;
    }
    return code;
}

static nreg_code add_run(nreg_sqlite_connection *connection, uint64_t first, const nreg_journal_row *rows,
                         uint64_t count, nreg_error *error) {
    nreg_sqlite_batch_id batch;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_batch_of(connection, rows->batch, rows->time, 1, &batch, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RUN_ADD,
                                     "INSERT INTO journal_runs (" NREG_RUN_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, 0)",
                                     &statement, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, first);
    nreg_sqlite_bind(statement, 2, count);
    nreg_sqlite_bind(statement, 3, batch.no);
    nreg_sqlite_bind(statement, 4, rows->business);
    nreg_sqlite_bind_time(statement, 5, rows->time);
    return nreg_sqlite_perform(connection, statement, error);
}

/* How many of the rows make one run. */
static uint64_t run_length(const nreg_journal_row *rows, uint64_t count) {
    uint64_t length = 1;
    while (length < count && rows[length].batch == rows->batch && rows[length].business == rows->business &&
           rows[length].number >= rows[length - 1].number) {
        length++;
    }
    return length;
}

static nreg_code append_runs(nreg_sqlite_connection *connection, const nreg_journal_row *rows, uint64_t count,
                             nreg_writer more[MANY], nreg_error *error) {
    uint64_t position = 0;
    nreg_code code = next_position(connection, &position, error);
    while (code == NREG_OK && count > 0) {
        const uint64_t length = run_length(rows, count);
        code = add_run(connection, position, rows, length, error);
        code = code == NREG_OK ? add_rows(connection, position, rows, length, more, error) : code;
        rows += length;
        count -= length;
        position += length;
    }
    return code;
}

nreg_code nreg_sqlite_journal_append(void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error,
                                     void *context) {
    const nreg_sqlite_store *store = context;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code != NREG_OK || count == 0 || store->no_journal) {
        return code;
    }
    nreg_writer more[MANY];
    for (size_t i = 0; i < MANY; i++) {
        nreg_writer_init(&more[i], &store->allocator);
    }
    code = append_runs(connection, rows, count, more, error);
    for (size_t i = 0; i < MANY; i++) {
        nreg_writer_free(&more[i]);
    }
    return code;
}

/* The sequence before the next one given. */
static nreg_code last_sequence(nreg_sqlite_connection *connection, uint64_t *sequence, nreg_error *error) {
    uint64_t pruned;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_journal_pruned(connection, 0, &pruned, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RUN_HEAD,
                                     "SELECT sequence + rows - 1 FROM journal_runs WHERE sequence > 0"
                                     " ORDER BY sequence DESC LIMIT 1",
                                     &statement, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    *sequence = row ? nreg_sqlite_column(statement, 0) : pruned;
    sqlite3_reset(statement);
    return code;
}

/* The batch of the first run that is not sealed; `*found` 0 if all are. */
static nreg_code first_unsealed(nreg_sqlite_connection *connection, uint64_t *batch, int *found, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_RUNS_UNSEALED,
        "SELECT batch FROM journal_runs INDEXED BY journal_runs_sequence WHERE sequence = 0 ORDER BY first LIMIT 1",
        &statement, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_step(connection, statement, found, error);
        *batch = *found ? nreg_sqlite_column(statement, 0) : 0;
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code seal_run(nreg_sqlite_connection *connection, uint64_t first, uint64_t sequence, nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_RUN_SEAL, "UPDATE journal_runs SET sequence = ?2 WHERE first = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, first);
    nreg_sqlite_bind(statement, 2, sequence);
    return nreg_sqlite_perform(connection, statement, error);
}

/* Seals the unsealed runs of one batch, in the order appended. */
static nreg_code seal_batch(nreg_sqlite_connection *connection, uint64_t batch, uint64_t *sequence, uint64_t *count,
                            nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_RUNS_OF_UNSEALED_BATCH,
                                           "SELECT first, rows FROM journal_runs INDEXED BY journal_runs_batch"
                                           " WHERE batch = ?1 AND sequence = 0 AND first > ?2 ORDER BY first LIMIT 1",
                                           &statement, error);
    uint64_t first = 0;
    while (code == NREG_OK) {
        int row;
        nreg_sqlite_bind(statement, 1, batch);
        nreg_sqlite_bind(statement, 2, first);
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        first = nreg_sqlite_column(statement, 0);
        const uint64_t rows = nreg_sqlite_column(statement, 1);
        sqlite3_reset(statement);
        code = seal_run(connection, first, *sequence + 1, error);
        *sequence += rows;
        *count += rows;
    }
    return code;
}

nreg_code nreg_sqlite_journal_seal(void *transaction, uint32_t limit, uint64_t *count, nreg_error *error,
                                   void *context) {
    (void)context;
    *count = 0;
    nreg_sqlite_connection *connection;
    uint64_t sequence = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    code = code == NREG_OK ? last_sequence(connection, &sequence, error) : code;
    for (uint32_t i = 0; i < limit && code == NREG_OK; i++) {
        uint64_t batch;
        int found = 0;
        code = first_unsealed(connection, &batch, &found, error);
        if (code != NREG_OK || !found) {
            break;
        }
        code = seal_batch(connection, batch, &sequence, count, error);
    }
    return code;
}

static nreg_code remember_pruned(nreg_sqlite_connection *connection, uint64_t business, uint64_t sequence,
                                 nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_PRUNED_SET,
                                                 "INSERT OR REPLACE INTO journal_pruned (business, sequence)"
                                                 " VALUES (?1, ?2)",
                                                 &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, business);
    nreg_sqlite_bind(statement, 2, sequence);
    return nreg_sqlite_perform(connection, statement, error);
}

/* How many rows at the start of the run are older than `before`, at most `limit`. */
static nreg_code count_older(nreg_sqlite_connection *connection, const nreg_sqlite_run *run, int64_t before,
                             uint64_t limit, uint64_t *older, nreg_error *error) {
    const uint64_t wanted = run->rows < limit ? run->rows : limit;
    *older = wanted;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_RANGE,
                                           "SELECT " NREG_JOURNAL_COLUMNS " FROM journal"
                                           " WHERE position BETWEEN ?1 AND ?2 ORDER BY position",
                                           &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, run->first);
    nreg_sqlite_bind(statement, 2, run->first + wanted - 1);
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && nreg_sqlite_journal_time(statement, run) >= before) {
            *older = nreg_sqlite_column(statement, 0) - run->first;
            break;
        }
    }
    sqlite3_reset(statement);
    return code;
}

/* Removes the first `count` rows of a run, and the run if that is all of it. */
static nreg_code cut_run(nreg_sqlite_connection *connection, const nreg_sqlite_run *run, uint64_t count,
                         nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_REMOVE,
                                           "DELETE FROM journal WHERE position BETWEEN ?1 AND ?2", &statement, error);
    if (code == NREG_OK) {
        nreg_sqlite_bind(statement, 1, run->first);
        nreg_sqlite_bind(statement, 2, run->first + count - 1);
        code = nreg_sqlite_perform(connection, statement, error);
    }
    if (code == NREG_OK && count == run->rows) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RUN_REMOVE, "DELETE FROM journal_runs WHERE first = ?1",
                                     &statement, error);
    } else if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RUN_CUT,
                                     "UPDATE journal_runs SET first = first + ?2, rows = rows - ?2,"
                                     " sequence = sequence + ?2 WHERE first = ?1",
                                     &statement, error);
        if (code == NREG_OK) {
            nreg_sqlite_bind(statement, 2, count);
        }
    }
    if (code == NREG_OK) {
        nreg_sqlite_bind(statement, 1, run->first);
        code = nreg_sqlite_perform(connection, statement, error);
    }
    const uint64_t last = run->sequence + count - 1;
    code = code == NREG_OK ? remember_pruned(connection, run->business, last, error) : code;
    return code == NREG_OK ? remember_pruned(connection, 0, last, error) : code;
}

nreg_code nreg_sqlite_journal_prune(void *transaction, int64_t before, uint32_t limit, uint32_t *count,
                                    nreg_error *error, void *context) {
    (void)context;
    *count = 0;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_RUNS_FROM,
                                     "SELECT " NREG_RUN_COLUMNS " FROM journal_runs WHERE sequence >= ?1"
                                     " AND sequence > 0 ORDER BY sequence",
                                     &statement, error);
    }
    while (code == NREG_OK && *count < limit) {
        int row;
        nreg_sqlite_run run;
        nreg_sqlite_bind(statement, 1, 1);
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        nreg_sqlite_read_run(statement, &run);
        sqlite3_reset(statement);
        uint64_t older;
        code = count_older(connection, &run, before, limit - *count, &older, error);
        if (code != NREG_OK || older == 0) {
            break;
        }
        code = cut_run(connection, &run, older, error);
        *count += (uint32_t)older;
        if (older < run.rows) {
            break;
        }
    }
    return code;
}

nreg_code nreg_sqlite_journal_erase(void *transaction, uint64_t number, uint64_t *count, nreg_error *error,
                                    void *context) {
    (void)context;
    *count = 0;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK && number != 0) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_ERASE,
                                     "UPDATE journal SET number = 0 WHERE number = ?1", &statement, error);
    }
    if (code != NREG_OK || number == 0) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, number);
    code = nreg_sqlite_perform(connection, statement, error);
    *count = code == NREG_OK ? (uint64_t)sqlite3_changes(connection->db) : 0;
    return code;
}
