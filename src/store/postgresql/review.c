/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

static const nreg_pg_field number_field = {0, 0, NREG_PG_U64};

/* Statuses are part of the statements, so that each finds its index. */
static nreg_pg_statement lease_statement(uint32_t status) {
    switch (status) {
    case NREG_STATUS_PENDING:
        return NREG_PG_LEASE_PENDING;
    case NREG_STATUS_NEEDS_PROOF:
        return NREG_PG_LEASE_NEEDS_PROOF;
    case NREG_STATUS_ACTIVE:
        return NREG_PG_LEASE_ACTIVE;
    case NREG_STATUS_SUSPENDED:
        return NREG_PG_LEASE_SUSPENDED;
    default:
        return NREG_PG_LEASE_DECLINED;
    }
}

/* Keeps the records whose lease was really taken: another transaction may have leased one since the candidates were
 * read. */
static nreg_code take_leases(nreg_pg_transaction *tx, uint64_t owner, int64_t now, int64_t until, nreg_record *records,
                             uint32_t *count, nreg_error *error) {
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_array(params, &number_field, records, sizeof *records, *count);
    nreg_pg_param_u64(params, owner);
    nreg_pg_param_u64(params, (uint64_t)until);
    nreg_pg_param_u64(params, (uint64_t)now);
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, NREG_PG_LEASE_TAKE, &result, error);
    if (code == NREG_OK) {
        const int taken = PQntuples(result);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < *count; i++) {
            /* Both ascend: the statement takes the numbers in the order given. */
            if ((int)kept < taken && nreg_pg_read_u64(result, (int)kept, 0) == records[i].number) {
                records[kept++] = records[i];
            }
        }
        *count = kept;
    }
    PQclear(result);
    return code;
}

static nreg_code review_lease(void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until,
                              uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count, nreg_error *error,
                              void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    uint32_t more = 0;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, after);
    nreg_pg_param_u64(params, (uint64_t)now);
    nreg_pg_param_u64(params, limit);
    nreg_code code =
        nreg_pg_read_page(tx, lease_statement(status), &nreg_pg_record, records, limit, count, &more, error);
    if (code == NREG_OK && *count > 0) {
        code = take_leases(tx, owner, now, until, records, count, error);
    }
    return code;
}

static nreg_code review_unlease(void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner,
                                nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_array(params, &number_field, numbers, sizeof *numbers, count);
    nreg_pg_param_u64(params, owner);
    return nreg_pg_change(tx, NREG_PG_UNLEASE, NULL, error);
}

static nreg_code tombstone_put(void *transaction, const nreg_store_tombstone *rows, uint64_t count, nreg_error *error,
                               void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_param_arrays(nreg_pg_begin_params(tx), &nreg_pg_tombstone, rows, sizeof *rows, count);
    nreg_code code = nreg_pg_change(tx, NREG_PG_TOMBSTONE_PUT, NULL, error);
    int removes = 0;
    for (uint64_t i = 0; i < count; i++) {
        removes |= rows[i].status == 0;
    }
    if (code == NREG_OK && removes) {
        nreg_pg_param_array(nreg_pg_begin_params(tx), &number_field, rows, sizeof *rows, count);
        code = nreg_pg_change(tx, NREG_PG_TOMBSTONE_CLEAN, NULL, error);
    }
    return code;
}

static nreg_code tombstone_get(void *transaction, const uint64_t *numbers, uint64_t count, nreg_store_tombstone *rows,
                               uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    return nreg_pg_read_keyed(transaction, NREG_PG_TOMBSTONE_GET, &nreg_pg_tombstone, numbers, count, rows, answers,
                              error);
}

void nreg_pg_add_review(nreg_store_methods *methods) {
    methods->review_lease = review_lease;
    methods->review_unlease = review_unlease;
    methods->tombstone_put = tombstone_put;
    methods->tombstone_get = tombstone_get;
}
