/* SPDX-License-Identifier: MIT */
/*
 * From a 64-bit key to a 32-bit id (never 0). Open addressing; an entry is eight bytes: 32 bits of the key's hash and
 * the id. Keys are given mixed by nreg_hash_mix(), once for all that is done with them. The caller keeps the keys and
 * compares them, so a candidate may be a stranger's. The parts grow on their own, so that no growth takes long, and are
 * few, so that those of a large store lie in large pages; places ascend with the hash bits, so that growing reads and
 * writes in order.
 */
#ifndef NREG_MEMORY_HASH_H
#define NREG_MEMORY_HASH_H

#include "base/memory.h"

#include <stdint.h>

enum { NREG_HASH_PART_BITS = 5, NREG_HASH_PARTS = 1 << NREG_HASH_PART_BITS };

typedef struct nreg_hash_part {
    uint64_t *entries; /* hash bits << 32 | id; 0 is empty */
    uint32_t bits;     /* log2 of the room; nothing allocated at 0 */
    uint32_t used;
} nreg_hash_part;

typedef struct nreg_hash {
    nreg_hash_part parts[NREG_HASH_PARTS];
} nreg_hash;

/* A search for a key: where it has got to. It can go on as long as nothing is removed. */
typedef struct nreg_probe {
    const nreg_hash_part *part;
    uint32_t tag;
    uint32_t at;
    uint32_t bits; /* of the part when it began; others: the part has grown, and the search is to begin again */
    uint32_t reserved;
} nreg_probe;

static inline uint64_t nreg_hash_mix(uint64_t key) {
    key ^= key >> 32;
    key *= 0xE9846AF9B1A615DULL;
    key ^= key >> 32;
    key *= 0xE9846AF9B1A615DULL;
    return key ^ key >> 28;
}

/* The first bits choose the part; those behind them are kept in the entry, and the first of these choose the place. */
static inline size_t nreg_hash_part_of(uint64_t mixed) {
    return (size_t)(mixed >> (64 - NREG_HASH_PART_BITS));
}

static inline uint32_t nreg_hash_tag(uint64_t mixed) {
    return (uint32_t)(mixed >> (32 - NREG_HASH_PART_BITS));
}

/* Of an entry in its part. */
static inline uint32_t nreg_hash_home(const nreg_hash_part *part, uint64_t entry) {
    return (uint32_t)(entry >> 32) >> (32 - part->bits);
}

/* The part has room. */
static inline void nreg_hash_place(nreg_hash_part *part, uint64_t entry) {
    const uint32_t mask = (UINT32_C(1) << part->bits) - 1;
    uint32_t at = nreg_hash_home(part, entry);
    while (part->entries[at] != 0) {
        at = (at + 1) & mask;
    }
    part->entries[at] = entry;
    part->used++;
}

static inline nreg_probe nreg_hash_probe(const nreg_hash *hash, uint64_t mixed) {
    const nreg_hash_part *part = &hash->parts[nreg_hash_part_of(mixed)];
    const uint32_t tag = nreg_hash_tag(mixed);
    return (nreg_probe){part, tag, part->bits == 0 ? 0 : tag >> (32 - part->bits), part->bits, 0};
}

static inline void nreg_hash_prefetch(const nreg_probe *probe) {
    if (probe->part->bits != 0) {
        __builtin_prefetch(&probe->part->entries[probe->at]);
    }
}

/* The next id that may belong to the key; 0 if there is none: asking again then looks at what came since. */
static inline uint32_t nreg_hash_next(nreg_probe *probe) {
    if (probe->part->bits == 0) {
        return 0;
    }
    const uint32_t mask = (UINT32_C(1) << probe->part->bits) - 1;
    for (;;) {
        const uint64_t entry = probe->part->entries[probe->at];
        if (entry == 0) {
            return 0;
        }
        probe->at = (probe->at + 1) & mask;
        if ((uint32_t)(entry >> 32) == probe->tag) {
            return (uint32_t)entry;
        }
    }
}

void nreg_hash_destroy(nreg_hash *hash, const nreg_allocator *allocator);
int nreg_hash_grow(nreg_hash_part *part, const nreg_allocator *allocator);

/* Makes sure that the next nreg_hash_insert() of this key succeeds; false if memory is short. */
static inline int nreg_hash_reserve(nreg_hash *hash, uint64_t mixed, const nreg_allocator *allocator) {
    nreg_hash_part *part = &hash->parts[nreg_hash_part_of(mixed)];
    /* At most 11/16 full. */
    const int has_room = part->bits != 0 && (uint64_t)(part->used + 1) * 16 <= ((uint64_t)11 << part->bits);
    return has_room || nreg_hash_grow(part, allocator);
}

/* The key must not be in the table. */
static inline void nreg_hash_insert(nreg_hash *hash, uint64_t mixed, uint32_t id) {
    nreg_hash_place(&hash->parts[nreg_hash_part_of(mixed)], (uint64_t)nreg_hash_tag(mixed) << 32 | id);
}

/* The same behind a search that has found nothing. */
static inline void nreg_hash_insert_at(nreg_hash *hash, const nreg_probe *probe, uint64_t mixed, uint32_t id) {
    nreg_hash_part *part = &hash->parts[nreg_hash_part_of(mixed)];
    if (probe->bits != part->bits) {
        nreg_hash_insert(hash, mixed, id);
        return;
    }
    part->entries[probe->at] = (uint64_t)probe->tag << 32 | id;
    part->used++;
}

/* The key must be in the table with the id. */
void nreg_hash_replace(nreg_hash *hash, uint64_t mixed, uint32_t id, uint32_t new_id);
void nreg_hash_remove(nreg_hash *hash, uint64_t mixed, uint32_t id);

#endif
