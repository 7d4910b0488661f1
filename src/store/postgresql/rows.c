/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <stdlib.h>
#include <string.h>

nreg_code nreg_pg_change(nreg_pg_transaction *tx, nreg_pg_statement statement, uint64_t *rows, nreg_error *error) {
    if (rows == NULL) {
        return nreg_pg_defer(tx, statement, error);
    }
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        *rows = strtoull(PQcmdTuples(result), NULL, 10);
    }
    PQclear(result);
    return code;
}

nreg_code nreg_pg_read_one(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row, void *value,
                           uint8_t *answer, nreg_error *error) {
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        const int found = PQntuples(result) > 0;
        *answer = found ? NREG_ROW_OK : NREG_ROW_ABSENT;
        if (found) {
            nreg_pg_read(result, 0, 0, row, value);
        } else {
            memset(value, 0, row->size);
        }
    }
    PQclear(result);
    return code;
}

nreg_code nreg_pg_read_page(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row, void *values,
                            uint32_t limit, uint32_t *count, uint32_t *more, nreg_error *error) {
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        const uint32_t found = (uint32_t)PQntuples(result);
        *more = found > limit;
        *count = found > limit ? limit : found;
        for (uint32_t i = 0; i < *count; i++) {
            nreg_pg_read(result, (int)i, 0, row, (unsigned char *)values + i * row->size);
        }
    }
    PQclear(result);
    return code;
}

nreg_code nreg_pg_read_keyed(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row,
                             const uint64_t *keys, uint64_t count, void *values, uint8_t *answers, nreg_error *error) {
    const nreg_pg_field key = {0, 0, NREG_PG_U64};
    nreg_pg_param_array(nreg_pg_begin_params(tx), &key, keys, sizeof *keys, count);
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        const int found = PQntuples(result);
        int at = 0;
        for (uint64_t i = 0; i < count; i++) {
            unsigned char *value = (unsigned char *)values + i * row->size;
            if (at < found && nreg_pg_read_u64(result, at, 0) == keys[i]) {
                nreg_pg_read(result, at++, 0, row, value);
                answers[i] = NREG_ROW_OK;
            } else {
                memset(value, 0, row->size);
                answers[i] = NREG_ROW_ABSENT;
            }
        }
    }
    PQclear(result);
    return code;
}
