/* SPDX-License-Identifier: MIT */
#include "run.h"

uint64_t dice_next(dice *d) {
    d->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = d->state;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint32_t pick(dice *d, uint32_t n) {
    return (uint32_t)((dice_next(d) >> 33) % n);
}

int rarely(dice *d, uint32_t n) {
    return pick(d, n) == 0;
}
