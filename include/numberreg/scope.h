/* SPDX-License-Identifier: MIT */
/**
 * @file scope.h
 * @brief Scopes: Organizations, their Businesses, the Units of those and the Programs of those (rules R2 and R16).
 */
#ifndef NUMBERREG_SCOPE_H
#define NUMBERREG_SCOPE_H

#include <numberreg/session.h>

/** Level of a scope. */
enum {
    NREG_LEVEL_ORGANIZATION = 1, /**< A reseller: groups Businesses, holds no numbers. */
    NREG_LEVEL_BUSINESS = 2,     /**< A Business; of an Organization, or of none. */
    NREG_LEVEL_UNIT = 3,         /**< A Unit of a Business. */
    NREG_LEVEL_PROGRAM = 4       /**< A Program of a Unit. */
};

/** State of a scope. */
enum {
    NREG_SCOPE_OPEN = 1,  /**< In use. */
    NREG_SCOPE_CLOSED = 2 /**< Closed for good; its key stays taken. */
};

/** Largest scope id: 2^53 - 1, so that ids survive languages with only floating-point numbers. */
#define NREG_ID_MAX (((uint64_t)1 << 53) - 1)

/** Size of a key, NUL included: 1 to 63 of a-z, 0-9, '-', '_', '.'; not beginning with '.' or '-'. */
#define NREG_KEY_SIZE 64
#define NREG_EXTERNAL_ID_SIZE 72 /**< Size of an external id field; the id has at most 64 bytes. */
#define NREG_LABEL_SIZE 256      /**< Size of a label, NUL included. */
#define NREG_PATH_SIZE 264       /**< Size of a path, NUL included: up to four keys and three slashes. */

/** A scope. Texts are UTF-8, NUL-terminated. 560 bytes. */
typedef struct nreg_scope {
    uint64_t id;           /**< Random, 1 to #NREG_ID_MAX. */
    uint64_t parent;       /**< Scope above; 0 for an Organization and for a Business of none. */
    uint64_t organization; /**< Its Organization (itself, if it is one); 0 if none. */
    uint64_t business;     /**< Its Business (itself, if it is one); 0 for an Organization. */
    uint64_t unit;         /**< Its Unit (itself, if it is one); 0 above. */
    int64_t created;       /**< Microseconds since 1970-01-01 UTC. */
    int64_t updated;       /**< Microseconds since 1970-01-01 UTC. */
    int64_t starts;        /**< Start of a Program in microseconds since 1970-01-01 UTC; 0 for none. */
    int64_t ends;          /**< End of a Program in microseconds since 1970-01-01 UTC; 0 for none. */
    uint32_t level;        /**< NREG_LEVEL_ value. */
    uint32_t state;        /**< NREG_SCOPE_ value. */
    uint32_t revision;     /**< 1 when added, one more with every change. */
    uint32_t reserved;     /**< Zero. */
    /** Region in which its numbers are to be read, two letters; "" for that of the scope above. Batches take it by
     * nreg_scope_region(). */
    char region[8];
    char key[NREG_KEY_SIZE]; /**< Immutable name in paths; unique in its parent. */
    /** The host's own id, up to 64 bytes; "" for none; unique in its parent. */
    char external_id[NREG_EXTERNAL_ID_SIZE];
    char label[NREG_LABEL_SIZE]; /**< What a person sees, normalised to NFC. */
    uint64_t reserved2[9];       /**< Zero. */
} nreg_scope;

/** What to add or change; prepared by nreg_scope_options_init(). */
typedef struct nreg_scope_options {
    uint32_t struct_size;    /**< Bytes in this struct as the caller knows it. */
    uint32_t organization;   /**< 1: with parent 0, add an Organization instead of a Business. */
    const char *key;         /**< NUL-terminated. Needed to add; must be NULL to change. */
    const char *external_id; /**< NUL-terminated; NULL for none (add) or to leave it (change). */
    const char *label;       /**< NUL-terminated; NULL for the key (add) or to leave it (change). */
    const char *region;      /**< Default region, two letters; NULL for none (add) or to leave it (change). */
    /** Start of a Program, microseconds since 1970-01-01 UTC; 0 for none; -1 to leave it (change). */
    int64_t starts;
    int64_t ends; /**< End of a Program; as `starts`. */
} nreg_scope_options;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options that ask for nothing.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_scope_options_init(nreg_scope_options *options);

/**
 * @brief Add a scope.
 *
 * The level follows from the parent: below nothing a Business (or an Organization, if asked for), below an Organization
 * a Business, below that a Unit, below that a Program.
 * @param[in]  session The session. A Business needs an operator's or its Organization's, an Organization an operator's.
 * @param[in]  parent  Scope id of the parent, or 0.
 * @param[in]  options Key and the rest.
 * @param[out] scope   Receives the new scope; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (parent); #NREG_CLOSED (parent); #NREG_EXISTS (key or external id); #NREG_DENIED;
 *         #NREG_BAD_TEXT; #NREG_INVALID_ARGUMENT (key, region, times, level); #NREG_UNSUPPORTED (the store keeps no
 *         scopes); #NREG_BUSY (others were in the way too often), or a failure of the store.
 */
