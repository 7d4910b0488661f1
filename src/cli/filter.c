/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

const cli_option cli_filter_options[] = {
    {"scope", "PATH", "at or below this scope; everywhere if not given"},
    {"only-here", NULL, "with --scope: not below it"},
    {"status", "NAME", "pending, needs_proof, active, suspended or declined; several joined by ','"},
    {"purpose", "NAME", "with this call purpose, its code or label; with any if not given"},
    {"dno", NULL, "only Do Not Originate"},
    {"type", "NAME", "of this type, for example toll_free; several joined by ','"},
    {"region", "CC", "of this region, two letters; 001 for numbers of no country, such as +800"},
    {"prefix", "DIGITS", "beginning with these digits, country code first"},
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

static int read_type(cli_context *cli, const char *text, uint32_t *found) {
    for (uint32_t type = NREG_TYPE_FIXED_LINE; type < NREG_TYPE_UNKNOWN; type++) {
        if (cli_is_name(text, nreg_type_name(type))) {
            *found = type;
            return CLI_OK;
        }
    }
    return cli_usage(cli,
                     "There is no type '%s'; fixed_line, mobile, fixed_line_or_mobile, toll_free, premium_rate, "
                     "shared_cost, voip, personal_number, pager, uan and voicemail are.",
                     text);
}

/* Names joined by ',' as a set of bits; NULL gives none. */
static int read_set(cli_context *cli, const char *text, int (*read)(cli_context *, const char *, uint32_t *),
                    uint32_t *set) {
    while (text != NULL) {
        char name[64];
        size_t length = strcspn(text, ",");
        uint32_t found = 0;
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name), text);
        int status = read(cli, name, &found);
        if (status != CLI_OK)
            return status;
        *set |= UINT32_C(1) << found;
        text = text[length] == ',' ? text + length + 1 : NULL;
    }
    return CLI_OK;
}

static int read_digits(cli_context *cli, const char *option, char *digits, size_t size) {
    const char *text = cli_value(cli, option);
    if (text == NULL)
        return CLI_OK;
    if (*text == '\0' || strlen(text) >= size || text[strspn(text, "0123456789")] != '\0')
        return cli_usage(cli, "--%s must be 1 to %d digits, not '%s'.", option, (int)size - 1, text);
    memcpy(digits, text, strlen(text) + 1);
    return CLI_OK;
}

int cli_read_filter(cli_context *cli, nreg_record_filter *filter) {
    const char *path = cli_value(cli, "scope"), *since = cli_value(cli, "changed-since");
    const char *region = cli_value(cli, "region");
    nreg_scope scope;
    nreg_record_filter_init(filter);
    filter->only_here = cli_value(cli, "only-here") != NULL;
    filter->dno = cli_value(cli, "dno") != NULL;
    int status = read_set(cli, cli_value(cli, "status"), cli_read_status, &filter->statuses);
    if (status == CLI_OK)
        status = read_set(cli, cli_value(cli, "type"), read_type, &filter->types);
    if (status == CLI_OK && region != NULL && strcmp(region, "001") == 0)
        memcpy(filter->region, region, sizeof "001");
    else if (status == CLI_OK)
        status = cli_region(cli, region, filter->region);
    if (status == CLI_OK)
        status = read_digits(cli, "prefix", filter->prefix, sizeof filter->prefix);
    if (status == CLI_OK && filter->prefix[0] == '0')
        status = cli_usage(cli, "--prefix begins with a country code, for example 1501; none begins with 0.");
    if (status == CLI_OK)
        status = read_digits(cli, "ending", filter->ending, sizeof filter->ending);
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
