/* SPDX-License-Identifier: MIT */
/* Whether tables that came from outside may be used: then no lookup in them can leave them. */
#ifndef NREG_NUMBER_PLAN_CHECK_H
#define NREG_NUMBER_PLAN_CHECK_H

#include "base/memory.h"
#include "number/tables.h"

/* NREG_OK, NREG_NO_MEMORY, or NREG_CORRUPT; then `wrong` names the tables. */
nreg_code nreg_plan_check(const nreg_plan *plan, const nreg_allocator *allocator, const char **wrong);

#endif
