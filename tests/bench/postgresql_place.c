/* SPDX-License-Identifier: MIT */
#include "postgresql_place.h"

#include "library.h"
#include "measure.h"

#include <numberreg/postgresql.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *server;
static char schema[64];

void place_choose(const char *connection) {
    server = connection;
    snprintf(schema, sizeof schema, "bench_%ld", (long)getpid());
}

const char *place_schema(void) {
    return schema;
}

PGresult *place_sql(PGconn *pg, const char *text) {
    PGresult *result = PQexec(pg, text);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fprintf(stderr, "%s: %s", text, PQresultErrorMessage(result));
        exit(2);
    }
    return result;
}

PGconn *place_connect(void) {
    char text[128];
    PGconn *pg = PQconnectdb(server);
    if (PQstatus(pg) != CONNECTION_OK) {
        fputs(PQerrorMessage(pg), stderr);
        exit(2);
    }
    snprintf(text, sizeof text, "SET client_min_messages TO error; SET search_path TO %s", schema);
    PQclear(place_sql(pg, text));
    return pg;
}

void place_drop(void) {
    char text[128];
    PGconn *pg = place_connect();
    snprintf(text, sizeof text, "DROP SCHEMA IF EXISTS %s CASCADE", schema);
    PQclear(place_sql(pg, text));
    PQfinish(pg);
}

void place_make(void) {
    place_drop();
    PGconn *pg = place_connect();
    PQclear(place_sql(pg, "CHECKPOINT"));
    PQfinish(pg);
    nreg_store_close(place_open(NREG_POSTGRESQL_CREATE, 1));
}

nreg_store *place_open(uint32_t mode, int everything) {
    nreg_postgresql_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store;
    nreg_postgresql_store_options_init(&options);
    options.mode = mode;
    options.schema = schema;
    options.no_journal = everything ? 0 : 1;
    bench_must(nreg_postgresql_store_open(server, &options, &store, &error), &error);
    return store;
}

void place_add_programs(nreg_session *operator_session, const char *business, uint64_t *programs, uint32_t count) {
    const uint64_t above = bench_add_scope(operator_session, 0, business);
    const uint64_t unit = bench_add_scope(operator_session, above, "sales");
    for (uint32_t i = 0; i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "p%u", i);
        programs[i] = bench_add_scope(operator_session, unit, key);
    }
}
