/* SPDX-License-Identifier: MIT */
#include "cli.h"

static const cli_option options[] = {
    {"scope", "PATH", "where the numbers are to go, for example acme/sales/spring"},
    {"purpose", "NAME", "call purpose of the numbers, its code or label"},
    {"region", "CC", "region of numbers without country code, two letters"},
    {NULL, NULL, NULL},
};

static int run(cli_context *cli) {
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    cli_rejects rejects = {0};
    uint32_t purpose = 0;
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &purpose);
    if (status == CLI_OK)
        status = cli_batch_new(cli, &batch);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, &rejects);
    if (status == CLI_OK)
        status = cli_stage(cli, batch, 0, purpose, 0);
    if (status == CLI_OK)
        status = cli_commit_batch(cli, batch, &result);
    if (status == CLI_OK) {
        int written = cli_rejects_write_inputs(cli, &rejects, result);
        status = cli_print_result(cli, result);
        if (written != CLI_OK)
            status = written;
    }
    cli_rejects_discard(&rejects);
    nreg_result_free(result);
    nreg_batch_free(batch);
    return status;
}

const cli_command cli_add = {
    .name = "add",
    .operands = "NUMBER...",
    .summary = "Registers numbers at a scope.",
    .details = "Without a NUMBER, or with '-', one a line is read from standard input.",
    .options = options,
    .options2 = cli_commit_options,
    .most = -1,
    .run = run,
};
