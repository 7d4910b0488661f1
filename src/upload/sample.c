/* SPDX-License-Identifier: MIT */
#include "upload/sample.h"

#include "base/text.h"
#include "number/spreadsheet.h"

#include <numberreg/number.h>

#include <string.h>

enum { SAMPLE_ROWS = 64 };
/* Those of 1-800 before letters. */
enum { FEWEST_DIGITS = 4 };

void nreg_cell_copy(const nreg_csv *csv, const nreg_csv_field *field, nreg_cell *out) {
    char raw[NREG_CELL_SIZE];
    size_t length = nreg_csv_copy(field, raw, sizeof raw);
    if (csv->encoding != NREG_ENCODING_UTF8 && nreg_encoding_has_high(raw, length) &&
        nreg_text_valid_prefix(raw, length) != length) {
        out->length = nreg_encoding_from_windows1252(raw, length, out->text);
    } else {
        memcpy(out->text, raw, length);
        out->length = length;
    }
}

int nreg_cell_is_blank(const nreg_cell *c) {
    for (size_t i = 0; i < c->length; i++) {
        if (strchr(" \t\r\n", c->text[i]) == NULL || c->text[i] == '\0') {
            return 0;
        }
    }
    return 1;
}

/* 2 for a valid number, 1 for what looks like one, even spoilt by a spreadsheet, else 0. */
static uint32_t number_weight(const nreg_columns_basis *basis, const nreg_cell *c) {
    nreg_number number;
    char repaired[NREG_ENCODING_ROOM(NREG_CELL_SIZE)];
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

int nreg_cell_has_digit(const nreg_cell *c) {
    for (size_t i = 0; i < c->length; i++) {
        if (c->text[i] >= '0' && c->text[i] <= '9') {
            return 1;
        }
    }
    return 0;
}

static void judge_cell(const nreg_columns_basis *basis, const nreg_cell *c, nreg_evidence *e) {
    if (nreg_cell_is_blank(c)) {
        return;
    }
    e->filled++;
    e->numbers += number_weight(basis, c);
    e->purposes += basis->catalogue != NULL && nreg_catalogue_match(basis->catalogue, c->text, c->length) != 0;
}

void nreg_sample_take(nreg_csv *csv, const nreg_columns_basis *basis, uint32_t skip, nreg_sample *out) {
    nreg_csv_row row;
    size_t at = 0;
    memset(out, 0, sizeof *out);
    while (out->rows < SAMPLE_ROWS && nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW) {
        nreg_evidence seen[NREG_SAMPLE_COLUMNS];
        uint32_t filled = 0;
        if (skip > 0) {
            skip--;
            continue;
        }
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < row.count && i < NREG_SAMPLE_COLUMNS; i++) {
            nreg_cell c;
            nreg_cell_copy(csv, &row.fields[i], &c);
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
            for (size_t i = 0; i < NREG_SAMPLE_COLUMNS; i++) {
                out->below[i].filled += seen[i].filled;
                out->below[i].numbers += seen[i].numbers;
                out->below[i].purposes += seen[i].purposes;
            }
        }
        out->columns = row.count > out->columns ? (uint32_t)row.count : out->columns;
    }
}

char nreg_sample_sep(nreg_csv *csv) {
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
    uint32_t widths[NREG_SAMPLE_COLUMNS] = {0}, with_number[NREG_SAMPLE_COLUMNS] = {0}, best = 0;
    nreg_csv_row row;
    size_t at = 0;
    csv->delimiter = delimiter;
    for (uint32_t rows = 0; rows < SAMPLE_ROWS && nreg_csv_peek(csv, &at, &row, NULL) == NREG_CSV_ROW; rows++) {
        size_t width = row.count < NREG_SAMPLE_COLUMNS ? row.count : NREG_SAMPLE_COLUMNS - 1;
        uint32_t weight = 0;
        for (size_t i = 0; i < row.count && i < NREG_SAMPLE_COLUMNS && weight == 0; i++) {
            nreg_cell c;
            nreg_cell_copy(csv, &row.fields[i], &c);
            weight = number_weight(basis, &c);
        }
        widths[width]++;
        with_number[width] += weight != 0;
    }
    *wide = 0;
    for (size_t width = 2; width < NREG_SAMPLE_COLUMNS; width++) {
        if (widths[width] > *wide) {
            *wide = widths[width];
            best = with_number[width];
        }
    }
    return best;
}

char nreg_sample_delimiter(nreg_csv *csv, const nreg_columns_basis *basis) {
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
