/* SPDX-License-Identifier: MIT */
/* Rule R13: a batch is reverted by a batch that restores what it changed. Review moves do not count as change. */
#include "commit/decide_parts.h"

#include <string.h>

/* Is the number still as the batch left it, review moves apart? */
static uint64_t moved_on(const nreg_undo *undo, const nreg_evidence *evidence, nreg_relation relation) {
    const nreg_journal_row *row = &undo->row;
    if (relation == NREG_HIDDEN || relation == NREG_OTHER_BUSINESS) {
        return NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE);
    }
    const int was_removed = row->status_after == 0;
    const int is_registered = evidence->record != NULL;
    return undo->moved_on || was_removed == is_registered ? NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE) : 0;
}

/* Can it go back to where it was? */
static uint64_t no_way_back(const nreg_undo *undo) {
    if (undo->row.status_before == 0) {
        return 0;
    }
    if (!undo->place_visible || undo->place_state == NREG_TARGET_UNKNOWN || undo->place_state == NREG_TARGET_GROUPS) {
        return NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND);
    }
    return undo->place_state == NREG_TARGET_CLOSED ? NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED) : 0;
}

/* What review has decided since stands, unless the batch itself had changed the status; a sanction always stands. */
static int status_stands(const nreg_journal_row *row, uint32_t status_now) {
    const int sanctioned = status_now == NREG_STATUS_SUSPENDED || status_now == NREG_STATUS_DECLINED;
    return sanctioned || row->status_before == row->status_after;
}

/* Flags that tell of review go with the status: where what review has decided since stands, so do they. */
static uint32_t flags_after_revert(const nreg_journal_row *row, const nreg_record *now, int stands) {
    const uint32_t of_the_past = NREG_RECORD_RESUBMITTED | NREG_RECORD_REINSTATED;
    const uint32_t of_review = of_the_past | NREG_RECORD_OF_REVIEW;
    const int reviewed = now->status != row->status_after || ((now->flags ^ row->flags_after) & of_review) != 0;
    if (!reviewed && (!stands || now->status == row->status_before)) {
        return row->flags_before;
    }
    if (stands) {
        return (row->flags_before & ~of_review) | (now->flags & of_review);
    }
    return row->flags_before | (now->flags & ~row->flags_after & of_the_past);
}

static void restore_fields(const nreg_undo *undo, nreg_record *after) {
    const nreg_journal_row *row = &undo->row;
    const nreg_place place = {row->business, row->unit_before, row->program_before};
    nreg_decide_place(after, &place);
    after->purpose = row->purpose_before;
    after->flags = row->flags_before;
    /* Where retention has removed who had declared it, whoever restores it declares it. */
    after->dno_batch = !undo->is_dno ? 0 : undo->dno_batch != 0 ? undo->dno_batch : after->last_batch;
}

static void restore_removed(const nreg_setting *setting, const nreg_undo *undo, nreg_decision *decision) {
    nreg_record *after = &decision->after;
    memset(after, 0, sizeof *after);
    after->number = undo->row.number;
    after->last_batch = setting->batch;
    after->created = undo->row.created;
    after->updated = setting->now;
    after->revision = undo->row.revision_before + 1;
    after->status = undo->row.status_before;
    restore_fields(undo, after);
    nreg_decide_accept(decision, NREG_WRITE_INSERT, NREG_OUTCOME_RESTORED, NREG_CHANGE_ADDED);
}

static void take_back_added(const nreg_setting *setting, const nreg_record *record, nreg_decision *decision) {
    if (record->status == NREG_STATUS_SUSPENDED && !setting->is_operator) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_SUSPENDED); /* rule R5 holds here too */
    }
    nreg_decide_accept(decision, NREG_WRITE_RELEASE, NREG_OUTCOME_RESTORED, NREG_CHANGE_REMOVED);
    decision->entombs = 1;
}

static void change_back(const nreg_setting *setting, const nreg_undo *undo, const nreg_record *record,
                        nreg_decision *decision) {
    nreg_record *after = &decision->after;
    nreg_decide_next(setting, record, after);
    const int stands = status_stands(&undo->row, record->status);
    after->status = stands ? record->status : undo->row.status_before;
    restore_fields(undo, after);
    after->flags = flags_after_revert(&undo->row, record, stands);
    const int moves = after->unit != record->unit || after->program != record->program;
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_RESTORED,
                       moves ? NREG_CHANGE_MOVED : NREG_CHANGE_CHANGED);
}

void nreg_decide_revert(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                        nreg_decision *decision) {
    const nreg_undo *undo = evidence->undo;
    if (undo == NULL) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NO_CHANGE);
        return;
    }
    const uint64_t reasons = moved_on(undo, evidence, relation) | no_way_back(undo);
    decision->reasons |= reasons;
    if (reasons != 0) {
        return;
    }
    if (undo->row.status_after == 0) {
        restore_removed(setting, undo, decision);
    } else if (undo->row.status_before == 0) {
        take_back_added(setting, evidence->record, decision);
    } else {
        change_back(setting, undo, evidence->record, decision);
    }
}
