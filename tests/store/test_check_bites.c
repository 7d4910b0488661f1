/* SPDX-License-Identifier: MIT */
/*
 * Each check of nreg_store_check() can fail: for each there is a store with one fault that it must find. A fault sits
 * in one or two functions around a memory store that keeps the contract.
 */
#include "store/transaction.h"

#include <numberreg/extend/store_check.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

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

static nreg_code begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    faulty *f = context;
    around *a = calloc(1, sizeof *a);
    *a = (around){f, NULL, mode, 0};
    const nreg_code code = f->m->begin(mode, wait_ms, &a->inner, error, f->context);
    if (code != NREG_OK) {
        free(a);
        return code;
    }
    if (mode == NREG_STORE_WRITE) {
        f->writer = a;
    } else {
        atomic_fetch_add(&f->readers, 1);
    }
    *transaction = a;
    return NREG_OK;
}

static void forget(around *a) {
    if (a->f->writer == a) {
        a->f->writer = NULL;
    }
    if (a->mode == NREG_STORE_READ) {
        atomic_fetch_sub(&a->f->readers, 1);
    }
    free(a);
}

static nreg_code commit(void *transaction, nreg_error *error, void *context) {
    (void)context;
    around *a = transaction;
    faulty *f = a->f;
    void *inner = a->inner;
    forget(a);
    return inner == NULL ? NREG_OK : f->m->commit(inner, error, f->context);
}

static void rollback(void *transaction, void *context) {
    (void)context;
    around *a = transaction;
    faulty *f = a->f;
    void *inner = a->inner;
    forget(a);
    if (inner != NULL) {
        f->m->rollback(inner, f->context);
    }
}

#define DO(name, ...)                                                                                                  \
    (((around *)transaction)                                                                                           \
         ->f->m->name(((around *)transaction)->inner, __VA_ARGS__, error, ((around *)transaction)->f->context))
#define FORWARD(name, parameters, ...)                                                                                 \
    static nreg_code name parameters {                                                                                 \
        (void)context;                                                                                                 \
        return DO(name, __VA_ARGS__);                                                                                  \
    }

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

FORWARD(claim, CLAIM, records, count, existing, answers)
FORWARD(fetch, FETCH, numbers, count, mode, records, answers)
FORWARD(update, UPDATE, changes, count, answers)
FORWARD(release, RELEASE, tokens, count, answers)
FORWARD(scan, SCAN, filter, after, limit, records, count, more)
FORWARD(batch_put, BATCH_PUT, batch, expected_revision, existing, answer)
FORWARD(batch_get, BATCH_GET, id, batch, answer)
FORWARD(batch_find, BATCH_FIND, business, request_id, batch, answer)
FORWARD(batch_list, BATCH_LIST, filter, after, limit, batches, count, more)
FORWARD(items_put, ITEMS_PUT, batch, kind, chunk, data, length)
FORWARD(items_get, ITEMS_GET, batch, kind, chunk, emit, sink, answer)
FORWARD(items_clear, ITEMS_CLEAR, batch, kind, from_chunk)
FORWARD(batch_prune, BATCH_PRUNE, now, limit, count)
FORWARD(journal_append, APPEND, rows, count)
FORWARD(journal_seal, SEAL, limit, count)
FORWARD(journal_read, READ, by, id, after, limit, rows, count, more)
FORWARD(journal_prune, PRUNE, before, limit, count)
FORWARD(journal_erase, ERASE, number, count)
FORWARD(scope_put, SCOPE_PUT, scope, expected_revision, answer)
FORWARD(scope_get, SCOPES, ids, count, scopes, answers)
FORWARD(scope_pin, SCOPES, ids, count, scopes, answers)
FORWARD(scope_find, SCOPE_FIND, parent, by, text, length, scope, answer)
FORWARD(scope_list, SCOPE_LIST, parent, after, limit, scopes, count, more)
FORWARD(review_lease, LEASE, status, owner, now, until, after, limit, records, count)
FORWARD(review_unlease, UNLEASE, numbers, count, owner)
FORWARD(tombstone_put, TOMB_PUT, rows, count)
FORWARD(tombstone_get, TOMB_GET, numbers, count, rows, answers)
FORWARD(count_add, COUNT_ADD, amounts, count)
FORWARD(count_read, COUNT_READ, scope, kind, after, limit, counts, count, more)

