/* SPDX-License-Identifier: MIT */
#include "store/sqlite/schema.h"

#include "base/host.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/*
 * Sizes decide the shape: ids are random and long, so rows name places and batches by small numbers, and times as the
 * distance to their batch's (mostly 0, which takes no byte).
 *
 * Every record has one entry in records_place, one in records_in_business if it sits below its Business, one in
 * records_in_unit if it sits below its Unit; each by status and then number. So a page at any level, with any statuses,
 * is a merge of at most two indexes and as many ranges as there are statuses, whatever else the store holds.
 * records_place holds all that a page shows: the page of a Program, which people look at most, costs the same however
 * many records lie between its numbers. What that costs, and why the others do not, stands in docs/sqlite.md.
 * records_not_active serves review, which asks across all Businesses.
 *
 * Journal rows lie in the order appended. A run is a stretch of them with one batch and one Business, numbers
 * ascending; sealing numbers runs, not rows, and the feeds walk runs.
 */
static const char *const version_1[] = {
    "CREATE TABLE schema_steps ("
    " version INTEGER PRIMARY KEY,"
    " oldest_reader INTEGER NOT NULL,"
    " oldest_writer INTEGER NOT NULL) STRICT;",
    "CREATE TABLE places ("
    " no INTEGER PRIMARY KEY,"
    " business INTEGER NOT NULL,"
    " unit INTEGER NOT NULL,"
    " program INTEGER NOT NULL,"
    " in_business INTEGER,"
    " in_unit INTEGER) STRICT;",
    "CREATE UNIQUE INDEX places_of ON places (business, unit, program);",
    "CREATE INDEX places_unit ON places (unit, program) WHERE unit <> 0;",
    "CREATE INDEX places_program ON places (program) WHERE program <> 0;",
    "CREATE TABLE batch_ids ("
    " no INTEGER PRIMARY KEY,"
    " id INTEGER NOT NULL UNIQUE,"
    " time INTEGER NOT NULL) STRICT;",
    "CREATE TABLE records ("
    " number INTEGER PRIMARY KEY,"
    " place INTEGER NOT NULL,"
    " status INTEGER NOT NULL,"
    " in_business INTEGER,"
    " in_unit INTEGER,"
    " batch INTEGER NOT NULL,"
    " revision INTEGER NOT NULL,"
    " purpose INTEGER NOT NULL,"
    " flags INTEGER NOT NULL,"
    " updated_after_batch INTEGER NOT NULL,"
    " created_before_updated INTEGER NOT NULL,"
    " dno_batch INTEGER NOT NULL) STRICT;",
    "CREATE INDEX records_place ON records (place, status, number, batch, revision, purpose, flags,"
    " updated_after_batch, created_before_updated, dno_batch);",
    "CREATE INDEX records_in_business ON records (in_business, status) WHERE in_business IS NOT NULL;",
    "CREATE INDEX records_in_unit ON records (in_unit, status) WHERE in_unit IS NOT NULL;",
    "CREATE INDEX records_not_active ON records (status) WHERE status <> 3;",
    "CREATE TABLE batches ("
    " no INTEGER PRIMARY KEY,"
    " id INTEGER NOT NULL,"
    " business INTEGER NOT NULL,"
    " target INTEGER NOT NULL,"
    " unit INTEGER NOT NULL,"
    " program INTEGER NOT NULL,"
    " created INTEGER NOT NULL,"
    " updated INTEGER NOT NULL,"
    " committed INTEGER NOT NULL,"
    " expires INTEGER NOT NULL,"
    " digest_0 INTEGER NOT NULL,"
    " digest_1 INTEGER NOT NULL,"
    " state INTEGER NOT NULL,"
    " action INTEGER NOT NULL,"
    " revision INTEGER NOT NULL,"
    " flags INTEGER NOT NULL,"
    " entries INTEGER NOT NULL,"
    " accepted INTEGER NOT NULL,"
    " rejected INTEGER NOT NULL,"
    " added INTEGER NOT NULL,"
    " moved INTEGER NOT NULL,"
    " unassigned INTEGER NOT NULL,"
    " deleted INTEGER NOT NULL,"
    " changed INTEGER NOT NULL,"
    " movable INTEGER NOT NULL,"
    " warned INTEGER NOT NULL,"
    " dno INTEGER NOT NULL,"
    " chunks INTEGER NOT NULL,"
    " reviewed INTEGER NOT NULL,"
    " restored INTEGER NOT NULL,"
    " transferred INTEGER NOT NULL,"
    " imported INTEGER NOT NULL,"
    " reverted INTEGER NOT NULL,"
    " region TEXT NOT NULL,"
    " plan TEXT NOT NULL,"
    " request_id TEXT NOT NULL,"
    " actor TEXT NOT NULL,"
    " trace TEXT NOT NULL,"
    " attestation TEXT NOT NULL) STRICT;",
    "CREATE UNIQUE INDEX batches_request ON batches (business, request_id) WHERE request_id <> '';",
    "CREATE INDEX batches_created ON batches (created, id);",
    "CREATE INDEX batches_business ON batches (business, created, id);",
    "CREATE INDEX batches_unit ON batches (unit, created, id) WHERE unit <> 0;",
    "CREATE INDEX batches_program ON batches (program, created, id) WHERE program <> 0;",
    "CREATE INDEX batches_unfinished ON batches (business, state, created, id) WHERE state <> 3;",
    "CREATE INDEX batches_expires ON batches (expires) WHERE expires <> 0;",
    "CREATE TABLE items ("
    " batch INTEGER NOT NULL,"
    " kind INTEGER NOT NULL,"
    " chunk INTEGER NOT NULL,"
    " data BLOB NOT NULL,"
    " PRIMARY KEY (batch, kind, chunk)) STRICT;",
    /* what: change + 16 * action + 256 * status before + 4096 * status after; more: the rest, where it is not as usual
     */
    "CREATE TABLE journal ("
    " position INTEGER PRIMARY KEY,"
    " number INTEGER NOT NULL,"
    " entry INTEGER NOT NULL,"
    " what INTEGER NOT NULL,"
    " place INTEGER NOT NULL,"
    " purpose INTEGER NOT NULL,"
    " more BLOB) STRICT;",
    "CREATE INDEX journal_number ON journal (number);",
    "CREATE TABLE journal_runs ("
    " first INTEGER PRIMARY KEY,"
    " rows INTEGER NOT NULL,"
    " batch INTEGER NOT NULL,"
    " business INTEGER NOT NULL,"
    " time INTEGER NOT NULL,"
    " sequence INTEGER NOT NULL) STRICT;",
    "CREATE INDEX journal_runs_sequence ON journal_runs (sequence);",
    "CREATE INDEX journal_runs_business ON journal_runs (business, sequence);",
    "CREATE INDEX journal_runs_batch ON journal_runs (batch);",
    "CREATE TABLE journal_pruned ("
    " business INTEGER PRIMARY KEY," /* 0: of all */
    " sequence INTEGER NOT NULL) STRICT;",
    "CREATE TABLE scopes ("
    " id INTEGER PRIMARY KEY,"
    " parent INTEGER NOT NULL,"
    " organization INTEGER NOT NULL,"
    " business INTEGER NOT NULL,"
    " unit INTEGER NOT NULL,"
    " level INTEGER NOT NULL,"
    " state INTEGER NOT NULL,"
    " revision INTEGER NOT NULL,"
    " created INTEGER NOT NULL,"
    " updated INTEGER NOT NULL,"
    " starts INTEGER NOT NULL,"
    " ends INTEGER NOT NULL,"
    " region TEXT NOT NULL,"
    " key TEXT NOT NULL,"
    " external_id TEXT NOT NULL,"
    " label TEXT NOT NULL) STRICT;",
    "CREATE UNIQUE INDEX scopes_key ON scopes (parent, key);",
    "CREATE UNIQUE INDEX scopes_external_id ON scopes (parent, external_id) WHERE external_id <> '';",
    "CREATE TABLE leases ("
    " number INTEGER PRIMARY KEY,"
    " owner INTEGER NOT NULL,"
    " until INTEGER NOT NULL) STRICT;",
    "CREATE TABLE tombstones ("
    " number INTEGER PRIMARY KEY,"
    " business INTEGER NOT NULL,"
    " time INTEGER NOT NULL,"
    " status INTEGER NOT NULL) STRICT;",
    "CREATE TABLE counts ("
    " scope INTEGER NOT NULL,"
    " kind INTEGER NOT NULL,"
    " key INTEGER NOT NULL,"
    " amount INTEGER NOT NULL,"
    " PRIMARY KEY (scope, kind, key)) STRICT, WITHOUT ROWID;",
    /* For people and reports; the library does not read them. Times are microseconds since 1970-01-01 UTC. */
    "CREATE VIEW v_numbers AS SELECT '+' || r.number AS e164, r.number, p.business, nullif(p.unit, 0) AS unit,"
    " nullif(p.program, 0) AS program,"
    " CASE r.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'NEEDS_PROOF' WHEN 3 THEN 'ACTIVE' WHEN 4 THEN 'SUSPENDED'"
    " WHEN 5 THEN 'DECLINED' END AS status, r.purpose, r.flags, r.revision, b.id AS last_batch,"
    " b.time + r.updated_after_batch - r.created_before_updated AS created, b.time + r.updated_after_batch AS updated"
    " FROM records r JOIN places p ON p.no = r.place JOIN batch_ids b ON b.no = r.batch;",
    "CREATE VIEW v_batches AS SELECT id, business, target, nullif(request_id, '') AS request_id, actor,"
    " CASE state WHEN 1 THEN 'DRAFT' WHEN 2 THEN 'COMMITTING' WHEN 3 THEN 'COMMITTED' WHEN 4 THEN 'DISCARDED' END"
    " AS state, entries, accepted, rejected, created, updated, nullif(committed, 0) AS committed FROM batches;",
    "CREATE VIEW v_scopes AS WITH RECURSIVE path (id, path) AS (SELECT id, key FROM scopes WHERE parent = 0"
    " UNION ALL SELECT s.id, path.path || '/' || s.key FROM scopes s JOIN path ON s.parent = path.id)"
    " SELECT s.id, CASE s.level WHEN 1 THEN 'ORGANIZATION' WHEN 2 THEN 'BUSINESS' WHEN 3 THEN 'UNIT' WHEN 4 THEN"
    " 'PROGRAM' END AS level, path.path, nullif(s.external_id, '') AS external_id, s.label, s.state = 2 AS closed"
    " FROM scopes s JOIN path USING (id);",
    "CREATE VIEW v_journal AS SELECT j.number, r.business, b.id AS batch, j.entry,"
    " CASE j.what & 255 WHEN 1 THEN 'ADDED' WHEN 2 THEN 'MOVED' WHEN 3 THEN 'REMOVED' WHEN 4 THEN 'CHANGED'"
    " WHEN 5 THEN 'RESUBMITTED' WHEN 6 THEN 'LOST' END AS change, j.what >> 24 AS status_before,"
    " j.what >> 16 & 255 AS status_after, nullif(j.purpose, 0) AS purpose_after, nullif(p.unit, 0) AS unit_after,"
    " nullif(p.program, 0) AS program_after, r.time,"
    " CASE r.sequence WHEN 0 THEN NULL ELSE r.sequence + j.position - r.first END AS sequence"
    " FROM journal j JOIN journal_runs r ON r.first = (SELECT max(first) FROM journal_runs WHERE first <= j.position)"
    " JOIN batch_ids b ON b.no = r.batch LEFT JOIN places p ON p.no = j.place;",
    NULL,
};

