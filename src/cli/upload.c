/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <string.h>

#define FILE_OPTIONS                                                                                                   \
    {"scope", "PATH", "where the numbers are to go, for example acme/sales/spring"},                                   \
        {"purpose", "NAME", "call purpose of rows that name none"},                                                    \
        {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},       \
        CLI_CSV_OPTIONS, CLI_ADD_OPTIONS

static const cli_option upload_options[] = {
    FILE_OPTIONS,
    {NULL, NULL, NULL},
};

static const cli_option reconcile_options[] = {
    FILE_OPTIONS,
    {"allow-empty", NULL, "go on though no row has a number that can be registered, and remove all"},
    {NULL, NULL, NULL},
};

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
    return cli_csv_failed(cli, code, path);
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

/* Whether a list has a number that can be registered at all. */
static int has_a_number(const nreg_batch *batch) {
    nreg_entry page[64];
    uint32_t from = 1, count = 0;
    while (nreg_batch_entries(batch, from, page, 64, &count, NULL) == NREG_OK && count > 0) {
        for (uint32_t i = 0; i < count; i++)
            if (page[i].green)
                return 1;
        from = page[count - 1].entry + 1;
    }
    return 0;
}

static int commit_difference(cli_context *cli, nreg_batch *desired, cli_rejects *rejects) {
    nreg_batch *difference = NULL;
    uint32_t unchanged = 0;
    /* An export that failed or a wrong column must not empty a scope. */
    if (cli_value(cli, "allow-empty") == NULL && !has_a_number(desired))
        return cli_usage(cli,
                         "No row has a number that can be registered, so all numbers of %s would be removed; "
                         "--allow-empty does so.",
                         cli_value(cli, "scope"));
    nreg_code code = nreg_batch_reconcile(desired, &difference, &unchanged, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, cli_value(cli, "scope"));
    int status = cli_finish_batch(cli, difference, rejects);
    if (status <= CLI_REJECTED && !cli->json)
        printf("%u %s right already.\n", unchanged, unchanged == 1 ? "number was" : "numbers were");
    nreg_batch_free(difference);
    return status;
}

/* Reads the file into a batch and commits that, or, with `reconcile`, what brings the scope into line with it. */
static int run(cli_context *cli, int reconcile) {
    nreg_upload_options upload;
    nreg_batch *batch = NULL;
    cli_rejects rejects = {0};
    cli_file source = {0};
    const char *path = cli->operand_count == 0 ? NULL : cli->operands[0];
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_csv_read(cli, &upload);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &upload.default_purpose);
    if (status == CLI_OK)
        status = cli_batch_new(cli, NREG_ACTION_ADD, &batch);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, path, &rejects);
    if (status == CLI_OK)
        status = cli_source_open(cli, path, rejects.file != NULL, &source);
    if (status == CLI_OK)
        status = stage_file(cli, batch, &source, &upload);
    if (status == CLI_OK)
        status =
            reconcile ? commit_difference(cli, batch, &rejects) : commit_file(cli, batch, &rejects, &source, &upload);
    cli_source_close(&source);
    cli_output_discard(&rejects);
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
    .options = upload_options,
    .options2 = cli_commit_options,
    .most = 1,
    .example = "numberreg upload --scope acme/sales/spring numbers.csv --preview\n"
               "numberreg upload --scope acme/sales/spring numbers.csv --rejects rejects.csv --request-id spring-1",
    .run = run_upload,
};

const cli_command cli_reconcile = {
    .name = "reconcile",
    .operands = "[FILE]",
    .summary = "Brings a scope into line with a CSV file: adds what is missing, removes what is not on it.",
    .details = FROM_INPUT,
    .options = reconcile_options,
    .options2 = cli_commit_options,
    .most = 1,
    .example = "numberreg reconcile --scope acme/sales/spring numbers.csv --preview",
    .run = run_reconcile,
};
