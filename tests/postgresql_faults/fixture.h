/* SPDX-License-Identifier: MIT */
/* A registry in a schema of its own, and an administrator who looks at the server and does harm to it. */
#ifndef TESTS_POSTGRESQL_FAULTS_FIXTURE_H
#define TESTS_POSTGRESQL_FAULTS_FIXTURE_H

#include <numberreg.h>
#include <numberreg/extend/store.h>
#include <numberreg/postgresql.h>

#include <libpq-fe.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    char schema[64];
    char uri[512]; /* of the store's connections: their application_name is the schema */
    PGconn *admin;
    nreg_postgresql_store_options options;
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    nreg_registry *registry;
    nreg_session *session;
    uint64_t business;
    nreg_error error;
} fixture;

int fixture_open(void **state);
int fixture_close(void **state);

/* The store's functions, with the options as they are now. */
void fixture_reopen(fixture *f);
void *fixture_begin(fixture *f, uint32_t mode, uint32_t wait_ms);

void admin(fixture *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The first value that a query answers. */
long admin_number(fixture *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Waits until a query answers that number. */
void admin_wait(fixture *f, long wanted, const char *query);
/* Ends ("pg_terminate_backend") or cancels ("pg_cancel_backend") the store's connections that `where` describes. */
void harm(fixture *f, const char *function, const char *where);

nreg_record record_of(uint64_t number, uint64_t batch);
nreg_code claim_one(fixture *f, void *tx, uint64_t number, uint8_t *answer);
int is_registered(fixture *f, uint64_t number);

/* Adds numbers from `first` on through the public API, with a request id. */
nreg_code add_numbers(fixture *f, const char *request, uint64_t first, uint32_t count, nreg_result **result,
                      nreg_error *error);
uint32_t added(nreg_result *result);

/* The same in a thread of its own. */
typedef struct adding {
    fixture *f;
    const char *request;
    uint64_t first;
    uint32_t count;
    nreg_code code;
    nreg_result *result;
    nreg_error error;
    volatile int done;
    pthread_t thread;
} adding;
void adding_start(adding *a, fixture *f, const char *request, uint64_t first, uint32_t count);
nreg_code adding_join(adding *a);

#define assert_code(f, expected, call)                                                                                 \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != (expected)) {                                                                                     \
            fail_msg("%s instead of %s: %s", nreg_code_name(code_), nreg_code_name(expected), (f)->error.message);     \
        }                                                                                                              \
    } while (0)

#endif
