/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

int cli_csv_column(cli_context *cli, const char *option, const char *text, uint32_t *number, const char **header) {
    uint64_t column;
    if (text == NULL)
        return CLI_OK;
    if (strcmp(text, "none") == 0) {
        *number = UINT32_MAX;
        return CLI_OK;
    }
    if (*text == '\0')
        return cli_usage(cli, "%s needs a column's number or header.", option);
    if (text[strspn(text, "0123456789")] != '\0') {
        *header = text;
        return CLI_OK;
    }
    if (cli_whole(cli, option, text, 1, 100000, &column) != CLI_OK)
        return CLI_USAGE;
    *number = (uint32_t)column;
    return CLI_OK;
}

static int read_choice(cli_context *cli, const char *option, const char *const names[], const uint32_t values[],
                       uint32_t *chosen) {
    const char *text = cli_value(cli, option + strlen("--"));
    uint32_t place = 0;
    int status = cli_choice(cli, option, text != NULL && strcmp(text, "\t") == 0 ? "tab" : text, names, &place);
    if (status == CLI_OK && text != NULL)
        *chosen = values[place];
    return status;
}

int cli_csv_read(cli_context *cli, nreg_upload_options *upload) {
    static const char *const headers[] = {"yes", "no", NULL};
    static const uint32_t header_values[] = {NREG_HEADER_YES, NREG_HEADER_NO};
    static const char *const delimiters[] = {",", ";", "|", "tab", NULL};
    static const uint32_t delimiter_values[] = {',', ';', '|', '\t'};
    static const char *const encodings[] = {"utf-8", "utf-16le", "utf-16be", "windows-1252", NULL};
    static const uint32_t encoding_values[] = {NREG_ENCODING_UTF8, NREG_ENCODING_UTF16LE, NREG_ENCODING_UTF16BE,
                                               NREG_ENCODING_WINDOWS1252};
    nreg_upload_options_init(upload);
    int status = read_choice(cli, "--header", headers, header_values, &upload->header);
    if (status == CLI_OK)
        status = read_choice(cli, "--delimiter", delimiters, delimiter_values, &upload->delimiter);
    if (status == CLI_OK)
        status = read_choice(cli, "--encoding", encodings, encoding_values, &upload->encoding);
    if (status == CLI_OK)
        status = cli_csv_column(cli, "--number-column", cli_value(cli, "number-column"), &upload->number_column,
                                &upload->number_header);
    if (status == CLI_OK)
        status = cli_csv_column(cli, "--purpose-column", cli_value(cli, "purpose-column"), &upload->purpose_column,
                                &upload->purpose_header);
    if (status == CLI_OK && upload->number_column == UINT32_MAX)
        return cli_usage(cli, "--number-column cannot be 'none'.");
    return status;
}

/* What the library cannot find in a file, in its words, and the options that tell it. */
static const char *const not_found[][2] = {
    {"No column of the file holds phone numbers", "--number-column COLUMN names it, by its header or from 1."},
    {"No column of the file says which scope",
     "--scope-column COLUMN names it, by its header or from 1; --scope PATH gives one scope for all rows."},
};

int cli_csv_failed(cli_context *cli, nreg_code code, const char *path) {
    int status = cli_failed(cli, code, path);
    for (size_t i = 0; code == NREG_BAD_FORMAT && i < sizeof not_found / sizeof not_found[0]; i++)
        if (strncmp(cli->error.message, not_found[i][0], strlen(not_found[i][0])) == 0)
            fprintf(stderr, "%s\n", not_found[i][1]);
    return status;
}
