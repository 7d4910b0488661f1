/* SPDX-License-Identifier: MIT */
/*
 * What the rooms above a store call: the contract's functions with the checks that every caller would need. Arrays of
 * any length (sliced to NREG_STORE_ROWS_MAX), keys checked for order, answers checked for being in range, codes that
 * the contract does not allow turned into NREG_INTERNAL (so that an error is never taken for "not found"), errors
 * filled in if the store did not, re-entry from a store's callback refused with NREG_BUSY, groups not offered answered
 * with NREG_UNSUPPORTED, a store made before fork() with NREG_FORKED.
 *
 * After a call answered anything but NREG_OK the transaction can only be rolled back; every other call then answers
 * NREG_INTERNAL. Exceptions, after which it stays usable: NREG_UNSUPPORTED, NREG_FEED_PRUNED, and a code of `emit`.
 */
#ifndef NREG_STORE_TRANSACTION_H
#define NREG_STORE_TRANSACTION_H

#include <numberreg/extend/store.h>

typedef struct nreg_transaction {
    nreg_store *store;
    void *handle; /* NULL when no transaction is open */
    uint32_t mode;
    uint32_t failed; /* 1: a call failed, only rollback may follow */
} nreg_transaction;

/* Stores are shared: registries retain them, nreg_store_close() gives one reference up. */
nreg_store *nreg_store_retain(nreg_store *store);

/* What the store's maker gave; valid as long as the store. */
const nreg_allocator *nreg_store_allocator(const nreg_store *store);

/* True while this thread is inside a callback of a store: public entry points then answer NREG_BUSY. */
int nreg_store_entered(void);

nreg_code nreg_transaction_begin(nreg_transaction *tx, nreg_store *store, uint32_t mode, uint32_t wait_ms,
                                 nreg_error *error);
/* On anything but NREG_OK the transaction has been rolled back and freed. */
nreg_code nreg_transaction_commit(nreg_transaction *tx, nreg_error *error);
/* Does nothing if none is open. */
void nreg_transaction_rollback(nreg_transaction *tx);

/* Of a store that has no use for it, NREG_OK. */
nreg_code nreg_transaction_expect(nreg_transaction *tx, const uint64_t *scopes, size_t scope_count, uint64_t pinned,
                                  const uint64_t *numbers, size_t count, nreg_error *error);

/* The same; with claims right before batch_put() of a new header. */
nreg_code nreg_transaction_expect_gather(nreg_transaction *tx, const nreg_record *claims, size_t claim_count,
                                         const uint64_t *locked, size_t locked_count, const uint64_t *looked_at,
                                         size_t looked_at_count, nreg_error *error);

nreg_code nreg_transaction_claim(nreg_transaction *tx, const nreg_record *records, size_t count, nreg_record *existing,
                                 uint8_t *answers, nreg_error *error);
nreg_code nreg_transaction_fetch(nreg_transaction *tx, const uint64_t *numbers, size_t count, uint32_t mode,
                                 nreg_record *records, uint8_t *answers, nreg_error *error);
nreg_code nreg_transaction_update(nreg_transaction *tx, const nreg_store_change *changes, size_t count,
                                  uint8_t *answers, nreg_error *error);
nreg_code nreg_transaction_release(nreg_transaction *tx, const nreg_store_token *tokens, size_t count, uint8_t *answers,
                                   nreg_error *error);
/* Pages are at most NREG_STORE_ROWS_MAX, whatever `limit` says; with `*more` 1 there is at least one record. */
nreg_code nreg_transaction_scan(nreg_transaction *tx, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                                nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error);

nreg_code nreg_transaction_batch_put(nreg_transaction *tx, const nreg_store_batch *batch, uint32_t expected_revision,
                                     nreg_store_batch *existing, uint8_t *answer, nreg_error *error);
nreg_code nreg_transaction_batch_get(nreg_transaction *tx, uint64_t id, nreg_store_batch *batch, uint8_t *answer,
                                     nreg_error *error);
nreg_code nreg_transaction_batch_find(nreg_transaction *tx, uint64_t business, const char *request_id,
                                      nreg_store_batch *batch, uint8_t *answer, nreg_error *error);
nreg_code nreg_transaction_batch_list(nreg_transaction *tx, const nreg_store_batch_filter *filter, uint64_t after,
                                      uint32_t limit, nreg_store_batch *batches, uint32_t *count, uint32_t *more,
                                      nreg_error *error);
nreg_code nreg_transaction_items_put(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t chunk,
                                     const void *data, size_t length, nreg_error *error);
nreg_code nreg_transaction_items_get(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t chunk,
                                     nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                                     uint8_t *answer, nreg_error *error);
