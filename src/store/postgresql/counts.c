/* SPDX-License-Identifier: MIT */
/* Counters are rows of amounts, so that writers never meet; now and then one of them folds what others are not busy
 * with. */
#include "store/postgresql/methods.h"

#include <stdatomic.h>

enum { FOLD_EVERY = 64 };

static const nreg_pg_field count_fields[] = {
    {offsetof(nreg_store_count, scope), 0, NREG_PG_U64},
    {offsetof(nreg_store_count, kind), 0, NREG_PG_U32},
    {offsetof(nreg_store_count, key), 0, NREG_PG_U32},
    {offsetof(nreg_store_count, amount), 0, NREG_PG_U64},
};
static const nreg_pg_row count_row = {count_fields, 4, sizeof(nreg_store_count)};

static nreg_code fold(nreg_pg_transaction *tx, const nreg_store_count *amounts, uint64_t count, nreg_error *error) {
    nreg_code code = NREG_OK;
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (i > 0 && amounts[i].scope == amounts[i - 1].scope && amounts[i].kind == amounts[i - 1].kind) {
            continue;
        }
        nreg_pg_params *params = nreg_pg_begin_params(tx);
        nreg_pg_param_u64(params, amounts[i].scope);
        nreg_pg_param_u32(params, amounts[i].kind);
        code = nreg_pg_change(tx, NREG_PG_COUNT_FOLD, NULL, error);
    }
    return code;
}

static nreg_code count_add(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                           void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_param_arrays(nreg_pg_begin_params(tx), &count_row, amounts, sizeof *amounts, count);
    const nreg_code code = nreg_pg_change(tx, NREG_PG_COUNT_ADD, NULL, error);
    if (code != NREG_OK || atomic_fetch_add(&tx->pool->counted, 1) % FOLD_EVERY != FOLD_EVERY - 1) {
        return code;
    }
    return fold(tx, amounts, count, error);
}

static nreg_code count_read(void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit,
                            nreg_store_count *counts, uint32_t *count, uint32_t *more, nreg_error *error,
                            void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, scope);
    nreg_pg_param_u32(params, kind);
    nreg_pg_param_u64(params, after == UINT32_MAX ? UINT64_MAX : after); /* -1 as a bigint */
    nreg_pg_param_u64(params, (uint64_t)limit + 1);
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, NREG_PG_COUNT_READ, &result, error);
    if (code == NREG_OK) {
        const uint32_t found = (uint32_t)PQntuples(result);
        *more = found > limit;
        *count = found > limit ? limit : found;
        for (uint32_t i = 0; i < *count; i++) {
            counts[i] = (nreg_store_count){scope, kind, (uint32_t)nreg_pg_read_u64(result, (int)i, 0),
                                           (int64_t)nreg_pg_read_u64(result, (int)i, 1)};
        }
    }
    PQclear(result);
    return code;
}

void nreg_pg_add_counts(nreg_store_methods *methods) {
    methods->count_add = count_add;
    methods->count_read = count_read;
}
