/* SPDX-License-Identifier: MIT */
#include "store/sqlite/errors.h"

#include <errno.h>

static nreg_code of_errno(int system_error, nreg_code otherwise) {
    switch (system_error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return NREG_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
        return NREG_READ_ONLY;
    case ENOMEM:
        return NREG_NO_MEMORY;
    default:
        return otherwise;
    }
}

/* Codes whose extended form says more than their primary one. */
static nreg_code of_extended(int code) {
    switch (code) {
    case SQLITE_BUSY_SNAPSHOT:
    case SQLITE_ERROR_SNAPSHOT:
    case SQLITE_ERROR_RETRY:
    case SQLITE_ABORT_ROLLBACK:
    case SQLITE_IOERR_DELETE_NOENT: /* another process that was opening the file cleared its log away first */
        return NREG_RETRY;
    case SQLITE_IOERR_NOMEM:
        return NREG_NO_MEMORY;
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_CORRUPTFS:
        return NREG_CORRUPT;
    case SQLITE_READONLY_DBMOVED:
    case SQLITE_READONLY_ROLLBACK:
        return NREG_IO;
    default:
        return NREG_OK;
    }
}

nreg_code nreg_sqlite_code(int code, int system_error) {
    const nreg_code extended = of_extended(code);
    if (extended != NREG_OK) {
        return extended;
    }
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
    case SQLITE_NOTICE:
    case SQLITE_WARNING:
        return NREG_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return NREG_BUSY;
    case SQLITE_SCHEMA:
        return NREG_RETRY;
    case SQLITE_NOMEM:
        return NREG_NO_MEMORY;
    case SQLITE_READONLY:
        return NREG_READ_ONLY;
    case SQLITE_FULL:
        return NREG_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOLFS:
        return of_errno(system_error, NREG_IO);
    case SQLITE_CORRUPT:
        return NREG_CORRUPT;
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return NREG_BAD_FORMAT;
    case SQLITE_TOOBIG:
        return NREG_LIMIT_EXCEEDED;
    case SQLITE_INTERRUPT:
        return NREG_CANCELLED;
    default:
        return NREG_INTERNAL;
    }
}

static const char *advice(nreg_code code) {
    switch (code) {
    case NREG_BUSY:
        return "Another process holds the lock; try again.";
    case NREG_FULL:
        return "Free space on the device, then try again.";
    case NREG_READ_ONLY:
        return "Give this process the right to write the file and its directory.";
    case NREG_CORRUPT:
        return "Restore the file from a backup.";
    case NREG_IO:
        return "Look at the device and the system's log.";
    case NREG_NO_MEMORY:
        return "Memory is short.";
    case NREG_RETRY:
        return "Run the transaction again.";
    case NREG_BAD_FORMAT:
        return "Name the file of a store.";
    default:
        return "";
    }
}

/* The errno behind the last failure: of the connection, or else of the database's file or of its log. */
static int system_error(sqlite3 *db) {
    int found = db == NULL ? 0 : sqlite3_system_errno(db);
    if (db != NULL && found == 0) {
        sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &found);
    }
    sqlite3_file *log = NULL;
    if (db != NULL && found == 0 && sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
        log != NULL && log->pMethods != NULL) {
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &found);
    }
    return found;
}

nreg_code nreg_sqlite_error(sqlite3 *db, int code, const char *doing, nreg_error *error) {
    const nreg_code mapped = nreg_sqlite_code(code, system_error(db));
    nreg_error_set(error, mapped, "SQLite failed to %s: %s. %s", doing, sqlite3_errstr(code), advice(mapped));
    nreg_error_set_system(error, code);
    return mapped;
}
