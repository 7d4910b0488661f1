/* SPDX-License-Identifier: MIT */
#include "stores.h"

#include <stdio.h>
#include <stdlib.h>

static nreg_code open_memory(nreg_store **store, nreg_error *error) {
    return nreg_memory_store_open(NULL, store, error);
}

static const test_store table[] = {
    {"memory", open_memory, NULL},
    {NULL, NULL, NULL},
};

const test_store *test_stores(void) {
    return table;
}

nreg_store *test_store_open(const test_store *opener) {
    nreg_store *store = NULL;
    nreg_error error = NREG_ERROR_INIT;
    if (opener->open(&store, &error) != NREG_OK) {
        fprintf(stderr, "The store %s cannot be opened: %s\n", opener->name, error.message);
        abort();
    }
    return store;
}

void test_store_close(const test_store *opener, nreg_store *store) {
    nreg_store_close(store);
    if (opener->clean != NULL) {
        opener->clean();
    }
}
