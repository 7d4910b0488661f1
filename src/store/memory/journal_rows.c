/* SPDX-License-Identifier: MIT */
#include "store/memory/journal.h"

#include <string.h>

/* --- runs --- */

static nreg_runs *runs_at(const nreg_run_index *index, uint32_t id) {
    return nreg_pool_at(&index->pool, id);
}

static uint32_t find_runs(const nreg_run_index *index, uint64_t id) {
    nreg_probe probe = nreg_hash_probe(&index->hash, nreg_hash_mix(id));
    uint32_t at;
    while ((at = nreg_hash_next(&probe)) != 0 && runs_at(index, at)->id != id) {
    }
    return at;
}

nreg_runs *nreg_runs_find(const nreg_run_index *index, uint64_t id) {
    const uint32_t at = find_runs(index, id);
    return at == 0 ? NULL : runs_at(index, at);
}

/* The runs, with room for one more; NULL if memory is short. `near` is tried first, if not NULL. */
static nreg_runs *runs_for(nreg_memory *memory, nreg_run_index *index, uint64_t id, nreg_runs *near) {
    nreg_runs *runs = near != NULL && near->id == id ? near : nreg_runs_find(index, id);
    if (runs == NULL) {
        if (!nreg_pool_reserve(&index->pool, &memory->allocator) ||
            !nreg_hash_reserve(&index->hash, nreg_hash_mix(id), &memory->allocator)) {
            return NULL;
        }
        const uint32_t at = nreg_pool_take(&index->pool);
        runs = runs_at(index, at);
        memset(runs, 0, sizeof *runs);
        runs->id = id;
        nreg_hash_insert(&index->hash, nreg_hash_mix(id), at);
    }
    if (runs->count == runs->capacity && runs->first > runs->capacity / 2) {
        memmove(runs->runs, runs->runs + runs->first, (runs->count - runs->first) * sizeof *runs->runs);
        runs->count -= runs->first;
        runs->first = 0;
    }
    void *grown = runs->runs;
    if (!nreg_array_reserve(&memory->allocator, &grown, &runs->capacity, runs->count + 1, sizeof *runs->runs)) {
        return NULL;
    }
    runs->runs = grown;
    return runs;
}

/* `joins`: the row may follow the last one in its run, if it is next to it. */
static void add_to_runs(nreg_runs *runs, uint32_t row, int joins) {
    nreg_run *last = runs->count > runs->first ? &runs->runs[runs->count - 1] : NULL;
    if (joins && last != NULL && last->start + last->count == row) {
        last->count++;
    } else {
        runs->runs[runs->count++] = (nreg_run){row, 1};
    }
}

static void drop_empty(nreg_memory *memory, nreg_run_index *index, uint64_t id) {
    const uint32_t at = find_runs(index, id);
    nreg_runs *runs = runs_at(index, at);
    if (runs->first == runs->count) {
        nreg_release(&memory->allocator, runs->runs);
        nreg_hash_remove(&index->hash, nreg_hash_mix(id), at);
        nreg_pool_give(&index->pool, at);
    }
}

static void take_last(nreg_memory *memory, nreg_run_index *index, uint64_t id) {
    nreg_runs *runs = nreg_runs_find(index, id);
    if (--runs->runs[runs->count - 1].count == 0) {
        runs->count--;
        drop_empty(memory, index, id);
    }
}

static void take_first(nreg_memory *memory, nreg_run_index *index, uint64_t id) {
    nreg_runs *runs = nreg_runs_find(index, id);
    nreg_run *first = &runs->runs[runs->first];
    first->start++;
    if (--first->count == 0) {
        runs->first++;
        drop_empty(memory, index, id);
    }
}

static void destroy_runs(nreg_memory *memory, nreg_run_index *index) {
    for (size_t i = 0; i < NREG_HASH_PARTS; i++) {
        const nreg_hash_part *part = &index->hash.parts[i];
        for (size_t j = 0; part->bits != 0 && j < (size_t)1 << part->bits; j++) {
            if (part->entries[j] != 0) {
                nreg_release(&memory->allocator, runs_at(index, (uint32_t)part->entries[j])->runs);
            }
        }
    }
    nreg_hash_destroy(&index->hash, &memory->allocator);
    nreg_pool_destroy(&index->pool, &memory->allocator);
}

/* --- rows of one number --- */

static uint32_t find_newest(const nreg_journal *journal, uint64_t number, nreg_probe *probe) {
    uint32_t row;
    while ((row = nreg_hash_next(probe)) != 0 && nreg_journal_at(journal, row - 1)->number != number) {
    }
    return row;
}

uint32_t nreg_journal_newest(const nreg_journal *journal, uint64_t number) {
    nreg_probe probe = nreg_hash_probe(&journal->newest, nreg_hash_mix(number));
    return find_newest(journal, number, &probe);
}

uint32_t nreg_journal_older(const nreg_journal *journal, uint32_t row_plus_1) {
    const nreg_journal_row *row = nreg_journal_at(journal, row_plus_1 - 1);
    const uint32_t link = row->reserved;
    /* The link may lead to a row that is gone, or whose number was erased. */
    return link > journal->kept_from && nreg_journal_at(journal, link - 1)->number == row->number ? link : 0;
}

int nreg_journal_erased(const nreg_journal *journal, const nreg_view *view, uint64_t number, uint32_t row) {
    for (size_t i = 0; i < journal->erasure_count; i++) {
        const nreg_erasure *erasure = &journal->erasures[i];
        if (erasure->number == number && erasure->version <= view->version && row < erasure->rows) {
            return 1;
        }
    }
    return 0;
}

