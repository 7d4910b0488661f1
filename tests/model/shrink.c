/* SPDX-License-Identifier: MIT */
#include "shrink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

int sequence_passes(sequence *s, const test_store *kind, uint32_t told) {
    run r;
    char(*lines)[LINE_MAX_SIZE] = calloc(told > 0 ? told : 1, sizeof *lines);
    if (lines == NULL) {
        abort();
    }
    run_open(&r, kind, s->seed);
    r.thorough = s->thorough;
    uint32_t done = 0;
    for (; done < s->count && !r.failed; done++) {
        run_step(&r, s->dice[done]);
        if (told > 0) {
            memcpy(lines[done % told], r.line, sizeof *lines);
        }
    }
    const int passed = !r.failed;
    if (!passed) {
        s->count = done; /* what comes after the failure does not matter */
        for (uint32_t i = done > told ? done - told : 0; i < done; i++) {
            printf("%4u %s\n", i + 1, lines[i % told]);
        }
        if (told > 0) {
            printf("     %s\n", r.difference);
            fflush(stdout);
        }
    }
    run_close(&r);
    free(lines);
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

void sequence_shrink(sequence *s, const test_store *kind, uint32_t seconds) {
    const time_t end = time(NULL) + (time_t)seconds;
    s->thorough = 1;
    if (sequence_passes(s, kind, 0)) {
        s->thorough = 0; /* what looks have done to the store has a part in it */
    }
    for (uint32_t length = s->count / 2; length > 0; length /= 2) {
        for (uint32_t from = 0; from + length < s->count && time(NULL) < end;) {
            if (!fails_without(s, from, length, kind)) {
                from += length;
            }
        }
    }
    (void)sequence_passes(s, kind, s->count);
}
