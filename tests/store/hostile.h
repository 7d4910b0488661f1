/* SPDX-License-Identifier: MIT */
/*
 * A store inside which another one works, and that makes trouble on the way: what networks, other writers and full
 * disks do.
 *
 *     hostile *h;
 *     nreg_store *store = hostile_wrap(inner, NULL, &h);    // `inner` is kept alive; close `store` as usual
 *     h->plan.retry = 50;                                   // from now on: 50 calls of 1000 answer NREG_RETRY
 *     ...
 *     h->plan = hostile_peace();                            // no more
 *
 * or, to fail one call after the other:
 *
 *     for (uint64_t n = 1;; n++) {
 *         hostile_fail_at(h, n, NREG_IO, 0);                // the n-th call from now, once (1: and all after it)
 *         ... the work ...
 *         if (!hostile_failed(h)) break;                    // the work makes fewer than n calls
 *     }
 *
 * What it answers is always something that the contract allows, so what runs on it must keep its promises. The plan is
 * changed while no other thread uses the store; calls themselves may come from any thread.
 */
#ifndef TESTS_STORE_HOSTILE_H
#define TESTS_STORE_HOSTILE_H

#include <numberreg/extend/store.h>

#include <stdatomic.h>

/* How often, in 1000 chances, something happens. */
typedef struct hostile_plan {
    uint32_t retry;        /* a call answers NREG_RETRY (also begin and commit; a commit that answers it did nothing) */
    uint32_t busy;         /* a call answers NREG_BUSY */
    uint32_t conflict;     /* an update or release answers CONFLICT for a row although the token is right */
    uint32_t unknown_done; /* commit answers NREG_UNKNOWN and has committed */
    uint32_t unknown_undone; /* commit answers NREG_UNKNOWN and has not */
    uint32_t fail;           /* a call answers `fail_code` */
    uint32_t wait;           /* a call takes up to `wait_us` longer */
    uint32_t short_page;     /* a page is cut to one row, with more to come */
    uint32_t wait_us;        /* 200 */
    nreg_code fail_code;     /* NREG_IO */
    int reads_too;           /* 1: transactions opened for reading suffer too; else only waits and short pages */
} hostile_plan;

/* What happened so far. */
typedef struct hostile_counts {
    atomic_uint_fast64_t calls; /* of every function but rollback and close */
    atomic_uint_fast64_t retries;
    atomic_uint_fast64_t busies;
    atomic_uint_fast64_t conflicts;
    atomic_uint_fast64_t unknowns_done;
    atomic_uint_fast64_t unknowns_undone;
    atomic_uint_fast64_t failures; /* by rate or by hostile_fail_at() */
    atomic_uint_fast64_t begun;    /* transactions */
    atomic_uint_fast64_t ended;    /* committed or rolled back; equal to `begun` when nothing is open */
} hostile_counts;

typedef struct hostile {
    hostile_plan plan;
    hostile_counts counts;
    int done_first;       /* 1: a commit that hostile_fail_at() makes fail has taken effect by then */
    void (*inside)(void); /* called from inside `begin`; NULL */
    /* What follows is its own. */
    atomic_uint_fast64_t random;
    atomic_uint_fast64_t until_failure; /* 0: no call is to fail */
    atomic_int failed;
    int forever;
    nreg_code code;
    nreg_store *inner;
    const nreg_store_methods *methods;
    void *context;
} hostile;

/* All rates 0. */
hostile_plan hostile_peace(void);
/* A bit of everything, often enough for a run of a few hundred calls. */
hostile_plan hostile_war(void);

/* `plan` NULL: peace. Ends the program if there is no memory. Offers the groups that `inner` offers. */
nreg_store *hostile_wrap(nreg_store *inner, const hostile_plan *plan, hostile **h);
/* Begins the random sequence anew. */
void hostile_seed(hostile *h, uint64_t seed);
/* The n-th call from now answers `code`, and every one after it if `forever`; 0 for never. Reads and begin count too.
 * `done_first` is 0 again.
 */
void hostile_fail_at(hostile *h, uint64_t n, nreg_code code, int forever);
/* Has that call come? */
int hostile_failed(const hostile *h);

#endif
