/* SPDX-License-Identifier: MIT */
#include "number/typing.h"

#include "number/candidate.h"
#include "number/text.h"

#include <string.h>

/* Digits of which some are still open, numbered in the order of their positions. */
typedef struct puzzle {
    const nreg_plan *plan;
    const nreg_plan_entity *region;
    uint8_t digits[NREG_DIGITS_MAX];
    size_t count;
    int plus;
    uint32_t probes;
} puzzle;

/* Whether some choice of the open digits makes the number valid; then they are chosen, the smallest first. */
static int solve(puzzle *p) {
    uint8_t tried[NREG_DIGITS_MAX]; /* Positions that were chosen, in the order in which they had to be known. */
    size_t depth = 0;
    while (p->probes++ < NREG_COMPLETION_TRIES) {
        int answer = nreg_interpret_probe(p->plan, p->region, p->digits, p->count, p->plus);
        if (answer == NREG_PROBE_VALID)
            return 1;
        if (answer >= 0) {
            p->digits[answer] = 0;
            tried[depth++] = (uint8_t)answer;
            continue;
        }
        while (depth && p->digits[tried[depth - 1]] == 9) {
            p->digits[tried[depth - 1]] = (uint8_t)(NREG_DIGIT_OPEN + tried[depth - 1]);
            depth--;
        }
        if (depth == 0)
            return 0;
        p->digits[tried[depth - 1]]++;
    }
    return 0;
}

/*
 * The most digits, added ones included, with which the number can be valid. `known`: the digits that are known, which
 * stand first.
 */
static size_t reach(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t known,
                    int plus) {
    size_t unknown = known + NREG_COMPLETION_MAX;
    const nreg_plan_country *country = NULL;
    if (plus) {
        uint32_t code = 0;
        for (size_t at = 0; !country && at < 3 && at < known && (code || digits[at]); at++) {
            code = code * 10 + digits[at];
            if (plan->country_index[code] != NREG_NO_COUNTRY)
                country = &plan->countries[plan->country_index[code]];
        }
    } else if (known && !nreg_plan_begins(region->idd_first, digits[0])) {
        country = &plan->countries[region->country];
    }
    if (!country)
        return unknown;
    /* The prefix of the default region and that of the calling code's main region may both be stripped. */
    size_t prefixes = nreg_plan_longest_prefix(&plan->entities[plan->members[country->member]]);
    if (!plus)
        prefixes += nreg_plan_longest_prefix(region);
    return 3 + prefixes + country->longest;
}

/* Where the open digits of a number stand: behind `before` known ones, before the others of `known`. */
typedef struct shape {
    const uint8_t *digits;
    size_t known;
    size_t before;
    int plus;
} shape;

/* Whether the shape with `open` open digits can be valid; then chooses them. */
static int solve_shape(puzzle *p, const shape *s, size_t open, uint8_t *completion) {
    p->count = s->known + open;
    p->plus = s->plus;
    if (p->count > NREG_DIGITS_MAX)
        return 0;
    memcpy(p->digits, s->digits, s->before);
    for (size_t at = s->before; at < s->before + open; at++)
        p->digits[at] = (uint8_t)(NREG_DIGIT_OPEN + at);
    memcpy(p->digits + s->before + open, s->digits + s->before, s->known - s->before);
    if (!solve(p))
        return 0;
    for (size_t at = 0; at < open; at++)
        completion[at] = p->digits[s->before + at] >= NREG_DIGIT_OPEN ? 0 : p->digits[s->before + at];
    return 1;
}

int nreg_complete_plain(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                        int plus, uint8_t *completion, uint32_t *tries) {
    enum { FEWEST = 3 }; /* Fewer digits are no number, but for two alone, which are never valid. */
    puzzle p = {.plan = plan, .region = region};
    shape s = {digits, count, count, plus};
    size_t most = reach(plan, region, digits, count, plus);
    int completed = -1;
    for (size_t added = count < FEWEST ? FEWEST - count : 0;
         completed < 0 && added <= NREG_COMPLETION_MAX && count + added <= most; added++)
        if (solve_shape(&p, &s, added, completion))
            completed = (int)added;
    if (tries)
        *tries = p.probes;
    return completed;
}

