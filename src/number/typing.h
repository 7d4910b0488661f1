/* SPDX-License-Identifier: MIT */
/* Whether a text that is not valid can still become valid, by digits typed behind it. */
#ifndef NREG_NUMBER_TYPING_H
#define NREG_NUMBER_TYPING_H

#include "number/tables.h"

/* Most digits that are tried: a calling code, the longest prefixes and the longest national number. */
enum { NREG_COMPLETION_MAX = 31 };

/*
 * More paths and places of a search (see search.h) are not tried: only a plan made to be slow could need them. The most
 * that the built-in plan was seen to need is a quarter: for digits of which the first are open, in a region with many
 * international prefixes.
 */
enum { NREG_COMPLETION_TRIES = 1 << 17 };

/*
 * Digits, no fewer than `least`, that complete plain digits (see nreg_plain_classes; `plus`: written after a plus
 * sign), as values 0 to 9 in `completion`. Returns how many; -1 if none do. Who knows that the digits alone are not
 * valid asks for one at least. `tries`, where not NULL, receives how many of these were
 * tried.
 */
int nreg_complete_plain(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *digits, size_t count,
                        int plus, size_t least, uint8_t *completion, uint32_t *tries);

/*
 * The same for a text of symbols (see text.h). If no digits complete the text, what stands behind its last digit is
 * left out, if that is letters or the beginning of an extension.
 */
int nreg_complete_text(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count,
                       size_t least, uint8_t *completion, uint32_t *tries);

/* Whether one digit or more complete a text of symbols. */
int nreg_can_complete_text(const nreg_plan *plan, const nreg_plan_entity *region, const uint8_t *symbols, size_t count);

#endif
