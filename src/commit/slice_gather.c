/* SPDX-License-Identifier: MIT */
#include "commit/slice_parts.h"

#include "base/error.h"
#include "batch/signs.h"

#include <string.h>

static uint32_t own_signs(const nreg_run *run, uint64_t e164) {
    nreg_number number;
    return nreg_number_from_e164(run->basis->plan, e164, &number) == NREG_OK
               ? nreg_signs_of_number(run->basis->plan, &number)
               : 0;
}

/*
 * A number that may be added is claimed, so that of all who want it one gets it (rule R1). What may be changed is read
 * and locked. The rest is only looked at, to give all reasons.
 */
static uint8_t choose(nreg_run *run, size_t k, nreg_record *claim, uint8_t *foretold) {
    const size_t from = run->slice.starts[k];
    const size_t to = run->slice.starts[k + 1];
    *foretold = 0;
    if (to - from == 1 && nreg_slice_is_plain(run, k, &run->order.items[from])) {
        const nreg_plain *plain = nreg_slice_plain(run, &run->order.items[from]);
        if (plain->decision.write == NREG_WRITE_INSERT) {
            *claim = plain->decision.after;
            claim->number = run->order.items[from].number;
            *foretold = plain->foretold && run->foretells;
            return run->writes ? NREG_BY_CLAIM : NREG_BY_LOOK;
        }
        return run->writes ? NREG_BY_LOCK : NREG_BY_LOOK;
    }
    const nreg_evidence nothing = nreg_slice_nothing(run, k);
    uint8_t how = NREG_BY_LOOK;
    for (size_t i = from; i < to; i++) {
        nreg_wish wish;
        nreg_slice_wish(run, &run->order.items[i], &wish);
        if (wish.faults != 0 && wish.action != NREG_ACTION_IMPORT) {
            continue;
        }
        nreg_decision decision;
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        if (decision.write == NREG_WRITE_INSERT) {
            *claim = decision.after;
            *foretold = to - from == 1 && run->foretells && nreg_slice_as_foretold(run, &decision);
            return run->writes ? NREG_BY_CLAIM : NREG_BY_LOOK;
        }
        how = run->writes ? NREG_BY_LOCK : NREG_BY_LOOK;
    }
    return how;
}

static size_t collect(const nreg_run *run, size_t keys, uint8_t how, uint64_t *numbers) {
    size_t count = 0;
    for (size_t k = 0; k < keys; k++) {
        if (run->slice.how[k] == how) {
            numbers[count++] = run->order.items[run->slice.starts[k]].number;
        }
    }
    return count;
}

/* A few numbers are then gathered in one go, however it is done. */
static nreg_code tell(nreg_run *run, size_t keys, const nreg_record *claims, size_t claim_count, nreg_error *error) {
    uint64_t locked[NREG_PROMISED];
    uint64_t looked_at[NREG_PROMISED];
    if (!run->writes || run->told || keys > NREG_PROMISED) {
        return NREG_OK;
    }
    run->told = 1;
    const size_t locks = collect(run, keys, NREG_BY_LOCK, locked);
    const size_t looks = collect(run, keys, NREG_BY_LOOK, looked_at);
    return nreg_transaction_expect_gather(&run->tx, claims, claim_count, locked, locks, looked_at, looks, error);
}

/* Sets `found` for the numbers gathered `how` by reading; `room_used` places of `fetched` are taken already. */
static nreg_code gather_by_reading(nreg_run *run, size_t keys, uint8_t how, size_t *used, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t base = *used;
    const size_t count = collect(run, keys, how, slice->numbers + base);
    const uint32_t mode = how == NREG_BY_LOCK ? NREG_FETCH_LOCKED : NREG_FETCH_SNAPSHOT;
    const nreg_code code = nreg_transaction_fetch(&run->tx, slice->numbers + base, count, mode, slice->fetched + base,
                                                  slice->answers, error);
    size_t at = 0;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->how[k] == how) {
            slice->found[k] = slice->answers[at] == NREG_ROW_OK ? &slice->fetched[base + at] : NULL;
            at++;
        }
    }
    *used += count;
    return code;
}

/* The target may have changed since: what is claimed by then is not what is wanted. */
static nreg_code keep_promise(nreg_run *run, size_t claims, nreg_error *error) {
    const size_t promised = run->promised_count;
    run->promised_count = 0;
    return promised == 0 ||
                   (promised == claims && memcmp(run->promised, run->slice.claims, claims * sizeof *run->promised) == 0)
               ? NREG_OK
               : nreg_error_set(error, NREG_RETRY, "The target changed meanwhile.");
}

