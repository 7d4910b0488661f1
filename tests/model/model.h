/* SPDX-License-Identifier: MIT */
/*
 * The reference model: what the rules say, in the plainest form. Flat arrays, linear searches, nothing shared with the
 * library but its public structs (as plain data), its reading of numbers and its catalogue of reasons.
 *
 * It predicts everything except the ids of scopes and batches, which it is told.
 */
#ifndef TESTS_MODEL_MODEL_H
#define TESTS_MODEL_MODEL_H

#include <numberreg/batch.h>
#include <numberreg/extend/store.h>
#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>
#include <numberreg/scope.h>

enum {
    SCOPES_MAX = 1024,
    RECORDS_MAX = 96,
    BATCHES_MAX = 640,
    ROWS_MAX = 16384,
    ENTRIES_MAX = 48,
    TOLD_MAX = 1024,
    TEXT_MAX = 40,
    OWN_DNO = NREG_PURPOSE_FIRST_OWN,     /* a host's own purpose that means Do Not Originate */
    RETIRED = NREG_PURPOSE_FIRST_OWN + 1, /* and one no longer offered */
    UNKNOWN = 77                          /* none */
};

/* What the numbering plan says of a number speaks against registering it, not against changing what is registered. */
#define MODEL_OF_THE_PLAN                                                                                              \
    ((NREG_REASON_BIT(NREG_REASON_FOREIGN_COUNTRY + 1) - 1) & ~(NREG_REASON_BIT(NREG_REASON_BAD_AREA_CODE) - 1))

typedef struct model_entry {
    char text[TEXT_MAX];
    uint32_t entry;
    uint32_t row;
    uint32_t purpose; /* 0 also if unknown, or if it does not matter */
    int purpose_unknown;
    uint32_t action;
    uint32_t consent;
    uint32_t decision;       /* of a review */
    uint64_t number;         /* what is read in `text` */
    uint64_t number_reasons; /* why it cannot be registered */
    uint64_t number_warnings;
    uint8_t state;
    char note[40];
    char internal_note[24];
    int erased;      /* its number has been forgotten */
    uint32_t status; /* of an import, and all that follows */
    int64_t created;
    int claimed; /* by another place, too: that of `claimant` */
    uint64_t claimant;
} model_entry;

/* A batch as stored, or as somebody holds it in hand. */
typedef struct model_batch {
    uint64_t id;
    uint64_t target;
    uint64_t business;
    uint64_t undoes; /* the batch it reverts */
    uint32_t why;    /* what its journal rows give as reason */
    uint32_t state;
    uint32_t action;
    uint32_t revision;  /* of the stored draft */
    nreg_policy policy; /* its default region is the batch's */
    char actor[16];
    char request_id[64];
    char attestation[24];
    int64_t created, updated, expires;
    uint32_t next_entry;
    uint32_t count;
    model_entry entries[ENTRIES_MAX];
    nreg_commit_options options; /* once committed, and all that follows */
    uint64_t root;               /* of the session that committed it */
    uint32_t flags;              /* of its summary */
    nreg_outcome outcomes[ENTRIES_MAX];
    int lost; /* these are not kept any more */
} model_batch;

/* What is remembered of a number that was given up, or was thought of badly. */
typedef struct tombstone {
    uint64_t number;
    uint64_t business;
    int64_t time;
    uint32_t status;
} tombstone;

/* How many numbers a Business learned on a day to be registered elsewhere. */
typedef struct disclosure {
    uint64_t business;
    int64_t day;
    uint32_t count;
} disclosure;

typedef struct model {
    int64_t now;
    nreg_policy policy; /* of the registry */
    nreg_scope scopes[SCOPES_MAX];
    uint32_t scope_count;
    nreg_record records[RECORDS_MAX]; /* in no order */
    uint32_t record_count;
    model_batch *batches; /* BATCHES_MAX; committed and saved ones, oldest first */
    uint32_t batch_count;
    tombstone tombs[RECORDS_MAX];
    uint32_t tomb_count;
    disclosure told[TOLD_MAX];
    uint32_t told_count;
    nreg_journal_row *rows; /* ROWS_MAX; oldest first */
    uint64_t *dno_before;   /* of each row: the record's `dno_batch` before */
    uint32_t row_count;
    uint32_t pruned; /* rows that retention has removed: the first ones */
} model;

/* --- scopes (scopes.c) */

/* NULL if there is none. */
nreg_scope *model_scope(model *m, uint64_t id);
const nreg_scope *model_scope_const(const model *m, uint64_t id);
/* Is `id` the scope `root` or below it? Everything that exists is inside root 0, the operator's. */
int model_inside(const model *m, uint64_t id, uint64_t root);
/* Is `id` strictly above `root`? */
int model_above(const model *m, uint64_t id, uint64_t root);
uint64_t model_holder(const nreg_record *record);
uint64_t model_holder_of(uint64_t business, uint64_t unit, uint64_t program);

nreg_code model_scope_add(model *m, uint64_t root, uint64_t parent, const nreg_scope_options *options,
                          nreg_scope *made);
nreg_code model_scope_change(model *m, uint64_t root, uint64_t id, const nreg_scope_options *options);
nreg_code model_scope_close(model *m, uint64_t root, uint64_t id);
/* What a session with this root sees of a scope: in outline, if it lies above the root. */
nreg_code model_scope_seen(const model *m, uint64_t root, uint64_t id, nreg_scope *seen);
void model_path(const model *m, uint64_t id, char path[NREG_PATH_SIZE]);

/* --- records (state.c) */

