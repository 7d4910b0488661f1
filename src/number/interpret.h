/* SPDX-License-Identifier: MIT */
/* From digits to a number: calling code, national number, and the plan's verdict on it. */
#ifndef NREG_NUMBER_INTERPRET_H
#define NREG_NUMBER_INTERPRET_H

#include "number/tables.h"

#include <string.h>

/*
 * Digits beyond this many cannot change any outcome: no prefix takes more than 31 of them, and what is left is still
 * too long to be a number. So longer inputs are cut here.
 */
enum { NREG_DIGITS_MAX = 64 };

/*
 * Interprets `count` digits (values 0 to 9, at most NREG_DIGITS_MAX) as written after a plus sign (`plus`) or without
 * one. Writes every field of `number` that speaks about parsing and verdict; `number` must be nreg_number_blank()
 * before.
 */
void nreg_interpret(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                    int plus, nreg_number *number);

/*
 * Whether the number is valid for some choice of its open digits (see search.h), on the path that the search has
 * chosen. An open digit is NREG_DIGIT_OPEN plus its position.
 */
enum { NREG_DIGIT_OPEN = 0x80 };
struct nreg_search;
int nreg_interpret_open(struct nreg_search *search, const uint8_t *digits, size_t count, int plus);

/* A number of which nothing is known yet, read with the given default region (or NULL). */
static inline void nreg_number_blank(const nreg_plan_entity *region, nreg_number *number) {
    memset(number, 0, sizeof *number);
    number->parse = NREG_PARSE_NOT_A_NUMBER;
    number->possible = NREG_POSSIBLE_INVALID_COUNTRY_CODE;
    number->type = NREG_TYPE_UNKNOWN;
    number->state = NREG_STATE_INVALID;
    if (region)
        memcpy(number->default_region, region->id, sizeof number->default_region);
}

/* The digits of a number's national significant number; returns how many. `digits` has room for NREG_NATIONAL_MAX. */
size_t nreg_number_digits(const nreg_number *number, uint8_t *digits);

#endif
