/* SPDX-License-Identifier: MIT */
#ifndef NREG_REVIEW_DECISIONS_H
#define NREG_REVIEW_DECISIONS_H

#include <numberreg/review.h>

/* Status that a decision leads to; 0 for removal. `decision` is not NREG_DECISION_LATER. */
uint32_t nreg_review_status(uint32_t decision);

#endif
