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
    return (size_t)idd + nreg_code_length(country->calling_code) + prefixes + country->longest;
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

/* Texts that are alike however many of the digits from `first` to `last` are added. */
typedef struct range {
    size_t first;
    size_t last;
} range;

/* How digits may be meant: as the beginning of a number of this country. */
typedef struct meaning {
    const nreg_plan_country *country;
    size_t start;   /* Where its national number begins. */
    size_t missing; /* Digits that its calling code still lacks. */
} meaning;

/* The smallest digits that lead from a value of a country's automaton to a valid number; 0 if none do. */
static int lead(puzzle *p, const nreg_plan_country *country, uint32_t value, size_t left, uint8_t *digits) {
    if (value >= NREG_LABEL) {
        memset(digits, 0, left);
        return nreg_plan_is_valid(country, &p->plan->labels[value - NREG_LABEL]);
    }
    for (uint32_t digit = 0; left > 0 && digit < 10 && p->probes++ < NREG_COMPLETION_TRIES; digit++)
        if (lead(p, country, nreg_plan_step(p->plan, value, digit), left - 1, digits + 1)) {
            digits[0] = (uint8_t)digit;
            return 1;
        }
    return 0;
}

/* Completes known digits as they may be meant. Returns how many digits make the whole valid, or -1. */
static int complete_meaning_at(puzzle *p, const shape *s, const meaning *m, range added, uint8_t *completion) {
    const nreg_plan_entity *home = &p->plan->entities[p->plan->members[m->country->member]];
    size_t known = s->known - m->start, low = m->country->verdict.low, high = m->country->verdict.high;
    for (size_t count = low > known ? low : known; count <= high; count++) {
        size_t more = m->missing + count - known;
        uint32_t value = p->plan->next[m->country->verdict.run + count - low];
        if (more < added.first || more > added.last || s->known + more > NREG_DIGITS_MAX ||
            nreg_plan_possible(p->plan, home, count) != NREG_POSSIBLE)
            continue;
        for (size_t at = 0; value < NREG_LABEL && at < known; at++)
            value = nreg_plan_step(p->plan, value, s->digits[m->start + at]);
        if (!lead(p, m->country, value, count - known, completion + m->missing))
            continue;
        memcpy(p->digits, s->digits, s->known);
        memcpy(p->digits + s->known, completion, more);
        if (p->probes++ < NREG_COMPLETION_TRIES &&
            nreg_interpret_probe(p->plan, p->region, p->digits, s->known + more, s->plus) == NREG_PROBE_VALID)
            return (int)more;
    }
    return -1;
}

/* The same, and then with the first digit as a national prefix, where it can be one. */
static int complete_meaning(puzzle *p, const shape *s, const meaning *m, range added, uint8_t *completion) {
    const nreg_plan_entity *home = &p->plan->entities[p->plan->members[m->country->member]];
    int completed = complete_meaning_at(p, s, m, added, completion);
    if (completed < 0 && m->start < s->known && nreg_plan_begins(home->national_first, s->digits[m->start])) {
        meaning prefixed = {m->country, m->start + 1, 0};
        completed = complete_meaning_at(p, s, &prefixed, added, completion);
    }
    return completed;
}

/* How many digits the calling code lacks that the digits from `start` on begin, the rest of which goes to `rest`; 0 if
 * they do not begin it, or are all of it. */
static size_t begins_code(const shape *s, size_t start, uint32_t code, uint8_t *rest) {
    static const uint32_t places[] = {1, 10, 100, 1000};
    size_t known = s->known - start, length = nreg_code_length(code);
    uint32_t begun = 0;
    if (known >= length)
        return 0;
    for (size_t at = start; at < s->known; at++)
        begun = begun * 10 + s->digits[at];
    if (code / places[length - known] != begun)
        return 0;
    for (size_t at = 0; at < length - known; at++)
        rest[at] = (uint8_t)(code / places[length - known - 1 - at] % 10);
    return length - known;
}

/* Completes digits that begin with a calling code, or with the beginning of one. */
static int complete_international(puzzle *p, const shape *s, size_t start, range added, uint8_t *completion) {
    const nreg_plan *plan = p->plan;
    meaning m = {find_country(plan, s->digits + start, s->known - start), start, 0};
    if (m.country)
        m.start += nreg_code_length(m.country->calling_code);
    for (uint32_t at = 0; !m.country && at < plan->country_count; at++) {
        m.missing = begins_code(s, start, plan->countries[at].calling_code, completion);
        if (m.missing) {
            m.country = &plan->countries[at];
            m.start = s->known;
        }
    }
    return m.country ? complete_meaning(p, s, &m, added, completion) : -1;
}

