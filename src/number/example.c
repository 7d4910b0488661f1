/* SPDX-License-Identifier: MIT */
#include "number/interpret.h"

#include <string.h>

enum { LONGEST_EXAMPLE = 17 };

/* An example is a byte, type in the high four bits and digits less two in the low four, then two digits a byte; 0xFF
 * ends the list. */
static size_t find_digits(const nreg_plan *plan, size_t at, uint32_t type, uint8_t *digits) {
    while (at < plan->example_count && plan->examples[at] != 0xFF) {
        size_t count = (plan->examples[at] & 15u) + 2, bytes = (count + 1) / 2;
        if (bytes >= plan->example_count - at)
            return 0;
        if (plan->examples[at] >> 4 == type) {
            for (size_t digit = 0; digit < count; digit++) {
                uint8_t pair = plan->examples[at + 1 + digit / 2];
                digits[digit] = digit % 2 ? pair & 15u : pair >> 4;
            }
            return count;
        }
        at += 1 + bytes;
    }
    return 0;
}

static size_t put_calling_code(uint32_t code, uint8_t *digits) {
    size_t count = code >= 100 ? 3 : code >= 10 ? 2 : 1;
    for (size_t at = count; at > 0; at--, code /= 10)
        digits[at - 1] = (uint8_t)(code % 10);
    return count;
}

nreg_code nreg_number_example(const nreg_plan *plan, const char *region, uint32_t calling_code, uint32_t type,
                              nreg_number *number) {
    if (!number || !region || type > NREG_TYPE_UNKNOWN)
        return NREG_INVALID_ARGUMENT;
    plan = nreg_plan_or_builtin(plan);
    const nreg_plan_entity *entity = nreg_plan_find_entity(plan, region, calling_code);
    if (!entity)
        return NREG_NOT_FOUND;
    if (type == NREG_TYPE_FIXED_LINE_OR_MOBILE)
        type = NREG_TYPE_FIXED_LINE;
    uint8_t digits[3 + LONGEST_EXAMPLE];
    int geographic = entity < plan->entities + plan->region_count;
    size_t count = geographic ? 0 : put_calling_code(plan->countries[entity->country].calling_code, digits);
    size_t found = find_digits(plan, plan->example_index[entity - plan->entities], type, digits + count);
    if (found == 0)
        return NREG_NOT_FOUND;
    nreg_number_blank(geographic ? entity : NULL, number);
    nreg_interpret(plan, geographic ? entity : NULL, digits, count + found, !geographic, number);
    return NREG_OK;
}
