/* SPDX-License-Identifier: MIT */
/* Staging numbers that are registered, by batches that the library makes itself. */
#ifndef NREG_REGISTRY_STAGED_H
#define NREG_REGISTRY_STAGED_H

#include "registry/batch.h"

#include <numberreg/record.h>

/* Stages a number known by its digits. `purpose` 0 for none. */
nreg_code nreg_stage_known(nreg_batch *batch, uint64_t number, uint32_t action, uint32_t purpose, uint32_t consent,
                           nreg_error *error);

/* Calls `take` for every record at or below a scope, in the order of nreg_record_list(). */
nreg_code nreg_each_record(nreg_session *session, uint64_t scope,
                           nreg_code (*take)(const nreg_record *record, void *context, nreg_error *error),
                           void *context, nreg_error *error);

#endif
