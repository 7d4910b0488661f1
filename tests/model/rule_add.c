/* SPDX-License-Identifier: MIT */
/* Rule R4 (and R8 for what it adds): adding a number at a target. */
#include "model.h"

#include <string.h>

void answer_reject(answer *a, uint32_t reason) {
    a->outcome.reasons |= NREG_REASON_BIT(reason);
}

void answer_disclose(const question *q, answer *a) {
    const uint64_t holder = model_holder(q->record);
    if (model_inside(q->m, holder, q->root)) {
        a->outcome.holder = holder;
        a->outcome.status = a->status_before = (uint8_t)q->record->status;
    }
}

void answer_place(const question *q, answer *a) {
    a->after.business = q->target->business;
    a->after.unit = q->target->unit;
    a->after.program = q->target->level == NREG_LEVEL_PROGRAM ? q->target->id : 0;
}

void answer_status(answer *a, uint32_t status) {
    if (a->after.status == NREG_STATUS_DECLINED) {
        a->after.flags |= NREG_RECORD_RESUBMITTED;
    }
    if (a->after.status == NREG_STATUS_SUSPENDED) {
        a->after.flags |= NREG_RECORD_REINSTATED;
    }
    if (a->after.status != status) {
        /* It has been looked at, or is not asked for any more. */
        a->after.flags &= ~(uint32_t)(NREG_RECORD_PROOF | NREG_RECORD_REVIEWED_AT_ONCE);
    }
    a->after.status = status;
}

void answer_purpose(const question *q, answer *a, uint32_t purpose) {
    if (purpose == 0) {
        return;
    }
    const int was = q->record != NULL && model_is_dno(q->record->purpose);
    const int is = model_is_dno(purpose);
    a->after.purpose = purpose;
    if (q->record != NULL && was != is) {
        answer_status(a, NREG_STATUS_PENDING);
        a->opens = 1;
        a->after.dno_batch = 0; /* whoever declares it now has declared it */
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO_CHANGED);
    }
}

/* A new record at the target. */
static void add_new(const question *q, answer *a) {
    memset(&a->after, 0, sizeof a->after);
    a->after.number = q->entry->number;
    answer_place(q, a);
    a->after.created = q->m->now;
    a->after.purpose = q->entry->purpose;
    a->after.status = NREG_STATUS_PENDING;
    a->outcome.outcome = NREG_OUTCOME_ADDED;
    a->changes = a->opens = 1;
}

/* The declined record, here and Pending again. */
static void resubmit(const question *q, answer *a) {
    answer_disclose(q, a);
    a->after = *q->record;
    answer_place(q, a);
    answer_purpose(q, a, q->entry->purpose);
    answer_status(a, NREG_STATUS_PENDING);
    a->outcome.outcome = NREG_OUTCOME_ADDED;
    a->outcome.flags |= NREG_OUTCOME_FLAG_RESUBMITTED;
    a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_RESUBMITTED);
    a->changes = a->opens = 1;
}

/* The number sits somewhere else in the target's Business. */
static void held_nearby(const question *q, answer *a, uint32_t reason, int movable) {
    answer_disclose(q, a);
    if (!movable) {
        answer_reject(a, reason);
        return;
    }
    a->after = *q->record;
    answer_place(q, a);
    answer_purpose(q, a, q->entry->purpose);
    a->outcome.outcome = NREG_OUTCOME_MOVED;
    a->changes = 1;
    if ((q->consent & NREG_CONSENT_MOVE) == 0) {
        answer_reject(a, reason);
        a->outcome.flags |= NREG_OUTCOME_FLAG_MOVABLE;
        a->consent_for = reason;
    }
}

void rule_add(const question *q, answer *a) {
    const nreg_record *r = q->record;
    const nreg_scope *t = q->target;
    if (r == NULL) {
        add_new(q, a);
        return;
    }
    const uint64_t holder = model_holder(r);
    const int declined = r->status == NREG_STATUS_DECLINED;
    if (r->business != t->business || !model_inside(q->m, holder, q->root)) {
        if (declined) {
            add_new(q, a); /* also a declined one of this Business that the session may not know of */
        } else {
            answer_reject(a, NREG_REASON_REGISTERED_ELSEWHERE);
        }
    } else if (declined) {
        resubmit(q, a);
    } else if (holder == t->id) {
        held_nearby(q, a, NREG_REASON_ALREADY_HERE, 0);
    } else if (model_above(q->m, holder, t->id)) {
        held_nearby(q, a, NREG_REASON_HELD_ABOVE, 1);
    } else if (model_inside(q->m, holder, t->id)) {
        held_nearby(q, a, NREG_REASON_ALREADY_BELOW, 0);
    } else {
        const uint32_t policy = q->batch->policy.reassign;
        held_nearby(q, a, r->program != 0 ? NREG_REASON_IN_OTHER_PROGRAM : NREG_REASON_IN_OTHER_UNIT,
                    policy == NREG_REASSIGN_TO_UNITS ||
                        (policy == NREG_REASSIGN_TO_PROGRAMS && t->level == NREG_LEVEL_PROGRAM));
    }
}
