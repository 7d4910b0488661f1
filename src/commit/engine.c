/* SPDX-License-Identifier: MIT */
#include "commit/engine.h"

#include "base/error.h"
#include "commit/run.h"

#include <string.h>

/* --- one run */

static void run_free(nreg_run *run) {
    nreg_transaction_rollback(&run->tx);
    nreg_slice_free(run);
    nreg_order_free(&run->order);
    nreg_tally_free(&run->tally);
    nreg_writer_free(&run->writer);
    nreg_release(&run->allocator, run->indexes);
    nreg_result_free(run->result);
}

static void digest_annexes(const nreg_commit_job *job, nreg_digest *digest) {
    uint32_t count = 0;
    (void)nreg_draft_entries(job->draft, &count);
    for (uint32_t i = 0; job->extras != NULL && i < count; i++) {
        nreg_digest_number(digest, job->extras[i].status);
        nreg_digest_number(digest, (uint64_t)job->extras[i].created);
        nreg_digest_number(digest, job->extras[i].faults);
        nreg_digest_number(digest, job->extras[i].claimant);
    }
    nreg_digest_number(digest, job->reverted);
    nreg_digest_number(digest, job->notes_length);
    nreg_digest_bytes(digest, job->notes == NULL ? "" : job->notes, job->notes_length);
}

static void make_digest(nreg_run *run) {
    const nreg_commit_job *job = run->job;
    const nreg_commit_options *options = &job->options;
    if (options->request_id == NULL || options->request_id[0] == '\0') {
        return;
    }
    nreg_digest digest;
    nreg_digest_init(&digest);
    nreg_digest_number(&digest, job->target);
    nreg_digest_number(&digest, job->action);
    nreg_digest_number(&digest, options->atomicity);
    nreg_digest_number(&digest, options->atomicity == NREG_ATOMIC_MAX_REJECTS ? options->max_rejects : 0);
    nreg_digest_number(&digest, options->consent);
    nreg_digest_number(&digest, options->acknowledge_dno);
    const size_t attested = options->attestation == NULL ? 0 : strlen(options->attestation);
    nreg_digest_number(&digest, attested);
    nreg_digest_bytes(&digest, options->attestation == NULL ? "" : options->attestation, attested);
    nreg_draft_digest(job->draft, &digest);
    digest_annexes(job, &digest);
    nreg_digest_finish(&digest, run->digest);
}

static void copy_text(char *to, size_t capacity, const char *from) {
    const size_t length = from == NULL ? 0 : strlen(from);
    memcpy(to, from == NULL ? "" : from, length < capacity ? length : capacity - 1);
}

/* What the header says from the beginning; the target's places and the counts come later. */
static void make_header(nreg_run *run) {
    const nreg_commit_job *job = run->job;
    nreg_store_batch *header = &run->header;
    header->target = job->target;
    header->created = job->created != 0 ? job->created : run->now;
    header->updated = run->now;
    header->committed = run->now;
    const int64_t day = INT64_C(86400000000);
    header->expires = run->basis->policy.result_days == 0 ? 0 : run->now + run->basis->policy.result_days * day;
    header->digest[0] = run->digest[0];
    header->digest[1] = run->digest[1];
    header->state = NREG_BATCH_COMMITTED;
    header->action = job->action;
    header->entries = run->result->count;
    header->reverted = job->reverted;
    copy_text(header->region, sizeof header->region, run->basis->region);
    copy_text(header->plan, sizeof header->plan, nreg_plan_release(run->basis->plan));
    copy_text(header->request_id, sizeof header->request_id, job->options.request_id);
    copy_text(header->actor, sizeof header->actor, job->access->actor);
    copy_text(header->trace, sizeof header->trace, job->access->trace);
    copy_text(header->attestation, sizeof header->attestation, job->options.attestation);
}

