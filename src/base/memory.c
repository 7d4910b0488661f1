/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for madvise */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A batch of a million entries touches tens of thousands of pages for the first time; large pages spare most of that.
 */
static void *advise(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
    enum { WORTHWHILE = 4 << 20, PAGE = 4096 };
    if (memory != NULL && size >= WORTHWHILE) {
        const uintptr_t begin = ((uintptr_t)memory + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
        const uintptr_t end = ((uintptr_t)memory + size) & ~(uintptr_t)(PAGE - 1);
        (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    }
#endif
    return memory;
}

static void *libc_allocate(size_t size, void *context) {
    (void)context;
    return advise(malloc(size), size);
}

static void *libc_reallocate(void *memory, size_t size, void *context) {
    (void)context;
    return advise(realloc(memory, size), size);
}

static void libc_release(void *memory, void *context) {
    (void)context;
    free(memory);
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
    if (memory != NULL) {
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
    const size_t half_more = *capacity > SIZE_MAX / 2 ? needed : *capacity + *capacity / 2;
    const size_t wanted = half_more < needed ? needed : half_more;
    const size_t room = wanted < 16 ? 16 : wanted;
    void *grown = nreg_reallocate_array(allocator, *array, room, size);
    if (grown == NULL) {
        return 0;
    }
    *array = grown;
    *capacity = room;
    return 1;
}
