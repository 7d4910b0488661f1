/* SPDX-License-Identifier: MIT */
#include "cli.h"

static int run(cli_context *cli) {
    nreg_batch *batch = NULL;
    cli_rejects rejects = {0};
    uint64_t id;
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_id(cli, "The batch's id", cli->operands[0], &id);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK) {
        nreg_code code = nreg_batch_revert(cli->session, id, &batch, &cli->error);
        status = code == NREG_OK ? CLI_OK : cli_failed(cli, code, cli->operands[0]);
    }
    if (status == CLI_OK)
        status = cli_rejects_open(cli, NULL, &rejects);
    if (status == CLI_OK)
        status = cli_finish_batch(cli, batch, &rejects);
    cli_output_discard(&rejects);
    nreg_batch_free(batch);
    return status;
}

const cli_command cli_revert = {
    .name = "revert",
    .operands = "BATCH",
    .summary = "Restores what a batch changed, but for numbers that were changed again later.",
    .options2 = cli_commit_options,
    .least = 1,
    .most = 1,
    .example = "numberreg revert 4306553936947177 --preview",
    .run = run,
};
