/* SPDX-License-Identifier: MIT */
#include "number/plan_check.h"

#include <string.h>

enum { LONGEST_STRIP = 31, MOST_GROUPS = sizeof(((nreg_plan_rule *)0)->digits), MOST_MEMBERS = 32 };

/* Which automata lead through a row; they differ in what their labels may be. */
enum { FOR_VERDICT = 1, FOR_GENERAL = 2, FOR_FORMAT = 4, FOR_PREFIX = 8, KINDS = 4 };

/* Rows that can be reached are found by repeated passes over the array; those that some automaton enters are marked. */
typedef struct checker {
    const uint16_t *values;
    uint32_t count;
    uint32_t columns;
    uint32_t labels[KINDS]; /* How many labels each kind of automaton has. */
    uint8_t *reached;       /* Kinds that reach the row that begins here. */
    uint32_t *stack;
    uint32_t depth;
} checker;

/* A value found in an automaton of one kind: a label that exists, or a row within the array, which is then visited. */
static int enter(checker *c, uint32_t value, unsigned kind) {
    unsigned bit = kind == FOR_VERDICT ? 0 : kind == FOR_GENERAL ? 1 : kind == FOR_FORMAT ? 2 : 3;
    if (value >= NREG_LABEL)
        return value - NREG_LABEL < c->labels[bit];
    if (value + c->columns > c->count)
        return 0;
    if (!(c->reached[value] & kind)) {
        c->reached[value] |= (uint8_t)kind;
        c->reached[value] |= (uint8_t)(kind << 4);
        c->stack[c->depth++] = value;
    }
    return 1;
}

/* Visits every row that is reached but not visited. A row is on the stack at most once for every kind. */
static int visit(checker *c) {
    while (c->depth) {
        uint32_t row = c->stack[--c->depth];
        for (unsigned kind = 1; kind <= FOR_PREFIX; kind <<= 1) {
            if (!(c->reached[row] & (kind << 4)))
                continue;
            c->reached[row] &= (uint8_t) ~(kind << 4);
            for (uint32_t column = 0; column < c->columns; column++)
                if (!enter(c, c->values[row + column], kind))
                    return 0;
        }
    }
    return 1;
}

static int enter_run(checker *c, nreg_plan_run run, unsigned kind) {
    if (run.low > run.high)
        return 1;
    if (run.high > NREG_DIGITS_LIMIT || (uint32_t)run.run + run.high - run.low >= c->count)
        return 0;
    for (uint32_t at = 0; at <= (uint32_t)(run.high - run.low); at++)
        if (!enter(c, c->values[run.run + at], kind))
            return 0;
    return visit(c);
}

static nreg_code start(checker *c, const nreg_allocator *allocator, const uint16_t *values, uint32_t count,
                       uint32_t columns) {
    c->values = values;
    c->count = count;
    c->columns = columns;
    c->depth = 0;
    c->reached = nreg_allocate_zeroed(allocator, count);
    c->stack = nreg_allocate_array(allocator, (size_t)count * KINDS, sizeof *c->stack);
    if (c->reached && c->stack)
        return NREG_OK;
    nreg_release(allocator, c->reached);
    nreg_release(allocator, c->stack);
    return NREG_NO_MEMORY;
}

static void finish(checker *c, const nreg_allocator *allocator) {
    nreg_release(allocator, c->reached);
    nreg_release(allocator, c->stack);
}

static nreg_code check_automata(const nreg_plan *plan, const nreg_allocator *allocator) {
    checker c = {.labels = {plan->label_count, NREG_LABEL_COUNT, plan->layout_count, plan->strip_count}};
    nreg_code code = start(&c, allocator, plan->next, plan->next_count, 10);
    int good = code == NREG_OK;
    for (uint32_t at = 0; good && at < plan->country_count; at++)
        good = enter_run(&c, plan->countries[at].verdict, FOR_VERDICT) &&
               enter_run(&c, plan->countries[at].format, FOR_FORMAT);
    for (uint32_t at = 0; good && at < plan->entity_count; at++)
        good = enter_run(&c, plan->entities[at].general, FOR_GENERAL);
    if (code == NREG_OK)
        finish(&c, allocator);
    if (!good)
        return code == NREG_OK ? NREG_CORRUPT : code;
    code = start(&c, allocator, plan->prefix_next, plan->prefix_next_count, NREG_PREFIX_COLUMNS);
    good = code == NREG_OK;
    for (uint32_t at = 0; good && at < plan->entity_count; at++)
        good = enter(&c, plan->entities[at].idd, FOR_PREFIX) &&
               enter(&c, plan->entities[at].national_prefix, FOR_PREFIX) && visit(&c);
    if (code == NREG_OK)
        finish(&c, allocator);
    return good ? NREG_OK : code == NREG_OK ? NREG_CORRUPT : code;
}

static int is_region_code(const char *id) {
    return id[0] >= 'A' && id[0] <= 'Z' && id[1] >= 'A' && id[1] <= 'Z' && id[2] == '\0' && id[3] == '\0';
}

