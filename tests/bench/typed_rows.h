/* SPDX-License-Identifier: MIT */
/* A CSV of phone numbers as people type them, with their call purposes. One row in 33 is not a number. */
#ifndef BENCH_TYPED_ROWS_H
#define BENCH_TYPED_ROWS_H

#include <stdint.h>
#include <stdio.h>

void bench_write_rows(FILE *file, uint64_t rows, uint64_t seed);

#endif
