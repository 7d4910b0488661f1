/* SPDX-License-Identifier: MIT */
/**
 * @file batch.h
 * @brief Batches: staging entries, previewing and committing them.
 *
 * Everything that changes numbers is a batch. Staging does no I/O: each entry is read, judged under the policy, and
 * compared with the other entries at once. nreg_batch_preview() says exactly what nreg_batch_commit() would do.
 */
#ifndef NUMBERREG_BATCH_H
#define NUMBERREG_BATCH_H

#include <numberreg/purpose.h>
#include <numberreg/result.h>
#include <numberreg/session.h>

/** A batch. One thread at a time uses it. */
typedef struct nreg_batch nreg_batch;

/** Longest request id in bytes. */
#define NREG_REQUEST_ID_MAX 64
/** Longest number text an entry keeps, in bytes; longer ones are cut and rejected as NREG_REASON_TOO_LONG. */
#define NREG_INPUT_MAX 1000

/** Bits of an entry's consent. */
enum {
    NREG_CONSENT_MOVE = 1, /**< Adding: move the number here if it sits elsewhere in the Business (rule R4). */
    /** Removing: delete the number from the registry also where it would be unassigned (rule R5). */
    NREG_CONSENT_DELETE = 2
};

/** How much of a batch must be good (rule R11). */
enum {
    NREG_ATOMIC_KEEP_GOOD = 0,      /**< Register the good entries, reject the others (default). */
    NREG_ATOMIC_ALL_OR_NOTHING = 1, /**< Register nothing if any entry is rejected. */
    /** Register nothing if more than nreg_commit_options::max_rejects are rejected. */
    NREG_ATOMIC_MAX_REJECTS = 2
};

/** What becomes of the numbers of a scope that closes. */
enum {
    NREG_CLOSING_UNASSIGN = 1, /**< They move to the scope above. Not for a Business. */
    NREG_CLOSING_DELETE = 2,   /**< They are no longer registered. */
    NREG_CLOSING_MOVE = 3      /**< They move to another scope of the Business. */
};

/** State of a stored batch. */
enum {
    NREG_BATCH_DRAFT = 1,      /**< Saved, not committed. */
    NREG_BATCH_COMMITTING = 2, /**< A commit in chunks has begun and can be resumed. */
    NREG_BATCH_COMMITTED = 3,  /**< Committed; its result is stored. */
    NREG_BATCH_DISCARDED = 4   /**< Discarded before it was committed. */
};

/** Options of nreg_batch_new(); prepared by nreg_batch_options_init(). */
typedef struct nreg_batch_options {
    uint32_t struct_size;      /**< Bytes in this struct as the caller knows it. */
    uint32_t action;           /**< NREG_ACTION_ value of entries that name none; #NREG_ACTION_ADD. */
    const nreg_policy *policy; /**< Copied; NULL for the registry's. */
    /** Default region of its numbers, for example that of its scope (nreg_scope_region()); "" for the policy's. */
    char region[4];
    uint32_t reserved; /**< Zero. */
} nreg_batch_options;

/** One entry to stage. Texts are UTF-8 and copied. */
typedef struct nreg_entry_input {
    const char *number;       /**< The number as typed. */
    const char *purpose_text; /**< Code or label of the call purpose; NULL to use `purpose`. */
    uint64_t number_length;   /**< Bytes in `number`, or #NREG_NUL. */
    uint64_t purpose_length;  /**< Bytes in `purpose_text`, or #NREG_NUL. */
    uint32_t purpose;         /**< Call purpose id; 0 for none. */
    uint32_t action;          /**< NREG_ACTION_ value; 0 for the batch's. */
    uint32_t consent;         /**< NREG_CONSENT_ bits. */
    uint32_t row;             /**< Row in the host's source, 1 or more; 0: the entry's own number serves. */
    uint64_t faults;          /**< Reasons the host's reader found in the row; they reject the entry. */
} nreg_entry_input;

