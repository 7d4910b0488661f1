/* SPDX-License-Identifier: MIT */
#include "number/typing.h"

#include "number/candidate.h"
#include "number/example.h"
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

static size_t code_length(uint32_t code) {
    return code >= 100 ? 3 : code >= 10 ? 2 : 1;
}

/* The country whose calling code stands first, or NULL. */
static const nreg_plan_country *find_country(const nreg_plan *plan, const uint8_t *digits, size_t count) {
    uint32_t code = 0;
    for (size_t at = 0; at < 3 && at < count && (code || digits[at]); at++) {
        code = code * 10 + digits[at];
        if (plan->country_index[code] != NREG_NO_COUNTRY)
            return &plan->countries[plan->country_index[code]];
    }
    return NULL;
}

/* How many digits of international prefix stand first, however many digits follow; -1 if that depends on them. */
static int idd_length(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t known) {
    if (!nreg_plan_begins(region->idd_first, digits[0]))
        return 0;
    if (known < plan->prefixes[region->idd].high)
        return -1;
    uint32_t value = nreg_plan_prefix(plan, region->idd, known);
    for (size_t at = 0; value < NREG_LABEL && at < known; at++)
        value = nreg_plan_step(plan, value, digits[at]);
    if (value < NREG_LABEL || plan->strips[value - NREG_LABEL].end >= known)
        return -1;
    const nreg_plan_strip *strip = &plan->strips[value - NREG_LABEL];
    return strip->matched && digits[strip->end] != 0 ? strip->end : 0;
}

/*
 * The most digits, added ones included, with which the number can be valid. `known`: the digits that are known, which
 * stand first.
 */
static size_t reach(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t known,
                    int plus) {
    const nreg_plan_country *country = NULL;
    int idd = plus || known == 0 ? 0 : idd_length(plan, region, digits, known);
    if (known && idd >= 0)
        country =
            plus || idd > 0 ? find_country(plan, digits + idd, known - (size_t)idd) : &plan->countries[region->country];
    if (!country)
        return NREG_DIGITS_MAX;
    /* Without a plus sign or international prefix, the prefix of the default region may be stripped too. */
    size_t prefixes = nreg_plan_longest_prefix(&plan->entities[plan->members[country->member]]);
    if (!plus && idd == 0)
        prefixes += nreg_plan_longest_prefix(region);
    return (size_t)idd + code_length(country->calling_code) + prefixes + country->longest;
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
                        int plus, size_t least, uint8_t *completion, uint32_t *tries) {
    enum { FEWEST = 3 }; /* Fewer digits are no number, but for two alone, which are never valid. */
    puzzle p = {.plan = plan, .region = region};
    shape s = {digits, count, count, plus};
    size_t most = reach(plan, region, digits, count, plus);
    int completed = -1;
    for (size_t added = count + least < FEWEST ? FEWEST - count : least;
         completed < 0 && added <= NREG_COMPLETION_MAX && count + added <= most; added++)
        if (solve_shape(&p, &s, added, completion))
            completed = (int)added;
    if (tries)
        *tries = p.probes;
    return completed;
}

/* Text that is alike however many of the digits from `first` to `last` are added. */
typedef struct range {
    size_t first;
    size_t last;
} range;

/*
 * The most digits with which the text is the same as with `added`: digits at the end of a text are no extension any
 * more beyond as many as its label allows.
 */
static size_t end_of_range(const uint8_t *symbols, size_t count, size_t added) {
    static const size_t limits[] = {9, 15, 20};
    size_t run = 0;
    while (run < count && nreg_symbol_traits[symbols[count - 1 - run]] & NREG_TRAIT_DIGIT)
        run++;
    if (added == 0)
        return 0;
    if (nreg_candidate_has_label(symbols, count - run, run + added))
        for (size_t at = 0; at < sizeof limits / sizeof *limits; at++)
            if (run + added <= limits[at])
                return limits[at] - run;
    return NREG_COMPLETION_MAX;
}

