/* SPDX-License-Identifier: MIT */
/* Time, randomness and log through the host's callbacks. */
#ifndef NREG_BASE_HOST_H
#define NREG_BASE_HOST_H

#include "base/error.h"

#include <numberreg/host.h>

/* Copies `given` (NULL: the defaults), as much of it as its struct_size covers. NREG_INVALID_ARGUMENT for a bad size.
 */
nreg_code nreg_host_resolve(const nreg_host *given, nreg_host *resolved);

/* Microseconds since 1970-01-01 UTC. */
nreg_code nreg_host_now(const nreg_host *host, int64_t *now, nreg_error *error);

/* Random id, 1 to 2^53 - 1. */
nreg_code nreg_host_random_id(const nreg_host *host, uint64_t *id, nreg_error *error);

void nreg_host_log(const nreg_host *host, uint32_t level, const char *text, ...) NREG_PRINTF(3, 4);

/* Milliseconds of a clock that never goes back; for deadlines, not replaceable. */
uint64_t nreg_monotonic_ms(void);

#endif
