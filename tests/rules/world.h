/* SPDX-License-Identifier: MIT */
/* A small world to test rules in: two Businesses with Units and Programs, on any store. */
#ifndef TESTS_RULES_WORLD_H
#define TESTS_RULES_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg/batch.h>
#include <numberreg/extend/store.h>

typedef struct world {
    const char *store_name;
    char directory[160]; /* "" if the store needs none */
    nreg_store *store;
    nreg_store *inner; /* that `store` is made of; NULL */
    nreg_registry *registry;
    const nreg_allocator *allocator; /* of the registry; NULL for the C library's */
    nreg_policy policy;              /* as the registry was opened with */
    int system_host; /* 1: the system's clock and randomness, safe from any thread, from world_reopen() on */
    int64_t clock;   /* what the host says; moves on by a second with each look */
    uint64_t random;
    uint64_t told_business; /* by elsewhere_disclosed */
    uint32_t told_today;
    nreg_session *operator_session;
    nreg_session *acme_session;
    uint64_t group, acme, sales, support, spring, summer, fall; /* acme/sales/spring ... */
    uint64_t bolt, bolt_unit, bolt_program;                     /* another Business of the same Organization */
    uint64_t loner;                                             /* a Business of none */
    nreg_error error;
} world;

/* Stores that worlds are made on, by index; NULL behind the last. */
const char *world_store_name(size_t index);

world *world_new(const char *store_name);
/* The same with a store around the store, and memory from elsewhere; each may be NULL. NULL if memory is short. */
world *world_new_with(const char *store_name, nreg_store *(*wrap)(nreg_store *inner, void *context), void *context,
                      const nreg_allocator *allocator);
void world_free(world *w);
/* Opens the registry again with `w->policy`; sessions are made anew. */
void world_reopen(world *w);

nreg_session *world_session(world *w, uint64_t root);

/* A batch that lives until world_free(); so do results. */
nreg_batch *world_batch(world *w, nreg_session *session, uint64_t target, uint32_t action);
uint32_t world_add(world *w, nreg_batch *batch, const char *number, uint32_t purpose);
nreg_result *world_commit(world *w, nreg_batch *batch, const nreg_commit_options *options);
nreg_result *world_preview(world *w, nreg_batch *batch, const nreg_commit_options *options);

/* Adds one number at a scope, as acme or (for other Businesses) the operator would; the outcome. */
nreg_outcome world_add_one(world *w, nreg_session *session, uint64_t target, const char *number, uint32_t purpose,
                           uint32_t consent);
/* Any action on one number. */
nreg_outcome world_act(world *w, nreg_session *session, uint32_t action, uint64_t target, const char *number,
                       uint32_t purpose, uint32_t consent);

/* Straight from the store: all zero if there is none. */
nreg_record world_record(world *w, uint64_t number);
/* Changes a record's status straight in the store, as review would. */
void world_set_status(world *w, uint64_t number, uint32_t status);
uint64_t world_count(world *w, uint64_t business);
/* Journal rows of a number, oldest first; returns how many. */
uint32_t world_history(world *w, uint64_t number, nreg_journal_row *rows, uint32_t capacity);
int world_keeps(const world *w, uint32_t group);

#define world_ok(w, call)                                                                                              \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != NREG_OK) {                                                                                        \
            fail_msg("%s on %s: %s", nreg_code_name(code_), (w)->store_name, (w)->error.message);                      \
        }                                                                                                              \
    } while (0)

static inline int has(uint64_t set, uint32_t reason) {
    return (set & NREG_REASON_BIT(reason)) != 0;
}

#endif
