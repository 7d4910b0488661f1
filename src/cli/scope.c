/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

enum { PAGE = 256 };

static const cli_option add_options[] = {
    {"label", "TEXT", "name that a person sees; the key if not given"},
    {"external-id", "ID", "your own id of it, up to 64 bytes"},
    {"region", "CC", "region of numbers without country code, two letters; that of the scope above if not given"},
    {"organization", NULL, "at the top: an Organization (a reseller) instead of a Business"},
    {"starts", "TIME", "start of a Program: 2026-01-31 or 2026-01-31T12:00:00Z"},
    {"ends", "TIME", "end of a Program, likewise"},
    {NULL, NULL, NULL},
};

static const cli_option change_options[] = {
    {"label", "TEXT", "name that a person sees"},
    {"external-id", "ID", "your own id of it, up to 64 bytes; '' for none"},
    {"region", "CC", "region of numbers without country code from now on, two letters; '' for that of the scope above"},
    {"starts", "TIME", "start of a Program: 2026-01-31 or 2026-01-31T12:00:00Z; '' for none"},
    {"ends", "TIME", "end of a Program, likewise; '' for none"},
    {NULL, NULL, NULL},
};

static const cli_option close_options[] = {
    {"unassign", NULL, "its numbers go to the scope above"},
    {"delete", NULL, "its numbers are no longer registered"},
    {"move-to", "PATH", "its numbers go to this scope of the same Business"},
    {"preview", NULL, "say what would become of the numbers and change nothing"},
    {NULL, NULL, NULL},
};

static const char *state_name(uint32_t state) {
    return state == NREG_SCOPE_CLOSED ? "CLOSED" : "OPEN";
}

static void json_scope(cli_json *json, const char *path, const nreg_scope *scope) {
    cli_json_begin(json);
    cli_json_string(json, "path", path);
    cli_json_id(json, "id", scope->id);
    cli_json_string(json, "level", nreg_level_name(scope->level));
    cli_json_string(json, "label", scope->label);
    cli_json_string(json, "external_id", scope->external_id);
    cli_json_string(json, "region", scope->region);
    cli_json_string(json, "state", state_name(scope->state));
    cli_json_time(json, "created", scope->created);
    cli_json_time(json, "starts", scope->starts);
    cli_json_time(json, "ends", scope->ends);
    cli_json_end(json);
}

static int print_one(cli_context *cli, const char *path, const nreg_scope *scope, const char *done) {
    if (!cli->json) {
        printf("%s %s %s (%s).\n", done, nreg_level_name(scope->level), path, scope->label);
        return CLI_OK;
    }
    cli_json *json = cli_json_new(cli);
    if (json == NULL)
        return CLI_FAILURE;
    json_scope(json, path, scope);
    return cli_json_free(json);
}

/* Whether an option takes away what is there. */
static int clears(const char *text) {
    return text != NULL && *text == '\0';
}

static int read_time(cli_context *cli, const char *option, int may_clear, int64_t *time) {
    const char *text = cli_value(cli, option + strlen("--"));
    if (may_clear && clears(text)) {
        *time = 0;
        return CLI_OK;
    }
    return text == NULL ? CLI_OK : cli_read_time(cli, option, text, time);
}

/* What --label and the like say; `region` is where the options will point to. `may_clear`: '' takes away. */
static int read_options(cli_context *cli, int may_clear, nreg_scope_options *options, char region[4]) {
    const char *text = cli_value(cli, "region");
    options->label = cli_value(cli, "label");
    options->external_id = cli_value(cli, "external-id");
    options->region = text != NULL ? region : NULL;
    int status = may_clear && clears(text) ? CLI_OK : cli_region(cli, text, region);
    if (status == CLI_OK)
        status = read_time(cli, "--starts", may_clear, &options->starts);
    if (status == CLI_OK)
        status = read_time(cli, "--ends", may_clear, &options->ends);
    return status;
}

