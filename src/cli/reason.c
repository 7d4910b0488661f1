/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static void show_argument(const cli_context *cli, const char *name, size_t length,
                          const cli_reason_arguments *arguments) {
    if (length == 9 && memcmp(name, "plan_date", 9) == 0)
        fputs(nreg_plan_date(NULL), stdout);
    else if (length == 7 && memcmp(name, "related", 7) == 0 && arguments->related != 0)
        printf("%u", arguments->related);
    else if (length == 7 && memcmp(name, "purpose", 7) == 0 && arguments->purpose != NULL)
        cli_show_text(stdout, arguments->purpose, strlen(arguments->purpose), 0);
    else
        fputs(nreg_language_say(cli->language, "argument.target"), stdout);
}

static void show_sentence(const cli_context *cli, const char *text, const cli_reason_arguments *arguments) {
    const char *open;
    while ((open = strchr(text, '{')) != NULL) {
        const char *end = strchr(open, '}');
        if (end == NULL)
            break;
        fwrite(text, 1, (size_t)(open - text), stdout);
        show_argument(cli, open + 1, (size_t)(end - open) - 1, arguments);
        text = end + 1;
    }
    fputs(text, stdout);
}

void cli_show_reasons(const cli_context *cli, uint64_t set, const cli_reason_arguments *arguments) {
    static const cli_reason_arguments none = {0, NULL};
    for (int first = 1; set != 0; first = 0) {
        nreg_reason reason = nreg_reason_first(set);
        if (reason == NREG_REASON_NONE)
            break;
        char key[NREG_LANGUAGE_KEY_SIZE];
        snprintf(key, sizeof key, "reason.%s", nreg_reason_code(reason));
        set &= ~NREG_REASON_BIT(reason);
        if (!first)
            putchar(' ');
        show_sentence(cli, nreg_language_say(cli->language, key), arguments != NULL ? arguments : &none);
    }
}
