/* SPDX-License-Identifier: MIT */
/* Writing registered numbers, page by page, and the rejected entries of a result. */
#include "base/error.h"
#include "base/versioned.h"
#include "export/rows.h"
#include "registry/handles.h"
#include "registry/listing.h"
#include "registry/record.h"
#include "scope/scopes.h"

#include <stdio.h>
#include <string.h>

#define PAGE 512
#define PATHS 64
#define COLUMNS 9

/* A path that was spelled before; holders of one page tend to be few. */
typedef struct known_path {
    uint64_t scope;
    char text[NREG_PATH_SIZE];
} known_path;

typedef struct work {
    const nreg_access *access;
    const nreg_export_options *options;
    nreg_match match;
    nreg_rows rows;
    nreg_record page[PAGE];
    known_path paths[PATHS];
} work;

static const char *const column_names[COLUMNS] = {"number", "call_purpose", "call_purpose_code", "status", "scope",
                                                  "region", "type",         "created",           "updated"};

static nreg_code take_options(const nreg_export_options *given, nreg_export_options *own, nreg_error *error) {
    nreg_export_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options were not prepared by nreg_export_options_init().");
    }
    return nreg_rows_check(own, error);
}

static nreg_code take_record_options(const nreg_export_options *given, nreg_export_options *own, nreg_error *error) {
    const nreg_code code = take_options(given, own, error);
    if (code == NREG_OK && (own->columns == 0 || (own->columns & ~(uint32_t)NREG_COLUMN_ALL) != 0)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The options' `columns` names no column, or unknown ones.");
    }
    if (code == NREG_OK && own->number_style > NREG_FORMAT_NATIONAL_DIGITS) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The options' `number_style` is out of range.");
    }
    return code;
}

static nreg_code path_of(work *w, uint64_t scope, const char **path, nreg_error *error) {
    known_path *known = &w->paths[scope % PATHS];
    if (known->scope != scope) {
        known->scope = 0;
        const nreg_code code = nreg_scopes_path(w->access, scope, known->text, sizeof known->text, error);
        if (code == NREG_NOT_FOUND) {
            known->text[0] = '\0'; /* closed to view since the page was read */
        } else if (code != NREG_OK) {
            return code;
        }
        known->scope = scope;
    }
    *path = known->text;
    return NREG_OK;
}

/* One column of a record; `number` was read for those who need it. */
static nreg_code write_column(work *w, uint32_t column, const nreg_record *record, const nreg_number *number,
                              nreg_error *error) {
    const char *name = column_names[column];
    const nreg_purpose *purpose = nreg_catalogue_find(w->match.catalogue, record->purpose);
    char text[NREG_FORMAT_SIZE];
    switch (1u << column) {
    case NREG_COLUMN_NUMBER: {
        const nreg_code code =
            nreg_number_format(w->match.plan, number, w->options->number_style, text, sizeof text, NULL);
        if (code != NREG_OK) {
            return nreg_error_set(error, NREG_CORRUPT, "A registered number is none of the numbering plan's.");
        }
        nreg_rows_plain(&w->rows, name, text);
        return NREG_OK;
    }
    case NREG_COLUMN_PURPOSE:
        nreg_rows_text(&w->rows, name, purpose != NULL ? purpose->label : "",
                       purpose != NULL ? strlen(purpose->label) : 0);
        return NREG_OK;
    case NREG_COLUMN_PURPOSE_CODE:
        nreg_rows_plain(&w->rows, name, purpose != NULL ? purpose->code : "");
        return NREG_OK;
    case NREG_COLUMN_STATUS:
        nreg_rows_plain(&w->rows, name, nreg_status_name(record->status));
        return NREG_OK;
    case NREG_COLUMN_SCOPE: {
        const nreg_place place = nreg_place_of_record(record);
        const char *path;
        const nreg_code code = path_of(w, nreg_place_holder(&place), &path, error);
        if (code == NREG_OK) {
            nreg_rows_plain(&w->rows, name, path);
        }
        return code;
    }
    case NREG_COLUMN_REGION:
        nreg_rows_plain(&w->rows, name, number->region);
        return NREG_OK;
    case NREG_COLUMN_TYPE:
        nreg_rows_plain(&w->rows, name, nreg_type_name(number->type));
        return NREG_OK;
    default:
        nreg_time_write(1u << column == NREG_COLUMN_CREATED ? record->created : record->updated, text);
        nreg_rows_plain(&w->rows, name, text);
        return NREG_OK;
    }
}

