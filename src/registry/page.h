/* SPDX-License-Identifier: MIT */
/* A page of records being filled; what the ways of ordering them share. */
#ifndef NREG_REGISTRY_PAGE_H
#define NREG_REGISTRY_PAGE_H

#include "registry/match.h"
#include "scope/access.h"

/* Records that one call looks at in vain at most, roughly; the page then is short. */
#define NREG_LOOKED_AT_MAX 16384

typedef struct nreg_page {
    const nreg_access *access;
    const nreg_match *match;
    nreg_transaction *tx;     /* of the scopes, and of the records where they are ordered by number */
    nreg_store_filter filter; /* `business` 0: all */
    uint64_t within;          /* the Unit or Program that `filter` names; 0 if none */
    nreg_record_cursor at;    /* by change, `number` is a place in the journal, in the clear */
    nreg_record *records;
    uint32_t capacity;
    uint32_t count;
    uint32_t more;
    uint32_t looked_at;
} nreg_page;

/* Goes on filling a page with the records of filter.business from `at`, until it is full, has looked at enough, or
 * `more` is 0. */
typedef nreg_code (*nreg_page_fill)(nreg_page *page, nreg_error *error);

nreg_code nreg_page_by_number(nreg_page *page, nreg_error *error);
nreg_code nreg_page_by_change(nreg_page *page, nreg_error *error);

/* True while the page has room and the call has not looked at enough. */
int nreg_page_is_open(const nreg_page *page);

#endif
