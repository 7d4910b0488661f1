/* SPDX-License-Identifier: MIT */
/**
 * @file extend/store.h
 * @brief The store contract: how a host supplies its own persistence.
 *
 * A store is a table of functions and a context. Eight functions must be given (tier 1). The others come in groups;
 * each group unlocks features that otherwise answer #NREG_UNSUPPORTED. A group is given wholly or not at all; an
 * incomplete one is refused by nreg_store_new(), by name. docs/writing_a_store.md is the guide,
 * examples/host_supplied_store.c an example, nreg_store_check() the test. This header may change between minor
 * releases.
 *
 * **Transactions.** `begin` opens one; every other function works inside one. A transaction, also one for reading, ends
 * when `commit` answers #NREG_OK, or with `rollback`. If `commit` answers anything else, `rollback` is called once to
 * free the transaction. After any other function answered a code that is not #NREG_OK, only `rollback` follows
 * (exceptions: #NREG_FEED_PRUNED, and a code of `emit`). A transaction is used by one thread at a time; many
 * transactions may be open at once. A store may let only one write transaction in at a time: `begin` then waits for the
 * other to end, at most `wait_ms`. In a write transaction, its own changes are visible to it. Nothing of it is visible
 * to others before `commit`, and then all of it at once. A read transaction sees one committed state from its first
 * read to its end, and neither waits for writers nor makes them wait. A write transaction may see what others commit
 * while it is open: what must not change under it, the engine reads with `claim`, #NREG_FETCH_LOCKED or `scope_pin`, or
 * guards by a token.
 *
 * **Batch-shaped.** Keys arrive sorted ascending and without duplicates, at most #NREG_STORE_ROWS_MAX a call, so a
 * networked database needs one round trip a call. `count` may be 0; the answer is then #NREG_OK and nothing is written.
 * Arrays given are read only during the call; arrays to fill are the engine's.
 * `limit` is 1 to #NREG_STORE_ROWS_MAX. A page may be shorter than `limit`; `*more` is 0 only if nothing follows, and a
 * page with `*more` 1 has at least one row, so that the engine can go on behind it.
 *
 * **Values.** What was written is read back the same. Integers fit a signed 64-bit column, except the digest of a
 * batch, which uses all 64 bits; times are within 2^61 microseconds of 1970 either way. Texts are zero-filled behind
 * their NUL; a store need only keep the text.
 *
 * **Order.** Inside a transaction the engine writes the batch header first, then pins scopes ascending, then acquires
 * records ascending in one pass, then counts and journal. So batches do not deadlock each other.
 *
 * **Codes.** Besides those named, any function may answer #NREG_RETRY (serialization failure, deadlock: the engine
 * rolls back and runs the transaction again), #NREG_BUSY (a lock could not be had in time), #NREG_IO, #NREG_CORRUPT,
 * #NREG_READ_ONLY, #NREG_FULL, #NREG_NO_MEMORY, #NREG_DEADLINE, #NREG_CANCELLED, #NREG_INCOMPATIBLE (the schema was
 * changed meanwhile), #NREG_INVALID_ARGUMENT, #NREG_INTERNAL or #NREG_HOST; any other becomes #NREG_INTERNAL. Stores
 * never retry writes by themselves. "Not found" is never an error and an error is never "not found". Functions fill in
 * `error` (never NULL) when they fail.
 */
#ifndef NUMBERREG_EXTEND_STORE_H
#define NUMBERREG_EXTEND_STORE_H

#include <numberreg/batch.h>
#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/registry.h>
#include <numberreg/scope.h>

/** Version of the contract this header describes. */
#define NREG_STORE_CONTRACT 1

/** Most rows in one call. */
#define NREG_STORE_ROWS_MAX 65536

/** Mode of a transaction. */
enum {
    /** Reads one committed state, writes nothing; takes no locks that stop writers; works on a read-only replica. */
    NREG_STORE_READ = 1,
    NREG_STORE_WRITE = 2 /**< Reads and writes. */
};

/** Answers per row. */
enum {
    NREG_ROW_OK = 0,      /**< Done: inserted, found, updated, released. */
    NREG_ROW_ABSENT = 1,  /**< No such row. */
    NREG_ROW_PRESENT = 2, /**< There is one already; it was returned. */
    NREG_ROW_CONFLICT = 3 /**< The stored token is another. */
};

