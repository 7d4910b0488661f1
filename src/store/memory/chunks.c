/* SPDX-License-Identifier: MIT */
#include "store/memory/chunks.h"

#include "base/pages.h"

/* Chunks that are allocated one by one, and most in a block. */
enum { SINGLE = 16, BLOCK_MOST = 16 };

/* How many chunks fill large pages best: those that leave the least part of them unused. */
static size_t best_block(size_t size) {
    size_t best = 1;
    size_t best_unused = SIZE_MAX;
    for (size_t count = BLOCK_MOST; count > 0; count--) {
        const size_t bytes = count * size;
        const size_t pages = (bytes + NREG_PAGE - 1) / NREG_PAGE;
        const size_t unused = (pages * NREG_PAGE - bytes) * BLOCK_MOST / pages;
        if (unused < best_unused) {
            best = count;
            best_unused = unused;
        }
    }
    return best;
}

/* In the block that begins with chunk `first`. */
static size_t chunks_of_block(const nreg_chunks *chunks, size_t first) {
    return first < SINGLE ? 1 : chunks->a_block;
}

void nreg_chunks_destroy(nreg_chunks *chunks, const nreg_allocator *allocator) {
    for (size_t i = 0; i < chunks->count; i += chunks_of_block(chunks, i)) {
        nreg_release(allocator, chunks->at[i]);
    }
    nreg_release(allocator, chunks->at);
}

int nreg_chunks_add(nreg_chunks *chunks, size_t size, const nreg_allocator *allocator) {
    if (chunks->count == 0) {
        chunks->a_block = best_block(size);
    }
    const size_t more = chunks_of_block(chunks, chunks->count);
    void *at = chunks->at;
    if (!nreg_array_reserve(allocator, &at, &chunks->capacity, chunks->count + more, sizeof *chunks->at)) {
        return 0;
    }
    chunks->at = at;
    unsigned char *block = nreg_allocate_array(allocator, more, size);
    if (block == NULL) {
        return 0;
    }
    for (size_t i = 0; i < more; i++) {
        chunks->at[chunks->count++] = block + i * size;
    }
    return 1;
}

void nreg_chunks_drop(nreg_chunks *chunks, size_t end, const nreg_allocator *allocator) {
    /* Whoever drops goes forward, so what is to go stands right before the end. */
    for (size_t i = end; i > 0 && chunks->at[i - 1] != NULL;) {
        const size_t beyond = i > SINGLE ? (i - SINGLE) % chunks->a_block : 0;
        if (beyond != 0) {
            i -= beyond;
            continue;
        }
        const size_t count = i > SINGLE ? chunks->a_block : 1;
        i -= count;
        nreg_release(allocator, chunks->at[i]);
        for (size_t k = 0; k < count; k++) {
            chunks->at[i + k] = NULL;
        }
    }
}
