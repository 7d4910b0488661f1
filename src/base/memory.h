/* SPDX-License-Identifier: MIT */
/* Memory through the host's allocator; array sizes are checked for overflow. */
#ifndef NREG_BASE_MEMORY_H
#define NREG_BASE_MEMORY_H

#include <numberreg/host.h>

/* Copies `given`, or the C library's allocator for NULL. NREG_INVALID_ARGUMENT if a function is missing. */
nreg_code nreg_allocator_resolve(const nreg_allocator *given, nreg_allocator *resolved);

/* NULL if memory is short or the size overflows. A size of 0 gives one byte. */
void *nreg_allocate(const nreg_allocator *allocator, size_t size);
void *nreg_allocate_zeroed(const nreg_allocator *allocator, size_t size);
void *nreg_allocate_array(const nreg_allocator *allocator, size_t count, size_t size);
void *nreg_reallocate_array(const nreg_allocator *allocator, void *memory, size_t count, size_t size);
void nreg_release(const nreg_allocator *allocator, void *memory);

/* Makes room for `needed` elements in an array of `*capacity`, growing by a quarter at least. On false nothing has
 * changed. */
int nreg_array_reserve(const nreg_allocator *allocator, void **array, size_t *capacity, size_t needed, size_t size);

#endif
