/* SPDX-License-Identifier: MIT */
/* Which delimiter a file has, whether its first row names the columns, and which columns hold numbers and purposes. */
#ifndef NREG_UPLOAD_COLUMNS_H
#define NREG_UPLOAD_COLUMNS_H

#include "purpose/catalogue.h"
#include "upload/csv.h"

/* What the recognition may ask. */
typedef struct nreg_columns_basis {
    const nreg_plan *plan;           /* NULL: built in */
    const nreg_catalogue *catalogue; /* of call purposes */
    const char *region;              /* default region of the numbers */
} nreg_columns_basis;

typedef struct nreg_columns {
    uint32_t sep_row; /* 1: the first row is a spreadsheet's "sep=;" */
    uint32_t header;  /* 1: the first row after that names the columns */
    uint32_t number;  /* column, from 1 */
    uint32_t purpose; /* column, from 1; 0 for none */
    uint32_t count;   /* most columns of the rows looked at */
} nreg_columns;

/* Looks at the rows at hand; sets csv->delimiter. */
nreg_code nreg_columns_recognise(nreg_csv *csv, const nreg_columns_basis *basis, const nreg_upload_options *options,
                                 nreg_columns *columns, nreg_error *error);

/* The column that the first row with something in it calls by the first of these names that it has, which are in
 * matching form, best first; from 1, 0 for none. */
uint32_t nreg_columns_named(nreg_csv *csv, uint32_t sep_row, const char *const *names, size_t count);

/* Refuses a column that was told by its number where no row at hand has so many: all rows would be bad. 0 is none. */
nreg_code nreg_columns_has(uint32_t wanted, uint32_t count, nreg_error *error);

#endif
