/* SPDX-License-Identifier: MIT */
/* What is forgotten: old rows and results by age, actors and numbers by demand. Works in short transactions. */
#ifndef NREG_JOURNAL_RETENTION_H
#define NREG_JOURNAL_RETENTION_H

#include "scope/access.h"

#include <numberreg/journal.h>

/* Removes rows older than `before` (0: none) and whatever of batches has expired by now. Counts are added to. */
nreg_code nreg_retention_prune(const nreg_access *access, int64_t before, uint64_t *rows, uint64_t *batches,
                               nreg_error *error);

/* Replaces `actor` in the headers of all batches. */
nreg_code nreg_retention_redact_actor(const nreg_access *access, const char *actor, const char *replacement,
                                      uint64_t *batches, nreg_error *error);

/* Erases a number that is not registered from the journal and the tombstones. NREG_EXISTS if it is registered. */
nreg_code nreg_retention_erase_number(const nreg_access *access, uint64_t number, uint64_t *rows, nreg_error *error);

#endif
