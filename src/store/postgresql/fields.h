/* SPDX-License-Identifier: MIT */
/* Structs as columns: one description of each serves to write its parameters, arrays of them, and to read its rows. */
#ifndef NREG_POSTGRESQL_FIELDS_H
#define NREG_POSTGRESQL_FIELDS_H

#include "base/memory.h"

#include <numberreg/extend/store.h>

#include <libpq-fe.h>

typedef enum nreg_pg_kind {
    NREG_PG_U64, /* bigint */
    NREG_PG_U32, /* integer */
    NREG_PG_U8,  /* smallint */
    NREG_PG_TEXT /* text: a char array with its NUL */
} nreg_pg_kind;

typedef struct nreg_pg_field {
    size_t offset;
    size_t size; /* of a text's array */
    nreg_pg_kind kind;
} nreg_pg_field;

/* In the order in which the statements name the columns. */
typedef struct nreg_pg_row {
    const nreg_pg_field *fields;
    size_t count;
    size_t size; /* of the struct */
} nreg_pg_row;

extern const nreg_pg_row nreg_pg_record;
extern const nreg_pg_row nreg_pg_batch;
extern const nreg_pg_row nreg_pg_scope;
extern const nreg_pg_row nreg_pg_journal;
extern const nreg_pg_row nreg_pg_tombstone;

enum { NREG_PG_PARAMS = 48 };

/* Parameters of one statement, in binary form. */
typedef struct nreg_pg_params {
    nreg_allocator allocator;
    unsigned char *bytes;
    size_t length;
    size_t capacity;
    size_t offsets[NREG_PG_PARAMS];
    int lengths[NREG_PG_PARAMS];
    int count;
    int failed; /* memory was short, or there were too many */
} nreg_pg_params;

void nreg_pg_params_init(nreg_pg_params *params, const nreg_allocator *allocator);
void nreg_pg_params_clear(nreg_pg_params *params);
void nreg_pg_params_free(nreg_pg_params *params);

void nreg_pg_param_u64(nreg_pg_params *params, uint64_t value);
void nreg_pg_param_u32(nreg_pg_params *params, uint32_t value);
void nreg_pg_param_bytes(nreg_pg_params *params, const void *data, size_t length);
void nreg_pg_param_text(nreg_pg_params *params, const char *text);
void nreg_pg_param_field(nreg_pg_params *params, const nreg_pg_field *field, const void *value);
/* One value of each field. */
void nreg_pg_param_struct(nreg_pg_params *params, const nreg_pg_row *row, const void *value);
/* One array: the field of `count` structs that lie `stride` bytes apart. */
void nreg_pg_param_array(nreg_pg_params *params, const nreg_pg_field *field, const void *first, size_t stride,
                         size_t count);
/* An array of each field. */
void nreg_pg_param_arrays(nreg_pg_params *params, const nreg_pg_row *row, const void *first, size_t stride,
                          size_t count);

/* Reads a row whose first columns, from `column` on, are the fields. Members that are no fields become zero. */
void nreg_pg_read(const PGresult *result, int at, int column, const nreg_pg_row *row, void *value);
uint64_t nreg_pg_read_u64(const PGresult *result, int at, int column);

#endif
