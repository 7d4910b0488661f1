/* SPDX-License-Identifier: MIT */
/*
 * Every store there is, so that a test can run on each:
 *
 *     for (const test_store *opener = test_stores(); opener->name != NULL; opener++) {
 *         nreg_store *store = test_store_open(opener);
 *         ...
 *         test_store_close(opener, store);
 *     }
 */
#ifndef TESTS_STORE_STORES_H
#define TESTS_STORE_STORES_H

#include <numberreg/extend/store.h>

typedef struct test_store {
    const char *name;                                         /* NULL ends the table */
    nreg_code (*open)(nreg_store **store, nreg_error *error); /* a new, empty one */
    void (*clean)(void);                                      /* removes its files; may be NULL */
} test_store;

/* Those that this build and this machine offer: memory first. */
const test_store *test_stores(void);

/* Opens an empty store; ends the test if that fails. */
nreg_store *test_store_open(const test_store *opener);
void test_store_close(const test_store *opener, nreg_store *store);

#endif
