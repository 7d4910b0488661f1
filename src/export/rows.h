/* SPDX-License-Identifier: MIT */
/* Rows of texts as CSV or JSON Lines, written through a small buffer. */
#ifndef NREG_EXPORT_ROWS_H
#define NREG_EXPORT_ROWS_H

#include "base/error.h"

#include <numberreg/export.h>

#define NREG_ROWS_BUFFER 8192

typedef struct nreg_rows {
    const nreg_sink *sink;
    nreg_code code; /* of the first write that failed; nothing is written after it */
    uint32_t format;
    char delimiter;
    int begun; /* the row has a field */
    size_t used;
    char buffer[NREG_ROWS_BUFFER];
} nreg_rows;

/* Checks the options, as much as concerns rows: NREG_INVALID_ARGUMENT names the member. */
nreg_code nreg_rows_check(const nreg_export_options *options, nreg_error *error);

void nreg_rows_open(nreg_rows *rows, const nreg_export_options *options, const nreg_sink *sink);
/* Byte-order mark and names of the columns, where the options ask for them. `names` ends with NULL. */
void nreg_rows_begin(nreg_rows *rows, const nreg_export_options *options, const char *const *names);
/* A text that people made: bytes that are no UTF-8 become U+FFFD, and in CSV a formula is disarmed. */
void nreg_rows_text(nreg_rows *rows, const char *name, const char *text, size_t length);
/* A text that the library made: nothing in it can be a formula. */
void nreg_rows_plain(nreg_rows *rows, const char *name, const char *text);
void nreg_rows_end(nreg_rows *rows);
/* Writes what is left; the code of the sink if it failed. */
nreg_code nreg_rows_close(nreg_rows *rows, nreg_error *error);

#define NREG_TIME_SIZE 64

/* Microseconds since 1970 as "2026-01-31T09:00:00.000000Z". */
void nreg_time_write(int64_t time, char text[NREG_TIME_SIZE]);

#endif
