/* SPDX-License-Identifier: MIT */
/*
 * The tables behind a plan. The built-in ones are generated (plan_tables.c); a plan file holds the same arrays.
 *
 * Automata over digits are nodes in one array of 16-bit values. A value is the offset of a node, or, from NREG_LABEL
 * on, a verdict (a label). A node begins with bits that choose a value for each digit: one word of one bit each below
 * `fours`, two words of two bits each below `eights`, of three below `full`; then come the values. The first of them is
 * label 0 and left out if the highest bit is set. From `full` on a node is ten values, and nodes lie over each other
 * where they agree. Automata are entered by number of digits, so the verdict has come when the digits end.
 */
#ifndef NREG_NUMBER_TABLES_H
#define NREG_NUMBER_TABLES_H

#include <numberreg/number.h>

#include <string.h>

enum {
    NREG_LABEL = 0xFC00,         /* Values from here on are labels. */
    NREG_LABEL_COUNT = 0x400,    /* So many fit. */
    NREG_NATIONAL_MAX = 17,      /* Most digits of a national number. */
    NREG_DIGITS_LIMIT = 20,      /* Most digits that a table speaks about. */
    NREG_NO_REGION = 0xFF,       /* nreg_plan_label::region: no region. */
    NREG_NO_ENTRY = 0xFF,        /* In the index of regions: nothing here. */
    NREG_NO_COUNTRY = 0xFF,      /* In the index of calling codes: nothing here. */
    NREG_REGION_INDEX = 26 * 26, /* Two-letter codes. */
    NREG_COUNTRY_INDEX = 1000,   /* Calling codes of up to three digits. */
    NREG_AREA_INDEX = 1000,      /* Area codes of three digits. */
    NREG_RULE_MAX = 64,          /* Bytes that a rule writes at most, */
    NREG_BEFORE_EXTENSION = 16,  /* and that stand before an extension. */
    NREG_NANP = 1,               /* The calling code of the North American plan, */
    NREG_NANP_DIGITS = 10        /* and the digits of its numbers. */
};

/* The automata of one subject by number of digits: next[run + digits - low] for low to high; label 0 outside. */
typedef struct nreg_plan_run {
    uint16_t run;
    uint8_t low;
    uint8_t high;
} nreg_plan_run;

/* A region, or a non-geographic entity with a calling code of its own. */
typedef struct nreg_plan_entity {
    nreg_plan_run general;   /* Label 1: the general description matches. */
    uint8_t country;         /* Index of its calling code. */
    uint8_t order;           /* Its place among the members of its country. */
    uint8_t idd;             /* Its international prefixes in `prefixes`. */
    uint8_t national_prefix; /* Its national prefixes in `prefixes`. */
    uint16_t idd_first;      /* Bit d: an international prefix may begin with digit d. */
    uint16_t national_first; /* The same of national prefixes; from bit 10 on, how long the longest is. */
    uint16_t lengths; /* In `lengths`: NREG_POSSIBLE_ value of each number of digits up to 20, three bits each. */
    char id[4];
} nreg_plan_entity;

/* A calling code. */
typedef struct nreg_plan_country {
    nreg_plan_run verdict; /* Labels are nreg_plan_label. */
    nreg_plan_run format;  /* Labels are nreg_plan_layout. */
    uint16_t calling_code;
    uint16_t member;    /* First of its entities in `members`, the main one. */
    uint16_t extension; /* What stands before an extension; in `text`. */
    uint8_t members;    /* How many; at most 32. */
    uint8_t longest;    /* Most digits of a valid number. */
} nreg_plan_country;

/* What is known of a number when its automaton has answered. */
typedef struct nreg_plan_label {
    uint8_t region;    /* Order among the members of its country, or NREG_NO_REGION. */
    uint8_t type;      /* NREG_TYPE_ value. */
    uint16_t valid[2]; /* Bit n: valid in member n; in the second, 16 + n. */
} nreg_plan_label;

