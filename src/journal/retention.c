/* SPDX-License-Identifier: MIT */
#include "journal/retention.h"

#include <string.h>

enum {
    PRUNE_ROWS = 5000,   /* a transaction */
    PRUNE_BATCHES = 50,  /* a transaction */
    REDACT_BATCHES = 100 /* a page */
};

/* Runs `step` in write transactions of its own until it has nothing left to do. */
typedef nreg_code (*prune_step)(nreg_transaction *tx, int64_t time, uint32_t *count, nreg_error *error);

static nreg_code prune_rows(nreg_transaction *tx, int64_t before, uint32_t *count, nreg_error *error) {
    return nreg_transaction_journal_prune(tx, before, PRUNE_ROWS, count, error);
}

static nreg_code prune_batches(nreg_transaction *tx, int64_t now, uint32_t *count, nreg_error *error) {
    return nreg_transaction_batch_prune(tx, now, PRUNE_BATCHES, count, error);
}

static nreg_code repeat(const nreg_access *access, prune_step step, int64_t time, uint64_t *total, nreg_error *error) {
    uint32_t count = 0;
    do {
        nreg_transaction tx;
        nreg_code code = nreg_transaction_begin(&tx, access->store, NREG_STORE_WRITE, access->wait_ms, error);
        if (code == NREG_OK) {
            code = step(&tx, time, &count, error);
            code = code == NREG_OK ? nreg_transaction_commit(&tx, error) : code;
            nreg_transaction_rollback(&tx);
        }
        if (code != NREG_OK) {
            return code;
        }
        *total += count;
    } while (count > 0);
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

static nreg_code redact_header(const nreg_access *access, uint64_t id, const char *actor, const char *replacement,
                               uint64_t *batches, nreg_error *error) {
    nreg_transaction tx;
    nreg_store_batch header;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code = nreg_transaction_begin(&tx, access->store, NREG_STORE_WRITE, access->wait_ms, error);
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_transaction_batch_get(&tx, id, &header, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_OK && strcmp(header.actor, actor) == 0) {
        nreg_store_batch existing;
        const uint32_t revision = header.revision++;
        memset(header.actor, 0, sizeof header.actor);
        memcpy(header.actor, replacement, strlen(replacement));
        code = nreg_transaction_batch_put(&tx, &header, revision, &existing, &answer, error);
        if (code == NREG_OK && answer != NREG_ROW_OK) {
            code = nreg_error_set(error, NREG_CONFLICT, "A batch changed while its actor was replaced; call again.");
        }
        code = code == NREG_OK ? nreg_transaction_commit(&tx, error) : code;
        *batches += code == NREG_OK ? 1 : 0;
    }
    nreg_transaction_rollback(&tx);
    return code;
}

static nreg_code list_page(const nreg_access *access, uint64_t after, nreg_store_batch *page, uint32_t *count,
                           uint32_t *more, nreg_error *error) {
    const nreg_store_batch_filter everything = {0, 0, 0, 0, 0};
    nreg_transaction tx;
    nreg_code code = nreg_transaction_begin(&tx, access->store, NREG_STORE_READ, access->wait_ms, error);
    if (code == NREG_OK) {
        code = nreg_transaction_batch_list(&tx, &everything, after, REDACT_BATCHES, page, count, more, error);
        nreg_transaction_rollback(&tx);
    }
    return code;
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
                code = redact_header(access, page[i].id, actor, replacement, batches, error);
            }
        }
    }
    nreg_release(&access->allocator, page);
    return code;
}

static nreg_code erase(const nreg_access *access, nreg_transaction *tx, uint64_t number, uint64_t *rows,
                       nreg_error *error) {
    nreg_record record;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code = nreg_transaction_fetch(tx, &number, 1, NREG_FETCH_LOCKED, &record, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_OK) {
        return nreg_error_set(error, NREG_EXISTS, "The number is registered; remove it before erasing it.");
    }
    if (code == NREG_OK) {
        code = nreg_transaction_journal_erase(tx, number, rows, error);
    }
    if (code == NREG_OK && (nreg_store_groups(access->store) & NREG_GROUP_REVIEW) != 0) {
        const nreg_store_tombstone none = {.number = number};
        code = nreg_transaction_tombstone_put(tx, &none, 1, error);
    }
    return code == NREG_OK ? nreg_transaction_commit(tx, error) : code;
}

nreg_code nreg_retention_erase_number(const nreg_access *access, uint64_t number, uint64_t *rows, nreg_error *error) {
    nreg_transaction tx;
    nreg_code code = nreg_transaction_begin(&tx, access->store, NREG_STORE_WRITE, access->wait_ms, error);
    if (code == NREG_OK) {
        uint64_t changed = 0;
        code = erase(access, &tx, number, &changed, error);
        nreg_transaction_rollback(&tx);
        *rows = code == NREG_OK ? changed : 0;
    }
    return code;
}