static int run_add(cli_context *cli) {
    const char *path = cli->operands[0], *slash = strrchr(path, '/');
    char above[NREG_PATH_SIZE] = "", region[4] = "";
    nreg_scope_options options;
    nreg_scope parent, scope;
    memset(&parent, 0, sizeof parent);
    nreg_scope_options_init(&options);
    options.key = slash == NULL ? path : slash + 1;
    options.organization = cli_value(cli, "organization") != NULL;
    if (strlen(path) >= NREG_PATH_SIZE || slash == path || *options.key == '\0')
        return cli_usage(cli, "'%s' is no path; up to four keys joined by '/' are meant, as in acme/sales/spring.",
                         path);
    if (options.organization && slash != NULL)
        return cli_usage(cli, "--organization is only for the top, not for '%s'.", path);
    int status = read_options(cli, 0, &options, region);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK && slash != NULL) {
        memcpy(above, path, (size_t)(slash - path));
        status = cli_scope(cli, above, &parent);
    }
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_scope_add(cli->session, parent.id, &options, &scope, &cli->error);
    return code == NREG_OK ? print_one(cli, path, &scope, "Added") : cli_failed(cli, code, path);
}

static int run_change(cli_context *cli) {
    char region[4] = "";
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.starts = options.ends = -1;
    int status = read_options(cli, 1, &options, region);
    if (status == CLI_OK && options.label == NULL && options.external_id == NULL && options.region == NULL &&
        options.starts == -1 && options.ends == -1)
        status = cli_usage(cli, "What is to be changed? --label, --external-id, --region, --starts or --ends says it.");
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_scope(cli, cli->operands[0], &scope);
    if (status != CLI_OK)
        return status;
    nreg_code code = nreg_scope_change(cli->session, scope.id, &options, &scope, &cli->error);
    return code == NREG_OK ? print_one(cli, cli->operands[0], &scope, "Changed")
                           : cli_failed(cli, code, cli->operands[0]);
}

/* How to deal with the numbers; 0 if no option says. */
static int read_closing(cli_context *cli, uint32_t *how) {
    int given = 0;
    *how = 0;
    if (cli_value(cli, "unassign") != NULL) {
        *how = NREG_CLOSING_UNASSIGN;
        given++;
    }
    if (cli_value(cli, "delete") != NULL) {
        *how = NREG_CLOSING_DELETE;
        given++;
    }
    if (cli_value(cli, "move-to") != NULL) {
        *how = NREG_CLOSING_MOVE;
        given++;
    }
    if (given > 1)
        return cli_usage(cli, "--unassign, --delete and --move-to contradict each other.");
    if (given == 0 && cli_value(cli, "preview") != NULL)
        return cli_usage(cli, "--preview goes with --unassign, --delete or --move-to.");
    return CLI_OK;
}

/* With what it holds: prints what becomes, or would become, of each number. */
static int close_with(cli_context *cli, const nreg_scope *scope, uint32_t how) {
    nreg_result *result = NULL;
    nreg_scope target;
    memset(&target, 0, sizeof target);
    int preview = cli_value(cli, "preview") != NULL;
    int status = how == NREG_CLOSING_MOVE ? cli_scope(cli, cli_value(cli, "move-to"), &target) : CLI_OK;
    if (status != CLI_OK)
        return status;
    nreg_code code = preview ? nreg_scope_close_preview(cli->session, scope->id, how, target.id, &result, &cli->error)
                             : nreg_scope_close_with(cli->session, scope->id, how, target.id, &result, &cli->error);
    if (code != NREG_OK && (code != NREG_NOT_EMPTY || result == NULL)) {
        nreg_result_free(result);
        return cli_failed(cli, code, cli->operands[0]);
    }
    if (result != NULL)
        status = cli_print_result(cli, result);
    else if (preview && !cli->json)
        puts("Preview: nothing was changed. There are no numbers.");
    nreg_result_free(result);
    return status;
}

static int run_close(cli_context *cli) {
    nreg_scope scope;
    uint32_t how;
    int status = read_closing(cli, &how);
    if (status == CLI_OK)
        status = cli_open(cli);
    if (status == CLI_OK)
        status = cli_scope(cli, cli->operands[0], &scope);
    if (status == CLI_OK && how != 0)
        status = close_with(cli, &scope, how);
    if (status != CLI_OK || cli_value(cli, "preview") != NULL)
        return status;
    nreg_code code = how == 0 ? nreg_scope_close(cli->session, scope.id, &cli->error) : NREG_OK;
    if (code == NREG_OK)
        code = nreg_scope_get(cli->session, scope.id, &scope, &cli->error);
    return code == NREG_OK ? print_one(cli, cli->operands[0], &scope, "Closed")
                           : cli_failed(cli, code, cli->operands[0]);
}

