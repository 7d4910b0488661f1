/* SPDX-License-Identifier: MIT */
#include "commit/order.h"

#include "base/error.h"

#include <string.h>

_Static_assert(sizeof(nreg_ordered) == 16, "what is sorted is small");

/*
 * Numbers have at most 50 bits, and those of one country differ in about 33. The first bits part a batch into buckets
 * that mostly fit into the processor's cache, where the rest is sorted digit by digit.
 */
enum { BUCKET_BITS = 8, BUCKETS = 1 << BUCKET_BITS, DIGIT_BITS = 9, DIGIT_VALUES = 1 << DIGIT_BITS, DIGITS_MOST = 5 };
enum { SMALL = 48 };

typedef struct radix {
    uint64_t least; /* number */
    unsigned bits;  /* below those that choose the bucket */
    unsigned digits;
} radix;

static radix radix_of(uint64_t least, uint64_t most) {
    unsigned bits = 0;
    while (bits < DIGITS_MOST * DIGIT_BITS && (most - least) >> bits >= BUCKETS) {
        bits++;
    }
    return (radix){least, bits, (bits + DIGIT_BITS - 1) / DIGIT_BITS};
}

static size_t bucket_of(const radix *by, uint64_t number) {
    return (size_t)((number - by->least) >> by->bits);
}

static size_t digit_of(const radix *by, uint64_t number, unsigned digit) {
    return (size_t)((number - by->least) >> (digit * DIGIT_BITS)) & (DIGIT_VALUES - 1);
}

static void insertion_sort(nreg_ordered *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const nreg_ordered moved = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].number > moved.number; at--) {
            items[at] = items[at - 1];
        }
        items[at] = moved;
    }
}

/* How many there are of each value becomes where the first of them belongs. */
static void add_up(uint32_t *counts, size_t values) {
    uint32_t before = 0;
    for (size_t value = 0; value < values; value++) {
        const uint32_t here = counts[value];
        counts[value] = before;
        before += here;
    }
}

/* Stable. The result is in `items` after an even number of digits, in `spare` after an odd one. */
static void sort_bucket(nreg_ordered *items, nreg_ordered *spare, size_t count, const radix *by) {
    uint32_t counts[DIGITS_MOST][DIGIT_VALUES];
    if (count <= SMALL) {
        insertion_sort(items, count);
        memcpy(spare, items, by->digits % 2 == 0 ? 0 : count * sizeof *items);
        return;
    }
    memset(counts, 0, by->digits * sizeof counts[0]);
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < by->digits; digit++) {
            counts[digit][digit_of(by, items[i].number, digit)]++;
        }
    }
    for (unsigned digit = 0; digit < by->digits; digit++) {
        add_up(counts[digit], DIGIT_VALUES);
        for (size_t i = 0; i < count; i++) {
            spare[counts[digit][digit_of(by, items[i].number, digit)]++] = items[i];
        }
        nreg_ordered *sorted = spare;
        spare = items;
        items = sorted;
    }
}

/* Stable. Sorts `items`, using `spare` of the same size; returns the one that holds the result. */
static nreg_ordered *radix_sort(nreg_ordered *items, nreg_ordered *spare, size_t count, const radix *by) {
    uint32_t ends[BUCKETS] = {0};
    for (size_t i = 0; i < count; i++) {
        ends[bucket_of(by, items[i].number)]++;
    }
    add_up(ends, BUCKETS);
    for (size_t i = 0; i < count; i++) {
        spare[ends[bucket_of(by, items[i].number)]++] = items[i];
    }
    size_t begin = 0;
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        sort_bucket(spare + begin, items + begin, ends[bucket] - begin, by);
        begin = ends[bucket];
    }
    return by->digits % 2 == 0 ? spare : items;
}

/* What was met while the items were collected. */
typedef struct collected {
    uint64_t least; /* number */
    uint64_t most;
    int ascending;
} collected;

/* Sorts the items with a number, which stand in front. */
static nreg_code sort(nreg_order *order, const collected *met, nreg_error *error) {
    const size_t count = order->numbered;
    if (met->ascending) {
        return NREG_OK;
    }
    if (count <= SMALL) {
        insertion_sort(order->items, count);
        return NREG_OK;
    }
    nreg_ordered *spare = nreg_allocate_array(&order->allocator, order->count, sizeof *spare);
    if (spare == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort the batch.");
    }
    const radix by = radix_of(met->least, met->most);
    if (radix_sort(order->items, spare, count, &by) == spare) {
        memcpy(spare + count, order->items + count, (order->count - count) * sizeof *spare);
        nreg_ordered *unsorted = order->items;
        order->items = spare;
        spare = unsorted;
    }
    nreg_release(&order->allocator, spare);
    return NREG_OK;
}

static nreg_ordered item_of(const nreg_staged *staged, uint32_t entry) {
    nreg_ordered item = {staged->number, entry, (uint16_t)staged->purpose, (uint8_t)staged->action, staged->consent, 0};
    item.clean = staged->number != 0 && staged->reasons == 0 && staged->warnings == 0 &&
                 staged->purpose_fault == NREG_PURPOSE_FINE && staged->next == entry;
    return item;
}

static int make_places(nreg_order *order, const nreg_staged *entries, uint32_t count) {
    order->places = nreg_allocate_array(&order->allocator, (size_t)count + 1, sizeof *order->places);
    uint32_t live = 0;
    for (uint32_t i = 0; order->places != NULL && i < count; i++) {
        order->places[i + 1] = entries[i].dropped ? UINT32_MAX : live;
        live += !entries[i].dropped;
    }
    return order->places != NULL;
}

/* Those with a number in front, those without behind. */
static collected collect(nreg_order *order, const nreg_staged *entries, uint32_t count) {
    collected met = {UINT64_MAX, 0, 1};
    size_t with = 0;
    size_t end = order->count;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t number = entries[i].number;
        if (entries[i].dropped) {
            continue;
        }
        if (number == 0) {
            order->items[--end] = item_of(&entries[i], i + 1);
            continue;
        }
        order->items[with++] = item_of(&entries[i], i + 1);
        met.ascending &= number >= met.most;
        met.least = number < met.least ? number : met.least;
        met.most = number > met.most ? number : met.most;
    }
    order->numbered = with;
    return met;
}

nreg_code nreg_order_make(const nreg_draft *draft, nreg_order *order, nreg_error *error) {
    uint32_t count;
    const nreg_staged *entries = nreg_draft_entries(draft, &count);
    memset(order, 0, sizeof *order);
    order->allocator = nreg_draft_basis_of(draft)->allocator;
    order->count = nreg_draft_count(draft);
    order->items = nreg_allocate_array(&order->allocator, order->count, sizeof *order->items);
    if (order->items == NULL || (order->count != count && !make_places(order, entries, count))) {
        nreg_order_free(order);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort the batch.");
    }
    const collected met = collect(order, entries, count);
    const nreg_code code = sort(order, &met, error);
    if (code != NREG_OK) {
        nreg_order_free(order);
    }
    return code;
}

uint32_t nreg_order_place(const nreg_order *order, uint32_t entry) {
    return order->places == NULL ? entry - 1 : order->places[entry];
}

void nreg_order_free(nreg_order *order) {
    nreg_release(&order->allocator, order->items);
    nreg_release(&order->allocator, order->places);
    order->items = NULL;
    order->places = NULL;
    order->count = 0;
}
