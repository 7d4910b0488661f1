/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {"order", "NAME", "number, or change: what changed last comes last; number if not given"},
    {"limit", "N", "at most N numbers, and where to go on; all if not given"},
    {"after", "CURSOR", "go on where such a list ended; from the beginning if not given"},
    {"counts", NULL,
     "how many by status and call purpose, instead of the numbers; needs --scope and takes no other filter"},
    {NULL, NULL, NULL},
};

enum { PAGE = 1000, COUNTS_MAX = 1000 };

static void print_record(cli_context *cli, const nreg_record *record, uint32_t signs) {
    char number[NREG_FORMAT_SIZE], time[32];
    const char *label = cli_purpose_label(cli, record->purpose);
    uint64_t holder = record->program != 0 ? record->program : record->unit != 0 ? record->unit : record->business;
    printf("%-22s ", cli_number(record->number, number));
    cli_show_text(stdout, label, strlen(label), 26);
    printf(" %-10s ", cli_status(cli, record->status));
    printf("%.10s  %s", cli_time(record->created, time), cli_path(cli, holder));
    for (uint32_t sign = 1; sign != 0 && sign <= signs; sign <<= 1)
        if ((signs & sign) != 0)
            printf("%s%s", (signs & (sign - 1)) != 0 ? ", " : "  ", nreg_sign_code(sign));
    putchar('\n');
}

static void json_record(cli_context *cli, cli_json *json, const nreg_record *record, uint32_t signs) {
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
    cli_json_signs(json, "signs", signs);
    cli_json_end(json);
}

void cli_print_record(cli_context *cli, cli_json *json, const nreg_record *record, uint32_t signs) {
    if (json != NULL)
        json_record(cli, json, record, signs);
    else
        print_record(cli, record, signs);
}

/* The signs on those that wait for a person, in a number's place in the page; 0 for the others. */
static nreg_code read_signs(cli_context *cli, const nreg_record *page, uint32_t count, uint32_t *signs) {
    static uint64_t held[PAGE];
    static nreg_review_case cases[PAGE];
    uint32_t wanted = 0, at = 0;
    for (uint32_t i = 0; i < count; i++)
        if (cli_is_held(&page[i]))
            held[wanted++] = page[i].number;
    nreg_code code = nreg_review_look_many(cli->session, held, wanted, cases, NULL, &cli->error);
    for (uint32_t i = 0; i < count; i++)
        signs[i] = code == NREG_OK && cli_is_held(&page[i]) ? cases[at++].signs : 0;
    return code;
}

int cli_is_held(const nreg_record *record) {
    return record->status == NREG_STATUS_NEEDS_PROOF || (record->flags & NREG_RECORD_PROOF) != 0;
}

static int print_counts(cli_context *cli, uint64_t scope) {
    static nreg_record_count counts[COUNTS_MAX];
    uint32_t count = 0;
    nreg_code code = nreg_record_counts(cli->session, scope, counts, COUNTS_MAX, &count, &cli->error);
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    for (uint32_t i = 0; i < count && i < COUNTS_MAX; i++) {
        const char *label = cli_purpose_label(cli, counts[i].purpose);
        if (json == NULL) {
            printf("%12llu  %-10s ", (unsigned long long)counts[i].count, cli_status(cli, counts[i].status));
            cli_show_text(stdout, label, strlen(label), 0);
            putchar('\n');
            continue;
        }
        cli_json_begin(json);
        cli_json_whole(json, "count", (int64_t)counts[i].count);
        cli_json_string(json, "status", nreg_status_name(counts[i].status));
        cli_json_string(json, "purpose", cli_purpose_code(cli, counts[i].purpose));
        cli_json_end(json);
    }
    return json != NULL ? cli_json_free(json) : CLI_OK;
}

/* How much of the list, and from where. */
typedef struct list_part {
    nreg_record_cursor cursor;
    uint64_t limit;
    int in_parts; /* it is to say where to go on */
} list_part;

static void write_cursor(const nreg_record_cursor *cursor, char text[64]) {
    snprintf(text, 64, "%llx.%llx.%llx", (unsigned long long)cursor->business, (unsigned long long)cursor->number,
             (unsigned long long)cursor->seal);
}

