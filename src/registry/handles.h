/* SPDX-License-Identifier: MIT */
/*
 * The handles behind the public names. Public entry points live in this room: each begins with a check of its handle
 * (fork, re-entry from a store's callback), clears the caller's error, and calls a room below.
 */
#ifndef NREG_REGISTRY_HANDLES_H
#define NREG_REGISTRY_HANDLES_H

#include "batch/draft.h"
#include "purpose/catalogue.h"
#include "scope/access.h"

#include <numberreg/batch.h>

#include <pthread.h>
#include <stdatomic.h>

struct nreg_registry {
    atomic_size_t references;
    uint32_t process; /* that opened it */
    nreg_allocator allocator;
    nreg_host host;
    nreg_policy policy;
    nreg_store *store;
    nreg_code (*resolve_scope)(uint64_t id, nreg_scope *scope, void *context);
    void (*elsewhere_disclosed)(uint64_t business, uint32_t today, void *context);
    void *context;
    pthread_mutex_t lock; /* of what follows */
    nreg_plan *plan;      /* NULL: built in */
    nreg_catalogue *catalogue;
    nreg_places places;
    nreg_secret secret;
};

struct nreg_session {
    atomic_size_t references; /* its own, and one for each batch made from it */
    nreg_registry *registry;
    nreg_access access;
};

struct nreg_batch {
    nreg_session *session;
    nreg_draft *draft;
    uint64_t target;
    uint32_t action;
    uint32_t drafted;    /* 1: what is stored under `id` is a draft */
    uint64_t id;         /* of what is stored; 0 for nothing */
    uint32_t revision;   /* the same */
    int64_t created;     /* when the draft was first saved; 0 if it was not */
    nreg_result *result; /* of its commit; NULL before */

    /* Annexes of review, proof and import; see annex.h. */
    struct nreg_extra *extras; /* of entry 1, 2, ...; NULL without any */
    size_t extras_room;
    nreg_writer notes;
    struct nreg_undoing *undoing; /* of a batch that reverts another; else NULL */
};

/* NREG_FORKED, NREG_BUSY (inside a store's callback), NREG_INVALID_ARGUMENT for NULL; clears `error` first. */
nreg_code nreg_registry_enter(const nreg_registry *registry, nreg_error *error);
nreg_code nreg_session_enter(const nreg_session *session, nreg_error *error);

nreg_registry *nreg_registry_retain(nreg_registry *registry);
nreg_session *nreg_session_retain(nreg_session *session);

/* The catalogue and plan to use from now on, retained for the caller. */
nreg_catalogue *nreg_registry_catalogue(nreg_registry *registry);
nreg_plan *nreg_registry_plan(nreg_registry *registry);

#endif
