/* SPDX-License-Identifier: MIT */
/* Which scopes hold records: each triple of Business, Unit and Program has a small id. Never forgotten: there are few.
 */
#include "store/memory/state.h"

static uint64_t mixed(uint64_t business, uint64_t unit, uint64_t program) {
    return nreg_hash_mix(nreg_hash_mix(nreg_hash_mix(business) + unit) + program);
}

uint32_t nreg_memory_places_of(const nreg_memory *memory, uint64_t business) {
    nreg_probe probe = nreg_hash_probe(&memory->business_index, nreg_hash_mix(business));
    uint32_t id;
    while ((id = nreg_hash_next(&probe)) != 0 && memory->places[id].business != business) {
    }
    return id;
}

static uint32_t find(const nreg_memory *memory, uint64_t business, uint64_t unit, uint64_t program) {
    nreg_probe probe = nreg_hash_probe(&memory->place_index, mixed(business, unit, program));
    uint32_t id;
    while ((id = nreg_hash_next(&probe)) != 0) {
        const nreg_memory_place *place = &memory->places[id];
        if (place->business == business && place->unit == unit && place->program == program) {
            return id;
        }
    }
    return 0;
}

uint32_t nreg_memory_place_of(nreg_memory *memory, uint64_t business, uint64_t unit, uint64_t program) {
    const uint32_t found = find(memory, business, unit, program);
    if (found != 0) {
        return found;
    }
    const uint64_t key = mixed(business, unit, program);
    const uint32_t first = nreg_memory_places_of(memory, business);
    void *places = memory->places;
    const size_t count = memory->place_count == 0 ? 1 : memory->place_count;
    if (count >= UINT32_MAX / NREG_BUCKET_STATUSES ||
        !nreg_array_reserve(&memory->allocator, &places, &memory->place_capacity, count + 1, sizeof *memory->places)) {
        return 0;
    }
    memory->places = places;
    if (!nreg_hash_reserve(&memory->place_index, key, &memory->allocator) ||
        (first == 0 && !nreg_hash_reserve(&memory->business_index, nreg_hash_mix(business), &memory->allocator))) {
        return 0;
    }
    const uint32_t id = (uint32_t)count;
    memory->place_count = count + 1;
    memory->places[id] = (nreg_memory_place){business, unit, program, 0, 0};
    if (first == 0) {
        nreg_hash_insert(&memory->business_index, nreg_hash_mix(business), id);
    } else {
        memory->places[id].next = memory->places[first].next;
        memory->places[first].next = id;
    }
    nreg_hash_insert(&memory->place_index, key, id);
    return id;
}
