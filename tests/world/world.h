/* SPDX-License-Identifier: MIT */
/*
 * A small world to test in, on any store: two resellers, four Businesses, Units and Programs beside each other. A test
 * is written once and run on every store there is:
 *
 *     static void a_number_has_one_record(void **state) {
 *         world *w = *state;
 *         world_needs(w, NREG_GROUP_JOURNAL);    // skips the stores that do without
 *         ...
 *     }
 *
 *     int main(void) {
 *         const struct CMUnitTest tests[] = {ON_A_WORLD(a_number_has_one_record)};
 *         return world_run(tests);
 *     }
 *
 * On a hostile store calls are answered RETRY, CONFLICT and UNKNOWN and pages come short, from the first call on; the
 * public functions must give what they give elsewhere. A store without scopes stands beside a host that keeps them.
 */
#ifndef TESTS_WORLD_WORLD_H
#define TESTS_WORLD_WORLD_H

#include "../store/hostile.h"
#include "../store/stores.h"
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

/* Purposes that tests use. */
enum { CS = NREG_PURPOSE_CUSTOMER_SERVICE, SURVEY = NREG_PURPOSE_SURVEY, DNO = NREG_PURPOSE_DO_NOT_ORIGINATE };

/* Numbers that each scope below an Organization holds in a world with numbers. */
#define NUMBERS_EACH 3

typedef struct world {
    const test_store *kind;
    test_opened opened;
    nreg_store *store; /* the one under test */
    nreg_registry *registry;
    failing_allocator memory; /* the registry's */
    nreg_policy policy;       /* as the registry was opened with */
    int system_host;          /* 1: the system's clock and randomness, safe from any thread, from world_reopen() on */
    int64_t clock;            /* what the host says ... */
    int64_t tick;             /* ... after moving on by this with each look; a second, or 0 in a world with numbers */
    uint64_t random;
    uint64_t told_business; /* by elsewhere_disclosed */
    uint32_t told_today;
    nreg_session *operator_session;
    nreg_session *acme_session;
    nreg_scope scopes[SCOPES];
    union {
        uint64_t ids[SCOPES];
        struct {
            uint64_t reseller, acme, sales, spring, summer, support, helpline, globex, ops, pager, other, initech, lab,
                trial, solo;
        };
    };
    uint64_t batches; /* made so far by changes straight in the store */
    nreg_error error;
    struct kept *kept; /* what tests make and need not free */
} world;

world *world_new(const test_store *kind);
void world_free(world *w);
/* Opens the registry again with `w->policy`; sessions are made anew. */
void world_reopen(world *w);
/* nreg_registry_options::resolve_scope of a host that keeps the world's scopes; `context` is the world. */
nreg_code world_resolve(uint64_t id, nreg_scope *scope, void *context);
/* A hostile store keeps quiet from now on. */
void world_peace(world *w);

/* cmocka's, with a world on the store whose turn it is; the second with numbers in it and a clock that stands still. */
int world_setup(void **state);
int world_setup_numbers(void **state);
int world_teardown(void **state);
#define ON_A_WORLD(test) cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)
#define ON_NUMBERS(test) cmocka_unit_test_setup_teardown(test, world_setup_numbers, world_teardown)

/* Runs the tests on every store; the program's exit status: 77 if there is none. */
#define world_run(tests) world_run_on_all(#tests, tests, sizeof(tests) / sizeof((tests)[0]))
int world_run_on_all(const char *name, const struct CMUnitTest *tests, size_t count);

/* A number below `limit`, the next of the world's own. */
uint64_t world_dice(world *w, uint64_t limit);

int world_keeps(const world *w, uint32_t groups);
/* Skips the test on a store that does not keep them. */
void world_needs(const world *w, uint32_t groups);

int world_parent(int scope);
/* True if `scope` is `root` or below it; every scope is below OPERATOR. */
int world_covers(int root, int scope);
uint64_t world_id(const world *w, int scope);

/* The caller's to close; the second lives as long as the world. */
nreg_session *world_session(world *w, int root);
nreg_session *world_visit(world *w, int root);

/* A batch that lives as long as the world; so do results. */
nreg_batch *world_batch(world *w, nreg_session *session, uint64_t target, uint32_t action);
uint32_t world_add(world *w, nreg_batch *batch, const char *number, uint32_t purpose);
nreg_result *world_commit(world *w, nreg_batch *batch, const nreg_commit_options *options);
nreg_result *world_preview(world *w, nreg_batch *batch, const nreg_commit_options *options);

/* Any action on one number, previewed (with the same outcome) and committed. */
nreg_outcome world_act(world *w, nreg_session *session, uint32_t action, uint64_t target, const char *number,
                       uint32_t purpose, uint32_t consent);
nreg_outcome world_add_one(world *w, nreg_session *session, uint64_t target, const char *number, uint32_t purpose,
                           uint32_t consent);

/* All that a session sees of a history, by nreg_journal_number() or one like it; returns how many rows. */
typedef nreg_code (*world_history_read)(nreg_session *session, uint64_t id, nreg_journal_cursor *cursor,
                                        nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                                        nreg_error *error);
uint32_t world_seen(world *w, world_history_read read, nreg_session *session, uint64_t id, nreg_journal_row *rows,
                    uint32_t capacity);

/* --- straight from the store and into it, past whatever makes it hostile (direct.c) */

/* A record; all zero if there is none. */
nreg_record world_record(world *w, uint64_t number);
/* Changes a record's status, as review would. */
void world_set_status(world *w, uint64_t number, uint32_t status);
uint64_t world_count(world *w, uint64_t business);
/* A batch's header, which must be there; and whether it has items of a kind. */
nreg_store_batch world_header(world *w, uint64_t batch);
int world_has_items(world *w, uint64_t batch, uint32_t kind);
/* Journal rows of a number, oldest first; returns how many. */
uint32_t world_history(world *w, uint64_t number, nreg_journal_row *rows, uint32_t capacity);

/* The k-th number of a scope in a world with numbers, and back. */
uint64_t world_number(int scope, int k);
int world_scope_of(uint64_t number);
/* A record as it is in a world with numbers. */
nreg_record world_record_at(const world *w, uint64_t number, int scope);
/* Adds records, sorted by number, as one batch, with journal rows and counts where the store keeps them. */
void world_put(world *w, const nreg_record *records, uint32_t count);
/* The records alone, many at once. */
void world_claim(world *w, const nreg_record *records, uint32_t count);
void world_remove(world *w, uint64_t number);
/* Changes it to `after`, at the world's time: a new batch and the next revision are filled in. */
void world_change(world *w, nreg_record *after);

/* --- looking at results */

nreg_summary summary_of(const nreg_result *result);
nreg_outcome outcome_at(const nreg_result *result, uint32_t index);
/* Rejected for this reason and no other. */
void assert_rejected(nreg_outcome outcome, uint32_t reason);

static inline int has(uint64_t set, uint32_t reason) {
    return (set & NREG_REASON_BIT(reason)) != 0;
}

#define assert_code(w, call, expected)                                                                                 \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != (expected)) {                                                                                     \
            fail_msg("%s, not %s, on %s: %s", nreg_code_name(code_), nreg_code_name(expected), (w)->kind->name,        \
                     (w)->error.message);                                                                              \
        }                                                                                                              \
        assert_int_equal((w)->error.code, code_);                                                                      \
        assert_int_equal((w)->error.message[0] == '\0', code_ == NREG_OK);                                             \
    } while (0)
#define assert_ok(w, call) assert_code(w, call, NREG_OK)

#endif
