/* SPDX-License-Identifier: MIT */
/*
 * Pages of records in order of number. The records wanted lie in ranges of an index, one for each place and status,
 * each sorted by number; a page is a merge of them. So it costs the same whatever else the store holds.
 */
#include "store/sqlite/rows.h"

#include <string.h>

/* Which index a stream runs on. */
typedef enum stream_kind { AT_PLACE, IN_UNIT, IN_BUSINESS, NOT_ACTIVE, STREAM_KINDS } stream_kind;

#define STREAMS_KEPT 6 /* statements kept prepared of each kind: one a status, and one to spare */

_Static_assert(NREG_SLOT_STREAMS + STREAM_KINDS * STREAMS_KEPT == NREG_SLOT_COUNT, "slots for the streams of a scan");

/* A page that has something ends after looking at so many records in vain. */
#define LOOKED_AT_MAX 16384

static const char *const stream_text[STREAM_KINDS] = {
    [AT_PLACE] = "SELECT " NREG_RECORD_COLUMNS " FROM records INDEXED BY records_place"
                 " WHERE place = ?1 AND status = ?2 AND number > ?3 AND number <= ?4 ORDER BY number",
    [IN_UNIT] = "SELECT " NREG_RECORD_COLUMNS " FROM records INDEXED BY records_in_unit"
                " WHERE in_unit = ?1 AND status = ?2 AND number > ?3 AND number <= ?4 ORDER BY number",
    [IN_BUSINESS] = "SELECT " NREG_RECORD_COLUMNS " FROM records INDEXED BY records_in_business"
                    " WHERE in_business = ?1 AND status = ?2 AND number > ?3 AND number <= ?4 ORDER BY number",
    [NOT_ACTIVE] = "SELECT " NREG_RECORD_COLUMNS " FROM records INDEXED BY records_not_active"
                   " WHERE status <> 3 AND status = ?2 AND number > ?3 AND number <= ?4 ORDER BY number",
};

static const struct {
    nreg_sqlite_slot slot;
    const char *text;
} status_text[STREAM_KINDS] = {
    [AT_PLACE] = {NREG_SLOT_STATUS_OF_PLACE, "SELECT status FROM records INDEXED BY records_place"
                                             " WHERE place = ?1 AND status > ?2 ORDER BY status LIMIT 1"},
    [IN_UNIT] = {NREG_SLOT_STATUS_OF_UNIT, "SELECT status FROM records INDEXED BY records_in_unit"
                                           " WHERE in_unit = ?1 AND status > ?2 ORDER BY status LIMIT 1"},
    [IN_BUSINESS] = {NREG_SLOT_STATUS_OF_BUSINESS, "SELECT status FROM records INDEXED BY records_in_business"
                                                   " WHERE in_business = ?1 AND status > ?2 ORDER BY status LIMIT 1"},
    [NOT_ACTIVE] = {NREG_SLOT_STATUS_OF_ALL, "SELECT status FROM records INDEXED BY records_not_active"
                                             " WHERE status <> 3 AND status > ?2 ORDER BY status LIMIT 1"},
};

typedef struct stream {
    sqlite3_stmt *statement; /* at a row */
    uint64_t number;         /* of that row */
    int is_kept;             /* in a slot, else finalized after use */
} stream;

typedef struct scan_state {
    nreg_sqlite_connection *connection;
    const nreg_store_filter *filter;
    uint64_t after;
    uint64_t to;
    stream *streams;
    size_t count;
    size_t capacity;
    size_t used[STREAM_KINDS];
} scan_state;

static nreg_code advance(scan_state *scan, size_t at, nreg_error *error) {
    stream *moved = &scan->streams[at];
    int row;
    const nreg_code code = nreg_sqlite_step(scan->connection, moved->statement, &row, error);
    if (row) {
        moved->number = nreg_sqlite_column(moved->statement, 0);
        return NREG_OK;
    }
    if (!moved->is_kept) {
        sqlite3_finalize(moved->statement);
    }
    *moved = scan->streams[--scan->count];
    return code;
}

