/* SPDX-License-Identifier: MIT */
/* Writes a CSV of phone numbers as people type them: `bench_rows COUNT [SEED] > rows.csv`. */
#include "typed_rows.h"

#include <stdlib.h>

int main(int count, char **arguments) {
    const uint64_t rows = count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000;
    bench_write_rows(stdout, rows, count > 2 ? strtoull(arguments[2], NULL, 10) : 1);
    return fflush(stdout) == 0 ? 0 : 1;
}
