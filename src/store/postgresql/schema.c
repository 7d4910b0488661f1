/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * Every record is found by its number, and by status and number at each level it belongs to. A run is a stretch of
 * journal rows with one batch and one Business; sealing numbers runs, not rows. Times are microseconds since 1970-01-01
 * UTC.
 */
/* clang-format off */
static const char *const step_1[] = {
    "CREATE TABLE records (number bigint NOT NULL, business bigint NOT NULL, unit bigint NOT NULL, program "
            "bigint NOT NULL, last_batch bigint NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, revision "
            "integer NOT NULL, purpose integer NOT NULL, status integer NOT NULL, flags integer NOT NULL, dno_batch "
            "bigint NOT NULL, PRIMARY KEY (number));",
    "CREATE INDEX records_business ON records (business, status, number);",
    "CREATE INDEX records_business_here ON records (business, status, number) WHERE unit = 0;",
    "CREATE INDEX records_unit ON records (unit, status, number) WHERE unit <> 0;",
    "CREATE INDEX records_unit_here ON records (unit, status, number) WHERE unit <> 0 AND program = 0;",
    "CREATE INDEX records_program ON records (program, status, number) WHERE program <> 0;",
    "CREATE INDEX records_pending ON records (number) WHERE status = 1;",
    "CREATE INDEX records_needs_proof ON records (number) WHERE status = 2;",
    "CREATE INDEX records_suspended ON records (number) WHERE status = 4;",
    "CREATE INDEX records_declined ON records (number) WHERE status = 5;",
    "CREATE TABLE batches (id bigint NOT NULL, business bigint NOT NULL, target bigint NOT NULL, unit bigint "
            "NOT NULL, program bigint NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, committed bigint "
            "NOT NULL, expires bigint NOT NULL, digest_0 bigint NOT NULL, digest_1 bigint NOT NULL, state integer NOT "
            "NULL, action integer NOT NULL, revision integer NOT NULL, flags integer NOT NULL, entries integer NOT "
            "NULL, accepted integer NOT NULL, rejected integer NOT NULL, added integer NOT NULL, moved integer NOT "
            "NULL, unassigned integer NOT NULL, deleted integer NOT NULL, changed integer NOT NULL, movable integer "
            "NOT NULL, warned integer NOT NULL, dno integer NOT NULL, chunks integer NOT NULL, reviewed integer NOT "
            "NULL, restored integer NOT NULL, transferred integer NOT NULL, imported integer NOT NULL, reverted "
            "bigint NOT NULL, region text NOT NULL, plan text NOT NULL, request_id text NOT NULL, actor text NOT "
            "NULL, trace text NOT NULL, attestation text NOT NULL, PRIMARY KEY (id));",
    "CREATE UNIQUE INDEX batches_request ON batches (business, request_id) WHERE request_id <> '';",
    "CREATE INDEX batches_created ON batches (created, id);",
    "CREATE INDEX batches_business ON batches (business, created, id);",
    "CREATE INDEX batches_unit ON batches (unit, created, id) WHERE unit <> 0;",
    "CREATE INDEX batches_program ON batches (program, created, id) WHERE program <> 0;",
    "CREATE INDEX batches_expires ON batches (expires) WHERE expires > 0;",
    "CREATE TABLE items (batch bigint NOT NULL, kind integer NOT NULL, chunk integer NOT NULL, data bytea NOT "
            "NULL, PRIMARY KEY (batch, kind, chunk));",
    "ALTER TABLE items ALTER COLUMN data SET STORAGE EXTERNAL;",
    "CREATE TABLE journal_runs (run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, batch bigint NOT NULL, "
            "business bigint NOT NULL, rows integer NOT NULL, sequence bigint NOT NULL, "
            "transaction bigint NOT NULL DEFAULT txid_current());",
    "CREATE INDEX journal_runs_unsealed ON journal_runs (run) WHERE sequence = 0;",
    "CREATE INDEX journal_runs_sequence ON journal_runs (sequence) WHERE sequence > 0;",
    "CREATE INDEX journal_runs_business ON journal_runs (business, sequence);",
    "CREATE TABLE journal (run bigint NOT NULL, position integer NOT NULL, batch bigint NOT NULL, number "
            "bigint NOT NULL, time bigint NOT NULL, business bigint NOT NULL, unit_before bigint NOT NULL, "
            "program_before bigint NOT NULL, unit_after bigint NOT NULL, program_after bigint NOT NULL, batch_before "
            "bigint NOT NULL, created bigint NOT NULL, entry integer NOT NULL, revision integer NOT NULL, "
            "purpose_before integer NOT NULL, purpose_after integer NOT NULL, flags_before integer NOT NULL, "
            "flags_after integer NOT NULL, reason integer NOT NULL, revision_before integer NOT NULL, change smallint "
            "NOT NULL, action smallint NOT NULL, status_before smallint NOT NULL, status_after smallint NOT NULL, "
            "PRIMARY KEY (run, position));",
    "CREATE INDEX journal_number ON journal (number, run, position);",
    "CREATE INDEX journal_batch ON journal (batch, number);",
    "CREATE TABLE feed (head bigint NOT NULL, pruned bigint NOT NULL, one integer NOT NULL DEFAULT 1 PRIMARY "
            "KEY CHECK (one = 1));",
    "INSERT INTO feed (head, pruned) VALUES (0, 0);",
    "CREATE TABLE scopes (id bigint NOT NULL, parent bigint NOT NULL, organization bigint NOT NULL, business "
            "bigint NOT NULL, unit bigint NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, starts bigint "
            "NOT NULL, ends bigint NOT NULL, level integer NOT NULL, state integer NOT NULL, revision integer NOT "
            "NULL, region text NOT NULL, key text NOT NULL, external_id text NOT NULL, label text NOT NULL, PRIMARY "
            "KEY (id));",
    "CREATE UNIQUE INDEX scopes_key ON scopes (parent, key COLLATE \"C\");",
    "CREATE UNIQUE INDEX scopes_external_id ON scopes (parent, external_id) WHERE external_id <> '';",
    "CREATE TABLE leases (number bigint PRIMARY KEY, owner bigint NOT NULL, until bigint NOT NULL);",
    "CREATE TABLE tombstones (number bigint PRIMARY KEY, business bigint NOT NULL, time bigint NOT NULL, "
            "status integer NOT NULL);",
    "CREATE TABLE counts (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, scope bigint NOT NULL, kind "
            "integer NOT NULL, key integer NOT NULL, amount bigint NOT NULL);",
    "CREATE INDEX counts_scope ON counts (scope, kind, key);",
    "CREATE VIEW phone_numbers AS SELECT '+' || r.number AS e164, r.number, b.label AS business, "
            "b.external_id AS business_external_id, u.label AS unit, u.external_id AS unit_external_id, p.label AS "
            "program, p.external_id AS program_external_id, CASE WHEN r.status IN (1, 2) THEN 'Pending' WHEN r.status "
            "= 3 THEN 'Active' WHEN r.status = 4 THEN 'Suspended' ELSE 'Declined' END AS status, r.purpose, "
            "to_timestamp(r.created / 1000000.0) AS created, to_timestamp(r.updated / 1000000.0) AS updated, "
            "r.business AS business_id, nullif(r.unit, 0) AS unit_id, nullif(r.program, 0) AS program_id, "
            "r.last_batch FROM records r LEFT JOIN scopes b ON b.id = r.business LEFT JOIN scopes u ON u.id = r.unit "
            "AND r.unit <> 0 LEFT JOIN scopes p ON p.id = r.program AND r.program <> 0;",
    NULL,
};
/* clang-format on */

