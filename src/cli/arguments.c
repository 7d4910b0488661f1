/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

const cli_option cli_global_options[] = {
    {"store", "URL", "sqlite:FILE, memory: or postgres://...; sqlite:numberreg.db if not given"},
    {"actor", "WHO", "who acts, for the records; the user's name if not given"},
    {"json", NULL, "write JSON, one object a line"},
    {"language", "TAG", "what is said of numbers, purposes and statuses: en or es; NUMBERREG_LANGUAGE if not given"},
    {NULL, NULL, NULL},
};

static void collect(cli_context *cli, const cli_option *options) {
    for (; options != NULL && options->name != NULL && cli->option_count < CLI_OPTIONS_MAX; options++)
        cli->options[cli->option_count++] = options;
}

static void help_options(const cli_option *options) {
    for (; options != NULL && options->name != NULL; options++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options->name, options->argument == NULL ? "" : " ",
                 options->argument == NULL ? "" : options->argument);
        printf("  %-24s %s\n", left, options->help);
    }
}

void cli_help(const cli_command *command) {
    printf("Usage: numberreg %s%s%s%s\n\n%s\n", command->name,
           command->options != NULL || command->options2 != NULL ? " [OPTION...]" : "",
           command->operands[0] == '\0' ? "" : " ", command->operands, command->summary);
    if (command->details != NULL)
        printf("\n%s\n", command->details);
    printf("\n%s\n", strchr(command->example, '\n') == NULL ? "Example" : "Examples");
    for (const char *line = command->example; *line != '\0'; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        printf("  %.*s\n", (int)length, line);
        line += length;
    }
    if (command->options != NULL || command->options2 != NULL)
        puts("\nOptions");
    help_options(command->options);
    help_options(command->options2);
    puts("\nOptions of every command");
    help_options(cli_global_options);
}

/* One option found: keeps its value, refuses it a second time. */
static int keep(cli_context *cli, int index) {
    if (cli->values[index] != NULL)
        return cli_usage(cli, "Option --%s is given twice.", cli->options[index]->name);
    cli->values[index] = optarg == NULL ? "" : optarg;
    return CLI_OK;
}

/* An option of every command, which may have stood before it too. */
static int merge(cli_context *cli, const char *name, const char **value) {
    const char *behind = cli_value(cli, name);
    if (behind != NULL && *value != NULL)
        return cli_usage(cli, "Option --%s is given twice, before the command and behind it.", name);
    *value = behind != NULL ? behind : *value;
    return CLI_OK;
}

const char *cli_refused_option(char **argv) {
    const char *last = argv[optind - 1];
    size_t length = strlen(last);
    int is_letter = optopt != 0 && optopt < 256;
    if (is_letter && (length < 2 || last[0] != '-' || last[1] == '-' || last[length - 1] != (char)optopt))
        return argv[optind]; /* the first of several letters: getopt has not passed them yet */
    return last;
}

static int wrong_option(const cli_context *cli, int found, const char *written) {
    const char *name = cli->command->name;
    if (found == ':')
        return cli_usage(cli, "Option '%s' needs an argument; see numberreg %s --help.", written, name);
    for (int i = 0; i < cli->option_count; i++) {
        size_t length = strlen(cli->options[i]->name);
        if (strncmp(written, "--", 2) == 0 && strncmp(written + 2, cli->options[i]->name, length) == 0 &&
            written[2 + length] == '=')
            return cli_usage(cli, "Option --%s takes no argument.", cli->options[i]->name);
    }
    if (written[1] >= '0' && written[1] <= '9')
        return cli_usage(cli, "There is no option '%s' here; a number that begins with '-' stands behind '--'.",
                         written);
    return cli_usage(cli, "There is no option '%s' here; see numberreg %s --help.", written, name);
}

static int operand_count_fits(const cli_context *cli) {
    const char *name = cli->command->name;
    if (cli->operand_count < cli->command->least)
        return cli_usage(cli, "An argument is missing: numberreg %s %s", name, cli->command->operands);
    if (cli->command->most >= 0 && cli->operand_count > cli->command->most)
        return cli_usage(cli, "There is an argument too many: '%s'; see numberreg %s --help.",
                         cli->operands[cli->command->most], name);
    return CLI_OK;
}

