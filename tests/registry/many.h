/* SPDX-License-Identifier: MIT */
/* Many records all over a world with numbers. */
#ifndef TESTS_REGISTRY_MANY_H
#define TESTS_REGISTRY_MANY_H

#include "../world/world.h"

#include <stdlib.h>

#define MANY 2000

typedef struct many {
    nreg_record records[MANY];
    uint32_t count;
} many;

static inline int by_number(const void *a, const void *b) {
    const nreg_record *one = a, *other = b;
    return one->number < other->number ? -1 : one->number > other->number;
}

static inline many *put_many(world *w) {
    static const int holders[] = {ACME, SALES, SPRING, SUMMER, SUPPORT, HELPLINE, GLOBEX, SOLO, TRIAL};
    many *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (uint32_t i = 0; i < MANY; i++) {
        const int holder = holders[world_dice(w, sizeof holders / sizeof holders[0])];
        nreg_record record = world_record_at(w, 442000000000 + world_dice(w, 100000000) * 10 + i % 10, holder);
        record.status = (uint32_t)(1 + world_dice(w, 5));
        record.purpose = (uint32_t)(1 + world_dice(w, 10));
        all->records[all->count++] = record;
    }
    qsort(all->records, all->count, sizeof *all->records, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (kept == 0 || all->records[kept - 1].number != all->records[i].number) {
            all->records[kept++] = all->records[i];
        }
    }
    all->count = kept;
    world_claim(w, all->records, all->count);
    return all;
}

#endif
