/* SPDX-License-Identifier: MIT */
/* Records in order of number: the buckets that the filter lets through, merged. */
#include "store/memory/state.h"

#include <string.h>

/* Entries looked at while the latch is held. */
enum { SLICE = 4096 };

typedef struct bucket_cursor {
    nreg_order_cursor at;
    uint64_t number;
    uint32_t bucket;
    uint32_t reserved;
} bucket_cursor;

typedef struct merge {
    bucket_cursor *heap; /* smallest number first */
    size_t count;
    size_t capacity;
} merge;

typedef struct walk {
    nreg_memory_transaction *tx;
    const nreg_store_filter *filter;
    uint64_t next; /* smallest number not looked at yet */
    uint64_t last; /* largest number wanted */
    merge merge;
} walk;

static void sink(merge *m, size_t at) {
    const bucket_cursor moved = m->heap[at];
    for (size_t child; (child = 2 * at + 1) < m->count; at = child) {
        if (child + 1 < m->count && m->heap[child + 1].number < m->heap[child].number) {
            child++;
        }
        if (m->heap[child].number >= moved.number) {
            break;
        }
        m->heap[at] = m->heap[child];
    }
    m->heap[at] = moved;
}

/* Sets a cursor's number; false if its bucket has no more entries wanted. */
static int settle(bucket_cursor *cursor, uint64_t last) {
    const nreg_order_entry *entry = nreg_order_at(&cursor->at);
    if (entry == NULL || entry->bucket != cursor->bucket || entry->number > last) {
        return 0;
    }
    cursor->number = entry->number;
    return 1;
}

static int add_bucket(walk *w, uint32_t bucket) {
    nreg_memory *memory = w->tx->memory;
    bucket_cursor cursor = {nreg_order_seek(&memory->order, bucket, w->next), 0, bucket, 0};
    if (!settle(&cursor, w->last)) {
        return 1;
    }
    void *heap = w->merge.heap;
    if (!nreg_array_reserve(&memory->allocator, &heap, &w->merge.capacity, w->merge.count + 1, sizeof *w->merge.heap)) {
        return 0;
    }
    w->merge.heap = heap;
    w->merge.heap[w->merge.count++] = cursor;
    return 1;
}

static int add_place(walk *w, uint32_t id) {
    const nreg_store_filter *filter = w->filter;
    const nreg_memory_place place = w->tx->memory->places[id];
    const uint64_t deepest = filter->program != 0 ? filter->program
                             : filter->unit != 0  ? filter->unit
                                                  : filter->business;
    const uint64_t holder = place.program != 0 ? place.program : place.unit != 0 ? place.unit : place.business;
    if ((filter->business != 0 && place.business != filter->business) ||
        (filter->unit != 0 && place.unit != filter->unit) ||
        (filter->program != 0 && place.program != filter->program) ||
        (filter->only_here != 0 && deepest != 0 && holder != deepest)) {
        return 1;
    }
    const uint32_t wanted = filter->statuses == 0 ? UINT32_MAX : filter->statuses;
    for (uint32_t status = 0; status < NREG_BUCKET_STATUSES; status++) {
        if ((place.statuses & wanted) >> status & 1 && !add_bucket(w, id * NREG_BUCKET_STATUSES + status)) {
            return 0;
        }
    }
    return 1;
}

/* Puts a cursor before `next` in every bucket wanted. */
static int gather(walk *w) {
    nreg_memory *memory = w->tx->memory;
    w->merge.count = 0;
    if (w->filter->business != 0) {
        for (uint32_t id = nreg_memory_places_of(memory, w->filter->business); id != 0; id = memory->places[id].next) {
            if (!add_place(w, id)) {
                return 0;
            }
        }
    } else {
        for (size_t id = 1; id < memory->place_count; id++) {
            if (!add_place(w, (uint32_t)id)) {
                return 0;
            }
        }
    }
    for (size_t i = w->merge.count / 2; i-- > 0;) {
        sink(&w->merge, i);
    }
    return 1;
}

/* Reads the record at the top of the heap, if the transaction sees one there, and moves on. */
static int take(walk *w, nreg_record *record) {
    nreg_memory *memory = w->tx->memory;
    bucket_cursor *top = &w->merge.heap[0];
    const nreg_order_entry *entry = nreg_order_at(&top->at);
    const nreg_slot *seen = nreg_slot_seen(memory, entry->id, &w->tx->view);
    const int found = seen != NULL && seen->place * NREG_BUCKET_STATUSES + seen->status == top->bucket &&
                      (w->filter->purpose == 0 || seen->purpose == w->filter->purpose);
    if (found) {
        nreg_slot_read(memory, seen, record);
    }
    w->next = entry->number + 1;
    nreg_order_advance(&top->at);
    if (!settle(top, w->last)) {
        *top = w->merge.heap[--w->merge.count];
    }
    if (w->merge.count > 1) {
        sink(&w->merge, 0);
    }
    return found;
}

/* One slice, from `next` on; -1 if memory is short. */
static int slice(walk *w, uint32_t limit, nreg_record *records, uint32_t *count, nreg_scan_choose choose,
                 void *context) {
    if (!gather(w)) {
        return -1;
    }
    for (uint32_t looked = 0; looked < SLICE && w->merge.count > 0 && *count < limit; looked++) {
        if (!take(w, &records[*count])) {
            continue;
        }
        const int chosen = choose == NULL ? 1 : choose(w->tx->memory, &records[*count], context);
        if (chosen < 0) {
            return -1;
        }
        *count += chosen > 0 ? 1 : 0;
    }
    return 0;
}

nreg_code nreg_memory_walk(nreg_memory_transaction *tx, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_scan_choose choose,
                           void *context, nreg_error *error) {
    nreg_memory *memory = tx->memory;
    *count = 0;
    *more = 0;
    if (after == UINT64_MAX) {
        return NREG_OK;
    }
    walk w = {tx,
              filter,
              filter->from > after ? filter->from : after + 1,
              filter->to == 0 ? UINT64_MAX - 1 : filter->to,
              {NULL, 0, 0}};
    nreg_code code = NREG_OK;
    nreg_memory_lock(memory);
    /* A slice that found nothing, or too little for the one that leases, goes on; the latch is free in between. */
    do {
        if (slice(&w, limit, records, count, choose, context) != 0) {
            code = nreg_memory_short(error);
            break;
        }
        *more = w.merge.count > 0;
        if (*more) {
            nreg_memory_breathe(memory);
        }
    } while (*more && (*count == 0 || choose != NULL) && *count < limit);
    nreg_memory_unlock(memory);
    nreg_release(&memory->allocator, w.merge.heap);
    return code;
}

nreg_code nreg_memory_scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)context;
    return nreg_memory_walk(transaction, filter, after, limit, records, count, more, NULL, NULL, error);
}
