/* SPDX-License-Identifier: MIT */
/* What the measuring programs of the SQLite store have in common. */
#ifndef BENCH_SQLITE_INPUT_H
#define BENCH_SQLITE_INPUT_H

#include <stddef.h>
#include <stdint.h>

/* The sorted, unique numbers of a CSV's first column, North American ones only; ends the program on failure. */
uint64_t *bench_read_numbers(const char *path, size_t *count);

/* `count` numbers spread over the plan, sorted and unique, none of them ending in `avoid` modulo 16. */
uint64_t *bench_make_numbers(size_t count, unsigned avoid);

/* Removes a database with its log. */
void bench_remove(const char *path);

/* Bytes of the file, its log included. */
double bench_file_bytes(const char *path);

#endif
