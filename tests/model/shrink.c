/* SPDX-License-Identifier: MIT */
#include "shrink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sequence_make(sequence *s, uint64_t seed, uint32_t count) {
    dice d = {seed * UINT64_C(0xD1342543DE82EF95)};
    s->seed = seed;
    s->count = count;
    s->thorough = 0;
    s->dice = calloc(count > 0 ? count : 1, sizeof *s->dice);
    if (s->dice == NULL) {
        abort();
    }
    for (uint32_t i = 0; i < count; i++) {
        s->dice[i] = dice_next(&d);
    }
}

void sequence_free(sequence *s) {
    free(s->dice);
    s->dice = NULL;
}

int sequence_passes(sequence *s, const test_store *kind, int trace) {
    run r;
    run_open(&r, kind, s->seed);
    r.thorough = s->thorough;
    for (uint32_t i = 0; i < s->count && !r.failed; i++) {
        run_step(&r, s->dice[i]);
        if (trace) {
            printf("%4u %s\n", i + 1, r.line);
        }
        if (r.failed) {
            s->count = i + 1;
        }
    }
    const int passed = !r.failed;
    if (trace && !passed) {
        printf("     %s\n", r.difference);
    }
    run_close(&r);
    return passed;
}

/* Without `length` steps from `from` on. */
static int fails_without(sequence *s, uint32_t from, uint32_t length, const test_store *kind) {
    sequence shorter;
    sequence_make(&shorter, s->seed, s->count - length);
    shorter.thorough = s->thorough;
    memcpy(shorter.dice, s->dice, from * sizeof *s->dice);
    memcpy(shorter.dice + from, s->dice + from + length, (s->count - from - length) * sizeof *s->dice);
    const int passed = sequence_passes(&shorter, kind, 0);
    if (passed) {
        sequence_free(&shorter);
        return 0;
    }
    sequence_free(s);
    *s = shorter;
    return 1;
}

void sequence_shrink(sequence *s, const test_store *kind) {
    s->thorough = 1;
    (void)sequence_passes(s, kind, 0);
    for (uint32_t length = s->count / 2; length > 0; length /= 2) {
        for (uint32_t from = 0; from + length < s->count;) {
            if (!fails_without(s, from, length, kind)) {
                from += length;
            }
        }
    }
    (void)sequence_passes(s, kind, 1);
}
