/* SPDX-License-Identifier: MIT */
/* Rule R7: the moves of review, and the tenant's proof. */
#include "commit/decide_parts.h"

enum { REMOVED = 0, STATUSES = NREG_STATUS_DECLINED + 1 };

/* moves[from][to]; to REMOVED is removal by review, possible from anywhere. */
static const unsigned char moves[STATUSES][STATUSES] = {
    [NREG_STATUS_PENDING] =
        {[REMOVED] = 1, [NREG_STATUS_ACTIVE] = 1, [NREG_STATUS_NEEDS_PROOF] = 1, [NREG_STATUS_DECLINED] = 1},
    [NREG_STATUS_NEEDS_PROOF] = {[REMOVED] = 1, [NREG_STATUS_ACTIVE] = 1, [NREG_STATUS_DECLINED] = 1},
    [NREG_STATUS_ACTIVE] = {[REMOVED] = 1, [NREG_STATUS_SUSPENDED] = 1, [NREG_STATUS_NEEDS_PROOF] = 1},
    [NREG_STATUS_SUSPENDED] = {[REMOVED] = 1, [NREG_STATUS_ACTIVE] = 1, [NREG_STATUS_DECLINED] = 1},
    [NREG_STATUS_DECLINED] = {[REMOVED] = 1},
};

static int may_move(uint32_t from, uint32_t to) {
    return from < STATUSES && to < STATUSES && moves[from][to] != 0;
}

/* Is the number in the target, as far as the session can see? */
static uint64_t not_in_scope(nreg_relation relation) {
    switch (relation) {
    case NREG_HERE:
    case NREG_BELOW:
        return 0;
    case NREG_NOWHERE:
    case NREG_HIDDEN:
        return NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED);
    default:
        return NREG_REASON_BIT(NREG_REASON_NOT_IN_SCOPE);
    }
}

void nreg_decide_review(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                        nreg_relation relation, nreg_decision *decision) {
    const uint64_t away = not_in_scope(relation);
    decision->reasons |= away;
    if (!setting->is_operator) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED);
    }
    if (away != 0) {
        return;
    }
    if (wish->expected_batch != 0 && (evidence->record->last_batch != wish->expected_batch ||
                                      evidence->record->revision != wish->expected_revision)) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE);
        return;
    }
    if (!may_move(evidence->record->status, wish->status)) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_BAD_TRANSITION);
        return;
    }
    if (wish->status == REMOVED) {
        nreg_decide_accept(decision, NREG_WRITE_RELEASE, NREG_OUTCOME_DELETED, NREG_CHANGE_REMOVED);
        decision->entombs = 1;
        return;
    }
    nreg_decide_next(setting, evidence->record, &decision->after);
    nreg_decide_status(&decision->after, wish->status);
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_REVIEWED, NREG_CHANGE_CHANGED);
    /* What review once thought of a number is remembered even when it thinks better of it. */
    decision->entombs = evidence->record->status == NREG_STATUS_SUSPENDED;
}

void nreg_decide_proof(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                       nreg_decision *decision) {
    const uint64_t away = not_in_scope(relation);
    decision->reasons |= away;
    if (away != 0) {
        return;
    }
    if (evidence->record->status != NREG_STATUS_NEEDS_PROOF) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_BAD_TRANSITION);
        return;
    }
    nreg_decide_next(setting, evidence->record, &decision->after);
    nreg_decide_status(&decision->after, NREG_STATUS_PENDING);
    decision->after.flags |= NREG_RECORD_PROOF;
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_REVIEWED, NREG_CHANGE_CHANGED);
}
