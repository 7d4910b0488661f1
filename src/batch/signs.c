/* SPDX-License-Identifier: MIT */
#include "batch/signs.h"

#include <string.h>

static const int64_t held_elsewhere_for = (int64_t)90 * 24 * 3600 * 1000000;

uint32_t nreg_signs_of_number(const nreg_plan *plan, const nreg_number *number) {
    nreg_number_rules all;
    uint64_t rejected = 0;
    uint64_t found = 0;
    nreg_number_rules_init(&all);
    all.reject = 0;
    all.warn = NREG_NUMBER_SWITCHES;
    (void)nreg_number_check(plan, number, &all, &rejected, &found);
    uint32_t signs = number->type == NREG_TYPE_SHARED_COST ? (uint32_t)NREG_SIGN_SHARED_COST : 0;
    if ((found & NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE)) != 0) {
        signs |= NREG_SIGN_PREMIUM_RATE;
    }
    if ((found & NREG_REASON_BIT(NREG_REASON_UNASSIGNED_AREA_CODE)) != 0) {
        signs |= NREG_SIGN_UNASSIGNED_AREA_CODE;
    }
    return signs;
}

static uint32_t signs_of_the_record(const nreg_record *record) {
    uint32_t signs = (record->flags & NREG_RECORD_RESUBMITTED) != 0 ? (uint32_t)NREG_SIGN_DECLINED_BEFORE : 0;
    signs |= (record->flags & NREG_RECORD_REINSTATED) != 0 ? (uint32_t)NREG_SIGN_SUSPENDED_BEFORE : 0;
    return signs;
}

static uint32_t signs_of_the_past(const nreg_sign_facts *facts) {
    const nreg_store_tombstone *stone = facts->tombstone;
    uint32_t signs = 0;
    if (stone == NULL) {
        return signs;
    }
    if (stone->business != facts->record->business && facts->now - stone->time <= held_elsewhere_for) {
        signs |= NREG_SIGN_HELD_ELSEWHERE;
    }
    if (stone->status == NREG_STATUS_DECLINED) {
        signs |= NREG_SIGN_DECLINED_BEFORE;
    }
    if (stone->status == NREG_STATUS_SUSPENDED) {
        signs |= NREG_SIGN_SUSPENDED_BEFORE;
    }
    return signs;
}

uint32_t nreg_signs(const nreg_sign_facts *facts) {
    return facts->of_number | signs_of_the_record(facts->record) | signs_of_the_past(facts) |
           (facts->is_dno ? (uint32_t)NREG_SIGN_DO_NOT_ORIGINATE : 0);
}

/* Proof is for people to look at: signs do not go away by it, and a number held again would be asked for it for ever.
 */
uint32_t nreg_signs_decide(uint32_t signs, uint32_t flags) {
    if ((flags & NREG_RECORD_PROOF) != 0) {
        return NREG_DECISION_LATER;
    }
    return signs == 0 ? NREG_DECISION_APPROVE : NREG_DECISION_HOLD;
}
