/* SPDX-License-Identifier: MIT */
#include "number/interpret.h"

#include <string.h>

enum {
    SHORTEST_NATIONAL = 2, /* Digits a national number has at least. */
    LONGEST_E164 = 15
};

typedef struct span {
    const uint8_t *digits;
    size_t count;
} span;

/* A number while it is being taken apart. */
typedef struct reading {
    const nreg_plan_country *country; /* NULL until a calling code is found. */
    span national;
    uint8_t source;
    uint8_t parse;
    uint8_t changed[2][NREG_DIGITS_MAX + 8]; /* Room for two replacements of national prefixes, one after the other. */
} reading;

static span from(span digits, size_t start) {
    return (span){digits.digits + start, digits.count - start};
}

/* The digits without national prefix, unless what is left would be no number while the whole was one. */
static span strip_national_prefix(const nreg_plan *plan, const nreg_plan_entity *entity, span digits, uint8_t *room) {
    if (digits.count == 0)
        return digits;
    const nreg_plan_strip *strip = nreg_plan_strip_of(plan, entity->national_prefix, digits.digits, digits.count);
    if (!strip->matched || strip->end > digits.count)
        return digits;
    span rest = from(digits, strip->end);
    if (strip->replace) {
        memcpy(room, strip->lead, strip->leads);
        memcpy(room + strip->leads, digits.digits + strip->start, strip->count);
        memcpy(room + strip->leads + strip->count, rest.digits, rest.count);
        rest = (span){room, rest.count + strip->leads + strip->count};
    }
    if (nreg_plan_walk(plan, entity->general, digits.digits, digits.count) &&
        !nreg_plan_walk(plan, entity->general, rest.digits, rest.count))
        return digits;
    return rest;
}

/* The country whose calling code the digits begin with, and how long that code is; NULL if there is none. */
static const nreg_plan_country *find_country(const nreg_plan *plan, span digits, size_t *length) {
    uint32_t code = 0;
    for (size_t at = 0; at < 3 && at < digits.count; at++) {
        code = code * 10 + digits.digits[at];
        if (code == 0)
            return NULL;
        uint16_t country = plan->country_index[code];
        if (country != NREG_NO_ENTRY) {
            *length = at + 1;
            return &plan->countries[country];
        }
    }
    return NULL;
}

/* Takes a calling code that must be there, because an international prefix was. */
static int take_calling_code(const nreg_plan *plan, span digits, reading *r) {
    size_t length = 0;
    if (digits.count <= SHORTEST_NATIONAL) {
        r->parse = NREG_PARSE_TOO_SHORT_AFTER_IDD;
        return 0;
    }
    r->country = find_country(plan, digits, &length);
    if (!r->country) {
        r->parse = NREG_PARSE_INVALID_COUNTRY_CODE;
        return 0;
    }
    r->national = from(digits, length);
    return 1;
}

/* How many digits of international prefix stand first; 0 if none. */
static size_t idd_length(const nreg_plan *plan, const nreg_plan_entity *region, span digits) {
    const nreg_plan_strip *strip = nreg_plan_strip_of(plan, region->idd, digits.digits, digits.count);
    /* No calling code begins with 0. */
    if (!strip->matched || strip->end > digits.count || (strip->end < digits.count && digits.digits[strip->end] == 0))
        return 0;
    return strip->end;
}

/* The calling code of the default region may stand first without any prefix. */
static void take_default_calling_code(const nreg_plan *plan, const nreg_plan_entity *region, span digits, reading *r) {
    const nreg_plan_country *country = &plan->countries[region->country];
    size_t length = 0;
    if (find_country(plan, digits, &length) != country)
        return;
    span rest = strip_national_prefix(plan, region, from(digits, length), r->changed[0]);
    if ((!nreg_plan_walk(plan, region->general, digits.digits, digits.count) &&
         nreg_plan_walk(plan, region->general, rest.digits, rest.count)) ||
        nreg_plan_possible(region, digits.count) == NREG_POSSIBLE_TOO_LONG) {
        r->source = NREG_SOURCE_DIGITS;
        r->country = country;
        r->national = rest;
    }
}

