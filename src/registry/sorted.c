/* SPDX-License-Identifier: MIT */
#include "registry/sorted.h"

/* Heap sort: in place, so that it needs no memory. */
static void sift(uint64_t *heap, uint32_t at, uint32_t count) {
    const uint64_t moved = heap[at];
    for (;;) {
        uint32_t child = at * 2 + 1;
        if (child >= count) {
            break;
        }
        child += child + 1 < count && heap[child + 1] > heap[child];
        if (heap[child] <= moved) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

uint32_t nreg_sort_unique(uint64_t *numbers, uint32_t count) {
    for (uint32_t i = count / 2; i-- > 0;) {
        sift(numbers, i, count);
    }
    for (uint32_t end = count; end > 1;) {
        const uint64_t largest = numbers[0];
        numbers[0] = numbers[--end];
        numbers[end] = largest;
        sift(numbers, 0, end);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i] != 0 && numbers[i] <= NREG_NUMBER_LARGEST && (kept == 0 || numbers[kept - 1] != numbers[i])) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

uint32_t nreg_sorted_find(const uint64_t *numbers, uint32_t count, uint64_t number) {
    uint32_t low = 0, high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (numbers[middle] < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && numbers[low] == number ? low : count;
}