static int read_cursor(cli_context *cli, const char *text, nreg_record_cursor *cursor) {
    unsigned long long business = 0, number = 0, seal = 0;
    char written[64];
    if (text == NULL)
        return CLI_OK;
    int found = sscanf(text, "%16llx.%16llx.%16llx", &business, &number, &seal);
    *cursor = (nreg_record_cursor){.business = business, .number = number, .seal = seal};
    write_cursor(cursor, written);
    return found == 3 && strcmp(written, text) == 0
               ? CLI_OK
               : cli_usage(cli, "'%s' is no cursor of a list; pass one that list printed.", text);
}

_Static_assert(NREG_ORDER_NUMBER == 0 && NREG_ORDER_CHANGE == 1, "orders are named by their value");

static int read_part(cli_context *cli, list_part *part, uint32_t *order) {
    static const char *const orders[] = {"number", "change", NULL};
    const char *after = cli_value(cli, "after");
    memset(part, 0, sizeof *part);
    part->limit = UINT64_MAX;
    int status = cli_limit(cli, INT64_MAX, &part->limit);
    if (status == CLI_OK)
        status = read_cursor(cli, after, &part->cursor);
    if (status == CLI_OK)
        status = cli_choice(cli, "--order", cli_value(cli, "order"), orders, order);
    part->in_parts = cli_value(cli, "limit") != NULL || after != NULL || *order == NREG_ORDER_CHANGE;
    return status;
}

/* Where to go on: after a list in parts. */
static void print_end(cli_json *json, const list_part *part, uint32_t more) {
    char cursor[64];
    write_cursor(&part->cursor, cursor);
    if (json != NULL) {
        cli_json_begin(json);
        cli_json_string(json, "cursor", cursor);
        cli_json_flag(json, "more", (int)more);
        cli_json_end(json);
    } else {
        printf("%s --after %s\n", more ? "There may be more: go on with" : "For what changes later, go on with",
               cursor);
    }
}

static int print_records(cli_context *cli, cli_json *json, const nreg_record_filter *filter, list_part *part) {
    static nreg_record page[PAGE];
    static uint32_t signs[PAGE];
    uint32_t more = 1, count = 0;
    while (more && part->limit > 0) {
        uint32_t wanted = part->limit < PAGE ? (uint32_t)part->limit : PAGE;
        nreg_code code =
            nreg_record_list(cli->session, filter, &part->cursor, page, wanted, &count, &more, &cli->error);
        if (code == NREG_OK)
            code = read_signs(cli, page, count, signs);
        if (code != NREG_OK)
            return cli_failed_pruned(cli, code,
                                     cli_value(cli, "after") != NULL ? "list without --after begins anew."
                                                                     : "--changed-since TIME asks for later ones.");
        for (uint32_t i = 0; i < count; i++)
            cli_print_record(cli, json, &page[i], signs[i]);
        part->limit -= count;
        if (ferror(stdout))
            return CLI_FAILURE;
    }
    if (part->in_parts && (json != NULL || more || filter->order == NREG_ORDER_CHANGE))
        print_end(json, part, more);
    return CLI_OK;
}

/* Counts are kept by scope: whatever else narrows a list cannot narrow them. */
static int counts_alone(cli_context *cli) {
    const cli_option *const tables[] = {options, cli_filter_options};
    if (cli_value(cli, "scope") == NULL)
        return cli_usage(cli, "--counts needs --scope.");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        for (const cli_option *other = tables[i]; other->name != NULL; other++)
            if (cli_value(cli, other->name) != NULL && strcmp(other->name, "counts") != 0 &&
                strcmp(other->name, "scope") != 0)
                return cli_usage(cli, "--counts goes with --scope alone, not with --%s.", other->name);
    return CLI_OK;
}

static int run(cli_context *cli) {
    nreg_record_filter filter;
    list_part part;
    uint32_t order = NREG_ORDER_NUMBER;
    int status = read_part(cli, &part, &order);
    if (status == CLI_OK && cli_value(cli, "counts") != NULL)
        status = counts_alone(cli);
    if (status == CLI_OK)
        status = cli_read_filter(cli, &filter);
    if (status != CLI_OK)
        return status;
    filter.order = order;
    if (cli_value(cli, "counts") != NULL)
        return print_counts(cli, filter.scope);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    status = print_records(cli, json, &filter, &part);
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

const cli_command cli_list = {
    .name = "list",
    .operands = "",
    .summary = "Lists the registered numbers.",
    .details = "A list in parts (--limit, --after), or by change, ends with the cursor to go on from.",
    .options = options,
    .options2 = cli_filter_options,
    .example = "numberreg list --scope acme --status pending,needs_proof --limit 100\n"
               "numberreg list --scope acme --counts",
    .run = run,
};
