/* SPDX-License-Identifier: MIT */
#include "commit/order.h"

#include "base/error.h"

#include <string.h>

/* Numbers have at most 15 digits, so 50 bits: five digits of a radix sort. */
enum { DIGITS = 5, DIGIT_BITS = 10, DIGIT_VALUES = 1 << DIGIT_BITS, SMALL = 64 };

static size_t digit_of(uint64_t number, unsigned digit) {
    return (size_t)(number >> (digit * DIGIT_BITS)) & (DIGIT_VALUES - 1);
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
static nreg_ordered *radix_sort(nreg_ordered *items, nreg_ordered *spare, size_t count, size_t *histogram) {
    memset(histogram, 0, sizeof(size_t) * DIGITS * DIGIT_VALUES);
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < DIGITS; digit++) {
            histogram[digit * DIGIT_VALUES + digit_of(items[i].number, digit)]++;
        }
    }
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        size_t *counts = histogram + digit * DIGIT_VALUES;
        if (counts[digit_of(items[0].number, digit)] == count) {
            continue; /* all the same here */
        }
        size_t before = 0;
        for (size_t value = 0; value < DIGIT_VALUES; value++) {
            const size_t here = counts[value];
            counts[value] = before;
            before += here;
        }
        for (size_t i = 0; i < count; i++) {
            spare[counts[digit_of(items[i].number, digit)]++] = items[i];
        }
        nreg_ordered *sorted = spare;
        spare = items;
        items = sorted;
    }
    return items;
}

static int is_sorted(const nreg_order *order) {
    for (size_t i = 1; i < order->count; i++) {
        if (order->items[i].number < order->items[i - 1].number) {
            return 0;
        }
    }
    return 1;
}

static nreg_code sort(nreg_order *order, nreg_error *error) {
    if (is_sorted(order)) {
        return NREG_OK;
    }
    if (order->count <= SMALL) {
        insertion_sort(order->items, order->count);
        return NREG_OK;
    }
    nreg_ordered *spare = nreg_allocate_array(&order->allocator, order->count, sizeof *spare);
    size_t *histogram = nreg_allocate_array(&order->allocator, (size_t)DIGITS * DIGIT_VALUES, sizeof *histogram);
    if (spare == NULL || histogram == NULL) {
        nreg_release(&order->allocator, spare);
        nreg_release(&order->allocator, histogram);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort the batch.");
    }
    nreg_ordered *sorted = radix_sort(order->items, spare, order->count, histogram);
    nreg_release(&order->allocator, sorted == spare ? order->items : spare);
    nreg_release(&order->allocator, histogram);
    order->items = sorted;
    return NREG_OK;
}

nreg_code nreg_order_make(const nreg_draft *draft, nreg_order *order, nreg_error *error) {
    memset(order, 0, sizeof *order);
    order->allocator = nreg_draft_basis_of(draft)->allocator;
    order->items = nreg_allocate_array(&order->allocator, nreg_draft_count(draft), sizeof *order->items);
    if (order->items == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort the batch.");
    }
    uint32_t count;
    const nreg_staged *entries = nreg_draft_entries(draft, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (!entries[i].dropped) {
            order->items[order->count] = (nreg_ordered){entries[i].number, i + 1, (uint32_t)order->count};
            order->count++;
            order->numberless += entries[i].number == 0;
        }
    }
    const nreg_code code = sort(order, error);
    if (code != NREG_OK) {
        nreg_order_free(order);
    }
    return code;
}

void nreg_order_free(nreg_order *order) {
    nreg_release(&order->allocator, order->items);
    order->items = NULL;
    order->count = 0;
}
