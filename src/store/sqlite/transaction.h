/* SPDX-License-Identifier: MIT */
/* The store's functions, by subject; what each does is said in numberreg/extend/store.h. */
#ifndef NREG_SQLITE_TRANSACTION_H
#define NREG_SQLITE_TRANSACTION_H

#include "store/sqlite/pool.h"
#include "store/sqlite/statement.h"

/*
 * Every function begins with this: the transaction's connection, or NREG_FORKED, or the code that an earlier call of
 * the transaction failed with; NREG_INVALID_ARGUMENT if `writes` in a read transaction.
 */
nreg_code nreg_sqlite_enter(void *transaction, int writes, nreg_sqlite_connection **connection, nreg_error *error);

nreg_code nreg_sqlite_begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context);
nreg_code nreg_sqlite_commit(void *transaction, nreg_error *error, void *context);
void nreg_sqlite_rollback(void *transaction, void *context);

nreg_code nreg_sqlite_claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                            uint8_t *answers, nreg_error *error, void *context);
nreg_code nreg_sqlite_fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode,
                            nreg_record *records, uint8_t *answers, nreg_error *error, void *context);
nreg_code nreg_sqlite_update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                             nreg_error *error, void *context);
nreg_code nreg_sqlite_release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                              nreg_error *error, void *context);
nreg_code nreg_sqlite_scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context);

nreg_code nreg_sqlite_batch_put(void *transaction, const nreg_store_batch *batch, uint32_t expected_revision,
                                nreg_store_batch *existing, uint8_t *answer, nreg_error *error, void *context);
nreg_code nreg_sqlite_batch_get(void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer,
                                nreg_error *error, void *context);
nreg_code nreg_sqlite_batch_find(void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch,
                                 uint8_t *answer, nreg_error *error, void *context);
nreg_code nreg_sqlite_batch_list(void *transaction, const nreg_store_batch_filter *filter, uint64_t after,
                                 uint32_t limit, nreg_store_batch *batches, uint32_t *count, uint32_t *more,
                                 nreg_error *error, void *context);
nreg_code nreg_sqlite_batch_prune(void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error,
                                  void *context);
nreg_code nreg_sqlite_items_put(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data,
                                uint64_t length, nreg_error *error, void *context);
nreg_code nreg_sqlite_items_get(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
                                nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                                uint8_t *answer, nreg_error *error, void *context);
nreg_code nreg_sqlite_items_clear(void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk,
                                  nreg_error *error, void *context);

nreg_code nreg_sqlite_journal_append(void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error,
                                     void *context);
nreg_code nreg_sqlite_journal_seal(void *transaction, uint32_t limit, uint64_t *count, nreg_error *error,
                                   void *context);
nreg_code nreg_sqlite_journal_read(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                                   nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error,
                                   void *context);
nreg_code nreg_sqlite_journal_prune(void *transaction, int64_t before, uint32_t limit, uint32_t *count,
                                    nreg_error *error, void *context);
nreg_code nreg_sqlite_journal_erase(void *transaction, uint64_t number, uint64_t *count, nreg_error *error,
                                    void *context);

nreg_code nreg_sqlite_scope_put(void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer,
                                nreg_error *error, void *context);
nreg_code nreg_sqlite_scope_get(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes,
                                uint8_t *answers, nreg_error *error, void *context);
nreg_code nreg_sqlite_scope_find(void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length,
                                 nreg_scope *scope, uint8_t *answer, nreg_error *error, void *context);
nreg_code nreg_sqlite_scope_list(void *transaction, uint64_t parent, const char *after, uint32_t limit,
                                 nreg_scope *scopes, uint32_t *count, uint32_t *more, nreg_error *error, void *context);

nreg_code nreg_sqlite_review_lease(void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until,
                                   uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count,
                                   nreg_error *error, void *context);
nreg_code nreg_sqlite_review_unlease(void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner,
                                     nreg_error *error, void *context);
nreg_code nreg_sqlite_tombstone_put(void *transaction, const nreg_store_tombstone *rows, uint64_t count,
                                    nreg_error *error, void *context);
nreg_code nreg_sqlite_tombstone_get(void *transaction, const uint64_t *numbers, uint64_t count,
                                    nreg_store_tombstone *rows, uint8_t *answers, nreg_error *error, void *context);

nreg_code nreg_sqlite_count_add(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                                void *context);
nreg_code nreg_sqlite_count_read(void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit,
                                 nreg_store_count *counts, uint32_t *count, uint32_t *more, nreg_error *error,
                                 void *context);

#endif