const nreg_sqlite_step_of_schema nreg_sqlite_schema[] = {{1, 1, 1, version_1}};
const size_t nreg_sqlite_schema_steps = sizeof nreg_sqlite_schema / sizeof nreg_sqlite_schema[0];

/* First column of the first row; `otherwise` if there is none. */
static nreg_code ask(nreg_sqlite_connection *connection, const char *sql, int64_t otherwise, int64_t *answer,
                     nreg_error *error) {
    *answer = otherwise;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
            *answer = sqlite3_column_int64(statement, 0);
        }
    }
    const nreg_code result = code == SQLITE_ROW || code == SQLITE_DONE
                                 ? NREG_OK
                                 : nreg_sqlite_error(connection->db, code, "read what the file is", error);
    sqlite3_finalize(statement);
    return result;
}

static nreg_code inspect(nreg_sqlite_connection *connection, nreg_sqlite_file *file, nreg_error *error) {
    memset(file, 0, sizeof *file);
    int64_t application;
    int64_t version;
    int64_t tables;
    nreg_code code = ask(connection, "PRAGMA application_id", 0, &application, error);
    code = code == NREG_OK ? ask(connection, "PRAGMA user_version", 0, &version, error) : code;
    code = code == NREG_OK ? ask(connection, "SELECT count(*) FROM sqlite_schema", 0, &tables, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    if (application == 0 && version == 0 && tables == 0) {
        file->is_empty = 1;
        return NREG_OK;
    }
    if (application != NREG_SQLITE_APPLICATION_ID) {
        return nreg_error_set(error, NREG_BAD_FORMAT,
                              "The file is another program's SQLite database. Name the file of a numberreg store.");
    }
    int64_t reader;
    int64_t writer;
    code = ask(connection, "SELECT max(oldest_reader) FROM schema_steps", 0, &reader, error);
    code = code == NREG_OK ? ask(connection, "SELECT max(oldest_writer) FROM schema_steps", 0, &writer, error) : code;
    if (code == NREG_INTERNAL) { /* no such table */
        return nreg_error_set(error, NREG_CORRUPT,
                              "The store does not say its schema. Restore the file from a backup.");
    }
    if (code != NREG_OK) {
        return code;
    }
    if (version < 1 || version > INT32_MAX || reader < 1 || reader > version || writer < 1 || writer > version) {
        return nreg_error_set(error, NREG_CORRUPT,
                              "The store's schema version makes no sense. Restore the file from a backup.");
    }
    file->version = (uint32_t)version;
    file->oldest_reader = (uint32_t)reader;
    file->oldest_writer = (uint32_t)writer;
    return NREG_OK;
}

/* All questions see one state of the file: another process may be creating the store at this moment. */
nreg_code nreg_sqlite_inspect(nreg_sqlite_connection *connection, nreg_sqlite_file *file, nreg_error *error) {
    if (sqlite3_get_autocommit(connection->db) == 0) {
        return inspect(connection, file, error);
    }
    nreg_code code = nreg_sqlite_execute(connection, "BEGIN", "read what the file is", error);
    if (code == NREG_OK) {
        code = inspect(connection, file, error);
        sqlite3_exec(connection->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

nreg_code nreg_sqlite_check_version(const nreg_sqlite_file *file, uint32_t known, int writes, nreg_error *error) {
    const uint32_t needed = writes ? file->oldest_writer : file->oldest_reader;
    if (known >= needed) {
        return NREG_OK;
    }
    return nreg_error_set(
        error, NREG_INCOMPATIBLE,
        "The store has schema %u; to %s it needs a library that knows schema %u, and this one knows %u. "
        "Use a newer library%s.",
        (unsigned)file->version, writes ? "write" : "read", (unsigned)needed, (unsigned)known,
        writes && known >= file->oldest_reader ? ", or open it for reading" : "");
}

static nreg_code apply(nreg_sqlite_connection *connection, const nreg_sqlite_step_of_schema *steps, size_t count,
                       uint32_t from, nreg_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (steps[i].version <= from) {
            continue;
        }
        char note[192];
        snprintf(note, sizeof note,
                 "INSERT INTO schema_steps (version, oldest_reader, oldest_writer) VALUES (%u, %u, %u);"
                 "PRAGMA user_version = %u;",
                 (unsigned)steps[i].version, (unsigned)steps[i].oldest_reader, (unsigned)steps[i].oldest_writer,
                 (unsigned)steps[i].version);
        nreg_code code = NREG_OK;
        for (size_t k = 0; steps[i].statements[k] != NULL && code == NREG_OK; k++) {
            code = nreg_sqlite_execute(connection, steps[i].statements[k], "bring the schema up to date", error);
        }
        code = code == NREG_OK ? nreg_sqlite_execute(connection, note, "bring the schema up to date", error) : code;
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

/*
 * Switching to the write-ahead log needs the file for itself and does not always wait for it; so do others who create
 * the file at the same moment.
 */
static nreg_code use_log(nreg_sqlite_connection *connection, nreg_error *error) {
    for (;;) {
        const nreg_code code =
            nreg_sqlite_execute(connection, "PRAGMA journal_mode = WAL", "switch to the write-ahead log", error);
        if (code != NREG_BUSY || nreg_monotonic_ms() >= connection->deadline) {
            return code;
        }
        const struct timespec pause = {0, 2000000};
        nanosleep(&pause, NULL);
    }
}

static nreg_code migrate_locked(nreg_sqlite_connection *connection, const nreg_sqlite_step_of_schema *steps,
                                size_t count, int create, nreg_error *error) {
    /* Another process may have done it while this one waited for the lock. */
    nreg_sqlite_file file;
    nreg_code code = nreg_sqlite_inspect(connection, &file, error);
    if (code != NREG_OK) {
        return code;
    }
    if (file.is_empty) {
        if (!create) {
            return nreg_error_set(error, NREG_NOT_FOUND, "There is no store in the file. Create one first.");
        }
        char mark[64];
        snprintf(mark, sizeof mark, "PRAGMA application_id = %d", NREG_SQLITE_APPLICATION_ID);
        code = nreg_sqlite_execute(connection, mark, "mark the file as a store", error);
    } else {
        code = nreg_sqlite_check_version(&file, steps[count - 1].version, 1, error);
    }
    return code == NREG_OK ? apply(connection, steps, count, file.version, error) : code;
}

nreg_code nreg_sqlite_migrate(nreg_sqlite_connection *connection, const nreg_sqlite_step_of_schema *steps, size_t count,
                              int create, nreg_error *error) {
    const uint32_t known = steps[count - 1].version;
    nreg_sqlite_file file;
    nreg_code code = nreg_sqlite_inspect(connection, &file, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!file.is_empty) {
        code = nreg_sqlite_check_version(&file, known, 1, error);
        if (code != NREG_OK) {
            return code;
        }
    } else if (!create) {
        return nreg_error_set(error, NREG_NOT_FOUND, "There is no store in the file. Create one first.");
    }
    /* Kept by the file; needs asking for only once, but a copy may have lost it. */
    code = use_log(connection, error);
    if (code != NREG_OK || (!file.is_empty && file.version >= known)) {
        return code;
    }
    code = nreg_sqlite_execute(connection, "BEGIN IMMEDIATE", "lock the store", error);
    if (code != NREG_OK) {
        return code;
    }
    code = migrate_locked(connection, steps, count, create, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_execute(connection, "COMMIT", "commit the schema", error);
    }
    if (code != NREG_OK && sqlite3_get_autocommit(connection->db) == 0) {
        sqlite3_exec(connection->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}