/** One entry as staged: what a page shows at once. 152 bytes. */
typedef struct nreg_entry {
    uint64_t number;   /**< E.164 digits as an integer; 0 if none. */
    uint64_t reasons;  /**< Reasons known so far; duplicates in the batch included. */
    uint64_t warnings; /**< Warnings known so far, those of the purpose included. */
    uint32_t entry;    /**< Number of the entry in its batch, from 1; never reused. */
    uint32_t row;      /**< Row in the host's source. */
    /** Entry with the same number that counts in its place or conflicts with it; 0 if none. */
    uint32_t duplicate_of;
    uint32_t purpose; /**< Call purpose id; 0 if missing or unknown. */
    uint32_t action;  /**< NREG_ACTION_ value. */
    uint32_t consent; /**< NREG_CONSENT_ bits. */
    uint32_t state;   /**< NREG_STATE_ value of the text. */
    uint32_t green;   /**< 1 if the number is valid and registrable under the batch's policy, else 0. */
    uint32_t type;    /**< NREG_TYPE_ value. */
    char region[4];   /**< Region of the number; "" if unknown. */
    /** National form for the batch's region, else international; "" if there is no number. */
    char formatted[80];
    uint64_t reserved; /**< Zero. */
} nreg_entry;

/** Options of nreg_batch_commit() and nreg_batch_preview(); prepared by nreg_commit_options_init(). */
typedef struct nreg_commit_options {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t atomicity;   /**< NREG_ATOMIC_ value; #NREG_ATOMIC_KEEP_GOOD. */
    uint32_t max_rejects; /**< For #NREG_ATOMIC_MAX_REJECTS. */
    uint32_t consent;     /**< NREG_CONSENT_ bits given for every entry; 0. */
    /** 1: the person has read the Do Not Originate warning and confirms it (rule R8). */
    uint32_t acknowledge_dno;
    /** With #NREG_ATOMIC_KEEP_GOOD: commit in transactions of so many numbers; 0: one transaction. */
    uint32_t chunk_entries;
    uint32_t timeout_ms; /**< Give up after so many milliseconds; 0 for no limit. */
    uint32_t reserved;   /**< Zero. */
    /** NUL-terminated, up to #NREG_REQUEST_ID_MAX bytes: a commit with a request id already used in the Business
     * returns the stored result. NULL for none. */
    const char *request_id;
    /** Which text about Do Not Originate was shown, up to 127 bytes, NUL-terminated; or NULL. */
    const char *attestation;
    /**
     * Called now and then with how many of `total` numbers are done. Returns 0 to go on; anything else cancels, and
     * nothing is changed. Must not call the library. May be NULL.
     */
    int32_t (*progress)(uint64_t done, uint64_t total, void *context);
    void *context; /**< Passed to `progress`. */
    /** Where the evidence for a transfer is, up to 500 bytes, NUL-terminated; needed with #NREG_ACTION_TRANSFER, else
     * NULL. Kept with the batch. */
    const char *evidence;
} nreg_commit_options;

/** A stored batch, as listed. */
typedef struct nreg_batch_info {
    uint64_t id;                              /**< Batch id. */
    uint64_t business;                        /**< Its Business; 0 if its target is an Organization or unknown. */
    uint64_t target;                          /**< Its target scope. */
    int64_t created;                          /**< Microseconds since 1970-01-01 UTC. */
    int64_t updated;                          /**< Microseconds since 1970-01-01 UTC. */
    int64_t expires;                          /**< When a draft or the stored outcomes may be pruned. */
    uint32_t state;                           /**< NREG_BATCH_ value. */
    uint32_t action;                          /**< NREG_ACTION_ value. */
    uint32_t entries;                         /**< Entries. */
    uint32_t accepted;                        /**< Accepted entries, once committed. */
    uint32_t rejected;                        /**< Rejected entries, once committed. */
    uint32_t reserved;                        /**< Zero. */
    char request_id[NREG_REQUEST_ID_MAX + 8]; /**< Request id; "" if none. */
    /** Who made it: of a draft, who saved it last; of a committed batch, who committed it, whoever drafted it. */
    char actor[NREG_ACTOR_MAX + 1];
    /** Which text about Do Not Originate was shown at its commit, as nreg_commit_options says; "" if none (rule R8). Of
     * the record's nreg_record::dno_batch, it is what who declared the number so has read. */
    char attestation[128];
} nreg_batch_info;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_batch_options_init(nreg_batch_options *options);

