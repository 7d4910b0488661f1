/* SPDX-License-Identifier: MIT */
#include "commit/tally.h"

#include <stdlib.h>
#include <string.h>

void nreg_tally_init(nreg_tally *tally, const nreg_allocator *allocator) {
    memset(tally, 0, sizeof *tally);
    tally->allocator = *allocator;
}

void nreg_tally_clear(nreg_tally *tally) {
    memset(tally->recent, 0, sizeof tally->recent);
    tally->count = 0;
    tally->failed = 0;
}

void nreg_tally_free(nreg_tally *tally) {
    nreg_release(&tally->allocator, tally->amounts);
    tally->amounts = NULL;
    tally->capacity = 0;
    nreg_tally_clear(tally);
}

static void put_away(nreg_tally *tally, const nreg_store_count *amount) {
    if (amount->amount == 0) {
        return;
    }
    void *amounts = tally->amounts;
    if (!nreg_array_reserve(&tally->allocator, &amounts, &tally->capacity, tally->count + 1, sizeof *tally->amounts)) {
        tally->failed = 1;
        return;
    }
    tally->amounts = amounts;
    tally->amounts[tally->count++] = *amount;
}

void nreg_tally_add(nreg_tally *tally, uint64_t scope, uint32_t kind, uint32_t key, int64_t amount) {
    const uint64_t mixed = (scope ^ (uint64_t)key << 20 ^ kind) * UINT64_C(0x9E3779B97F4A7C15);
    nreg_store_count *slot = &tally->recent[mixed >> 58];
    if (slot->scope != scope || slot->kind != kind || slot->key != key) {
        put_away(tally, slot);
        *slot = (nreg_store_count){scope, kind, key, 0};
    }
    slot->amount += amount;
}

void nreg_tally_record(nreg_tally *tally, const nreg_record *record, int64_t amount) {
    const uint32_t key = record->status * 65536 + record->purpose;
    nreg_tally_add(tally, record->business, NREG_COUNT_RECORDS, key, amount);
    if (record->unit != 0) {
        nreg_tally_add(tally, record->unit, NREG_COUNT_RECORDS, key, amount);
    }
    if (record->program != 0) {
        nreg_tally_add(tally, record->program, NREG_COUNT_RECORDS, key, amount);
    }
}

static int compare(const void *left, const void *right) {
    const nreg_store_count *a = left;
    const nreg_store_count *b = right;
    if (a->scope != b->scope) {
        return a->scope < b->scope ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return a->key == b->key ? 0 : a->key < b->key ? -1 : 1;
}

const nreg_store_count *nreg_tally_amounts(nreg_tally *tally, size_t *count) {
    for (size_t i = 0; i < NREG_TALLY_RECENT; i++) {
        put_away(tally, &tally->recent[i]);
    }
    memset(tally->recent, 0, sizeof tally->recent);
    size_t kept = 0;
    if (tally->count > 1) {
        qsort(tally->amounts, tally->count, sizeof *tally->amounts, compare);
    }
    for (size_t i = 0; i < tally->count; i++) {
        if (kept > 0 && compare(&tally->amounts[kept - 1], &tally->amounts[i]) == 0) {
            tally->amounts[kept - 1].amount += tally->amounts[i].amount;
        } else {
            tally->amounts[kept++] = tally->amounts[i];
        }
        if (tally->amounts[kept - 1].amount == 0 &&
            (i + 1 == tally->count || compare(&tally->amounts[kept - 1], &tally->amounts[i + 1]) != 0)) {
            kept--;
        }
    }
    tally->count = kept;
    *count = kept;
    return tally->amounts;
}
