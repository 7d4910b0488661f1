/* SPDX-License-Identifier: MIT */
/* The stored header of a batch: put first, found by others who come with the same request id, put again at the end. */
#include "commit/run.h"

#include "base/error.h"

#include <string.h>

/* The header is put first: whoever comes second with the same request id waits here (rule R12). */
static nreg_code put_header(nreg_run *run, const nreg_scope *target, nreg_store_batch *existing, uint8_t *answer,
                            nreg_error *error) {
    nreg_store_batch *header = &run->header;
    const nreg_place place = nreg_place_of_scope(target);
    header->business = place.business;
    header->unit = place.unit;
    header->program = place.program;
    return nreg_transaction_batch_put(&run->tx, header, header->revision - 1, existing, answer, error);
}

/* What it means that the header could not be put. */
static nreg_code find_replay(nreg_run *run, uint8_t answer, nreg_store_batch *existing, int *replays,
                             nreg_error *error) {
    const nreg_store_batch *header = &run->header;
    *replays = 0;
    if (answer == NREG_ROW_OK) {
        /* Putting a header waits for one in doubt: that was not committed, and never will be. */
        run->doubtful = 0;
        return NREG_OK;
    }
    if (answer == NREG_ROW_CONFLICT) {
        uint8_t there = NREG_ROW_ABSENT;
        const nreg_code again = nreg_transaction_batch_get(&run->tx, header->id, existing, &there, error);
        if (again != NREG_OK) {
            return again;
        }
        if (there != NREG_ROW_OK || existing->state == NREG_BATCH_DISCARDED) {
            return nreg_error_set(error, NREG_CLOSED, "The draft was discarded meanwhile.");
        }
        if (existing->state == NREG_BATCH_DRAFT) {
            return nreg_error_set(error, NREG_CONFLICT,
                                  "The draft was saved by somebody else meanwhile; load it again.");
        }
    }
    *replays = 1;
    return NREG_OK;
}

/* The header again, with what has become of the batch. */
nreg_code nreg_run_put_header_again(nreg_run *run, nreg_error *error) {
    nreg_store_batch unused;
    uint8_t answer = NREG_ROW_OK;
    run->header.revision++;
    const nreg_code code =
        nreg_transaction_batch_put(&run->tx, &run->header, run->header.revision - 1, &unused, &answer, error);
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        return nreg_error_set(error, NREG_INTERNAL, "The store lost a batch header within a transaction.");
    }
    return code;
}

nreg_code nreg_run_put_extras(nreg_run *run, nreg_error *error) {
    nreg_code code = NREG_OK;
    if (run->job->drafted) {
        code = nreg_transaction_items_clear(&run->tx, run->header.id, NREG_ITEMS_ENTRIES, 0, error);
    }
    if (code == NREG_OK && run->job->notes != NULL) {
        code = nreg_transaction_items_put(&run->tx, run->header.id, NREG_ITEMS_NOTES, 0, run->job->notes,
                                          run->job->notes_length, error);
    }
    return code;
}

/* Somebody, perhaps this very run before its connection was lost, has committed this already: their result is ours. */
static nreg_code check_content(const nreg_run *run, const nreg_store_batch *existing, nreg_error *error) {
    if (run->header.request_id[0] == '\0') {
        return nreg_error_set(error, NREG_CLOSED, "The draft was committed by somebody else meanwhile.");
    }
    if (existing->digest[0] != run->digest[0] || existing->digest[1] != run->digest[1]) {
        return nreg_error_set(error, NREG_REQUEST_MISMATCH,
                              "The request id was used before, with other content; use a new one.");
    }
    return NREG_OK;
}

