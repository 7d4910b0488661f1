/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

static const cli_command *const commands[] = {
    &cli_init,        &cli_check,     &cli_purposes,   &cli_scope_add,     &cli_scope_change,  &cli_scope_list,
    &cli_scope_close, &cli_draft_new, &cli_draft_add,  &cli_draft_show,    &cli_draft_set,     &cli_draft_drop,
    &cli_draft_save,  &cli_add,       &cli_upload,     &cli_import,        &cli_reconcile,     &cli_remove,
    &cli_edit,        &cli_move,      &cli_list,       &cli_show,          &cli_export,        &cli_history,
    &cli_feed,        &cli_revert,    &cli_review_run, &cli_review_decide, &cli_review_expire, &cli_review_show,
    &cli_proof,       &cli_transfer,
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void overview(void) {
    puts("Usage: numberreg [--store URL] [--actor WHO] [--json] [--language TAG] COMMAND [ARGUMENT...]\n"
         "\n"
         "Registers business phone numbers: which numbers are a company's own, and what each is used for.\n"
         "\n"
         "Commands");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-13s %s\n", commands[i]->name, commands[i]->summary);
    puts("\nOptions");
    for (const cli_option *option = cli_global_options; option->name != NULL; option++)
        printf("  --%-8s %-5s %s\n", option->name, option->argument == NULL ? "" : option->argument, option->help);
    puts("\n"
         "numberreg COMMAND --help tells more. Exit status: 0 all accepted, 1 some rejected, 2 usage, 3 store or "
         "system\n"
         "failure.");
}

static int version(void) {
    printf("numberreg %s\nplan %s, %s\n", nreg_version_text(), nreg_plan_release(NULL), nreg_plan_date(NULL));
    return CLI_OK;
}

/* True if the name is `first`, or `first` and `second`; *words says which. */
static int is_command(const cli_command *command, const char *first, const char *second, int *words) {
    size_t length = strlen(first);
    if (strncmp(command->name, first, length) != 0)
        return 0;
    if (command->name[length] == '\0') {
        *words = 1;
        return 1;
    }
    *words = 2;
    return command->name[length] == ' ' && second != NULL && strcmp(command->name + length + 1, second) == 0;
}

/* Commands whose first word is this; prints their summaries if `print`. */
static int family(const char *first, int print) {
    int count = 0;
    size_t length = strlen(first);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strncmp(commands[i]->name, first, length) == 0 && commands[i]->name[length] == ' ') {
            if (print)
                printf("  numberreg %-13s %s\n", commands[i]->name, commands[i]->summary);
            count++;
        }
    }
    return count;
}

/* Finds the command at argv[0]; NULL after printing what is wrong or what was asked for. */
static const cli_command *find_command(const cli_context *cli, int argc, char **argv, int *words, int *status) {
    const char *second = argc > 1 ? argv[1] : NULL;
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (is_command(commands[i], argv[0], second, words))
            return commands[i];
    if (family(argv[0], 0) == 0) {
        *status = cli_usage(cli, "There is no command '%s'; numberreg --help lists them.", argv[0]);
    } else if (second != NULL && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0)) {
        family(argv[0], 1);
        *status = CLI_OK;
    } else if (second == NULL) {
        *status = cli_usage(cli, "'%s' needs a second word; numberreg %s --help lists them.", argv[0], argv[0]);
    } else {
        *status =
            cli_usage(cli, "There is no command '%s %s'; numberreg %s --help lists them.", argv[0], second, argv[0]);
    }
    return NULL;
}

/* An option before the command; refused a second time, lest another store be changed than is meant. */
static int keep(const cli_context *cli, const char *name, const char **value) {
    if (*value != NULL)
        return cli_usage(cli, "Option --%s is given twice.", name);
    *value = optarg;
    return CLI_OK;
}

static int wrong_option(const cli_context *cli, int found, const char *written) {
    static const char *const flags[] = {"json", "help", "version"};
    if (found == ':')
        return cli_usage(cli, "Option '%s' needs an argument; see numberreg --help.", written);
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (strncmp(written, "--", 2) == 0 && strncmp(written + 2, flags[i], strlen(flags[i])) == 0 &&
            written[2 + strlen(flags[i])] == '=')
            return cli_usage(cli, "Option --%s takes no argument.", flags[i]);
    return cli_usage(cli, "There is no option '%s'; see numberreg --help.", written);
}

/* Options before the command. Sets *index to the command's; returns -1 to go on, else an exit status. */
static int global_arguments(cli_context *cli, int argc, char **argv, int *index) {
    enum { HELP = 256, VERSION, JSON, STORE, ACTOR, LANGUAGE }; /* no letters, see cli_refused_option() */
    static const struct option options[] = {{"help", no_argument, NULL, HELP},
                                            {"version", no_argument, NULL, VERSION},
                                            {"json", no_argument, NULL, JSON},
                                            {"store", required_argument, NULL, STORE},
                                            {"actor", required_argument, NULL, ACTOR},
                                            {"language", required_argument, NULL, LANGUAGE},
                                            {NULL, 0, NULL, 0}};
    int found, status = CLI_OK;
    opterr = 0;
    while (status == CLI_OK && (found = getopt_long(argc, argv, "+:h", options, NULL)) != -1) {
        switch (found) {
        case 'h':
        case HELP:
            overview();
            return CLI_OK;
        case VERSION:
            return version();
        case JSON:
            cli->json = 1;
            break;
        case STORE:
            status = keep(cli, "store", &cli->store_url);
            break;
        case ACTOR:
            status = keep(cli, "actor", &cli->actor);
            break;
        case LANGUAGE:
            status = keep(cli, "language", &cli->language_tag);
            break;
        default:
            status = wrong_option(cli, found, cli_refused_option(argv));
        }
    }
    *index = optind;
    return status == CLI_OK ? -1 : status;
}

static int run(cli_context *cli, int argc, char **argv) {
    int index = argc, words = 1;
    int status = global_arguments(cli, argc, argv, &index);
    if (status >= 0)
        return status;
    if (index >= argc)
        return cli_usage(cli, "A command is missing; numberreg --help lists them.");
    if (strcmp(argv[index], "help") == 0) {
        if (index + 1 >= argc) {
            overview();
            return CLI_OK;
        }
        index++;
        if (argc - index == 1 && family(argv[index], 1) > 0)
            return CLI_OK;
        const cli_command *command = find_command(cli, argc - index, argv + index, &words, &status);
        if (command == NULL)
            return status;
        cli_help(command);
        return CLI_OK;
    }
    cli->command = find_command(cli, argc - index, argv + index, &words, &status);
    if (cli->command == NULL)
        return status;
    for (int i = index + words; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            cli_help(cli->command);
            return CLI_OK;
        }
    }
    status = cli_arguments(cli, argc - index - words, argv + index + words);
    return status == CLI_OK ? cli->command->run(cli) : status;
}

/* A closed standard stream must not become the file that is opened next; one to read from nothing fails when written
 * to. */
static void keep_standard_streams(void) {
    for (int stream = 0; stream <= 2; stream++)
        if (fcntl(stream, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDONLY) != stream)
            _exit(CLI_FAILURE);
}

int main(int argc, char **argv) {
    cli_context cli;
    keep_standard_streams();
    memset(&cli, 0, sizeof cli);
    nreg_error_init(&cli.error);
    int status = run(&cli, argc, argv);
    cli_close(&cli);
    if (fflush(stdout) != 0 || ferror(stdout))
        status = cli_system(&cli, cli.committed ? "The result stands, but standard output could not be written"
                                                : "Standard output could not be written");
    return status;
}
