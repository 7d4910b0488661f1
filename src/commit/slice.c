/* SPDX-License-Identifier: MIT */
#include "commit/slice_parts.h"

#include "base/error.h"

#include <string.h>

/* --- memory */

nreg_code nreg_slice_init(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_allocator *allocator = &run->allocator;
    const size_t room = run->order.count < NREG_SLICE ? run->order.count : NREG_SLICE;
    const int journals = run->writes && (run->groups & NREG_GROUP_JOURNAL) != 0;
    const int entombs = run->writes && (run->groups & NREG_GROUP_REVIEW) != 0;
    slice->room = room;
    slice->starts = nreg_allocate_array(allocator, room + 1, sizeof *slice->starts);
    slice->claims = nreg_allocate_array(allocator, room, sizeof *slice->claims);
    slice->claimed = nreg_allocate_array(allocator, room, sizeof *slice->claimed);
    slice->numbers = nreg_allocate_array(allocator, room, sizeof *slice->numbers);
    slice->fetched = nreg_allocate_array(allocator, room, sizeof *slice->fetched);
    slice->found = nreg_allocate_array(allocator, room, sizeof *slice->found);
    slice->inserted = nreg_allocate(allocator, room);
    slice->how = nreg_allocate(allocator, room);
    slice->foretold = nreg_allocate(allocator, room);
    slice->answers = nreg_allocate(allocator, room);
    slice->changes = nreg_allocate_array(allocator, room, sizeof *slice->changes);
    slice->tokens = nreg_allocate_array(allocator, room, sizeof *slice->tokens);
    slice->rows = journals ? nreg_allocate_array(allocator, room * 2, sizeof *slice->rows) : NULL;
    if (nreg_run_reviews(run)) {
        slice->signs = nreg_allocate_array(allocator, room, sizeof *slice->signs);
        slice->remembered = nreg_allocate_array(allocator, room, sizeof *slice->remembered);
    }
    slice->stones = entombs ? nreg_allocate_array(allocator, room, sizeof *slice->stones) : NULL;
    if (run->job->gather != NULL) {
        slice->undos = nreg_allocate_array(allocator, room, sizeof *slice->undos);
        slice->late = nreg_allocate_array(allocator, room, sizeof *slice->late);
    }
    if (slice->starts == NULL || slice->claims == NULL || slice->claimed == NULL || slice->numbers == NULL ||
        slice->fetched == NULL || slice->found == NULL || slice->inserted == NULL || slice->how == NULL ||
        slice->foretold == NULL || slice->answers == NULL || slice->changes == NULL || slice->tokens == NULL ||
        (journals && slice->rows == NULL) || (entombs && slice->stones == NULL) ||
        (nreg_run_reviews(run) && (slice->signs == NULL || slice->remembered == NULL)) ||
        (run->job->gather != NULL && (slice->undos == NULL || slice->late == NULL))) {
        nreg_slice_free(run);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to commit the batch.");
    }
    return NREG_OK;
}

void nreg_slice_free(nreg_run *run) {
    nreg_slice *slice = &run->slice;
    const nreg_allocator *allocator = &run->allocator;
    nreg_release(allocator, slice->starts);
    nreg_release(allocator, slice->claims);
    nreg_release(allocator, slice->claimed);
    nreg_release(allocator, slice->numbers);
    nreg_release(allocator, slice->fetched);
    nreg_release(allocator, slice->found);
    nreg_release(allocator, slice->inserted);
    nreg_release(allocator, slice->how);
    nreg_release(allocator, slice->foretold);
    nreg_release(allocator, slice->answers);
    nreg_release(allocator, slice->changes);
    nreg_release(allocator, slice->tokens);
    nreg_release(allocator, slice->rows);
    nreg_release(allocator, slice->stones);
    nreg_release(allocator, slice->signs);
    nreg_release(allocator, slice->remembered);
    nreg_release(allocator, slice->undos);
    nreg_release(allocator, slice->late);
    memset(slice, 0, sizeof *slice);
}

/* --- a slice */

/* Finds where each number begins; returns how many numbers. */
size_t nreg_slice_cut(nreg_run *run, size_t *next, size_t end) {
    nreg_slice *slice = &run->slice;
    const nreg_ordered *items = run->order.items;
    size_t keys = 0;
    size_t i = *next;
    while (i < end && keys < slice->room) {
        slice->starts[keys++] = i;
        const uint64_t number = items[i].number;
        while (i < end && items[i].number == number) {
            i++;
        }
    }
    slice->starts[keys] = i;
    *next = i;
    return keys;
}

nreg_code nreg_slice_run(nreg_run *run, size_t *next, size_t end, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t from = *next;
    const size_t keys = nreg_slice_cut(run, next, end);
    memset(slice->plains, 0, sizeof slice->plains); /* what they said may have been for another attempt */
    slice->late_count = 0;
    slice->change_count = 0;
    slice->token_count = 0;
    slice->row_count = 0;
    slice->stone_count = 0;
    nreg_code code = nreg_slice_gather(run, keys, error);
    if (code == NREG_OK) {
        code = nreg_slice_decide(run, keys, error);
        nreg_slice_count_plains(run);
    }
    if (code == NREG_OK && run->writes) {
        code = nreg_slice_apply(run, error);
    }
    run->done += *next - from;
    return code;
}

void nreg_slice_numberless(nreg_run *run, size_t from, size_t end) {
    static const nreg_evidence nothing;
    for (size_t i = from; i < end; i++) {
        nreg_wish wish;
        nreg_decision decision;
        nreg_slice_wish(run, &run->order.items[i], &wish);
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        nreg_slice_write_outcome(run, &run->order.items[i], &decision);
    }
    run->done += end - from;
}
