/* SPDX-License-Identifier: MIT */
/* Plans are shared: registries and batches retain them, nreg_plan_free() gives one reference up. */
#ifndef NREG_NUMBER_PLAN_H
#define NREG_NUMBER_PLAN_H

#include <numberreg/plan.h>

/* Returns `plan`; NULL, the built-in one, needs no keeping. */
nreg_plan *nreg_plan_retain(nreg_plan *plan);

#endif
