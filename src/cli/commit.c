/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>
#include <unistd.h>

const cli_option cli_commit_options[] = {
    {"atomic", NULL, "do nothing if any number is rejected"},
    {"max-rejects", "N", "do nothing if more than N numbers are rejected, 0 or more; register the others if not given"},
    {"request-id", "ID", "name of this request, 1 to 64 bytes: done once, whoever repeats it gets the same result"},
    {"preview", NULL, "say what would happen and change nothing"},
    {"rejects", "FILE", "write the rejected rows and their reasons to FILE, ready to be corrected"},
    {NULL, NULL, NULL},
};

const char *const cli_reviews[] = {"in-commit", "worker", NULL};

int cli_batch_new(cli_context *cli, uint32_t action, nreg_batch **batch) {
    nreg_batch_options options;
    nreg_scope scope;
    nreg_batch_options_init(&options);
    options.action = action;
    int status = cli_region(cli, cli_value(cli, "region"), options.region);
    if (status == CLI_OK)
        status = cli_scope_option(cli, &scope);
    if (status == CLI_OK && scope.level == NREG_LEVEL_ORGANIZATION)
        status = cli_usage(cli, "%s is an Organization, which holds no numbers; name a Business, Unit or Program.",
                           cli_value(cli, "scope"));
    if (status != CLI_OK)
        return status;
    nreg_code code = NREG_OK;
    if (options.region[0] == '\0')
        code = nreg_scope_region(cli->session, scope.id, options.region, sizeof options.region, &cli->error);
    if (code == NREG_OK)
        code = nreg_batch_new(cli->session, scope.id, &options, batch, &cli->error);
    snprintf(cli->region, sizeof cli->region, "%s", options.region[0] != '\0' ? options.region : CLI_REGION);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, cli_value(cli, "scope"));
}

/* Lines of standard input; empty ones are passed over. */
static int each_line(cli_context *cli, cli_taker *take, void *context) {
    cli_lines lines;
    const char *text;
    size_t length;
    int status = cli_lines_open(cli, NULL, &lines), got = 0;
    while (status == CLI_OK && (got = cli_lines_next(cli, &lines, &text, &length)) == 1)
        if (length > 0)
            status = take(cli, text, length, context);
    cli_lines_close(&lines);
    return got < 0 ? CLI_FAILURE : status;
}

/* A file in a number's place is a misunderstanding: its numbers would not be read, and its name is none. */
static int refuse_file_name(const cli_context *cli, const char *number) {
    if (strpbrk(number, "./") == NULL || number[strspn(number, "0123456789+-(). ")] == '\0' ||
        access(number, F_OK) != 0)
        return CLI_OK;
    return cli_usage(cli, "'%s' is a file, not a number; its lines are read so: numberreg %s ... < %s", number,
                     cli->command->name, number);
}

int cli_each_number(cli_context *cli, int first, cli_taker *take, void *context) {
    int status = CLI_OK;
    if (first >= cli->operand_count || (first == cli->operand_count - 1 && strcmp(cli->operands[first], "-") == 0))
        return each_line(cli, take, context);
    for (int i = first; i < cli->operand_count && status == CLI_OK; i++)
        status = refuse_file_name(cli, cli->operands[i]);
    for (int i = first; i < cli->operand_count && status == CLI_OK; i++)
        status = take(cli, cli->operands[i], strlen(cli->operands[i]), context);
    return status;
}

typedef struct staging {
    nreg_batch *batch;
    uint32_t purpose;
    uint32_t consent;
} staging;

static int stage_one(cli_context *cli, const char *number, size_t length, void *context) {
    const staging *how = context;
    nreg_entry_input input;
    memset(&input, 0, sizeof input);
    input.number = number;
    input.number_length = length;
    input.purpose = how->purpose;
    input.consent = how->consent;
    nreg_code code = nreg_batch_stage(how->batch, &input, sizeof input, 1, NULL, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "Staging the numbers");
}

int cli_stage(cli_context *cli, nreg_batch *batch, int first, uint32_t purpose, uint32_t consent) {
    staging how = {batch, purpose, consent};
    return cli_each_number(cli, first, stage_one, &how);
}

int cli_commit_check(cli_context *cli) {
    uint64_t number;
    uint32_t place;
    const char *rejects = cli_value(cli, "max-rejects"), *request = cli_value(cli, "request-id");
    const char *review = cli_value(cli, "auto-review");
    if (rejects != NULL && cli_value(cli, "atomic") != NULL)
        return cli_usage(cli, "--atomic and --max-rejects contradict each other.");
    if (rejects != NULL && cli_whole(cli, "--max-rejects", rejects, 0, UINT32_MAX, &number) != CLI_OK)
        return CLI_USAGE;
    if (cli_choice(cli, "--auto-review", review, cli_reviews, &place) != CLI_OK)
        return CLI_USAGE;
    if (request != NULL && (*request == '\0' || strlen(request) > NREG_REQUEST_ID_MAX))
        return cli_usage(cli, "--request-id must have 1 to %d bytes.", NREG_REQUEST_ID_MAX);
    return CLI_OK;
}

int cli_commit_batch(cli_context *cli, nreg_batch *batch, nreg_result **result) {
    nreg_commit_options options;
    cli_progress progress;
    int preview = cli_value(cli, "preview") != NULL;
    nreg_commit_options_init(&options);
    if (cli_value(cli, "reassign") != NULL)
        options.consent = NREG_CONSENT_MOVE;
    if (cli_value(cli, "accept-dno") != NULL) {
        options.acknowledge_dno = 1;
        options.attestation = "numberreg --accept-dno";
    }
    if (cli_value(cli, "atomic") != NULL)
        options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    if (cli_value(cli, "max-rejects") != NULL) {
        uint64_t number;
        int status = cli_whole(cli, "--max-rejects", cli_value(cli, "max-rejects"), 0, UINT32_MAX, &number);
        if (status != CLI_OK)
            return status;
        options.atomicity = NREG_ATOMIC_MAX_REJECTS;
        options.max_rejects = (uint32_t)number;
    }
    options.request_id = cli_value(cli, "request-id");
    options.evidence = cli_value(cli, "evidence");
    options.progress = cli_progress_share;
    options.context = &progress;
    cli_progress_begin(&progress, preview ? "Previewing" : "Committing");
    nreg_code code = preview ? nreg_batch_preview(batch, &options, result, &cli->error)
                             : nreg_batch_commit(batch, &options, result, &cli->error);
    cli_progress_end(&progress);
    cli->committed = code == NREG_OK && !preview;
    if (code == NREG_OK)
        return CLI_OK;
    return cli_failed(cli, code,
                      code == NREG_CANCELLED ? NULL
                      : code == NREG_UNKNOWN
                          ? "Whether it was done is not known; run it again with the same --request-id"
                      : preview ? "Preview"
                                : "Nothing was changed");
}

int cli_finish_result(cli_context *cli, const nreg_result *result, cli_rejects *rejects) {
    int written = cli_rejects_write_inputs(cli, rejects, result);
    int status = cli_print_result(cli, result);
    return written != CLI_OK ? written : status;
}

int cli_finish_batch(cli_context *cli, nreg_batch *batch, cli_rejects *rejects) {
    nreg_result *result = NULL;
    int status = cli_commit_batch(cli, batch, &result);
    if (status == CLI_OK)
        status = cli_finish_result(cli, result, rejects);
    nreg_result_free(result);
    return status;
}