/**
 * @brief Prepare options with the defaults: keep the good, no consent, one transaction, no time limit.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_commit_options_init(nreg_commit_options *options);

/**
 * @brief Begin a batch. No I/O: whether the target exists is found at preview or commit.
 * @param[in]  session The session; kept alive by the batch.
 * @param[in]  target  Scope id of the Business, Unit or Program.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] batch   Receives the batch; free with nreg_batch_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT, #NREG_NO_MEMORY or #NREG_FORKED.
 */
NREG_API nreg_code nreg_batch_new(nreg_session *session, uint64_t target, const nreg_batch_options *options,
                                  nreg_batch **batch, nreg_error *error);

/**
 * @brief Free a batch. Nothing stored is changed; a draft not saved is lost.
 * @param[in] batch The batch; NULL does nothing.
 */
NREG_API void nreg_batch_free(nreg_batch *batch);

/**
 * @brief Stage one number for adding.
 *
 * A bad number is staged too, with its reasons: nothing a person typed is lost.
 * @param[in]  batch   The batch, a draft.
 * @param[in]  number  The number as typed, UTF-8.
 * @param[in]  length  Bytes in `number`, or #NREG_NUL.
 * @param[in]  purpose Call purpose id; 0 to choose later. An unknown one is staged too, as
 * #NREG_REASON_PURPOSE_UNKNOWN.
 * @param[out] entry   Receives what became of it; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_LIMIT_EXCEEDED (policy max_entries, or 2^31 entries); #NREG_CLOSED (committed already);
 *         #NREG_NO_MEMORY or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_batch_add(nreg_batch *batch, const char *number, size_t length, uint32_t purpose,
                                  nreg_entry *entry, nreg_error *error);

/**
 * @brief Stage many entries: all of them, or none if the call fails.
 * @param[in]  batch  The batch, a draft.
 * @param[in]  inputs The entries.
 * @param[in]  stride Bytes from one input to the next; sizeof(nreg_entry_input).
 * @param[in]  count  How many.
 * @param[out] first  Receives the number of the first entry staged; the others follow on; may be NULL.
 * @param[out] error  Details of a failure, or NULL; `position` is the index of the input at fault.
 * @return As nreg_batch_add().
 */
NREG_API nreg_code nreg_batch_stage(nreg_batch *batch, const nreg_entry_input *inputs, size_t stride, size_t count,
                                    uint32_t *first, nreg_error *error);

/**
 * @brief Replace the number of an entry.
 * @param[in]  batch  The batch, a draft.
 * @param[in]  entry  Number of the entry.
 * @param[in]  number The number as typed, UTF-8.
 * @param[in]  length Bytes in `number`, or #NREG_NUL.
 * @param[out] view   Receives what became of it; may be NULL.
 * @param[out] error  Details of a failure, or NULL.
 * @return As nreg_batch_add(), or #NREG_NOT_FOUND.
 */
NREG_API nreg_code nreg_batch_edit(nreg_batch *batch, uint32_t entry, const char *number, size_t length,
                                   nreg_entry *view, nreg_error *error);

/**
 * @brief Set the call purpose of an entry.
 * @param[in]  batch   The batch, a draft.
 * @param[in]  entry   Number of the entry; 0 for all entries.
 * @param[in]  purpose Call purpose id; 0 to clear it.
 * @param[out] view    Receives the entry; may be NULL, ignored if `entry` is 0.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_NOT_FOUND, #NREG_CLOSED or #NREG_INVALID_ARGUMENT (unknown purpose).
 */
NREG_API nreg_code nreg_batch_set_purpose(nreg_batch *batch, uint32_t entry, uint32_t purpose, nreg_entry *view,
                                          nreg_error *error);