static nreg_code write_record(work *w, const nreg_record *record, nreg_error *error) {
    nreg_number number;
    nreg_code code = nreg_number_from_e164(w->match.plan, record->number, &number);
    if (code != NREG_OK) {
        return nreg_error_set(error, NREG_CORRUPT, "A registered number has more than 15 digits.");
    }
    for (uint32_t column = 0; column < COLUMNS && code == NREG_OK; column++) {
        if ((w->options->columns >> column & 1) != 0) {
            code = write_column(w, column, record, &number, error);
        }
    }
    nreg_rows_end(&w->rows);
    return code == NREG_OK ? w->rows.code : code;
}

static void write_header(work *w) {
    const char *names[COLUMNS + 1];
    uint32_t count = 0;
    for (uint32_t column = 0; column < COLUMNS; column++) {
        if ((w->options->columns >> column & 1) != 0) {
            names[count++] = column_names[column];
        }
    }
    names[count] = NULL;
    nreg_rows_begin(&w->rows, w->options, names);
}

/* Whether anything follows: a chunk that would have no rows is not announced. */
static nreg_code look_ahead(work *w, nreg_record_cursor cursor, uint32_t *more, nreg_error *error) {
    nreg_code code = NREG_OK;
    uint32_t count = 0;
    while (code == NREG_OK && *more != 0 && count == 0) {
        code = nreg_listing_page(w->access, &w->match, &cursor, w->page, 1, &count, more, error);
    }
    *more = code == NREG_OK && count > 0;
    return code;
}

static nreg_code write_records(work *w, nreg_record_cursor *cursor, uint64_t *rows, uint32_t *more, nreg_error *error) {
    const uint64_t limit = w->options->max_rows != 0 ? w->options->max_rows : UINT64_MAX;
    nreg_code code = NREG_OK;
    *rows = 0;
    *more = 1;
    write_header(w);
    while (code == NREG_OK && *more != 0 && *rows < limit) {
        const uint32_t room = limit - *rows < PAGE ? (uint32_t)(limit - *rows) : PAGE;
        uint32_t count = 0;
        code = nreg_listing_page(w->access, &w->match, cursor, w->page, room, &count, more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            code = write_record(w, &w->page[i], error);
        }
        *rows += code == NREG_OK ? count : 0;
    }
    if (code == NREG_OK || w->rows.code != NREG_OK) {
        code = nreg_rows_close(&w->rows, error);
    }
    return code == NREG_OK ? look_ahead(w, *cursor, more, error) : code;
}

nreg_code nreg_export_records(nreg_session *session, const nreg_record_filter *filter,
                              const nreg_export_options *options, nreg_record_cursor *cursor, const nreg_sink *sink,
                              uint64_t *rows, uint32_t *more, nreg_error *error) {
    nreg_export_options own;
    nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (cursor == NULL || sink == NULL || sink->write == NULL || more == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A cursor, a sink and a place for `more` are needed.");
    }
    code = take_record_options(options, &own, error);
    if (code != NREG_OK) {
        return code;
    }
    const nreg_allocator *allocator = &session->access.allocator;
    work *w = nreg_allocate_zeroed(allocator, sizeof *w);
    if (w == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory to export.");
    }
    w->access = &session->access;
    w->options = &own;
    nreg_rows_open(&w->rows, &own, sink);
    code = nreg_match_open(session->registry, filter, &w->match, error);
    if (code == NREG_OK) {
        nreg_record_cursor at = *cursor;
        uint64_t written;
        uint32_t left;
        code = write_records(w, &at, &written, &left, error);
        if (code == NREG_OK) {
            *cursor = at;
            *more = left;
            if (rows != NULL) {
                *rows = written;
            }
        }
        nreg_match_close(&w->match);
    }
    nreg_release(allocator, w);
    return code;
}

