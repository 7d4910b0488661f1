/* SPDX-License-Identifier: MIT */
/* The plan's verdict on a national number, and digits as integers. */
#ifndef NREG_NUMBER_JUDGE_H
#define NREG_NUMBER_JUDGE_H

#include "number/eight.h"
#include "number/tables.h"

#include <string.h>

enum { NREG_E164_MAX = 15 }; /* Most digits that E.164 has. */

static const uint64_t nreg_powers_of_ten[NREG_NATIONAL_MAX + 1] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
};

/* A national number, and what the plan says of it. */
typedef struct nreg_judged {
    const nreg_plan_country *country;
    nreg_plan_label label;
    uint32_t calling_code; /* The country's. */
    uint32_t digits;       /* How many digits it has, */
    uint32_t zeros;        /* and how many zeros come first. */
    uint64_t national;
    uint32_t possible;
    uint32_t source;
} nreg_judged;

/* Writes all of it. `number` is blank, see interpret.h. */
NREG_HOT void nreg_judge(const nreg_plan *plan, const nreg_plan_entity *region, nreg_judged judged,
                         nreg_number *number) {
    const nreg_plan_country *country = judged.country;
    if (judged.digits + nreg_code_length(judged.calling_code) <= NREG_E164_MAX)
        number->e164 = judged.calling_code * nreg_powers_of_ten[judged.digits] + judged.national;
    number->national = judged.national;
    number->calling_code = judged.calling_code;
    number->leading_zeros = (uint8_t)judged.zeros;
    number->national_digits = (uint8_t)judged.digits;
    number->parse = NREG_PARSE_OK;
    number->possible = (uint8_t)judged.possible;
    number->type = judged.label.type;
    number->source = (uint8_t)judged.source;
    if (judged.label.region < country->members)
        memcpy(number->region, plan->entities[plan->members[country->member + judged.label.region]].id,
               sizeof number->region);
    if (nreg_plan_is_valid(country, &judged.label)) {
        number->valid = 1;
        number->state = NREG_STATE_VALID;
    }
    if (region && &plan->countries[region->country] == country)
        number->notes = nreg_plan_is_valid_in(&judged.label, region) * NREG_NOTE_VALID_FOR_REGION;
}

#endif
