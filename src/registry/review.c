/* SPDX-License-Identifier: MIT */
/* The public face of review: staging decisions and proof, and what workers run. */
#include "registry/annex.h"
#include "registry/log.h"

#include "base/error.h"
#include "base/versioned.h"
#include "batch/signs.h"
#include "review/cases.h"
#include "review/decisions.h"

#include <numberreg/review.h>

#include <stdlib.h>
#include <string.h>

enum { LEASED_MOST = 10000 };

void nreg_review_options_init(nreg_review_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->limit = 500;
        options->lease_seconds = 300;
    }
}

/* --- staging */

static nreg_code stage(nreg_batch *batch, uint32_t action, const char *number, size_t length,
                       const nreg_annex_input *annex, nreg_entry *view, nreg_error *error) {
    nreg_entry_input input;
    uint32_t entry = 0;
    if (batch->action != action) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The batch's action is %s; this needs a batch with action %s.",
                              nreg_action_name(batch->action), nreg_action_name(action));
    }
    memset(&input, 0, sizeof input);
    input.number = number;
    input.number_length = length;
    const nreg_code code = nreg_annex_stage(batch, &input, annex, &entry, error);
    return code == NREG_OK && view != NULL ? nreg_draft_view(batch->draft, entry, view, error) : code;
}

nreg_code nreg_review_stage(nreg_batch *batch, const char *number, size_t length, uint32_t decision, const char *note,
                            const char *internal_note, nreg_entry *entry, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    if (code != NREG_OK) {
        return code;
    }
    if (decision < NREG_DECISION_APPROVE || decision > NREG_DECISION_REMOVE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The decision is no NREG_DECISION_ value to be carried out.");
    }
    const nreg_annex_input annex = {{.status = nreg_review_status(decision)}, note, internal_note};
    return stage(batch, NREG_ACTION_REVIEW, number, length, &annex, entry, error);
}

nreg_code nreg_proof_stage(nreg_batch *batch, const char *number, size_t length, const char *reference,
                           nreg_entry *entry, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    if (code != NREG_OK) {
        return code;
    }
    if (reference == NULL || reference[0] == '\0') {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Proof needs a reference that says where it is.");
    }
    const nreg_annex_input annex = {{.status = NREG_STATUS_PENDING}, reference, NULL};
    return stage(batch, NREG_ACTION_PROOF, number, length, &annex, entry, error);
}

/* --- workers */

typedef struct worker {
    nreg_session *session;
    nreg_review_basis basis;
    uint64_t owner;
    nreg_review_case *cases;
    nreg_review_answer *answers;
    uint32_t count;
    nreg_review_report report;
    uint32_t why; /* a reason for the journal; 0: what the reviewer noted says it */
} worker;

static nreg_code enter_operator(nreg_session *session, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && !session->access.is_operator) {
        return nreg_error_set(error, NREG_DENIED, "Only an operator's session reviews numbers.");
    }
    return code;
}

static nreg_code start(worker *work, nreg_session *session, uint32_t limit, nreg_error *error) {
    nreg_registry *registry = session->registry;
    memset(work, 0, sizeof *work);
    work->session = session;
    work->basis.access = &session->access;
    work->basis.plan = nreg_registry_plan(registry);
    work->basis.catalogue = nreg_registry_catalogue(registry);
    work->cases = nreg_allocate_array(&registry->allocator, limit, sizeof *work->cases);
    work->answers = nreg_allocate_array(&registry->allocator, limit, sizeof *work->answers);
    if (work->cases == NULL || work->answers == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the numbers to review.");
    }
    return nreg_host_random_id(&registry->host, &work->owner, error);
}

static void finish(worker *work) {
    nreg_registry *registry = work->session->registry;
    nreg_release(&registry->allocator, work->cases);
    nreg_release(&registry->allocator, work->answers);
    nreg_catalogue_release((nreg_catalogue *)work->basis.catalogue);
    nreg_plan_free((nreg_plan *)work->basis.plan);
}

static void count_outcome(nreg_review_report *report, uint32_t decision, const nreg_outcome *outcome) {
    if (outcome->outcome == NREG_OUTCOME_REJECTED) {
        report->overtaken++;
        return;
    }
    uint32_t *const counts[] = {[NREG_DECISION_APPROVE] = &report->approved,
                                [NREG_DECISION_HOLD] = &report->held,
                                [NREG_DECISION_DECLINE] = &report->declined,
                                [NREG_DECISION_SUSPEND] = &report->suspended,
                                [NREG_DECISION_REMOVE] = &report->removed};
    ++*counts[decision];
}

