/* SPDX-License-Identifier: MIT */
/* Text as people write it, as symbols that stand for all that matters about a character. */
#ifndef NREG_NUMBER_TEXT_H
#define NREG_NUMBER_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Longest text that is read at all, in characters. */
enum { NREG_TEXT_MAX = 250 };

/* ASCII characters are their own symbols. */
enum {
    NREG_SYMBOL_DIGIT = 128, /* Ten symbols: decimal digits of other scripts. */
    NREG_SYMBOL_WIDE_PLUS = 138,
    NREG_SYMBOL_PUNCTUATION,
    NREG_SYMBOL_WORD_PUNCTUATION, /* Accepted as punctuation although Unicode calls it a letter. */
    NREG_SYMBOL_NO_BREAK_SPACE,
    NREG_SYMBOL_WIDE_DOT,
    NREG_SYMBOL_WIDE_TILDE,
    NREG_SYMBOL_WIDE_HASH,
    NREG_SYMBOL_WIDE_E,
    NREG_SYMBOL_WIDE_X,
    NREG_SYMBOL_WIDE_T,
    NREG_SYMBOL_WIDE_N,
    NREG_SYMBOL_WIDE_I,
    NREG_SYMBOL_O_ACUTE,
    NREG_SYMBOL_ACUTE,
    NREG_SYMBOL_CYRILLIC_D,
    NREG_SYMBOL_CYRILLIC_O,
    NREG_SYMBOL_CYRILLIC_B,
    NREG_SYMBOL_LONG_S,
    NREG_SYMBOL_DOTLESS_I,
    NREG_SYMBOL_DOTTED_I,
    NREG_SYMBOL_KELVIN,
    NREG_SYMBOL_WORD,      /* Another letter or number. */
    NREG_SYMBOL_OTHER,     /* Anything else. */
    NREG_SYMBOL_OPEN = 255 /* No character: a digit still to come. Its value is NREG_DIGIT_OPEN. */
};

/* What a symbol may be; bits of nreg_symbol_traits. */
enum {
    NREG_TRAIT_DIGIT = 1,
    NREG_TRAIT_PLUS = 2,
    NREG_TRAIT_PUNCTUATION = 4, /* May stand between digits, the star included. */
    NREG_TRAIT_ALPHA = 8,       /* May stand in the place of a digit. */
    NREG_TRAIT_LETTER = 16,     /* ASCII letter. */
    NREG_TRAIT_WORD = 32,       /* Letter, number or '#': kept at the end of a text. */
    NREG_TRAIT_SPACE = 64,      /* Space, tab, comma, no-break space: may stand before an extension's label. */
    NREG_TRAIT_KEYPAD = 128     /* A letter of the keypad; nreg_symbol_values has its digit. */
};

extern const uint8_t nreg_symbol_traits[256];
extern const uint8_t nreg_symbol_values[256]; /* Digit, or the keypad's digit of a letter. */

/* The symbol of a character beyond ASCII. */
uint8_t nreg_symbol_of(uint32_t character);

typedef enum nreg_text_state { NREG_TEXT_READ, NREG_TEXT_TOO_LONG, NREG_TEXT_BAD } nreg_text_state;

/* Turns UTF-8 into symbols, at most NREG_TEXT_MAX. */
nreg_text_state nreg_text_decode(const char *text, size_t length, uint8_t *symbols, size_t *count);

#endif
