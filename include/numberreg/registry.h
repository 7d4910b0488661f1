/* SPDX-License-Identifier: MIT */
/**
 * @file registry.h
 * @brief The registry handle, and the stores it can work on.
 */
#ifndef NUMBERREG_REGISTRY_H
#define NUMBERREG_REGISTRY_H

#include <numberreg/code.h>
#include <numberreg/host.h>
#include <numberreg/plan.h>
#include <numberreg/policy.h>

/** A store: where records, batches, journal and scopes live. Serves any number of threads and registries. */
typedef struct nreg_store nreg_store;

/** A registry: a store with rules. Serves any number of threads. */
typedef struct nreg_registry nreg_registry;

struct nreg_scope;

/** Options of nreg_registry_open(); prepared by nreg_registry_options_init(). */
typedef struct nreg_registry_options {
    uint32_t struct_size;            /**< Bytes in this struct as the caller knows it. */
    uint32_t reserved;               /**< Zero. */
    const nreg_allocator *allocator; /**< Copied; NULL for the C library's. */
    const nreg_host *host;           /**< Copied; NULL for the system's clock and randomness. */
    const nreg_policy *policy;       /**< Copied; NULL for the defaults. */
    nreg_plan *plan;                 /**< Kept alive; NULL for the built-in plan. */
    /**
     * Answers for the scope `id` when the store keeps no scopes: fills `scope` (all members) and returns #NREG_OK, or
     * #NREG_NOT_FOUND, or a code that fails the call. Must be safe from any thread. NULL if the store keeps scopes.
     */
    nreg_code (*resolve_scope)(uint64_t id, struct nreg_scope *scope, void *context);
    /**
     * Told, after a commit, each chunk of one, or a preview, how many numbers a Business learned to be registered
     * elsewhere, today in all (rule R14). May be NULL. Must not call the library.
     */
    void (*elsewhere_disclosed)(uint64_t business, uint32_t today, void *context);
    void *context; /**< Passed to the callbacks above. */
} nreg_registry_options;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options: the C library's memory, the system's clock, the default policy, the built-in plan.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_registry_options_init(nreg_registry_options *options);

/**
 * @brief Open a registry on a store.
 * @param[in]  store    The store; kept alive by the registry.
 * @param[in]  options  Options, or NULL for the defaults.
 * @param[out] registry Receives the registry; close with nreg_registry_close().
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_INVALID_ARGUMENT; #NREG_NO_MEMORY; #NREG_UNSUPPORTED if the store keeps no scopes and no
 *         resolver is given, or the policy wants review within the commit; #NREG_INCOMPATIBLE if the store was made for
 * another contract.
 */
NREG_API nreg_code nreg_registry_open(nreg_store *store, const nreg_registry_options *options, nreg_registry **registry,
                                      nreg_error *error);

/**
 * @brief Close a registry. Sessions, batches and results made from it stay usable until they are closed or freed.
 * @param[in] registry The registry; NULL does nothing.
 */
NREG_API void nreg_registry_close(nreg_registry *registry);

/**
 * @brief Use another plan from now on. Batches keep the plan they began with.
 * @param[in]  registry The registry.
 * @param[in]  plan     The plan, kept alive; NULL for the built-in one.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_FORKED. Safe from any thread.
 */
NREG_API nreg_code nreg_registry_set_plan(nreg_registry *registry, nreg_plan *plan, nreg_error *error);

/** Options of nreg_memory_store_open(); prepared by nreg_memory_store_options_init(). */
typedef struct nreg_memory_store_options {
    uint32_t struct_size;            /**< Bytes in this struct as the caller knows it. */
    uint32_t no_journal;             /**< 1: keep no journal. */
    const nreg_allocator *allocator; /**< Copied; NULL for the C library's. */
} nreg_memory_store_options;

/**
 * @brief Prepare options: the C library's memory, with a journal.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_memory_store_options_init(nreg_memory_store_options *options);

/**
 * @brief Open a store in memory, empty; for tests and tools. It offers every group of the contract.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] store   Receives the store; close with nreg_store_close().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_NO_MEMORY.
 */
NREG_API nreg_code nreg_memory_store_open(const nreg_memory_store_options *options, nreg_store **store,
                                          nreg_error *error);

/**
 * @brief Give up a store. Registries that use it keep it alive until they are closed.
 *
 * A store does not survive fork(): in a child process its transactions answer #NREG_FORKED, and closing it gives back
 * memory but leaves files and connections, which are the parent's, alone.
 * @param[in] store The store; NULL does nothing.
 */
NREG_API void nreg_store_close(nreg_store *store);

NREG_END_DECLS

#endif
