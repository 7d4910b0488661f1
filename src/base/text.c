/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* Decomposed code points that normalising works on. Longer texts are far beyond every limit of the library. */
#define WORK_SIZE 1280

int nreg_text_measure(const char *text, size_t *length) {
    if (text == NULL) {
        if (*length != NREG_NUL && *length != 0) {
            return 0;
        }
        *length = 0;
    } else if (*length == NREG_NUL) {
        *length = strlen(text);
    }
    return 1;
}

/* Bytes of the code point at `text`, 0 if there is none. */
static size_t next_point(const char *text, size_t length, utf8proc_int32_t *point) {
    /* No code point has more than four bytes, so a length that overflows the signed type never reaches utf8proc. */
    const size_t window = length < 4 ? length : 4;
    const utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)window, point);
    return used > 0 && *point >= 0 ? (size_t)used : 0;
}

size_t nreg_text_valid_prefix(const char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        utf8proc_int32_t point;
        const size_t used = (unsigned char)text[at] < 0x80 ? 1 : next_point(text + at, length - at, &point);
        if (used == 0) {
            break;
        }
        at += used;
    }
    return at;
}

/* Control characters, line and paragraph separators, the byte-order mark, and what turns the direction of the text
 * around it: none has a place in one line that is shown in a table. */
static int is_control(utf8proc_int32_t point) {
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
        return 1;
    }
    return point == 0x2028 || point == 0x2029 || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

static nreg_code check(const char *text, size_t length, const char *what, nreg_error *error) {
    size_t at = 0;
    while (at < length) {
        utf8proc_int32_t point;
        const size_t used = next_point(text + at, length - at, &point);
        if (used == 0) {
            return nreg_error_set_at(error, NREG_BAD_TEXT, (int64_t)at, "%s is not valid UTF-8 at byte %zu.", what, at);
        }
        if (is_control(point)) {
            return nreg_error_set_at(error, NREG_BAD_TEXT, (int64_t)at,
                                     "%s has a control character at byte %zu; remove it.", what, at);
        }
        at += used;
    }
    return NREG_OK;
}

static nreg_code too_long(size_t capacity, const char *what, nreg_error *error) {
    return nreg_error_set(error, NREG_BAD_TEXT, "%s is longer than %zu bytes; shorten it.", what, capacity - 1);
}

nreg_code nreg_text_copy(const char *text, size_t length, char *buffer, size_t capacity, const char *what,
                         nreg_error *error) {
    if (length >= capacity) {
        return too_long(capacity, what, error);
    }
    const nreg_code code = check(text, length, what, error);
    if (code != NREG_OK) {
        return code;
    }
    if (length > 0) {
        memcpy(buffer, text, length);
    }
    memset(buffer + length, 0, capacity - length);
    return NREG_OK;
}

nreg_code nreg_text_normalise(const char *text, size_t length, char *buffer, size_t capacity, const char *what,
                              nreg_error *error) {
    /* Composing makes at most three bytes into one. */
    if (length / 3 >= capacity) {
        return too_long(capacity, what, error);
    }
    const nreg_code code = check(text, length, what, error);
    if (code != NREG_OK || length == 0) {
        return code == NREG_OK ? nreg_text_copy(text, 0, buffer, capacity, what, error) : code;
    }
    utf8proc_int32_t work[WORK_SIZE + 1];
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const utf8proc_ssize_t points =
        utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, work, WORK_SIZE, options);
    if (points < 0 || points > WORK_SIZE) {
        return too_long(capacity, what, error);
    }
    const utf8proc_ssize_t bytes = utf8proc_reencode(work, points, options);
    if (bytes < 0 || (size_t)bytes >= capacity) {
        return too_long(capacity, what, error);
    }
    memcpy(buffer, work, (size_t)bytes);
    memset(buffer + bytes, 0, capacity - (size_t)bytes);
    return NREG_OK;
}

static int is_dropped(utf8proc_int32_t point) {
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return 1;
    default:
        return 0;
    }
}

int nreg_text_is_blank(const char *text) {
    size_t length = strlen(text);
    while (length > 0) {
        utf8proc_int32_t point;
        const size_t used = next_point(text, length, &point);
        if (used == 0) {
            return 0;
        }
        const utf8proc_category_t category = utf8proc_category(point);
        if (category != UTF8PROC_CATEGORY_ZS && category != UTF8PROC_CATEGORY_CF) {
            return 0;
        }
        text += used;
        length -= used;
    }
    return 1;
}

/* The matching form of the ASCII characters: 0 for those dropped. The same as the general way gives, without its cost.
 */
static char ascii_form(unsigned char c) {
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        return (char)c;
    }
    return c != 0 && strchr("$+<=>^`|~", c) != NULL ? (char)c : 0;
}

size_t nreg_text_match_form(const char *text, size_t length, char form[NREG_MATCH_SIZE]) {
    size_t used = 0;
    size_t at = 0;
    for (; at < length && (unsigned char)text[at] < 0x80; at++) {
        const char c = ascii_form((unsigned char)text[at]);
        if (c != 0) {
            if (used == NREG_MATCH_SIZE) {
                return 0;
            }
            form[used++] = c;
        }
    }
    if (at == length) {
        return used;
    }
    utf8proc_int32_t work[WORK_SIZE + 1];
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    if (length > WORK_SIZE * 4) {
        return 0;
    }
    const utf8proc_ssize_t decomposed =
        utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, work, WORK_SIZE, options);
    if (decomposed < 0 || decomposed > WORK_SIZE) {
        return 0;
    }
    const utf8proc_ssize_t points = utf8proc_normalize_utf32(work, decomposed, options);
    used = 0;
    for (utf8proc_ssize_t i = 0; i < points; i++) {
        if (is_dropped(work[i])) {
            continue;
        }
        utf8proc_uint8_t bytes[4];
        const size_t count = (size_t)utf8proc_encode_char(work[i], bytes);
        if (count > NREG_MATCH_SIZE - used) {
            return 0;
        }
        memcpy(form + used, bytes, count);
        used += count;
    }
    return used;
}
