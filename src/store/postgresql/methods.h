/* SPDX-License-Identifier: MIT */
/* The functions of the contract, by the file that has them. */
#ifndef NREG_POSTGRESQL_METHODS_H
#define NREG_POSTGRESQL_METHODS_H

#include "store/postgresql/connection.h"

void nreg_pg_add_records(nreg_store_methods *methods);
void nreg_pg_add_batches(nreg_store_methods *methods);
void nreg_pg_add_journal(nreg_store_methods *methods);
void nreg_pg_add_scopes(nreg_store_methods *methods);
void nreg_pg_add_review(nreg_store_methods *methods);
void nreg_pg_add_counts(nreg_store_methods *methods);
void nreg_pg_add_foresight(nreg_store_methods *methods);

/* Creates or migrates the tables, or checks that they fit, as the mode says. */
nreg_code nreg_pg_schema_open(nreg_pg_pool *pool, uint32_t mode, nreg_error *error);

/* Runs a statement whose rows do not matter. `*rows` receives how many it touched; with NULL nothing is waited for. */
nreg_code nreg_pg_change(nreg_pg_transaction *tx, nreg_pg_statement statement, uint64_t *rows, nreg_error *error);

/* Runs a statement and reads at most one row of it: NREG_ROW_OK or NREG_ROW_ABSENT. */
nreg_code nreg_pg_read_one(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row, void *value,
                           uint8_t *answer, nreg_error *error);

/* Runs a statement that was asked for one row more than `limit`, and reads a page of it. */
nreg_code nreg_pg_read_page(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row, void *values,
                            uint32_t limit, uint32_t *count, uint32_t *more, nreg_error *error);

/*
 * Reads rows keyed by their first column, ascending as the keys asked for: those found go to the place of their key,
 * the others become zero and NREG_ROW_ABSENT. `key_stride` is the distance of the keys in bytes.
 */
nreg_code nreg_pg_read_keyed(nreg_pg_transaction *tx, nreg_pg_statement statement, const nreg_pg_row *row,
                             const uint64_t *keys, uint64_t count, void *values, uint8_t *answers, nreg_error *error);

#endif
