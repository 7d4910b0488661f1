/* SPDX-License-Identifier: MIT */
/**
 * @file journal.h
 * @brief The journal: an append-only row for every change of every number (rule R13), and the feed that follows it.
 *
 * Who and why stand in the batch a row belongs to (nreg_batch_get()), so that a row holds numbers only.
 *
 * A session sees the rows of changes that touched its root or what lies below it. Where a number came from or went to
 * outside the root, that side of the row is blank: its scopes, purpose, status and flags are 0. Rows of other
 * Businesses are never shown. All functions here need a store with the journal group; others answer #NREG_UNSUPPORTED.
 */
#ifndef NUMBERREG_JOURNAL_H
#define NUMBERREG_JOURNAL_H

#include <numberreg/record.h>
#include <numberreg/result.h>

/** What a journal row tells. */
enum {
    NREG_CHANGE_ADDED = 1,       /**< Registered. */
    NREG_CHANGE_MOVED = 2,       /**< Moved to another scope of its Business. */
    NREG_CHANGE_REMOVED = 3,     /**< No longer registered. */
    NREG_CHANGE_CHANGED = 4,     /**< Purpose, status or flags changed. */
    NREG_CHANGE_RESUBMITTED = 5, /**< Added again after a decline. */
    NREG_CHANGE_LOST = 6         /**< Declined here, and now registered by another Business. */
};

/** One journal row. 128 bytes. */
typedef struct nreg_journal_row {
    /** For operators: place in the feed of all, 0 until sealed. For others 0: their rows come in order. */
    uint64_t sequence;
    uint64_t batch;           /**< The batch that made the change. */
    uint64_t number;          /**< E.164 digits as an integer. */
    int64_t time;             /**< Microseconds since 1970-01-01 UTC. */
    uint64_t business;        /**< The Business whose history this row belongs to. */
    uint64_t unit_before;     /**< Unit before; 0 if none. */
    uint64_t program_before;  /**< Program before; 0 if none. */
    uint64_t unit_after;      /**< Unit after; 0 if none. */
    uint64_t program_after;   /**< Program after; 0 if none. */
    uint64_t batch_before;    /**< The record's last batch before; 0 if it was not registered. */
    int64_t created;          /**< When the record had been added. */
    uint32_t entry;           /**< Entry of the batch; 0 with #NREG_CHANGE_LOST. */
    uint32_t revision;        /**< The record's revision after. */
    uint32_t purpose_before;  /**< Call purpose before; 0 if it was not registered. */
    uint32_t purpose_after;   /**< Call purpose after; 0 if it is no longer registered. */
    uint32_t flags_before;    /**< Record flags before. */
    uint32_t flags_after;     /**< Record flags after. */
    uint32_t reason;          /**< #NREG_REASON_PROOF_EXPIRED of a number removed for want of proof; else 0. */
    uint32_t revision_before; /**< The record's revision before; 0 if it was not registered. */
    uint8_t change;           /**< NREG_CHANGE_ value. */
    uint8_t action;           /**< NREG_ACTION_ value. */
    uint8_t status_before;    /**< Status before; 0 if it was not registered. */
    uint8_t status_after;     /**< Status after; 0 if it is no longer registered. */
    uint32_t reserved;        /**< Zero. */
} nreg_journal_row;

/**
 * @brief Where the history of a number, batch or scope is to go on; all zero to begin.
 *
 * Opaque, and other bits each time: it says nothing of how much others do. Good for the same history, read by a session
 * of the same root; may be stored and used by other processes.
 */
typedef struct nreg_journal_cursor {
    uint64_t position[2]; /**< The position, hidden. */
} nreg_journal_cursor;

/** Size of a feed cursor as text, NUL included. */
#define NREG_FEED_CURSOR_SIZE 40

NREG_BEGIN_DECLS

/**
 * @brief History of a number, oldest first.
 * @param[in]     session  The session.
 * @param[in]     number   E.164 digits as an integer.
 * @param[in,out] cursor   Where to go on; all zero to begin. Moved past the last row returned.
 * @param[out]    rows     Receives the rows.
 * @param[in]     capacity Room in `rows`, 2 to 10000.
 * @param[out]    count    Receives how many were written; fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK, also if there is nothing to show; #NREG_NOT_FOUND (the session's root), #NREG_UNSUPPORTED,
 *         #NREG_INVALID_ARGUMENT (also for a cursor of another history or of a session with another root) or a failure
 *         of the store.
 */
NREG_API nreg_code nreg_journal_number(nreg_session *session, uint64_t number, nreg_journal_cursor *cursor,
                                       nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                                       nreg_error *error);

/**
 * @brief What a batch changed, ordered by number.
 * @param[in]     session  The session.
 * @param[in]     batch    Batch id.
 * @param[in,out] cursor   Where to go on; all zero to begin. Moved past the last row returned.
 * @param[out]    rows     Receives the rows.
 * @param[in]     capacity Room in `rows`, 2 to 10000.
 * @param[out]    count    Receives how many were written; fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return As nreg_journal_number(): a batch that does not exist and one that changed nothing visible both show no rows.
 */
