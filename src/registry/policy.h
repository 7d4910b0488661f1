/* SPDX-License-Identifier: MIT */
#ifndef NREG_REGISTRY_POLICY_H
#define NREG_REGISTRY_POLICY_H

#include <numberreg/policy.h>

/* Copies `given`, as much of it as its size covers, over the defaults, and checks it. NREG_INVALID_ARGUMENT names the
 * member at fault. */
nreg_code nreg_policy_resolve(const nreg_policy *given, const nreg_plan *plan, nreg_policy *policy, nreg_error *error);

/* Writes a region as the plan does to `out`: two letters, or "" for NULL or "". NREG_INVALID_ARGUMENT if the plan has
 * no such region. */
nreg_code nreg_region_resolve(const char *region, const nreg_plan *plan, char out[4], nreg_error *error);

#endif
