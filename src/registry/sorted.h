/* SPDX-License-Identifier: MIT */
/* Numbers in the order in which stores want them. */
#ifndef NREG_REGISTRY_SORTED_H
#define NREG_REGISTRY_SORTED_H

#include <stdint.h>

/* Largest number that E.164 allows. */
#define NREG_NUMBER_LARGEST 999999999999999u

/* Sorts in place and drops what cannot be a number or is there twice; returns how many are left. */
uint32_t nreg_sort_unique(uint64_t *numbers, uint32_t count);

/* Where a number stands among sorted ones; `count` if it is not there. */
uint32_t nreg_sorted_find(const uint64_t *numbers, uint32_t count, uint64_t number);

#endif
