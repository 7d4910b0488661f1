/* SPDX-License-Identifier: MIT */
/*
 * One run: a store with the library on it, and the model beside it. Every step does the same to both and compares.
 *
 * A step is a function of its dice alone: whatever it needs it draws from a generator seeded with them, and names
 * scopes by their place in a fixed tree, numbers by their place in a fixed list, batches by how recent they are. So any
 * subsequence of steps is a valid sequence too, which is what shrinking needs.
 */
#ifndef TESTS_MODEL_RUN_H
#define TESTS_MODEL_RUN_H

#include "model.h"

#include "stores.h"

enum { SLOTS = 30, OPERATOR = SLOTS, LINE_MAX_SIZE = 2048, READERS = 4, DRAFTS = 3, LENGTH_MAX = 600 };

typedef struct dice {
    uint64_t state;
} dice;

/* A batch in hand (held.h); all zero: none. */
typedef struct held {
    nreg_batch *batch;
    model_batch *m;
    uint32_t who;
    uint64_t root; /* of its session */
    uint32_t replay_flags;
} held;

/* Somebody who follows the feed. */
typedef struct feed_reader {
    uint32_t who;
    uint64_t root;
    uint32_t at; /* the first of the model's rows not yet read */
    uint64_t sequence;
    char cursor[NREG_FEED_CURSOR_SIZE];
} feed_reader;

/* Somebody who follows a list in order of change. */
typedef struct change_reader {
    uint32_t who;
    uint64_t root;
    int begun;
    uint32_t at;   /* the first of the model's rows not yet read */
    int64_t since; /* what was changed before does not matter */
    nreg_record_cursor cursor;
} change_reader;

typedef struct run {
    const test_store *kind;
    test_opened opened;
    nreg_registry *registry;
    uint32_t groups; /* of the store */
    nreg_error error;
    uint64_t random; /* the host's */
    model *m;
    uint64_t scope_at[SLOTS]; /* the scope that has last been added at each place of the tree; 0 for none */
    held drafts[DRAFTS];
    feed_reader readers[READERS];
    change_reader followers[READERS];
    char adopted[NREG_FEED_CURSOR_SIZE]; /* how far batches made by review have been taken over */
    uint64_t heard_business;             /* what the host was last told of numbers registered elsewhere; 0: nothing */
    uint32_t heard_today;
    uint32_t step;
    int thorough; /* look at more after each step, so that what fails fails early */
    int failed;
    char difference[LINE_MAX_SIZE];
    char line[LINE_MAX_SIZE]; /* what the step did, in words */
} run;

/* --- run.c */
void run_open(run *r, const test_store *kind, uint64_t seed);
void run_close(run *r);
/* (Re)opens the registry with the model's policy. */
void run_registry(run *r);
/* A hostile store may fail a call that then has done nothing: it is made again. */
int once_more(const run *r, nreg_code code);
/*
 * What takes several transactions, a worker's run or closing a scope with what it holds, leaves what it has done when a
 * store gives up in the middle: to know what it does, nothing must get in its way.
 */
void run_quiet(run *r, int quiet);
/* One step: draws what to do, does it, looks at everything. */
void run_step(run *r, uint64_t step_dice);

/* --- dice.c */
uint64_t dice_next(dice *d);
/* 0 to n - 1. */
uint32_t pick(dice *d, uint32_t n);
/* Once in n. */
int rarely(dice *d, uint32_t n);

/* --- same.c */
/* Adds to the description of the step. */
void tell(run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Reports a difference; the first one stays. */
void differ(run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
int same_code(run *r, const char *what, nreg_code expected, nreg_code got);
int same_number(run *r, const char *what, uint64_t expected, uint64_t got);
int same_text(run *r, const char *what, const char *expected, const char *got);
int same_outcome(run *r, const char *what, uint32_t index, const nreg_outcome *expected, const nreg_outcome *got);
int same_record(run *r, const char *what, const nreg_record *expected, const nreg_record *got);
int same_row(run *r, const char *what, const nreg_journal_row *expected, const nreg_journal_row *got);
int same_summary(run *r, const char *what, const nreg_summary *expected, const nreg_summary *got);
int same_scope(run *r, const char *what, const nreg_scope *expected, const nreg_scope *got);

/* --- places.c */
uint32_t slot_parent(uint32_t slot); /* SLOTS if none */
/* A place of the tree, and a session that is mostly the operator's or rooted on the way to it. */
uint32_t draw_slot(dice *d);
uint32_t draw_who(dice *d, uint32_t slot);
uint64_t scope_of(const run *r, uint32_t slot); /* an id that does not exist if there is none */
uint64_t root_of(const run *r, uint32_t who);   /* 0 for the operator */
/* The slot of a scope, or one of a Business if another has taken its place. */
uint32_t place_of(const run *r, uint64_t scope);
const char *name_of(uint32_t who);
nreg_session *session_of(run *r, uint32_t who);
void draw_number(dice *d, char text[TEXT_MAX]);
/* Mostly "". */
const char *draw_region(dice *d);
uint64_t number_at(uint32_t index); /* a number of the list */
uint32_t draw_purpose(dice *d);

/* --- do_*.c: the steps */
/* Adds the scope of a slot as the operator. */
void plant_scope(run *r, uint32_t slot);
void do_scope_add(run *r, dice *d);
void do_scope_change(run *r, dice *d);
void do_scope_close(run *r, dice *d);
void do_close_with(run *r, dice *d);
void do_reconcile(run *r, dice *d);
void do_batch(run *r, dice *d);
void do_replay(run *r, dice *d);
void do_upload(run *r, dice *d);
void do_draft(run *r, dice *d);
void do_policy(run *r, dice *d);
void do_review(run *r, dice *d);
/* Reads the operator's feed to its end: the batches that it tells of and the model does not know, in that order. */
uint32_t new_batches(run *r, nreg_session *session, uint64_t *ids, uint32_t room);
void do_review_run(run *r, dice *d);
void do_expire(run *r, dice *d);
void do_proof(run *r, dice *d);
void do_transfer(run *r, dice *d);
void do_revert(run *r, dice *d);
void do_import(run *r, dice *d);
void do_prune(run *r, dice *d);
void do_redact(run *r, dice *d);
void do_erase(run *r, dice *d);
void do_clock(run *r, dice *d);

/* --- look_*.c: comparing what can be read */
void look_scopes(run *r, dice *d);
void look_assignments(run *r, dice *d);
void look_records(run *r, dice *d);
void look_changes(run *r, dice *d);
void look_followed(run *r, dice *d);
void look_export(run *r, dice *d);
void look_counts(run *r, dice *d);
void look_journal(run *r, dice *d);
void look_batches(run *r, dice *d);
void look_review(run *r, dice *d);
void look_notes(run *r, dice *d);

#endif
