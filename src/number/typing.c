/* SPDX-License-Identifier: MIT */
#include "number/typing.h"

#include "number/candidate.h"
#include "number/search.h"
#include "number/text.h"

#include <string.h>

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

/* The most digits with which a number that begins with this calling code can be valid. */
static size_t reach_of(const nreg_plan *plan, const nreg_plan_country *country) {
    return nreg_code_length(country->calling_code) +
           nreg_plan_longest_prefix(&plan->entities[plan->members[country->member]]) + country->longest;
}

/* The same of any calling code, and with what may stand before it. */
static size_t reach_of_all(const nreg_plan *plan, const nreg_plan_entity *region) {
    size_t most = 0, prefix = 0;
    for (uint32_t at = 0; at < plan->country_count; at++) {
        size_t one = reach_of(plan, &plan->countries[at]);
        most = one > most ? one : most;
    }
    if (region) {
        prefix = nreg_plan_longest_prefix(region);
        prefix = plan->prefixes[region->idd].high > prefix ? plan->prefixes[region->idd].high : prefix;
    }
    return prefix + most;
}

static uint32_t first_digit(uint32_t code) {
    return code >= 100 ? code / 100 : code >= 10 ? code / 10 : code;
}

/* The longest national prefix of an entity that can stand where the digit does; one that is not known yet can be any.
 */
static size_t longest_prefix(const nreg_plan_entity *entity, const uint8_t *digits, size_t known, size_t at) {
    return at >= known || nreg_plan_begins(entity->national_first, digits[at]) ? nreg_plan_longest_prefix(entity) : 0;
}

/*
 * The most digits, added ones included, with which the number can be valid. `known`: the digits that are known, which
 * stand first.
 */
static size_t reach(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t known,
                    int plus) {
    const nreg_plan_country *country = NULL;
    int idd = plus || known == 0 ? 0 : idd_length(plan, region, digits, known);
    int international = plus || idd > 0;
    if (known && idd >= 0)
        country =
            international ? find_country(plan, digits + idd, known - (size_t)idd) : &plan->countries[region->country];
    if (!country)
        return reach_of_all(plan, region);
    const nreg_plan_entity *home = &plan->entities[plan->members[country->member]];
    size_t code = nreg_code_length(country->calling_code), most = country->longest;
    if (international)
        return (size_t)idd + code + longest_prefix(home, digits, known, (size_t)idd + code) + most;
    size_t bare = longest_prefix(region, digits, known, 0) + most;
    if (first_digit(country->calling_code) != digits[0])
        return bare;
    /* The calling code may stand first all the same; both ways to strip a national prefix then follow. */
    size_t coded = code + longest_prefix(region, digits, known, code) + nreg_plan_longest_prefix(home) + most;
    return coded > bare ? coded : bare;
}

/* Where the open digits of a number stand: behind `before` known ones, before the others of `known`. */
typedef struct shape {
    const uint8_t *digits;
    size_t known;
    size_t before;
    int plus;
} shape;

/* Whether the shape with `open` open digits can be valid; then chooses them. */
static int solve_shape(nreg_search *search, const shape *s, size_t open, uint8_t *completion) {
    uint8_t digits[NREG_DIGITS_MAX];
    if (s->known + open > NREG_DIGITS_MAX)
        return 0;
    memcpy(digits, s->digits, s->before);
    memcpy(digits + s->before + open, s->digits + s->before, s->known - s->before);
    if (!nreg_search_solve(search, digits, s->known + open, s->before, open, s->plus))
        return 0;
    memcpy(completion, digits + s->before, open);
    return 1;
}

/* Texts that are alike however many of the digits from `first` to `last` are added. */
typedef struct range {
    size_t first;
    size_t last;
} range;

/*
 * How many digits to try first. When hardly any digits are known, they are likely a prefix, and a longest number of the
 * region follows. That spares the search among the short numbers of all the world.
 */
static size_t likely_digits(const nreg_search *search, const shape *s) {
    const nreg_plan *plan = search->plan;
    const nreg_plan_country *country = &plan->countries[search->region ? search->region->country : 0];
    if (s->known > 2)
        return 0;
    return country->longest + (s->plus || s->known == 2 ? nreg_code_length(country->calling_code) : 0);
}

/* Tries so many digits where the shape is open. */
static int complete_shape(nreg_search *search, const shape *s, range added, uint8_t *completion) {
    size_t likely = likely_digits(search, s);
    if (likely >= added.first && likely <= added.last && solve_shape(search, s, likely, completion))
        return (int)likely;
    size_t most = reach(search->plan, search->region, s->digits, s->before, s->plus);
    for (size_t more = added.first; more <= added.last && s->known + more <= most; more++)
        if (solve_shape(search, s, more, completion))
            return (int)more;
    return -1;
}

