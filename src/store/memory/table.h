/* SPDX-License-Identifier: MIT */
/* Side tables of the memory store: versioned rows ordered by key. For use with the latch held. */
#ifndef NREG_MEMORY_TABLE_H
#define NREG_MEMORY_TABLE_H

#include "store/memory/state.h"

#include <string.h>

/* Keys compare as bytes: numbers are written big-endian, and inverted where the order is to be descending. */
typedef struct nreg_key {
    uint32_t length;
    unsigned char bytes[108];
} nreg_key;

void nreg_key_number(nreg_key *key, uint64_t number);
/* Text of at most NREG_KEY_TEXT_MAX bytes, the last part of a key. */
void nreg_key_text(nreg_key *key, const char *text, size_t length);
/* Reads a number back from the bytes of a key. */
uint64_t nreg_key_read(const unsigned char *bytes);

enum { NREG_KEY_TEXT_MAX = 84 };

/* Writes a row for the open write transaction; 0 if memory is short, and then nothing has changed. */
int nreg_table_put(nreg_memory *memory, uint16_t table, const nreg_key *key, const void *data, size_t length);
/* The same for removing; a row that is not there stays so. */
int nreg_table_remove(nreg_memory *memory, uint16_t table, const nreg_key *key);

/* What the view sees: the row's bytes, or NULL. `length` may be NULL. */
const void *nreg_table_get(const nreg_memory *memory, const nreg_view *view, uint16_t table, const nreg_key *key,
                           size_t *length);

/* The first row that the view sees at or behind the key; NULL if none. */
const nreg_row *nreg_table_seek(const nreg_memory *memory, const nreg_view *view, uint16_t table, const nreg_key *key);
/* The next one that the view sees. */
const nreg_row *nreg_table_next(const nreg_view *view, const nreg_row *row);
const unsigned char *nreg_row_key(const nreg_row *row, size_t *length);
/* True if the row's key begins with this one. */
int nreg_row_begins(const nreg_row *row, const nreg_key *prefix);
const void *nreg_row_data(const nreg_row *row, const nreg_view *view, size_t *length);

/* For the log. */
void nreg_table_undo(nreg_memory *memory, uint16_t table, nreg_row *row);
void nreg_table_forget(nreg_memory *memory, uint16_t table, nreg_row *row, uint64_t version);

void nreg_table_destroy(nreg_memory *memory, nreg_table *table);

#endif
