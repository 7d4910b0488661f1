/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/text.h"
#include "language/language.h"
#include "registry/handles.h"

static nreg_code take_text(const char *text, size_t length, char buffer[NREG_ACTOR_MAX + 1], const char *what,
                           nreg_error *error) {
    if (!nreg_text_measure(text, &length)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s is NULL but has a length.", what);
    }
    return nreg_text_copy(text, length, buffer, NREG_ACTOR_MAX + 1, what, error);
}

static void fill_access(nreg_access *access, nreg_registry *registry) {
    access->allocator = registry->allocator;
    access->host = registry->host;
    access->store = registry->store;
    access->resolve_scope = registry->resolve_scope;
    access->resolve_context = registry->context;
    access->wait_ms = registry->policy.lock_wait_ms;
    access->places = &registry->places;
    access->secret = &registry->secret;
}

/* `root` 0 makes an operator's session; only nreg_session_open_operator() passes it on. */
static nreg_code open_session(nreg_registry *registry, uint64_t root, const char *actor, size_t actor_length,
                              const char *trace, size_t trace_length, nreg_session **session, nreg_error *error) {
    if (session == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the session is needed.");
    }
    nreg_session *made = nreg_allocate_zeroed(&registry->allocator, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for the session.");
    }
    atomic_init(&made->references, 1);
    fill_access(&made->access, registry);
    made->access.root = root;
    made->access.is_operator = root == 0;
    nreg_code code = take_text(actor, actor_length, made->access.actor, "The actor", error);
    if (code == NREG_OK && nreg_text_is_blank(made->access.actor)) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "The actor is empty; say who acts.");
    }
    if (code == NREG_OK) {
        code = take_text(trace, trace_length, made->access.trace, "The trace", error);
    }
    if (code != NREG_OK) {
        nreg_release(&registry->allocator, made);
        return code;
    }
    made->registry = nreg_registry_retain(registry);
    *session = made;
    return NREG_OK;
}

nreg_code nreg_session_open(nreg_registry *registry, uint64_t root, const char *actor, size_t actor_length,
                            const char *trace, size_t trace_length, nreg_session **session, nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    if (code != NREG_OK) {
        return code;
    }
    if (root == 0 || root > NREG_ID_MAX) {
        return nreg_error_set(
            error, NREG_INVALID_ARGUMENT,
            "The root must be a scope id; only nreg_session_open_operator() opens a session without.");
    }
    return open_session(registry, root, actor, actor_length, trace, trace_length, session, error);
}

nreg_code nreg_session_open_operator(nreg_registry *registry, const char *actor, size_t actor_length, const char *trace,
                                     size_t trace_length, nreg_session **session, nreg_error *error) {
    const nreg_code code = nreg_registry_enter(registry, error);
    return code == NREG_OK ? open_session(registry, 0, actor, actor_length, trace, trace_length, session, error) : code;
}

nreg_session *nreg_session_retain(nreg_session *session) {
    atomic_fetch_add_explicit(&session->references, 1, memory_order_relaxed);
    return session;
}

void nreg_session_close(nreg_session *session) {
    if (session != NULL && atomic_fetch_sub_explicit(&session->references, 1, memory_order_acq_rel) == 1) {
        nreg_registry *registry = session->registry;
        nreg_language_release(session->access.language);
        nreg_release(&registry->allocator, session);
        nreg_registry_close(registry);
    }
}

nreg_code nreg_session_set_language(nreg_session *session, const nreg_language *language, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        const nreg_language *before = session->access.language;
        session->access.language = nreg_language_retain(language);
        nreg_language_release(before);
    }
    return code;
}
