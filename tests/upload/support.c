/* SPDX-License-Identifier: MIT */
#include "support.h"

nreg_code piecewise_read(void *buffer, size_t capacity, size_t *length, void *context) {
    piecewise *file = context;
    size_t count = file->length - file->at;
    if (count == 0 && file->fail_with != NREG_OK) {
        return file->fail_with;
    }
    count = count < capacity ? count : capacity;
    count = file->piece != 0 && count > file->piece ? file->piece : count;
    memcpy(buffer, file->data + file->at, count);
    file->at += count;
    *length = count;
    return NREG_OK;
}

nreg_source source_of(piecewise *file) {
    return (nreg_source){piecewise_read, file};
}

nreg_code gather(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    gathered *out = context;
    out->calls++;
    for (size_t i = 0; i < count; i++) {
        const nreg_entry_input *in = &inputs[i];
        out->entries++;
        if (out->fail_with != NREG_OK && out->entries == out->fail_at) {
            return nreg_error_set_at(error, out->fail_with, (int64_t)i, "Refused.");
        }
        if (sizeof out->text - out->length < 256 || in->number_length > 128) {
            continue;
        }
        out->length += (size_t)snprintf(out->text + out->length, sizeof out->text - out->length, "%u|%.*s|", in->row,
                                        (int)in->number_length, in->number);
        if (in->purpose_text != NULL) {
            out->length += (size_t)snprintf(out->text + out->length, sizeof out->text - out->length, "%.*s",
                                            (int)in->purpose_length, in->purpose_text);
        } else if (in->purpose != 0) {
            out->length +=
                (size_t)snprintf(out->text + out->length, sizeof out->text - out->length, "#%u", in->purpose);
        }
        if (in->faults != 0) {
            out->length += (size_t)snprintf(out->text + out->length, sizeof out->text - out->length, "|%s",
                                            nreg_reason_code(nreg_reason_first(in->faults)));
        }
        out->length += (size_t)snprintf(out->text + out->length, sizeof out->text - out->length, "\n");
    }
    return NREG_OK;
}

nreg_catalogue *builtin_catalogue(void) {
    nreg_allocator allocator;
    nreg_catalogue *catalogue = NULL;
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    assert_int_equal(nreg_catalogue_new(&allocator, &catalogue, NULL), NREG_OK);
    return catalogue;
}

nreg_code upload(piecewise *file, const nreg_upload_options *options, gathered *out, nreg_upload_report *report,
                 nreg_error *error) {
    nreg_upload_options resolved;
    nreg_allocator allocator;
    nreg_catalogue *catalogue = builtin_catalogue();
    nreg_columns_basis basis = {NULL, catalogue, "US"};
    nreg_source source = source_of(file);
    nreg_upload_target target = {gather, out};
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    nreg_code code = nreg_upload_resolve(options, &resolved, error);
    if (code == NREG_OK) {
        code = nreg_upload_rows(&allocator, &basis, &source, &resolved, &target, report, error);
    }
    nreg_catalogue_release(catalogue);
    return code;
}

nreg_upload_report last_report;

void expect_bytes(const char *data, size_t length, const nreg_upload_options *options, const char *entries) {
    static const size_t pieces[] = {0, 1, 7};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        piecewise file = {data, length, 0, pieces[i], NREG_OK};
        gathered *out = calloc(1, sizeof *out);
        nreg_error error = NREG_ERROR_INIT;
        last_report.struct_size = sizeof last_report;
        if (upload(&file, options, out, &last_report, &error) != NREG_OK) {
            fail_msg("%s", error.message);
        }
        assert_string_equal(out->text, entries);
        assert_true(last_report.rows == out->entries);
        assert_true(last_report.bytes == length);
        free(out);
    }
}

void expect(const char *data, const char *entries) {
    expect_bytes(data, strlen(data), NULL, entries);
}

void refuse_bytes(const char *data, size_t length, const nreg_upload_options *options, nreg_code code, int64_t position,
                  const char *message) {
    static const size_t pieces[] = {0, 1, 7};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        piecewise file = {data, length, 0, pieces[i], NREG_OK};
        gathered *out = calloc(1, sizeof *out);
        nreg_error error = NREG_ERROR_INIT;
        nreg_code got = upload(&file, options, out, NULL, &error);
        if (got != code || error.position != position || strstr(error.message, message) == NULL) {
            fail_msg("code %d at %lld: \"%s\"; expected %d at %lld: \"%s\"", got, (long long)error.position,
                     error.message, code, (long long)position, message);
        }
        file.at = 0;
        assert_int_equal(upload(&file, options, out, NULL, NULL), code);
        free(out);
    }
}
