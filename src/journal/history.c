/* SPDX-License-Identifier: MIT */
#include "journal/history.h"

#include "journal/visible.h"

#include <string.h>

enum { SEAL_BATCHES = 256 };

/* Rows read ahead where not all of them will be wanted, and how many a call looks at in vain at most, roughly. */
enum { AHEAD = 256, LOOKED_AT_MAX = 16384 };

/* Organizations of the Businesses met on a page; rows of one Business tend to stand together. */
typedef struct organizations {
    uint64_t business;
    uint64_t organization;
} organizations;

/* A page being filled. */
typedef struct page {
    const nreg_access *access;
    const nreg_history *history;
    nreg_transaction *tx;
    nreg_scope root;
    nreg_scope within;
    organizations known;
    uint64_t after;
    nreg_journal_row *rows;
    uint32_t capacity;
    uint32_t count;
    uint32_t more;
    uint32_t looked_at;
    int ended;               /* what comes next does not fit */
    nreg_journal_row *ahead; /* NULL: every row is wanted, and read into its place */
    uint32_t ahead_room;
} page;

static int is_full(const page *p) {
    return p->ended || p->count >= p->capacity || p->looked_at >= LOOKED_AT_MAX;
}

static nreg_code organization_of(page *p, uint64_t business, uint64_t *organization, nreg_error *error) {
    *organization = 0;
    if (p->root.level != NREG_LEVEL_ORGANIZATION) {
        return NREG_OK;
    }
    if (p->known.business != business) {
        nreg_scope scope;
        const nreg_code code = nreg_scope_load(p->access, p->tx, business, &scope, error);
        if (code != NREG_OK && code != NREG_NOT_FOUND) {
            return code;
        }
        p->known.business = business;
        p->known.organization = code == NREG_OK ? scope.organization : 0;
    }
    *organization = p->known.organization;
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

/* Whether the session may see the row; if so, it is confined to the session's root. */
static nreg_code confine(page *p, nreg_journal_row *row, int *visible, nreg_error *error) {
    uint64_t organization = 0;
    const nreg_code code = organization_of(p, row->business, &organization, error);
    *visible = code == NREG_OK && (p->access->is_operator || nreg_row_visible(&p->root, organization, row)) &&
               (p->within.id == 0 || nreg_row_visible(&p->within, organization, row));
    if (*visible && !p->access->is_operator) {
        nreg_row_confine(&p->root, organization, row);
    }
    return code;
}

/* The rows of one number that a batch has stay together: the first of them is given back. */
static void give_back(page *p) {
    const uint64_t number = p->rows[p->count - 1].number;
    while (p->count > 0 && p->rows[p->count - 1].number == number) {
        p->count--;
    }
    p->after = number - 1;
    p->ended = 1;
}

/* Takes what is wanted of the rows read ahead, until the page is full. */
static nreg_code take(page *p, uint32_t found, nreg_error *error) {
    const int by_batch = p->history->by == NREG_JOURNAL_BATCH;
    for (uint32_t i = 0; i < found; i++) {
        nreg_journal_row row = p->ahead[i];
        const int same = by_batch && p->count > 0 && p->rows[p->count - 1].number == row.number;
        if (p->count == p->capacity && !same) {
            p->more = 1;
            return NREG_OK;
        }
        int visible;
        const nreg_code code = confine(p, &row, &visible, error);
        if (code != NREG_OK) {
            return code;
        }
        if (visible && p->count == p->capacity) {
            give_back(p);
            p->more = 1;
            return NREG_OK;
        }
        if (visible) {
            p->rows[p->count++] = row;
        }
        p->after = position_of(p->history->by, p->after, &row);
        p->looked_at++;
    }
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

static nreg_code read_rows(page *p, uint32_t by, uint64_t id, nreg_error *error) {
    nreg_journal_row *rows = p->ahead != NULL ? p->ahead : p->rows + p->count;
    const uint32_t room = p->ahead == NULL ? p->capacity - p->count : p->looked_at == 0 ? p->capacity : p->ahead_room;
    uint32_t found = 0;
    nreg_code code = nreg_transaction_journal_read(p->tx, by, id, p->after, room, rows, &found, &p->more, error);
    if (code == NREG_FEED_PRUNED && error->position > 0 && !p->history->follows) {
        p->after = (uint64_t)error->position;
        nreg_error_clear(error);
        code = nreg_transaction_journal_read(p->tx, by, id, p->after, room, rows, &found, &p->more, error);
    }
    if (code != NREG_OK || p->ahead != NULL) {
        return code == NREG_OK ? take(p, found, error) : code;
    }
    for (uint32_t i = 0; i < found; i++) {
        p->after = position_of(by, p->after, &rows[i]);
    }
    p->count += found;
    return NREG_OK;
}

/* Moves `after` to the next row of all behind `at`, if there is one. */
static nreg_code step_behind(page *p, uint64_t at, uint32_t *found, nreg_error *error) {
    nreg_journal_row row;
    uint32_t more = 0;
    *found = 0;
    const nreg_code code = nreg_transaction_journal_read(p->tx, NREG_JOURNAL_FEED, 0, at, 1, &row, found, &more, error);
    if (code == NREG_FEED_PRUNED && error->position > 0) {
        p->after = (uint64_t)error->position;
        nreg_error_clear(error);
        *found = 1;
        return NREG_OK;
    }
    p->after = code == NREG_OK && *found != 0 ? row.sequence : p->after;
    return code;
}

/*
 * All that the session may see behind `after` has been read, from the rows of its Business alone. Moves `after` to the
 * end of the rows of all, so that retention does not overtake a reader who has missed nothing: looks twice as far each
 * time until nothing is there, then halves what is left.
 */
static nreg_code keep_up(page *p, nreg_error *error) {
    uint32_t found = 1;
    uint64_t end = p->after;
    for (uint64_t step = 1; found != 0; step *= 2) {
        end = p->after + step - 1;
        const nreg_code code = step_behind(p, end, &found, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    while (p->after < end) {
        const uint64_t middle = p->after + (end - p->after) / 2;
        const nreg_code code = step_behind(p, middle, &found, error);
        if (code != NREG_OK) {
            return code;
        }
        end = found != 0 ? end : middle;
    }
    return NREG_OK;
}

/* In one transaction: rows from `after` on, until the page is full or there are none left for now. */
static nreg_code read_on(page *p, nreg_error *error) {
    const nreg_history *history = p->history;
    nreg_code code = load_within(p->access, p->tx, &p->root, history->within, &p->within, error);
    if (code != NREG_OK) {
        return code;
    }
    /* A Business and what is below it need not look at the rows of all. */
    const int of_one = history->by == NREG_JOURNAL_FEED && p->root.level > NREG_LEVEL_ORGANIZATION;
    const uint32_t by = of_one ? NREG_JOURNAL_BUSINESS : history->by;
    const uint64_t id = of_one                 ? nreg_place_of_scope(&p->root).business
                        : history->within != 0 ? p->within.business
                                               : history->id;
    do {
        code = read_rows(p, by, id, error);
    } while (code == NREG_OK && p->more != 0 && p->ahead != NULL && !is_full(p));
    const int keeps_up = of_one || (by == NREG_JOURNAL_BUSINESS && history->follows);
    return code == NREG_OK && keeps_up && p->more == 0 ? keep_up(p, error) : code;
}

static nreg_code read_once(page *p, nreg_error *error) {
    const page before = *p;
    nreg_reading reading = {0};
    while (nreg_access_read(p->access, &reading, &p->root, error)) {
        p->tx = &reading.tx;
        p->after = before.after;
        p->count = before.count;
        p->ended = 0;
        reading.code = read_on(p, error);
        /* One that got on before it was interrupted ends there. */
        if (reading.code == NREG_RETRY && p->after != before.after) {
            nreg_error_clear(error);
            reading.code = NREG_OK;
            p->more = 1;
        }
    }
    if (reading.code != NREG_OK) {
        p->after = before.after;
        p->count = before.count;
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

/* How long a page that has rows to show waits for the chance to look for further ones, and how often it does. */
enum { MOMENT_MS = 10, LOOKS = 16 };

static nreg_code fill(page *p, nreg_error *error) {
    for (uint32_t look = 1;; look++) {
        nreg_code code = read_once(p, error);
        if (code == NREG_OK && (p->more != 0 || !goes_by_sequence(p->history))) {
            return NREG_OK;
        }
        const int shows = p->count != 0;
        int sealed = 0;
        if (code == NREG_OK) {
            code = seal(p->access, shows && p->access->wait_ms > MOMENT_MS ? MOMENT_MS : p->access->wait_ms, &sealed,
                        error);
            if (code == NREG_OK && !sealed) {
                return NREG_OK;
            }
        } else if (!shows) {
            return code;
        }
        if (code != NREG_OK && !shows && code != NREG_BUSY) {
            return code;
        }
        /* Whatever keeps reading or sealing from going on now, or who does so meanwhile, the next call finds. */
        if (code != NREG_OK || is_full(p) || look >= LOOKS) {
            p->more = 1;
            nreg_error_clear(error);
            return NREG_OK;
        }
    }
}

/* How full a page is must not say what else the store has: a full one always may have more behind it. */
static nreg_code fill_choosing(page *p, nreg_error *error) {
    p->ahead_room = p->capacity < AHEAD ? AHEAD : p->capacity;
    p->ahead = nreg_allocate_array(&p->access->allocator, p->ahead_room, sizeof *p->ahead);
    if (p->ahead == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page of the journal.");
    }
    const nreg_code code = fill(p, error);
    nreg_release(&p->access->allocator, p->ahead);
    p->more |= p->count == p->capacity;
    return code;
}

nreg_code nreg_history_page(const nreg_access *access, const nreg_history *history, uint64_t *after,
                            nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error) {
    nreg_error own = NREG_ERROR_INIT;
    error = error == NULL ? &own : error;
    page p = {.access = access, .history = history, .after = *after, .rows = rows, .capacity = capacity};
    const int chooses = !access->is_operator || history->within != 0;
    const nreg_code code = chooses ? fill_choosing(&p, error) : fill(&p, error);
    if (code == NREG_OK) {
        *after = p.after;
        *count = p.count;
        *more = p.more;
    }
    return code;
}
