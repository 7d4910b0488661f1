/* SPDX-License-Identifier: MIT */
/* Records: claim, fetch, update, release, and what becomes of the versions they leave behind. */
#include "store/memory/table.h"

enum { SLICE = 1024, AHEAD = 32, INDEXED_TOGETHER = 256 };

static nreg_slot *slot_at(const nreg_memory *memory, uint32_t id) {
    return nreg_pool_at(&memory->slots, id);
}

static nreg_undo *undo_at(const nreg_memory *memory, uint32_t id) {
    return nreg_pool_at(&memory->undo, id);
}

static uint32_t bucket_of(const nreg_slot *content) {
    return content->place * NREG_BUCKET_STATUSES + content->status;
}

/* Numbers come in runs of AHEAD: first all places in the hash are asked for, then all slots, so that waits overlap. */
typedef struct lookups {
    uint64_t mixed[AHEAD]; /* numbers */
    nreg_probe probes[AHEAD];
    uint32_t ids[AHEAD]; /* the first that may be theirs */
    size_t count;
} lookups;

static void look_ahead(const nreg_memory *memory, lookups *ahead, const void *keys, size_t left, size_t stride) {
    ahead->count = left < AHEAD ? left : AHEAD;
    for (size_t i = 0; i < ahead->count; i++) {
        uint64_t number;
        memcpy(&number, (const char *)keys + i * stride, sizeof number);
        ahead->mixed[i] = nreg_hash_mix(number);
        ahead->probes[i] = nreg_hash_probe(&memory->numbers, ahead->mixed[i]);
        nreg_hash_prefetch(&ahead->probes[i]);
    }
    for (size_t i = 0; i < ahead->count; i++) {
        const uint32_t id = nreg_hash_next(&ahead->probes[i]);
        ahead->ids[i] = id;
        if (id != 0) {
            __builtin_prefetch(slot_at(memory, id));
            __builtin_prefetch((const char *)slot_at(memory, id) + sizeof(nreg_slot) - 1);
        }
    }
}

/* The slot of a number of this run; 0 if there is none. Then its search ended where it can be inserted. */
static uint32_t find_slot(const nreg_memory *memory, lookups *ahead, size_t at, uint64_t number) {
    nreg_probe *probe = &ahead->probes[at];
    uint32_t id = ahead->ids[at];
    if (probe->bits != probe->part->bits) {
        *probe = nreg_hash_probe(&memory->numbers, ahead->mixed[at]);
        id = 0;
    }
    id = id == 0 ? nreg_hash_next(probe) : id;
    while (id != 0 && slot_at(memory, id)->number != number) {
        id = nreg_hash_next(probe);
    }
    return id;
}

const nreg_slot *nreg_slot_seen(const nreg_memory *memory, uint32_t slot, const nreg_view *view) {
    const nreg_slot *content = slot_at(memory, slot);
    while (content->version > view->version) {
        if (content->older == 0) {
            return NULL;
        }
        content = &undo_at(memory, content->older)->content;
    }
    return content->present ? content : NULL;
}

void nreg_slot_read(const nreg_memory *memory, const nreg_slot *slot, nreg_record *record) {
    const nreg_memory_place *place = &memory->places[slot->place];
    record->number = slot->number;
    record->business = place->business;
    record->unit = place->unit;
    record->program = place->program;
    record->last_batch = slot->last_batch;
    record->created = slot->created;
    record->updated = slot->updated;
    record->revision = slot->revision;
    record->purpose = slot->purpose;
    record->status = slot->status;
    record->flags = slot->flags;
    record->dno_batch = slot->dno_batch;
}

/* `place` is tried first: in a batch all records usually have the same one. 0 if memory is short. */
static uint32_t place_of(nreg_memory *memory, const nreg_record *record, uint32_t place) {
    if (place != 0) {
        const nreg_memory_place *known = &memory->places[place];
        if (known->business == record->business && known->unit == record->unit && known->program == record->program) {
            return place;
        }
    }
    return nreg_memory_place_of(memory, record->business, record->unit, record->program);
}

