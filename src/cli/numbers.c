/* SPDX-License-Identifier: MIT */
/* The commands that take numbers and a scope: add, remove, edit, move, transfer. They differ in the batch's action. */
#include "cli.h"

static const cli_option add_options[] = {
    {"scope", "PATH", "where the numbers are to go, for example acme/sales/spring"},
    {"purpose", "NAME", "call purpose of the numbers, its code or label"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    CLI_ADD_OPTIONS,
    {NULL, NULL, NULL},
};

static const cli_option remove_options[] = {
    {"scope", "PATH", "from where the numbers are to be removed"},
    {"unassign", NULL,
     "move them one level up, as is done if neither is given; not at a Business, above which is none"},
    {"delete", NULL, "delete them from the registry, wherever at or below the scope they sit"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

static const cli_option edit_options[] = {
    {"scope", "PATH", "where the numbers are, at or below"},
    {"purpose", "NAME", "their new call purpose, its code or label"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    CLI_PURPOSE_OPTIONS,
    {NULL, NULL, NULL},
};

static const cli_option move_options[] = {
    {"scope", "PATH", "where the numbers are to go, within their Business"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

static const cli_option transfer_options[] = {
    {"scope", "PATH", "where the numbers are to go, in another Business than they are in"},
    {"evidence", "REFERENCE", "where the evidence is that they belong there"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope if not given"},
    {NULL, NULL, NULL},
};

static int stage_and_commit(cli_context *cli, nreg_batch *batch, cli_rejects *rejects, uint32_t consent) {
    uint32_t purpose = NREG_PURPOSE_NONE;
    int status = cli_purpose(cli, cli_value(cli, "purpose"), &purpose);
    if (status == CLI_OK)
        status = cli_rejects_open(cli, NULL, rejects);
    if (status == CLI_OK)
        status = cli_stage(cli, batch, 0, purpose, consent);
    return status == CLI_OK ? cli_finish_batch(cli, batch, rejects) : status;
}

/* Above a Business is nowhere to move to: whoever asks for that must not see the numbers deleted. */
static int can_unassign(cli_context *cli) {
    nreg_scope scope;
    int status = cli_value(cli, "unassign") != NULL ? cli_scope_option(cli, &scope) : CLI_OK;
    if (status == CLI_OK && cli_value(cli, "unassign") != NULL && scope.level == NREG_LEVEL_BUSINESS)
        return cli_usage(cli,
                         "%s is a Business, above which numbers cannot go; --delete takes them out of the registry.",
                         cli_value(cli, "scope"));
    return status;
}

static int run(cli_context *cli, uint32_t action, uint32_t consent) {
    nreg_batch *batch = NULL;
    cli_rejects rejects = {0};
    int status = cli_commit_check(cli);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = can_unassign(cli);
    if (status == CLI_OK)
        status = cli_batch_new(cli, action, &batch);
    if (status == CLI_OK)
        status = stage_and_commit(cli, batch, &rejects, consent);
    cli_output_discard(&rejects);
    nreg_batch_free(batch);
    return status;
}

static int run_add(cli_context *cli) {
    return run(cli, NREG_ACTION_ADD, 0);
}

static int run_remove(cli_context *cli) {
    int deletes = cli_value(cli, "delete") != NULL;
    if (deletes && cli_value(cli, "unassign") != NULL)
        return cli_usage(cli, "--delete and --unassign contradict each other.");
    return run(cli, NREG_ACTION_REMOVE, deletes ? NREG_CONSENT_DELETE : 0);
}

static int run_edit(cli_context *cli) {
    if (cli_value(cli, "purpose") == NULL)
        return cli_usage(cli, "--purpose NAME is missing: what the numbers are used for from now on.");
    return run(cli, NREG_ACTION_CHANGE, 0);
}

static int run_move(cli_context *cli) {
    return run(cli, NREG_ACTION_MOVE, 0);
}

static int run_transfer(cli_context *cli) {
    const char *evidence = cli_value(cli, "evidence");
    if (evidence == NULL || *evidence == '\0')
        return cli_usage(cli, "--evidence REFERENCE is missing: where the evidence is that the numbers belong there.");
    return run(cli, NREG_ACTION_TRANSFER, 0);
}

const cli_command cli_add = {
    .name = "add",
    .operands = "NUMBER...",
    .summary = "Registers numbers at a scope.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = add_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg add --scope acme/sales/spring --purpose 'customer service' '(501) 214-9020'\n"
               "numberreg add --scope acme/sales/spring --purpose survey < numbers.txt",
    .run = run_add,
};

const cli_command cli_remove = {
    .name = "remove",
    .operands = "NUMBER...",
    .summary = "Removes numbers from a scope: one level up, or at a Business, and with --delete, from the registry.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = remove_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg remove --scope acme/sales/spring 501-214-9020\n"
               "numberreg remove --scope acme --delete < numbers.txt",
    .run = run_remove,
};

const cli_command cli_edit = {
    .name = "edit",
    .operands = "NUMBER...",
    .summary = "Changes the call purpose of numbers.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = edit_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg edit --scope acme --purpose 'do not originate' --accept-dno 501-214-9020",
    .run = run_edit,
};

const cli_command cli_move = {
    .name = "move",
    .operands = "NUMBER...",
    .summary = "Moves numbers to another scope of their Business.",
    .details = CLI_NUMBERS_FROM_INPUT,
    .options = move_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg move --scope acme/sales/autumn 501-214-9020",
    .run = run_move,
};

const cli_command cli_transfer = {
    .name = "transfer",
    .operands = "NUMBER...",
    .summary = "Takes numbers over from another Business, on evidence.",
    .details = "Call purpose and status stay as they were. " CLI_NUMBERS_FROM_INPUT,
    .options = transfer_options,
    .options2 = cli_commit_options,
    .most = -1,
    .example = "numberreg transfer --scope beta --evidence 'ticket 4711' 501-214-9020",
    .run = run_transfer,
};
