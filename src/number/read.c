/* SPDX-License-Identifier: MIT */
#include "number/full.h"
#include "number/nanp.h"
#include "number/spreadsheet.h"
#include "number/text.h"
#include "number/typing.h"

#include <string.h>

/* Reads plain digits; says too whether others behind them could make them valid. */
static void read_digits(const nreg_plan *plan, const nreg_plain *plain, const nreg_plan_entity *region,
                        nreg_number *number) {
    uint8_t completion[NREG_COMPLETION_MAX];
    int plus = (int)plain->plus;
    nreg_interpret(plan, region, plain->digits, plain->count, plus, number);
    if (!number->valid &&
        nreg_complete_plain(plan, region, plain->digits, plain->count, plus, 1, completion, NULL) >= 0)
        number->state = NREG_STATE_INCOMPLETE;
}

static void read_other(const nreg_plan *plan, const char *text, size_t length, nreg_shape shape,
                       const nreg_plan_entity *region, uint32_t options, nreg_number *number);

/* Reads what a spreadsheet may have made of a number. 0 if it did nothing to this text. */
static int read_damaged(const nreg_plan *plan, const char *text, size_t length, const nreg_plan_entity *region,
                        nreg_number *number) {
    char repaired[NREG_TEXT_MAX];
    uint32_t notes = 0;
    size_t left = nreg_spreadsheet_repair(text, length, repaired, sizeof repaired, &notes);
    if (notes && !(notes & NREG_NOTE_SPREADSHEET_DAMAGE))
        read_other(plan, repaired, left, nreg_shape_read(repaired, left), region, NREG_READ_TEXT, number);
    number->notes |= notes;
    return notes != 0;
}

static void read_other(const nreg_plan *plan, const char *text, size_t length, nreg_shape shape,
                       const nreg_plan_entity *region, uint32_t options, nreg_number *number) {
    nreg_plain plain;
    nreg_number_blank(region, number);
    if (options & NREG_READ_SPREADSHEET && read_damaged(plan, text, length, region, number))
        return;
    if (nreg_plain_read(text, length, shape, &plain) && (plain.plus || region))
        read_digits(plan, &plain, region, number);
    else
        nreg_full_read(plan, text, length, region, number);
}

NREG_HOT void read_one(const nreg_plan *plan, const char *text, size_t length, const nreg_plan_entity *region,
                       uint32_t options, nreg_number *number) {
    nreg_shape shape = nreg_shape_read(text, length);
    if (nreg_nanp_read(plan, text, shape, region, number) &&
        !(options & NREG_READ_SPREADSHEET && nreg_spreadsheet_may_damage(text, length, number->national)))
        return;
    read_other(plan, text, length, shape, region, options, number);
}

nreg_code nreg_number_read(const nreg_plan *plan, const char *text, size_t length, const char *region, uint32_t options,
                           nreg_number *number) {
    if (!number || (!text && length != 0 && length != NREG_NUL) || options > NREG_READ_SPREADSHEET)
        return NREG_INVALID_ARGUMENT;
    plan = nreg_plan_or_builtin(plan);
    if (!text)
        length = 0;
    else if (length == NREG_NUL)
        length = strlen(text);
    read_one(plan, text, length, nreg_plan_find_region(plan, region), options, number);
    return NREG_OK;
}

nreg_code nreg_number_read_many(const nreg_plan *plan, const char *text, const uint64_t *ends, size_t count,
                                const char *region, uint32_t options, nreg_number *numbers, size_t stride) {
    if (options > NREG_READ_SPREADSHEET || stride < sizeof(nreg_number) || stride % 8 != 0)
        return NREG_INVALID_ARGUMENT;
    if (count == 0)
        return NREG_OK;
    if (!ends || !numbers || (!text && ends[count - 1] != 0))
        return NREG_INVALID_ARGUMENT;
    for (size_t at = 1; at < count; at++)
        if (ends[at] < ends[at - 1])
            return NREG_INVALID_ARGUMENT;
    if (ends[count - 1] > SIZE_MAX)
        return NREG_INVALID_ARGUMENT;
    plan = nreg_plan_or_builtin(plan);
    const nreg_plan_entity *entity = nreg_plan_find_region(plan, region);
    size_t start = 0;
    for (size_t at = 0; at < count; at++) {
        nreg_number *number = (nreg_number *)(void *)((char *)numbers + at * stride);
        read_one(plan, text ? text + start : NULL, (size_t)ends[at] - start, entity, options, number);
        start = (size_t)ends[at];
    }
    return NREG_OK;
}

