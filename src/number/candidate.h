/* SPDX-License-Identifier: MIT */
/* Finds the number in a text, and what stands around it: context, extension, letters. */
#ifndef NREG_NUMBER_CANDIDATE_H
#define NREG_NUMBER_CANDIDATE_H

#include "number/interpret.h"

/* What a text says before any plan is asked. */
typedef struct nreg_candidate {
    uint8_t found;   /* 0: the text is not a number. */
    uint8_t plus;    /* A plus sign stands first. */
    uint8_t letters; /* Letters were read as keypad digits. */
    uint8_t extension_digits;
    size_t count; /* Digits in `digits`. */
    uint8_t digits[NREG_DIGITS_MAX];
    uint8_t extension[20];
} nreg_candidate;

/* Reads symbols (see text.h) as libphonenumber reads characters. */
void nreg_candidate_read(const uint8_t *symbols, size_t count, nreg_candidate *candidate);

/* Whether what stands between the last digit before `end` and `end` can announce an extension of so many digits. */
int nreg_candidate_has_label(const uint8_t *symbols, size_t end, size_t digits);

#endif
