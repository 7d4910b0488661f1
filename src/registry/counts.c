/* SPDX-License-Identifier: MIT */
/* Counting records by status and call purpose, from the store's counters. */
#include "registry/listing.h"
#include "scope/scopes.h"

#include <string.h>

#define COUNTERS_A_CALL 64
#define BUSINESSES_A_CALL 16

typedef struct tally {
    const nreg_access *access;
    nreg_transaction *tx;
    nreg_record_count *counts; /* ascending by status, then purpose */
    size_t count;
    size_t capacity;
} tally;

static uint32_t key_of(const nreg_record_count *count) {
    return count->status << 16 | count->purpose;
}

static nreg_code add(tally *sums, const nreg_store_count *counter, nreg_error *error) {
    size_t low = 0, high = sums->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (key_of(&sums->counts[middle]) < counter->key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == sums->count || key_of(&sums->counts[low]) != counter->key) {
        void *array = sums->counts;
        if (!nreg_array_reserve(&sums->access->allocator, &array, &sums->capacity, sums->count + 1,
                                sizeof *sums->counts)) {
            return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory to count.");
        }
        sums->counts = array;
        memmove(sums->counts + low + 1, sums->counts + low, (sums->count - low) * sizeof *sums->counts);
        sums->counts[low] = (nreg_record_count){0, counter->key >> 16, counter->key & 0xFFFF};
        sums->count++;
    }
    sums->counts[low].count += (uint64_t)counter->amount;
    return NREG_OK;
}

static nreg_code add_scope(tally *sums, uint64_t scope, nreg_error *error) {
    nreg_store_count counters[COUNTERS_A_CALL];
    uint32_t after = UINT32_MAX, more = 1;
    while (more != 0) {
        uint32_t count = 0;
        nreg_code code = nreg_transaction_count_read(sums->tx, scope, NREG_COUNT_RECORDS, after, COUNTERS_A_CALL,
                                                     counters, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            after = counters[i].key;
            if (counters[i].amount > 0) {
                code = add(sums, &counters[i], error);
            }
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code add_organization(tally *sums, const nreg_scope *organization, nreg_error *error) {
    nreg_scope businesses[BUSINESSES_A_CALL];
    char after[NREG_KEY_SIZE] = "";
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        nreg_code code = nreg_transaction_scope_list(sums->tx, organization->id, after, BUSINESSES_A_CALL, businesses,
                                                     &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            memcpy(after, businesses[i].key, NREG_KEY_SIZE);
            code = add_scope(sums, businesses[i].id, error);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code count_scope(tally *sums, const nreg_scope *root, uint64_t id, nreg_error *error) {
    nreg_scope scope = *root;
    if (id != 0) {
        const nreg_code code = nreg_scope_look_inside(sums->access, sums->tx, root, id, &scope, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    if (scope.level == 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "An operator's session must name the scope to count in.");
    }
    return scope.level == NREG_LEVEL_ORGANIZATION ? add_organization(sums, &scope, error)
                                                  : add_scope(sums, scope.id, error);
}

nreg_code nreg_listing_count(const nreg_access *access, uint64_t scope, nreg_record_count *counts, uint32_t capacity,
                             uint32_t *count, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    tally sums = {.access = access, .tx = &reading.tx};
    while (nreg_access_read(access, &reading, &root, error)) {
        sums.count = 0;
        reading.code = count_scope(&sums, &root, scope, error);
    }
    if (reading.code == NREG_OK) {
        for (uint32_t i = 0; i < sums.count && i < capacity; i++) {
            counts[i] = sums.counts[i];
        }
        *count = (uint32_t)sums.count;
    }
    nreg_release(&access->allocator, sums.counts);
    return reading.code;
}
