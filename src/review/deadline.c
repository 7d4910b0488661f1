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

nreg_code nreg_review_held_since(const nreg_access *access, const nreg_review_case *cases, uint32_t count, int64_t due,
                                 int64_t *since, nreg_error *error) {
    nreg_journal_row *rows = NULL;
    nreg_transaction tx = {0};
    nreg_code code = NREG_OK;
    const int keeps_journal = (nreg_store_groups(access->store) & NREG_GROUP_JOURNAL) != 0;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        const nreg_record *record = &cases[i].record;
        since[i] = record->updated;
        if (!keeps_journal || record->updated < due || record->created >= due) {
            continue; /* it is due, or it cannot be */
        }
        if (rows == NULL) {
            rows = nreg_allocate_array(&access->allocator, HISTORY, sizeof *rows);
            code = rows == NULL
                       ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the history of a number.")
                       : nreg_transaction_begin(&tx, access->store, NREG_STORE_READ, access->wait_ms, error);
        }
        if (code == NREG_OK) {
            code = read_history(&tx, record, rows, &since[i], error);
        }
    }
    nreg_transaction_rollback(&tx);
    nreg_release(&access->allocator, rows);
    return code;
}
