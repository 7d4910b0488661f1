/* SPDX-License-Identifier: MIT */
#include "upload/stage.h"

#include "base/text.h"
#include "base/versioned.h"
#include "upload/encoding.h"
#include "upload/field.h"

#include <string.h>

enum { SCRATCH = 1 << 16 };

typedef struct staging {
    nreg_upload_file_reader reader;
    const nreg_upload_target *target;
    nreg_entry_input *inputs;
    size_t count;
    char *scratch; /* texts that could not stay as they stand in the file */
    size_t scratch_used;
} staging;

void nreg_upload_options_init(nreg_upload_options *options) {
    if (options == NULL) {
        return;
    }
    memset(options, 0, sizeof *options);
    options->struct_size = (uint32_t)sizeof *options;
    options->max_row_bytes = 1 << 20;
}

nreg_code nreg_upload_resolve(const nreg_upload_options *given, nreg_upload_options *resolved, nreg_error *error) {
    nreg_upload_options_init(resolved);
    if (given != NULL && !nreg_versioned_copy(resolved, sizeof *resolved, given, sizeof *resolved)) {
        return nreg_error_set(
            error, NREG_INVALID_ARGUMENT,
            "The upload options have no valid struct_size; prepare them with nreg_upload_options_init.");
    }
    const char *what = NULL;
    uint32_t delimiter = resolved->delimiter;
    if (resolved->encoding > NREG_ENCODING_WINDOWS1252) {
        what = "encoding";
    } else if (resolved->header > NREG_HEADER_NO) {
        what = "header";
    } else if (delimiter != 0 && delimiter != ',' && delimiter != ';' && delimiter != '\t' && delimiter != '|') {
        what = "delimiter";
    } else if (resolved->number_column > NREG_CSV_COLUMNS) {
        what = "number_column";
    } else if (resolved->purpose_column > NREG_CSV_COLUMNS && resolved->purpose_column != UINT32_MAX) {
        what = "purpose_column";
    } else if (resolved->max_row_bytes < 1024 || resolved->max_row_bytes > 16777216) {
        what = "max_row_bytes";
    } else if (resolved->consent > (NREG_CONSENT_MOVE | NREG_CONSENT_DELETE)) {
        what = "consent";
    }
    return what == NULL ? NREG_OK
                        : nreg_error_set(error, NREG_INVALID_ARGUMENT, "The upload option %s is out of range.", what);
}

nreg_code nreg_upload_begin(nreg_upload_file_reader *reader, const nreg_allocator *allocator,
                            const nreg_columns_basis *basis, const nreg_source *source,
                            const nreg_upload_options *options, nreg_error *error) {
    memset(reader, 0, sizeof *reader);
    reader->options = *options;
    nreg_code code = nreg_csv_open(&reader->csv, allocator, source, options->encoding, options->max_row_bytes, error);
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_columns_recognise(&reader->csv, basis, options, &reader->columns, error);
    if (code != NREG_OK) {
        nreg_csv_close(&reader->csv);
    }
    return code;
}

nreg_code nreg_upload_each_row(nreg_upload_file_reader *reader, const nreg_upload_taker *taker, nreg_error *error) {
    nreg_csv *csv = &reader->csv;
    const nreg_upload_options *options = &reader->options;
    uint32_t before = reader->columns.sep_row + reader->columns.header; /* rows with something in them, but no data */
    nreg_csv_row row;
    for (;;) {
        nreg_code code;
        switch (nreg_csv_next(csv, &row, error)) {
        case NREG_CSV_ROW:
            if (before > 0 && !nreg_csv_is_blank(csv, row.raw, row.raw_length)) {
                before--;
                continue;
            }
            code = taker->row(&row, taker->context, error);
            break;
        case NREG_CSV_MORE:
            code = taker->flush(taker->context, error);
            if (code == NREG_OK && options->progress != NULL &&
                options->progress(csv->bytes, reader->data_rows, options->context) != 0) {
                code = nreg_error_set(error, NREG_CANCELLED, "The host's progress callback asked to stop.");
            }
            if (code == NREG_OK) {
                code = nreg_csv_fill(csv, error);
            }
            break;
        case NREG_CSV_END:
            return taker->flush(taker->context, error);
        default:
            return csv->failure;
        }
        if (code != NREG_OK) {
            return code;
        }
    }
}

static nreg_code flush(void *context, nreg_error *error) {
    staging *s = context;
    size_t count = s->count;
    s->count = 0;
    s->scratch_used = 0;
    if (count == 0) {
        return NREG_OK;
    }
    nreg_code code = s->target->stage(s->inputs, count, s->target->context, error);
    if (code != NREG_OK && error != NULL) {
        int64_t index = error->position;
        error->position = index >= 0 && (size_t)index < count ? (int64_t)s->inputs[index].row : -1;
    }
    return code;
}

