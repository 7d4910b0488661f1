/* SPDX-License-Identifier: MIT */
/* A pool of connections, and statements run on one of them. */
#ifndef NREG_POSTGRESQL_CONNECTION_H
#define NREG_POSTGRESQL_CONNECTION_H

#include "store/postgresql/errors.h"
#include "store/postgresql/fields.h"
#include "store/postgresql/held.h"
#include "store/postgresql/statements.h"

#include <numberreg/postgresql.h>

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

enum { NREG_PG_UNPREPARED, NREG_PG_PREPARING, NREG_PG_PREPARED };
enum { NREG_PG_SENT_MAX = 64, NREG_PG_FORETOLD = 6 };

typedef struct nreg_pg_connection {
    PGconn *pg;
    struct nreg_pg_connection *next; /* of the idle ones */
    unsigned char prepared[NREG_PG_STATEMENTS];
    unsigned char sent[NREG_PG_SENT_MAX]; /* what was sent and not answered yet, in order; see transaction.c */
    int sent_count;
    int warned;            /* a warning came since this was cleared last */
    int broken;            /* not to be used again */
    nreg_pg_params params; /* for the statements, one after the other */
} nreg_pg_connection;

typedef struct nreg_pg_pool {
    nreg_allocator allocator;
    char *conninfo;
    char schema[64];
    uint32_t most;
    uint32_t statement_timeout_ms;
    uint32_t no_journal;
    uint32_t read_only;
    pid_t process;
    pthread_mutex_t lock;
    pthread_cond_t freed; /* a connection became idle, or one less is open */
    nreg_pg_connection *idle;
    uint32_t open;
    atomic_uint counted; /* times that amounts were added to counters */
    atomic_uint trips;   /* times that a transaction waited for the server */
} nreg_pg_pool;

/* A statement that the transaction will run, sent along with the next one; its result waits until it is asked for. */
typedef struct nreg_pg_foretold {
    nreg_pg_statement statement;
    nreg_pg_params params;
    PGresult *result;
    enum { NREG_PG_WAITING, NREG_PG_SENT, NREG_PG_TAKEN } state;
} nreg_pg_foretold;

/* Which header a transaction wrote. */
typedef struct nreg_pg_header {
    uint64_t id; /* 0: none */
    uint64_t business;
    uint32_t revision;
    char request_id[NREG_REQUEST_ID_MAX + 8];
} nreg_pg_header;

/* A transaction of the contract. BEGIN travels with the first statement. */
typedef struct nreg_pg_transaction {
    nreg_pg_pool *pool;
    nreg_pg_connection *connection;
    uint32_t mode;
    uint32_t wait_ms;
    int begun;
    int failed; /* a command failed, or was not run because one before it had failed */
    nreg_pg_foretold foretold[NREG_PG_FORETOLD];
    int foretold_count;
    nreg_pg_held held;
    uint64_t header;    /* a batch header it has read; 0: none */
    nreg_pg_header own; /* the batch header this transaction wrote last; nobody else can change it meanwhile */
} nreg_pg_transaction;

nreg_code nreg_pg_pool_new(const char *conninfo, const nreg_postgresql_store_options *options, nreg_pg_pool **pool,
                           nreg_error *error);
void nreg_pg_pool_free(nreg_pg_pool *pool);
/* Waits at most `wait_ms` for an idle connection where no other may be opened. */
nreg_code nreg_pg_pool_take(nreg_pg_pool *pool, uint32_t wait_ms, nreg_pg_connection **connection, nreg_error *error);
void nreg_pg_pool_give(nreg_pg_pool *pool, nreg_pg_connection *connection);

/* Plain SQL outside a transaction of the contract, without rows to answer. */
nreg_code nreg_pg_run(nreg_pg_connection *connection, const char *sql, nreg_error *error);

/* The transaction's parameters, emptied. */
nreg_pg_params *nreg_pg_begin_params(nreg_pg_transaction *tx);

/*
 * Runs a prepared statement with the parameters filled in since nreg_pg_begin_params(). Rows come in binary form.
 * `*result` is to be cleared by the caller; it may be NULL if no rows are wanted.
 */
nreg_code nreg_pg_execute(nreg_pg_transaction *tx, nreg_pg_statement statement, PGresult **result, nreg_error *error);
/* The same without waiting for an answer: that it failed, a later call says, at the latest COMMIT. */
nreg_code nreg_pg_defer(nreg_pg_transaction *tx, nreg_pg_statement statement, nreg_error *error);
/* Sends the statement along with the next one that is executed; its own execution then need not wait. */
nreg_code nreg_pg_foretell(nreg_pg_transaction *tx, nreg_pg_statement statement, nreg_error *error);
/* Reads what a transaction given up left to be read; 0: the connection is of no use any more. */
int nreg_pg_ended(nreg_pg_connection *connection);

nreg_code nreg_pg_transaction_begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                    void *context);
nreg_code nreg_pg_transaction_commit(void *transaction, nreg_error *error, void *context);
void nreg_pg_transaction_rollback(void *transaction, void *context);

#endif