static nreg_code stage_answer(nreg_batch *batch, const nreg_review_case *item, const nreg_review_answer *answer,
                              uint32_t why, nreg_error *error) {
    char digits[24];
    size_t length = sizeof digits;
    uint64_t number = item->record.number;
    do {
        digits[--length] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    digits[--length] = '+';
    const nreg_annex_input annex = {{.status = nreg_review_status(answer->decision),
                                     .expected_revision = item->record.revision,
                                     .expected_batch = item->record.last_batch,
                                     .why = why},
                                    answer->note,
                                    answer->internal_note};
    return stage(batch, NREG_ACTION_REVIEW, digits + length, sizeof digits - length, &annex, NULL, error);
}

/* The decided cases of one Business, as a batch. `chosen` holds their indexes. */
static nreg_code commit_business(worker *work, const uint32_t *chosen, uint32_t count, nreg_error *error) {
    nreg_batch_options options;
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    nreg_batch_options_init(&options);
    options.action = NREG_ACTION_REVIEW;
    nreg_code code = nreg_batch_new(work->session, work->cases[chosen[0]].record.business, &options, &batch, error);
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        code = stage_answer(batch, &work->cases[chosen[i]], &work->answers[chosen[i]], work->why, error);
    }
    if (code == NREG_OK) {
        code = nreg_batch_commit(batch, NULL, &result, error);
    }
    if (code == NREG_OK) {
        const nreg_outcome *outcomes = nreg_result_outcomes(result, NULL, NULL);
        for (uint32_t i = 0; i < count; i++) {
            count_outcome(&work->report, work->answers[chosen[i]].decision, &outcomes[i]);
        }
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
    return code;
}

/* Commits what was decided, Business by Business. */
static nreg_code commit_answers(worker *work, nreg_error *error) {
    const nreg_allocator *allocator = &work->session->registry->allocator;
    uint32_t *chosen = nreg_allocate_array(allocator, work->count, sizeof *chosen);
    unsigned char *done = nreg_allocate_zeroed(allocator, work->count);
    nreg_code code = NREG_OK;
    if (chosen == NULL || done == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the decisions.");
    }
    for (uint32_t first = 0; code == NREG_OK && first < work->count; first++) {
        uint32_t count = 0;
        for (uint32_t i = first; !done[first] && i < work->count; i++) {
            if (!done[i] && work->cases[i].record.business == work->cases[first].record.business) {
                done[i] = 1;
                if (work->answers[i].decision == NREG_DECISION_LATER) {
                    work->report.later++;
                } else {
                    chosen[count++] = i;
                }
            }
        }
        if (count > 0) {
            code = commit_business(work, chosen, count, error);
        }
    }
    nreg_release(allocator, chosen);
    nreg_release(allocator, done);
    return code;
}

static nreg_code ask(worker *work, const nreg_review_options *options, nreg_error *error) {
    memset(work->answers, 0, work->count * sizeof *work->answers);
    if (options->reviewer != NULL) {
        const nreg_code code = options->reviewer(work->cases, work->count, work->answers, options->context);
        if (code != NREG_OK) {
            return nreg_error_set(error, code, "The reviewer failed; the numbers stay as they were.");
        }
    }
    for (uint32_t i = 0; i < work->count; i++) {
        if (options->reviewer == NULL) {
            work->answers[i].decision = nreg_signs_decide(work->cases[i].signs, work->cases[i].record.flags);
        }
        if (work->answers[i].decision > NREG_DECISION_REMOVE) {
            return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The reviewer's answer is no NREG_DECISION_ value.");
        }
    }
    return NREG_OK;
}

/* Leases of what is to come later last until their time is out, so that it is not asked again at once. */
static nreg_code give_up(worker *work, int all, nreg_error *error) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < work->count; i++) {
        if (all || work->answers[i].decision != NREG_DECISION_LATER) {
            work->cases[kept++] = work->cases[i];
        }
    }
    return nreg_review_unlease(&work->session->access, work->cases, kept, work->owner, error);
}

/* Before anything is done: a call that fails has done nothing. */
static nreg_code check_report(const nreg_review_report *report, nreg_error *error) {
    return report == NULL || report->struct_size >= sizeof *report
               ? NREG_OK
               : nreg_error_set(error, NREG_INVALID_ARGUMENT, "The report's struct_size is not set.");
}

