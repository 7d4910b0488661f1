/* SPDX-License-Identifier: MIT */
#include "base/versioned.h"

#include <stdint.h>
#include <string.h>

/* A size beyond this is memory that was never prepared. */
#define SIZE_LIMIT 65536

int nreg_versioned_copy(void *own, size_t own_size, const void *given, size_t first) {
    uint32_t given_size;
    memcpy(&given_size, given, sizeof given_size);
    if (given_size < first || given_size > SIZE_LIMIT) {
        return 0;
    }
    const size_t size = given_size < own_size ? given_size : own_size;
    memcpy(own, given, size);
    const uint32_t keep = (uint32_t)own_size;
    memcpy(own, &keep, sizeof keep);
    return 1;
}
