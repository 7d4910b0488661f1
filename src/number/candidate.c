/* SPDX-License-Identifier: MIT */
#include "number/candidate.h"

#include "number/text.h"

#include <string.h>

enum { EXTENSION_EXPLICIT = 20, EXTENSION_LIKELY = 15, EXTENSION_AMBIGUOUS = 9, EXTENSION_UNSURE = 6 };

static int has(uint8_t symbol, int trait) {
    return nreg_symbol_traits[symbol] & trait;
}

/* Where `word` first stands in the symbols, or `count`. */
static size_t find(const uint8_t *symbols, size_t count, const char *word) {
    size_t length = strlen(word);
    const uint8_t *end = symbols + count, *at = symbols;
    while ((at = memchr(at, word[0], (size_t)(end - at))) && (size_t)(end - at) >= length) {
        if (memcmp(at, word, length) == 0)
            return (size_t)(at - symbols);
        at++;
    }
    return count;
}

/* Whether an RFC 3966 phone-context is a global number: plus, then digits and separators with one digit at least. */
static int is_global_number(const uint8_t *symbols, size_t count) {
    int digits = 0;
    if (count == 0 || symbols[0] != '+')
        return 0;
    for (size_t at = 1; at < count; at++) {
        if (has(symbols[at], NREG_TRAIT_DIGIT))
            digits = 1;
        else if (symbols[at] != '-' && symbols[at] != '.' && symbols[at] != '(' && symbols[at] != ')')
            return 0;
    }
    return digits;
}

/* Whether it is a domain name: labels of letters, digits and inner hyphens; the last begins with a letter. */
static int is_domain_name(const uint8_t *symbols, size_t count) {
    if (count && symbols[count - 1] == '.')
        count--;
    size_t start = 0;
    for (size_t at = 0; at <= count; at++) {
        if (at < count && symbols[at] != '.') {
            if (!has(symbols[at], NREG_TRAIT_LETTER | NREG_TRAIT_DIGIT) && symbols[at] != '-')
                return 0;
            continue;
        }
        if (at == start || symbols[start] == '-' || symbols[at - 1] == '-')
            return 0;
        if (at == count && !has(symbols[start], NREG_TRAIT_LETTER))
            return 0;
        start = at + 1;
    }
    return 1;
}

/* Reads "tel:...;phone-context=..." into `out`. 0 if there is a context and it is not valid. */
static int join_context(const uint8_t *symbols, size_t count, size_t context, uint8_t *out, size_t *length) {
    size_t start = context + strlen(";phone-context=");
    size_t end = start;
    while (end < count && symbols[end] != ';')
        end++;
    if (!is_global_number(symbols + start, end - start) && !is_domain_name(symbols + start, end - start))
        return 0;
    *length = 0;
    if (symbols[start] == '+') {
        memcpy(out, symbols + start, end - start);
        *length = end - start;
    }
    size_t scheme = find(symbols, count, "tel:");
    size_t number = scheme < count ? scheme + strlen("tel:") : 0;
    if (number < context) {
        memcpy(out + *length, symbols + number, context - number);
        *length += context - number;
    }
    return 1;
}

/* The part of a text that can be a number: from the first plus or digit, without what cannot end one or begins another.
 */
static size_t cut_out(const uint8_t *symbols, size_t count, uint8_t *out) {
    size_t start = 0, end = count;
    while (start < count && !has(symbols[start], NREG_TRAIT_DIGIT | NREG_TRAIT_PLUS))
        start++;
    while (end > start && !has(symbols[end - 1], NREG_TRAIT_WORD))
        end--;
    int may_have_second = memchr(symbols + start, '/', end - start) || memchr(symbols + start, '\\', end - start);
    for (size_t at = start; may_have_second && at < end; at++) {
        if (symbols[at] != '/' && symbols[at] != '\\')
            continue;
        size_t next = at + 1;
        while (next < end && symbols[next] == ' ')
            next++;
        if (next < end && symbols[next] == 'x')
            end = at;
    }
    memcpy(out, symbols + start, end - start);
    return end - start;
}

static int is_letter(uint8_t symbol, char letter) {
    switch (symbol) {
    case NREG_SYMBOL_LONG_S:
        return letter == 's';
    case NREG_SYMBOL_DOTLESS_I:
    case NREG_SYMBOL_DOTTED_I:
        return letter == 'i';
    default:
        return symbol < 128 && (symbol | 0x20) == letter && has(symbol, NREG_TRAIT_LETTER);
    }
}

/* The text between a number and the digits of its extension. */
typedef struct label_text {
    const uint8_t *symbols;
    size_t end; /* Where the extension's digits begin. */
} label_text;