/* Codes of all reasons of a set, the one to name first first, with spaces between; a set has at most 63. */
static void write_reasons(nreg_rows *rows, const nreg_outcome *outcome) {
    char text[2048];
    size_t used = 0;
    uint64_t left = outcome->reasons;
    text[0] = '\0';
    while (left != 0) {
        const nreg_reason reason = nreg_reason_first(left);
        if (reason == 0) {
            break;
        }
        const int length =
            snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : " ", nreg_reason_code(reason));
        if (length < 0 || (size_t)length >= sizeof text - used) {
            text[used] = '\0';
            break;
        }
        used += (size_t)length;
        left &= ~NREG_REASON_BIT(reason);
    }
    nreg_rows_plain(rows, "reasons", text);
}

static void write_rejected(nreg_rows *rows, const nreg_export_options *options, const nreg_result *result,
                           uint32_t index, const nreg_outcome *outcome) {
    char text[NREG_MESSAGE_SIZE] = "";
    size_t length = 0;
    const char *input = nreg_result_input(result, index, &length);
    snprintf(text, sizeof text, "%u", outcome->row);
    nreg_rows_plain(rows, "row", text);
    nreg_rows_text(rows, "input", input != NULL ? input : "", input != NULL ? length : 0);
    text[0] = '\0';
    if (outcome->number != 0) {
        snprintf(text, sizeof text, "+%llu", (unsigned long long)outcome->number);
    }
    nreg_rows_plain(rows, "number", text);
    nreg_rows_plain(rows, "reason", nreg_reason_code(outcome->reason));
    write_reasons(rows, outcome);
    text[0] = '\0';
    nreg_result_message(result, index, 0, text, sizeof text);
    nreg_rows_text(rows, "message", text, strlen(text));
    text[0] = '\0';
    nreg_result_reference(result, index, text, sizeof text);
    nreg_rows_plain(rows, "reference", text);
    if (options->destination != NREG_DESTINATION_NONE) {
        nreg_rows_plain(rows, "destination_reason", nreg_destination_reason(options->destination, outcome->reason));
    }
    nreg_rows_end(rows);
}

nreg_code nreg_export_rejected(const nreg_result *result, const nreg_export_options *options, const nreg_sink *sink,
                               uint64_t *rows, nreg_error *error) {
    nreg_export_options own;
    nreg_error_clear(error);
    if (result == NULL || sink == NULL || sink->write == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A result and a sink are needed.");
    }
    const nreg_code code = take_options(options, &own, error);
    if (code != NREG_OK) {
        return code;
    }
    static const char *const names[] = {"row",     "input",   "number",    "reason",
                                        "reasons", "message", "reference", "destination_reason"};
    const char *header[sizeof names / sizeof names[0] + 1] = {NULL};
    memcpy(header, names, sizeof names);
    if (own.destination == NREG_DESTINATION_NONE) {
        header[sizeof names / sizeof names[0] - 1] = NULL;
    }
    nreg_rows writer;
    nreg_rows_open(&writer, &own, sink);
    nreg_rows_begin(&writer, &own, header);
    uint64_t written = 0;
    const nreg_outcome *outcome;
    for (uint32_t i = 0; writer.code == NREG_OK && (outcome = nreg_result_outcome(result, i)) != NULL; i++) {
        if (outcome->outcome == NREG_OUTCOME_REJECTED) {
            write_rejected(&writer, &own, result, i, outcome);
            written++;
        }
    }
    const nreg_code closed = nreg_rows_close(&writer, error);
    if (closed == NREG_OK && rows != NULL) {
        *rows = written;
    }
    return closed;
}
