/* SPDX-License-Identifier: MIT */
/*
 * Many short texts that never move: a draft appends them, results keep them after the draft has gone on or gone away.
 * Blocks are shared by reference count; sharing copies no text.
 */
#ifndef NREG_BATCH_TEXTS_H
#define NREG_BATCH_TEXTS_H

#include "base/memory.h"

/* Longest text. */
#define NREG_TEXT_MAX 1023

/* Names a text: block, offset in it and length. 0 is an empty text. */
typedef uint64_t nreg_text;

typedef struct nreg_texts {
    nreg_allocator allocator;
    struct nreg_text_block **blocks;
    size_t count;
    size_t capacity;
    uint64_t bytes; /* ever added */
} nreg_texts;

void nreg_texts_init(nreg_texts *texts, const nreg_allocator *allocator);
void nreg_texts_free(nreg_texts *texts);

/* Makes room for a text of this length, so that the next nreg_texts_add() cannot fail. False if memory is short. */
int nreg_texts_reserve(nreg_texts *texts, size_t length);
/* False if memory is short or the text is longer than NREG_TEXT_MAX. */
int nreg_texts_add(nreg_texts *texts, const char *data, size_t length, nreg_text *text);
/* Valid as long as `texts` or anything it was shared with. */
const char *nreg_texts_get(const nreg_texts *texts, nreg_text text, size_t *length);

/* Makes `copy`, not initialised before, hold all texts of `texts` as they are now. False if memory is short. */
int nreg_texts_share(const nreg_texts *texts, nreg_texts *copy);

#endif
