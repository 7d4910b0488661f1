/* SPDX-License-Identifier: MIT */
/* The calls of the groups that a store may offer. */
#include "store/transaction.h"

#include "store/call.h"

#include <string.h>

/* Chunks of items beyond this are refused before they reach the store. */
#define ITEMS_MAX ((size_t)16 << 20)

static size_t slice(size_t left) {
    return left < NREG_STORE_ROWS_MAX ? left : NREG_STORE_ROWS_MAX;
}

static int is_text(const char *field, size_t size) {
    return memchr(field, '\0', size) != NULL;
}

static int batch_valid(const nreg_store_batch *batch) {
    return batch->id != 0 && is_text(batch->region, sizeof batch->region) && is_text(batch->plan, sizeof batch->plan) &&
           is_text(batch->request_id, sizeof batch->request_id) && is_text(batch->actor, sizeof batch->actor) &&
           is_text(batch->trace, sizeof batch->trace) && is_text(batch->attestation, sizeof batch->attestation);
}

static int scope_valid(const nreg_scope *scope) {
    return scope->id != 0 && scope->level >= NREG_LEVEL_ORGANIZATION && scope->level <= NREG_LEVEL_PROGRAM &&
           is_text(scope->region, sizeof scope->region) && is_text(scope->key, sizeof scope->key) &&
           is_text(scope->external_id, sizeof scope->external_id) && is_text(scope->label, sizeof scope->label);
}

static nreg_code page_checked(nreg_call *call, nreg_code code, uint32_t limit, uint32_t count, uint32_t more) {
    if (code == NREG_OK && (count > limit || more > 1 || (count == 0 && more == 1 && limit > 0))) {
        return nreg_call_broken(call, "it returned too many rows, or none with more to come");
    }
    return code;
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
    const uint32_t most = (uint32_t)slice(limit);
    *count = 0;
    *more = 0;
    code = call.methods->batch_list(tx->handle, filter, after, most, batches, count, more, call.error, call.context);
    code = page_checked(&call, code, most, *count, *more);
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
    return nreg_call_end(&call, page_checked(&call, code, limit, *count, 0));
}

