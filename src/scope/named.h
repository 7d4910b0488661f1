/* SPDX-License-Identifier: MIT */
/*
 * Scopes by what people write for them in a file: a path, in letters of either case; the external ids or keys that lead
 * to it; or its external id alone, if no other scope has it.
 */
#ifndef NREG_SCOPE_NAMED_H
#define NREG_SCOPE_NAMED_H

#include "scope/access.h"

/* External ids of all scopes below one, ascending; made when first needed. */
typedef struct nreg_external {
    uint64_t scope;
    char id[NREG_EXTERNAL_ID_SIZE];
} nreg_external;

typedef struct nreg_naming {
    const nreg_access *access;
    uint64_t within; /* names are looked up below it; 0: the top */
    nreg_external *externals;
    size_t count, room;
    int listed;
} nreg_naming;

typedef struct nreg_named {
    nreg_scope scope;
    char region[8]; /* its own, or that of the nearest scope above that has one */
    char path[NREG_PATH_SIZE];
} nreg_named;

void nreg_naming_init(nreg_naming *naming, const nreg_access *access, uint64_t within);
void nreg_naming_free(nreg_naming *naming);

/* NREG_NOT_FOUND if no scope has the name; `*ambiguous` 1 if more than one has it as its external id. */
nreg_code nreg_naming_find(nreg_naming *naming, const char *name, size_t length, nreg_named *found, uint32_t *ambiguous,
                           nreg_error *error);
/* By its id. A store without scopes gives no path. */
nreg_code nreg_naming_get(const nreg_naming *naming, uint64_t id, nreg_named *found, nreg_error *error);

#endif