/* The digits of a region's own number, where it takes as many as may be added. */
static size_t complete_by_example(const puzzle *p, range added, uint8_t *completion) {
    uint8_t digits[NREG_EXAMPLE_MAX];
    size_t count = nreg_example_digits(p->plan, p->region, NREG_TYPE_FIXED_LINE, digits);
    if (count == 0 || count < added.first || count > added.last ||
        nreg_interpret_probe(p->plan, p->region, digits, count, 0) != NREG_PROBE_VALID)
        return 0;
    memcpy(completion, digits, count);
    return count;
}

/* Tries so many digits behind the symbols, which have room for them. Shortens the range if not all of it is alike. */
static int complete_range(puzzle *p, uint8_t *symbols, size_t count, range *added, uint8_t *completion) {
    nreg_candidate candidate;
    uint8_t known[NREG_DIGITS_MAX];
    memset(symbols + count, NREG_SYMBOL_OPEN, added->first);
    nreg_candidate_read(symbols, count + added->first, &candidate);
    if (!candidate.found) {
        /* More digits may make three, which a number has at least. */
        if (added->first < 3)
            added->last = added->first;
        return -1;
    }
    if (candidate.count < 3)
        added->last = added->first;
    if (!candidate.plus && !p->region)
        return -1;
    shape s = {.digits = known, .plus = candidate.plus};
    size_t open = 0;
    for (size_t at = 0; at < candidate.count; at++) {
        if (candidate.digits[at] < NREG_DIGIT_OPEN)
            known[s.known++] = candidate.digits[at];
        else if (open++ == 0)
            s.before = s.known;
    }
    if (open == 0) {
        /* They belong to an extension, or to nothing. */
        s.before = s.known;
        memset(completion, 0, added->first);
        return solve_shape(p, &s, 0, completion + added->first) ? (int)added->first : -1;
    }
    if (s.known == 0 && !s.plus) {
        size_t example = complete_by_example(p, *added, completion);
        if (example)
            return (int)example;
    }
    size_t most = s.before ? reach(p->plan, p->region, known, s.before, s.plus) : NREG_DIGITS_MAX;
    for (size_t more = added->first; more <= added->last && s.known + more <= most; more++)
        if (solve_shape(p, &s, more, completion))
            return (int)more;
    return -1;
}

static int complete_ranges(puzzle *p, uint8_t *symbols, size_t count, range all, uint8_t *completion) {
    for (range part = all; part.first <= all.last; part.first = part.last + 1) {
        part.last = end_of_range(symbols, count, part.first);
        if (part.last > all.last)
            part.last = all.last;
        int completed = complete_range(p, symbols, count, &part, completion);
        if (completed >= 0)
            return completed;
    }
    return -1;
}

static int complete_symbols(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count,
                            size_t least, uint8_t *completion) {
    uint8_t text[NREG_TEXT_MAX + NREG_COMPLETION_MAX];
    puzzle p = {.plan = plan, .region = region};
    size_t most = NREG_TEXT_MAX - count < NREG_COMPLETION_MAX ? NREG_TEXT_MAX - count : NREG_COMPLETION_MAX;
    size_t digits = 0;
    for (size_t at = 0; at < count && digits < 3; at++)
        digits += nreg_symbol_traits[symbols[at]] & NREG_TRAIT_DIGIT;
    memcpy(text, symbols, count);
    /* A number has two digits at least. Without any yet, those with three and more come first: among them is the
       example of the region. */
    range added = {digits + least < 2 ? 2 - digits : least, most};
    int completed = -1;
    if (digits == 0) {
        range all = {3, most};
        completed = complete_ranges(&p, text, count, all, completion);
        added.last = most < 2 ? most : 2;
    }
    return completed < 0 ? complete_ranges(&p, text, count, added, completion) : completed;
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
                       size_t least, uint8_t *completion) {
    int added = complete_symbols(plan, region, symbols, count, least, completion);
    size_t left = without_marker(symbols, count);
    if (added < 0 && left < count)
        added = complete_symbols(plan, region, symbols, left, 0, completion);
    return added;
}
