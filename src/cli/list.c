/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {"scope", "PATH", "at or below this scope; everywhere if not given"},
    {"only-here", NULL, "with --scope: not below it"},
    {"status", "NAME", "pending, needs_proof, active, suspended or declined"},
    {"purpose", "NAME", "with this call purpose"},
    {"limit", "N", "at most N numbers"},
    {NULL, NULL, NULL},
};

enum { PAGE = 1000 };

static void print_record(cli_context *cli, const nreg_record *record) {
    char number[NREG_FORMAT_SIZE], time[32];
    const char *label = cli_purpose_label(cli, record->purpose);
    uint64_t holder = record->program != 0 ? record->program : record->unit != 0 ? record->unit : record->business;
    printf("%-22s ", cli_number(record->number, number));
    cli_show_text(stdout, label, strlen(label), 26);
    printf(" %-10s ", nreg_status_display(record->status));
    printf("%.10s  %s\n", cli_time(record->created, time), cli_path(cli, holder));
}

static void json_record(cli_context *cli, cli_json *json, const nreg_record *record) {
    char number[NREG_FORMAT_SIZE];
    uint64_t holder = record->program != 0 ? record->program : record->unit != 0 ? record->unit : record->business;
    cli_json_begin(json);
    cli_json_e164(json, "e164", record->number);
    cli_json_string(json, "international", cli_number(record->number, number));
    cli_json_string(json, "purpose", cli_purpose_code(cli, record->purpose));
    cli_json_string(json, "status", nreg_status_name(record->status));
    cli_json_string(json, "display", nreg_status_display(record->status));
    cli_json_string(json, "scope", cli_path(cli, holder));
    cli_json_id(json, "business", record->business);
    cli_json_id(json, "unit", record->unit);
    cli_json_id(json, "program", record->program);
    cli_json_time(json, "created", record->created);
    cli_json_time(json, "updated", record->updated);
    cli_json_id(json, "batch", record->last_batch);
    cli_json_whole(json, "revision", record->revision);
    cli_json_end(json);
}

void cli_print_record(cli_context *cli, cli_json *json, const nreg_record *record) {
    if (json != NULL)
        json_record(cli, json, record);
    else
        print_record(cli, record);
}

static int read_status(cli_context *cli, uint32_t *statuses) {
    const char *text = cli_value(cli, "status");
    if (text == NULL)
        return CLI_OK;
    char upper[16];
    size_t length = strlen(text);
    for (size_t i = 0; i <= length && i < sizeof upper; i++)
        upper[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i] == '-' ? '_' : text[i]);
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED && length < sizeof upper; status++) {
        if (strcmp(upper, nreg_status_name(status)) == 0) {
            *statuses = UINT32_C(1) << status;
            return CLI_OK;
        }
    }
    return cli_usage(cli, "There is no status '%s'; pending, needs_proof, active, suspended and declined are.", text);
}

static int read_filter(cli_context *cli, nreg_record_filter *filter, uint64_t *limit) {
    nreg_scope scope;
    nreg_record_filter_init(filter);
    *limit = UINT64_MAX;
    int status = read_status(cli, &filter->statuses);
    if (status == CLI_OK && cli_value(cli, "limit") != NULL)
        status = cli_whole(cli, "--limit", cli_value(cli, "limit"), 0, INT64_MAX, limit);
    if (status == CLI_OK && cli_value(cli, "only-here") != NULL && cli_value(cli, "scope") == NULL)
        status = cli_usage(cli, "--only-here needs --scope.");
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &filter->purpose);
    if (status == CLI_OK && cli_value(cli, "scope") != NULL) {
        status = cli_scope(cli, cli_value(cli, "scope"), &scope);
        filter->scope = scope.id;
        filter->only_here = cli_value(cli, "only-here") != NULL;
    }
    return status;
}

static int run(cli_context *cli) {
    static nreg_record page[PAGE];
    nreg_record_filter filter;
    nreg_record_cursor cursor = {0, 0};
    uint64_t limit;
    uint32_t more = 1, count = 0;
    int status = read_filter(cli, &filter, &limit);
    if (status != CLI_OK)
        return status;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    while (more && limit > 0 && status == CLI_OK) {
        uint32_t wanted = limit < PAGE ? (uint32_t)limit : PAGE;
        nreg_code code = nreg_record_list(cli->session, &filter, &cursor, page, wanted, &count, &more, &cli->error);
        if (code != NREG_OK)
            status = cli_failed(cli, code, NULL);
        for (uint32_t i = 0; i < count && status == CLI_OK; i++)
            cli_print_record(cli, json, &page[i]);
        limit -= count;
        if (ferror(stdout))
            status = CLI_FAILURE;
    }
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

const cli_command cli_list = {
    .name = "list",
    .operands = "",
    .summary = "Lists the registered numbers.",
    .options = options,
    .run = run,
};
