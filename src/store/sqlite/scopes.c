/* SPDX-License-Identifier: MIT */
#include "store/sqlite/transaction.h"

#include <string.h>

#define SCOPE_COLUMNS                                                                                                  \
    "id, parent, organization, business, unit, level, state, revision, created, updated, starts, ends, region, key,"   \
    " external_id, label"

static nreg_code read_scope(nreg_sqlite_connection *connection, sqlite3_stmt *s, nreg_scope *scope, nreg_error *error) {
    *scope = (nreg_scope){
        .id = nreg_sqlite_column(s, 0),
        .parent = nreg_sqlite_column(s, 1),
        .organization = nreg_sqlite_column(s, 2),
        .business = nreg_sqlite_column(s, 3),
        .unit = nreg_sqlite_column(s, 4),
        .level = nreg_sqlite_column32(s, 5),
        .state = nreg_sqlite_column32(s, 6),
        .revision = nreg_sqlite_column32(s, 7),
        .created = nreg_sqlite_column_time(s, 8),
        .updated = nreg_sqlite_column_time(s, 9),
        .starts = nreg_sqlite_column_time(s, 10),
        .ends = nreg_sqlite_column_time(s, 11),
    };
    const int fits = nreg_sqlite_column_text(s, 12, scope->region, sizeof scope->region) &&
                     nreg_sqlite_column_text(s, 13, scope->key, sizeof scope->key) &&
                     nreg_sqlite_column_text(s, 14, scope->external_id, sizeof scope->external_id) &&
                     nreg_sqlite_column_text(s, 15, scope->label, sizeof scope->label);
    return fits ? NREG_OK : nreg_sqlite_damaged(connection, "scopes", error);
}