/** How `fetch` reads. */
enum {
    NREG_FETCH_SNAPSHOT = 0, /**< As the transaction sees them. */
    /** Latest committed, and locked against others until the transaction ends (an absent number is not locked). Write
       transactions only. */
    NREG_FETCH_LOCKED = 1
};

/** A change of a record: applied only where the stored token is the one expected. */
typedef struct nreg_store_change {
    nreg_record record;         /**< The record as it shall be; `number` says which. */
    uint64_t expected_batch;    /**< Its nreg_record::last_batch now. */
    uint32_t expected_revision; /**< Its nreg_record::revision now. */
    uint32_t reserved;          /**< Zero. */
} nreg_store_change;

/** Names a record to remove; applied only where the stored token is this one. */
typedef struct nreg_store_token {
    uint64_t number;   /**< Which record. */
    uint64_t batch;    /**< Its nreg_record::last_batch now. */
    uint32_t revision; /**< Its nreg_record::revision now. */
    uint32_t reserved; /**< Zero. */
} nreg_store_token;

/**
 * Which records `scan` returns. All conditions hold together. A Unit is given with its Business and a Program with its
 * Unit and Business, so that a store need look at the deepest alone.
 */
typedef struct nreg_store_filter {
    uint64_t business;  /**< Of this Business; 0 for any. */
    uint64_t unit;      /**< Of this Unit; 0 for any. */
    uint64_t program;   /**< Of this Program; 0 for any. */
    uint64_t from;      /**< Smallest number. */
    uint64_t to;        /**< Largest number; 0 for no bound. */
    uint32_t only_here; /**< 1: only records held by the deepest scope given itself, not below it. */
    uint32_t statuses;  /**< Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all. */
    uint32_t purpose;   /**< Call purpose id; 0 for all. */
    uint32_t reserved;  /**< Zero. */
} nreg_store_filter;

/** Header of a stored batch. Texts are UTF-8, NUL-terminated. */
typedef struct nreg_store_batch {
    uint64_t id;                              /**< Random, 1 to #NREG_ID_MAX; never used twice. */
    uint64_t business;                        /**< Business of the target. */
    uint64_t target;                          /**< Target scope. */
    uint64_t unit;                            /**< Unit of the target; 0 if it is a Business. */
    uint64_t program;                         /**< Program of the target; 0 if it is higher. */
    int64_t created;                          /**< Microseconds since 1970-01-01 UTC. */
    int64_t updated;                          /**< Microseconds since 1970-01-01 UTC. */
    int64_t committed;                        /**< Microseconds since 1970-01-01 UTC; 0 if not yet. */
    int64_t expires;                          /**< When it may be pruned; 0 for never. */
    uint64_t digest[2];                       /**< Digest of the content, for replays. */
    uint32_t state;                           /**< NREG_BATCH_ value. */
    uint32_t action;                          /**< NREG_ACTION_ value. */
    uint32_t revision;                        /**< 1 when put first, one more with every change. */
    uint32_t flags;                           /**< NREG_RESULT_ bits of its result. */
    uint32_t entries;                         /**< Entries. */
    uint32_t accepted;                        /**< Accepted entries. */
    uint32_t rejected;                        /**< Rejected entries. */
    uint32_t added;                           /**< Outcomes ADDED. */
    uint32_t moved;                           /**< Outcomes MOVED. */
    uint32_t unassigned;                      /**< Outcomes UNASSIGNED. */
    uint32_t deleted;                         /**< Outcomes DELETED. */
    uint32_t changed;                         /**< Outcomes CHANGED. */
    uint32_t movable;                         /**< Rejected entries that consent would move. */
    uint32_t warned;                          /**< Entries with warnings. */
    uint32_t dno;                             /**< Accepted entries with a Do Not Originate purpose. */
    uint32_t chunks;                          /**< Chunks of outcomes committed so far. */
    uint32_t reviewed;                        /**< Outcomes REVIEWED. */
    uint32_t restored;                        /**< Outcomes RESTORED. */
    uint32_t transferred;                     /**< Outcomes TRANSFERRED. */
    uint32_t imported;                        /**< Outcomes IMPORTED. */
    uint64_t reverted;                        /**< The batch that this one reverts; 0 if none. */
    uint64_t reserved;                        /**< Zero. */
    char region[8];                           /**< Default region of its numbers. */
    char plan[24];                            /**< Release of the plan it was judged by. */
    char request_id[NREG_REQUEST_ID_MAX + 8]; /**< Request id; "" for none; unique in the Business unless "". */
    char actor[NREG_ACTOR_MAX + 1];           /**< Who. */
    char trace[NREG_ACTOR_MAX + 1];           /**< The host's trace string. */
    char attestation[128];                    /**< Which text about Do Not Originate was confirmed. */
} nreg_store_batch;

