/* SPDX-License-Identifier: MIT */
/* Making results: by a commit, a preview, or from what a store kept. */
#ifndef NREG_COMMIT_RESULT_H
#define NREG_COMMIT_RESULT_H

#include "base/codec.h"
#include "batch/texts.h"
#include "language/language.h"
#include "purpose/catalogue.h"

#include <numberreg/extend/store.h>
#include <numberreg/result.h>

#include <stdatomic.h>

/* What a scope is called, for messages. */
typedef struct nreg_scope_name {
    uint64_t scope;
    nreg_text label; /* in `labels` */
} nreg_scope_name;

/* The purposes that mean Do Not Originate: hardly ever more than one. */
typedef struct nreg_dno {
    const nreg_catalogue *catalogue;
    uint32_t count; /* of all; only the first few are listed */
    uint32_t purposes[4];
} nreg_dno;

nreg_dno nreg_dno_of(const nreg_catalogue *catalogue);
int nreg_dno_says(const nreg_dno *dno, uint32_t purpose);

struct nreg_result {
    nreg_allocator allocator;
    atomic_size_t references;
    nreg_catalogue *catalogue;
    const nreg_language *language; /* that it speaks; NULL: English */
    nreg_dno dno;
    nreg_summary summary;
    char plan[24];
    char plan_date[16];
    char region[8]; /* default region of the numbers */
    uint64_t target;
    uint32_t count;
    nreg_outcome *outcomes; /* in entry order */
    nreg_text *inputs;      /* of the same outcomes */
    nreg_texts texts;
    nreg_scope_name *names; /* ascending by scope */
    size_t name_count;
    nreg_texts labels;
};

/* With room for `count` outcomes, not filled in. Retains catalogue and language. */
nreg_code nreg_result_new(const nreg_allocator *allocator, nreg_catalogue *catalogue, const nreg_language *language,
                          uint32_t count, nreg_result **result, nreg_error *error);
nreg_result *nreg_result_retain(nreg_result *result);

/* Counts the outcomes into the summary, and clears their `reserved`. Flags, batch and time are left as they are. */
void nreg_result_count_up(nreg_result *result);
void nreg_result_to_header(const nreg_result *result, nreg_store_batch *header);
void nreg_result_from_header(nreg_result *result, const nreg_store_batch *header);

/* Keeps a scope's label; called in ascending order of scopes. False if memory is short. */
int nreg_result_name(nreg_result *result, uint64_t scope, const char *label);
/* "" if it is not known. */
const char *nreg_result_label(const nreg_result *result, uint64_t scope, size_t *length);

/*
 * Writes outcomes from `*next` on, about a mebibyte of them, and moves `*next` behind them. `indexes` says which: NULL
 * for all, in order.
 */
void nreg_outcomes_write(const nreg_result *result, const uint32_t *indexes, size_t count, size_t *next,
                         nreg_writer *writer);
/* A result whose outcomes are being read. */
typedef struct nreg_filling {
    nreg_result *result;
    uint32_t filled;
    nreg_error *error;
} nreg_filling;

/*
 * Takes a chunk of stored outcomes, as items_get emits it, into the nreg_filling `sink`. NREG_CORRUPT if it is damaged
 * or there are more than `count`.
 */
nreg_code nreg_outcomes_take(const void *data, uint64_t length, void *sink);
/* Chunks of a commit in several transactions hold outcomes in another order. NREG_CORRUPT if an entry occurs twice. */
nreg_code nreg_outcomes_sort(nreg_result *result, nreg_error *error);

#endif
