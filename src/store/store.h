/* SPDX-License-Identifier: MIT */
/* A store as the library holds it: the table of functions, its context, and who still uses it. */
#ifndef NREG_STORE_STORE_H
#define NREG_STORE_STORE_H

#include "base/memory.h"

#include <numberreg/extend/store.h>

#include <stdatomic.h>
#include <sys/types.h>

struct nreg_store {
    atomic_size_t references;
    pid_t process; /* that made it; connections and locks do not survive a fork */
    uint32_t groups;
    nreg_allocator allocator;
    nreg_store_methods methods;
    void *context;
};

/* 1 in a child process of the one that made the store. */
int nreg_store_forked(const nreg_store *store);

/* Name of one NREG_GROUP_ bit, as store.h heads its functions. */
const char *nreg_store_group_name(uint32_t group);

#endif
