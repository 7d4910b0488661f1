/* SPDX-License-Identifier: MIT */
#include "upload/columns.h"

#include "base/text.h"
#include "number/spreadsheet.h"
#include "upload/encoding.h"

#include <numberreg/number.h>

#include <string.h>

enum { SAMPLE_ROWS = 64, SAMPLE_COLUMNS = 64, CELL_SIZE = 256 };
/* Those of 1-800 before letters. */
enum { FEWEST_DIGITS = 4 };

typedef struct cell {
    char text[NREG_ENCODING_ROOM(CELL_SIZE)];
    size_t length;
} cell;

/* What is known of a column from the rows below the first. */
typedef struct evidence {
    uint32_t filled, numbers, purposes;
} evidence;

typedef struct sample {
    uint32_t rows;    /* with something in them */
    uint32_t columns; /* most of any row */
    evidence below[SAMPLE_COLUMNS];
    evidence first[SAMPLE_COLUMNS]; /* of the first row with something in it */
    uint32_t first_count;
} sample;

/* Headers by what they mean, in matching form, best first. */
static const char *const number_names[] = {
    "phonenumber",
    "telephonenumber",
    "phone",
    "telephone",
    "phoneno",
    "telephoneno",
    "phonenr",
    "number",
    "numbers",
    "phonenumbers",
    "businessphone",
    "businessphonenumber",
    "e164",
    "tn",
    "did",
    "ani",
    "callerid",
    "callingnumber",
    "callernumber",
    "outboundnumber",
    "anumber",
    "msisdn",
    "mobile",
    "mobilenumber",
    "cell",
    "cellphone",
    "tel",
    "telno",
    "telnr",
    "telefon",
    "telefonnummer",
    "rufnummer",
    "telefonnr",
    "nummer",
    "teléfono",
    "telefono",
    "númerodeteléfono",
    "numerodetelefono",
    "número",
    "numero",
    "téléphone",
    "numérodetéléphone",
    "numéro",
    "telefoonnummer",
    "numerotelefono",
    "numerotelefonico",
    "telefone",
    "numerodetelefone",
};
static const char *const purpose_names[] = {
    "callpurpose",  "purpose",    "callpurposecode", "purposecode",
    "callpurposes", "purposes",   "callreason",      "callcategory",
    "calltype",     "usecase",    "usage",           "use",
    "category",     "anrufzweck", "zweck",           "verwendungszweck",
    "verwendung",   "propósito",  "proposito",       "propósitodelallamada",
    "uso",          "motivo",     "objet",           "motif",
    "finalité",     "finalidade", "scopo",           "doel",
};
/* Parts that mark a name as a number's, unless the other part makes it something else. */
static const char *const number_parts[] = {"phone", "telefon", "rufnummer", "teléfono", "téléphone"};
static const char *const other_parts[] = {"type", "label", "name", "ext", "fax", "status", "carrier", "date", "note"};

static void copy_cell(const nreg_csv *csv, const nreg_csv_field *field, cell *out) {
    char raw[CELL_SIZE];
    size_t length = nreg_csv_copy(field, raw, sizeof raw);
    if (csv->encoding != NREG_ENCODING_UTF8 && nreg_encoding_has_high(raw, length) &&
        nreg_text_valid_prefix(raw, length) != length) {
        out->length = nreg_encoding_from_windows1252(raw, length, out->text);
    } else {
        memcpy(out->text, raw, length);
        out->length = length;
    }
}

static int is_blank(const cell *c) {
    for (size_t i = 0; i < c->length; i++) {
        if (strchr(" \t\r\n", c->text[i]) == NULL || c->text[i] == '\0') {
            return 0;
        }
    }
    return 1;
}

