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
    {"40003", NREG_UNKNOWN},      /* whether the commit was done is not known */
    {"08007", NREG_UNKNOWN},      /* likewise */
    {"23505", NREG_RETRY},        /* a unique key was taken at the same moment */
    {"42P07", NREG_RETRY},        /* a table was created at the same moment */
    {"42P06", NREG_RETRY},        /* a schema likewise */
    {"55P03", NREG_BUSY},         /* lock not available in time */
    {"57014", NREG_DEADLINE},     /* statement timeout, cancel */
    {"25006", NREG_READ_ONLY},    /* read-only transaction */
    {"0A000", NREG_READ_ONLY},    /* a write transaction on a replica */
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

/* What is quoted names hosts, roles and databases, or is a piece of a connection string that could not be read: none of
 * it is anybody's business. */
static void say_without_quotes(const char *text, char *clean, size_t capacity) {
    const int length = line_length(text);
    size_t written = 0;
    int quoted = 0;
    for (int i = 0; i < length && written + 4 < capacity; i++) {
        if (text[i] == '"') {
            quoted = !quoted;
            memcpy(clean + written, quoted ? "\"..." : "\"", quoted ? 4 : 1);
            written += quoted ? 4 : 1;
        } else if (!quoted) {
            clean[written++] = text[i];
        }
    }
    clean[written] = '\0';
}

/* libpq has no SQLSTATE of a connection that was refused. */
static const struct {
    const char *part;
    const char *also;
    nreg_code code;
    const char *message;
} refusals[] = {
    {"too many clients", "", NREG_BUSY, "The database has no connection left; try again later."},
    {"remaining connection slots", "", NREG_BUSY, "The database has no connection left; try again later."},
    {"too many connections", "", NREG_BUSY, "The database has no connection left for this role; try again later."},
    {"authentication failed", "", NREG_DENIED, "The database does not accept this role with this password."},
    {"no password supplied", "", NREG_DENIED, "The database asks for a password; put it into the password file."},
    {"pg_hba.conf", "", NREG_DENIED, "The database does not let this role in from here (pg_hba.conf)."},
    {"not permitted to log in", "", NREG_DENIED, "The database does not let this role log in."},
    {"permission denied", "", NREG_DENIED, "The role may not connect to this database."},
    {"role \"", "does not exist", NREG_DENIED, "The database does not know this role."},
    {"database \"", "does not exist", NREG_NOT_FOUND, "There is no such database on this server."},
};

nreg_code nreg_pg_fail_connect(PGconn *connection, nreg_error *error) {
    const char *text = PQerrorMessage(connection);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (strstr(text, refusals[i].part) != NULL && strstr(text, refusals[i].also) != NULL) {
            return nreg_error_set(error, refusals[i].code, "%s", refusals[i].message);
        }
    }
    char clean[256];
    say_without_quotes(text, clean, sizeof clean);
    return nreg_error_set(error, NREG_IO, "No connection to the database: %s.", clean);
}
