/* SPDX-License-Identifier: MIT */
#include "store/sqlite/intern.h"

#include "store/sqlite/statement.h"

#include <string.h>

static size_t slot_of(uint64_t value) {
    return (size_t)((value * 0x9E3779B97F4A7C15u) >> 56) % NREG_INTERN_KEPT;
}

static size_t place_slot(uint64_t business, uint64_t unit, uint64_t program) {
    return slot_of(business + 3 * unit + 7 * program);
}

void nreg_sqlite_intern_forget(nreg_sqlite_intern *intern) {
    memset(intern, 0, sizeof *intern);
}

static void remember_place(nreg_sqlite_intern *intern, const nreg_sqlite_place *place) {
    intern->by_place[place_slot(place->business, place->unit, place->program)] = *place;
    intern->by_place_no[slot_of(place->no)] = *place;
}

static void read_place(sqlite3_stmt *statement, nreg_sqlite_place *place) {
    place->no = nreg_sqlite_column(statement, 0);
    place->business = nreg_sqlite_column(statement, 1);
    place->unit = nreg_sqlite_column(statement, 2);
    place->program = nreg_sqlite_column(statement, 3);
    place->in_business = nreg_sqlite_column(statement, 4);
    place->in_unit = nreg_sqlite_column(statement, 5);
}

static nreg_code find_place(nreg_sqlite_connection *connection, nreg_sqlite_place *place, nreg_error *error) {
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_PLACE_FIND,
                                           "SELECT no, business, unit, program, in_business, in_unit FROM places"
                                           " WHERE business = ?1 AND unit = ?2 AND program = ?3",
                                           &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, place->business);
    nreg_sqlite_bind(statement, 2, place->unit);
    nreg_sqlite_bind(statement, 3, place->program);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code == NREG_OK && row) {
        read_place(statement, place);
        sqlite3_reset(statement);
    }
    return code;
}

static nreg_code add_place(nreg_sqlite_connection *connection, nreg_sqlite_place *place, nreg_error *error) {
    sqlite3_stmt *statement;
    const nreg_code code = nreg_sqlite_statement(connection, NREG_SLOT_PLACE_ADD,
                                                 "INSERT INTO places (business, unit, program, in_business, in_unit)"
                                                 " VALUES (?1, ?2, ?3, nullif(?4, 0), nullif(?5, 0))",
                                                 &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, place->business);
    nreg_sqlite_bind(statement, 2, place->unit);
    nreg_sqlite_bind(statement, 3, place->program);
    nreg_sqlite_bind(statement, 4, place->in_business);
    nreg_sqlite_bind(statement, 5, place->in_unit);
    const nreg_code added = nreg_sqlite_perform(connection, statement, error);
    if (added == NREG_OK) {
        place->no = (uint64_t)sqlite3_last_insert_rowid(connection->db);
    }
    return added;
}

nreg_code nreg_sqlite_place_of(nreg_sqlite_connection *connection, uint64_t business, uint64_t unit, uint64_t program,
                               int add, nreg_sqlite_place *place, nreg_error *error) {
    const nreg_sqlite_place *kept = &connection->intern.by_place[place_slot(business, unit, program)];
    if (kept->no != 0 && kept->business == business && kept->unit == unit && kept->program == program) {
        *place = *kept;
        return NREG_OK;
    }
    memset(place, 0, sizeof *place);
    place->business = business;
    place->unit = unit;
    place->program = program;
    nreg_code code = find_place(connection, place, error);
    if (code == NREG_OK && place->no == 0 && add) {
        nreg_sqlite_place above;
        if (unit != 0 || program != 0) {
            code = nreg_sqlite_place_of(connection, business, 0, 0, 1, &above, error);
            place->in_business = code == NREG_OK ? above.no : 0;
        }
        if (code == NREG_OK && unit != 0 && program != 0) {
            code = nreg_sqlite_place_of(connection, business, unit, 0, 1, &above, error);
            place->in_unit = code == NREG_OK ? above.no : 0;
        }
        if (code == NREG_OK) {
            code = add_place(connection, place, error);
        }
    }
    if (code == NREG_OK && place->no != 0) {
        remember_place(&connection->intern, place);
    }
    return code;
}