/* Member by member: one that is made elsewhere and copied would have to wait for all that was written before. */
static void fill_slot(nreg_slot *slot, const nreg_memory *memory, const nreg_record *record, uint32_t place) {
    slot->number = record->number;
    slot->last_batch = record->last_batch;
    slot->dno_batch = record->dno_batch;
    slot->created = record->created;
    slot->updated = record->updated;
    slot->version = memory->committed.version + 1;
    slot->place = place;
    slot->revision = record->revision;
    slot->purpose = record->purpose;
    slot->flags = record->flags;
    slot->older = 0;
    slot->status = (uint8_t)record->status;
    slot->present = 1;
    slot->reserved = 0;
}

static int index_entry(nreg_memory *memory, const nreg_slot *content, uint32_t id) {
    if (!nreg_order_reserve(&memory->order, &memory->allocator)) {
        return 0;
    }
    memory->places[content->place].statuses |= UINT32_C(1) << content->status;
    nreg_order_insert(&memory->order, (nreg_order_entry){content->number, bucket_of(content), id});
    return 1;
}

/* Takes the index entry away unless a version that somebody may still see is in that bucket. */
static void unindex(nreg_memory *memory, uint32_t id, uint32_t bucket) {
    const uint64_t oldest = memory->oldest != NULL ? memory->oldest->view.version : memory->committed.version;
    const nreg_slot *slot = slot_at(memory, id);
    for (const nreg_slot *content = slot;; content = &undo_at(memory, content->older)->content) {
        if (content->present && bucket_of(content) == bucket) {
            return;
        }
        if (content->version <= oldest || content->older == 0) {
            break;
        }
    }
    nreg_order_remove(&memory->order, bucket, slot->number);
}

static int reserve_fresh(nreg_memory *memory) {
    if (memory->fresh_count < memory->fresh_capacity) {
        return 1;
    }
    void *fresh = memory->fresh;
    const int done = nreg_array_reserve(&memory->allocator, &fresh, &memory->fresh_capacity, memory->fresh_count + 1,
                                        sizeof *memory->fresh);
    memory->fresh = fresh;
    return done;
}

/* New slots whose index entries are still to be inserted: those of a sorted batch go in together. */
typedef struct unindexed {
    nreg_order_entry entries[INDEXED_TOGETHER];
    size_t count;
} unindexed;

static int index_all(nreg_memory *memory, unindexed *made) {
    const size_t count = made->count;
    made->count = 0;
    return nreg_order_insert_all(&memory->order, made->entries, count, &memory->allocator);
}

static int make(nreg_memory *memory, const nreg_record *record, uint32_t place, uint64_t mixed, const nreg_probe *probe,
                unindexed *made) {
    if ((made->count == INDEXED_TOGETHER && !index_all(memory, made)) || !reserve_fresh(memory) ||
        !nreg_pool_reserve(&memory->slots, &memory->allocator) ||
        !nreg_hash_reserve(&memory->numbers, mixed, &memory->allocator)) {
        return 0;
    }
    const uint32_t id = nreg_pool_take(&memory->slots);
    nreg_slot *slot = slot_at(memory, id);
    fill_slot(slot, memory, record, place);
    nreg_hash_insert_at(&memory->numbers, probe, mixed, id);
    memory->fresh[memory->fresh_count++] = id;
    memory->places[place].statuses |= UINT32_C(1) << record->status;
    made->entries[made->count++] = (nreg_order_entry){record->number, bucket_of(slot), id};
    return 1;
}

