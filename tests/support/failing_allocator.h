/* SPDX-License-Identifier: MIT */
/* An allocator that fails on request and knows how much it has given out. Any thread may use it; the request is
 * made while no other does. */
#ifndef TESTS_FAILING_ALLOCATOR_H
#define TESTS_FAILING_ALLOCATOR_H

#include <numberreg/host.h>

#include <stdint.h>
#include <stdlib.h>

typedef struct failing_allocator {
    _Atomic uint64_t calls; /* allocations asked for so far */
    uint64_t fail_at;       /* this one fails; 0 for none */
    int forever;            /* and all after it */
    _Atomic int failed;     /* one has failed */
    _Atomic int64_t live;   /* blocks given out and not yet given back */
} failing_allocator;

static inline int failing_now(failing_allocator *state) {
    const uint64_t call = ++state->calls;
    if (state->fail_at != 0 && (call == state->fail_at || (state->forever && call > state->fail_at))) {
        state->failed = 1;
        return 1;
    }
    return 0;
}

static inline void *failing_allocate(size_t size, void *context) {
    failing_allocator *state = context;
    void *memory = failing_now(state) ? NULL : malloc(size);
    state->live += memory != NULL;
    return memory;
}

static inline void *failing_reallocate(void *memory, size_t size, void *context) {
    failing_allocator *state = context;
    if (failing_now(state)) {
        return NULL;
    }
    void *grown = realloc(memory, size);
    state->live += memory == NULL && grown != NULL;
    return grown;
}

static inline void failing_release(void *memory, void *context) {
    failing_allocator *state = context;
    state->live -= memory != NULL;
    free(memory);
}

static inline nreg_allocator failing_allocator_of(failing_allocator *state) {
    return (nreg_allocator){failing_allocate, failing_reallocate, failing_release, state};
}

#endif