int nreg_complete_plain(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                        int plus, size_t least, uint8_t *completion, uint32_t *tries) {
    enum { FEWEST = 3 }; /* Fewer digits are no number, but for two alone, which are never valid. */
    nreg_search search;
    shape s = {digits, count, count, plus};
    range added = {count + least < FEWEST ? FEWEST - count : least, NREG_COMPLETION_MAX};
    nreg_search_begin(&search, plan, region);
    int completed = complete_shape(&search, &s, added, completion);
    if (tries)
        *tries = search.tries;
    return completed;
}

/*
 * The most digits with which the text is the same as with `added`: digits at the end of a text are no extension any
 * more beyond as many as its label allows. (Behind ";" and ",," that is 15, and what has more is no number at all.)
 */
static size_t end_of_range(const uint8_t *symbols, size_t count, size_t added) {
    static const size_t limits[] = {9, 20};
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
static int complete_range(nreg_search *search, uint8_t *symbols, size_t count, range *added, uint8_t *completion) {
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
    shape s = {.digits = known, .plus = candidate.plus};
    size_t open = 0;
    for (size_t at = 0; at < candidate.count; at++) {
        if (candidate.digits[at] < NREG_DIGIT_OPEN)
            known[s.known++] = candidate.digits[at];
        else if (open++ == 0)
            s.before = s.known;
    }
    /* What follows three digits may be an extension, but not what follows fewer. */
    if (candidate.count < 3 || (s.before < s.known && added->first < 3))
        added->last = added->first;
    if (!candidate.plus && !search->region)
        return -1;
    if (open == 0) {
        /* They belong to an extension, or to nothing. */
        s.before = s.known;
        memset(completion, 0, added->first);
        return solve_shape(search, &s, 0, completion + added->first) ? (int)added->first : -1;
    }
    return complete_shape(search, &s, *added, completion);
}

static int complete_ranges(nreg_search *search, uint8_t *symbols, size_t count, range all, uint8_t *completion) {
    for (range part = all; part.first <= all.last; part.first = part.last + 1) {
        part.last = end_of_range(symbols, count, part.first);
        if (part.last > all.last)
            part.last = all.last;
        int completed = complete_range(search, symbols, count, &part, completion);
        if (completed >= 0)
            return completed;
    }
    return -1;
}

static int complete_symbols(nreg_search *search, const uint8_t *symbols, size_t count, size_t least,
                            uint8_t *completion) {
    uint8_t text[NREG_TEXT_MAX + NREG_COMPLETION_MAX];
    size_t most = NREG_TEXT_MAX - count < NREG_COMPLETION_MAX ? NREG_TEXT_MAX - count : NREG_COMPLETION_MAX;
    size_t digits = 0;
    for (size_t at = 0; at < count && digits < 3; at++)
        digits += nreg_symbol_traits[symbols[at]] & NREG_TRAIT_DIGIT;
    memcpy(text, symbols, count);
    /* A number has two digits at least; three and more are tried first, because that is where numbers are. */
    range added = {digits ? least : 3, most}, two = {2, most < 2 ? most : 2};
    int completed = complete_ranges(search, text, count, added, completion);
    return completed < 0 && digits == 0 ? complete_ranges(search, text, count, two, completion) : completed;
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
                       size_t least, uint8_t *completion, uint32_t *tries) {
    nreg_search search;
    nreg_search_begin(&search, plan, region);
    int added = complete_symbols(&search, symbols, count, least, completion);
    size_t left = without_marker(symbols, count);
    if (added < 0 && left < count)
        added = complete_symbols(&search, symbols, left, 0, completion);
    if (tries)
        *tries = search.tries;
    return added;
}

/* Whether digits behind the symbols are all there is to read: what stands before the first digit counts for nothing,
 * unless it is a plus sign or a parameter of a URI. */
static int is_idle(const uint8_t *symbols, size_t count) {
    for (size_t at = 0; at < count; at++)
        if (nreg_symbol_traits[symbols[at]] & (NREG_TRAIT_DIGIT | NREG_TRAIT_PLUS) || symbols[at] == ';')
            return 0;
    return count + NREG_COMPLETION_MAX <= NREG_TEXT_MAX;
}

int nreg_can_complete_text(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols,
                           size_t count) {
    uint8_t completion[NREG_COMPLETION_MAX];
    nreg_number example;
    if (region && is_idle(symbols, count) &&
        nreg_number_example(plan, region->id, 0, NREG_TYPE_FIXED_LINE, &example) == NREG_OK && example.valid)
        return 1;
    return nreg_complete_text(plan, region, symbols, count, 1, completion, NULL) >= 0;
}
