/* SPDX-License-Identifier: MIT */
/* Stored batches: drafts saved, loaded and discarded; results read again; lists (rule R12). */
#ifndef NREG_COMMIT_DRAFTS_H
#define NREG_COMMIT_DRAFTS_H

#include "batch/draft.h"
#include "commit/result.h"
#include "scope/access.h"

/* What a draft is stored as. */
typedef struct nreg_saved {
    uint64_t id;
    uint32_t revision;
    uint32_t action;
    uint64_t target;
    char region[8];
    int64_t created;
} nreg_saved;

/* `saved->id` 0: for the first time. NREG_NOT_FOUND if the session sees no such target. */
nreg_code nreg_drafts_save(const nreg_access *access, const nreg_draft *draft, nreg_saved *saved, nreg_error *error);
/* Reads the header; the draft is then made to its measure and filled by nreg_drafts_fill(). */
nreg_code nreg_drafts_find(const nreg_access *access, uint64_t id, nreg_saved *saved, nreg_error *error);
nreg_code nreg_drafts_fill(const nreg_access *access, nreg_saved *saved, nreg_draft *draft, nreg_error *error);
nreg_code nreg_drafts_discard(const nreg_access *access, uint64_t id, nreg_error *error);

/* As nreg_batch_list() and nreg_batch_result(). */
nreg_code nreg_drafts_list(const nreg_access *access, uint32_t state, uint64_t *cursor, nreg_batch_info *batches,
                           uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error);
nreg_code nreg_drafts_get(const nreg_access *access, uint64_t id, nreg_batch_info *info, nreg_error *error);
nreg_code nreg_drafts_result(const nreg_access *access, nreg_catalogue *catalogue, uint64_t id, nreg_result **result,
                             nreg_error *error);

#endif
