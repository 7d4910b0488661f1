/* SPDX-License-Identifier: MIT */
/*
 * The memory store. How it isolates:
 *
 * One write transaction at a time; `begin` waits for its turn. Everything is versioned: a change is stamped with the
 * number of the commit it will belong to (`committed` + 1) and keeps the content it replaces. A transaction reads the
 * newest content that is no newer than its own version: a reader's is `committed` when it began, the writer's is
 * `committed` + 1. So commit is one increment, nothing uncommitted is ever visible, readers and the writer never wait
 * for each other's transactions, and a reader may stay open for as long as it likes; what it still needs is kept
 * meanwhile.
 *
 * `log` lists what each change left behind, in order of version. Its end, from where the open write transaction began,
 * is what rollback undoes, without needing memory. Its beginning, up to the oldest version that a reader may still see,
 * is thrown away piece by piece.
 *
 * One mutex, `latch`, protects all of it. Calls hold it for a bounded slice of work, never while waiting and never
 * while calling back.
 */
#ifndef NREG_MEMORY_STATE_H
#define NREG_MEMORY_STATE_H

#include "base/error.h"
#include "base/memory.h"
#include "store/memory/hash.h"
#include "store/memory/order.h"
#include "store/memory/pool.h"

#include <numberreg/extend/store.h>

#include <pthread.h>

/* A record as stored: one version of it. */
typedef struct nreg_slot {
    uint64_t number;
    uint64_t last_batch;
    uint64_t dno_batch;
    int64_t created;
    int64_t updated;
    uint64_t version; /* of the commit that made it so */
    uint32_t place;
    uint32_t revision;
    uint32_t purpose;
    uint32_t flags;
    uint32_t older; /* in `undo`; 0: it was absent before. Leads nowhere if no reader can need it. */
    uint8_t status;
    uint8_t present;
    uint16_t reserved;
} nreg_slot;

/* What a slot held before. */
typedef struct nreg_undo {
    nreg_slot content;
    uint32_t slot;
    uint32_t reserved;
} nreg_undo;

/* A Business, Unit or Program that holds or held records. */
typedef struct nreg_memory_place {
    uint64_t business;
    uint64_t unit;
    uint64_t program;
    uint32_t next;     /* of the same Business; 0 ends */
    uint32_t statuses; /* bits of those that ever had a record here */
} nreg_memory_place;

enum { NREG_BUCKET_STATUSES = 32 }; /* bucket = place * 32 + status */

/* A row of a side table: its versions, newest first. */
typedef struct nreg_value {
    struct nreg_value *older;
    uint64_t version;
    uint32_t length;
    uint32_t present; /* 0: the row is absent since this version */
} nreg_value;

typedef struct nreg_row nreg_row;

enum { NREG_ROW_HEIGHT = 16 };

/* Rows ordered by key (bytes): a skip list. */
typedef struct nreg_table {
    nreg_row *heads[NREG_ROW_HEIGHT];
    uint64_t rows;
    uint32_t random;
    uint32_t reserved;
} nreg_table;

enum {
    NREG_TABLE_BATCH,          /* id */
    NREG_TABLE_REQUEST,        /* Business, request id */
    NREG_TABLE_BATCH_ORDER,    /* Business or 0, creation time and id both descending */
    NREG_TABLE_EXPIRY,         /* expiry, id */
    NREG_TABLE_ITEMS,          /* batch, kind, chunk */
    NREG_TABLE_SCOPE,          /* id */
    NREG_TABLE_SCOPE_KEY,      /* parent, key */
    NREG_TABLE_SCOPE_EXTERNAL, /* parent, external id */
    NREG_TABLE_TOMBSTONE,      /* number */
    NREG_TABLE_LEASE,          /* number */
    NREG_TABLE_COUNT,          /* scope, kind, key */
    NREG_TABLES
};

/* Rows `start` to `start + count - 1` of the journal. */
typedef struct nreg_run {
    uint32_t start;
    uint32_t count;
} nreg_run;

/* The runs of one batch (each in order of number) or of one Business. */
typedef struct nreg_runs {
    uint64_t id;
    nreg_run *runs;
    size_t first; /* those before it were pruned */
    size_t count; /* end of the runs */
    size_t capacity;
} nreg_runs;

/* Runs by id. */
typedef struct nreg_run_index {
    nreg_hash hash;
    nreg_pool pool; /* of nreg_runs */
} nreg_run_index;

/* A number erased from the journal, until no reader needs it any more. */
typedef struct nreg_erasure {
    uint64_t number;
    uint64_t version;
    uint32_t rows; /* those before this one */
    uint32_t reserved;
} nreg_erasure;

typedef struct nreg_journal {
    nreg_chunks chunks; /* of rows; `reserved` of a row links to the number's row before it, plus 1 */
    nreg_hash newest;   /* number to its newest row, plus 1 */
    nreg_run_index batches;
    nreg_run_index businesses;
    uint32_t *marks; /* rows after each committed transaction that is not sealed */
    size_t mark_count;
    size_t mark_capacity;
    nreg_erasure *erasures;
    size_t erasure_count;
    size_t erasure_capacity;
    uint32_t kept_from; /* rows before it are gone */
    uint32_t reserved;
} nreg_journal;

/* What a transaction may see. */
typedef struct nreg_view {
    uint64_t version;
    uint32_t rows;   /* of the journal */
    uint32_t sealed; /* rows sealed: those before it */
    uint32_t pruned; /* rows pruned: those before it */
    uint32_t reserved;
} nreg_view;

enum {
    NREG_LOG_UNDO = 1,    /* `ref` in `undo` keeps what a slot held before */
    NREG_LOG_ABSENT = 2,  /* slot `ref` became absent */
    NREG_LOG_ROW = 3,     /* a row of table `table` got a new version */
    NREG_LOG_PRUNED = 4,  /* journal rows before `ref` were pruned */
    NREG_LOG_ERASURE = 5, /* a number was erased from the journal */
};

