/* SPDX-License-Identifier: MIT */
/* Sessions for the time of one test. */
#ifndef TESTS_REVIEW_VISIT_H
#define TESTS_REVIEW_VISIT_H

#include "world.h"

typedef struct visits {
    nreg_session *sessions[32];
    size_t count;
} visits;

static visits open_visits;

/* A session rooted at a scope, closed by end_visits(). */
static inline nreg_session *visit(world *w, uint64_t root) {
    assert_true(open_visits.count < sizeof open_visits.sessions / sizeof *open_visits.sessions);
    return open_visits.sessions[open_visits.count++] = world_session(w, root);
}

static inline void end_visits(void) {
    while (open_visits.count > 0) {
        nreg_session_close(open_visits.sessions[--open_visits.count]);
    }
}

#endif
