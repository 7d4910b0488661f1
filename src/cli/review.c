/* SPDX-License-Identifier: MIT */
/* review and proof: who approves numbers, and what speaks against it. */
#include "cli.h"

#include <string.h>

static const cli_option decide_options[] = {
    {"scope", "PATH", "the scope the numbers are in, at or below"},
    {"decision", "NAME", "approve, hold, decline, suspend or remove"},
    {"note", "TEXT", "note for the company"},
    {"internal-note", "TEXT", "note for operators only"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

static const cli_option run_options[] = {
    {"limit", "N", "numbers a step, 1 to 10000; 500 if not given"},
    {"all", NULL, "take step after step until nothing is pending; one step if not given"},
    {NULL, NULL, NULL},
};

static const cli_option expire_options[] = {
    {"limit", "N", "most numbers to look at, 1 to 10000; 10000 if not given"},
    {NULL, NULL, NULL},
};

static const cli_option show_options[] = {
    {"region", "CC", "region of a NUMBER without country code, two letters; US if not given"},
    {NULL, NULL, NULL},
};

static const cli_option proof_options[] = {
    {"scope", "PATH", "the scope the numbers are in, at or below"},
    {"reference", "TEXT", "where the proof is: a document's id, an address"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

enum { LIMIT = 500, LIMIT_MAX = 10000, NOTES = 16 };

typedef struct staging {
    nreg_batch *batch;
    uint32_t decision;
} staging;

static int stage_decision(cli_context *cli, const char *number, size_t length, void *context) {
    const staging *how = context;
    nreg_code code = nreg_review_stage(how->batch, number, length, how->decision, cli_value(cli, "note"),
                                       cli_value(cli, "internal-note"), NULL, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "Staging the decisions");
}

static int stage_proof(cli_context *cli, const char *number, size_t length, void *context) {
    const staging *how = context;
    nreg_code code = nreg_proof_stage(how->batch, number, length, cli_value(cli, "reference"), NULL, &cli->error);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "Staging the proof");
}

static int run_batch(cli_context *cli, uint32_t action, cli_taker *stage, uint32_t decision) {
    staging how = {NULL, decision};
    cli_rejects rejects = {0};
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_batch_new(cli, action, &how.batch);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, NULL, &rejects);
    if (status == CLI_OK)
        status = cli_each_number(cli, 0, stage, &how);
    if (status == CLI_OK)
        status = cli_finish_batch(cli, how.batch, &rejects);
    cli_output_discard(&rejects);
    nreg_batch_free(how.batch);
    return status;
}

static int run_decide(cli_context *cli) {
    static const char *const names[] = {"approve", "hold", "decline", "suspend", "remove", NULL};
    static const uint32_t decisions[] = {NREG_DECISION_APPROVE, NREG_DECISION_HOLD, NREG_DECISION_DECLINE,
                                         NREG_DECISION_SUSPEND, NREG_DECISION_REMOVE};
    const char *text = cli_value(cli, "decision");
    uint32_t place = 0;
    if (text == NULL)
        return cli_usage(cli, "--decision NAME is missing: approve, hold, decline, suspend or remove.");
    int status = cli_choice(cli, "--decision", text, names, &place);
    return status == CLI_OK ? run_batch(cli, NREG_ACTION_REVIEW, stage_decision, decisions[place]) : status;
}

static int run_proof(cli_context *cli) {
    if (cli_value(cli, "reference") == NULL)
        return cli_usage(cli, "--reference TEXT is missing: where the proof is.");
    return run_batch(cli, NREG_ACTION_PROOF, stage_proof, NREG_DECISION_LATER);
}

static int print_report(cli_context *cli, const nreg_review_report *report) {
    const struct {
        const char *name;
        uint32_t count;
    } lines[] = {
        {"leased", report->leased},     {"approved", report->approved},   {"held", report->held},
        {"declined", report->declined}, {"suspended", report->suspended}, {"removed", report->removed},
        {"later", report->later},       {"overtaken", report->overtaken},
    };
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    if (json != NULL)
        cli_json_begin(json);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (json != NULL)
            cli_json_whole(json, lines[i].name, lines[i].count);
        else if (lines[i].count > 0 || i < 3)
            printf("%-10s %u\n", lines[i].name, lines[i].count);
    }
    if (json != NULL)
        cli_json_end(json);
    return json != NULL ? cli_json_free(json) : CLI_OK;
}

static void add_report(nreg_review_report *sum, const nreg_review_report *step) {
    sum->leased += step->leased;
    sum->approved += step->approved;
    sum->held += step->held;
    sum->declined += step->declined;
    sum->suspended += step->suspended;
    sum->removed += step->removed;
    sum->later += step->later;
    sum->overtaken += step->overtaken;
}

static int read_limit(cli_context *cli, uint64_t usual, uint32_t *limit) {
    uint64_t number = usual;
    int status = cli_limit(cli, LIMIT_MAX, &number);
    *limit = (uint32_t)number;
    return status;
}

static int run_run(cli_context *cli) {
    nreg_review_options options;
    nreg_review_report sum = {.struct_size = sizeof sum}, step;
    nreg_review_options_init(&options);
    int status = read_limit(cli, LIMIT, &options.limit);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    do {
        memset(&step, 0, sizeof step);
        step.struct_size = sizeof step;
        nreg_code code = nreg_review_run(cli->session, &options, &step, &cli->error);
        if (code != NREG_OK)
            return cli_failed(cli, code, NULL);
        add_report(&sum, &step);
    } while (cli_value(cli, "all") != NULL && step.leased == options.limit);
    return print_report(cli, &sum);
}

static int run_expire(cli_context *cli) {
    nreg_review_report report = {.struct_size = sizeof report};
    uint32_t limit;
    int status = read_limit(cli, LIMIT_MAX, &limit);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_review_expire(cli->session, limit, &report, &cli->error);
    return code == NREG_OK ? print_report(cli, &report) : cli_failed(cli, code, NULL);
}

static void print_signs(const cli_context *cli, cli_json *json, uint32_t signs) {
    for (uint32_t sign = 1; sign != 0 && sign <= signs; sign <<= 1) {
        if ((signs & sign) == 0)
            continue;
        if (json == NULL) {
            printf("  Sign: %s\n", cli_sign(cli, sign));
            continue;
        }
        cli_json_begin(json);
        cli_json_string(json, "sign", nreg_sign_code(sign));
        cli_json_string(json, "text", cli_sign(cli, sign));
        cli_json_end(json);
    }
}

static void print_note(const cli_context *cli, cli_json *json, const nreg_review_note *note) {
    char time[32];
    if (json == NULL) {
        printf("  %s %s%s%s", cli_time(note->time, time), nreg_action_name(note->action), note->status == 0 ? "" : " ",
               note->status == 0 ? "" : cli_status(cli, note->status));
        printf("%s", note->note[0] == '\0' ? "" : ": ");
        cli_show_text(stdout, note->note, strlen(note->note), 0);
        printf("%s", note->internal_note[0] == '\0' ? "" : " (internal: ");
        cli_show_text(stdout, note->internal_note, strlen(note->internal_note), 0);
        puts(note->internal_note[0] == '\0' ? "" : ")");
        return;
    }
    cli_json_begin(json);
    cli_json_time(json, "time", note->time);
    cli_json_string(json, "action", nreg_action_name(note->action));
    cli_json_string(json, "status", note->status == 0 ? NULL : nreg_status_name(note->status));
    cli_json_string(json, "note", note->note);
    cli_json_string(json, "internal_note", note->internal_note);
    cli_json_id(json, "batch", note->batch);
    cli_json_end(json);
}

static int print_notes(cli_context *cli, cli_json *json, uint64_t number) {
    nreg_review_note notes[NOTES];
    uint64_t after = 0;
    uint32_t count = 0;
    do {
        nreg_code code = nreg_review_notes(cli->session, number, &after, notes, NOTES, &count, &cli->error);
        if (code != NREG_OK)
            return cli_failed(cli, code, "The notes");
        for (uint32_t i = 0; i < count; i++)
            print_note(cli, json, &notes[i]);
    } while (count > 0);
    return CLI_OK;
}

static int run_show(cli_context *cli) {
    char region[4] = CLI_REGION;
    nreg_number number;
    nreg_review_case found;
    int status = cli_region(cli, cli_value(cli, "region"), region);
    if (status == CLI_OK)
        status = cli_read_typed(cli, cli->operands[0], region, &number);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_review_look(cli->session, number.e164, &found, &cli->error);
    if (code == NREG_NOT_FOUND) {
        cli_not_found(cli->operands[0], &number, "is not registered");
        return CLI_REJECTED;
    }
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    cli_print_record(cli, json, &found.record, json != NULL ? found.signs : 0);
    print_signs(cli, json, found.signs);
    status = print_notes(cli, json, number.e164);
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

const cli_command cli_review_decide = {
    .name = "review decide",
    .operands = "NUMBER...",
    .summary = "Approves, holds, declines, suspends or removes numbers.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = decide_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg review decide --scope acme --decision hold --note 'Please send a bill.' 501-214-9020",
    .run = run_decide,
};

const cli_command cli_review_run = {
    .name = "review run",
    .operands = "",
    .summary = "Reviews pending numbers: approves what nothing speaks against, holds the others.",
    .options = run_options,
    .example = "numberreg review run --all",
    .run = run_run,
};

const cli_command cli_review_expire = {
    .name = "review expire",
    .operands = "",
    .summary = "Removes numbers whose proof is overdue.",
    .options = expire_options,
    .example = "numberreg review expire",
    .run = run_expire,
};

const cli_command cli_review_show = {
    .name = "review show",
    .operands = "NUMBER",
    .summary = "Shows what speaks against a number, and what was noted about it.",
    .options = show_options,
    .least = 1,
    .most = 1,
    .example = "numberreg review show 501-214-9020",
    .run = run_show,
};

const cli_command cli_proof = {
    .name = "proof",
    .operands = "NUMBER...",
    .summary = "Submits proof of ownership for numbers that are held.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = proof_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg proof --scope acme --reference bill-2026-01.pdf 501-214-9020",
    .run = run_proof,
};
