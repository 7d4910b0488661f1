/* SPDX-License-Identifier: MIT */
/* An import: a batch for each scope that its rows name, and one more, which is never stored, for the rows whose scope
 * is unknown. */
#ifndef NREG_REGISTRY_IMPORT_H
#define NREG_REGISTRY_IMPORT_H

#include "registry/batch.h"
#include "scope/named.h"

#include <numberreg/import.h>

/* Index of the group of rows whose scope is unknown. */
#define NREG_IMPORT_UNPLACED 0

typedef struct nreg_import_group {
    uint64_t scope;    /* 0: unknown */
    nreg_batch *batch; /* NULL: no row yet */
    uint32_t stamp;    /* of the call that staged here last */
    uint32_t kept;     /* entries before that call */
    char path[NREG_PATH_SIZE];
} nreg_import_group;

/* A name that rows give for their scope, looked up once; or a scope id. */
typedef struct nreg_import_name {
    uint64_t hash;
    uint64_t id; /* of a scope named by its id; else 0 */
    char *text;
    uint32_t length;
    uint32_t group;
    uint32_t ambiguous;
    uint32_t reserved;
} nreg_import_name;

struct nreg_import {
    nreg_session *session;
    nreg_import_options options;
    nreg_policy policy; /* what the options point to */
    nreg_naming naming;
    nreg_import_name *names; /* in the order in which they came */
    size_t name_count, name_room;
    uint32_t *slots; /* index of names by hash: 1 more than the name's; 0 for none */
    size_t slot_count;
    nreg_import_group *groups;
    size_t group_count, group_room;
    uint32_t *unplaced; /* name of each entry of the group of unknown scopes */
    size_t unplaced_room;
    uint32_t stamp;
    uint32_t rows;
    uint32_t rows_kept; /* before the call that stages now */
    uint32_t committed; /* 1: nothing can be added any more */
};

nreg_code nreg_import_enter(const nreg_import *import, nreg_error *error);

/* Staging in one call: all or none. */
nreg_code nreg_import_begin(nreg_import *import, nreg_error *error);
/* `rows` apart by `stride`; `error->position` is the index of the row at fault. */
nreg_code nreg_import_stage(nreg_import *import, const nreg_import_row *rows, size_t stride, size_t count,
                            nreg_error *error);
/* After a failure of the call. */
void nreg_import_undo(nreg_import *import);

/* The group of rows that name their scope so; looks it up if it is new. `*name`: the name. */
nreg_code nreg_import_place(nreg_import *import, const char *text, size_t length, uint64_t id, uint32_t *group,
                            uint32_t *name, nreg_error *error);

/* Another row that claims an entry's number for another place. */
typedef struct nreg_import_claim {
    uint32_t group;
    uint32_t entry;
    uint32_t other; /* row */
    uint32_t reserved;
} nreg_import_claim;

/* Makes the report of the results, one for each group, NULL without rows; retains them. Puts the claims in order. */
nreg_code nreg_migration_make(const nreg_import *import, nreg_result **results, nreg_import_claim *claims,
                              size_t claim_count, nreg_migration **migration, nreg_error *error);

#endif
