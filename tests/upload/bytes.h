/* SPDX-License-Identifier: MIT */
/* A file in memory as a source. */
#ifndef TESTS_UPLOAD_BYTES_H
#define TESTS_UPLOAD_BYTES_H

#include "../world/world.h"

#include <string.h>

typedef struct bytes {
    const char *data;
    size_t length, at;
} bytes;

static inline nreg_code read_bytes(void *buffer, size_t capacity, size_t *length, void *context) {
    bytes *from = context;
    size_t count = from->length - from->at < capacity ? from->length - from->at : capacity;
    memcpy(buffer, from->data + from->at, count);
    from->at += count;
    *length = count;
    return NREG_OK;
}

#endif
