/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

/* Of the arguments that there are, a number alone has only the date of its plan. */
static void show_sentence(const char *text) {
    const char *open;
    while ((open = strchr(text, '{')) != NULL) {
        const char *end = strchr(open, '}');
        if (end == NULL)
            break;
        fwrite(text, 1, (size_t)(open - text), stdout);
        fputs(nreg_plan_date(NULL), stdout);
        text = end + 1;
    }
    fputs(text, stdout);
}

void cli_show_reasons(const cli_context *cli, uint64_t set) {
    for (int first = 1; set != 0; first = 0) {
        nreg_reason reason = nreg_reason_first(set);
        if (reason == NREG_REASON_NONE)
            break;
        char key[NREG_LANGUAGE_KEY_SIZE];
        snprintf(key, sizeof key, "reason.%s", nreg_reason_code(reason));
        set &= ~NREG_REASON_BIT(reason);
        if (!first)
            putchar(' ');
        show_sentence(nreg_language_say(cli->language, key));
    }
}
