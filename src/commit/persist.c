/* SPDX-License-Identifier: MIT */
/* Transactions that are run again after a conflict, and found out about after a lost connection. */
#include "commit/run.h"

#include "base/error.h"

static void rest(const nreg_run *run, uint32_t tried) {
    const uint64_t now = run->deadline_ms != 0 ? nreg_monotonic_ms() : 0;
    const uint64_t left = run->deadline_ms > now ? run->deadline_ms - now : 0;
    nreg_again_rest(tried, run->deadline_ms != 0 ? left : UINT64_MAX);
}

/*
 * Was what the connection was lost over committed after all? The header tells (NREG_OK), or its absence (NREG_RETRY):
 * then it was not, or is not yet. Committing what was read makes sure that it lasts.
 */
static nreg_code find_out(nreg_run *run, nreg_error *error) {
    if (!nreg_run_stores(run)) {
        return NREG_UNKNOWN;
    }
    nreg_transaction tx = {0};
    nreg_store_batch stored;
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_code code =
        nreg_transaction_begin(&tx, run->job->access->store, NREG_STORE_WRITE, run->basis->policy.lock_wait_ms, error);
    if (code == NREG_OK) {
        code = nreg_transaction_batch_get(&tx, run->header.id, &stored, &answer, error);
    }
    const int there = answer == NREG_ROW_OK && stored.revision >= run->header.revision;
    if (code == NREG_OK && there) {
        code = nreg_transaction_commit(&tx, error);
    }
    nreg_transaction_rollback(&tx);
    if (code != NREG_OK) {
        return NREG_UNKNOWN;
    }
    run->doubtful = !there;
    return there ? NREG_OK : NREG_RETRY;
}

static void tell(const nreg_run *run, uint32_t level, const char *what) {
    if (run->header.id != 0) { /* not a preview's */
        nreg_host_log(&run->job->access->host, level, "Batch %llu: %s.", (unsigned long long)run->header.id, what);
    }
}

static nreg_code say_unknown(nreg_error *error) {
    return nreg_error_set(error, NREG_UNKNOWN,
                          "The connection was lost while committing; commit again with the same request id.");
}

static nreg_code go_through(nreg_run *run, nreg_step attempt, nreg_error *error) {
    const uint32_t most = run->basis->policy.max_retries;
    for (uint32_t tried = 0;; tried++) {
        const uint64_t done = run->done;
        nreg_code code = attempt(run, error);
        nreg_transaction_rollback(&run->tx);
        for (uint32_t asked = 0; code == NREG_UNKNOWN; asked++) {
            if (asked == 0) {
                tell(run, NREG_LOG_WARNING, "The connection was lost while it was committed");
            }
            code = find_out(run, error);
            if (code == NREG_UNKNOWN && (asked >= most || !nreg_run_stores(run))) {
                return say_unknown(error);
            }
            if (code == NREG_UNKNOWN) {
                rest(run, asked);
            }
        }
        if (code == NREG_OK) {
            nreg_error_clear(error);
        }
        if (code == NREG_BUSY && run->deadline_ms != 0 && nreg_monotonic_ms() >= run->deadline_ms) {
            return nreg_error_set(error, NREG_DEADLINE, "The store's locks could not be had within timeout_ms.");
        }
        if (run->doubtful && (code == NREG_BUSY || code == NREG_IO)) {
            code = NREG_RETRY; /* one that goes through ends the doubt */
        }
        if (code != NREG_RETRY) {
            return code;
        }
        run->done = done;
        if (tried >= most) {
            return nreg_error_set(error, NREG_BUSY, "Other commits were in the way %u times; try again later.",
                                  tried + 1);
        }
        tell(run, NREG_LOG_INFO, "Others were in the way; it is tried again");
        rest(run, tried);
        code = nreg_run_go_on(run, error);
        if (code != NREG_OK) {
            return code;
        }
    }
}

nreg_code nreg_run_persist(nreg_run *run, nreg_step attempt, nreg_error *error) {
    run->doubtful = 0;
    const nreg_code code = go_through(run, attempt, error);
    return code != NREG_OK && run->doubtful ? say_unknown(error) : code;
}