static nreg_code read_one(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_scope *scope, int *found,
                          nreg_error *error) {
    memset(scope, 0, sizeof *scope);
    nreg_code code = nreg_sqlite_step(connection, statement, found, error);
    if (code == NREG_OK && *found) {
        code = read_scope(connection, statement, scope, error);
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code get(nreg_sqlite_connection *connection, uint64_t id, nreg_scope *scope, int *found,
                     nreg_error *error) {
    sqlite3_stmt *statement;
    *found = 0;
    const nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_SCOPE_GET, "SELECT " SCOPE_COLUMNS " FROM scopes WHERE id = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, id);
    return read_one(connection, statement, scope, found, error);
}

static nreg_code find(nreg_sqlite_connection *connection, uint64_t parent, uint32_t by, const char *text, size_t length,
                      nreg_scope *scope, int *found, nreg_error *error) {
    memset(scope, 0, sizeof *scope);
    *found = 0;
    if (length == 0) {
        return NREG_OK;
    }
    sqlite3_stmt *statement;
    const nreg_code code =
        by == NREG_FIND_KEY
            ? nreg_sqlite_statement(connection, NREG_SLOT_SCOPE_BY_KEY,
                                    "SELECT " SCOPE_COLUMNS " FROM scopes WHERE parent = ?1 AND key = ?2", &statement,
                                    error)
            : nreg_sqlite_statement(connection, NREG_SLOT_SCOPE_BY_EXTERNAL_ID,
                                    "SELECT " SCOPE_COLUMNS " FROM scopes WHERE parent = ?1 AND external_id = ?2"
                                    " AND external_id <> ''",
                                    &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, parent);
    nreg_sqlite_bind_text(statement, 2, text, length);
    return read_one(connection, statement, scope, found, error);
}

static nreg_code add(nreg_sqlite_connection *connection, const nreg_scope *scope, nreg_error *error) {
    sqlite3_stmt *s;
    const nreg_code code =
        nreg_sqlite_statement(connection, NREG_SLOT_SCOPE_ADD,
                              "INSERT INTO scopes (" SCOPE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                              " ?11, ?12, ?13, ?14, ?15, ?16)",
                              &s, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(s, 1, scope->id);
    nreg_sqlite_bind(s, 2, scope->parent);
    nreg_sqlite_bind(s, 3, scope->organization);
    nreg_sqlite_bind(s, 4, scope->business);
    nreg_sqlite_bind(s, 5, scope->unit);
    nreg_sqlite_bind(s, 6, scope->level);
    nreg_sqlite_bind(s, 7, scope->state);
    nreg_sqlite_bind(s, 8, scope->revision);
    nreg_sqlite_bind_time(s, 9, scope->created);
    nreg_sqlite_bind_time(s, 10, scope->updated);
    nreg_sqlite_bind_time(s, 11, scope->starts);
    nreg_sqlite_bind_time(s, 12, scope->ends);
    nreg_sqlite_bind_text(s, 13, scope->region, strnlen(scope->region, sizeof scope->region));
    nreg_sqlite_bind_text(s, 14, scope->key, strnlen(scope->key, sizeof scope->key));
    nreg_sqlite_bind_text(s, 15, scope->external_id, strnlen(scope->external_id, sizeof scope->external_id));
    nreg_sqlite_bind_text(s, 16, scope->label, strnlen(scope->label, sizeof scope->label));
    return nreg_sqlite_perform(connection, s, error);
}

static nreg_code set(nreg_sqlite_connection *connection, const nreg_scope *scope, nreg_error *error) {
    sqlite3_stmt *s;
    const nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_SCOPE_SET,
        "UPDATE scopes SET state = ?2, revision = ?3, created = ?4, updated = ?5, starts = ?6, ends = ?7, region = ?8,"
        " external_id = ?9, label = ?10 WHERE id = ?1",
        &s, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(s, 1, scope->id);
    nreg_sqlite_bind(s, 2, scope->state);
    nreg_sqlite_bind(s, 3, scope->revision);
    nreg_sqlite_bind_time(s, 4, scope->created);
    nreg_sqlite_bind_time(s, 5, scope->updated);
    nreg_sqlite_bind_time(s, 6, scope->starts);
    nreg_sqlite_bind_time(s, 7, scope->ends);
    nreg_sqlite_bind_text(s, 8, scope->region, strnlen(scope->region, sizeof scope->region));
    nreg_sqlite_bind_text(s, 9, scope->external_id, strnlen(scope->external_id, sizeof scope->external_id));
    nreg_sqlite_bind_text(s, 10, scope->label, strnlen(scope->label, sizeof scope->label));
    return nreg_sqlite_perform(connection, s, error);
}

/* Whether another scope below the same parent has the key or the external id. */
static nreg_code is_taken(nreg_sqlite_connection *connection, const nreg_scope *scope, int *taken, nreg_error *error) {
    nreg_scope found;
    int any = 0;
    nreg_code code = find(connection, scope->parent, NREG_FIND_KEY, scope->key, strnlen(scope->key, sizeof scope->key),
                          &found, &any, error);
    *taken = any && found.id != scope->id;
    if (code == NREG_OK && !*taken) {
        code = find(connection, scope->parent, NREG_FIND_EXTERNAL_ID, scope->external_id,
                    strnlen(scope->external_id, sizeof scope->external_id), &found, &any, error);
        *taken = any && found.id != scope->id;
    }
    return code;
}

nreg_code nreg_sqlite_scope_put(void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer,
                                nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_scope present;
    int found = 0;
    int taken = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    code = code == NREG_OK ? get(connection, scope->id, &present, &found, error) : code;
    if (code == NREG_OK && expected_revision != 0 && (!found || present.revision != expected_revision)) {
        *answer = NREG_ROW_CONFLICT;
        return NREG_OK;
    }
    code = code == NREG_OK ? is_taken(connection, scope, &taken, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    if (taken || (found && expected_revision == 0)) {
        *answer = NREG_ROW_PRESENT;
        return NREG_OK;
    }
    *answer = NREG_ROW_OK;
    return expected_revision == 0 ? add(connection, scope, error) : set(connection, scope, error);
}

/* Serves scope_pin too: a write transaction has the whole store locked. */
nreg_code nreg_sqlite_scope_get(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes,
                                uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    for (uint64_t i = 0; i < count && code == NREG_OK; i++) {
        int found;
        code = get(connection, ids[i], &scopes[i], &found, error);
        answers[i] = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
    }
    return code;
}

nreg_code nreg_sqlite_scope_find(void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length,
                                 nreg_scope *scope, uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    int found = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    code = code == NREG_OK ? find(connection, parent, by, text, (size_t)length, scope, &found, error) : code;
    *answer = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
    return code;
}

nreg_code nreg_sqlite_scope_list(void *transaction, uint64_t parent, const char *after, uint32_t limit,
                                 nreg_scope *scopes, uint32_t *count, uint32_t *more, nreg_error *error,
                                 void *context) {
    (void)context;
    *count = 0;
    *more = 0;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_SCOPE_LIST,
                                     "SELECT " SCOPE_COLUMNS " FROM scopes WHERE parent = ?1 AND key > ?2 ORDER BY key",
                                     &statement, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, parent);
    nreg_sqlite_bind_text(statement, 2, after, strlen(after));
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && *count == limit) {
            *more = 1;
            break;
        }
        if (code == NREG_OK && row) {
            code = read_scope(connection, statement, &scopes[*count], error);
            *count += code == NREG_OK;
        }
    }
    sqlite3_reset(statement);
    return code;
}