/* Whether nothing but ":" or "." and then spaces, commas and hyphens stand between `at` and the digits. */
static int only_tail(label_text t, size_t at) {
    if (at < t.end && (t.symbols[at] == ':' || t.symbols[at] == '.' || t.symbols[at] == NREG_SYMBOL_WIDE_DOT))
        at++;
    while (at < t.end && (has(t.symbols[at], NREG_TRAIT_SPACE) || t.symbols[at] == '-'))
        at++;
    return at == t.end;
}

/* Whether the letters of `word` stand at `*at`, in any case; then moves behind them. */
static int take_word(label_text t, size_t *at, const char *word) {
    size_t next = *at;
    for (; *word; word++, next++)
        if (next >= t.end || !is_letter(t.symbols[next], *word))
            return 0;
    *at = next;
    return 1;
}

static int take_symbol(label_text t, size_t *at, uint8_t symbol) {
    if (*at >= t.end || t.symbols[*at] != symbol)
        return 0;
    ++*at;
    return 1;
}

/* "ext", "extension" and the like, in the scripts that libphonenumber knows. */
static int is_explicit_label(label_text t, size_t at) {
    size_t next = at;
    if (take_word(t, &next, "anexo"))
        return only_tail(t, next);
    if (take_symbol(t, &next, NREG_SYMBOL_CYRILLIC_D))
        return take_symbol(t, &next, NREG_SYMBOL_CYRILLIC_O) && take_symbol(t, &next, NREG_SYMBOL_CYRILLIC_B) &&
               only_tail(t, next);
    take_symbol(t, &next, NREG_SYMBOL_WIDE_E);
    if (take_symbol(t, &next, NREG_SYMBOL_WIDE_X)) {
        if (!take_symbol(t, &next, NREG_SYMBOL_WIDE_T))
            return 0;
        take_symbol(t, &next, NREG_SYMBOL_WIDE_N);
        return only_tail(t, next);
    }
    next = at;
    take_word(t, &next, "e");
    if (!take_word(t, &next, "xt"))
        return 0;
    if (take_word(t, &next, "ensi")) {
        if (take_word(t, &next, "o"))
            take_symbol(t, &next, NREG_SYMBOL_ACUTE);
        else if (!take_symbol(t, &next, NREG_SYMBOL_O_ACUTE))
            return 0;
    }
    take_word(t, &next, "n");
    return only_tail(t, next);
}

/* "x", "#", "~", "int". */
static int is_ambiguous_label(label_text t, size_t at) {
    size_t next = at;
    if (take_word(t, &next, "int"))
        return only_tail(t, next);
    if (take_symbol(t, &next, NREG_SYMBOL_WIDE_I))
        return take_symbol(t, &next, NREG_SYMBOL_WIDE_N) && take_symbol(t, &next, NREG_SYMBOL_WIDE_T) &&
               only_tail(t, next);
    if (take_word(t, &next, "x") || take_symbol(t, &next, '#') || take_symbol(t, &next, '~') ||
        take_symbol(t, &next, NREG_SYMBOL_WIDE_X) || take_symbol(t, &next, NREG_SYMBOL_WIDE_HASH) ||
        take_symbol(t, &next, NREG_SYMBOL_WIDE_TILDE))
        return only_tail(t, next);
    return 0;
}

/* Whether what stands from `at` to the digits announces an extension of this many digits; `hash`: '#' follows them. */
static int is_label(label_text t, size_t at, size_t digits, int hash) {
    size_t next = at;
    if (!hash && digits <= EXTENSION_EXPLICIT && t.end - at == 5 && t.symbols[at] == ';' && t.symbols[at + 4] == '=') {
        next = at + 1;
        if (take_word(t, &next, "ext") && next == at + 4)
            return 1;
    }
    for (next = at; next < t.end && has(t.symbols[next], NREG_TRAIT_SPACE);)
        next++;
    if (digits <= EXTENSION_EXPLICIT && is_explicit_label(t, next))
        return 1;
    if (digits <= EXTENSION_AMBIGUOUS && is_ambiguous_label(t, next))
        return 1;
    if (hash && digits <= EXTENSION_UNSURE) {
        for (next = at; next < t.end && (t.symbols[next] == ' ' || t.symbols[next] == '-');)
            next++;
        if (next == t.end && next > at)
            return 1;
    }
    for (next = at; next < t.end && has(t.symbols[next], NREG_TRAIT_SPACE) && t.symbols[next] != ',';)
        next++;
    if (digits <= EXTENSION_LIKELY) {
        size_t behind = next;
        if (take_symbol(t, &behind, ';') || (take_symbol(t, &behind, ',') && take_symbol(t, &behind, ',')))
            if (only_tail(t, behind))
                return 1;
    }
    size_t commas = next;
    while (commas < t.end && t.symbols[commas] == ',')
        commas++;
    return digits <= EXTENSION_AMBIGUOUS && commas > next && only_tail(t, commas);
}

