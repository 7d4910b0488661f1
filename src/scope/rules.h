/* SPDX-License-Identifier: MIT */
/* What a scope's texts and members may be, and who sees it. Pure. */
#ifndef NREG_SCOPE_RULES_H
#define NREG_SCOPE_RULES_H

#include "base/error.h"

#include <numberreg/scope.h>

/* Keys of a path, from the top. */
typedef struct nreg_path {
    uint32_t count;
    struct {
        size_t offset; /* in the path */
        size_t length;
    } keys[4];
} nreg_path;

int nreg_key_is_good(const char *key, size_t length);

/* NREG_INVALID_ARGUMENT with the position of the key at fault. */
nreg_code nreg_path_split(const char *path, size_t length, nreg_path *keys, nreg_error *error);

/* True if the members of a scope that a store or resolver gave for `id` agree with each other. */
int nreg_scope_is_sound(const nreg_scope *scope, uint64_t id);

/* Fills level, parent and ancestors of a scope below `parent` (NULL: at the top) with its id set. False for a Program,
 * which has nothing below it. */
int nreg_scope_descend(nreg_scope *scope, const nreg_scope *parent, int organization);

/* True if `scope` lies above the root, on the path that leads to it. */
int nreg_scope_is_above(const nreg_scope *root, const nreg_scope *scope);

/* What a session sees of a scope above its root: enough to name the path. */
void nreg_scope_outline(nreg_scope *scope);

#endif