static nreg_store_methods sound(void) {
    return (nreg_store_methods){.struct_size = (uint32_t)sizeof(nreg_store_methods),
                                .contract = NREG_STORE_CONTRACT,
                                .begin = begin,
                                .commit = commit,
                                .rollback = rollback,
                                .claim = claim,
                                .fetch = fetch,
                                .update = update,
                                .release = release,
                                .scan = scan,
                                .batch_put = batch_put,
                                .batch_get = batch_get,
                                .batch_find = batch_find,
                                .batch_list = batch_list,
                                .items_put = items_put,
                                .items_get = items_get,
                                .items_clear = items_clear,
                                .batch_prune = batch_prune,
                                .journal_append = journal_append,
                                .journal_seal = journal_seal,
                                .journal_read = journal_read,
                                .journal_prune = journal_prune,
                                .journal_erase = journal_erase,
                                .scope_put = scope_put,
                                .scope_get = scope_get,
                                .scope_find = scope_find,
                                .scope_list = scope_list,
                                .scope_pin = scope_pin,
                                .review_lease = review_lease,
                                .review_unlease = review_unlease,
                                .tombstone_put = tombstone_put,
                                .tombstone_get = tombstone_get,
                                .count_add = count_add,
                                .count_read = count_read};
}

/* --- faults in transactions --- */

static nreg_code commit_does_nothing(void *transaction, nreg_error *error, void *context) {
    (void)error;
    rollback(transaction, context);
    return NREG_OK;
}

static void rollback_commits(void *transaction, void *context) {
    nreg_error error = NREG_ERROR_INIT;
    commit(transaction, &error, context);
}

static nreg_code commit_refuses_readers(void *transaction, nreg_error *error, void *context) {
    if (((around *)transaction)->mode == NREG_STORE_READ) {
        error->code = NREG_READ_ONLY;
        return NREG_READ_ONLY;
    }
    return commit(transaction, error, context);
}

static nreg_code begin_stops_behind_readers(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                            void *context) {
    if (mode == NREG_STORE_WRITE && atomic_load(&((faulty *)context)->readers) > 0) {
        error->code = NREG_BUSY;
        return NREG_BUSY;
    }
    return begin(mode, wait_ms, transaction, error, context);
}

static nreg_code begin_waits_too_long(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                      void *context) {
    const nreg_code code = begin(mode, wait_ms, transaction, error, context);
    if (code == NREG_BUSY) {
        const struct timespec time = {5, 100000000};
        nanosleep(&time, NULL);
    }
    return code;
}

/* A second writer is let in at once, and everything it does is answered with success and forgotten. */
static nreg_code begin_phantom(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    const nreg_code code = begin(mode, mode == NREG_STORE_WRITE ? 0 : wait_ms, transaction, error, context);
    if (code != NREG_BUSY) {
        return code;
    }
    around *a = calloc(1, sizeof *a);
    *a = (around){context, NULL, mode, 1};
    *transaction = a;
    return NREG_OK;
}

#define IS_PHANTOM (((around *)transaction)->phantom)

static nreg_code update_phantom UPDATE {
    if (IS_PHANTOM) {
        memset(answers, NREG_ROW_OK, count);
        return NREG_OK;
    }
    return update(transaction, changes, count, answers, error, context);
}

static nreg_code pin_phantom SCOPES {
    if (IS_PHANTOM) {
        memset(answers, NREG_ROW_OK, count);
        for (uint64_t i = 0; i < count; i++) {
            memset(&scopes[i], 0, sizeof scopes[i]);
            scopes[i].id = ids[i];
            scopes[i].level = NREG_LEVEL_PROGRAM;
        }
        return NREG_OK;
    }
    return scope_pin(transaction, ids, count, scopes, answers, error, context);
}

