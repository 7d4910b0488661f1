/* SPDX-License-Identifier: MIT */
/* A batch that reverts another, and what it gathers. */
#ifndef NREG_REGISTRY_REVERT_H
#define NREG_REGISTRY_REVERT_H

#include "registry/batch.h"

typedef struct nreg_undoing nreg_undoing;

void nreg_undoing_free(nreg_batch *batch);
/* Makes the job gather what the batch to revert did. */
void nreg_undoing_join(nreg_batch *batch, nreg_commit_job *job);

#endif
