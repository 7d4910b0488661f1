/* SPDX-License-Identifier: MIT */
/*
 * The engine: the only writer of records. It takes a draft through gather, decide and apply, in one transaction or in
 * chunks, again after a conflict, and makes the result. A preview goes the same way and writes nothing (rule R10).
 */
#ifndef NREG_COMMIT_ENGINE_H
#define NREG_COMMIT_ENGINE_H

#include "batch/draft.h"
#include "commit/decide.h"
#include "commit/result.h"
#include "scope/access.h"

/* What actions other than those of a tenant's draft need to know of each entry; see nreg_wish. */
typedef struct nreg_extra {
    uint32_t status;
    uint32_t expected_revision;
    int64_t created;
    uint64_t expected_batch; /* 0: whatever the record's token is */
    uint64_t faults;         /* reasons that speak against the entry as well */
    uint64_t claimant;       /* scope that another row of the import names for the number; 0: none */
    uint32_t why;            /* a reason for the journal; 0: none to give */
    uint32_t reserved;
} nreg_extra;

typedef struct nreg_commit_job {
    const nreg_access *access;
    nreg_draft *draft;
    uint64_t target;
    uint32_t action;             /* of the batch as a whole */
    nreg_commit_options options; /* complete */

    /* In: the stored draft, or the unfinished commit, that this job goes on with; 0 for none. Out: as it is stored now.
     */
    uint64_t id;
    uint32_t revision;
    uint32_t drafted; /* 1: saved before, so that its stored entries have to go */
    int64_t created;  /* when it was first saved; 0 if it was not */

    void (*elsewhere_disclosed)(uint64_t business, uint32_t today, void *context); /* may be NULL */
    void *elsewhere_context;

    /* For actions made by other rooms; zero for a tenant's draft. */
    const nreg_extra *extras; /* of entry 1, 2, ...; may be NULL */
    /* Gathers what the batch to revert did to each number, ascending; `undos[i].row.batch` 0: nothing. May be NULL. */
    nreg_code (*gather)(nreg_transaction *tx, const nreg_setting *setting, const uint64_t *numbers,
                        const nreg_record *const *records, size_t count, nreg_undo *undos, nreg_error *error,
                        void *context);
    void *gather_context;
    uint64_t reverted; /* for the header */
    const void *notes; /* kept with the batch as its NREG_ITEMS_NOTES chunk 0; may be NULL */
    size_t notes_length;
} nreg_commit_job;

nreg_code nreg_engine_preview(nreg_commit_job *job, nreg_result **result, nreg_error *error);
nreg_code nreg_engine_commit(nreg_commit_job *job, nreg_result **result, nreg_error *error);

/* The stored result of a batch, whoever may see it. NREG_NOT_FOUND if its outcomes have expired, NREG_CLOSED if it is
 * not committed. */
nreg_code nreg_engine_load(const nreg_access *access, nreg_transaction *tx, nreg_catalogue *catalogue,
                           const nreg_store_batch *header, nreg_result **result, nreg_error *error);

/* Takes a number and what was typed for it out of the stored outcomes of a committed batch; `*changed`: outcomes. */
nreg_code nreg_engine_erase(const nreg_access *access, nreg_transaction *tx, nreg_catalogue *catalogue,
                            nreg_store_batch *header, uint64_t number, uint64_t *changed, nreg_error *error);

/* Fills in labels of the target (as it was read before, or NULL) and of every holder that an outcome names. */
nreg_code nreg_engine_name_scopes(const nreg_access *access, nreg_transaction *tx, const nreg_scope *target,
                                  nreg_result *result, nreg_error *error);

#endif
