/* SPDX-License-Identifier: MIT */
/*
 * Every store there is, so that a test can run on each:
 *
 *     for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
 *         test_opened opened = test_store_open(kind);
 *         ... opened.store ...
 *         test_store_close(&opened);
 *     }
 *
 * Memory comes first, then SQLite if built, a store that has only what every store must have ("first-tier"), and
 * PostgreSQL if built and there is a server (server.h); then each again inside a hostile store (hostile.h) whose rates
 * are all 0 until the test sets them through `opened.hostile`. NREG_TEST_STORES in the environment narrows the choice,
 * to "memory,hostile sqlite", say.
 */
#ifndef TESTS_STORE_STORES_H
#define TESTS_STORE_STORES_H

#include <numberreg/extend/store.h>

struct hostile;

typedef struct test_opened {
    nreg_store *store;
    struct hostile *hostile; /* NULL unless the store is hostile */
    nreg_store *plain;       /* the store itself: what `hostile` stands on, else `store` */
    nreg_store *base;        /* what a store of the first tier stands on; NULL */
    char directory[112];     /* with the store's files; "" if it has none */
    char schema[64];         /* with the store's tables; "" if it has none */
} test_opened;

typedef struct test_store {
    const char *name;
    nreg_code (*open)(test_opened *opened, nreg_error *error);
    int is_hostile;
} test_store;

/* The memory store alone. */
const test_store *test_store_first(void);
/* The next kind; the first for NULL, NULL after the last. */
const test_store *test_store_next(const test_store *last);

/* Opens an empty store; ends the program if that fails. */
test_opened test_store_open(const test_store *kind);
/* Closes it and removes its files or tables. */
void test_store_close(test_opened *opened);

#endif
