/* SPDX-License-Identifier: MIT */
#include "upload/encoding.h"

#include "base/text.h"

#include <numberreg/upload.h>

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

typedef struct magic {
    const char *bytes;
    size_t length;
    const char *name;
} magic;

static const magic magics[] = {
    {"PK\x03\x04", 4, "a spreadsheet workbook or zip archive; save it as CSV first"},
    {"\xD0\xCF\x11\xE0", 4, "an old spreadsheet workbook; save it as CSV first"},
    {"%PDF-", 5, "a PDF document; save the table as CSV first"},
    {"\x1F\x8B", 2, "compressed data; unpack it first"},
    {"\xFF\xFE\x00\x00", 4, "UTF-32 text; save it as UTF-8"},
    {"\x00\x00\xFE\xFF", 4, "UTF-32 text; save it as UTF-8"},
};

static int starts_with(const unsigned char *data, size_t length, const char *bytes, size_t count) {
    return length >= count && memcmp(data, bytes, count) == 0;
}

/* ASCII in UTF-16 has a zero in every second byte. */
static uint32_t guess_utf16(const unsigned char *data, size_t length) {
    size_t pairs = length / 2, even = 0, odd = 0;
    for (size_t i = 0; i < pairs; i++) {
        even += data[2 * i] == 0;
        odd += data[2 * i + 1] == 0;
    }
    if (pairs < 2) {
        return NREG_ENCODING_AUTO;
    }
    if (odd * 10 >= pairs * 7 && even * 5 <= pairs) {
        return NREG_ENCODING_UTF16LE;
    }
    return even * 10 >= pairs * 7 && odd * 5 <= pairs ? NREG_ENCODING_UTF16BE : NREG_ENCODING_AUTO;
}

nreg_encoding_guess nreg_encoding_guess_of(const unsigned char *data, size_t length, uint32_t wanted) {
    nreg_encoding_guess guess = {wanted, 0, NULL};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (starts_with(data, length, magics[i].bytes, magics[i].length)) {
            guess.binary = magics[i].name;
            return guess;
        }
    }
    uint32_t marked = NREG_ENCODING_AUTO;
    if (starts_with(data, length, "\xEF\xBB\xBF", 3)) {
        marked = NREG_ENCODING_UTF8;
    } else if (starts_with(data, length, "\xFF\xFE", 2)) {
        marked = NREG_ENCODING_UTF16LE;
    } else if (starts_with(data, length, "\xFE\xFF", 2)) {
        marked = NREG_ENCODING_UTF16BE;
    }
    if (marked != NREG_ENCODING_AUTO && (wanted == NREG_ENCODING_AUTO || wanted == marked)) {
        guess.encoding = marked;
        guess.mark = marked == NREG_ENCODING_UTF8 ? 3 : 2;
    } else if (wanted == NREG_ENCODING_AUTO) {
        guess.encoding = guess_utf16(data, length);
    }
    return guess;
}

int nreg_encoding_is_binary(const char *text, size_t length) {
    size_t controls = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        controls += c < 0x20 && (c < '\t' || c > '\r') && c != 0x1A && c != 0x1B;
    }
    return controls > 1 && controls * 20 > length;
}

static size_t put(uint32_t character, char *out) {
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xC0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (char)(0xE0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | character >> 18);
    out[1] = (char)(0x80 | (character >> 12 & 0x3F));
    out[2] = (char)(0x80 | (character >> 6 & 0x3F));
    out[3] = (char)(0x80 | (character & 0x3F));
    return 4;
}

size_t nreg_encoding_from_utf16(const unsigned char *data, size_t length, int big_endian, int at_end, size_t *read,
                                char *text, size_t capacity) {
    size_t at = 0, written = 0, high = big_endian ? 0 : 1, low = big_endian ? 1 : 0;
    while (length - at >= 2 && capacity - written >= 4) {
        uint32_t unit = (uint32_t)data[at + high] << 8 | data[at + low], used = 2;
        if (unit >= 0xD800 && unit < 0xDC00) {
            if (length - at < 4 && !at_end) {
                break;
            }
            uint32_t next = length - at < 4 ? 0 : (uint32_t)data[at + 2 + high] << 8 | data[at + 2 + low];
            if (next >= 0xDC00 && next < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
                used = 4;
            } else {
                unit = REPLACEMENT;
            }
        } else if (unit >= 0xDC00 && unit < 0xE000) {
            unit = REPLACEMENT;
        }
        written += put(unit, text + written);
        at += used;
    }
    *read = at;
    return written;
}

int nreg_encoding_has_high(const char *text, size_t length) {
    const uint64_t highs = UINT64_C(0x8080808080808080);
    uint64_t word, seen = 0;
    size_t at = 0;
    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        seen |= word;
    }
    unsigned char rest = 0;
    for (; at < length; at++) {
        rest |= (unsigned char)text[at];
    }
    return (seen & highs) != 0 || rest >= 0x80;
}

size_t nreg_encoding_from_windows1252(const char *text, size_t length, char *out) {
    /* 0x80 to 0x9F; the five without a character are the C1 controls they are in practice. */
    static const uint16_t upper[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        written += put(c >= 0x80 && c < 0xA0 ? upper[c - 0x80] : c, out + written);
    }
    return written;
}

size_t nreg_encoding_mend_utf8(const char *text, size_t length, char *out) {
    size_t at = 0, written = 0;
    while (at < length) {
        size_t good = nreg_text_valid_prefix(text + at, length - at);
        memcpy(out + written, text + at, good);
        at += good;
        written += good;
        if (at < length) {
            written += put(REPLACEMENT, out + written);
            at++;
        }
    }
    return written;
}
