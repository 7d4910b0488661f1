/* SPDX-License-Identifier: MIT */
#include "number/search.h"

#include "number/typing.h"

#include <string.h>

enum { ALL_DIGITS = 0x3FF };

static uint32_t lowest(uint32_t bits) {
    uint32_t bit = 0;
    while (!(bits >> bit & 1))
        bit++;
    return bit;
}

/* Takes the smallest number out of a set; NREG_LABEL_COUNT if it is empty. */
static uint32_t take_smallest(nreg_search_set *set) {
    for (uint32_t word = 0; word < NREG_LABEL_COUNT / 32; word++)
        if (set->bits[word]) {
            uint32_t bit = lowest(set->bits[word]);
            set->bits[word] &= set->bits[word] - 1;
            return word * 32 + bit;
        }
    return NREG_LABEL_COUNT;
}

/* The answer that this path has to a question; the first of `answers`, of which there are some, if it is new. */
static uint32_t answer(nreg_search *s, const nreg_search_set *answers) {
    nreg_search_question *question = &s->questions[s->questions_asked++];
    if (s->questions_asked > s->questions_chosen) {
        question->others = *answers;
        question->answer = take_smallest(&question->others);
        s->questions_chosen = s->questions_asked;
    }
    return question->answer;
}

/* Moves on to the next path: to the last question that has another answer. 0 if there is none. */
static int choose_path(nreg_search *s) {
    while (s->questions_chosen) {
        nreg_search_question *question = &s->questions[s->questions_chosen - 1];
        question->answer = take_smallest(&question->others);
        if (question->answer < NREG_LABEL_COUNT)
            return 1;
        s->questions_chosen--;
    }
    return 0;
}

static int is_single(uint32_t bits) {
    return (bits & (bits - 1)) == 0;
}

uint32_t nreg_search_digit(nreg_search *s, uint8_t digit) {
    if (digit < NREG_DIGIT_OPEN)
        return digit;
    uint16_t *allowed = &s->allowed[digit - NREG_DIGIT_OPEN];
    if (!is_single(*allowed)) {
        const nreg_search_set answers = {{*allowed}};
        *allowed = (uint16_t)(1u << answer(s, &answers));
    }
    return lowest(*allowed);
}

int nreg_search_is(nreg_search *s, uint8_t digit, uint32_t value) {
    static const nreg_search_set either = {{3}};
    if (digit < NREG_DIGIT_OPEN)
        return digit == value;
    uint16_t *allowed = &s->allowed[digit - NREG_DIGIT_OPEN];
    uint16_t bit = (uint16_t)(1u << value);
    if (!(*allowed & bit) || *allowed == bit)
        return *allowed == bit;
    int is = (int)answer(s, &either);
    *allowed = is ? bit : (uint16_t)(*allowed & ~bit);
    return is;
}

/* Reads digits as long as it does not matter what the open ones are; returns where that leads and moves `at` there. */
static uint32_t read_known(const nreg_search *s, uint32_t value, const uint8_t *digits, size_t count, size_t *at) {
    for (; value < NREG_LABEL && *at < count; ++*at) {
        uint32_t next = digits[*at];
        if (next < NREG_DIGIT_OPEN) {
            value = nreg_plan_step(s->plan, value, next);
            continue;
        }
        uint32_t allowed = s->allowed[next - NREG_DIGIT_OPEN];
        next = nreg_plan_step(s->plan, value, lowest(allowed));
        for (allowed &= allowed - 1; allowed; allowed &= allowed - 1)
            if (nreg_plan_step(s->plan, value, lowest(allowed)) != next)
                return value;
        value = next;
    }
    return value < NREG_LABEL ? NREG_LABEL : value;
}

typedef struct collector {
    const nreg_plan *plan;
    nreg_search_set *labels;
    uint32_t seen[NREG_LABEL / 32];
} collector;

/* Collects the labels to which so many digits lead; a plan made to be endless may have none. */
static void collect(collector *c, uint32_t value, size_t left) {
    if (value >= NREG_LABEL) {
        c->labels->bits[(value - NREG_LABEL) / 32] |= 1u << value % 32;
        return;
    }
    if (left == 0 || c->seen[value / 32] >> value % 32 & 1)
        return;
    c->seen[value / 32] |= 1u << value % 32;
    for (uint32_t digit = 0; digit < 10; digit++)
        collect(c, nreg_plan_step(c->plan, value, digit), left - 1);
}

/* The labels to which a value can lead. */
static const nreg_search_set *labels_from(nreg_search *s, uint32_t value, size_t left) {
    for (size_t at = 0; at < NREG_SEARCH_SETS && at < s->set_count; at++)
        if (s->sets[at].value == value)
            return &s->sets[at].labels;
    size_t at = s->set_count++ % NREG_SEARCH_SETS;
    collector c = {.plan = s->plan, .labels = &s->sets[at].labels};
    s->sets[at].value = value;
    memset(c.labels, 0, sizeof *c.labels);
    collect(&c, value, left);
    return c.labels;
}

uint32_t nreg_search_label(nreg_search *s, uint32_t value, const uint8_t *digits, size_t count, int any) {
    static const nreg_search_set either = {{3}};
    size_t at = 0;
    value = read_known(s, value, digits, count, &at);
    if (value >= NREG_LABEL)
        return any ? value > NREG_LABEL : value - NREG_LABEL;
    for (uint32_t old = 0; old < s->condition_count; old++) {
        const nreg_search_condition *c = &s->conditions[old];
        if (c->value == value && c->digits == digits + at && c->digits + c->count == digits + count && c->any == any)
            return c->label;
    }
    uint32_t label = answer(s, any ? &either : labels_from(s, value, count - at)) % NREG_LABEL_COUNT;
    s->conditions[s->condition_count++] =
        (nreg_search_condition){digits + at, (uint8_t)(count - at), (uint16_t)value, label, any, NULL};
    return label;
}

