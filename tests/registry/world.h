/* SPDX-License-Identifier: MIT */
/*
 * A small world on a store of any kind: two resellers, four Businesses, Units and Programs beside each other, a few
 * numbers at each, a clock that stands still and ids that are the same every time.
 */
#ifndef TESTS_REGISTRY_WORLD_H
#define TESTS_REGISTRY_WORLD_H

#include "../support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg.h>
#include <numberreg/extend/store.h>

enum {
    RESELLER,          /* Organization */
    ACME,              /* its Business */
    SALES,             /* Unit of acme */
    SPRING,            /* Program of sales */
    SUMMER,            /* Program of sales */
    SUPPORT,           /* Unit of acme */
    HELPLINE,          /* Program of support */
    GLOBEX,            /* Business of the reseller */
    OPS,               /* Unit of globex */
    PAGER,             /* Program of ops */
    OTHER,             /* another Organization */
    INITECH,           /* its Business */
    LAB,               /* Unit of initech */
    TRIAL,             /* Program of lab */
    SOLO,              /* Business of no Organization */
    SCOPES,            /* how many */
    OPERATOR = SCOPES, /* as a root: none */
    NOWHERE = -1
};

/* Numbers that each scope below an Organization holds. */
#define NUMBERS_EACH 3

typedef struct world {
    const char *kind;
    nreg_store *base; /* what a store without scopes stands on */
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session; /* an operator's */
    nreg_scope scopes[SCOPES];
    failing_allocator memory; /* the registry's */
    int64_t now;
    uint64_t seed;
    uint64_t batches; /* made so far by changes */
    char directory[64];
    nreg_error error;
} world;

/* Kinds of stores to test on, ending with NULL; "resolver" keeps no scopes. */
extern const char *const world_kinds[];
extern const char *world_kind;

/* cmocka's setup and teardown: a world of `world_kind`, numbers included. */
int world_setup(void **state);
int world_teardown(void **state);

/* Runs the tests on every kind of store; a test that needs scopes in the store skips the others by itself. */
#define world_run(tests) world_run_on_all(#tests, tests, sizeof(tests) / sizeof((tests)[0]))
int world_run_on_all(const char *name, const struct CMUnitTest *tests, size_t count);

int world_keeps_scopes(const world *w);
void world_needs_scopes(const world *w);
int world_parent(int scope);
/* True if `scope` is `root` or below it; every scope is below OPERATOR. */
int world_covers(int root, int scope);
/* The k-th number of a scope. */
uint64_t world_number(int scope, int k);
int world_scope_of(uint64_t number);
uint64_t world_id(const world *w, int scope);
nreg_session *world_session(world *w, int root);
nreg_record world_record(const world *w, uint64_t number, int scope);
/* Adds, changes or removes one record, with its journal row and counts where the store keeps them. */
void world_put(world *w, const nreg_record *record);
void world_remove(world *w, uint64_t number);
/* Changes it to `after`, at the world's time: a new batch and the next revision are filled in. */
void world_change(world *w, nreg_record *after);

#define assert_code(w, call, expected)                                                                                 \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != (expected)) {                                                                                     \
            fail_msg("%s, not %s: %s", nreg_code_name(code_), nreg_code_name(expected), (w)->error.message);           \
        }                                                                                                              \
        assert_int_equal((w)->error.code, code_);                                                                      \
        assert_int_equal((w)->error.message[0] == '\0', code_ == NREG_OK);                                             \
    } while (0)
#define assert_ok(w, call) assert_code(w, call, NREG_OK)

#endif
