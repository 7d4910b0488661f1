/* SPDX-License-Identifier: MIT */
/**
 * @file extend/store_check.h
 * @brief Does a store keep the contract? The conformance suite for extend/store.h.
 */
#ifndef NUMBERREG_EXTEND_STORE_CHECK_H
#define NUMBERREG_EXTEND_STORE_CHECK_H

#include <numberreg/extend/store.h>

/** Outcome of one check. */
enum {
    NREG_CHECK_PASSED = 0, /**< The store keeps this part of the contract. */
    NREG_CHECK_FAILED = 1, /**< It does not; the message says how. */
    NREG_CHECK_SKIPPED = 2 /**< The store does not offer the group. */
};

/** Options of nreg_store_check(); prepared by nreg_store_check_options_init(). */
typedef struct nreg_store_check_options {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t threads;     /**< Threads of the race checks, 1 to 64; 4. With 1 they are skipped. */
    uint32_t rows;        /**< Records of the large checks, 100 to 1000000; 70000, which takes several calls. */
    uint32_t reserved;    /**< Zero. */
    uint64_t seed;        /**< Seed of the random sequences; 1. */
    /** Called after each check with its name, group (0 for tier 1), NREG_CHECK_ value and message. May be NULL. */
    void (*report)(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context);
    void *context;    /**< Passed to `report`. */
    const char *only; /**< Run the check of this name alone; NULL for all. */
} nreg_store_check_options;

/** What nreg_store_check() found. */
typedef struct nreg_store_check_summary {
    uint32_t passed;   /**< Checks passed. */
    uint32_t failed;   /**< Checks failed. */
    uint32_t skipped;  /**< Checks skipped. */
    uint32_t reserved; /**< Zero. */
} nreg_store_check_summary;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_store_check_options_init(nreg_store_check_options *options);

/**
 * @brief Run every check against a store.
 *
 * The store should be empty. The checks use random ids and numbers, and remove the records they made; batches, scopes,
 * journal rows and counters stay, and expired batches and journal rows from before 1970-01-02 are pruned. A store may
 * answer #NREG_RETRY or #NREG_BUSY; the check then begins again, a limited number of times.
 * @param[in]  store   The store.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] summary Receives the counts; may be NULL.
 * @param[out] error   Details of a failure, or NULL: the first check that failed.
 * @return #NREG_OK if no check failed; #NREG_INTERNAL if one did; #NREG_NO_MEMORY or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_store_check(nreg_store *store, const nreg_store_check_options *options,
                                    nreg_store_check_summary *summary, nreg_error *error);

NREG_END_DECLS

#endif
