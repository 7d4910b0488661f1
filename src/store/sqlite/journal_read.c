/* SPDX-License-Identifier: MIT */
/* Reading the journal: the feeds by sequence, the history of a number, the changes of a batch in order of number. */
#include "store/sqlite/journal_runs.h"

#include <string.h>

typedef struct page {
    nreg_journal_row *rows;
    uint32_t limit;
    uint32_t count;
    uint32_t more;
} page;

/* Rows of one run from `position` on; sets `more` if the page is full before the run ends. */
static nreg_code read_run_rows(nreg_sqlite_connection *connection, const nreg_sqlite_run *run, uint64_t position,
                               page *out, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_RANGE,
                                           "SELECT " NREG_JOURNAL_COLUMNS " FROM journal"
                                           " WHERE position BETWEEN ?1 AND ?2 ORDER BY position",
                                           &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, position);
    nreg_sqlite_bind(statement, 2, run->first + run->rows - 1);
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && out->count == out->limit) {
            out->more = 1;
            break;
        }
        if (code == NREG_OK && row) {
            code = nreg_sqlite_read_journal_row(connection, statement, run, &out->rows[out->count], error);
            out->count += code == NREG_OK;
        }
    }
    sqlite3_reset(statement);
    return code;
}

/* Where to start so that the run holding `sequence` is not missed: the last run at or before it. */
static nreg_code start_of(nreg_sqlite_connection *connection, uint64_t business, uint64_t sequence, uint64_t *start,
                          nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        business == 0 ? nreg_sqlite_statement(connection, NREG_SLOT_RUN_BEFORE,
                                              "SELECT max(sequence) FROM journal_runs WHERE sequence BETWEEN 1 AND ?1",
                                              &statement, error)
                      : nreg_sqlite_statement(connection, NREG_SLOT_RUN_BEFORE_OF_BUSINESS,
                                              "SELECT max(sequence) FROM journal_runs WHERE sequence BETWEEN 1 AND ?1"
                                              " AND business = ?2",
                                              &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, sequence);
    if (business != 0) {
        nreg_sqlite_bind(statement, 2, business);
    }
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    *start = row ? nreg_sqlite_column(statement, 0) : 0;
    sqlite3_reset(statement);
    return code;
}

/* The feed of a Business, or of all for 0. */
static nreg_code read_feed(nreg_sqlite_connection *connection, uint64_t business, uint64_t after, page *out,
                           nreg_error *error) {
    uint64_t pruned;
    uint64_t start;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_journal_pruned(connection, business, &pruned, error);
    if (code == NREG_OK && after < pruned) {
        return nreg_error_set_at(
            error, NREG_FEED_PRUNED, (int64_t)pruned,
            "Retention has removed journal rows behind this cursor. Read the numbers anew, then go on "
            "from the end of the feed.");
    }
    if (after >= INT64_MAX) {
        return code;
    }
    code = code == NREG_OK ? start_of(connection, business, after + 1, &start, error) : code;
    if (code == NREG_OK) {
        code = business == 0
                   ? nreg_sqlite_statement(connection, NREG_SLOT_RUNS_FROM,
                                           "SELECT " NREG_RUN_COLUMNS " FROM journal_runs WHERE sequence >= ?1"
                                           " AND sequence > 0 ORDER BY sequence",
                                           &statement, error)
                   : nreg_sqlite_statement(connection, NREG_SLOT_RUNS_OF_BUSINESS,
                                           "SELECT " NREG_RUN_COLUMNS " FROM journal_runs WHERE sequence >= ?1"
                                           " AND sequence > 0 AND business = ?2 ORDER BY sequence",
                                           &statement, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, start);
    if (business != 0) {
        nreg_sqlite_bind(statement, 2, business);
    }
    int row = 1;
    while (code == NREG_OK && row && !out->more) {
        nreg_sqlite_run run;
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        nreg_sqlite_read_run(statement, &run);
        const uint64_t passed = after >= run.sequence ? after - run.sequence + 1 : 0;
        if (passed < run.rows) {
            code = read_run_rows(connection, &run, run.first + passed, out, error);
        }
    }
    sqlite3_reset(statement);
    return code;
}

static nreg_code run_of_position(nreg_sqlite_connection *connection, uint64_t position, nreg_sqlite_run *run,
                                 nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_RUN_OF_POSITION,
                                           "SELECT " NREG_RUN_COLUMNS " FROM journal_runs WHERE first <= ?1"
                                           " ORDER BY first DESC LIMIT 1",
                                           &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, position);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code == NREG_OK && row) {
        nreg_sqlite_read_run(statement, run);
        sqlite3_reset(statement);
    }
    if (code == NREG_OK && (!row || position - run->first >= run->rows)) {
        return nreg_sqlite_damaged(connection, "journal_runs", error);
    }
    return code;
}

