/* SPDX-License-Identifier: MIT */
/*
 * A commit in several transactions. Each takes the next numbers, stores their outcomes as chunks of their own and moves
 * the header on; whoever comes again with the same request id reads what is done and goes on with the rest.
 */
#include "commit/run.h"

#include "base/error.h"

#include <string.h>

/* --- going on with what was broken off */

static nreg_code corrupt(nreg_error *error) {
    return nreg_error_set(error, NREG_CORRUPT, "The outcomes stored so far are not those of this batch.");
}

/* Takes over the outcomes of `done`, and leaves in the order only what is still to be done. */
static nreg_code take_over(nreg_run *run, const nreg_result *done, uint32_t filled, nreg_error *error) {
    uint32_t count;
    (void)nreg_draft_entries(run->job->draft, &count);
    unsigned char *finished = nreg_allocate_zeroed(&run->allocator, run->result->count);
    nreg_code code = NREG_OK;
    if (finished == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to go on with the commit.");
    }
    for (uint32_t i = 0; code == NREG_OK && i < filled; i++) {
        const nreg_outcome *outcome = &done->outcomes[i];
        const uint32_t place =
            outcome->entry == 0 || outcome->entry > count ? UINT32_MAX : nreg_order_place(&run->order, outcome->entry);
        if (place == UINT32_MAX || finished[place]) {
            code = corrupt(error);
        } else {
            finished[place] = 1;
            run->result->outcomes[place] = *outcome;
            run->result->inputs[place] = run->entries[outcome->entry - 1].text;
        }
    }
    if (code == NREG_OK) {
        size_t left = 0;
        size_t numbered = 0;
        for (size_t i = 0; i < run->order.count; i++) {
            if (!finished[nreg_order_place(&run->order, run->order.items[i].entry)]) {
                numbered += run->order.items[i].number != 0;
                run->order.items[left++] = run->order.items[i];
            }
        }
        run->order.count = left;
        run->order.numbered = numbered;
        run->next = 0;
        run->done = filled;
    }
    nreg_release(&run->allocator, finished);
    return code;
}

static nreg_code read_done(nreg_run *run, nreg_transaction *tx, nreg_result *done, uint32_t *filled,
                           nreg_error *error) {
    nreg_filling into = {done, 0, error};
    nreg_code code = NREG_OK;
    for (uint32_t chunk = 0; code == NREG_OK && chunk < run->header.chunks; chunk++) {
        uint8_t answer = NREG_ROW_ABSENT;
        code = nreg_transaction_items_get(tx, run->header.id, NREG_ITEMS_OUTCOMES, chunk, nreg_outcomes_take, &into,
                                          &answer, error);
        if (code == NREG_OK && answer != NREG_ROW_OK) {
            code = corrupt(error);
        }
    }
    *filled = into.filled;
    return code;
}

static nreg_code adopt_in(nreg_run *run, nreg_transaction *tx, nreg_error *error) {
    nreg_store_batch stored;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code = nreg_transaction_batch_get(tx, run->header.id, &stored, &answer, error);
    if (code != NREG_OK) {
        return code;
    }
    if (answer != NREG_ROW_OK || stored.entries != run->result->count) {
        return corrupt(error);
    }
    if (stored.state == NREG_BATCH_COMMITTED) {
        nreg_result *whole;
        code = nreg_engine_load(run->job->access, tx, run->basis->catalogue, &stored, &whole, error);
        if (code == NREG_OK) {
            nreg_result_free(run->result);
            run->result = whole;
            run->header = stored;
            run->settled = 1;
        }
        return code;
    }
    run->header.created = stored.created;
    run->header.revision = stored.revision;
    run->header.chunks = stored.chunks;
    run->chunks = stored.chunks;
    run->job->id = stored.id;
    run->job->revision = stored.revision;
    run->job->drafted = 0;
    nreg_result *done;
    code = nreg_result_new(&run->allocator, run->basis->catalogue, run->job->access->language, stored.entries, &done,
                           error);
    if (code != NREG_OK) {
        return code;
    }
    uint32_t filled;
    code = read_done(run, tx, done, &filled, error);
    if (code == NREG_OK) {
        code = take_over(run, done, filled, error);
    }
    nreg_result_free(done);
    return code;
}

