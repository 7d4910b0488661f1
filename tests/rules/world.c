/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <numberreg/scope.h>
#include <numberreg/sqlite.h>

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a store of the first tier, made of the memory store by forgetting the rest */

static nreg_store *open_plain(world *w) {
    nreg_store *inner;
    world_ok(w, nreg_memory_store_open(NULL, &inner, &w->error));
    void *context;
    nreg_store_methods methods = *nreg_store_get_methods(inner, &context);
    const nreg_store_methods whole = methods;
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = whole.begin;
    methods.commit = whole.commit;
    methods.rollback = whole.rollback;
    methods.claim = whole.claim;
    methods.fetch = whole.fetch;
    methods.update = whole.update;
    methods.release = whole.release;
    methods.scan = whole.scan;
    methods.scope_put = whole.scope_put;
    methods.scope_get = whole.scope_get;
    methods.scope_find = whole.scope_find;
    methods.scope_list = whole.scope_list;
    methods.scope_pin = whole.scope_pin;
    nreg_store *plain;
    world_ok(w, nreg_store_new(&methods, context, NULL, &plain, &w->error));
    w->inner = inner;
    return plain;
}

static nreg_store *open_memory(world *w) {
    nreg_store *store;
    world_ok(w, nreg_memory_store_open(NULL, &store, &w->error));
    return store;
}

static nreg_store *open_sqlite(world *w) {
    const char *parent = getenv("TMPDIR");
    snprintf(w->directory, sizeof w->directory, "%.80s/numberreg.XXXXXX", parent == NULL ? "/tmp" : parent);
    assert_non_null(mkdtemp(w->directory));
    char path[200];
    snprintf(path, sizeof path, "%s/store.db", w->directory);
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    options.synchronous = 1;
    nreg_store *store;
    world_ok(w, nreg_sqlite_store_open(path, &options, &store, &w->error));
    return store;
}

static const struct {
    const char *name;
    nreg_store *(*open)(world *w);
} stores[] = {{"memory", open_memory}, {"sqlite", open_sqlite}, {"plain", open_plain}};

enum { STORES = sizeof stores / sizeof *stores };

const char *world_store_name(size_t index) {
    return index < STORES ? stores[index].name : NULL;
}

/* --- the host */

static pthread_mutex_t host_lock = PTHREAD_MUTEX_INITIALIZER; /* threads of one world share its clock */

static nreg_code tell_time(int64_t *now, void *context) {
    world *w = context;
    pthread_mutex_lock(&host_lock);
    w->clock += 1000000;
    *now = w->clock;
    pthread_mutex_unlock(&host_lock);
    return NREG_OK;
}

static nreg_code draw(void *buffer, size_t length, void *context) {
    world *w = context;
    unsigned char *bytes = buffer;
    pthread_mutex_lock(&host_lock);
    for (size_t i = 0; i < length; i++) {
        w->random = w->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        bytes[i] = (unsigned char)(w->random >> 56);
    }
    pthread_mutex_unlock(&host_lock);
    return NREG_OK;
}

static void hear(uint64_t business, uint32_t today, void *context) {
    world *w = context;
    w->told_business = business;
    w->told_today = today;
}

/* --- the world */

static uint64_t add_scope(world *w, uint64_t parent, const char *key, uint32_t organization) {
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.key = key;
    options.organization = organization;
    nreg_scope scope;
    world_ok(w, nreg_scope_add(w->operator_session, parent, &options, &scope, &w->error));
    return scope.id;
}

static void open_registry(world *w) {
    nreg_host host;
    nreg_host_init(&host);
    host.clock = tell_time;
    host.random = draw;
    host.context = w;
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    options.host = w->system_host ? NULL : &host;
    options.allocator = w->allocator;
    options.policy = &w->policy;
    options.elsewhere_disclosed = hear;
    options.context = w;
    world_ok(w, nreg_registry_open(w->store, &options, &w->registry, &w->error));
    world_ok(w, nreg_session_open_operator(w->registry, "op", NREG_NUL, "trace-1", NREG_NUL, &w->operator_session,
                                           &w->error));
}

nreg_session *world_session(world *w, uint64_t root) {
    nreg_session *session;
    world_ok(w, nreg_session_open(w->registry, root, "user:1", NREG_NUL, NULL, 0, &session, &w->error));
    return session;
}

world *world_new(const char *store_name) {
    return world_new_with(store_name, NULL, NULL, NULL);
}

world *world_new_with(const char *store_name, nreg_store *(*wrap)(nreg_store *inner, void *context), void *context,
                      const nreg_allocator *allocator) {
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->store_name = store_name;
    w->clock = INT64_C(1700000000000000);
    w->random = 1;
    nreg_error_init(&w->error);
    nreg_policy_init(&w->policy);
    for (size_t i = 0; i < STORES; i++) {
        if (strcmp(stores[i].name, store_name) == 0) {
            w->store = stores[i].open(w);
        }
    }
    if (wrap != NULL) {
        nreg_store *inner = w->store;
        w->store = wrap(inner, context);
        nreg_store_close(inner);
    }
    w->allocator = allocator;
    open_registry(w);
    w->group = add_scope(w, 0, "group", 1);
    w->acme = add_scope(w, w->group, "acme", 0);
    w->sales = add_scope(w, w->acme, "sales", 0);
    w->support = add_scope(w, w->acme, "support", 0);
    w->spring = add_scope(w, w->sales, "spring", 0);
    w->summer = add_scope(w, w->sales, "summer", 0);
    w->fall = add_scope(w, w->support, "fall", 0);
    w->bolt = add_scope(w, w->group, "bolt", 0);
    w->bolt_unit = add_scope(w, w->bolt, "unit", 0);
    w->bolt_program = add_scope(w, w->bolt_unit, "program", 0);
    w->loner = add_scope(w, 0, "loner", 0);
    w->acme_session = world_session(w, w->acme);
    return w;
}