/**
 * @brief Give or withdraw consent for an entry.
 * @param[in]  batch   The batch, a draft.
 * @param[in]  entry   Number of the entry; 0 for all entries.
 * @param[in]  consent NREG_CONSENT_ bits.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_NOT_FOUND, #NREG_CLOSED or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_batch_set_consent(nreg_batch *batch, uint32_t entry, uint32_t consent, nreg_error *error);

/**
 * @brief Drop an entry.
 * @param[in]  batch The batch, a draft.
 * @param[in]  entry Number of the entry.
 * @param[out] error Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_NOT_FOUND, #NREG_CLOSED or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_batch_drop(nreg_batch *batch, uint32_t entry, nreg_error *error);

/**
 * @brief Drop all entries.
 * @param[in]  batch The batch, a draft.
 * @param[out] error Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_CLOSED or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_batch_clear(nreg_batch *batch, nreg_error *error);

/**
 * @brief How many entries are staged.
 * @param[in] batch The batch; NULL counts as empty.
 * @return The count, dropped entries not included.
 */
NREG_API uint32_t nreg_batch_count(const nreg_batch *batch);

/**
 * @brief Look at entries, in order.
 * @param[in]  batch    The batch.
 * @param[in]  from     Number of the first entry wanted; 0 or 1 for the beginning. Dropped ones are passed over.
 * @param[out] entries  Receives the entries.
 * @param[in]  capacity Room in `entries`.
 * @param[out] count    Receives how many were written; 0 at the end. Go on from the last one's number plus 1.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_batch_entries(const nreg_batch *batch, uint32_t from, nreg_entry *entries, uint32_t capacity,
                                      uint32_t *count, nreg_error *error);

/**
 * @brief What a reason or warning of an entry means, as a sentence with its arguments filled in, in the session's
 * language: what a page says beside a number that is being typed. Where another entry is spoken of, by its row.
 * @param[in]  batch    The batch.
 * @param[in]  entry    Number of the entry.
 * @param[in]  reason   One of its nreg_entry::reasons or nreg_entry::warnings; 0 for the reason to name first.
 * @param[out] buffer   Receives the sentence, NUL-terminated; "" if `reason` is 0 and nothing is wrong.
 * @param[in]  capacity Bytes in `buffer`; #NREG_MESSAGE_SIZE always suffices.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT, #NREG_NOT_FOUND (no such entry) or #NREG_LIMIT_EXCEEDED (`capacity`).
 */
NREG_API nreg_code nreg_batch_message(const nreg_batch *batch, uint32_t entry, nreg_reason reason, char *buffer,
                                      size_t capacity);

/**
 * @brief The text of an entry as it was entered.
 * @param[in]  batch  The batch.
 * @param[in]  entry  Number of the entry.
 * @param[out] length Receives its length in bytes; may be NULL.
 * @return The text, not NUL-terminated, valid until the batch is next changed or freed; NULL if there is no such entry.
 */
NREG_API const char *nreg_batch_input(const nreg_batch *batch, uint32_t entry, size_t *length);

/**
 * @brief What nreg_batch_commit() would do now; nothing is written, nothing is locked (rule R10).
 * @param[in]  batch   The batch.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] result  Receives the result; free with nreg_result_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, also if every entry is rejected; #NREG_CLOSED (committed already); #NREG_DEADLINE, #NREG_CANCELLED,
 *         #NREG_NOT_FOUND (the session's root), #NREG_BUSY, #NREG_BAD_TEXT (request id, attestation), #NREG_UNSUPPORTED
 * (a limit of the policy that needs a store with counts), #NREG_NO_MEMORY, #NREG_INVALID_ARGUMENT or a failure of the
 * store.
 */
NREG_API nreg_code nreg_batch_preview(nreg_batch *batch, const nreg_commit_options *options, nreg_result **result,
                                      nreg_error *error);

