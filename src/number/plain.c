/* SPDX-License-Identifier: MIT */
#include "number/plain.h"

#include "number/judge.h"
#include "number/text.h"

#include <string.h>

enum { SHORTEST = 8 };

/*
 * All characters of a text of usual length are taken without a branch: how numbers are punctuated, and how long they
 * are, is what the processor cannot foresee. What does not belong is taken as a digit that is too high.
 */
static int read_short(const char *text, size_t length, nreg_plain *plain) {
    char padded[NREG_PLAIN_SHORT];
    size_t middle = length < 16 ? length - 8 : 8;
    memset(padded + 8, ' ', sizeof padded - 8);
    memcpy(padded, text, 8);
    memcpy(padded + middle, text + middle, 8);
    memcpy(padded + length - 8, text + length - 8, 8);
    plain->plus = text[0] == '+';
    padded[0] = (char)(padded[0] ^ ((plain->plus ? '+' ^ ' ' : 0)));
    memset(plain->room, 0, NREG_PLAIN_SHORT);
    uint8_t *next = plain->room + NREG_PLAIN_SHORT;
#define TAKE(at)                                                                                                       \
    do {                                                                                                               \
        size_t kind = nreg_plain_classes[(uint8_t)padded[at]];                                                         \
        next[at] = (uint8_t)kind;                                                                                      \
        next -= kind >> 4;                                                                                             \
    } while (0)
#define TAKE_EIGHT(at)                                                                                                 \
    do {                                                                                                               \
        TAKE(at);                                                                                                      \
        TAKE((at) + 1);                                                                                                \
        TAKE((at) + 2);                                                                                                \
        TAKE((at) + 3);                                                                                                \
        TAKE((at) + 4);                                                                                                \
        TAKE((at) + 5);                                                                                                \
        TAKE((at) + 6);                                                                                                \
        TAKE((at) + 7);                                                                                                \
    } while (0)
    TAKE_EIGHT(0);
    TAKE_EIGHT(8);
    size_t taken = 16;
    if (length > taken) {
        TAKE_EIGHT(16);
        taken = 24;
    }
#undef TAKE_EIGHT
#undef TAKE
    plain->count = (size_t)(next - plain->room) + taken - NREG_PLAIN_SHORT;
    if (plain->count - NREG_PLAIN_LEAST > NREG_PLAIN_PACKED - NREG_PLAIN_LEAST)
        return 0;
    const uint64_t six = 0x0606060606060606, sixteen = 0x1010101010101010;
    const uint8_t *end = nreg_plain_digits(plain) + plain->count;
    plain->packed = 1;
    plain->packed_high = nreg_load_eight(end - 16);
    plain->packed_low = nreg_load_eight(end - 8);
    return (((plain->packed_high + six) | (plain->packed_low + six)) & sixteen) == 0;
}

int nreg_plain_read(const char *text, size_t length, nreg_plain *plain) {
    if (length - SHORTEST <= NREG_PLAIN_SHORT - SHORTEST && read_short(text, length, plain))
        return 1;
    plain->count = 0;
    plain->plus = 0;
    plain->packed = 0;
    for (size_t at = 0; at < length; at++) {
        uint8_t kind = nreg_plain_classes[(uint8_t)text[at]];
        if (kind < 10 && plain->count < NREG_DIGITS_MAX)
            plain->room[NREG_PLAIN_SHORT + plain->count++] = kind;
        else if (kind == NREG_PLAIN_PLUS && plain->count == 0 && !plain->plus)
            plain->plus = 1;
        else if (kind != NREG_PLAIN_SKIP)
            return 0;
    }
    return plain->count >= NREG_PLAIN_LEAST;
}