/* --- adding and taking away --- */

static int reserve_chunk(nreg_memory *memory, uint32_t row) {
    nreg_chunks *chunks = &memory->journal.chunks;
    return row >> NREG_JOURNAL_SHIFT < chunks->count ||
           nreg_chunks_add(chunks, NREG_JOURNAL_CHUNK * sizeof(nreg_journal_row), &memory->allocator);
}

int nreg_journal_add(nreg_memory *memory, nreg_view *view, nreg_journal_place *place, const nreg_journal_row *row) {
    nreg_journal *journal = &memory->journal;
    const uint32_t at = view->rows;
    const uint64_t mixed = nreg_hash_mix(row->number);
    if (at >= UINT32_MAX - 1 || !reserve_chunk(memory, at) ||
        !nreg_hash_reserve(&journal->newest, mixed, &memory->allocator)) {
        return 0;
    }
    place->batch = runs_for(memory, &journal->batches, row->batch, place->batch);
    place->business = runs_for(memory, &journal->businesses, row->business, place->business);
    if (place->batch == NULL || place->business == NULL) {
        return 0;
    }
    nreg_probe probe = nreg_hash_probe(&journal->newest, mixed);
    const uint32_t newest = find_newest(journal, row->number, &probe);
    if (newest != 0) {
        nreg_hash_replace(&journal->newest, mixed, newest, at + 1);
    } else {
        nreg_hash_insert_at(&journal->newest, &probe, mixed, at + 1);
    }
    const int ascends = at > journal->kept_from && nreg_journal_at(journal, at - 1)->number <= row->number;
    add_to_runs(place->batch, at, ascends);
    add_to_runs(place->business, at, 1);
    nreg_journal_row *kept = nreg_journal_at(journal, at);
    *kept = *row;
    kept->sequence = 0;
    kept->reserved = newest;
    view->rows++;
    return 1;
}

int nreg_journal_undo(nreg_memory *memory, nreg_view *view, uint32_t rows, uint32_t budget) {
    nreg_journal *journal = &memory->journal;
    for (; view->rows > rows && budget > 0; budget--) {
        const uint32_t at = --view->rows;
        const nreg_journal_row *row = nreg_journal_at(journal, at);
        const uint32_t older = nreg_journal_older(journal, at + 1);
        if (older != 0) {
            nreg_hash_replace(&journal->newest, nreg_hash_mix(row->number), at + 1, older);
        } else {
            nreg_hash_remove(&journal->newest, nreg_hash_mix(row->number), at + 1);
        }
        take_last(memory, &journal->batches, row->batch);
        take_last(memory, &journal->businesses, row->business);
    }
    return view->rows <= rows;
}

void nreg_journal_undo_erasure(nreg_memory *memory) {
    memory->journal.erasure_count--;
}

int nreg_journal_forget(nreg_memory *memory, uint32_t rows, uint32_t budget) {
    nreg_journal *journal = &memory->journal;
    for (; journal->kept_from < rows && budget > 0; budget--) {
        const uint32_t at = journal->kept_from;
        const nreg_journal_row *row = nreg_journal_at(journal, at);
        if (row->number != 0 && nreg_journal_newest(journal, row->number) == at + 1) {
            nreg_hash_remove(&journal->newest, nreg_hash_mix(row->number), at + 1);
        }
        take_first(memory, &journal->batches, row->batch);
        take_first(memory, &journal->businesses, row->business);
        journal->kept_from++;
        if ((journal->kept_from & (NREG_JOURNAL_CHUNK - 1)) == 0) {
            nreg_chunks_drop(&journal->chunks, journal->kept_from >> NREG_JOURNAL_SHIFT, &memory->allocator);
        }
    }
    return journal->kept_from >= rows;
}

/* Nobody sees the number any more: now it really goes. The log keeps erasures in order, so it is the first. */
void nreg_journal_forget_erasure(nreg_memory *memory, uint64_t version) {
    (void)version;
    nreg_journal *journal = &memory->journal;
    const nreg_erasure erasure = journal->erasures[0];
    journal->erasure_count--;
    memmove(journal->erasures, journal->erasures + 1, journal->erasure_count * sizeof erasure);
    uint32_t row = nreg_journal_newest(journal, erasure.number);
    if (row != 0 && row <= erasure.rows) {
        nreg_hash_remove(&journal->newest, nreg_hash_mix(erasure.number), row);
    }
    while (row != 0) {
        const uint32_t older = nreg_journal_older(journal, row);
        if (row <= erasure.rows) {
            nreg_journal_at(journal, row - 1)->number = 0;
        }
        row = older;
    }
}

void nreg_journal_committed(nreg_memory *memory, const nreg_memory_transaction *tx) {
    if (tx->appended && tx->view.rows > memory->committed.rows) {
        memory->journal.marks[memory->journal.mark_count++] = tx->view.rows;
    }
}

void nreg_journal_init(nreg_journal *journal) {
    nreg_pool_init(&journal->batches.pool, sizeof(nreg_runs));
    nreg_pool_init(&journal->businesses.pool, sizeof(nreg_runs));
}

void nreg_journal_destroy(nreg_memory *memory) {
    nreg_journal *journal = &memory->journal;
    nreg_chunks_destroy(&journal->chunks, &memory->allocator);
    nreg_hash_destroy(&journal->newest, &memory->allocator);
    destroy_runs(memory, &journal->batches);
    destroy_runs(memory, &journal->businesses);
    nreg_release(&memory->allocator, journal->marks);
    nreg_release(&memory->allocator, journal->erasures);
}
