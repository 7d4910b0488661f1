/* SPDX-License-Identifier: MIT */
/* A whole batch: every entry by its rule, then what entries do to each other (rules R4, R9, R11). */
#include "model.h"

#include <string.h>

static int wants_purpose(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE || action == NREG_ACTION_IMPORT;
}

uint64_t model_number_reasons(const model_entry *e) {
    const int registers = e->action == NREG_ACTION_ADD || e->action == NREG_ACTION_IMPORT;
    return !registers && e->number != 0 ? e->number_reasons & ~MODEL_OF_THE_PLAN : e->number_reasons;
}

/* What is known without looking at the registry. */
void answer_as_written(const question *q, answer *a) {
    const model_entry *e = q->entry;
    a->outcome.reasons = model_number_reasons(e);
    a->outcome.warnings = e->number_warnings;
    if (e->purpose_unknown) {
        answer_reject(a, NREG_REASON_PURPOSE_UNKNOWN);
    } else if (wants_purpose(e->action) && e->purpose == 0) {
        answer_reject(a, NREG_REASON_PURPOSE_MISSING);
    } else if (e->purpose == RETIRED) {
        answer_reject(a, NREG_REASON_PURPOSE_RETIRED);
    }
}

static int brings_numbers(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_MOVE || action == NREG_ACTION_TRANSFER ||
           action == NREG_ACTION_IMPORT;
}

static void targeted(const question *q, answer *a) {
    if (q->target == NULL) {
        answer_reject(a, q->entry->action == NREG_ACTION_IMPORT ? NREG_REASON_SCOPE_UNKNOWN
                                                                : NREG_REASON_TARGET_NOT_FOUND);
    } else if (q->target->level == NREG_LEVEL_ORGANIZATION) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
    } else if (q->target->state == NREG_SCOPE_CLOSED && brings_numbers(q->entry->action)) {
        answer_reject(a, NREG_REASON_TARGET_CLOSED);
    }
}

/* Rule R8: of the purpose asked for, and of where the number would end up. */
static void guard(const question *q, answer *a) {
    if (model_is_dno(q->entry->purpose)) {
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
        if (q->batch->policy.dno_acknowledge && !q->acknowledged) {
            answer_reject(a, NREG_REASON_DNO_NOT_ACKNOWLEDGED);
        }
    }
    if (a->after.program != 0 && model_is_dno(a->after.purpose)) {
        if (q->batch->policy.dno_in_program) {
            answer_reject(a, NREG_REASON_DNO_IN_PROGRAM);
        } else {
            a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
        }
    }
}

/* Rule R16. */
static void ended(const question *q, answer *a) {
    if (brings_numbers(q->entry->action) && q->target->state == NREG_SCOPE_OPEN && q->target->ends != 0 &&
        q->target->ends <= q->m->now) {
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_PROGRAM_ENDED);
    }
}

static void rule(const question *q, answer *a) {
    switch (q->entry->action) {
    case NREG_ACTION_REMOVE:
        rule_remove(q, a);
        break;
    case NREG_ACTION_CHANGE:
        rule_change(q, a);
        guard(q, a);
        break;
    case NREG_ACTION_REVIEW:
        rule_review(q, a);
        break;
    case NREG_ACTION_PROOF:
        rule_proof(q, a);
        break;
    case NREG_ACTION_REVERT:
        rule_revert(q, a);
        break;
    case NREG_ACTION_TRANSFER:
        rule_transfer(q, a);
        guard(q, a);
        break;
    case NREG_ACTION_IMPORT:
        rule_import(q, a);
        break;
    case NREG_ACTION_MOVE:
        rule_move(q, a);
        guard(q, a);
        break;
    default:
        rule_add(q, a);
        guard(q, a);
    }
}

static void decide_one(const question *q, answer *a) {
    memset(a, 0, sizeof *a);
    a->outcome.number = q->entry->number;
    a->outcome.entry = q->entry->entry;
    a->outcome.row = q->entry->row;
    a->outcome.purpose = q->entry->purpose;
    a->outcome.action = (uint8_t)q->entry->action;
    a->outcome.state = q->entry->state;
    answer_as_written(q, a);
    if (q->entry->claimed) {
        answer_reject(a, NREG_REASON_DOUBLE_HOLDER);
    }
    targeted(q, a);
    if (q->target != NULL && q->target->level != NREG_LEVEL_ORGANIZATION && q->entry->number != 0) {
        rule(q, a);
        ended(q, a);
    }
    if (a->outcome.reasons == 0 && a->opens && q->batch->policy.auto_review == NREG_REVIEW_IN_COMMIT) {
        model_review_at_once(q->m, q->record, a);
    }
    if (a->outcome.reasons == 0) {
        a->outcome.status = (uint8_t)(a->after.number != 0 ? a->after.status : 0);
        return;
    }
    a->changes = 0;
    a->outcome.outcome = NREG_OUTCOME_REJECTED;
    a->outcome.flags &= (uint8_t)~NREG_OUTCOME_FLAG_RESUBMITTED;
    if (a->outcome.reasons & ~NREG_REASON_BIT(a->consent_for)) {
        a->outcome.flags = 0; /* consent alone would not help */
    }
}

void answer_withdraw(answer *a) {
    a->changes = 0;
    a->outcome.outcome = NREG_OUTCOME_REJECTED;
    a->outcome.flags = 0;
    a->outcome.status = a->status_before;
}

static void atomicity(const model_batch *batch, const nreg_commit_options *options, answer *answers) {
    uint32_t rejected = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        rejected += answers[i].outcome.reasons != 0;
    }
    if ((options->atomicity == NREG_ATOMIC_ALL_OR_NOTHING && rejected > 0) ||
        (options->atomicity == NREG_ATOMIC_MAX_REJECTS && rejected > options->max_rejects)) {
        for (uint32_t i = 0; i < batch->count; i++) {
            if (answers[i].outcome.reasons == 0) {
                answer_withdraw(&answers[i]);
                answer_reject(&answers[i], NREG_REASON_BATCH_ABANDONED);
            }
        }
    }
}

uint32_t model_decide(model *m, uint64_t root, const model_batch *batch, const nreg_commit_options *options,
                      answer *answers) {
    question q = {.m = m, .root = root, .batch = batch};
    q.target = model_inside(m, batch->target, root) ? model_scope(m, batch->target) : NULL;
    q.acknowledged = options->acknowledge_dno != 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        q.entry = &batch->entries[i];
        q.record = model_record(m, q.entry->number);
        q.consent = q.entry->consent | options->consent;
        decide_one(&q, &answers[i]);
    }
    const uint32_t told = q.target == NULL ? 0 : model_limits(m, root, q.target->business, batch, answers);
    model_duplicates(batch, answers);
    atomicity(batch, options, answers);
    for (uint32_t i = 0; i < batch->count; i++) {
        answers[i].outcome.reason = (uint16_t)nreg_reason_first(answers[i].outcome.reasons);
    }
    return told;
}
