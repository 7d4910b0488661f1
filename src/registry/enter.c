/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/process.h"
#include "registry/handles.h"

nreg_code nreg_registry_enter(const nreg_registry *registry, nreg_error *error) {
    nreg_error_clear(error);
    if (registry == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "No registry was given.");
    }
    if (registry->process != nreg_process()) {
        return nreg_error_set(error, NREG_FORKED,
                              "The registry was opened before fork(); open the store and the registry again.");
    }
    if (nreg_store_entered()) {
        return nreg_error_set(error, NREG_BUSY, "A function of a store may not call the library.");
    }
    return NREG_OK;
}

nreg_code nreg_session_enter(const nreg_session *session, nreg_error *error) {
    if (session == NULL) {
        nreg_error_clear(error);
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "No session was given.");
    }
    return nreg_registry_enter(session->registry, error);
}
