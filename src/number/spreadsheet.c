/* SPDX-License-Identifier: MIT */
#include "number/spreadsheet.h"

#include <numberreg/number.h>

#include <string.h>

typedef struct span {
    const char *at;
    size_t length;
} span;

enum verdict { UNTOUCHED, RESTORED, DAMAGED };

/* An integer of fewer digits with a decimal mark is too likely something a person wrote. */
enum { SHORTEST_INTEGER = 7 };
/* Sums of what a person typed as 1-501-214-9020 have no more digits than this. */
enum { LONGEST_DIFFERENCE = 7 };

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int is_mark(char c) {
    return c == '.' || c == ',';
}

static span trimmed(span text) {
    while (text.length > 0 && is_space(text.at[0])) {
        text.at++;
        text.length--;
    }
    while (text.length > 0 && is_space(text.at[text.length - 1])) {
        text.length--;
    }
    return text;
}

static size_t digits_at(span text, size_t from) {
    size_t count = 0;
    while (from + count < text.length && is_digit(text.at[from + count])) {
        count++;
    }
    return count;
}

static size_t zeros_at(span text, size_t from) {
    size_t count = 0;
    while (from + count < text.length && text.at[from + count] == '0') {
        count++;
    }
    return count;
}

/* 1.50121E+10: the digits are all there if the fraction is as long as the exponent says. */
static enum verdict scientific(span text, char *repaired, size_t *written) {
    size_t at = text.length > 0 && text.at[0] == '-' ? 1 : 0;
    int negative = at != 0;
    size_t whole = at, whole_digits = digits_at(text, at);
    at += whole_digits;
    size_t fraction = at, fraction_digits = 0;
    int has_mark = at < text.length && is_mark(text.at[at]);
    if (has_mark) {
        fraction = at + 1;
        fraction_digits = digits_at(text, fraction);
        at = fraction + fraction_digits;
    }
    if (whole_digits == 0 || at >= text.length || (text.at[at] != 'E' && text.at[at] != 'e')) {
        return UNTOUCHED;
    }
    at++;
    int sign = at < text.length && (text.at[at] == '+' || text.at[at] == '-') ? text.at[at++] : 0;
    size_t exponent_digits = digits_at(text, at);
    if (exponent_digits == 0 || exponent_digits > 3 || at + exponent_digits != text.length ||
        (!has_mark && sign == 0)) {
        return UNTOUCHED; /* without mark and sign it may be letters for digits */
    }
    size_t exponent = 0;
    for (; at < text.length; at++) {
        exponent = exponent * 10 + (size_t)(text.at[at] - '0');
    }
    size_t beyond = fraction_digits > exponent ? fraction_digits - exponent : 0;
    if (negative || sign == '-' || exponent > fraction_digits || zeros_at(text, fraction + exponent) < beyond) {
        return DAMAGED;
    }
    memcpy(repaired, text.at + whole, whole_digits);
    memcpy(repaired + whole_digits, text.at + fraction, exponent);
    *written = whole_digits + exponent;
    return RESTORED;
}

/* 15012149020.0 */
static enum verdict decimal(span text, char *repaired, size_t *written) {
    size_t whole = digits_at(text, 0), zeros = 0;
    if (whole < SHORTEST_INTEGER || whole >= text.length || !is_mark(text.at[whole]) ||
        (zeros = zeros_at(text, whole + 1)) == 0 || whole + 1 + zeros != text.length) {
        return UNTOUCHED;
    }
    memcpy(repaired, text.at, whole);
    *written = whole;
    return RESTORED;
}

/* 15,012,149,020 */
static enum verdict grouped(span text, char *repaired, size_t *written) {
    size_t at = digits_at(text, 0), out = at;
    if (at == 0 || at > 3) {
        return UNTOUCHED;
    }
    memcpy(repaired, text.at, at);
    for (; at < text.length; at += 4, out += 3) {
        if (text.at[at] != ',' || digits_at(text, at + 1) != 3) {
            return UNTOUCHED;
        }
        memcpy(repaired + out, text.at + at + 1, 3);
    }
    *written = out;
    return out >= SHORTEST_INTEGER ? RESTORED : UNTOUCHED;
}

/* -9734, which is what 1-501-214-9020 becomes when it is taken for a sum. */
static enum verdict difference(span text) {
    size_t digits = digits_at(text, 1);
    return text.at[0] == '-' && digits > 0 && digits <= LONGEST_DIFFERENCE && 1 + digits == text.length ? DAMAGED
                                                                                                        : UNTOUCHED;
}

