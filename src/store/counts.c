/* SPDX-License-Identifier: MIT */
/* The calls of the group counts: what a store answers is checked before it is believed. */
#include "store/transaction.h"

#include "store/call.h"

nreg_code nreg_transaction_count_add(nreg_transaction *tx, const nreg_store_count *amounts, size_t count,
                                     nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "count_add", NREG_GROUP_COUNTS, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->count_add(tx->handle, amounts + at, n, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_count_read(nreg_transaction *tx, uint64_t scope, uint32_t kind, uint32_t after,
                                      uint32_t limit, nreg_store_count *counts, uint32_t *count, uint32_t *more,
                                      nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "count_read", NREG_GROUP_COUNTS, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    *count = 0;
    *more = 0;
    code =
        call.methods->count_read(tx->handle, scope, kind, after, most, counts, count, more, call.error, call.context);
    code = nreg_call_page(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        const int first = i == 0 && after == UINT32_MAX;
        if (counts[i].scope != scope || counts[i].kind != kind ||
            (!first && counts[i].key <= (i == 0 ? after : counts[i - 1].key))) {
            code = nreg_call_broken(&call, "it returned a counter out of order, or one that was not asked for");
        }
    }
    return nreg_call_end(&call, code);
}
