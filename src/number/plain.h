/* SPDX-License-Identifier: MIT */
/* Texts of digits, the usual punctuation and at most one plus sign before the digits: most texts. They hold no
 * extension, letters or second number, so the digits are all there is. */
#ifndef NREG_NUMBER_PLAIN_H
#define NREG_NUMBER_PLAIN_H

#include "number/eight.h"
#include "number/interpret.h"

/* Where the digits of a plain text of usual length stand. */
typedef struct nreg_shape {
    uint32_t digits; /* Bit n: at byte n. 0: the text is none of these. */
    uint32_t plus;   /* The text begins with a plus sign. */
} nreg_shape;

enum { NREG_SHAPE_SHORTEST = 9, NREG_SHAPE_LONGEST = 24 };

/* Takes all characters without a branch: how numbers are punctuated, and how long they are, is what the processor
 * cannot foresee. */
NREG_HOT nreg_shape nreg_shape_read(const char *text, size_t length) {
    nreg_shape shape = {0, 0};
    if (length - NREG_SHAPE_SHORTEST > NREG_SHAPE_LONGEST - NREG_SHAPE_SHORTEST)
        return shape;
    shape.plus = text[0] == '+';
    uint64_t wrong = 0, first = nreg_eight_load(text) ^ (shape.plus ? '+' ^ ' ' : 0);
    uint32_t digits = nreg_eight_shape(first, &wrong);
    if (length > 16)
        digits |= nreg_eight_shape(nreg_eight_load(text + 8), &wrong) << 8;
    digits |= nreg_eight_shape(nreg_eight_load(text + length - 8), &wrong) << (length - 8);
    shape.digits = wrong ? 0 : digits;
    return shape;
}

typedef struct nreg_plain {
    size_t count;
    uint32_t plus;
    uint8_t digits[NREG_DIGITS_MAX];
} nreg_plain;

/* Reads a text with its shape, if it has one. 0 if it is not of this kind, or has fewer digits than any number may have
 * behind a plus sign; `plain` then says nothing. */
int nreg_plain_read(const char *text, size_t length, nreg_shape shape, nreg_plain *plain);

#endif
