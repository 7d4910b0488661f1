/* SPDX-License-Identifier: MIT */
#include "store/postgresql/connection.h"

#include "base/host.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void notice(void *context, const PGresult *result) {
    nreg_pg_connection *connection = context;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    connection->warned |= severity != NULL && strcmp(severity, "WARNING") == 0;
}

nreg_code nreg_pg_pool_new(const char *conninfo, const nreg_postgresql_store_options *options, nreg_pg_pool **pool,
                           nreg_error *error) {
    nreg_allocator allocator;
    if (nreg_allocator_resolve(options->allocator, &allocator) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function.");
    }
    nreg_pg_pool *made = nreg_allocate_zeroed(&allocator, sizeof *made);
    const size_t length = strlen(conninfo) + 1;
    char *copy = made == NULL ? NULL : nreg_allocate(&allocator, length);
    if (copy == NULL) {
        nreg_release(&allocator, made);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the store.");
    }
    memcpy(copy, conninfo, length);
    made->allocator = allocator;
    made->conninfo = copy;
    snprintf(made->schema, sizeof made->schema, "%s", options->schema == NULL ? "numberreg" : options->schema);
    made->most = options->connections;
    made->statement_timeout_ms = options->statement_timeout_ms;
    made->no_journal = options->no_journal;
    made->read_only = options->mode == NREG_POSTGRESQL_READ_ONLY;
    made->process = getpid();
    pthread_mutex_init(&made->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&made->freed, &attributes);
    pthread_condattr_destroy(&attributes);
    *pool = made;
    return NREG_OK;
}

/* After fork() the sockets belong to the parent: they are neither used nor closed properly in the child. */
static void close_connection(nreg_pg_pool *pool, nreg_pg_connection *connection) {
    if (getpid() == pool->process) {
        PQfinish(connection->pg);
    }
    nreg_pg_params_free(&connection->params);
    nreg_release(&pool->allocator, connection);
}

void nreg_pg_pool_free(nreg_pg_pool *pool) {
    nreg_allocator allocator = pool->allocator;
    while (pool->idle != NULL) {
        nreg_pg_connection *connection = pool->idle;
        pool->idle = connection->next;
        close_connection(pool, connection);
    }
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->lock);
    nreg_release(&allocator, pool->conninfo);
    nreg_release(&allocator, pool);
}

nreg_code nreg_pg_run(nreg_pg_connection *connection, const char *sql, nreg_error *error) {
    PGresult *result = PQexec(connection->pg, sql);
    const ExecStatusType status = PQresultStatus(result);
    nreg_code code = NREG_OK;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        code = nreg_pg_fail(connection->pg, result, error);
        connection->broken |= PQstatus(connection->pg) != CONNECTION_OK;
    }
    PQclear(result);
    return code;
}

static nreg_code set_up(nreg_pg_pool *pool, nreg_pg_connection *connection, nreg_error *error) {
    char sql[512];
    snprintf(sql, sizeof sql,
             "SET search_path TO %s, pg_catalog; SET statement_timeout TO %u; SET client_min_messages TO warning;"
             " SET plan_cache_mode TO force_generic_plan; SET jit TO off; SET enable_hashjoin TO off;"
             " SET enable_mergejoin TO off; SET enable_seqscan TO off",
             pool->schema, pool->statement_timeout_ms);
    return nreg_pg_run(connection, sql, error);
}

static nreg_code connect_new(nreg_pg_pool *pool, nreg_pg_connection **connection, nreg_error *error) {
    nreg_pg_connection *made = nreg_allocate_zeroed(&pool->allocator, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a connection.");
    }
    nreg_pg_params_init(&made->params, &pool->allocator);
    const char *const names[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const values[] = {pool->conninfo, "UTF8", "numberreg", NULL};
    made->pg = PQconnectdbParams(names, values, 1);
    nreg_code code = NREG_OK;
    if (PQstatus(made->pg) != CONNECTION_OK) {
        code = nreg_pg_fail_connect(made->pg, error);
    } else if (PQserverVersion(made->pg) < 130000) {
        code = nreg_error_set(error, NREG_INCOMPATIBLE, "PostgreSQL 13 or newer is needed; the server is older.");
    } else {
        PQsetNoticeReceiver(made->pg, notice, made);
        code = set_up(pool, made, error);
    }
    if (code != NREG_OK) {
        close_connection(pool, made);
        return code;
    }
    *connection = made;
    return NREG_OK;
}

static struct timespec time_after(uint32_t wait_ms) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(wait_ms / 1000);
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return until;
}