/* How a number is written: rules, 0 for none. */
typedef struct nreg_plan_layout {
    uint16_t national;
    uint16_t international;
} nreg_plan_layout;

/* A way to group digits; digits are dealt out from the left, each group taking as many as it may. */
typedef struct nreg_plan_rule {
    uint16_t text;     /* Template in `text`: bytes 1 to 9 stand for groups, the others for themselves. */
    uint16_t grouping; /* In `groupings`. */
} nreg_plan_rule;

typedef struct nreg_plan_grouping {
    uint8_t groups;    /* How many groups. */
    uint8_t digits[5]; /* Of each group: least digits in the low four bits, most in the high four. */
} nreg_plan_grouping;

/* What a prefix automaton found: drop `end` digits; or replace them by `lead` digits and `count` digits from `start`.
 */
typedef struct nreg_plan_strip {
    uint8_t matched;
    uint8_t end;
    uint8_t replace;
    uint8_t start;
    uint8_t count;
    uint8_t leads;
    uint8_t lead[6];
} nreg_plan_strip;

struct nreg_plan {
    const uint16_t *next;
    const nreg_plan_run *prefixes;    /* Labels are nreg_plan_strip; more digits count as `high`, fewer as `low`. */
    const nreg_plan_entity *entities; /* Regions in alphabetical order, then non-geographic entities. */
    const uint64_t *lengths;
    const nreg_plan_country *countries;
    const uint8_t *members; /* Entities by country. */
    const nreg_plan_label *labels;
    const nreg_plan_strip *strips;
    const nreg_plan_layout *layouts;
    const nreg_plan_rule *rules;
    const nreg_plan_grouping *groupings;
    const uint8_t *examples;       /* See example.c. */
    const uint16_t *example_index; /* By entity: offset of its examples. */
    const char *text;              /* Strings, each ending in NUL. */
    const uint8_t *region_index;   /* By two letters: entity, or NREG_NO_ENTRY. */
    const uint8_t *country_index;  /* By calling code: country, or NREG_NO_COUNTRY. */
    const uint8_t *areas;          /* By the first three digits of a number of `area_digits`: ten of `area_values`. */
    const uint16_t *area_values;   /* Where these digits and one more lead in the automaton of `area_country`. */
    uint32_t area_country;         /* The North American plan, */
    uint32_t area_digits;          /* whose numbers have NREG_NANP_DIGITS; or 0, and there is no such index. */
    uint32_t fours;                /* Where nodes of up to four values begin in `next`. */
    uint32_t eights;               /* Where nodes of up to eight values begin. */
    uint32_t full;                 /* Where nodes of ten values begin. */
    uint32_t next_count;
    uint32_t prefix_count;
    uint32_t entity_count;
    uint32_t region_count;
    uint32_t length_count;
    uint32_t country_count;
    uint32_t member_count;
    uint32_t label_count;
    uint32_t strip_count;
    uint32_t layout_count;
    uint32_t rule_count;
    uint32_t grouping_count;
    uint32_t example_count;
    uint32_t example_index_count;
    uint32_t text_count;
    uint32_t region_index_count;
    uint32_t country_index_count;
    uint32_t area_count;
    uint32_t area_value_count;
    char release[16];
    char date[12];
};

extern const nreg_plan nreg_plan_builtin;

static inline const nreg_plan *nreg_plan_or_builtin(const nreg_plan *plan) {
    return plan ? plan : &nreg_plan_builtin;
}

/* Which letter of the alphabet it is, in either case; 26 or more if it is none. */
static inline uint32_t nreg_plan_letter(char letter) {
    return ((uint32_t)letter & ~0x20u) - 'A';
}

/* The region with this code, its two letters in either case, or NULL. Whoever is given a region looks it up here. */
static inline const nreg_plan_entity *nreg_plan_find_region(const nreg_plan *plan, const char *region) {
    uint32_t first, second;
    if (!region || (first = nreg_plan_letter(region[0])) >= 26 || (second = nreg_plan_letter(region[1])) >= 26 ||
        region[2] != '\0')
        return NULL;
    uint8_t entity = plan->region_index[26 * first + second];
    return entity == NREG_NO_ENTRY ? NULL : &plan->entities[entity];
}