static nreg_code make_result(nreg_run *run, nreg_error *error) {
    const nreg_code code = nreg_result_new(&run->allocator, run->basis->catalogue, run->job->access->language,
                                           nreg_draft_count(run->job->draft), &run->result, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_result *result = run->result;
    if (!nreg_texts_share(nreg_draft_texts(run->job->draft), &result->texts)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a result.");
    }
    result->summary.batch = run->job->id;
    result->summary.time = run->now;
    copy_text(result->plan, sizeof result->plan, nreg_plan_release(run->basis->plan));
    copy_text(result->plan_date, sizeof result->plan_date, nreg_plan_date(run->basis->plan));
    copy_text(result->region, sizeof result->region, run->basis->region);
    return NREG_OK;
}

static nreg_code run_init(nreg_run *run, nreg_commit_job *job, int writes, nreg_error *error) {
    memset(run, 0, sizeof *run);
    run->job = job;
    run->basis = nreg_draft_basis_of(job->draft);
    run->allocator = run->basis->allocator;
    run->groups = nreg_store_groups(job->access->store);
    run->writes = writes;
    nreg_tally_init(&run->tally, &run->allocator);
    nreg_writer_init(&run->writer, &run->allocator);
    if (job->options.timeout_ms != 0) {
        run->deadline_ms = nreg_monotonic_ms() + job->options.timeout_ms;
    }
    uint32_t count;
    run->entries = nreg_draft_entries(job->draft, &count);
    nreg_code code = nreg_host_now(&job->access->host, &run->now, error);
    if (code == NREG_OK) {
        code = nreg_order_make(job->draft, &run->order, error);
    }
    if (code == NREG_OK) {
        code = make_result(run, error);
    }
    if (code == NREG_OK) {
        code = nreg_slice_init(run, error);
    }
    if (code == NREG_OK) {
        make_digest(run);
        make_header(run);
    }
    return code;
}

/* --- the result */

/* What was accepted is not done after all (rule R11). */
static void abandon(nreg_result *result) {
    for (uint32_t i = 0; i < result->count; i++) {
        nreg_outcome *outcome = &result->outcomes[i];
        if (outcome->outcome != NREG_OUTCOME_REJECTED) {
            outcome->outcome = NREG_OUTCOME_REJECTED;
            outcome->reason = NREG_REASON_BATCH_ABANDONED;
            outcome->reasons = NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED);
            outcome->status = outcome->reserved;
            outcome->flags = 0;
        }
    }
    result->summary.flags |= NREG_RESULT_ABANDONED;
}

void nreg_run_finish_outcomes(nreg_run *run, int abandoned) {
    if (abandoned) {
        abandon(run->result);
    }
    nreg_result_count_up(run->result);
}

/* Is too much rejected (rule R11)? */
static int gives_up(const nreg_run *run) {
    const nreg_commit_options *options = &run->job->options;
    if (options->atomicity == NREG_ATOMIC_KEEP_GOOD) {
        return 0;
    }
    const uint32_t most = options->atomicity == NREG_ATOMIC_MAX_REJECTS ? options->max_rejects : 0;
    uint32_t rejected = 0;
    for (uint32_t i = 0; i < run->result->count; i++) {
        rejected += run->result->outcomes[i].outcome == NREG_OUTCOME_REJECTED;
    }
    return rejected > most && rejected < run->result->count;
}

void nreg_run_tell_disclosed(nreg_run *run) {
    if (run->disclosed > run->disclosed_before && run->job->elsewhere_disclosed != NULL) {
        const uint32_t told = run->disclosed < UINT32_MAX ? (uint32_t)run->disclosed : UINT32_MAX;
        run->job->elsewhere_disclosed(run->target.business, told, run->job->elsewhere_context);
    }
    run->disclosed_before = run->disclosed;
}

static void hand_over(nreg_run *run, nreg_result **result) {
    *result = run->result;
    run->result = NULL;
}

/* --- all in one transaction */

static nreg_code store_result(nreg_run *run, nreg_error *error) {
    nreg_code code = nreg_run_write_counts(run, error);
    if (code != NREG_OK || !nreg_run_stores(run)) {
        return code;
    }
    nreg_result_to_header(run->result, &run->header);
    code = nreg_run_write_outcomes(run, NULL, run->result->count, error);
    if (code == NREG_OK) {
        code = nreg_run_put_extras(run, error);
    }
    return code == NREG_OK ? nreg_run_put_header_again(run, error) : code;
}

/* Commits a transaction that may have written; one that has not is just ended. */
nreg_code nreg_run_end(nreg_run *run, nreg_error *error) {
    if (run->target.business == 0) {
        nreg_transaction_rollback(&run->tx);
        return NREG_OK;
    }
    return nreg_transaction_commit(&run->tx, error);
}

/* What another commit has stored is passed on only when it is known to last. */
nreg_code nreg_run_end_early(nreg_run *run, nreg_error *error) {
    return run->settled ? nreg_transaction_commit(&run->tx, error) : NREG_OK;
}