nreg_code nreg_pg_pool_take(nreg_pg_pool *pool, uint32_t wait_ms, nreg_pg_connection **connection, nreg_error *error) {
    if (getpid() != pool->process) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in the child.");
    }
    const struct timespec until = time_after(wait_ms);
    pthread_mutex_lock(&pool->lock);
    int timed_out = 0;
    while (pool->idle == NULL && pool->open == pool->most && !timed_out) {
        timed_out = pthread_cond_timedwait(&pool->freed, &pool->lock, &until) != 0;
    }
    nreg_pg_connection *taken = pool->idle;
    int may_open = 0;
    if (taken != NULL) {
        pool->idle = taken->next;
    } else if (pool->open < pool->most) {
        pool->open++;
        may_open = 1;
    }
    pthread_mutex_unlock(&pool->lock);
    if (taken == NULL && !may_open) {
        return nreg_error_set(error, NREG_BUSY, "All %u connections of the store are in use.", pool->most);
    }
    nreg_code code = NREG_OK;
    if (taken == NULL) {
        code = connect_new(pool, &taken, error);
        if (code != NREG_OK) {
            pthread_mutex_lock(&pool->lock);
            pool->open--;
            pthread_cond_signal(&pool->freed);
            pthread_mutex_unlock(&pool->lock);
        }
    }
    if (code == NREG_OK) {
        *connection = taken;
    }
    return code;
}

void nreg_pg_pool_give(nreg_pg_pool *pool, nreg_pg_connection *connection) {
    const int keep = !connection->broken && PQstatus(connection->pg) == CONNECTION_OK &&
                     PQtransactionStatus(connection->pg) == PQTRANS_IDLE;
    pthread_mutex_lock(&pool->lock);
    if (keep) {
        connection->next = pool->idle;
        pool->idle = connection;
    } else {
        pool->open--;
    }
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
    if (!keep) {
        close_connection(pool, connection);
    }
}

nreg_code nreg_pg_transaction_begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                    void *context) {
    nreg_pg_pool *pool = context;
    if (mode == NREG_STORE_WRITE && pool->read_only) {
        return nreg_error_set(error, NREG_READ_ONLY, "The store was opened for reading only.");
    }
    nreg_pg_transaction *tx = nreg_allocate_zeroed(&pool->allocator, sizeof *tx);
    if (tx == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a transaction.");
    }
    const nreg_code code = nreg_pg_pool_take(pool, wait_ms, &tx->connection, error);
    if (code != NREG_OK) {
        nreg_release(&pool->allocator, tx);
        return code;
    }
    tx->pool = pool;
    tx->mode = mode;
    tx->wait_ms = wait_ms == 0 ? 1 : wait_ms;
    *transaction = tx;
    return NREG_OK;
}

nreg_pg_params *nreg_pg_begin_params(nreg_pg_transaction *tx) {
    nreg_pg_params_clear(&tx->connection->params);
    return &tx->connection->params;
}

/* Commands of a pipeline, in the order sent; the statement proper is the last. */
typedef struct pipeline {
    int sent;
    int preparation; /* its place; -1 if the statement had been prepared before */
} pipeline;

static int send_begin(nreg_pg_transaction *tx, pipeline *line) {
    char wait[64];
    const char *begin = tx->mode == NREG_STORE_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                                     : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    if (!PQsendQueryParams(tx->connection->pg, begin, 0, NULL, NULL, NULL, NULL, 0)) {
        return 0;
    }
    line->sent++;
    if (tx->mode == NREG_STORE_WRITE) {
        snprintf(wait, sizeof wait, "SET LOCAL lock_timeout TO %u", tx->wait_ms);
        if (!PQsendQueryParams(tx->connection->pg, wait, 0, NULL, NULL, NULL, NULL, 0)) {
            return 0;
        }
        line->sent++;
    }
    return 1;
}

static int send_statement(nreg_pg_transaction *tx, nreg_pg_statement statement, pipeline *line) {
    nreg_pg_connection *connection = tx->connection;
    const nreg_pg_params *params = &connection->params;
    const char *values[NREG_PG_PARAMS];
    int formats[NREG_PG_PARAMS];
    for (int i = 0; i < params->count; i++) {
        values[i] = (const char *)params->bytes + params->offsets[i];
        formats[i] = 1;
    }
    char name[16];
    snprintf(name, sizeof name, "nreg_%d", (int)statement);
    if (!connection->prepared[statement]) {
        if (!PQsendPrepare(connection->pg, name, nreg_pg_statement_text(statement), 0, NULL)) {
            return 0;
        }
        line->preparation = line->sent++;
    }
    if (!PQsendQueryPrepared(connection->pg, name, params->count, values, params->lengths, formats, 1)) {
        return 0;
    }
    line->sent++;
    return PQpipelineSync(connection->pg);
}

