/* SPDX-License-Identifier: MIT */
#include "store/sqlite/transaction.h"

#include <string.h>

/* In the order of read_batch() and, from ?1 on, of bind_batch(). */
#define BATCH_COLUMNS                                                                                                  \
    "no, id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, state,"        \
    " action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, movable,"      \
    " warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, request_id, actor,"      \
    " trace, attestation"
#define BATCH_PARAMETERS                                                                                               \
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"   \
    " ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39"

static nreg_code read_batch(nreg_sqlite_connection *connection, sqlite3_stmt *s, nreg_store_batch *batch,
                            nreg_error *error) {
    *batch = (nreg_store_batch){
        .id = nreg_sqlite_column(s, 1),
        .business = nreg_sqlite_column(s, 2),
        .target = nreg_sqlite_column(s, 3),
        .unit = nreg_sqlite_column(s, 4),
        .program = nreg_sqlite_column(s, 5),
        .created = nreg_sqlite_column_time(s, 6),
        .updated = nreg_sqlite_column_time(s, 7),
        .committed = nreg_sqlite_column_time(s, 8),
        .expires = nreg_sqlite_column_time(s, 9),
        .digest = {nreg_sqlite_column(s, 10), nreg_sqlite_column(s, 11)},
        .state = nreg_sqlite_column32(s, 12),
        .action = nreg_sqlite_column32(s, 13),
        .revision = nreg_sqlite_column32(s, 14),
        .flags = nreg_sqlite_column32(s, 15),
        .entries = nreg_sqlite_column32(s, 16),
        .accepted = nreg_sqlite_column32(s, 17),
        .rejected = nreg_sqlite_column32(s, 18),
        .added = nreg_sqlite_column32(s, 19),
        .moved = nreg_sqlite_column32(s, 20),
        .unassigned = nreg_sqlite_column32(s, 21),
        .deleted = nreg_sqlite_column32(s, 22),
        .changed = nreg_sqlite_column32(s, 23),
        .movable = nreg_sqlite_column32(s, 24),
        .warned = nreg_sqlite_column32(s, 25),
        .dno = nreg_sqlite_column32(s, 26),
        .chunks = nreg_sqlite_column32(s, 27),
        .reviewed = nreg_sqlite_column32(s, 28),
        .restored = nreg_sqlite_column32(s, 29),
        .transferred = nreg_sqlite_column32(s, 30),
        .imported = nreg_sqlite_column32(s, 31),
        .reverted = nreg_sqlite_column(s, 32),
    };
    const int fits = nreg_sqlite_column_text(s, 33, batch->region, sizeof batch->region) &&
                     nreg_sqlite_column_text(s, 34, batch->plan, sizeof batch->plan) &&
                     nreg_sqlite_column_text(s, 35, batch->request_id, sizeof batch->request_id) &&
                     nreg_sqlite_column_text(s, 36, batch->actor, sizeof batch->actor) &&
                     nreg_sqlite_column_text(s, 37, batch->trace, sizeof batch->trace) &&
                     nreg_sqlite_column_text(s, 38, batch->attestation, sizeof batch->attestation);
    return fits ? NREG_OK : nreg_sqlite_damaged(connection, "batches", error);
}

static void bind_text(sqlite3_stmt *s, int at, const char *text, size_t size) {
    nreg_sqlite_bind_text(s, at, text, strnlen(text, size));
}

static void bind_batch(sqlite3_stmt *s, uint64_t no, const nreg_store_batch *batch) {
    const uint64_t numbers[] = {
        no,
        batch->id,
        batch->business,
        batch->target,
        batch->unit,
        batch->program,
        (uint64_t)batch->created,
        (uint64_t)batch->updated,
        (uint64_t)batch->committed,
        (uint64_t)batch->expires,
        batch->digest[0],
        batch->digest[1],
        batch->state,
        batch->action,
        batch->revision,
        batch->flags,
        batch->entries,
        batch->accepted,
        batch->rejected,
        batch->added,
        batch->moved,
        batch->unassigned,
        batch->deleted,
        batch->changed,
        batch->movable,
        batch->warned,
        batch->dno,
        batch->chunks,
        batch->reviewed,
        batch->restored,
        batch->transferred,
        batch->imported,
        batch->reverted,
    };
    const int count = (int)(sizeof numbers / sizeof numbers[0]);
    for (int i = 0; i < count; i++) {
        nreg_sqlite_bind(s, i + 1, numbers[i]);
    }
    bind_text(s, count + 1, batch->region, sizeof batch->region);
    bind_text(s, count + 2, batch->plan, sizeof batch->plan);
    bind_text(s, count + 3, batch->request_id, sizeof batch->request_id);
    bind_text(s, count + 4, batch->actor, sizeof batch->actor);
    bind_text(s, count + 5, batch->trace, sizeof batch->trace);
    bind_text(s, count + 6, batch->attestation, sizeof batch->attestation);
}