static int check_entities(const nreg_plan *plan) {
    if (plan->entity_count >= NREG_NO_ENTRY || plan->example_index_count != plan->entity_count)
        return 0;
    for (uint32_t at = 0; at < plan->entity_count; at++) {
        const nreg_plan_entity *entity = &plan->entities[at];
        if (at < plan->region_count ? !is_region_code(entity->id) : memcmp(entity->id, "001", 4) != 0)
            return 0;
        if (at > 0 && at < plan->region_count && strcmp(plan->entities[at - 1].id, entity->id) >= 0)
            return 0;
        if (entity->country >= plan->country_count)
            return 0;
        const nreg_plan_country *country = &plan->countries[entity->country];
        if (entity->order >= country->members || plan->members[country->member + entity->order] != at)
            return 0;
        for (size_t digits = 0; digits <= 20; digits++)
            if (nreg_plan_possible(entity, digits) > NREG_POSSIBLE_TOO_LONG)
                return 0;
    }
    return 1;
}

static int check_countries(const nreg_plan *plan) {
    for (uint32_t at = 0; at < plan->member_count; at++)
        if (plan->members[at] >= plan->entity_count)
            return 0;
    if (plan->country_count >= NREG_NO_ENTRY)
        return 0;
    for (uint32_t at = 0; at < plan->country_count; at++) {
        const nreg_plan_country *country = &plan->countries[at];
        if (country->calling_code == 0 || country->calling_code >= NREG_COUNTRY_INDEX ||
            plan->country_index[country->calling_code] != at || country->members == 0 ||
            country->members > MOST_MEMBERS || (uint32_t)country->member + country->members > plan->member_count ||
            country->extension >= plan->text_count)
            return 0;
    }
    return 1;
}

static int check_indexes(const nreg_plan *plan) {
    if (plan->region_count == 0 || plan->region_count > plan->entity_count)
        return 0;
    if (plan->region_index_count != NREG_REGION_INDEX || plan->country_index_count != NREG_COUNTRY_INDEX)
        return 0;
    for (uint32_t at = 0; at < NREG_REGION_INDEX; at++) {
        uint32_t entity = plan->region_index[at];
        if (entity == NREG_NO_ENTRY)
            continue;
        if (entity >= plan->region_count || plan->entities[entity].id[0] != (char)('A' + at / 26) ||
            plan->entities[entity].id[1] != (char)('A' + at % 26))
            return 0;
    }
    for (uint32_t at = 0; at < NREG_COUNTRY_INDEX; at++) {
        uint32_t country = plan->country_index[at];
        if (country != NREG_NO_ENTRY && (country >= plan->country_count || plan->countries[country].calling_code != at))
            return 0;
    }
    return 1;
}

static int check_labels(const nreg_plan *plan) {
    if (plan->label_count > NREG_LABEL_COUNT || plan->strip_count > NREG_LABEL_COUNT ||
        plan->layout_count > NREG_LABEL_COUNT)
        return 0;
    for (uint32_t at = 0; at < plan->label_count; at++)
        if (plan->labels[at].type > NREG_TYPE_UNKNOWN)
            return 0;
    for (uint32_t at = 0; at < plan->strip_count; at++) {
        const nreg_plan_strip *strip = &plan->strips[at];
        if (strip->end > LONGEST_STRIP || strip->start + strip->count > strip->end || strip->leads > sizeof strip->lead)
            return 0;
        for (size_t digit = 0; digit < sizeof strip->lead; digit++)
            if (strip->lead[digit] > 9)
                return 0;
    }
    return 1;
}

static int check_formats(const nreg_plan *plan) {
    if (plan->text[plan->text_count - 1] != '\0')
        return 0;
    for (uint32_t at = 0; at < plan->layout_count; at++)
        if (plan->layouts[at].national >= plan->rule_count || plan->layouts[at].international >= plan->rule_count)
            return 0;
    for (uint32_t at = 0; at < plan->rule_count; at++)
        if (plan->rules[at].text >= plan->text_count || plan->rules[at].groups > MOST_GROUPS)
            return 0;
    return 1;
}

static int check_examples(const nreg_plan *plan) {
    for (uint32_t entity = 0; entity < plan->entity_count; entity++) {
        uint32_t at = plan->example_index[entity];
        for (;;) {
            if (at >= plan->example_count)
                return 0;
            if (plan->examples[at] == 0xFF)
                break;
            uint32_t digits = (plan->examples[at] & 15u) + 2, bytes = (digits + 1) / 2;
            if (bytes >= plan->example_count - at)
                return 0;
            for (uint32_t byte = 1; byte <= bytes; byte++)
                if (plan->examples[at + byte] >> 4 > 9 || (plan->examples[at + byte] & 15) > 9)
                    return 0;
            at += 1 + bytes;
        }
    }
    return 1;
}

nreg_code nreg_plan_check(const nreg_plan *plan, const nreg_allocator *allocator, const char **wrong) {
    static const struct {
        const char *name;
        int (*check)(const nreg_plan *plan);
    } checks[] = {{"indexes", check_indexes}, {"calling codes", check_countries}, {"regions", check_entities},
                  {"verdicts", check_labels}, {"formats", check_formats},         {"examples", check_examples}};
    if (plan->release[sizeof plan->release - 1] != '\0' || plan->date[sizeof plan->date - 1] != '\0') {
        *wrong = "names";
        return NREG_CORRUPT;
    }
    for (size_t at = 0; at < sizeof checks / sizeof *checks; at++) {
        if (!checks[at].check(plan)) {
            *wrong = checks[at].name;
            return NREG_CORRUPT;
        }
    }
    *wrong = "automata";
    return check_automata(plan, allocator);
}
