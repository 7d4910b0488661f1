/* SPDX-License-Identifier: MIT */
/* Times as people and databases write them. */
#ifndef NREG_BASE_TIME_H
#define NREG_BASE_TIME_H

#include <stddef.h>
#include <stdint.h>

/*
 * A date, or a date and time, by ISO 8601: 2026-01-31, 2026-01-31T12:00:00.5+02:00, 2026-01-31 12:00 UTC; UTC where it
 * does not say. Spaces around it do not matter. False, and nothing written, for what is no such time from 1970 to 9999.
 */
int nreg_time_read(const char *text, size_t length, int64_t *time);

#endif