/* The same; and for "001" the non-geographic entity with this calling code. */
static inline const nreg_plan_entity *nreg_plan_find_entity(const nreg_plan *plan, const char *region,
                                                            uint32_t calling_code) {
    if (!region || strcmp(region, "001") != 0)
        return nreg_plan_find_region(plan, region);
    uint8_t country = calling_code < NREG_COUNTRY_INDEX ? plan->country_index[calling_code] : NREG_NO_COUNTRY;
    if (country == NREG_NO_COUNTRY)
        return NULL;
    uint8_t entity = plan->members[plan->countries[country].member];
    return entity < plan->region_count ? NULL : &plan->entities[entity];
}

/* How many digits a calling code has. */
static inline size_t nreg_code_length(uint32_t code) {
    return code >= 100 ? 3 : code >= 10 ? 2 : 1;
}

/* Whether a prefix may begin with a digit, by one of the masks of an entity. */
static inline int nreg_plan_begins(uint16_t first, uint8_t digit) {
    return first >> digit & 1;
}

static inline size_t nreg_plan_longest_prefix(const nreg_plan_entity *entity) {
    return entity->national_first >> 10;
}

/* The value that a node gives to a digit. Of what kind the nodes on the way are is what the processor cannot foresee,
 * so that all are read alike. */
static inline uint32_t nreg_plan_step(const nreg_plan *plan, uint32_t node, uint32_t digit) {
    const uint16_t *at = plan->next + node;
    uint32_t over_two = node >= plan->fours, over_four = node >= plan->eights, full = node >= plan->full;
    uint32_t bits = at[0] | (uint32_t)at[1] << 16, width = 1 + over_two + over_four;
    uint32_t chosen = bits >> width * digit & (7u >> (3 - width));
    uint32_t bare = bits >> (15 + 16 * over_two) & 1;
    uint32_t value = at[full ? digit : 1 + over_two + chosen - bare];
    uint32_t left_out = (chosen < bare) & !full;
    return left_out ? NREG_LABEL : value;
}

/* The label number that a run gives to `count` digits. */
static inline uint32_t nreg_plan_walk(const nreg_plan *plan, nreg_plan_run run, const uint8_t *digits, size_t count) {
    if (count < run.low || count > run.high)
        return 0;
    uint32_t value = plan->next[run.run + count - run.low];
    for (size_t at = 0; value < NREG_LABEL && at < count; at++)
        value = nreg_plan_step(plan, value, digits[at]);
    return value < NREG_LABEL ? 0 : value - NREG_LABEL;
}

/* The node that a prefix's run begins with. */
static inline uint32_t nreg_plan_prefix(const nreg_plan *plan, uint32_t prefix, size_t count) {
    nreg_plan_run run = plan->prefixes[prefix];
    size_t length = count < run.low ? run.low : count > run.high ? run.high : count;
    return plan->next[run.run + length - run.low];
}

/* Whether a label means a valid number: it belongs to a region, and is of a type there. */
static inline int nreg_plan_is_valid(const nreg_plan_country *country, const nreg_plan_label *label) {
    return label->region < country->members && label->type != NREG_TYPE_UNKNOWN;
}

/* Whether a label means a valid number of a region of its country. */
static inline uint32_t nreg_plan_is_valid_in(const nreg_plan_label *label, const nreg_plan_entity *entity) {
    return (label->valid[0] | (uint32_t)label->valid[1] << 16) >> entity->order & 1u;
}

/* NREG_POSSIBLE_ value of a number of digits. */
static inline uint32_t nreg_plan_possible(const nreg_plan *plan, const nreg_plan_entity *entity, size_t digits) {
    return digits > NREG_DIGITS_LIMIT ? NREG_POSSIBLE_TOO_LONG
                                      : (uint32_t)(plan->lengths[entity->lengths] >> (3 * digits)) & 7;
}

#endif
