/* SPDX-License-Identifier: MIT */
/* Journal rows in bulk: COPY in binary form. */
#include "store/postgresql/methods.h"

#include <string.h>

enum { ROW_BYTES = 512, BUFFER = 1 << 16 };

static unsigned char *put(unsigned char *at, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
    }
    return at + bytes;
}

static unsigned char *put_field(unsigned char *at, const nreg_pg_field *field, const nreg_journal_row *row) {
    const unsigned char *from = (const unsigned char *)row + field->offset;
    uint64_t wide = *from;
    uint32_t narrow = 0;
    size_t width = 2;
    if (field->kind == NREG_PG_U64) {
        width = 8;
        memcpy(&wide, from, sizeof wide);
    } else if (field->kind == NREG_PG_U32) {
        width = 4;
        memcpy(&narrow, from, sizeof narrow);
        wide = narrow;
    }
    at = put(at, width, 4);
    return put(at, wide, width);
}

static unsigned char *put_row(unsigned char *at, uint64_t run, uint64_t position, const nreg_journal_row *row) {
    at = put(at, nreg_pg_journal.count + 2, 2);
    at = put(at, 8, 4);
    at = put(at, run, 8);
    at = put(at, 4, 4);
    at = put(at, position, 4);
    for (size_t i = 0; i < nreg_pg_journal.count; i++) {
        at = put_field(at, &nreg_pg_journal.fields[i], row);
    }
    return at;
}

static int send_rows(PGconn *pg, uint64_t run, const nreg_journal_row *rows, uint64_t count, unsigned char *buffer) {
    static const unsigned char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
    unsigned char *at = buffer;
    memcpy(at, header, 19);
    at += 19;
    for (uint64_t i = 0; i < count; i++) {
        at = put_row(at, run, i, &rows[i]);
        if (at > buffer + BUFFER - ROW_BYTES) {
            if (PQputCopyData(pg, (const char *)buffer, (int)(at - buffer)) != 1) {
                return 0;
            }
            at = buffer;
        }
    }
    at = put(at, 0xFFFF, 2);
    return PQputCopyData(pg, (const char *)buffer, (int)(at - buffer)) == 1 && PQputCopyEnd(pg, NULL) == 1;
}

static nreg_code finish_copy(nreg_pg_transaction *tx, int sent, nreg_error *error) {
    PGconn *pg = tx->connection->pg;
    nreg_code code = NREG_OK;
    PGresult *result = PQgetResult(pg);
    if (!sent || PQresultStatus(result) != PGRES_COMMAND_OK) {
        code = nreg_pg_fail(pg, result, error);
        tx->connection->broken |= !sent;
    }
    while (result != NULL) {
        PQclear(result);
        result = tx->connection->broken ? NULL : PQgetResult(pg);
    }
    return code;
}

nreg_code nreg_pg_copy_journal(nreg_pg_transaction *tx, uint64_t run, const nreg_journal_row *rows, uint64_t count,
                               nreg_error *error) {
    unsigned char *buffer = nreg_allocate(&tx->pool->allocator, BUFFER);
    if (buffer == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to copy journal rows.");
    }
    PGconn *pg = tx->connection->pg;
    PGresult *begun = PQexec(pg, "COPY journal FROM STDIN (FORMAT binary)");
    nreg_code code = NREG_OK;
    if (PQresultStatus(begun) != PGRES_COPY_IN) {
        code = nreg_pg_fail(pg, begun, error);
        tx->connection->broken |= PQstatus(pg) != CONNECTION_OK;
    } else {
        code = finish_copy(tx, send_rows(pg, run, rows, count, buffer), error);
    }
    PQclear(begun);
    nreg_release(&tx->pool->allocator, buffer);
    return code;
}
