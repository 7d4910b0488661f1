/* SPDX-License-Identifier: MIT */
/* One attempt at a commit or preview: what the engine and the slices share. */
#ifndef NREG_COMMIT_RUN_H
#define NREG_COMMIT_RUN_H

#include "commit/engine.h"
#include "commit/order.h"
#include "commit/tally.h"

/* Most numbers handled between two looks at the clock; small enough to stay in the processor's cache. */
enum { NREG_SLICE = 8192 };

/*
 * What becomes of an entry that has nothing to it, should its number not be registered: it depends on action, purpose
 * and consent alone, so one decision serves many entries.
 */
typedef struct nreg_plain {
    nreg_decision decision;   /* but for the number */
    nreg_journal_row history; /* but for number and entry */
    uint64_t kept;            /* entries of this slice of which it has come true */
    uint32_t made;            /* 0: this place is empty */
    uint32_t foretold;        /* the outcome is as foretold */
    uint32_t action;
    uint32_t purpose;
    uint32_t consent;
    uint32_t reserved;
} nreg_plain;

enum { NREG_PLAINS = 16 };

/* Most numbers of which the store is told beforehand how they will be gathered. */
enum { NREG_PROMISED = 64 };

/* Arrays of one slice. */
typedef struct nreg_slice {
    nreg_plain plains[NREG_PLAINS]; /* by the last bits of the purpose */
    size_t room;
    size_t *starts; /* first item of each number, and one behind the last */
    nreg_record *claims;
    nreg_record *claimed;
    uint64_t *numbers; /* to fetch */
    nreg_record *fetched;
    const nreg_record **found; /* of each number: what is stored, or NULL */
    uint8_t *inserted;         /* of each number: 1 if this run claimed it */
    uint8_t *how;              /* of each number: an internal kind of gathering */
    uint8_t *foretold;         /* of each number: 1 if its outcome is right already should it be absent */
    uint8_t *answers;
    uint32_t *signs;                  /* of each number: NREG_SIGN_ bits of its own; NULL unless the commit reviews */
    nreg_store_tombstone *remembered; /* of each number; its own number is 0 if there is none; NULL as `signs` */
    nreg_undo *undos;                 /* NULL unless the job gathers */
    nreg_record *late;                /* records that come back, to be claimed; NULL as `undos` */
    size_t late_count;
    nreg_store_change *changes;
    size_t change_count;
    nreg_store_token *tokens;
    size_t token_count;
    nreg_journal_row *rows; /* NULL if nothing is journalled */
    size_t row_count;
    nreg_store_tombstone *stones; /* NULL if none are kept */
    size_t stone_count;
} nreg_slice;

typedef struct nreg_run {
    nreg_commit_job *job;
    nreg_allocator allocator;
    const nreg_draft_basis *basis;
    const nreg_staged *entries;
    uint32_t groups; /* of the store */
    int writes;      /* 0: preview */
    nreg_order order;
    nreg_result *result;
    nreg_slice slice;
    nreg_tally tally;
    uint64_t deadline_ms; /* 0: none */
    uint64_t done;        /* entries, for progress */

    /* of the batch */
    int64_t now;
    uint64_t digest[2];
    nreg_store_batch header; /* as put last */
    size_t next;             /* first item not committed yet */
    uint32_t *indexes;       /* of the outcomes of one chunk; NULL without chunks */
    uint32_t chunks;         /* of outcomes that are stored */
    int adopts;              /* a commit in chunks that was broken off is to be gone on with */
    int settled;             /* `result` is the stored one of an earlier commit */
    int may_promise;         /* what is claimed may be told before the header is put: on the first attempt only */
    int doubtful;            /* a commit whose connection was lost may still go through */
    int abandoned;           /* too much was rejected */
    nreg_writer writer;

    /* of the attempt */
    nreg_transaction tx;
    nreg_setting setting;
    nreg_scope root;
    nreg_scope target;       /* zero if unknown */
    uint64_t other_business; /* the last one looked up, and its Organization */
    uint64_t other_organization;
    uint8_t usual;      /* status of most numbers added */
    int foretells;      /* outcomes are written beforehand, and nothing has been written over them */
    uint64_t held;      /* numbers of the Business, if the policy limits them */
    uint64_t disclosed; /* REGISTERED_ELSEWHERE today, those of this batch included */
    uint64_t disclosed_before;
    uint64_t disclosed_here; /* by a batch that is abandoned */
    nreg_record promised[NREG_PROMISED];
    size_t promised_count; /* records that are to be claimed, or nothing is committed; 0: no promise */
    int told;              /* the store knows how the first numbers will be gathered */
} nreg_run;

