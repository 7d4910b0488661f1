/* SPDX-License-Identifier: MIT */
/* The calls of the group batches: what a store answers is checked before it is believed. */
#include "store/transaction.h"

#include "store/call.h"

#include <string.h>

/* Chunks of items beyond this are refused before they reach the store. */
#define ITEMS_MAX ((size_t)16 << 20)

static int batch_valid(const nreg_store_batch *batch) {
    return batch->id != 0 && nreg_call_is_text(batch->region, sizeof batch->region) &&
           nreg_call_is_text(batch->plan, sizeof batch->plan) &&
           nreg_call_is_text(batch->request_id, sizeof batch->request_id) &&
           nreg_call_is_text(batch->actor, sizeof batch->actor) &&
           nreg_call_is_text(batch->trace, sizeof batch->trace) &&
           nreg_call_is_text(batch->attestation, sizeof batch->attestation);
}

nreg_code nreg_transaction_batch_put(nreg_transaction *tx, const nreg_store_batch *batch, uint32_t expected_revision,
                                     nreg_store_batch *existing, uint8_t *answer, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "batch_put", NREG_GROUP_BATCHES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *answer = UINT8_MAX;
    code = call.methods->batch_put(tx->handle, batch, expected_revision, existing, answer, call.error, call.context);
    if (code == NREG_OK && *answer != NREG_ROW_OK && *answer != NREG_ROW_PRESENT &&
        !(*answer == NREG_ROW_CONFLICT && expected_revision != 0)) {
        code = nreg_call_broken(&call, "it answered neither OK, PRESENT nor CONFLICT");
    }
    if (code == NREG_OK && *answer == NREG_ROW_PRESENT && expected_revision == 0 && !batch_valid(existing)) {
        code = nreg_call_broken(&call, "the batch it returned is damaged");
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_batch_get(nreg_transaction *tx, uint64_t id, nreg_store_batch *batch, uint8_t *answer,
                                     nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "batch_get", NREG_GROUP_BATCHES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    *answer = UINT8_MAX;
    code = call.methods->batch_get(tx->handle, id, batch, answer, call.error, call.context);
    if (code == NREG_OK && (!nreg_answers_valid(answer, 1, NREG_ROW_ABSENT) ||
                            (*answer == NREG_ROW_OK && (batch->id != id || !batch_valid(batch))))) {
        code = nreg_call_broken(&call, "it answered for another batch, or neither OK nor ABSENT");
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_batch_find(nreg_transaction *tx, uint64_t business, const char *request_id,
                                      nreg_store_batch *batch, uint8_t *answer, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "batch_find", NREG_GROUP_BATCHES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    *answer = UINT8_MAX;
    code = call.methods->batch_find(tx->handle, business, request_id, batch, answer, call.error, call.context);
    if (code == NREG_OK && (!nreg_answers_valid(answer, 1, NREG_ROW_ABSENT) ||
                            (*answer == NREG_ROW_OK && (!batch_valid(batch) || batch->business != business ||
                                                        strcmp(batch->request_id, request_id) != 0)))) {
        code = nreg_call_broken(&call, "it answered for another batch, or neither OK nor ABSENT");
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_batch_list(nreg_transaction *tx, const nreg_store_batch_filter *filter, uint64_t after,
                                      uint32_t limit, nreg_store_batch *batches, uint32_t *count, uint32_t *more,
                                      nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "batch_list", NREG_GROUP_BATCHES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    *count = 0;
    *more = 0;
    code = call.methods->batch_list(tx->handle, filter, after, most, batches, count, more, call.error, call.context);
    code = nreg_call_page(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (!batch_valid(&batches[i]) || (filter->business != 0 && batches[i].business != filter->business)) {
            code = nreg_call_broken(&call, "it returned a damaged batch, or one that the filter excludes");
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_items_put(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t chunk,
                                     const void *data, size_t length, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "items_put", NREG_GROUP_BATCHES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    code = length > ITEMS_MAX
               ? nreg_error_set(call.error, NREG_INTERNAL, "A chunk of items is larger than 16 MiB.")
               : call.methods->items_put(tx->handle, batch, kind, chunk, data, length, call.error, call.context);
    return nreg_call_end(&call, code);
}

typedef struct emission {
    nreg_code (*emit)(const void *data, uint64_t length, void *sink);
    void *sink;
    nreg_code code; /* of `emit` */
    uint32_t calls;
} emission;

static nreg_code count_emission(const void *data, uint64_t length, void *sink) {
    emission *watched = sink;
    watched->calls++;
    watched->code = watched->emit(data, length, watched->sink);
    return watched->code;
}

nreg_code nreg_transaction_items_get(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t chunk,
                                     nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                                     uint8_t *answer, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "items_get", NREG_GROUP_BATCHES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    emission watched = {emit, sink, NREG_OK, 0};
    *answer = UINT8_MAX;
    code = call.methods->items_get(tx->handle, batch, kind, chunk, count_emission, &watched, answer, call.error,
                                   call.context);
    if (code == NREG_OK && watched.code != NREG_OK) {
        code = nreg_call_broken(&call, "it hid the code of `emit`");
    }
    if (code == NREG_OK &&
        (!nreg_answers_valid(answer, 1, NREG_ROW_ABSENT) || watched.calls != (*answer == NREG_ROW_OK ? 1U : 0U))) {
        code = nreg_call_broken(&call, "it did not call `emit` exactly once for a chunk that is there");
    }
    return nreg_call_end_allowing(&call, code, watched.code);
}

nreg_code nreg_transaction_items_clear(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t from_chunk,
                                       nreg_error *error) {
    nreg_call call;
    const nreg_code code = nreg_call_begin(&call, tx, "items_clear", NREG_GROUP_BATCHES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    return nreg_call_end(&call,
                         call.methods->items_clear(tx->handle, batch, kind, from_chunk, call.error, call.context));
}

nreg_code nreg_transaction_batch_prune(nreg_transaction *tx, int64_t now, uint32_t limit, uint32_t *count,
                                       nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "batch_prune", NREG_GROUP_BATCHES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *count = 0;
    code = call.methods->batch_prune(tx->handle, now, limit, count, call.error, call.context);
    return nreg_call_end(&call, nreg_call_page(&call, code, limit, *count, 0));
}
