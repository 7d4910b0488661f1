/* SPDX-License-Identifier: MIT */
#include "store/memory/order.h"

#include <string.h>

enum { LEAF_ROOM = 64, INNER_ROOM = 42, DEPTH_MAX = 24, CHUNK_NODES = 126 };

struct nreg_order_node {
    uint32_t count;
    uint32_t is_leaf;
    nreg_order_node *next; /* leaves in order; also links spare nodes */
    nreg_order_node *previous;
    union {
        nreg_order_entry entries[LEAF_ROOM];
        struct {
            nreg_order_entry keys[INNER_ROOM]; /* where each child begins; the first one begins at the very start */
            nreg_order_node *children[INNER_ROOM];
        } inner;
    } u;
};

typedef struct path {
    nreg_order_node *nodes[DEPTH_MAX];
    uint32_t at[DEPTH_MAX];
    uint32_t depth; /* of inner nodes above the leaf */
} path;

static int before(const nreg_order_entry *a, const nreg_order_entry *b) {
    return a->bucket != b->bucket ? a->bucket < b->bucket : a->number < b->number;
}

static uint32_t lower_bound(const nreg_order_entry *entries, uint32_t count, const nreg_order_entry *key) {
    uint32_t low = 0;
    while (count > 0) {
        const uint32_t half = count / 2;
        if (before(&entries[low + half], key)) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

/* The child that the key belongs to. */
static uint32_t child_for(const nreg_order_node *node, const nreg_order_entry *key) {
    uint32_t at = lower_bound(node->u.inner.keys + 1, node->count - 1, key);
    if (at + 1 < node->count && !before(key, &node->u.inner.keys[at + 1])) {
        at++;
    }
    return at;
}

void nreg_order_destroy(nreg_order *order, const nreg_allocator *allocator) {
    nreg_chunks_destroy(&order->chunks, allocator);
}

static void give_node(nreg_order *order, nreg_order_node *node) {
    if (order->hint == node) {
        order->hint = NULL;
    }
    node->next = order->spare;
    order->spare = node;
    order->spares++;
}

int nreg_order_reserve(nreg_order *order, const nreg_allocator *allocator) {
    /* A split on every level, and a new root. */
    if (order->spares >= order->height + 2) {
        return 1;
    }
    const size_t first = order->chunks.count;
    if (order->height + 2 > DEPTH_MAX ||
        !nreg_chunks_add(&order->chunks, CHUNK_NODES * sizeof(nreg_order_node), allocator)) {
        return 0;
    }
    /* The first is taken first, so that nodes filled in order lie in order. */
    for (size_t chunk = order->chunks.count; chunk-- > first;) {
        nreg_order_node *nodes = (nreg_order_node *)(void *)order->chunks.at[chunk];
        for (size_t i = CHUNK_NODES; i-- > 0;) {
            give_node(order, &nodes[i]);
        }
    }
    return 1;
}

static nreg_order_node *take_node(nreg_order *order, uint32_t is_leaf) {
    nreg_order_node *node = order->spare;
    order->spare = node->next;
    order->spares--;
    node->count = 0;
    node->is_leaf = is_leaf;
    node->next = NULL;
    node->previous = NULL;
    return node;
}

static void put_entry(nreg_order_node *leaf, uint32_t at, const nreg_order_entry *entry) {
    if (at < leaf->count) {
        memmove(leaf->u.entries + at + 1, leaf->u.entries + at, (leaf->count - at) * sizeof *entry);
    }
    leaf->u.entries[at] = *entry;
    leaf->count++;
}

static void put_child(nreg_order_node *node, uint32_t at, const nreg_order_entry *key, nreg_order_node *child) {
    memmove(node->u.inner.keys + at + 1, node->u.inner.keys + at, (node->count - at) * sizeof *key);
    memmove(node->u.inner.children + at + 1, node->u.inner.children + at, (node->count - at) * sizeof child);
    node->u.inner.keys[at] = *key;
    node->u.inner.children[at] = child;
    node->count++;
}

/* Hangs a new right neighbour, which begins at `key`, beside the node at the end of the path. */
static void add_neighbour(nreg_order *order, path *way, nreg_order_entry key, nreg_order_node *left,
                          nreg_order_node *right) {
    for (uint32_t depth = way->depth; depth > 0; depth--) {
        nreg_order_node *parent = way->nodes[depth - 1];
        const uint32_t at = way->at[depth - 1] + 1;
        if (parent->count < INNER_ROOM) {
            put_child(parent, at, &key, right);
            return;
        }
        nreg_order_node *half = take_node(order, 0);
        const uint32_t cut = at == INNER_ROOM ? INNER_ROOM : INNER_ROOM / 2;
        half->count = INNER_ROOM - cut;
        memcpy(half->u.inner.keys, parent->u.inner.keys + cut, half->count * sizeof key);
        memcpy(half->u.inner.children, parent->u.inner.children + cut, half->count * sizeof right);
        parent->count = cut;
        if (at < cut || (at == cut && cut < INNER_ROOM)) {
            put_child(parent, at, &key, right);
        } else {
            put_child(half, at - cut, &key, right);
        }
        key = half->u.inner.keys[0];
        left = parent;
        right = half;
    }
    nreg_order_node *root = take_node(order, 0);
    const nreg_order_entry start = {0, 0, 0};
    put_child(root, 0, &start, left);
    put_child(root, 1, &key, right);
    order->root = root;
    order->height++;
}

static nreg_order_node *descend(const nreg_order *order, const nreg_order_entry *key, path *way,
                                const nreg_order_entry **end) {
    nreg_order_node *node = order->root;
    *end = NULL;
    way->depth = 0;
    while (!node->is_leaf) {
        const uint32_t at = child_for(node, key);
        if (at + 1 < node->count) {
            *end = &node->u.inner.keys[at + 1];
        }
        way->nodes[way->depth] = node;
        way->at[way->depth++] = at;
        node = node->u.inner.children[at];
    }
    return node;
}

static void set_hint(nreg_order *order, nreg_order_node *leaf, uint32_t at, const nreg_order_entry *end) {
    order->hint = leaf;
    order->hint_at = at;
    order->hint_ends = end != NULL;
    if (end != NULL) {
        order->hint_end = *end;
    }
    /* A sorted batch comes to the next leaf soon: it is on its way while this one is filled. */
    for (size_t byte = 0; leaf->next != NULL && byte < sizeof *leaf; byte += 64) {
        __builtin_prefetch((const char *)leaf->next + byte);
    }
}

/* The usual case of a sorted batch: right behind the last one, in the same leaf, which has room. */
static int insert_by_hint(nreg_order *order, const nreg_order_entry *entry) {
    nreg_order_node *leaf = order->hint;
    if (leaf == NULL || leaf->count == LEAF_ROOM || order->hint_at >= leaf->count ||
        !before(&leaf->u.entries[order->hint_at], entry) || (order->hint_ends && !before(entry, &order->hint_end))) {
        return 0;
    }
    uint32_t at = order->hint_at + 1;
    if (at < leaf->count && !before(entry, &leaf->u.entries[at])) {
        at += lower_bound(leaf->u.entries + at, leaf->count - at, entry);
        if (at < leaf->count && !before(entry, &leaf->u.entries[at])) {
            leaf->u.entries[at].id = entry->id;
            return 1;
        }
    }
    put_entry(leaf, at, entry);
    order->hint_at = at;
    return 1;
}

void nreg_order_insert(nreg_order *order, nreg_order_entry entry) {
    if (order->root == NULL) {
        order->root = take_node(order, 1);
        order->height = 1;
    }
    if (insert_by_hint(order, &entry)) {
        return;
    }
    path way;
    const nreg_order_entry *end;
    nreg_order_node *leaf = descend(order, &entry, &way, &end);
    const uint32_t at = lower_bound(leaf->u.entries, leaf->count, &entry);
    if (at < leaf->count && !before(&entry, &leaf->u.entries[at])) {
        leaf->u.entries[at].id = entry.id;
        return;
    }
    if (leaf->count < LEAF_ROOM) {
        put_entry(leaf, at, &entry);
        set_hint(order, leaf, at, end);
        return;
    }
    /* A leaf that fills in ascending order is cut where the order arrived, so that it stays full. */
    const int ascending = leaf == order->hint && order->hint_at + 1 == at && at >= LEAF_ROOM / 2;
    const uint32_t cut = at == LEAF_ROOM || ascending ? at : LEAF_ROOM / 2;
    nreg_order_node *right = take_node(order, 1);
    right->count = LEAF_ROOM - cut;
    memcpy(right->u.entries, leaf->u.entries + cut, right->count * sizeof entry);
    leaf->count = cut;
    right->next = leaf->next;
    right->previous = leaf;
    if (right->next != NULL) {
        right->next->previous = right;
    }
    leaf->next = right;
    if (at < cut || (at == cut && cut < LEAF_ROOM)) {
        put_entry(leaf, at, &entry);
        set_hint(order, leaf, at, &right->u.entries[0]);
    } else {
        put_entry(right, at - cut, &entry);
        set_hint(order, right, at - cut, end);
    }
    add_neighbour(order, &way, right->u.entries[0], leaf, right);
}

/* How many of the entries are ascending, belong behind the hint in its leaf, and fit in there. */
static uint32_t run_of(const nreg_order *order, const nreg_order_entry *entries, size_t count) {
    const nreg_order_node *leaf = order->hint;
    if (leaf == NULL || order->hint_at >= leaf->count || !before(&leaf->u.entries[order->hint_at], &entries[0])) {
        return 0;
    }
    const uint32_t room = LEAF_ROOM - leaf->count;
    uint32_t run = 0;
    while (run < count && run < room && (!order->hint_ends || before(&entries[run], &order->hint_end)) &&
           (run == 0 || before(&entries[run - 1], &entries[run]))) {
        run++;
    }
    return run;
}

/* Merges such a run with what stands behind the hint. */
static void merge_run(nreg_order *order, const nreg_order_entry *entries, uint32_t run) {
    nreg_order_node *leaf = order->hint;
    nreg_order_entry behind[LEAF_ROOM];
    uint32_t to = order->hint_at + 1;
    const uint32_t left = leaf->count - to;
    memcpy(behind, leaf->u.entries + to, left * sizeof *behind);
    uint32_t old = 0;
    for (uint32_t i = 0; i < run; i++) {
        while (old < left && before(&behind[old], &entries[i])) {
            leaf->u.entries[to++] = behind[old++];
        }
        old += old < left && !before(&entries[i], &behind[old]); /* the same key */
        order->hint_at = to;
        leaf->u.entries[to++] = entries[i];
    }
    memcpy(leaf->u.entries + to, behind + old, (left - old) * sizeof *behind);
    leaf->count = to + left - old;
}

int nreg_order_insert_all(nreg_order *order, const nreg_order_entry *entries, size_t count,
                          const nreg_allocator *allocator) {
    for (size_t i = 0; i < count;) {
        const uint32_t run = run_of(order, entries + i, count - i);
        if (run > 0) {
            merge_run(order, entries + i, run);
            i += run;
        } else if (nreg_order_reserve(order, allocator)) {
            nreg_order_insert(order, entries[i++]);
        } else {
            return 0;
        }
    }
    return 1;
}

/* Takes an empty node out of its parents. */
static void drop_node(nreg_order *order, path *way, nreg_order_node *node) {
    if (node->is_leaf) {
        if (node->previous != NULL) {
            node->previous->next = node->next;
        }
        if (node->next != NULL) {
            node->next->previous = node->previous;
        }
    }
    give_node(order, node);
    if (way->depth == 0) {
        order->root = NULL;
        order->height = 0;
        return;
    }
    nreg_order_node *parent = way->nodes[--way->depth];
    const uint32_t at = way->at[way->depth];
    parent->count--;
    memmove(parent->u.inner.keys + at, parent->u.inner.keys + at + 1, (parent->count - at) * sizeof(nreg_order_entry));
    memmove(parent->u.inner.children + at, parent->u.inner.children + at + 1,
            (parent->count - at) * sizeof parent->u.inner.children[0]);
    if (parent->count == 0) {
        drop_node(order, way, parent);
    }
}

void nreg_order_remove(nreg_order *order, uint32_t bucket, uint64_t number) {
    if (order->root == NULL) {
        return;
    }
    const nreg_order_entry key = {number, bucket, 0};
    path way;
    const nreg_order_entry *end;
    nreg_order_node *leaf = descend(order, &key, &way, &end);
    const uint32_t at = lower_bound(leaf->u.entries, leaf->count, &key);
    if (at == leaf->count || before(&key, &leaf->u.entries[at])) {
        return;
    }
    leaf->count--;
    memmove(leaf->u.entries + at, leaf->u.entries + at + 1, (leaf->count - at) * sizeof key);
    if (leaf->count == 0) {
        drop_node(order, &way, leaf);
    }
    while (order->root != NULL && !order->root->is_leaf && order->root->count == 1) {
        nreg_order_node *only = order->root->u.inner.children[0];
        give_node(order, order->root);
        order->root = only;
        order->height--;
    }
}

nreg_order_cursor nreg_order_seek(const nreg_order *order, uint32_t bucket, uint64_t number) {
    nreg_order_cursor cursor = {NULL, 0};
    if (order->root == NULL) {
        return cursor;
    }
    const nreg_order_entry key = {number, bucket, 0};
    const nreg_order_node *node = order->root;
    while (!node->is_leaf) {
        node = node->u.inner.children[child_for(node, &key)];
    }
    cursor.leaf = node;
    cursor.at = lower_bound(node->u.entries, node->count, &key);
    if (cursor.at == node->count) {
        cursor.leaf = node->next;
        cursor.at = 0;
    }
    return cursor;
}

const nreg_order_entry *nreg_order_at(const nreg_order_cursor *cursor) {
    return cursor->leaf == NULL ? NULL : &cursor->leaf->u.entries[cursor->at];
}

void nreg_order_advance(nreg_order_cursor *cursor) {
    if (++cursor->at == cursor->leaf->count) {
        cursor->leaf = cursor->leaf->next;
        cursor->at = 0;
    }
}
