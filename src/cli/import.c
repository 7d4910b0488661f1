/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <string.h>

static const cli_option options[] = {
    {"scope", "PATH", "scope of rows that name none"},
    {"within", "PATH", "scope below which the names in the file are looked up, for example a reseller's"},
    {"purpose", "NAME", "call purpose of rows that name none"},
    {"status", "NAME",
     "status of rows that name none: pending (if not given), active, needs_proof, suspended, declined"},
    {"region", "CC", "region of numbers without country code, two letters; that of their scope if not given"},
    {"scope-column", "COLUMN",
     "column of scopes (paths or external ids) or Businesses, by its header or from 1; recognised if not given"},
    {"unit-column", "COLUMN", "column of Units, joined to that, likewise; 'none' for none"},
    {"program-column", "COLUMN", "column of Programs, joined to that, likewise; 'none' for none"},
    {"status-column", "COLUMN", "column of the statuses, likewise; 'none' for none"},
    {"created-column", "COLUMN", "column of the times of registration, likewise; 'none' for none"},
    CLI_CSV_OPTIONS,
    {NULL, NULL, NULL},
};

static const cli_option commit_options[] = {
    {"request-id", "ID", "name of this import, 1 to 40 bytes: done once, and gone on with if it was broken off"},
    {"chunk", "N", "commit in transactions of N numbers; in one a scope if not given"},
    {"preview", NULL, "say what would happen and change nothing"},
    {"report", "FILE", "write the report to FILE too; as JSON if its name ends in .json or .jsonl"},
    {"rejects", "FILE", "write the rejected rows and their reasons to FILE, ready to be corrected"},
    {NULL, NULL, NULL},
};

typedef struct importing {
    nreg_import_options options;
    nreg_import_columns columns;
    nreg_upload_options upload;
    nreg_commit_options commit;
    nreg_import *import;
    nreg_migration *migration;
    cli_file source;
    cli_rejects rejects;
    cli_output report;
} importing;

static int read_columns(cli_context *cli, nreg_import_columns *columns) {
    const struct {
        const char *option;
        uint32_t *number;
        const char **header;
    } all[] = {
        {"--scope-column", &columns->scope_column, &columns->scope_header},
        {"--unit-column", &columns->unit_column, &columns->unit_header},
        {"--program-column", &columns->program_column, &columns->program_header},
        {"--status-column", &columns->status_column, &columns->status_header},
        {"--created-column", &columns->created_column, &columns->created_header},
    };
    nreg_import_columns_init(columns);
    int status = CLI_OK;
    for (size_t i = 0; status == CLI_OK && i < sizeof all / sizeof all[0]; i++)
        status = cli_csv_column(cli, all[i].option, cli_value(cli, all[i].option + 2), all[i].number, all[i].header);
    return status;
}

static int read_commit(cli_context *cli, nreg_commit_options *commit) {
    const char *request = cli_value(cli, "request-id");
    uint64_t chunk = 0;
    nreg_commit_options_init(commit);
    if (request != NULL && (*request == '\0' || strlen(request) > NREG_IMPORT_REQUEST_ID_MAX))
        return cli_usage(cli, "--request-id must have 1 to %d bytes.", NREG_IMPORT_REQUEST_ID_MAX);
    if (cli_value(cli, "chunk") != NULL &&
        cli_whole(cli, "--chunk", cli_value(cli, "chunk"), 1, UINT32_MAX, &chunk) != CLI_OK)
        return CLI_USAGE;
    commit->request_id = request;
    commit->chunk_entries = (uint32_t)chunk;
    return CLI_OK;
}

/* A scope that an option names, if it is given. */
static int read_scope(cli_context *cli, const char *option, uint64_t *id) {
    nreg_scope scope;
    const char *path = cli_value(cli, option);
    int status = path == NULL ? CLI_OK : cli_scope(cli, path, &scope);
    if (status == CLI_OK && path != NULL)
        *id = scope.id;
    return status;
}

static int begin(cli_context *cli, importing *i) {
    nreg_import_options_init(&i->options);
    int status = cli_csv_read(cli, &i->upload);
    if (status == CLI_OK)
        status = read_columns(cli, &i->columns);
    if (status == CLI_OK)
        status = read_commit(cli, &i->commit);
    if (status == CLI_OK)
        status = cli_read_status(cli, cli_value(cli, "status"), &i->options.status);
    if (status == CLI_OK)
        status = cli_region(cli, cli_value(cli, "region"), i->options.region);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &i->options.purpose);
    if (status == CLI_OK)
        status = read_scope(cli, "scope", &i->options.scope);
    if (status == CLI_OK)
        status = read_scope(cli, "within", &i->options.within);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_import_new(cli->session, &i->options, &i->import, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "The import");
}

/* Before anything is changed: whether it can be written. */
static int open_report(cli_context *cli, const char *input, importing *i) {
    const char *path = cli_value(cli, "report");
    if (path == NULL)
        return CLI_OK;
    if (cli_may_write(cli, "--report", path, input) != CLI_OK)
        return CLI_USAGE;
    if (i->rejects.path != NULL && cli_same_output(path, i->rejects.path))
        return cli_usage(cli, "--report and --rejects name the same file, '%s'; name two.", path);
    if (cli_output_open(&i->report, path) == 0)
        return CLI_OK;
    cli_system(cli, "The report, '%s', cannot be written; nothing was changed", path);
    return CLI_USAGE;
}

