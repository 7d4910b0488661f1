/* SPDX-License-Identifier: MIT */
/* What the measuring programs have in common. Each prints lines of a name, a tab and a value a round. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <numberreg/host.h>

#include <stddef.h>
#include <stdint.h>

/* Seconds that only go forward. */
double bench_seconds(void);
/* Seconds this process has used of a processor: what else runs on the machine disturbs it least. */
double bench_cpu(void);

/*
 * Touches so much memory and gives it back. A virtual machine gets its memory from its host page by page; what waits
 * for that is neither the library's nor the baseline's.
 */
void bench_warm(size_t bytes);
/* Most that was ever resident. */
double bench_peak_bytes(void);
/* The C library's allocator, counting; for one thread. */
extern const nreg_allocator bench_counting;
/* What was asked of bench_counting and not given back. */
uint64_t bench_counted_bytes(void);

/* These end the program if something is wrong. */
void bench_must(nreg_code code, const nreg_error *error);
void *bench_need(size_t count, size_t size);

void bench_emit(const char *name, const double *values, size_t count);
void bench_emit_one(const char *name, double value);

#endif
