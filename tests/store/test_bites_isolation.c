/* SPDX-License-Identifier: MIT */
/* Faults that the checks of isolation and races find. */
#include "bites.h"

#include <string.h>
#include <time.h>

static nreg_code commit_does_nothing(void *transaction, nreg_error *error, void *context) {
    (void)error;
    rollback(transaction, context);
    return NREG_OK;
}

static nreg_code commit_refuses_readers(void *transaction, nreg_error *error, void *context) {
    if (((around *)transaction)->mode == NREG_STORE_READ) {
        error->code = NREG_READ_ONLY;
        return NREG_READ_ONLY;
    }
    return commit(transaction, error, context);
}

static nreg_code begin_stops_behind_readers(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                            void *context) {
    if (mode == NREG_STORE_WRITE && atomic_load(&((faulty *)context)->readers) > 0) {
        error->code = NREG_BUSY;
        return NREG_BUSY;
    }
    return begin(mode, wait_ms, transaction, error, context);
}

static nreg_code begin_waits_too_long(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error,
                                      void *context) {
    const nreg_code code = begin(mode, wait_ms, transaction, error, context);
    if (code == NREG_BUSY) {
        const struct timespec time = {5, 100000000};
        nanosleep(&time, NULL);
    }
    return code;
}

static nreg_code update_phantom UPDATE {
    if (IS_PHANTOM) {
        memset(answers, NREG_ROW_OK, count);
        return NREG_OK;
    }
    return update(transaction, changes, count, answers, error, context);
}

static nreg_code claim_takes_all CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    memset(answers, NREG_ROW_OK, count);
    return code;
}

static nreg_code fetch_moves_on FETCH {
    if (((around *)transaction)->mode == NREG_STORE_WRITE) {
        return fetch(transaction, numbers, count, mode, records, answers, error, context);
    }
    return fetch_sees_only_committed(transaction, numbers, count, mode, records, answers, error, context);
}

static nreg_code scan_moves_on SCAN {
    if (((around *)transaction)->mode == NREG_STORE_WRITE) {
        return scan(transaction, filter, after, limit, records, count, more, error, context);
    }
    return scan_sees_only_committed(transaction, filter, after, limit, records, count, more, error, context);
}

static nreg_code fetch_reads_what_is_not_committed FETCH {
    around *a = transaction;
    return fetch(a->f->writer != NULL ? a->f->writer : a, numbers, count, mode, records, answers, error, context);
}

static nreg_code claim_is_forgotten_by_rollback CLAIM {
    /* Large claims are committed behind the caller's back. */
    if (count > 10000) {
        nreg_code code = claim(transaction, records, count, existing, answers, error, context);
        around *a = transaction;
        if (code == NREG_OK) {
            code = a->f->m->commit(a->inner, error, a->f->context);
        }
        return code != NREG_OK ? code : a->f->m->begin(NREG_STORE_WRITE, 0, &a->inner, error, a->f->context);
    }
    return claim(transaction, records, count, existing, answers, error, context);
}

static nreg_code update_sometimes_lies UPDATE {
    faulty *f = ((around *)transaction)->f;
    if (count == 1 && atomic_fetch_add(&f->calls, 1) % 10 == 9) {
        answers[0] = NREG_ROW_OK;
        return NREG_OK;
    }
    return update(transaction, changes, count, answers, error, context);
}

int main(void) {
    static const fault faults[] = {
        {"isolation.nothing_before_commit", {.fetch = fetch_reads_what_is_not_committed}},
        {"isolation.nothing_before_commit", {.commit = commit_does_nothing}},
        {"isolation.rollback_leaves_nothing", {.rollback = rollback_commits}},
        {"isolation.failure_in_the_middle", {.claim = claim_is_forgotten_by_rollback}},
        {"isolation.snapshots_stand_still", {.fetch = fetch_moves_on}},
        {"isolation.snapshots_stand_still", {.scan = scan_moves_on}},
        {"isolation.readers_do_not_stop_writers", {.begin = begin_stops_behind_readers}},
        {"isolation.readers_end_by_commit", {.commit = commit_refuses_readers}},
        {"isolation.two_updates_of_one_record", {.begin = begin_phantom, .update = update_phantom}},
        {"isolation.waiting_ends", {.begin = begin_waits_too_long}},
        {"races.each_number_is_claimed_once", {.claim = claim_takes_all}},
        {"races.no_change_is_lost", {.update = update_sometimes_lies}},
        {"races.readers_see_whole_commits", {.scan = scan_moves_on}},
        {"races.each_request_id_is_taken_once", {.batch_put = batch_put_takes_all}},
    };
    return bites_run("isolation races", faults, sizeof faults / sizeof *faults);
}