nreg_code nreg_sqlite_place_get(nreg_sqlite_connection *connection, uint64_t no, nreg_sqlite_place *place,
                                nreg_error *error) {
    const nreg_sqlite_place *kept = &connection->intern.by_place_no[slot_of(no)];
    if (kept->no == no && no != 0) {
        *place = *kept;
        return NREG_OK;
    }
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(
        connection, NREG_SLOT_PLACE_GET,
        "SELECT no, business, unit, program, in_business, in_unit FROM places WHERE no = ?1", &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, no);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!row) {
        return nreg_sqlite_damaged(connection, "records", error);
    }
    read_place(statement, place);
    sqlite3_reset(statement);
    remember_place(&connection->intern, place);
    return NREG_OK;
}

static void remember_batch(nreg_sqlite_intern *intern, const nreg_sqlite_batch_id *batch) {
    intern->by_batch_id[slot_of(batch->id)] = *batch;
    intern->by_batch_no[slot_of(batch->no)] = *batch;
}

static nreg_code select_batch(nreg_sqlite_connection *connection, nreg_sqlite_slot slot, const char *sql, uint64_t key,
                              nreg_sqlite_batch_id *batch, nreg_error *error) {
    memset(batch, 0, sizeof *batch);
    sqlite3_stmt *statement;
    nreg_code code = nreg_sqlite_statement(connection, slot, sql, &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, key);
    int row;
    code = nreg_sqlite_step(connection, statement, &row, error);
    if (code == NREG_OK && row) {
        batch->no = nreg_sqlite_column(statement, 0);
        batch->id = nreg_sqlite_column(statement, 1);
        batch->time = nreg_sqlite_column_time(statement, 2);
        sqlite3_reset(statement);
        remember_batch(&connection->intern, batch);
    }
    return code;
}

nreg_code nreg_sqlite_batch_of(nreg_sqlite_connection *connection, uint64_t id, int64_t time, int add,
                               nreg_sqlite_batch_id *batch, nreg_error *error) {
    const nreg_sqlite_batch_id *kept = &connection->intern.by_batch_id[slot_of(id)];
    if (kept->id == id) {
        *batch = *kept; /* an empty slot serves the id 0 */
        return NREG_OK;
    }
    if (id == 0) {
        memset(batch, 0, sizeof *batch);
        return NREG_OK;
    }
    nreg_code code = select_batch(connection, NREG_SLOT_BATCH_ID_FIND,
                                  "SELECT no, id, time FROM batch_ids WHERE id = ?1", id, batch, error);
    if (code != NREG_OK || batch->no != 0 || !add) {
        return code;
    }
    sqlite3_stmt *statement;
    code = nreg_sqlite_statement(connection, NREG_SLOT_BATCH_ID_ADD, "INSERT INTO batch_ids (id, time) VALUES (?1, ?2)",
                                 &statement, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_sqlite_bind(statement, 1, id);
    nreg_sqlite_bind_time(statement, 2, time);
    code = nreg_sqlite_perform(connection, statement, error);
    if (code == NREG_OK) {
        *batch = (nreg_sqlite_batch_id){(uint64_t)sqlite3_last_insert_rowid(connection->db), id, time};
        remember_batch(&connection->intern, batch);
    }
    return code;
}

nreg_code nreg_sqlite_batch_no_get(nreg_sqlite_connection *connection, uint64_t no, nreg_sqlite_batch_id *batch,
                                   nreg_error *error) {
    const nreg_sqlite_batch_id *kept = &connection->intern.by_batch_no[slot_of(no)];
    if (kept->no == no) {
        *batch = *kept;
        return NREG_OK;
    }
    if (no == 0) {
        memset(batch, 0, sizeof *batch);
        return NREG_OK;
    }
    const nreg_code code = select_batch(connection, NREG_SLOT_BATCH_ID_GET,
                                        "SELECT no, id, time FROM batch_ids WHERE no = ?1", no, batch, error);
    if (code == NREG_OK && batch->no == 0) {
        return nreg_sqlite_damaged(connection, "batch_ids", error);
    }
    return code;
}
