/* SPDX-License-Identifier: MIT */
/* A second registry on a world's store, through a hostile one that a test makes fail. */
#ifndef TESTS_WORLD_SHAKY_H
#define TESTS_WORLD_SHAKY_H

#include "world.h"

typedef struct shaky {
    hostile *h;
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session;
} shaky;

static inline shaky shaky_open(world *w, int root) {
    shaky s;
    s.store = hostile_wrap(w->opened.plain, NULL, &s.h);
    assert_ok(w, nreg_registry_open(s.store, NULL, &s.registry, &w->error));
    if (root == OPERATOR) {
        assert_ok(w, nreg_session_open_operator(s.registry, "op", NREG_NUL, NULL, 0, &s.session, &w->error));
    } else {
        assert_ok(w, nreg_session_open(s.registry, world_id(w, root), "u", NREG_NUL, NULL, 0, &s.session, &w->error));
    }
    return s;
}

static inline void shaky_close(shaky *s) {
    nreg_session_close(s->session);
    nreg_registry_close(s->registry);
    nreg_store_close(s->store);
}

#define SHAKY_MESSAGE "The hostile store failed this call, as it was told to."

#endif
