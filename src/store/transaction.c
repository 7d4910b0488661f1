/* SPDX-License-Identifier: MIT */
/* Opening and ending transactions, and the calls on records that every store offers. */
#include "store/transaction.h"

#include "store/call.h"

#include <string.h>

static nreg_code not_sorted(nreg_call *call) {
    return nreg_error_set(call->error, NREG_INTERNAL, "`%s` was called with keys that are not sorted and unique.",
                          call->name);
}

nreg_code nreg_transaction_begin(nreg_transaction *tx, nreg_store *store, uint32_t mode, uint32_t wait_ms,
                                 nreg_error *error) {
    nreg_error_clear(error);
    memset(tx, 0, sizeof *tx);
    tx->store = store;
    tx->mode = mode;
    if (nreg_store_entered()) {
        return nreg_error_set(error, NREG_BUSY, "`begin` was called from inside a function of a store.");
    }
    if (nreg_store_forked(store)) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in this process.");
    }
    nreg_call call;
    nreg_call_prepare(&call, tx, "begin", error);
    void *handle = NULL;
    nreg_code code = call.methods->begin(mode, wait_ms, &handle, call.error, call.context);
    if (code == NREG_OK && handle == NULL) {
        code = nreg_call_broken(&call, "it gave no transaction");
    }
    code = nreg_call_end(&call, code);
    tx->handle = code == NREG_OK ? handle : NULL;
    tx->failed = 0;
    return code;
}

nreg_code nreg_transaction_commit(nreg_transaction *tx, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "commit", 0, 0, error);
    if (code != NREG_OK) {
        nreg_transaction_rollback(tx);
        return code;
    }
    code = nreg_call_end_allowing(&call, call.methods->commit(tx->handle, call.error, call.context), NREG_UNKNOWN);
    if (code == NREG_OK) {
        tx->handle = NULL;
    } else {
        nreg_transaction_rollback(tx);
    }
    return code;
}

void nreg_transaction_rollback(nreg_transaction *tx) {
    if (tx->handle == NULL) {
        return;
    }
    /* In a child process the transaction is the parent's: it is dropped, not undone. */
    if (!nreg_store_forked(tx->store)) {
        nreg_store_enter();
        tx->store->methods.rollback(tx->handle, tx->store->context);
        nreg_store_leave();
    }
    tx->handle = NULL;
}

nreg_code nreg_transaction_expect(nreg_transaction *tx, const uint64_t *scopes, size_t scope_count, uint64_t pinned,
                                  const uint64_t *numbers, size_t count, nreg_error *error) {
    if (tx->store->methods.expect == NULL) {
        return NREG_OK;
    }
    nreg_call call;
    const nreg_code code = nreg_call_begin(&call, tx, "expect", 0, 0, error);
    return code != NREG_OK ? code
                           : nreg_call_end(&call, call.methods->expect(tx->handle, scopes, scope_count, pinned, numbers,
                                                                       count, call.error, call.context));
}

nreg_code nreg_transaction_expect_gather(nreg_transaction *tx, const nreg_record *claims, size_t claim_count,
                                         const uint64_t *locked, size_t locked_count, const uint64_t *looked_at,
                                         size_t looked_at_count, nreg_error *error) {
    if (tx->store->methods.expect_gather == NULL) {
        return NREG_OK;
    }
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "expect_gather", 0, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    code = call.methods->expect_gather(tx->handle, claims, claim_count, locked, locked_count, looked_at,
                                       looked_at_count, call.error, call.context);
    return nreg_call_end(&call, code);
}

static int claimed_as_asked(const nreg_record *records, const nreg_record *existing, const uint8_t *answers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (answers[i] == NREG_ROW_PRESENT && existing[i].number != records[i].number) {
            return 0;
        }
    }
    return 1;
}

