/* SPDX-License-Identifier: MIT */
/* Compact bytes for what a store keeps as opaque chunks: variable-length integers and texts; reading never leaves the
 * block. */
#ifndef NREG_BASE_CODEC_H
#define NREG_BASE_CODEC_H

#include "base/memory.h"

typedef struct nreg_writer {
    nreg_allocator allocator;
    unsigned char *data;
    size_t length;
    size_t capacity;
    int failed; /* memory was short once: the content is not to be used */
} nreg_writer;

void nreg_writer_init(nreg_writer *writer, const nreg_allocator *allocator);
void nreg_writer_free(nreg_writer *writer);
void nreg_write_byte(nreg_writer *writer, unsigned char byte);
void nreg_write_unsigned(nreg_writer *writer, uint64_t value);
void nreg_write_signed(nreg_writer *writer, int64_t value);
void nreg_write_bytes(nreg_writer *writer, const void *data, size_t length);
/* Length, then the bytes. */
void nreg_write_text(nreg_writer *writer, const void *data, size_t length);

typedef struct nreg_reader {
    const unsigned char *at;
    const unsigned char *end;
    int failed; /* the block ended early or held something impossible; everything read since is 0 */
} nreg_reader;

void nreg_reader_init(nreg_reader *reader, const void *data, size_t length);
unsigned char nreg_read_byte(nreg_reader *reader);
uint64_t nreg_read_unsigned(nreg_reader *reader);
/* The same, failing above `limit`. */
uint64_t nreg_read_limited(nreg_reader *reader, uint64_t limit);
int64_t nreg_read_signed(nreg_reader *reader);
/* Points into the block. */
const void *nreg_read_text(nreg_reader *reader, size_t *length);

#endif
