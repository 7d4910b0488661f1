/* SPDX-License-Identifier: MIT */
/* What the functions of scope.h do, each in a transaction of its own; parameters and codes as there. */
#ifndef NREG_SCOPE_SCOPES_H
#define NREG_SCOPE_SCOPES_H

#include "scope/access.h"

/* `options` complete; its region is in upper case and of the plan, or "". */
nreg_code nreg_scopes_add(const nreg_access *access, uint64_t parent, const nreg_scope_options *options,
                          nreg_scope *scope, nreg_error *error);
nreg_code nreg_scopes_change(const nreg_access *access, uint64_t id, const nreg_scope_options *options,
                             nreg_scope *scope, nreg_error *error);
nreg_code nreg_scopes_close(const nreg_access *access, uint64_t id, nreg_error *error);

nreg_code nreg_scopes_get(const nreg_access *access, uint64_t id, nreg_scope *scope, nreg_error *error);
nreg_code nreg_scopes_find(const nreg_access *access, const char *path, size_t length, nreg_scope *scope,
                           nreg_error *error);
nreg_code nreg_scopes_find_external(const nreg_access *access, uint64_t parent, const char *external_id, size_t length,
                                    nreg_scope *scope, nreg_error *error);
nreg_code nreg_scopes_list(const nreg_access *access, uint64_t parent, const char *after, nreg_scope *scopes,
                           uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error);
nreg_code nreg_scopes_path(const nreg_access *access, uint64_t id, char *buffer, size_t capacity, nreg_error *error);
/* "" if neither the scope nor one above it has a region. */
enum { NREG_SCOPE_REGION = 8 };
nreg_code nreg_scopes_region(const nreg_access *access, uint64_t id, char region[NREG_SCOPE_REGION], nreg_error *error);

/* Inside a transaction, for the rooms above: a scope that the session may see, whole at or below its root and in
 * outline above it; else NREG_NOT_FOUND. `root` as nreg_access_root() gave it. */
nreg_code nreg_scope_look(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                          nreg_scope *scope, nreg_error *error);
/* The same, only at or below the root. */
nreg_code nreg_scope_look_inside(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                                 nreg_scope *scope, nreg_error *error);
/* Writes the path of a scope that was loaded, NREG_PATH_SIZE bytes at most. */
nreg_code nreg_scope_spell(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                           char path[NREG_PATH_SIZE], nreg_error *error);
/* The region of a scope that was loaded: its own, or that of the nearest scope above that has one; else "". */
nreg_code nreg_scope_region_of(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                               char region[NREG_SCOPE_REGION], nreg_error *error);

#endif
