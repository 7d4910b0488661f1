/* SPDX-License-Identifier: MIT */
/* The public face of preview and commit. */
#include "base/error.h"
#include "base/text.h"
#include "base/versioned.h"
#include "registry/annex.h"
#include "registry/log.h"
#include "registry/revert.h"

#include <numberreg/review.h>

#include <string.h>

void nreg_commit_options_init(nreg_commit_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
    }
}

static nreg_code bad(nreg_error *error, const char *text) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s", text);
}

/* Rule R14: a number changes its Business only on evidence. */
static nreg_code check_evidence(const nreg_batch *batch, const nreg_commit_options *options, nreg_error *error) {
    char evidence[NREG_NOTE_MAX + 1];
    const int given = options->evidence != NULL && options->evidence[0] != '\0';
    if (batch->action == NREG_ACTION_TRANSFER && !given) {
        return bad(error, "A transfer needs the options' `evidence`: where it is shown that the numbers change hands.");
    }
    if (batch->action != NREG_ACTION_TRANSFER && given) {
        return bad(error, "The options' `evidence` belongs to transfers only.");
    }
    return given ? nreg_text_copy(options->evidence, strlen(options->evidence), evidence, sizeof evidence,
                                  "The evidence", error)
                 : NREG_OK;
}

static nreg_code check_texts(const nreg_commit_options *options, nreg_error *error) {
    char request_id[NREG_REQUEST_ID_MAX + 1];
    char attestation[128];
    nreg_code code = NREG_OK;
    if (options->request_id != NULL) {
        code = nreg_text_copy(options->request_id, strlen(options->request_id), request_id, sizeof request_id,
                              "The request id", error);
    }
    if (code == NREG_OK && options->attestation != NULL) {
        code = nreg_text_copy(options->attestation, strlen(options->attestation), attestation, sizeof attestation,
                              "The attestation", error);
    }
    return code;
}

nreg_code nreg_commit_options_take(const nreg_batch *batch, const nreg_commit_options *given, nreg_commit_options *own,
                                   nreg_error *error) {
    nreg_commit_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return bad(error, "The options were not prepared by nreg_commit_options_init().");
    }
    if (own->atomicity > NREG_ATOMIC_MAX_REJECTS) {
        return bad(error, "The options' `atomicity` is no such value.");
    }
    if (own->chunk_entries != 0 && own->atomicity != NREG_ATOMIC_KEEP_GOOD) {
        return bad(error, "A commit in chunks keeps what is good; it cannot be all or nothing.");
    }
    if ((own->consent & ~(uint32_t)(NREG_CONSENT_MOVE | NREG_CONSENT_DELETE)) != 0) {
        return bad(error, "The options' `consent` has bits that mean nothing.");
    }
    const int keeps_batches = (nreg_store_groups(batch->session->access.store) & NREG_GROUP_BATCHES) != 0;
    const int wants_batches = (own->request_id != NULL && own->request_id[0] != '\0') || own->chunk_entries != 0;
    if (wants_batches && !keeps_batches) {
        return nreg_error_set(error, NREG_UNSUPPORTED,
                              "This store keeps no batches: request ids and chunks cannot be used.");
    }
    const nreg_code code = check_evidence(batch, own, error);
    return code == NREG_OK ? check_texts(own, error) : code;
}

void nreg_commit_job_make(nreg_batch *batch, const nreg_commit_options *options, nreg_commit_job *job) {
    memset(job, 0, sizeof *job);
    job->access = &batch->session->access;
    job->draft = batch->draft;
    job->target = batch->target;
    job->action = batch->action;
    job->options = *options;
    job->id = batch->id;
    job->revision = batch->revision;
    job->drafted = batch->drafted;
    job->created = batch->created;
    if (batch->undoing != NULL) {
        nreg_undoing_join(batch, job);
    }
    job->extras = batch->extras;
    job->notes = batch->notes.length > 0 ? batch->notes.data : NULL;
    job->notes_length = batch->notes.length;
    job->elsewhere_disclosed = batch->session->registry->elsewhere_disclosed;
    job->elsewhere_context = batch->session->registry->context;
}

nreg_code nreg_commit_job_run(nreg_batch *batch, nreg_commit_job *job, nreg_result **result, nreg_error *error) {
    const nreg_code code = nreg_engine_commit(job, result, error);
    /* Also after a failure: chunks that were done are stored, and a later commit goes on behind them. */
    batch->id = job->id;
    batch->revision = job->revision;
    batch->drafted = job->drafted;
    if (code == NREG_OK) {
        batch->drafted = 0;
        batch->result = nreg_result_retain(*result);
    }
    if (batch->id != 0 && !batch->drafted) {
        nreg_draft_seal(batch->draft);
    }
    if (code == NREG_OK) {
        nreg_draft_seal(batch->draft);
    }
    nreg_log_commit(batch, code, code == NREG_OK ? *result : NULL, error);
    return code;
}

nreg_code nreg_batch_preview(nreg_batch *batch, const nreg_commit_options *options, nreg_result **result,
                             nreg_error *error) {
    nreg_commit_options own;
    nreg_code code = nreg_batch_enter(batch, error);
    if (code == NREG_OK && result == NULL) {
        code = bad(error, "A place for the result is needed.");
    }
    if (code == NREG_OK) {
        code = nreg_commit_options_take(batch, options, &own, error);
    }
    if (code == NREG_OK && batch->result != NULL) {
        code = nreg_error_set(error, NREG_CLOSED, "The batch is committed; there is nothing to preview.");
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_commit_job job;
    nreg_commit_job_make(batch, &own, &job);
    code = nreg_engine_preview(&job, result, error);
    if (code != NREG_OK) {
        nreg_log_failure(&batch->session->access.host, "A preview", code, error);
    }
    return code;
}

nreg_code nreg_batch_commit(nreg_batch *batch, const nreg_commit_options *options, nreg_result **result,
                            nreg_error *error) {
    nreg_commit_options own;
    nreg_code code = nreg_batch_enter(batch, error);
    if (code == NREG_OK && result == NULL) {
        code = bad(error, "A place for the result is needed.");
    }
    if (code == NREG_OK) {
        code = nreg_commit_options_take(batch, options, &own, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    if (batch->result != NULL) {
        *result = nreg_result_retain(batch->result);
        return NREG_OK;
    }
    code = nreg_annex_evidence(batch, own.evidence, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_commit_job job;
    nreg_commit_job_make(batch, &own, &job);
    return nreg_commit_job_run(batch, &job, result, error);
}