/* Reads the one row of a bound statement. */
static nreg_code read_one(nreg_sqlite_connection *connection, sqlite3_stmt *statement, nreg_store_batch *batch,
                          int *found, nreg_error *error) {
    memset(batch, 0, sizeof *batch);
    nreg_code code = nreg_sqlite_step(connection, statement, found, error);
    if (code == NREG_OK && *found) {
        code = read_batch(connection, statement, batch, error);
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code get(nreg_sqlite_connection *connection, uint64_t id, nreg_store_batch *batch, int *found,
                     nreg_error *error) {
    memset(batch, 0, sizeof *batch);
    *found = 0;
    nreg_sqlite_batch_id known;
    nreg_code code = nreg_sqlite_batch_of(connection, id, 0, 0, &known, error);
    if (code != NREG_OK || known.no == 0) {
        return code;
    }
    sqlite3_stmt *statement;
    code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_GET, "SELECT " BATCH_COLUMNS " FROM batches WHERE no = ?1",
                                 &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, known.no);
    return read_one(connection, statement, batch, found, error);
}

static nreg_code find(nreg_sqlite_connection *connection, uint64_t business, const char *request_id, size_t length,
                      nreg_store_batch *batch, int *found, nreg_error *error) {
    memset(batch, 0, sizeof *batch);
    *found = 0;
    if (length == 0) {
        return NREG_OK;
    }
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_BATCH_FIND,
        "SELECT " BATCH_COLUMNS " FROM batches WHERE business = ?1 AND request_id = ?2 AND request_id <> ''",
        &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, business);
    nreg_sqlite_bind_text(statement, 2, request_id, length);
    return read_one(connection, statement, batch, found, error);
}

static nreg_code write_batch(nreg_sqlite_connection *connection, nreg_sqlite_slot slot, const char *sql,
                             const nreg_store_batch *batch, nreg_error *error) {
    nreg_sqlite_batch_id known;
    nreg_code code = nreg_sqlite_batch_of(connection, batch->id, batch->updated, 1, &known, error);
    sqlite3_stmt *statement;
    code = code == NREG_OK ? nreg_sqlite_statement(connection, slot, sql, &statement, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    bind_batch(statement, known.no, batch);
    return nreg_sqlite_perform(connection, statement, error);
}

nreg_code nreg_sqlite_batch_put(void *transaction, const nreg_store_batch *batch, uint32_t expected_revision,
                                nreg_store_batch *existing, uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    nreg_store_batch by_id;
    nreg_store_batch by_request;
    int has_id = 0;
    int has_request = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    code = code == NREG_OK ? get(connection, batch->id, &by_id, &has_id, error) : code;
    code = code == NREG_OK
               ? find(connection, batch->business, batch->request_id,
                      strnlen(batch->request_id, sizeof batch->request_id), &by_request, &has_request, error)
               : code;
    if (code != NREG_OK) {
        return code;
    }
    if (expected_revision != 0 && (!has_id || by_id.revision != expected_revision)) {
        *answer = NREG_ROW_CONFLICT;
        return NREG_OK;
    }
    if (has_request && (expected_revision == 0 || by_request.id != batch->id)) {
        *existing = by_request;
        *answer = NREG_ROW_PRESENT;
        return NREG_OK;
    }
    if (has_id && expected_revision == 0) {
        *existing = by_id;
        *answer = NREG_ROW_PRESENT;
        return NREG_OK;
    }
    *answer = NREG_ROW_OK;
    if (expected_revision == 0) {
        return write_batch(connection, NREG_SLOT_BATCH_ADD,
                           "INSERT INTO batches (" BATCH_COLUMNS ") VALUES (" BATCH_PARAMETERS ")", batch, error);
    }
    return write_batch(connection, NREG_SLOT_BATCH_SET,
                       "UPDATE batches SET (" BATCH_COLUMNS ") = (" BATCH_PARAMETERS ") WHERE no = ?1", batch, error);
}

nreg_code nreg_sqlite_batch_get(void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer,
                                nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    int found = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    code = code == NREG_OK ? get(connection, id, batch, &found, error) : code;
    *answer = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
    return code;
}

nreg_code nreg_sqlite_batch_find(void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch,
                                 uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_sqlite_connection *connection;
    int found = 0;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    code = code == NREG_OK ? find(connection, business, request_id, strlen(request_id), batch, &found, error) : code;
    *answer = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
    return code;
}

/* Newest first, behind ?1 (creation time) and ?2 (id); ?3 is the scope, ?4 the state or 0. */
#define LIST_FROM "SELECT " BATCH_COLUMNS " FROM batches INDEXED BY "
#define LIST_WHERE                                                                                                     \
    "(created, id) < (?1, ?2) AND (?4 = 0 OR state = ?4) AND (?5 = 0 OR business = ?5) AND (?6 = 0 OR unit = ?6)"      \
    " ORDER BY created DESC, id DESC"

static nreg_code list_statement(nreg_sqlite_connection *connection, const nreg_store_batch_filter *filter,
                                sqlite3_stmt **statement, nreg_error *error) {
    uint64_t scope = 0;
    nreg_code code;
    if (filter->program != 0) {
        scope = filter->program;
        code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_LIST_PROGRAM,
                                     LIST_FROM "batches_program WHERE program = ?3 AND program <> 0 AND " LIST_WHERE,
                                     statement, error);
    } else if (filter->unit != 0) {
        scope = filter->unit;
        code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_LIST_UNIT,
                                     LIST_FROM "batches_unit WHERE unit = ?3 AND unit <> 0 AND " LIST_WHERE, statement,
                                     error);
    } else if (filter->business != 0 && filter->state != 0 && filter->state != NREG_BATCH_COMMITTED) {
        /* Drafts are few among what has been committed. */
        scope = filter->business;
        code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_LIST_STATE,
                                     LIST_FROM "batches_unfinished WHERE business = ?3 AND state = ?4 AND state <> 3"
                                               " AND " LIST_WHERE,
                                     statement, error);
    } else if (filter->business != 0) {
        scope = filter->business;
        code =
            nreg_sqlite_statement(connection, NREG_SLOT_BATCH_LIST_BUSINESS,
                                  LIST_FROM "batches_business WHERE business = ?3 AND " LIST_WHERE, statement, error);
    } else {
        code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_LIST_ALL,
                                     LIST_FROM "batches_created WHERE " LIST_WHERE, statement, error);
    }
    if (code == NREG_OK) {
        nreg_sqlite_bind(*statement, 3, scope);
        nreg_sqlite_bind(*statement, 4, filter->state);
        nreg_sqlite_bind(*statement, 5, filter->business);
        nreg_sqlite_bind(*statement, 6, filter->unit);
    }
    return code;
}

