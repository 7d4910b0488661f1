/* SPDX-License-Identifier: MIT */
/* Elements of one size under 32-bit ids (0 is none), in chunks that never move. */
#ifndef NREG_MEMORY_POOL_H
#define NREG_MEMORY_POOL_H

#include "store/memory/chunks.h"

#include <stdint.h>

enum { NREG_POOL_SHIFT = 12, NREG_POOL_CHUNK = 1 << NREG_POOL_SHIFT };

typedef struct nreg_pool {
    nreg_chunks chunks;
    size_t size;       /* of an element; its first four bytes link free ones */
    uint32_t used;     /* ids ever taken, 0 included */
    uint32_t free_one; /* 0 if none */
} nreg_pool;

void nreg_pool_init(nreg_pool *pool, size_t size);
void nreg_pool_destroy(nreg_pool *pool, const nreg_allocator *allocator);

/* Makes sure that the next nreg_pool_take() succeeds; false if memory is short or the ids are used up. */
int nreg_pool_reserve(nreg_pool *pool, const nreg_allocator *allocator);
uint32_t nreg_pool_take(nreg_pool *pool);
void nreg_pool_give(nreg_pool *pool, uint32_t id);

static inline void *nreg_pool_at(const nreg_pool *pool, uint32_t id) {
    return pool->chunks.at[id >> NREG_POOL_SHIFT] + (size_t)(id & (NREG_POOL_CHUNK - 1)) * pool->size;
}

#endif
