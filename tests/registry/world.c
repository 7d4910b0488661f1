/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <numberreg/sqlite.h>

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

const char *const world_kinds[] = {"memory", "sqlite", "resolver", NULL};
const char *world_kind = "memory";

int world_parent(int scope) {
    return layout[scope].parent;
}

int world_covers(int root, int scope) {
    while (scope != NOWHERE && scope != root) {
        scope = layout[scope].parent;
    }
    return root == OPERATOR || scope == root;
}

uint64_t world_number(int scope, int k) {
    /* Numbers of one scope are not neighbours, so that pages have to pick. */
    return 15012140000u + (uint64_t)k * 100 + (uint64_t)scope;
}

int world_scope_of(uint64_t number) {
    return (int)((number - 15012140000u) % 100);
}

uint64_t world_id(const world *w, int scope) {
    return scope == NOWHERE || scope == OPERATOR ? 0 : w->scopes[scope].id;
}

int world_keeps_scopes(const world *w) {
    return (nreg_store_groups(w->store) & NREG_GROUP_SCOPES) != 0;
}

void world_needs_scopes(const world *w) {
    if (!world_keeps_scopes(w)) {
        skip();
    }
}

static nreg_code tell_time(int64_t *now, void *context) {
    *now = ((world *)context)->now;
    return NREG_OK;
}

static nreg_code random_bytes(void *buffer, size_t length, void *context) {
    world *w = context;
    for (size_t i = 0; i < length; i++) {
        w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
        ((unsigned char *)buffer)[i] = (unsigned char)(w->seed >> 56);
    }
    return NREG_OK;
}

static nreg_code resolve(uint64_t id, nreg_scope *scope, void *context) {
    const world *w = context;
    for (int i = 0; i < SCOPES; i++) {
        if (w->scopes[i].id == id) {
            *scope = w->scopes[i];
            return NREG_OK;
        }
    }
    return NREG_NOT_FOUND;
}

static void open_sqlite(world *w, nreg_store **store) {
    char path[96];
    nreg_sqlite_store_options options;
    nreg_sqlite_store_options_init(&options);
    options.mode = NREG_SQLITE_CREATE;
    options.synchronous = 1;
    snprintf(w->directory, sizeof w->directory, "/tmp/numberreg-world-XXXXXX");
    assert_non_null(mkdtemp(w->directory));
    snprintf(path, sizeof path, "%s/store.db", w->directory);
    assert_ok(w, nreg_sqlite_store_open(path, &options, store, &w->error));
}

/* Only what every store must have, of a store that has more. */
static void open_first_tier(world *w) {
    void *context;
    nreg_store_methods methods;
    open_sqlite(w, &w->base);
    const nreg_store_methods *all = nreg_store_get_methods(w->base, &context);
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = all->begin;
    methods.commit = all->commit;
    methods.rollback = all->rollback;
    methods.claim = all->claim;
    methods.fetch = all->fetch;
    methods.update = all->update;
    methods.release = all->release;
    methods.scan = all->scan;
    assert_ok(w, nreg_store_new(&methods, context, NULL, &w->store, &w->error));
}

static void open_store(world *w) {
    if (strcmp(w->kind, "resolver") == 0) {
        open_first_tier(w);
    } else if (strcmp(w->kind, "sqlite") == 0) {
        open_sqlite(w, &w->store);
    } else {
        assert_ok(w, nreg_memory_store_open(NULL, &w->store, &w->error));
    }
}

static void open_registry(world *w) {
    nreg_registry_options options;
    nreg_host host;
    const nreg_allocator allocator = failing_allocator_of(&w->memory);
    nreg_host_init(&host);
    host.clock = tell_time;
    host.random = random_bytes;
    host.context = w;
    nreg_registry_options_init(&options);
    options.allocator = &allocator;
    options.host = &host;
    options.resolve_scope = resolve;
    options.context = w;
    assert_ok(w, nreg_registry_open(w->store, &options, &w->registry, &w->error));
    assert_ok(w, nreg_session_open_operator(w->registry, "operator", NREG_NUL, NULL, 0, &w->session, &w->error));
}

/* The scopes as a host that keeps them itself would give them. */
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
    scope->created = scope->updated = w->now;
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
    assert_ok(w, nreg_scope_add(w->session, world_id(w, layout[i].parent), &options, &w->scopes[i], &w->error));
}

nreg_record world_record(const world *w, uint64_t number, int scope) {
    const nreg_scope *at = &w->scopes[scope];
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = number;
    record.business = at->business;
    record.unit = at->unit;
    record.program = at->level == NREG_LEVEL_PROGRAM ? at->id : 0;
    record.last_batch = 77;
    record.created = record.updated = w->now;
    record.revision = 1;
    record.purpose = NREG_PURPOSE_SURVEY;
    record.status = NREG_STATUS_PENDING;
    return record;
}

/* One write transaction on the store itself. */
typedef struct writing {
    world *w;
    const nreg_store_methods *methods;
    void *context;
    void *tx;
} writing;

static writing begin(world *w) {
    writing open = {.w = w};
    nreg_error_init(&w->error);
    open.methods = nreg_store_get_methods(w->store, &open.context);
    assert_ok(w, open.methods->begin(NREG_STORE_WRITE, 5000, &open.tx, &w->error, open.context));
    return open;
}

static nreg_record fetch(writing *open, uint64_t number) {
    nreg_record present;
    uint8_t answer = 9;
    assert_ok(open->w, open->methods->fetch(open->tx, &number, 1, NREG_FETCH_LOCKED, &present, &answer, &open->w->error,
                                            open->context));
    assert_int_equal(answer, NREG_ROW_OK);
    return present;
}

