/* SPDX-License-Identifier: MIT */
/* The first rows of a file, and what their cells look like: by that its delimiter and columns are recognised. */
#ifndef NREG_UPLOAD_SAMPLE_H
#define NREG_UPLOAD_SAMPLE_H

#include "upload/columns.h"
#include "upload/encoding.h"

enum { NREG_SAMPLE_COLUMNS = 64, NREG_CELL_SIZE = 256 };

typedef struct nreg_cell {
    char text[NREG_ENCODING_ROOM(NREG_CELL_SIZE)];
    size_t length;
} nreg_cell;

/* What is known of a column from the rows below the first. */
typedef struct nreg_evidence {
    uint32_t filled, numbers, purposes;
} nreg_evidence;

typedef struct nreg_sample {
    uint32_t rows;    /* with something in them */
    uint32_t columns; /* most of any row */
    nreg_evidence below[NREG_SAMPLE_COLUMNS];
    nreg_evidence first[NREG_SAMPLE_COLUMNS]; /* of the first row with something in it */
    uint32_t first_count;
} nreg_sample;

void nreg_cell_copy(const nreg_csv *csv, const nreg_csv_field *field, nreg_cell *out);
int nreg_cell_is_blank(const nreg_cell *c);
int nreg_cell_has_digit(const nreg_cell *c);

/* Columns beyond the sample's are counted but not judged. `skip` rows are passed over. A row that cannot be read ends
 * the sample; reading the rows will say so. */
void nreg_sample_take(nreg_csv *csv, const nreg_columns_basis *basis, uint32_t skip, nreg_sample *out);

/* The delimiter that a first row "sep=;" tells, as spreadsheets write and hide it; 0 without. */
char nreg_sample_sep(nreg_csv *csv);
/* The delimiter at which the rows fall apart best. */
char nreg_sample_delimiter(nreg_csv *csv, const nreg_columns_basis *basis);

#endif
