/* SPDX-License-Identifier: MIT */
#include "registry/policy.h"

#include "base/error.h"
#include "base/versioned.h"
#include "number/tables.h"

#include <string.h>

#define DAYS_MAX 36500

void nreg_policy_init(nreg_policy *policy) {
    if (policy == NULL) {
        return;
    }
    memset(policy, 0, sizeof *policy);
    policy->struct_size = (uint32_t)sizeof *policy;
    nreg_number_rules_init(&policy->numbers);
    memcpy(policy->default_region, "US", sizeof "US");
    policy->result_days = 30;
    policy->draft_days = 30;
    policy->proof_days = 30;
    policy->max_retries = 10;
    policy->lock_wait_ms = 5000;
}

nreg_code nreg_region_resolve(const char *region, const nreg_plan *plan, char out[4], nreg_error *error) {
    static const char none[4] = "";
    const int given = region != NULL && region[0] != '\0';
    const nreg_plan_entity *found = nreg_plan_find_region(nreg_plan_or_builtin(plan), region);
    if (given && found == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The numbering plan has no such region; use its two-letter code, for example \"US\".");
    }
    memcpy(out, given ? found->id : none, sizeof none);
    return NREG_OK;
}

static nreg_code bad(nreg_error *error, const char *member) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The policy's `%s` is out of range.", member);
}

nreg_code nreg_policy_resolve(const nreg_policy *given, const nreg_plan *plan, nreg_policy *policy, nreg_error *error) {
    nreg_policy own;
    nreg_policy_init(&own);
    if (given != NULL && !nreg_versioned_copy(&own, sizeof own, given, sizeof own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The policy was not prepared by nreg_policy_init().");
    }
    if (own.reassign > NREG_REASSIGN_NEVER) {
        return bad(error, "reassign");
    }
    if (own.auto_review > NREG_REVIEW_OFF) {
        return bad(error, "auto_review");
    }
    if (own.dno_acknowledge > 1) {
        return bad(error, "dno_acknowledge");
    }
    if (own.dno_in_program > 1) {
        return bad(error, "dno_in_program");
    }
    if (own.result_days > DAYS_MAX) {
        return bad(error, "result_days");
    }
    if (own.draft_days > DAYS_MAX) {
        return bad(error, "draft_days");
    }
    if (own.proof_days > DAYS_MAX) {
        return bad(error, "proof_days");
    }
    if (own.numbers.struct_size != sizeof own.numbers) {
        return bad(error, "numbers");
    }
    if (memchr(own.default_region, 0, sizeof own.default_region) == NULL || own.default_region[0] == '\0') {
        return bad(error, "default_region");
    }
    const nreg_code code = nreg_region_resolve(own.default_region, plan, own.default_region, error);
    if (code == NREG_OK) {
        *policy = own;
    }
    return code;
}
