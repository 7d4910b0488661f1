/* SPDX-License-Identifier: MIT */
/*
 * The model-based test: random sequences of steps, done to the library and to a model made from the rules, compared
 * after each. Sequences are run, each on a new store, until enough steps are done; one that fails is told, made shorter
 * and told again.
 */
#include "shrink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SKIPPED = 77, /* as ctest is told */ TAIL = 12 };

typedef struct wish {
    const char *store; /* NULL: all */
    uint64_t steps;    /* 0: as the campaign says */
    uint64_t seed;
    uint64_t length;
    uint64_t progress; /* seconds from one line about it to the next; 0: none */
    uint64_t shrink;   /* seconds to make a failing sequence shorter */
} wish;

/* How many steps each store gets in a campaign. */
static uint64_t share_of(const char *store) {
    static const struct {
        const char *store;
        uint64_t steps;
    } shares[] = {{"memory", 1000000},        {"sqlite", 100000},         {"postgresql", 20000},
                  {"hostile memory", 100000}, {"hostile sqlite", 100000}, {"hostile postgresql", 5000}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        if (strcmp(shares[i].store, store) == 0) {
            return shares[i].steps;
        }
    }
    return 0;
}

static int usage(FILE *to, int status) {
    fprintf(to,
            "usage: test_model [--store NAME] [--steps N] [--seed S] [--length L] [--progress SECONDS]\n"
            "                  [--shrink SECONDS] | --campaign [the same options]\n"
            "Compares the library with a model made from the rules, step by step, on one store or on all.\n"
            "  --store NAME        one of those below; without it, all\n"
            "  --steps N           so many steps on each store (20000)\n"
            "  --seed S            seed of the first sequence (1); each further one has the next\n"
            "  --length L          steps of a sequence (400)\n"
            "  --progress SECONDS  say how far it is so often (0: only at the end)\n"
            "  --shrink SECONDS    how long to leave steps out of a sequence that fails (60)\n"
            "  --campaign          the whole: a million steps in memory, 100000 on SQLite, on hostile memory and on\n"
            "                      hostile SQLite, 20000 on PostgreSQL, 5000 on a hostile one, where\n"
            "                      NREG_TEST_POSTGRESQL holds a connection string; progress every 10 seconds\n"
            "stores with steps in a campaign:");
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        if (share_of(kind->name) != 0) {
            fprintf(to, " '%s'", kind->name);
        }
    }
    fprintf(to, "\n");
    return status;
}

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void tell_failure(sequence *s, const test_store *kind, const wish *w) {
    printf("\nThe model and the library differ on the store %s. Run again with: --store '%s' --seed %" PRIu64
           " --length %u --steps %u\nThe last steps:\n",
           kind->name, kind->name, s->seed, s->count, s->count);
    if (sequence_passes(s, kind, TAIL)) {
        printf("... but not when they are run again.\n");
        return;
    }
    printf("Leaving steps out for up to %" PRIu64 " seconds:\n", w->shrink);
    fflush(stdout);
    sequence_shrink(s, kind, (uint32_t)w->shrink);
}

static int run_store(const test_store *kind, const wish *w) {
    const uint64_t steps = w->steps != 0 ? w->steps : share_of(kind->name);
    const double begun = seconds();
    double told = begun;
    uint64_t done = 0;
    uint64_t seed = w->seed;
    while (done < steps) {
        sequence s;
        const uint64_t left = steps - done;
        sequence_make(&s, seed, (uint32_t)(left < w->length ? left : w->length));
        const int passed = sequence_passes(&s, kind, 0);
        if (!passed) {
            tell_failure(&s, kind, w);
        }
        done += s.count;
        seed++;
        sequence_free(&s);
        if (!passed) {
            return 1;
        }
        const double now = seconds();
        if (w->progress != 0 && now - told >= (double)w->progress) {
            printf("%s: %" PRIu64 " of %" PRIu64 " steps, %.0f a second\n", kind->name, done, steps,
                   (double)done / (now - begun));
            fflush(stdout);
            told = now;
        }
    }
    if (done > 0) {
        printf("%s: %" PRIu64 " steps, %.0f a second, seeds %" PRIu64 " to %" PRIu64 "\n", kind->name, done,
               (double)done / (seconds() - begun), w->seed, seed - 1);
        fflush(stdout);
    }
    return 0;
}

static int read_options(int argc, char **argv, wish *w) {
    const struct {
        const char *name;
        uint64_t *value;
    } numbers[] = {{"--steps", &w->steps},
                   {"--seed", &w->seed},
                   {"--length", &w->length},
                   {"--progress", &w->progress},
                   {"--shrink", &w->shrink}};
    for (int i = 1; i < argc; i++) {
        size_t at = 0;
        if (strcmp(argv[i], "--campaign") == 0) {
            w->steps = 0;
            w->progress = 10;
            continue;
        }
        if (i + 1 == argc) {
            return 0;
        }
        if (strcmp(argv[i], "--store") == 0) {
            w->store = argv[++i];
            continue;
        }
        while (at < sizeof numbers / sizeof *numbers && strcmp(argv[i], numbers[at].name) != 0) {
            at++;
        }
        if (at == sizeof numbers / sizeof *numbers) {
            return 0;
        }
        *numbers[at].value = strtoull(argv[++i], NULL, 10);
    }
    return w->length > 0 && w->length <= LENGTH_MAX;
}

int main(int argc, char **argv) {
    wish w = {NULL, 20000, 1, 400, 0, 60};
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        return usage(stdout, 0);
    }
    if (!read_options(argc, argv, &w)) {
        return usage(stderr, 2);
    }
    int found = 0;
    int failed = 0;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        if (w.store == NULL ? share_of(kind->name) != 0 : strcmp(w.store, kind->name) == 0) {
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
