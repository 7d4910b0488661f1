/* SPDX-License-Identifier: MIT */
/* history and feed: what happened to numbers, from the journal. */
#include "cli.h"

#include <string.h>

static const cli_option history_options[] = {
    {"scope", "PATH", "of all numbers at or below this scope"},
    {"batch", "ID", "of all numbers that this batch changed"},
    {"region", "CC", "region of a NUMBER without country code, two letters; US if not given"},
    {NULL, NULL, NULL},
};

static const cli_option feed_options[] = {
    {"after", "CURSOR", "where the last reading ended; the oldest row kept if not given"},
    {"limit", "N", "at most about N rows; all if not given"},
    {NULL, NULL, NULL},
};

enum { PAGE = 1000, PAGE_LEAST = 2 };

/* Puts a batch into `known`, which has the one looked up last: its rows mostly follow each other. */
static const nreg_batch_info *batch_of(cli_context *cli, nreg_batch_info *known, uint64_t batch) {
    if (known->id != batch) {
        if (nreg_batch_get(cli->session, batch, known, NULL) != NREG_OK)
            memset(known, 0, sizeof *known);
        known->id = batch;
    }
    return known;
}

static uint64_t place_before(const nreg_journal_row *row) {
    if (row->status_before == 0)
        return 0;
    return row->program_before != 0 ? row->program_before : row->unit_before != 0 ? row->unit_before : row->business;
}

static uint64_t place_after(const nreg_journal_row *row) {
    if (row->status_after == 0)
        return 0;
    return row->program_after != 0 ? row->program_after : row->unit_after != 0 ? row->unit_after : row->business;
}

/* Whether the built-in reviewer decided within the batch. */
static int reviewed_at_once(const nreg_journal_row *row) {
    return (row->flags_after & NREG_RECORD_REVIEWED_AT_ONCE) != 0 &&
           ((row->flags_before & NREG_RECORD_REVIEWED_AT_ONCE) == 0 || row->status_after != row->status_before);
}

static const char *status_or_none(uint32_t status) {
    return status == 0 ? NULL : nreg_status_name(status);
}

static void json_row(cli_context *cli, cli_json *json, nreg_batch_info *known, const nreg_journal_row *row) {
    cli_json_begin(json);
    cli_json_time(json, "time", row->time);
    cli_json_e164(json, "e164", row->number);
    cli_json_string(json, "change", nreg_change_name(row->change));
    cli_json_string(json, "action", nreg_action_name(row->action));
    cli_json_string(json, "business", cli_path(cli, row->business));
    cli_json_string(json, "scope_before", cli_path(cli, place_before(row)));
    cli_json_string(json, "scope_after", cli_path(cli, place_after(row)));
    cli_json_string(json, "purpose_before", cli_purpose_code(cli, row->purpose_before));
    cli_json_string(json, "purpose_after", cli_purpose_code(cli, row->purpose_after));
    cli_json_string(json, "status_before", status_or_none(row->status_before));
    cli_json_string(json, "status_after", status_or_none(row->status_after));
    cli_json_string(json, "reason", row->reason == 0 ? NULL : nreg_reason_code(row->reason));
    cli_json_id(json, "batch", row->batch);
    cli_json_whole(json, "entry", row->entry);
    cli_json_string(json, "actor", batch_of(cli, known, row->batch)->actor);
    cli_json_string(json, "attestation", batch_of(cli, known, row->batch)->attestation);
    cli_json_flag(json, "reviewed_at_once", reviewed_at_once(row));
    cli_json_id(json, "sequence", row->sequence);
    cli_json_whole(json, "revision", row->revision);
    cli_json_end(json);
}

static void print_row(cli_context *cli, nreg_batch_info *known, const nreg_journal_row *row) {
    char number[NREG_FORMAT_SIZE], time[32];
    uint64_t before = place_before(row), after = place_after(row);
    const char *actor = batch_of(cli, known, row->batch)->actor;
    const char *label = cli_purpose_label(cli, row->purpose_after != 0 ? row->purpose_after : row->purpose_before);
    printf("%s  %-20s %-12s ", cli_time(row->time, time), cli_number(row->number, number),
           nreg_change_name(row->change));
    printf("%-10s ", row->status_after == 0 ? "" : cli_status(cli, row->status_after));
    cli_show_text(stdout, label, strlen(label), 26);
    printf(" %s", cli_path(cli, before));
    if (after != before)
        printf("%s-> %s", before != 0 ? " " : "", after != 0 ? cli_path(cli, after) : "removed");
    fputs("  by ", stdout);
    cli_show_text(stdout, actor, strlen(actor), 0);
    printf("%s%s%s  batch %llu\n", reviewed_at_once(row) ? ", reviewed at once" : "", row->reason != 0 ? ", " : "",
           row->reason != 0 ? nreg_reason_code(row->reason) : "", (unsigned long long)row->batch);
}