/* What tests make and need not free. */
enum { KEPT_MAX = 512 };
static nreg_batch *batches[KEPT_MAX];
static size_t batch_count;
static nreg_result *results[KEPT_MAX];
static size_t result_count;

static void let_go(void) {
    while (batch_count > 0) {
        nreg_batch_free(batches[--batch_count]);
    }
    while (result_count > 0) {
        nreg_result_free(results[--result_count]);
    }
}

void world_reopen(world *w) {
    let_go();
    nreg_session_close(w->acme_session);
    nreg_session_close(w->operator_session);
    nreg_registry_close(w->registry);
    open_registry(w);
    w->acme_session = world_session(w, w->acme);
}

static void remove_directory(const char *name) {
    DIR *directory = opendir(name);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] != '.') {
            char path[512];
            snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
            unlink(path);
            rmdir(path);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    rmdir(name);
}

void world_free(world *w) {
    let_go();
    nreg_session_close(w->acme_session);
    nreg_session_close(w->operator_session);
    nreg_registry_close(w->registry);
    nreg_store_close(w->store);
    nreg_store_close(w->inner);
    if (w->directory[0] != '\0') {
        remove_directory(w->directory);
    }
    free(w);
}

nreg_batch *world_batch(world *w, nreg_session *session, uint64_t target, uint32_t action) {
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = action;
    nreg_batch *batch;
    world_ok(w, nreg_batch_new(session, target, &options, &batch, &w->error));
    assert_true(batch_count < KEPT_MAX);
    batches[batch_count++] = batch;
    return batch;
}

uint32_t world_add(world *w, nreg_batch *batch, const char *number, uint32_t purpose) {
    nreg_entry entry;
    world_ok(w, nreg_batch_add(batch, number, NREG_NUL, purpose, &entry, &w->error));
    return entry.entry;
}

static nreg_result *keep(nreg_result *result) {
    assert_true(result_count < KEPT_MAX);
    results[result_count++] = result;
    return result;
}

nreg_result *world_commit(world *w, nreg_batch *batch, const nreg_commit_options *options) {
    nreg_result *result;
    world_ok(w, nreg_batch_commit(batch, options, &result, &w->error));
    return keep(result);
}

nreg_result *world_preview(world *w, nreg_batch *batch, const nreg_commit_options *options) {
    nreg_result *result;
    world_ok(w, nreg_batch_preview(batch, options, &result, &w->error));
    return keep(result);
}

nreg_outcome world_act(world *w, nreg_session *session, uint32_t action, uint64_t target, const char *number,
                       uint32_t purpose, uint32_t consent) {
    nreg_batch *batch = world_batch(w, session, target, action);
    (void)world_add(w, batch, number, purpose);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.consent = consent;
    const nreg_outcome *previewed = nreg_result_outcomes(world_preview(w, batch, &options), NULL, NULL);
    const nreg_outcome seen = *previewed;
    const nreg_outcome done = *nreg_result_outcomes(world_commit(w, batch, &options), NULL, NULL);
    assert_memory_equal(&seen, &done, sizeof seen); /* rule R10, everywhere */
    return done;
}

nreg_outcome world_add_one(world *w, nreg_session *session, uint64_t target, const char *number, uint32_t purpose,
                           uint32_t consent) {
    return world_act(w, session, NREG_ACTION_ADD, target, number, purpose, consent);
}

/* --- straight from the store */

nreg_record world_record(world *w, uint64_t number) {
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    void *tx;
    nreg_record record;
    uint8_t answer;
    world_ok(w, m->begin(NREG_STORE_READ, 5000, &tx, &w->error, context));
    world_ok(w, m->fetch(tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, &w->error, context));
    m->rollback(tx, context);
    return record;
}

void world_set_status(world *w, uint64_t number, uint32_t status) {
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    void *tx;
    uint8_t answer;
    nreg_store_change change;
    memset(&change, 0, sizeof change);
    change.record = world_record(w, number);
    change.expected_batch = change.record.last_batch;
    change.expected_revision = change.record.revision;
    change.record.status = status;
    change.record.revision++;
    world_ok(w, m->begin(NREG_STORE_WRITE, 5000, &tx, &w->error, context));
    world_ok(w, m->update(tx, &change, 1, &answer, &w->error, context));
    assert_int_equal(answer, NREG_ROW_OK);
    world_ok(w, m->commit(tx, &w->error, context));
}

uint64_t world_count(world *w, uint64_t business) {
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    void *tx;
    world_ok(w, m->begin(NREG_STORE_READ, 5000, &tx, &w->error, context));
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = business;
    uint64_t total = 0;
    uint64_t after = 0;
    uint32_t more = 1;
    while (more) {
        nreg_record page[256];
        uint32_t count;
        world_ok(w, m->scan(tx, &filter, after, 256, page, &count, &more, &w->error, context));
        total += count;
        after = count > 0 ? page[count - 1].number : after;
    }
    m->rollback(tx, context);
    return total;
}

uint32_t world_history(world *w, uint64_t number, nreg_journal_row *rows, uint32_t capacity) {
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    void *tx;
    uint32_t count;
    uint32_t more;
    world_ok(w, m->begin(NREG_STORE_READ, 5000, &tx, &w->error, context));
    world_ok(w, m->journal_read(tx, NREG_JOURNAL_NUMBER, number, 0, capacity, rows, &count, &more, &w->error, context));
    m->rollback(tx, context);
    return count;
}

int world_keeps(const world *w, uint32_t group) {
    return (nreg_store_groups(w->store) & group) != 0;
}
