/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

const cli_option cli_filter_options[] = {
    {"scope", "PATH", "at or below this scope; everywhere if not given"},
    {"only-here", NULL, "with --scope: not below it"},
    {"status", "NAME", "pending, needs_proof, active, suspended or declined"},
    {"purpose", "NAME", "with this call purpose"},
    {"dno", NULL, "only Do Not Originate"},
    {"type", "NAME", "of this type, for example toll_free"},
    {"region", "CC", "of this region, two letters"},
    {"ending", "DIGITS", "ending with these digits"},
    {"changed-since", "TIME", "changed then or later: 2026-01-31 or 2026-01-31T12:00:00Z"},
    {NULL, NULL, NULL},
};

int cli_read_status(cli_context *cli, const char *text, uint32_t *found) {
    for (uint32_t status = NREG_STATUS_PENDING; text != NULL && status <= NREG_STATUS_DECLINED; status++) {
        if (cli_is_name(text, nreg_status_name(status))) {
            *found = status;
            return CLI_OK;
        }
    }
    return text == NULL
               ? CLI_OK
               : cli_usage(cli, "There is no status '%s'; pending, needs_proof, active, suspended and declined are.",
                           text);
}

static int read_type(cli_context *cli, const char *text, uint32_t *types) {
    for (uint32_t type = NREG_TYPE_FIXED_LINE; text != NULL && type < NREG_TYPE_UNKNOWN; type++)
        if (cli_is_name(text, nreg_type_name(type)))
            *types = UINT32_C(1) << type;
    return text == NULL || *types != 0
               ? CLI_OK
               : cli_usage(cli,
                           "There is no type '%s'; fixed_line, mobile, fixed_line_or_mobile, toll_free, premium_rate, "
                           "shared_cost, voip and others are.",
                           text);
}

static int read_ending(cli_context *cli, const char *text, char *ending, size_t size) {
    if (text == NULL)
        return CLI_OK;
    if (*text == '\0' || strlen(text) >= size || text[strspn(text, "0123456789")] != '\0')
        return cli_usage(cli, "--ending must be 1 to %d digits, not '%s'.", (int)size - 1, text);
    memcpy(ending, text, strlen(text) + 1);
    return CLI_OK;
}

int cli_read_filter(cli_context *cli, nreg_record_filter *filter) {
    const char *path = cli_value(cli, "scope"), *since = cli_value(cli, "changed-since");
    nreg_scope scope;
    uint32_t wanted = 0;
    nreg_record_filter_init(filter);
    filter->only_here = cli_value(cli, "only-here") != NULL;
    filter->dno = cli_value(cli, "dno") != NULL;
    int status = cli_read_status(cli, cli_value(cli, "status"), &wanted);
    filter->statuses = wanted == 0 ? 0 : UINT32_C(1) << wanted;
    if (status == CLI_OK)
        status = read_type(cli, cli_value(cli, "type"), &filter->types);
    if (status == CLI_OK)
        status = cli_region(cli, cli_value(cli, "region"), filter->region);
    if (status == CLI_OK)
        status = read_ending(cli, cli_value(cli, "ending"), filter->ending, sizeof filter->ending);
    if (status == CLI_OK && since != NULL)
        status = cli_read_time(cli, "--changed-since", since, &filter->changed_since);
    if (status == CLI_OK && filter->only_here && path == NULL)
        status = cli_usage(cli, "--only-here needs --scope.");
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &filter->purpose);
    if (status == CLI_OK && path != NULL) {
        status = cli_scope(cli, path, &scope);
        filter->scope = scope.id;
    }
    return status;
}