/* Additive steps, the first making version 1. A store of a later version names the oldest library that may still use
 * it. */
static const char *const *const steps[] = {step_1};
enum { VERSION = sizeof steps / sizeof *steps, TRIES = 50 };

typedef struct schema_state {
    int exists;
    int version;
    int oldest_writer;
    int oldest_reader;
} schema_state;

static nreg_code read_state(nreg_pg_connection *connection, schema_state *state, nreg_error *error) {
    memset(state, 0, sizeof *state);
    PGresult *result = PQexec(connection->pg, "SELECT version, oldest_writer, oldest_reader FROM schema_version");
    nreg_code code = NREG_OK;
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1) {
        state->exists = 1;
        state->version = atoi(PQgetvalue(result, 0, 0));
        state->oldest_writer = atoi(PQgetvalue(result, 0, 1));
        state->oldest_reader = atoi(PQgetvalue(result, 0, 2));
    } else if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        code = nreg_pg_fail(connection->pg, result, error);
        code = code == NREG_NOT_FOUND ? NREG_OK : code;
    }
    PQclear(result);
    return code;
}

static nreg_code check_state(const schema_state *state, uint32_t mode, nreg_error *error) {
    if (!state->exists) {
        return nreg_error_set(error, NREG_NOT_FOUND, "There is no store in this schema; create it first.");
    }
    const int oldest = mode == NREG_POSTGRESQL_READ_ONLY ? state->oldest_reader : state->oldest_writer;
    if (oldest > VERSION) {
        return nreg_error_set(
            error, NREG_INCOMPATIBLE,
            "The store has schema version %d and needs a library that knows version %d; this one knows %d.",
            state->version, oldest, (int)VERSION);
    }
    if (state->version < VERSION && mode != NREG_POSTGRESQL_CREATE) {
        return nreg_error_set(error, NREG_INCOMPATIBLE,
                              "The store has schema version %d; open it once with creation allowed to bring it to %d.",
                              state->version, (int)VERSION);
    }
    return NREG_OK;
}

