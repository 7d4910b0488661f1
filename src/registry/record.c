/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/versioned.h"
#include "registry/handles.h"
#include "registry/listing.h"

#include <string.h>

#define PAGE_MAX 10000
#define LOOK_UP_MAX 100000
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

static nreg_code take_filter(const nreg_record_filter *given, nreg_record_filter *own, nreg_error *error) {
    nreg_record_filter_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return bad(error, "The filter was not prepared by nreg_record_filter_init().");
    }
    if ((own->statuses & ~ALL_STATUSES) != 0) {
        return bad(error, "The filter's `statuses` names a status that does not exist.");
    }
    if (own->purpose > NREG_PURPOSE_MAX) {
        return bad(error, "The filter's `purpose` is no call purpose.");
    }
    if (own->only_here > 1) {
        return bad(error, "The filter's `only_here` is 0 or 1.");
    }
    if (own->from > NREG_NUMBER_LARGEST || (own->to != 0 && own->from > own->to)) {
        return bad(error, "The filter's `from` is larger than any number, or than its `to`.");
    }
    return NREG_OK;
}

nreg_code nreg_record_list(nreg_session *session, const nreg_record_filter *filter, nreg_record_cursor *cursor,
                           nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                           nreg_error *error) {
    nreg_record_filter own;
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
    if (cursor->business > NREG_ID_MAX || cursor->number > NREG_NUMBER_LARGEST) {
        return bad(error, "The cursor is not of this list.");
    }
    code = take_filter(filter, &own, error);
    return code == NREG_OK ? nreg_listing_page(&session->access, &own, cursor, records, capacity, count, more, error)
                           : code;
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
