/* SPDX-License-Identifier: MIT */
/* Staging: the entries of a batch in memory, each read, judged and compared with the others at once. No I/O. */
#ifndef NREG_BATCH_DRAFT_H
#define NREG_BATCH_DRAFT_H

#include "base/memory.h"
#include "purpose/catalogue.h"

#include <numberreg/batch.h>

typedef struct nreg_draft nreg_draft;

/* Stages all entries or none; as nreg_batch_stage(). */
nreg_code nreg_draft_stage(nreg_draft *draft, const nreg_entry_input *inputs, size_t stride, size_t count,
                           uint32_t *first, nreg_error *error);

/* Drops all entries from number `first` on, as if they had never been staged. */
void nreg_draft_truncate(nreg_draft *draft, uint32_t first);

#endif
