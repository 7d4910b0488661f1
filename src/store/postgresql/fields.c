/* SPDX-License-Identifier: MIT */
#include "store/postgresql/fields.h"

#include <limits.h>
#include <string.h>

#define U64(type, member)                                                                                              \
    { offsetof(type, member), 0, NREG_PG_U64 }
#define U32(type, member)                                                                                              \
    { offsetof(type, member), 0, NREG_PG_U32 }
#define U8(type, member)                                                                                               \
    { offsetof(type, member), 0, NREG_PG_U8 }
#define TEXT(type, member)                                                                                             \
    { offsetof(type, member), sizeof(((type *)0)->member), NREG_PG_TEXT }
#define ROW(fields, type)                                                                                              \
    { fields, sizeof(fields) / sizeof(fields)[0], sizeof(type) }

static const nreg_pg_field record_fields[] = {
    U64(nreg_record, number),     U64(nreg_record, business), U64(nreg_record, unit),    U64(nreg_record, program),
    U64(nreg_record, last_batch), U64(nreg_record, created),  U64(nreg_record, updated), U32(nreg_record, revision),
    U32(nreg_record, purpose),    U32(nreg_record, status),   U32(nreg_record, flags),   U64(nreg_record, dno_batch),
};
const nreg_pg_row nreg_pg_record = ROW(record_fields, nreg_record);

static const nreg_pg_field batch_fields[] = {
    U64(nreg_store_batch, id),        U64(nreg_store_batch, business),     U64(nreg_store_batch, target),
    U64(nreg_store_batch, unit),      U64(nreg_store_batch, program),      U64(nreg_store_batch, created),
    U64(nreg_store_batch, updated),   U64(nreg_store_batch, committed),    U64(nreg_store_batch, expires),
    U64(nreg_store_batch, digest[0]), U64(nreg_store_batch, digest[1]),    U32(nreg_store_batch, state),
    U32(nreg_store_batch, action),    U32(nreg_store_batch, revision),     U32(nreg_store_batch, flags),
    U32(nreg_store_batch, entries),   U32(nreg_store_batch, accepted),     U32(nreg_store_batch, rejected),
    U32(nreg_store_batch, added),     U32(nreg_store_batch, moved),        U32(nreg_store_batch, unassigned),
    U32(nreg_store_batch, deleted),   U32(nreg_store_batch, changed),      U32(nreg_store_batch, movable),
    U32(nreg_store_batch, warned),    U32(nreg_store_batch, dno),          U32(nreg_store_batch, chunks),
    U32(nreg_store_batch, reviewed),  U32(nreg_store_batch, restored),     U32(nreg_store_batch, transferred),
    U32(nreg_store_batch, imported),  U64(nreg_store_batch, reverted),     TEXT(nreg_store_batch, region),
    TEXT(nreg_store_batch, plan),     TEXT(nreg_store_batch, request_id),  TEXT(nreg_store_batch, actor),
    TEXT(nreg_store_batch, trace),    TEXT(nreg_store_batch, attestation),
};
const nreg_pg_row nreg_pg_batch = ROW(batch_fields, nreg_store_batch);

static const nreg_pg_field scope_fields[] = {
    U64(nreg_scope, id),      U64(nreg_scope, parent),  U64(nreg_scope, organization), U64(nreg_scope, business),
    U64(nreg_scope, unit),    U64(nreg_scope, created), U64(nreg_scope, updated),      U64(nreg_scope, starts),
    U64(nreg_scope, ends),    U32(nreg_scope, level),   U32(nreg_scope, state),        U32(nreg_scope, revision),
    TEXT(nreg_scope, region), TEXT(nreg_scope, key),    TEXT(nreg_scope, external_id), TEXT(nreg_scope, label),
};
const nreg_pg_row nreg_pg_scope = ROW(scope_fields, nreg_scope);

static const nreg_pg_field journal_fields[] = {
    U64(nreg_journal_row, batch),          U64(nreg_journal_row, number),        U64(nreg_journal_row, time),
    U64(nreg_journal_row, business),       U64(nreg_journal_row, unit_before),   U64(nreg_journal_row, program_before),
    U64(nreg_journal_row, unit_after),     U64(nreg_journal_row, program_after), U64(nreg_journal_row, batch_before),
    U64(nreg_journal_row, created),        U32(nreg_journal_row, entry),         U32(nreg_journal_row, revision),
    U32(nreg_journal_row, purpose_before), U32(nreg_journal_row, purpose_after), U32(nreg_journal_row, flags_before),
    U32(nreg_journal_row, flags_after),    U32(nreg_journal_row, reason),        U32(nreg_journal_row, revision_before),
    U8(nreg_journal_row, change),          U8(nreg_journal_row, action),         U8(nreg_journal_row, status_before),
    U8(nreg_journal_row, status_after),
};
const nreg_pg_row nreg_pg_journal = ROW(journal_fields, nreg_journal_row);

static const nreg_pg_field tombstone_fields[] = {
    U64(nreg_store_tombstone, number),
    U64(nreg_store_tombstone, business),
    U64(nreg_store_tombstone, time),
    U32(nreg_store_tombstone, status),
};
const nreg_pg_row nreg_pg_tombstone = ROW(tombstone_fields, nreg_store_tombstone);

void nreg_pg_params_init(nreg_pg_params *params, const nreg_allocator *allocator) {
    memset(params, 0, sizeof *params);
    params->allocator = *allocator;
}

void nreg_pg_params_clear(nreg_pg_params *params) {
    params->length = 0;
    params->count = 0;
    params->failed = 0;
}

void nreg_pg_params_free(nreg_pg_params *params) {
    nreg_release(&params->allocator, params->bytes);
    nreg_pg_params_init(params, &params->allocator);
}

