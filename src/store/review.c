/* SPDX-License-Identifier: MIT */
/* The calls of the group review: what a store answers is checked before it is believed. */
#include "store/transaction.h"

#include "store/call.h"

nreg_code nreg_transaction_review_lease(nreg_transaction *tx, uint32_t status, uint64_t owner, int64_t now,
                                        int64_t until, uint64_t after, uint32_t limit, nreg_record *records,
                                        uint32_t *count, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "review_lease", NREG_GROUP_REVIEW, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    *count = 0;
    code = call.methods->review_lease(tx->handle, status, owner, now, until, after, most, records, count, call.error,
                                      call.context);
    code = nreg_call_page(&call, code, most, *count, 0);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (records[i].number <= (i == 0 ? after : records[i - 1].number) || records[i].status != status) {
            code = nreg_call_broken(&call, "it leased a record of another status, or out of order");
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_review_unlease(nreg_transaction *tx, const uint64_t *numbers, size_t count, uint64_t owner,
                                          nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "review_unlease", NREG_GROUP_REVIEW, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->review_unlease(tx->handle, numbers + at, n, owner, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_tombstone_get(nreg_transaction *tx, const uint64_t *numbers, size_t count,
                                         nreg_store_tombstone *rows, uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "tombstone_get", NREG_GROUP_REVIEW, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code =
            call.methods->tombstone_get(tx->handle, numbers + at, n, rows + at, answers + at, call.error, call.context);
        if (code == NREG_OK && !nreg_answers_valid(answers + at, n, NREG_ROW_ABSENT)) {
            code = nreg_call_broken(&call, "it answered neither OK nor ABSENT");
        }
        for (size_t i = at; code == NREG_OK && i < at + n; i++) {
            if (answers[i] == NREG_ROW_OK && rows[i].number != numbers[i]) {
                code = nreg_call_broken(&call, "it answered for another number");
            }
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_tombstone_put(nreg_transaction *tx, const nreg_store_tombstone *rows, size_t count,
                                         nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "tombstone_put", NREG_GROUP_REVIEW, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->tombstone_put(tx->handle, rows + at, n, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}