static nreg_code replay(nreg_run *run, const nreg_store_batch *existing, nreg_error *error) {
    const int own = existing->id == run->header.id && existing->committed == run->now &&
                    strcmp(existing->actor, run->header.actor) == 0;
    nreg_code code = own ? NREG_OK : check_content(run, existing, error);
    if (code == NREG_OK && existing->state == NREG_BATCH_COMMITTING) {
        run->header.id = existing->id; /* a commit in chunks that was broken off: go on with it */
        run->adopts = 1;
        return NREG_OK;
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_result *stored;
    code = nreg_engine_load(run->job->access, &run->tx, run->basis->catalogue, existing, &stored, error);
    if (code != NREG_OK) {
        return code;
    }
    stored->summary.flags &= own ? ~(uint32_t)NREG_RESULT_REPLAYED : ~(uint32_t)0;
    nreg_result_free(run->result);
    run->result = stored;
    run->header = *existing;
    run->disclosed = run->disclosed_before;
    run->settled = 1;
    return NREG_OK;
}

/* Tells a store what is read first; of a preview the numbers too, if they are few. */
static nreg_code foretell(nreg_run *run, nreg_error *error) {
    enum { FEW = 64 };
    uint64_t numbers[FEW];
    size_t count = 0;
    const nreg_order *order = &run->order;
    for (size_t i = 0; !run->writes && i < order->numbered; i++) {
        if (count > 0 && numbers[count - 1] == order->items[i].number) {
            continue;
        }
        if (count == FEW) {
            count = 0;
            break;
        }
        numbers[count++] = order->items[i].number;
    }
    /* Who queues for the Business must not hold a part of it before. */
    const int pins = run->writes && !nreg_run_queues(run);
    return nreg_access_expect(run->job->access, &run->tx, run->job->target, pins, numbers, count, error);
}

/* With the target read only now, what is to be claimed goes along with the header. A promise is made once. */
static nreg_code put_header_and_claim(nreg_run *run, nreg_store_batch *existing, uint8_t *answer, nreg_error *error) {
    nreg_code code = run->header.revision == 1 ? nreg_slice_promise(run, error) : NREG_OK;
    run->may_promise = 0;
    if (code == NREG_OK) {
        code = put_header(run, &run->target, existing, answer, error);
    }
    return code == NREG_OK && *answer != NREG_ROW_OK && run->promised_count > 0
               ? nreg_error_set(error, NREG_RETRY, "Another has put the header.")
               : code;
}

/*
 * The header goes first also because all that follows can then be asked for together with it; if it is not known yet
 * where the target is, that has to be read before.
 */
static nreg_code find_target_and_put_header(nreg_run *run, nreg_store_batch *existing, uint8_t *answer,
                                            nreg_error *error) {
    nreg_scope target;
    nreg_code code = NREG_OK;
    const int known = run->writes && (run->groups & NREG_GROUP_BATCHES) != 0 &&
                      nreg_access_knows(run->job->access, run->job->target, &target) && target.business != 0;
    *answer = NREG_ROW_OK;
    if (known) {
        code = put_header(run, &target, existing, answer, error);
    }
    if (code == NREG_OK) {
        code = nreg_run_find_target(run, error);
    }
    if (code == NREG_OK && !known && run->writes && nreg_run_stores(run)) {
        code = put_header_and_claim(run, existing, answer, error);
    }
    return code;
}

nreg_code nreg_run_begin_batch(nreg_run *run, int *over, nreg_error *error) {
    nreg_store_batch existing;
    uint8_t answer = NREG_ROW_OK;
    *over = 0;
    run->done = 0;
    run->header.revision = run->job->revision + 1;
    nreg_code code = nreg_run_begin(run, error);
    if (code == NREG_OK) {
        code = foretell(run, error);
    }
    if (code == NREG_OK) {
        code = find_target_and_put_header(run, &existing, &answer, error);
    }
    if (code == NREG_OK && run->writes && nreg_run_stores(run)) {
        int replays;
        code = find_replay(run, answer, &existing, &replays, error);
        if (code == NREG_OK && replays) {
            *over = 1;
            return replay(run, &existing, error);
        }
    }
    if (code == NREG_OK) {
        code = nreg_run_queue(run, error);
    }
    if (code == NREG_OK) {
        code = nreg_run_pin_target(run, error);
    }
    return code == NREG_OK ? nreg_run_read_limits(run, error) : code;
}