/* 2 for a valid number, 1 for what looks like one, even spoilt by a spreadsheet, else 0. */
static uint32_t number_weight(const nreg_columns_basis *basis, const cell *c) {
    nreg_number number;
    char repaired[NREG_ENCODING_ROOM(CELL_SIZE)];
    uint32_t notes, digits = 0, strange = 0;
    for (size_t i = 0; i < c->length; i++) {
        char ch = c->text[i];
        digits += ch >= '0' && ch <= '9';
        strange += (ch < '0' || ch > '9') && (ch == '\0' || strchr("+-.()/ \t", ch) == NULL);
    }
    if (c->length == 0 || (digits == 0 && strange == 0)) {
        return 0;
    }
    (void)nreg_spreadsheet_repair(c->text, c->length, repaired, sizeof repaired, &notes);
    if (notes != 0) {
        return 1;
    }
    if (digits >= FEWEST_DIGITS &&
        nreg_number_read(basis->plan, c->text, c->length, basis->region, NREG_READ_TEXT, &number) == NREG_OK &&
        number.valid) {
        return 2;
    }
    return digits >= 7 && digits <= 17 && strange == 0;
}

static int has_digit(const cell *c) {
    for (size_t i = 0; i < c->length; i++) {
        if (c->text[i] >= '0' && c->text[i] <= '9') {
            return 1;
        }
    }
    return 0;
}

static void judge_cell(const nreg_columns_basis *basis, const cell *c, evidence *e) {
    if (is_blank(c)) {
        return;
    }
    e->filled++;
    e->numbers += number_weight(basis, c);
    e->purposes += basis->catalogue != NULL && nreg_catalogue_match(basis->catalogue, c->text, c->length) != 0;
}

/* Columns beyond the sample's are counted but not judged. `skip` rows are passed over. A row that cannot be read ends
   the sample; reading the rows will say so. */
static void take_sample(nreg_csv *csv, const nreg_columns_basis *basis, uint32_t skip, sample *out) {
    nreg_csv_row row;
    size_t at = 0;
    memset(out, 0, sizeof *out);
    while (out->rows < SAMPLE_ROWS && nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW) {
        evidence seen[SAMPLE_COLUMNS];
        uint32_t filled = 0;
        if (skip > 0) {
            skip--;
            continue;
        }
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < row.count && i < SAMPLE_COLUMNS; i++) {
            cell c;
            copy_cell(csv, &row.fields[i], &c);
            judge_cell(basis, &c, &seen[i]);
            filled += seen[i].filled;
        }
        if (filled == 0) {
            continue;
        }
        if (out->rows++ == 0) {
            memcpy(out->first, seen, sizeof seen);
            out->first_count = (uint32_t)row.count;
        } else {
            for (size_t i = 0; i < SAMPLE_COLUMNS; i++) {
                out->below[i].filled += seen[i].filled;
                out->below[i].numbers += seen[i].numbers;
                out->below[i].purposes += seen[i].purposes;
            }
        }
        out->columns = row.count > out->columns ? (uint32_t)row.count : out->columns;
    }
}

/* sep=; on the first row, as spreadsheets write and hide it. */
static char sep_row(nreg_csv *csv) {
    nreg_csv_row row;
    size_t at = 0;
    char delimiter = csv->delimiter, sep = 0;
    csv->delimiter = '\0'; /* the whole row as one field */
    if (nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW && row.count == 1) {
        const nreg_csv_field *field = &row.fields[0];
        if (field->length == 5 && (field->at[0] | 32) == 's' && (field->at[1] | 32) == 'e' &&
            (field->at[2] | 32) == 'p' && field->at[3] == '=') {
            sep = field->at[4];
        }
    }
    csv->delimiter = delimiter;
    return sep;
}

