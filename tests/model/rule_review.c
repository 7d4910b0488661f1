/* SPDX-License-Identifier: MIT */
/* Rules R7 and R14: review, proof, and transfer between Businesses. */
#include "model.h"

/* Registered, known to the session, and in the target? */
static int reviewed_here(const question *q, answer *a) {
    if (q->record == NULL || !model_inside(q->m, model_holder(q->record), q->root)) {
        answer_reject(a, NREG_REASON_NOT_REGISTERED);
        return 0;
    }
    answer_disclose(q, a);
    if (!model_inside(q->m, model_holder(q->record), q->target->id)) {
        answer_reject(a, NREG_REASON_NOT_IN_SCOPE);
        return 0;
    }
    return 1;
}

static int may_follow(uint32_t from, uint32_t to) {
    switch (from) {
    case NREG_STATUS_PENDING:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_NEEDS_PROOF || to == NREG_STATUS_DECLINED;
    case NREG_STATUS_NEEDS_PROOF:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_DECLINED;
    case NREG_STATUS_ACTIVE:
        return to == NREG_STATUS_SUSPENDED || to == NREG_STATUS_NEEDS_PROOF;
    case NREG_STATUS_SUSPENDED:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_DECLINED;
    default:
        return 0;
    }
}

static void becomes(const question *q, answer *a, uint32_t status) {
    a->after = *q->record;
    answer_status(a, status);
    a->outcome.outcome = NREG_OUTCOME_REVIEWED;
    a->changes = 1;
}

void rule_review(const question *q, answer *a) {
    static const uint32_t statuses[] = {0, NREG_STATUS_ACTIVE, NREG_STATUS_NEEDS_PROOF, NREG_STATUS_DECLINED,
                                        NREG_STATUS_SUSPENDED};
    if (q->root != 0) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
    }
    if (!reviewed_here(q, a)) {
        return;
    }
    if (q->entry->decision == NREG_DECISION_REMOVE) {
        a->outcome.outcome = NREG_OUTCOME_DELETED;
        a->changes = 1;
    } else if (may_follow(q->record->status, statuses[q->entry->decision])) {
        becomes(q, a, statuses[q->entry->decision]);
    } else {
        answer_reject(a, NREG_REASON_BAD_TRANSITION);
    }
}

void rule_proof(const question *q, answer *a) {
    if (!reviewed_here(q, a)) {
        return;
    }
    if (q->record->status == NREG_STATUS_NEEDS_PROOF) {
        becomes(q, a, NREG_STATUS_PENDING);
        a->after.flags |= NREG_RECORD_PROOF;
    } else {
        answer_reject(a, NREG_REASON_BAD_TRANSITION);
    }
}

void rule_transfer(const question *q, answer *a) {
    if (q->record != NULL && model_inside(q->m, model_holder(q->record), q->root)) {
        answer_disclose(q, a);
    }
    if (q->root != 0) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
    } else if (q->record == NULL) {
        answer_reject(a, NREG_REASON_NOT_REGISTERED);
    } else if (model_holder(q->record) == q->target->id) {
        answer_reject(a, NREG_REASON_ALREADY_HERE);
    } else if (q->record->business == q->target->business) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
    } else {
        a->after = *q->record;
        answer_place(q, a);
        a->outcome.outcome = NREG_OUTCOME_TRANSFERRED;
        a->changes = 1;
    }
}
