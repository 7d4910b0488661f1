/* SPDX-License-Identifier: MIT */
/*
 * The ordered index of the memory store: entries by bucket (a place and a status), then by number; a B+ tree made for
 * sorted batches. An entry is a hint: a version of the record `id` may be in this bucket; the record itself says.
 */
#ifndef NREG_MEMORY_ORDER_H
#define NREG_MEMORY_ORDER_H

#include "store/memory/chunks.h"

#include <stdint.h>

typedef struct nreg_order_entry {
    uint64_t number;
    uint32_t bucket;
    uint32_t id;
} nreg_order_entry;

typedef struct nreg_order_node nreg_order_node;

typedef struct nreg_order {
    nreg_order_node *root;
    nreg_chunks chunks;     /* of nodes; none is given back before the end */
    nreg_order_node *spare; /* nodes that are free */
    uint32_t spares;
    uint32_t height;
    /* Where the last entry went: in a sorted batch the next one belongs there too. */
    nreg_order_node *hint;
    nreg_order_entry hint_end; /* keys from here on belong elsewhere */
    uint32_t hint_ends;        /* 0: no such key */
    uint32_t hint_at;
} nreg_order;

typedef struct nreg_order_cursor {
    const nreg_order_node *leaf; /* NULL at the end */
    uint32_t at;
} nreg_order_cursor;

void nreg_order_destroy(nreg_order *order, const nreg_allocator *allocator);
/* Makes sure that the next nreg_order_insert() succeeds; false if memory is short. */
int nreg_order_reserve(nreg_order *order, const nreg_allocator *allocator);
/* Nothing happens if the key is there with the same id. */
void nreg_order_insert(nreg_order *order, nreg_order_entry entry);
/* The same for many, best in ascending order. False if memory is short; then some are inserted. */
int nreg_order_insert_all(nreg_order *order, const nreg_order_entry *entries, size_t count,
                          const nreg_allocator *allocator);
/* Nothing happens if the key is not there. */
void nreg_order_remove(nreg_order *order, uint32_t bucket, uint64_t number);
/* The first entry at or behind the key. */
nreg_order_cursor nreg_order_seek(const nreg_order *order, uint32_t bucket, uint64_t number);
/* NULL at the end. */
const nreg_order_entry *nreg_order_at(const nreg_order_cursor *cursor);
void nreg_order_advance(nreg_order_cursor *cursor);

#endif
