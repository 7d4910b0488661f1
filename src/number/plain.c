/* SPDX-License-Identifier: MIT */
#include "number/plain.h"

enum { FEWEST = 3 };

static int may_stand_between(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
}

static int read_characters(const char *text, size_t length, nreg_plain *plain) {
    for (size_t at = 0; at < length; at++) {
        char c = text[at];
        if (c >= '0' && c <= '9' && plain->count < NREG_DIGITS_MAX)
            plain->digits[plain->count++] = (uint8_t)(c - '0');
        else if (c == '+' && plain->count == 0 && !plain->plus)
            plain->plus = 1;
        else if (!may_stand_between(c))
            return 0;
    }
    return 1;
}

static void take_eight(uint64_t characters, nreg_plain *plain) {
    size_t count = 0;
    nreg_eight_store(nreg_eight_digits(characters, &count), plain->digits + plain->count);
    plain->count += count;
}

/* What is behind the last whole eight characters is taken with some before it, which are cut off. */
static void read_shape(const char *text, size_t length, nreg_plain *plain) {
    take_eight(nreg_eight_load(text), plain);
    if (length > 16)
        take_eight(nreg_eight_load(text + 8), plain);
    take_eight(nreg_eight_load(text + length - 8) >> 8 * (-length % 8), plain);
}

int nreg_plain_read(const char *text, size_t length, nreg_shape shape, nreg_plain *plain) {
    plain->count = 0;
    plain->plus = shape.plus;
    if (shape.digits)
        read_shape(text, length, plain);
    else if (!read_characters(text, length, plain))
        return 0;
    return plain->count >= FEWEST;
}
