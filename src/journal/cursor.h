/* SPDX-License-Identifier: MIT */
/*
 * Positions in the journal as callers hold them. A position counts everybody's rows, so it is given out hidden: a block
 * that without the registry's secret (scope/secret.h) says nothing, and looks different each time even for the same
 * position. It is good only for what it was made for: the same kind of reading, of the same thing, by a session of the
 * same root.
 */
#ifndef NREG_JOURNAL_CURSOR_H
#define NREG_JOURNAL_CURSOR_H

#include "scope/access.h"

#include <numberreg/journal.h>

/* Kinds of reading; numbered for good, as cursors are stored. */
enum { NREG_CURSOR_FEED = 1, NREG_CURSOR_NUMBER, NREG_CURSOR_BATCH, NREG_CURSOR_SCOPE, NREG_CURSOR_CHANGES };

typedef struct nreg_cursor_use {
    uint32_t kind;
    uint64_t id; /* of what is read; 0 for the feed */
} nreg_cursor_use;

/* A block of zeros is position 0. NREG_INVALID_ARGUMENT for a block that nreg_cursor_hide() did not make for this. */
nreg_code nreg_cursor_reveal(const nreg_access *access, const nreg_cursor_use *use, const uint64_t block[2],
                             uint64_t *position, nreg_error *error);
nreg_code nreg_cursor_hide(const nreg_access *access, const nreg_cursor_use *use, uint64_t position, uint64_t block[2],
                           nreg_error *error);

/* Blocks as text and back; "" is the block of zeros. NREG_INVALID_ARGUMENT for any other text. */
void nreg_cursor_write(const uint64_t block[2], char text[NREG_FEED_CURSOR_SIZE]);
nreg_code nreg_cursor_parse(const char *text, uint64_t block[2], nreg_error *error);

#endif
