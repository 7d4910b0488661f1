/* SPDX-License-Identifier: MIT */
/*
 * Each check of nreg_store_check() can fail: for each there is a store with one fault that it must find. A fault sits
 * in one or two functions around a memory store that keeps the contract; the sound functions are here, the faults in
 * test_bites_*.c, one for some groups of checks each.
 */
#ifndef TESTS_STORE_BITES_H
#define TESTS_STORE_BITES_H

#include <numberreg/extend/store.h>

#include <stdatomic.h>
#include <stddef.h>

typedef struct faulty faulty;

/* A transaction of the faulty store. */
typedef struct around {
    faulty *f;
    void *inner;
    uint32_t mode;
    int phantom; /* a second writer that the store only pretends to have */
} around;

struct faulty {
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    around *_Atomic writer; /* the open write transaction */
    atomic_uint readers;
    atomic_uint calls;
    uint64_t released;
    nreg_record released_record;
};

/* --- what all faulty stores do when they do it right --- */

nreg_code begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context);
nreg_code commit(void *transaction, nreg_error *error, void *context);
void rollback(void *transaction, void *context);

#define DO(name, ...)                                                                                                  \
    (((around *)transaction)                                                                                           \
         ->f->m->name(((around *)transaction)->inner, __VA_ARGS__, error, ((around *)transaction)->f->context))
#define CLAIM                                                                                                          \
    (void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing, uint8_t *answers,           \
     nreg_error *error, void *context)
#define FETCH                                                                                                          \
    (void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records,                  \
     uint8_t *answers, nreg_error *error, void *context)
#define UPDATE                                                                                                         \
    (void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers, nreg_error *error,         \
     void *context)
#define RELEASE                                                                                                        \
    (void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers, nreg_error *error,           \
     void *context)
#define SCAN                                                                                                           \
    (void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit, nreg_record *records,         \
     uint32_t *count, uint32_t *more, nreg_error *error, void *context)
#define BATCH_PUT                                                                                                      \
    (void *transaction, const nreg_store_batch *batch, uint32_t expected_revision, nreg_store_batch *existing,         \
     uint8_t *answer, nreg_error *error, void *context)
#define BATCH_GET                                                                                                      \
    (void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer, nreg_error *error, void *context)
#define BATCH_FIND                                                                                                     \
    (void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch, uint8_t *answer,           \
     nreg_error *error, void *context)
#define BATCH_LIST                                                                                                     \
    (void *transaction, const nreg_store_batch_filter *filter, uint64_t after, uint32_t limit,                         \
     nreg_store_batch *batches, uint32_t *count, uint32_t *more, nreg_error *error, void *context)
#define ITEMS_PUT                                                                                                      \
    (void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data, uint64_t length,              \
     nreg_error *error, void *context)
#define ITEMS_GET                                                                                                      \
    (void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,                                                 \
     nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink, uint8_t *answer, nreg_error *error, \
     void *context)
#define ITEMS_CLEAR                                                                                                    \
    (void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk, nreg_error *error, void *context)
#define BATCH_PRUNE (void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error, void *context)
#define APPEND (void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error, void *context)
#define SEAL (void *transaction, uint32_t limit, uint64_t *count, nreg_error *error, void *context)
#define READ                                                                                                           \
    (void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit, nreg_journal_row *rows,              \
     uint32_t *count, uint32_t *more, nreg_error *error, void *context)
#define PRUNE (void *transaction, int64_t before, uint32_t limit, uint32_t *count, nreg_error *error, void *context)
#define ERASE (void *transaction, uint64_t number, uint64_t *count, nreg_error *error, void *context)
#define SCOPE_PUT                                                                                                      \
    (void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer, nreg_error *error,       \
     void *context)
#define SCOPES                                                                                                         \
    (void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers, nreg_error *error,  \
     void *context)
#define SCOPE_FIND                                                                                                     \
    (void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length, nreg_scope *scope,            \
     uint8_t *answer, nreg_error *error, void *context)
#define SCOPE_LIST                                                                                                     \
    (void *transaction, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes, uint32_t *count,       \
     uint32_t *more, nreg_error *error, void *context)
#define LEASE                                                                                                          \
    (void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until, uint64_t after, uint32_t limit,   \
     nreg_record *records, uint32_t *count, nreg_error *error, void *context)
#define UNLEASE                                                                                                        \
    (void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner, nreg_error *error, void *context)
#define TOMB_PUT (void *transaction, const nreg_store_tombstone *rows, uint64_t count, nreg_error *error, void *context)
#define TOMB_GET                                                                                                       \
    (void *transaction, const uint64_t *numbers, uint64_t count, nreg_store_tombstone *rows, uint8_t *answers,         \
     nreg_error *error, void *context)
#define COUNT_ADD (void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error, void *context)
#define COUNT_READ                                                                                                     \
    (void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit, nreg_store_count *counts,       \
     uint32_t *count, uint32_t *more, nreg_error *error, void *context)

nreg_code claim CLAIM;
nreg_code fetch FETCH;
nreg_code update UPDATE;
nreg_code release RELEASE;
nreg_code scan SCAN;
nreg_code batch_put BATCH_PUT;
nreg_code batch_get BATCH_GET;
nreg_code batch_find BATCH_FIND;
nreg_code batch_list BATCH_LIST;
nreg_code items_put ITEMS_PUT;
nreg_code items_get ITEMS_GET;
nreg_code items_clear ITEMS_CLEAR;
nreg_code batch_prune BATCH_PRUNE;
nreg_code journal_append APPEND;
nreg_code journal_seal SEAL;
nreg_code journal_read READ;
nreg_code journal_prune PRUNE;
nreg_code journal_erase ERASE;
nreg_code scope_put SCOPE_PUT;
nreg_code scope_get SCOPES;
nreg_code scope_pin SCOPES;
nreg_code scope_find SCOPE_FIND;
nreg_code scope_list SCOPE_LIST;
nreg_code review_lease LEASE;
nreg_code review_unlease UNLEASE;
nreg_code tombstone_put TOMB_PUT;
nreg_code tombstone_get TOMB_GET;
nreg_code count_add COUNT_ADD;
nreg_code count_read COUNT_READ;

/* --- faults of several groups --- */

#define IS_PHANTOM (((around *)transaction)->phantom)
#define IN_A_NEW_SNAPSHOT(name, ...)                                                                                   \
    do {                                                                                                               \
        faulty *f = ((around *)transaction)->f;                                                                        \
        (void)context;                                                                                                 \
        void *now = NULL;                                                                                              \
        nreg_code code = f->m->begin(NREG_STORE_READ, 0, &now, error, f->context);                                     \
        if (code == NREG_OK) {                                                                                         \
            code = f->m->name(now, __VA_ARGS__, error, f->context);                                                    \
            f->m->rollback(now, f->context);                                                                           \
        }                                                                                                              \
        return code;                                                                                                   \
    } while (0)

void rollback_commits(void *transaction, void *context);
nreg_code begin_phantom(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context);
nreg_code fetch_sees_only_committed FETCH;
nreg_code scan_sees_only_committed SCAN;
nreg_code batch_put_takes_all BATCH_PUT;

/* --- running --- */

typedef struct fault {
    const char *check;         /* must fail */
    nreg_store_methods broken; /* what is not NULL here takes the place of the sound function */
} fault;

/*
 * A cmocka program: each fault is found by its check, and of the groups named ("records scan") each check has a fault.
 * Returns its exit status.
 */
int bites_run(const char *groups, const fault *faults, size_t count);

#endif