static unsigned char *reserve(nreg_pg_params *params, size_t length) {
    void *grown = params->bytes;
    if (params->failed || length > INT_MAX || params->length > SIZE_MAX - length ||
        !nreg_array_reserve(&params->allocator, &grown, &params->capacity, params->length + length + 1, 1)) {
        params->failed = 1;
        return NULL;
    }
    params->bytes = grown;
    unsigned char *place = params->bytes + params->length;
    params->length += length;
    return place;
}

static unsigned char *begin(nreg_pg_params *params, size_t length) {
    if (params->count == NREG_PG_PARAMS) {
        params->failed = 1;
        return NULL;
    }
    const size_t offset = params->length;
    unsigned char *place = reserve(params, length);
    if (place != NULL) {
        params->offsets[params->count] = offset;
        params->lengths[params->count] = (int)length;
        params->count++;
    }
    return place;
}

static unsigned char *put(unsigned char *at, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
    }
    return at + bytes;
}

void nreg_pg_param_u64(nreg_pg_params *params, uint64_t value) {
    unsigned char *at = begin(params, 8);
    if (at != NULL) {
        put(at, value, 8);
    }
}

void nreg_pg_param_u32(nreg_pg_params *params, uint32_t value) {
    unsigned char *at = begin(params, 4);
    if (at != NULL) {
        put(at, value, 4);
    }
}

void nreg_pg_param_bytes(nreg_pg_params *params, const void *data, size_t length) {
    unsigned char *at = begin(params, length);
    if (at != NULL && length > 0) {
        memcpy(at, data, length);
    }
}

void nreg_pg_param_text(nreg_pg_params *params, const char *text) {
    nreg_pg_param_bytes(params, text, strlen(text));
}

/* Bytes and type of a field's value in binary form. */
static size_t width_of(const nreg_pg_field *field) {
    return field->kind == NREG_PG_U64 ? 8 : field->kind == NREG_PG_U32 ? 4 : 2;
}

static uint32_t type_of(const nreg_pg_field *field) {
    enum { INT8 = 20, INT2 = 21, INT4 = 23 };
    return field->kind == NREG_PG_U64 ? INT8 : field->kind == NREG_PG_U32 ? INT4 : INT2;
}

static uint64_t value_of(const nreg_pg_field *field, const void *value) {
    const unsigned char *at = (const unsigned char *)value + field->offset;
    uint64_t wide = 0;
    uint32_t narrow = 0;
    switch (field->kind) {
    case NREG_PG_U64:
        memcpy(&wide, at, sizeof wide);
        return wide;
    case NREG_PG_U32:
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    default:
        return *at;
    }
}

void nreg_pg_param_field(nreg_pg_params *params, const nreg_pg_field *field, const void *value) {
    if (field->kind == NREG_PG_TEXT) {
        const char *text = (const char *)value + field->offset;
        nreg_pg_param_bytes(params, text, strnlen(text, field->size));
        return;
    }
    unsigned char *at = begin(params, width_of(field));
    if (at != NULL) {
        put(at, value_of(field, value), width_of(field));
    }
}

void nreg_pg_param_struct(nreg_pg_params *params, const nreg_pg_row *row, const void *value) {
    for (size_t i = 0; i < row->count; i++) {
        nreg_pg_param_field(params, &row->fields[i], value);
    }
}

void nreg_pg_param_array(nreg_pg_params *params, const nreg_pg_field *field, const void *first, size_t stride,
                         size_t count) {
    const size_t width = width_of(field);
    unsigned char *at = begin(params, 20 + count * (4 + width));
    if (at == NULL) {
        return;
    }
    at = put(at, 1, 4); /* dimensions */
    at = put(at, 0, 4); /* no NULLs */
    at = put(at, type_of(field), 4);
    at = put(at, count, 4);
    at = put(at, 1, 4); /* lower bound */
    for (size_t i = 0; i < count; i++) {
        at = put(at, width, 4);
        at = put(at, value_of(field, (const unsigned char *)first + i * stride), width);
    }
}

void nreg_pg_param_arrays(nreg_pg_params *params, const nreg_pg_row *row, const void *first, size_t stride,
                          size_t count) {
    for (size_t i = 0; i < row->count; i++) {
        nreg_pg_param_array(params, &row->fields[i], first, stride, count);
    }
}

static uint64_t read_number(const PGresult *result, int at, int column) {
    const unsigned char *bytes = (const unsigned char *)PQgetvalue(result, at, column);
    const int length = PQgetlength(result, at, column);
    uint64_t value = 0;
    for (int i = 0; i < length && i < 8; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

uint64_t nreg_pg_read_u64(const PGresult *result, int at, int column) {
    return read_number(result, at, column);
}

void nreg_pg_read(const PGresult *result, int at, int column, const nreg_pg_row *row, void *value) {
    memset(value, 0, row->size);
    for (size_t i = 0; i < row->count; i++) {
        const nreg_pg_field *field = &row->fields[i];
        unsigned char *place = (unsigned char *)value + field->offset;
        const int from = column + (int)i;
        if (field->kind == NREG_PG_TEXT) {
            const size_t length = (size_t)PQgetlength(result, at, from);
            memcpy(place, PQgetvalue(result, at, from), length < field->size ? length : field->size - 1);
            continue;
        }
        const uint64_t number = read_number(result, at, from);
        const uint32_t narrow = (uint32_t)number;
        if (field->kind == NREG_PG_U64) {
            memcpy(place, &number, sizeof number);
        } else if (field->kind == NREG_PG_U32) {
            memcpy(place, &narrow, sizeof narrow);
        } else {
            *place = (unsigned char)number;
        }
    }
}
