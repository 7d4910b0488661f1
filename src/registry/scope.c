/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/text.h"
#include "base/versioned.h"
#include "number/plan.h"
#include "registry/handles.h"
#include "registry/policy.h"
#include "scope/scopes.h"

#include <string.h>

#define PAGE_MAX 10000

void nreg_scope_options_init(nreg_scope_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->starts = -1;
        options->ends = -1;
    }
}

/* The caller's options as this library knows them, their region settled into `region`. */
static nreg_code take_options(nreg_session *session, const nreg_scope_options *given, nreg_scope_options *own,
                              char region[4], nreg_error *error) {
    nreg_scope_options_init(own);
    if (given == NULL || !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "Options prepared by nreg_scope_options_init() are needed.");
    }
    if (own->region == NULL) {
        return NREG_OK;
    }
    nreg_plan *plan = nreg_registry_plan(session->registry);
    const nreg_code code = nreg_region_resolve(own->region, plan, region, error);
    nreg_plan_free(plan);
    own->region = region;
    return code;
}

static nreg_code missing(nreg_error *error) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the answer is needed.");
}

nreg_code nreg_scope_add(nreg_session *session, uint64_t parent, const nreg_scope_options *options, nreg_scope *scope,
                         nreg_error *error) {
    nreg_scope_options own;
    char region[4];
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        code = take_options(session, options, &own, region, error);
    }
    return code == NREG_OK ? nreg_scopes_add(&session->access, parent, &own, scope, error) : code;
}

nreg_code nreg_scope_change(nreg_session *session, uint64_t id, const nreg_scope_options *options, nreg_scope *scope,
                            nreg_error *error) {
    nreg_scope_options own;
    char region[4];
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        code = take_options(session, options, &own, region, error);
    }
    return code == NREG_OK ? nreg_scopes_change(&session->access, id, &own, scope, error) : code;
}

nreg_code nreg_scope_close(nreg_session *session, uint64_t id, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    return code == NREG_OK ? nreg_scopes_close(&session->access, id, error) : code;
}

nreg_code nreg_scope_get(nreg_session *session, uint64_t id, nreg_scope *scope, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    return scope != NULL ? nreg_scopes_get(&session->access, id, scope, error) : missing(error);
}

nreg_code nreg_scope_find(nreg_session *session, const char *path, size_t length, nreg_scope *scope,
                          nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (scope == NULL || path == NULL || !nreg_text_measure(path, &length)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A path and a place for the scope are needed.");
    }
    return nreg_scopes_find(&session->access, path, length, scope, error);
}

nreg_code nreg_scope_find_external(nreg_session *session, uint64_t parent, const char *external_id, size_t length,
                                   nreg_scope *scope, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (scope == NULL || external_id == NULL || !nreg_text_measure(external_id, &length) || length == 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "An external id and a place for the scope are needed.");
    }
    return nreg_scopes_find_external(&session->access, parent, external_id, length, scope, error);
}

nreg_code nreg_scope_list(nreg_session *session, uint64_t parent, const char *after, nreg_scope *scopes,
                          uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (scopes == NULL || count == NULL || more == NULL) {
        return missing(error);
    }
    if (capacity < 1 || capacity > PAGE_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A page has room for 1 to %d scopes.", PAGE_MAX);
    }
    if (after == NULL) {
        after = "";
    }
    if (strlen(after) >= NREG_KEY_SIZE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`after` is no key.");
    }
    return nreg_scopes_list(&session->access, parent, after, scopes, capacity, count, more, error);
}

nreg_code nreg_scope_path(nreg_session *session, uint64_t id, char *buffer, size_t capacity, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    return buffer != NULL ? nreg_scopes_path(&session->access, id, buffer, capacity, error) : missing(error);
}

nreg_code nreg_scope_region(nreg_session *session, uint64_t id, char *buffer, size_t capacity, nreg_error *error) {
    char region[NREG_SCOPE_REGION];
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        code = buffer != NULL ? nreg_scopes_region(&session->access, id, region, error) : missing(error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const char *chosen = region[0] != '\0' ? region : session->registry->policy.default_region;
    const size_t size = strlen(chosen) + 1;
    if (size > capacity) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "A region needs %zu bytes; the buffer has %zu.", size,
                              capacity);
    }
    memcpy(buffer, chosen, size);
    return NREG_OK;
}
