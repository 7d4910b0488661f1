/* SPDX-License-Identifier: MIT */
/*
 * Small numbers for what would be long in every row: where a record sits (three scope ids) and which batch changed it
 * (a random id and its time). Rows of both tables are only ever added, so what is remembered stays true; a writer
 * forgets on rollback.
 */
#ifndef NREG_SQLITE_INTERN_H
#define NREG_SQLITE_INTERN_H

#include <numberreg/code.h>

struct nreg_sqlite_connection;

#define NREG_INTERN_KEPT 256

/* A place: its own number, and those of the Business and Unit it lies below; 0 for none. */
typedef struct nreg_sqlite_place {
    uint64_t no;
    uint64_t in_business;
    uint64_t in_unit;
    uint64_t business;
    uint64_t unit;
    uint64_t program;
} nreg_sqlite_place;

/* A batch: its own number, its id, and the time that the times of its rows are measured from. */
typedef struct nreg_sqlite_batch_id {
    uint64_t no;
    uint64_t id;
    int64_t time;
} nreg_sqlite_batch_id;

typedef struct nreg_sqlite_intern {
    nreg_sqlite_place by_place[NREG_INTERN_KEPT];
    nreg_sqlite_place by_place_no[NREG_INTERN_KEPT];
    nreg_sqlite_batch_id by_batch_id[NREG_INTERN_KEPT];
    nreg_sqlite_batch_id by_batch_no[NREG_INTERN_KEPT];
} nreg_sqlite_intern;

void nreg_sqlite_intern_forget(nreg_sqlite_intern *intern);

/* Finds the place, adding it and those above it if `add`; `place->no` is 0 if there is none. */
nreg_code nreg_sqlite_place_of(struct nreg_sqlite_connection *connection, uint64_t business, uint64_t unit,
                               uint64_t program, int add, nreg_sqlite_place *place, nreg_error *error);
/* NREG_CORRUPT if there is none. */
nreg_code nreg_sqlite_place_get(struct nreg_sqlite_connection *connection, uint64_t no, nreg_sqlite_place *place,
                                nreg_error *error);

/* Finds the batch, adding it with `time` if `add`; `batch->no` is 0 if there is none, and for the id 0. */
nreg_code nreg_sqlite_batch_of(struct nreg_sqlite_connection *connection, uint64_t id, int64_t time, int add,
                               nreg_sqlite_batch_id *batch, nreg_error *error);
/* NREG_CORRUPT if there is none; all zero for the number 0. */
nreg_code nreg_sqlite_batch_no_get(struct nreg_sqlite_connection *connection, uint64_t no, nreg_sqlite_batch_id *batch,
                                   nreg_error *error);

#endif