static nreg_code read_number(nreg_sqlite_connection *connection, uint64_t number, uint64_t pass_over, page *out,
                             nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_OF_NUMBER,
                                           "SELECT " NREG_JOURNAL_COLUMNS " FROM journal WHERE number = ?1"
                                           " ORDER BY position LIMIT -1 OFFSET ?2",
                                           &statement, error);
    if (code != NREG_OK || pass_over > INT64_MAX) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, number);
    nreg_sqlite_bind(statement, 2, pass_over);
    int row = 1;
    while (code == NREG_OK && row) {
        nreg_sqlite_run run;
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && out->count == out->limit) {
            out->more = 1;
            break;
        }
        if (code == NREG_OK && row) {
            code = run_of_position(connection, nreg_sqlite_column(statement, 0), &run, error);
        }
        if (code == NREG_OK && row) {
            code = nreg_sqlite_read_journal_row(connection, statement, &run, &out->rows[out->count], error);
            out->count += code == NREG_OK;
        }
    }
    sqlite3_reset(statement);
    return code;
}

/* A run being merged with the others of its batch: its next row, and that row's number. */
typedef struct cursor {
    nreg_sqlite_run run;
    uint64_t position;
    uint64_t number;
} cursor;

/* A heap of cursors, the smallest number on top; of equal ones the row appended first. */
typedef struct heap {
    cursor *cursors;
    size_t count;
    size_t capacity;
} heap;

static int is_before(const cursor *a, const cursor *b) {
    return a->number != b->number ? a->number < b->number : a->position < b->position;
}

static void sift_down(heap *runs, size_t at) {
    for (;;) {
        const size_t left = 2 * at + 1;
        size_t least = at;
        if (left < runs->count && is_before(&runs->cursors[left], &runs->cursors[least])) {
            least = left;
        }
        if (left + 1 < runs->count && is_before(&runs->cursors[left + 1], &runs->cursors[least])) {
            least = left + 1;
        }
        if (least == at) {
            return;
        }
        const cursor swapped = runs->cursors[at];
        runs->cursors[at] = runs->cursors[least];
        runs->cursors[least] = swapped;
        at = least;
    }
}

/* Moves on over erased rows, whose number is 0; at the end of the run the number is 0 too. */
static nreg_code settle(nreg_sqlite_connection *connection, cursor *at, nreg_error *error) {
    at->number = 0;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && at->number == 0 && at->position < at->run.first + at->run.rows) {
        code = nreg_sqlite_journal_number_at(connection, at->position, &at->number, error);
        at->position += at->number == 0;
    }
    return code;
}

/* Moves a cursor to the run's first row with a number behind `after`, by halving. */
static nreg_code seek(nreg_sqlite_connection *connection, cursor *at, uint64_t after, nreg_error *error) {
    uint64_t low = at->run.first;
    uint64_t high = at->run.first + at->run.rows;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && low < high) {
        cursor middle = {.run = at->run, .position = low + (high - low) / 2};
        const uint64_t halfway = middle.position;
        code = settle(connection, &middle, error);
        if (code == NREG_OK && middle.number != 0 && middle.number <= after) {
            low = middle.position + 1;
        } else {
            high = halfway;
        }
    }
    at->position = low;
    return code == NREG_OK ? settle(connection, at, error) : code;
}