static void put_report(const worker *work, nreg_review_report *report) {
    if (report != NULL) {
        const uint32_t size = report->struct_size;
        *report = work->report;
        report->struct_size = size;
    }
}

static nreg_code review_leased(worker *work, const nreg_review_options *options, nreg_error *error) {
    nreg_code code = ask(work, options, error);
    if (code == NREG_OK) {
        code = commit_answers(work, error);
    }
    nreg_error ignored = NREG_ERROR_INIT;
    const nreg_code given = give_up(work, code != NREG_OK, code == NREG_OK ? error : &ignored);
    return code == NREG_OK ? given : code;
}

static nreg_code take_options(const nreg_review_options *given, nreg_review_options *own, nreg_error *error) {
    nreg_review_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options were not prepared by nreg_review_options_init().");
    }
    if (own->limit < 1 || own->limit > LEASED_MOST || own->lease_seconds < 1 || own->lease_seconds > 86400) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The limit must be 1 to 10000 numbers, the lease 1 to 86400 seconds.");
    }
    return NREG_OK;
}

nreg_code nreg_review_run(nreg_session *session, const nreg_review_options *options, nreg_review_report *report,
                          nreg_error *error) {
    nreg_review_options own;
    worker work;
    nreg_code code = enter_operator(session, error);
    if (code == NREG_OK) {
        code = take_options(options, &own, error);
    }
    code = code == NREG_OK ? check_report(report, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    if (session->registry->policy.auto_review == NREG_REVIEW_OFF) {
        return nreg_error_set(error, NREG_DENIED, "The policy leaves review to people; stage their decisions instead.");
    }
    code = start(&work, session, own.limit, error);
    if (code == NREG_OK) {
        code = nreg_review_lease(&work.basis, NREG_STATUS_PENDING, work.owner, own.lease_seconds, own.limit, work.cases,
                                 &work.count, error);
        work.report.leased = work.count;
    }
    if (code == NREG_OK && work.count > 0) {
        code = review_leased(&work, &own, error);
    }
    if (code == NREG_OK) {
        put_report(&work, report);
    }
    nreg_log_review(session, "Review", code, &work.report, error);
    finish(&work);
    return code;
}

/* --- proof that does not come */

static nreg_code answer_expired(worker *work, int64_t now, nreg_error *error) {
    const nreg_allocator *allocator = &work->session->registry->allocator;
    const int64_t due = now - work->session->registry->policy.proof_days * INT64_C(86400000000);
    int64_t *since = nreg_allocate_array(allocator, work->count, sizeof *since);
    if (since == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to look at what needs proof.");
    }
    const nreg_code code = nreg_review_held_since(&work->session->access, work->cases, work->count, due, since, error);
    memset(work->answers, 0, work->count * sizeof *work->answers);
    for (uint32_t i = 0; code == NREG_OK && i < work->count; i++) {
        if (since[i] < due) {
            work->answers[i].decision = NREG_DECISION_REMOVE;
            work->answers[i].note = "Ownership was not proved in time.";
        }
    }
    nreg_release(allocator, since);
    return code;
}

nreg_code nreg_review_expire(nreg_session *session, uint32_t limit, nreg_review_report *report, nreg_error *error) {
    worker work;
    int64_t now = 0;
    nreg_code code = enter_operator(session, error);
    if (code == NREG_OK && (limit < 1 || limit > LEASED_MOST)) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "The limit must be 1 to 10000 numbers.");
    }
    code = code == NREG_OK ? check_report(report, error) : code;
    if (code == NREG_OK) {
        code = nreg_host_now(&session->access.host, &now, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    code = start(&work, session, limit, error);
    work.why = NREG_REASON_PROOF_EXPIRED;
    if (code == NREG_OK) {
        code = nreg_review_lease(&work.basis, NREG_STATUS_NEEDS_PROOF, work.owner, NREG_EXPIRE_LEASE_SECONDS, limit,
                                 work.cases, &work.count, error);
        work.report.leased = work.count;
    }
    if (code == NREG_OK && work.count > 0) {
        code = answer_expired(&work, now, error);
        code = code == NREG_OK ? commit_answers(&work, error) : code;
        nreg_error ignored = NREG_ERROR_INIT;
        const nreg_code given = give_up(&work, code != NREG_OK, code == NREG_OK ? error : &ignored);
        code = code == NREG_OK ? given : code;
    }
    if (code == NREG_OK) {
        put_report(&work, report);
    }
    nreg_log_review(session, "Expiry of proofs", code, &work.report, error);
    finish(&work);
    return code;
}