nreg_code nreg_number_from_e164(const nreg_plan *plan, uint64_t e164, nreg_number *number) {
    enum { MOST_DIGITS = 15 };
    uint8_t reversed[MOST_DIGITS], digits[MOST_DIGITS], completion[NREG_COMPLETION_MAX];
    size_t count = 0;
    if (!number || e164 == 0 || e164 > 999999999999999)
        return NREG_INVALID_ARGUMENT;
    for (; e164; e164 /= 10)
        reversed[count++] = (uint8_t)(e164 % 10);
    for (size_t at = 0; at < count; at++)
        digits[at] = reversed[count - 1 - at];
    nreg_number_blank(NULL, number);
    /* A text of one or two digits after a plus is not a number, or too short after the plus. */
    if (count >= 3)
        nreg_interpret(nreg_plan_or_builtin(plan), NULL, digits, count, 1, number);
    if (!number->valid &&
        nreg_complete_plain(nreg_plan_or_builtin(plan), NULL, digits, count, 1, 1, completion, NULL) >= 0)
        number->state = NREG_STATE_INCOMPLETE;
    return NREG_OK;
}

nreg_code nreg_number_complete(const nreg_plan *plan, const char *text, size_t length, const char *region, char *buffer,
                               size_t capacity) {
    uint8_t symbols[NREG_TEXT_MAX], completion[NREG_COMPLETION_MAX];
    size_t count = 0;
    if (!buffer || capacity == 0 || (!text && length != 0 && length != NREG_NUL))
        return NREG_INVALID_ARGUMENT;
    buffer[0] = '\0';
    plan = nreg_plan_or_builtin(plan);
    if (text && length == NREG_NUL)
        length = strlen(text);
    if (text && nreg_text_decode(text, length, symbols, &count) != NREG_TEXT_READ)
        return NREG_NOT_FOUND;
    int added = nreg_complete_text(plan, nreg_plan_find_region(plan, region), symbols, count, 0, completion, NULL);
    if (added < 0)
        return NREG_NOT_FOUND;
    if ((size_t)added >= capacity)
        return NREG_LIMIT_EXCEEDED;
    for (int at = 0; at < added; at++)
        buffer[at] = (char)('0' + completion[at]);
    buffer[added] = '\0';
    return NREG_OK;
}

uint32_t nreg_number_valid_for_region(const nreg_plan *plan, const nreg_number *number, const char *region) {
    uint8_t digits[NREG_NATIONAL_MAX];
    if (!number || number->parse != NREG_PARSE_OK)
        return 0;
    plan = nreg_plan_or_builtin(plan);
    const nreg_plan_entity *entity = nreg_plan_find_entity(plan, region, number->calling_code);
    const nreg_plan_country *country = entity ? &plan->countries[entity->country] : NULL;
    if (!country || country->calling_code != number->calling_code)
        return 0;
    size_t count = nreg_number_digits(number, digits);
    return nreg_plan_is_valid_in(&plan->labels[nreg_plan_walk(plan, country->verdict, digits, count)], entity);
}

const char *nreg_type_name(uint32_t type) {
    static const char *const names[] = {"FIXED_LINE",  "MOBILE", "FIXED_LINE_OR_MOBILE", "TOLL_FREE", "PREMIUM_RATE",
                                        "SHARED_COST", "VOIP",   "PERSONAL_NUMBER",      "PAGER",     "UAN",
                                        "VOICEMAIL",   "UNKNOWN"};
    return names[type < NREG_TYPE_UNKNOWN ? type : NREG_TYPE_UNKNOWN];
}

const char *nreg_state_name(uint32_t state) {
    static const char *const names[] = {"EMPTY", "INCOMPLETE", "VALID", "INVALID"};
    return state <= NREG_STATE_INVALID ? names[state] : "?";
}