/**
 * @brief Commit a batch: register what is good, and say what became of each entry.
 *
 * After #NREG_OK the batch is committed and cannot be changed or committed again (committing it again returns the same
 * result). A batch whose target does not exist, or not for this session, is rejected entry by entry and not stored.
 * After any other code it is as before and nothing was registered, except after #NREG_UNKNOWN, and, with chunk_entries,
 * chunks that were done: then commit again with the same request id.
 * @param[in]  batch   The batch.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] result  Receives the result; free with nreg_result_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return As nreg_batch_preview(); also #NREG_REQUEST_MISMATCH; #NREG_UNKNOWN; #NREG_BUSY (others were in the way more
 *         often than the policy's max_retries); #NREG_CONFLICT or #NREG_CLOSED (somebody else saved, or committed or
 * discarded, the stored draft meanwhile); #NREG_NOT_FOUND (the request id's result is not kept any more) and
 * #NREG_UNSUPPORTED (a request id or chunks on a store that keeps no batches).
 */
NREG_API nreg_code nreg_batch_commit(nreg_batch *batch, const nreg_commit_options *options, nreg_result **result,
                                     nreg_error *error);

/**
 * @brief Make a batch that brings what is registered into line with a list.
 *
 * `desired` holds the list: every number that shall sit at its target or below, with its call purpose. The new batch
 * adds what is missing, changes purposes that differ, and removes what is not on the list; what is right already has no
 * entry. Entries that cannot be registered stay in it, to be rejected with their reasons. Preview it, drop entries,
 * commit it.
 * @param[in]  desired   A batch with action #NREG_ACTION_ADD, not committed; it is not changed.
 * @param[out] batch     Receives the new batch; free with nreg_batch_free().
 * @param[out] unchanged Receives how many numbers of the list are right already; may be NULL.
 * @param[out] error     Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (target), #NREG_CLOSED, #NREG_LIMIT_EXCEEDED, #NREG_NO_MEMORY,
 * #NREG_INVALID_ARGUMENT or a failure of the store.
 */
NREG_API nreg_code nreg_batch_reconcile(const nreg_batch *desired, nreg_batch **batch, uint32_t *unchanged,
                                        nreg_error *error);

/**
 * @brief Close a scope and what lies below it, after dealing with the numbers it holds (rule R16).
 *
 * The numbers go as one batch, all or nothing; then the scopes are closed from below. These are transactions of their
 * own: after #NREG_BUSY or a failure of the store the numbers may have gone already, which `result` then tells, while
 * scopes are still open. Call again to finish; what has gone is not touched twice.
 * @param[in]  session The session; as nreg_scope_close().
 * @param[in]  id      The scope.
 * @param[in]  how     NREG_CLOSING_ value.
 * @param[in]  move_to Scope that takes the numbers, for #NREG_CLOSING_MOVE; else 0.
 * @param[out] result  Receives the batch's result, NULL if there were no numbers, also after a failure; free with
 *                     nreg_result_free(). May be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_EMPTY (a number was rejected, and nothing was changed: see `result`);
 * #NREG_INVALID_ARGUMENT (unassigning from a Business, moving to a scope that closes too or is of another Business);
 * else as nreg_scope_close() and nreg_batch_commit().
 */
NREG_API nreg_code nreg_scope_close_with(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to,
                                         nreg_result **result, nreg_error *error);

/**
 * @brief What nreg_scope_close_with() would do to each number the scope holds; nothing is written, nothing is locked.
 * @param[in]  session The session; as nreg_scope_close().
 * @param[in]  id      The scope.
 * @param[in]  how     NREG_CLOSING_ value.
 * @param[in]  move_to Scope that would take the numbers, for #NREG_CLOSING_MOVE; else 0.
 * @param[out] result  Receives the preview, NULL if there are no numbers; free with nreg_result_free(). If it has
 * rejected entries, closing would answer #NREG_NOT_EMPTY.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, also if numbers would be rejected or the scope is closed already; else as nreg_scope_close_with().
 */
NREG_API nreg_code nreg_scope_close_preview(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to,
                                            nreg_result **result, nreg_error *error);

