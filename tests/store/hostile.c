/* SPDX-License-Identifier: MIT */
#include "hostile.h"

#include "store/transaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One of its transactions around one of the inner store's. */
typedef struct wrapped {
    hostile *h;
    void *inner;
    uint32_t mode;
    int in_doubt; /* the commit answered UNKNOWN: the inner transaction has ended already */
} wrapped;

static uint64_t random_number(hostile *h) {
    uint64_t mixed = atomic_fetch_add(&h->random, 0x9E3779B97F4A7C15U) + 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31;
}

static int happens(hostile *h, uint32_t rate) {
    return rate != 0 && random_number(h) % 1000 < rate;
}

static nreg_code say(nreg_error *error, nreg_code code, const char *message) {
    error->code = code;
    snprintf(error->message, sizeof error->message, "%s", message);
    return code;
}

/* Counts down to the call that is to fail. */
static int due(hostile *h) {
    uint64_t left = atomic_load(&h->until_failure);
    while (left > 1 && !atomic_compare_exchange_weak(&h->until_failure, &left, left - 1)) {
    }
    if (left != 1) {
        return 0;
    }
    if (!h->forever) {
        /* Of several threads, one fails. */
        if (!atomic_compare_exchange_strong(&h->until_failure, &left, 0)) {
            return 0;
        }
    }
    atomic_store(&h->failed, 1);
    return 1;
}

/* What may happen before any call. */
static nreg_code trouble(hostile *h, uint32_t mode, nreg_error *error) {
    atomic_fetch_add(&h->counts.calls, 1);
    if (happens(h, h->plan.wait)) {
        const struct timespec time = {0, (long)(random_number(h) % (h->plan.wait_us + 1)) * 1000};
        nanosleep(&time, NULL);
    }
    if (due(h)) {
        atomic_fetch_add(&h->counts.failures, 1);
        return say(error, h->code, "The hostile store failed this call, as it was told to.");
    }
    if (mode == NREG_STORE_READ && !h->plan.reads_too) {
        return NREG_OK;
    }
    if (happens(h, h->plan.retry)) {
        atomic_fetch_add(&h->counts.retries, 1);
        return say(error, NREG_RETRY, "The hostile store feigns a serialization failure.");
    }
    if (happens(h, h->plan.busy)) {
        atomic_fetch_add(&h->counts.busies, 1);
        return say(error, NREG_BUSY, "The hostile store feigns a lock that could not be had.");
    }
    if (happens(h, h->plan.fail)) {
        atomic_fetch_add(&h->counts.failures, 1);
        return say(error, h->plan.fail_code, "The hostile store feigns a failure.");
    }
    return NREG_OK;
}

static nreg_code begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    hostile *h = context;
    if (h->inside != NULL) {
        h->inside();
    }
    nreg_code code = trouble(h, mode, error);
    if (code != NREG_OK) {
        return code;
    }
    wrapped *w = malloc(sizeof *w);
    if (w == NULL) {
        return say(error, NREG_NO_MEMORY, "No memory for a transaction of the hostile store.");
    }
    *w = (wrapped){h, NULL, mode, 0};
    code = h->methods->begin(mode, wait_ms, &w->inner, error, h->context);
    if (code != NREG_OK) {
        free(w);
        return code;
    }
    atomic_fetch_add(&h->counts.begun, 1);
    *transaction = w;
    return NREG_OK;
}

static nreg_code commit(void *transaction, nreg_error *error, void *context) {
    (void)context;
    wrapped *w = transaction;
    hostile *h = w->h;
    nreg_code code = trouble(h, w->mode, error);
    if (code != NREG_OK) {
        if (h->done_first && code == h->code && h->methods->commit(w->inner, error, h->context) == NREG_OK) {
            w->in_doubt = 1;
            return say(error, code, "The hostile store failed a commit that took effect, as it was told to.");
        }
        return code;
    }
    if (w->mode == NREG_STORE_WRITE && happens(h, h->plan.unknown_undone)) {
        atomic_fetch_add(&h->counts.unknowns_undone, 1);
        h->methods->rollback(w->inner, h->context);
        w->in_doubt = 1;
        return say(error, NREG_UNKNOWN, "The hostile store lost the connection before the commit.");
    }
    code = h->methods->commit(w->inner, error, h->context);
    if (code != NREG_OK) {
        return code;
    }
    if (w->mode == NREG_STORE_WRITE && happens(h, h->plan.unknown_done)) {
        atomic_fetch_add(&h->counts.unknowns_done, 1);
        w->in_doubt = 1;
        return say(error, NREG_UNKNOWN, "The hostile store lost the connection after the commit.");
    }
    atomic_fetch_add(&h->counts.ended, 1);
    free(w);
    return NREG_OK;
}