/** What the items of a batch are. */
enum {
    NREG_ITEMS_ENTRIES = 1,  /**< Entries of a draft. */
    NREG_ITEMS_OUTCOMES = 2, /**< Outcomes of a commit. */
    /** Reviewers' notes, proof and evidence references; never pruned with the results. */
    NREG_ITEMS_NOTES = 3
};

/** Which batches `batch_list` returns. */
typedef struct nreg_store_batch_filter {
    uint64_t business; /**< Of this Business; 0 for any. */
    uint64_t unit;     /**< Whose target is in this Unit; 0 for any. */
    uint64_t program;  /**< Whose target is this Program; 0 for any. */
    uint32_t state;    /**< NREG_BATCH_ value; 0 for any. */
    uint32_t reserved; /**< Zero. */
} nreg_store_batch_filter;

/** How `journal_read` selects. */
enum {
    NREG_JOURNAL_FEED = 1, /**< Sealed rows in order of `sequence`, after `after`. */
    /** Rows of the batch `id`, sealed or not, in order of number, then as appended; `after` is a number. A page never
       ends between two rows of one number (a batch has at most two; `limit` is at least 2). */
    NREG_JOURNAL_BATCH = 2,
    /** Rows of the number `id`, sealed or not, oldest first; `after` counts rows to pass over. */
    NREG_JOURNAL_NUMBER = 3,
    NREG_JOURNAL_BUSINESS = 4 /**< Sealed rows of the Business `id` in order of `sequence`, after `after`. */
};

/** An amount to add to a counter. */
typedef struct nreg_store_count {
    uint64_t scope; /**< Scope id. */
    uint32_t kind;  /**< NREG_COUNT_ value. */
    uint32_t key;   /**< What is counted; see the kinds. Below 2^31. */
    int64_t amount; /**< Added to the counter; when read, its value. */
} nreg_store_count;

/** Kinds of counters. */
enum {
    NREG_COUNT_RECORDS = 1, /**< Records at or below a scope; key: status * 65536 + purpose. */
    /** REGISTERED_ELSEWHERE answers given to a Business; key: days since 1970-01-01. */
    NREG_COUNT_ELSEWHERE = 2
};

/** What outlives a number's record (rule R7). */
typedef struct nreg_store_tombstone {
    uint64_t number;   /**< E.164 digits as an integer. */
    uint64_t business; /**< Business that held it last. */
    int64_t time;      /**< When it was removed or declined. */
    uint32_t status;   /**< Its last status; or SUSPENDED or DECLINED if it had been so before. */
    uint32_t reserved; /**< Zero. */
} nreg_store_tombstone;

/** How `scope_find` looks a scope up. */
enum {
    NREG_FIND_KEY = 1,        /**< By its key. */
    NREG_FIND_EXTERNAL_ID = 2 /**< By the host's id. */
};

/**
 * @brief The functions of a store. `context` is the pointer given to nreg_store_new().
 *
 * Every function must be safe from any thread, one thread at a time per transaction.
 */
