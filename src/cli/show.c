/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {"region", "CC", "region of numbers without country code, two letters; US if not given"},
    {NULL, NULL, NULL},
};

typedef struct showing {
    cli_json *json; /* NULL: for people. */
    char region[4];
    int status; /* The worst so far: the others are shown all the same. */
} showing;

/* CLI_OK, CLI_REJECTED if it is not registered, CLI_USAGE if it is no number. */
static int show_one(cli_context *cli, const showing *how, const char *text) {
    nreg_number number;
    nreg_review_case found;
    int status = cli_read_typed(cli, text, how->region, &number);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_review_look_many(cli->session, &number.e164, 1, &found, NULL, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    if (found.record.number == 0) {
        cli_not_found(text, &number, "is not registered");
        return CLI_REJECTED;
    }
    cli_print_record(cli, how->json, &found.record, cli_is_held(&found.record) ? found.signs : 0);
    return CLI_OK;
}

static int take(cli_context *cli, const char *number, size_t length, void *context) {
    showing *how = context;
    char text[CLI_LINE_MAX + 1];
    snprintf(text, sizeof text, "%.*s", (int)(length < CLI_LINE_MAX ? length : CLI_LINE_MAX), number);
    int status = memchr(number, '\0', length) == NULL
                     ? show_one(cli, how, text)
                     : cli_usage(cli, "'%s', with a NUL byte and more behind it, is not a phone number.", text);
    how->status = status > how->status ? status : how->status;
    return status == CLI_FAILURE ? status : CLI_OK;
}

static int run(cli_context *cli) {
    showing how = {NULL, CLI_REGION, CLI_OK};
    int status = cli_region(cli, cli_value(cli, "region"), how.region);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    how.json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && how.json == NULL)
        return CLI_FAILURE;
    status = cli_each_number(cli, 0, take, &how);
    int written = how.json != NULL ? cli_json_free(how.json) : CLI_OK;
    return written != CLI_OK ? written : status != CLI_OK ? status : how.status;
}

const cli_command cli_show = {
    .name = "show",
    .operands = "NUMBER...",
    .summary = "Shows where numbers are registered, with purpose and status.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = options,
    .most = -1,
    .example = "numberreg show 501-214-9020\n"
               "numberreg show < numbers.txt",
    .run = run,
};
