/* SPDX-License-Identifier: MIT */
#include "commit/order.h"

#include "base/error.h"

#include <string.h>

_Static_assert(sizeof(nreg_ordered) == 16, "what is sorted is small");

/* Numbers have at most 50 bits; those of one country differ in about 33, which are three digits of a radix sort. */
enum { DIGITS_MOST = 5, DIGIT_BITS_MOST = 11, DIGIT_VALUES = 1 << DIGIT_BITS_MOST, SMALL = 64 };

typedef struct radix {
    uint64_t least; /* number */
    unsigned digits;
    unsigned bits; /* of each */
} radix;

static radix radix_of(uint64_t least, uint64_t most) {
    unsigned bits = 1;
    while (bits < DIGITS_MOST * DIGIT_BITS_MOST && (most - least) >> bits != 0) {
        bits++;
    }
    const unsigned digits = (bits + DIGIT_BITS_MOST - 1) / DIGIT_BITS_MOST;
    return (radix){least, digits, (bits + digits - 1) / digits};
}

static size_t digit_of(const radix *by, uint64_t number, unsigned digit) {
    return (size_t)((number - by->least) >> (digit * by->bits)) & (((size_t)1 << by->bits) - 1);
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

/* Stable. Sorts `items`, using `spare` of the same size; returns the one that holds the result. */
static nreg_ordered *radix_sort(nreg_ordered *items, nreg_ordered *spare, size_t count, const radix *by,
                                size_t *histogram) {
    memset(histogram, 0, sizeof(size_t) * DIGITS_MOST * DIGIT_VALUES);
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < by->digits; digit++) {
            histogram[digit * DIGIT_VALUES + digit_of(by, items[i].number, digit)]++;
        }
    }
    for (unsigned digit = 0; digit < by->digits; digit++) {
        size_t *counts = histogram + digit * DIGIT_VALUES;
        size_t before = 0;
        for (size_t value = 0; value < DIGIT_VALUES; value++) {
            const size_t here = counts[value];
            counts[value] = before;
            before += here;
        }
        for (size_t i = 0; i < count; i++) {
            spare[counts[digit_of(by, items[i].number, digit)]++] = items[i];
        }
        nreg_ordered *sorted = spare;
        spare = items;
        items = sorted;
    }
    return items;
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
    size_t *histogram = nreg_allocate_array(&order->allocator, (size_t)DIGITS_MOST * DIGIT_VALUES, sizeof *histogram);
    if (spare == NULL || histogram == NULL) {
        nreg_release(&order->allocator, spare);
        nreg_release(&order->allocator, histogram);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort the batch.");
    }
    const radix by = radix_of(met->least, met->most);
    if (radix_sort(order->items, spare, count, &by, histogram) == spare) {
        memcpy(spare + count, order->items + count, (order->count - count) * sizeof *spare);
        nreg_ordered *unsorted = order->items;
        order->items = spare;
        spare = unsorted;
    }
    nreg_release(&order->allocator, spare);
    nreg_release(&order->allocator, histogram);
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