NREG_API nreg_code nreg_journal_batch(nreg_session *session, uint64_t batch, nreg_journal_cursor *cursor,
                                      nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                                      nreg_error *error);

/**
 * @brief History of a scope and what lies below it, in the order of the feed.
 * @param[in]     session  The session.
 * @param[in]     scope    A Business, Unit or Program at or below the session's root.
 * @param[in,out] cursor   Where to go on; all zero to begin. Moved past the last row returned.
 * @param[out]    rows     Receives the rows.
 * @param[in]     capacity Room in `rows`, 2 to 10000.
 * @param[out]    count    Receives how many were written; fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return As nreg_journal_number(), or #NREG_NOT_FOUND for a scope outside the root or an Organization.
 */
NREG_API nreg_code nreg_journal_scope(nreg_session *session, uint64_t scope, nreg_journal_cursor *cursor,
                                      nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                                      nreg_error *error);

/**
 * @brief The feed: every change the session may see, in one order, from a cursor onward.
 *
 * Complete: once a row has been returned, no row that belongs before it ever appears. At least once: a reader that
 * stores its cursor after handling the rows loses none. Rows of one number come in the order of its changes. Keep
 * reading while `more` is 1; later, call again with the same cursor.
 *
 * A page may be empty although `more` is 1. Commits get their places in the order when somebody reads on, and so that
 * no call takes long, each gives places to 256 commits up to 16 times, if it has not found enough to show before: where
 * more commits than that wait, it ends there. Where nobody has followed for long, or others commit all the time, that
 * happens. nreg_journal_scope() does the same.
 * @param[in]     session  The session; an operator's reads the whole registry.
 * @param[in,out] cursor   Opaque text of #NREG_FEED_CURSOR_SIZE bytes, NUL-terminated; "" to begin at the oldest row
 * kept. Moved past the last row looked at, and another text each time. May be stored and used by other processes, in
 * sessions of the same root.
 * @param[out]    rows     Receives the rows.
 * @param[in]     capacity Room in `rows`, 2 to 10000.
 * @param[out]    count    Receives how many were written; fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_FEED_PRUNED (rows after the cursor were pruned: begin anew with "" and read the records);
 *         #NREG_INVALID_ARGUMENT (also for a text that is no cursor, or one of a session with another root); else as
 *         nreg_journal_number().
 */
NREG_API nreg_code nreg_feed_read(nreg_session *session, char *cursor, nreg_journal_row *rows, uint32_t capacity,
                                  uint32_t *count, uint32_t *more, nreg_error *error);

/**
 * @brief Remove old rows and expired results: what retention asks for. Works in short transactions.
 * @param[in]  session An operator's session.
 * @param[in]  before  Rows older than this are removed, microseconds since 1970-01-01 UTC; 0 keeps all rows.
 * @param[out] rows    Receives how many rows were removed; may be NULL.
 * @param[out] batches Receives how many batches' drafts or results were removed; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_DENIED (not an operator), #NREG_UNSUPPORTED or a failure of the store. What was removed until
 * then stays removed.
 */
NREG_API nreg_code nreg_journal_prune(nreg_session *session, int64_t before, uint64_t *rows, uint64_t *batches,
                                      nreg_error *error);

/**
 * @brief Forget who someone was: replaces an actor in every stored batch. Sequences and rows stay as they are.
 * @param[in]  session     An operator's session.
 * @param[in]  actor       The actor to forget, as given to nreg_session_open().
 * @param[in]  length      Bytes in `actor`, or #NREG_NUL.
 * @param[in]  replacement What to write instead, 1 to #NREG_ACTOR_MAX bytes, NUL-terminated; NULL for "redacted".
 * @param[out] batches     Receives how many batches were changed; may be NULL.
 * @param[out] error       Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_DENIED, #NREG_BAD_TEXT, #NREG_INVALID_ARGUMENT, #NREG_UNSUPPORTED or a failure of the store.
 */
NREG_API nreg_code nreg_redact_actor(nreg_session *session, const char *actor, size_t length, const char *replacement,
                                     uint64_t *batches, nreg_error *error);

/**
 * @brief Forget a number that is no longer registered: 0 takes its place in the journal, in stored results and in
 * notes, and its tombstone is removed. Sequences stay.
 * @param[in]  session An operator's session.
 * @param[in]  number  E.164 digits as an integer.
 * @param[out] rows    Receives how many journal rows were changed; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_DENIED; #NREG_EXISTS (still registered: remove it first); #NREG_INVALID_ARGUMENT,
 *         #NREG_UNSUPPORTED or a failure of the store.
 */
NREG_API nreg_code nreg_erase_number(nreg_session *session, uint64_t number, uint64_t *rows, nreg_error *error);

/**
 * @brief Name of a change, for example "MOVED".
 * @param[in] change Any number.
 * @return A static string; "?" for a number that is no change. Safe from any thread.
 */
NREG_API const char *nreg_change_name(uint32_t change);

NREG_END_DECLS

#endif