/* Gives a slot new content, which may be absence. */
static int change(nreg_memory *memory, uint32_t id, nreg_slot *content) {
    nreg_slot *slot = slot_at(memory, id);
    const int first = slot->version != content->version;
    const uint32_t old_bucket = slot->present ? bucket_of(slot) : 0;
    const uint32_t new_bucket = content->present ? bucket_of(content) : 0;
    if (!nreg_log_reserve(memory) || (first && !nreg_pool_reserve(&memory->undo, &memory->allocator)) ||
        (new_bucket != 0 && new_bucket != old_bucket && !index_entry(memory, content, id))) {
        return 0;
    }
    content->older = slot->older;
    if (first) {
        content->older = nreg_pool_take(&memory->undo);
        *undo_at(memory, content->older) = (nreg_undo){*slot, id, 0};
        nreg_log_add(memory, NREG_LOG_UNDO, content->older, NULL, 0);
    }
    *slot = *content;
    if (!first && old_bucket != 0 && old_bucket != new_bucket) {
        unindex(memory, id, old_bucket);
    }
    if (!content->present) {
        nreg_log_add(memory, NREG_LOG_ABSENT, id, NULL, 0);
    }
    return 1;
}

static int change_to(nreg_memory *memory, uint32_t id, const nreg_record *record, uint32_t place) {
    nreg_slot content;
    fill_slot(&content, memory, record, place);
    return change(memory, id, &content);
}

void nreg_records_undo(nreg_memory *memory, uint32_t undo) {
    const nreg_undo *before = undo_at(memory, undo);
    const uint32_t id = before->slot;
    nreg_slot *slot = slot_at(memory, id);
    const nreg_slot undone = *slot;
    *slot = before->content;
    nreg_pool_give(&memory->undo, undo);
    if (undone.present) {
        unindex(memory, id, bucket_of(&undone));
    }
}

void nreg_records_forget(nreg_memory *memory, uint32_t undo) {
    const nreg_undo *before = undo_at(memory, undo);
    if (before->content.present) {
        unindex(memory, before->slot, bucket_of(&before->content));
    }
    nreg_pool_give(&memory->undo, undo);
}

/* A version of 0 marks a free slot, for log entries that come later. */
static void free_slot(nreg_memory *memory, uint32_t id) {
    nreg_slot *slot = slot_at(memory, id);
    nreg_hash_remove(&memory->numbers, nreg_hash_mix(slot->number), id);
    slot->version = 0;
    nreg_pool_give(&memory->slots, id);
}

void nreg_records_forget_slot(nreg_memory *memory, uint32_t slot, uint64_t version) {
    if (slot_at(memory, slot)->version == version && !slot_at(memory, slot)->present) {
        free_slot(memory, slot);
    }
}

void nreg_records_unmake(nreg_memory *memory, uint32_t slot) {
    const nreg_slot *content = slot_at(memory, slot);
    if (content->present) {
        nreg_order_remove(&memory->order, bucket_of(content), content->number);
    }
    free_slot(memory, slot);
}

static nreg_code bad_status(nreg_error *error) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A record's status is not one of 1 to 31.");
}

static int status_fits(const nreg_record *record) {
    return record->status > 0 && record->status < NREG_BUCKET_STATUSES;
}

nreg_code nreg_memory_claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                            uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    lookups ahead = {.count = 0};
    unindexed made;
    made.count = 0;
    uint32_t place = 0;
    size_t at = 0;
    for (uint64_t i = 0; code == NREG_OK && i < count; i++, at++) {
        if (i % SLICE == 0 && i > 0) {
            nreg_memory_breathe(memory);
            ahead.count = at; /* numbers may have been removed */
        }
        if (at == ahead.count) {
            look_ahead(memory, &ahead, records + i, (size_t)(count - i), sizeof *records);
            at = 0;
        }
        const nreg_record *record = &records[i];
        const uint32_t id = find_slot(memory, &ahead, at, record->number);
        if (id != 0 && slot_at(memory, id)->present) {
            nreg_slot_read(memory, slot_at(memory, id), &existing[i]);
            answers[i] = NREG_ROW_PRESENT;
            continue;
        }
        if (!status_fits(record)) {
            code = bad_status(error);
            break;
        }
        place = place_of(memory, record, place);
        if (place == 0 || !(id == 0 ? make(memory, record, place, ahead.mixed[at], &ahead.probes[at], &made)
                                    : change_to(memory, id, record, place))) {
            code = nreg_memory_short(error);
        }
        answers[i] = NREG_ROW_OK;
    }
    if (code == NREG_OK && !index_all(memory, &made)) {
        code = nreg_memory_short(error);
    }
    nreg_memory_unlock(memory);
    return code;
}

