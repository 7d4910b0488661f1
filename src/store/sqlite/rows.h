/* SPDX-License-Identifier: MIT */
/* Rows of the table records as the contract's records. */
#ifndef NREG_SQLITE_ROWS_H
#define NREG_SQLITE_ROWS_H

#include "store/sqlite/transaction.h"

/* What nreg_sqlite_read_record() expects a statement to select, in this order. */
#define NREG_RECORD_COLUMNS                                                                                            \
    "number, place, status, batch, revision, purpose, flags, updated_after_batch, created_before_updated, dno_batch"

nreg_code nreg_sqlite_read_record(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_record *record,
                                  nreg_error *error);

/* Reads one record by number; `*found` is 0, and the record zero, if there is none. */
nreg_code nreg_sqlite_record_get(nreg_sqlite_connection *connection, uint64_t number, nreg_record *record, int *found,
                                 nreg_error *error);

#endif
