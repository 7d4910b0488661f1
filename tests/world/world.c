/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int parent;
    const char *key;
} layout[SCOPES] = {
    [RESELLER] = {NOWHERE, "reseller"}, [ACME] = {RESELLER, "acme"},     [SALES] = {ACME, "sales"},
    [SPRING] = {SALES, "spring"},       [SUMMER] = {SALES, "summer"},    [SUPPORT] = {ACME, "support"},
    [HELPLINE] = {SUPPORT, "helpline"}, [GLOBEX] = {RESELLER, "globex"}, [OPS] = {GLOBEX, "ops"},
    [PAGER] = {OPS, "pager"},           [OTHER] = {NOWHERE, "other"},    [INITECH] = {OTHER, "initech"},
    [LAB] = {INITECH, "lab"},           [TRIAL] = {LAB, "trial"},        [SOLO] = {NOWHERE, "solo"},
};

int world_parent(int scope) {
    return layout[scope].parent;
}

int world_covers(int root, int scope) {
    while (scope != NOWHERE && scope != root) {
        scope = layout[scope].parent;
    }
    return root == OPERATOR || scope == root;
}

uint64_t world_id(const world *w, int scope) {
    return scope == NOWHERE || scope == OPERATOR ? 0 : w->ids[scope];
}

int world_keeps(const world *w, uint32_t groups) {
    return (nreg_store_groups(w->store) & groups) == groups;
}

void world_needs(const world *w, uint32_t groups) {
    if (!world_keeps(w, groups)) {
        skip();
    }
}

/* --- the host */

static pthread_mutex_t host_lock = PTHREAD_MUTEX_INITIALIZER; /* threads of one world share its clock */

static nreg_code tell_time(int64_t *now, void *context) {
    world *w = context;
    pthread_mutex_lock(&host_lock);
    w->clock += w->tick;
    *now = w->clock;
    pthread_mutex_unlock(&host_lock);
    return NREG_OK;
}

static nreg_code draw(void *buffer, size_t length, void *context) {
    world *w = context;
    unsigned char *bytes = buffer;
    pthread_mutex_lock(&host_lock);
    for (size_t i = 0; i < length; i++) {
        w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (unsigned char)(w->random >> 56);
    }
    pthread_mutex_unlock(&host_lock);
    return NREG_OK;
}

nreg_code world_resolve(uint64_t id, nreg_scope *scope, void *context) {
    const world *w = context;
    for (int i = 0; i < SCOPES; i++) {
        if (w->ids[i] == id) {
            *scope = w->scopes[i];
            return NREG_OK;
        }
    }
    return NREG_NOT_FOUND;
}

static void hear(uint64_t business, uint32_t today, void *context) {
    world *w = context;
    w->told_business = business;
    w->told_today = today;
}

/* --- the registry and its scopes */

static void open_registry(world *w) {
    nreg_host host;
    nreg_host_init(&host);
    host.clock = tell_time;
    host.random = draw;
    host.context = w;
    const nreg_allocator allocator = failing_allocator_of(&w->memory);
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    options.host = w->system_host ? NULL : &host;
    options.allocator = &allocator;
    options.policy = &w->policy;
    options.resolve_scope = world_resolve;
    options.elsewhere_disclosed = hear;
    options.context = w;
    assert_ok(w, nreg_registry_open(w->store, &options, &w->registry, &w->error));
    assert_ok(w, nreg_session_open_operator(w->registry, "op", NREG_NUL, "trace-1", NREG_NUL, &w->operator_session,
                                            &w->error));
}

/* As a host that keeps the scopes itself would give it. */
static void make_scope(world *w, int i) {
    nreg_scope *scope = &w->scopes[i];
    const nreg_scope *parent = layout[i].parent == NOWHERE ? NULL : &w->scopes[layout[i].parent];
    memset(scope, 0, sizeof *scope);
    scope->id = 1000 + (uint64_t)i;
    scope->level = parent != NULL ? parent->level + 1 : i == SOLO ? NREG_LEVEL_BUSINESS : NREG_LEVEL_ORGANIZATION;
    scope->parent = parent != NULL ? parent->id : 0;
    scope->organization = parent != NULL ? parent->organization : i == SOLO ? 0 : scope->id;
    scope->business = scope->level == NREG_LEVEL_BUSINESS ? scope->id : parent != NULL ? parent->business : 0;
    scope->unit = scope->level == NREG_LEVEL_UNIT ? scope->id : parent != NULL ? parent->unit : 0;
    scope->state = NREG_SCOPE_OPEN;
    scope->revision = 1;
    scope->created = scope->updated = w->clock;
    snprintf(scope->key, sizeof scope->key, "%s", layout[i].key);
    snprintf(scope->label, sizeof scope->label, "%s", layout[i].key);
    snprintf(scope->external_id, sizeof scope->external_id, "x-%s", layout[i].key);
}

