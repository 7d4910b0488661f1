/* SPDX-License-Identifier: MIT */
/* Texts of digits, the usual punctuation and at most one plus sign before the digits: most texts. They hold no
 * extension, letters or second number, so the digits are all there is. */
#ifndef NREG_NUMBER_PLAIN_H
#define NREG_NUMBER_PLAIN_H

#include "number/interpret.h"

enum {
    NREG_PLAIN_SHORT = 24,  /* Bytes of text, and */
    NREG_PLAIN_PACKED = 16, /* digits that are taken the short way. */
    NREG_PLAIN_LEAST = 3    /* Fewer digits are not taken: with a plus sign they are no number. */
};

typedef struct nreg_plain {
    /* Before the digits zeros, where they are packed; behind them room to write. */
    uint8_t room[NREG_PLAIN_SHORT + NREG_DIGITS_MAX + NREG_PLAIN_SHORT];
    size_t count;
    uint32_t plus;
    uint32_t packed; /* Whether the last sixteen digits are in the following; there are no more then. */
    uint64_t packed_high;
    uint64_t packed_low;
} nreg_plain;

static inline const uint8_t *nreg_plain_digits(const nreg_plain *plain) {
    return plain->room + NREG_PLAIN_SHORT;
}

/* 0 if the text is not of this kind; `plain` then says nothing. */
int nreg_plain_read(const char *text, size_t length, nreg_plain *plain);

#endif
