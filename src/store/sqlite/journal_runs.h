/* SPDX-License-Identifier: MIT */
/* Runs: stretches of journal rows with one batch and one Business, numbers ascending. */
#ifndef NREG_SQLITE_JOURNAL_RUNS_H
#define NREG_SQLITE_JOURNAL_RUNS_H

#include "store/sqlite/transaction.h"

typedef struct nreg_sqlite_run {
    uint64_t first; /* position of its first row */
    uint64_t rows;
    uint64_t batch; /* small number */
    uint64_t business;
    int64_t time;      /* the times of its rows are measured from it */
    uint64_t sequence; /* of its first row; 0 until sealed */
} nreg_sqlite_run;

/* What nreg_sqlite_read_run() and nreg_sqlite_read_journal_row() expect a statement to select. */
#define NREG_RUN_COLUMNS "first, rows, batch, business, time, sequence"
#define NREG_JOURNAL_COLUMNS                                                                                           \
    "position, number, entry, change, action, reason, status_before, status_after, purpose_before, purpose_after,"     \
    " flags_before, flags_after, revision_before, revision_after, place_before, place_after, batch_before,"            \
    " time_after_run, created_before_time"

void nreg_sqlite_read_run(sqlite3_stmt *statement, nreg_sqlite_run *run);
nreg_code nreg_sqlite_read_journal_row(nreg_sqlite_connection *connection, sqlite3_stmt *statement,
                                       const nreg_sqlite_run *run, nreg_journal_row *row, nreg_error *error);

/* The number of the row at a position; 0 if it was erased. NREG_CORRUPT if there is no row. */
nreg_code nreg_sqlite_journal_number_at(nreg_sqlite_connection *connection, uint64_t position, uint64_t *number,
                                        nreg_error *error);

/* How far the feed of a Business (0: of all) has been pruned; 0 if never. */
nreg_code nreg_sqlite_journal_pruned(nreg_sqlite_connection *connection, uint64_t business, uint64_t *sequence,
                                     nreg_error *error);

#endif