/* Almost every field can be taken as it stands. */
static int stands_as_text(const nreg_csv *csv, const nreg_csv_field *field) {
    return (field->doubled | field->ragged | csv->may_have_high) == 0 && field->length <= NREG_FIELD_MAX &&
           (field->length == 0 || field->at[0] != '\'');
}

static const char *take_text(staging *s, const nreg_csv_field *field, uint64_t *length, uint64_t *faults) {
    if (stands_as_text(&s->reader.csv, field)) {
        *length = field->length;
        return field->at;
    }
    size_t mended;
    const char *text = nreg_field_mend(field, s->reader.csv.encoding, s->scratch, &s->scratch_used, &mended, faults,
                                       &s->reader.saw_windows1252);
    *length = mended;
    return text;
}

/* Most scratch memory that one row can take. */
#define ROW_SCRATCH ((size_t)2 * NREG_FIELD_SCRATCH)

static nreg_code add_row(const nreg_csv_row *row, void *context, nreg_error *error) {
    static const nreg_csv_field nothing = {"", 0, 0, 0};
    staging *s = context;
    const nreg_columns *columns = &s->reader.columns;
    const nreg_upload_options *options = &s->reader.options;
    const nreg_csv_field *number = columns->number <= row->count ? &row->fields[columns->number - 1] : &nothing;
    const nreg_csv *csv = &s->reader.csv;
    if (nreg_field_is_blank(number) && nreg_csv_is_blank(csv, row->raw, row->raw_length)) {
        s->reader.empty_rows++;
        return NREG_OK;
    }
    if (row->number > UINT32_MAX) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "The file has more than %u rows; split it.", UINT32_MAX);
    }
    if (s->count == NREG_UPLOAD_BLOCK || SCRATCH - s->scratch_used < ROW_SCRATCH) {
        nreg_code code = flush(s, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    nreg_entry_input *input = &s->inputs[s->count++];
    memset(input, 0, sizeof *input);
    input->faults = row->has_nul ? NREG_REASON_BIT(NREG_REASON_BAD_TEXT) : 0;
    input->number = take_text(s, number, &input->number_length, &input->faults);
    input->purpose = options->default_purpose;
    input->consent = options->consent;
    input->row = (uint32_t)row->number;
    if (columns->purpose != 0 && columns->purpose <= row->count) {
        const nreg_csv_field *purpose = &row->fields[columns->purpose - 1];
        if (!nreg_field_is_blank(purpose)) {
            input->purpose_text = take_text(s, purpose, &input->purpose_length, &input->faults);
        }
    }
    s->reader.data_rows++;
    return NREG_OK;
}

void nreg_upload_fill_report(const nreg_upload_file_reader *reader, nreg_upload_report *report) {
    uint32_t size = report->struct_size;
    nreg_upload_report full = {0};
    full.struct_size = size;
    full.encoding = reader->csv.encoding != NREG_ENCODING_AUTO ? reader->csv.encoding
                    : reader->saw_windows1252                  ? NREG_ENCODING_WINDOWS1252
                                                               : NREG_ENCODING_UTF8;
    full.header = reader->columns.header;
    full.delimiter = (uint32_t)reader->csv.delimiter;
    full.number_column = reader->columns.number;
    full.purpose_column = reader->columns.purpose;
    full.bytes = reader->csv.bytes;
    full.rows = reader->data_rows;
    full.empty_rows = reader->empty_rows;
    memcpy(report, &full, size < sizeof full ? size : sizeof full);
}

nreg_code nreg_upload_rows(const nreg_allocator *allocator, const nreg_columns_basis *basis, const nreg_source *source,
                           const nreg_upload_options *options, const nreg_upload_target *target,
                           nreg_upload_report *report, nreg_error *error) {
    staging s;
    memset(&s, 0, sizeof s);
    if (report != NULL && report->struct_size < sizeof *report) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The report's struct_size is not set.");
    }
    s.target = target;
    nreg_code code = nreg_upload_begin(&s.reader, allocator, basis, source, options, error);
    if (code != NREG_OK) {
        return code;
    }
    const nreg_upload_taker taker = {add_row, flush, &s};
    nreg_csv *csv = &s.reader.csv;
    const nreg_columns *columns = &s.reader.columns;
    csv->wanted = columns->number > columns->purpose ? columns->number : columns->purpose;
    s.inputs = nreg_allocate_array(allocator, NREG_UPLOAD_BLOCK, sizeof *s.inputs);
    s.scratch = nreg_allocate(allocator, SCRATCH);
    code = s.inputs == NULL || s.scratch == NULL ? nreg_error_set(error, NREG_NO_MEMORY, "No memory to read the file.")
                                                 : nreg_upload_each_row(&s.reader, &taker, error);
    if (code == NREG_OK && report != NULL) {
        nreg_upload_fill_report(&s.reader, report);
    }
    nreg_release(allocator, s.inputs);
    nreg_release(allocator, s.scratch);
    nreg_csv_close(&s.reader.csv);
    return code;
}
