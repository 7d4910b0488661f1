/* SPDX-License-Identifier: MIT */
#include "journal/retention.h"

#include <string.h>

enum {
    PRUNE_ROWS = 5000,   /* a transaction */
    PRUNE_BATCHES = 50,  /* a transaction */
    REDACT_BATCHES = 100 /* a page */
};

/* What is run in write transactions of its own until it has nothing left to do. */
typedef nreg_code (*prune_step)(nreg_transaction *tx, int64_t time, uint32_t *count, nreg_error *error);

static nreg_code prune_rows(nreg_transaction *tx, int64_t before, uint32_t *count, nreg_error *error) {
    return nreg_transaction_journal_prune(tx, before, PRUNE_ROWS, count, error);
}

static nreg_code prune_batches(nreg_transaction *tx, int64_t now, uint32_t *count, nreg_error *error) {
    return nreg_transaction_batch_prune(tx, now, PRUNE_BATCHES, count, error);
}

typedef struct pruning {
    prune_step step;
    int64_t time;
    uint32_t count;
} pruning;

static nreg_code prune_once(nreg_transaction *tx, void *context, nreg_error *error) {
    pruning *work = context;
    return work->step(tx, work->time, &work->count, error);
}

/* What a commit of unknown end removed is not counted, if it did. */
static nreg_code repeat(const nreg_access *access, prune_step step, int64_t time, uint64_t *total, nreg_error *error) {
    pruning work = {step, time, 0};
    int in_doubt = 0;
    do {
        const nreg_code code = nreg_again_write(access->store, access->wait_ms, prune_once, &work, &in_doubt, error);
        if (code != NREG_OK) {
            return code;
        }
        *total += work.count;
    } while (work.count > 0);
    return NREG_OK;
}

nreg_code nreg_retention_prune(const nreg_access *access, int64_t before, uint64_t *rows, uint64_t *batches,
                               nreg_error *error) {
    int64_t now = 0;
    nreg_code code = nreg_host_now(&access->host, &now, error);
    if (code == NREG_OK && before != 0) {
        code = repeat(access, prune_rows, before, rows, error);
    }
    if (code == NREG_OK) {
        code = repeat(access, prune_batches, now, batches, error);
    }
    return code;
}

typedef struct redaction {
    uint64_t id;
    const char *actor;
    const char *replacement;
} redaction;

static nreg_code redact_header(nreg_transaction *tx, void *context, nreg_error *error) {
    const redaction *work = context;
    nreg_store_batch header;
    nreg_store_batch existing;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code = nreg_transaction_batch_get(tx, work->id, &header, &answer, error);
    if (code != NREG_OK || answer != NREG_ROW_OK || strcmp(header.actor, work->actor) != 0) {
        return code;
    }
    const uint32_t revision = header.revision++;
    memset(header.actor, 0, sizeof header.actor);
    memcpy(header.actor, work->replacement, strlen(work->replacement));
    code = nreg_transaction_batch_put(tx, &header, revision, &existing, &answer, error);
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        return nreg_error_set(error, NREG_RETRY, "A batch changed while its actor was replaced.");
    }
    return code;
}

static nreg_code list_page(const nreg_access *access, uint64_t after, nreg_store_batch *page, uint32_t *count,
                           uint32_t *more, nreg_error *error) {
    const nreg_store_batch_filter everything = {0, 0, 0, 0, 0};
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code =
            nreg_transaction_batch_list(&reading.tx, &everything, after, REDACT_BATCHES, page, count, more, error);
    }
    return reading.code;
}

nreg_code nreg_retention_redact_actor(const nreg_access *access, const char *actor, const char *replacement,
                                      uint64_t *batches, nreg_error *error) {
    if (strcmp(actor, replacement) == 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The replacement is the actor's own name.");
    }
    nreg_store_batch *page = nreg_allocate_array(&access->allocator, REDACT_BATCHES, sizeof *page);
    if (page == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page of batches.");
    }
    uint64_t after = 0;
    uint32_t more = 1;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = list_page(access, after, page, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            after = page[i].id;
            if (strcmp(page[i].actor, actor) == 0) {
                redaction work = {page[i].id, actor, replacement};
                int in_doubt = 0;
                code = nreg_again_write(access->store, access->wait_ms, redact_header, &work, &in_doubt, error);
                *batches += code == NREG_OK;
            }
        }
    }
    nreg_release(&access->allocator, page);
    return code;
}

typedef struct erasure {
    uint64_t number;
    uint64_t rows; /* the most that any run changed: one after a run that took effect changes none */
    int remembers; /* the store keeps tombstones */
} erasure;

static nreg_code erase(nreg_transaction *tx, void *context, nreg_error *error) {
    erasure *work = context;
    nreg_record record;
    uint64_t rows = 0;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code = nreg_transaction_fetch(tx, &work->number, 1, NREG_FETCH_LOCKED, &record, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_OK) {
        return nreg_error_set(error, NREG_EXISTS, "The number is registered; remove it before erasing it.");
    }
    if (code == NREG_OK) {
        code = nreg_transaction_journal_erase(tx, work->number, &rows, error);
        work->rows = rows > work->rows ? rows : work->rows;
    }
    if (code == NREG_OK && work->remembers) {
        const nreg_store_tombstone none = {.number = work->number};
        code = nreg_transaction_tombstone_put(tx, &none, 1, error);
    }
    return code;
}

nreg_code nreg_retention_erase_number(const nreg_access *access, uint64_t number, uint64_t *rows, nreg_error *error) {
    erasure work = {number, 0, (nreg_store_groups(access->store) & NREG_GROUP_REVIEW) != 0};
    int in_doubt = 0;
    const nreg_code code = nreg_again_write(access->store, access->wait_ms, erase, &work, &in_doubt, error);
    *rows = code == NREG_OK ? work.rows : 0;
    return code;
}
