/* SPDX-License-Identifier: MIT */
/*
 * Signs that a number should be held rather than approved (rule R7), from facts that others have gathered. Both who
 * read them stand above this room: the worker, and a commit that reviews at once.
 */
#ifndef NREG_BATCH_SIGNS_H
#define NREG_BATCH_SIGNS_H

#include <numberreg/extend/store.h>
#include <numberreg/plan.h>
#include <numberreg/review.h>

typedef struct nreg_sign_facts {
    const nreg_record *record;
    const nreg_store_tombstone *tombstone; /* NULL: nothing is remembered of the number */
    uint32_t of_number;                    /* what nreg_signs_of_number() says */
    uint32_t is_dno;
    int64_t now;
} nreg_sign_facts;

/* NREG_SIGN_ bits that the number itself bears, whatever the policy makes of them. */
uint32_t nreg_signs_of_number(const nreg_plan *plan, const nreg_number *number);

/* All NREG_SIGN_ bits. */
uint32_t nreg_signs(const nreg_sign_facts *facts);

/* What the built-in reviewer makes of a number: an NREG_DECISION_ value. `flags` are the record's. */
uint32_t nreg_signs_decide(uint32_t signs, uint32_t flags);

#endif
