/* SPDX-License-Identifier: MIT */
#include "store/postgresql/errors.h"

#include <string.h>

typedef struct state_code {
    const char *state; /* SQLSTATE, or the two characters of its class */
    nreg_code code;
} state_code;

/* The first that matches counts. */
static const state_code states[] = {
    {"40001", NREG_RETRY},        /* serialization failure */
    {"40P01", NREG_RETRY},        /* deadlock */
    {"23505", NREG_RETRY},        /* a unique key was taken at the same moment */
    {"42P07", NREG_RETRY},        /* a table was created at the same moment */
    {"42P06", NREG_RETRY},        /* a schema likewise */
    {"55P03", NREG_BUSY},         /* lock not available in time */
    {"57014", NREG_DEADLINE},     /* statement timeout, cancel */
    {"25006", NREG_READ_ONLY},    /* read-only transaction, replica */
    {"53100", NREG_FULL},         /* disk full */
    {"53200", NREG_NO_MEMORY},    /* of the server */
    {"53300", NREG_BUSY},         /* too many connections */
    {"53", NREG_FULL},            /* insufficient resources */
    {"42501", NREG_DENIED},       /* insufficient privilege */
    {"28", NREG_DENIED},          /* authorization */
    {"42P01", NREG_NOT_FOUND},    /* no such table */
    {"3F000", NREG_NOT_FOUND},    /* no such schema */
    {"3D000", NREG_NOT_FOUND},    /* no such database */
    {"42703", NREG_INCOMPATIBLE}, /* no such column */
    {"XX001", NREG_CORRUPT},
    {"XX002", NREG_CORRUPT},
    {"57P", NREG_IO},
    {"08", NREG_IO},
    {"58", NREG_IO},
};

static nreg_code code_of(const char *state) {
    for (size_t i = 0; state != NULL && i < sizeof states / sizeof *states; i++) {
        if (strncmp(state, states[i].state, strlen(states[i].state)) == 0) {
            return states[i].code;
        }
    }
    return NREG_IO;
}

/* SQLSTATE as a number in base 36, so that it fits the error's system detail. */
static int32_t system_of(const char *state) {
    int32_t value = 0;
    for (size_t i = 0; state != NULL && i < 5 && state[i] != '\0'; i++) {
        const char c = state[i];
        value = value * 36 + (c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0);
    }
    return value;
}

static int line_length(const char *text) {
    const size_t length = strcspn(text, "\r\n");
    return length > 200 ? 200 : (int)length;
}

nreg_code nreg_pg_fail(PGconn *connection, const PGresult *result, nreg_error *error) {
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *primary = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL || PQstatus(connection) != CONNECTION_OK) {
        const nreg_code code = state == NULL ? NREG_IO : code_of(state);
        nreg_error_set(error, code, "The connection to the database was lost: %.*s.",
                       line_length(primary == NULL ? PQerrorMessage(connection) : primary),
                       primary == NULL ? PQerrorMessage(connection) : primary);
        nreg_error_set_system(error, system_of(state));
        return code;
    }
    const nreg_code code = code_of(state);
    nreg_error_set(error, code, "The database answered: %.*s (%s).", line_length(primary), primary, state);
    nreg_error_set_system(error, system_of(state));
    return code;
}

nreg_code nreg_pg_fail_connect(PGconn *connection, nreg_error *error) {
    const char *text = PQerrorMessage(connection);
    if (strstr(text, "too many clients") != NULL || strstr(text, "remaining connection slots") != NULL) {
        return nreg_error_set(error, NREG_BUSY, "The database has no connection left; try again later.");
    }
    return nreg_error_set(error, NREG_IO, "No connection to the database: %.*s.", line_length(text), text);
}
