/* SPDX-License-Identifier: MIT */
/*
 * Finds entries by number: an open-addressing table of entry numbers, four bytes a slot. Whatever bits the entry
 * numbers leave free hold a part of the hash, so that hardly any slot leads to an entry in vain.
 */
#ifndef NREG_BATCH_INDEX_H
#define NREG_BATCH_INDEX_H

#include "base/memory.h"

struct nreg_staged;

typedef struct nreg_index {
    nreg_allocator allocator;
    uint32_t *slots; /* 0: free */
    uint32_t bits;   /* 2^bits slots */
    uint64_t seed;   /* makes the places of numbers unforeseeable; no result depends on it */
} nreg_index;

void nreg_index_init(nreg_index *index, const nreg_allocator *allocator, uint64_t seed);
void nreg_index_free(nreg_index *index);
void nreg_index_clear(nreg_index *index);
/* Is there room for all of so many first entries? */
int nreg_index_fits(const nreg_index *index, size_t entries);
/* Becomes an empty table with room for them. False if memory is short; then nothing has changed. */
int nreg_index_make(nreg_index *index, size_t entries);

uint64_t nreg_index_hash(const nreg_index *index, uint64_t number);
void nreg_index_prefetch(const nreg_index *index, uint64_t hash);
/* Slot of a number, or the free slot where it belongs. `entries` begins with entry 1. */
uint32_t *nreg_index_find(const nreg_index *index, uint64_t hash, uint64_t number, const struct nreg_staged *entries);
uint32_t nreg_index_entry(const nreg_index *index, uint32_t slot); /* 0: free */
void nreg_index_set(nreg_index *index, uint32_t *slot, uint64_t hash, uint32_t entry);
void nreg_index_remove(nreg_index *index, uint32_t *slot, const struct nreg_staged *entries);

#endif
