/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/text.h"
#include "registry/handles.h"

nreg_code nreg_purpose_list(nreg_registry *registry, nreg_purpose *purposes, uint32_t capacity, uint32_t *count,
                            nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    if (count == NULL || (purposes == NULL && capacity != 0)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the count and for the purposes is needed.");
    }
    nreg_catalogue *catalogue = nreg_registry_catalogue(registry);
    const uint32_t all = nreg_catalogue_count(catalogue);
    for (uint32_t i = 0; i < all && i < capacity; i++) {
        purposes[i] = *nreg_catalogue_at(catalogue, i);
    }
    nreg_catalogue_release(catalogue);
    *count = all;
    return NREG_OK;
}

nreg_code nreg_purpose_get(nreg_registry *registry, uint32_t id, nreg_purpose *purpose, nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    if (purpose == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the call purpose is needed.");
    }
    nreg_catalogue *catalogue = nreg_registry_catalogue(registry);
    const nreg_purpose *found = nreg_catalogue_find(catalogue, id);
    if (found != NULL) {
        *purpose = *found;
    }
    nreg_catalogue_release(catalogue);
    return found != NULL ? NREG_OK : nreg_error_set(error, NREG_NOT_FOUND, "There is no call purpose with this id.");
}

nreg_code nreg_purpose_match(nreg_registry *registry, const char *text, size_t length, uint32_t *id,
                             nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    if (id == NULL || !nreg_text_measure(text, &length)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A text and a place for the id are needed.");
    }
    nreg_catalogue *catalogue = nreg_registry_catalogue(registry);
    const uint32_t found = nreg_catalogue_match(catalogue, text, length);
    nreg_catalogue_release(catalogue);
    if (found == 0) {
        return nreg_error_set(error, NREG_NOT_FOUND, "No call purpose has this code or label.");
    }
    *id = found;
    return NREG_OK;
}

nreg_code nreg_purpose_put(nreg_registry *registry, const nreg_purpose *purpose, nreg_error *error) {
    nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    if (purpose == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "No call purpose was given.");
    }
    /* Made under the lock, so that of two changes at once none is lost. */
    nreg_catalogue *made = NULL;
    nreg_catalogue *old = NULL;
    pthread_mutex_lock(&registry->lock);
    code = nreg_catalogue_put(registry->catalogue, purpose, &made, error);
    if (code == NREG_OK) {
        old = registry->catalogue;
        registry->catalogue = made;
    }
    pthread_mutex_unlock(&registry->lock);
    nreg_catalogue_release(old);
    return code;
}
