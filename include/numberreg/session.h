/* SPDX-License-Identifier: MIT */
/**
 * @file session.h
 * @brief Sessions: an actor working inside one scope and what lies below it.
 *
 * A session costs no I/O; open one per request. One thread at a time uses it. Nothing outside its root can be read,
 * changed or inferred through it (docs/visibility.md says what each kind of session sees).
 */
#ifndef NUMBERREG_SESSION_H
#define NUMBERREG_SESSION_H

#include <numberreg/registry.h>

/** A session. */
typedef struct nreg_session nreg_session;

/** Longest actor and trace text in bytes, NUL not included. */
#define NREG_ACTOR_MAX 127

NREG_BEGIN_DECLS

/**
 * @brief Open a session rooted at a scope.
 *
 * The root is looked up when the session is first used; a root that does not exist then answers #NREG_NOT_FOUND.
 * @param[in]  registry The registry; kept alive by the session.
 * @param[in]  root     Scope id of the Organization, Business, Unit or Program the session works in. 0 is refused.
 * @param[in]  actor    Who acts, as the host names them: 1 to #NREG_ACTOR_MAX bytes of UTF-8 without control
 * characters.
 * @param[in]  actor_length Bytes in `actor`, or #NREG_NUL.
 * @param[in]  trace    Host's trace string for the journal, up to #NREG_ACTOR_MAX bytes; NULL for none.
 * @param[in]  trace_length Bytes in `trace`, or #NREG_NUL.
 * @param[out] session  Receives the session; close with nreg_session_close().
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT, #NREG_BAD_TEXT, #NREG_NO_MEMORY or #NREG_FORKED.
 */
NREG_API nreg_code nreg_session_open(nreg_registry *registry, uint64_t root, const char *actor, size_t actor_length,
                                     const char *trace, size_t trace_length, nreg_session **session, nreg_error *error);

/**
 * @brief Open an operator's session: no root, sees and may change everything.
 *
 * Only for the portal's own staff and jobs. Parameters and codes as nreg_session_open().
 * @param[in]  registry     The registry; kept alive by the session.
 * @param[in]  actor        Who acts.
 * @param[in]  actor_length Bytes in `actor`, or #NREG_NUL.
 * @param[in]  trace        Host's trace string; NULL for none.
 * @param[in]  trace_length Bytes in `trace`, or #NREG_NUL.
 * @param[out] session      Receives the session; close with nreg_session_close().
 * @param[out] error        Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT, #NREG_BAD_TEXT, #NREG_NO_MEMORY or #NREG_FORKED.
 */
NREG_API nreg_code nreg_session_open_operator(nreg_registry *registry, const char *actor, size_t actor_length,
                                              const char *trace, size_t trace_length, nreg_session **session,
                                              nreg_error *error);

/**
 * @brief Close a session. Batches and results made from it stay usable until they are freed.
 * @param[in] session The session; NULL does nothing.
 */
NREG_API void nreg_session_close(nreg_session *session);

NREG_END_DECLS

#endif