typedef struct nreg_store_methods {
    uint32_t struct_size; /**< sizeof(nreg_store_methods). */
    uint32_t contract;    /**< #NREG_STORE_CONTRACT. */

    /** @name Must be given
     * @{ */

    /**
     * Opens a transaction; `mode` is NREG_STORE_READ or NREG_STORE_WRITE. A call waits for locks at most `wait_ms` (0:
     * not at all), here and in all calls of the transaction, then answers #NREG_BUSY.
     */
    nreg_code (*begin)(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context);

    /**
     * Makes the transaction's changes durable and visible, and in a write transaction makes sure that the batch headers
     * it has read will last, too. #NREG_UNKNOWN: the changes may or may not have been made (connection lost). After any
     * answer but #NREG_OK `rollback` follows.
     */
    nreg_code (*commit)(void *transaction, nreg_error *error, void *context);

    /** Undoes and frees the transaction. Always succeeds, also without memory or connection. */
    void (*rollback)(void *transaction, void *context);

    /**
     * For each record: inserts it where its number is absent (answer NREG_ROW_OK), else writes the one present, latest
     * committed or this transaction's own, to the same place of `existing` (NREG_ROW_PRESENT) and keeps it locked until
     * the transaction ends. Never neither, whatever other transactions do meanwhile: a row that a waited-for
     * transaction removed is inserted. Places of `existing` answered NREG_ROW_OK may hold anything.
     */
    nreg_code (*claim)(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                       uint8_t *answers, nreg_error *error, void *context);

    /** For each number: writes the record (NREG_ROW_OK), or zeroes (NREG_ROW_ABSENT). `mode` is a NREG_FETCH_ value. */
    nreg_code (*fetch)(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records,
                       uint8_t *answers, nreg_error *error, void *context);

    /**
     * For each change: replaces the record where the token matches (NREG_ROW_OK), else NREG_ROW_CONFLICT (absent
     * included). The rows that match are changed also if others conflict.
     */
    nreg_code (*update)(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                        nreg_error *error, void *context);

    /**
     * For each token: removes the record, and any review lease of it, where the token matches (NREG_ROW_OK), else
     * NREG_ROW_CONFLICT (absent included). The rows that match are removed also if others conflict.
     */
    nreg_code (*release)(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                         nreg_error *error, void *context);

    /**
     * Writes up to `limit` records that pass the filter, ascending by number, beginning behind `after` (0: at the
     * start).
     */
    nreg_code (*scan)(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                      nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context);
    /** @} */

    /** @name May be given: closing
     * @{ */

    /** Frees the store's context; called once, when nothing uses the store any more. May be NULL. */
    void (*close)(void *context);
    /** @} */

    /** @name May be given: batches (drafts, request ids, stored results)
     * @{ */

    /**
     * Writes a header. `expected_revision` 0: inserts it; answers NREG_ROW_PRESENT, with the header in `existing`, if
     * the Business already has a batch with the same request id (not ""), or if the id is taken; it waits for an
     * uncommitted one. Else: replaces the header with this id where its revision is `expected_revision` (NREG_ROW_OK),
     * else NREG_ROW_CONFLICT; a request id taken by another batch: NREG_ROW_PRESENT.
     */
    nreg_code (*batch_put)(void *transaction, const nreg_store_batch *batch, uint32_t expected_revision,
                           nreg_store_batch *existing, uint8_t *answer, nreg_error *error, void *context);

    /** Reads a header by id: NREG_ROW_OK or NREG_ROW_ABSENT. */
    nreg_code (*batch_get)(void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer, nreg_error *error,
                           void *context);

    /** Reads a header by Business and request id (NUL-terminated): NREG_ROW_OK or NREG_ROW_ABSENT. */
    nreg_code (*batch_find)(void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch,
                            uint8_t *answer, nreg_error *error, void *context);

    /**
     * Writes up to `limit` headers that pass the filter, newest first (by creation time, then id, both descending),
     * beginning behind the batch `after` (0: at the newest). Nothing follows a batch that is gone.
     */
    nreg_code (*batch_list)(void *transaction, const nreg_store_batch_filter *filter, uint64_t after, uint32_t limit,
                            nreg_store_batch *batches, uint32_t *count, uint32_t *more, nreg_error *error,
                            void *context);

    /**
     * Writes chunk `chunk` (from 0) of a batch's items, replacing it. `kind` is a NREG_ITEMS_ value; at most 16 MiB.
     * The batch's header was put before.
     */
    nreg_code (*items_put)(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data,
                           uint64_t length, nreg_error *error, void *context);

    /**
     * Reads a chunk: NREG_ROW_ABSENT, or calls `emit` once with its bytes, valid during that call, and answers
     * NREG_ROW_OK; a code of `emit` that is not #NREG_OK is returned. `emit` does not use the store.
     */
    nreg_code (*items_get)(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
                           nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                           uint8_t *answer, nreg_error *error, void *context);

    /** Removes the chunks of a kind from `from_chunk` on. */
    nreg_code (*items_clear)(void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk, nreg_error *error,
                             void *context);

    /**
     * Treats up to `limit` batches with `expires` in 1..now, earliest first: their entries and outcomes (not the notes)
     * are removed; so are the headers of drafts and discarded ones, while other headers stay with `expires` 0 and their
     * revision as it was. `*count`: batches treated.
     */
    nreg_code (*batch_prune)(void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error,
                             void *context);
    /** @} */

    /** @name May be given: journal
     * @{ */

    /** Appends rows, unsealed (`sequence` 0). Open write transactions must never wait for each other here. */
    nreg_code (*journal_append)(void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error,
                                void *context);

    /**
     * Numbers the committed unsealed rows of up to `limit` transactions with the next sequences: each transaction's
     * rows together in the order appended, and the rows of one number in the order in which their transactions
     * committed.
     * `*count`: rows sealed; 0 if none was left. Called in a write transaction of its own, which waits for no
     * transaction that appended rows and is still open.
     */
    nreg_code (*journal_seal)(void *transaction, uint32_t limit, uint64_t *count, nreg_error *error, void *context);

    /**
     * Reads rows; `by` is a NREG_JOURNAL_ value. #NREG_FEED_PRUNED, for the two that go by `sequence`, if a row that
     * belongs behind `after` was pruned (for a Business, a store may count other Businesses' rows too);
     * `error->position` is then the sequence of the last row pruned, behind which reading can go on.
     */
    nreg_code (*journal_read)(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                              nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error,
                              void *context);

    /**
     * Removes up to `limit` sealed rows, in order of `sequence` up to the first that is not older than `before`, and
     * remembers how far. `*count`: rows removed.
     */
    nreg_code (*journal_prune)(void *transaction, int64_t before, uint32_t limit, uint32_t *count, nreg_error *error,
                               void *context);

    /**
     * Replaces the number by 0 in every row of it, sealed or not; sequences stay. `*count`: rows changed. Such rows are
     * read by `sequence` alone.
     */
    nreg_code (*journal_erase)(void *transaction, uint64_t number, uint64_t *count, nreg_error *error, void *context);
    /** @} */

    /** @name May be given: scopes
     * @{ */

    /**
     * Writes a scope. `expected_revision` 0: inserts it; NREG_ROW_PRESENT if its id is taken, or its key or external id
     * (not "") in its parent. Else replaces it where its revision matches: NREG_ROW_OK, NREG_ROW_CONFLICT, or
     * NREG_ROW_PRESENT if the external id is taken. Level, parent, ancestors and key never change. The engine also puts
     * a scope as it is, without another revision, to be alone with it: see scope_pin.
     */
    nreg_code (*scope_put)(void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer,
                           nreg_error *error, void *context);

    /** Reads scopes by id: NREG_ROW_OK or NREG_ROW_ABSENT each. */
    nreg_code (*scope_get)(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                           nreg_error *error, void *context);

    /** Finds a scope right below `parent` (0: the top) by key or external id: NREG_ROW_OK or NREG_ROW_ABSENT. */
    nreg_code (*scope_find)(void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length,
                            nreg_scope *scope, uint8_t *answer, nreg_error *error, void *context);

    /** Writes up to `limit` scopes right below `parent`, ascending by key (bytes), behind the key `after` ("": at the
     * start). */
    nreg_code (*scope_list)(void *transaction, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes,
                            uint32_t *count, uint32_t *more, nreg_error *error, void *context);

    /**
     * Reads scopes as scope_get, latest committed, and keeps them from being put by others until the transaction ends.
     * Several transactions may pin the same scope at once. Whoever puts a scope keeps others from putting and pinning
     * it until the end, and sees from then on what those who did so before have committed (records, counts), or is
     * answered #NREG_RETRY.
     */
    nreg_code (*scope_pin)(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                           nreg_error *error, void *context);
    /** @} */

    /** @name May be given: review
     * @{ */

    /**
     * Leases up to `limit` records with the given status whose lease is absent or ended (its end is at or before
     * `now`), ascending by number behind `after`: sets lease owner and end, and returns the records. No two
     * transactions lease the same record; records locked by others may be passed over. A lease is not part of the
     * record: its token stays as it is, `update` leaves the lease alone, `release` ends it.
     */
    nreg_code (*review_lease)(void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until,
                              uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count, nreg_error *error,
                              void *context);

    /** Gives leases up, where `owner` has them. */
    nreg_code (*review_unlease)(void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner,
                                nreg_error *error, void *context);

    /** Writes tombstones, replacing those present; one with status 0 removes it. */
    nreg_code (*tombstone_put)(void *transaction, const nreg_store_tombstone *rows, uint64_t count, nreg_error *error,
                               void *context);

    /** Reads tombstones: NREG_ROW_OK or NREG_ROW_ABSENT each. */
    nreg_code (*tombstone_get)(void *transaction, const uint64_t *numbers, uint64_t count, nreg_store_tombstone *rows,
                               uint8_t *answers, nreg_error *error, void *context);
    /** @} */

    /** @name May be given: counts
     * @{ */

    /** Adds amounts to counters; sorted by scope, kind, key. Open write transactions must not wait for each other here.
     */
    nreg_code (*count_add)(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                           void *context);

    /** Reads the counters of a scope and kind that are not 0, ascending by key behind `after` (UINT32_MAX: at the
     * start). */
    nreg_code (*count_read)(void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit,
                            nreg_store_count *counts, uint32_t *count, uint32_t *more, nreg_error *error,
                            void *context);
    /** @} */

    /** @name May be given: foresight
     * @{ */

    /**
     * Called before anything else in a transaction, or not at all: says what will probably be read first, so that a
     * store with a long way to its database can ask for all of it with its first round trip: by `scope_get` each of
     * `scopes` alone, by `scope_pin` the scope `pinned` (0: none), by `fetch` with #NREG_FETCH_SNAPSHOT all of
     * `numbers`. Nothing of that is written by the transaction before it is read. Other calls may come first or in
     * between, and those said may not come. May be NULL.
     */
    nreg_code (*expect)(void *transaction, const uint64_t *scopes, uint64_t scope_count, uint64_t pinned,
                        const uint64_t *numbers, uint64_t count, nreg_error *error, void *context);

    /**
     * Called in a write transaction before a few records are gathered, or not at all: says what `claim` will be called
     * with, and `fetch` with #NREG_FETCH_LOCKED and with #NREG_FETCH_SNAPSHOT, so that a store with a long way to its
     * database can ask for all of it with its next round trip. With claims it comes right before `batch_put` inserts a
     * header, behind which they belong; if that is not inserted, or anything else is claimed then, the engine rolls the
     * transaction back. Those said may not come. May be NULL.
     */
    nreg_code (*expect_gather)(void *transaction, const nreg_record *claims, uint64_t claim_count,
                               const uint64_t *locked, uint64_t locked_count, const uint64_t *looked_at,
                               uint64_t looked_at_count, nreg_error *error, void *context);
    /** @} */
} nreg_store_methods;

