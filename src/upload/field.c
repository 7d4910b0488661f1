/* SPDX-License-Identifier: MIT */
#include "upload/field.h"

#include "base/text.h"
#include "number/spreadsheet.h"

#include <string.h>

int nreg_field_is_blank(const nreg_csv_field *field) {
    for (size_t i = 0; i < field->length; i++) {
        if (field->at[i] != ' ' && (field->at[i] < '\t' || field->at[i] > '\r')) {
            return 0;
        }
    }
    return 1;
}

const char *nreg_field_mend(const nreg_csv_field *field, uint32_t encoding, char *scratch, size_t *used, size_t *length,
                            uint64_t *faults, uint32_t *saw_windows1252) {
    const char *text = field->at;
    *length = field->length;
    *faults |= field->ragged ? NREG_REASON_BIT(NREG_REASON_BAD_ROW) : 0;
    if (field->doubled || *length > NREG_FIELD_MAX) {
        char *copy = scratch + *used;
        *length = nreg_csv_copy(field, copy, NREG_FIELD_MAX);
        *used += *length;
        text = copy;
    }
    /* Written by nreg_upload_rejects, or by others with the same fear of formulas. */
    if (*length > 1 && text[0] == '\'' && nreg_spreadsheet_takes_for_formula(text + 1, *length - 1)) {
        text++;
        (*length)--;
    }
    if (!nreg_encoding_has_high(text, *length)) {
        return text;
    }
    if (encoding != NREG_ENCODING_WINDOWS1252 && nreg_text_valid_prefix(text, *length) == *length) {
        return text;
    }
    char *out = scratch + *used;
    if (encoding == NREG_ENCODING_AUTO || encoding == NREG_ENCODING_WINDOWS1252) {
        *saw_windows1252 = 1;
        *length = nreg_encoding_from_windows1252(text, *length, out);
    } else {
        *length = nreg_encoding_mend_utf8(text, *length, out);
        *faults |= NREG_REASON_BIT(NREG_REASON_BAD_TEXT);
    }
    *used += *length;
    return out;
}
