/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"format", "NAME", "csv or jsonl; csv if not given, with --json jsonl"},
    {"for", "SERVICE", "as first-orion, hiya, telnyx or truecaller take them"},
    {"output", "FILE", "write FILE; what one file may not hold goes to FILE-2, FILE-3 and so on"},
    {"max-rows", "N", "with --output: at most N numbers a file; as many as the service takes if not given, else all"},
    {"mark", NULL, "begin with a byte-order mark, for old spreadsheets"},
    {NULL, NULL, NULL},
};

static int read_format(cli_context *cli, nreg_export_options *how) {
    static const char *const services[] = {"first-orion", "hiya", "telnyx", "truecaller", NULL};
    static const char *const formats[] = {"csv", "jsonl", NULL};
    const char *service = cli_value(cli, "for"), *most = cli_value(cli, "max-rows");
    uint32_t destination = 0, format = cli->json != 0;
    uint64_t rows;
    if (cli_choice(cli, "--for", service, services, &destination) != CLI_OK ||
        cli_choice(cli, "--format", cli_value(cli, "format"), formats, &format) != CLI_OK)
        return CLI_USAGE;
    nreg_export_options_init(how);
    if (service != NULL)
        nreg_export_options_for(how, destination + NREG_DESTINATION_FIRST_ORION);
    if (format != 0)
        how->format = NREG_EXPORT_JSON_LINES;
    how->mark = cli_value(cli, "mark") != NULL;
    if (cli_value(cli, "output") == NULL) {
        how->max_rows = 0;
        return most == NULL ? CLI_OK : cli_usage(cli, "--max-rows needs --output.");
    }
    if (most != NULL && cli_whole(cli, "--max-rows", most, 1, UINT32_MAX, &rows) != CLI_OK)
        return CLI_USAGE;
    if (most != NULL)
        how->max_rows = (uint32_t)rows;
    return CLI_OK;
}

/* Writes what fits into one file, or all to standard output if `path` is NULL. */
static int write_one(cli_context *cli, const char *path, FILE *to, const nreg_record_filter *filter,
                     const nreg_export_options *how, nreg_record_cursor *cursor, uint64_t *rows, uint32_t *more) {
    cli_file file = {to, 0};
    nreg_sink sink = {cli_file_write, &file};
    nreg_code code = nreg_export_records(cli->session, filter, how, cursor, &sink, rows, more, &cli->error);
    if (file.failed != 0) {
        errno = file.failed;
        return path == NULL ? cli_system(cli, "Standard output could not be written")
                            : cli_system(cli, "'%s' could not be written", path);
    }
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, path);
}

/* A file that is broken off does not take the place of a whole one. */
static int write_file(cli_context *cli, const char *path, const nreg_record_filter *filter,
                      const nreg_export_options *how, nreg_record_cursor *cursor, uint64_t *rows, uint32_t *more) {
    cli_output output;
    if (cli_may_write(cli, "--output", path, NULL) != CLI_OK)
        return CLI_USAGE;
    if (cli_output_open(&output, path) != 0) {
        cli_system(cli, "'%s' cannot be written", path);
        return CLI_USAGE;
    }
    int status = write_one(cli, path, output.file, filter, how, cursor, rows, more);
    if (status == CLI_OK && cli_output_close(&output) != 0)
        status = cli_system(cli, "'%s' could not be written", path);
    cli_output_discard(&output);
    return status;
}

static int write_files(cli_context *cli, const char *path, const nreg_record_filter *filter,
                       const nreg_export_options *how) {
    nreg_record_cursor cursor = {0};
    uint64_t rows = 0, total = 0;
    uint32_t more = 1;
    size_t size = strlen(path) + 16;
    char *name = malloc(size);
    int status = name != NULL ? CLI_OK : cli_failed(cli, NREG_NO_MEMORY, NULL);
    unsigned file = 0;
    while (more && status == CLI_OK) {
        if (++file == 1)
            snprintf(name, size, "%s", path);
        else
            snprintf(name, size, "%s-%u", path, file);
        status = write_file(cli, name, filter, how, &cursor, &rows, &more);
        total += rows;
    }
    free(name);
    if (status == CLI_OK)
        fprintf(stderr, "Wrote %llu number%s to %u file%s.\n", (unsigned long long)total, total == 1 ? "" : "s", file,
                file == 1 ? "" : "s");
    return status;
}

static int run(cli_context *cli) {
    const char *path = cli_value(cli, "output");
    nreg_export_options how;
    nreg_record_filter filter;
    int status = read_format(cli, &how);
    if (status == CLI_OK)
        status = cli_read_filter(cli, &filter);
    if (status != CLI_OK)
        return status;
    if (path != NULL)
        return write_files(cli, path, &filter, &how);
    nreg_record_cursor cursor = {0};
    uint32_t more = 1;
    while (more && status == CLI_OK) {
        status = write_one(cli, NULL, stdout, &filter, &how, &cursor, NULL, &more);
        how.header = 0;
        how.mark = 0;
    }
    return status;
}

const cli_command cli_export = {
    .name = "export",
    .operands = "",
    .summary = "Writes registered numbers as CSV or JSON Lines, also in the sizes that services take.",
    .options = options,
    .options2 = cli_filter_options,
    .example = "numberreg export --scope acme --output numbers.csv\n"
               "numberreg export --for first-orion --output first-orion.csv",
    .run = run,
};
