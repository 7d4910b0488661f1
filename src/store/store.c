/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "base/error.h"
#include "store/call.h"

#include <string.h>
#include <unistd.h>

typedef struct slot {
    uint32_t group; /* 0: must be given */
    uint32_t offset;
    const char *name;
} slot;

#define SLOT(group, name)                                                                                              \
    { (group), (uint32_t)offsetof(nreg_store_methods, name), #name }

static const slot slots[] = {
    SLOT(0, begin),
    SLOT(0, commit),
    SLOT(0, rollback),
    SLOT(0, claim),
    SLOT(0, fetch),
    SLOT(0, update),
    SLOT(0, release),
    SLOT(0, scan),
    SLOT(NREG_GROUP_BATCHES, batch_put),
    SLOT(NREG_GROUP_BATCHES, batch_get),
    SLOT(NREG_GROUP_BATCHES, batch_find),
    SLOT(NREG_GROUP_BATCHES, batch_list),
    SLOT(NREG_GROUP_BATCHES, items_put),
    SLOT(NREG_GROUP_BATCHES, items_get),
    SLOT(NREG_GROUP_BATCHES, items_clear),
    SLOT(NREG_GROUP_BATCHES, batch_prune),
    SLOT(NREG_GROUP_JOURNAL, journal_append),
    SLOT(NREG_GROUP_JOURNAL, journal_seal),
    SLOT(NREG_GROUP_JOURNAL, journal_read),
    SLOT(NREG_GROUP_JOURNAL, journal_prune),
    SLOT(NREG_GROUP_JOURNAL, journal_erase),
    SLOT(NREG_GROUP_SCOPES, scope_put),
    SLOT(NREG_GROUP_SCOPES, scope_get),
    SLOT(NREG_GROUP_SCOPES, scope_find),
    SLOT(NREG_GROUP_SCOPES, scope_list),
    SLOT(NREG_GROUP_SCOPES, scope_pin),
    SLOT(NREG_GROUP_REVIEW, review_lease),
    SLOT(NREG_GROUP_REVIEW, review_unlease),
    SLOT(NREG_GROUP_REVIEW, tombstone_put),
    SLOT(NREG_GROUP_REVIEW, tombstone_get),
    SLOT(NREG_GROUP_COUNTS, count_add),
    SLOT(NREG_GROUP_COUNTS, count_read),
};

#define SLOTS (sizeof slots / sizeof slots[0])

static const struct {
    uint32_t group;
    const char *name;
} groups[] = {
    {NREG_GROUP_BATCHES, "batches"}, {NREG_GROUP_JOURNAL, "journal"}, {NREG_GROUP_SCOPES, "scopes"},
    {NREG_GROUP_REVIEW, "review"},   {NREG_GROUP_COUNTS, "counts"},
};

static int given(const nreg_store_methods *methods, const slot *function) {
    void (*pointer)(void) = NULL;
    memcpy(&pointer, (const char *)methods + function->offset, sizeof pointer);
    return pointer != NULL;
}

const char *nreg_store_group_name(uint32_t group) {
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (groups[i].group == group) {
            return groups[i].name;
        }
    }
    return "?";
}

/* Which groups are given wholly; an error for a function missing from tier 1 or from a group of which others are given.
 */
static nreg_code find_groups(const nreg_store_methods *methods, uint32_t *found, nreg_error *error) {
    *found = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (given(methods, &slots[i])) {
            *found |= slots[i].group;
        }
    }
    for (size_t i = 0; i < SLOTS; i++) {
        if (given(methods, &slots[i])) {
            continue;
        }
        if (slots[i].group == 0) {
            return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The store lacks `%s`, which every store must give.",
                                  slots[i].name);
        }
        if ((*found & slots[i].group) != 0) {
            return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                                  "The store gives only a part of the group %s: `%s` is missing; give all of its "
                                  "functions or none.",
                                  nreg_store_group_name(slots[i].group), slots[i].name);
        }
    }
    return NREG_OK;
}

nreg_code nreg_store_new(const nreg_store_methods *methods, void *context, const nreg_allocator *allocator,
                         nreg_store **store, nreg_error *error) {
    nreg_error_clear(error);
    if (methods == NULL || store == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`%s` is NULL.", methods == NULL ? "methods" : "store");
    }
    if (methods->contract != NREG_STORE_CONTRACT) {
        return nreg_error_set(
            error, NREG_INCOMPATIBLE,
            "The store was written for version %u of the store contract; this library has version %u.",
            (unsigned)methods->contract, (unsigned)NREG_STORE_CONTRACT);
    }
    if (methods->struct_size > sizeof *methods) {
        return nreg_error_set(
            error, NREG_INCOMPATIBLE,
            "The store was compiled with a newer header: its table has %u bytes, this library knows %u.",
            (unsigned)methods->struct_size, (unsigned)sizeof *methods);
    }
    if (methods->struct_size < offsetof(nreg_store_methods, close)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "`struct_size` is %u: set it to sizeof(nreg_store_methods).",
                              (unsigned)methods->struct_size);
    }
    nreg_store_methods copy;
    memset(&copy, 0, sizeof copy);
    memcpy(&copy, methods, methods->struct_size);
    copy.struct_size = (uint32_t)sizeof copy;

    uint32_t found;
    const nreg_code code = find_groups(&copy, &found, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_allocator memory;
    if (nreg_allocator_resolve(allocator, &memory) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function; give all three.");
    }
    nreg_store *made = nreg_allocate_zeroed(&memory, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "No memory for a store.");
    }
    atomic_init(&made->references, 1);
    made->process = getpid();
    made->groups = found;
    made->allocator = memory;
    made->methods = copy;
    made->context = context;
    *store = made;
    return NREG_OK;
}

uint32_t nreg_store_groups(const nreg_store *store) {
    return store == NULL ? 0 : store->groups;
}

const nreg_store_methods *nreg_store_get_methods(const nreg_store *store, void **context) {
    if (context != NULL) {
        *context = store == NULL ? NULL : store->context;
    }
    return store == NULL ? NULL : &store->methods;
}

nreg_store *nreg_store_retain(nreg_store *store) {
    atomic_fetch_add_explicit(&store->references, 1, memory_order_relaxed);
    return store;
}

const nreg_allocator *nreg_store_allocator(const nreg_store *store) {
    return &store->allocator;
}

int nreg_store_forked(const nreg_store *store) {
    return store->process != getpid();
}

void nreg_store_close(nreg_store *store) {
    if (store == NULL || atomic_fetch_sub_explicit(&store->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    /* What the context holds belongs to the parent process: closing it here would close the parent's connections. */
    if (store->methods.close != NULL && !nreg_store_forked(store)) {
        nreg_store_enter();
        store->methods.close(store->context);
        nreg_store_leave();
    }
    const nreg_allocator allocator = store->allocator;
    nreg_release(&allocator, store);
}
