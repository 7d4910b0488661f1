/* SPDX-License-Identifier: MIT */
/* Rules R5 and R6, and moving: what is done to numbers that are registered. */
#include "model.h"

/* Is there a record that the session may know of? */
static int known(const question *q, answer *a) {
    if (q->record == NULL || !model_inside(q->m, model_holder(q->record), q->root)) {
        answer_reject(a, NREG_REASON_NOT_REGISTERED);
        return 0;
    }
    answer_disclose(q, a);
    return 1;
}

static int known_in_target(const question *q, answer *a) {
    if (known(q, a) && !model_inside(q->m, model_holder(q->record), q->target->id)) {
        answer_reject(a, NREG_REASON_NOT_IN_SCOPE);
    }
    return a->outcome.holder != 0 && model_inside(q->m, a->outcome.holder, q->target->id);
}

void rule_remove(const question *q, answer *a) {
    if (!known_in_target(q, a)) {
        return;
    }
    if (q->record->status == NREG_STATUS_SUSPENDED && q->root != 0) {
        answer_reject(a, NREG_REASON_SUSPENDED);
    }
    a->changes = 1;
    if (q->target->level == NREG_LEVEL_BUSINESS || (q->consent & NREG_CONSENT_DELETE) != 0) {
        a->outcome.outcome = NREG_OUTCOME_DELETED;
        return;
    }
    a->after = *q->record;
    a->after.unit = q->target->level == NREG_LEVEL_PROGRAM ? q->target->unit : 0;
    a->after.program = 0;
    a->outcome.outcome = NREG_OUTCOME_UNASSIGNED;
}

void rule_change(const question *q, answer *a) {
    if (!known_in_target(q, a)) {
        return;
    }
    if (q->record->purpose == q->entry->purpose) {
        answer_reject(a, NREG_REASON_NO_CHANGE);
    }
    a->after = *q->record;
    answer_purpose(q, a, q->entry->purpose);
    a->outcome.outcome = NREG_OUTCOME_CHANGED;
    a->changes = 1;
}

void rule_move(const question *q, answer *a) {
    if (!known(q, a)) {
        return;
    }
    if (q->record->business != q->target->business) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
        return;
    }
    if (model_holder(q->record) == q->target->id) {
        answer_reject(a, NREG_REASON_ALREADY_HERE);
        return;
    }
    a->after = *q->record;
    answer_place(q, a);
    answer_purpose(q, a, q->entry->purpose);
    a->outcome.outcome = NREG_OUTCOME_MOVED;
    a->changes = 1;
}
