/* SPDX-License-Identifier: MIT */
/* Numbers that a person typed: as what they are read, which is worth knowing when they are not found. */
#include "cli.h"

#include <string.h>

int cli_read_typed(cli_context *cli, const char *text, const char *region, nreg_number *number) {
    nreg_number_read(NULL, text, NREG_NUL, region, NREG_READ_SPREADSHEET, number);
    return number->e164 != 0 ? CLI_OK : cli_usage(cli, "'%s' is not a phone number.", text);
}

int cli_read_by_region(const nreg_number *number) {
    return number->source == NREG_SOURCE_DEFAULT_REGION || number->source == NREG_SOURCE_DIGITS;
}

void cli_not_found(const char *text, const nreg_number *number, const char *what) {
    char e164[NREG_FORMAT_SIZE] = "";
    nreg_number_format(NULL, number, NREG_FORMAT_E164, e164, sizeof e164, NULL);
    fflush(stdout);
    fputc('\'', stderr);
    cli_show_text(stderr, text, strlen(text), 0);
    fprintf(stderr, "' %s", what);
    if (cli_read_by_region(number))
        fprintf(stderr, " (read as %s in %s; --region CC says another region)", e164, number->default_region);
    else if (strcmp(text, e164) != 0)
        fprintf(stderr, " (read as %s)", e164);
    fputs(".\n", stderr);
}
