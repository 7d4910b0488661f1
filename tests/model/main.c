/* SPDX-License-Identifier: MIT */
/*
 * The model-based test: random sequences of steps, done to the library and to a model made from the rules, compared
 * after each.
 *
 *     test_model [--store NAME] [--steps N] [--seed S] [--length L] [--trace]
 *
 * Sequences of `length` steps are run, each on a new store, until `steps` steps are done. A sequence that fails is made
 * shorter and told.
 */
#include "shrink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED = 77 }; /* as ctest is told */

typedef struct wish {
    const char *store; /* NULL: all */
    uint64_t steps;
    uint64_t seed;
    uint32_t length;
    int trace;
} wish;

static int usage(void) {
    fprintf(stderr, "usage: test_model [--store NAME] [--steps N] [--seed S] [--length L] [--trace]\nstores:");
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        fprintf(stderr, " '%s'", kind->name);
    }
    fprintf(stderr, "\n");
    return 2;
}

static int run_store(const test_store *kind, const wish *w) {
    uint64_t done = 0;
    uint64_t seed = w->seed;
    while (done < w->steps) {
        sequence s;
        const uint64_t left = w->steps - done;
        sequence_make(&s, seed, left < w->length ? (uint32_t)left : w->length);
        if (!sequence_passes(&s, kind, w->trace)) {
            printf("\nThe model and the library differ on the store %s. Run again with: --store '%s' --seed %" PRIu64
                   " --length %u --steps %u\n",
                   kind->name, kind->name, seed, s.count, s.count);
            sequence_shrink(&s, kind);
            sequence_free(&s);
            return 1;
        }
        done += s.count;
        seed++;
        sequence_free(&s);
    }
    printf("%s: %" PRIu64 " steps, seeds %" PRIu64 " to %" PRIu64 "\n", kind->name, done, w->seed, seed - 1);
    return 0;
}

int main(int argc, char **argv) {
    wish w = {NULL, 20000, 1, 400, 0};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--trace") == 0) {
            w.trace = 1;
            continue;
        }
        if (value == NULL) {
            return usage();
        }
        if (strcmp(argv[i], "--store") == 0) {
            w.store = value;
        } else if (strcmp(argv[i], "--steps") == 0) {
            w.steps = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            w.seed = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--length") == 0) {
            w.length = (uint32_t)strtoul(value, NULL, 10);
            w.length += w.length == 0;
        } else {
            return usage();
        }
        i++;
    }
    int found = 0;
    int failed = 0;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        if (w.store == NULL || strcmp(w.store, kind->name) == 0) {
            found = 1;
            failed |= run_store(kind, &w);
        }
    }
    if (!found) {
        printf("There is no such store here.\n");
        return SKIPPED;
    }
    return failed;
}
