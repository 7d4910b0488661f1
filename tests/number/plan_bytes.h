/* SPDX-License-Identifier: MIT */
/* The built-in plan as the bytes of a plan file, as generator/plan_file.py writes them. */
#ifndef NREG_TESTS_NUMBER_PLAN_BYTES_H
#define NREG_TESTS_NUMBER_PLAN_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Room for the built-in plan. */
enum { PLAN_BYTES_MOST = 1 << 18, PLAN_BYTES_CHECKSUM = 12, PLAN_BYTES_HEADER = 72 + 8 * 18 };

/* Returns how many bytes were written. */
size_t plan_bytes(uint8_t *out);

/* Writes the checksum that the content asks for. */
void plan_bytes_seal(uint8_t *bytes, size_t length);

#endif
