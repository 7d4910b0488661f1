/* SPDX-License-Identifier: MIT */
/* A sequence of steps, and how one that fails is made shorter. */
#ifndef TESTS_MODEL_SHRINK_H
#define TESTS_MODEL_SHRINK_H

#include "run.h"

typedef struct sequence {
    uint64_t seed;
    uint32_t count;
    uint64_t *dice; /* of each step */
    int thorough;   /* see run.h */
} sequence;

void sequence_make(sequence *s, uint64_t seed, uint32_t count);
void sequence_free(sequence *s);
/* Runs it on a new store. If it fails, cuts off what comes after the failure, and prints the last `told` steps and what
 * differs. */
int sequence_passes(sequence *s, const test_store *kind, uint32_t told);
/* Leaves steps out for so many seconds, as long as it still fails, and prints what remains. */
void sequence_shrink(sequence *s, const test_store *kind, uint32_t seconds);

#endif
