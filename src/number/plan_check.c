/* SPDX-License-Identifier: MIT */
#include "number/plan_check.h"

#include <string.h>

enum { LONGEST_STRIP = 31, MOST_GROUPS = sizeof(((nreg_plan_grouping *)0)->digits), MOST_MEMBERS = 32 };

/* What the labels of an automaton may be. */
enum kind { FOR_VERDICT, FOR_GENERAL, FOR_FORMAT, FOR_PREFIX, KINDS };

/* Every node that some automaton enters is visited once for each kind of automaton. */
typedef struct checker {
    const nreg_plan *plan;
    uint32_t labels[KINDS]; /* How many labels each kind of automaton has. */
    uint8_t *reached;       /* Kinds that reach the node that begins here, as bits. */
    uint32_t *stack;        /* Nodes to visit, and the kind they were reached by. */
    size_t depth;
} checker;

/* A value found in an automaton: a label that exists, or a node within the array, which is then to be visited. */
static int enter(checker *c, uint32_t value, enum kind kind) {
    const nreg_plan *plan = c->plan;
    if (value >= NREG_LABEL)
        return value - NREG_LABEL < c->labels[kind];
    uint32_t words = value < plan->fours ? 3 : value < plan->eights ? 6 : 10;
    if (value + words > plan->next_count)
        return 0;
    if (!(c->reached[value] & 1u << kind)) {
        c->reached[value] |= (uint8_t)(1u << kind);
        c->stack[c->depth++] = value * KINDS + kind;
    }
    return 1;
}

static int visit(checker *c) {
    while (c->depth) {
        uint32_t top = c->stack[--c->depth];
        for (uint32_t digit = 0; digit < 10; digit++)
            if (!enter(c, nreg_plan_step(c->plan, top / KINDS, digit), (enum kind)(top % KINDS)))
                return 0;
    }
    return 1;
}

static int enter_run(checker *c, nreg_plan_run run, enum kind kind) {
    if (run.low > run.high)
        return kind != FOR_PREFIX;
    if ((uint32_t)run.run + run.high - run.low >= c->plan->next_count)
        return 0;
    for (uint32_t at = 0; at <= (uint32_t)(run.high - run.low); at++)
        if (!enter(c, c->plan->next[run.run + at], kind))
            return 0;
    return visit(c);
}

/* Whether the prefixes of a region leave alone what nanp.h reads: ten digits, the first from 2 on, with the calling
 * code before them or without. */
static int is_direct(const nreg_plan *plan, const nreg_plan_entity *entity) {
    enum { NOT_0 = 0x3FE };
    uint32_t prefix = nreg_plan_prefix(plan, entity->national_prefix, NREG_NANP_DIGITS);
    for (uint32_t digit = 2; prefix < NREG_LABEL && digit < 10; digit++)
        if (nreg_plan_step(plan, prefix, digit) != NREG_LABEL)
            return 0;
    return (prefix <= NREG_LABEL) && !(entity->idd_first & NOT_0) &&
           nreg_plan_possible(plan, entity, NREG_NANP_DIGITS + 1) == NREG_POSSIBLE_TOO_LONG;
}

static int check_nanp(const nreg_plan *plan) {
    const nreg_plan_country *country = &plan->countries[plan->area_country];
    const nreg_plan_run run = country->verdict;
    for (uint32_t at = 0; at < country->members; at++)
        if (!is_direct(plan, &plan->entities[plan->members[country->member + at]]))
            return 0;
    return plan->area_digits == NREG_NANP_DIGITS && country->calling_code == NREG_NANP &&
           nreg_plan_possible(plan, &plan->entities[plan->members[country->member]], NREG_NANP_DIGITS) ==
               NREG_POSSIBLE &&
           NREG_NANP_DIGITS >= run.low && NREG_NANP_DIGITS <= run.high;
}

/* The index of area codes leads where their digits and the next do. */
static int check_areas(const nreg_plan *plan) {
    if (plan->area_count != NREG_AREA_INDEX || plan->area_country >= plan->country_count ||
        (plan->area_digits && !check_nanp(plan)))
        return 0;
    const nreg_plan_run run = plan->countries[plan->area_country].verdict;
    for (uint32_t at = 0; at < 10 * NREG_AREA_INDEX; at++) {
        uint32_t value = plan->area_digits ? plan->next[run.run + NREG_NANP_DIGITS - run.low] : NREG_LABEL;
        for (uint32_t place = 1000; value < NREG_LABEL && place; place /= 10)
            value = nreg_plan_step(plan, value, at / place % 10);
        uint32_t found = 10u * plan->areas[at / 10] + at % 10;
        if (found >= plan->area_value_count || plan->area_values[found] != value)
            return 0;
    }
    return 1;
}

