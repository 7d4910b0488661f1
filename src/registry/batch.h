/* SPDX-License-Identifier: MIT */
#ifndef NREG_REGISTRY_BATCH_H
#define NREG_REGISTRY_BATCH_H

#include "commit/drafts.h"
#include "commit/engine.h"
#include "registry/handles.h"

/* As nreg_session_enter(). */
nreg_code nreg_batch_enter(const nreg_batch *batch, nreg_error *error);

/* The same, and refuses batches whose entries need an annex: without it they would mean something else. */
nreg_code nreg_batch_enter_to_stage(const nreg_batch *batch, nreg_error *error);

/* An empty batch without a target. `options` complete; `region` is used if they name none, and may be "". */
nreg_code nreg_batch_make(nreg_session *session, const nreg_batch_options *options, const char *region,
                          nreg_batch **batch, nreg_error *error);

/* Copies and checks the caller's options. */
nreg_code nreg_commit_options_take(const nreg_batch *batch, const nreg_commit_options *given, nreg_commit_options *own,
                                   nreg_error *error);
/* A job for the batch as it stands. */
void nreg_commit_job_make(nreg_batch *batch, const nreg_commit_options *options, nreg_commit_job *job);
/* Runs the job and keeps what came of it with the batch. */
nreg_code nreg_commit_job_run(nreg_batch *batch, nreg_commit_job *job, nreg_result **result, nreg_error *error);

#endif