nreg_code nreg_transaction_journal_append(nreg_transaction *tx, const nreg_journal_row *rows, size_t count,
                                          nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "journal_append", NREG_GROUP_JOURNAL, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = slice(count - at);
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
    const uint32_t most = (uint32_t)slice(limit);
    const int is_feed = by == NREG_JOURNAL_FEED || by == NREG_JOURNAL_BUSINESS;
    *count = 0;
    *more = 0;
    code = call.methods->journal_read(tx->handle, by, id, after, most, rows, count, more, call.error, call.context);
    code = page_checked(&call, code, most, *count, *more);
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
    return nreg_call_end(&call, page_checked(&call, code, limit, *count, 0));
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

nreg_code nreg_transaction_scope_put(nreg_transaction *tx, const nreg_scope *scope, uint32_t expected_revision,
                                     uint8_t *answer, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scope_put", NREG_GROUP_SCOPES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    *answer = UINT8_MAX;
    code = call.methods->scope_put(tx->handle, scope, expected_revision, answer, call.error, call.context);
    if (code == NREG_OK && *answer != NREG_ROW_OK && *answer != NREG_ROW_PRESENT &&
        !(*answer == NREG_ROW_CONFLICT && expected_revision != 0)) {
        code = nreg_call_broken(&call, "it answered neither OK, PRESENT nor CONFLICT");
    }
    return nreg_call_end(&call, code);
}

static nreg_code scopes_checked(nreg_call *call, const uint64_t *ids, size_t count, const nreg_scope *scopes,
                                const uint8_t *answers) {
    if (!nreg_answers_valid(answers, count, NREG_ROW_ABSENT)) {
        return nreg_call_broken(call, "it answered neither OK nor ABSENT");
    }
    for (size_t i = 0; i < count; i++) {
        if (answers[i] == NREG_ROW_OK && (scopes[i].id != ids[i] || !scope_valid(&scopes[i]))) {
            return nreg_call_broken(call, "it returned another scope, or a damaged one");
        }
    }
    return NREG_OK;
}

nreg_code nreg_transaction_scope_get(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scope_get", NREG_GROUP_SCOPES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = slice(count - at);
        code = call.methods->scope_get(tx->handle, ids + at, n, scopes + at, answers + at, call.error, call.context);
        if (code == NREG_OK) {
            code = scopes_checked(&call, ids + at, n, scopes + at, answers + at);
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_scope_find(nreg_transaction *tx, uint64_t parent, uint32_t by, const char *text,
                                      size_t length, nreg_scope *scope, uint8_t *answer, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scope_find", NREG_GROUP_SCOPES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    *answer = UINT8_MAX;
    code = call.methods->scope_find(tx->handle, parent, by, text, length, scope, answer, call.error, call.context);
    if (code == NREG_OK && (!nreg_answers_valid(answer, 1, NREG_ROW_ABSENT) ||
                            (*answer == NREG_ROW_OK && (!scope_valid(scope) || scope->parent != parent)))) {
        code = nreg_call_broken(&call, "it returned another parent's scope, or a damaged one");
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_scope_list(nreg_transaction *tx, uint64_t parent, const char *after, uint32_t limit,
                                      nreg_scope *scopes, uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scope_list", NREG_GROUP_SCOPES, 0, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)slice(limit);
    *count = 0;
    *more = 0;
    code = call.methods->scope_list(tx->handle, parent, after, most, scopes, count, more, call.error, call.context);
    code = page_checked(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (!scope_valid(&scopes[i]) || scopes[i].parent != parent ||
            strcmp(scopes[i].key, i == 0 ? after : scopes[i - 1].key) <= 0) {
            code = nreg_call_broken(&call, "it returned a scope out of order, or another parent's");
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_scope_pin(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "scope_pin", NREG_GROUP_SCOPES, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = slice(count - at);
        code = call.methods->scope_pin(tx->handle, ids + at, n, scopes + at, answers + at, call.error, call.context);
        if (code == NREG_OK) {
            code = scopes_checked(&call, ids + at, n, scopes + at, answers + at);
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_review_lease(nreg_transaction *tx, uint32_t status, uint64_t owner, int64_t now,
                                        int64_t until, uint64_t after, uint32_t limit, nreg_record *records,
                                        uint32_t *count, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "review_lease", NREG_GROUP_REVIEW, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t most = (uint32_t)slice(limit);
    *count = 0;
    code = call.methods->review_lease(tx->handle, status, owner, now, until, after, most, records, count, call.error,
                                      call.context);
    code = page_checked(&call, code, most, *count, 0);
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
        n = slice(count - at);
        code = call.methods->review_unlease(tx->handle, numbers + at, n, owner, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_count_add(nreg_transaction *tx, const nreg_store_count *amounts, size_t count,
                                     nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, "count_add", NREG_GROUP_COUNTS, NREG_STORE_WRITE, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = slice(count - at);
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
    const uint32_t most = (uint32_t)slice(limit);
    *count = 0;
    *more = 0;
    code =
        call.methods->count_read(tx->handle, scope, kind, after, most, counts, count, more, call.error, call.context);
    code = page_checked(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        const int first = i == 0 && after == UINT32_MAX;
        if (counts[i].scope != scope || counts[i].kind != kind ||
            (!first && counts[i].key <= (i == 0 ? after : counts[i - 1].key))) {
            code = nreg_call_broken(&call, "it returned a counter out of order, or one that was not asked for");
        }
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
        n = slice(count - at);
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
        n = slice(count - at);
        code = call.methods->tombstone_put(tx->handle, rows + at, n, call.error, call.context);
    }
    return nreg_call_end(&call, code);
}