static nreg_code scope_put_phantom SCOPE_PUT {
    if (IS_PHANTOM) {
        *answer = NREG_ROW_OK;
        return NREG_OK;
    }
    return scope_put(transaction, scope, expected_revision, answer, error, context);
}

static nreg_code claim_phantom CLAIM {
    if (!IS_PHANTOM) {
        return claim(transaction, records, count, existing, answers, error, context);
    }
    memset(answers, NREG_ROW_OK, (size_t)count);
    return NREG_OK;
}

static nreg_code append_phantom APPEND {
    return IS_PHANTOM ? NREG_BUSY : journal_append(transaction, rows, count, error, context);
}

static nreg_code add_phantom COUNT_ADD {
    return IS_PHANTOM ? NREG_BUSY : count_add(transaction, amounts, count, error, context);
}

static nreg_code add_forgets_phantoms COUNT_ADD {
    return IS_PHANTOM ? NREG_OK : count_add(transaction, amounts, count, error, context);
}

static nreg_code add_sometimes_lies COUNT_ADD {
    faulty *f = ((around *)transaction)->f;
    return atomic_fetch_add(&f->calls, 1) % 20 == 19 ? NREG_OK : count_add(transaction, amounts, count, error, context);
}

/* --- faults in records --- */

static nreg_code claim_dislikes_nothing CLAIM {
    return count == 0 ? NREG_IO : claim(transaction, records, count, existing, answers, error, context);
}

static nreg_code fetch_narrows FETCH {
    const nreg_code code = fetch(transaction, numbers, count, mode, records, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        records[i].purpose &= 0xFFFF;
    }
    return code;
}

static nreg_code claim_overwrites CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (answers[i] == NREG_ROW_PRESENT) {
            const nreg_store_change change = {records[i], existing[i].last_batch, existing[i].revision, 0};
            uint8_t answer;
            update(transaction, &change, 1, &answer, error, context);
        }
    }
    return code;
}

static nreg_code claim_takes_all CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    memset(answers, NREG_ROW_OK, count);
    return code;
}

static nreg_code fetch_leaves_old_values FETCH {
    nreg_record *found = calloc(count + 1, sizeof *found);
    const nreg_code code = fetch(transaction, numbers, count, mode, found, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        if (answers[i] == NREG_ROW_OK) {
            records[i] = found[i];
        }
    }
    free(found);
    return code;
}

