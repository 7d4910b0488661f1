/* SPDX-License-Identifier: MIT */
/* The plan's verdict on a national number, and digits as integers. */
#ifndef NREG_NUMBER_JUDGE_H
#define NREG_NUMBER_JUDGE_H

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

/* Eight bytes, the first in the lowest place. */
static inline uint64_t nreg_load_eight(const uint8_t *bytes) {
    uint64_t eight = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&eight, bytes, 8);
#else
    for (size_t at = 0; at < 8; at++)
        eight |= (uint64_t)bytes[at] << (8 * at);
#endif
    return eight;
}

/* The number that eight digits make: pairs, then pairs of pairs, then both halves. */
static inline uint64_t nreg_eight_digits(uint64_t eight) {
    eight = (eight * 10 + (eight >> 8)) & 0x00FF00FF00FF00FF;
    eight = (eight * 100 + (eight >> 16)) & 0x0000FFFF0000FFFF;
    return (eight * 10000 + (eight >> 32)) & 0xFFFFFFFF;
}

/* Writes what the plan says of a national number, also given as an integer. `number` is blank, see interpret.h. */
static inline void nreg_judge(const nreg_plan *plan, const nreg_plan_entity *region, const nreg_plan_country *country,
                              const uint8_t *digits, size_t count, uint64_t national, uint8_t source,
                              nreg_number *number) {
    const uint16_t *members = plan->members + country->member;
    const nreg_plan_label *label = nreg_plan_verdict(plan, country, digits, count);
    size_t zeros = 0;
    while (zeros + 1 < count && digits[zeros] == 0)
        zeros++;
    if (count + nreg_code_length(country->calling_code) <= NREG_E164_MAX)
        number->e164 = country->calling_code * nreg_powers_of_ten[count] + national;
    number->national = national;
    number->calling_code = country->calling_code;
    number->leading_zeros = (uint8_t)zeros;
    number->national_digits = (uint8_t)count;
    number->parse = NREG_PARSE_OK;
    number->possible = (uint8_t)nreg_plan_possible(plan, &plan->entities[members[0]], count);
    number->type = label->type;
    number->source = source;
    if (label->region < country->members)
        memcpy(number->region, plan->entities[members[label->region]].id, sizeof number->region);
    if (nreg_plan_is_valid(country, label)) {
        number->valid = 1;
        number->state = NREG_STATE_VALID;
    }
    if (region && &plan->countries[region->country] == country && (label->valid >> region->order & 1))
        number->notes |= NREG_NOTE_VALID_FOR_REGION;
}

#endif