/* True if the header and outcomes of this run are stored: they are not if the target is unknown or no batches are kept.
 */
int nreg_run_stores(const nreg_run *run);
/* True if the policy has the built-in reviewer decide within the commit. */
int nreg_run_reviews(const nreg_run *run);

/* --- persist.c */

typedef nreg_code (*nreg_step)(nreg_run *run, nreg_error *error);
/* Runs a step, a transaction, until it goes through or fails for good. */
nreg_code nreg_run_persist(nreg_run *run, nreg_step attempt, nreg_error *error);

/* --- header.c */

/*
 * Begins the transaction, finds the target, puts the header, pins, reads limits. `*over`: nothing is left to do, either
 * because the run is settled, or because it is to adopt.
 */
nreg_code nreg_run_begin_batch(nreg_run *run, int *over, nreg_error *error);
nreg_code nreg_run_put_header_again(nreg_run *run, nreg_error *error);
/* Entries of the draft go, notes come. */
nreg_code nreg_run_put_extras(nreg_run *run, nreg_error *error);

/* --- engine.c */

void nreg_run_finish_outcomes(nreg_run *run, int abandoned);
/* Tells the host what the transaction that has gone through disclosed; once. */
void nreg_run_tell_disclosed(nreg_run *run);
/* Commits a transaction that may have written; one that has not is just ended. */
nreg_code nreg_run_end(nreg_run *run, nreg_error *error);
/* Ends a transaction in which nothing was left to do. */
nreg_code nreg_run_end_early(nreg_run *run, nreg_error *error);

/* --- chunks.c */

nreg_code nreg_run_commit_chunks(nreg_run *run, nreg_error *error);

/* --- attempt.c: steps within a transaction */

nreg_code nreg_run_begin(nreg_run *run, nreg_error *error);
/* Finds root and target; in a write transaction keeps the target as it is. `setting` is then complete. */
nreg_code nreg_run_find_target(nreg_run *run, nreg_error *error);
nreg_code nreg_run_pin_target(nreg_run *run, nreg_error *error);
/* Whether the policy's limits make commits of one Business come one after the other. */
int nreg_run_queues(const nreg_run *run);
/* If the policy sets limits: one commit to the Business after the other, so that none passes them. */
nreg_code nreg_run_queue(nreg_run *run, nreg_error *error);
nreg_code nreg_run_read_limits(nreg_run *run, nreg_error *error);
/* Time, cancellation. */
nreg_code nreg_run_go_on(nreg_run *run, nreg_error *error);
/* Decides on the items from `from` to `end`, and applies that. */
nreg_code nreg_run_items(nreg_run *run, size_t from, size_t end, nreg_error *error);
nreg_code nreg_run_write_counts(nreg_run *run, nreg_error *error);
nreg_code nreg_run_write_outcomes(nreg_run *run, const uint32_t *indexes, size_t count, nreg_error *error);

/* --- slice.c and its parts (slice_parts.h) */

nreg_code nreg_slice_init(nreg_run *run, nreg_error *error);
void nreg_slice_free(nreg_run *run);
/* Before the header is put: tells the store what will be claimed behind it and read, if that is little. */
nreg_code nreg_slice_promise(nreg_run *run, nreg_error *error);
/*
 * Gathers, decides and applies the items from `*next` up to `end`, at most NREG_SLICE numbers of them, and moves
 * `*next` behind them. NREG_RETRY: something changed meanwhile; begin the transaction again.
 */
nreg_code nreg_slice_run(nreg_run *run, size_t *next, size_t end, nreg_error *error);
/* Before the slices: makes outcomes ready for all entries. */
void nreg_slice_foretell(nreg_run *run);
/* The same for entries without a number: no I/O. */
void nreg_slice_numberless(nreg_run *run, size_t from, size_t end);

#endif
