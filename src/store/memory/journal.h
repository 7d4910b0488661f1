/* SPDX-License-Identifier: MIT */
/* The journal's rows and how they are found: the part of it that changes. For use with the latch held. */
#ifndef NREG_MEMORY_JOURNAL_H
#define NREG_MEMORY_JOURNAL_H

#include "store/memory/state.h"

enum { NREG_JOURNAL_SHIFT = 12, NREG_JOURNAL_CHUNK = 1 << NREG_JOURNAL_SHIFT };

static inline nreg_journal_row *nreg_journal_at(const nreg_journal *journal, uint32_t row) {
    return (nreg_journal_row *)(void *)journal->chunks.at[row >> NREG_JOURNAL_SHIFT] + (row & (NREG_JOURNAL_CHUNK - 1));
}

/* The runs of a batch or Business; NULL if there are none. */
nreg_runs *nreg_runs_find(const nreg_run_index *index, uint64_t id);

/* Newest row of the number that is still linked, plus 1; 0 if none. `nreg_journal_older` goes on from there. */
uint32_t nreg_journal_newest(const nreg_journal *journal, uint64_t number);
uint32_t nreg_journal_older(const nreg_journal *journal, uint32_t row_plus_1);

/* Has the number of this row been erased, as the view sees it? */
int nreg_journal_erased(const nreg_journal *journal, const nreg_view *view, uint64_t number, uint32_t row);

/* Where the last row added belongs: the next one mostly belongs there too. Zero to begin; for one call of the store. */
typedef struct nreg_journal_place {
    nreg_runs *batch;
    nreg_runs *business;
} nreg_journal_place;

/* Adds one row behind the view's last; 0 if memory is short. */
int nreg_journal_add(nreg_memory *memory, nreg_view *view, nreg_journal_place *place, const nreg_journal_row *row);

#endif
