/* SPDX-License-Identifier: MIT */
/* Leasing numbers for review, and what a reviewer is to know about each. */
#ifndef NREG_REVIEW_CASES_H
#define NREG_REVIEW_CASES_H

#include "purpose/catalogue.h"
#include "scope/access.h"

#include <numberreg/review.h>

/* What signs are read by. */
typedef struct nreg_review_basis {
    const nreg_access *access;
    const nreg_plan *plan;
    const nreg_catalogue *catalogue;
} nreg_review_basis;

/* Leases up to `limit` numbers of a status for `owner` and makes their cases, ascending by number. */
nreg_code nreg_review_lease(const nreg_review_basis *basis, uint32_t status, uint64_t owner, uint32_t lease_seconds,
                            uint32_t limit, nreg_review_case *cases, uint32_t *count, nreg_error *error);

/* Gives the leases up. */
nreg_code nreg_review_unlease(const nreg_access *access, const nreg_review_case *cases, uint32_t count, uint64_t owner,
                              nreg_error *error);

/*
 * Since when each of the records has needed proof, as far as it matters for whether that was before `due`. A change of
 * call purpose, or a move, does not give its tenant more time.
 */
nreg_code nreg_review_held_since(const nreg_access *access, const nreg_review_case *cases, uint32_t count, int64_t due,
                                 int64_t *since, nreg_error *error);

/* Makes the cases of records read in the transaction. Tombstones are read if the store keeps them. */
nreg_code nreg_review_make_cases(const nreg_review_basis *basis, nreg_transaction *tx, const nreg_record *records,
                                 uint32_t count, int64_t now, nreg_review_case *cases, nreg_error *error);

#endif
