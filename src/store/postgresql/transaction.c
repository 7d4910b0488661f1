/* SPDX-License-Identifier: MIT */
/*
 * Transactions, and statements in them as a pipeline: what needs no answer waits to be sent with what does, or with
 * COMMIT, and what was foretold goes along with the first. A round trip is one wait for the server.
 */
#include "store/postgresql/connection.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What a command sent is. Beyond these: a statement foretold, then the preparation of a statement. */
enum { PLAIN, SYNC, AWAITED, ENDING, FORETOLD, PREPARATION = FORETOLD + NREG_PG_FORETOLD };

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

/* --- sending; 0: the connection is of no use any more */

static int note_sent(nreg_pg_connection *connection, int sent, int what) {
    if (sent) {
        connection->sent[connection->sent_count++] = (unsigned char)what;
    }
    return sent;
}

static int send_text(nreg_pg_connection *connection, const char *text, int what) {
    return note_sent(connection, PQsendQueryParams(connection->pg, text, 0, NULL, NULL, NULL, NULL, 0), what);
}

static int send_sync(nreg_pg_connection *connection) {
    return note_sent(connection, PQpipelineSync(connection->pg), SYNC);
}

static int send_begin(nreg_pg_transaction *tx) {
    char wait[64];
    if (tx->begun) {
        return 1;
    }
    if (PQpipelineStatus(tx->connection->pg) == PQ_PIPELINE_OFF && !PQenterPipelineMode(tx->connection->pg)) {
        return 0;
    }
    tx->begun = 1;
    if (tx->mode == NREG_STORE_READ) {
        return send_text(tx->connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", PLAIN);
    }
    snprintf(wait, sizeof wait, "SET LOCAL lock_timeout TO %u", tx->wait_ms);
    return send_text(tx->connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", PLAIN) &&
           send_text(tx->connection, wait, PLAIN);
}

static int send_statement(nreg_pg_connection *connection, nreg_pg_statement statement, const nreg_pg_params *params,
                          int what) {
    const char *values[NREG_PG_PARAMS];
    int formats[NREG_PG_PARAMS];
    for (int i = 0; i < params->count; i++) {
        values[i] = (const char *)params->bytes + params->offsets[i];
        formats[i] = 1;
    }
    char name[16];
    snprintf(name, sizeof name, "nreg_%d", (int)statement);
    if (connection->prepared[statement] == NREG_PG_UNPREPARED) {
        if (!note_sent(connection, PQsendPrepare(connection->pg, name, nreg_pg_statement_text(statement), 0, NULL),
                       PREPARATION + (int)statement)) {
            return 0;
        }
        connection->prepared[statement] = NREG_PG_PREPARING;
    }
    return note_sent(connection,
                     PQsendQueryPrepared(connection->pg, name, params->count, values, params->lengths, formats, 1),
                     what);
}

static int send_foretold(nreg_pg_transaction *tx) {
    int all = 1;
    for (int i = 0; all && i < tx->foretold_count; i++) {
        nreg_pg_foretold *one = &tx->foretold[i];
        if (one->state == NREG_PG_WAITING) {
            one->state = NREG_PG_SENT;
            all = send_statement(tx->connection, one->statement, &one->params, FORETOLD + i);
        }
    }
    return all;
}

/* --- receiving */

typedef struct reception {
    nreg_pg_transaction *tx; /* NULL: whatever comes is of no interest */
    PGresult *awaited;
    nreg_code code; /* of the first command that failed */
    nreg_error *error;
} reception;

static int is_good(const PGresult *result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC;
}

/* What opening a store may answer, and its functions may not; and of what is not committed nothing stays in doubt. */
static nreg_code within_contract(nreg_code code, int what, nreg_error *error) {
    switch (code) {
    case NREG_DENIED:
        return error->code = NREG_READ_ONLY;
    case NREG_NOT_FOUND:
        return error->code = NREG_INCOMPATIBLE;
    case NREG_UNKNOWN:
        return error->code = what == ENDING ? NREG_UNKNOWN : NREG_RETRY;
    default:
        return code;
    }
}

static void take_result(nreg_pg_connection *connection, int what, PGresult *got, reception *to) {
    const int good = is_good(got);
    if (what >= PREPARATION) {
        /* A preparation outlives a failure of the statement itself, and of the transaction. */
        connection->prepared[what - PREPARATION] = good ? NREG_PG_PREPARED : NREG_PG_UNPREPARED;
    }
    if (!good && to->code == NREG_OK && to->tx != NULL) {
        to->code = within_contract(nreg_pg_fail(connection->pg, got, to->error), what, to->error);
    }
    if (good && (what == AWAITED || what == ENDING) && to->code == NREG_OK) {
        to->awaited = got;
    } else if (good && what >= FORETOLD && what < PREPARATION && to->tx != NULL) {
        to->tx->foretold[what - FORETOLD].result = got;
    } else {
        PQclear(got);
    }
}

/* Reads the answers of all that was sent, the last of which is a SYNC. */
static void receive(nreg_pg_connection *connection, reception *to) {
    for (int i = 0; i < connection->sent_count; i++) {
        const int what = connection->sent[i];
        if (what == ENDING) {
            connection->warned = 0;
        }
        PGresult *got = PQgetResult(connection->pg);
        if (got == NULL || (what == SYNC) != (PQresultStatus(got) == PGRES_PIPELINE_SYNC)) {
            if (to->code == NREG_OK && to->tx != NULL) {
                to->code = nreg_pg_fail(connection->pg, got, to->error);
            }
            PQclear(got);
            connection->broken = 1;
            break;
        }
        take_result(connection, what, got, to);
        if (what != SYNC) {
            PQclear(PQgetResult(connection->pg)); /* NULL behind each */
        }
    }
    connection->sent_count = 0;
    connection->broken |= PQstatus(connection->pg) != CONNECTION_OK;
}

static nreg_code lost(nreg_pg_transaction *tx, nreg_error *error) {
    tx->connection->broken = 1;
    return nreg_pg_fail(tx->connection->pg, NULL, error);
}

/* Sends a SYNC, waits, and gives the result of the command awaited, if one was sent. */
static nreg_code await(nreg_pg_transaction *tx, PGresult **result, nreg_error *error) {
    if (!send_sync(tx->connection)) {
        return lost(tx, error);
    }
    atomic_fetch_add(&tx->pool->trips, 1);
    reception to = {tx, NULL, NREG_OK, error};
    receive(tx->connection, &to);
    tx->failed |= to.code != NREG_OK;
    if (to.code == NREG_OK && result != NULL) {
        *result = to.awaited;
    } else {
        PQclear(to.awaited);
    }
    return to.code;
}

static nreg_code check_usable(const nreg_pg_transaction *tx, nreg_error *error) {
    if (tx->connection->params.failed) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a statement's parameters.");
    }
    if (getpid() != tx->pool->process) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in the child.");
    }
    if (tx->connection->broken) {
        return nreg_error_set(error, NREG_IO, "The connection to the database was lost.");
    }
    return NREG_OK;
}

