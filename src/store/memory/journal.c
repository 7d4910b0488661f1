/* SPDX-License-Identifier: MIT */
/*
 * The journal group. Writers come one at a time, so rows stand in the order of their commits, and sealing is a mark
 * that moves on: the sequence of a row is its place plus 1.
 */
#include "store/memory/journal.h"

#include <string.h>

enum { SLICE = 1024, PAGE = 4096, RUNS_ON_STACK = 16 };

/* --- writing --- */

/* Room for the mark that commit sets. */
static int reserve_mark(nreg_memory *memory) {
    nreg_journal *journal = &memory->journal;
    if (journal->mark_count < journal->mark_capacity) {
        return 1;
    }
    size_t sealed = 0;
    while (sealed < journal->mark_count && journal->marks[sealed] <= memory->committed.sealed) {
        sealed++;
    }
    if (sealed > 0) {
        memmove(journal->marks, journal->marks + sealed, (journal->mark_count - sealed) * sizeof *journal->marks);
        journal->mark_count -= sealed;
    }
    void *marks = journal->marks;
    if (!nreg_array_reserve(&memory->allocator, &marks, &journal->mark_capacity, journal->mark_count + 1,
                            sizeof *journal->marks)) {
        return 0;
    }
    journal->marks = marks;
    return 1;
}