nreg_code nreg_transaction_items_clear(nreg_transaction *tx, uint64_t batch, uint32_t kind, uint32_t from_chunk,
                                       nreg_error *error);
nreg_code nreg_transaction_batch_prune(nreg_transaction *tx, int64_t now, uint32_t limit, uint32_t *count,
                                       nreg_error *error);

nreg_code nreg_transaction_journal_append(nreg_transaction *tx, const nreg_journal_row *rows, size_t count,
                                          nreg_error *error);
nreg_code nreg_transaction_journal_seal(nreg_transaction *tx, uint32_t limit, uint64_t *count, nreg_error *error);
nreg_code nreg_transaction_journal_read(nreg_transaction *tx, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                                        nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error);

nreg_code nreg_transaction_journal_prune(nreg_transaction *tx, int64_t before, uint32_t limit, uint32_t *count,
                                         nreg_error *error);
nreg_code nreg_transaction_journal_erase(nreg_transaction *tx, uint64_t number, uint64_t *count, nreg_error *error);

nreg_code nreg_transaction_scope_put(nreg_transaction *tx, const nreg_scope *scope, uint32_t expected_revision,
                                     uint8_t *answer, nreg_error *error);
nreg_code nreg_transaction_scope_get(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error);
nreg_code nreg_transaction_scope_find(nreg_transaction *tx, uint64_t parent, uint32_t by, const char *text,
                                      size_t length, nreg_scope *scope, uint8_t *answer, nreg_error *error);
nreg_code nreg_transaction_scope_list(nreg_transaction *tx, uint64_t parent, const char *after, uint32_t limit,
                                      nreg_scope *scopes, uint32_t *count, uint32_t *more, nreg_error *error);
nreg_code nreg_transaction_scope_pin(nreg_transaction *tx, const uint64_t *ids, size_t count, nreg_scope *scopes,
                                     uint8_t *answers, nreg_error *error);

nreg_code nreg_transaction_review_lease(nreg_transaction *tx, uint32_t status, uint64_t owner, int64_t now,
                                        int64_t until, uint64_t after, uint32_t limit, nreg_record *records,
                                        uint32_t *count, nreg_error *error);
nreg_code nreg_transaction_review_unlease(nreg_transaction *tx, const uint64_t *numbers, size_t count, uint64_t owner,
                                          nreg_error *error);

nreg_code nreg_transaction_count_add(nreg_transaction *tx, const nreg_store_count *amounts, size_t count,
                                     nreg_error *error);
nreg_code nreg_transaction_count_read(nreg_transaction *tx, uint64_t scope, uint32_t kind, uint32_t after,
                                      uint32_t limit, nreg_store_count *counts, uint32_t *count, uint32_t *more,
                                      nreg_error *error);
nreg_code nreg_transaction_tombstone_get(nreg_transaction *tx, const uint64_t *numbers, size_t count,
                                         nreg_store_tombstone *rows, uint8_t *answers, nreg_error *error);
nreg_code nreg_transaction_tombstone_put(nreg_transaction *tx, const nreg_store_tombstone *rows, size_t count,
                                         nreg_error *error);

/*
 * What is done in a short write transaction; it neither commits nor rolls back, and may be run any number of times.
 */
typedef nreg_code (*nreg_again_step)(nreg_transaction *tx, void *context, nreg_error *error);

/*
 * Begins, runs the step, commits; again after NREG_RETRY, and after NREG_UNKNOWN too if `in_doubt` is given: it is 1
 * from then on, for the step to find out what it did before, and neither NREG_BUSY nor NREG_IO ends it before that is
 * known. NREG_BUSY if others are in the way too often, NREG_UNKNOWN if they are so while it is in doubt. Commits of
 * batches have their own way (commit/persist.c).
 */
nreg_code nreg_again_write(nreg_store *store, uint32_t wait_ms, nreg_again_step step, void *context, int *in_doubt,
                           nreg_error *error);

/*
 * What is only read, in a transaction of its own, and from the start again after NREG_RETRY:
 *
 *     nreg_reading reading = {0};
 *     while (nreg_again_read(&reading, store, wait_ms, error)) {
 *         reading.code = read_it(&reading.tx, ..., error);
 *     }
 *     return reading.code;
 *
 * The body may be run any number of times; it does not end the transaction, nor leave the loop. In the end the code is
 * that of its last run, or why there was none: NREG_BUSY if others are in the way too often.
 */
typedef struct nreg_reading {
    nreg_transaction tx;
    nreg_code code;
    uint32_t tried;
} nreg_reading;

int nreg_again_read(nreg_reading *reading, nreg_store *store, uint32_t wait_ms, nreg_error *error);

/* A little longer each time, `most_ms` at most: before something is tried for the `tried`-th time again. */
void nreg_again_rest(uint32_t tried, uint64_t most_ms);

#endif
