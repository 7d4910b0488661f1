/* SPDX-License-Identifier: MIT */
/* What the files of a slice share with each other and with nobody else. */
#ifndef NREG_COMMIT_SLICE_PARTS_H
#define NREG_COMMIT_SLICE_PARTS_H

#include "commit/run.h"

#include <string.h>

/* How what is known of a number is gathered. */
enum { NREG_BY_CLAIM, NREG_BY_LOCK, NREG_BY_LOOK, NREG_WAYS };

/* --- slice.c */

/* Finds where each number begins; returns how many numbers. */
size_t nreg_slice_cut(nreg_run *run, size_t *next, size_t end);

/* --- slice_entries.c: what an entry asks for, and what becomes of it */

static inline uint32_t nreg_slice_says_dno(const nreg_run *run, uint32_t purpose) {
    return purpose != 0 && nreg_dno_says(&run->result->dno, purpose);
}

static inline const nreg_staged *nreg_slice_staged(const nreg_run *run, const nreg_ordered *item) {
    return &run->entries[item->entry - 1];
}

static inline nreg_outcome *nreg_slice_outcome(const nreg_run *run, const nreg_ordered *item) {
    return &run->result->outcomes[nreg_order_place(&run->order, item->entry)];
}

void nreg_slice_wish(const nreg_run *run, const nreg_ordered *item, nreg_wish *wish);
void nreg_slice_write_outcome(const nreg_run *run, const nreg_ordered *item, const nreg_decision *decision);
int nreg_slice_as_foretold(const nreg_run *run, const nreg_decision *decision);

/* An entry that has nothing to it. */
static inline int nreg_slice_is_plain(const nreg_run *run, size_t k, const nreg_ordered *item) {
    return item->clean && run->job->extras == NULL && (run->slice.signs == NULL || run->slice.signs[k] == 0);
}

nreg_plain *nreg_slice_plain(nreg_run *run, const nreg_ordered *item);
/* Counts what has come true of such entries. */
void nreg_slice_count_plains(nreg_run *run);

/* --- slice_gather.c: what is known of each number */

/* Nothing is registered, and nothing remembered, of the number. */
static inline nreg_evidence nreg_slice_nothing(const nreg_run *run, size_t k) {
    nreg_evidence nothing;
    memset(&nothing, 0, sizeof nothing);
    nothing.signs = run->slice.signs == NULL ? 0 : run->slice.signs[k];
    return nothing;
}

static inline int nreg_slice_is_remembered(const nreg_slice *slice, size_t k) {
    return slice->remembered != NULL && slice->remembered[k].number != 0;
}

nreg_code nreg_slice_gather(nreg_run *run, size_t keys, nreg_error *error);

/* --- slice_settle.c: decides on all numbers of the slice, and notes what is to be written */

nreg_code nreg_slice_decide(nreg_run *run, size_t keys, nreg_error *error);

/* --- slice_apply.c: writes it */

nreg_code nreg_slice_apply(nreg_run *run, nreg_error *error);

#endif