/* The digits an extension would have at the end of a text. */
typedef struct extension_digits {
    size_t start; /* First digit. */
    size_t count; /* 0: there is no extension. */
    size_t floor; /* Behind the digit before them: a label cannot begin earlier. */
    int hash;
} extension_digits;

static extension_digits trailing_digits(const uint8_t *symbols, size_t count) {
    extension_digits e = {0, 0, 0, 0};
    size_t end = count;
    if (end && symbols[end - 1] == '#') {
        e.hash = 1;
        end--;
    }
    e.start = end;
    while (e.start && has(symbols[e.start - 1], NREG_TRAIT_DIGIT))
        e.start--;
    e.count = end - e.start;
    e.floor = e.start;
    while (e.floor && !has(symbols[e.floor - 1], NREG_TRAIT_DIGIT))
        e.floor--;
    if (e.count > EXTENSION_EXPLICIT)
        e.count = 0;
    return e;
}

/* Where the label of an extension begins, between `low` and `high`; `high` + 1 if nowhere. */
static size_t find_label(const uint8_t *symbols, extension_digits e, size_t low, size_t high) {
    label_text t = {symbols, e.start};
    if (e.count)
        for (size_t at = low < e.floor ? e.floor : low; at <= high && at < e.start; at++)
            if (is_label(t, at, e.count, e.hash))
                return at;
    return high + 1;
}

int nreg_candidate_has_label(const uint8_t *symbols, size_t end, size_t digits) {
    label_text t = {symbols, end};
    size_t at = end;
    int found = 0;
    for (; at && !has(symbols[at - 1], NREG_TRAIT_DIGIT); at--)
        found |= is_label(t, at - 1, digits, 0);
    return found && at > 0;
}

/* Whether the symbols look like a phone number, with or without extension. */
static int is_viable(const uint8_t *symbols, size_t count) {
    size_t at = 0;
    int digits = 0;
    if (count == 2 && has(symbols[0], NREG_TRAIT_DIGIT) && has(symbols[1], NREG_TRAIT_DIGIT))
        return 1;
    while (at < count && has(symbols[at], NREG_TRAIT_PLUS))
        at++;
    for (; at < count && digits < 3; at++) {
        if (has(symbols[at], NREG_TRAIT_DIGIT))
            digits++;
        else if (!has(symbols[at], NREG_TRAIT_PUNCTUATION))
            return 0;
    }
    if (digits < 3)
        return 0;
    size_t low = at;
    while (at < count && has(symbols[at], NREG_TRAIT_PUNCTUATION | NREG_TRAIT_ALPHA | NREG_TRAIT_DIGIT))
        at++;
    return at == count || find_label(symbols, trailing_digits(symbols, count), low, at) <= at;
}

/* Takes an extension off the end; returns what is left of `count`. */
static size_t take_extension(const uint8_t *symbols, size_t count, nreg_candidate *candidate) {
    extension_digits e = trailing_digits(symbols, count);
    size_t label = find_label(symbols, e, 0, count);
    if (label > count || !is_viable(symbols, label))
        return count;
    for (size_t at = 0; at < e.count; at++)
        candidate->extension[at] = nreg_symbol_values[symbols[e.start + at]];
    candidate->extension_digits = (uint8_t)e.count;
    return label;
}

static void take_digits(const uint8_t *symbols, size_t count, nreg_candidate *candidate) {
    size_t letters = 0;
    for (size_t at = 0; at < count; at++)
        letters += has(symbols[at], NREG_TRAIT_LETTER) != 0;
    candidate->letters = letters >= 3;
    for (size_t at = 0; at < count && candidate->count < NREG_DIGITS_MAX; at++) {
        uint8_t symbol = symbols[at];
        /* With letters, the keypad is the reader, and it knows ASCII digits only. */
        int taken = candidate->letters
                        ? has(symbol, NREG_TRAIT_KEYPAD) || (symbol < 128 && has(symbol, NREG_TRAIT_DIGIT))
                        : has(symbol, NREG_TRAIT_DIGIT);
        if (taken)
            candidate->digits[candidate->count++] = nreg_symbol_values[symbol];
    }
}

void nreg_candidate_read(const uint8_t *symbols, size_t count, nreg_candidate *candidate) {
    uint8_t text[2 * NREG_TEXT_MAX];
    size_t length = 0;
    memset(candidate, 0, sizeof *candidate);
    size_t context = find(symbols, count, ";phone-context=");
    if (context == count)
        length = cut_out(symbols, count, text);
    else if (!join_context(symbols, count, context, text, &length))
        return;
    size_t subaddress = find(text, length, ";isub=");
    if (subaddress > 0)
        length = subaddress;
    if (!is_viable(text, length))
        return;
    candidate->found = 1;
    length = take_extension(text, length, candidate);
    size_t start = 0;
    while (start < length && has(text[start], NREG_TRAIT_PLUS))
        start++;
    candidate->plus = start > 0;
    take_digits(text + start, length - start, candidate);
}