static nreg_code open_statement(scan_state *scan, stream_kind kind, stream *opened, nreg_error *error) {
    nreg_sqlite_connection *connection = scan->connection;
    const size_t nth = scan->used[kind]++;
    opened->is_kept = nth < STREAMS_KEPT;
    if (opened->is_kept) {
        const size_t slot = NREG_SLOT_STREAMS + (size_t)kind * STREAMS_KEPT + nth;
        return nreg_sqlite_statement(connection, (nreg_sqlite_slot)slot, stream_text[kind], &opened->statement, error);
    }
    const int prepared = sqlite3_prepare_v2(connection->db, stream_text[kind], -1, &opened->statement, NULL);
    return prepared == SQLITE_OK ? NREG_OK
                                 : nreg_sqlite_fail(connection, nreg_sqlite_error(connection->db, prepared,
                                                                                  "prepare a statement", error));
}

static nreg_code open_stream(scan_state *scan, stream_kind kind, uint64_t place, uint64_t status, nreg_error *error) {
    const nreg_allocator *allocator = &scan->connection->store->allocator;
    void *streams = scan->streams;
    if (!nreg_array_reserve(allocator, &streams, &scan->capacity, scan->count + 1, sizeof *scan->streams)) {
        nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for a page of records.");
        return nreg_sqlite_fail(scan->connection, NREG_NO_MEMORY);
    }
    scan->streams = streams;
    stream opened = {0};
    const nreg_code code = open_statement(scan, kind, &opened, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(opened.statement, 1, place);
    nreg_sqlite_bind(opened.statement, 2, status);
    nreg_sqlite_bind(opened.statement, 3, scan->after);
    nreg_sqlite_bind(opened.statement, 4, scan->to);
    scan->streams[scan->count++] = opened;
    return advance(scan, scan->count - 1, error);
}

/* A stream for each status wanted that occurs. */
static nreg_code open_streams(scan_state *scan, stream_kind kind, uint64_t place, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code =
        nreg_sqlite_statement(scan->connection, status_text[kind].slot, status_text[kind].text, &statement, error);
    int64_t status = INT64_MIN;
    while (code == NREG_OK) {
        int row;
        nreg_sqlite_bind(statement, 1, place);
        nreg_sqlite_bind_time(statement, 2, status);
        code = nreg_sqlite_step(scan->connection, statement, &row, error);
        if (code != NREG_OK || !row) {
            break;
        }
        status = nreg_sqlite_column_time(statement, 0);
        sqlite3_reset(statement);
        const uint32_t wanted = scan->filter->statuses;
        if (wanted == 0 || (status >= 0 && status < 32 && (wanted >> status & 1) != 0)) {
            code = open_stream(scan, kind, place, (uint64_t)status, error);
        }
    }
    return code;
}

/* Everything in number order, to be filtered by status; for a filter that names no scope and wants Active ones too. */
static nreg_code open_all(scan_state *scan, nreg_error *error) {
    const nreg_allocator *allocator = &scan->connection->store->allocator;
    scan->streams = nreg_allocate_zeroed(allocator, sizeof *scan->streams);
    if (scan->streams == NULL) {
        nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for a page of records.");
        return nreg_sqlite_fail(scan->connection, NREG_NO_MEMORY);
    }
    scan->capacity = 1;
    const nreg_code code = nreg_sqlite_statement(scan->connection, NREG_SLOT_SCAN_ALL,
                                                 "SELECT " NREG_RECORD_COLUMNS
                                                 " FROM records WHERE number > ?1 AND number <= ?2 ORDER BY number",
                                                 &scan->streams[0].statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(scan->streams[0].statement, 1, scan->after);
    nreg_sqlite_bind(scan->streams[0].statement, 2, scan->to);
    scan->streams[0].is_kept = 1;
    scan->count = 1;
    return advance(scan, 0, error);
}

/* Opens what lies at, and unless only_here below, each place that the filter's scopes name. */
static nreg_code open_places(scan_state *scan, nreg_error *error) {
    const nreg_store_filter *filter = scan->filter;
    if (filter->unit == 0 && filter->program == 0) {
        nreg_sqlite_place place;
        nreg_code code = nreg_sqlite_place_of(scan->connection, filter->business, 0, 0, 0, &place, error);
        if (code != NREG_OK || place.no == 0) {
            return code;
        }
        code = open_streams(scan, AT_PLACE, place.no, error);
        return code == NREG_OK && !filter->only_here ? open_streams(scan, IN_BUSINESS, place.no, error) : code;
    }
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(
        scan->connection, NREG_SLOT_PLACES_OF_SCOPE,
        "SELECT no FROM places INDEXED BY places_program WHERE ?3 <> 0 AND program <> 0 AND program = ?3"
        " AND (?2 = 0 OR unit = ?2) AND (?1 = 0 OR business = ?1)"
        " UNION ALL SELECT no FROM places INDEXED BY places_unit WHERE ?3 = 0 AND unit <> 0 AND unit = ?2"
        " AND program = 0 AND (?1 = 0 OR business = ?1)",
        &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, filter->business);
    nreg_sqlite_bind(statement, 2, filter->unit);
    nreg_sqlite_bind(statement, 3, filter->program);
    int row = 1;
    while (code == NREG_OK && row) {
        code = nreg_sqlite_step(scan->connection, statement, &row, error);
        if (code == NREG_OK && row) {
            const uint64_t no = nreg_sqlite_column(statement, 0);
            code = open_streams(scan, AT_PLACE, no, error);
            if (code == NREG_OK && filter->program == 0 && !filter->only_here) {
                code = open_streams(scan, IN_UNIT, no, error);
            }
        }
    }
    sqlite3_reset(statement);
    return code;
}

static nreg_code open_scan(scan_state *scan, nreg_error *error) {
    const nreg_store_filter *filter = scan->filter;
    if (filter->business != 0 || filter->unit != 0 || filter->program != 0) {
        return open_places(scan, error);
    }
    if (filter->statuses == 0 || (filter->statuses >> NREG_STATUS_ACTIVE & 1) != 0) {
        return open_all(scan, error);
    }
    return open_streams(scan, NOT_ACTIVE, 0, error);
}

static void close_scan(scan_state *scan) {
    for (size_t i = 0; i < scan->count; i++) {
        if (scan->streams[i].is_kept) {
            sqlite3_reset(scan->streams[i].statement);
        } else {
            sqlite3_finalize(scan->streams[i].statement);
        }
    }
    nreg_release(&scan->connection->store->allocator, scan->streams);
}

static size_t lowest(const scan_state *scan) {
    size_t best = 0;
    for (size_t i = 1; i < scan->count; i++) {
        best = scan->streams[i].number < scan->streams[best].number ? i : best;
    }
    return best;
}

static int passes(const nreg_store_filter *filter, sqlite3_stmt *statement) {
    const uint32_t status = nreg_sqlite_column32(statement, 2);
    return (filter->statuses == 0 || (status < 32 && (filter->statuses >> status & 1) != 0)) &&
           (filter->purpose == 0 || nreg_sqlite_column32(statement, 5) == filter->purpose);
}

static nreg_code merge(scan_state *scan, uint32_t limit, nreg_record *records, uint32_t *count, nreg_error *error) {
    nreg_code code = NREG_OK;
    uint32_t looked_at = 0;
    while (code == NREG_OK && scan->count > 0 && *count < limit && (*count == 0 || looked_at < LOOKED_AT_MAX)) {
        const size_t at = lowest(scan);
        looked_at++;
        if (passes(scan->filter, scan->streams[at].statement)) {
            code = nreg_sqlite_read_record(scan->connection, scan->streams[at].statement, &records[*count], error);
            *count += code == NREG_OK;
        }
        code = code == NREG_OK ? advance(scan, at, error) : code;
    }
    return code;
}

nreg_code nreg_sqlite_scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)context;
    *count = 0;
    *more = 0;
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_enter(transaction, 0, &connection, error);
    if (code != NREG_OK) {
        return code;
    }
    scan_state scan = {.connection = connection, .filter = filter, .to = filter->to};
    scan.after = filter->from > after ? filter->from - 1 : after;
    if (scan.to == 0 || scan.to > INT64_MAX) {
        scan.to = INT64_MAX;
    }
    if (scan.after >= scan.to) {
        return NREG_OK;
    }
    code = open_scan(&scan, error);
    code = code == NREG_OK ? merge(&scan, limit, records, count, error) : code;
    *more = code == NREG_OK && scan.count > 0;
    close_scan(&scan);
    return code;
}