static nreg_code add_run(nreg_sqlite_connection *connection, heap *runs, const nreg_sqlite_run *run, uint64_t after,
                         nreg_error *error) {
    void *cursors = runs->cursors;
    if (!nreg_array_reserve(&connection->store->allocator, &cursors, &runs->capacity, runs->count + 1,
                            sizeof(cursor))) {
        nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for the changes of a batch.");
        return nreg_sqlite_fail(connection, NREG_NO_MEMORY);
    }
    runs->cursors = cursors;
    cursor *added = &runs->cursors[runs->count];
    *added = (cursor){.run = *run, .position = run->first};
    nreg_code code = settle(connection, added, error);
    if (code == NREG_OK && added->number != 0 && added->number <= after) {
        code = seek(connection, added, after, error);
    }
    runs->count += code == NREG_OK && added->number != 0;
    return code;
}

static nreg_code open_runs(nreg_sqlite_connection *connection, uint64_t batch, uint64_t after, heap *runs,
                           nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_RUNS_OF_BATCH,
                              "SELECT " NREG_RUN_COLUMNS " FROM journal_runs WHERE batch = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, batch);
    int row = 1;
    while (code == NREG_OK && row) {
        nreg_sqlite_run run;
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row) {
            nreg_sqlite_read_run(statement, &run);
            code = add_run(connection, runs, &run, after, error);
        }
    }
    sqlite3_reset(statement);
    for (size_t i = runs->count / 2; i-- > 0;) {
        sift_down(runs, i);
    }
    return code;
}

static nreg_code read_at(nreg_sqlite_connection *connection, const cursor *at, nreg_journal_row *row,
                         nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_JOURNAL_ROW,
                              "SELECT " NREG_JOURNAL_COLUMNS " FROM journal WHERE position = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, at->position);
    int found;
    code = nreg_sqlite_step(connection, statement, &found, error);
    if (code == NREG_OK && !found) {
        return nreg_sqlite_damaged(connection, "journal_runs", error);
    }
    if (code == NREG_OK) {
        code = nreg_sqlite_read_journal_row(connection, statement, &at->run, row, error);
        sqlite3_reset(statement);
    }
    return code;
}

/* The cursor for the next page is a number, so a page never ends between two rows of one number. */
static nreg_code end_at_number(page *out, uint64_t next, nreg_error *error) {
    uint32_t kept = out->count;
    while (kept > 0 && out->rows[kept - 1].number == next) {
        kept--;
    }
    if (kept == 0 && out->count > 0) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED,
                              "A number changed more often in the batch than a page has rows. Ask for more rows.");
    }
    out->count = kept;
    return NREG_OK;
}

static nreg_code read_batch(nreg_sqlite_connection *connection, uint64_t id, uint64_t after, page *out,
                            nreg_error *error) {
    nreg_sqlite_batch_id batch;
    nreg_code code = nreg_sqlite_batch_of(connection, id, 0, 0, &batch, error);
    if (code != NREG_OK || batch.no == 0) {
        return code;
    }
    heap runs = {0};
    code = open_runs(connection, batch.no, after, &runs, error);
    while (code == NREG_OK && runs.count > 0 && out->count < out->limit) {
        cursor *top = &runs.cursors[0];
        code = read_at(connection, top, &out->rows[out->count], error);
        out->count += code == NREG_OK;
        top->position++;
        code = code == NREG_OK ? settle(connection, top, error) : code;
        if (top->number == 0) {
            *top = runs.cursors[--runs.count];
        }
        sift_down(&runs, 0);
    }
    if (code == NREG_OK && runs.count > 0) {
        out->more = 1;
        code = end_at_number(out, runs.cursors[0].number, error);
    }
    nreg_release(&connection->store->allocator, runs.cursors);
    return code;
}

nreg_code nreg_sqlite_journal_read(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                                   nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error,
                                   void *context) {
    (void)context;
    *count = 0;
    *more = 0;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code != NREG_OK) {
        return code;
    }
    page out = {.rows = rows, .limit = limit};
    switch (by) {
    case NREG_JOURNAL_FEED:
        code = read_feed(connection, 0, after, &out, error);
        break;
    case NREG_JOURNAL_BUSINESS:
        code = id == 0 ? NREG_OK : read_feed(connection, id, after, &out, error);
        break;
    case NREG_JOURNAL_BATCH:
        code = read_batch(connection, id, after, &out, error);
        break;
    case NREG_JOURNAL_NUMBER:
        code = read_number(connection, id, after, &out, error);
        break;
    default:
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "There is no way %u to read the journal.", (unsigned)by);
    }
    if (code == NREG_OK) {
        *count = out.count;
        *more = out.more;
    }
    return code;
}
