/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {"region", "CC", "region of numbers without country code, two letters; US if not given"},
    {NULL, NULL, NULL},
};

/* One number: CLI_OK, CLI_REJECTED if it is not registered, CLI_USAGE if it is no number. */
static int show_one(cli_context *cli, cli_json *json, const char *text, const char *region) {
    nreg_number number;
    nreg_review_case found;
    int status = cli_read_typed(cli, text, region, &number);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_review_look_many(cli->session, &number.e164, 1, &found, NULL, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    if (found.record.number == 0) {
        cli_not_found(text, &number, "is not registered");
        return CLI_REJECTED;
    }
    cli_print_record(cli, json, &found.record, cli_is_held(&found.record) ? found.signs : 0);
    return CLI_OK;
}

static int run(cli_context *cli) {
    char region[4] = CLI_REGION;
    int status = cli_region(cli, cli_value(cli, "region"), region);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    for (int i = 0; i < cli->operand_count && status <= CLI_REJECTED; i++) {
        int one = show_one(cli, json, cli->operands[i], region);
        if (one != CLI_OK)
            status = one;
    }
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return written != CLI_OK ? written : status;
}

const cli_command cli_show = {
    .name = "show",
    .operands = "NUMBER...",
    .summary = "Shows where numbers are registered, with purpose and status.",
    .options = options,
    .least = 1,
    .most = -1,
    .example = "numberreg show 501-214-9020",
    .run = run,
};
