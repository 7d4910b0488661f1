/* SPDX-License-Identifier: MIT */
/* SQLite's result codes as the library's. */
#ifndef NREG_SQLITE_ERRORS_H
#define NREG_SQLITE_ERRORS_H

#include "base/error.h"

#include <sqlite3.h>

/* `code` is an extended result code; `system_error` the errno behind it, 0 if unknown. */
nreg_code nreg_sqlite_code(int code, int system_error);

/* Fills in the error for what the connection reported last; `doing` completes "SQLite failed to ...". */
nreg_code nreg_sqlite_error(sqlite3 *db, int code, const char *doing, nreg_error *error);

#endif
