/* SPDX-License-Identifier: MIT */
/*
 * Records in the order of their last change. The journal knows that order: a row is a record's last change if the
 * record still bears the row's batch and revision. So every record that does not change meanwhile comes once, where its
 * last row stands, and one that changes comes again further on.
 */
#include "journal/history.h"
#include "registry/page.h"
#include "registry/sorted.h"

#include <string.h>

/* Marks a place in the journal from one not looked for yet. */
#define CHANGE_MARK ((uint64_t)1 << 63)
#define ROWS 256
/* Rows stand in the order in which their commits were sealed, and bear the time at which these began: no commit takes
 * longer than this. */
#define LONGEST_COMMIT ((int64_t)24 * 60 * 60 * 1000000)

typedef struct feed {
    nreg_page *page;
    uint32_t by;
    nreg_reading reading;
} feed;

/* The first row behind `after`; `*present` 0 if there is none. */
static nreg_code probe(feed *source, uint64_t after, nreg_journal_row *row, uint32_t *present, nreg_error *error) {
    uint32_t more;
    *present = 0;
    return nreg_transaction_journal_read(&source->reading.tx, source->by, source->page->filter.business, after, 1, row,
                                         present, &more, error);
}

static nreg_code pruned(nreg_error *error) {
    return nreg_error_set(error, NREG_FEED_PRUNED,
                          "Retention has removed changes that this list would show; ask for later ones, or list by "
                          "number.");
}

/* Moves `*at` on to the last place with nothing later than `since` before it, halving what lies between. */
static nreg_code narrow(feed *source, int64_t since, uint64_t *at, nreg_error *error) {
    nreg_journal_row row;
    uint32_t present = 1;
    uint64_t step = 1, end = 0;
    while (end == 0) {
        const nreg_code code = probe(source, *at + step, &row, &present, error);
        if (code != NREG_OK) {
            return code;
        }
        if (present && row.time < since) {
            *at = row.sequence;
            step *= 2;
        } else {
            end = *at + step;
        }
    }
    while (end > *at + 1) {
        const uint64_t middle = *at + (end - *at) / 2;
        const nreg_code code = probe(source, middle, &row, &present, error);
        if (code != NREG_OK) {
            return code;
        }
        if (present && row.time < since) {
            *at = row.sequence;
        } else {
            end = middle;
        }
    }
    return NREG_OK;
}

/*
 * Retention has removed rows up to `at`: has it removed none that is later than `since`? Rows of all stand in one
 * order, so the first one left tells, whosever it is.
 */
static nreg_code check_removed(feed *source, uint64_t at, int64_t since, nreg_error *error) {
    const uint32_t by = source->by;
    nreg_journal_row row;
    uint32_t present;
    source->by = NREG_JOURNAL_FEED;
    nreg_code code = probe(source, at, &row, &present, error);
    if (code == NREG_FEED_PRUNED && error->position > 0) { /* others' rows behind it were removed too */
        const uint64_t last = (uint64_t)error->position;
        nreg_error_clear(error);
        code = probe(source, last, &row, &present, error);
    }
    source->by = by;
    return code == NREG_OK && (!present || row.time >= since) ? pruned(error) : code;
}

/* Where a list of what has changed since then begins. */
static nreg_code seek(feed *source, uint64_t *at, nreg_error *error) {
    const int64_t asked = source->page->match->filter.changed_since;
    const int64_t since = asked == 0 ? 0 : asked - LONGEST_COMMIT;
    nreg_journal_row row;
    uint32_t present;
    *at = 0;
    nreg_code code = probe(source, 0, &row, &present, error);
    if (code == NREG_FEED_PRUNED && (asked == 0 || error->position <= 0)) {
        return pruned(error);
    }
    if (code == NREG_FEED_PRUNED) {
        *at = (uint64_t)error->position;
        nreg_error_clear(error);
        code = check_removed(source, *at, since, error);
        code = code == NREG_OK ? probe(source, *at, &row, &present, error) : code;
    }
    if (code != NREG_OK || !present || row.time >= since) {
        return code;
    }
    *at = row.sequence;
    return narrow(source, since, at, error);
}

