/* SPDX-License-Identifier: MIT */
/* The conditions of a filter: those that a store looks up, and those that are tried record by record. Pure. */
#ifndef NREG_REGISTRY_MATCH_H
#define NREG_REGISTRY_MATCH_H

#include "purpose/catalogue.h"

#include <numberreg/extend/store.h>

typedef struct nreg_match {
    nreg_record_filter filter; /* complete and checked */
    nreg_plan *plan;           /* NULL: built in */
    nreg_catalogue *catalogue;
} nreg_match;

/* What a store looks up; the scope is still to be filled in. */
void nreg_match_for_store(const nreg_match *match, nreg_store_filter *filter);

/* True if there are other conditions too. */
int nreg_match_has_more(const nreg_match *match);

/* Whether a record meets those other conditions. */
int nreg_match_accepts(const nreg_match *match, const nreg_record *record);

/* Behind which number a list is to go on after one that is not accepted: itself, or the last before those that have the
 * prefix wanted and another number of digits. */
uint64_t nreg_match_leap(const nreg_match *match, uint64_t number);

/* Whether a record passes a store's filter. */
int nreg_store_filter_passes(const nreg_store_filter *filter, const nreg_record *record);

#endif
