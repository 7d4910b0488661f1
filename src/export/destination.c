/* SPDX-License-Identifier: MIT */
#include <numberreg/export.h>

#include <string.h>

void nreg_export_options_init(nreg_export_options *options) {
    if (options == NULL) {
        return;
    }
    memset(options, 0, sizeof *options);
    options->struct_size = (uint32_t)sizeof *options;
    options->format = NREG_EXPORT_CSV;
    options->columns = NREG_COLUMN_NUMBER | NREG_COLUMN_PURPOSE | NREG_COLUMN_STATUS | NREG_COLUMN_SCOPE;
    options->number_style = NREG_FORMAT_E164;
    options->header = 1;
    options->delimiter = ',';
}

static const struct {
    uint32_t columns;
    uint32_t number_style;
    uint32_t header;
    uint32_t max_rows;
} destinations[] = {
    [NREG_DESTINATION_FIRST_ORION] = {NREG_COLUMN_NUMBER | NREG_COLUMN_PURPOSE, NREG_FORMAT_NATIONAL_DIGITS, 0, 500},
    [NREG_DESTINATION_HIYA] = {NREG_COLUMN_NUMBER | NREG_COLUMN_REGION, NREG_FORMAT_NATIONAL_DIGITS, 1, 10000},
    [NREG_DESTINATION_TELNYX] = {NREG_COLUMN_NUMBER, NREG_FORMAT_E164, 0, 15},
    [NREG_DESTINATION_TRUECALLER] = {NREG_COLUMN_NUMBER, NREG_FORMAT_DIGITS, 0, 10000},
};

nreg_code nreg_export_options_for(nreg_export_options *options, uint32_t destination) {
    if (options == NULL || destination == NREG_DESTINATION_NONE || destination > NREG_DESTINATION_TRUECALLER) {
        return NREG_INVALID_ARGUMENT;
    }
    nreg_export_options_init(options);
    options->columns = destinations[destination].columns;
    options->number_style = destinations[destination].number_style;
    options->header = destinations[destination].header;
    options->max_rows = destinations[destination].max_rows;
    options->destination = destination;
    return NREG_OK;
}

static const char *first_orion(nreg_reason reason) {
    switch (reason) {
    case NREG_REASON_NONE:
        return "";
    case NREG_REASON_DUPLICATE_IN_BATCH:
    case NREG_REASON_CONFLICTING_PURPOSE:
        return "DUPLICATE_NUMBER";
    case NREG_REASON_REGISTERED_ELSEWHERE:
        return "ALLOCATED_NUMBER";
    case NREG_REASON_TARGET_NOT_FOUND:
    case NREG_REASON_SCOPE_UNKNOWN:
        return "RELATIONSHIP_NOT_FOUND";
    case NREG_REASON_TARGET_CLOSED:
        return "INVALID_RELATIONSHIP";
    default:
        /* Reasons below this one speak of the number as written. */
        return reason < NREG_REASON_PURPOSE_MISSING ? "INVALID_NUMBER" : "";
    }
}

const char *nreg_destination_reason(uint32_t destination, nreg_reason reason) {
    return destination == NREG_DESTINATION_FIRST_ORION ? first_orion(reason) : "";
}
