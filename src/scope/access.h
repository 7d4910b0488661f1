/* SPDX-License-Identifier: MIT */
/*
 * Who acts, on which store, and how far they see. A session holds one; every room that does I/O works with it and never
 * with the session itself. Immutable while in use.
 */
#ifndef NREG_SCOPE_ACCESS_H
#define NREG_SCOPE_ACCESS_H

#include "base/host.h"
#include "base/memory.h"
#include "scope/places.h"
#include "scope/secret.h"
#include "store/transaction.h"

#include <numberreg/scope.h>

struct nreg_language;

typedef struct nreg_access {
    nreg_allocator allocator;
    nreg_host host;
    nreg_store *store;                                                         /* kept alive by the owner */
    nreg_code (*resolve_scope)(uint64_t id, nreg_scope *scope, void *context); /* NULL if the store keeps scopes */
    void *resolve_context;
    nreg_places *places;                  /* NULL if none are remembered */
    nreg_secret *secret;                  /* the registry's */
    const struct nreg_language *language; /* that results speak; NULL: English. Kept alive by the owner */
    uint64_t root;                        /* scope id; 0 only for an operator */
    uint32_t is_operator;                 /* no root: sees and may change everything */
    uint32_t wait_ms;                     /* for the store's locks */
    char actor[NREG_ACTOR_MAX + 1];
    char trace[NREG_ACTOR_MAX + 1];
} nreg_access;

/* Where a number sits or is to go: the deepest member that is not 0 is the holder. */
typedef struct nreg_place {
    uint64_t business;
    uint64_t unit;
    uint64_t program;
} nreg_place;

/* The holder's scope id. */
uint64_t nreg_place_holder(const nreg_place *place);
nreg_place nreg_place_of_record(const nreg_record *record);
/* Place of a scope at or below a Business; all zero for an Organization. */
nreg_place nreg_place_of_scope(const nreg_scope *scope);

/* Reads a scope as the transaction sees it, through the store or the resolver, whoever may see it. NREG_NOT_FOUND if
 * absent. */
nreg_code nreg_scope_load(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_scope *scope,
                          nreg_error *error);
/* At most NREG_SCOPE_SOME, ids ascending and unique; answers NREG_ROW_OK or NREG_ROW_ABSENT. One call to the store. */
enum { NREG_SCOPE_SOME = 32 };
nreg_code nreg_scope_load_some(const nreg_access *access, nreg_transaction *tx, const uint64_t *ids, size_t count,
                               nreg_scope *scopes, uint8_t *answers, nreg_error *error);
/* The scopes above one that was loaded, from the top; `id` 0 where there is none. One call to the store. */
enum { NREG_SCOPE_ABOVE = 3 };
nreg_code nreg_scope_load_above(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                                nreg_scope above[NREG_SCOPE_ABOVE], nreg_error *error);
/* One, latest committed, and kept from changing until the transaction ends (write transactions). */
nreg_code nreg_scope_load_pinned(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_scope *scope,
                                 nreg_error *error);

/*
 * Tells the store what the transaction just begun reads first: root and target, the target pinned if it `pins`, what
 * `numbers` hold (for a preview).
 */
nreg_code nreg_access_expect(const nreg_access *access, nreg_transaction *tx, uint64_t target, int pins,
                             const uint64_t *numbers, size_t count, nreg_error *error);

/* True if it is remembered where the target is, and that the root covers it; `target` is then zero but for its place.
 */
int nreg_access_knows(const nreg_access *access, uint64_t id, nreg_scope *target);

/* The session's root; for an operator `root` is zeroed. NREG_NOT_FOUND if it does not exist. */
nreg_code nreg_access_root(const nreg_access *access, nreg_transaction *tx, nreg_scope *root, nreg_error *error);

/* As nreg_again_read() on the session's store, with the root read first. */
int nreg_access_read(const nreg_access *access, nreg_reading *reading, nreg_scope *root, nreg_error *error);

/* `root` as nreg_access_root() gave it. True if the scope is the root or below it. */
int nreg_root_covers_scope(const nreg_scope *root, const nreg_scope *scope);
/* The same for a place whose Business belongs to `organization` (0 if none or not known; matters only below an
 * Organization). */
int nreg_root_covers_place(const nreg_scope *root, const nreg_place *place, uint64_t organization);

#endif
