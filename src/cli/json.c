/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

struct cli_json {
    yajl_gen generator;
    int failed;
};

/* Standard output is written in pieces of about this size. */
enum { FLUSH_BYTES = 65536 };

cli_json *cli_json_new(cli_context *cli) {
    cli_json *json = calloc(1, sizeof *json);
    if (json != NULL)
        json->generator = yajl_gen_alloc(NULL);
    if (json == NULL || json->generator == NULL) {
        free(json);
        cli_failed(cli, NREG_NO_MEMORY, NULL);
        return NULL;
    }
    return json;
}

static void keep(cli_json *json, yajl_gen_status status) {
    if (status != yajl_gen_status_ok)
        json->failed = 1;
}

void cli_json_flush(cli_json *json) {
    if (json == NULL)
        return;
    const unsigned char *text;
    size_t length;
    keep(json, yajl_gen_get_buf(json->generator, &text, &length));
    fwrite(text, 1, length, stdout);
    yajl_gen_clear(json->generator);
}

static void string(cli_json *json, const char *text, size_t length) {
    keep(json, yajl_gen_string(json->generator, (const unsigned char *)text, length));
}

void cli_json_begin(cli_json *json) {
    keep(json, yajl_gen_map_open(json->generator));
}

void cli_json_end(cli_json *json) {
    const unsigned char *text;
    size_t length = 0;
    keep(json, yajl_gen_map_close(json->generator));
    yajl_gen_reset(json->generator, "\n");
    if (yajl_gen_get_buf(json->generator, &text, &length) == yajl_gen_status_ok && length >= FLUSH_BYTES)
        cli_json_flush(json);
}

/* JSON is UTF-8: every byte that is none becomes U+FFFD. */
static void mended(cli_json *json, const char *text, size_t length) {
    char *whole = malloc(length * 3 + 1);
    size_t out = 0;
    if (whole == NULL) {
        json->failed = 1;
        return;
    }
    while (length > 0) {
        size_t valid = cli_utf8_valid(text, length);
        memcpy(whole + out, text, valid);
        out += valid;
        if (valid < length) {
            memcpy(whole + out, "\xef\xbf\xbd", 3);
            out += 3;
            valid++;
        }
        text += valid;
        length -= valid;
    }
    string(json, whole, out);
    free(whole);
}

static void key_of(cli_json *json, const char *key) {
    string(json, key, strlen(key));
}

void cli_json_text(cli_json *json, const char *key, const char *text, size_t length) {
    key_of(json, key);
    if (text == NULL)
        keep(json, yajl_gen_null(json->generator));
    else if (cli_utf8_valid(text, length) == length)
        string(json, text, length);
    else
        mended(json, text, length);
}

void cli_json_string(cli_json *json, const char *key, const char *text) {
    int none = text == NULL || *text == '\0';
    cli_json_text(json, key, none ? NULL : text, none ? 0 : strlen(text));
}

void cli_json_flag(cli_json *json, const char *key, int flag) {
    key_of(json, key);
    keep(json, yajl_gen_bool(json->generator, flag != 0));
}

void cli_json_whole(cli_json *json, const char *key, int64_t number) {
    key_of(json, key);
    keep(json, yajl_gen_integer(json->generator, number));
}

void cli_json_id(cli_json *json, const char *key, uint64_t id) {
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)id);
    cli_json_string(json, key, id == 0 ? NULL : digits);
}

void cli_json_e164(cli_json *json, const char *key, uint64_t e164) {
    char digits[24];
    snprintf(digits, sizeof digits, "+%llu", (unsigned long long)e164);
    cli_json_string(json, key, e164 == 0 ? NULL : digits);
}

void cli_json_time(cli_json *json, const char *key, int64_t time) {
    char text[32];
    cli_json_string(json, key, cli_time(time, text));
}

void cli_json_reasons(cli_json *json, const char *key, uint64_t set) {
    key_of(json, key);
    keep(json, yajl_gen_array_open(json->generator));
    while (set != 0) {
        nreg_reason first = nreg_reason_first(set);
        if (first == NREG_REASON_NONE)
            break;
        const char *code = nreg_reason_code(first);
        string(json, code, strlen(code));
        set &= ~NREG_REASON_BIT(first);
    }
    keep(json, yajl_gen_array_close(json->generator));
}

int cli_json_free(cli_json *json) {
    cli_json_flush(json);
    int failed = json->failed;
    yajl_gen_free(json->generator);
    free(json);
    if (failed)
        fputs("numberreg: The JSON output could not be made.\n", stderr);
    return failed ? CLI_FAILURE : CLI_OK;
}
