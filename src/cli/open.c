/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#ifdef NREG_CLI_SQLITE
#include <numberreg/sqlite.h>
#endif

/* A kind of store: how its URLs begin and how it is opened. `mode` is as in sqlite.h: 0 open, 1 create, 2 read only. */
typedef struct store_kind {
    const char *prefix;
    const char *name;
    nreg_code (*open)(cli_context *cli, const char *rest, uint32_t mode); /* NULL: not in this build */
} store_kind;

#ifdef NREG_CLI_SQLITE
static nreg_code open_sqlite(cli_context *cli, const char *rest, uint32_t mode) {
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = mode;
    return nreg_sqlite_store_open(rest, &options, &cli->store, &cli->error);
}
#else
#define open_sqlite NULL
#endif

static nreg_code open_memory(cli_context *cli, const char *rest, uint32_t mode) {
    (void)rest;
    (void)mode;
    return nreg_memory_store_open(NULL, &cli->store, &cli->error);
}

static const store_kind kinds[] = {
    {"sqlite:", "SQLite", open_sqlite},
    {"memory:", "memory", open_memory},
    {"postgres://", "PostgreSQL", NULL},
    {"postgresql://", "PostgreSQL", NULL},
};

static const char *store_url(const cli_context *cli) {
    return cli->store_url != NULL ? cli->store_url : "sqlite:numberreg.db";
}

static const store_kind *find_kind(const cli_context *cli, const char *url, int *status) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(url, kinds[i].prefix, strlen(kinds[i].prefix)) != 0)
            continue;
        if (kinds[i].open != NULL)
            return &kinds[i];
        cli_usage(cli, "This build has no %s store.", kinds[i].name);
        *status = CLI_FAILURE;
        return NULL;
    }
    *status = cli_usage(cli, "'%s' names no store; sqlite:FILE, memory: and postgres://... do.", url);
    return NULL;
}

static nreg_code try_open(cli_context *cli, uint32_t mode, int *status) {
    const char *url = store_url(cli);
    const store_kind *kind = find_kind(cli, url, status);
    if (kind == NULL)
        return NREG_INVALID_ARGUMENT;
    const char *rest = url + strlen(kind->prefix);
    if (kind->open == open_memory ? *rest != '\0' : *rest == '\0') {
        *status = cli_usage(cli, "'%s' names no store; sqlite:FILE, memory: and postgres://... do.", url);
        return NREG_INVALID_ARGUMENT;
    }
    *status = CLI_OK;
    return kind->open(cli, rest, mode);
}

int cli_open_store(cli_context *cli, uint32_t mode) {
    int status = CLI_OK;
    nreg_code code = try_open(cli, mode, &status);
    if (status != CLI_OK || code == NREG_OK)
        return status;
    cli_failed(cli, code, store_url(cli));
    if (code == NREG_NOT_FOUND)
        fputs("numberreg init makes a new store.\n", stderr);
    return CLI_FAILURE;
}

int cli_store_exists(cli_context *cli) {
    int status = CLI_OK;
    nreg_code code = try_open(cli, 0, &status);
    if (status != CLI_OK)
        return -1;
    if (code == NREG_OK || code == NREG_NOT_FOUND) {
        nreg_store_close(cli->store);
        cli->store = NULL;
        return code == NREG_OK;
    }
    cli_failed(cli, code, store_url(cli));
    return -1;
}

int cli_open_registry(cli_context *cli) {
    nreg_code code = nreg_registry_open(cli->store, NULL, &cli->registry, &cli->error);
    if (code == NREG_OK)
        return CLI_OK;
    cli_failed(cli, code, store_url(cli));
    return CLI_FAILURE;
}

int cli_open_catalogue(cli_context *cli) {
    nreg_code code = nreg_memory_store_open(NULL, &cli->store, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, "The catalogue");
    return cli_open_registry(cli);
}

/* Who acts when --actor does not say. */
static void default_actor(char actor[NREG_ACTOR_MAX + 1]) {
    const char *user = getenv("LOGNAME");
    if (user == NULL || *user == '\0')
        user = getenv("USER");
    snprintf(actor, NREG_ACTOR_MAX + 1, "cli%s%s", user == NULL || *user == '\0' ? "" : ":", user == NULL ? "" : user);
}

int cli_open(cli_context *cli) {
    char actor[NREG_ACTOR_MAX + 1];
    default_actor(actor);
    int status = cli_open_store(cli, 0);
    if (status == CLI_OK)
        status = cli_open_registry(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_session_open_operator(cli->registry, cli->actor != NULL ? cli->actor : actor, NREG_NUL, NULL,
                                                0, &cli->session, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "The actor");
}

void cli_close(cli_context *cli) {
    nreg_session_close(cli->session);
    nreg_registry_close(cli->registry);
    nreg_store_close(cli->store);
    cli->session = NULL;
    cli->registry = NULL;
    cli->store = NULL;
}
