/* SPDX-License-Identifier: MIT */
/* What only operators do: taking numbers over from another Business (rule R14) or from an older registry (rule R17). */
#include "commit/decide_parts.h"

#include "batch/draft.h"

void nreg_decide_transfer(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                          nreg_decision *decision) {
    if (!setting->is_operator) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED);
        return;
    }
    if (relation == NREG_NOWHERE) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED);
        return;
    }
    if (relation != NREG_OTHER_BUSINESS) {
        decision->reasons |=
            NREG_REASON_BIT(relation == NREG_HERE ? NREG_REASON_ALREADY_HERE : NREG_REASON_NOT_ALLOWED);
        return;
    }
    nreg_decide_next(setting, evidence->record, &decision->after);
    nreg_decide_place(&decision->after, &setting->target);
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_TRANSFERRED, NREG_CHANGE_ADDED);
    decision->loses = 1;
    decision->entombs = 1;
    if (evidence->is_dno && setting->target.program != 0) {
        *(setting->dno_in_program ? &decision->reasons : &decision->warnings) |=
            NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
    }
}

void nreg_decide_import(const nreg_setting *setting, const nreg_wish *wish, nreg_relation relation,
                        nreg_decision *decision) {
    if (!setting->is_operator) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED);
        return;
    }
    decision->warnings |= decision->reasons & ~nreg_import_faults(decision->reasons);
    decision->reasons = nreg_import_faults(decision->reasons);
    if (relation != NREG_NOWHERE) {
        decision->reasons |=
            NREG_REASON_BIT(relation == NREG_HERE ? NREG_REASON_ALREADY_HERE : NREG_REASON_DOUBLE_HOLDER);
    }
    if (wish->number == 0) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NOT_A_NUMBER);
    }
    if (wish->status < NREG_STATUS_PENDING || wish->status > NREG_STATUS_DECLINED || wish->created < 0 ||
        wish->created > setting->now) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_BAD_FIELD);
    }
    if (relation == NREG_NOWHERE && (decision->reasons & NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER)) != 0) {
        decision->holder = wish->claimant;
    }
    nreg_decide_new(setting, wish, &decision->after);
    decision->after.status = wish->status;
    decision->after.flags = NREG_RECORD_IMPORTED;
    decision->after.created = wish->created != 0 ? wish->created : setting->now;
    if (wish->is_dno) {
        decision->warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
        decision->warnings |= setting->target.program != 0 ? NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM) : 0;
    }
    nreg_decide_accept(decision, NREG_WRITE_INSERT, NREG_OUTCOME_IMPORTED, NREG_CHANGE_ADDED);
}
