/* SPDX-License-Identifier: MIT */
#include "store/memory/table.h"

struct nreg_row {
    nreg_value *newest;
    uint32_t height;
    uint32_t key_length;
    nreg_row *next[]; /* `height` of them; the key follows */
};

static unsigned char *key_of(const nreg_row *row) {
    return (unsigned char *)(row->next + row->height);
}

static const void *data_of(const nreg_value *value) {
    return value + 1;
}

void nreg_key_number(nreg_key *key, uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        key->bytes[key->length++] = (unsigned char)(number >> shift);
    }
}

void nreg_key_text(nreg_key *key, const char *text, size_t length) {
    memcpy(key->bytes + key->length, text, length);
    key->length += (uint32_t)length;
}

uint64_t nreg_key_read(const unsigned char *bytes) {
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

static int compare(const nreg_row *row, const nreg_key *key) {
    const size_t shorter = row->key_length < key->length ? row->key_length : key->length;
    const int order = memcmp(key_of(row), key->bytes, shorter);
    return order != 0 ? order : (row->key_length > key->length) - (row->key_length < key->length);
}

/* `links` receives, for each level, where a row with this key is or would be linked from. */
static nreg_row *find(nreg_table *table, const nreg_key *key, nreg_row ***links) {
    nreg_row **from = table->heads;
    for (int level = NREG_ROW_HEIGHT - 1; level >= 0; level--) {
        while (from[level] != NULL && compare(from[level], key) < 0) {
            from = from[level]->next;
        }
        links[level] = &from[level];
    }
    nreg_row *row = *links[0];
    return row != NULL && compare(row, key) == 0 ? row : NULL;
}

static uint32_t random_height(nreg_table *table) {
    table->random = table->random * 1664525U + 1013904223U;
    uint32_t height = 1;
    for (uint32_t bits = table->random >> 2; height < NREG_ROW_HEIGHT && (bits & 3) == 0; bits >>= 2) {
        height++;
    }
    return height;
}

static nreg_value *new_value(nreg_memory *memory, const void *data, size_t length, uint32_t present) {
    if (length > UINT32_MAX - sizeof(nreg_value)) {
        return NULL;
    }
    nreg_value *value = nreg_allocate(&memory->allocator, sizeof *value + length);
    if (value != NULL) {
        value->older = NULL;
        value->version = memory->committed.version + 1;
        value->length = (uint32_t)length;
        value->present = present;
        if (length > 0) {
            memcpy(value + 1, data, length);
        }
    }
    return value;
}

static nreg_row *new_row(nreg_memory *memory, nreg_table *table, const nreg_key *key) {
    const uint32_t height = random_height(table);
    nreg_row *row = nreg_allocate(&memory->allocator, sizeof *row + height * sizeof row->next[0] + key->length);
    if (row != NULL) {
        row->newest = NULL;
        row->height = height;
        row->key_length = key->length;
        memcpy(key_of(row), key->bytes, key->length);
    }
    return row;
}

/* Puts a new version on top of a row; room in the log has been reserved. */
static void push(nreg_memory *memory, uint16_t table, nreg_row *row, nreg_value *value) {
    nreg_value *top = row->newest;
    if (top != NULL && top->version == value->version) {
        value->older = top->older;
        nreg_release(&memory->allocator, top);
    } else {
        value->older = top;
        nreg_log_add(memory, NREG_LOG_ROW, 0, row, table);
    }
    row->newest = value;
}

int nreg_table_put(nreg_memory *memory, uint16_t table, const nreg_key *key, const void *data, size_t length) {
    nreg_table *rows = &memory->tables[table];
    nreg_row **links[NREG_ROW_HEIGHT];
    nreg_row *row = find(rows, key, links);
    if (!nreg_log_reserve(memory)) {
        return 0;
    }
    nreg_value *value = new_value(memory, data, length, 1);
    if (value == NULL) {
        return 0;
    }
    if (row == NULL) {
        row = new_row(memory, rows, key);
        if (row == NULL) {
            nreg_release(&memory->allocator, value);
            return 0;
        }
        for (uint32_t level = 0; level < row->height; level++) {
            row->next[level] = *links[level];
            *links[level] = row;
        }
        rows->rows++;
    }
    push(memory, table, row, value);
    return 1;
}

int nreg_table_remove(nreg_memory *memory, uint16_t table, const nreg_key *key) {
    if (memory->tables[table].rows == 0) {
        return 1;
    }
    nreg_row **links[NREG_ROW_HEIGHT];
    nreg_row *row = find(&memory->tables[table], key, links);
    if (row == NULL || !row->newest->present) {
        return 1;
    }
    if (!nreg_log_reserve(memory)) {
        return 0;
    }
    nreg_value *value = new_value(memory, NULL, 0, 0);
    if (value == NULL) {
        return 0;
    }
    push(memory, table, row, value);
    return 1;
}

static const nreg_value *seen(const nreg_row *row, const nreg_view *view) {
    const nreg_value *value = row->newest;
    while (value != NULL && value->version > view->version) {
        value = value->older;
    }
    return value != NULL && value->present ? value : NULL;
}

static const nreg_row *first_behind(const nreg_table *table, const nreg_key *key) {
    nreg_row *const *from = table->heads;
    for (int level = NREG_ROW_HEIGHT - 1; level >= 0; level--) {
        while (from[level] != NULL && compare(from[level], key) < 0) {
            from = from[level]->next;
        }
    }
    return from[0];
}

const void *nreg_row_data(const nreg_row *row, const nreg_view *view, size_t *length) {
    const nreg_value *value = seen(row, view);
    if (length != NULL) {
        *length = value == NULL ? 0 : value->length;
    }
    return value == NULL ? NULL : data_of(value);
}

const void *nreg_table_get(const nreg_memory *memory, const nreg_view *view, uint16_t table, const nreg_key *key,
                           size_t *length) {
    if (memory->tables[table].rows == 0) {
        return NULL;
    }
    const nreg_row *row = first_behind(&memory->tables[table], key);
    return row != NULL && compare(row, key) == 0 ? nreg_row_data(row, view, length) : NULL;
}

static const nreg_row *visible_from(const nreg_row *row, const nreg_view *view) {
    while (row != NULL && seen(row, view) == NULL) {
        row = row->next[0];
    }
    return row;
}

const nreg_row *nreg_table_seek(const nreg_memory *memory, const nreg_view *view, uint16_t table, const nreg_key *key) {
    return visible_from(first_behind(&memory->tables[table], key), view);
}

const nreg_row *nreg_table_next(const nreg_view *view, const nreg_row *row) {
    return visible_from(row->next[0], view);
}

const unsigned char *nreg_row_key(const nreg_row *row, size_t *length) {
    *length = row->key_length;
    return key_of(row);
}

int nreg_row_begins(const nreg_row *row, const nreg_key *prefix) {
    return row->key_length >= prefix->length && memcmp(key_of(row), prefix->bytes, prefix->length) == 0;
}

static void remove_row(nreg_memory *memory, nreg_table *table, nreg_row *row) {
    nreg_key key = {row->key_length, {0}};
    memcpy(key.bytes, key_of(row), row->key_length);
    nreg_row **links[NREG_ROW_HEIGHT];
    find(table, &key, links);
    for (uint32_t level = 0; level < row->height; level++) {
        *links[level] = row->next[level];
    }
    table->rows--;
    nreg_release(&memory->allocator, row);
}

void nreg_table_undo(nreg_memory *memory, uint16_t table, nreg_row *row) {
    nreg_value *value = row->newest;
    row->newest = value->older;
    nreg_release(&memory->allocator, value);
    if (row->newest == NULL) {
        remove_row(memory, &memory->tables[table], row);
    }
}

static void free_values(nreg_memory *memory, nreg_value *value) {
    while (value != NULL) {
        nreg_value *older = value->older;
        nreg_release(&memory->allocator, value);
        value = older;
    }
}

/* No view is older than `version`: nothing behind that version of the row is needed any more. */
void nreg_table_forget(nreg_memory *memory, uint16_t table, nreg_row *row, uint64_t version) {
    nreg_value *value = row->newest;
    while (value->version > version) {
        value = value->older;
    }
    free_values(memory, value->older);
    value->older = NULL;
    if (value == row->newest && !value->present) {
        nreg_release(&memory->allocator, value);
        remove_row(memory, &memory->tables[table], row);
    }
}

void nreg_table_destroy(nreg_memory *memory, nreg_table *table) {
    nreg_row *row = table->heads[0];
    while (row != NULL) {
        nreg_row *next = row->next[0];
        free_values(memory, row->newest);
        nreg_release(&memory->allocator, row);
        row = next;
    }
}
