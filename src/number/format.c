/* SPDX-License-Identifier: MIT */
#include "number/interpret.h"
#include "number/text.h"

#include <string.h>

/* Text under construction. Writing past the end sets `full` and is otherwise ignored. */
typedef struct writer {
    char text[NREG_FORMAT_SIZE];
    size_t length;
    int full;
} writer;

static void put(writer *w, char c) {
    if (w->length + 1 < sizeof w->text)
        w->text[w->length++] = c;
    else
        w->full = 1;
}

static void put_text(writer *w, const char *text) {
    while (*text)
        put(w, *text++);
}

static void put_code(writer *w, uint32_t code) {
    char reversed[10];
    size_t count = 0;
    do
        reversed[count++] = (char)('0' + code % 10);
    while (code /= 10);
    while (count)
        put(w, reversed[--count]);
}

static void put_digits(writer *w, const uint8_t *digits, size_t count) {
    for (size_t at = 0; at < count; at++)
        put(w, (char)('0' + digits[at]));
}

/* How many digits each group takes: from the left, as many as it may while the later ones get their least. */
static void deal_out(const nreg_plan_grouping *grouping, size_t digits, size_t *starts) {
    size_t later = 0, start = 0;
    for (size_t at = 0; at < grouping->groups; at++)
        later += grouping->digits[at] & 15u;
    for (size_t at = 0; at < grouping->groups; at++) {
        later -= grouping->digits[at] & 15u;
        size_t left = digits - start, most = grouping->digits[at] >> 4;
        size_t take = left > later ? left - later : 0;
        starts[at] = start;
        start += take < most ? take : most;
    }
    starts[grouping->groups] = start;
}

/* Writes the national number by a rule of the plan; without one, digits only. */
static void put_national(writer *w, const nreg_plan *plan, uint32_t rule_index, const uint8_t *digits, size_t count) {
    enum { MOST_GROUPS = sizeof plan->groupings->digits };
    size_t starts[MOST_GROUPS + 1];
    if (rule_index == 0) {
        put_digits(w, digits, count);
        return;
    }
    const nreg_plan_rule *rule = &plan->rules[rule_index];
    const nreg_plan_grouping *grouping = &plan->groupings[rule->grouping];
    deal_out(grouping, count, starts);
    for (const char *c = plan->text + rule->text; *c; c++) {
        if ((uint8_t)*c > 9)
            put(w, *c);
        else if ((uint8_t)*c <= grouping->groups)
            put_digits(w, digits + starts[*c - 1], starts[(size_t)*c] - starts[*c - 1]);
    }
}

/* RFC 3966 knows hyphens only, and none in front; what is no separator stays. */
static void use_hyphens(writer *w, size_t start) {
    size_t written = start;
    for (size_t at = start; at < w->length; at++) {
        uint8_t symbol = (uint8_t)w->text[at];
        if (!(nreg_symbol_traits[symbol] & NREG_TRAIT_PUNCTUATION) || symbol == '*')
            w->text[written++] = w->text[at];
        else if (written > start && w->text[written - 1] != '-')
            w->text[written++] = '-';
    }
    w->length = written;
}

static void write_number(writer *w, const nreg_plan *plan, const nreg_number *number, uint32_t style) {
    uint8_t digits[NREG_NATIONAL_MAX];
    size_t count = nreg_number_digits(number, digits);
    uint8_t index =
        number->calling_code < NREG_COUNTRY_INDEX ? plan->country_index[number->calling_code] : NREG_NO_COUNTRY;
    if (style == NREG_FORMAT_E164)
        put(w, '+');
    if (style == NREG_FORMAT_E164 || style == NREG_FORMAT_DIGITS)
        put_code(w, number->calling_code);
    if (style == NREG_FORMAT_E164 || style == NREG_FORMAT_DIGITS || style == NREG_FORMAT_NATIONAL_DIGITS ||
        index == NREG_NO_COUNTRY) {
        put_digits(w, digits, count);
        return;
    }
    const nreg_plan_country *country = &plan->countries[index];
    const nreg_plan_layout *layout = &plan->layouts[nreg_plan_walk(plan, country->format, digits, count)];
    if (style == NREG_FORMAT_NATIONAL) {
        put_national(w, plan, layout->national, digits, count);
    } else {
        put_text(w, style == NREG_FORMAT_RFC3966 ? "tel:+" : "+");
        put_code(w, number->calling_code);
        put(w, style == NREG_FORMAT_RFC3966 ? '-' : ' ');
        size_t start = w->length;
        put_national(w, plan, layout->international, digits, count);
        if (style == NREG_FORMAT_RFC3966)
            use_hyphens(w, start);
    }
    if (number->extension_digits) {
        put_text(w, style == NREG_FORMAT_RFC3966 ? ";ext=" : plan->text + country->extension);
        for (size_t at = 0; at < number->extension_digits && at < NREG_EXTENSION_SIZE; at++)
            put(w, number->extension[at]);
    }
}

nreg_code nreg_number_format(const nreg_plan *plan, const nreg_number *number, uint32_t style, char *buffer,
                             size_t capacity, size_t *length) {
    writer w;
    w.length = 0;
    w.full = 0;
    if (!number || !buffer || capacity == 0 || number->parse != NREG_PARSE_OK || style > NREG_FORMAT_NATIONAL_DIGITS)
        return NREG_INVALID_ARGUMENT;
    write_number(&w, nreg_plan_or_builtin(plan), number, style);
    if (w.full || w.length >= capacity) {
        buffer[0] = '\0';
        if (length)
            *length = 0;
        return NREG_LIMIT_EXCEEDED;
    }
    memcpy(buffer, w.text, w.length);
    buffer[w.length] = '\0';
    if (length)
        *length = w.length;
    return NREG_OK;
}
