/* SPDX-License-Identifier: MIT */
/**
 * @file review.h
 * @brief Review: who approves, holds, declines, suspends and removes numbers, and how (rule R7).
 *
 * Decisions are batches like all others: entries staged with nreg_review_stage() into a batch whose action is
 * #NREG_ACTION_REVIEW, previewed, committed, journalled. nreg_review_run() is what a worker calls again and again: it
 * leases pending numbers, asks a reviewer outside any transaction, and commits what it decided. Any number of workers
 * may run at once; no number is decided twice and no reviewer asked twice while a lease lasts.
 */
#ifndef NUMBERREG_REVIEW_H
#define NUMBERREG_REVIEW_H

#include <numberreg/batch.h>
#include <numberreg/record.h>

/** What a reviewer decides about a number. */
enum {
    NREG_DECISION_LATER = 0,   /**< Nothing yet: ask again when the lease has ended. */
    NREG_DECISION_APPROVE = 1, /**< ACTIVE. */
    NREG_DECISION_HOLD = 2,    /**< NEEDS_PROOF: the tenant must prove that the number is theirs. */
    NREG_DECISION_DECLINE = 3, /**< DECLINED. */
    NREG_DECISION_SUSPEND = 4, /**< SUSPENDED. */
    NREG_DECISION_REMOVE = 5   /**< Removed from the registry. */
};

/** Signs that a number should be held rather than approved; bits. */
enum {
    NREG_SIGN_HELD_ELSEWHERE = 1,        /**< Another Business held it within the last 90 days. */
    NREG_SIGN_DECLINED_BEFORE = 2,       /**< It was declined before. */
    NREG_SIGN_SUSPENDED_BEFORE = 4,      /**< It was suspended before. */
    NREG_SIGN_PREMIUM_RATE = 8,          /**< Calls to it are charged at a premium rate. */
    NREG_SIGN_SHARED_COST = 16,          /**< Calls to it share their cost between caller and called. */
    NREG_SIGN_UNASSIGNED_AREA_CODE = 32, /**< Its area code is not assigned; the policy accepted it. */
    NREG_SIGN_DO_NOT_ORIGINATE = 64      /**< It is declared Do Not Originate. */
};

/** Seconds for which nreg_review_expire() keeps the numbers it looks at from other workers. */
#define NREG_EXPIRE_LEASE_SECONDS 300

/** Longest note in bytes, NUL not included. */
#define NREG_NOTE_MAX 500

/** One number to review. 96 bytes. */
typedef struct nreg_review_case {
    nreg_record record; /**< The record. */
    uint32_t signs;     /**< NREG_SIGN_ bits. */
    uint32_t type;      /**< NREG_TYPE_ value. */
    char region[4];     /**< Region of the number; "" if unknown. */
    uint32_t reserved;  /**< Zero. */
} nreg_review_case;

/** What the reviewer answers for a case. Texts are copied when the reviewer returns. */
typedef struct nreg_review_answer {
    uint32_t decision; /**< NREG_DECISION_ value; #NREG_DECISION_LATER when the reviewer is called. */
    uint32_t reserved; /**< Zero. */
    /** For the tenant, up to #NREG_NOTE_MAX bytes of UTF-8, NUL-terminated; or NULL. */
    const char *note;
    const char *internal_note; /**< For operators only; as `note`. */
} nreg_review_answer;

/** Options of nreg_review_run(); prepared by nreg_review_options_init(). */
typedef struct nreg_review_options {
    uint32_t struct_size;   /**< Bytes in this struct as the caller knows it. */
    uint32_t limit;         /**< Most numbers to lease in one run, 1 to 10000; 500. */
    uint32_t lease_seconds; /**< How long they are kept from other workers, 1 to 86400; 300. */
    uint32_t reserved;      /**< Zero. */
    /**
     * The host's reviewer: fills in `answers` for `count` cases and returns #NREG_OK, or a code that fails the run and
     * gives the leases up. Called outside any transaction; may take its time within the lease. Must not call the
     * library with the session of the run. NULL for the built-in reviewer: approve without signs, hold with them,
     * and leave those with #NREG_RECORD_PROOF to people.
     */
    nreg_code (*reviewer)(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers, void *context);
    void *context; /**< Passed to `reviewer`. */
} nreg_review_options;

