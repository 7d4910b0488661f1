/* SPDX-License-Identifier: MIT */
#include "client.h"

#ifdef TEST_SQLITE
#include <numberreg/sqlite.h>
#endif
#ifdef TEST_POSTGRESQL
#include <numberreg/postgresql.h>
#endif

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const paths[PLACES] = {
    "acme", "acme/sales", "acme/sales/spring", "acme/sales/summer", "acme/care",  "acme/care/day",  "acme/care/night",
    "bolt", "bolt/north", "bolt/north/one",    "bolt/north/two",    "bolt/south", "bolt/south/one", "bolt/south/two",
};

int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void rest(uint32_t milliseconds) {
    const struct timespec pause = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000};
    nanosleep(&pause, NULL);
}

uint64_t number_at(uint32_t index) {
    return UINT64_C(15012200000) + index;
}

static void die(const client *c, const char *what) {
    fprintf(stderr, "client %u: %s: %s %s\n", c->number, what, nreg_code_name(c->error.code), c->error.message);
    exit(1);
}

static nreg_code open_store(client *c, int create) {
#ifdef TEST_SQLITE
    if (strncmp(c->url, "sqlite:", 7) == 0) {
        nreg_sqlite_store_options options;
        nreg_sqlite_store_options_init(&options);
        options.mode = create ? NREG_SQLITE_CREATE : NREG_SQLITE_OPEN;
        return nreg_sqlite_store_open(c->url + 7, &options, &c->store, &c->error);
    }
#endif
#ifdef TEST_POSTGRESQL
    if (strncmp(c->url, "postgres", 8) == 0) {
        nreg_postgresql_store_options options;
        nreg_postgresql_store_options_init(&options);
        options.mode = create ? NREG_POSTGRESQL_CREATE : NREG_POSTGRESQL_OPEN;
        options.connections = 2;
        options.schema = c->schema;
        return nreg_postgresql_store_open(c->url, &options, &c->store, &c->error);
    }
#endif
    (void)create;
    fprintf(stderr, "client: no store for %s in this build\n", c->url);
    exit(2);
}

static void find_places(client *c, int64_t until) {
    for (int i = 0; i < PLACES; i++) {
        nreg_code code = NREG_BUSY;
        while (code != NREG_OK && now() < until) {
            code = nreg_scope_find(c->operator_session, paths[i], NREG_NUL, &c->places[i], &c->error);
            rest(code == NREG_OK ? 0 : 50);
        }
        if (code != NREG_OK) {
            die(c, paths[i]);
        }
    }
}

void open_all(client *c, int create) {
    const int64_t until = now() + (int64_t)c->settle * 1000000;
    nreg_code code = open_store(c, create);
    while (code != NREG_OK && now() < until) {
        rest(50);
        code = open_store(c, create);
    }
    if (code != NREG_OK) {
        die(c, "opening");
    }
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    nreg_policy policy;
    nreg_policy_init(&policy);
    policy.lock_wait_ms = 10000;
    options.policy = &policy;
    char name[32];
    snprintf(name, sizeof name, "client %u", c->number);
    if (nreg_registry_open(c->store, &options, &c->registry, &c->error) != NREG_OK ||
        nreg_session_open_operator(c->registry, name, NREG_NUL, NULL, 0, &c->operator_session, &c->error) != NREG_OK) {
        die(c, "opening");
    }
    if (!create) {
        find_places(c, until);
    }
}

void close_all(client *c) {
    nreg_session_close(c->operator_session);
    nreg_registry_close(c->registry);
    nreg_store_close(c->store);
    if (c->log != NULL) {
        fclose(c->log);
    }
}

/* Lines are written whole, so that a client that is killed leaves at most a broken last one. */
void open_log(client *c, const char *mode) {
    c->log = fopen(c->log_path, mode);
    if (c->log == NULL) {
        perror(c->log_path);
        exit(1);
    }
    setvbuf(c->log, NULL, _IOFBF, 1 << 20);
}

void run_setup(client *c) {
    open_all(c, 1);
    for (int i = 0; i < PLACES; i++) {
        const char *key = strrchr(paths[i], '/');
        uint64_t parent = 0;
        for (int above = 0; above < i; above++) {
            const size_t length = strlen(paths[above]);
            if (key != NULL && length == (size_t)(key - paths[i]) && strncmp(paths[above], paths[i], length) == 0) {
                parent = c->places[above].id;
            }
        }
        nreg_scope_options options;
        nreg_scope_options_init(&options);
        options.key = key == NULL ? paths[i] : key + 1;
        if (nreg_scope_add(c->operator_session, parent, &options, &c->places[i], &c->error) != NREG_OK) {
            die(c, paths[i]);
        }
    }
    close_all(c);
}

static uint32_t number_of(const char *text) {
    return (uint32_t)strtoul(text, NULL, 10);
}

int main(int argc, char **argv) {
    client c;
    memset(&c, 0, sizeof c);
    nreg_error_init(&c.error);
    c.schema = "numberreg";
    c.mix = "mixed";
    c.numbers = 200;
    c.batch = 20;
    c.seconds = 5;
    c.settle = 60;
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *name = argv[i];
        const char *value = argv[i + 1];
        if (strcmp(name, "--store") == 0) {
            c.url = value;
        } else if (strcmp(name, "--schema") == 0) {
            c.schema = value;
        } else if (strcmp(name, "--log") == 0) {
            c.log_path = value;
        } else if (strcmp(name, "--mix") == 0) {
            c.mix = value;
        } else if (strcmp(name, "--client") == 0) {
            c.number = number_of(value);
        } else if (strcmp(name, "--numbers") == 0) {
            c.numbers = number_of(value);
        } else if (strcmp(name, "--batch") == 0) {
            c.batch = number_of(value);
        } else if (strcmp(name, "--seconds") == 0) {
            c.seconds = number_of(value);
        } else if (strcmp(name, "--settle") == 0) {
            c.settle = number_of(value);
        }
    }
    static const struct {
        const char *name;
        void (*run)(client *c);
    } modes[] = {{"setup", run_setup}, {"work", run_work}, {"feed", run_feed}, {"dump", run_dump}};
    for (size_t i = 0; argc > 1 && c.url != NULL && i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(argv[1], modes[i].name) == 0) {
            modes[i].run(&c);
            return 0;
        }
    }
    fprintf(stderr, "usage: client setup|work|feed|dump --store URL [--schema NAME] [--log FILE] [--client N] [--mix "
                    "mixed|race] [--numbers N] [--batch N] [--seconds N] [--settle N]\n");
    return 2;
}
