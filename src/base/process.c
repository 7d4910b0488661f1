/* SPDX-License-Identifier: MIT */
#include "base/process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int counting;      /* whether fork() tells */
static atomic_uint forks; /* on the way from the process that loaded the library to this one */

static void count(void) {
    atomic_fetch_add_explicit(&forks, 1, memory_order_relaxed);
}

static void begin(void) {
    counting = pthread_atfork(NULL, NULL, count) == 0;
}

uint32_t nreg_process(void) {
    (void)pthread_once(&once, begin);
    return counting ? atomic_load_explicit(&forks, memory_order_relaxed) : (uint32_t)getpid();
}