static nreg_code append(void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error,
                        void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    if (!reserve_mark(memory)) {
        code = nreg_memory_short(error);
    }
    tx->appended = 1;
    nreg_journal_place place = {NULL, NULL};
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (i % SLICE == 0 && i > 0) {
            nreg_memory_breathe(memory);
            place = (nreg_journal_place){NULL, NULL};
        }
        if (i % 32 == 0) {
            for (uint64_t j = i; j < i + 32 && j < count; j++) {
                const nreg_probe probe = nreg_hash_probe(&memory->journal.newest, nreg_hash_mix(rows[j].number));
                nreg_hash_prefetch(&probe);
            }
        }
        if (!nreg_journal_add(memory, &tx->view, &place, &rows[i])) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static nreg_code seal(void *transaction, uint32_t limit, uint64_t *count, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    const nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    const nreg_journal *journal = &memory->journal;
    const uint32_t from = tx->view.sealed;
    uint32_t left = limit;
    for (size_t i = 0; i < journal->mark_count && left > 0; i++) {
        if (journal->marks[i] > from) {
            tx->view.sealed = journal->marks[i];
            left--;
        }
    }
    *count = tx->view.sealed - from;
    nreg_memory_unlock(memory);
    return NREG_OK;
}

static nreg_code prune(void *transaction, int64_t before, uint32_t limit, uint32_t *count, nreg_error *error,
                       void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    if (!nreg_log_reserve(memory)) {
        code = nreg_memory_short(error);
    } else {
        while (*count < limit && tx->view.pruned < tx->view.sealed &&
               nreg_journal_at(&memory->journal, tx->view.pruned)->time < before) {
            tx->view.pruned++;
            ++*count;
        }
        if (*count > 0) {
            nreg_log_add(memory, NREG_LOG_PRUNED, tx->view.pruned, NULL, 0);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static uint32_t count_rows(const nreg_journal *journal, const nreg_view *view, uint64_t number) {
    uint32_t count = 0;
    for (uint32_t row = nreg_journal_newest(journal, number); row > view->pruned;
         row = nreg_journal_older(journal, row)) {
        count += row <= view->rows && !nreg_journal_erased(journal, view, number, row - 1);
    }
    return count;
}

static nreg_code erase(void *transaction, uint64_t number, uint64_t *count, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_journal *journal = &memory->journal;
    *count = 0;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    *count = count_rows(journal, &tx->view, number);
    if (*count > 0) {
        void *erasures = journal->erasures;
        if (!nreg_log_reserve(memory) || !nreg_array_reserve(&memory->allocator, &erasures, &journal->erasure_capacity,
                                                             journal->erasure_count + 1, sizeof *journal->erasures)) {
            code = nreg_memory_short(error);
        } else {
            journal->erasures = erasures;
            journal->erasures[journal->erasure_count++] = (nreg_erasure){number, tx->view.version, tx->view.rows, 0};
            nreg_log_add(memory, NREG_LOG_ERASURE, 0, NULL, 0);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

/* --- reading --- */

typedef struct page {
    const nreg_memory *memory;
    const nreg_view *view;
    nreg_journal_row *rows;
    uint32_t limit;
    uint32_t count;
} page;

static void put(page *p, uint32_t at) {
    nreg_journal_row *row = &p->rows[p->count++];
    *row = *nreg_journal_at(&p->memory->journal, at);
    row->sequence = at < p->view->sealed ? (uint64_t)at + 1 : 0;
    row->reserved = 0;
    if (row->number != 0 && nreg_journal_erased(&p->memory->journal, p->view, row->number, at)) {
        row->number = 0;
    }
}

static uint32_t read_feed(page *p, uint64_t after) {
    uint64_t at = after;
    while (at < p->view->sealed && p->count < p->limit) {
        put(p, (uint32_t)at++);
    }
    return at < p->view->sealed;
}

static uint32_t read_business(page *p, uint64_t id, uint64_t after) {
    const nreg_runs *runs = nreg_runs_find(&p->memory->journal.businesses, id);
    if (runs == NULL) {
        return 0;
    }
    size_t low = runs->first;
    size_t high = runs->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if ((uint64_t)runs->runs[middle].start + runs->runs[middle].count <= after) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < runs->count; low++) {
        const nreg_run run = runs->runs[low];
        uint64_t at = run.start > after ? run.start : after;
        for (; at < (uint64_t)run.start + run.count && at < p->view->sealed; at++) {
            if (p->count == p->limit) {
                return 1;
            }
            put(p, (uint32_t)at);
        }
    }
    return 0;
}

static uint32_t read_number(page *p, uint64_t number, uint64_t after) {
    const nreg_journal *journal = &p->memory->journal;
    const uint32_t total = count_rows(journal, p->view, number);
    if (after >= total) {
        return 0;
    }
    const uint64_t left = total - after;
    const uint32_t wanted = left < p->limit ? (uint32_t)left : p->limit;
    /* The links lead from new to old: the page is filled from its end. */
    uint64_t position = total;
    for (uint32_t row = nreg_journal_newest(journal, number); row > p->view->pruned;
         row = nreg_journal_older(journal, row)) {
        if (row > p->view->rows || nreg_journal_erased(journal, p->view, number, row - 1)) {
            continue;
        }
        position--;
        if (position >= after && position < after + wanted) {
            p->count = (uint32_t)(position - after);
            put(p, row - 1);
        }
    }
    p->count = wanted;
    return left > wanted;
}

/* The number of a row as the view sees it, 0 if erased. */
static uint64_t number_at(const page *p, uint32_t at) {
    const uint64_t number = nreg_journal_at(&p->memory->journal, at)->number;
    return nreg_journal_erased(&p->memory->journal, p->view, number, at) ? 0 : number;
}

/* The first row of a run (`from` to before `to`, in order of number, erased rows among them) whose number is greater.
 */
static uint32_t first_above(const page *p, uint32_t from, uint32_t to, uint64_t number) {
    const nreg_journal *journal = &p->memory->journal;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        uint32_t known = middle;
        while (known > from && nreg_journal_at(journal, known)->number == 0) {
            known--;
        }
        if (nreg_journal_at(journal, known)->number <= number) {
            from = middle + 1;
        } else {
            to = known;
        }
    }
    return from;
}

static void skip_erased(const page *p, nreg_run *run) {
    while (run->count > 0 && number_at(p, run->start) == 0) {
        run->start++;
        run->count--;
    }
}

/* Merges the runs of a batch; `rest` has what is left of each. */
static uint32_t merge_runs(page *p, nreg_run *rest, size_t count) {
    for (;;) {
        size_t best = count;
        uint64_t smallest = 0;
        for (size_t i = 0; i < count; i++) {
            skip_erased(p, &rest[i]);
            if (rest[i].count > 0 && (best == count || number_at(p, rest[i].start) < smallest)) {
                best = i;
                smallest = number_at(p, rest[i].start);
            }
        }
        if (best == count) {
            return 0;
        }
        if (p->count == p->limit) {
            /* The rows of one number stay together. */
            while (p->count > 0 && p->rows[p->count - 1].number == smallest) {
                p->count--;
            }
            return 1;
        }
        put(p, rest[best].start);
        rest[best].start++;
        rest[best].count--;
    }
}

static nreg_code read_batch(page *p, uint64_t id, uint64_t after, uint32_t *more, nreg_error *error) {
    const nreg_memory *memory = p->memory;
    const nreg_runs *runs = nreg_runs_find(&memory->journal.batches, id);
    if (runs == NULL) {
        return NREG_OK;
    }
    const size_t count = runs->count - runs->first;
    nreg_run near_by[RUNS_ON_STACK];
    nreg_run *rest = near_by;
    if (count > RUNS_ON_STACK) {
        rest = nreg_allocate_array(&memory->allocator, count, sizeof *rest);
        if (rest == NULL) {
            return nreg_memory_short(error);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const nreg_run run = runs->runs[runs->first + i];
        const uint32_t end = run.start + run.count < p->view->rows ? run.start + run.count : p->view->rows;
        uint32_t from = run.start > p->view->pruned ? run.start : p->view->pruned;
        from = from < end ? first_above(p, from, end, after) : end;
        rest[i] = (nreg_run){from, from < end ? end - from : 0};
    }
    *more = merge_runs(p, rest, count);
    if (rest != near_by) {
        nreg_release(&memory->allocator, rest);
    }
    if (p->count == 0 && *more) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`limit` is too small for the rows of one number.");
    }
    return NREG_OK;
}

static nreg_code pruned(nreg_error *error, uint32_t sequence) {
    return nreg_error_set_at(error, NREG_FEED_PRUNED, sequence, "Rows after this place of the journal were pruned.");
}

static nreg_code read(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                      nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    page p = {memory, &tx->view, rows, limit < PAGE ? limit : PAGE, 0};
    nreg_code code = NREG_OK;
    *count = 0;
    *more = 0;
    nreg_memory_lock(memory);
    if ((by == NREG_JOURNAL_FEED || by == NREG_JOURNAL_BUSINESS) && after < tx->view.pruned) {
        code = pruned(error, tx->view.pruned);
    } else if (by == NREG_JOURNAL_FEED) {
        *more = read_feed(&p, after);
    } else if (by == NREG_JOURNAL_BUSINESS) {
        *more = read_business(&p, id, after);
    } else if (by == NREG_JOURNAL_NUMBER) {
        *more = read_number(&p, id, after);
    } else if (by == NREG_JOURNAL_BATCH) {
        code = read_batch(&p, id, after, more, error);
    } else {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "`by` is no way to read the journal.");
    }
    nreg_memory_unlock(memory);
    *count = code == NREG_OK ? p.count : 0;
    return code;
}

void nreg_memory_offer_journal(nreg_store_methods *methods) {
    methods->journal_append = append;
    methods->journal_seal = seal;
    methods->journal_read = read;
    methods->journal_prune = prune;
    methods->journal_erase = erase;
}
