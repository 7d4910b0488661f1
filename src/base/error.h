/* SPDX-License-Identifier: MIT */
/* Filling the caller's nreg_error. Every public function starts with nreg_error_clear and ends with a code. */
#ifndef NREG_BASE_ERROR_H
#define NREG_BASE_ERROR_H

#include <numberreg/code.h>

#if defined(__GNUC__)
#define NREG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define NREG_PRINTF(text, first)
#endif

void nreg_error_clear(nreg_error *error);

/* Writes code and message and returns the code. The text must not contain phone numbers or actors. */
nreg_code nreg_error_set(nreg_error *error, nreg_code code, const char *format, ...) NREG_PRINTF(3, 4);

/* The same with a position in the input. */
nreg_code nreg_error_set_at(nreg_error *error, nreg_code code, int64_t position, const char *format, ...)
    NREG_PRINTF(4, 5);

/* Adds the detail of the layer below (errno, SQLite code). */
void nreg_error_set_system(nreg_error *error, int32_t system);

#endif