static int check_runs(checker *c) {
    const nreg_plan *plan = c->plan;
    for (uint32_t at = 0; at < plan->country_count; at++)
        if (!enter_run(c, plan->countries[at].verdict, FOR_VERDICT) ||
            !enter_run(c, plan->countries[at].format, FOR_FORMAT))
            return 0;
    for (uint32_t at = 0; at < plan->entity_count; at++)
        if (!enter_run(c, plan->entities[at].general, FOR_GENERAL))
            return 0;
    for (uint32_t at = 0; at < plan->prefix_count; at++)
        if (!enter_run(c, plan->prefixes[at], FOR_PREFIX))
            return 0;
    return check_areas(plan);
}

static nreg_code check_automata(const nreg_plan *plan, const nreg_allocator *allocator) {
    if (plan->fours > plan->eights || plan->eights > plan->full || plan->full > plan->next_count ||
        plan->next_count > NREG_LABEL)
        return NREG_CORRUPT;
    checker c = {.plan = plan, .labels = {plan->label_count, NREG_LABEL_COUNT, plan->layout_count, plan->strip_count}};
    c.reached = nreg_allocate_zeroed(allocator, plan->next_count);
    c.stack = nreg_allocate_array(allocator, (size_t)plan->next_count * KINDS, sizeof *c.stack);
    nreg_code code = !c.reached || !c.stack ? NREG_NO_MEMORY : check_runs(&c) ? NREG_OK : NREG_CORRUPT;
    nreg_release(allocator, c.reached);
    nreg_release(allocator, c.stack);
    return code;
}

static int is_region_code(const char *id) {
    return id[0] >= 'A' && id[0] <= 'Z' && id[1] >= 'A' && id[1] <= 'Z' && id[2] == '\0' && id[3] == '\0';
}

static int check_entities(const nreg_plan *plan) {
    if (plan->entity_count > NREG_NO_ENTRY || plan->example_index_count != plan->entity_count)
        return 0;
    for (uint32_t at = 0; at < plan->entity_count; at++) {
        const nreg_plan_entity *entity = &plan->entities[at];
        if (at < plan->region_count ? !is_region_code(entity->id) : memcmp(entity->id, "001", 4) != 0)
            return 0;
        if (at > 0 && at < plan->region_count && strcmp(plan->entities[at - 1].id, entity->id) >= 0)
            return 0;
        if (entity->country >= plan->country_count || entity->idd >= plan->prefix_count ||
            entity->lengths >= plan->length_count || entity->national_prefix >= plan->prefix_count)
            return 0;
        const nreg_plan_country *country = &plan->countries[entity->country];
        if (entity->order >= country->members || plan->members[country->member + entity->order] != at)
            return 0;
        for (size_t digits = 0; digits <= 20; digits++)
            if (nreg_plan_possible(plan, entity, digits) > NREG_POSSIBLE_TOO_LONG)
                return 0;
    }
    return 1;
}

static int check_countries(const nreg_plan *plan) {
    for (uint32_t at = 0; at < plan->member_count; at++)
        if (plan->members[at] >= plan->entity_count)
            return 0;
    if (plan->country_count > NREG_NO_COUNTRY)
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
        if (country != NREG_NO_COUNTRY &&
            (country >= plan->country_count || plan->countries[country].calling_code != at))
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

/* Whether a text writes no more than `most` bytes, and none that JSON and others would have to quote. If there is a
 * grouping, the text is a rule, and its groups have the most digits that they can. */
static int is_short(const char *text, const nreg_plan_grouping *grouping, size_t most) {
    size_t bytes = 0;
    for (size_t at = 0; text[at]; at++) {
        uint8_t byte = (uint8_t)text[at];
        if (grouping && byte <= 9)
            bytes += byte <= grouping->groups ? grouping->digits[byte - 1] >> 4 : 0;
        else if (byte < ' ' || byte == '"' || byte == '\\' || byte == 0x7F)
            return 0;
        else
            bytes++;
        if (bytes > most || at >= most)
            return 0;
    }
    return 1;
}

static int check_formats(const nreg_plan *plan) {
    if (plan->text[plan->text_count - 1] != '\0')
        return 0;
    for (uint32_t at = 0; at < plan->country_count; at++)
        if (!is_short(plan->text + plan->countries[at].extension, NULL, NREG_BEFORE_EXTENSION))
            return 0;
    for (uint32_t at = 0; at < plan->layout_count; at++)
        if (plan->layouts[at].national >= plan->rule_count || plan->layouts[at].international >= plan->rule_count)
            return 0;
    for (uint32_t at = 0; at < plan->grouping_count; at++) {
        const nreg_plan_grouping *grouping = &plan->groupings[at];
        if (grouping->groups > MOST_GROUPS)
            return 0;
        for (size_t group = 0; group < grouping->groups; group++)
            if ((grouping->digits[group] & 15) > grouping->digits[group] >> 4)
                return 0;
    }
    for (uint32_t at = 0; at < plan->rule_count; at++) {
        const nreg_plan_rule *rule = &plan->rules[at];
        if (rule->text >= plan->text_count || rule->grouping >= plan->grouping_count ||
            !is_short(plan->text + rule->text, &plan->groupings[rule->grouping], NREG_RULE_MAX))
            return 0;
    }
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
