/* SPDX-License-Identifier: MIT */
#include "batch/index.h"

#include "batch/draft.h"

#include <string.h>

enum { FIRST_BITS = 5, LAST_BITS = 32 };

void nreg_index_init(nreg_index *index, const nreg_allocator *allocator, uint64_t seed) {
    memset(index, 0, sizeof *index);
    index->allocator = *allocator;
    index->seed = seed;
}

void nreg_index_free(nreg_index *index) {
    nreg_release(&index->allocator, index->slots);
    index->slots = NULL;
    index->bits = 0;
}

static size_t mask_of(const nreg_index *index) {
    return ((size_t)1 << index->bits) - 1;
}

void nreg_index_clear(nreg_index *index) {
    if (index->slots != NULL) {
        memset(index->slots, 0, (mask_of(index) + 1) * sizeof *index->slots);
    }
}

/* Fuller, and looking for what is not there takes long. */
static int is_enough(uint32_t bits, size_t entries) {
    return entries <= (((size_t)1 << bits) / 4) * 3;
}

int nreg_index_fits(const nreg_index *index, size_t entries) {
    return index->slots != NULL && is_enough(index->bits, entries);
}

int nreg_index_make(nreg_index *index, size_t entries) {
    uint32_t bits = FIRST_BITS;
    while (bits <= LAST_BITS && !is_enough(bits, entries)) {
        bits++;
    }
    uint32_t *slots =
        bits > LAST_BITS ? NULL : nreg_allocate_zeroed(&index->allocator, ((size_t)1 << bits) * sizeof *slots);
    if (slots == NULL) {
        return 0;
    }
    nreg_index_free(index);
    index->slots = slots;
    index->bits = bits;
    return 1;
}

uint64_t nreg_index_hash(const nreg_index *index, uint64_t number) {
    uint64_t hash = number ^ index->seed;
    hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return hash ^ hash >> 32;
}

/* Of the upper half of the hash, the first bits choose the place; a slot keeps the others above the entry's number,
 * which is smaller than the table. */
static size_t home(const nreg_index *index, uint64_t hash) {
    return (size_t)(hash >> (64 - index->bits));
}

static uint32_t tag(const nreg_index *index, uint64_t hash) {
    return (uint32_t)(hash >> 32 << index->bits);
}

void nreg_index_prefetch(const nreg_index *index, uint64_t hash) {
    const size_t at = home(index, hash);
    __builtin_prefetch(&index->slots[at], 1);
    __builtin_prefetch(&index->slots[(at + 7) & mask_of(index)], 1); /* looking may go beyond the line */
}

uint32_t nreg_index_entry(const nreg_index *index, uint32_t slot) {
    return (uint32_t)(slot & mask_of(index));
}

uint32_t *nreg_index_find(const nreg_index *index, uint64_t hash, uint64_t number, const nreg_staged *entries) {
    const size_t mask = mask_of(index);
    const uint32_t wanted = tag(index, hash);
    for (size_t at = home(index, hash);; at = (at + 1) & mask) {
        uint32_t *slot = &index->slots[at];
        if (*slot == 0 || ((*slot & ~mask) == wanted && entries[(*slot & mask) - 1].number == number)) {
            return slot;
        }
    }
}

void nreg_index_set(nreg_index *index, uint32_t *slot, uint64_t hash, uint32_t entry) {
    *slot = tag(index, hash) | entry;
}

/* Closes the gap by moving back whoever stands behind it and may. */
void nreg_index_remove(nreg_index *index, uint32_t *slot, const nreg_staged *entries) {
    const size_t mask = mask_of(index);
    size_t gap = (size_t)(slot - index->slots);
    for (size_t at = (gap + 1) & mask; index->slots[at] != 0; at = (at + 1) & mask) {
        const uint64_t number = entries[nreg_index_entry(index, index->slots[at]) - 1].number;
        const size_t wants = home(index, nreg_index_hash(index, number));
        if (((at - wants) & mask) >= ((at - gap) & mask)) {
            index->slots[gap] = index->slots[at];
            gap = at;
        }
    }
    index->slots[gap] = 0;
}
