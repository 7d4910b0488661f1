/* SPDX-License-Identifier: MIT */
/* What spreadsheets do to phone numbers, recognised by the text they leave behind. */
#ifndef NREG_NUMBER_SPREADSHEET_H
#define NREG_NUMBER_SPREADSHEET_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Undoes spreadsheet damage where no digit was lost.
 *
 * Nothing recognised: returns 0, *notes is 0; the text is to be read as it is.
 * Restored: returns the length of the text to read instead, written to `repaired`; *notes is
 * NREG_NOTE_SPREADSHEET_REPAIRED.
 * Digits lost: returns 0, *notes is NREG_NOTE_SPREADSHEET_DAMAGE.
 *
 * What is written is never longer than `length`; a text longer than `capacity` is not recognised.
 */
size_t nreg_spreadsheet_repair(const char *text, size_t length, char *repaired, size_t capacity, uint32_t *notes);

/* Whether a spreadsheet would take a text for a formula, by what it begins with: one of "=+-@", full-width forms in
 * UTF-8 included, or white space that it drops before it looks. */
int nreg_spreadsheet_takes_for_formula(const char *text, size_t length);

/* Whether a text of ten digits or more and the usual punctuation may be what a spreadsheet made of another: an integer
 * with a fraction of zeros. The digits are given as a number too. */
static inline int nreg_spreadsheet_may_damage(const char *text, size_t length, uint64_t digits) {
    return digits % 10 == 0 && memchr(text, '.', length) != NULL;
}

#endif
