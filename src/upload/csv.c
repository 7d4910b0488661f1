/* SPDX-License-Identifier: MIT */
#include "upload/csv.h"

#include "upload/encoding.h"

#include <string.h>

enum { BLOCK = 1 << 16, UNITS = 1 << 14, FIRST_FIELDS = 32 };

typedef enum scan_result { SCANNED, CUT, UNCLOSED, CROWDED } scan_result;

typedef struct scan {
    const char *at, *end;
    int is_last; /* nothing follows `end` */
    char delimiter;
    nreg_csv_field *fields;
    size_t capacity, wanted, count;
    const char *row_end; /* line end of the row, or `end` */
} scan;

static int add_field(scan *s, const char *at, size_t length, uint32_t doubled, uint32_t ragged) {
    if (s->wanted != 0 && s->count >= s->wanted) {
        return 1;
    }
    if (s->count == s->capacity) {
        return 0;
    }
    s->fields[s->count++] = (nreg_csv_field){at, length, doubled, ragged};
    return 1;
}

/* The fields of a row without quotes; false if there is no room for all that are wanted. */
static int split_plain(nreg_csv *csv, const char *at, const char *row_end, size_t *count) {
    size_t found = 0, most = csv->wanted != 0 ? csv->wanted : SIZE_MAX;
    for (;;) {
        const char *stop = memchr(at, csv->delimiter, (size_t)(row_end - at));
        if (found == csv->field_capacity) {
            return 0;
        }
        csv->fields[found++] = (nreg_csv_field){at, (size_t)((stop != NULL ? stop : row_end) - at), 0, 0};
        if (stop == NULL || found == most) {
            *count = found;
            return 1;
        }
        at = stop + 1;
    }
}

static int ends_field(const scan *s, const char *at) {
    return at == s->end || *at == s->delimiter || *at == '\n' || *at == '\r';
}

static const char *skip_blanks(const scan *s, const char *at) {
    while (at < s->end && (*at == ' ' || (*at == '\t' && s->delimiter != '\t'))) {
        at++;
    }
    return at;
}

/* The closing quote of a field whose content begins at `at`; NULL if it is not at hand. */
static const char *closing_quote(const scan *s, const char *at, uint32_t *doubled) {
    for (;;) {
        const char *quote = memchr(at, '"', (size_t)(s->end - at));
        if (quote == NULL || (quote + 1 == s->end && !s->is_last)) {
            return NULL;
        }
        if (quote + 1 == s->end || quote[1] != '"') {
            return quote;
        }
        *doubled = 1;
        at = quote + 2;
    }
}

static scan_result scan_quoted(scan *s) {
    const char *at = s->at;
    for (;;) {
        const char *open = skip_blanks(s, at), *stop = at;
        int fits;
        if (open < s->end && *open == '"') {
            uint32_t doubled = 0;
            const char *close = closing_quote(s, open + 1, &doubled);
            if (close == NULL) {
                return s->is_last ? UNCLOSED : CUT;
            }
            stop = skip_blanks(s, close + 1);
            if (ends_field(s, stop)) {
                fits = add_field(s, open + 1, (size_t)(close - open - 1), doubled, 0);
            } else {
                while (!ends_field(s, stop)) {
                    stop++;
                }
                fits = add_field(s, at, (size_t)(stop - at), 0, 1);
            }
        } else {
            while (!ends_field(s, stop)) {
                stop++;
            }
            fits = add_field(s, at, (size_t)(stop - at), 0, 0);
        }
        if (!fits) {
            return CROWDED;
        }
        if (stop == s->end && !s->is_last) {
            return CUT;
        }
        if (stop == s->end || *stop != s->delimiter) {
            s->row_end = stop;
            return SCANNED;
        }
        at = stop + 1;
    }
}

