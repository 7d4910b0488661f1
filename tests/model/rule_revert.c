/* SPDX-License-Identifier: MIT */
/* Rule R13: putting back what a batch changed. */
#include "model.h"

/* The row of what the batch did to the number in its own right; NULL if it did nothing. */
static const nreg_journal_row *deed(const model *m, uint64_t batch, uint64_t number) {
    for (uint32_t i = m->pruned; i < m->row_count; i++) {
        const nreg_journal_row *row = &m->rows[i];
        if (row->batch == batch && row->number == number && row->change != NREG_CHANGE_LOST) {
            return row;
        }
    }
    return NULL;
}

/* Has anything but review, proof included, changed the number since? */
static int moved_on(const question *q, const nreg_journal_row *done) {
    for (const nreg_journal_row *row = done + 1; row < q->m->rows + q->m->row_count; row++) {
        const int by_review = row->action == NREG_ACTION_REVIEW || row->action == NREG_ACTION_PROOF;
        if (row->number == done->number && (!by_review || row->status_after == 0)) {
            return 1;
        }
    }
    return 0;
}

static uint64_t no_way_back(const question *q, const nreg_journal_row *done) {
    if (done->status_before == 0) {
        return 0;
    }
    const uint64_t place = model_holder_of(done->business, done->unit_before, done->program_before);
    if (!model_inside(q->m, place, q->root)) {
        return NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND);
    }
    return model_scope_const(q->m, place)->state == NREG_SCOPE_CLOSED ? NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED) : 0;
}

/* The row of the last unpruned one before `until` that made the number Do Not Originate; NULL. */
static const nreg_journal_row *declaring(const model *m, uint64_t number, const nreg_journal_row *until) {
    for (const nreg_journal_row *row = until; row-- > m->rows + m->pruned;) {
        if (row->number == number && model_is_dno(row->purpose_after) && !model_is_dno(row->purpose_before) &&
            row->action != NREG_ACTION_TRANSFER) {
            return row;
        }
    }
    return NULL;
}

/* Who had declared it Do Not Originate, as far as retention has left that; 0 if it has not. */
static uint64_t declared_by(const question *q, const nreg_journal_row *done) {
    const uint64_t known = q->m->dno_before[done - q->m->rows];
    const nreg_journal_row *row = deed(q->m, known, done->number);
    uint64_t by = 0;
    if (known == 0 || row != NULL || (q->record != NULL && q->record->dno_batch == known)) {
        return known;
    }
    /* Who restored it last, or those on whose behalf he did, as far back as rows go. */
    for (row = declaring(q->m, done->number, done); row != NULL;) {
        by = row->batch;
        const model_batch *restorer = row->action == NREG_ACTION_REVERT ? model_stored(q->m, row->batch) : NULL;
        const nreg_journal_row *reverted = restorer == NULL ? NULL : deed(q->m, restorer->undoes, done->number);
        row = reverted == NULL ? NULL : declaring(q->m, done->number, reverted);
    }
    return by;
}

static void put_back(const question *q, answer *a, const nreg_journal_row *done) {
    nreg_record *after = &a->after;
    if (q->record != NULL) {
        *after = *q->record;
    } else {
        after->number = done->number;
        after->created = done->created;
        after->revision = done->revision_before;
        after->business = done->business;
        after->status = done->status_before;
    }
    after->unit = done->unit_before;
    after->program = done->program_before;
    after->purpose = done->purpose_before;
    after->dno_batch = declared_by(q, done);
    if (q->record == NULL) {
        after->flags = done->flags_before;
        return;
    }
    /* What review has said since stays said: its status, if the batch left that alone or it is a sanction, and flags.
     */
    const uint32_t now = q->record->flags;
    const uint32_t once = NREG_RECORD_RESUBMITTED | NREG_RECORD_REINSTATED;
    const uint32_t said = once | NREG_RECORD_PROOF | NREG_RECORD_REVIEWED_AT_ONCE;
    const int sanctioned = after->status == NREG_STATUS_SUSPENDED || after->status == NREG_STATUS_DECLINED;
    const int untouched = q->record->status == done->status_after && (now & said) == (done->flags_after & said);
    if (!sanctioned && done->status_before != done->status_after) {
        after->status = done->status_before;
        after->flags = done->flags_before | (now & once & ~done->flags_after);
    } else if (untouched && after->status == done->status_before) {
        after->flags = done->flags_before;
    } else {
        after->flags = (done->flags_before & ~said) | (now & said);
    }
}

void rule_revert(const question *q, answer *a) {
    const nreg_journal_row *done = deed(q->m, q->batch->undoes, q->entry->number);
    if (q->record != NULL && model_inside(q->m, model_holder(q->record), q->root)) {
        answer_disclose(q, a);
    }
    if (done == NULL) {
        answer_reject(a, NREG_REASON_NO_CHANGE);
        return;
    }
    const int elsewhere = q->record != NULL && (!model_inside(q->m, model_holder(q->record), q->root) ||
                                                q->record->business != done->business);
    if (elsewhere) {
        answer_reject(a, NREG_REASON_REGISTERED_ELSEWHERE);
    } else if (moved_on(q, done)) {
        answer_reject(a, NREG_REASON_CHANGED_SINCE);
    }
    a->outcome.reasons |= no_way_back(q, done);
    if (a->outcome.reasons != 0) {
        return;
    }
    a->outcome.outcome = NREG_OUTCOME_RESTORED;
    a->changes = 1;
    if (done->status_before != 0) {
        put_back(q, a, done);
    } else if (q->record->status == NREG_STATUS_SUSPENDED && q->root != 0) {
        answer_reject(a, NREG_REASON_SUSPENDED);
    }
}
