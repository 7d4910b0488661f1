/* SPDX-License-Identifier: MIT */
/* Stored outcomes without a number that is to be forgotten (rule R13). */
#include "commit/engine.h"

#include "base/error.h"

static uint64_t blank_outcomes(nreg_result *result, uint64_t number) {
    uint64_t changed = 0;
    for (uint32_t i = 0; i < result->count; i++) {
        if (result->outcomes[i].number == number) {
            result->outcomes[i].number = 0;
            result->inputs[i] = 0;
            changed++;
        }
    }
    return changed;
}

static nreg_code write_outcomes(const nreg_access *access, nreg_transaction *tx, const nreg_result *result,
                                nreg_store_batch *header, nreg_error *error) {
    nreg_writer writer;
    nreg_store_batch unused;
    uint8_t answer = NREG_ROW_OK;
    size_t next = 0;
    header->chunks = 0;
    nreg_writer_init(&writer, &access->allocator);
    nreg_code code = nreg_transaction_items_clear(tx, header->id, NREG_ITEMS_OUTCOMES, 0, error);
    while (code == NREG_OK && next < result->count) {
        writer.length = 0;
        nreg_outcomes_write(result, NULL, result->count, &next, &writer);
        code = writer.failed ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to write a result anew.")
                             : nreg_transaction_items_put(tx, header->id, NREG_ITEMS_OUTCOMES, header->chunks,
                                                          writer.data, writer.length, error);
        header->chunks++;
    }
    nreg_writer_free(&writer);
    if (code == NREG_OK) {
        header->revision++;
        code = nreg_transaction_batch_put(tx, header, header->revision - 1, &unused, &answer, error);
    }
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        code = nreg_error_set(error, NREG_RETRY, "A batch changed while a number was erased from it.");
    }
    return code;
}

nreg_code nreg_engine_erase(const nreg_access *access, nreg_transaction *tx, nreg_catalogue *catalogue,
                            nreg_store_batch *header, uint64_t number, uint64_t *changed, nreg_error *error) {
    nreg_result *result = NULL;
    *changed = 0;
    nreg_code code = nreg_engine_load(access, tx, catalogue, header, &result, error);
    if (code == NREG_NOT_FOUND) {
        nreg_error_clear(error); /* its outcomes have expired */
        return NREG_OK;
    }
    if (code == NREG_OK) {
        *changed = blank_outcomes(result, number);
        code = *changed > 0 ? write_outcomes(access, tx, result, header, error) : NREG_OK;
    }
    nreg_result_free(result);
    return code;
}