static void print_scope(cli_json *json, const char *path, const nreg_scope *scope) {
    if (json != NULL) {
        json_scope(json, path, scope);
        return;
    }
    cli_show_text(stdout, path, strlen(path), 32);
    printf(" %-12s %-6s %-2s ", nreg_level_name(scope->level), state_name(scope->state), scope->region);
    cli_show_text(stdout, scope->label, strlen(scope->label), 0);
    if (scope->external_id[0] != '\0') {
        fputs("  ", stdout);
        cli_show_text(stdout, scope->external_id, strlen(scope->external_id), 0);
    }
    putchar('\n');
}

/* Everything below a scope, each before what is below it; at most four levels deep. */
static int list_below(cli_context *cli, cli_json *json, uint64_t parent, const char *above) {
    char after[NREG_KEY_SIZE] = "", path[NREG_PATH_SIZE + NREG_KEY_SIZE];
    nreg_scope page[PAGE];
    uint32_t more = 1, count = 0;
    while (more) {
        nreg_code code = nreg_scope_list(cli->session, parent, after, page, PAGE, &count, &more, &cli->error);
        if (code != NREG_OK)
            return cli_failed(cli, code, above);
        for (uint32_t i = 0; i < count; i++) {
            snprintf(path, sizeof path, "%s%s%s", above, *above == '\0' ? "" : "/", page[i].key);
            print_scope(json, path, &page[i]);
            int status = page[i].level < NREG_LEVEL_PROGRAM ? list_below(cli, json, page[i].id, path) : CLI_OK;
            if (status != CLI_OK)
                return status;
        }
        if (count > 0)
            memcpy(after, page[count - 1].key, sizeof after);
    }
    return CLI_OK;
}

static int run_list(cli_context *cli) {
    nreg_scope scope;
    memset(&scope, 0, sizeof scope);
    int status = cli_open(cli);
    if (status == CLI_OK && cli->operand_count > 0)
        status = cli_scope(cli, cli->operands[0], &scope);
    if (status != CLI_OK)
        return status;
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (cli->json && json == NULL)
        return CLI_FAILURE;
    if (cli->operand_count > 0)
        print_scope(json, cli->operands[0], &scope);
    if (scope.level < NREG_LEVEL_PROGRAM)
        status = list_below(cli, json, scope.id, cli->operand_count > 0 ? cli->operands[0] : "");
    int written = json != NULL ? cli_json_free(json) : CLI_OK;
    return status != CLI_OK ? status : written;
}

const cli_command cli_scope_add = {
    .name = "scope add",
    .operands = "PATH",
    .summary = "Adds a Business, a Unit of it, or a Program of that.",
    .details =
        "PATH is the new scope's place: acme is a Business, acme/sales a Unit, acme/sales/spring a Program. What lies\n"
        "above must exist; each call adds one level. Below an Organization paths are one key longer.",
    .options = add_options,
    .least = 1,
    .most = 1,
    .example = "numberreg scope add acme --label 'Acme Home Services' --region US\n"
               "numberreg scope add acme/sales --label Sales\n"
               "numberreg scope add acme/sales/spring --starts 2026-03-01 --ends 2026-06-01",
    .run = run_add,
};

const cli_command cli_scope_change = {
    .name = "scope change",
    .operands = "PATH",
    .summary = "Changes label, external id, region or times of a scope; its key stays.",
    .options = change_options,
    .least = 1,
    .most = 1,
    .example = "numberreg scope change acme/sales --label 'Sales and service'",
    .run = run_change,
};

const cli_command cli_scope_list = {
    .name = "scope list",
    .operands = "[PATH]",
    .summary = "Lists the scopes at and below PATH, or all.",
    .most = 1,
    .example = "numberreg scope list acme",
    .run = run_list,
};

const cli_command cli_scope_close = {
    .name = "scope close",
    .operands = "PATH",
    .summary = "Closes a scope for good; refused while it holds numbers or open scopes, unless told what to do.",
    .details =
        "With --unassign, --delete or --move-to its numbers go first, all or none of them, and the scopes below it\n"
        "are closed too.",
    .options = close_options,
    .least = 1,
    .most = 1,
    .example = "numberreg scope close acme/sales/spring --unassign --preview",
    .run = run_close,
};