static nreg_code begin(feed *source, nreg_error *error) {
    nreg_page *page = source->page;
    nreg_error own = NREG_ERROR_INIT;
    error = error != NULL ? error : &own; /* the position of what was pruned is needed */
    nreg_reading *reading = &source->reading;
    uint64_t at = 0;
    while (nreg_again_read(reading, page->access->store, page->access->wait_ms, error)) {
        reading->code = seek(source, &at, error);
    }
    if (reading->code == NREG_OK) {
        page->at.number = CHANGE_MARK | at;
    }
    return reading->code;
}

typedef struct rows {
    nreg_journal_row journal[ROWS];
    uint64_t numbers[ROWS];
    nreg_record records[ROWS];
    uint8_t answers[ROWS];
} rows;

/* The records of the rows as they are now: in a transaction that began after the rows were read. */
static nreg_code fetch(const nreg_access *access, rows *some, uint32_t count, uint32_t *found, nreg_error *error) {
    for (uint32_t i = 0; i < count; i++) {
        some->numbers[i] = some->journal[i].number;
    }
    *found = nreg_sort_unique(some->numbers, count);
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = nreg_transaction_fetch(&reading.tx, some->numbers, *found, NREG_FETCH_SNAPSHOT, some->records,
                                              some->answers, error);
    }
    return reading.code;
}

/* The record whose last change a row is, if the page wants it; else NULL. */
static const nreg_record *last_changed(const nreg_page *page, const rows *some, uint32_t found,
                                       const nreg_journal_row *row) {
    const uint32_t at = nreg_sorted_find(some->numbers, found, row->number);
    if (at == found || some->answers[at] != NREG_ROW_OK) {
        return NULL;
    }
    const nreg_record *record = &some->records[at];
    return record->last_batch == row->batch && record->revision == row->revision && record->business == row->business &&
                   nreg_store_filter_passes(&page->filter, record) && nreg_match_accepts(page->match, record)
               ? record
               : NULL;
}

static nreg_code fill(feed *source, rows *some, nreg_error *error) {
    nreg_page *page = source->page;
    const nreg_history history = {.by = source->by,
                                  .id = page->filter.business,
                                  .within = page->within != 0 ? page->within : page->filter.business,
                                  .follows = 1};
    page->more = 1;
    while (nreg_page_is_open(page) && page->more != 0) {
        uint64_t after = page->at.number & ~CHANGE_MARK;
        uint32_t count = 0, more = 0, found = 0, i = 0;
        nreg_code code = nreg_history_page(page->access, &history, &after, some->journal, ROWS, &count, &more, error);
        if (code == NREG_OK) {
            code = fetch(page->access, some, count, &found, error);
        }
        if (code != NREG_OK) {
            return code;
        }
        for (; i < count && page->count < page->capacity; i++) {
            const nreg_record *record = last_changed(page, some, found, &some->journal[i]);
            if (record != NULL) {
                page->records[page->count++] = *record;
            }
        }
        page->at.number = CHANGE_MARK | (i < count ? some->journal[i - 1].sequence : after);
        page->looked_at += ROWS;
        page->more = more != 0 || i < count;
    }
    return NREG_OK;
}

nreg_code nreg_page_by_change(nreg_page *page, nreg_error *error) {
    feed source = {.page = page, .by = page->filter.business != 0 ? NREG_JOURNAL_BUSINESS : NREG_JOURNAL_FEED};
    if (page->at.number == 0) {
        const nreg_code code = begin(&source, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    const nreg_allocator *allocator = &page->access->allocator;
    rows *some = nreg_allocate(allocator, sizeof *some);
    if (some == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for a page of records.");
    }
    const nreg_code code = fill(&source, some, error);
    nreg_release(allocator, some);
    return code;
}
