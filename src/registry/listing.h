/* SPDX-License-Identifier: MIT */
/* Pages of the records that a session may see, across the Businesses of an Organization where need be. */
#ifndef NREG_REGISTRY_LISTING_H
#define NREG_REGISTRY_LISTING_H

#include "registry/match.h"
#include "scope/access.h"

/* One page, in a transaction of its own; parameters and codes as nreg_record_list(). */
nreg_code nreg_listing_page(const nreg_access *access, const nreg_match *match, nreg_record_cursor *cursor,
                            nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error);

/* As nreg_record_get(). */
nreg_code nreg_listing_look_up(const nreg_access *access, const uint64_t *numbers, uint32_t count, nreg_record *records,
                               uint32_t *found, nreg_error *error);

/* As nreg_record_counts() and nreg_record_assignments(). */
nreg_code nreg_listing_count(const nreg_access *access, uint64_t scope, nreg_record_count *counts, uint32_t capacity,
                             uint32_t *count, nreg_error *error);
nreg_code nreg_listing_assignments(const nreg_access *access, uint64_t number, nreg_assignments *assignments,
                                   nreg_error *error);

#endif
