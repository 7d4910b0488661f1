/* SPDX-License-Identifier: MIT */
/* Eight characters or digits at a time, as the bytes of one integer, the first in the lowest place. */
#ifndef NREG_NUMBER_EIGHT_H
#define NREG_NUMBER_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* For what is called for every number: a call costs as much as the work. */
#if defined(__GNUC__)
#define NREG_HOT static inline __attribute__((always_inline))
#else
#define NREG_HOT static inline
#endif

/* The same byte eight times. */
#define NREG_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t nreg_eight_load(const void *bytes) {
    uint64_t eight = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&eight, bytes, 8);
#else
    for (size_t at = 0; at < 8; at++)
        eight |= (uint64_t)((const uint8_t *)bytes)[at] << (8 * at);
#endif
    return eight;
}

static inline void nreg_eight_store(uint64_t eight, uint8_t *bytes) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(bytes, &eight, 8);
#else
    for (size_t at = 0; at < 8; at++)
        bytes[at] = (uint8_t)(eight >> (8 * at));
#endif
}

/* Four bytes. */
static inline uint32_t nreg_four_load(const void *bytes) {
    uint32_t four = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&four, bytes, 4);
#else
    for (size_t at = 0; at < 4; at++)
        four |= (uint32_t)((const uint8_t *)bytes)[at] << (8 * at);
#endif
    return four;
}

/* The number that eight digits make: pairs, then pairs of pairs, then both halves. */
static inline uint64_t nreg_eight_value(uint64_t digits) {
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (digits * 10000 + (digits >> 32)) & 0xFFFFFFFF;
}

/* The eight digits that make a number below 100,000,000: halves, then pairs, then digits. */
static inline uint64_t nreg_eight_of(uint32_t value) {
    uint64_t halves = value / 10000 | (uint64_t)(value % 10000) << 32;
    uint64_t hundreds = halves * 5243 >> 19 & UINT64_C(0x0000007F0000007F);
    uint64_t pairs = hundreds | (halves - 100 * hundreds) << 16;
    uint64_t tens = pairs * 103 >> 10 & UINT64_C(0x000F000F000F000F);
    return tens | (pairs - 10 * tens) << 8;
}

/* Bit n: byte n is a digit. `wrong` gets a bit if another is neither a space nor one of "-.()". */
static inline uint32_t nreg_eight_shape(uint64_t characters, uint64_t *wrong) {
    /* Now digits are 0 to 9, and what may stand between them is 0x10, 0x18, 0x19, 0x1D or 0x1E. */
    uint64_t bits = characters ^ NREG_EIGHT(0x30);
    uint64_t others = ((bits + NREG_EIGHT(6)) | bits) & NREG_EIGHT(0x10), flags = others >> 4;
    /* Which of the 0x1x it may not be, by the lowest three bits, where the fourth is set and where it is not. */
    uint64_t with = bits >> 1 ^ (bits >> 2 & ~bits), without = bits >> 2 | bits >> 1 | bits;
    *wrong |= (bits & NREG_EIGHT(0xE0)) | (others & ~bits) | ((without ^ (bits >> 3 & (with ^ without))) & flags);
    return 0xFF ^ (uint32_t)(flags * UINT64_C(0x0102040810204080) >> 56);
}

/* Moves each byte that has this bit set so many places towards the first. */
static inline uint64_t nreg_eight_move(uint64_t eight, unsigned bit, unsigned places) {
    uint64_t flags = eight >> bit & NREG_EIGHT(1), moved = eight & ((flags << 8) - flags);
    return (eight ^ moved) | moved >> 8 * places;
}

/* The digits among eight characters of a shape, without the others between them; zeros behind them. */
static inline uint64_t nreg_eight_digits(uint64_t characters, size_t *count) {
    uint64_t bits = characters ^ NREG_EIGHT(0x30), others = ((bits + NREG_EIGHT(6)) | bits) >> 4 & NREG_EIGHT(1);
    uint64_t passed = others * NREG_EIGHT(1); /* Of each byte: how many others there are up to it. */
    /* In the high half of each digit's byte is how far it has to move. */
    uint64_t digits = (bits | passed << 12) & ~((others << 8) - others);
    digits = nreg_eight_move(digits, 4, 1);
    digits = nreg_eight_move(digits, 5, 2);
    digits = nreg_eight_move(digits, 6, 4);
    *count = 8 - (passed >> 56);
    return digits & NREG_EIGHT(15);
}

/* The place of the highest. */
static inline uint32_t nreg_highest_bit(uint32_t bits) {
#if defined(__GNUC__)
    return 31 ^ (uint32_t)__builtin_clz(bits);
#else
    uint32_t place = 0;
    while (bits >>= 1)
        place++;
    return place;
#endif
}

#endif
