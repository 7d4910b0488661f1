/* SPDX-License-Identifier: MIT */
/* Plans that only tests use; see make.py. */
#ifndef NREG_TESTS_NUMBER_PLANS_H
#define NREG_TESTS_NUMBER_PLANS_H

#include "number/tables.h"

extern const nreg_plan nreg_plan_invented; /* Regions AA, AB (calling code 1), AC (2), AD (4), AE (9), and 001 (8). */
extern const nreg_plan nreg_plan_upstream; /* libphonenumber's own test plan. */

#endif
