/* SPDX-License-Identifier: MIT */
#include "site.h"

#include <numberreg/sqlite.h>
#ifdef TEST_POSTGRESQL
#include <libpq-fe.h>
#include <numberreg/postgresql.h>
#endif

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 120000 };

static const struct {
    const char *path;
    int above;
} places[PLACES] = {[ACME] = {"acme", PLACES},
                    [ACME_SALES] = {"acme/sales", ACME},
                    [ACME_SPRING] = {"acme/sales/spring", ACME_SALES},
                    [ACME_SUMMER] = {"acme/sales/summer", ACME_SALES},
                    [ACME_SUPPORT] = {"acme/support", ACME},
                    [BOLT] = {"bolt", PLACES},
                    [BOLT_UNIT] = {"bolt/unit", BOLT},
                    [BOLT_PROGRAM] = {"bolt/unit/program", BOLT_UNIT}};

/* --- failing */

void site_must(nreg_code code, const nreg_error *error, const char *what) {
    site_expect(code == NREG_OK, "%s: %s: %s", what, nreg_code_name(code), error->message);
}

void site_expect(int condition, const char *format, ...) {
    if (!condition) {
        va_list arguments;
        va_start(arguments, format);
        fprintf(stderr, "process %ld: ", (long)getpid());
        vfprintf(stderr, format, arguments);
        fputc('\n', stderr);
        va_end(arguments);
        _exit(1);
    }
}

/* --- the store */

static int begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static void open_sqlite(site *s, int create, nreg_error *error) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = create ? NREG_SQLITE_CREATE : NREG_SQLITE_OPEN;
    options.wait_ms = WAIT_MS;
    site_must(nreg_sqlite_store_open(s->url + strlen("sqlite:"), &options, &s->store, error), error, s->url);
}

#ifdef TEST_POSTGRESQL
static void open_postgresql(site *s, int create, nreg_error *error) {
    nreg_postgresql_store_options options;
    nreg_postgresql_store_options_init(&options);
    options.mode = create ? NREG_POSTGRESQL_CREATE : NREG_POSTGRESQL_OPEN;
    options.schema = s->schema;
    site_expect(setenv("PGAPPNAME", s->schema, 1) == 0, "no environment"); /* by which site_settle() knows them */
    site_must(nreg_postgresql_store_open(s->url, &options, &s->store, error), error, "the database");
}

static uint32_t count_back_ends(PGconn *connection, const char *name) {
    PGresult *result = PQexecParams(connection, "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", 1,
                                    NULL, (const char *const[]){name}, NULL, NULL, 0);
    site_expect(PQresultStatus(result) == PGRES_TUPLES_OK, "back ends: %s", PQerrorMessage(connection));
    const uint32_t count = (uint32_t)atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    return count;
}

