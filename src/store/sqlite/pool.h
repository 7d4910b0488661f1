/* SPDX-License-Identifier: MIT */
/* The store of one file in this process: its one writing connection, taken by one transaction at a time, and its
 * readers. */
#ifndef NREG_SQLITE_POOL_H
#define NREG_SQLITE_POOL_H

#include "store/sqlite/connection.h"

#include <pthread.h>

typedef struct nreg_sqlite_store {
    nreg_allocator allocator;
    nreg_sqlite_settings settings;
    char *path; /* owned; settings.path */
    uint32_t no_journal;
    uint32_t readers_kept;
    pid_t process;         /* that opened it */
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t writer_free;
    nreg_sqlite_connection *writer; /* NULL while taken, and always in a store opened for reading */
    nreg_sqlite_connection *idle;   /* readers */
    uint32_t idle_count;
} nreg_sqlite_store;

/* Takes over `writer`. The path is copied. */
nreg_code nreg_sqlite_store_make(const nreg_allocator *allocator, const nreg_sqlite_settings *settings,
                                 nreg_sqlite_store **store, nreg_error *error);
/* Closes all connections; in a process forked from the one that opened them, only frees the memory. */
void nreg_sqlite_store_free(nreg_sqlite_store *store);

/* NREG_FORKED in a process forked from the one that opened the store. */
nreg_code nreg_sqlite_check_process(const nreg_sqlite_store *store, nreg_error *error);

/* Takes the writing connection, or a reading one, waiting until `deadline`. */
nreg_code nreg_sqlite_take(nreg_sqlite_store *store, uint32_t mode, uint64_t deadline,
                           nreg_sqlite_connection **connection, nreg_error *error);
void nreg_sqlite_give_back(nreg_sqlite_store *store, nreg_sqlite_connection *connection);

#endif
