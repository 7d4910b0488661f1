/* SPDX-License-Identifier: MIT */
#include "store/memory/chunks.h"

static size_t chunks_of_block(size_t first) {
    return first < NREG_CHUNKS_A_BLOCK ? 1 : NREG_CHUNKS_A_BLOCK;
}

void nreg_chunks_destroy(nreg_chunks *chunks, const nreg_allocator *allocator) {
    for (size_t i = 0; i < chunks->count; i += chunks_of_block(i)) {
        nreg_release(allocator, chunks->at[i]);
    }
    nreg_release(allocator, chunks->at);
}

int nreg_chunks_add(nreg_chunks *chunks, size_t size, const nreg_allocator *allocator) {
    const size_t more = chunks_of_block(chunks->count);
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
        const size_t size = i > NREG_CHUNKS_A_BLOCK ? NREG_CHUNKS_A_BLOCK : 1;
        if (size > 1 && i % NREG_CHUNKS_A_BLOCK != 0) {
            i -= i % NREG_CHUNKS_A_BLOCK;
            continue;
        }
        i -= size;
        nreg_release(allocator, chunks->at[i]);
        for (size_t k = 0; k < size; k++) {
            chunks->at[i + k] = NULL;
        }
    }
}
