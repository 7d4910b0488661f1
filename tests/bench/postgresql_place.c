/* SPDX-License-Identifier: MIT */
#include "postgresql_place.h"

#include <numberreg/postgresql.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *server;
static char schema[64];

void place_check(nreg_code code, const nreg_error *error) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), error->message);
        exit(2);
    }
}

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
    place_check(nreg_postgresql_store_open(server, &options, &store, &error), &error);
    return store;
}

static uint64_t add_scope(nreg_session *session, uint64_t parent, const char *key) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    place_check(nreg_scope_add(session, parent, &options, &scope, &error), &error);
    return scope.id;
}

void place_add_programs(nreg_session *operator_session, const char *business, uint64_t *programs, uint32_t count) {
    const uint64_t unit = add_scope(operator_session, add_scope(operator_session, 0, business), "sales");
    for (uint32_t i = 0; i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "p%u", i);
        programs[i] = add_scope(operator_session, unit, key);
    }
}
