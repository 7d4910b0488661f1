/* SPDX-License-Identifier: MIT */
/* The reader of everything that people write; the ways of read.c around it are short, and lead to the same answers. */
#ifndef NREG_NUMBER_FULL_H
#define NREG_NUMBER_FULL_H

#include "number/tables.h"

/* `number` is nreg_number_blank(). */
void nreg_full_read(const nreg_plan *plan, const char *text, size_t length, const nreg_plan_entity *region,
                    nreg_number *number);

#endif