/* Finds the calling code where it is written. 0 if the text is no number. */
static int find_calling_code(const nreg_plan *plan, const nreg_plan_entity *region, span digits, int plus, reading *r) {
    if (plus) {
        r->source = NREG_SOURCE_PLUS;
        if (take_calling_code(plan, digits, r))
            return 1;
        /* "+011 44 ..." is meant without the plus. */
        if (r->parse != NREG_PARSE_INVALID_COUNTRY_CODE || !region)
            return 0;
        r->parse = NREG_PARSE_OK;
    }
    size_t idd = idd_length(plan, region, digits);
    if (idd) {
        r->source = NREG_SOURCE_IDD;
        return take_calling_code(plan, from(digits, idd), r);
    }
    r->source = NREG_SOURCE_DEFAULT_REGION;
    take_default_calling_code(plan, region, digits, r);
    if (plus && !r->country) {
        r->parse = NREG_PARSE_INVALID_COUNTRY_CODE;
        return 0;
    }
    return 1;
}

/* The national number: without national prefix, where that leaves a number of sensible length. */
static int find_national(const nreg_plan *plan, const nreg_plan_entity *region, span digits, reading *r) {
    const nreg_plan_entity *entity = region;
    if (r->country) {
        if (!region || &plan->countries[region->country] != r->country ||
            plan->members[r->country->member] != (uint16_t)(region - plan->entities))
            entity = &plan->entities[plan->members[r->country->member]];
    } else {
        r->country = &plan->countries[region->country];
        r->national = digits;
    }
    if (r->national.count < SHORTEST_NATIONAL) {
        r->parse = NREG_PARSE_TOO_SHORT_NSN;
        return 0;
    }
    span rest = strip_national_prefix(plan, entity, r->national, r->changed[1]);
    uint32_t possible = nreg_plan_possible(entity, rest.count);
    if (possible == NREG_POSSIBLE || possible == NREG_POSSIBLE_TOO_LONG)
        r->national = rest;
    if (r->national.count > NREG_NATIONAL_MAX) {
        r->parse = NREG_PARSE_TOO_LONG;
        return 0;
    }
    return 1;
}

static void judge(const nreg_plan *plan, const nreg_plan_entity *region, const reading *r, nreg_number *number) {
    static const uint64_t powers[] = {1,           10,           100,           1000,           10000,
                                      100000,      1000000,      10000000,      100000000,      1000000000,
                                      10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000};
    const nreg_plan_country *country = r->country;
    const uint8_t *digits = r->national.digits;
    size_t count = r->national.count;
    uint64_t national = 0;
    for (size_t at = 0; at < count; at++)
        national = national * 10 + digits[at];
    size_t zeros = 0;
    while (zeros + 1 < count && digits[zeros] == 0)
        zeros++;
    number->national = national;
    number->calling_code = country->calling_code;
    number->leading_zeros = (uint8_t)zeros;
    number->national_digits = (uint8_t)count;
    number->source = r->source;
    size_t code_digits = country->calling_code >= 100 ? 3 : country->calling_code >= 10 ? 2 : 1;
    if (count + code_digits <= LONGEST_E164)
        number->e164 = country->calling_code * powers[count] + national;

    const uint16_t *members = plan->members + country->member;
    number->possible = (uint8_t)nreg_plan_possible(&plan->entities[members[0]], count);
    const nreg_plan_label *label = &plan->labels[nreg_plan_walk(plan, country->verdict, digits, count)];
    number->type = label->type;
    if (label->region < country->members) {
        memcpy(number->region, plan->entities[members[label->region]].id, sizeof number->region);
        if (label->type != NREG_TYPE_UNKNOWN) {
            number->valid = 1;
            number->state = NREG_STATE_VALID;
        }
    }
    if (region && &plan->countries[region->country] == country && (label->valid >> region->order & 1))
        number->notes |= NREG_NOTE_VALID_FOR_REGION;
}

void nreg_interpret(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                    int plus, nreg_number *number) {
    reading r;
    r.country = NULL;
    r.parse = NREG_PARSE_OK;
    span all = {digits, count};
    if (find_calling_code(plan, region, all, plus, &r) && find_national(plan, region, all, &r)) {
        number->parse = NREG_PARSE_OK;
        judge(plan, region, &r, number);
    } else {
        number->parse = r.parse;
    }
}

void nreg_number_blank(const nreg_plan_entity *region, nreg_number *number) {
    memset(number, 0, sizeof *number);
    number->parse = NREG_PARSE_NOT_A_NUMBER;
    number->possible = NREG_POSSIBLE_INVALID_COUNTRY_CODE;
    number->type = NREG_TYPE_UNKNOWN;
    number->state = NREG_STATE_INVALID;
    if (region)
        memcpy(number->default_region, region->id, sizeof number->default_region);
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
