/* SPDX-License-Identifier: MIT */
#include "upload/columns.h"

#include "upload/naming.h"
#include "upload/sample.h"

#include <string.h>

static uint32_t best_number_column(const nreg_sample *s, int with_first) {
    uint32_t best = 0, best_weight = 0;
    for (uint32_t i = 0; i < NREG_SAMPLE_COLUMNS; i++) {
        uint32_t weight = s->below[i].numbers + (with_first ? s->first[i].numbers : 0);
        if (weight > best_weight) {
            best_weight = weight;
            best = i + 1;
        }
    }
    return best;
}

static uint32_t best_purpose_column(const nreg_sample *s, int with_first, uint32_t number_column) {
    uint32_t best = 0, best_count = 0;
    for (uint32_t i = 0; i < NREG_SAMPLE_COLUMNS; i++) {
        uint32_t count = s->below[i].purposes + (with_first ? s->first[i].purposes : 0);
        uint32_t filled = s->below[i].filled + (with_first ? s->first[i].filled : 0);
        if (i + 1 != number_column && count > best_count && 2 * count >= filled) {
            best_count = count;
            best = i + 1;
        }
    }
    return best;
}

static int holds_number(const nreg_sample *s) {
    for (uint32_t i = 0; i < NREG_SAMPLE_COLUMNS; i++) {
        if (s->first[i].numbers != 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether the first row names columns although no name is known: words above a column of numbers, and no call purpose
 * where the purposes stand. When in doubt it is data: a row must not be lost. */
static int looks_like_header(const nreg_sample *s, const nreg_naming *names) {
    uint32_t number = best_number_column(s, 0);
    if (s->rows < 2 || number == 0 || names->filled < 2 || names->digits != 0) {
        return 0;
    }
    uint32_t purpose = best_purpose_column(s, 0, number);
    return purpose != 0 && s->first[number - 1].filled && s->first[purpose - 1].filled &&
           s->first[purpose - 1].purposes == 0;
}

static nreg_code check_options(const nreg_upload_options *options, nreg_error *error) {
    const char *what = NULL;
    if (options->number_column != 0 && options->number_column == options->purpose_column) {
        what = "number_column and purpose_column are the same column";
    } else if (options->number_column != 0 && options->number_header != NULL) {
        what = "number_column and number_header are both given";
    } else if (options->purpose_column != 0 && options->purpose_header != NULL) {
        what = "purpose_column and purpose_header are both given";
    } else if (options->header == NREG_HEADER_NO &&
               (options->number_header != NULL || options->purpose_header != NULL)) {
        what = "a column is named, but the file is said to have no header";
    }
    return what == NULL ? NREG_OK
                        : nreg_error_set(error, NREG_BAD_FORMAT, "The options contradict each other: %s.", what);
}

/* A column called a number's, without one, beside another that has them: a running number, say. */
static int contradicted(const nreg_sample *s, uint32_t column) {
    return column <= NREG_SAMPLE_COLUMNS && s->below[column - 1].numbers == 0 && best_number_column(s, 0) != 0;
}

nreg_code nreg_columns_has(uint32_t wanted, uint32_t count, nreg_error *error) {
    return wanted <= count || count == 0
               ? NREG_OK
               : nreg_error_set_at(error, NREG_BAD_FORMAT, 1, "There is no column %u; the file's rows have at most %u.",
                                   wanted, count);
}

static nreg_code find_number_column(const nreg_sample *s, const nreg_naming *names, const nreg_upload_options *options,
                                    nreg_columns *columns, nreg_error *error) {
    if (options->number_column != 0) {
        columns->number = options->number_column;
        return nreg_columns_has(columns->number, s->columns, error);
    }
    if (options->number_header != NULL) {
        columns->number = names->wanted_number;
        if (columns->number == 0) {
            return nreg_error_set_at(error, NREG_BAD_FORMAT, 1,
                                     "No column is called \"%.80s\"; name one of the header.", options->number_header);
        }
    } else if (columns->header && names->number != 0 && !contradicted(s, names->number)) {
        columns->number = names->number;
    } else {
        columns->number = best_number_column(s, !columns->header);
    }
    if (columns->number == 0 && s->columns <= 2) {
        columns->number = 1; /* all of them are bad, each row with its own reason */
    }
    return columns->number != 0 ? NREG_OK
                                : nreg_error_set_at(error, NREG_BAD_FORMAT, 1,
                                                    "No column of the file holds phone numbers; say which one does.");
}

static nreg_code find_purpose_column(const nreg_sample *s, const nreg_naming *names, const nreg_upload_options *options,
                                     nreg_columns *columns, nreg_error *error) {
    if (options->purpose_column == UINT32_MAX) {
        columns->purpose = 0;
    } else if (options->purpose_column != 0) {
        columns->purpose = options->purpose_column;
        return nreg_columns_has(columns->purpose, s->columns, error);
    } else if (options->purpose_header != NULL) {
        columns->purpose = names->wanted_purpose;
        if (columns->purpose == 0) {
            return nreg_error_set_at(error, NREG_BAD_FORMAT, 1,
                                     "No column is called \"%.80s\"; name one of the header.", options->purpose_header);
        }
    } else if (columns->header && names->purpose != 0 && names->purpose != columns->number) {
        columns->purpose = names->purpose;
    } else {
        columns->purpose = best_purpose_column(s, !columns->header, columns->number);
        if (columns->purpose == 0 && !columns->header && s->columns == 2 && options->default_purpose == 0) {
            columns->purpose = 3 - columns->number; /* the layout of two columns without header */
        }
    }
    return NREG_OK;
}

nreg_code nreg_columns_recognise(nreg_csv *csv, const nreg_columns_basis *basis, const nreg_upload_options *options,
                                 nreg_columns *columns, nreg_error *error) {
    nreg_sample s;
    nreg_naming names;
    memset(columns, 0, sizeof *columns);
    nreg_code code = check_options(options, error);
    if (code != NREG_OK) {
        return code;
    }
    char sep = nreg_sample_sep(csv);
    columns->sep_row = sep != 0;
    csv->delimiter = options->delimiter != 0 ? (char)options->delimiter
                     : sep != 0              ? sep
                                             : nreg_sample_delimiter(csv, basis);
    nreg_sample_take(csv, basis, columns->sep_row, &s);
    nreg_naming_read(csv, columns->sep_row, options, &names);
    if (csv->failure == NREG_NO_MEMORY) {
        return nreg_error_set(error, NREG_NO_MEMORY, "No memory for the columns of a row.");
    }
    int named = (names.number != 0 || names.purpose != 0) && !holds_number(&s);
    columns->header = options->header == NREG_HEADER_YES || options->number_header != NULL ||
                      options->purpose_header != NULL ||
                      (options->header == NREG_HEADER_AUTO && (named || looks_like_header(&s, &names)));
    columns->count = s.columns;
    code = find_number_column(&s, &names, options, columns, error);
    return code == NREG_OK ? find_purpose_column(&s, &names, options, columns, error) : code;
}
