/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

enum { PURPOSES_MAX = 256 };

static void print(const cli_context *cli, const nreg_purpose *purpose) {
    printf("  %-20s ", purpose->code);
    cli_show_text(stdout, purpose->label, strlen(purpose->label), 26);
    putchar(' ');
    cli_show_text(stdout, purpose->description, strlen(purpose->description), 0);
    putchar('\n');
    if (purpose->warning[0] != '\0') {
        printf("      %s: ", cli_heading(cli, "WARNING"));
        cli_show_text(stdout, purpose->warning, strlen(purpose->warning), 0);
        putchar('\n');
    }
}

static void json_purpose(cli_json *json, const nreg_purpose *purpose) {
    cli_json_begin(json);
    cli_json_whole(json, "id", purpose->id);
    cli_json_string(json, "code", purpose->code);
    cli_json_string(json, "label", purpose->label);
    cli_json_string(json, "description", purpose->description);
    cli_json_string(json, "warning", purpose->warning);
    cli_json_flag(json, "dno", purpose->flags & NREG_PURPOSE_FLAG_DNO);
    cli_json_flag(json, "retired", purpose->flags & NREG_PURPOSE_FLAG_RETIRED);
    cli_json_end(json);
}

static int run(cli_context *cli) {
    nreg_purpose purposes[PURPOSES_MAX];
    uint32_t count = 0;
    int status = cli_open_catalogue(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_purpose_list(cli->registry, purposes, PURPOSES_MAX, &count, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    for (uint32_t i = 0; i < count && i < PURPOSES_MAX; i++) {
        nreg_language_purpose(cli->language, &purposes[i]);
        if (json != NULL)
            json_purpose(json, &purposes[i]);
        else
            print(cli, &purposes[i]);
    }
    return json != NULL ? cli_json_free(json) : CLI_OK;
}

const cli_command cli_purposes = {
    .name = "purposes",
    .operands = "",
    .summary = "Lists the call purposes: what a number can be used for.",
    .example = "numberreg purposes --language es",
    .run = run,
};