/* ####, #REF!, #N/A, Err:502 */
static enum verdict error_value(span text) {
    if (text.length > 4 && memcmp(text.at, "Err:", 4) == 0) {
        return 4 + digits_at(text, 4) == text.length ? DAMAGED : UNTOUCHED;
    }
    if (text.at[0] != '#' || text.length < 3) {
        return UNTOUCHED;
    }
    size_t letters = 0, hashes = 0;
    for (size_t i = 1; i < text.length; i++) {
        char c = text.at[i];
        letters += c >= 'A' && c <= 'Z';
        hashes += c == '#';
        int fits = (c >= 'A' && c <= 'Z') || c == '/' || c == '_' || c == '#' || c == '0' ||
                   (i + 1 == text.length && (c == '!' || c == '?'));
        if (!fits) {
            return UNTOUCHED;
        }
    }
    return hashes + 1 == text.length || (hashes == 0 && letters >= 2) ? DAMAGED : UNTOUCHED;
}

static enum verdict plain(span text, char *repaired, size_t *written);

/* ="..." and =15012149020, both unevaluated; any other formula says nothing of the number it stood for. */
static enum verdict formula(span text, char *repaired, size_t *written) {
    span inner = trimmed((span){text.at + 1, text.length - 1});
    if (inner.length >= 2 && inner.at[0] == '"' && inner.at[inner.length - 1] == '"') {
        inner = trimmed((span){inner.at + 1, inner.length - 2});
        if (memchr(inner.at, '"', inner.length) != NULL) {
            return DAMAGED;
        }
    } else {
        for (size_t i = 0; i < inner.length; i++) {
            if (!is_digit(inner.at[i]) && strchr("+-(). ", inner.at[i]) == NULL) {
                return DAMAGED;
            }
        }
    }
    enum verdict verdict = plain(inner, repaired, written);
    if (verdict == UNTOUCHED && inner.length > 0) {
        memcpy(repaired, inner.at, inner.length);
        *written = inner.length;
        return RESTORED;
    }
    return verdict;
}

/* Without apostrophe. */
static enum verdict plain(span text, char *repaired, size_t *written) {
    if (text.length == 0) {
        return UNTOUCHED;
    }
    enum verdict verdict = scientific(text, repaired, written);
    if (verdict == UNTOUCHED) {
        verdict = decimal(text, repaired, written);
    }
    if (verdict == UNTOUCHED) {
        verdict = grouped(text, repaired, written);
    }
    if (verdict == UNTOUCHED) {
        verdict = difference(text);
    }
    return verdict != UNTOUCHED ? verdict : error_value(text);
}

static int is_exponent_letter(char c) {
    return c == 'E' || c == 'e';
}

/* Almost every text is told by its first and last bytes to be none of these. */
static int may_be_damaged(span text) {
    const char *end = text.at + text.length;
    if (!is_digit(text.at[0])) {
        return strchr("='#-E", text.at[0]) != NULL && text.at[0] != '\0';
    }
    if (text.length < 4 || !is_digit(end[-1])) {
        return 0;
    }
    if (is_mark(end[-4]) || is_exponent_letter(end[-2]) || is_exponent_letter(end[-3]) || is_exponent_letter(end[-4]) ||
        (text.length > 4 && is_exponent_letter(end[-5]))) {
        return 1;
    }
    if (end[-1] != '0') {
        return 0;
    }
    while (end > text.at && end[-1] == '0') {
        end--;
    }
    return end > text.at && is_mark(end[-1]);
}

size_t nreg_spreadsheet_repair(const char *text, size_t length, char *repaired, size_t capacity, uint32_t *notes) {
    *notes = 0;
    span given = trimmed((span){text, length});
    if (given.length == 0 || given.length > capacity || !may_be_damaged(given)) {
        return 0;
    }
    size_t written = 0;
    span bare = given;
    if (given.at[0] == '\'') {
        bare = trimmed((span){given.at + 1, given.length - 1});
    }
    enum verdict verdict = UNTOUCHED;
    if (bare.length > 0) {
        verdict = bare.at[0] == '=' ? formula(bare, repaired, &written) : plain(bare, repaired, &written);
    }
    if (verdict == UNTOUCHED && bare.at != given.at && bare.length > 0) {
        memcpy(repaired, bare.at, bare.length);
        written = bare.length;
        verdict = RESTORED;
    }
    *notes = verdict == RESTORED  ? NREG_NOTE_SPREADSHEET_REPAIRED
             : verdict == DAMAGED ? NREG_NOTE_SPREADSHEET_DAMAGE
                                  : 0;
    return verdict == RESTORED ? written : 0;
}

int nreg_spreadsheet_takes_for_formula(const char *text, size_t length) {
    static const char wide[][4] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}; /* =+-@ */
    if (length == 0) {
        return 0;
    }
    for (size_t i = 0; length >= 3 && i < sizeof wide / sizeof wide[0]; i++) {
        if (memcmp(text, wide[i], 3) == 0) {
            return 1;
        }
    }
    return memchr("=+-@\t\r\n", text[0], 7) != NULL;
}
