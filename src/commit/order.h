/* SPDX-License-Identifier: MIT */
/* The entries of a draft in order of their numbers: stores are met in this order, once. */
#ifndef NREG_COMMIT_ORDER_H
#define NREG_COMMIT_ORDER_H

#include "batch/draft.h"

/* What most entries are to the engine is said here, so that it need not look at them again, all over the memory. */
typedef struct nreg_ordered {
    uint64_t number;
    uint32_t entry; /* its number */
    uint16_t purpose;
    uint8_t action;
    unsigned consent : 3;
    unsigned clean : 1; /* no faults, no warnings, no other entry with its number */
} nreg_ordered;

typedef struct nreg_order {
    nreg_allocator allocator;
    nreg_ordered *items; /* ascending by number, then entry; those without a number come last */
    size_t count;
    size_t numbered;  /* items with a number */
    uint32_t *places; /* index of the outcome of each entry, from entry 1 on; NULL if nothing was dropped */
} nreg_order;

nreg_code nreg_order_make(const nreg_draft *draft, nreg_order *order, nreg_error *error);
uint32_t nreg_order_place(const nreg_order *order, uint32_t entry);
void nreg_order_free(nreg_order *order);

#endif