static void print_rows(cli_context *cli, cli_json *json, nreg_batch_info *known, const nreg_journal_row *rows,
                       uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (json != NULL)
            json_row(cli, json, known, &rows[i]);
        else
            print_row(cli, known, &rows[i]);
    }
}

typedef nreg_code reader(nreg_session *session, uint64_t id, nreg_journal_cursor *cursor, nreg_journal_row *rows,
                         uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error);

/* Prints all rows, and counts them. */
static int print_history(cli_context *cli, reader *read, uint64_t id, uint64_t *printed) {
    static nreg_journal_row rows[PAGE];
    nreg_journal_cursor cursor = {0};
    nreg_batch_info known;
    uint32_t count = 0, more = 1;
    int status = CLI_OK;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    memset(&known, 0, sizeof known);
    while (more && status == CLI_OK && !ferror(stdout)) {
        nreg_code code = read(cli->session, id, &cursor, rows, PAGE, &count, &more, &cli->error);
        if (code == NREG_OK)
            print_rows(cli, json, &known, rows, count);
        else
            status = cli_failed(cli, code, NULL);
        *printed += code == NREG_OK ? count : 0;
    }
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

static int run_history(cli_context *cli) {
    const char *scope_path = cli_value(cli, "scope"), *batch_text = cli_value(cli, "batch");
    char region[4] = CLI_REGION;
    nreg_number number;
    nreg_scope scope;
    nreg_batch_info info;
    uint64_t batch = 0, printed = 0;
    if ((cli->operand_count == 1) + (scope_path != NULL) + (batch_text != NULL) != 1)
        return cli_usage(cli, "Whose history? One of NUMBER, --scope and --batch says it.");
    int status = cli_region(cli, cli_value(cli, "region"), region);
    if (status == CLI_OK && batch_text != NULL)
        status = cli_id(cli, "--batch", batch_text, &batch);
    if (status == CLI_OK && cli->operand_count == 1)
        status = cli_read_typed(cli, cli->operands[0], region, &number);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK && scope_path != NULL)
        status = cli_scope(cli, scope_path, &scope);
    if (status != CLI_OK)
        return status;
    if (scope_path != NULL)
        return print_history(cli, nreg_journal_scope, scope.id, &printed);
    if (batch_text != NULL) {
        nreg_code code = nreg_batch_get(cli->session, batch, &info, &cli->error);
        return code == NREG_OK ? print_history(cli, nreg_journal_batch, batch, &printed)
                               : cli_failed(cli, code, batch_text);
    }
    status = print_history(cli, nreg_journal_number, number.e164, &printed);
    if (status == CLI_OK && printed == 0)
        cli_not_found(cli->operands[0], &number, "has no history");
    return status;
}

/* Reads the feed onward, and ends with the cursor to go on from. */
static int print_feed(cli_context *cli, cli_json *json, char *cursor, uint64_t limit) {
    static nreg_journal_row rows[PAGE];
    nreg_batch_info known;
    uint32_t count = 0, more = 1;
    memset(&known, 0, sizeof known);
    while (more && limit > 0 && !ferror(stdout)) {
        uint32_t wanted = limit < PAGE ? (uint32_t)limit : PAGE;
        nreg_code code = nreg_feed_read(cli->session, cursor, rows, wanted < PAGE_LEAST ? PAGE_LEAST : wanted, &count,
                                        &more, &cli->error);
        if (code != NREG_OK)
            return cli_failed_pruned(cli, code,
                                     "numberreg list shows the numbers as they are now; feed without --after begins "
                                     "with the oldest change kept.");
        print_rows(cli, json, &known, rows, count);
        limit -= count < limit ? count : limit;
    }
    if (json == NULL) {
        printf("Cursor %s\n", cursor);
        return CLI_OK;
    }
    cli_json_begin(json);
    cli_json_string(json, "cursor", cursor);
    cli_json_flag(json, "more", (int)more);
    cli_json_end(json);
    return CLI_OK;
}

static int run_feed(cli_context *cli) {
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    const char *after = cli_value(cli, "after");
    uint64_t limit = UINT64_MAX;
    if (after != NULL && strlen(after) >= sizeof cursor)
        return cli_usage(cli, "'%s' is no cursor of the feed.", after);
    if (after != NULL)
        memcpy(cursor, after, strlen(after) + 1);
    int status = cli_limit(cli, INT64_MAX, &limit);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    status = print_feed(cli, json, cursor, limit);
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

const cli_command cli_history = {
    .name = "history",
    .operands = "[NUMBER]",
    .summary = "Shows what happened to a number, a batch's numbers or a scope's.",
    .options = history_options,
    .most = 1,
    .example = "numberreg history 501-214-9020\n"
               "numberreg history --batch 4306553936947177",
    .run = run_history,
};

const cli_command cli_feed = {
    .name = "feed",
    .operands = "",
    .summary = "Shows every change in order, from a cursor onward, and the cursor to go on from.",
    .options = feed_options,
    .example = "numberreg feed --limit 1000 --json",
    .run = run_feed,
};
