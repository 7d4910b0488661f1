/* SPDX-License-Identifier: MIT */
/* Prepared statements of a connection, kept in slots; bound by position, always reset after use. */
#ifndef NREG_SQLITE_STATEMENT_H
#define NREG_SQLITE_STATEMENT_H

#include "store/sqlite/connection.h"

/*
 * All of these record a failure in the connection, so that the open transaction can only be rolled back, and fill in
 * the error.
 */

/* The slot's statement, prepared on first use. A slot has one text for ever. */
nreg_code nreg_sqlite_statement(nreg_sqlite_connection *connection, nreg_sqlite_slot slot, const char *sql,
                                sqlite3_stmt **statement, nreg_error *error);

/* Runs a statement that returns no row, and resets it. */
nreg_code nreg_sqlite_perform(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_error *error);

/* Steps to the next row. At the end, or on failure, `*row` is 0 and the statement is reset. */
nreg_code nreg_sqlite_step(nreg_sqlite_connection *connection, sqlite3_stmt *statement, int *row, nreg_error *error);

/* Notes a failure that is not SQLite's. Returns `code`. */
nreg_code nreg_sqlite_fail(nreg_sqlite_connection *connection, nreg_code code);

/* For stored values that cannot be: says which table. */
nreg_code nreg_sqlite_damaged(nreg_sqlite_connection *connection, const char *table, nreg_error *error);

void nreg_sqlite_bind(sqlite3_stmt *statement, int at, uint64_t value);
void nreg_sqlite_bind_time(sqlite3_stmt *statement, int at, int64_t value);
/* The text must stay until the statement is reset. */
void nreg_sqlite_bind_text(sqlite3_stmt *statement, int at, const char *text, size_t length);

uint64_t nreg_sqlite_column(sqlite3_stmt *statement, int at);
uint32_t nreg_sqlite_column32(sqlite3_stmt *statement, int at);
int64_t nreg_sqlite_column_time(sqlite3_stmt *statement, int at);
/* False if the text does not fit `size` bytes with its NUL; then the buffer is "". */
int nreg_sqlite_column_text(sqlite3_stmt *statement, int at, char *buffer, size_t size);

#endif
