/* SPDX-License-Identifier: MIT */
/* The text of a field of a file, in UTF-8. */
#ifndef NREG_UPLOAD_FIELD_H
#define NREG_UPLOAD_FIELD_H

#include "upload/csv.h"
#include "upload/encoding.h"

/* Longer fields are cut: far beyond any number or purpose, and beyond what an entry keeps. */
#define NREG_FIELD_MAX ((size_t)4096)
/* Most scratch memory that one field can take. */
#define NREG_FIELD_SCRATCH (NREG_FIELD_MAX + NREG_ENCODING_ROOM(NREG_FIELD_MAX))

/*
 * Where it stands if it can stay so, else in the scratch memory from `*used` on, which has room. `*faults` gains what
 * is wrong with it; `*saw_windows1252` becomes 1 if it was taken for that.
 */
const char *nreg_field_mend(const nreg_csv_field *field, uint32_t encoding, char *scratch, size_t *used, size_t *length,
                            uint64_t *faults, uint32_t *saw_windows1252);

/* True for spaces only. */
int nreg_field_is_blank(const nreg_csv_field *field);

#endif
