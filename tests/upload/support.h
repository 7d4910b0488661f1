/* SPDX-License-Identifier: MIT */
/* Files in memory, handed out in pieces of any size; entries gathered as text. */
#ifndef TESTS_UPLOAD_SUPPORT_H
#define TESTS_UPLOAD_SUPPORT_H

#include "../support/failing_allocator.h"
#include "upload/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct piecewise {
    const char *data;
    size_t length, at, piece; /* piece 0: all that is asked for */
    nreg_code fail_with;      /* at the end, instead of ending */
} piecewise;

nreg_code piecewise_read(void *buffer, size_t capacity, size_t *length, void *context);
nreg_source source_of(piecewise *file);

/* Entries one a line: row|number|purpose text or id|faults in hexadecimal. */
typedef struct gathered {
    char text[1 << 16];
    size_t length, entries, calls;
    nreg_code fail_with; /* at entry number `fail_at` */
    size_t fail_at;
} gathered;
nreg_code gather(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error);

nreg_catalogue *builtin_catalogue(void);

/* Reads a file; options NULL for the defaults. */
nreg_code upload(piecewise *file, const nreg_upload_options *options, gathered *out, nreg_upload_report *report,
                 nreg_error *error);

/* The report of the last expect_bytes(). */
extern nreg_upload_report last_report;
/* Reads the file whole and in pieces of 1 and 7 bytes; the outcome must be the same. */
void expect_bytes(const char *data, size_t length, const nreg_upload_options *options, const char *entries);
void expect(const char *data, const char *entries);
void refuse_bytes(const char *data, size_t length, const nreg_upload_options *options, nreg_code code, int64_t position,
                  const char *message);

/* Two good entries, as gathered. */
#define TWO "1|5012149020|Survey\n2|5012149021|Charity\n"

#endif
