/* SPDX-License-Identifier: MIT */
/* An immutable catalogue of call purposes, shared by reference count: a change makes a new one, open batches keep
 * theirs. */
#ifndef NREG_PURPOSE_CATALOGUE_H
#define NREG_PURPOSE_CATALOGUE_H

#include "base/memory.h"

#include <numberreg/purpose.h>

typedef struct nreg_catalogue nreg_catalogue;

/* The ten built-in purposes. */
nreg_code nreg_catalogue_new(const nreg_allocator *allocator, nreg_catalogue **catalogue, nreg_error *error);
nreg_catalogue *nreg_catalogue_retain(nreg_catalogue *catalogue);
void nreg_catalogue_release(nreg_catalogue *catalogue);

/* `old` with `purpose` added or changed, as a new catalogue; codes as nreg_purpose_put(). */
nreg_code nreg_catalogue_put(const nreg_catalogue *old, const nreg_purpose *purpose, nreg_catalogue **catalogue,
                             nreg_error *error);

uint32_t nreg_catalogue_count(const nreg_catalogue *catalogue);
/* In display order. */
const nreg_purpose *nreg_catalogue_at(const nreg_catalogue *catalogue, uint32_t index);
/* NULL if there is none with this id. */
const nreg_purpose *nreg_catalogue_find(const nreg_catalogue *catalogue, uint32_t id);
/* Id of the purpose that a text means (rule: code or label in any case, spacing, punctuation, compatibility form); 0 if
   none. No allocation. */
uint32_t nreg_catalogue_match(const nreg_catalogue *catalogue, const char *text, size_t length);
/* True if the purpose means Do Not Originate; false for an unknown id. */
int nreg_catalogue_is_dno(const nreg_catalogue *catalogue, uint32_t id);

#endif
