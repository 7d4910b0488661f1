/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/process.h"
#include "base/versioned.h"
#include "number/plan.h"
#include "registry/handles.h"
#include "registry/log.h"
#include "registry/policy.h"

#include <string.h>

void nreg_registry_options_init(nreg_registry_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
    }
}

static nreg_code no_memory(nreg_error *error) {
    return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for the registry.");
}

/* Copies what the options give; nothing is retained yet. */
static nreg_code take_options(nreg_registry *registry, nreg_store *store, const nreg_registry_options *options,
                              nreg_error *error) {
    if (nreg_host_resolve(options->host, &registry->host) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The host was not prepared by nreg_host_init().");
    }
    const nreg_code code = nreg_policy_resolve(options->policy, options->plan, &registry->policy, error);
    if (code != NREG_OK) {
        return code;
    }
    /* A store that keeps scopes is asked, and nobody else: one truth. */
    if ((nreg_store_groups(store) & NREG_GROUP_SCOPES) == 0) {
        registry->resolve_scope = options->resolve_scope;
        if (registry->resolve_scope == NULL) {
            return nreg_error_set(error, NREG_UNSUPPORTED,
                                  "The store keeps no scopes; give `resolve_scope` in the options.");
        }
    }
    if (registry->policy.auto_review == NREG_REVIEW_IN_COMMIT && (nreg_store_groups(store) & NREG_GROUP_REVIEW) == 0) {
        return nreg_error_set(error, NREG_UNSUPPORTED,
                              "Review within the commit needs a store that remembers what was removed; let people "
                              "review, or use a store with the review group.");
    }
    registry->elsewhere_disclosed = options->elsewhere_disclosed;
    registry->context = options->context;
    registry->store = store;
    registry->plan = options->plan;
    registry->process = nreg_process();
    return NREG_OK;
}

nreg_code nreg_registry_open(nreg_store *store, const nreg_registry_options *options, nreg_registry **registry,
                             nreg_error *error) {
    nreg_error_clear(error);
    nreg_registry_options own;
    nreg_registry_options_init(&own);
    if (store == NULL || registry == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A store, and a place for the registry, are needed.");
    }
    if (nreg_store_entered()) {
        return nreg_error_set(error, NREG_BUSY, "A function of a store may not call the library.");
    }
    if (options != NULL && !nreg_versioned_copy(&own, sizeof own, options, sizeof own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options were not prepared by nreg_registry_options_init().");
    }
    nreg_allocator allocator;
    if (nreg_allocator_resolve(own.allocator, &allocator) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function.");
    }
    nreg_registry *made = nreg_allocate_zeroed(&allocator, sizeof *made);
    if (made == NULL) {
        return no_memory(error);
    }
    atomic_init(&made->references, 1);
    made->allocator = allocator;
    nreg_code code = take_options(made, store, &own, error);
    if (code == NREG_OK) {
        code = nreg_catalogue_new(&allocator, &made->catalogue, error);
    }
    if (code == NREG_OK && pthread_mutex_init(&made->lock, NULL) != 0) {
        nreg_catalogue_release(made->catalogue);
        code = no_memory(error);
    }
    made->places.lock = &made->lock;
    made->secret.lock = &made->lock;
    if (code != NREG_OK) {
        nreg_release(&allocator, made);
        return code;
    }
    nreg_store_retain(store);
    nreg_plan_retain(made->plan);
    nreg_log_open(made);
    *registry = made;
    return NREG_OK;
}

nreg_registry *nreg_registry_retain(nreg_registry *registry) {
    atomic_fetch_add_explicit(&registry->references, 1, memory_order_relaxed);
    return registry;
}

void nreg_registry_close(nreg_registry *registry) {
    if (registry == NULL || atomic_fetch_sub_explicit(&registry->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    const nreg_allocator allocator = registry->allocator;
    nreg_store_close(registry->store);
    nreg_plan_free(registry->plan);
    nreg_catalogue_release(registry->catalogue);
    /* In a child process a thread that no longer exists may hold the lock. */
    if (registry->process == nreg_process()) {
        pthread_mutex_destroy(&registry->lock);
    }
    nreg_release(&allocator, registry);
}

nreg_code nreg_registry_set_plan(nreg_registry *registry, nreg_plan *plan, nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_plan_retain(plan);
    pthread_mutex_lock(&registry->lock);
    nreg_plan *old = registry->plan;
    registry->plan = plan;
    pthread_mutex_unlock(&registry->lock);
    nreg_plan_free(old);
    return NREG_OK;
}

nreg_catalogue *nreg_registry_catalogue(nreg_registry *registry) {
    pthread_mutex_lock(&registry->lock);
    nreg_catalogue *catalogue = nreg_catalogue_retain(registry->catalogue);
    pthread_mutex_unlock(&registry->lock);
    return catalogue;
}

nreg_plan *nreg_registry_plan(nreg_registry *registry) {
    pthread_mutex_lock(&registry->lock);
    nreg_plan *plan = nreg_plan_retain(registry->plan);
    pthread_mutex_unlock(&registry->lock);
    return plan;
}