static void add_scope(world *w, int i) {
    nreg_scope_options options;
    char external_id[64];
    snprintf(external_id, sizeof external_id, "x-%s", layout[i].key);
    nreg_scope_options_init(&options);
    options.key = layout[i].key;
    options.external_id = external_id;
    options.organization = i == RESELLER || i == OTHER;
    assert_ok(w,
              nreg_scope_add(w->operator_session, world_id(w, layout[i].parent), &options, &w->scopes[i], &w->error));
}

nreg_session *world_session(world *w, int root) {
    nreg_session *session = NULL;
    if (root == OPERATOR) {
        assert_ok(w, nreg_session_open_operator(w->registry, "op", NREG_NUL, NULL, 0, &session, &w->error));
    } else {
        assert_ok(w,
                  nreg_session_open(w->registry, world_id(w, root), "user:1", NREG_NUL, NULL, 0, &session, &w->error));
    }
    return session;
}

/* --- what tests make and need not free */

enum { KEPT_MAX = 1024 };

typedef struct kept {
    nreg_batch *batches[KEPT_MAX];
    nreg_result *results[KEPT_MAX];
    nreg_session *sessions[KEPT_MAX];
    size_t batch_count;
    size_t result_count;
    size_t session_count;
} kept;

static void let_go(kept *all) {
    while (all->batch_count > 0) {
        nreg_batch_free(all->batches[--all->batch_count]);
    }
    while (all->result_count > 0) {
        nreg_result_free(all->results[--all->result_count]);
    }
    while (all->session_count > 0) {
        nreg_session_close(all->sessions[--all->session_count]);
    }
}

static void close_registry(world *w) {
    let_go(w->kept);
    nreg_session_close(w->acme_session);
    nreg_session_close(w->operator_session);
    nreg_registry_close(w->registry);
}

/* --- the world */

/* What any store may answer at any time, and that the library has to cope with by itself. */
static hostile_plan trouble_for(uint32_t groups) {
    hostile_plan plan = hostile_war();
    plan.wait = 0;
    plan.busy = 0; /* is the caller's to deal with */
    plan.reads_too = 1;
    if ((groups & NREG_GROUP_BATCHES) == 0) {
        plan.unknown_done = plan.unknown_undone = 0; /* so is this, without the headers of batches to look into */
    }
    return plan;
}

static world *make(const test_store *kind, int64_t clock, int64_t tick, uint64_t random) {
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->kept = calloc(1, sizeof *w->kept);
    assert_non_null(w->kept);
    w->kind = kind;
    w->clock = clock;
    w->tick = tick;
    w->random = random;
    nreg_error_init(&w->error);
    nreg_policy_init(&w->policy);
    w->opened = test_store_open(kind);
    w->store = w->opened.store;
    if (w->opened.hostile != NULL) {
        w->opened.hostile->plan = trouble_for(nreg_store_groups(w->store));
    }
    open_registry(w);
    for (int i = 0; i < SCOPES; i++) {
        if (world_keeps(w, NREG_GROUP_SCOPES)) {
            add_scope(w, i);
        } else {
            make_scope(w, i);
        }
        w->ids[i] = w->scopes[i].id;
    }
    w->acme_session = world_session(w, ACME);
    return w;
}

world *world_new(const test_store *kind) {
    return make(kind, INT64_C(1700000000000000), 1000000, 1);
}

void world_reopen(world *w) {
    close_registry(w);
    open_registry(w);
    w->acme_session = world_session(w, ACME);
}

void world_peace(world *w) {
    if (w->opened.hostile != NULL) {
        w->opened.hostile->plan = hostile_peace();
    }
}

void world_free(world *w) {
    close_registry(w);
    const int64_t live = w->memory.live;
    test_store_close(&w->opened);
    free(w->kept);
    free(w);
    assert_int_equal(live, 0);
}

/* --- running on every store */

static const test_store *turn;

int world_setup(void **state) {
    *state = world_new(turn);
    return 0;
}

