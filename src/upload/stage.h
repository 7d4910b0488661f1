/* SPDX-License-Identifier: MIT */
/* From a file to entries, and back: the rows that were rejected, in the layout of their file. */
#ifndef NREG_UPLOAD_STAGE_H
#define NREG_UPLOAD_STAGE_H

#include "upload/columns.h"

/* Copies the caller's options (NULL: the defaults) and checks each by itself. */
nreg_code nreg_upload_resolve(const nreg_upload_options *given, nreg_upload_options *resolved, nreg_error *error);

/* Reads a file from its first row on: opens it, recognises its layout, and passes over what stands before the data. */
typedef struct nreg_upload_file_reader {
    nreg_csv csv;
    nreg_columns columns;
    nreg_upload_options options;
    uint64_t data_rows, empty_rows;
    uint32_t saw_windows1252;
} nreg_upload_file_reader;

nreg_code nreg_upload_begin(nreg_upload_file_reader *reader, const nreg_allocator *allocator,
                            const nreg_columns_basis *basis, const nreg_source *source,
                            const nreg_upload_options *options, nreg_error *error);

/* Who takes the rows of a file: `flush` is asked to let go of the texts of the rows before they move. */
typedef struct nreg_upload_taker {
    nreg_code (*row)(const nreg_csv_row *row, void *context, nreg_error *error);
    nreg_code (*flush)(void *context, nreg_error *error);
    void *context;
} nreg_upload_taker;

/* Hands on every row of data to the end, with the host's progress told of in between. */
nreg_code nreg_upload_each_row(nreg_upload_file_reader *reader, const nreg_upload_taker *taker, nreg_error *error);

/* What was recognised and read so far; as much of it as the caller's `struct_size` says. */
void nreg_upload_fill_report(const nreg_upload_file_reader *reader, nreg_upload_report *report);

/* Where entries go: up to NREG_UPLOAD_BLOCK at a time, their texts borrowed for the call. */
#define NREG_UPLOAD_BLOCK 1024
typedef struct nreg_upload_target {
    /* `error->position` is the index of the input at fault, or -1. */
    nreg_code (*stage)(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error);
    void *context;
} nreg_upload_target;

/* Rows to entries. After a failure some may have been passed on. `report` may be NULL. */
nreg_code nreg_upload_rows(const nreg_allocator *allocator, const nreg_columns_basis *basis, const nreg_source *source,
                           const nreg_upload_options *options, const nreg_upload_target *target,
                           nreg_upload_report *report, nreg_error *error);

/* Says why a row was rejected. Rows are asked for in ascending order. */
typedef struct nreg_rejections {
    /* Returns 0 if the row was not rejected; else points to texts that live until the next call. */
    int (*find)(uint64_t row, const char **reason, const char **message, void *context);
    void *context;
} nreg_rejections;

nreg_code nreg_upload_write_rejects(const nreg_allocator *allocator, const nreg_columns_basis *basis,
                                    const nreg_source *source, const nreg_upload_options *options,
                                    const nreg_rejections *rejections, const nreg_sink *sink, uint64_t *rows,
                                    nreg_error *error);

#endif