/* Reads what was sent: the last result is the statement's own, an error ends the pipeline early. */
static nreg_code receive(nreg_pg_transaction *tx, nreg_pg_statement statement, const pipeline *line, PGresult **result,
                         nreg_error *error) {
    PGconn *pg = tx->connection->pg;
    nreg_code code = NREG_OK;
    for (int i = 0; i < line->sent; i++) {
        PGresult *got = PQgetResult(pg);
        const ExecStatusType status = PQresultStatus(got);
        const int good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        /* A preparation outlives a failure of the statement itself, and of the transaction. */
        tx->connection->prepared[statement] |= good && i == line->preparation;
        if (!good && code == NREG_OK) {
            code = nreg_pg_fail(pg, got, error);
        }
        if (good && i == line->sent - 1 && code == NREG_OK && result != NULL) {
            *result = got;
        } else {
            PQclear(got);
        }
        if (got == NULL) {
            tx->connection->broken = 1;
            return code;
        }
        PGresult *end = PQgetResult(pg); /* NULL behind each */
        PQclear(end);
    }
    PGresult *sync = PQgetResult(pg);
    if (PQresultStatus(sync) != PGRES_PIPELINE_SYNC) {
        tx->connection->broken = 1;
    }
    PQclear(sync);
    return code;
}

nreg_code nreg_pg_execute(nreg_pg_transaction *tx, nreg_pg_statement statement, PGresult **result, nreg_error *error) {
    nreg_pg_connection *connection = tx->connection;
    PGresult *got = NULL;
    if (connection->params.failed) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a statement's parameters.");
    }
    if (getpid() != tx->pool->process) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in the child.");
    }
    if (connection->broken || !PQenterPipelineMode(connection->pg)) {
        connection->broken = 1;
        return nreg_pg_fail(connection->pg, NULL, error);
    }
    pipeline line = {0, -1};
    const int all = (tx->begun || send_begin(tx, &line)) && send_statement(tx, statement, &line);
    nreg_code code;
    if (all) {
        code = receive(tx, statement, &line, &got, error);
    } else {
        connection->broken = 1;
        code = nreg_pg_fail(connection->pg, NULL, error);
    }
    tx->begun = 1;
    if (!connection->broken) {
        connection->broken |= !PQexitPipelineMode(connection->pg);
    }
    if (code == NREG_OK && result != NULL) {
        *result = got;
    } else {
        PQclear(got);
    }
    return code;
}

static void finish(nreg_pg_transaction *tx) {
    nreg_pg_pool *pool = tx->pool;
    nreg_pg_pool_give(pool, tx->connection);
    nreg_release(&pool->allocator, tx);
}

nreg_code nreg_pg_transaction_commit(void *transaction, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    if (!tx->begun) {
        finish(tx);
        return NREG_OK;
    }
    if (tx->connection->broken || getpid() != tx->pool->process) {
        return nreg_error_set(error, NREG_IO, "The connection to the database was lost before the commit.");
    }
    tx->connection->warned = 0;
    PGresult *result = PQexec(tx->connection->pg, "COMMIT");
    const ExecStatusType status = PQresultStatus(result);
    nreg_code code = NREG_OK;
    if (status != PGRES_COMMAND_OK) {
        code = nreg_pg_fail(tx->connection->pg, result, error);
        if (PQstatus(tx->connection->pg) != CONNECTION_OK) {
            tx->connection->broken = 1;
            code = nreg_error_set(error, NREG_UNKNOWN, "The connection was lost while the transaction was committed.");
        }
    } else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        code = nreg_error_set(error, NREG_RETRY, "The database rolled the transaction back instead of committing it.");
    } else if (tx->connection->warned) {
        /* Committed here, but a synchronous standby has not confirmed it: a failover might lose it. */
        code =
            nreg_error_set(error, NREG_UNKNOWN, "The database committed with a warning: no standby has confirmed it.");
    }
    PQclear(result);
    if (code == NREG_OK) {
        finish(tx);
    }
    return code;
}

void nreg_pg_transaction_rollback(void *transaction, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    if (getpid() != tx->pool->process) {
        /* The connection and the pool's lock are the parent's. */
        nreg_release(&tx->pool->allocator, tx);
        return;
    }
    if (!tx->connection->broken && PQtransactionStatus(tx->connection->pg) != PQTRANS_IDLE) {
        nreg_error ignored = NREG_ERROR_INIT;
        nreg_pg_run(tx->connection, "ROLLBACK", &ignored);
    }
    finish(tx);
}