nreg_code nreg_sqlite_batch_list(void *transaction, const nreg_store_batch_filter *filter, uint64_t after,
                                 uint32_t limit, nreg_store_batch *batches, uint32_t *count, uint32_t *more,
                                 nreg_error *error, void *context) {
    (void)context;
    *count = 0;
    *more = 0;
    nreg_sqlite_connection *connection;
    nreg_store_batch last = {.created = INT64_MAX, .id = INT64_MAX};
    int found = 1;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code == NREG_OK && after != 0) {
        code = get(connection, after, &last, &found, error);
    }
    if (code != NREG_OK || !found) {
        return code;
    }
    sqlite3_stmt *statement;
    code = list_statement(connection, filter, &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind_time(statement, 1, last.created);
    nreg_sqlite_bind(statement, 2, last.id);
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code == NREG_OK && row && *count == limit) {
            *more = 1;
            break;
        }
        if (code == NREG_OK && row) {
            code = read_batch(connection, statement, &batches[*count], error);
            *count += code == NREG_OK;
        }
    }
    sqlite3_reset(statement);
    return code;
}

static nreg_code run_for(nreg_sqlite_connection *connection, nreg_sqlite_slot slot, const char *sql, uint64_t no,
                         nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(connection, slot, sql, &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, no);
    return nreg_sqlite_perform(connection, statement, error);
}

nreg_code nreg_sqlite_batch_prune(void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error,
                                  void *context) {
    (void)context;
    *count = 0;
    nreg_sqlite_connection *connection;
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_enter(transaction, 1, &connection, error);
    if (code == NREG_OK) {
        code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_EXPIRED,
                                     "SELECT no, state FROM batches WHERE expires <> 0 AND expires BETWEEN 1 AND ?1"
                                     " ORDER BY expires LIMIT 1",
                                     &statement, error);
    }
    while (code == NREG_OK && *count < limit) {
        nreg_sqlite_bind_time(statement, 1, now);
        int row;
        code = nreg_sqlite_step(connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        const uint64_t no = nreg_sqlite_column(statement, 0);
        const uint32_t state = nreg_sqlite_column32(statement, 1);
        sqlite3_reset(statement);
        const int goes = state == NREG_BATCH_DRAFT || state == NREG_BATCH_DISCARDED;
        code = run_for(connection, NREG_SLOT_ITEMS_PRUNE, "DELETE FROM items WHERE batch = ?1 AND kind IN (1, 2)", no,
                       error);
        if (code == NREG_OK) {
            code = goes ? run_for(connection, NREG_SLOT_BATCH_REMOVE, "DELETE FROM batches WHERE no = ?1", no, error)
                        : run_for(connection, NREG_SLOT_BATCH_KEEP, "UPDATE batches SET expires = 0 WHERE no = ?1", no,
                                  error);
        }
        *count += code == NREG_OK;
    }
    return code;
}