static void rollback(void *transaction, void *context) {
    (void)context;
    wrapped *w = transaction;
    if (!w->in_doubt) {
        w->h->methods->rollback(w->inner, w->h->context);
    }
    atomic_fetch_add(&w->h->counts.ended, 1);
    free(w);
}

/* The functions that only pass on what the inner store answers. */
#define PASS(name, parameters, arguments)                                                                              \
    static nreg_code name parameters {                                                                                 \
        (void)context;                                                                                                 \
        wrapped *w = transaction;                                                                                      \
        const nreg_code code = trouble(w->h, w->mode, error);                                                          \
        return code != NREG_OK ? code : w->h->methods->name arguments;                                                 \
    }

/* The same for functions that return pages. */
#define PAGE(name, parameters, arguments)                                                                              \
    static nreg_code name parameters {                                                                                 \
        (void)context;                                                                                                 \
        wrapped *w = transaction;                                                                                      \
        nreg_code code = trouble(w->h, w->mode, error);                                                                \
        if (code == NREG_OK) {                                                                                         \
            code = w->h->methods->name arguments;                                                                      \
        }                                                                                                              \
        if (code == NREG_OK && *count > 1 && happens(w->h, w->h->plan.short_page)) {                                   \
            *count = 1;                                                                                                \
            *more = 1;                                                                                                 \
        }                                                                                                              \
        return code;                                                                                                   \
    }

/* clang-format off */
PASS(claim,
     (void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing, uint8_t *answers,
      nreg_error *error, void *context),
     (w->inner, records, count, existing, answers, error, w->h->context))
PASS(fetch,
     (void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records, uint8_t *answers,
      nreg_error *error, void *context),
     (w->inner, numbers, count, mode, records, answers, error, w->h->context))
PAGE(scan,
     (void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit, nreg_record *records,
      uint32_t *count, uint32_t *more, nreg_error *error, void *context),
     (w->inner, filter, after, limit, records, count, more, error, w->h->context))
PASS(batch_put,
     (void *transaction, const nreg_store_batch *batch, uint32_t expected_revision, nreg_store_batch *existing,
      uint8_t *answer, nreg_error *error, void *context),
     (w->inner, batch, expected_revision, existing, answer, error, w->h->context))
PASS(batch_get,
     (void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer, nreg_error *error, void *context),
     (w->inner, id, batch, answer, error, w->h->context))
PASS(batch_find,
     (void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch, uint8_t *answer,
      nreg_error *error, void *context),
     (w->inner, business, request_id, batch, answer, error, w->h->context))
PAGE(batch_list,
     (void *transaction, const nreg_store_batch_filter *filter, uint64_t after, uint32_t limit,
      nreg_store_batch *batches, uint32_t *count, uint32_t *more, nreg_error *error, void *context),
     (w->inner, filter, after, limit, batches, count, more, error, w->h->context))
PASS(items_put,
     (void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data, uint64_t length,
      nreg_error *error, void *context),
     (w->inner, batch, kind, chunk, data, length, error, w->h->context))
PASS(items_get,
     (void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
      nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink, uint8_t *answer, nreg_error *error,
      void *context),
     (w->inner, batch, kind, chunk, emit, sink, answer, error, w->h->context))
PASS(items_clear,
     (void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk, nreg_error *error, void *context),
     (w->inner, batch, kind, from_chunk, error, w->h->context))
PASS(batch_prune,
     (void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error, void *context),
     (w->inner, now, limit, count, error, w->h->context))
PASS(journal_append,
     (void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error, void *context),
     (w->inner, rows, count, error, w->h->context))
