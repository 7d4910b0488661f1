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

int nreg_complete_plain(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                        int plus, uint8_t *completion, uint32_t *tries) {
    enum { FEWEST = 3 }; /* Fewer digits are no number, but for two alone, which are never valid. */
    puzzle p = {.plan = plan, .region = region, .plus = plus};
    memcpy(p.digits, digits, count);
    int completed = -1;
    for (size_t added = 0; completed < 0 && added <= NREG_COMPLETION_MAX && count + added <= NREG_DIGITS_MAX; added++) {
        if (count + added < FEWEST)
            continue;
        p.count = count + added;
        for (size_t at = count; at < p.count; at++)
            p.digits[at] = (uint8_t)(NREG_DIGIT_OPEN + at);
        if (solve(&p)) {
            for (size_t at = count; at < p.count; at++)
                completion[at - count] = p.digits[at] >= NREG_DIGIT_OPEN ? 0 : p.digits[at];
            completed = (int)added;
        }
    }
    if (tries)
        *tries = p.probes;
    return completed;
}

/* Tries `added` digits behind the symbols, which have room for them. */
static int complete_by(const nreg_plan *plan, const nreg_plan_entity *region, uint8_t *symbols, size_t count,
                       size_t added, uint8_t *completion, uint32_t *probes) {
    nreg_candidate ones, twos;
    puzzle p = {.plan = plan, .region = region, .probes = *probes};
    /* Which digits of the number are the added ones shows when they change: the text around them does not. */
    memset(symbols + count, '1', added);
    nreg_candidate_read(symbols, count + added, &ones);
    if (!ones.found || (!ones.plus && !region))
        return 0;
    memset(symbols + count, '2', added);
    nreg_candidate_read(symbols, count + added, &twos);
    memcpy(p.digits, ones.digits, ones.count);
    p.count = ones.count;
    p.plus = ones.plus;
    for (size_t at = 0; at < ones.count; at++)
        if (ones.digits[at] != twos.digits[at])
            p.digits[at] = (uint8_t)(NREG_DIGIT_OPEN + at);
    int solved = solve(&p);
    *probes = p.probes;
    if (!solved)
        return 0;
    memset(completion, 0, added);
    size_t next = 0;
    for (size_t at = 0; at < ones.count && next < added; at++)
        if (ones.digits[at] != twos.digits[at])
            completion[next++] = p.digits[at] >= NREG_DIGIT_OPEN ? 0 : p.digits[at];
    return 1;
}

static int complete_symbols(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count,
                            uint8_t *completion) {
    uint8_t text[NREG_TEXT_MAX + NREG_COMPLETION_MAX];
    uint32_t probes = 0;
    memcpy(text, symbols, count);
    for (size_t added = 0; added <= NREG_COMPLETION_MAX && count + added <= NREG_TEXT_MAX; added++)
        if (complete_by(plan, region, text, count, added, completion, &probes))
            return (int)added;
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