/** What a run did. */
typedef struct nreg_review_report {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t leased;      /**< Numbers leased; fewer than the limit: nothing more is pending now. */
    uint32_t approved;    /**< Numbers approved. */
    uint32_t held;        /**< Numbers held. */
    uint32_t declined;    /**< Numbers declined. */
    uint32_t suspended;   /**< Numbers suspended. */
    uint32_t removed;     /**< Numbers removed. */
    uint32_t later;       /**< Numbers left for later. */
    uint32_t overtaken;   /**< Numbers that changed while they were reviewed; their decision was dropped. */
    uint32_t reserved;    /**< Zero. */
} nreg_review_report;

/** What was noted about a number when its status was decided, or proof submitted. */
typedef struct nreg_review_note {
    uint64_t batch;                        /**< Batch of the decision. */
    int64_t time;                          /**< Microseconds since 1970-01-01 UTC. */
    uint32_t action;                       /**< #NREG_ACTION_REVIEW or #NREG_ACTION_PROOF. */
    uint32_t status;                       /**< NREG_STATUS_ value afterwards; 0 if removed. */
    char note[NREG_NOTE_MAX + 4];          /**< For the tenant, or the proof's reference; NUL-terminated. */
    char internal_note[NREG_NOTE_MAX + 4]; /**< For operators; "" for all other sessions. */
} nreg_review_note;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_review_options_init(nreg_review_options *options);

/**
 * @brief Stage a decision about a number.
 * @param[in]  batch         A batch of an operator's session with action #NREG_ACTION_REVIEW; its target is the
 * Business, Unit or Program the number sits in or below.
 * @param[in]  number        The number as typed, UTF-8.
 * @param[in]  length        Bytes in `number`, or #NREG_NUL.
 * @param[in]  decision      NREG_DECISION_ value other than #NREG_DECISION_LATER.
 * @param[in]  note          For the tenant, up to #NREG_NOTE_MAX bytes of UTF-8, NUL-terminated; or NULL.
 * @param[in]  internal_note For operators only; as `note`.
 * @param[out] entry         Receives the entry; may be NULL.
 * @param[out] error         Details of a failure, or NULL.
 * @return As nreg_batch_add(); also #NREG_BAD_TEXT (a note), #NREG_INVALID_ARGUMENT (decision, or the batch has another
 * action).
 */
NREG_API nreg_code nreg_review_stage(nreg_batch *batch, const char *number, size_t length, uint32_t decision,
                                     const char *note, const char *internal_note, nreg_entry *entry, nreg_error *error);

/**
 * @brief Stage a tenant's proof of ownership for a number that is held: it becomes PENDING again.
 * @param[in]  batch     A batch with action #NREG_ACTION_PROOF.
 * @param[in]  number    The number as typed, UTF-8.
 * @param[in]  length    Bytes in `number`, or #NREG_NUL.
 * @param[in]  reference Where the proof is: a document's id, a URL, 1 to #NREG_NOTE_MAX bytes of UTF-8, NUL-terminated.
 * @param[out] entry     Receives the entry; may be NULL.
 * @param[out] error     Details of a failure, or NULL.
 * @return As nreg_review_stage().
 */
NREG_API nreg_code nreg_proof_stage(nreg_batch *batch, const char *number, size_t length, const char *reference,
                                    nreg_entry *entry, nreg_error *error);

