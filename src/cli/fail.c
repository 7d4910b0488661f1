/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

/* "numberreg: " or "numberreg upload: ", then the sentence. Standard output first, so that both read in order. */
static void begin(const cli_context *cli) {
    fflush(stdout);
    if (cli->command != NULL)
        fprintf(stderr, "numberreg %s: ", cli->command->name);
    else
        fputs("numberreg: ", stderr);
}

static void sentence(const char *format, va_list arguments) {
    char text[1024];
    int length = vsnprintf(text, sizeof text, format, arguments);
    if (length < 0)
        length = 0;
    cli_show_text(stderr, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1, 0);
}

int cli_usage(const cli_context *cli, const char *format, ...) {
    va_list arguments;
    begin(cli);
    va_start(arguments, format);
    sentence(format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return CLI_USAGE;
}

int cli_system(const cli_context *cli, const char *format, ...) {
    int number = errno;
    va_list arguments;
    begin(cli);
    va_start(arguments, format);
    sentence(format, arguments);
    va_end(arguments);
    fprintf(stderr, ": %s.\n", strerror(number));
    return CLI_FAILURE;
}

int cli_failed(const cli_context *cli, nreg_code code, const char *what) {
    const nreg_error *error = &cli->error;
    if (code == NREG_READ_ONLY && cli->not_written.code != NREG_OK) {
        error = &cli->not_written;
        code = error->code;
    }
    const char *message = error->message[0] != '\0' ? error->message : nreg_code_text(code);
    begin(cli);
    if (what != NULL) {
        cli_show_text(stderr, what, strlen(what), 0);
        fputs(": ", stderr);
    }
    cli_show_text(stderr, message, strlen(message), 0);
    fprintf(stderr, " [%s]\n", nreg_code_name(code));
    switch (code) {
    case NREG_INVALID_ARGUMENT:
    case NREG_NOT_FOUND:
    case NREG_EXISTS:
    case NREG_DENIED:
    case NREG_UNSUPPORTED:
    case NREG_CLOSED:
    case NREG_NOT_EMPTY:
    case NREG_LIMIT_EXCEEDED:
    case NREG_REQUEST_MISMATCH:
    case NREG_BAD_TEXT:
    case NREG_BAD_FORMAT:
    case NREG_FEED_PRUNED: /* the cursor is too old, the store is well */
        return CLI_USAGE;
    default:
        return CLI_FAILURE;
    }
}

int cli_failed_pruned(const cli_context *cli, nreg_code code, const char *advice) {
    int status = cli_failed(cli, code, NULL);
    if (code == NREG_FEED_PRUNED)
        fprintf(stderr, "%s\n", advice);
    return status;
}
