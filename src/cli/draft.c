/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static const cli_option new_options[] = {
    {"scope", "PATH", "where the numbers are to go, for example acme/sales/spring"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

static const cli_option add_options[] = {
    {"purpose", "NAME", "call purpose of the numbers, its code or label"},
    {"reassign", NULL, "move the numbers if they sit elsewhere in the Business"},
    {NULL, NULL, NULL},
};

static const cli_option set_options[] = {
    {"number", "NUMBER", "replace the number of the entry"},
    {"purpose", "NAME", "set the call purpose, its code or label"},
    {"reassign", NULL, "move the number if it sits elsewhere in the Business"},
    {"no-reassign", NULL, "do not move it"},
    {NULL, NULL, NULL},
};

static const cli_option save_options[] = {
    CLI_ADD_OPTIONS,
    {NULL, NULL, NULL},
};

static const cli_option drop_options[] = {
    {"all", NULL, "discard the whole draft"},
    {NULL, NULL, NULL},
};

enum { PAGE = 256 };

/* A call for the draft that the first operand names answered `code`. */
static int draft_failed(const cli_context *cli, nreg_code code) {
    const char *draft = cli->operands[0];
    return code == NREG_NOT_FOUND ? cli_usage(cli, "There is no draft %s; numberreg draft show lists them.", draft)
                                  : cli_failed(cli, code, draft);
}

/* Opens the registry and loads the draft that the first operand names. */
static int load(cli_context *cli, nreg_batch **batch) {
    uint64_t id;
    int status = cli_id(cli, "The draft's id", cli->operands[0], &id);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_batch_load(cli->session, id, NULL, batch, &cli->error);
    return code == NREG_OK ? CLI_OK : draft_failed(cli, code);
}

static int save(cli_context *cli, nreg_batch *batch, uint64_t *id) {
    nreg_code code = nreg_batch_save(batch, id, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "The draft was not saved");
}

/* What each reason or warning of an entry means, in one line without its end. */
static void print_messages(const nreg_batch *batch, uint32_t entry, uint64_t set) {
    for (int first = 1; set != 0; first = 0) {
        nreg_reason reason = nreg_reason_first(set);
        char text[NREG_MESSAGE_SIZE];
        if (reason == NREG_REASON_NONE || nreg_batch_message(batch, entry, reason, text, sizeof text) != NREG_OK)
            break;
        if (!first)
            putchar(' ');
        cli_show_text(stdout, text, strlen(text), 0);
        set &= ~NREG_REASON_BIT(reason);
    }
}

static void print_entry(cli_context *cli, const nreg_batch *batch, const nreg_entry *entry) {
    size_t length = 0;
    const char *input = nreg_batch_input(batch, entry->entry, &length);
    const char *label = entry->purpose != 0 ? cli_purpose_label(cli, entry->purpose) : "(no purpose)";
    printf("%4u  %s  ", entry->entry, entry->green ? "ok" : "no");
    if (entry->green)
        cli_show_text(stdout, entry->formatted, strlen(entry->formatted), 22);
    else
        cli_show_text(stdout, input == NULL ? "" : input, length, 22);
    putchar(' ');
    cli_show_text(stdout, label, strlen(label), 0);
    if (entry->consent & NREG_CONSENT_MOVE)
        fputs(" (reassign)", stdout);
    putchar('\n');
    if (entry->reasons != 0) {
        fputs("          ", stdout);
        print_messages(batch, entry->entry, entry->reasons);
        putchar('\n');
    }
    if (entry->warnings != 0) {
        printf("          %s: ", cli_heading(cli, "WARNING"));
        print_messages(batch, entry->entry, entry->warnings);
        putchar('\n');
    }
}

static void json_entry(cli_context *cli, cli_json *json, const nreg_batch *batch, const nreg_entry *entry) {
    size_t length = 0;
    const char *input = nreg_batch_input(batch, entry->entry, &length);
    cli_json_begin(json);
    cli_json_whole(json, "entry", entry->entry);
    cli_json_text(json, "input", input == NULL ? "" : input, length);
    cli_json_e164(json, "e164", entry->number);
    cli_json_string(json, "state", nreg_state_name(entry->state));
    cli_json_flag(json, "green", (int)entry->green);
    cli_json_string(json, "formatted", entry->formatted);
    cli_json_string(json, "region", entry->region);
    cli_json_string(json, "type", nreg_type_name(entry->type));
    cli_json_string(json, "purpose", cli_purpose_code(cli, entry->purpose));
    if (entry->duplicate_of != 0)
        cli_json_whole(json, "duplicate_of", entry->duplicate_of);
    else
        cli_json_string(json, "duplicate_of", NULL);
    cli_json_flag(json, "reassign", entry->consent & NREG_CONSENT_MOVE);
    cli_json_reasons(json, "reasons", entry->reasons);
    cli_json_reasons(json, "warnings", entry->warnings);
    cli_json_end(json);
}

/* All entries from number `from` on. */
static int print_entries(cli_context *cli, const nreg_batch *batch, uint32_t from) {
    nreg_entry page[PAGE];
    uint32_t count = 0;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    int status = CLI_OK;
    do {
        nreg_code code = nreg_batch_entries(batch, from, page, PAGE, &count, &cli->error);
        if (code != NREG_OK) {
            status = cli_failed(cli, code, NULL);
            break;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (json != NULL)
                json_entry(cli, json, batch, &page[i]);
            else
                print_entry(cli, batch, &page[i]);
        }
        if (count > 0)
            from = page[count - 1].entry + 1;
    } while (count > 0);
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

/* The id behind what was done; alone if that is "", as scripts take it. */
static int print_draft(cli_context *cli, uint64_t id, const char *done) {
    if (!cli->json) {
        printf("%s%llu\n", done, (unsigned long long)id);
        return CLI_OK;
    }
    cli_json *json = cli_json_new(cli);
    if (json == NULL)
        return CLI_FAILURE;
    cli_json_begin(json);
    cli_json_id(json, "draft", id);
    cli_json_end(json);
    return cli_json_free(json);
}

static int run_new(cli_context *cli) {
    nreg_batch *batch = NULL;
    nreg_scope scope;
    uint64_t id = 0;
    int status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_scope_option(cli, &scope);
    if (status == CLI_OK && scope.state == NREG_SCOPE_CLOSED)
        status = cli_usage(cli, "%s is closed; no numbers can go there.", cli_value(cli, "scope"));
    if (status == CLI_OK)
        status = cli_batch_new(cli, NREG_ACTION_ADD, &batch);
    if (status == CLI_OK)
        status = save(cli, batch, &id);
    if (status == CLI_OK)
        status = print_draft(cli, id, "");
    nreg_batch_free(batch);
    return status;
}

/* Number of the last entry ever staged: what follows has higher numbers. */
static uint32_t last_entry(const nreg_batch *batch) {
    nreg_entry page[PAGE];
    uint32_t count = 0, last = 0;
    while (nreg_batch_entries(batch, last + 1, page, PAGE, &count, NULL) == NREG_OK && count > 0)
        last = page[count - 1].entry;
    return last;
}

static int run_add(cli_context *cli) {
    nreg_batch *batch = NULL;
    uint32_t purpose = 0, last = 0;
    int status = load(cli, &batch);
    if (status == CLI_OK)
        status = cli_purpose(cli, cli_value(cli, "purpose"), &purpose);
    if (status == CLI_OK) {
        last = last_entry(batch);
        status = cli_stage(cli, batch, 1, purpose, cli_value(cli, "reassign") != NULL ? NREG_CONSENT_MOVE : 0);
    }
    if (status == CLI_OK)
        status = save(cli, batch, NULL);
    if (status == CLI_OK)
        status = print_entries(cli, batch, last + 1);
    nreg_batch_free(batch);
    return status;
}

/* A draft as a whole: what it is, where its numbers are to go, and who works on it. */
static void print_info(cli_context *cli, cli_json *json, const nreg_batch_info *info) {
    char time[32];
    if (json == NULL) {
        printf("%-18llu %-32s %7u %-7s  %s  ", (unsigned long long)info->id, cli_path(cli, info->target), info->entries,
               info->entries == 1 ? "entry" : "entries", cli_time(info->updated, time));
        cli_show_text(stdout, info->actor, strlen(info->actor), 0);
        putchar('\n');
        return;
    }
    cli_json_begin(json);
    cli_json_id(json, "draft", info->id);
    cli_json_string(json, "scope", cli_path(cli, info->target));
    cli_json_whole(json, "entries", info->entries);
    cli_json_string(json, "actor", info->actor);
    cli_json_time(json, "created", info->created);
    cli_json_time(json, "updated", info->updated);
    cli_json_time(json, "expires", info->expires);
    cli_json_end(json);
}

static int list_drafts(cli_context *cli) {
    static nreg_batch_info page[PAGE];
    uint64_t cursor = 0;
    uint32_t count = 0, more = 1;
    int status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    while (more && status == CLI_OK) {
        nreg_code code =
            nreg_batch_list(cli->session, NREG_BATCH_DRAFT, &cursor, page, PAGE, &count, &more, &cli->error);
        if (code != NREG_OK)
            status = cli_failed(cli, code, NULL);
        for (uint32_t i = 0; i < count && status == CLI_OK; i++)
            print_info(cli, json, &page[i]);
    }
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

/* The draft before its entries, or behind them as the summary of a batch stands. */
static int show(cli_context *cli, const nreg_batch *batch) {
    nreg_batch_info info;
    uint64_t id;
    int status = cli_id(cli, "The draft's id", cli->operands[0], &id);
    nreg_code code = status == CLI_OK ? nreg_batch_get(cli->session, id, &info, &cli->error) : NREG_OK;
    if (code != NREG_OK)
        return draft_failed(cli, code);
    if (status == CLI_OK && !cli->json)
        print_info(cli, NULL, &info);
    if (status == CLI_OK)
        status = print_entries(cli, batch, 0);
    if (status != CLI_OK || !cli->json)
        return status;
    cli_json *json = cli_json_new(cli);
    if (json == NULL)
        return CLI_FAILURE;
    print_info(cli, json, &info);
    return cli_json_free(json);
}

static int run_show(cli_context *cli) {
    nreg_batch *batch = NULL;
    if (cli->operand_count == 0)
        return list_drafts(cli);
    int status = load(cli, &batch);
    if (status == CLI_OK)
        status = show(cli, batch);
    nreg_batch_free(batch);
    return status;
}

/* An entry's number, or 0 for "all". */
static int read_entry(cli_context *cli, const char *text, int may_be_all, uint32_t *entry) {
    uint64_t number = 0;
    if (may_be_all && strcmp(text, "all") == 0) {
        *entry = 0;
        return CLI_OK;
    }
    int status = cli_whole(cli, "The entry", text, 1, UINT32_MAX - 1, &number);
    *entry = (uint32_t)number;
    return status;
}

static int entry_failed(cli_context *cli, nreg_code code, const char *entry) {
    if (code == NREG_NOT_FOUND)
        return cli_usage(cli, "The draft has no entry %s; numberreg draft show lists them.", entry);
    return cli_failed(cli, code, "The entry");
}

static int set_entry(cli_context *cli, nreg_batch *batch, uint32_t entry) {
    const char *number = cli_value(cli, "number"), *purpose_text = cli_value(cli, "purpose");
    nreg_code code = NREG_OK;
    uint32_t purpose;
    int status = cli_purpose(cli, purpose_text, &purpose);
    if (status != CLI_OK)
        return status;
    if (number != NULL)
        code = nreg_batch_edit(batch, entry, number, NREG_NUL, NULL, &cli->error);
    if (code == NREG_OK && purpose_text != NULL)
        code = nreg_batch_set_purpose(batch, entry, purpose, NULL, &cli->error);
    if (code == NREG_OK && (cli_value(cli, "reassign") != NULL || cli_value(cli, "no-reassign") != NULL))
        code = nreg_batch_set_consent(batch, entry, cli_value(cli, "reassign") != NULL ? NREG_CONSENT_MOVE : 0,
                                      &cli->error);
    return code == NREG_OK ? CLI_OK : entry_failed(cli, code, cli->operands[1]);
}

static int run_set(cli_context *cli) {
    nreg_batch *batch = NULL;
    uint32_t entry = 0;
    int status = read_entry(cli, cli->operands[1], 1, &entry);
    if (status != CLI_OK)
        return status;
    if (cli_value(cli, "number") == NULL && cli_value(cli, "purpose") == NULL && cli_value(cli, "reassign") == NULL &&
        cli_value(cli, "no-reassign") == NULL)
        return cli_usage(cli, "What is to be set? --number, --purpose, --reassign or --no-reassign says it.");
    if (cli_value(cli, "reassign") != NULL && cli_value(cli, "no-reassign") != NULL)
        return cli_usage(cli, "--reassign and --no-reassign contradict each other.");
    if (entry == 0 && cli_value(cli, "number") != NULL)
        return cli_usage(cli, "--number can be set for one entry only, not for all.");
    status = load(cli, &batch);
    if (status == CLI_OK)
        status = set_entry(cli, batch, entry);
    if (status == CLI_OK)
        status = save(cli, batch, NULL);
    if (status == CLI_OK)
        status = print_entries(cli, batch, 0);
    nreg_batch_free(batch);
    return status;
}

static int discard(cli_context *cli) {
    uint64_t id;
    int status = cli_id(cli, "The draft's id", cli->operands[0], &id);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_batch_discard(cli->session, id, &cli->error);
    return code == NREG_OK ? print_draft(cli, id, "Discarded draft ") : draft_failed(cli, code);
}

static int run_drop(cli_context *cli) {
    nreg_batch *batch = NULL;
    int all = cli_value(cli, "all") != NULL;
    if (all == (cli->operand_count > 1))
        return cli_usage(cli, "Name the entries to drop, or --all to discard the whole draft.");
    if (all)
        return discard(cli);
    int status = load(cli, &batch);
    for (int i = 1; i < cli->operand_count && status == CLI_OK; i++) {
        uint32_t entry;
        status = read_entry(cli, cli->operands[i], 0, &entry);
        nreg_code code = status == CLI_OK ? nreg_batch_drop(batch, entry, &cli->error) : NREG_OK;
        if (code != NREG_OK)
            status = entry_failed(cli, code, cli->operands[i]);
    }
    if (status == CLI_OK)
        status = save(cli, batch, NULL);
    if (status == CLI_OK)
        status = print_entries(cli, batch, 0);
    nreg_batch_free(batch);
    return status;
}

/* A draft is done once: whoever saves it again, not having seen the answer, gets the result that is kept. */
static int load_or_result(cli_context *cli, uint64_t id, nreg_batch **batch, nreg_result **result) {
    nreg_code code = nreg_batch_load(cli->session, id, NULL, batch, &cli->error);
    if (code == NREG_CLOSED && cli_value(cli, "preview") == NULL &&
        nreg_batch_result(cli->session, id, result, NULL) == NREG_OK)
        return CLI_OK;
    return code == NREG_OK ? CLI_OK : draft_failed(cli, code);
}

static int run_save(cli_context *cli) {
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    cli_rejects rejects = {0};
    uint64_t id;
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_id(cli, "The draft's id", cli->operands[0], &id);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = load_or_result(cli, id, &batch, &result);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, NULL, &rejects);
    if (status == CLI_OK)
        status = result != NULL ? cli_finish_result(cli, result, &rejects) : cli_finish_batch(cli, batch, &rejects);
    cli_output_discard(&rejects);
    nreg_result_free(result);
    nreg_batch_free(batch);
    return status;
}

const cli_command cli_draft_new = {
    .name = "draft new",
    .operands = "",
    .summary = "Begins a draft of numbers to register, and prints its id.",
    .options = new_options,
    .example = "draft=$(numberreg draft new --scope acme/sales/spring)",
    .run = run_new,
};

const cli_command cli_draft_add = {
    .name = "draft add",
    .operands = "DRAFT NUMBER...",
    .summary = "Adds numbers to a draft, and says at once what it makes of each.",
    .details =
        "Without a NUMBER, or with '-', one a line is read from standard input. Bad numbers are kept too, with the\n"
        "reason, so that nothing typed is lost.",
    .options = add_options,
    .least = 1,
    .most = -1,
    .example = "numberreg draft add 4306553936947177 --purpose 'customer service' '(501) 214-9020' 501-214-9021",
    .run = run_add,
};

const cli_command cli_draft_show = {
    .name = "draft show",
    .operands = "[DRAFT]",
    .summary = "Shows the entries of a draft, or lists the drafts.",
    .most = 1,
    .example = "numberreg draft show 4306553936947177",
    .run = run_show,
};

const cli_command cli_draft_set = {
    .name = "draft set",
    .operands = "DRAFT ENTRY|all",
    .summary = "Changes number, call purpose or consent of an entry.",
    .options = set_options,
    .least = 2,
    .most = 2,
    .example = "numberreg draft set 4306553936947177 all --purpose survey\n"
               "numberreg draft set 4306553936947177 2 --number 501-214-9022",
    .run = run_set,
};

const cli_command cli_draft_drop = {
    .name = "draft drop",
    .operands = "DRAFT ENTRY...",
    .summary = "Drops entries, or with --all the whole draft.",
    .options = drop_options,
    .least = 1,
    .most = -1,
    .example = "numberreg draft drop 4306553936947177 2",
    .run = run_drop,
};

const cli_command cli_draft_save = {
    .name = "draft save",
    .operands = "DRAFT",
    .summary = "Registers the numbers of a draft.",
    .options = save_options,
    .options2 = cli_commit_options,
    .least = 1,
    .most = 1,
    .example = "numberreg draft save 4306553936947177",
    .run = run_save,
};