/* How well rows fall apart at a delimiter: rows of the commonest width above 1 that hold a number in a field. */
static uint32_t delimiter_score(nreg_csv *csv, const nreg_columns_basis *basis, char delimiter, uint32_t *wide) {
    uint32_t widths[SAMPLE_COLUMNS] = {0}, with_number[SAMPLE_COLUMNS] = {0}, best = 0;
    nreg_csv_row row;
    size_t at = 0;
    csv->delimiter = delimiter;
    for (uint32_t rows = 0; rows < SAMPLE_ROWS && nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW; rows++) {
        size_t width = row.count < SAMPLE_COLUMNS ? row.count : SAMPLE_COLUMNS - 1;
        uint32_t weight = 0;
        for (size_t i = 0; i < row.count && i < SAMPLE_COLUMNS && weight == 0; i++) {
            cell c;
            copy_cell(csv, &row.fields[i], &c);
            weight = number_weight(basis, &c);
        }
        widths[width]++;
        with_number[width] += weight != 0;
    }
    *wide = 0;
    for (size_t width = 2; width < SAMPLE_COLUMNS; width++) {
        if (widths[width] > *wide) {
            *wide = widths[width];
            best = with_number[width];
        }
    }
    return best;
}

static char recognise_delimiter(nreg_csv *csv, const nreg_columns_basis *basis) {
    static const char candidates[] = {'\t', ';', '|', ','};
    uint32_t best_score = 0, best_wide = 0;
    char best = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        uint32_t wide, score = delimiter_score(csv, basis, candidates[i], &wide);
        if (score > best_score || (score == best_score && wide > best_wide)) {
            best_score = score;
            best_wide = wide;
            best = candidates[i];
        }
    }
    return best;
}

/* Rank of a header among the names of what it should mean; smaller is better, 0 for none. */
static uint32_t name_rank(const char *form, size_t length, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], form, length) == 0) {
            return (uint32_t)i + 1;
        }
    }
    return 0;
}

static int contains(const char *form, size_t length, const char *part) {
    size_t part_length = strlen(part);
    for (size_t at = 0; at + part_length <= length; at++) {
        if (memcmp(form + at, part, part_length) == 0) {
            return 1;
        }
    }
    return 0;
}

static uint32_t number_rank(const char *form, size_t length) {
    enum { NAMES = sizeof number_names / sizeof *number_names };
    uint32_t rank = name_rank(form, length, number_names, NAMES);
    int part = 0, other = 0;
    for (size_t i = 0; rank == 0 && i < sizeof number_parts / sizeof *number_parts; i++) {
        part |= contains(form, length, number_parts[i]);
    }
    for (size_t i = 0; part && i < sizeof other_parts / sizeof *other_parts; i++) {
        other |= contains(form, length, other_parts[i]);
    }
    return part && !other ? NAMES + 1 : rank;
}

/* What the names in the first row say. */
typedef struct naming {
    uint32_t number, purpose;               /* best column by name, from 1; 0 for none */
    uint32_t wanted_number, wanted_purpose; /* columns with the names that were told, from 1 */
    uint32_t digits;                        /* cells with digits in them */
    uint32_t filled;
} naming;

static void read_names(nreg_csv *csv, uint32_t skip, const nreg_upload_options *options, naming *out) {
    nreg_csv_row row;
    size_t at = 0;
    uint32_t best_number = UINT32_MAX, best_purpose = UINT32_MAX;
    char told_number[NREG_MATCH_SIZE], told_purpose[NREG_MATCH_SIZE];
    size_t told_number_length = 0, told_purpose_length = 0;
    memset(out, 0, sizeof *out);
    if (options->number_header != NULL) {
        told_number_length = nreg_text_match_form(options->number_header, strlen(options->number_header), told_number);
    }
    if (options->purpose_header != NULL) {
        told_purpose_length =
            nreg_text_match_form(options->purpose_header, strlen(options->purpose_header), told_purpose);
    }
    while (nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW) {
        if (skip > 0) {
            skip--;
            continue;
        }
        for (size_t i = 0; i < row.count; i++) {
            cell c;
            char form[NREG_MATCH_SIZE];
            uint32_t column = (uint32_t)i + 1, rank;
            copy_cell(csv, &row.fields[i], &c);
            out->filled += !is_blank(&c);
            out->digits += (uint32_t)has_digit(&c);
            size_t length = nreg_text_match_form(c.text, c.length, form);
            if (length == 0) {
                continue;
            }
            if ((rank = number_rank(form, length)) != 0 && rank < best_number) {
                best_number = rank;
                out->number = column;
            }
            rank = name_rank(form, length, purpose_names, sizeof purpose_names / sizeof *purpose_names);
            if (rank != 0 && rank < best_purpose) {
                best_purpose = rank;
                out->purpose = column;
            }
            if (out->wanted_number == 0 && length == told_number_length && memcmp(form, told_number, length) == 0) {
                out->wanted_number = column;
            }
            if (out->wanted_purpose == 0 && length == told_purpose_length && memcmp(form, told_purpose, length) == 0) {
                out->wanted_purpose = column;
            }
        }
        if (out->filled != 0) {
            return;
        }
    }
}

