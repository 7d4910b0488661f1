/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- the C library's allocator, and large pages for large blocks */

/* Stands before every block. */
typedef struct note {
    size_t size;  /* room */
    size_t pages; /* of it mapped: all or nothing */
} note;

_Static_assert(sizeof(note) == NREG_PAGE_NOTE, "a block begins where its mapping does");

static note *note_of(void *memory) {
    return (note *)memory - 1;
}

static void *noted(void *block, size_t size, size_t pages) {
    if (block == NULL) {
        return NULL;
    }
    note *at = block;
    *at = (note){size, pages};
    return at + 1;
}

/* What to map for a block; 0 for one that would not fill a page nearly, or is larger than anything. */
static size_t pages_for(size_t size) {
    return size < NREG_PAGE / 16 * 15 || size > SIZE_MAX / 2 ? 0 : (size + NREG_PAGE - 1) / NREG_PAGE * NREG_PAGE;
}

static void *libc_allocate(size_t size, void *context) {
    (void)context;
    const size_t pages = pages_for(size);
    unsigned char *mapped = pages == 0 ? NULL : nreg_pages_map(pages);
    if (mapped != NULL) {
        return noted(mapped - NREG_PAGE_NOTE, pages, pages);
    }
    return size > SIZE_MAX - sizeof(note) ? NULL : noted(malloc(sizeof(note) + size), size, 0);
}

static void libc_release(void *memory, void *context) {
    (void)context;
    if (memory != NULL && note_of(memory)->pages != 0) {
        nreg_pages_unmap(memory, note_of(memory)->pages);
    } else if (memory != NULL) {
        free(note_of(memory));
    }
}

static void *libc_reallocate(void *memory, size_t size, void *context) {
    if (memory == NULL) {
        return libc_allocate(size, context);
    }
    const note old = *note_of(memory);
    const size_t pages = pages_for(size);
    if (old.pages == 0 && pages == 0) {
        return size > SIZE_MAX - sizeof(note) ? NULL : noted(realloc(note_of(memory), sizeof(note) + size), size, 0);
    }
    if (old.pages != 0 && old.pages == pages) {
        return memory;
    }
    if (old.pages != 0 && pages != 0) {
        unsigned char *moved = nreg_pages_remap(memory, old.pages, pages);
        return moved == NULL ? NULL : noted(moved - NREG_PAGE_NOTE, pages, pages);
    }
    void *moved = libc_allocate(size, context);
    if (moved != NULL) {
        memcpy(moved, memory, size < old.size ? size : old.size);
        libc_release(memory, context);
    }
    return moved;
}

nreg_code nreg_allocator_resolve(const nreg_allocator *given, nreg_allocator *resolved) {
    if (given == NULL) {
        *resolved = (nreg_allocator){libc_allocate, libc_reallocate, libc_release, NULL};
        return NREG_OK;
    }
    if (given->allocate == NULL || given->reallocate == NULL || given->release == NULL) {
        return NREG_INVALID_ARGUMENT;
    }
    *resolved = *given;
    return NREG_OK;
}

void *nreg_allocate(const nreg_allocator *allocator, size_t size) {
    return allocator->allocate(size == 0 ? 1 : size, allocator->context);
}

void *nreg_allocate_zeroed(const nreg_allocator *allocator, size_t size) {
    void *memory = nreg_allocate(allocator, size);
    const int zero_already = memory != NULL && allocator->allocate == libc_allocate && note_of(memory)->pages != 0;
    if (memory != NULL && !zero_already) {
        memset(memory, 0, size);
    }
    return memory;
}

void *nreg_allocate_array(const nreg_allocator *allocator, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return nreg_allocate(allocator, count * size);
}

void *nreg_reallocate_array(const nreg_allocator *allocator, void *memory, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    const size_t bytes = count * size;
    return allocator->reallocate(memory, bytes == 0 ? 1 : bytes, allocator->context);
}

void nreg_release(const nreg_allocator *allocator, void *memory) {
    if (memory != NULL) {
        allocator->release(memory, allocator->context);
    }
}

int nreg_array_reserve(const nreg_allocator *allocator, void **array, size_t *capacity, size_t needed, size_t size) {
    if (needed <= *capacity) {
        return 1;
    }
    /* Large arrays are grown by moving pages, so more often. */
    const size_t more = *capacity / (*capacity < NREG_PAGE / size ? 2 : 4);
    const size_t grown_to = *capacity > SIZE_MAX / 2 ? needed : *capacity + more;
    const size_t wanted = grown_to < needed ? needed : grown_to;
    const size_t room = wanted < 16 ? 16 : wanted;
    void *grown = nreg_reallocate_array(allocator, *array, room, size);
    if (grown == NULL) {
        return 0;
    }
    *array = grown;
    *capacity = room;
    return 1;
}
