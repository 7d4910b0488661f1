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
    index->used = 0;
}

static size_t slot_count(const nreg_index *index) {
    return (size_t)1 << index->bits;
}

void nreg_index_clear(nreg_index *index) {
    if (index->slots != NULL) {
        memset(index->slots, 0, slot_count(index) * sizeof *index->slots);
    }
    index->used = 0;
}

uint64_t nreg_index_hash(const nreg_index *index, uint64_t number) {
    uint64_t hash = number ^ index->seed;
    hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return hash ^ hash >> 32;
}

/* The slot keeps the upper half of the hash, and the place follows from it, so that slots can be moved without looking
 * at entries. */
static size_t home(uint64_t slot, uint32_t bits) {
    return (size_t)(slot >> (64 - bits));
}

void nreg_index_prefetch(const nreg_index *index, uint64_t hash) {
    if (index->slots != NULL) {
        const size_t at = home(hash, index->bits);
        __builtin_prefetch(&index->slots[at], 1);
        __builtin_prefetch(&index->slots[(at + 7) & (slot_count(index) - 1)], 1); /* looking may go beyond the line */
    }
}

int nreg_index_reserve(nreg_index *index, size_t more) {
    uint32_t bits = index->slots == NULL ? FIRST_BITS : index->bits;
    const size_t wanted = index->used + more;
    /* Fuller, and looking for what is not there takes long. */
    while (wanted > (((size_t)1 << bits) / 4) * 3) {
        if (++bits > LAST_BITS) {
            return 0;
        }
    }
    if (index->slots != NULL && bits == index->bits) {
        return 1;
    }
    uint64_t *slots = nreg_allocate_array(&index->allocator, (size_t)1 << bits, sizeof *slots);
    if (slots == NULL) {
        return 0;
    }
    memset(slots, 0, ((size_t)1 << bits) * sizeof *slots);
    const size_t mask = ((size_t)1 << bits) - 1;
    const size_t old_count = index->slots == NULL ? 0 : slot_count(index);
    for (size_t i = 0; i < old_count; i++) {
        if (index->slots[i] != 0) {
            size_t at = home(index->slots[i], bits);
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = index->slots[i];
        }
    }
    nreg_release(&index->allocator, index->slots);
    index->slots = slots;
    index->bits = bits;
    return 1;
}

uint32_t nreg_index_entry(const uint64_t *slot) {
    return (uint32_t)*slot;
}

uint64_t *nreg_index_find(const nreg_index *index, uint64_t hash, uint64_t number, const nreg_staged *entries) {
    const size_t mask = slot_count(index) - 1;
    size_t at = home(hash, index->bits);
    for (;;) {
        uint64_t *slot = &index->slots[at];
        if (*slot == 0 || (*slot >> 32 == hash >> 32 && entries[nreg_index_entry(slot) - 1].number == number)) {
            return slot;
        }
        at = (at + 1) & mask;
    }
}

void nreg_index_set(nreg_index *index, uint64_t *slot, uint64_t hash, uint32_t entry) {
    index->used += *slot == 0;
    *slot = (hash >> 32) << 32 | entry;
}

/* Closes the gap by moving back whoever stands behind it and may. */
void nreg_index_remove(nreg_index *index, uint64_t *slot) {
    const size_t mask = slot_count(index) - 1;
    size_t gap = (size_t)(slot - index->slots);
    index->used--;
    for (size_t at = (gap + 1) & mask; index->slots[at] != 0; at = (at + 1) & mask) {
        const size_t wants = home(index->slots[at], index->bits);
        if (((at - wants) & mask) >= ((at - gap) & mask)) {
            index->slots[gap] = index->slots[at];
            gap = at;
        }
    }
    index->slots[gap] = 0;
}