/* --- statements foretold */

nreg_code nreg_pg_foretell(nreg_pg_transaction *tx, nreg_pg_statement statement, nreg_error *error) {
    nreg_code code = check_usable(tx, error);
    if (code != NREG_OK || tx->foretold_count == NREG_PG_FORETOLD) {
        return code;
    }
    nreg_pg_foretold *one = &tx->foretold[tx->foretold_count++];
    one->statement = statement;
    one->params = tx->connection->params;
    nreg_pg_params_init(&tx->connection->params, &tx->pool->allocator);
    return NREG_OK;
}

static int same_params(const nreg_pg_params *a, const nreg_pg_params *b) {
    return a->count == b->count && a->length == b->length &&
           memcmp(a->lengths, b->lengths, (size_t)a->count * sizeof *a->lengths) == 0 &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

static nreg_pg_foretold *find_foretold(nreg_pg_transaction *tx, nreg_pg_statement statement) {
    for (int i = 0; i < tx->foretold_count; i++) {
        nreg_pg_foretold *one = &tx->foretold[i];
        if (one->statement == statement && one->state != NREG_PG_TAKEN &&
            same_params(&one->params, &tx->connection->params)) {
            return one;
        }
    }
    return NULL;
}

static void forget_foretold(nreg_pg_transaction *tx) {
    for (int i = 0; i < tx->foretold_count; i++) {
        nreg_pg_params_free(&tx->foretold[i].params);
        PQclear(tx->foretold[i].result);
    }
    tx->foretold_count = 0;
}

/* --- statements */

nreg_code nreg_pg_execute(nreg_pg_transaction *tx, nreg_pg_statement statement, PGresult **result, nreg_error *error) {
    nreg_code code = check_usable(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_pg_foretold *known = find_foretold(tx, statement);
    if (known != NULL) {
        const int answered = known->result != NULL;
        known->state = NREG_PG_TAKEN;
        if (answered && result != NULL) {
            *result = known->result;
            known->result = NULL;
        }
        if (answered) {
            return NREG_OK;
        }
    }
    if (!send_begin(tx) || !send_statement(tx->connection, statement, &tx->connection->params, AWAITED) ||
        !send_foretold(tx)) {
        return lost(tx, error);
    }
    return await(tx, result, error);
}

nreg_code nreg_pg_defer(nreg_pg_transaction *tx, nreg_pg_statement statement, nreg_error *error) {
    nreg_code code = check_usable(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!send_begin(tx) || !send_statement(tx->connection, statement, &tx->connection->params, PLAIN)) {
        return lost(tx, error);
    }
    /* Room is kept for a statement, its preparation, those foretold, COMMIT and SYNC. */
    return tx->connection->sent_count + 2 * NREG_PG_FORETOLD + 8 > NREG_PG_SENT_MAX ? await(tx, NULL, error) : NREG_OK;
}

/* --- ending */

int nreg_pg_ended(nreg_pg_connection *connection) {
    reception to = {NULL, NULL, NREG_OK, NULL};
    if (connection->sent_count > 0) {
        receive(connection, &to);
        PQclear(to.awaited);
    }
    return !connection->broken && PQexitPipelineMode(connection->pg) &&
           PQtransactionStatus(connection->pg) == PQTRANS_IDLE;
}

static void finish(nreg_pg_transaction *tx) {
    nreg_pg_pool *pool = tx->pool;
    forget_foretold(tx);
    nreg_pg_pool_give(pool, tx->connection);
    nreg_release(&pool->allocator, tx);
}

/* Nobody waits for the end of a transaction that only read: whoever takes the connection next reads the answer. */
static void end_reading(nreg_pg_transaction *tx) {
    nreg_pg_connection *connection = tx->connection;
    connection->broken |= !send_text(connection, "COMMIT", PLAIN) || !send_sync(connection);
}

/*
 * A header that was read may be that of a commit whose client was not told yet, because a standby has not confirmed it.
 * A commit waits for standbys if it has written something: a lock on that row will do.
 */
static nreg_code vouch(nreg_pg_transaction *tx, nreg_error *error) {
    if (tx->mode != NREG_STORE_WRITE || tx->header == 0 || tx->own.id != 0) {
        return NREG_OK;
    }
    nreg_pg_param_u64(nreg_pg_begin_params(tx), tx->header);
    return nreg_pg_defer(tx, NREG_PG_BATCH_VOUCH, error);
}

static nreg_code commit_writes(nreg_pg_transaction *tx, nreg_error *error) {
    nreg_pg_connection *connection = tx->connection;
    PGresult *result = NULL;
    const nreg_code vouched = vouch(tx, error);
    if (vouched != NREG_OK) {
        return vouched;
    }
    if (!send_text(connection, "COMMIT", ENDING)) {
        return lost(tx, error);
    }
    nreg_code code = await(tx, &result, error);
    if (connection->broken) {
        code = nreg_error_set(error, NREG_UNKNOWN, "The connection was lost while the transaction was committed.");
    } else if (code == NREG_OK && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        code = nreg_error_set(error, NREG_RETRY, "The database rolled the transaction back instead of committing it.");
    } else if (code == NREG_OK && connection->warned) {
        /* Committed here, but a synchronous standby has not confirmed it: a failover might lose it. */
        code =
            nreg_error_set(error, NREG_UNKNOWN, "The database committed with a warning: no standby has confirmed it.");
    }
    PQclear(result);
    return code;
}

nreg_code nreg_pg_transaction_commit(void *transaction, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    nreg_code code = NREG_OK;
    (void)context;
    if (tx->begun && (tx->connection->broken || getpid() != tx->pool->process)) {
        return nreg_error_set(error, NREG_IO, "The connection to the database was lost before the commit.");
    }
    if (tx->begun && tx->mode == NREG_STORE_READ && !tx->failed) {
        end_reading(tx);
    } else if (tx->begun) {
        code = commit_writes(tx, error);
        if (code == NREG_OK) {
            tx->connection->broken |= !PQexitPipelineMode(tx->connection->pg);
        }
    }
    if (code == NREG_OK) {
        finish(tx);
    }
    return code;
}

/* Ends what a failed command left of the pipeline first. */
static void undo(nreg_pg_transaction *tx) {
    nreg_pg_connection *connection = tx->connection;
    nreg_error ignored = NREG_ERROR_INIT;
    if ((connection->sent_count > 0 && !send_sync(connection)) || !send_text(connection, "ROLLBACK", PLAIN)) {
        connection->broken = 1;
        return;
    }
    (void)await(tx, NULL, &ignored);
    if (!connection->broken) {
        connection->broken |= !PQexitPipelineMode(connection->pg);
    }
}

void nreg_pg_transaction_rollback(void *transaction, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    if (getpid() != tx->pool->process) {
        /* The connection and the pool's lock are the parent's. */
        forget_foretold(tx);
        nreg_release(&tx->pool->allocator, tx);
        return;
    }
    if (tx->begun && !tx->connection->broken) {
        if (tx->mode == NREG_STORE_READ && !tx->failed && tx->connection->sent_count == 0) {
            end_reading(tx);
        } else if (PQpipelineStatus(tx->connection->pg) != PQ_PIPELINE_OFF) {
            undo(tx);
        }
    }
    finish(tx);
}