/**
 * @brief One step of a worker: lease pending numbers, have them reviewed, commit the decisions.
 * @param[in]     session An operator's session.
 * @param[in]     options Options, or NULL for the defaults: the built-in reviewer.
 * @param[in,out] report  Receives what was done; may be NULL.
 * @param[out]    error   Details of a failure, or NULL.
 * @return #NREG_OK, also if nothing was pending; #NREG_DENIED (not an operator's session, or a policy without automatic
 * review), #NREG_UNSUPPORTED (a store without review leases), the reviewer's code, #NREG_BAD_TEXT (a note),
 * #NREG_NO_MEMORY, #NREG_INVALID_ARGUMENT or a failure of the store. After a failure nothing is left half-done:
 * undecided numbers are leased until they are given up or time is out.
 */
NREG_API nreg_code nreg_review_run(nreg_session *session, const nreg_review_options *options,
                                   nreg_review_report *report, nreg_error *error);

/**
 * @brief Remove numbers whose proof has been due for longer than the policy's proof_days.
 *
 * The numbers looked at are leased for #NREG_EXPIRE_LEASE_SECONDS: a further call within that time, by this worker or
 * another, goes on with others, and what a worker that was killed had in its hands is taken up by the first call after
 * it. Call again until `leased` is less than `limit`.
 * @param[in]     session An operator's session.
 * @param[in]     limit   Most numbers to look at, 1 to 10000.
 * @param[in,out] report  Receives what was done; may be NULL.
 * @param[out]    error   Details of a failure, or NULL.
 * @return As nreg_review_run().
 */
NREG_API nreg_code nreg_review_expire(nreg_session *session, uint32_t limit, nreg_review_report *report,
                                      nreg_error *error);

/**
 * @brief The signs on a registered number, as the built-in reviewer sees them now.
 * @param[in]  session An operator's session.
 * @param[in]  number  E.164 digits as an integer.
 * @param[out] found   Receives the case.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND; #NREG_DENIED, #NREG_INVALID_ARGUMENT or a failure of the store.
 */
NREG_API nreg_code nreg_review_look(nreg_session *session, uint64_t number, nreg_review_case *found, nreg_error *error);

/**
 * @brief The signs on many registered numbers; as nreg_review_look().
 * @param[in]  session An operator's session.
 * @param[in]  numbers E.164 digits as integers, in any order.
 * @param[in]  count   How many, at most 10000.
 * @param[out] cases   Receives `count` cases; those of numbers that are not registered are all zero.
 * @param[out] found   Receives how many were found; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_DENIED, #NREG_INVALID_ARGUMENT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_review_look_many(nreg_session *session, const uint64_t *numbers, uint32_t count,
                                         nreg_review_case *cases, uint32_t *found, nreg_error *error);

/**
 * @brief Notes about a number, oldest first, as far as the session may see its history.
 * @param[in]     session  The session.
 * @param[in]     number   E.164 digits as an integer.
 * @param[in,out] after    Notes to pass over: 0 to begin; moved past the last one returned.
 * @param[out]    notes    Receives the notes.
 * @param[in]     capacity Room in `notes`, 1 to 1000.
 * @param[out]    count    Receives how many were written; 0 at the end.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_UNSUPPORTED (a store without journal or batches), #NREG_INVALID_ARGUMENT or a failure of the
 * store.
 */
NREG_API nreg_code nreg_review_notes(nreg_session *session, uint64_t number, uint64_t *after, nreg_review_note *notes,
                                     uint32_t capacity, uint32_t *count, nreg_error *error);

/**
 * @brief Stable code of a sign, for example "DECLINED_BEFORE".
 * @param[in] sign One NREG_SIGN_ bit.
 * @return A static string; "?" for a number that is no sign. Safe from any thread.
 */
NREG_API const char *nreg_sign_code(uint32_t sign);

/**
 * @brief What a sign means, as an English sentence for the reviewing staff.
 * @param[in] sign One NREG_SIGN_ bit.
 * @return A static string; "" for a number that is no sign. Safe from any thread.
 */
NREG_API const char *nreg_sign_text(uint32_t sign);

NREG_END_DECLS

#endif