nreg_code nreg_transaction_claim(nreg_transaction *tx, const nreg_record *records, size_t count, nreg_record *existing,
                                 uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "claim", 0, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!nreg_keys_ascend(records, count, sizeof *records)) {
        code = not_sorted(&call);
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->claim(tx->handle, records + at, n, existing + at, answers + at, call.error, call.context);
        if (code == NREG_OK && (!nreg_answers_valid(answers + at, n, NREG_ROW_PRESENT) ||
                                !claimed_as_asked(records + at, existing + at, answers + at, n))) {
            code = nreg_call_broken(&call, "it answered for another number, or neither OK nor PRESENT");
        }
    }
    return nreg_call_end(&call, code);
}

static int fetched_as_asked(const uint64_t *numbers, const nreg_record *records, const uint8_t *answers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (answers[i] == NREG_ROW_OK && records[i].number != numbers[i]) {
            return 0;
        }
    }
    return 1;
}

nreg_code nreg_transaction_fetch(nreg_transaction *tx, const uint64_t *numbers, size_t count, uint32_t mode,
                                 nreg_record *records, uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "fetch", 0, mode == NREG_FETCH_LOCKED ? NREG_STORE_WRITE : 0, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!nreg_keys_ascend(numbers, count, sizeof *numbers)) {
        code = not_sorted(&call);
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->fetch(tx->handle, numbers + at, n, mode, records + at, answers + at, call.error,
                                   call.context);
        if (code == NREG_OK && (!nreg_answers_valid(answers + at, n, NREG_ROW_ABSENT) ||
                                !fetched_as_asked(numbers + at, records + at, answers + at, n))) {
            code = nreg_call_broken(&call, "it answered for another number, or neither OK nor ABSENT");
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_update(nreg_transaction *tx, const nreg_store_change *changes, size_t count,
                                  uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "update", 0, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!nreg_keys_ascend(changes, count, sizeof *changes)) {
        code = not_sorted(&call);
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->update(tx->handle, changes + at, n, answers + at, call.error, call.context);
        if (code == NREG_OK && !nreg_answers_valid(answers + at, n, NREG_ROW_CONFLICT)) {
            code = nreg_call_broken(&call, "it answered neither OK nor CONFLICT");
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_release(nreg_transaction *tx, const nreg_store_token *tokens, size_t count, uint8_t *answers,
                                   nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "release", 0, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    if (!nreg_keys_ascend(tokens, count, sizeof *tokens)) {
        code = not_sorted(&call);
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = call.methods->release(tx->handle, tokens + at, n, answers + at, call.error, call.context);
        if (code == NREG_OK && !nreg_answers_valid(answers + at, n, NREG_ROW_CONFLICT)) {
            code = nreg_call_broken(&call, "it answered neither OK nor CONFLICT");
        }
    }
    return nreg_call_end(&call, code);
}

/* A store that lets another tenant's record through must be stopped here, before anybody sees it. */
static int passes(const nreg_store_filter *filter, const nreg_record *record) {
    const uint64_t deepest = filter->program != 0 ? filter->program
                             : filter->unit != 0  ? filter->unit
                                                  : filter->business;
    const uint64_t holder = record->program != 0 ? record->program
                            : record->unit != 0  ? record->unit
                                                 : record->business;
    return (filter->business == 0 || record->business == filter->business) &&
           (filter->unit == 0 || record->unit == filter->unit) &&
           (filter->program == 0 || record->program == filter->program) &&
           (filter->only_here == 0 || deepest == 0 || holder == deepest) && record->number >= filter->from &&
           (filter->to == 0 || record->number <= filter->to) &&
           (filter->statuses == 0 || (record->status < 32 && (filter->statuses >> record->status & 1) != 0)) &&
           (filter->purpose == 0 || record->purpose == filter->purpose);
}

nreg_code nreg_transaction_scan(nreg_transaction *tx, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                                nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scan", 0, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    *count = 0;
    *more = 0;
    code = call.methods->scan(tx->handle, filter, after, most, records, count, more, call.error, call.context);
    code = nreg_call_page(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (records[i].number <= (i == 0 ? after : records[i - 1].number) || !passes(filter, &records[i])) {
            code = nreg_call_broken(&call, "it returned a record out of order, or one that the filter excludes");
        }
    }
    return nreg_call_end(&call, code);
}
