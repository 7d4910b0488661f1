/* SPDX-License-Identifier: MIT */
#include "journal/history.h"

#include "journal/visible.h"

#include <string.h>

enum { SEAL_BATCHES = 256 };

/* Organizations of the Businesses met on a page; rows of one Business tend to stand together. */
typedef struct organizations {
    uint64_t business;
    uint64_t organization;
} organizations;

static nreg_code organization_of(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                                 uint64_t business, organizations *known, uint64_t *organization, nreg_error *error) {
    *organization = 0;
    if (root->level != NREG_LEVEL_ORGANIZATION) {
        return NREG_OK;
    }
    if (known->business != business) {
        nreg_scope scope;
        const nreg_code code = nreg_scope_load(access, tx, business, &scope, error);
        if (code != NREG_OK && code != NREG_NOT_FOUND) {
            return code;
        }
        known->business = business;
        known->organization = code == NREG_OK ? scope.organization : 0;
    }
    *organization = known->organization;
    return NREG_OK;
}

static uint64_t position_of(uint32_t by, uint64_t after, const nreg_journal_row *row) {
    switch (by) {
    case NREG_JOURNAL_BATCH:
        return row->number;
    case NREG_JOURNAL_NUMBER:
        return after + 1;
    default:
        return row->sequence;
    }
}

/* Keeps the rows the session may see, confined to its root; `*after` moves past them all. */
static nreg_code keep_visible(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                              const nreg_scope *within, uint32_t by, uint64_t *after, nreg_journal_row *rows,
                              uint32_t *count, nreg_error *error) {
    organizations known = {0, 0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        nreg_journal_row row = rows[i];
        *after = position_of(by, *after, &row);
        uint64_t organization = 0;
        const nreg_code code = organization_of(access, tx, root, row.business, &known, &organization, error);
        if (code != NREG_OK) {
            return code;
        }
        if (!access->is_operator && !nreg_row_visible(root, organization, &row)) {
            continue;
        }
        if (within->id != 0 && !nreg_row_visible(within, organization, &row)) {
            continue;
        }
        if (!access->is_operator) {
            nreg_row_confine(root, organization, &row);
        }
        rows[kept++] = row;
    }
    *count = kept;
    return NREG_OK;
}

static nreg_code load_within(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                             nreg_scope *within, nreg_error *error) {
    memset(within, 0, sizeof *within);
    if (id == 0) {
        return NREG_OK;
    }
    const nreg_code code = nreg_scope_load(access, tx, id, within, error);
    if (code != NREG_OK) {
        return code;
    }
    if (within->level == NREG_LEVEL_ORGANIZATION || (!access->is_operator && !nreg_root_covers_scope(root, within))) {
        return nreg_error_set(error, NREG_NOT_FOUND,
                              "There is no such Business, Unit or Program within the session's root.");
    }
    return NREG_OK;
}

/* One who begins, or looks at history, wants what is still there; one who follows the feed must learn that rows are
 * gone. */
static int may_skip_pruned(const nreg_history *history, uint64_t after, const nreg_error *error) {
    return error->position > 0 && (history->by == NREG_JOURNAL_BUSINESS || after == 0);
}

static nreg_code read_page(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                           const nreg_history *history, uint64_t *after, nreg_journal_row *rows, uint32_t capacity,
                           uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_scope within;
    nreg_code code = load_within(access, tx, root, history->within, &within, error);
    if (code == NREG_OK) {
        const uint64_t id = history->within != 0 ? within.business : history->id;
        code = nreg_transaction_journal_read(tx, history->by, id, *after, capacity, rows, count, more, error);
        if (code == NREG_FEED_PRUNED && may_skip_pruned(history, *after, error)) {
            *after = (uint64_t)error->position;
            nreg_error_clear(error);
            code = nreg_transaction_journal_read(tx, history->by, id, *after, capacity, rows, count, more, error);
        }
    }
    if (code != NREG_OK) {
        return code;
    }
    return keep_visible(access, tx, root, &within, history->by, after, rows, count, error);
}

static nreg_code read_once(const nreg_access *access, const nreg_history *history, uint64_t *after,
                           nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                           nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    uint64_t moved = *after;
    uint32_t found = 0;
    uint32_t further = 0;
    while (nreg_access_read(access, &reading, &root, error)) {
        moved = *after;
        reading.code = read_page(access, &reading.tx, &root, history, &moved, rows, capacity, &found, &further, error);
    }
    if (reading.code == NREG_OK) {
        *after = moved;
        *count = found;
        *more = further;
    }
    return reading.code;
}

static nreg_code seal_step(nreg_transaction *tx, void *context, nreg_error *error) {
    return nreg_transaction_journal_seal(tx, SEAL_BATCHES, context, error);
}

/* A store that can only be read keeps its rows unsealed until a writer comes by. */
static nreg_code seal(const nreg_access *access, uint32_t wait_ms, int *sealed, nreg_error *error) {
    uint64_t batches = 0;
    int in_doubt = 0;
    *sealed = 0;
    const nreg_code code = nreg_again_write(access->store, wait_ms, seal_step, &batches, &in_doubt, error);
    if (code == NREG_READ_ONLY) {
        nreg_error_clear(error);
        return NREG_OK;
    }
    *sealed = batches > 0 || in_doubt;
    return code;
}

/* What goes by sequence ends where sealing has come to; there, sealing goes on. */
static int goes_by_sequence(const nreg_history *history) {
    return history->by == NREG_JOURNAL_FEED || history->by == NREG_JOURNAL_BUSINESS;
}

/* How long a page that has rows to show waits for the chance to look for further ones. */
enum { MOMENT_MS = 10 };

nreg_code nreg_history_page(const nreg_access *access, const nreg_history *history, uint64_t *after,
                            nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error) {
    nreg_error own = NREG_ERROR_INIT;
    error = error == NULL ? &own : error;
    for (;;) {
        nreg_code code = read_once(access, history, after, rows, capacity, count, more, error);
        if (code != NREG_OK || *more != 0 || !goes_by_sequence(history)) {
            return code;
        }
        int sealed = 0;
        const int shows = *count != 0;
        code = seal(access, shows && access->wait_ms > MOMENT_MS ? MOMENT_MS : access->wait_ms, &sealed, error);
        if (shows) {
            /* Whatever keeps sealing from going on now, the next call tells. */
            *more = code != NREG_OK || sealed;
            nreg_error_clear(error);
            return NREG_OK;
        }
        if (code == NREG_BUSY) {
            /* Another is sealing or writing at this moment: the next call finds what it made. */
            nreg_error_clear(error);
            *more = 1;
            return NREG_OK;
        }
        if (code != NREG_OK || !sealed) {
            return code;
        }
    }
}
