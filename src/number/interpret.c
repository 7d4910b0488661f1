/* SPDX-License-Identifier: MIT */
#include "number/interpret.h"

#include "number/eight.h"
#include "number/judge.h"
#include "number/search.h"

#include <string.h>

enum { SHORTEST_NATIONAL = 2 }; /* Digits a national number has at least. */

/*
 * Everything below is compiled twice: for digits that are all known, and for a search, which answers what depends on
 * digits that are open.
 */
#if defined(__GNUC__)
#define BOTH static inline __attribute__((always_inline))
#else
#define BOTH static inline
#endif

typedef struct span {
    const uint8_t *digits;
    size_t count;
} span;

/* A number while it is being taken apart. */
typedef struct reading {
    const nreg_plan *plan;
    const nreg_plan_entity *region;   /* Default region, or NULL. */
    const nreg_plan_country *country; /* NULL until a calling code is found. */
    span national;
    uint8_t source;
    uint8_t parse;
    nreg_search *search;
    uint8_t changed[2][NREG_DIGITS_MAX + 16]; /* Room for two replacements of national prefixes, one after the other. */
} reading;

BOTH span from(span digits, size_t start) {
    return (span){digits.digits + start, digits.count - start};
}

BOTH uint32_t value_of(reading *r, uint8_t digit, int open) {
    return open ? nreg_search_digit(r->search, digit) : digit;
}

BOTH int is_digit(reading *r, uint8_t digit, uint32_t value, int open) {
    return open ? nreg_search_is(r->search, digit, value) : digit == value;
}

/* Whether digits match a general description. */
BOTH int matches(reading *r, nreg_plan_run run, span digits, int open) {
    if (!open)
        return nreg_plan_walk(r->plan, run, digits.digits, digits.count) != 0;
    return digits.count >= run.low && digits.count <= run.high &&
           nreg_search_label(r->search, r->plan->next[run.run + digits.count - run.low], digits.digits, digits.count,
                             1);
}

/* What a prefix automaton finds at the start of the digits, of which there is one at least; `first`: how it begins. */
BOTH const nreg_plan_strip *find_strip(reading *r, uint32_t prefix, uint16_t first, span digits, int open) {
    if ((!open || digits.digits[0] < NREG_DIGIT_OPEN) && !nreg_plan_begins(first, digits.digits[0]))
        return r->plan->strips;
    uint32_t value = nreg_plan_prefix(r->plan, prefix, digits.count);
    if (open)
        return &r->plan->strips[nreg_search_label(r->search, value, digits.digits, digits.count, 0)];
    for (size_t at = 0; value < NREG_LABEL && at < digits.count; at++)
        value = nreg_plan_step(r->plan, value, digits.digits[at]);
    return &r->plan->strips[value < NREG_LABEL ? 0 : value - NREG_LABEL];
}

/* The digits without national prefix, unless what is left would be no number while the whole was one. */
BOTH span strip_national_prefix(reading *r, const nreg_plan_entity *entity, span digits, uint8_t *room, int open) {
    if (digits.count == 0)
        return digits;
    const nreg_plan_strip *strip = find_strip(r, entity->national_prefix, entity->national_first, digits, open);
    if (!strip->matched || strip->end > digits.count)
        return digits;
    span rest = from(digits, strip->end);
    if (strip->replace) {
        memcpy(room, strip->lead, strip->leads);
        memcpy(room + strip->leads, digits.digits + strip->start, strip->count);
        memcpy(room + strip->leads + strip->count, rest.digits, rest.count);
        rest = (span){room, rest.count + strip->leads + strip->count};
    }
    if (matches(r, entity->general, digits, open) && !matches(r, entity->general, rest, open))
        return digits;
    return rest;
}

/* The country whose calling code the digits begin with, and how long that code is; NULL if there is none. */
BOTH const nreg_plan_country *find_country(reading *r, span digits, size_t *length, int open) {
    uint32_t code = 0;
    for (size_t at = 0; at < 3 && at < digits.count; at++) {
        code = code * 10 + value_of(r, digits.digits[at], open);
        if (code == 0)
            return NULL;
        uint8_t country = r->plan->country_index[code];
        if (country != NREG_NO_COUNTRY) {
            *length = at + 1;
            return &r->plan->countries[country];
        }
    }
    return NULL;
}

/* Takes a calling code that must be there, because an international prefix was. */
BOTH int take_calling_code(reading *r, span digits, int open) {
    size_t length = 0;
    if (digits.count <= SHORTEST_NATIONAL) {
        r->parse = NREG_PARSE_TOO_SHORT_AFTER_IDD;
        return 0;
    }
    r->country = find_country(r, digits, &length, open);
    if (!r->country) {
        r->parse = NREG_PARSE_INVALID_COUNTRY_CODE;
        return 0;
    }
    r->national = from(digits, length);
    return 1;
}

/* How many digits of international prefix stand first; 0 if none. */
BOTH size_t idd_length(reading *r, span digits, int open) {
    const nreg_plan_strip *strip = find_strip(r, r->region->idd, r->region->idd_first, digits, open);
    if (!strip->matched || strip->end > digits.count)
        return 0;
    /* No calling code begins with 0. */
    if (strip->end < digits.count && is_digit(r, digits.digits[strip->end], 0, open))
        return 0;
    return strip->end;
}

/* Whether the digits begin with a calling code. */
BOTH int begins_with(reading *r, span digits, uint32_t code, size_t length, int open) {
    const uint8_t written[] = {(uint8_t)(code / 100), (uint8_t)(code / 10 % 10), (uint8_t)(code % 10)};
    if (digits.count < length)
        return 0;
    for (size_t at = 0; at < length; at++)
        if (!is_digit(r, digits.digits[at], written[3 - length + at], open))
            return 0;
    return 1;
}

