/* SPDX-License-Identifier: MIT */
#include "registry/staged.h"

#include "base/error.h"

#include <string.h>

enum { PAGE = 1000 };

nreg_code nreg_stage_known(nreg_batch *batch, uint64_t number, uint32_t action, uint32_t purpose, uint32_t consent,
                           nreg_error *error) {
    char digits[24];
    size_t at = sizeof digits;
    nreg_entry_input input;
    for (uint64_t rest = number; rest > 0; rest /= 10) {
        digits[--at] = (char)('0' + rest % 10);
    }
    digits[--at] = '+';
    memset(&input, 0, sizeof input);
    input.number = digits + at;
    input.number_length = sizeof digits - at;
    input.action = action;
    input.purpose = purpose;
    input.consent = consent;
    return nreg_draft_stage(batch->draft, &input, sizeof input, 1, NULL, error);
}

nreg_code nreg_each_record(nreg_session *session, uint64_t scope,
                           nreg_code (*take)(const nreg_record *record, void *context, nreg_error *error),
                           void *context, nreg_error *error) {
    const nreg_allocator *allocator = &session->access.allocator;
    nreg_record *page = nreg_allocate_array(allocator, PAGE, sizeof *page);
    nreg_record_filter filter;
    nreg_record_cursor cursor;
    uint32_t more = 1;
    nreg_code code = page != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page.");
    nreg_record_filter_init(&filter);
    memset(&cursor, 0, sizeof cursor);
    filter.scope = scope;
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = nreg_record_list(session, &filter, &cursor, page, PAGE, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            code = take(&page[i], context, error);
        }
    }
    nreg_release(allocator, page);
    return code;
}
