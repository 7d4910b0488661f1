/* SPDX-License-Identifier: MIT */
/* The calls of the group scopes: what a store answers is checked before it is believed. */
#include "store/transaction.h"

#include "store/call.h"

#include <string.h>

static int scope_valid(const nreg_scope *scope) {
    return scope->id != 0 && scope->level >= NREG_LEVEL_ORGANIZATION && scope->level <= NREG_LEVEL_PROGRAM &&
           nreg_call_is_text(scope->region, sizeof scope->region) && nreg_call_is_text(scope->key, sizeof scope->key) &&
           nreg_call_is_text(scope->external_id, sizeof scope->external_id) &&
           nreg_call_is_text(scope->label, sizeof scope->label);
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

/* scope_get, or with `pin` scope_pin, which differs only in that it keeps the scopes as they are. */
static nreg_code read_scopes(nreg_transaction *tx, int pin, const uint64_t *ids, size_t count, nreg_scope *scopes,
                             uint8_t *answers, nreg_error *error) {
    nreg_call call;
    nreg_code code = nreg_call_begin(&call, tx, pin ? "scope_pin" : "scope_get", NREG_GROUP_SCOPES,
                                     pin ? NREG_STORE_WRITE : 0, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t at = 0, n; code == NREG_OK && at < count; at += n) {
        n = nreg_call_slice(count - at);
        code = (pin ? call.methods->scope_pin : call.methods->scope_get)(tx->handle, ids + at, n, scopes + at,
                                                                         answers + at, call.error, call.context);
        if (code == NREG_OK) {
            code = scopes_checked(&call, ids + at, n, scopes + at, answers + at);
        }
    }
    return nreg_call_end(&call, code);
}

nreg_code nreg_transaction_scope_get(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error) {
    return read_scopes(tx, 0, ids, count, scopes, answers, error);
}

nreg_code nreg_transaction_scope_pin(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error) {
    return read_scopes(tx, 1, ids, count, scopes, answers, error);
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
    const uint32_t most = (uint32_t)nreg_call_slice(limit);
    *count = 0;
    *more = 0;
    code = call.methods->scope_list(tx->handle, parent, after, most, scopes, count, more, call.error, call.context);
    code = nreg_call_page(&call, code, most, *count, *more);
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (!scope_valid(&scopes[i]) || scopes[i].parent != parent ||
            strcmp(scopes[i].key, i == 0 ? after : scopes[i - 1].key) <= 0) {
            code = nreg_call_broken(&call, "it returned a scope out of order, or another parent's");
        }
    }
    return nreg_call_end(&call, code);
}
