/* SPDX-License-Identifier: MIT */
#include "store/postgresql/connection.h"

#include "base/host.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void notice(void *context, const PGresult *result) {
    nreg_pg_connection *connection = context;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    connection->warned |= severity != NULL && strcmp(severity, "WARNING") == 0;
    connection->broken |= severity != NULL && strcmp(severity, "FATAL") == 0; /* said to an idle connection */
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

/* A server has nothing to say to an idle connection, but that it ends it, and nobody needs to stumble over that. */
static int lost_meanwhile(nreg_pg_connection *connection) {
    struct pollfd look = {PQsocket(connection->pg), POLLIN, 0};
    if (!nreg_pg_ended(connection) || poll(&look, 1, 0) != 0) {
        return 1;
    }
    PQfreemem(PQnotifies(connection->pg)); /* has libpq look at what has come already, along with the last answer */
    return connection->broken;
}

/* An idle connection, or the right to open one (`*taken` is NULL then), or neither within the time. */
static int take_place(nreg_pg_pool *pool, const struct timespec *until, nreg_pg_connection **taken) {
    int timed_out = 0;
    int got = 0;
    *taken = NULL;
    pthread_mutex_lock(&pool->lock);
    while (pool->idle == NULL && pool->open >= pool->most && !timed_out) {
        timed_out = pthread_cond_timedwait(&pool->freed, &pool->lock, until) != 0;
    }
    if (pool->idle != NULL) {
        *taken = pool->idle;
        pool->idle = (*taken)->next;
        got = 1;
    } else if (pool->open < pool->most) {
        pool->open++;
        got = 1;
    }
    pthread_mutex_unlock(&pool->lock);
    return got;
}

static void give_place(nreg_pg_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    pool->open--;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

/* The server has no connection left: one of the pool may become idle, or others may end theirs. */
static int waits_for_server(nreg_pg_pool *pool, const struct timespec *until) {
    struct timespec soon = time_after(20);
    const int over = soon.tv_sec > until->tv_sec || (soon.tv_sec == until->tv_sec && soon.tv_nsec > until->tv_nsec);
    pthread_mutex_lock(&pool->lock);
    if (!over && pool->idle == NULL) {
        pthread_cond_timedwait(&pool->freed, &pool->lock, &soon);
    }
    pthread_mutex_unlock(&pool->lock);
    return !over;
}

nreg_code nreg_pg_pool_take(nreg_pg_pool *pool, uint32_t wait_ms, nreg_pg_connection **connection, nreg_error *error) {
    if (getpid() != pool->process) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in the child.");
    }
    const struct timespec until = time_after(wait_ms);
    for (;;) {
        nreg_pg_connection *taken = NULL;
        if (!take_place(pool, &until, &taken)) {
            return nreg_error_set(error, NREG_BUSY, "All %u connections of the store are in use.", pool->most);
        }
        if (taken != NULL && lost_meanwhile(taken)) {
            close_connection(pool, taken);
            give_place(pool);
            continue;
        }
        const nreg_code code = taken == NULL ? connect_new(pool, &taken, error) : NREG_OK;
        if (code == NREG_OK) {
            *connection = taken;
            return NREG_OK;
        }
        give_place(pool);
        if (code != NREG_BUSY || !waits_for_server(pool, &until)) {
            return code;
        }
    }
}

void nreg_pg_pool_give(nreg_pg_pool *pool, nreg_pg_connection *connection) {
    const int keep = !connection->broken && PQstatus(connection->pg) == CONNECTION_OK &&
                     (connection->sent_count > 0 || PQtransactionStatus(connection->pg) == PQTRANS_IDLE);
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