static nreg_code store_abandoned(nreg_run *run, nreg_error *error) {
    int over;
    nreg_code code = nreg_run_begin_batch(run, &over, error);
    if (code != NREG_OK || over) {
        return code == NREG_OK ? nreg_run_end_early(run, error) : code;
    }
    run->disclosed = run->disclosed_before + run->disclosed_here;
    code = store_result(run, error);
    return code == NREG_OK ? nreg_run_end(run, error) : code;
}

/* Limits depend on how many came before, so nothing is foretold under them. */
static void foretell(nreg_run *run) {
    const nreg_policy *policy = &run->basis->policy;
    nreg_slice_foretell(run);
    run->foretells = policy->max_numbers == 0 && policy->max_elsewhere_a_day == 0;
}

static nreg_code commit_whole(nreg_run *run, nreg_error *error) {
    int over;
    nreg_code code = nreg_run_begin_batch(run, &over, error);
    if (code != NREG_OK || over) {
        return code == NREG_OK ? nreg_run_end_early(run, error) : code;
    }
    run->result->summary.batch = nreg_run_stores(run) ? run->header.id : 0;
    run->result->summary.flags = 0;
    run->abandoned = 0;
    foretell(run);
    code = nreg_run_items(run, 0, run->order.count, error);
    if (code == NREG_OK) {
        code = nreg_engine_name_scopes(run->job->access, &run->tx, &run->target, run->result, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    if (gives_up(run)) {
        nreg_transaction_rollback(&run->tx);
        nreg_run_finish_outcomes(run, 1);
        run->abandoned = 1;
        run->disclosed_here = run->disclosed - run->disclosed_before;
        return NREG_OK;
    }
    nreg_run_finish_outcomes(run, 0);
    code = store_result(run, error);
    return code == NREG_OK ? nreg_run_end(run, error) : code;
}

/* --- preview */

static nreg_code look(nreg_run *run, nreg_error *error) {
    int over;
    nreg_code code = nreg_run_begin_batch(run, &over, error);
    run->result->summary.flags = NREG_RESULT_PREVIEW;
    if (code == NREG_OK) {
        foretell(run);
        code = nreg_run_items(run, 0, run->order.count, error);
    }
    if (code == NREG_OK) {
        code = nreg_engine_name_scopes(run->job->access, &run->tx, &run->target, run->result, error);
    }
    if (code == NREG_OK) {
        nreg_run_finish_outcomes(run, gives_up(run));
    }
    return code;
}

nreg_code nreg_engine_preview(nreg_commit_job *job, nreg_result **result, nreg_error *error) {
    nreg_run run;
    nreg_code code = run_init(&run, job, 0, error);
    if (code == NREG_OK) {
        code = nreg_run_persist(&run, look, error);
    }
    if (code == NREG_OK) {
        nreg_run_tell_disclosed(&run);
        hand_over(&run, result);
    }
    run_free(&run);
    return code;
}

/* --- commit */

static nreg_code commit_by_steps(nreg_run *run, nreg_error *error) {
    nreg_code code = NREG_OK;
    if (run->job->options.chunk_entries == 0 && !run->adopts) {
        run->may_promise = 1;
        code = nreg_run_persist(run, commit_whole, error);
        if (code == NREG_OK && run->abandoned && nreg_run_stores(run)) {
            code = nreg_run_persist(run, store_abandoned, error);
        }
    }
    if (code == NREG_OK && !run->settled && (run->job->options.chunk_entries != 0 || run->adopts)) {
        code = nreg_run_commit_chunks(run, error);
    }
    return code;
}

nreg_code nreg_engine_commit(nreg_commit_job *job, nreg_result **result, nreg_error *error) {
    nreg_run run;
    nreg_code code = run_init(&run, job, 1, error);
    run.header.id = job->id;
    run.adopts = job->id != 0 && !job->drafted;
    if (code == NREG_OK && job->id == 0) {
        code = nreg_host_random_id(&job->access->host, &run.header.id, error);
    }
    if (code == NREG_OK) {
        code = commit_by_steps(&run, error);
    }
    if (code == NREG_OK) {
        job->id = nreg_run_stores(&run) || run.settled ? run.header.id : 0;
        job->revision = run.header.revision;
        nreg_run_tell_disclosed(&run);
        hand_over(&run, result);
    }
    run_free(&run);
    return code;
}
