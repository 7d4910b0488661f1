/* SPDX-License-Identifier: MIT */
/* Looking many numbers up at once. */
#include "registry/listing.h"
#include "registry/sorted.h"

#include <string.h>

/* Whether the root covers a record. Below an Organization its Business must be asked for; the last one is remembered.
 */
static nreg_code is_visible(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                            const nreg_record *record, nreg_scope *business, int *visible, nreg_error *error) {
    const nreg_place place = nreg_place_of_record(record);
    if (root->level == NREG_LEVEL_ORGANIZATION && business->id != record->business) {
        const nreg_code code = nreg_scope_load(access, tx, record->business, business, error);
        if (code == NREG_NOT_FOUND) {
            memset(business, 0, sizeof *business); /* of nobody, so not of this Organization */
        } else if (code != NREG_OK) {
            return code;
        }
    }
    *visible = nreg_root_covers_place(root, &place, business->organization);
    return NREG_OK;
}

typedef struct lookup {
    uint64_t *numbers; /* sorted, unique */
    nreg_record *records;
    uint8_t *answers;
    uint32_t count;
} lookup;

static nreg_code fetch_visible(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, lookup *work,
                               nreg_error *error) {
    nreg_scope business;
    memset(&business, 0, sizeof business);
    nreg_code code = nreg_transaction_fetch(tx, work->numbers, work->count, NREG_FETCH_SNAPSHOT, work->records,
                                            work->answers, error);
    for (uint32_t i = 0; code == NREG_OK && i < work->count; i++) {
        if (work->answers[i] != NREG_ROW_OK) {
            continue;
        }
        int visible = 0;
        code = is_visible(access, tx, root, &work->records[i], &business, &visible, error);
        work->answers[i] = visible ? NREG_ROW_OK : NREG_ROW_ABSENT;
    }
    return code;
}

nreg_code nreg_listing_look_up(const nreg_access *access, const uint64_t *numbers, uint32_t count, nreg_record *records,
                               uint32_t *found, nreg_error *error) {
    const nreg_allocator *allocator = &access->allocator;
    lookup work = {.numbers = nreg_allocate_array(allocator, count, sizeof *work.numbers),
                   .records = nreg_allocate_array(allocator, count, sizeof *work.records),
                   .answers = nreg_allocate_array(allocator, count, sizeof *work.answers)};
    nreg_code code = NREG_OK;
    if (work.numbers == NULL || work.records == NULL || work.answers == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory to look up %u numbers.", count);
    } else {
        if (count > 0) {
            memcpy(work.numbers, numbers, count * sizeof *numbers);
        }
        work.count = nreg_sort_unique(work.numbers, count);
        nreg_reading reading = {0};
        nreg_scope root;
        while (nreg_access_read(access, &reading, &root, error)) {
            reading.code = fetch_visible(access, &reading.tx, &root, &work, error);
        }
        code = reading.code;
    }
    uint32_t seen = 0;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        const uint32_t at = nreg_sorted_find(work.numbers, work.count, numbers[i]);
        if (at < work.count && work.answers[at] == NREG_ROW_OK) {
            records[i] = work.records[at];
            seen++;
        } else {
            memset(&records[i], 0, sizeof records[i]);
        }
    }
    if (code == NREG_OK && found != NULL) {
        *found = seen;
    }
    nreg_release(allocator, work.numbers);
    nreg_release(allocator, work.records);
    nreg_release(allocator, work.answers);
    return code;
}
