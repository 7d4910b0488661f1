/* SPDX-License-Identifier: MIT */
/* Changes of the counters, gathered over a commit and handed to the store once, sorted and merged. */
#ifndef NREG_COMMIT_TALLY_H
#define NREG_COMMIT_TALLY_H

#include "base/memory.h"

#include <numberreg/extend/store.h>

enum { NREG_TALLY_RECENT = 64 };

typedef struct nreg_tally {
    nreg_allocator allocator;
    nreg_store_count recent[NREG_TALLY_RECENT]; /* most changes are to the same few counters */
    nreg_store_count *amounts;
    size_t count;
    size_t capacity;
    int failed; /* memory was short once */
} nreg_tally;

void nreg_tally_init(nreg_tally *tally, const nreg_allocator *allocator);
void nreg_tally_clear(nreg_tally *tally);
void nreg_tally_free(nreg_tally *tally);
void nreg_tally_add(nreg_tally *tally, uint64_t scope, uint32_t kind, uint32_t key, int64_t amount);
/* Counts a record at its Business, Unit and Program. */
void nreg_tally_record(nreg_tally *tally, const nreg_record *record, int64_t amount);
/* The amounts as the contract wants them; NULL with `*count` 0 if there are none; `failed` is to be looked at first. */
const nreg_store_count *nreg_tally_amounts(nreg_tally *tally, size_t *count);

#endif
