/* SPDX-License-Identifier: MIT */
#include "upload/naming.h"

#include "base/text.h"
#include "upload/sample.h"

#include <string.h>

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

void nreg_naming_read(nreg_csv *csv, uint32_t skip, const nreg_upload_options *options, nreg_naming *out) {
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
            nreg_cell c;
            char form[NREG_MATCH_SIZE];
            uint32_t column = (uint32_t)i + 1, rank;
            nreg_cell_copy(csv, &row.fields[i], &c);
            out->filled += !nreg_cell_is_blank(&c);
            out->digits += (uint32_t)nreg_cell_has_digit(&c);
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
            nreg_cell c;
            char form[NREG_MATCH_SIZE];
            nreg_cell_copy(csv, &row.fields[i], &c);
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
