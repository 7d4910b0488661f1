/* SPDX-License-Identifier: MIT */
/* What a header row calls its columns. */
#ifndef NREG_UPLOAD_NAMING_H
#define NREG_UPLOAD_NAMING_H

#include "upload/columns.h"

/* What the names in the first row say. */
typedef struct nreg_naming {
    uint32_t number, purpose;               /* best column by name, from 1; 0 for none */
    uint32_t wanted_number, wanted_purpose; /* columns with the names that were told, from 1 */
    uint32_t digits;                        /* cells with digits in them */
    uint32_t filled;
} nreg_naming;

void nreg_naming_read(nreg_csv *csv, uint32_t skip, const nreg_upload_options *options, nreg_naming *out);

#endif
