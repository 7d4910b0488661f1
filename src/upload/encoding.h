/* SPDX-License-Identifier: MIT */
/* Encodings of files: told by their first bytes, turned into UTF-8. */
#ifndef NREG_UPLOAD_ENCODING_H
#define NREG_UPLOAD_ENCODING_H

#include <stddef.h>
#include <stdint.h>

/* What the first bytes of a file say. */
typedef struct nreg_encoding_guess {
    uint32_t encoding;  /* NREG_ENCODING_ value; AUTO for bytes that may be UTF-8 or Windows-1252 */
    size_t mark;        /* bytes of byte-order mark to pass over */
    const char *binary; /* what it is instead of text, for a message; NULL if text */
} nreg_encoding_guess;

/* `wanted` is an NREG_ENCODING_ value; AUTO lets the bytes decide. */
nreg_encoding_guess nreg_encoding_guess_of(const unsigned char *data, size_t length, uint32_t wanted);

/* True if more than a few bytes are control characters that no text has. UTF-8 and Windows-1252 only. */
int nreg_encoding_is_binary(const char *text, size_t length);

/*
 * Turns UTF-16 into UTF-8; a surrogate without its other half becomes U+FFFD. Stops where a character is not complete
 * (unless `at_end`) or room is short; `*read` says where. Returns how many bytes were written.
 */
size_t nreg_encoding_from_utf16(const unsigned char *data, size_t length, int big_endian, int at_end, size_t *read,
                                char *text, size_t capacity);

/* True if the bytes are not all ASCII. */
int nreg_encoding_has_high(const char *text, size_t length);

/* Room that the next two need for `length` bytes. */
#define NREG_ENCODING_ROOM(length) (3 * (length))

/* Windows-1252 as UTF-8; returns how many bytes were written. */
size_t nreg_encoding_from_windows1252(const char *text, size_t length, char *out);

/* UTF-8 in which each byte that does not belong is replaced by U+FFFD. */
size_t nreg_encoding_mend_utf8(const char *text, size_t length, char *out);

#endif
