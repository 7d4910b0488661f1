/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

static nreg_code scope_put(void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer,
                           nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    const int inserts = expected_revision == 0;
    if (!inserts && scope->external_id[0] != '\0') {
        nreg_scope other;
        nreg_pg_params *params = nreg_pg_begin_params(tx);
        nreg_pg_param_u64(params, scope->parent);
        nreg_pg_param_text(params, scope->external_id);
        const nreg_code code = nreg_pg_read_one(tx, NREG_PG_SCOPE_EXTERNAL_ID, &nreg_pg_scope, &other, answer, error);
        if (code != NREG_OK) {
            return code;
        }
        if (*answer == NREG_ROW_OK && other.id != scope->id) {
            *answer = NREG_ROW_PRESENT;
            return NREG_OK;
        }
    }
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_struct(params, &nreg_pg_scope, scope);
    if (!inserts) {
        nreg_pg_param_u32(params, expected_revision);
    }
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, inserts ? NREG_PG_SCOPE_INSERT : NREG_PG_SCOPE_UPDATE, &result, error);
    if (code == NREG_OK) {
        *answer = PQntuples(result) == 1 ? NREG_ROW_OK : inserts ? NREG_ROW_PRESENT : NREG_ROW_CONFLICT;
    }
    PQclear(result);
    return code;
}

static nreg_code scope_get(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                           nreg_error *error, void *context) {
    (void)context;
    return nreg_pg_read_keyed(transaction, NREG_PG_SCOPE_GET, &nreg_pg_scope, ids, count, scopes, answers, error);
}

static nreg_code scope_pin(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                           nreg_error *error, void *context) {
    (void)context;
    return nreg_pg_read_keyed(transaction, NREG_PG_SCOPE_PIN, &nreg_pg_scope, ids, count, scopes, answers, error);
}

static nreg_code scope_find(void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length,
                            nreg_scope *scope, uint8_t *answer, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, parent);
    nreg_pg_param_bytes(params, text, (size_t)length);
    return nreg_pg_read_one(tx, by == NREG_FIND_KEY ? NREG_PG_SCOPE_KEY : NREG_PG_SCOPE_EXTERNAL_ID, &nreg_pg_scope,
                            scope, answer, error);
}

static nreg_code scope_list(void *transaction, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes,
                            uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, parent);
    nreg_pg_param_text(params, after);
    nreg_pg_param_u64(params, (uint64_t)limit + 1);
    return nreg_pg_read_page(tx, NREG_PG_SCOPE_LIST, &nreg_pg_scope, scopes, limit, count, more, error);
}

void nreg_pg_add_scopes(nreg_store_methods *methods) {
    methods->scope_put = scope_put;
    methods->scope_get = scope_get;
    methods->scope_pin = scope_pin;
    methods->scope_find = scope_find;
    methods->scope_list = scope_list;
}