nreg_code nreg_memory_fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode,
                            nreg_record *records, uint8_t *answers, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    if (mode == NREG_FETCH_LOCKED) {
        const nreg_code code = nreg_memory_write(tx, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    nreg_memory_lock(memory);
    lookups ahead = {.count = 0};
    size_t at = 0;
    for (uint64_t i = 0; i < count; i++, at++) {
        if (i % SLICE == 0 && i > 0) {
            nreg_memory_breathe(memory);
            ahead.count = at; /* numbers may have been removed */
        }
        if (at == ahead.count) {
            look_ahead(memory, &ahead, numbers + i, (size_t)(count - i), sizeof *numbers);
            at = 0;
        }
        const uint32_t id = find_slot(memory, &ahead, at, numbers[i]);
        const nreg_slot *content = id == 0 ? NULL : nreg_slot_seen(memory, id, &tx->view);
        if (content != NULL) {
            nreg_slot_read(memory, content, &records[i]);
            answers[i] = NREG_ROW_OK;
        } else {
            memset(&records[i], 0, sizeof records[i]);
            answers[i] = NREG_ROW_ABSENT;
        }
    }
    nreg_memory_unlock(memory);
    return NREG_OK;
}

/* The slot of a present record with this token; 0 if there is none. */
static uint32_t find_token(const nreg_memory *memory, lookups *ahead, size_t at, const nreg_store_token *token) {
    const uint32_t id = find_slot(memory, ahead, at, token->number);
    if (id == 0) {
        return 0;
    }
    const nreg_slot *slot = slot_at(memory, id);
    return slot->present && slot->last_batch == token->batch && slot->revision == token->revision ? id : 0;
}

nreg_code nreg_memory_update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                             nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    lookups ahead = {.count = 0};
    uint32_t place = 0;
    size_t at = 0;
    for (uint64_t i = 0; code == NREG_OK && i < count; i++, at++) {
        if (i % SLICE == 0 && i > 0) {
            nreg_memory_breathe(memory);
            ahead.count = at; /* numbers may have been removed */
        }
        if (at == ahead.count) {
            look_ahead(memory, &ahead, changes + i, (size_t)(count - i), sizeof *changes);
            at = 0;
        }
        const nreg_record *record = &changes[i].record;
        const nreg_store_token expected = {record->number, changes[i].expected_batch, changes[i].expected_revision, 0};
        const uint32_t id = find_token(memory, &ahead, at, &expected);
        answers[i] = id == 0 ? NREG_ROW_CONFLICT : NREG_ROW_OK;
        if (id == 0) {
            continue;
        }
        if (!status_fits(record)) {
            code = bad_status(error);
            break;
        }
        place = place_of(memory, record, place);
        if (place == 0 || !change_to(memory, id, record, place)) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

nreg_code nreg_memory_release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                              nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    lookups ahead = {.count = 0};
    size_t at = 0;
    for (uint64_t i = 0; code == NREG_OK && i < count; i++, at++) {
        if (i % SLICE == 0 && i > 0) {
            nreg_memory_breathe(memory);
            ahead.count = at; /* numbers may have been removed */
        }
        if (at == ahead.count) {
            look_ahead(memory, &ahead, tokens + i, (size_t)(count - i), sizeof *tokens);
            at = 0;
        }
        const uint32_t id = find_token(memory, &ahead, at, &tokens[i]);
        answers[i] = id == 0 ? NREG_ROW_CONFLICT : NREG_ROW_OK;
        if (id == 0) {
            continue;
        }
        nreg_key lease = {0};
        nreg_key_number(&lease, tokens[i].number);
        nreg_slot content = *slot_at(memory, id);
        content.present = 0;
        content.version = memory->committed.version + 1;
        if (!nreg_table_remove(memory, NREG_TABLE_LEASE, &lease) || !change(memory, id, &content)) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}
