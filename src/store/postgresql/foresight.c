/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

static nreg_code foretell(nreg_pg_transaction *tx, nreg_pg_statement statement, const uint64_t *keys, uint64_t count,
                          nreg_error *error) {
    const nreg_pg_field key = {0, 0, NREG_PG_U64};
    nreg_pg_param_array(nreg_pg_begin_params(tx), &key, keys, sizeof *keys, count);
    return nreg_pg_foretell(tx, statement, error);
}

static nreg_code expect(void *transaction, const uint64_t *scopes, uint64_t scope_count, uint64_t pinned,
                        const uint64_t *numbers, uint64_t count, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    for (uint64_t i = 0; code == NREG_OK && i < scope_count; i++) {
        code = foretell(tx, NREG_PG_SCOPE_GET, &scopes[i], 1, error);
    }
    if (code == NREG_OK && pinned != 0) {
        code = foretell(tx, NREG_PG_SCOPE_PIN, &pinned, 1, error);
    }
    if (code == NREG_OK && count > 0) {
        code = foretell(tx, NREG_PG_FETCH, numbers, count, error);
    }
    return code;
}

void nreg_pg_add_foresight(nreg_store_methods *methods) {
    methods->expect = expect;
}