static nreg_code apply_steps(nreg_pg_connection *connection, const schema_state *state, nreg_error *error) {
    char sql[256];
    nreg_code code = NREG_OK;
    for (int version = state->version; code == NREG_OK && version < VERSION; version++) {
        for (int i = 0; code == NREG_OK && steps[version][i] != NULL; i++) {
            code = nreg_pg_run(connection, steps[version][i], error);
        }
    }
    if (code == NREG_OK) {
        snprintf(sql, sizeof sql,
                 "DELETE FROM schema_version;"
                 " INSERT INTO schema_version (version, oldest_writer, oldest_reader) VALUES (%d, 1, 1)",
                 (int)VERSION);
        code = nreg_pg_run(connection, sql, error);
    }
    return code;
}

/* In one transaction; the table of versions, once locked, lets one process at a time go on. */
static nreg_code migrate_once(nreg_pg_pool *pool, nreg_pg_connection *connection, nreg_error *error) {
    char sql[512];
    schema_state state;
    snprintf(sql, sizeof sql,
             "BEGIN; CREATE SCHEMA IF NOT EXISTS %s;"
             " CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL, oldest_writer integer NOT NULL,"
             " oldest_reader integer NOT NULL); LOCK TABLE schema_version IN EXCLUSIVE MODE",
             pool->schema);
    nreg_code code = nreg_pg_run(connection, sql, error);
    if (code == NREG_OK) {
        code = read_state(connection, &state, error);
    }
    if (code == NREG_OK && state.exists) {
        code = check_state(&state, NREG_POSTGRESQL_CREATE, error);
    }
    if (code == NREG_OK && state.version < VERSION) {
        code = apply_steps(connection, &state, error);
    }
    if (code == NREG_OK) {
        code = nreg_pg_run(connection, "COMMIT", error);
    }
    if (code != NREG_OK && !connection->broken) {
        nreg_error ignored = NREG_ERROR_INIT;
        nreg_pg_run(connection, "ROLLBACK", &ignored);
    }
    return code;
}

/* Processes that create the same schema at once stumble over each other's rows in the catalogue, and try again. */
static nreg_code migrate(nreg_pg_pool *pool, nreg_pg_connection *connection, nreg_error *error) {
    nreg_code code = NREG_OK;
    for (int i = 0; i < TRIES; i++) {
        code = migrate_once(pool, connection, error);
        if (code != NREG_RETRY) {
            return code;
        }
        const struct timespec pause = {0, 5000000L * (i < 10 ? i + 1 : 10)};
        nanosleep(&pause, NULL);
    }
    return code;
}

nreg_code nreg_pg_schema_open(nreg_pg_pool *pool, uint32_t mode, nreg_error *error) {
    nreg_pg_connection *connection = NULL;
    schema_state state;
    nreg_code code = nreg_pg_pool_take(pool, 10000, &connection, error);
    if (code != NREG_OK) {
        return code;
    }
    code = read_state(connection, &state, error);
    if (code == NREG_OK && mode == NREG_POSTGRESQL_CREATE && state.version < VERSION) {
        code = migrate(pool, connection, error);
        if (code == NREG_OK) {
            code = read_state(connection, &state, error);
        }
    }
    if (code == NREG_OK) {
        code = check_state(&state, mode, error);
    }
    nreg_pg_pool_give(pool, connection);
    return code;
}