static nreg_code adopt(nreg_run *run, nreg_error *error) {
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, run->job->access->store, run->basis->policy.lock_wait_ms, error)) {
        reading.code = adopt_in(run, &reading.tx, error);
    }
    run->adopts = 0;
    return reading.code;
}

/* --- one chunk */

static size_t chunk_end(const nreg_run *run) {
    const size_t left = run->order.count - run->next;
    const uint32_t wanted = run->job->options.chunk_entries;
    size_t end = run->next + (wanted == 0 || wanted > left ? left : wanted);
    /* Entries with the same number are decided on together. */
    while (end > run->next && end < run->order.count && run->order.items[end].number != 0 &&
           run->order.items[end].number == run->order.items[end - 1].number) {
        end++;
    }
    return end;
}

static nreg_code finish(nreg_run *run, nreg_error *error) {
    run->header.state = NREG_BATCH_COMMITTED;
    run->result->summary.batch = nreg_run_stores(run) ? run->header.id : 0;
    const nreg_code code = nreg_engine_name_scopes(run->job->access, &run->tx, &run->target, run->result, error);
    if (code == NREG_OK) {
        nreg_run_finish_outcomes(run, 0);
        nreg_result_to_header(run->result, &run->header);
        return nreg_run_put_extras(run, error);
    }
    return code;
}

static nreg_code commit_chunk(nreg_run *run, nreg_error *error) {
    int over;
    run->header.state = NREG_BATCH_COMMITTING;
    nreg_code code = nreg_run_begin_batch(run, &over, error);
    if (code != NREG_OK || over) {
        return code == NREG_OK ? nreg_run_end_early(run, error) : code;
    }
    run->done = run->result->count - (run->order.count - run->next);
    const size_t end = chunk_end(run);
    code = nreg_run_items(run, run->next, end, error);
    for (size_t i = run->next; i < end; i++) {
        run->indexes[i - run->next] = nreg_order_place(&run->order, run->order.items[i].entry);
    }
    if (code == NREG_OK) {
        code = nreg_run_write_counts(run, error);
    }
    if (code == NREG_OK && nreg_run_stores(run)) {
        code = nreg_run_write_outcomes(run, run->indexes, end - run->next, error);
    }
    if (code == NREG_OK && end == run->order.count) {
        code = finish(run, error);
    }
    if (code == NREG_OK && nreg_run_stores(run)) {
        code = nreg_run_put_header_again(run, error);
    }
    return code == NREG_OK ? nreg_run_end(run, error) : code;
}

nreg_code nreg_run_commit_chunks(nreg_run *run, nreg_error *error) {
    run->indexes = nreg_allocate_array(&run->allocator, run->order.count, sizeof *run->indexes);
    if (run->indexes == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to commit in chunks.");
    }
    nreg_slice_foretell(run); /* once for all chunks: they may be run again, so nothing is foretold */
    nreg_code code = NREG_OK;
    int finished = 0;
    while (code == NREG_OK && !run->settled && !finished) {
        if (run->adopts) {
            code = adopt(run, error);
            continue;
        }
        code = nreg_run_persist(run, commit_chunk, error);
        if (code == NREG_OK && !run->adopts && !run->settled) {
            nreg_run_tell_disclosed(run);
            run->next = chunk_end(run);
            run->chunks = run->header.chunks;
            if (nreg_run_stores(run)) {
                run->job->id = run->header.id;
                run->job->revision = run->header.revision;
                run->job->drafted = 0;
            }
            finished = run->next == run->order.count;
        }
    }
    return code;
}
