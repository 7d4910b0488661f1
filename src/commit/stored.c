/* SPDX-License-Identifier: MIT */
/* Results as a store keeps them, and the names of the scopes they speak of. */
#include "commit/engine.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* --- loading */

typedef struct filling {
    nreg_result *result;
    uint32_t filled;
    nreg_error *error;
} filling;

static nreg_code take_chunk(const void *data, uint64_t length, void *sink) {
    filling *into = sink;
    return nreg_outcomes_read(into->result, data, (size_t)length, &into->filled, into->error);
}

static nreg_code read_outcomes(nreg_transaction *tx, const nreg_store_batch *header, nreg_result *result,
                               nreg_error *error) {
    filling into = {result, 0, error};
    for (uint32_t chunk = 0; chunk < header->chunks; chunk++) {
        uint8_t answer = NREG_ROW_ABSENT;
        const nreg_code code =
            nreg_transaction_items_get(tx, header->id, NREG_ITEMS_OUTCOMES, chunk, take_chunk, &into, &answer, error);
        if (code != NREG_OK) {
            return code;
        }
        if (answer != NREG_ROW_OK) {
            return nreg_error_set(error, NREG_NOT_FOUND,
                                  "The batch was committed, but its outcomes are not kept any more.");
        }
    }
    if (into.filled != header->entries) {
        return nreg_error_set(error, NREG_CORRUPT, "Outcomes of a stored batch are missing.");
    }
    return nreg_outcomes_sort(result, error);
}

nreg_code nreg_engine_load(const nreg_access *access, nreg_transaction *tx, nreg_catalogue *catalogue,
                           const nreg_store_batch *header, nreg_result **result, nreg_error *error) {
    if (header->state != NREG_BATCH_COMMITTED) {
        return nreg_error_set(error, NREG_CLOSED, "The batch is not committed.");
    }
    nreg_result *loaded;
    nreg_code code = nreg_result_new(&access->allocator, catalogue, header->entries, &loaded, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_result_from_header(loaded, header);
    code = read_outcomes(tx, header, loaded, error);
    if (code == NREG_OK) {
        code = nreg_engine_name_scopes(access, tx, loaded, error);
    }
    if (code != NREG_OK) {
        nreg_result_free(loaded);
        return code;
    }
    *result = loaded;
    return NREG_OK;
}

/* --- names */

enum { MOST_NAMES = 4096 }; /* beyond that a message says less, and still enough */

static int compare(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return a == b ? 0 : a < b ? -1 : 1;
}

static size_t sort_unique(uint64_t *ids, size_t count) {
    qsort(ids, count, sizeof *ids, compare);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || ids[kept - 1] != ids[i]) {
            ids[kept++] = ids[i];
        }
    }
    return kept;
}

/* The scopes an outcome names, ascending; at most MOST_NAMES of them. `ids` has room for twice that. */
static size_t collect(const nreg_result *result, uint64_t *ids) {
    size_t count = 0;
    uint64_t last = 0;
    if (result->target != 0) {
        ids[count++] = result->target;
    }
    for (uint32_t i = 0; i < result->count; i++) {
        const uint64_t holder = result->outcomes[i].holder;
        if (holder == 0 || holder == last) {
            continue;
        }
        last = holder;
        ids[count++] = holder;
        if (count == 2 * MOST_NAMES) {
            count = sort_unique(ids, count);
            if (count >= MOST_NAMES) {
                return MOST_NAMES;
            }
        }
    }
    count = sort_unique(ids, count);
    return count < MOST_NAMES ? count : MOST_NAMES;
}

static void forget(nreg_result *result) {
    nreg_release(&result->allocator, result->names);
    result->names = NULL;
    result->name_count = 0;
    nreg_texts_free(&result->labels);
    nreg_texts_init(&result->labels, &result->allocator);
}

nreg_code nreg_engine_name_scopes(const nreg_access *access, nreg_transaction *tx, nreg_result *result,
                                  nreg_error *error) {
    uint64_t *ids = nreg_allocate_array(&result->allocator, (size_t)2 * MOST_NAMES, sizeof *ids);
    if (ids == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the names of scopes.");
    }
    forget(result);
    const size_t count = collect(result, ids);
    nreg_code code = NREG_OK;
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        nreg_scope scope;
        code = nreg_scope_load(access, tx, ids[i], &scope, error);
        if (code == NREG_NOT_FOUND) {
            nreg_error_clear(error);
            code = NREG_OK;
        } else if (code == NREG_OK && !nreg_result_name(result, scope.id, scope.label)) {
            code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the names of scopes.");
        }
    }
    nreg_release(&result->allocator, ids);
    return code;
}