static int stage(cli_context *cli, importing *i) {
    const char *path = cli->operand_count == 0 ? "-" : cli->operands[0];
    const nreg_source bytes = {cli_file_read, &i->source};
    cli_progress progress;
    i->columns.upload = &i->upload;
    i->upload.progress = cli_progress_rows;
    i->upload.context = &progress;
    cli_progress_begin(&progress, "Reading");
    nreg_code code = nreg_import_read(i->import, &bytes, &i->columns, NULL, &cli->error);
    cli_progress_end(&progress);
    if (code == NREG_OK)
        return CLI_OK;
    if (i->source.failed != 0) {
        errno = i->source.failed;
        return cli_system(cli, "'%s' could not be read; nothing was changed", path);
    }
    return cli_csv_failed(cli, code, path);
}

static int commit(cli_context *cli, importing *i) {
    const int preview = cli_value(cli, "preview") != NULL;
    cli_progress progress;
    i->commit.progress = cli_progress_share;
    i->commit.context = &progress;
    cli_progress_begin(&progress, preview ? "Previewing" : "Importing");
    nreg_code code = preview ? nreg_import_preview(i->import, &i->commit, &i->migration, &cli->error)
                             : nreg_import_commit(i->import, &i->commit, &i->migration, &cli->error);
    cli_progress_end(&progress);
    cli->committed = code == NREG_OK && !preview;
    if (code == NREG_OK)
        return CLI_OK;
    return cli_failed(cli, code,
                      preview                        ? "Preview"
                      : i->commit.request_id != NULL ? "Not all was imported; run it again to go on"
                                                     : "Not all was imported; run it again for the rest");
}

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static int write_report(cli_context *cli, importing *i) {
    const char *path = cli_value(cli, "report");
    if (i->report.file == NULL)
        return CLI_OK;
    int status = CLI_OK;
    if (ends_with(path, ".json") || ends_with(path, ".jsonl")) {
        cli_json *json = cli_json_to(cli, i->report.file);
        if (json == NULL)
            return CLI_FAILURE;
        cli_print_migration(NULL, json, i->migration);
        status = cli_json_free(json);
    } else {
        cli_print_migration(i->report.file, NULL, i->migration);
    }
    return cli_output_close(&i->report) != 0
               ? cli_system(cli, "The result stands, but the report, '%s', could not be written", path)
               : status;
}

/* Prints the report; CLI_OK or CLI_REJECTED. */
static int print(cli_context *cli, const importing *i) {
    nreg_migration_counts counts = {.struct_size = sizeof counts};
    nreg_migration_summary(i->migration, &counts);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    cli_print_migration(stdout, json, i->migration);
    int status = json == NULL ? CLI_OK : cli_json_free(json);
    if (status != CLI_OK || counts.rejected == 0)
        return status;
    fflush(stdout);
    fprintf(stderr, "%u of %u %s %s rejected.\n", counts.rejected, counts.rows, counts.rows == 1 ? "row" : "rows",
            counts.rejected == 1 ? "was" : "were");
    return CLI_REJECTED;
}

static int run(cli_context *cli) {
    importing i;
    const char *path = cli->operand_count == 0 ? NULL : cli->operands[0];
    memset(&i, 0, sizeof i);
    int status = begin(cli, &i);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, path, &i.rejects);
    if (status == CLI_OK)
        status = open_report(cli, path, &i);
    if (status == CLI_OK)
        status = cli_source_open(cli, path, i.rejects.file != NULL, &i.source);
    if (status == CLI_OK)
        status = stage(cli, &i);
    if (status == CLI_OK)
        status = commit(cli, &i);
    if (status == CLI_OK) {
        i.upload.progress = NULL;
        int rejects = cli_rejects_write_migration(cli, &i.rejects, i.migration, &i.source, &i.upload);
        int report = write_report(cli, &i);
        status = print(cli, &i);
        status = rejects != CLI_OK ? rejects : report != CLI_OK ? report : status;
    }
    cli_output_discard(&i.report);
    cli_source_close(&i.source);
    cli_output_discard(&i.rejects);
    nreg_migration_free(i.migration);
    nreg_import_free(i.import);
    return status;
}

const cli_command cli_import = {
    .name = "import",
    .operands = "[FILE]",
    .summary = "Takes over an existing registry from a CSV file, and reports every row that cannot be.",
    .details =
        "The file names number, scope, call purpose, status and time of registration. A scope is a path, an external "
        "id,\n"
        "or Business, Unit and Program in three columns. Statuses and times are taken as they are, without review. A\n"
        "number that several places claim is imported at none. Without FILE, or with '-', standard input is read.",
    .options = options,
    .options2 = commit_options,
    .most = 1,
    .example = "numberreg import registry.csv --preview\n"
               "numberreg import registry.csv --request-id move-2026 --rejects rejects.csv",
    .run = run,
};
