/* SPDX-License-Identifier: MIT */
/* The group review: leases and tombstones. */
#include "store/memory/table.h"

typedef struct lease {
    uint64_t owner;
    int64_t until;
} lease;

typedef struct lessee {
    const nreg_view *view;
    lease wanted;
    int64_t now;
} lessee;

static nreg_key number_key(uint64_t number) {
    nreg_key key = {0};
    nreg_key_number(&key, number);
    return key;
}

static int take_lease(nreg_memory *memory, const nreg_record *record, void *context) {
    const lessee *l = context;
    const nreg_key key = number_key(record->number);
    const lease *held = nreg_table_get(memory, l->view, NREG_TABLE_LEASE, &key, NULL);
    if (held != NULL && held->until > l->now) {
        return 0;
    }
    return nreg_table_put(memory, NREG_TABLE_LEASE, &key, &l->wanted, sizeof l->wanted) ? 1 : -1;
}

static nreg_code review_lease(void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until,
                              uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count, nreg_error *error,
                              void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    *count = 0;
    const nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    if (status >= NREG_BUCKET_STATUSES) {
        return NREG_OK;
    }
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.statuses = UINT32_C(1) << status;
    lessee l = {&tx->view, {owner, until}, now};
    uint32_t more;
    return nreg_memory_walk(tx, &filter, after, limit, records, count, &more, take_lease, &l, error);
}

static nreg_code review_unlease(void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner,
                                nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        const nreg_key key = number_key(numbers[i]);
        const lease *held = nreg_table_get(memory, &tx->view, NREG_TABLE_LEASE, &key, NULL);
        if (held != NULL && held->owner == owner && !nreg_table_remove(memory, NREG_TABLE_LEASE, &key)) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static nreg_code tombstone_put(void *transaction, const nreg_store_tombstone *rows, uint64_t count, nreg_error *error,
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
        const nreg_key key = number_key(rows[i].number);
        const int done = rows[i].status == 0
                             ? nreg_table_remove(memory, NREG_TABLE_TOMBSTONE, &key)
                             : nreg_table_put(memory, NREG_TABLE_TOMBSTONE, &key, &rows[i], sizeof rows[i]);
        if (!done) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static nreg_code tombstone_get(void *transaction, const uint64_t *numbers, uint64_t count, nreg_store_tombstone *rows,
                               uint8_t *answers, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_memory_lock(memory);
    for (uint64_t i = 0; i < count; i++) {
        const nreg_key key = number_key(numbers[i]);
        const nreg_store_tombstone *row = nreg_table_get(memory, &tx->view, NREG_TABLE_TOMBSTONE, &key, NULL);
        answers[i] = row == NULL ? NREG_ROW_ABSENT : NREG_ROW_OK;
        if (row != NULL) {
            rows[i] = *row;
        }
    }
    nreg_memory_unlock(memory);
    return NREG_OK;
}

void nreg_memory_offer_review(nreg_store_methods *methods) {
    methods->review_lease = review_lease;
    methods->review_unlease = review_unlease;
    methods->tombstone_put = tombstone_put;
    methods->tombstone_get = tombstone_get;
}
