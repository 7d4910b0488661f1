/* SPDX-License-Identifier: MIT */
#include "number/eight.h"
#include "number/interpret.h"
#include "number/text.h"

#include <string.h>

/*
 * No function here writes past NREG_FORMAT_SIZE: NREG_RULE_MAX and NREG_LABEL_MAX see to that. Each returns where the
 * text goes on.
 */

static char *put_text(char *to, const char *text) {
    while (*text)
        *to++ = *text++;
    return to;
}

static char *put_code(char *to, uint32_t code) {
    if (code >= 10)
        to = put_code(to, code / 10);
    *to = (char)('0' + code % 10);
    return to + 1;
}

/* The digits of a national number as text; behind it is room, so that any can be copied as if they were the most. */
typedef struct national {
    const char *text;
    size_t count;
    char room[24 + NREG_NATIONAL_MAX];
} national;

static void take_eight(uint64_t value, char *to) {
    nreg_eight_store(nreg_eight_of((uint32_t)(value % 100000000)) | NREG_EIGHT('0'), (uint8_t *)to);
}

static void take_national(const nreg_number *number, national *n) {
    n->count = number->national_digits <= NREG_NATIONAL_MAX ? number->national_digits : 0;
    n->text = n->room + 24 - n->count;
    if (n->count > 16)
        take_eight(number->national / 10000000000000000, n->room);
    take_eight(number->national / 100000000, n->room + 8);
    take_eight(number->national, n->room + 16);
    memset(n->room + 24, 0, NREG_NATIONAL_MAX);
}

/* Writes some of the digits, and something that does not count behind them. */
static char *put_digits(char *to, const char *digits, size_t count) {
    memcpy(to, digits, NREG_NATIONAL_MAX);
    return to + count;
}

static const nreg_plan_layout *layout_of(const nreg_plan *plan, nreg_plan_run run, const national *n) {
    uint32_t value = NREG_LABEL;
    if (n->count >= run.low && n->count <= run.high)
        value = plan->next[run.run + n->count - run.low];
    for (size_t at = 0; value < NREG_LABEL && at < n->count; at++)
        value = nreg_plan_step(plan, value, (uint8_t)n->text[at] & 15u);
    return &plan->layouts[value < NREG_LABEL ? 0 : value - NREG_LABEL];
}

/* Where each group of digits begins: all get their least, and from the left as many more as they may. 0 if the digits
 * are too few. */
static int deal_out(const nreg_plan_grouping *grouping, size_t digits, size_t *starts) {
    size_t least = 0, start = 0;
    for (size_t at = 0; at < grouping->groups; at++)
        least += grouping->digits[at] & 15u;
    if (least > digits)
        return 0;
    size_t spare = digits - least;
    for (size_t at = 0; at < grouping->groups; at++) {
        size_t some = grouping->digits[at] & 15u, more = (grouping->digits[at] >> 4) - some;
        more = more < spare ? more : spare;
        spare -= more;
        starts[at] = start;
        start += some + more;
    }
    starts[grouping->groups] = start;
    return 1;
}

/* Writes the national number by a rule of the plan; without one, digits only. */
static char *put_national(char *to, const nreg_plan *plan, uint32_t rule_index, const national *n) {
    enum { MOST_GROUPS = sizeof plan->groupings->digits };
    size_t starts[MOST_GROUPS + 1];
    const nreg_plan_rule *rule = &plan->rules[rule_index];
    const nreg_plan_grouping *grouping = &plan->groupings[rule->grouping];
    if (rule_index == 0 || !deal_out(grouping, n->count, starts))
        return put_digits(to, n->text, n->count);
    for (const char *c = plan->text + rule->text; *c; c++) {
        size_t group = (uint8_t)*c;
        if (group > 9)
            *to++ = *c;
        else if (group <= grouping->groups)
            to = put_digits(to, n->text + starts[group - 1], starts[group] - starts[group - 1]);
    }
    return to;
}

/* RFC 3966 knows hyphens only, and none in front; what is no separator stays. */
static char *use_hyphens(char *start, const char *end) {
    char *written = start;
    for (const char *at = start; at < end; at++) {
        uint8_t symbol = (uint8_t)*at;
        if (!(nreg_symbol_traits[symbol] & NREG_TRAIT_PUNCTUATION) || symbol == '*')
            *written++ = *at;
        else if (written > start && written[-1] != '-')
            *written++ = '-';
    }
    return written;
}

static char *put_extension(char *to, const nreg_number *number, const char *label) {
    to = put_text(to, label);
    for (size_t at = 0; at < number->extension_digits && at < NREG_EXTENSION_SIZE; at++)
        *to++ = number->extension[at];
    return to;
}

static char *put_number(char *to, const nreg_plan *plan, const nreg_number *number, uint32_t style) {
    national n;
    take_national(number, &n);
    uint8_t index =
        number->calling_code < NREG_COUNTRY_INDEX ? plan->country_index[number->calling_code] : NREG_NO_COUNTRY;
    if (style == NREG_FORMAT_E164)
        *to++ = '+';
    if (style == NREG_FORMAT_E164 || style == NREG_FORMAT_DIGITS)
        to = put_code(to, number->calling_code);
    if (style == NREG_FORMAT_E164 || style == NREG_FORMAT_DIGITS || style == NREG_FORMAT_NATIONAL_DIGITS ||
        index == NREG_NO_COUNTRY)
        return put_digits(to, n.text, n.count);
    const nreg_plan_country *country = &plan->countries[index];
    const nreg_plan_layout *layout = layout_of(plan, country->format, &n);
    if (style == NREG_FORMAT_NATIONAL) {
        to = put_national(to, plan, layout->national, &n);
    } else {
        to = put_text(to, style == NREG_FORMAT_RFC3966 ? "tel:+" : "+");
        to = put_code(to, number->calling_code);
        *to++ = style == NREG_FORMAT_RFC3966 ? '-' : ' ';
        char *start = to;
        to = put_national(to, plan, layout->international, &n);
        if (style == NREG_FORMAT_RFC3966)
            to = use_hyphens(start, to);
    }
    if (number->extension_digits)
        to = put_extension(to, number, style == NREG_FORMAT_RFC3966 ? ";ext=" : plan->text + country->extension);
    return to;
}

nreg_code nreg_number_format(const nreg_plan *plan, const nreg_number *number, uint32_t style, char *buffer,
                             size_t capacity, size_t *length) {
    char text[NREG_FORMAT_SIZE];
    if (!number || !buffer || capacity == 0 || number->parse != NREG_PARSE_OK || style > NREG_FORMAT_NATIONAL_DIGITS)
        return NREG_INVALID_ARGUMENT;
    char *start = capacity < NREG_FORMAT_SIZE ? text : buffer;
    size_t written = (size_t)(put_number(start, nreg_plan_or_builtin(plan), number, style) - start);
    int fits = written < capacity;
    if (!fits)
        written = 0;
    if (start == text)
        memcpy(buffer, text, written);
    buffer[written] = '\0';
    if (length)
        *length = written;
    return fits ? NREG_OK : NREG_LIMIT_EXCEEDED;
}
