/* SPDX-License-Identifier: MIT */
/*
 * Memory in chunks that never move. The first few are allocated one by one, so that a small store stays small; then
 * they come in blocks that nearly fill large pages (base/pages.h).
 */
#ifndef NREG_MEMORY_CHUNKS_H
#define NREG_MEMORY_CHUNKS_H

#include "base/memory.h"

typedef struct nreg_chunks {
    unsigned char **at; /* NULL: given back */
    size_t a_block;     /* chunks in one */
    size_t count;
    size_t capacity;
} nreg_chunks;

void nreg_chunks_destroy(nreg_chunks *chunks, const nreg_allocator *allocator);
/* Makes sure that there is one chunk more at least, all being of one size; false if memory is short. */
int nreg_chunks_add(nreg_chunks *chunks, size_t size, const nreg_allocator *allocator);
/* Gives the chunks up to `end` back, as far as they are no part of a block that reaches beyond it. */
void nreg_chunks_drop(nreg_chunks *chunks, size_t end, const nreg_allocator *allocator);

#endif
