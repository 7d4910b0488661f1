/* SPDX-License-Identifier: MIT */
#include "scope/places.h"

#include <string.h>

/* Ids are random. */
static nreg_scope_place *slot_of(nreg_places *places, uint64_t id) {
    return &places->slots[id % NREG_PLACES];
}

void nreg_places_remember(nreg_places *places, const nreg_scope *scope) {
    const nreg_scope_place place = {scope->id, scope->organization, scope->business, scope->unit, scope->level};
    pthread_mutex_lock(places->lock);
    *slot_of(places, scope->id) = place;
    pthread_mutex_unlock(places->lock);
}

int nreg_places_find(nreg_places *places, uint64_t id, nreg_scope *scope) {
    pthread_mutex_lock(places->lock);
    const nreg_scope_place place = *slot_of(places, id);
    pthread_mutex_unlock(places->lock);
    memset(scope, 0, sizeof *scope);
    if (id == 0 || place.id != id) {
        return 0;
    }
    scope->id = id;
    scope->organization = place.organization;
    scope->business = place.business;
    scope->unit = place.unit;
    scope->level = place.level;
    return 1;
}
