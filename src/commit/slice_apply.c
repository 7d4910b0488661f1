/* SPDX-License-Identifier: MIT */
#include "commit/slice_parts.h"

#include "base/error.h"

static int all_done(const uint8_t *answers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (answers[i] != NREG_ROW_OK) {
            return 0;
        }
    }
    return 1;
}

/* Only what was gathered besides says of some numbers that they come back, so they could not be claimed before. */
static nreg_code claim_late(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_code code =
        nreg_transaction_claim(&run->tx, slice->late, slice->late_count, slice->claimed, slice->answers, error);
    if (code == NREG_OK && !all_done(slice->answers, slice->late_count)) {
        return nreg_error_set(error, NREG_RETRY, "A number was registered by another commit meanwhile.");
    }
    return code;
}

nreg_code nreg_slice_apply(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    nreg_code code = slice->late_count > 0 ? claim_late(run, error) : NREG_OK;
    int done = 1;
    if (code == NREG_OK && slice->change_count > 0) {
        code = nreg_transaction_update(&run->tx, slice->changes, slice->change_count, slice->answers, error);
        done = code == NREG_OK && all_done(slice->answers, slice->change_count);
    }
    if (code == NREG_OK && done && slice->token_count > 0) {
        code = nreg_transaction_release(&run->tx, slice->tokens, slice->token_count, slice->answers, error);
        done = code == NREG_OK && all_done(slice->answers, slice->token_count);
    }
    if (code == NREG_OK && !done) {
        return nreg_error_set(error, NREG_RETRY, "A record was changed by another commit meanwhile.");
    }
    if (code == NREG_OK && slice->row_count > 0) {
        code = nreg_transaction_journal_append(&run->tx, slice->rows, slice->row_count, error);
    }
    if (code == NREG_OK && slice->stone_count > 0) {
        code = nreg_transaction_tombstone_put(&run->tx, slice->stones, slice->stone_count, error);
    }
    return code;
}
