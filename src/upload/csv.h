/* SPDX-License-Identifier: MIT */
/*
 * Rows of a CSV file in constant memory. A row's fields point into the reader's buffer and stay until the buffer is
 * filled again, which happens only in nreg_csv_fill.
 */
#ifndef NREG_UPLOAD_CSV_H
#define NREG_UPLOAD_CSV_H

#include "base/error.h"
#include "base/memory.h"

#include <numberreg/upload.h>

/* Most columns that options may name: as many as spreadsheets have. */
#define NREG_CSV_COLUMNS 16384

typedef enum nreg_csv_step {
    NREG_CSV_ROW,   /* a row was read */
    NREG_CSV_MORE,  /* call nreg_csv_fill, then go on */
    NREG_CSV_END,   /* no more rows */
    NREG_CSV_FAILED /* see the error */
} nreg_csv_step;

typedef struct nreg_csv_field {
    const char *at; /* without the quotes around it */
    size_t length;
    uint32_t doubled; /* 1: has quotes inside, written twice */
    uint32_t ragged;  /* 1: text goes on after the closing quote; nothing was taken away */
} nreg_csv_field;

typedef struct nreg_csv_row {
    uint64_t number; /* from 1; empty lines and the header count, lines within quotes do not */
    const char *raw; /* the whole row without its line end */
    size_t raw_length;
    const nreg_csv_field *fields;
    size_t count;
    uint32_t has_nul;
} nreg_csv_row;

typedef struct nreg_csv {
    nreg_allocator allocator;
    nreg_source source;
    char *buffer;
    size_t capacity, start, end; /* the bytes not yet read as rows */
    unsigned char *units;        /* UTF-16 not yet turned into UTF-8 */
    size_t units_length;
    nreg_csv_field *fields;
    size_t field_capacity;
    size_t wanted; /* columns that the caller looks at; 0 for all */
    size_t max_row_bytes;
    uint64_t bytes; /* read from the source */
    uint64_t rows;  /* read, empty lines included */
    uint32_t encoding;
    nreg_code failure; /* of the step that said NREG_CSV_FAILED */
    char delimiter;
    uint8_t marked; /* the file had a byte-order mark */
    uint8_t source_ended;
    uint8_t skip_newline; /* the row before ended in CR; an LF belongs to it */
    uint8_t may_have_quote, may_have_return, may_have_nul, may_have_high;
} nreg_csv;

/* Reads the first bytes and recognises the encoding. On failure there is nothing to close. */
nreg_code nreg_csv_open(nreg_csv *csv, const nreg_allocator *allocator, const nreg_source *source, uint32_t encoding,
                        size_t max_row_bytes, nreg_error *error);
void nreg_csv_close(nreg_csv *csv);

nreg_csv_step nreg_csv_next(nreg_csv *csv, nreg_csv_row *row, nreg_error *error);

/* Takes in more bytes; the fields of earlier rows are gone. */
nreg_code nreg_csv_fill(nreg_csv *csv, nreg_error *error);

/* Looks at the rows at hand without reading them: `*at` is 0 for the first. MORE when those at hand are through. */
nreg_csv_step nreg_csv_peek(nreg_csv *csv, size_t *at, nreg_csv_row *row, nreg_error *error);

/* True if a row or field holds nothing but spaces, delimiters and quotes. */
int nreg_csv_is_blank(const nreg_csv *csv, const char *text, size_t length);

/* A field's text, doubled quotes written once: up to `capacity` bytes of it. Returns how many. */
size_t nreg_csv_copy(const nreg_csv_field *field, char *text, size_t capacity);

#endif