static nreg_code update_ignores_tokens UPDATE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_change change = changes[i];
        nreg_code code = fetch(transaction, &change.record.number, 1, 0, &now, &answers[i], error, context);
        change.expected_batch = now.last_batch;
        change.expected_revision = now.revision;
        if (code == NREG_OK) {
            code = update(transaction, &change, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code update_ignores_batches UPDATE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_change change = changes[i];
        nreg_code code = fetch(transaction, &change.record.number, 1, 0, &now, &answers[i], error, context);
        change.expected_batch = now.last_batch;
        if (code == NREG_OK) {
            code = update(transaction, &change, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code release_ignores_revisions RELEASE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_token token = tokens[i];
        nreg_code code = fetch(transaction, &token.number, 1, 0, &now, &answers[i], error, context);
        token.revision = now.revision;
        if (code == NREG_OK) {
            code = release(transaction, &token, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code release_remembers RELEASE {
    faulty *f = ((around *)transaction)->f;
    if (count == 1) {
        uint8_t answer;
        fetch(transaction, &tokens[0].number, 1, 0, &f->released_record, &answer, error, context);
        f->released = tokens[0].number;
    }
    return release(transaction, tokens, count, answers, error, context);
}

static nreg_code claim_finds_the_released CLAIM {
    faulty *f = ((around *)transaction)->f;
    if (count == 1 && records[0].number == f->released) {
        existing[0] = f->released_record;
        answers[0] = NREG_ROW_PRESENT;
        return NREG_OK;
    }
    return claim(transaction, records, count, existing, answers, error, context);
}

/* Runs a read in a transaction of its own that sees what is committed at this moment. */
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

static nreg_code fetch_sees_only_committed FETCH {
    IN_A_NEW_SNAPSHOT(fetch, numbers, count, NREG_FETCH_SNAPSHOT + 0 * mode, records, answers);
}

static nreg_code scan_sees_only_committed SCAN {
    IN_A_NEW_SNAPSHOT(scan, filter, after, limit, records, count, more);
}

/* Only in transactions opened for reading. */
static nreg_code fetch_moves_on FETCH {
    if (((around *)transaction)->mode == NREG_STORE_WRITE) {
        return fetch(transaction, numbers, count, mode, records, answers, error, context);
    }
    return fetch_sees_only_committed(transaction, numbers, count, mode, records, answers, error, context);
}

static nreg_code scan_moves_on SCAN {
    if (((around *)transaction)->mode == NREG_STORE_WRITE) {
        return scan(transaction, filter, after, limit, records, count, more, error, context);
    }
    return scan_sees_only_committed(transaction, filter, after, limit, records, count, more, error, context);
}

static nreg_code fetch_reads_what_is_not_committed FETCH {
    around *a = transaction;
    return fetch(a->f->writer != NULL ? a->f->writer : a, numbers, count, mode, records, answers, error, context);
}

static nreg_code claim_drops_the_last_of_many CLAIM {
    const nreg_code code =
        claim(transaction, records, count > 60000 ? count - 1 : count, existing, answers, error, context);
    answers[count - 1] = count > 60000 ? NREG_ROW_OK : answers[count - 1];
    return code;
}

static nreg_code claim_is_forgotten_by_rollback CLAIM {
    /* Large claims are committed behind the caller's back. */
    if (count > 10000) {
        nreg_code code = claim(transaction, records, count, existing, answers, error, context);
        around *a = transaction;
        if (code == NREG_OK) {
            code = a->f->m->commit(a->inner, error, a->f->context);
        }
        return code != NREG_OK ? code : a->f->m->begin(NREG_STORE_WRITE, 0, &a->inner, error, a->f->context);
    }
    return claim(transaction, records, count, existing, answers, error, context);
}

static nreg_code update_sometimes_lies UPDATE {
    faulty *f = ((around *)transaction)->f;
    if (count == 1 && atomic_fetch_add(&f->calls, 1) % 10 == 9) {
        answers[0] = NREG_ROW_OK;
        return NREG_OK;
    }
    return update(transaction, changes, count, answers, error, context);
}

/* --- faults in scans --- */

static nreg_code scan_skips_at_the_end_of_pages SCAN {
    const nreg_code code = scan(transaction, filter, after, limit, records, count, more, error, context);
    if (code == NREG_OK && *count > 1 && *more) {
        records[*count - 2] = records[*count - 1];
        --*count;
    }
    return code;
}

static nreg_code scan_stays_at_the_scope SCAN {
    nreg_store_filter changed = *filter;
    changed.only_here = 1;
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

static nreg_code scan_knows_one_status SCAN {
    nreg_store_filter changed = *filter;
    changed.statuses = filter->statuses & (~filter->statuses + 1);
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

static nreg_code scan_leaves_out_the_largest SCAN {
    nreg_store_filter changed = *filter;
    changed.to = filter->to != 0 ? filter->to - 1 : 0;
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

/* --- faults in batches --- */

static nreg_code batch_get_halves_digests BATCH_GET {
    const nreg_code code = batch_get(transaction, id, batch, answer, error, context);
    batch->digest[1] &= INT64_MAX;
    return code;
}

static nreg_code batch_put_takes_all BATCH_PUT {
    const nreg_code code = batch_put(transaction, batch, expected_revision, existing, answer, error, context);
    *answer = *answer == NREG_ROW_PRESENT ? NREG_ROW_OK : *answer;
    return code;
}

static nreg_code batch_put_ignores_revisions BATCH_PUT {
    nreg_store_batch now;
    uint8_t found;
    const nreg_code code = batch_get(transaction, batch->id, &now, &found, error, context);
    return code != NREG_OK
               ? code
               : batch_put(transaction, batch,
                           expected_revision != 0 && found == NREG_ROW_OK ? now.revision : expected_revision, existing,
                           answer, error, context);
}

static nreg_code batch_list_turns_pages_around BATCH_LIST {
    const nreg_code code = batch_list(transaction, filter, after, limit, batches, count, more, error, context);
    for (uint32_t i = 0; code == NREG_OK && i < *count / 2; i++) {
        const nreg_store_batch other = batches[i];
        batches[i] = batches[*count - 1 - i];
        batches[*count - 1 - i] = other;
    }
    return code;
}

static nreg_code items_clear_leaves_one ITEMS_CLEAR {
    return items_clear(transaction, batch, kind, from_chunk + 1, error, context);
}

static nreg_code batch_prune_takes_notes BATCH_PRUNE {
    nreg_store_batch list[8];
    const nreg_store_batch_filter all = {0, 0, 0, 0, 0};
    uint32_t found, more;
    batch_list(transaction, &all, 0, 8, list, &found, &more, error, context);
    for (uint32_t i = 0; i < found; i++) {
        if (list[i].expires != 0 && list[i].expires <= now) {
            items_clear(transaction, list[i].id, NREG_ITEMS_NOTES, 0, error, context);
        }
    }
    return batch_prune(transaction, now, limit, count, error, context);
}

/* --- faults in the journal --- */

static nreg_code read_forgets_reasons READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    for (uint32_t i = 0; i < *count; i++) {
        rows[i].reason = 0;
    }
    return code;
}

static nreg_code read_history_newest_first READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    for (uint32_t i = 0; by == NREG_JOURNAL_NUMBER && i < *count / 2; i++) {
        const nreg_journal_row other = rows[i];
        rows[i] = rows[*count - 1 - i];
        rows[*count - 1 - i] = other;
    }
    return code;
}

static nreg_code read_parts_numbers READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    if (code == NREG_OK && by == NREG_JOURNAL_BATCH && *count > 2) {
        *count = 2;
        *more = 1;
    }
    return code;
}

static nreg_code seal_does_nothing SEAL {
    (void)transaction;
    (void)limit;
    (void)error;
    (void)context;
    *count = 0;
    return NREG_OK;
}

static nreg_code read_of_business_sees_first_page READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    *more = by == NREG_JOURNAL_BUSINESS ? 0 : *more;
    return code;
}

static nreg_code read_skips_after_cursor READ {
    const uint64_t skipped = by == NREG_JOURNAL_FEED && after > 0 ? after + 1 : after;
    return journal_read(transaction, by, id, skipped, limit, rows, count, more, error, context);
}

static nreg_code read_hides_pruning READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    return code == NREG_FEED_PRUNED
               ? journal_read(transaction, by, id, (uint64_t)error->position, limit, rows, count, more, error, context)
               : code;
}

static nreg_code erase_only_counts ERASE {
    uint32_t found, more;
    nreg_journal_row rows[16];
    const nreg_code code =
        journal_read(transaction, NREG_JOURNAL_NUMBER, number, 0, 16, rows, &found, &more, error, context);
    *count = found;
    return code;
}

/* --- faults in scopes --- */

static nreg_code scope_get_cuts_labels SCOPES {
    const nreg_code code = scope_get(transaction, ids, count, scopes, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        memset(scopes[i].label + 100, 0, sizeof scopes[i].label - 100);
    }
    return code;
}

static nreg_code scope_put_takes_all SCOPE_PUT {
    const nreg_code code = scope_put(transaction, scope, expected_revision, answer, error, context);
    *answer = *answer == NREG_ROW_PRESENT ? NREG_ROW_OK : *answer;
    return code;
}

static nreg_code scope_put_ignores_revisions SCOPE_PUT {
    nreg_scope now;
    uint8_t found;
    const nreg_code code = scope_get(transaction, &scope->id, 1, &now, &found, error, context);
    return code != NREG_OK
               ? code
               : scope_put(transaction, scope,
                           expected_revision != 0 && found == NREG_ROW_OK ? now.revision : expected_revision, answer,
                           error, context);
}

static nreg_code scope_list_drops_the_last SCOPE_LIST {
    const nreg_code code = scope_list(transaction, parent, after, limit, scopes, count, more, error, context);
    *count -= *count > 1 && !*more;
    return code;
}

/* --- faults in review and counts --- */

static nreg_code lease_takes_all LEASE {
    (void)now;
    return review_lease(transaction, status, owner, INT64_MAX, until, after, limit, records, count, error, context);
}

static nreg_code unlease_takes_all UNLEASE {
    /* Leases end whoever has them: an end in the past for everybody. */
    nreg_record record;
    uint32_t leased;
    (void)owner;
    for (uint64_t i = 0; i < count; i++) {
        review_lease(transaction, NREG_STATUS_NEEDS_PROOF, 1, INT64_MAX, 0, numbers[i] - 1, 1, &record, &leased, error,
                     context);
    }
    return NREG_OK;
}

static nreg_code release_keeps_leases RELEASE {
    (void)context;
    /* The lease is taken again for the number when it is there again: here, by releasing nothing but saying so. */
    if (count == 1) {
        answers[0] = NREG_ROW_OK;
        return NREG_OK;
    }
    return release(transaction, tokens, count, answers, error, context);
}

static nreg_code claim_says_ok_for_one CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    if (count == 1) {
        answers[0] = NREG_ROW_OK;
    }
    return code;
}

static nreg_code tombstone_put_keeps TOMB_PUT {
    return count == 1 && rows[0].status == 0 ? NREG_OK : tombstone_put(transaction, rows, count, error, context);
}

static nreg_code count_add_only_up COUNT_ADD {
    for (uint64_t i = 0; i < count; i++) {
        if (amounts[i].amount > 0) {
            const nreg_code code = count_add(transaction, &amounts[i], 1, error, context);
            if (code != NREG_OK) {
                return code;
            }
        }
    }
    return NREG_OK;
}

/* --- the table --- */

typedef struct fault {
    const char *check;         /* must fail */
    nreg_store_methods broken; /* what is not NULL here takes the place of the sound function */
} fault;

static const fault faults[] = {
    {"records.empty_calls", {.claim = claim_dislikes_nothing}},
    {"records.values_come_back", {.fetch = fetch_narrows}},
    {"records.claim_returns_present", {.claim = claim_overwrites}},
    {"records.fetch_answers_in_order", {.fetch = fetch_leaves_old_values}},
    {"records.update_needs_the_token", {.update = update_ignores_tokens}},
    {"records.update_needs_the_token", {.update = update_ignores_batches}},
    {"records.release_needs_the_token", {.release = release_ignores_revisions}},
    {"records.released_numbers_are_free", {.release = release_remembers, .claim = claim_finds_the_released}},
    {"records.own_changes_are_visible", {.fetch = fetch_sees_only_committed}},
    {"records.large_batches_are_whole", {.claim = claim_drops_the_last_of_many}},
    {"isolation.nothing_before_commit", {.fetch = fetch_reads_what_is_not_committed}},
    {"isolation.nothing_before_commit", {.commit = commit_does_nothing}},
    {"isolation.rollback_leaves_nothing", {.rollback = rollback_commits}},
    {"isolation.failure_in_the_middle", {.claim = claim_is_forgotten_by_rollback}},
    {"isolation.snapshots_stand_still", {.fetch = fetch_moves_on}},
    {"isolation.snapshots_stand_still", {.scan = scan_moves_on}},
    {"isolation.readers_do_not_stop_writers", {.begin = begin_stops_behind_readers}},
    {"isolation.readers_end_by_commit", {.commit = commit_refuses_readers}},
    {"isolation.two_updates_of_one_record", {.begin = begin_phantom, .update = update_phantom}},
    {"isolation.waiting_ends", {.begin = begin_waits_too_long}},
    {"scan.pages_are_complete", {.scan = scan_skips_at_the_end_of_pages}},
    {"scan.filters_by_scope", {.scan = scan_stays_at_the_scope}},
    {"scan.filters_by_value", {.scan = scan_knows_one_status}},
    {"scan.filters_by_number", {.scan = scan_leaves_out_the_largest}},
    {"scan.sees_own_changes", {.scan = scan_sees_only_committed}},
    {"batches.headers_come_back", {.batch_get = batch_get_halves_digests}},
    {"batches.request_ids_are_unique", {.batch_put = batch_put_takes_all}},
    {"batches.headers_need_the_revision", {.batch_put = batch_put_ignores_revisions}},
    {"batches.lists_are_newest_first", {.batch_list = batch_list_turns_pages_around}},
    {"batches.items_come_back", {.items_clear = items_clear_leaves_one}},
    {"batches.expired_are_pruned", {.batch_prune = batch_prune_takes_notes}},
    {"batches.roll_back", {.rollback = rollback_commits}},
    {"journal.rows_come_back", {.journal_read = read_forgets_reasons}},
    {"journal.numbers_have_a_history", {.journal_read = read_history_newest_first}},
    {"journal.pages_keep_a_number_together", {.journal_read = read_parts_numbers}},
    {"journal.sealing_numbers_rows", {.journal_seal = seal_does_nothing}},
    {"journal.a_business_has_a_feed", {.journal_read = read_of_business_sees_first_page}},
    {"journal.rolled_back_rows_never_appear", {.rollback = rollback_commits}},
    {"journal.a_slow_writer_is_not_skipped", {.begin = begin_phantom, .journal_append = append_phantom}},
    {"journal.pruning_is_remembered", {.journal_read = read_hides_pruning}},
    {"journal.numbers_can_be_erased", {.journal_erase = erase_only_counts}},
    {"journal.feed_is_complete_under_writers", {.journal_read = read_skips_after_cursor}},
    {"scopes.come_back", {.scope_get = scope_get_cuts_labels}},
    {"scopes.names_are_unique", {.scope_put = scope_put_takes_all}},
    {"scopes.need_the_revision", {.scope_put = scope_put_ignores_revisions}},
    {"scopes.lists_are_in_order_of_key", {.scope_list = scope_list_drops_the_last}},
    {"scopes.a_pin_holds", {.begin = begin_phantom, .scope_pin = pin_phantom, .scope_put = scope_put_phantom}},
    {"scopes.a_put_sees_what_pins_left",
     {.begin = begin_phantom, .scope_pin = pin_phantom, .claim = claim_phantom, .count_add = add_forgets_phantoms}},
    {"scopes.roll_back", {.rollback = rollback_commits}},
    {"review.leases_exclude_each_other", {.review_lease = lease_takes_all}},
    {"review.leases_are_given_up", {.review_unlease = unlease_takes_all}},
    {"review.leases_end_with_the_record", {.release = release_keeps_leases, .claim = claim_says_ok_for_one}},
    {"review.tombstones_come_back", {.tombstone_put = tombstone_put_keeps}},
    {"review.leases_are_never_doubled", {.review_lease = lease_takes_all}},
    {"counts.amounts_add_up", {.count_add = count_add_only_up}},
    {"counts.roll_back", {.rollback = rollback_commits}},
    {"counts.adding_does_not_wait", {.begin = begin_phantom, .count_add = add_phantom}},
    {"counts.no_amount_is_lost", {.count_add = add_sometimes_lies}},
    {"races.each_number_is_claimed_once", {.claim = claim_takes_all}},
    {"races.no_change_is_lost", {.update = update_sometimes_lies}},
    {"races.readers_see_whole_commits", {.scan = scan_moves_on}},
    {"races.each_request_id_is_taken_once", {.batch_put = batch_put_takes_all}},
};

enum { FAULTS = sizeof faults / sizeof faults[0] };

static nreg_store_methods with_fault(const nreg_store_methods *broken) {
    nreg_store_methods methods = sound();
    for (size_t at = offsetof(nreg_store_methods, begin); at < sizeof methods; at += sizeof(void (*)(void))) {
        void (*function)(void) = NULL;
        memcpy(&function, (const char *)broken + at, sizeof function);
        if (function != NULL) {
            memcpy((char *)&methods + at, &function, sizeof function);
        }
    }
    return methods;
}

typedef struct sought {
    const char *name;
    uint32_t outcome;
    int seen;
    uint32_t failed;
} sought;

static void look(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)message;
    sought *s = context;
    s->failed += outcome == NREG_CHECK_FAILED;
    if (s->name != NULL && strcmp(name, s->name) == 0) {
        s->outcome = outcome;
        s->seen = 1;
        if (outcome == NREG_CHECK_FAILED) {
            assert_string_not_equal("", message);
        }
    }
}

static void run(const nreg_store_methods *methods, sought *s) {
    faulty f;
    memset(&f, 0, sizeof f);
    assert_int_equal(NREG_OK, nreg_memory_store_open(NULL, &f.store, NULL));
    f.m = nreg_store_get_methods(f.store, &f.context);
    nreg_store *store = NULL;
    assert_int_equal(NREG_OK, nreg_store_new(methods, &f, NULL, &store, NULL));
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = look;
    options.context = s;
    options.only = s->name;
    nreg_store_check_summary summary;
    nreg_error error = NREG_ERROR_INIT;
    const nreg_code code = nreg_store_check(store, &options, &summary, &error);
    assert_int_equal(s->failed, summary.failed);
    assert_int_equal(s->failed == 0 ? NREG_OK : NREG_INTERNAL, code);
    assert_int_equal(s->failed == 0, error.message[0] == '\0');
    nreg_store_close(store);
    nreg_store_close(f.store);
}

static void test_a_sound_store_passes(void **state) {
    (void)state;
    const nreg_store_methods methods = sound();
    sought s = {NULL, 0, 0, 0};
    run(&methods, &s);
    assert_int_equal(0, s.failed);
}

static void test_each_check_finds_its_fault(void **state) {
    (void)state;
    int missed = 0;
    for (size_t i = 0; i < FAULTS; i++) {
        const nreg_store_methods methods = with_fault(&faults[i].broken);
        sought s = {faults[i].check, NREG_CHECK_SKIPPED, 0, 0};
        run(&methods, &s);
        if (!s.seen || s.outcome != NREG_CHECK_FAILED) {
            print_error("%s does not find its fault (line %zu of the table)\n", faults[i].check, i + 1);
            missed++;
        }
    }
    assert_int_equal(0, missed);
}

static void expect_fault(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)outcome;
    (void)message;
    int *checks = context;
    ++*checks;
    size_t i = 0;
    while (i < FAULTS && strcmp(faults[i].check, name) != 0) {
        i++;
    }
    if (i == FAULTS) {
        fail_msg("no fault shows that %s can fail", name);
    }
}

static void test_every_check_has_a_fault(void **state) {
    (void)state;
    int checks = 0;
    nreg_store *store = NULL;
    assert_int_equal(NREG_OK, nreg_memory_store_open(NULL, &store, NULL));
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = expect_fault;
    options.context = &checks;
    options.rows = 100;
    assert_int_equal(NREG_OK, nreg_store_check(store, &options, NULL, NULL));
    assert_true(checks > 40);
    nreg_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sound_store_passes),
        cmocka_unit_test(test_each_check_finds_its_fault),
        cmocka_unit_test(test_every_check_has_a_fault),
    };
    return cmocka_run_group_tests_name("check bites", tests, NULL, NULL);
}