PASS(journal_seal,
     (void *transaction, uint32_t limit, uint64_t *count, nreg_error *error, void *context),
     (w->inner, limit, count, error, w->h->context))
PASS(journal_prune,
     (void *transaction, int64_t before, uint32_t limit, uint32_t *count, nreg_error *error, void *context),
     (w->inner, before, limit, count, error, w->h->context))
PASS(journal_erase,
     (void *transaction, uint64_t number, uint64_t *count, nreg_error *error, void *context),
     (w->inner, number, count, error, w->h->context))
PASS(scope_put,
     (void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer, nreg_error *error,
      void *context),
     (w->inner, scope, expected_revision, answer, error, w->h->context))
PASS(scope_get,
     (void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers, nreg_error *error,
      void *context),
     (w->inner, ids, count, scopes, answers, error, w->h->context))
PASS(scope_find,
     (void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length, nreg_scope *scope,
      uint8_t *answer, nreg_error *error, void *context),
     (w->inner, parent, by, text, length, scope, answer, error, w->h->context))
PAGE(scope_list,
     (void *transaction, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes, uint32_t *count,
      uint32_t *more, nreg_error *error, void *context),
     (w->inner, parent, after, limit, scopes, count, more, error, w->h->context))
PASS(scope_pin,
     (void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers, nreg_error *error,
      void *context),
     (w->inner, ids, count, scopes, answers, error, w->h->context))
PASS(review_lease,
     (void *transaction, uint32_t status, uint64_t owner, int64_t now, int64_t until, uint64_t after, uint32_t limit,
      nreg_record *records, uint32_t *count, nreg_error *error, void *context),
     (w->inner, status, owner, now, until, after, limit, records, count, error, w->h->context))
PASS(review_unlease,
     (void *transaction, const uint64_t *numbers, uint64_t count, uint64_t owner, nreg_error *error, void *context),
     (w->inner, numbers, count, owner, error, w->h->context))
PASS(tombstone_put,
     (void *transaction, const nreg_store_tombstone *rows, uint64_t count, nreg_error *error, void *context),
     (w->inner, rows, count, error, w->h->context))
PASS(tombstone_get,
     (void *transaction, const uint64_t *numbers, uint64_t count, nreg_store_tombstone *rows, uint8_t *answers,
      nreg_error *error, void *context),
     (w->inner, numbers, count, rows, answers, error, w->h->context))
PASS(count_add,
     (void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error, void *context),
     (w->inner, amounts, count, error, w->h->context))
PAGE(count_read,
     (void *transaction, uint64_t scope, uint32_t kind, uint32_t after, uint32_t limit, nreg_store_count *counts,
      uint32_t *count, uint32_t *more, nreg_error *error, void *context),
     (w->inner, scope, kind, after, limit, counts, count, more, error, w->h->context))
/* clang-format on */

/* A page of a batch's rows may not be cut between two rows of one number. */
static nreg_code journal_read(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                              nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error,
                              void *context) {
    (void)context;
    wrapped *w = transaction;
    nreg_code code = trouble(w->h, w->mode, error);
    if (code == NREG_OK) {
        code = w->h->methods->journal_read(w->inner, by, id, after, limit, rows, count, more, error, w->h->context);
    }
    if (code == NREG_OK && *count > 1 && (by != NREG_JOURNAL_BATCH || rows[0].number != rows[1].number) &&
        happens(w->h, w->h->plan.short_page)) {
        *count = 1;
        *more = 1;
    }
    return code;
}

/*
 * Another writer was faster, for some rows: they are not passed on and answered CONFLICT. The others are, in runs
 * between them.
 */