/* The smallest digits that lead from a value of an automaton of prefixes to a prefix that ends no earlier;
 * returns how many digits it then has, or 0. */
static size_t lead_to_prefix(puzzle *p, uint32_t value, size_t count, uint8_t *digits) {
    if (value >= NREG_LABEL) {
        const nreg_plan_strip *strip = &p->plan->strips[value - NREG_LABEL];
        if (!strip->matched || strip->end < count)
            return 0;
        memset(digits, 0, strip->end - count);
        return strip->end;
    }
    for (uint32_t digit = 0; count < NREG_COMPLETION_MAX && digit < 10 && p->probes++ < NREG_COMPLETION_TRIES;
         digit++) {
        size_t length = lead_to_prefix(p, nreg_plan_step(p->plan, value, digit), count + 1, digits + 1);
        if (length) {
            digits[0] = (uint8_t)digit;
            return length;
        }
    }
    return 0;
}

/* Completes digits as the beginning of an international prefix, with a number of the region behind it. */
static int complete_idd(puzzle *p, const shape *s, range added, uint8_t *completion) {
    const nreg_plan *plan = p->plan;
    uint32_t value = nreg_plan_prefix(plan, p->region->idd, NREG_DIGITS_MAX);
    for (size_t at = 0; value < NREG_LABEL && at < s->known; at++)
        value = nreg_plan_step(plan, value, s->digits[at]);
    size_t length = lead_to_prefix(p, value, s->known, completion);
    meaning m = {&plan->countries[p->region->country], s->known, length - s->known};
    if (length == 0)
        return -1;
    const shape nothing = {NULL, 0, 0, 0};
    m.missing += begins_code(&nothing, 0, m.country->calling_code, completion + m.missing);
    return complete_meaning(p, s, &m, added, completion);
}

/* Completes digits as those of the region itself, with its calling code or without. */
static int complete_home(puzzle *p, const shape *s, range added, uint8_t *completion) {
    meaning m = {&p->plan->countries[p->region->country], 0, 0};
    int completed = complete_meaning(p, s, &m, added, completion);
    if (completed < 0 && s->known && find_country(p->plan, s->digits, s->known) == m.country)
        completed = complete_international(p, s, 0, added, completion);
    if (completed < 0 && s->known) {
        m.missing = begins_code(s, 0, m.country->calling_code, completion);
        m.start = s->known;
        if (m.missing)
            completed = complete_meaning(p, s, &m, added, completion);
    }
    return completed;
}

/*
 * Most beginnings are completed as what they look like. That spares the search through all that they could be, which
 * is exact and, where prefixes differ by many digits, long.
 */
static int guess(puzzle *p, const shape *s, range added, uint8_t *completion) {
    if (s->before != s->known)
        return -1;
    /* "+011 44 ..." is meant without the plus. */
    int plus = s->plus && (!p->region || s->known == 0 || s->digits[0] != 0);
    int idd = plus || s->known == 0 ? 0 : idd_length(p->plan, p->region, s->digits, s->known);
    if (plus || idd > 0)
        return complete_international(p, s, (size_t)idd, added, completion);
    int completed = s->plus ? -1 : complete_home(p, s, added, completion);
    return completed < 0 && idd < 0 ? complete_idd(p, s, added, completion) : completed;
}

/* Tries so many digits where the shape is open. */
static int complete_shape(puzzle *p, const shape *s, range added, uint8_t *completion) {
    int completed = guess(p, s, added, completion);
    size_t most =
        s->before || s->known == 0 ? reach(p->plan, p->region, s->digits, s->before, s->plus) : NREG_DIGITS_MAX;
    for (size_t more = added.first; completed < 0 && more <= added.last && s->known + more <= most; more++)
        if (solve_shape(p, s, more, completion))
            completed = (int)more;
    return completed;
}

int nreg_complete_plain(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                        int plus, size_t least, uint8_t *completion, uint32_t *tries) {
    enum { FEWEST = 3 }; /* Fewer digits are no number, but for two alone, which are never valid. */
    puzzle p = {.plan = plan, .region = region};
    shape s = {digits, count, count, plus};
    range added = {count + least < FEWEST ? FEWEST - count : least, NREG_COMPLETION_MAX};
    int completed = complete_shape(&p, &s, added, completion);
    if (tries)
        *tries = p.probes;
    return completed;
}

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
    return complete_shape(p, &s, *added, completion);
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
    /* A number has two digits at least; three and more are tried first, because that is where numbers are. */
    range added = {digits ? least : 3, most}, two = {2, most < 2 ? most : 2};
    int completed = complete_ranges(&p, text, count, added, completion);
    return completed < 0 && digits == 0 ? complete_ranges(&p, text, count, two, completion) : completed;
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
