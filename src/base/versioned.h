/* SPDX-License-Identifier: MIT */
/*
 * Structs of callers that were built against an older or newer header: they begin with `uint32_t struct_size` and grow
 * only at their end.
 */
#ifndef NREG_BASE_VERSIONED_H
#define NREG_BASE_VERSIONED_H

#include <stddef.h>

/* Copies as much of the caller's struct as both know over the prepared `own`, whose size stays. False, and nothing
 * copied, if the caller's is smaller than `first`, the size of the struct in its first version, or says more than any
 * could have. */
int nreg_versioned_copy(void *own, size_t own_size, const void *given, size_t first);

#endif