static uint32_t best_number_column(const sample *s, int with_first) {
    uint32_t best = 0, best_weight = 0;
    for (uint32_t i = 0; i < SAMPLE_COLUMNS; i++) {
        uint32_t weight = s->below[i].numbers + (with_first ? s->first[i].numbers : 0);
        if (weight > best_weight) {
            best_weight = weight;
            best = i + 1;
        }
    }
    return best;
}

static uint32_t best_purpose_column(const sample *s, int with_first, uint32_t number_column) {
    uint32_t best = 0, best_count = 0;
    for (uint32_t i = 0; i < SAMPLE_COLUMNS; i++) {
        uint32_t count = s->below[i].purposes + (with_first ? s->first[i].purposes : 0);
        uint32_t filled = s->below[i].filled + (with_first ? s->first[i].filled : 0);
        if (i + 1 != number_column && count > best_count && 2 * count >= filled) {
            best_count = count;
            best = i + 1;
        }
    }
    return best;
}

static int holds_number(const sample *s) {
    for (uint32_t i = 0; i < SAMPLE_COLUMNS; i++) {
        if (s->first[i].numbers != 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether the first row names columns although no name is known: words above a column of numbers, and no call purpose
 * where the purposes stand. When in doubt it is data: a row must not be lost. */
static int looks_like_header(const sample *s, const naming *names) {
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
static int contradicted(const sample *s, uint32_t column) {
    return column <= SAMPLE_COLUMNS && s->below[column - 1].numbers == 0 && best_number_column(s, 0) != 0;
}

nreg_code nreg_columns_has(uint32_t wanted, uint32_t count, nreg_error *error) {
    return wanted <= count || count == 0
               ? NREG_OK
               : nreg_error_set_at(error, NREG_BAD_FORMAT, 1, "There is no column %u; the file's rows have at most %u.",
                                   wanted, count);
}

static nreg_code find_number_column(const sample *s, const naming *names, const nreg_upload_options *options,
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

static nreg_code find_purpose_column(const sample *s, const naming *names, const nreg_upload_options *options,
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
    sample s;
    naming names;
    memset(columns, 0, sizeof *columns);
    nreg_code code = check_options(options, error);
    if (code != NREG_OK) {
        return code;
    }
    char sep = sep_row(csv);
    columns->sep_row = sep != 0;
    csv->delimiter = options->delimiter != 0 ? (char)options->delimiter
                     : sep != 0              ? sep
                                             : recognise_delimiter(csv, basis);
    take_sample(csv, basis, columns->sep_row, &s);
    read_names(csv, columns->sep_row, options, &names);
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

uint32_t nreg_columns_named(nreg_csv *csv, uint32_t sep_row, const char *const *names, size_t count) {
    nreg_csv_row row;
    size_t at = 0;
    uint32_t best = UINT32_MAX, column = 0;
    while (nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW) {
        if (sep_row > 0) {
            sep_row--;
            continue;
        }
        if (nreg_csv_is_blank(csv, row.raw, row.raw_length)) {
            continue;
        }
        for (size_t i = 0; i < row.count; i++) {
            cell c;
            char form[NREG_MATCH_SIZE];
            copy_cell(csv, &row.fields[i], &c);
            const uint32_t rank = name_rank(form, nreg_text_match_form(c.text, c.length, form), names, count);
            if (rank != 0 && rank < best) {
                best = rank;
                column = (uint32_t)i + 1;
            }
        }
        break;
    }
    return column;
}
