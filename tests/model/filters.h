/* SPDX-License-Identifier: MIT */
/* What lists of records are asked for. */
#ifndef TESTS_MODEL_FILTERS_H
#define TESTS_MODEL_FILTERS_H

#include "run.h"

void draw_filter(run *r, dice *d, uint32_t slot, nreg_record_filter *f);
/* The code of a list asked for by a session with this root. */
nreg_code filter_code(const run *r, uint64_t root, const nreg_record_filter *f);
/* Does it let the record through, for a session with this root? */
int filter_passes(const run *r, uint64_t root, const nreg_record_filter *f, const nreg_record *record);

#endif
