/* SPDX-License-Identifier: MIT */
/* The built-in reviewer: signs to hold a number, from facts that others have gathered. */
#ifndef NREG_REVIEW_SIGNS_H
#define NREG_REVIEW_SIGNS_H

#include <numberreg/extend/store.h>
#include <numberreg/review.h>

typedef struct nreg_review_facts {
    const nreg_record *record;
    const nreg_store_tombstone *tombstone; /* NULL: nothing is remembered of the number */
    const nreg_number *number;             /* as the plan reads it */
    uint64_t findings;                     /* reasons and warnings of nreg_number_check() */
    uint32_t is_dno;
    int64_t now;
} nreg_review_facts;

/* Set of NREG_SIGN_ bits. */
uint32_t nreg_review_signs(const nreg_review_facts *facts);

/* What the built-in reviewer decides. */
uint32_t nreg_review_by_signs(uint32_t signs);

/* Status that a decision leads to; 0 for removal. `decision` is not NREG_DECISION_LATER. */
uint32_t nreg_review_status(uint32_t decision);

#endif
