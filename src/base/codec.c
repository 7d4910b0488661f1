/* SPDX-License-Identifier: MIT */
#include "base/codec.h"

#include <string.h>

void nreg_writer_init(nreg_writer *writer, const nreg_allocator *allocator) {
    memset(writer, 0, sizeof *writer);
    writer->allocator = *allocator;
}

void nreg_writer_free(nreg_writer *writer) {
    nreg_release(&writer->allocator, writer->data);
    writer->data = NULL;
    writer->length = 0;
    writer->capacity = 0;
}

void nreg_write_bytes(nreg_writer *writer, const void *data, size_t length) {
    void *grown = writer->data;
    if (writer->failed || length > SIZE_MAX - writer->length ||
        !nreg_array_reserve(&writer->allocator, &grown, &writer->capacity, writer->length + length, 1)) {
        writer->failed = 1;
        return;
    }
    writer->data = grown;
    if (length > 0) {
        memcpy(writer->data + writer->length, data, length);
        writer->length += length;
    }
}

void nreg_write_byte(nreg_writer *writer, unsigned char byte) {
    nreg_write_bytes(writer, &byte, 1);
}

void nreg_write_unsigned(nreg_writer *writer, uint64_t value) {
    unsigned char bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (unsigned char)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
        value >>= 7;
    } while (value != 0);
    nreg_write_bytes(writer, bytes, count);
}

/* Small numbers of either sign become small unsigned ones. */
void nreg_write_signed(nreg_writer *writer, int64_t value) {
    const uint64_t bits = (uint64_t)value << 1;
    nreg_write_unsigned(writer, value < 0 ? ~bits : bits);
}

void nreg_write_text(nreg_writer *writer, const void *data, size_t length) {
    nreg_write_unsigned(writer, length);
    nreg_write_bytes(writer, data, length);
}

void nreg_reader_init(nreg_reader *reader, const void *data, size_t length) {
    static const unsigned char nothing = 0;
    reader->at = data == NULL ? &nothing : data;
    reader->end = reader->at + (data == NULL ? 0 : length);
    reader->failed = 0;
}

static void fail(nreg_reader *reader) {
    reader->failed = 1;
    reader->at = reader->end;
}

unsigned char nreg_read_byte(nreg_reader *reader) {
    if (reader->at == reader->end) {
        fail(reader);
        return 0;
    }
    return *reader->at++;
}

uint64_t nreg_read_unsigned(nreg_reader *reader) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const unsigned char byte = nreg_read_byte(reader);
        if (shift == 63 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            return reader->failed ? 0 : value;
        }
    }
    fail(reader);
    return 0;
}

uint64_t nreg_read_limited(nreg_reader *reader, uint64_t limit) {
    const uint64_t value = nreg_read_unsigned(reader);
    if (value > limit) {
        fail(reader);
        return 0;
    }
    return value;
}

int64_t nreg_read_signed(nreg_reader *reader) {
    const uint64_t bits = nreg_read_unsigned(reader);
    const uint64_t magnitude = bits >> 1;
    return (bits & 1) != 0 ? -(int64_t)magnitude - 1 : (int64_t)magnitude;
}

const void *nreg_read_text(nreg_reader *reader, size_t *length) {
    const uint64_t wanted = nreg_read_unsigned(reader);
    if (wanted > (uint64_t)(reader->end - reader->at)) {
        fail(reader);
        *length = 0;
        return reader->end;
    }
    const unsigned char *text = reader->at;
    reader->at += wanted;
    *length = (size_t)wanted;
    return text;
}
