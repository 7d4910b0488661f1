/* SPDX-License-Identifier: MIT */
/* A batch in somebody's hand: the library's and the model's, staged, saved, previewed and committed together. */
#ifndef TESTS_MODEL_HELD_H
#define TESTS_MODEL_HELD_H

#include "run.h"

/* Begins a batch by `who` at the scope of `slot`; its numbers are read in a region, "" for the policy's. */
void held_new(run *r, held *h, uint32_t who, uint32_t slot, uint32_t action);
void held_new_in(run *r, held *h, uint32_t who, uint32_t slot, uint32_t action, const char *region);
void held_free(held *h);
/* Draws an entry and stages it. */
void held_stage(run *r, held *h, dice *d);
void held_stage_as(run *r, held *h, dice *d, uint32_t action);
/* The same as an entry of another batch. */
void held_stage_copy(run *r, held *h, const model_entry *entry);
/* Draws a change of what is staged: edit, purpose, consent, drop, clear. */
void held_change(run *r, held *h, dice *d);
void held_drop(run *r, held *h, uint32_t entry);
/* Compares all entries as a page would show them. */
void held_look(run *r, held *h);

const char *held_draw_attestation(dice *d);
void held_draw_options(run *r, dice *d, nreg_commit_options *options);
/* Previews, then commits, and compares both with the model. */
void held_preview(run *r, held *h, const nreg_commit_options *options);
void held_commit(run *r, held *h, const nreg_commit_options *options);
/* Compares a result with outcomes that the model expects. */
void held_compare(run *r, const char *what, const model_batch *b, const nreg_outcome *outcomes, uint32_t flags,
                  const nreg_result *result);

#endif
