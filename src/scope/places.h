/* SPDX-License-Identifier: MIT */
/*
 * Where scopes are in the tree, remembered: that never changes, so a commit can put its header before it has read its
 * target. All else about a scope is read anew every time.
 */
#ifndef NREG_SCOPE_PLACES_H
#define NREG_SCOPE_PLACES_H

#include <numberreg/scope.h>

#include <pthread.h>

enum { NREG_PLACES = 128 };

typedef struct nreg_scope_place {
    uint64_t id; /* 0: free */
    uint64_t organization;
    uint64_t business;
    uint64_t unit;
    uint32_t level;
} nreg_scope_place;

typedef struct nreg_places {
    pthread_mutex_t *lock; /* the owner's */
    nreg_scope_place slots[NREG_PLACES];
} nreg_places;

void nreg_places_remember(nreg_places *places, const nreg_scope *scope);
/* True if known; then `scope` has its place, and is otherwise zero. */
int nreg_places_find(nreg_places *places, uint64_t id, nreg_scope *scope);

#endif
