/* SPDX-License-Identifier: MIT */
/* The entries of a draft in order of their numbers: stores are met in this order, once. */
#ifndef NREG_COMMIT_ORDER_H
#define NREG_COMMIT_ORDER_H

#include "batch/draft.h"

typedef struct nreg_ordered {
    uint64_t number;
    uint32_t entry;   /* number of the entry */
    uint32_t outcome; /* index of its outcome: dropped entries have none */
} nreg_ordered;

typedef struct nreg_order {
    nreg_allocator allocator;
    nreg_ordered *items; /* ascending by number, then entry; those without a number come first */
    size_t count;
    size_t numberless;
} nreg_order;

nreg_code nreg_order_make(const nreg_draft *draft, nreg_order *order, nreg_error *error);
void nreg_order_free(nreg_order *order);

#endif
