/* SPDX-License-Identifier: MIT */
/* What a batch did to numbers, and what has come of them since: what is to be known before it is reverted. */
#ifndef NREG_JOURNAL_UNDO_H
#define NREG_JOURNAL_UNDO_H

#include "purpose/catalogue.h"
#include "scope/access.h"

#include <numberreg/journal.h>

typedef struct nreg_undo_facts {
    nreg_journal_row row; /* `batch` 0: the batch did nothing to this number, in this Business */
    nreg_scope place;     /* the scope it sat in before; `id` 0: it was not registered, or that scope is unknown */
    uint32_t moved_on;    /* something other than review has changed it since */
    uint32_t is_dno;      /* the purpose before means Do Not Originate */
    uint64_t dno_batch;   /* and this batch had declared it so */
} nreg_undo_facts;

/*
 * Facts of `count` numbers, ascending, as the transaction sees them. `records`: what is registered of each, or NULL. In
 * a write transaction (`pins`) the scopes that numbers go back to are kept from changing.
 */
nreg_code nreg_undo_gather(const nreg_access *access, nreg_transaction *tx, const nreg_catalogue *catalogue, int pins,
                           uint64_t batch, uint64_t business, const uint64_t *numbers,
                           const nreg_record *const *records, size_t count, nreg_undo_facts *facts, nreg_error *error);

#endif
