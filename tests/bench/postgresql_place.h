/* SPDX-License-Identifier: MIT */
/* What the measuring programs of the PostgreSQL store have in common: a schema of their own, made anew at will. */
#ifndef BENCH_POSTGRESQL_PLACE_H
#define BENCH_POSTGRESQL_PLACE_H

#include <numberreg.h>

#include <libpq-fe.h>

/* Chooses the server and the schema. Whatever fails ends the program with a message, here and below. */
void place_choose(const char *connection);
const char *place_schema(void);
/* Empties the schema and makes the store's tables in it. */
void place_make(void);
void place_drop(void);

/* `everything` 0: without a journal. */
nreg_store *place_open(uint32_t mode, int everything);
/* A connection of the program's own, which finds the tables. */
PGconn *place_connect(void);
PGresult *place_sql(PGconn *pg, const char *text);

/* Adds a Business, a Unit in it and `count` Programs in that; writes the Programs' ids. */
void place_add_programs(nreg_session *operator_session, const char *business, uint64_t *programs, uint32_t count);

#endif
