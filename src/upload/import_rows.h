/* SPDX-License-Identifier: MIT */
/* From a file to rows of an import: number, scope, purpose, status and time. */
#ifndef NREG_UPLOAD_IMPORT_ROWS_H
#define NREG_UPLOAD_IMPORT_ROWS_H

#include "upload/columns.h"

#include <numberreg/import.h>

/* Where rows go, their texts borrowed for the call. */
typedef struct nreg_import_target {
    /* `error->position` is the index of the row at fault, or -1. */
    nreg_code (*stage)(const nreg_import_row *rows, size_t count, void *context, nreg_error *error);
    void *context;
} nreg_import_target;

/*
 * `columns` complete, its `upload` NULL; `upload` as nreg_upload_resolve() made it. After a failure some rows may have
 * been passed on. `needs_scope`: a file without a column of scopes is refused. `layout` may be NULL.
 */
nreg_code nreg_import_rows(const nreg_allocator *allocator, const nreg_columns_basis *basis, const nreg_source *source,
                           const nreg_import_columns *columns, const nreg_upload_options *upload, int needs_scope,
                           const nreg_import_target *target, nreg_import_layout *layout, nreg_error *error);

/* NREG_STATUS_ value of what people write for it; 0 if it is not understood. */
uint32_t nreg_import_status(const char *text, size_t length);

#endif