/**
 * @brief Make a batch that reverts a committed one: what that batch changed is put back as it was (rule R13).
 *
 * The new batch has an entry for each number that the old one changed, in order of number; drop entries to revert only
 * a part, preview it, commit it. Holder, purpose, status, flags and time of creation are restored. Decisions of review
 * do not count as changes; numbers that anything else has changed since are rejected as #NREG_REASON_CHANGED_SINCE. A
 * revert can be reverted. Numbers taken over after a decline are given up, not given back.
 * @param[in]  session The session; the batch's target must be its root or below.
 * @param[in]  id      The batch to revert.
 * @param[out] batch   Receives the new batch, with action #NREG_ACTION_REVERT; free with nreg_batch_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (none, or outside the root); #NREG_CLOSED (not committed); #NREG_DENIED (an import,
 * by others than operators); #NREG_UNSUPPORTED (a store without journal and batches; a review, decide anew; a transfer,
 * transfer back); #NREG_LIMIT_EXCEEDED, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_batch_revert(nreg_session *session, uint64_t id, nreg_batch **batch, nreg_error *error);

/**
 * @brief Save a batch as a draft, so that another session or process can load it.
 * @param[in]  batch The batch.
 * @param[out] id    Receives the batch id; may be NULL.
 * @param[out] error Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_CONFLICT (another process saved or committed it meanwhile); #NREG_CLOSED; #NREG_NOT_FOUND
 * (target); #NREG_UNSUPPORTED (the store keeps no batches), #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_batch_save(nreg_batch *batch, uint64_t *id, nreg_error *error);

/**
 * @brief Load a draft.
 * @param[in]  session The session; the draft's target must be its root or below.
 * @param[in]  id      Batch id.
 * @param[in]  options Policy and region to judge it by, or NULL; `action` is the draft's own.
 * @param[out] batch   Receives the batch; free with nreg_batch_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (none, expired, or outside the root); #NREG_CLOSED (committed or discarded);
 *         #NREG_UNSUPPORTED, #NREG_CORRUPT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_batch_load(nreg_session *session, uint64_t id, const nreg_batch_options *options,
                                   nreg_batch **batch, nreg_error *error);

/**
 * @brief Discard a saved draft.
 * @param[in]  session The session; the draft's target must be its root or below.
 * @param[in]  id      Batch id.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND; #NREG_CLOSED (committed already); #NREG_UNSUPPORTED or a failure of the store.
 */
NREG_API nreg_code nreg_batch_discard(nreg_session *session, uint64_t id, nreg_error *error);

/**
 * @brief One page of the stored batches whose target is at or below the session's root, newest first.
 * @param[in]     session  The session.
 * @param[in]     state    NREG_BATCH_ value; 0 for all.
 * @param[in,out] cursor   Where to go on; 0 to begin. Moved past the last one returned.
 * @param[out]    batches  Receives the batches.
 * @param[in]     capacity Room in `batches`, 1 to 10000.
 * @param[out]    count    Receives how many were written; fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_UNSUPPORTED, #NREG_INVALID_ARGUMENT or a failure of the store.
 */
NREG_API nreg_code nreg_batch_list(nreg_session *session, uint32_t state, uint64_t *cursor, nreg_batch_info *batches,
                                   uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error);

/**
 * @brief Look a stored batch up.
 * @param[in]  session The session; the batch's target must be its root or below.
 * @param[in]  id      Batch id.
 * @param[out] info    Receives it.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (none, or outside the root); #NREG_UNSUPPORTED, #NREG_INVALID_ARGUMENT or a failure
 * of the store.
 */
NREG_API nreg_code nreg_batch_get(nreg_session *session, uint64_t id, nreg_batch_info *info, nreg_error *error);

/**
 * @brief The stored result of a committed batch.
 * @param[in]  session The session; the batch's target must be its root or below.
 * @param[in]  id      Batch id.
 * @param[out] result  Receives the result; free with nreg_result_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (none, or outside the root); #NREG_CLOSED (not committed); #NREG_UNSUPPORTED,
 * #NREG_CORRUPT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_batch_result(nreg_session *session, uint64_t id, nreg_result **result, nreg_error *error);

/**
 * @brief Id of a batch: that of the draft or of the commit.
 * @param[in] batch The batch.
 * @return The id, or 0 if it was neither saved nor committed.
 */
NREG_API uint64_t nreg_batch_id(const nreg_batch *batch);

NREG_END_DECLS

#endif