/* The calling code of the default region may stand first without any prefix. */
BOTH void take_default_calling_code(reading *r, span digits, int open) {
    const nreg_plan_country *country = &r->plan->countries[r->region->country];
    size_t length = nreg_code_length(country->calling_code);
    if (!begins_with(r, digits, country->calling_code, length, open))
        return;
    span rest = strip_national_prefix(r, r->region, from(digits, length), r->changed[0], open);
    if ((!matches(r, r->region->general, digits, open) && matches(r, r->region->general, rest, open)) ||
        nreg_plan_possible(r->plan, r->region, digits.count) == NREG_POSSIBLE_TOO_LONG) {
        r->source = NREG_SOURCE_DIGITS;
        r->country = country;
        r->national = rest;
    }
}

/* Finds the calling code where it is written. 0 if the text is no number. */
BOTH int find_calling_code(reading *r, span digits, int plus, int open) {
    if (plus) {
        r->source = NREG_SOURCE_PLUS;
        if (take_calling_code(r, digits, open))
            return 1;
        /* "+011 44 ..." is meant without the plus. */
        if (r->parse != NREG_PARSE_INVALID_COUNTRY_CODE || !r->region)
            return 0;
        r->parse = NREG_PARSE_OK;
    }
    r->source = NREG_SOURCE_DEFAULT_REGION;
    size_t idd = idd_length(r, digits, open);
    if (idd) {
        r->source = NREG_SOURCE_IDD;
        return take_calling_code(r, from(digits, idd), open);
    }
    take_default_calling_code(r, digits, open);
    if (plus && !r->country) {
        r->parse = NREG_PARSE_INVALID_COUNTRY_CODE;
        return 0;
    }
    return 1;
}

/* The national number: without national prefix, where that leaves a number of sensible length. */
BOTH int find_national(reading *r, span digits, int open) {
    const nreg_plan *plan = r->plan;
    const nreg_plan_entity *entity = r->region;
    if (r->country) {
        entity = &plan->entities[plan->members[r->country->member]];
    } else {
        r->country = &plan->countries[r->region->country];
        r->national = digits;
    }
    if (r->national.count < SHORTEST_NATIONAL) {
        r->parse = NREG_PARSE_TOO_SHORT_NSN;
        return 0;
    }
    span rest = strip_national_prefix(r, entity, r->national, r->changed[1], open);
    if (rest.digits != r->national.digits) {
        uint32_t possible = nreg_plan_possible(plan, entity, rest.count);
        if (possible == NREG_POSSIBLE || possible == NREG_POSSIBLE_TOO_LONG)
            r->national = rest;
    }
    if (r->national.count > NREG_NATIONAL_MAX) {
        r->parse = NREG_PARSE_TOO_LONG;
        return 0;
    }
    return 1;
}

BOTH int take_apart(reading *r, const nreg_plan *plan, const nreg_plan_entity *region, span digits, int plus,
                    int open) {
    r->plan = plan;
    r->region = region;
    r->country = NULL;
    r->parse = NREG_PARSE_OK;
    return find_calling_code(r, digits, plus, open) && find_national(r, digits, open);
}

/* Without a branch that depends on how many digits there are, where they are as many as most numbers have. */
static uint64_t number_of(const uint8_t *digits, size_t count) {
    uint64_t number = 0;
    if (count >= 8 && count <= 16) {
        size_t twice = 4 * (16 - count); /* Half the bits of the digits that both eights hold. */
        number = nreg_eight_value(nreg_eight_load(digits) << twice << twice) * 100000000 +
                 nreg_eight_value(nreg_eight_load(digits + count - 8));
    } else {
        for (size_t at = 0; at < count; at++)
            number = number * 10 + digits[at];
    }
    return number;
}

void nreg_interpret(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                    int plus, nreg_number *number) {
    reading r;
    if (!take_apart(&r, plan, region, (span){digits, count}, plus, 0)) {
        number->parse = r.parse;
        return;
    }
    span national = r.national;
    uint32_t zeros = 0;
    while (zeros + 1 < national.count && national.digits[zeros] == 0)
        zeros++;
    const nreg_plan_entity *main = &plan->entities[plan->members[r.country->member]];
    nreg_judged judged = {.country = r.country,
                          .label =
                              plan->labels[nreg_plan_walk(plan, r.country->verdict, national.digits, national.count)],
                          .calling_code = r.country->calling_code,
                          .digits = (uint32_t)national.count,
                          .zeros = zeros,
                          .national = number_of(national.digits, national.count),
                          .possible = nreg_plan_possible(plan, main, national.count),
                          .source = r.source};
    nreg_judge(plan, region, judged, number);
}

int nreg_interpret_open(nreg_search *search, const uint8_t *digits, size_t count, int plus) {
    reading r;
    r.search = search;
    return take_apart(&r, search->plan, search->region, (span){digits, count}, plus, 1) &&
           nreg_search_finish(search, r.country, r.national.digits, r.national.count);
}

size_t nreg_number_digits(const nreg_number *number, uint8_t *digits) {
    size_t count = number->national_digits;
    if (count > NREG_NATIONAL_MAX)
        return 0;
    uint64_t national = number->national;
    for (size_t at = count; at > 0; at--) {
        digits[at - 1] = (uint8_t)(national % 10);
        national /= 10;
    }
    return count;
}
