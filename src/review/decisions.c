/* SPDX-License-Identifier: MIT */
#include "review/decisions.h"

#include <stddef.h>

uint32_t nreg_review_status(uint32_t decision) {
    switch (decision) {
    case NREG_DECISION_APPROVE:
        return NREG_STATUS_ACTIVE;
    case NREG_DECISION_HOLD:
        return NREG_STATUS_NEEDS_PROOF;
    case NREG_DECISION_DECLINE:
        return NREG_STATUS_DECLINED;
    case NREG_DECISION_SUSPEND:
        return NREG_STATUS_SUSPENDED;
    default:
        return 0;
    }
}

typedef struct sign_info {
    uint32_t sign;
    const char *code;
    const char *text;
} sign_info;

static const sign_info signs[] = {
    {NREG_SIGN_HELD_ELSEWHERE, "HELD_ELSEWHERE", "Another Business held this number within the last 90 days."},
    {NREG_SIGN_DECLINED_BEFORE, "DECLINED_BEFORE", "This number was declined before."},
    {NREG_SIGN_SUSPENDED_BEFORE, "SUSPENDED_BEFORE", "This number was suspended before."},
    {NREG_SIGN_PREMIUM_RATE, "PREMIUM_RATE", "Calls to this number are charged at a premium rate."},
    {NREG_SIGN_SHARED_COST, "SHARED_COST", "Caller and called share the cost of calls to this number."},
    {NREG_SIGN_UNASSIGNED_AREA_CODE, "UNASSIGNED_AREA_CODE", "The area code of this number is not assigned."},
    {NREG_SIGN_DO_NOT_ORIGINATE, "DO_NOT_ORIGINATE",
     "This number is declared Do Not Originate: calls from it will be blocked."},
};

static const sign_info *find(uint32_t sign) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].sign == sign) {
            return &signs[i];
        }
    }
    return NULL;
}

const char *nreg_sign_code(uint32_t sign) {
    const sign_info *info = find(sign);
    return info == NULL ? "?" : info->code;
}

const char *nreg_sign_text(uint32_t sign) {
    const sign_info *info = find(sign);
    return info == NULL ? "" : info->text;
}
