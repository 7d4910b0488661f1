/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

int cli_language(cli_context *cli) {
    const char *tag = cli->language_tag != NULL ? cli->language_tag : getenv("NUMBERREG_LANGUAGE");
    if (tag == NULL || *tag == '\0')
        return CLI_OK;
    cli->language = nreg_language_find(tag);
    return cli->language != NULL ? CLI_OK
                                 : cli_usage(cli, "There is no language '%s'%s; en and es are built in.", tag,
                                             cli->language_tag != NULL ? "" : ", which NUMBERREG_LANGUAGE asks for");
}

static const char *say(const cli_context *cli, const char *kind, const char *name) {
    char key[NREG_LANGUAGE_KEY_SIZE];
    snprintf(key, sizeof key, "%s.%s", kind, name);
    const char *text = nreg_language_say(cli->language, key);
    return text != NULL ? text : name;
}

const char *cli_status(const cli_context *cli, uint32_t status) {
    return say(cli, "status", nreg_status_name(status));
}

const char *cli_heading(const cli_context *cli, const char *name) {
    return say(cli, "heading", name);
}

const char *cli_sign(const cli_context *cli, uint32_t sign) {
    return say(cli, "sign", nreg_sign_code(sign));
}

int cli_scope(cli_context *cli, const char *path, nreg_scope *scope) {
    if (*path == '\0') /* an unset variable, say */
        return cli_usage(cli, "'' is no path; up to four keys joined by '/' are meant, as in acme/sales/spring.");
    nreg_code code = nreg_scope_find(cli->session, path, NREG_NUL, scope, &cli->error);
    if (code == NREG_OK)
        return CLI_OK;
    if (code == NREG_NOT_FOUND && cli->error.position >= 0 && (size_t)cli->error.position < strlen(path)) {
        const char *key = path + cli->error.position;
        int length = (int)strcspn(key, "/");
        if (key == path)
            return cli_usage(cli, "There is no scope '%.*s' at the top; numberreg scope list shows what there is.",
                             length, key);
        return cli_usage(cli, "There is no scope '%.*s' in '%.*s'; numberreg scope list shows what there is.", length,
                         key, (int)(key - path) - 1, path);
    }
    return cli_failed(cli, code, path);
}

int cli_scope_option(cli_context *cli, nreg_scope *scope) {
    const char *path = cli_value(cli, "scope");
    if (path != NULL)
        return cli_scope(cli, path, scope);
    const char *help = "";
    for (int i = 0; i < cli->option_count; i++)
        if (strcmp(cli->options[i]->name, "scope") == 0)
            help = cli->options[i]->help;
    return cli_usage(cli, "--scope PATH is missing: %s.", help);
}

int cli_purpose(cli_context *cli, const char *text, uint32_t *id) {
    *id = NREG_PURPOSE_NONE;
    if (text == NULL)
        return CLI_OK;
    nreg_code code = nreg_purpose_match(cli->registry, text, NREG_NUL, id, &cli->error);
    if (code == NREG_NOT_FOUND)
        return cli_usage(cli, "There is no call purpose '%s'; numberreg purposes lists them.", text);
    return code == NREG_OK ? CLI_OK : cli_failed(cli, code, "The call purpose");
}

static const nreg_purpose *kept_purpose(cli_context *cli, uint32_t id) {
    nreg_purpose *purpose = &cli->names.purposes[id % CLI_KEPT_PURPOSES];
    if (purpose->id != id || id == NREG_PURPOSE_NONE) {
        memset(purpose, 0, sizeof *purpose);
        if (id != NREG_PURPOSE_NONE && nreg_purpose_get(cli->registry, id, purpose, NULL) != NREG_OK)
            memset(purpose, 0, sizeof *purpose);
        else if (id != NREG_PURPOSE_NONE)
            nreg_language_purpose(cli->language, purpose);
    }
    return purpose;
}

const char *cli_purpose_code(cli_context *cli, uint32_t id) {
    return kept_purpose(cli, id)->code;
}

const char *cli_purpose_label(cli_context *cli, uint32_t id) {
    return kept_purpose(cli, id)->label;
}

const char *cli_path(cli_context *cli, uint64_t id) {
    cli_kept_path *kept = &cli->names.paths[id % CLI_KEPT_PATHS];
    if (id == 0)
        return "";
    if (kept->id != id) {
        kept->id = id;
        if (nreg_scope_path(cli->session, id, kept->path, sizeof kept->path, NULL) != NREG_OK)
            kept->path[0] = '\0';
    }
    return kept->path;
}

int cli_id(cli_context *cli, const char *what, const char *text, uint64_t *id) {
    return cli_whole(cli, what, text, 1, NREG_ID_MAX, id);
}