/** Groups of the contract that a store offers; bits. */
enum {
    NREG_GROUP_BATCHES = 1, /**< Drafts, request ids, stored results. */
    NREG_GROUP_JOURNAL = 2, /**< History, feed, revert. */
    NREG_GROUP_SCOPES = 4,  /**< Scopes. */
    NREG_GROUP_REVIEW = 8,  /**< Review leases and tombstones. */
    NREG_GROUP_COUNTS = 16  /**< Counts. */
};

NREG_BEGIN_DECLS

/**
 * @brief Make a store of a host's functions.
 * @param[in]  methods   The functions; copied. `struct_size` and `contract` say what they were written for.
 * @param[in]  context   Passed to each function as its last argument.
 * @param[in]  allocator Copied; NULL for the C library's.
 * @param[out] store     Receives the store; close with nreg_store_close(), which calls `close` when nothing uses it any
 * more.
 * @param[out] error     Details of a failure, or NULL; names the function or group that is missing.
 * @return #NREG_OK; #NREG_INVALID_ARGUMENT (a function of tier 1 or of a group is missing); #NREG_INCOMPATIBLE
 * (contract version) or #NREG_NO_MEMORY. After a failure `close` is not called.
 */
NREG_API nreg_code nreg_store_new(const nreg_store_methods *methods, void *context, const nreg_allocator *allocator,
                                  nreg_store **store, nreg_error *error);

/**
 * @brief Which groups of the contract a store offers.
 * @param[in] store The store; NULL offers nothing.
 * @return NREG_GROUP_ bits.
 */
NREG_API uint32_t nreg_store_groups(const nreg_store *store);

/**
 * @brief The functions of a store, for stores that wrap another.
 * @param[in]  store   The store.
 * @param[out] context Receives the context to pass to them; may be NULL.
 * @return The functions, valid as long as the store; NULL for NULL. Functions not given are NULL.
 */
NREG_API const nreg_store_methods *nreg_store_get_methods(const nreg_store *store, void **context);

NREG_END_DECLS

#endif
