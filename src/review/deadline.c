/* SPDX-License-Identifier: MIT */
#include "review/cases.h"

#include "base/error.h"
#include "base/memory.h"

enum { HISTORY = 256 }; /* rows read at a time */

/* The last time the journal saw the record begin to need proof; unchanged if it does not know. */
static nreg_code read_history(nreg_transaction *tx, const nreg_record *record, nreg_journal_row *rows, int64_t *since,
                              nreg_error *error) {
    uint64_t after = 0;
    uint32_t more = 1;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && more != 0) {
        uint32_t found = 0;
        code = nreg_transaction_journal_read(tx, NREG_JOURNAL_NUMBER, record->number, after, HISTORY, rows, &found,
                                             &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < found; i++) {
            if (rows[i].status_after == NREG_STATUS_NEEDS_PROOF && rows[i].status_before != NREG_STATUS_NEEDS_PROOF) {
                *since = rows[i].time;
            }
        }
        after += found;
        more = found == 0 ? 0 : more;
    }
    return code;
}

/* Others are due, or cannot be. */
static int needs_history(const nreg_record *record, int64_t due) {
    return record->updated >= due && record->created < due;
}

static nreg_code read_histories(nreg_transaction *tx, const nreg_review_case *cases, uint32_t count, int64_t due,
                                nreg_journal_row *rows, int64_t *since, nreg_error *error) {
    nreg_code code = NREG_OK;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        if (needs_history(&cases[i].record, due)) {
            code = read_history(tx, &cases[i].record, rows, &since[i], error);
        }
    }
    return code;
}

nreg_code nreg_review_held_since(const nreg_access *access, const nreg_review_case *cases, uint32_t count, int64_t due,
                                 int64_t *since, nreg_error *error) {
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < count; i++) {
        since[i] = cases[i].record.updated;
        wanted += needs_history(&cases[i].record, due) != 0;
    }
    if (wanted == 0 || (nreg_store_groups(access->store) & NREG_GROUP_JOURNAL) == 0) {
        return NREG_OK;
    }
    nreg_journal_row *rows = nreg_allocate_array(&access->allocator, HISTORY, sizeof *rows);
    if (rows == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the history of a number.");
    }
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = read_histories(&reading.tx, cases, count, due, rows, since, error);
    }
    nreg_release(&access->allocator, rows);
    return reading.code;
}
