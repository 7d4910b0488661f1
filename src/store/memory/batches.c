/* SPDX-License-Identifier: MIT */
/* The group batches: headers, request ids, items, and what expires. */
#include "store/memory/table.h"

static nreg_key key_1(uint64_t a) {
    nreg_key key = {0};
    nreg_key_number(&key, a);
    return key;
}

static nreg_key key_3(uint64_t a, uint64_t b, uint64_t c) {
    nreg_key key = {0};
    nreg_key_number(&key, a);
    nreg_key_number(&key, b);
    nreg_key_number(&key, c);
    return key;
}

/* Signed times in ascending order of bytes. */
static uint64_t ordered(int64_t time) {
    return (uint64_t)time ^ (uint64_t)1 << 63;
}

static nreg_key request_key(uint64_t business, const char *request_id) {
    nreg_key key = {0};
    nreg_key_number(&key, business);
    nreg_key_text(&key, request_id, strnlen(request_id, NREG_KEY_TEXT_MAX));
    return key;
}

static nreg_key order_key(uint64_t business, const nreg_store_batch *batch) {
    return key_3(business, ~ordered(batch->created), ~batch->id);
}

static nreg_key expiry_key(const nreg_store_batch *batch) {
    nreg_key key = {0};
    nreg_key_number(&key, ordered(batch->expires));
    nreg_key_number(&key, batch->id);
    return key;
}

static const nreg_store_batch *header(const nreg_memory_transaction *tx, uint64_t id) {
    const nreg_key key = key_1(id);
    return nreg_table_get(tx->memory, &tx->view, NREG_TABLE_BATCH, &key, NULL);
}

static const nreg_store_batch *by_request(const nreg_memory_transaction *tx, uint64_t business,
                                          const char *request_id) {
    const nreg_key key = request_key(business, request_id);
    const uint64_t *id = nreg_table_get(tx->memory, &tx->view, NREG_TABLE_REQUEST, &key, NULL);
    return id == NULL ? NULL : header(tx, *id);
}

static int unlink_header(nreg_memory *memory, const nreg_store_batch *batch) {
    const nreg_key request = request_key(batch->business, batch->request_id);
    const nreg_key own = order_key(batch->business, batch);
    const nreg_key all = order_key(0, batch);
    const nreg_key expiry = expiry_key(batch);
    return (batch->request_id[0] == '\0' || nreg_table_remove(memory, NREG_TABLE_REQUEST, &request)) &&
           nreg_table_remove(memory, NREG_TABLE_BATCH_ORDER, &own) &&
           nreg_table_remove(memory, NREG_TABLE_BATCH_ORDER, &all) &&
           nreg_table_remove(memory, NREG_TABLE_EXPIRY, &expiry);
}

static int link_header(nreg_memory *memory, const nreg_store_batch *batch) {
    const nreg_key id = key_1(batch->id);
    const nreg_key request = request_key(batch->business, batch->request_id);
    const nreg_key own = order_key(batch->business, batch);
    const nreg_key all = order_key(0, batch);
    const nreg_key expiry = expiry_key(batch);
    return nreg_table_put(memory, NREG_TABLE_BATCH, &id, batch, sizeof *batch) &&
           (batch->request_id[0] == '\0' ||
            nreg_table_put(memory, NREG_TABLE_REQUEST, &request, &batch->id, sizeof batch->id)) &&
           nreg_table_put(memory, NREG_TABLE_BATCH_ORDER, &own, NULL, 0) &&
           nreg_table_put(memory, NREG_TABLE_BATCH_ORDER, &all, NULL, 0) &&
           (batch->expires <= 0 || nreg_table_put(memory, NREG_TABLE_EXPIRY, &expiry, NULL, 0));
}

/* Headers live as long as their version: copied before they are unlinked. */
static int replace_header(nreg_memory_transaction *tx, const nreg_store_batch *batch) {
    const nreg_store_batch before = *header(tx, batch->id);
    return unlink_header(tx->memory, &before) && link_header(tx->memory, batch);
}

static nreg_code put(void *transaction, const nreg_store_batch *batch, uint32_t expected_revision,
                     nreg_store_batch *existing, uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    const nreg_store_batch *present = header(tx, batch->id);
    const nreg_store_batch *same_request =
        batch->request_id[0] == '\0' ? NULL : by_request(tx, batch->business, batch->request_id);
    *answer = NREG_ROW_OK;
    if (expected_revision != 0 && (present == NULL || present->revision != expected_revision)) {
        *answer = NREG_ROW_CONFLICT;
    } else if (same_request != NULL && (expected_revision == 0 || same_request->id != batch->id)) {
        *answer = NREG_ROW_PRESENT;
        *existing = *same_request;
    } else if (expected_revision == 0 && present != NULL) {
        *answer = NREG_ROW_PRESENT;
        *existing = *present;
    } else if (!(present == NULL ? link_header(memory, batch) : replace_header(tx, batch))) {
        code = nreg_memory_short(error);
    }
    nreg_memory_unlock(memory);
    return code;
}

static void answer_with(const nreg_store_batch *found, nreg_store_batch *batch, uint8_t *answer) {
    *answer = found == NULL ? NREG_ROW_ABSENT : NREG_ROW_OK;
    if (found != NULL) {
        *batch = *found;
    }
}

static nreg_code get(void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer, nreg_error *error,
                     void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory_lock(tx->memory);
    answer_with(header(tx, id), batch, answer);
    nreg_memory_unlock(tx->memory);
    return NREG_OK;
}

static nreg_code find(void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch,
                      uint8_t *answer, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory_lock(tx->memory);
    answer_with(by_request(tx, business, request_id), batch, answer);
    nreg_memory_unlock(tx->memory);
    return NREG_OK;
}