static scan_result scan_row(nreg_csv *csv, const char *at, const char **row_end, size_t *count) {
    const char *end = csv->buffer + csv->end, *stop = memchr(at, '\n', (size_t)(end - at));
    int ends = stop != NULL;
    stop = ends ? stop : end;
    if (csv->may_have_return) {
        const char *carriage_return = memchr(at, '\r', (size_t)(stop - at));
        ends |= carriage_return != NULL;
        stop = carriage_return != NULL ? carriage_return : stop;
    }
    if (csv->may_have_quote && memchr(at, '"', (size_t)(stop - at)) != NULL) {
        scan s = {at, end, csv->source_ended, csv->delimiter, csv->fields, csv->field_capacity, csv->wanted, 0, NULL};
        scan_result result = scan_quoted(&s);
        *row_end = s.row_end;
        *count = s.count;
        return result;
    }
    *row_end = stop;
    if (!ends && !csv->source_ended) {
        return CUT;
    }
    return split_plain(csv, at, stop, count) ? SCANNED : CROWDED;
}

static nreg_csv_step too_long(nreg_csv *csv, nreg_error *error) {
    csv->failure = nreg_error_set_at(
        error, NREG_LIMIT_EXCEEDED, (int64_t)csv->rows + 1,
        "Row %llu is longer than %zu bytes; a quote may be open in it, or the file is not a table of rows.",
        (unsigned long long)csv->rows + 1, csv->max_row_bytes);
    return NREG_CSV_FAILED;
}

/* Reads the row at offset `at` of the buffer, its number being `number`, and moves `*at` behind it. */
static nreg_csv_step read_row(nreg_csv *csv, size_t *at, uint64_t number, nreg_csv_row *row, nreg_error *error) {
    for (;;) {
        if (*at == csv->end) {
            return csv->source_ended ? NREG_CSV_END : NREG_CSV_MORE;
        }
        const char *begin = csv->buffer + *at, *row_end = NULL;
        size_t count = 0;
        switch (scan_row(csv, begin, &row_end, &count)) {
        case CUT:
            return csv->end - *at > csv->max_row_bytes ? too_long(csv, error) : NREG_CSV_MORE;
        case UNCLOSED:
            if (csv->end - *at > csv->max_row_bytes) {
                return too_long(csv, error);
            }
            csv->failure = nreg_error_set_at(error, NREG_BAD_FORMAT, (int64_t)number,
                                             "A quote opened in row %llu is never closed; close it or double it.",
                                             (unsigned long long)number);
            return NREG_CSV_FAILED;
        case CROWDED: {
            void *fields =
                nreg_reallocate_array(&csv->allocator, csv->fields, 2 * csv->field_capacity, sizeof *csv->fields);
            if (fields == NULL) {
                csv->failure = nreg_error_set(error, NREG_NO_MEMORY, "No memory for the columns of a row.");
                return NREG_CSV_FAILED;
            }
            csv->fields = fields;
            csv->field_capacity *= 2;
            continue;
        }
        case SCANNED:
            break;
        }
        size_t length = (size_t)(row_end - begin);
        if (length > csv->max_row_bytes) {
            return too_long(csv, error);
        }
        row->number = number;
        row->raw = begin;
        row->raw_length = length;
        row->fields = csv->fields;
        row->count = count;
        row->has_nul = csv->may_have_nul && memchr(begin, 0, length) != NULL;
        *at += length;
        return NREG_CSV_ROW;
    }
}

/* Passes over the line end at offset `at`; an LF after a CR may come with the next bytes. */
static size_t pass_line_end(const nreg_csv *csv, size_t at, uint8_t *skip_newline) {
    *skip_newline = 0;
    if (at < csv->end && csv->buffer[at] == '\r') {
        at++;
        *skip_newline = 1;
    }
    if (at < csv->end && csv->buffer[at] == '\n') {
        at++;
        *skip_newline = 0;
    }
    return at;
}

static size_t pass_newline(const nreg_csv *csv, size_t at, uint8_t skip_newline) {
    return skip_newline && at < csv->end && csv->buffer[at] == '\n' ? at + 1 : at;
}

