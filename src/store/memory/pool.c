/* SPDX-License-Identifier: MIT */
#include "store/memory/pool.h"

#include <string.h>

void nreg_pool_init(nreg_pool *pool, size_t size) {
    memset(pool, 0, sizeof *pool);
    pool->size = size;
    pool->used = 1;
}

void nreg_pool_destroy(nreg_pool *pool, const nreg_allocator *allocator) {
    nreg_chunks_destroy(&pool->chunks, allocator);
}

int nreg_pool_reserve(nreg_pool *pool, const nreg_allocator *allocator) {
    if (pool->free_one != 0 || (pool->used >> NREG_POOL_SHIFT) < pool->chunks.count) {
        return 1;
    }
    if (pool->used >= UINT32_MAX - NREG_POOL_CHUNK) {
        return 0;
    }
    return nreg_chunks_add(&pool->chunks, pool->size * NREG_POOL_CHUNK, allocator);
}

uint32_t nreg_pool_take(nreg_pool *pool) {
    const uint32_t id = pool->free_one;
    if (id == 0) {
        return pool->used++;
    }
    memcpy(&pool->free_one, nreg_pool_at(pool, id), sizeof pool->free_one);
    return id;
}

void nreg_pool_give(nreg_pool *pool, uint32_t id) {
    memcpy(nreg_pool_at(pool, id), &pool->free_one, sizeof pool->free_one);
    pool->free_one = id;
}
