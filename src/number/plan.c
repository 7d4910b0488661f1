/* SPDX-License-Identifier: MIT */
#include "number/tables.h"

const char *nreg_plan_release(const nreg_plan *plan) {
    return nreg_plan_or_builtin(plan)->release;
}

const char *nreg_plan_date(const nreg_plan *plan) {
    return nreg_plan_or_builtin(plan)->date;
}

uint32_t nreg_plan_region_count(const nreg_plan *plan) {
    return nreg_plan_or_builtin(plan)->region_count;
}

const char *nreg_plan_region(const nreg_plan *plan, uint32_t index) {
    plan = nreg_plan_or_builtin(plan);
    return index < plan->region_count ? plan->entities[index].id : NULL;
}

uint32_t nreg_plan_calling_code(const nreg_plan *plan, const char *region) {
    plan = nreg_plan_or_builtin(plan);
    const nreg_plan_entity *entity = nreg_plan_find_region(plan, region);
    return entity ? plan->countries[entity->country].calling_code : 0;
}