static uint32_t settle_postgresql(const site *s) {
    site_expect(setenv("PGAPPNAME", "site_settle", 1) == 0, "no environment");
    PGconn *connection = PQconnectdb(s->url);
    site_expect(PQstatus(connection) == CONNECTION_OK, "to settle: %s", PQerrorMessage(connection));
    const uint32_t worked = count_back_ends(connection, s->schema);
    for (int waited_ms = 0; count_back_ends(connection, s->schema) > 0; waited_ms++) {
        site_expect(waited_ms < WAIT_MS, "a back end does not end");
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    PQfinish(connection);
    return worked;
}
#endif

static void open_store(site *s, int create, nreg_error *error) {
    if (begins(s->url, "sqlite:")) {
        open_sqlite(s, create, error);
        return;
    }
#ifdef TEST_POSTGRESQL
    if (begins(s->url, "postgres")) {
        open_postgresql(s, create, error);
        return;
    }
#endif
    site_expect(0, "--store %s: this program knows sqlite:FILE and, if built for it, postgres://...", s->url);
}

static void open_all(site *s, int create, uint64_t most) {
    nreg_error error = NREG_ERROR_INIT;
    open_store(s, create, &error);
    nreg_policy policy;
    nreg_policy_init(&policy);
    policy.lock_wait_ms = WAIT_MS;
    policy.max_retries = 1000;
    policy.max_numbers = most;
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    options.policy = &policy;
    site_must(nreg_registry_open(s->store, &options, &s->registry, &error), &error, "registry");
    site_must(nreg_session_open_operator(s->registry, "staff", NREG_NUL, NULL, 0, &s->staff, &error), &error, "staff");
}

static void open_tenants(site *s) {
    nreg_error error = NREG_ERROR_INIT;
    site_must(nreg_session_open(s->registry, s->places[ACME], "acme", NREG_NUL, NULL, 0, &s->acme, &error), &error,
              "acme");
    site_must(nreg_session_open(s->registry, s->places[BOLT], "bolt", NREG_NUL, NULL, 0, &s->bolt, &error), &error,
              "bolt");
}

static void make_places(site *s) {
    nreg_error error = NREG_ERROR_INIT;
    for (int i = 0; i < PLACES; i++) {
        const char *slash = strrchr(places[i].path, '/');
        nreg_scope_options options;
        nreg_scope_options_init(&options);
        options.key = slash == NULL ? places[i].path : slash + 1;
        nreg_scope scope;
        const uint64_t parent = places[i].above == PLACES ? 0 : s->places[places[i].above];
        site_must(nreg_scope_add(s->staff, parent, &options, &scope, &error), &error, places[i].path);
        s->places[i] = scope.id;
    }
}

void site_make(site *s, const char *url) {
    memset(s, 0, sizeof *s);
    s->url = url;
    snprintf(s->schema, sizeof s->schema, "site_%ld", (long)getpid());
    if (url == NULL) {
        const char *parent = getenv("TMPDIR");
        snprintf(s->directory, sizeof s->directory, "%.100s/numberreg.XXXXXX", parent == NULL ? "/tmp" : parent);
        site_expect(mkdtemp(s->directory) != NULL, "no directory %s", s->directory);
        snprintf(s->made_url, sizeof s->made_url, "sqlite:%s/store.db", s->directory);
        s->url = s->made_url;
    }
    open_all(s, 1, 0);
    make_places(s);
    site_close(s);
}

void site_open_limited(site *s, uint64_t most) {
    open_all(s, 0, most);
    open_tenants(s);
}

void site_open(site *s) {
    site_open_limited(s, 0);
}

void site_close(site *s) {
    nreg_session_close(s->acme);
    nreg_session_close(s->bolt);
    nreg_session_close(s->staff);
    nreg_registry_close(s->registry);
    nreg_store_close(s->store);
    s->acme = s->bolt = s->staff = NULL;
    s->registry = NULL;
    s->store = NULL;
}

uint32_t site_settle(const site *s) {
#ifdef TEST_POSTGRESQL
    if (begins(s->url, "postgres")) {
        return settle_postgresql(s);
    }
#endif
    (void)s;
    return 0;
}

void site_remove(site *s) {
    DIR *directory = s->directory[0] == '\0' ? NULL : opendir(s->directory);
    for (struct dirent *file; directory != NULL && (file = readdir(directory)) != NULL;) {
        char path[sizeof s->directory + sizeof file->d_name + 1];
        snprintf(path, sizeof path, "%s/%s", s->directory, file->d_name);
        (void)unlink(path);
    }
    if (directory != NULL) {
        closedir(directory);
        (void)rmdir(s->directory);
    }
}

/* --- places */

nreg_session *site_session(const site *s, int place) {
    return place < BOLT ? s->acme : s->bolt;
}

int site_place_of(const site *s, uint64_t scope) {
    int place = 0;
    while (place < PLACES && s->places[place] != scope) {
        place++;
    }
    return place;
}

int site_above(int place) {
    return places[place].above;
}

static int lies_below(int place, int above) {
    for (int at = places[place].above; at != PLACES; at = places[at].above) {
        if (at == above) {
            return 1;
        }
    }
    return 0;
}

uint32_t site_refusal(int target, int holder) {
    if (target == holder) {
        return NREG_REASON_ALREADY_HERE;
    }
    if ((target < BOLT) != (holder < BOLT)) {
        return NREG_REASON_REGISTERED_ELSEWHERE;
    }
    if (lies_below(target, holder)) {
        return NREG_REASON_HELD_ABOVE;
    }
    if (lies_below(holder, target)) {
        return NREG_REASON_ALREADY_BELOW;
    }
    const int is_program = places[holder].above != PLACES && places[places[holder].above].above != PLACES;
    return is_program ? NREG_REASON_IN_OTHER_PROGRAM : NREG_REASON_IN_OTHER_UNIT;
}

/* --- numbers */

/* Ten area codes of eighty exchanges each, none of which is special. */
static const unsigned areas[] = {201, 202, 205, 206, 212, 213, 214, 303, 305, 312};

uint64_t site_number(uint32_t index) {
    return UINT64_C(10000000000) + areas[index / 800000] * UINT64_C(10000000) + 2200000 + index % 800000;
}

void site_type(uint32_t index, char *text) {
    const unsigned rest = 2200000 + index % 800000;
    snprintf(text, 24, "(%u) %03u-%04u", areas[index / 800000 % 10], rest / 10000 % 1000, rest % 10000);
}

/* --- options */

const char *site_option_text(int count, char **arguments, const char *name) {
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], name) == 0) {
            site_expect(i + 1 < count, "%s needs a value", name);
            return arguments[i + 1];
        }
    }
    return NULL;
}

uint64_t site_option(int count, char **arguments, const char *name, uint64_t otherwise) {
    const char *text = site_option_text(count, arguments, name);
    if (text == NULL) {
        return otherwise;
    }
    char *end;
    const unsigned long long value = strtoull(text, &end, 10);
    site_expect(end != text && *end == '\0', "%s needs a number, not %s", name, text);
    return value;
}
