/* SPDX-License-Identifier: MIT */
/* Sentences with arguments in braces, put together in a buffer of the caller's. */
#ifndef NREG_LANGUAGE_SENTENCE_H
#define NREG_LANGUAGE_SENTENCE_H

#include "language/language.h"

typedef struct nreg_sentence {
    char *buffer;
    size_t capacity;
    size_t length;
    int full;
} nreg_sentence;

/* `capacity` is 1 at least. */
nreg_sentence nreg_sentence_begin(char *buffer, size_t capacity);
void nreg_sentence_append(nreg_sentence *to, const char *text, size_t length);
void nreg_sentence_append_number(nreg_sentence *to, uint32_t number);
/* Cut, so that every message fits NREG_MESSAGE_SIZE; `otherwise` in place of an empty one. */
void nreg_sentence_append_label(nreg_sentence *to, const char *label, size_t length, const char *otherwise);
/* By its label in the language; `purpose` may be NULL. */
void nreg_sentence_append_purpose(nreg_sentence *to, const nreg_language *language, const nreg_purpose *purpose);

/* Appends what an argument stands for. */
typedef void (*nreg_sentence_argument)(nreg_sentence *to, const char *name, size_t length, const void *context);
int nreg_sentence_names(const char *name, size_t length, const char *wanted);
/* Appends a text with its arguments filled in. */
void nreg_sentence_fill_in(nreg_sentence *to, const char *text, nreg_sentence_argument argument, const void *context);

/* NREG_LIMIT_EXCEEDED, and "" in the buffer, if it was too small. */
nreg_code nreg_sentence_finish(const nreg_sentence *to);

#endif
