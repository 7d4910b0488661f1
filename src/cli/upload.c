/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <string.h>

static const cli_option options[] = {
    {"scope", "PATH", "where the numbers are to go, for example acme/sales/spring"},
    {"purpose", "NAME", "call purpose of rows that name none"},
    {"region", "CC", "region of numbers without country code, two letters"},
    {"number-column", "COLUMN", "column of the numbers, by its header or from 1; recognised if not given"},
    {"purpose-column", "COLUMN", "column of the call purposes, likewise; 'none' for none"},
    {"header", "YES|NO", "whether the first row names the columns; recognised if not given"},
    {"delimiter", "CHAR", "what separates columns: , ; | or tab; recognised if not given"},
    {"encoding", "NAME", "utf-8, utf-16le, utf-16be or windows-1252; recognised if not given"},
    {NULL, NULL, NULL},
};

/* A number from 1 on, else the name in the header row. */
static int read_column(cli_context *cli, const char *option, const char *text, uint32_t *number, const char **header) {
    uint64_t column;
    if (text == NULL)
        return CLI_OK;
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

static int read_choice(cli_context *cli, const char *option, const char *text, const char *const names[],
                       const uint32_t values[], uint32_t *chosen) {
    if (text == NULL)
        return CLI_OK;
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(text, names[i]) == 0) {
            *chosen = values[i];
            return CLI_OK;
        }
    }
    return cli_usage(cli, "%s cannot be '%s'; see numberreg upload --help.", option, text);
}

static int read_options(cli_context *cli, nreg_upload_options *upload) {
    static const char *const headers[] = {"yes", "YES", "no", "NO", NULL};
    static const uint32_t header_values[] = {NREG_HEADER_YES, NREG_HEADER_YES, NREG_HEADER_NO, NREG_HEADER_NO};
    static const char *const delimiters[] = {",", ";", "|", "tab", "\t", NULL};
    static const uint32_t delimiter_values[] = {',', ';', '|', '\t', '\t'};
    static const char *const encodings[] = {"utf-8", "utf-16le", "utf-16be", "windows-1252", NULL};
    static const uint32_t encoding_values[] = {NREG_ENCODING_UTF8, NREG_ENCODING_UTF16LE, NREG_ENCODING_UTF16BE,
                                               NREG_ENCODING_WINDOWS1252};
    const char *purpose_column = cli_value(cli, "purpose-column");
    nreg_upload_options_init(upload);
    int status = read_choice(cli, "--header", cli_value(cli, "header"), headers, header_values, &upload->header);
    if (status == CLI_OK)
        status = read_choice(cli, "--delimiter", cli_value(cli, "delimiter"), delimiters, delimiter_values,
                             &upload->delimiter);
    if (status == CLI_OK)
        status =
            read_choice(cli, "--encoding", cli_value(cli, "encoding"), encodings, encoding_values, &upload->encoding);
    if (status == CLI_OK)
        status = read_column(cli, "--number-column", cli_value(cli, "number-column"), &upload->number_column,
                             &upload->number_header);
    if (status == CLI_OK && purpose_column != NULL && strcmp(purpose_column, "none") == 0)
        upload->purpose_column = UINT32_MAX;
    else if (status == CLI_OK)
        status = read_column(cli, "--purpose-column", purpose_column, &upload->purpose_column, &upload->purpose_header);
    return status;
}

static int stage_file(cli_context *cli, nreg_batch *batch, cli_file *source, nreg_upload_options *upload) {
    const char *path = cli->operand_count == 0 ? "-" : cli->operands[0];
    cli_progress progress;
    nreg_source bytes = {cli_file_read, source};
    upload->progress = cli_progress_rows;
    upload->context = &progress;
    cli_progress_begin(&progress, "Reading");
    nreg_code code = nreg_upload_read(batch, &bytes, upload, NULL, &cli->error);
    cli_progress_end(&progress);
    if (code == NREG_OK)
        return CLI_OK;
    if (source->failed != 0) {
        errno = source->failed;
        return cli_system(cli, "'%s' could not be read; nothing was changed", path);
    }
    return cli_failed(cli, code, path);
}

static int commit_file(cli_context *cli, nreg_batch *batch, cli_rejects *rejects, cli_file *source,
                       nreg_upload_options *upload) {
    nreg_result *result = NULL;
    int status = cli_commit_batch(cli, batch, &result);
    if (status == CLI_OK) {
        upload->progress = NULL;
        int written = cli_rejects_write(cli, rejects, result, source, upload);
        status = cli_print_result(cli, result);
        if (written != CLI_OK)
            status = written;
    }
    nreg_result_free(result);
    return status;
}

static int commit_difference(cli_context *cli, nreg_batch *desired, cli_rejects *rejects) {
    nreg_batch *difference = NULL;
    uint32_t unchanged = 0;
    nreg_code code = nreg_batch_reconcile(desired, &difference, &unchanged, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, cli_value(cli, "scope"));
    int status = cli_finish_batch(cli, difference, rejects);
    if (status <= CLI_REJECTED && !cli->json)
        printf("%u numbers were right already.\n", unchanged);
    nreg_batch_free(difference);
    return status;
}

/* Reads the file into a batch and commits that, or, with `reconcile`, what brings the scope into line with it. */
static int run(cli_context *cli, int reconcile) {
    nreg_upload_options upload;
    nreg_batch *batch = NULL;
    cli_rejects rejects = {0};
    cli_file source = {0};
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = read_options(cli, &upload);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &upload.default_purpose);
    if (status == CLI_OK)
        status = cli_batch_new(cli, NREG_ACTION_ADD, &batch);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, &rejects);
    if (status == CLI_OK)
        status = cli_source_open(cli, cli->operand_count == 0 ? NULL : cli->operands[0], rejects.file != NULL, &source);
    if (status == CLI_OK)
        status = stage_file(cli, batch, &source, &upload);
    if (status == CLI_OK)
        status =
            reconcile ? commit_difference(cli, batch, &rejects) : commit_file(cli, batch, &rejects, &source, &upload);
    cli_source_close(&source);
    cli_rejects_discard(&rejects);
    nreg_batch_free(batch);
    return status;
}

static int run_upload(cli_context *cli) {
    return run(cli, 0);
}

static int run_reconcile(cli_context *cli) {
    return run(cli, 1);
}

#define FROM_INPUT                                                                                                     \
    "Without FILE, or with '-', standard input is read. Separators, quotes, encoding, header and columns are\n"        \
    "recognised; each can be told instead."

const cli_command cli_upload = {
    .name = "upload",
    .operands = "[FILE]",
    .summary = "Registers the numbers of a CSV file at a scope.",
    .details = FROM_INPUT,
    .options = options,
    .options2 = cli_commit_options,
    .most = 1,
    .run = run_upload,
};

const cli_command cli_reconcile = {
    .name = "reconcile",
    .operands = "[FILE]",
    .summary = "Brings a scope into line with a CSV file: adds what is missing, removes what is not on it.",
    .details = FROM_INPUT,
    .options = options,
    .options2 = cli_commit_options,
    .most = 1,
    .run = run_reconcile,
};
