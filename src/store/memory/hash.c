/* SPDX-License-Identifier: MIT */
#include "store/memory/hash.h"

enum { FIRST_BITS = 3, LAST_BITS = 30 };

void nreg_hash_destroy(nreg_hash *hash, const nreg_allocator *allocator) {
    for (size_t i = 0; i < NREG_HASH_PARTS; i++) {
        nreg_release(allocator, hash->parts[i].entries);
    }
}

int nreg_hash_grow(nreg_hash_part *part, const nreg_allocator *allocator) {
    nreg_hash_part grown = {NULL, part->bits == 0 ? FIRST_BITS : part->bits + 1, 0};
    if (grown.bits > LAST_BITS) {
        return 0;
    }
    const size_t room = (size_t)1 << grown.bits;
    grown.entries = nreg_allocate_zeroed(allocator, room * sizeof *grown.entries);
    if (grown.entries == NULL) {
        return 0;
    }
    for (size_t i = 0; part->bits != 0 && i < (size_t)1 << part->bits; i++) {
        if (part->entries[i] != 0) {
            nreg_hash_place(&grown, part->entries[i]);
        }
    }
    nreg_release(allocator, part->entries);
    *part = grown;
    return 1;
}

static uint32_t find(const nreg_hash_part *part, uint64_t entry) {
    const uint32_t mask = (UINT32_C(1) << part->bits) - 1;
    uint32_t at = nreg_hash_home(part, entry);
    while (part->entries[at] != entry) {
        at = (at + 1) & mask;
    }
    return at;
}

void nreg_hash_replace(nreg_hash *hash, uint64_t mixed, uint32_t id, uint32_t new_id) {
    nreg_hash_part *part = &hash->parts[nreg_hash_part_of(mixed)];
    const uint64_t tag = (uint64_t)nreg_hash_tag(mixed) << 32;
    part->entries[find(part, tag | id)] = tag | new_id;
}

void nreg_hash_remove(nreg_hash *hash, uint64_t mixed, uint32_t id) {
    nreg_hash_part *part = &hash->parts[nreg_hash_part_of(mixed)];
    const uint32_t mask = (UINT32_C(1) << part->bits) - 1;
    uint32_t hole = find(part, (uint64_t)nreg_hash_tag(mixed) << 32 | id);
    part->used--;
    /* Entries behind the hole move into it unless they would come to lie before their home. */
    for (uint32_t at = (hole + 1) & mask; part->entries[at] != 0; at = (at + 1) & mask) {
        const uint32_t home = nreg_hash_home(part, part->entries[at]);
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            part->entries[hole] = part->entries[at];
            hole = at;
        }
    }
    part->entries[hole] = 0;
}
