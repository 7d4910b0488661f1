/* SPDX-License-Identifier: MIT */
#include "batch/texts.h"

#include <stdatomic.h>
#include <string.h>

enum { LENGTH_BITS = 10, OFFSET_BITS = 24, FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

typedef struct nreg_text_block {
    atomic_size_t references;
    size_t used; /* looked at by the draft alone; results know what is theirs */
    size_t size;
    char data[];
} nreg_text_block;

void nreg_texts_init(nreg_texts *texts, const nreg_allocator *allocator) {
    memset(texts, 0, sizeof *texts);
    texts->allocator = *allocator;
}

void nreg_texts_free(nreg_texts *texts) {
    for (size_t i = 0; i < texts->count; i++) {
        nreg_text_block *block = texts->blocks[i];
        if (atomic_fetch_sub_explicit(&block->references, 1, memory_order_acq_rel) == 1) {
            nreg_release(&texts->allocator, block);
        }
    }
    nreg_release(&texts->allocator, texts->blocks);
    texts->blocks = NULL;
    texts->count = 0;
    texts->capacity = 0;
}

int nreg_texts_reserve(nreg_texts *texts, size_t length) {
    size_t size = FIRST_BLOCK;
    if (texts->count > 0) {
        const nreg_text_block *last = texts->blocks[texts->count - 1];
        if (last->size - last->used >= length) {
            return 1;
        }
        size = last->size < LARGEST_BLOCK ? last->size * 2 : LARGEST_BLOCK;
    }
    if (texts->count >= (size_t)1 << (64 - OFFSET_BITS - LENGTH_BITS)) {
        return 0;
    }
    void *blocks = texts->blocks;
    if (!nreg_array_reserve(&texts->allocator, &blocks, &texts->capacity, texts->count + 1, sizeof *texts->blocks)) {
        return 0;
    }
    texts->blocks = blocks;
    nreg_text_block *block = nreg_allocate(&texts->allocator, sizeof *block + size);
    if (block == NULL) {
        return 0;
    }
    atomic_init(&block->references, 1);
    block->used = 0;
    block->size = size;
    texts->blocks[texts->count++] = block;
    return 1;
}

int nreg_texts_add(nreg_texts *texts, const char *data, size_t length, nreg_text *text) {
    if (length == 0) {
        *text = 0;
        return 1;
    }
    if (length > NREG_TEXT_MAX || !nreg_texts_reserve(texts, length)) {
        return 0;
    }
    nreg_text_block *block = texts->blocks[texts->count - 1];
    memcpy(block->data + block->used, data, length);
    *text =
        (nreg_text)(texts->count - 1) << (OFFSET_BITS + LENGTH_BITS) | (nreg_text)block->used << LENGTH_BITS | length;
    block->used += length;
    texts->bytes += length;
    return 1;
}

const char *nreg_texts_get(const nreg_texts *texts, nreg_text text, size_t *length) {
    *length = text & NREG_TEXT_MAX;
    if (*length == 0) {
        return "";
    }
    const size_t offset = text >> LENGTH_BITS & (((nreg_text)1 << OFFSET_BITS) - 1);
    return texts->blocks[text >> (OFFSET_BITS + LENGTH_BITS)]->data + offset;
}

int nreg_texts_share(const nreg_texts *texts, nreg_texts *copy) {
    nreg_texts_init(copy, &texts->allocator);
    copy->bytes = texts->bytes;
    copy->blocks = nreg_allocate_array(&texts->allocator, texts->count, sizeof *texts->blocks);
    if (copy->blocks == NULL) {
        return 0;
    }
    copy->capacity = texts->count;
    copy->count = texts->count;
    for (size_t i = 0; i < texts->count; i++) {
        copy->blocks[i] = texts->blocks[i];
        atomic_fetch_add_explicit(&copy->blocks[i]->references, 1, memory_order_relaxed);
    }
    return 1;
}