static void count(writing *open, const nreg_record *record, int64_t amount) {
    const uint64_t scopes[] = {record->business, record->unit, record->program};
    for (size_t i = 0; i < 3 && open->methods->count_add != NULL && scopes[i] != 0; i++) {
        const nreg_store_count counter = {scopes[i], NREG_COUNT_RECORDS, record->status << 16 | record->purpose,
                                          amount};
        assert_ok(open->w, open->methods->count_add(open->tx, &counter, 1, &open->w->error, open->context));
    }
}

/* Journals and counts a change, either side NULL where it is not registered; commits. */
static void finish(writing *open, uint64_t batch, const nreg_record *before, const nreg_record *after) {
    const nreg_record none = {0};
    const nreg_record *either = after != NULL ? after : before;
    if (before != NULL) {
        count(open, before, -1);
    }
    if (after != NULL) {
        count(open, after, 1);
    }
    nreg_journal_row row;
    memset(&row, 0, sizeof row);
    row.change = before == NULL ? NREG_CHANGE_ADDED : after == NULL ? NREG_CHANGE_REMOVED : NREG_CHANGE_CHANGED;
    row.action = before == NULL ? NREG_ACTION_ADD : after == NULL ? NREG_ACTION_REMOVE : NREG_ACTION_CHANGE;
    before = before != NULL ? before : &none;
    after = after != NULL ? after : &none;
    row.batch = batch;
    row.number = either->number;
    row.time = open->w->now;
    row.business = either->business;
    row.unit_before = before->unit;
    row.program_before = before->program;
    row.unit_after = after->unit;
    row.program_after = after->program;
    row.batch_before = before->last_batch;
    row.created = either->created;
    row.entry = 1;
    row.revision = after->revision;
    row.revision_before = before->revision;
    row.purpose_before = before->purpose;
    row.purpose_after = after->purpose;
    row.status_before = (uint8_t)before->status;
    row.status_after = (uint8_t)after->status;
    if (open->methods->journal_append != NULL) {
        assert_ok(open->w, open->methods->journal_append(open->tx, &row, 1, &open->w->error, open->context));
    }
    assert_ok(open->w, open->methods->commit(open->tx, &open->w->error, open->context));
}

void world_put(world *w, const nreg_record *record) {
    nreg_record present;
    uint8_t answer = 9;
    writing open = begin(w);
    assert_ok(w, open.methods->claim(open.tx, record, 1, &present, &answer, &w->error, open.context));
    assert_int_equal(answer, NREG_ROW_OK);
    finish(&open, record->last_batch, NULL, record);
}

void world_change(world *w, nreg_record *after) {
    uint8_t answer = 9;
    writing open = begin(w);
    const nreg_record before = fetch(&open, after->number);
    after->last_batch = 100000 + ++w->batches;
    after->revision = before.revision + 1;
    after->updated = w->now;
    const nreg_store_change change = {*after, before.last_batch, before.revision, 0};
    assert_ok(w, open.methods->update(open.tx, &change, 1, &answer, &w->error, open.context));
    assert_int_equal(answer, NREG_ROW_OK);
    finish(&open, after->last_batch, &before, after);
}

void world_remove(world *w, uint64_t number) {
    uint8_t answer = 9;
    writing open = begin(w);
    const nreg_record present = fetch(&open, number);
    const nreg_store_token token = {number, present.last_batch, present.revision, 0};
    assert_ok(w, open.methods->release(open.tx, &token, 1, &answer, &w->error, open.context));
    assert_int_equal(answer, NREG_ROW_OK);
    finish(&open, 100000 + ++w->batches, &present, NULL);
}

int world_setup(void **state) {
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->kind = world_kind;
    w->now = 1750000000000000;
    w->seed = 42;
    nreg_error_init(&w->error);
    open_store(w);
    open_registry(w);
    for (int i = 0; i < SCOPES; i++) {
        if (world_keeps_scopes(w)) {
            add_scope(w, i);
        } else {
            make_scope(w, i);
        }
    }
    for (int i = 0; i < SCOPES; i++) {
        for (int k = 0; k < NUMBERS_EACH && w->scopes[i].level != NREG_LEVEL_ORGANIZATION; k++) {
            const nreg_record record = world_record(w, world_number(i, k), i);
            world_put(w, &record);
        }
    }
    *state = w;
    return 0;
}

static void remove_directory(const char *directory) {
    DIR *listing = opendir(directory);
    for (struct dirent *entry = listing != NULL ? readdir(listing) : NULL; entry != NULL; entry = readdir(listing)) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    if (listing != NULL) {
        closedir(listing);
        rmdir(directory);
    }
}

int world_teardown(void **state) {
    world *w = *state;
    nreg_session_close(w->session);
    nreg_registry_close(w->registry);
    nreg_store_close(w->store);
    nreg_store_close(w->base);
    if (w->directory[0] != '\0') {
        remove_directory(w->directory);
    }
    const int64_t live = w->memory.live;
    free(w);
    return live == 0 ? 0 : -1;
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

int world_run_on_all(const char *name, const struct CMUnitTest *tests, size_t count) {
    int failed = 0;
    for (size_t i = 0; world_kinds[i] != NULL; i++) {
        char group[128];
        world_kind = world_kinds[i];
        snprintf(group, sizeof group, "%s on %s", name, world_kind);
        failed += _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    }
    return failed != 0;
}