static int passes(const nreg_store_batch_filter *filter, const nreg_store_batch *batch) {
    return (filter->unit == 0 || batch->unit == filter->unit) &&
           (filter->program == 0 || batch->program == filter->program) &&
           (filter->state == 0 || batch->state == filter->state);
}

static nreg_code list(void *transaction, const nreg_store_batch_filter *filter, uint64_t after, uint32_t limit,
                      nreg_store_batch *batches, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    *more = 0;
    nreg_memory_lock(memory);
    const nreg_key prefix = key_1(filter->business);
    const nreg_store_batch *last = after == 0 ? NULL : header(tx, after);
    if (after == 0 || last != NULL) {
        const nreg_key from = last == NULL ? prefix : order_key(filter->business, last);
        const nreg_row *row = nreg_table_seek(memory, &tx->view, NREG_TABLE_BATCH_ORDER, &from);
        for (; row != NULL && nreg_row_begins(row, &prefix); row = nreg_table_next(&tx->view, row)) {
            size_t length;
            const nreg_store_batch *batch = header(tx, ~nreg_key_read(nreg_row_key(row, &length) + 16));
            if (batch == NULL || batch->id == after || !passes(filter, batch)) {
                continue;
            }
            if (*count == limit) {
                *more = 1;
                break;
            }
            batches[(*count)++] = *batch;
        }
    }
    nreg_memory_unlock(memory);
    return NREG_OK;
}

static nreg_code items_put(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data,
                           uint64_t length, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    const nreg_key key = key_3(batch, kind, chunk);
    nreg_memory_lock(tx->memory);
    if (!nreg_table_put(tx->memory, NREG_TABLE_ITEMS, &key, data, (size_t)length)) {
        code = nreg_memory_short(error);
    }
    nreg_memory_unlock(tx->memory);
    return code;
}

static nreg_code items_get(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
                           nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                           uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    const nreg_key key = key_3(batch, kind, chunk);
    size_t length = 0;
    nreg_memory_lock(tx->memory);
    const void *data = nreg_table_get(tx->memory, &tx->view, NREG_TABLE_ITEMS, &key, &length);
    nreg_memory_unlock(tx->memory);
    *answer = data == NULL ? NREG_ROW_ABSENT : NREG_ROW_OK;
    if (data == NULL) {
        return NREG_OK;
    }
    /* A version that a transaction sees stays until that transaction ends, or changes it itself. */
    const nreg_code code = emit(data, length, sink);
    return code == NREG_OK ? NREG_OK : nreg_error_set(error, code, "The receiver of a chunk of items failed.");
}

static int clear_items(nreg_memory_transaction *tx, uint64_t batch, uint32_t kind, uint32_t from_chunk) {
    nreg_key prefix = {0};
    nreg_key_number(&prefix, batch);
    nreg_key_number(&prefix, kind);
    const nreg_key from = key_3(batch, kind, from_chunk);
    const nreg_row *row = nreg_table_seek(tx->memory, &tx->view, NREG_TABLE_ITEMS, &from);
    while (row != NULL && nreg_row_begins(row, &prefix)) {
        size_t length;
        nreg_key key = {0};
        memcpy(key.bytes, nreg_row_key(row, &length), 24);
        key.length = 24;
        row = nreg_table_next(&tx->view, row);
        if (!nreg_table_remove(tx->memory, NREG_TABLE_ITEMS, &key)) {
            return 0;
        }
    }
    return 1;
}

static nreg_code items_clear(void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk, nreg_error *error,
                             void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(tx->memory);
    if (!clear_items(tx, batch, kind, from_chunk)) {
        code = nreg_memory_short(error);
    }
    nreg_memory_unlock(tx->memory);
    return code;
}

static int expire(nreg_memory_transaction *tx, const nreg_store_batch *batch) {
    nreg_memory *memory = tx->memory;
    if (!clear_items(tx, batch->id, NREG_ITEMS_ENTRIES, 0) || !clear_items(tx, batch->id, NREG_ITEMS_OUTCOMES, 0)) {
        return 0;
    }
    if (batch->state == NREG_BATCH_DRAFT || batch->state == NREG_BATCH_DISCARDED) {
        const nreg_key key = key_1(batch->id);
        return unlink_header(memory, batch) && nreg_table_remove(memory, NREG_TABLE_BATCH, &key);
    }
    nreg_store_batch kept = *batch;
    kept.expires = 0;
    return replace_header(tx, &kept);
}

static nreg_code prune(void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error,
                       void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    nreg_key from = {0};
    while (code == NREG_OK && *count < limit) {
        const nreg_row *row = nreg_table_seek(memory, &tx->view, NREG_TABLE_EXPIRY, &from);
        if (row == NULL) {
            break;
        }
        size_t length;
        memcpy(from.bytes, nreg_row_key(row, &length), 16);
        from.length = 16;
        if (nreg_key_read(from.bytes) > ordered(now)) {
            break;
        }
        const nreg_store_batch batch = *header(tx, nreg_key_read(from.bytes + 8));
        if (!expire(tx, &batch)) {
            code = nreg_memory_short(error);
            break;
        }
        ++*count;
    }
    nreg_memory_unlock(memory);
    return code;
}

void nreg_memory_offer_batches(nreg_store_methods *methods) {
    methods->batch_put = put;
    methods->batch_get = get;
    methods->batch_find = find;
    methods->batch_list = list;
    methods->items_put = items_put;
    methods->items_get = items_get;
    methods->items_clear = items_clear;
    methods->batch_prune = prune;
}
