/* SPDX-License-Identifier: MIT */
/* The example numbers of a plan. */
#ifndef NREG_NUMBER_EXAMPLE_H
#define NREG_NUMBER_EXAMPLE_H

#include "number/tables.h"

enum { NREG_EXAMPLE_MAX = 17 };

/* The national digits of an entity's example of a type, or 0. `digits` has room for NREG_EXAMPLE_MAX. */
size_t nreg_example_digits(const nreg_plan *plan, const nreg_plan_entity *entity, uint32_t type, uint8_t *digits);

#endif
