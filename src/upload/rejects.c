/* SPDX-License-Identifier: MIT */
#include "upload/stage.h"

#include "base/text.h"
#include "number/spreadsheet.h"
#include "upload/encoding.h"

#include <string.h>

enum { OUT_SIZE = 1 << 14 };

typedef struct output {
    const nreg_sink *sink;
    char *buffer;
    size_t used;
    nreg_code code; /* of the first write that failed; nothing is written after it */
} output;

static void drain(output *out) {
    if (out->used > 0 && out->code == NREG_OK) {
        out->code = out->sink->write(out->buffer, out->used, out->sink->context);
    }
    out->used = 0;
}

static void put(output *out, const char *text, size_t length) {
    if (OUT_SIZE - out->used < length) {
        drain(out);
    }
    memcpy(out->buffer + out->used, text, length);
    out->used += length;
}

static void put_byte(output *out, char c) {
    put(out, &c, 1);
}

static int needs_quotes(const char *text, size_t length) {
    if (length == 0) {
        return 0;
    }
    if (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' || text[length - 1] == '\t') {
        return 1;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\0' && strchr(",;|\t\"\r\n", text[i]) != NULL) {
            return 1;
        }
    }
    return 0;
}

/* Bytes of the character that the text begins with; 0 if it is none. */
static size_t character_at(const char *text, size_t length) {
    for (size_t count = 1; count <= 4 && count <= length; count++) {
        if (nreg_text_valid_prefix(text, count) == count) {
            return count;
        }
    }
    return 0;
}

/* A field anew, in UTF-8, safe from formulas, in quotes where needed. */
static void put_field(output *out, const nreg_csv_field *field, uint32_t encoding) {
    const char *text = field->at;
    size_t length = field->length;
    int is_utf8 = encoding != NREG_ENCODING_WINDOWS1252 && nreg_text_valid_prefix(text, length) == length;
    int from_windows1252 = !is_utf8 && (encoding == NREG_ENCODING_AUTO || encoding == NREG_ENCODING_WINDOWS1252);
    int formula = nreg_spreadsheet_takes_for_formula(text, is_utf8 ? length : (size_t)(length > 0));
    int quoted = formula || needs_quotes(text, length);
    if (quoted) {
        put_byte(out, '"');
    }
    if (formula) {
        put_byte(out, '\'');
    }
    for (size_t i = 0; i < length;) {
        char converted[NREG_ENCODING_ROOM(1)];
        if (text[i] == '"') {
            put(out, "\"\"", 2);
            i += field->doubled ? 2 : 1;
        } else if (is_utf8 || (unsigned char)text[i] < 0x80) {
            put_byte(out, text[i++]);
        } else if (from_windows1252) {
            put(out, converted, nreg_encoding_from_windows1252(&text[i++], 1, converted));
        } else {
            size_t good = character_at(text + i, length - i);
            if (good != 0) {
                put(out, text + i, good);
            } else {
                put(out, "\xEF\xBF\xBD", 3);
                good = 1;
            }
            i += good;
        }
    }
    if (quoted) {
        put_byte(out, '"');
    }
}

static void put_text(output *out, const char *text) {
    nreg_csv_field field = {text, strlen(text), 0, 0};
    put_field(out, &field, NREG_ENCODING_UTF8);
}

static int is_called(const nreg_csv_field *field, const char *name) {
    char form[NREG_MATCH_SIZE];
    size_t length = field->length < NREG_MATCH_SIZE ? nreg_text_match_form(field->at, field->length, form) : 0;
    return length == strlen(name) && memcmp(form, name, length) == 0;
}

/* Columns of the row without those that an earlier run of this has added. */
static size_t own_columns(const nreg_csv_row *header) {
    size_t count = header->count;
    return count > 2 && is_called(&header->fields[count - 2], "reason") &&
                   is_called(&header->fields[count - 1], "message")
               ? count - 2
               : count;
}

/* `most` columns at most, `least` at least, then the two that are added. */
static void put_row(output *out, const nreg_csv *csv, const nreg_csv_row *row, size_t least, size_t most,
                    const char *reason, const char *message) {
    for (size_t i = 0; i < least || (i < row->count && i < most); i++) {
        if (i < row->count && i < most) {
            put_field(out, &row->fields[i], csv->encoding);
        }
        put_byte(out, csv->delimiter);
    }
    put_text(out, reason);
    put_byte(out, csv->delimiter);
    put_text(out, message);
    put(out, "\r\n", 2);
}

static nreg_code copy_rows(nreg_upload_file_reader *reader, const nreg_rejections *rejections, output *out,
                           uint64_t *rows, nreg_error *error) {
    nreg_csv *csv = &reader->csv;
    uint32_t sep_row = reader->columns.sep_row, header = reader->columns.header;
    size_t least = reader->columns.count, most = SIZE_MAX;
    nreg_csv_row row;
    if (csv->marked) {
        put(out, "\xEF\xBB\xBF", 3);
    }
    while (out->code == NREG_OK) {
        const char *reason, *message;
        nreg_code code;
        switch (nreg_csv_next(csv, &row, error)) {
        case NREG_CSV_ROW:
            if (sep_row) {
                sep_row = 0;
                put(out, row.raw, row.raw_length < OUT_SIZE ? row.raw_length : 0);
                put(out, "\r\n", 2);
            } else if (header) {
                if (!nreg_csv_is_blank(csv, row.raw, row.raw_length)) {
                    header = 0;
                    most = own_columns(&row);
                    least = most;
                    put_row(out, csv, &row, least, most, "reason", "message");
                }
            } else if (rejections->find(row.number, &reason, &message, rejections->context)) {
                put_row(out, csv, &row, least, most, reason, message);
                (*rows)++;
            }
            break;
        case NREG_CSV_MORE:
            if (reader->options.progress != NULL &&
                reader->options.progress(csv->bytes, *rows, reader->options.context) != 0) {
                return nreg_error_set(error, NREG_CANCELLED, "The host's progress callback asked to stop.");
            }
            code = nreg_csv_fill(csv, error);
            if (code != NREG_OK) {
                return code;
            }
            break;
        case NREG_CSV_END:
            drain(out);
            return out->code == NREG_OK ? NREG_OK
                                        : nreg_error_set(error, out->code, "Writing the rejected rows failed.");
        default:
            return csv->failure;
        }
    }
    return nreg_error_set(error, out->code, "Writing the rejected rows failed.");
}

nreg_code nreg_upload_write_rejects(const nreg_allocator *allocator, const nreg_columns_basis *basis,
                                    const nreg_source *source, const nreg_upload_options *options,
                                    const nreg_rejections *rejections, const nreg_sink *sink, uint64_t *rows,
                                    nreg_error *error) {
    nreg_upload_file_reader reader;
    uint64_t written = 0;
    nreg_code code = nreg_upload_begin(&reader, allocator, basis, source, options, error);
    if (code != NREG_OK) {
        return code;
    }
    output out = {sink, nreg_allocate(allocator, OUT_SIZE), 0, NREG_OK};
    code = out.buffer == NULL ? nreg_error_set(error, NREG_NO_MEMORY, "No memory to write the rejected rows.")
                              : copy_rows(&reader, rejections, &out, &written, error);
    nreg_release(allocator, out.buffer);
    nreg_csv_close(&reader.csv);
    if (code == NREG_OK && rows != NULL) {
        *rows = written;
    }
    return code;
}