int world_setup_numbers(void **state) {
    world *w = make(turn, INT64_C(1750000000000000), 0, 42);
    for (int i = 0; i < SCOPES; i++) {
        nreg_record records[NUMBERS_EACH];
        for (int k = 0; k < NUMBERS_EACH; k++) {
            records[k] = world_record_at(w, world_number(i, k), i);
        }
        if (w->scopes[i].level != NREG_LEVEL_ORGANIZATION) {
            world_put(w, records, NUMBERS_EACH);
        }
    }
    *state = w;
    return 0;
}

int world_teardown(void **state) {
    world_free(*state);
    return 0;
}

int world_run_on_all(const char *name, const struct CMUnitTest *tests, size_t count) {
    int failed = 0;
    int stores = 0;
    for (turn = test_store_next(NULL); turn != NULL; turn = test_store_next(turn), stores++) {
        char group[128];
        snprintf(group, sizeof group, "%s on %s", name, turn->name);
        failed += _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    }
    return stores == 0 ? 77 : failed != 0;
}

uint64_t world_dice(world *w, uint64_t limit) {
    w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (w->random >> 33) % limit;
}

/* --- batches */

nreg_session *world_visit(world *w, int root) {
    assert_true(w->kept->session_count < KEPT_MAX);
    return w->kept->sessions[w->kept->session_count++] = world_session(w, root);
}

nreg_batch *world_batch(world *w, nreg_session *session, uint64_t target, uint32_t action) {
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = action;
    nreg_batch *batch;
    assert_ok(w, nreg_batch_new(session, target, &options, &batch, &w->error));
    assert_true(w->kept->batch_count < KEPT_MAX);
    return w->kept->batches[w->kept->batch_count++] = batch;
}

uint32_t world_add(world *w, nreg_batch *batch, const char *number, uint32_t purpose) {
    nreg_entry entry;
    assert_ok(w, nreg_batch_add(batch, number, NREG_NUL, purpose, &entry, &w->error));
    return entry.entry;
}

static nreg_result *keep(world *w, nreg_result *result) {
    assert_true(w->kept->result_count < KEPT_MAX);
    return w->kept->results[w->kept->result_count++] = result;
}

nreg_result *world_commit(world *w, nreg_batch *batch, const nreg_commit_options *options) {
    nreg_result *result;
    assert_ok(w, nreg_batch_commit(batch, options, &result, &w->error));
    return keep(w, result);
}

nreg_result *world_preview(world *w, nreg_batch *batch, const nreg_commit_options *options) {
    nreg_result *result;
    assert_ok(w, nreg_batch_preview(batch, options, &result, &w->error));
    return keep(w, result);
}

nreg_outcome world_act(world *w, nreg_session *session, uint32_t action, uint64_t target, const char *number,
                       uint32_t purpose, uint32_t consent) {
    nreg_batch *batch = world_batch(w, session, target, action);
    (void)world_add(w, batch, number, purpose);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.consent = consent;
    const nreg_outcome seen = outcome_at(world_preview(w, batch, &options), 0);
    const nreg_outcome done = outcome_at(world_commit(w, batch, &options), 0);
    assert_memory_equal(&seen, &done, sizeof seen); /* rule R10, everywhere */
    return done;
}

nreg_outcome world_add_one(world *w, nreg_session *session, uint64_t target, const char *number, uint32_t purpose,
                           uint32_t consent) {
    return world_act(w, session, NREG_ACTION_ADD, target, number, purpose, consent);
}

uint32_t world_seen(world *w, world_history_read read, nreg_session *session, uint64_t id, nreg_journal_row *rows,
                    uint32_t capacity) {
    nreg_journal_cursor cursor = {0};
    uint32_t total = 0;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        assert_true(total < capacity);
        assert_ok(w, read(session, id, &cursor, rows + total, capacity - total, &count, &more, &w->error));
        total += count;
    }
    return total;
}

/* --- looking at results */

nreg_summary summary_of(const nreg_result *result) {
    nreg_summary summary;
    memset(&summary, 0, sizeof summary);
    summary.struct_size = (uint32_t)sizeof summary;
    assert_int_equal(nreg_result_summary(result, &summary), NREG_OK);
    return summary;
}

nreg_outcome outcome_at(const nreg_result *result, uint32_t index) {
    uint32_t count;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    assert_true(index < count);
    return outcomes[index];
}

void assert_rejected(nreg_outcome outcome, uint32_t reason) {
    assert_int_equal(outcome.outcome, NREG_OUTCOME_REJECTED);
    assert_int_equal(outcome.reasons, NREG_REASON_BIT(reason));
    assert_int_equal(outcome.reason, reason);
}