static int is_met(const nreg_search *s, const nreg_search_condition *c, uint32_t label) {
    if (c->country)
        return nreg_plan_is_valid(c->country, &s->plan->labels[label]);
    return c->any ? (label != 0) == c->label : label == c->label;
}

/*
 * Moves an automaton over the digit at an open position, if that is what it reads next, and then as far as it need not
 * know more. 0 if it ends as it must not; if as it must, its value is NREG_LABEL.
 */
static int move(const nreg_search *s, const nreg_search_condition *c, uint32_t digit, size_t position, uint16_t *value,
                uint8_t *at) {
    if (*value >= NREG_LABEL || c->digits[*at] != NREG_DIGIT_OPEN + position)
        return 1;
    size_t next = *at + 1u;
    uint32_t reached = read_known(s, nreg_plan_step(s->plan, *value, digit), c->digits, c->count, &next);
    *at = (uint8_t)next;
    *value = (uint16_t)(reached < NREG_LABEL ? reached : NREG_LABEL);
    return reached < NREG_LABEL || is_met(s, c, reached - NREG_LABEL);
}

/* Whether dead ends are remembered from now on: to begin with that costs more than most searches. */
static int remembers(nreg_search *s) {
    if (!s->remembers && s->tries >= NREG_SEARCH_EASY) {
        s->remembers = 1;
        memset(s->dead_ends, 0, sizeof s->dead_ends);
    }
    return (int)s->remembers;
}

/* Where in the memory of dead ends a place belongs. */
static nreg_search_place *memory_of(nreg_search *s, const nreg_search_place *place) {
    uint32_t hash = place->position + place->path * 31;
    for (size_t at = 0; at < NREG_SEARCH_CONDITIONS; at++)
        hash = hash * 0x01000193u ^ place->values[at];
    return &s->dead_ends[(hash ^ hash >> 15) % NREG_SEARCH_DEAD_ENDS];
}

/* Whether digits from this place on meet all conditions; then they are the only ones allowed. */
static int meet(nreg_search *s, const nreg_search_place *place, const uint8_t *at) {
    size_t waiting = 0;
    for (size_t c = 0; c < s->condition_count; c++)
        waiting += place->values[c] < NREG_LABEL;
    if (waiting == 0)
        return 1;
    if (place->position == s->behind || (remembers(s) && memcmp(memory_of(s, place), place, sizeof *place) == 0) ||
        s->tries++ >= NREG_COMPLETION_TRIES)
        return 0;
    uint32_t allowed = s->allowed[place->position];
    for (uint32_t left = allowed; left; left &= left - 1) {
        nreg_search_place next = *place;
        uint8_t next_at[NREG_SEARCH_CONDITIONS];
        uint32_t digit = lowest(left);
        size_t c = 0;
        memcpy(next_at, at, sizeof next_at);
        s->allowed[place->position] = (uint16_t)(1u << digit);
        next.position++;
        while (c < s->condition_count &&
               move(s, &s->conditions[c], digit, place->position, &next.values[c], &next_at[c]))
            c++;
        if (c == s->condition_count && meet(s, &next, next_at))
            return 1;
    }
    s->allowed[place->position] = (uint16_t)allowed;
    if (remembers(s))
        *memory_of(s, place) = *place;
    return 0;
}

int nreg_search_finish(nreg_search *s, const nreg_plan_country *country, const uint8_t *digits, size_t count) {
    nreg_plan_run run = country->verdict;
    if (count < run.low || count > run.high)
        return 0;
    size_t known = 0;
    uint32_t value = read_known(s, s->plan->next[run.run + count - run.low], digits, count, &known);
    if (value >= NREG_LABEL && !nreg_plan_is_valid(country, &s->plan->labels[value - NREG_LABEL]))
        return 0;
    if (value < NREG_LABEL)
        s->conditions[s->condition_count++] =
            (nreg_search_condition){digits + known, (uint8_t)(count - known), (uint16_t)value, 0, 0, country};
    if (s->condition_count == 0)
        return 1;
    s->paths++;
    nreg_search_place start = {.path = s->paths, .position = (uint16_t)s->before};
    uint8_t at[NREG_SEARCH_CONDITIONS] = {0};
    for (size_t c = 0; c < s->condition_count; c++)
        start.values[c] = s->conditions[c].value;
    return meet(s, &start, at);
}

void nreg_search_begin(nreg_search *s, const nreg_plan *plan, const nreg_plan_entity *region) {
    s->plan = plan;
    s->region = region;
    s->tries = s->paths = s->set_count = s->remembers = 0;
}

int nreg_search_solve(nreg_search *s, uint8_t *digits, size_t count, size_t before, size_t open, int plus) {
    s->before = before;
    s->behind = before + open;
    s->questions_chosen = 0;
    for (size_t at = before; at < s->behind; at++)
        digits[at] = (uint8_t)(NREG_DIGIT_OPEN + at);
    do {
        if (s->tries++ >= NREG_COMPLETION_TRIES)
            return 0;
        s->questions_asked = s->condition_count = 0;
        for (size_t at = before; at < s->behind; at++)
            s->allowed[at] = ALL_DIGITS;
        if (nreg_interpret_open(s, digits, count, plus)) {
            for (size_t at = before; at < s->behind; at++)
                digits[at] = (uint8_t)lowest(s->allowed[at]);
            return 1;
        }
    } while (choose_path(s));
    return 0;
}