static nreg_code gather_by_claim(nreg_run *run, size_t keys, size_t claims, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_code kept = keep_promise(run, claims, error);
    if (kept != NREG_OK) {
        return kept;
    }
    if (claims == 0) {
        return NREG_OK;
    }
    const nreg_code code =
        nreg_transaction_claim(&run->tx, slice->claims, claims, slice->claimed, slice->answers, error);
    size_t at = 0;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->how[k] == NREG_BY_CLAIM) {
            slice->inserted[k] = slice->answers[at] == NREG_ROW_OK;
            slice->found[k] = slice->inserted[k] ? NULL : &slice->claimed[at];
            at++;
        }
    }
    return code;
}

static int opens_reviews(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE || action == NREG_ACTION_MOVE;
}

/*
 * What is remembered of numbers is read when they are claimed or locked, so that no commit can remove one in between.
 * Few are remembered: that their claim was made as if none were is put right when it is decided.
 */
static nreg_code gather_remembered(nreg_run *run, size_t keys, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t end = slice->starts[keys];
    size_t first = slice->starts[0];
    while (first < end && !opens_reviews(run->order.items[first].action)) {
        first++;
    }
    if (first == end) {
        memset(slice->remembered, 0, keys * sizeof *slice->remembered);
        return NREG_OK;
    }
    for (size_t k = 0; k < keys; k++) {
        slice->numbers[k] = run->order.items[slice->starts[k]].number;
    }
    const nreg_code code =
        nreg_transaction_tombstone_get(&run->tx, slice->numbers, keys, slice->remembered, slice->answers, error);
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->answers[k] != NREG_ROW_OK) {
            slice->remembered[k].number = 0;
        }
    }
    return code;
}

static int has_target(const nreg_run *run) {
    return run->setting.target_state != NREG_TARGET_UNKNOWN && run->setting.target_state != NREG_TARGET_GROUPS;
}

nreg_code nreg_slice_gather(nreg_run *run, size_t keys, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    size_t counts[NREG_WAYS] = {0};
    if (!has_target(run)) {
        memset(slice->found, 0, keys * sizeof *slice->found);
        memset(slice->inserted, 0, keys);
        memset(slice->foretold, 0, keys);
        memset(slice->how, NREG_BY_LOOK, keys);
        if (slice->undos != NULL) {
            memset(slice->undos, 0, keys * sizeof *slice->undos);
        }
        if (slice->signs != NULL) {
            memset(slice->signs, 0, keys * sizeof *slice->signs);
            memset(slice->remembered, 0, keys * sizeof *slice->remembered);
        }
        return NREG_OK;
    }
    for (size_t k = 0; k < keys; k++) {
        slice->found[k] = NULL;
        slice->inserted[k] = 0;
        if (slice->signs != NULL) {
            slice->signs[k] = own_signs(run, run->order.items[slice->starts[k]].number);
        }
        slice->how[k] = choose(run, k, &slice->claims[counts[NREG_BY_CLAIM]], &slice->foretold[k]);
        counts[slice->how[k]]++;
    }
    size_t used = 0;
    nreg_code code = tell(run, keys, NULL, 0, error);
    if (code == NREG_OK) {
        code = gather_by_claim(run, keys, counts[NREG_BY_CLAIM], error);
    }
    if (code == NREG_OK && counts[NREG_BY_LOCK] > 0) {
        code = gather_by_reading(run, keys, NREG_BY_LOCK, &used, error);
    }
    if (code == NREG_OK && counts[NREG_BY_LOOK] > 0) {
        code = gather_by_reading(run, keys, NREG_BY_LOOK, &used, error);
    }
    if (code == NREG_OK && slice->remembered != NULL) {
        code = gather_remembered(run, keys, error);
    }
    if (code == NREG_OK && slice->undos != NULL) {
        for (size_t k = 0; k < keys; k++) {
            slice->numbers[k] = run->order.items[slice->starts[k]].number;
        }
        code = run->job->gather(&run->tx, &run->setting, slice->numbers, slice->found, keys, slice->undos, error,
                                run->job->gather_context);
    }
    return code;
}

nreg_code nreg_slice_promise(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    size_t next = 0;
    const size_t count = run->order.numbered;
    if (!run->may_promise || count > NREG_PROMISED || !has_target(run) || nreg_run_queues(run) ||
        nreg_run_reviews(run)) {
        return NREG_OK;
    }
    const size_t keys = nreg_slice_cut(run, &next, count);
    size_t claims = 0;
    memset(slice->plains, 0, sizeof slice->plains);
    for (size_t k = 0; k < keys; k++) {
        slice->how[k] = choose(run, k, &run->promised[claims], &slice->foretold[k]);
        claims += slice->how[k] == NREG_BY_CLAIM;
    }
    run->promised_count = claims;
    return tell(run, keys, run->promised, claims, error);
}