typedef struct nreg_log_item {
    uint64_t version;
    nreg_row *row;
    uint32_t ref;
    uint16_t kind;
    uint16_t table;
} nreg_log_item;

typedef struct nreg_memory nreg_memory;

typedef struct nreg_memory_transaction {
    nreg_memory *memory;
    struct nreg_memory_transaction *previous; /* readers, oldest first */
    struct nreg_memory_transaction *next;
    nreg_view view;
    uint32_t mode;
    uint32_t appended; /* 1: has appended journal rows */
} nreg_memory_transaction;

struct nreg_memory {
    nreg_allocator allocator;
    pthread_mutex_t latch;
    pthread_cond_t turn; /* the writer has ended */
    nreg_memory_transaction *writer;
    nreg_memory_transaction *oldest;
    nreg_memory_transaction *newest;
    nreg_view committed;

    nreg_pool slots;
    nreg_pool undo;
    nreg_hash numbers;
    nreg_order order;
    nreg_memory_place *places; /* [0] is none */
    size_t place_count;
    size_t place_capacity;
    nreg_hash place_index;    /* by all three ids mixed */
    nreg_hash business_index; /* to the first place of a Business */

    nreg_table tables[NREG_TABLES];
    nreg_journal journal;

    nreg_log_item *log;
    size_t log_first;
    size_t log_count; /* end */
    size_t log_capacity;
    size_t log_mark; /* where the open write transaction began */
    uint32_t *fresh; /* slots that the open write transaction made */
    size_t fresh_count;
    size_t fresh_capacity;
};

/* --- memory_store.c --- */

nreg_code nreg_memory_short(nreg_error *error);
/* Begins a call that writes: refused in a read transaction. */
nreg_code nreg_memory_write(nreg_memory_transaction *tx, nreg_error *error);
static inline void nreg_memory_lock(nreg_memory *memory) {
    pthread_mutex_lock(&memory->latch);
}
static inline void nreg_memory_unlock(nreg_memory *memory) {
    pthread_mutex_unlock(&memory->latch);
}
/* Lets others in between two slices of work. */
static inline void nreg_memory_breathe(nreg_memory *memory) {
    pthread_mutex_unlock(&memory->latch);
    pthread_mutex_lock(&memory->latch);
}
/* Room for one item of the log; then add it. */
int nreg_log_reserve(nreg_memory *memory);
void nreg_log_add(nreg_memory *memory, uint16_t kind, uint32_t ref, nreg_row *row, uint16_t table);

/* --- records.c --- */

/* Undoes and discards, for the log. */
void nreg_records_undo(nreg_memory *memory, uint32_t undo);
void nreg_records_forget(nreg_memory *memory, uint32_t undo);
void nreg_records_forget_slot(nreg_memory *memory, uint32_t slot, uint64_t version);
/* Takes back a slot that the open write transaction made. */
void nreg_records_unmake(nreg_memory *memory, uint32_t slot);

/* What the view sees of a slot; NULL if absent. */
const nreg_slot *nreg_slot_seen(const nreg_memory *memory, uint32_t slot, const nreg_view *view);
void nreg_slot_read(const nreg_memory *memory, const nreg_slot *slot, nreg_record *record);

nreg_code nreg_memory_claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                            uint8_t *answers, nreg_error *error, void *context);
nreg_code nreg_memory_fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode,
                            nreg_record *records, uint8_t *answers, nreg_error *error, void *context);
nreg_code nreg_memory_update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                             nreg_error *error, void *context);
nreg_code nreg_memory_release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                              nreg_error *error, void *context);

/* --- places.c --- */

/* 0 if memory is short. */
uint32_t nreg_memory_place_of(nreg_memory *memory, uint64_t business, uint64_t unit, uint64_t program);
/* First place of a Business; 0 if none. The others follow by `next`. */
uint32_t nreg_memory_places_of(const nreg_memory *memory, uint64_t business);

/* --- scan.c --- */

/* Called with each record in turn while the latch is held: 1 takes it, 0 passes over it, -1 fails for lack of memory.
 */
typedef int (*nreg_scan_choose)(nreg_memory *memory, const nreg_record *record, void *context);

nreg_code nreg_memory_walk(nreg_memory_transaction *tx, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_scan_choose choose,
                           void *context, nreg_error *error);
nreg_code nreg_memory_scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context);

/* --- batches.c, journal.c, scopes.c, review.c, counts.c: fill in their part of the table --- */

void nreg_memory_offer_batches(nreg_store_methods *methods);
void nreg_memory_offer_journal(nreg_store_methods *methods);
void nreg_memory_offer_scopes(nreg_store_methods *methods);
void nreg_memory_offer_review(nreg_store_methods *methods);
void nreg_memory_offer_counts(nreg_store_methods *methods);

/* Journal, for the log and for the end of transactions. */
void nreg_journal_init(nreg_journal *journal);
void nreg_journal_destroy(nreg_memory *memory);
void nreg_journal_committed(nreg_memory *memory, const nreg_memory_transaction *tx);
/* Takes back the newest rows down to `rows`, at most `budget` of them; 1 when done. */
int nreg_journal_undo(nreg_memory *memory, nreg_view *view, uint32_t rows, uint32_t budget);
void nreg_journal_undo_erasure(nreg_memory *memory);
/* At most `budget` rows; 1 when done. */
int nreg_journal_forget(nreg_memory *memory, uint32_t rows, uint32_t budget);
void nreg_journal_forget_erasure(nreg_memory *memory, uint64_t version);

#endif