int cli_arguments(cli_context *cli, int argc, char **argv) {
    struct option options[CLI_OPTIONS_MAX + 1];
    collect(cli, cli->command->options);
    collect(cli, cli->command->options2);
    collect(cli, cli_global_options);
    memset(options, 0, sizeof options);
    for (int i = 0; i < cli->option_count; i++) {
        options[i].name = cli->options[i]->name;
        options[i].has_arg = cli->options[i]->argument == NULL ? no_argument : required_argument;
        options[i].val = 256 + i;
    }
    /* getopt passes over argv[0]: begin one before, at the command's own name. The leading '-' gives operands in order,
     * whatever POSIXLY_CORRECT says. */
    char **from = argv - 1;
    int found, status = CLI_OK;
    cli->operands = argv;
    optind = 0;
    opterr = 0;
    while (status == CLI_OK && (found = getopt_long(argc + 1, from, "-:", options, NULL)) != -1) {
        if (found == 1)
            cli->operands[cli->operand_count++] = optarg;
        else if (found >= 256)
            status = keep(cli, found - 256);
        else
            status = wrong_option(cli, found, cli_refused_option(from));
    }
    if (status != CLI_OK)
        return status;
    for (int i = optind; i < argc + 1; i++)
        cli->operands[cli->operand_count++] = from[i];
    status = merge(cli, "store", &cli->store_url);
    if (status == CLI_OK)
        status = merge(cli, "actor", &cli->actor);
    if (status == CLI_OK)
        status = merge(cli, "language", &cli->language_tag);
    if (cli_value(cli, "json") != NULL)
        cli->json = 1;
    if (status == CLI_OK)
        status = cli_language(cli);
    return status == CLI_OK ? operand_count_fits(cli) : status;
}

int cli_takes(const cli_context *cli, const char *name) {
    for (int i = 0; i < cli->option_count; i++)
        if (strcmp(cli->options[i]->name, name) == 0)
            return 1;
    return 0;
}

const char *cli_value(const cli_context *cli, const char *name) {
    for (int i = 0; i < cli->option_count; i++)
        if (strcmp(cli->options[i]->name, name) == 0)
            return cli->values[i];
    return NULL;
}

int cli_whole(cli_context *cli, const char *what, const char *text, uint64_t least, uint64_t most, uint64_t *number) {
    uint64_t value = 0;
    const char *digit = text;
    for (; *digit >= '0' && *digit <= '9' && value <= most / 10 + 1; digit++)
        value = value * 10 + (uint64_t)(*digit - '0');
    if (digit == text || *digit != '\0' || value < least || value > most)
        return cli_usage(cli, "%s must be a whole number from %llu to %llu, not '%s'.", what, (unsigned long long)least,
                         (unsigned long long)most, text);
    *number = value;
    return CLI_OK;
}

int cli_choice(cli_context *cli, const char *option, const char *text, const char *const names[], uint32_t *place) {
    char all[256] = "";
    size_t used = 0;
    for (uint32_t i = 0; text != NULL && names[i] != NULL; i++) {
        if (cli_is_name(text, names[i])) {
            *place = i;
            return CLI_OK;
        }
        const char *between = i == 0 ? "" : names[i + 1] == NULL ? " or " : ", ";
        used += (size_t)snprintf(all + used, sizeof all - used, "%s'%s'", between, names[i]);
    }
    return text == NULL ? CLI_OK : cli_usage(cli, "%s must be %s, not '%s'.", option, all, text);
}

int cli_limit(cli_context *cli, uint64_t most, uint64_t *limit) {
    const char *text = cli_value(cli, "limit");
    return text == NULL ? CLI_OK : cli_whole(cli, "--limit", text, 1, most, limit);
}

int cli_region(cli_context *cli, const char *text, char region[4]) {
    nreg_number nothing;
    if (text == NULL)
        return CLI_OK;
    if (nreg_number_read(NULL, "", 0, text, 0, &nothing) != NREG_OK || nothing.default_region[0] == '\0')
        return cli_usage(cli, "There is no region '%s'; two letters as in US, CA or GB are meant.", text);
    memcpy(region, nothing.default_region, sizeof nothing.default_region);
    return CLI_OK;
}
