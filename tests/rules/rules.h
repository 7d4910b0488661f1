/* SPDX-License-Identifier: MIT */
/* What tests of several rules say. */
#ifndef TESTS_RULES_RULES_H
#define TESTS_RULES_RULES_H

#include "../world/world.h"

#define N "501-214-9020"
#define NUMBER UINT64_C(15012149020)

static inline nreg_batch *two_good_one_bad(world *w) {
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    (void)world_add(w, batch, "nonsense", CS);
    (void)world_add(w, batch, "501-214-9021", CS);
    return batch;
}

#endif