#define CHANGE(name, row)                                                                                              \
    static nreg_code name(void *transaction, const row *rows, uint64_t count, uint8_t *answers, nreg_error *error,     \
                          void *context) {                                                                             \
        (void)context;                                                                                                 \
        wrapped *w = transaction;                                                                                      \
        hostile *h = w->h;                                                                                             \
        nreg_code code = trouble(h, w->mode, error);                                                                   \
        for (uint64_t from = 0, to = 0; code == NREG_OK && from < count; from = ++to) {                                \
            while (to < count && !happens(h, h->plan.conflict)) {                                                      \
                to++;                                                                                                  \
            }                                                                                                          \
            if (to > from) {                                                                                           \
                code = h->methods->name(w->inner, rows + from, to - from, answers + from, error, h->context);          \
            }                                                                                                          \
            if (to < count) {                                                                                          \
                answers[to] = NREG_ROW_CONFLICT;                                                                       \
                atomic_fetch_add(&h->counts.conflicts, 1);                                                             \
            }                                                                                                          \
        }                                                                                                              \
        return code;                                                                                                   \
    }

CHANGE(update, nreg_store_change)
CHANGE(release, nreg_store_token)

static void close_store(void *context) {
    hostile *h = context;
    nreg_store_close(h->inner);
    free(h);
}

static nreg_store_methods methods_for(uint32_t groups) {
    nreg_store_methods m;
    memset(&m, 0, sizeof m);
    m.struct_size = (uint32_t)sizeof m;
    m.contract = NREG_STORE_CONTRACT;
    m.begin = begin;
    m.commit = commit;
    m.rollback = rollback;
    m.claim = claim;
    m.fetch = fetch;
    m.update = update;
    m.release = release;
    m.scan = scan;
    m.close = close_store;
    if (groups & NREG_GROUP_BATCHES) {
        m.batch_put = batch_put;
        m.batch_get = batch_get;
        m.batch_find = batch_find;
        m.batch_list = batch_list;
        m.items_put = items_put;
        m.items_get = items_get;
        m.items_clear = items_clear;
        m.batch_prune = batch_prune;
    }
    if (groups & NREG_GROUP_JOURNAL) {
        m.journal_append = journal_append;
        m.journal_seal = journal_seal;
        m.journal_read = journal_read;
        m.journal_prune = journal_prune;
        m.journal_erase = journal_erase;
    }
    if (groups & NREG_GROUP_SCOPES) {
        m.scope_put = scope_put;
        m.scope_get = scope_get;
        m.scope_find = scope_find;
        m.scope_list = scope_list;
        m.scope_pin = scope_pin;
    }
    if (groups & NREG_GROUP_REVIEW) {
        m.review_lease = review_lease;
        m.review_unlease = review_unlease;
        m.tombstone_put = tombstone_put;
        m.tombstone_get = tombstone_get;
    }
    if (groups & NREG_GROUP_COUNTS) {
        m.count_add = count_add;
        m.count_read = count_read;
    }
    return m;
}

hostile_plan hostile_peace(void) {
    hostile_plan plan;
    memset(&plan, 0, sizeof plan);
    plan.wait_us = 200;
    plan.fail_code = NREG_IO;
    return plan;
}

hostile_plan hostile_war(void) {
    hostile_plan plan = hostile_peace();
    plan.retry = 20;
    plan.busy = 5;
    plan.conflict = 2;
    plan.unknown_done = 30;
    plan.unknown_undone = 30;
    plan.wait = 10;
    plan.short_page = 200;
    return plan;
}

nreg_store *hostile_wrap(nreg_store *inner, const hostile_plan *plan, hostile **made) {
    hostile *h = calloc(1, sizeof *h);
    if (h == NULL) {
        abort();
    }
    h->plan = plan == NULL ? hostile_peace() : *plan;
    h->inner = nreg_store_retain(inner);
    h->methods = nreg_store_get_methods(inner, &h->context);
    hostile_seed(h, 1);
    const nreg_store_methods methods = methods_for(nreg_store_groups(inner));
    nreg_store *store = NULL;
    if (nreg_store_new(&methods, h, NULL, &store, NULL) != NREG_OK) {
        abort();
    }
    *made = h;
    return store;
}

void hostile_seed(hostile *h, uint64_t seed) {
    atomic_store(&h->random, seed * 0xD1342543DE82EF95U + 1);
}

void hostile_fail_at(hostile *h, uint64_t n, nreg_code code, int forever) {
    h->code = code;
    h->forever = forever;
    h->done_first = 0;
    atomic_store(&h->failed, 0);
    atomic_store(&h->until_failure, n);
}

int hostile_failed(const hostile *h) {
    return atomic_load(&h->failed);
}
