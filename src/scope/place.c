/* SPDX-License-Identifier: MIT */
#include "scope/access.h"

uint64_t nreg_place_holder(const nreg_place *place) {
    if (place->program != 0) {
        return place->program;
    }
    return place->unit != 0 ? place->unit : place->business;
}

nreg_place nreg_place_of_record(const nreg_record *record) {
    return (nreg_place){record->business, record->unit, record->program};
}

nreg_place nreg_place_of_scope(const nreg_scope *scope) {
    return (nreg_place){scope->business, scope->unit, scope->level == NREG_LEVEL_PROGRAM ? scope->id : 0};
}
