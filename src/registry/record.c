/* SPDX-License-Identifier: MIT */
#include "registry/record.h"
#include "base/error.h"
#include "base/versioned.h"
#include "number/plan.h"
#include "registry/handles.h"
#include "registry/listing.h"
#include "registry/policy.h"
#include "registry/sorted.h"

#include <stddef.h>
#include <string.h>

#define PAGE_MAX 10000
#define LOOK_UP_MAX 100000
/* The filter in its first version. */
#define FILTER_FIRST offsetof(nreg_record_filter, changed_since)
#define ALL_TYPES ((1u << (NREG_TYPE_UNKNOWN + 1)) - 1)
#define ALL_STATUSES                                                                                                   \
    (1u << NREG_STATUS_PENDING | 1u << NREG_STATUS_NEEDS_PROOF | 1u << NREG_STATUS_ACTIVE |                            \
     1u << NREG_STATUS_SUSPENDED | 1u << NREG_STATUS_DECLINED)

void nreg_record_filter_init(nreg_record_filter *filter) {
    if (filter != NULL) {
        memset(filter, 0, sizeof *filter);
        filter->struct_size = (uint32_t)sizeof *filter;
    }
}

static nreg_code bad(nreg_error *error, const char *text) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s", text);
}

static nreg_code check_values(const nreg_record_filter *filter, nreg_error *error) {
    if ((filter->statuses & ~ALL_STATUSES) != 0) {
        return bad(error, "The filter's `statuses` names a status that does not exist.");
    }
    if (filter->purpose > NREG_PURPOSE_MAX) {
        return bad(error, "The filter's `purpose` is no call purpose.");
    }
    if (filter->only_here > 1) {
        return bad(error, "The filter's `only_here` is 0 or 1.");
    }
    if (filter->from > NREG_NUMBER_LARGEST || (filter->to != 0 && filter->from > filter->to)) {
        return bad(error, "The filter's `from` is larger than any number, or than its `to`.");
    }
    if (filter->changed_since < 0) {
        return bad(error, "The filter's `changed_since` is before 1970.");
    }
    if ((filter->types & ~ALL_TYPES) != 0) {
        return bad(error, "The filter's `types` names a type of number that does not exist.");
    }
    if (filter->dno > 1) {
        return bad(error, "The filter's `dno` is 0 or 1.");
    }
    if (filter->order > NREG_ORDER_CHANGE) {
        return bad(error, "The filter's `order` is no order.");
    }
    return NREG_OK;
}

static int is_digits(const char *text, size_t capacity) {
    const char *end = memchr(text, 0, capacity);
    if (end == NULL) {
        return 0;
    }
    while (text < end && *text >= '0' && *text <= '9') {
        text++;
    }
    return text == end;
}

static nreg_code check_texts(nreg_record_filter *filter, const nreg_plan *plan, nreg_error *error) {
    if (!is_digits(filter->ending, sizeof filter->ending)) {
        return bad(error, "The filter's `ending` is up to 11 digits.");
    }
    if (!is_digits(filter->prefix, sizeof filter->prefix) || filter->prefix[0] == '0') {
        return bad(error, "The filter's `prefix` is up to 15 digits, the first not 0.");
    }
    if (memchr(filter->region, 0, sizeof filter->region) == NULL) {
        return bad(error, "The filter's `region` does not end with a NUL byte.");
    }
    return strcmp(filter->region, "001") == 0 ? NREG_OK
                                              : nreg_region_resolve(filter->region, plan, filter->region, error);
}

nreg_code nreg_match_open(nreg_registry *registry, const nreg_record_filter *filter, nreg_match *match,
                          nreg_error *error) {
    nreg_record_filter_init(&match->filter);
    if (filter != NULL && !nreg_versioned_copy(&match->filter, sizeof match->filter, filter, FILTER_FIRST)) {
        return bad(error, "The filter was not prepared by nreg_record_filter_init().");
    }
    nreg_plan *plan = nreg_registry_plan(registry);
    nreg_code code = check_values(&match->filter, error);
    if (code == NREG_OK) {
        code = check_texts(&match->filter, plan, error);
    }
    if (code != NREG_OK) {
        nreg_plan_free(plan);
        return code;
    }
    match->plan = plan;
    match->catalogue = nreg_registry_catalogue(registry);
    return NREG_OK;
}

void nreg_match_close(nreg_match *match) {
    nreg_plan_free(match->plan);
    nreg_catalogue_release(match->catalogue);
}

nreg_code nreg_record_list(nreg_session *session, const nreg_record_filter *filter, nreg_record_cursor *cursor,
                           nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                           nreg_error *error) {
    nreg_match match;
    nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (cursor == NULL || records == NULL || count == NULL || more == NULL) {
        return bad(error, "A cursor and places for the records and counts are needed.");
    }
    if (capacity < 1 || capacity > PAGE_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A page has room for 1 to %d records.", PAGE_MAX);
    }
    code = nreg_match_open(session->registry, filter, &match, error);
    if (code == NREG_OK) {
        code = nreg_listing_page(&session->access, &match, cursor, records, capacity, count, more, error);
        nreg_match_close(&match);
    }
    return code;
}

nreg_code nreg_record_get(nreg_session *session, const uint64_t *numbers, uint32_t count, nreg_record *records,
                          uint32_t *found, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (count > 0 && (numbers == NULL || records == NULL)) {
        return bad(error, "The numbers and a place for the records are needed.");
    }
    if (count > LOOK_UP_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "At most %d numbers can be looked up at once.",
                              LOOK_UP_MAX);
    }
    return nreg_listing_look_up(&session->access, numbers, count, records, found, error);
}

nreg_code nreg_record_counts(nreg_session *session, uint64_t scope, nreg_record_count *counts, uint32_t capacity,
                             uint32_t *count, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (count == NULL || (counts == NULL && capacity != 0)) {
        return bad(error, "A place for the counts is needed.");
    }
    return nreg_listing_count(&session->access, scope, counts, capacity, count, error);
}

nreg_code nreg_record_assignments(nreg_session *session, uint64_t number, nreg_assignments *assignments,
                                  nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (assignments == NULL || assignments->struct_size < sizeof *assignments) {
        return bad(error, "A place for the answer is needed, its `struct_size` set.");
    }
    return nreg_listing_assignments(&session->access, number, assignments, error);
}
