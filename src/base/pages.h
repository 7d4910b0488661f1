/* SPDX-License-Identifier: MIT */
/*
 * Memory straight from the system, in its large pages: touching what a batch of a million entries needs for the first
 * time then takes hundreds of page faults instead of tens of thousands, and growing moves page tables instead of bytes.
 */
#ifndef NREG_BASE_PAGES_H
#define NREG_BASE_PAGES_H

#include <stddef.h>

/* A large page; all sizes below are multiples of it. */
#define NREG_PAGE ((size_t)2 << 20)
/* Bytes before each mapping that belong to it too, for whoever needs to note something. */
#define NREG_PAGE_NOTE ((size_t)16)

/* NULL if memory is short, or the system offers nothing of the kind. */
void *nreg_pages_map(size_t size);
/* Keeps the content, as far as it fits; the note is to be written again. On NULL nothing has changed. */
void *nreg_pages_remap(void *memory, size_t size, size_t new_size);
void nreg_pages_unmap(void *memory, size_t size);

#endif
