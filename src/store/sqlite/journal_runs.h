/* SPDX-License-Identifier: MIT */
/* Runs: stretches of journal rows with one batch and one Business, numbers ascending. */
#ifndef NREG_SQLITE_JOURNAL_RUNS_H
#define NREG_SQLITE_JOURNAL_RUNS_H

#include "base/codec.h"
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
#define NREG_JOURNAL_COLUMNS "position, number, entry, what, place, purpose, more"

void nreg_sqlite_read_run(sqlite3_stmt *statement, nreg_sqlite_run *run);
nreg_code nreg_sqlite_read_journal_row(nreg_sqlite_connection *connection, sqlite3_stmt *statement,
                                       const nreg_sqlite_run *run, nreg_journal_row *row, nreg_error *error);

/* Writes the column `more` of a row; leaves it empty if there is nothing to tell. */
nreg_code nreg_sqlite_write_more(nreg_sqlite_connection *connection, const nreg_journal_row *row, int64_t run_time,
                                 nreg_writer *more, nreg_error *error);

/* Small number of a place in the row's Business; 0 for the Business itself, and for nowhere. */
nreg_code nreg_sqlite_journal_place(nreg_sqlite_connection *connection, uint64_t business, uint64_t unit,
                                    uint64_t program, uint64_t *no, nreg_error *error);

/* The time of the row a statement stands at. */
int64_t nreg_sqlite_journal_time(sqlite3_stmt *statement, const nreg_sqlite_run *run);

/* The number of the row at a position; 0 if it was erased. NREG_CORRUPT if there is no row. */
nreg_code nreg_sqlite_journal_number_at(nreg_sqlite_connection *connection, uint64_t position, uint64_t *number,
                                        nreg_error *error);

/* How far the feed of a Business (0: of all) has been pruned; 0 if never. */
nreg_code nreg_sqlite_journal_pruned(nreg_sqlite_connection *connection, uint64_t business, uint64_t *sequence,
                                     nreg_error *error);

#endif