NREG_API nreg_code nreg_scope_add(nreg_session *session, uint64_t parent, const nreg_scope_options *options,
                                  nreg_scope *scope, nreg_error *error);

/**
 * @brief Change label, external id, region or times of a scope.
 * @param[in]  session The session; the scope must be its root or below.
 * @param[in]  id      The scope.
 * @param[in]  options What to change.
 * @param[out] scope   Receives the changed scope; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return As nreg_scope_add().
 */
NREG_API nreg_code nreg_scope_change(nreg_session *session, uint64_t id, const nreg_scope_options *options,
                                     nreg_scope *scope, nreg_error *error);

/**
 * @brief Close a scope for good. Refused while it holds numbers or open scopes.
 * @param[in]  session The session; the scope must be below its root, or its root for operators.
 * @param[in]  id      The scope.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK (also if closed already); #NREG_NOT_FOUND; #NREG_NOT_EMPTY; #NREG_DENIED; #NREG_UNSUPPORTED or a
 * failure of the store.
 */
NREG_API nreg_code nreg_scope_close(nreg_session *session, uint64_t id, nreg_error *error);

/**
 * @brief Look a scope up by id.
 * @param[in]  session The session.
 * @param[in]  id      The scope.
 * @param[out] scope   Receives the scope.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (also if it is neither above nor below the session's root); or a failure of the
 * store.
 */
NREG_API nreg_code nreg_scope_get(nreg_session *session, uint64_t id, nreg_scope *scope, nreg_error *error);

/**
 * @brief Look a scope up by its path from the top, for example "acme/sales/spring".
 * @param[in]  session The session.
 * @param[in]  path    Keys joined by '/'.
 * @param[in]  length  Bytes in `path`, or #NREG_NUL.
 * @param[out] scope   Receives the scope.
 * @param[out] error   Details of a failure, or NULL; `position` is the byte offset of the key that was not found.
 * @return As nreg_scope_get(), or #NREG_INVALID_ARGUMENT for a malformed path.
 */
NREG_API nreg_code nreg_scope_find(nreg_session *session, const char *path, size_t length, nreg_scope *scope,
                                   nreg_error *error);

/**
 * @brief Look a scope up by the host's own id.
 * @param[in]  session     The session.
 * @param[in]  parent      The scope above, or 0.
 * @param[in]  external_id The host's id.
 * @param[in]  length      Bytes in `external_id`, or #NREG_NUL.
 * @param[out] scope       Receives the scope.
 * @param[out] error       Details of a failure, or NULL.
 * @return As nreg_scope_get().
 */
NREG_API nreg_code nreg_scope_find_external(nreg_session *session, uint64_t parent, const char *external_id,
                                            size_t length, nreg_scope *scope, nreg_error *error);

/**
 * @brief One page of the scopes right below a scope, ordered by key.
 * @param[in]  session  The session; sees what is at or below its root, and the path that leads to it.
 * @param[in]  parent   The scope above, or 0 for the top.
 * @param[in]  after    Key to go on after, NUL-terminated; NULL or "" to begin.
 * @param[out] scopes   Receives the scopes.
 * @param[in]  capacity Room in `scopes`, 1 to 10000.
 * @param[out] count    Receives how many were written.
 * @param[out] more     Receives 1 if there may be more, else 0.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (parent); #NREG_INVALID_ARGUMENT; #NREG_UNSUPPORTED or a failure of the store.
 */
NREG_API nreg_code nreg_scope_list(nreg_session *session, uint64_t parent, const char *after, nreg_scope *scopes,
                                   uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error);

/**
 * @brief Path of a scope from the top, for example "acme/sales/spring".
 * @param[in]  session  The session.
 * @param[in]  id       The scope.
 * @param[out] buffer   Receives the path, NUL-terminated.
 * @param[in]  capacity Bytes in `buffer`; #NREG_PATH_SIZE always suffices.
 * @param[out] error    Details of a failure, or NULL.
 * @return As nreg_scope_get(), or #NREG_LIMIT_EXCEEDED if the buffer is too small.
 */
NREG_API nreg_code nreg_scope_path(nreg_session *session, uint64_t id, char *buffer, size_t capacity,
                                   nreg_error *error);

/**
 * @brief Region in which numbers without calling code are read at a scope: its own, that of the nearest scope above
 *        that has one, or that of the registry's policy. To be given to nreg_batch_new(), which does no I/O.
 * @param[in]  session  The session.
 * @param[in]  id       The scope.
 * @param[out] buffer   Receives the two letters, NUL-terminated.
 * @param[in]  capacity Bytes in `buffer`; 4 always suffice.
 * @param[out] error    Details of a failure, or NULL.
 * @return As nreg_scope_get(), or #NREG_LIMIT_EXCEEDED if the buffer is too small.
 */
NREG_API nreg_code nreg_scope_region(nreg_session *session, uint64_t id, char *buffer, size_t capacity,
                                     nreg_error *error);

/**
 * @brief Name of a level, for example "PROGRAM".
 * @param[in] level Any number.
 * @return A static string; "?" for a number that is no level. Safe from any thread.
 */
NREG_API const char *nreg_level_name(uint32_t level);

NREG_END_DECLS

#endif
