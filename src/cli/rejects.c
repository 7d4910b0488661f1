/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <string.h>

int cli_rejects_open(cli_context *cli, const char *input, cli_rejects *rejects) {
    const char *path = cli_value(cli, "rejects");
    if (path == NULL)
        return CLI_OK;
    if (cli_may_write(cli, "--rejects", path, input) != CLI_OK)
        return CLI_USAGE;
    if (cli_output_open(rejects, path) == 0)
        return CLI_OK;
    cli_system(cli, "The file of the rejected rows, '%s', cannot be written; nothing was changed", path);
    return CLI_USAGE;
}

/* The registry has changed by now: say so when only this file fails. */
static int finish(cli_context *cli, cli_rejects *rejects) {
    return cli_output_close(rejects) == 0
               ? CLI_OK
               : cli_system(cli, "The result stands, but the file of the rejected rows, '%s', could not be written",
                            rejects->path);
}

/* Of a result, or else of a migration. */
static int write_from(cli_context *cli, cli_rejects *rejects, const nreg_result *result,
                      const nreg_migration *migration, const nreg_source *source, const nreg_upload_options *options) {
    cli_file file = {rejects->file, 0};
    nreg_sink sink = {cli_file_write, &file};
    nreg_code code = result != NULL
                         ? nreg_upload_rejects(result, source, options, &sink, NULL, &cli->error)
                         : nreg_migration_write_rejects(migration, source, options, &sink, NULL, &cli->error);
    if (code == NREG_OK)
        return finish(cli, rejects);
    if (file.failed != 0) {
        errno = file.failed;
        return cli_system(cli, "The result stands, but the file of the rejected rows, '%s', could not be written",
                          rejects->path);
    }
    cli_failed(cli, code, "The result stands, but not the file of the rejected rows");
    return CLI_FAILURE;
}

static int write_again(cli_context *cli, cli_rejects *rejects, const nreg_result *result,
                       const nreg_migration *migration, cli_file *source, const nreg_upload_options *options) {
    if (rejects->file == NULL)
        return CLI_OK;
    nreg_source again = {cli_file_read, source};
    if (fseek(source->file, 0, SEEK_SET) != 0)
        return cli_system(cli, "The file could not be read again for the rejected rows");
    return write_from(cli, rejects, result, migration, &again, options);
}

int cli_rejects_write(cli_context *cli, cli_rejects *rejects, const nreg_result *result, cli_file *source,
                      const nreg_upload_options *options) {
    return write_again(cli, rejects, result, NULL, source, options);
}

int cli_rejects_write_migration(cli_context *cli, cli_rejects *rejects, const nreg_migration *migration,
                                cli_file *source, const nreg_upload_options *options) {
    return write_again(cli, rejects, NULL, migration, source, options);
}

/* The inputs of a result as a file of one column, one row an entry. */
static int write_inputs(FILE *file, const nreg_result *result) {
    nreg_summary summary = {.struct_size = sizeof summary};
    nreg_result_summary(result, &summary);
    for (uint32_t i = 0; i < summary.entries; i++) {
        size_t length = 0;
        const char *input = nreg_result_input(result, i, &length);
        fputc('"', file);
        for (size_t k = 0; k < length; k++) {
            if (input[k] == '"')
                fputc('"', file);
            fputc(input[k], file);
        }
        fputs("\"\n", file);
    }
    return ferror(file) || fflush(file) != 0 || fseek(file, 0, SEEK_SET) != 0 ? -1 : 0;
}

int cli_rejects_write_inputs(cli_context *cli, cli_rejects *rejects, const nreg_result *result) {
    if (rejects->file == NULL)
        return CLI_OK;
    nreg_upload_options options;
    nreg_upload_options_init(&options);
    options.encoding = NREG_ENCODING_UTF8;
    options.header = NREG_HEADER_NO;
    options.delimiter = ',';
    options.number_column = 1;
    options.purpose_column = UINT32_MAX;
    cli_file inputs = {tmpfile(), 0};
    int status;
    if (inputs.file == NULL || write_inputs(inputs.file, result) != 0) {
        status = cli_system(cli, "The result stands, but no temporary file could be made for the rejected rows");
    } else {
        nreg_source source = {cli_file_read, &inputs};
        status = write_from(cli, rejects, result, NULL, &source, &options);
    }
    cli_source_close(&inputs);
    return status;
}
