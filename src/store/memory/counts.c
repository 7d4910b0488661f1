/* SPDX-License-Identifier: MIT */
/* The group counts. Writers come one at a time, so a counter is simply its value. */
#include "store/memory/table.h"

static nreg_key counter_key(uint64_t scope, uint32_t kind, uint64_t key) {
    nreg_key bytes = {0};
    nreg_key_number(&bytes, scope);
    nreg_key_number(&bytes, kind);
    nreg_key_number(&bytes, key);
    return bytes;
}

static nreg_code add(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                     void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        const nreg_key key = counter_key(amounts[i].scope, amounts[i].kind, amounts[i].key);
        const int64_t *present = nreg_table_get(memory, &tx->view, NREG_TABLE_COUNT, &key, NULL);
        const int64_t value = (int64_t)((uint64_t)(present == NULL ? 0 : *present) + (uint64_t)amounts[i].amount);
        const int done = value == 0 ? nreg_table_remove(memory, NREG_TABLE_COUNT, &key)
                                    : nreg_table_put(memory, NREG_TABLE_COUNT, &key, &value, sizeof value);
        if (!done) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static nreg_code read(void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit,
                      nreg_store_count *counts, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    *more = 0;
    nreg_key prefix = {0};
    nreg_key_number(&prefix, scope);
    nreg_key_number(&prefix, kind);
    const nreg_key from = counter_key(scope, kind, after == UINT32_MAX ? 0 : (uint64_t)after + 1);
    nreg_memory_lock(memory);
    const nreg_row *row = nreg_table_seek(memory, &tx->view, NREG_TABLE_COUNT, &from);
    for (; row != NULL && nreg_row_begins(row, &prefix); row = nreg_table_next(&tx->view, row)) {
        if (*count == limit) {
            *more = 1;
            break;
        }
        size_t length;
        const int64_t *value = nreg_row_data(row, &tx->view, NULL);
        const uint32_t key = (uint32_t)nreg_key_read(nreg_row_key(row, &length) + 16);
        counts[(*count)++] = (nreg_store_count){scope, kind, key, *value};
    }
    nreg_memory_unlock(memory);
    return NREG_OK;
}

void nreg_memory_offer_counts(nreg_store_methods *methods) {
    methods->count_add = add;
    methods->count_read = read;
}
