/* SPDX-License-Identifier: MIT */
/**
 * @file policy.h
 * @brief What a host may decide about the rules.
 */
#ifndef NUMBERREG_POLICY_H
#define NUMBERREG_POLICY_H

#include <numberreg/code.h>
#include <numberreg/number.h>

/** Where a number may be reassigned to when it sits beside the target (rule R4). */
enum {
    NREG_REASSIGN_TO_PROGRAMS = 0, /**< Only to a Program (default). */
    NREG_REASSIGN_TO_UNITS = 1,    /**< To a Program or a Unit. */
    NREG_REASSIGN_NEVER = 2        /**< Not at all. */
};

/** When new numbers are reviewed (rule R7). */
enum {
    NREG_REVIEW_BY_WORKER = 0, /**< By a worker after the commit (default). */
    /** Within the commit, by the built-in reviewer: new numbers are ACTIVE at once, or NEEDS_PROOF if they bear a sign.
       Needs a store with review; others: #NREG_UNSUPPORTED at open. */
    NREG_REVIEW_IN_COMMIT = 1,
    NREG_REVIEW_OFF = 2 /**< Only by hand: nreg_review_run() answers #NREG_DENIED. */
};

/** The policy; prepared by nreg_policy_init(), which fills in the defaults named at each member. */
typedef struct nreg_policy {
    uint32_t struct_size;      /**< Bytes in this struct as the caller knows it. */
    uint32_t reassign;         /**< NREG_REASSIGN_ value. */
    nreg_number_rules numbers; /**< What rejects and what warns about a number (rule R3). */
    char default_region[4];    /**< Region of numbers without calling code, NUL-terminated; "US". */
    /** 1: a batch with Do Not Originate entries must acknowledge them (rule R8); 0. */
    uint32_t dno_acknowledge;
    uint32_t dno_in_program; /**< 1: Do Not Originate at a Program is rejected; 0: it warns. */
    uint32_t auto_review;    /**< NREG_REVIEW_ value. */
    uint32_t result_days;    /**< Days a committed batch's outcomes are kept; 30. */
    uint32_t draft_days;     /**< Days a draft is kept after its last change; 30. */
    uint32_t proof_days;     /**< Days to prove ownership; 30. */
    uint32_t max_entries;    /**< Entries a batch may have; 0 for no limit (default). */
    /** Rejections as REGISTERED_ELSEWHERE that a Business may see a day; then all that it adds is LIMIT_EXCEEDED, in
     * commits and previews alike. Commits count towards it; previews, which write nothing, do not. 0 for no limit
     * (default). Needs a store with counts. */
    uint32_t max_elsewhere_a_day;
    uint32_t max_retries; /**< How often the engine runs a commit again after a conflict; 10. */
    /** Numbers a Business may hold, smallest numbers of a batch first; never passed by a tenant's commit, whatever else
     * is committed at the same moment, on a store that keeps scopes. Operators are not limited. 0 for no limit
     * (default). Needs a store with counts. */
    uint64_t max_numbers;
    uint32_t lock_wait_ms; /**< Milliseconds to wait for the store's locks; 5000. */
    uint32_t reserved;     /**< Zero. */
} nreg_policy;

NREG_BEGIN_DECLS

/**
 * @brief Prepare a policy with the defaults.
 * @param[out] policy The struct; NULL does nothing.
 */
NREG_API void nreg_policy_init(nreg_policy *policy);

NREG_END_DECLS

#endif
