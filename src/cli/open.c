/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef NREG_CLI_SQLITE
#include <numberreg/sqlite.h>
#endif

#ifdef NREG_CLI_POSTGRESQL
#include <numberreg/postgresql.h>
#endif

/* The modes of sqlite.h and postgresql.h, one of which this build may lack. */
enum { OPEN = 0, READ_ONLY = 2 };

/* A kind of store: how its URLs begin and how it is opened. */
typedef struct store_kind {
    const char *prefix;
    const char *name;
    nreg_code (*open)(cli_context *cli, const char *where, uint32_t mode); /* NULL: not in this build */
    int whole; /* `where` is the whole URL, not what follows the prefix; it may hold a password */
} store_kind;

#ifdef NREG_CLI_SQLITE
static nreg_code open_sqlite(cli_context *cli, const char *where, uint32_t mode) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    return nreg_sqlite_store_open(where, &options, &cli->store, &cli->error);
}
#else
#define open_sqlite NULL
#endif

#ifdef NREG_CLI_POSTGRESQL
static nreg_code open_postgresql(cli_context *cli, const char *where, uint32_t mode) {
    nreg_postgresql_store_options options;
    nreg_postgresql_store_options_init(&options);
    options.mode = mode;
    return nreg_postgresql_store_open(where, &options, &cli->store, &cli->error);
}
#else
#define open_postgresql NULL
#endif

static nreg_code open_memory(cli_context *cli, const char *where, uint32_t mode) {
    (void)where;
    (void)mode;
    return nreg_memory_store_open(NULL, &cli->store, &cli->error);
}

static const store_kind kinds[] = {
    {"sqlite:", "SQLite", open_sqlite, 0},
    {"memory:", "memory", open_memory, 0},
    {"postgres://", "PostgreSQL", open_postgresql, 1},
    {"postgresql://", "PostgreSQL", open_postgresql, 1},
};

static const char *store_url(const cli_context *cli) {
    return cli->store_url != NULL ? cli->store_url : "sqlite:numberreg.db";
}

static const store_kind *kind_of(const char *url) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strncmp(url, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
            return &kinds[i];
    return NULL;
}

const char *cli_store_name(const cli_context *cli) {
    const store_kind *kind = kind_of(store_url(cli));
    return kind != NULL && kind->whole ? "postgres://..." : store_url(cli);
}

const char *cli_store_file(const cli_context *cli) {
    const store_kind *kind = kind_of(store_url(cli));
    return kind != NULL && kind->open != NULL && kind->open == open_sqlite ? store_url(cli) + strlen(kind->prefix)
                                                                           : NULL;
}

static nreg_code try_open(cli_context *cli, uint32_t mode, int *status) {
    const char *url = store_url(cli);
    const store_kind *kind = kind_of(url);
    const char *rest = kind != NULL ? url + strlen(kind->prefix) : "";
    if (kind == NULL || (kind->open == open_memory ? *rest != '\0' : *rest == '\0' && !kind->whole)) {
        *status = cli_usage(cli, "'%s' names no store; sqlite:FILE, memory: and postgres://... do.", url);
        return NREG_INVALID_ARGUMENT;
    }
    if (kind->open == NULL) {
        cli_usage(cli, "This build has no %s store.", kind->name);
        *status = CLI_FAILURE;
        return NREG_UNSUPPORTED;
    }
    *status = CLI_OK;
    nreg_code code = kind->open(cli, kind->whole ? url : rest, mode);
    if (mode != OPEN || (code != NREG_READ_ONLY && code != NREG_INCOMPATIBLE))
        return code;
    /* What may not be written can be looked at; who changes something is told why not then. */
    nreg_error why = cli->error;
    code = kind->open(cli, kind->whole ? url : rest, READ_ONLY);
    if (code == NREG_OK)
        cli->not_written = why;
    return code;
}

int cli_open_store(cli_context *cli, uint32_t mode) {
    int status = CLI_OK;
    nreg_code code = try_open(cli, mode, &status);
    if (status != CLI_OK || code == NREG_OK)
        return status;
    cli_failed(cli, code, cli_store_name(cli));
    if (code == NREG_NOT_FOUND && mode == OPEN)
        fprintf(stderr, "numberreg%s%s init makes a new store there.\n", cli->store_url != NULL ? " --store " : "",
                cli->store_url != NULL ? cli_store_name(cli) : "");
    return CLI_FAILURE;
}

int cli_store_exists(cli_context *cli) {
    int status = CLI_OK;
    nreg_code code = try_open(cli, OPEN, &status);
    if (status != CLI_OK)
        return -status;
    if (code == NREG_OK || code == NREG_NOT_FOUND) {
        nreg_store_close(cli->store);
        cli->store = NULL;
        return code == NREG_OK;
    }
    cli_failed(cli, code, cli_store_name(cli));
    return -CLI_FAILURE;
}

int cli_open_registry(cli_context *cli) {
    const char *review = cli_value(cli, "auto-review");
    nreg_registry_options options;
    nreg_policy policy;
    nreg_registry_options_init(&options);
    nreg_policy_init(&policy);
    if (review != NULL && cli_is_name(review, cli_reviews[0]))
        policy.auto_review = NREG_REVIEW_IN_COMMIT;
    options.policy = &policy;
    nreg_code code = nreg_registry_open(cli->store, &options, &cli->registry, &cli->error);
    if (code == NREG_OK)
        return CLI_OK;
    cli_failed(cli, code, cli_store_name(cli));
    return CLI_FAILURE;
}

int cli_open_catalogue(cli_context *cli) {
    nreg_code code = nreg_memory_store_open(NULL, &cli->store, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, "The catalogue");
    return cli_open_registry(cli);
}

/* Who acts when --actor does not say; returns where the name comes from. */
static const char *default_actor(char actor[NREG_ACTOR_MAX + 1]) {
    const char *from = "LOGNAME", *user = getenv(from);
    if (user == NULL || *user == '\0')
        user = getenv(from = "USER");
    if (user == NULL || *user == '\0') {
        const struct passwd *entry = getpwuid(getuid());
        from = "The user's name";
        user = entry != NULL ? entry->pw_name : NULL;
    }
    snprintf(actor, NREG_ACTOR_MAX + 1, "cli%s%s", user == NULL || *user == '\0' ? "" : ":", user == NULL ? "" : user);
    size_t length = strlen(actor);
    if (length == NREG_ACTOR_MAX) { /* cut, but within no character */
        while (((unsigned char)actor[length - 1] & 0xC0) == 0x80)
            length--;
        actor[(unsigned char)actor[length - 1] >= 0xC0 ? length - 1 : length] = '\0';
    }
    return from;
}

int cli_open(cli_context *cli) {
    char actor[NREG_ACTOR_MAX + 1];
    const char *from = default_actor(actor);
    int status = cli_open_store(cli, OPEN);
    if (status == CLI_OK)
        status = cli_open_registry(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_session_open_operator(cli->registry, cli->actor != NULL ? cli->actor : actor, NREG_NUL, NULL,
                                                0, &cli->session, &cli->error);
    if (code != NREG_OK) {
        status = cli_failed(cli, code, cli->actor != NULL ? "--actor" : from);
        if (cli->actor == NULL && code == NREG_BAD_TEXT)
            fputs("--actor WHO says instead who acts.\n", stderr);
        return status;
    }
    code = nreg_session_set_language(cli->session, cli->language, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "The language");
}

void cli_close(cli_context *cli) {
    nreg_session_close(cli->session);
    nreg_registry_close(cli->registry);
    nreg_store_close(cli->store);
    cli->session = NULL;
    cli->registry = NULL;
    cli->store = NULL;
}
