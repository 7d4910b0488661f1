/* SPDX-License-Identifier: MIT */
/* Short transactions that are run until they go through. */
#include "store/transaction.h"

#include "base/error.h"

#include <time.h>

enum { TRIES = 16 };

void nreg_again_rest(uint32_t tried, uint64_t most_ms) {
    const long doubled = 1L << (tried < 6 ? tried : 6);
    const struct timespec pause = {0, (most_ms < (uint64_t)doubled ? (long)most_ms : doubled) * 1000000L};
    (void)nanosleep(&pause, NULL);
}

static nreg_code in_the_way(uint32_t tried, nreg_error *error) {
    return nreg_error_set(error, NREG_BUSY, "Others were in the way %u times; try again later.", tried);
}

static nreg_code run_once(nreg_store *store, uint32_t wait_ms, nreg_again_step step, void *context, nreg_error *error) {
    nreg_transaction tx;
    nreg_code code = nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, wait_ms, error);
    if (code != NREG_OK) {
        return code;
    }
    code = step(&tx, context, error);
    if (code == NREG_OK) {
        return nreg_transaction_commit(&tx, error);
    }
    nreg_transaction_rollback(&tx);
    return code;
}

/* May it go through another time? After a commit in doubt also what says that nothing was done this time. */
static int is_passing(nreg_code code, int in_doubt) {
    return code == NREG_RETRY || (in_doubt && (code == NREG_UNKNOWN || code == NREG_BUSY || code == NREG_IO));
}

static nreg_code give_up(int in_doubt, uint32_t tries, nreg_error *error) {
    if (in_doubt) {
        return nreg_error_set(error, NREG_UNKNOWN,
                              "The connection was lost while committing, and others were in the way since: it may have "
                              "been done.");
    }
    return in_the_way(tries, error);
}

nreg_code nreg_again_write(nreg_store *store, uint32_t wait_ms, nreg_again_step step, void *context, int *in_doubt,
                           nreg_error *error) {
    for (uint32_t tried = 0;; tried++) {
        const nreg_code code = run_once(store, wait_ms, step, context, error);
        if (code == NREG_OK) {
            nreg_error_clear(error);
            return NREG_OK;
        }
        if (code == NREG_UNKNOWN && in_doubt != NULL) {
            *in_doubt = 1;
        }
        const int doubtful = in_doubt != NULL && *in_doubt != 0;
        if (!is_passing(code, doubtful)) {
            return code;
        }
        if (tried >= TRIES) {
            return give_up(doubtful, tried + 1, error);
        }
        nreg_again_rest(tried, UINT64_MAX);
    }
}

int nreg_again_read(nreg_reading *reading, nreg_store *store, uint32_t wait_ms, nreg_error *error) {
    nreg_transaction_rollback(&reading->tx);
    while (reading->tried == 0 || reading->code == NREG_RETRY) {
        if (reading->tried > TRIES) {
            reading->code = in_the_way(reading->tried, error);
            return 0;
        }
        if (reading->tried > 0) {
            nreg_again_rest(reading->tried - 1, UINT64_MAX);
        }
        reading->tried++;
        reading->code = nreg_transaction_begin(&reading->tx, store, NREG_STORE_READ, wait_ms, error);
        if (reading->code == NREG_OK) {
            return 1;
        }
    }
    return 0;
}
