/* SPDX-License-Identifier: MIT */
/* The calls of the group journal: what a store answers is checked before it is believed. */
#include "store/transaction.h"

#include "store/call.h"

nreg_code nreg_transaction_journal_append(nreg_transaction *tx, const nreg_journal_row *rows, size_t count,
                                          nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "journal_append", NREG_GROUP_JOURNAL, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->journal_append(tx->handle, rows + at, n, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_journal_seal(nreg_transaction *tx, uint32_t limit, uint64_t *count, nreg_error *error) {
    nreg_call call;
    const nreg_code code = nreg_call_begin(&call, tx, "journal_seal", NREG_GROUP_JOURNAL, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *count = 0;
    return nreg_call_end(&call, call.methods->journal_seal(tx->handle, limit, count, call.error, call.context));
}

/* Is this row one that was asked for, and in its place? `last` is the row before it, NULL for the first. */
static int row_expected(uint32_t by, uint64_t id, uint64_t after, const nreg_journal_row *last,
                        const nreg_journal_row *row) {
    switch (by) {
    case NREG_JOURNAL_BATCH:
        return row->batch == id && row->number > after && (last == NULL || row->number >= last->number);
    case NREG_JOURNAL_NUMBER:
        return row->number == id;
    case NREG_JOURNAL_BUSINESS:
        return row->business == id && row->sequence > (last == NULL ? after : last->sequence);
    default:
        return row->sequence > (last == NULL ? after : last->sequence);
    }
}

nreg_code nreg_transaction_journal_read(nreg_transaction *tx, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                                        nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "journal_read", NREG_GROUP_JOURNAL, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    const int is_feed = by == NREG_JOURNAL_FEED || by == NREG_JOURNAL_BUSINESS;
    *count = 0;
    *more = 0;
    code = call.methods->journal_read(tx->handle, by, id, after, most, rows, count, more, call.error, call.context);
    code = nreg_call_page(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (!row_expected(by, id, after, i == 0 ? NULL : &rows[i - 1], &rows[i])) {
            code = nreg_call_broken(&call, "it returned a row out of order, or one that was not asked for");
        }
    }
    return nreg_call_end_allowing(&call, code, is_feed ? NREG_FEED_PRUNED : NREG_OK);
}

nreg_code nreg_transaction_journal_prune(nreg_transaction *tx, int64_t before, uint32_t limit, uint32_t *count,
                                         nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "journal_prune", NREG_GROUP_JOURNAL, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *count = 0;
    code = call.methods->journal_prune(tx->handle, before, limit, count, call.error, call.context);
    return nreg_call_end(&call, nreg_call_page(&call, code, limit, *count, 0));
}

nreg_code nreg_transaction_journal_erase(nreg_transaction *tx, uint64_t number, uint64_t *count, nreg_error *error) {
    nreg_call call;
    const nreg_code code = nreg_call_begin(&call, tx, "journal_erase", NREG_GROUP_JOURNAL, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *count = 0;
    return nreg_call_end(&call, call.methods->journal_erase(tx->handle, number, count, call.error, call.context));
}
