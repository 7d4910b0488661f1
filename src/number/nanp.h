/* SPDX-License-Identifier: MIT */
/* Numbers of the North American plan as most people write them, without a look at what else the digits may mean. */
#ifndef NREG_NUMBER_NANP_H
#define NREG_NUMBER_NANP_H

#include "number/judge.h"
#include "number/plain.h"

/* Where the groups of a number begin. */
typedef struct nreg_nanp_groups {
    uint32_t area;
    uint32_t exchange;
    uint32_t line;
    uint32_t with_code; /* Whether a digit stands before them, */
    uint32_t code;      /* and where. */
} nreg_nanp_groups;

/*
 * From the end: four digits next to each other, before them three, before them three, and before these no digit or one.
 * 0 if the digits are others.
 */
NREG_HOT int nreg_nanp_find(nreg_shape shape, nreg_nanp_groups *groups) {
    enum { MARGIN = 8, NONE = 1 << 3 }; /* A bit below all digits, and not next to them, which is found last. */
    uint32_t left = shape.digits << MARGIN | NONE;
    uint32_t line = nreg_highest_bit(left) - 3;
    uint32_t differs = left >> line ^ 15u;
    left = (left ^ 15u << line) | NONE;
    uint32_t exchange = nreg_highest_bit(left) - 2;
    differs |= left >> exchange ^ 7u;
    left = (left ^ 7u << exchange) | NONE;
    uint32_t area = nreg_highest_bit(left) - 2;
    differs |= left >> area ^ 7u;
    left ^= 7u << area;
    uint32_t before = left ^ NONE;
    differs |= before & (before - 1);
    groups->area = area - MARGIN;
    groups->exchange = exchange - MARGIN;
    groups->line = line - MARGIN;
    groups->with_code = before != 0;
    groups->code = nreg_highest_bit(before >> MARGIN | 1);
    return differs == 0;
}

/* Where seven digits behind an area code lead, the first in the lowest byte. */
NREG_HOT nreg_plan_label nreg_nanp_verdict(const nreg_plan *plan, uint32_t area, uint64_t digits) {
    uint32_t value = plan->area_values[10 * plan->areas[area] + (digits & 15)];
    for (int left = 6; value < NREG_LABEL && left; left--)
        value = nreg_plan_step(plan, value, (digits >>= 8) & 15);
    return plan->labels[value < NREG_LABEL ? 0 : value - NREG_LABEL];
}

/*
 * Reads a valid number in these groups, with the calling code before them or without. Answers what nreg_full_read()
 * does; or returns 0, and has not written to `number`.
 */
NREG_HOT int nreg_nanp_read(const nreg_plan *plan, const char *text, nreg_shape shape, const nreg_plan_entity *region,
                            nreg_number *number) {
    static const uint8_t sources[2][2] = {{NREG_SOURCE_DEFAULT_REGION, NREG_SOURCE_DIGITS},
                                          {NREG_SOURCE_NONE, NREG_SOURCE_PLUS}};
    nreg_nanp_groups at;
    if (!plan->area_digits || !nreg_nanp_find(shape, &at))
        return 0;
    uint32_t is_own = region && region->country == plan->area_country;
    uint32_t is_meant = shape.plus ? at.with_code : is_own;
    uint32_t is_code = (text[at.code] == '0' + NREG_NANP) | !at.with_code;
    if (!(is_meant & is_code & (text[at.area] > '0' + NREG_NANP)))
        return 0;
    uint64_t area = nreg_four_load(text + at.area) & 0x000F0F0F;
    uint64_t exchange = nreg_four_load(text + at.exchange) & 0x000F0F0F;
    uint64_t line = nreg_four_load(text + at.line) & 0x0F0F0F0F;
    uint64_t code = nreg_eight_value(area << 40), rest = nreg_eight_value(exchange << 8 | line << 32);
    nreg_judged judged = {.country = &plan->countries[plan->area_country],
                          .label = nreg_nanp_verdict(plan, (uint32_t)code, exchange | line << 24),
                          .calling_code = NREG_NANP,
                          .digits = NREG_NANP_DIGITS,
                          .national = code * 10000000 + rest,
                          .possible = NREG_POSSIBLE,
                          .source = sources[shape.plus][at.with_code]};
    if (!nreg_plan_is_valid(judged.country, &judged.label))
        return 0;
    nreg_number_blank(region, number);
    nreg_judge(plan, region, judged, number);
    return 1;
}

#endif
