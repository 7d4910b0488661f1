/* SPDX-License-Identifier: MIT */
/* The texts of a language by number: reasons at their own, then what follows. */
#ifndef NREG_LANGUAGE_LANGUAGE_H
#define NREG_LANGUAGE_LANGUAGE_H

#include "purpose/builtin.h"

#include <numberreg/language.h>
#include <numberreg/reason.h>
#include <numberreg/record.h>
#include <numberreg/result.h>

#include <stdatomic.h>

/* Signs are bits; the texts are in their order. */
enum { NREG_SAID_SIGNS = 7 };

enum {
    NREG_SAYS_REASONS = 0,
    NREG_SAYS_NOTHING = NREG_REASON_COUNT, /* "There were no numbers." */
    NREG_SAYS_ACCEPTED_ONE,                /* the only one */
    NREG_SAYS_ACCEPTED,                    /* {entries} */
    NREG_SAYS_REJECTED_ONLY,               /* the only one */
    NREG_SAYS_REJECTED_ONE,                /* one of {entries} */
    NREG_SAYS_REJECTED,                    /* {rejected} of {entries} */
    NREG_SAYS_PURPOSE,                     /* in place of an argument without a value */
    NREG_SAYS_TARGET,
    NREG_SAYS_HOLDER,
    NREG_SAYS_STATUS,
    NREG_SAYS_WARNING, /* before a warning */
    NREG_SAYS_PREVIEW,
    NREG_SAYS_REPLAYED,
    NREG_SAYS_MOVABLE,                                            /* before how many */
    NREG_SAYS_ROW,                                                /* before its number */
    NREG_SAYS_FROM,                                               /* before the scope that a number has left */
    NREG_SAYS_REFERENCE,                                          /* before it */
    NREG_SAYS_BATCH,                                              /* before its id */
    NREG_SAYS_HEADINGS,                                           /* plus NREG_OUTCOME_ value */
    NREG_SAYS_STATUSES = NREG_SAYS_HEADINGS + NREG_OUTCOME_COUNT, /* plus NREG_STATUS_ value */
    NREG_SAYS_SIGNS = NREG_SAYS_STATUSES + NREG_STATUS_DECLINED + 1,
    NREG_SAYS_LABELS = NREG_SAYS_SIGNS + NREG_SAID_SIGNS, /* plus id of a built-in purpose */
    NREG_SAYS_DESCRIPTIONS = NREG_SAYS_LABELS + NREG_PURPOSE_BUILTIN_COUNT + 1,
    NREG_SAYS_WARNINGS = NREG_SAYS_DESCRIPTIONS + NREG_PURPOSE_BUILTIN_COUNT + 1,
    NREG_SAYS_COUNT = NREG_SAYS_WARNINGS + NREG_PURPOSE_BUILTIN_COUNT + 1
};

struct nreg_language {
    const char *tag;
    const struct nreg_language *base;   /* NULL: English */
    struct nreg_made *made;             /* NULL: built in */
    const char *texts[NREG_SAYS_COUNT]; /* NULL: as the base says it */
};

extern const struct nreg_language nreg_language_spanish;

/* "" if nothing is said under this number. `language` NULL: English. */
const char *nreg_language_text_at(const nreg_language *language, uint32_t at);
/* The same for English; NULL if nothing is said. */
const char *nreg_language_english_at(uint32_t at);
/* The key; false if nothing is said under this number. */
int nreg_language_key_at(uint32_t at, char key[NREG_LANGUAGE_KEY_SIZE]);

/* For those who keep one; NULL stays NULL. */
const nreg_language *nreg_language_retain(const nreg_language *language);
void nreg_language_release(const nreg_language *language);

#endif
