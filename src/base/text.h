/* SPDX-License-Identifier: MIT */
/*
 * Texts that people write: whether they are text at all, the form they are kept in, and the form they are compared in.
 * Nothing here allocates; everything is bounded by the caller's buffer.
 */
#ifndef NREG_BASE_TEXT_H
#define NREG_BASE_TEXT_H

#include "base/error.h"

/* Room for the matching form of any text worth comparing; longer ones match nothing. */
#define NREG_MATCH_SIZE 256

/* Resolves NREG_NUL to the text's length. False for NULL with a length. */
int nreg_text_measure(const char *text, size_t *length);

/* Offset of the first byte that is no UTF-8, or `length` if all is. */
size_t nreg_text_valid_prefix(const char *text, size_t length);

/* Keeps a text unchanged: valid UTF-8, no control characters, at most `capacity` - 1 bytes. `what` begins the message,
 * for example "The actor". NREG_BAD_TEXT leaves `buffer` as it was. */
nreg_code nreg_text_copy(const char *text, size_t length, char *buffer, size_t capacity, const char *what,
                         nreg_error *error);

/* The same, and normalises it to NFC; the limit holds for the normal form. */
nreg_code nreg_text_normalise(const char *text, size_t length, char *buffer, size_t capacity, const char *what,
                              nreg_error *error);

/* True if there is nothing to see in a text that was kept: no character but spaces. */
int nreg_text_is_blank(const char *text);

/* The matching form: compatibility decomposed and composed (NFKC), case folded, without spaces and punctuation. Returns
 * its length; 0 if the text has none, is no UTF-8, or is too long to match anything. Not NUL-terminated. */
size_t nreg_text_match_form(const char *text, size_t length, char form[NREG_MATCH_SIZE]);

#endif
