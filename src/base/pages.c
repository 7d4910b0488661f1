/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* for mremap */
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED
#endif

/* AddressSanitizer watches over the C library's blocks only. */
#if defined(MADV_HUGEPAGE) && defined(MREMAP_MAYMOVE) && !defined(WATCHED)

/* Mapped before the boundary for the note: a page, however large the system's small pages are. */
enum { LEAD = 64 << 10 };

static unsigned char *map_of(void *memory) {
    return (unsigned char *)memory - LEAD;
}

/* `size` bytes from a boundary on, and LEAD before it. */
static unsigned char *map(size_t size) {
    const size_t length = LEAD + size + NREG_PAGE;
    unsigned char *const begin = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (begin == MAP_FAILED) {
        return NULL;
    }
    const size_t skipped = (NREG_PAGE - ((uintptr_t)begin + LEAD) % NREG_PAGE) % NREG_PAGE;
    unsigned char *const boundary = begin + LEAD + skipped;
    if (skipped > 0) {
        (void)munmap(begin, skipped);
    }
    (void)munmap(boundary + size, NREG_PAGE - skipped);
    return boundary;
}

void *nreg_pages_map(size_t size) {
    void *const memory = map(size);
    if (memory != NULL) {
        (void)madvise(memory, size, MADV_HUGEPAGE);
    }
    return memory;
}

void *nreg_pages_remap(void *memory, size_t size, size_t new_size) {
    unsigned char *const moved = map(new_size);
    if (moved == NULL) {
        return NULL;
    }
    if (mremap(memory, size, new_size, MREMAP_MAYMOVE | MREMAP_FIXED, moved) == MAP_FAILED) {
        (void)munmap(map_of(moved), LEAD + new_size);
        return NULL;
    }
    (void)munmap(map_of(memory), LEAD);
    return moved;
}

void nreg_pages_unmap(void *memory, size_t size) {
    (void)munmap(map_of(memory), LEAD + size);
}

#else

void *nreg_pages_map(size_t size) {
    (void)size;
    return NULL;
}

void *nreg_pages_remap(void *memory, size_t size, size_t new_size) {
    (void)memory;
    (void)size;
    (void)new_size;
    return NULL;
}

void nreg_pages_unmap(void *memory, size_t size) {
    (void)memory;
    (void)size;
}

#endif