nreg_csv_step nreg_csv_next(nreg_csv *csv, nreg_csv_row *row, nreg_error *error) {
    if (csv->skip_newline && csv->start < csv->end) {
        csv->start = pass_newline(csv, csv->start, 1);
        csv->skip_newline = 0;
    }
    size_t at = csv->start;
    nreg_csv_step step = read_row(csv, &at, csv->rows + 1, row, error);
    if (step == NREG_CSV_ROW) {
        csv->start = pass_line_end(csv, at, &csv->skip_newline);
        csv->rows++;
    }
    return step;
}

nreg_csv_step nreg_csv_peek(nreg_csv *csv, size_t *at, nreg_csv_row *row, nreg_error *error) {
    size_t from = csv->start + *at;
    uint8_t skip_newline = 0;
    if (*at == 0) {
        from = pass_newline(csv, from, csv->skip_newline);
    }
    nreg_csv_step step = read_row(csv, &from, csv->rows + 1, row, error);
    if (step == NREG_CSV_ROW) {
        *at = pass_line_end(csv, from, &skip_newline) - csv->start;
    }
    return step;
}

/* Reads from the source until `capacity` bytes are there or it ends. */
static nreg_code read_source(nreg_csv *csv, void *buffer, size_t capacity, size_t *length, nreg_error *error) {
    *length = 0;
    while (*length < capacity && !csv->source_ended) {
        size_t got = 0;
        nreg_code code = csv->source.read((char *)buffer + *length, capacity - *length, &got, csv->source.context);
        if (code != NREG_OK) {
            return nreg_error_set(error, code, "The source of the file failed after %llu bytes.",
                                  (unsigned long long)csv->bytes);
        }
        if (got > capacity - *length) {
            return nreg_error_set(error, NREG_HOST, "The source of the file gave more bytes than were asked for.");
        }
        csv->source_ended = got == 0;
        *length += got;
        csv->bytes += got;
    }
    return NREG_OK;
}

static nreg_code fill_from_utf16(nreg_csv *csv, nreg_error *error) {
    size_t room = csv->capacity - csv->end;
    int big_endian = csv->encoding == NREG_ENCODING_UTF16BE;
    while (room >= NREG_ENCODING_ROOM(UNITS) / 2 && !(csv->source_ended && csv->units_length == 0)) {
        size_t got, used;
        nreg_code code = read_source(csv, csv->units + csv->units_length, UNITS - csv->units_length, &got, error);
        if (code != NREG_OK) {
            return code;
        }
        csv->units_length += got;
        size_t written = nreg_encoding_from_utf16(csv->units, csv->units_length, big_endian, csv->source_ended, &used,
                                                  csv->buffer + csv->end, room);
        csv->units_length -= used;
        memmove(csv->units, csv->units + used, csv->units_length);
        csv->end += written;
        room -= written;
        if (csv->source_ended && csv->units_length != 0 && used == 0) {
            return nreg_error_set(error, NREG_BAD_TEXT,
                                  "The file ends in the middle of a UTF-16 character; it may have been cut off.");
        }
    }
    return NREG_OK;
}

/* What the bytes at hand make possible, so that rows need not be searched for it. */
static nreg_code survey(nreg_csv *csv, nreg_error *error) {
    const char *at = csv->buffer + csv->start;
    size_t length = csv->end - csv->start;
    csv->may_have_quote = memchr(at, '"', length) != NULL;
    csv->may_have_return = memchr(at, '\r', length) != NULL;
    csv->may_have_nul = memchr(at, 0, length) != NULL;
    csv->may_have_high = (uint8_t)nreg_encoding_has_high(at, length);
    if (csv->may_have_nul && nreg_encoding_is_binary(at, length)) {
        return nreg_error_set_at(error, NREG_BAD_FORMAT, (int64_t)csv->rows + 1,
                                 "From row %llu on the file is not text.", (unsigned long long)csv->rows + 1);
    }
    return NREG_OK;
}