/*
 * How the added digits change what a text is depends on few limits: a number has three digits, and an extension 6, 9,
 * 15 or 20, by its label. So one text for each range between them tells about all.
 */
static size_t end_of_range(const uint8_t *symbols, size_t count, size_t added) {
    static const size_t limits[] = {6, 9, 15, 20};
    size_t run = 0;
    while (run < count && nreg_symbol_traits[symbols[count - 1 - run]] & NREG_TRAIT_DIGIT)
        run++;
    if (added < 3)
        return added;
    for (size_t at = 0; at < sizeof limits / sizeof *limits; at++)
        if (run + added <= limits[at])
            return limits[at] - run;
    return NREG_COMPLETION_MAX;
}

/* Tries `from` to `to` digits behind the symbols, which have room for them, and with all of which the text is alike. */
static int complete_range(puzzle *p, uint8_t *symbols, size_t count, size_t first, size_t last, uint8_t *completion) {
    nreg_candidate ones, twos;
    uint8_t known[NREG_DIGITS_MAX];
    /* Which digits of the number are the added ones shows when they change: the text around them does not. */
    memset(symbols + count, '1', first);
    nreg_candidate_read(symbols, count + first, &ones);
    if (!ones.found || (!ones.plus && !p->region))
        return -1;
    memset(symbols + count, '2', first);
    nreg_candidate_read(symbols, count + first, &twos);
    shape s = {.digits = known, .plus = ones.plus};
    size_t open = 0;
    for (size_t at = 0; at < ones.count; at++) {
        if (ones.digits[at] != twos.digits[at]) {
            if (open++ == 0)
                s.before = s.known;
        } else {
            known[s.known++] = ones.digits[at];
        }
    }
    if (open == 0) {
        /* They belong to an extension, or to nothing. */
        s.before = s.known;
        memset(completion, 0, first);
        return solve_shape(p, &s, 0, completion + first) ? (int)first : -1;
    }
    size_t most = s.before ? reach(p->plan, p->region, known, s.before, s.plus) : NREG_DIGITS_MAX;
    for (size_t added = first; added <= last && s.known + added <= most; added++)
        if (solve_shape(p, &s, added, completion))
            return (int)added;
    return -1;
}

static int complete_symbols(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count,
                            uint8_t *completion) {
    uint8_t text[NREG_TEXT_MAX + NREG_COMPLETION_MAX];
    puzzle p = {.plan = plan, .region = region};
    size_t most = NREG_TEXT_MAX - count < NREG_COMPLETION_MAX ? NREG_TEXT_MAX - count : NREG_COMPLETION_MAX;
    memcpy(text, symbols, count);
    for (size_t first = 0, last; first <= most; first = last + 1) {
        last = end_of_range(symbols, count, first);
        if (last > most)
            last = most;
        int added = complete_range(&p, text, count, first, last, completion);
        if (added >= 0)
            return added;
    }
    return -1;
}

/* How much of a text is left without letters or the beginning of an extension at its end. */
static size_t without_marker(const uint8_t *symbols, size_t count) {
    size_t end = count;
    while (end && !(nreg_symbol_traits[symbols[end - 1]] & (NREG_TRAIT_DIGIT | NREG_TRAIT_PLUS))) {
        uint8_t symbol = symbols[end - 1];
        if (!(nreg_symbol_traits[symbol] & (NREG_TRAIT_PUNCTUATION | NREG_TRAIT_ALPHA | NREG_TRAIT_SPACE)) &&
            symbol != ';' && symbol != ':' && symbol != '#' && symbol != '=' &&
            (symbol < NREG_SYMBOL_WIDE_TILDE || symbol > NREG_SYMBOL_CYRILLIC_B))
            return count;
        end--;
    }
    return end ? end : count;
}

int nreg_complete_text(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count,
                       uint8_t *completion) {
    int added = complete_symbols(plan, region, symbols, count, completion);
    size_t left = without_marker(symbols, count);
    if (added < 0 && left < count)
        added = complete_symbols(plan, region, symbols, left, completion);
    return added;
}
