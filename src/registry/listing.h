/* SPDX-License-Identifier: MIT */
/* Pages of the records that a session may see, across the Businesses of an Organization where need be. */
#ifndef NREG_REGISTRY_LISTING_H
#define NREG_REGISTRY_LISTING_H

#include "scope/access.h"

#include <numberreg/record.h>

/* Largest number that E.164 allows. */
#define NREG_NUMBER_LARGEST 999999999999999u

/* One page, in a transaction of its own; parameters and codes as nreg_record_list(). `filter` complete and checked. */
nreg_code nreg_listing_page(const nreg_access *access, const nreg_record_filter *filter, nreg_record_cursor *cursor,
                            nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error);

/* As nreg_record_get(). */
nreg_code nreg_listing_look_up(const nreg_access *access, const uint64_t *numbers, uint32_t count, nreg_record *records,
                               uint32_t *found, nreg_error *error);

#endif
