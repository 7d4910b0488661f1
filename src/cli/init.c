/* SPDX-License-Identifier: MIT */
#include "cli.h"

static int run(cli_context *cli) {
    int exists = cli_store_exists(cli);
    if (exists < 0)
        return -exists;
    if (!exists) {
        int status = cli_open_store(cli, 1);
        if (status != CLI_OK)
            return status;
    }
    const char *name = cli_store_name(cli);
    if (cli->json) {
        cli_json *json = cli_json_new(cli);
        if (json == NULL)
            return CLI_FAILURE;
        cli_json_begin(json);
        cli_json_string(json, "store", name);
        cli_json_flag(json, "created", !exists);
        cli_json_end(json);
        return cli_json_free(json);
    }
    printf(exists ? "%s holds a store already.\n" : "Made a new store in %s.\n", name);
    return CLI_OK;
}

const cli_command cli_init = {
    .name = "init",
    .operands = "",
    .summary = "Makes a new store; leaves one that is there alone.",
    .example = "numberreg --store sqlite:portal.db init",
    .run = run,
};
