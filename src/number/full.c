/* SPDX-License-Identifier: MIT */
#include "number/full.h"

#include "number/candidate.h"
#include "number/interpret.h"
#include "number/text.h"
#include "number/typing.h"

static int is_blank(const uint8_t *symbols, size_t count) {
    for (size_t at = 0; at < count; at++)
        if (symbols[at] != ' ' && (symbols[at] < '\t' || symbols[at] > '\r') &&
            symbols[at] != NREG_SYMBOL_NO_BREAK_SPACE)
            return 0;
    return 1;
}

static void set_extension(const nreg_candidate *candidate, nreg_number *number) {
    if (!candidate->extension_digits)
        return;
    number->notes |= NREG_NOTE_EXTENSION;
    number->extension_digits = candidate->extension_digits;
    for (size_t at = 0; at < candidate->extension_digits; at++)
        number->extension[at] = (char)('0' + candidate->extension[at]);
}

/* Reads symbols; says too whether digits could make them valid. */
static void read_symbols(const nreg_plan *plan, const uint8_t *symbols, size_t count, const nreg_plan_entity *region,
                         nreg_number *number) {
    nreg_candidate candidate;
    if (is_blank(symbols, count)) {
        number->state = NREG_STATE_EMPTY;
        return;
    }
    nreg_candidate_read(symbols, count, &candidate);
    if (candidate.found) {
        if (!candidate.plus && !region) {
            number->parse = NREG_PARSE_INVALID_COUNTRY_CODE;
        } else {
            nreg_interpret(plan, region, candidate.digits, candidate.count, candidate.plus, number);
            if (number->parse == NREG_PARSE_OK) {
                set_extension(&candidate, number);
                if (candidate.letters)
                    number->notes |= NREG_NOTE_LETTERS;
            }
        }
    }
    if (!number->valid && nreg_can_complete_text(plan, region, symbols, count))
        number->state = NREG_STATE_INCOMPLETE;
}

void nreg_full_read(const nreg_plan *plan, const char *text, size_t length, const nreg_plan_entity *region,
                    nreg_number *number) {
    uint8_t symbols[NREG_TEXT_MAX];
    size_t count = 0;
    switch (nreg_text_decode(text, length, symbols, &count)) {
    case NREG_TEXT_TOO_LONG:
        number->parse = NREG_PARSE_TOO_LONG;
        return;
    case NREG_TEXT_BAD:
        number->notes |= NREG_NOTE_BAD_TEXT;
        return;
    case NREG_TEXT_READ:
        break;
    }
    read_symbols(plan, symbols, count, region, number);
}
