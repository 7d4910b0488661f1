/* SPDX-License-Identifier: MIT */
#include "number/text.h"

#include "number/text_tables.h"

/* The last of the ascending numbers from `first` to before `end`, which stand `stride` apart, that is not above `code`;
 * one less than `first` if none is. */
static int find_start(const uint16_t *starts, int stride, int first, int end, uint32_t code) {
    int low = first - 1, high = end;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (starts[stride * middle] <= code)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int is_word(uint32_t character) {
    uint32_t plane = character >> 16, code = character & 0xFFFF;
    int first = plane > 0 ? nreg_word_planes[plane - 1] : 0;
    int range = find_start(nreg_word_ranges, 2, first, nreg_word_planes[plane], code);
    return range >= first && code <= nreg_word_ranges[2 * range + 1];
}

uint8_t nreg_symbol_of(uint32_t character) {
    if (character < 128)
        return (uint8_t)character;
    int low = 0, high = NREG_CHARACTERS;
    while (low < high) {
        int middle = (low + high) / 2;
        if (nreg_characters[middle].code == character)
            return (uint8_t)nreg_characters[middle].symbol;
        if (nreg_characters[middle].code < character)
            low = middle + 1;
        else
            high = middle;
    }
    int tens = find_start(nreg_digit_starts, 1, 0, NREG_DIGIT_STARTS, character / 2);
    if (tens >= 0 && character - 2u * nreg_digit_starts[tens] < 10)
        return (uint8_t)(NREG_SYMBOL_DIGIT + (character - 2u * nreg_digit_starts[tens]));
    return is_word(character) ? NREG_SYMBOL_WORD : NREG_SYMBOL_OTHER;
}

/* Decodes one character; returns its bytes, or 0 if they are not valid UTF-8. */
static size_t decode_one(const uint8_t *bytes, size_t length, uint32_t *character) {
    uint32_t lead = bytes[0];
    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || size > length)
        return 0;
    uint32_t code = lead & (0x7Fu >> size);
    for (size_t at = 1; at < size; at++) {
        if ((bytes[at] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (bytes[at] & 0x3Fu);
    }
    if ((size == 3 && code < 0x800) || (size == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
        (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *character = code;
    return size;
}

nreg_text_state nreg_text_decode(const char *text, size_t length, uint8_t *symbols, size_t *count) {
    const uint8_t *bytes = (const uint8_t *)text;
    size_t at = 0, written = 0;
    while (at < length) {
        uint32_t character = 0;
        size_t size = decode_one(bytes + at, length - at, &character);
        if (size == 0)
            return NREG_TEXT_BAD;
        if (written == NREG_TEXT_MAX)
            return NREG_TEXT_TOO_LONG;
        symbols[written++] = nreg_symbol_of(character);
        at += size;
    }
    *count = written;
    return NREG_TEXT_READ;
}