nreg_code nreg_csv_fill(nreg_csv *csv, nreg_error *error) {
    size_t kept = csv->end - csv->start;
    memmove(csv->buffer, csv->buffer + csv->start, kept);
    csv->start = 0;
    csv->end = kept;
    if (kept > csv->capacity / 2) {
        void *buffer = nreg_reallocate_array(&csv->allocator, csv->buffer, 2, csv->capacity);
        if (buffer == NULL) {
            return nreg_error_set(error, NREG_NO_MEMORY, "No memory for a row of more than %zu bytes.", kept);
        }
        csv->buffer = buffer;
        csv->capacity *= 2;
    }
    nreg_code code;
    if (csv->units != NULL) {
        code = fill_from_utf16(csv, error);
    } else {
        size_t got;
        code = read_source(csv, csv->buffer + csv->end, csv->capacity - csv->end, &got, error);
        csv->end += got;
    }
    return code == NREG_OK ? survey(csv, error) : code;
}

/* Recognises the encoding of the bytes at hand; UTF-16 is put aside to be turned into UTF-8. */
static nreg_code begin(nreg_csv *csv, uint32_t encoding, nreg_error *error) {
    size_t got;
    nreg_code code = read_source(csv, csv->buffer, UNITS, &got, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_encoding_guess guess = nreg_encoding_guess_of((unsigned char *)csv->buffer, got, encoding);
    if (guess.binary != NULL) {
        return nreg_error_set_at(error, NREG_BAD_FORMAT, 1, "The file is %s.", guess.binary);
    }
    csv->encoding = guess.encoding;
    csv->marked = guess.mark != 0;
    if (guess.encoding != NREG_ENCODING_UTF16LE && guess.encoding != NREG_ENCODING_UTF16BE) {
        if (nreg_encoding_is_binary(csv->buffer + guess.mark, got - guess.mark)) {
            return nreg_error_set_at(error, NREG_BAD_FORMAT, 1, "The file is not text; save the table as CSV first.");
        }
        csv->start = guess.mark;
        csv->end = got;
    } else {
        csv->units = nreg_allocate(&csv->allocator, UNITS);
        if (csv->units == NULL) {
            return nreg_error_set(error, NREG_NO_MEMORY, "No memory to read the file.");
        }
        csv->units_length = got - guess.mark;
        memcpy(csv->units, csv->buffer + guess.mark, csv->units_length);
    }
    return nreg_csv_fill(csv, error);
}

nreg_code nreg_csv_open(nreg_csv *csv, const nreg_allocator *allocator, const nreg_source *source, uint32_t encoding,
                        size_t max_row_bytes, nreg_error *error) {
    memset(csv, 0, sizeof *csv);
    csv->allocator = *allocator;
    csv->source = *source;
    csv->max_row_bytes = max_row_bytes;
    csv->delimiter = ',';
    csv->capacity = 2 * BLOCK;
    csv->field_capacity = FIRST_FIELDS;
    csv->buffer = nreg_allocate(allocator, csv->capacity);
    csv->fields = nreg_allocate_array(allocator, csv->field_capacity, sizeof *csv->fields);
    nreg_code code = csv->buffer == NULL || csv->fields == NULL
                         ? nreg_error_set(error, NREG_NO_MEMORY, "No memory to read the file.")
                         : begin(csv, encoding, error);
    if (code != NREG_OK) {
        nreg_csv_close(csv);
    }
    return code;
}

void nreg_csv_close(nreg_csv *csv) {
    nreg_release(&csv->allocator, csv->buffer);
    nreg_release(&csv->allocator, csv->fields);
    nreg_release(&csv->allocator, csv->units);
    csv->buffer = NULL;
    csv->fields = NULL;
    csv->units = NULL;
}

size_t nreg_csv_copy(const nreg_csv_field *field, char *text, size_t capacity) {
    if (!field->doubled) {
        size_t length = field->length < capacity ? field->length : capacity;
        memcpy(text, field->at, length);
        return length;
    }
    size_t written = 0;
    for (size_t i = 0; i < field->length && written < capacity; i++) {
        text[written++] = field->at[i];
        i += field->at[i] == '"';
    }
    return written;
}

int nreg_csv_is_blank(const nreg_csv *csv, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '"' && c != csv->delimiter) {
            return 0;
        }
    }
    return 1;
}
