/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file: reading never leaves its memory, gives the same rows however the bytes arrive, and rows written
 * back as rejected are read again as the same entries. The first byte of the input chooses options.
 */
#include "fuzz.h"
#include "upload/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct input {
    const char *data;
    size_t length, at, piece;
} input;

typedef struct entries {
    uint64_t digest; /* of numbers, purposes and faults, in order */
    uint64_t rows;   /* and of row numbers */
    size_t count;
} entries;

typedef struct output {
    char *text;
    size_t length, capacity;
} output;

static nreg_code read_input(void *buffer, size_t capacity, size_t *length, void *context) {
    input *from = context;
    size_t count = from->length - from->at;
    count = count < capacity ? count : capacity;
    count = from->piece != 0 && count > from->piece ? from->piece : count;
    if (count > 0) {
        memcpy(buffer, from->data + from->at, count);
    }
    from->at += count;
    *length = count;
    return NREG_OK;
}

static uint64_t mix(uint64_t digest, const char *text, uint64_t length) {
    for (uint64_t i = 0; i < length; i++) {
        digest = (digest ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    }
    return (digest ^ length) * UINT64_C(1099511628211);
}

static nreg_code gather(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    entries *out = context;
    (void)error;
    for (size_t i = 0; i < count; i++) {
        out->digest = mix(out->digest, inputs[i].number, inputs[i].number_length);
        out->digest = mix(out->digest, inputs[i].purpose_text, inputs[i].purpose_length);
        out->digest = (out->digest ^ inputs[i].faults) * 31;
        out->rows = out->rows * 31 + inputs[i].row;
    }
    out->count += count;
    return NREG_OK;
}

static int reject_all(uint64_t row, const char **reason, const char **message, void *context) {
    (void)row;
    (void)context;
    *reason = "EMPTY";
    *message = "=\"a\", b";
    return 1;
}

static nreg_code keep(const void *data, size_t length, void *context) {
    output *out = context;
    if (out->capacity - out->length < length) {
        out->capacity = 2 * (out->capacity + length);
        out->text = realloc(out->text, out->capacity);
        FUZZ_CHECK(out->text != NULL);
    }
    memcpy(out->text + out->length, data, length);
    out->length += length;
    return NREG_OK;
}

static nreg_code run(const nreg_upload_options *options, const char *data, size_t length, size_t piece, entries *out) {
    nreg_allocator allocator;
    input from = {data, length, 0, piece};
    nreg_source source = {read_input, &from};
    nreg_columns_basis basis = {NULL, NULL, "US"};
    nreg_upload_target target = {gather, out};
    nreg_error error = NREG_ERROR_INIT;
    *out = (entries){0, 0, 0};
    nreg_allocator_resolve(NULL, &allocator);
    nreg_code code = nreg_upload_rows(&allocator, &basis, &source, options, &target, NULL, &error);
    FUZZ_CHECK(code == error.code);
    FUZZ_CHECK((code == NREG_OK) == (error.message[0] == '\0'));
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const uint32_t delimiters[] = {0, ',', ';', '\t'};
    if (size < 1) {
        return 0;
    }
    const char *data = (const char *)bytes + 1;
    size_t length = size - 1;
    nreg_upload_options options;
    nreg_upload_resolve(NULL, &options, NULL);
    options.encoding = (bytes[0] & 7) % 5;
    options.delimiter = delimiters[bytes[0] >> 3 & 3];
    options.header = (bytes[0] >> 5 & 3) % 3;
    options.max_row_bytes = bytes[0] & 0x80 ? 1024 : 1 << 20;

    entries whole, pieces;
    nreg_code code = run(&options, data, length, 0, &whole);
    FUZZ_CHECK(run(&options, data, length, 1 + length % 7, &pieces) == code);
    if (code != NREG_OK) {
        return 0;
    }
    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);

    /* Rejected rows, told the same layout, hold what the entries held. */
    nreg_allocator allocator;
    input from = {data, length, 0, 0};
    nreg_source source = {read_input, &from};
    nreg_columns_basis basis = {NULL, NULL, "US"};
    nreg_rejections all = {reject_all, NULL};
    output out = {NULL, 0, 0};
    nreg_sink sink = {keep, &out};
    uint64_t rows = 0;
    nreg_allocator_resolve(NULL, &allocator);
    FUZZ_CHECK(nreg_upload_write_rejects(&allocator, &basis, &source, &options, &all, &sink, &rows, NULL) == NREG_OK);
    FUZZ_CHECK(rows >= whole.count);
    free(out.text);
    return 0;
}