nreg_record *model_record(model *m, uint64_t number);
void model_put(model *m, const nreg_record *record);
void model_remove(model *m, uint64_t number);
int model_is_dno(uint32_t purpose);
void model_read(const nreg_policy *policy, model_entry *entry);
/* What numbers are read in; "" leaves it. */
void model_set_region(nreg_policy *policy, const char *region);
/* Gives an entry the purpose asked for. */
void model_set_purpose(model_entry *entry, uint32_t purpose);
model_entry *model_entry_of(model_batch *batch, uint32_t entry);

/* --- review (tombs.c) */

void model_entomb(model *m, const nreg_record *record);
void model_forget(model *m, uint64_t number);
/* Is there something to remember of `before`, given what becomes of it? */
int model_is_worth_a_stone(const nreg_record *before, const nreg_record *after);
uint32_t model_signs(model *m, const nreg_record *record);
/* When a record that needs proof began to need it. */
int64_t model_held_since(const model *m, const nreg_record *record);

/* --- the journal, retention and privacy (rows.c) */

/* The row as a session with this root sees it; 0 if it does not. */
int model_row_seen(const model *m, uint64_t root, const nreg_journal_row *row, nreg_journal_row *seen);
/* Each returns how many it changed. */
uint32_t model_prune_rows(model *m, int64_t before);
uint32_t model_prune_batches(model *m);
uint32_t model_redact(model *m, const char *actor, const char *replacement);
uint32_t model_erase(model *m, uint64_t number);

/* --- one entry (rule_*.c) */

typedef struct question {
    model *m;
    uint64_t root; /* the session's; 0 for an operator */
    const model_batch *batch;
    const nreg_scope *target; /* NULL: none, or not for this session */
    const model_entry *entry;
    const nreg_record *record; /* NULL: the number is not registered */
    uint32_t consent;
    int acknowledged;
} question;

/* What becomes of it; `after` is the record afterwards, number 0 if it is gone. */
typedef struct answer {
    nreg_outcome outcome;
    nreg_record after;
    int changes;
    int opens;             /* it is to be reviewed, for the first time or again */
    uint8_t status_before; /* if the session may know it */
    uint32_t consent_for;  /* the reason that consent to move would take away; 0 */
} answer;

void rule_add(const question *q, answer *a);
void rule_remove(const question *q, answer *a);
void rule_change(const question *q, answer *a);
void rule_move(const question *q, answer *a);
void rule_review(const question *q, answer *a);
void rule_proof(const question *q, answer *a);
void rule_transfer(const question *q, answer *a);
void rule_revert(const question *q, answer *a);
/* Those of the reasons that an import cannot live with. */
uint64_t import_faults(uint64_t reasons);
void rule_import(const question *q, answer *a);

/* Rejects for one reason more. */
void answer_reject(answer *a, uint32_t reason);
/* Tells where the number sits and its status, if the session may know. */
void answer_disclose(const question *q, answer *a);
/* The record moves to the target. */
void answer_place(const question *q, answer *a);
/* The record takes the purpose; rules R6 and R8. */
void answer_purpose(const question *q, answer *a, uint32_t purpose);
/* Gives what comes after a status that review gave, or is to give again, and remembers what it was before. */
void answer_status(answer *a, uint32_t status);

/* What speaks against the number, given what is to be done with it. */
uint64_t model_number_reasons(const model_entry *e);
/* What can be said of an entry without looking at the registry. */
void answer_as_written(const question *q, answer *a);
/* The entry is rejected after all. */
void answer_withdraw(answer *a);
/* What a worker would decide is decided within the commit. */
void model_review_at_once(model *m, const nreg_record *before, answer *a);

/* --- whole batches (commit.c, duplicates.c, apply.c) */

/* Do entries of the number of entry `i` contradict each other about Do Not Originate, so that none of them counts? */
int model_contradicts(const model_batch *batch, uint32_t i);
void model_duplicates(const model_batch *batch, answer *answers);
/* What the policy's limits reject; how many numbers the session learns to be registered elsewhere (limits.c). */
uint32_t model_limits(model *m, uint64_t root, uint64_t business, const model_batch *batch, answer *answers);
/* How many a Business has learned today; and that it has learned more. */
uint32_t model_disclosed(const model *m, uint64_t business);
void model_disclose(model *m, uint64_t business, uint32_t count);

/* Decides all entries by the state as it is. `answers` has room for ENTRIES_MAX. Returns as model_limits(). */
uint32_t model_decide(model *m, uint64_t root, const model_batch *batch, const nreg_commit_options *options,
                      answer *answers);
/* Decides, applies and stores it. `id` is the one the library gave; 0 if it is not stored. */
void model_commit(model *m, uint64_t root, model_batch *batch, const nreg_commit_options *options, uint64_t id);

/* --- stored batches (stored.c) */

model_batch *model_stored(model *m, uint64_t id);
/* NULL if there is no room; then the sequence is too long for the model. */
model_batch *model_store(model *m, const model_batch *batch);
/* May a session with this root see it? Drafts that have expired are gone. */
int model_reaches(const model *m, uint64_t root, const model_batch *batch);
/* The batch that has used a request id in a Business; NULL. */
model_batch *model_requested(model *m, uint64_t business, const char *request_id);
int model_same_content(const model_batch *a, const nreg_commit_options *a_options, const model_batch *b);
/* The outcomes as a session sees them that may see the batch. */
void model_outcomes(const model *m, const model_batch *batch, uint64_t root, nreg_outcome *outcomes);
void model_summary(const model_batch *batch, const nreg_outcome *outcomes, nreg_summary *summary);

#endif
