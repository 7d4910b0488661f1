/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

enum { USUAL_BYTES = 256 }; /* Of a text that is copied with its key. */

/*
 * Objects are flat and their keys plain, so what stands between them is written here; every text that needs more than
 * quotes around it is encoded by the library.
 */
struct cli_json {
    FILE *file;
    yajl_gen encoder;
    int failed;
    char before; /* What the next key stands behind: a brace or a comma. */
    size_t length;
    char buffer[CLI_JSON_BYTES];
};

cli_json *cli_json_new(cli_context *cli) {
    return cli_json_to(cli, stdout);
}

cli_json *cli_json_to(cli_context *cli, FILE *file) {
    cli_json *json = malloc(sizeof *json);
    yajl_gen encoder = json == NULL ? NULL : yajl_gen_alloc(NULL);
    if (encoder == NULL) {
        free(json);
        cli_failed(cli, NREG_NO_MEMORY, NULL);
        return NULL;
    }
    json->file = file;
    json->encoder = encoder;
    json->failed = 0;
    json->length = 0;
    return json;
}

void cli_json_flush(cli_json *json) {
    if (json == NULL || json->length == 0)
        return;
    fwrite(json->buffer, 1, json->length, json->file);
    json->length = 0;
}

/* Where the next bytes go, of which there are no more than the buffer has. */
static inline char *room(cli_json *json, size_t length) {
    if (length > CLI_JSON_BYTES - json->length)
        cli_json_flush(json);
    return json->buffer + json->length;
}

/* What was written up to here counts. */
static inline void keep(cli_json *json, const char *end) {
    json->length = (size_t)(end - json->buffer);
}

static void put(cli_json *json, const char *text, size_t length) {
    for (size_t part; length > 0; text += part, length -= part) {
        part = length < CLI_JSON_BYTES ? length : CLI_JSON_BYTES;
        char *to = room(json, part);
        memcpy(to, text, part);
        keep(json, to + part);
    }
}

void cli_json_begin(cli_json *json) {
    json->before = '{';
}

void cli_json_end(cli_json *json) {
    put(json, "}\n", 2);
}

/* The same byte eight times. */
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Copies some bytes, at most eight; 0 if they are ASCII without controls, quotes and backslashes. */
static inline uint64_t copy(char *to, const char *from, size_t count) {
    uint64_t bytes = EIGHT(' ');
    memcpy(&bytes, from, count);
    memcpy(to, &bytes, count);
    return (bytes | (bytes - EIGHT(' ')) | ((bytes ^ EIGHT('"')) - EIGHT(1)) | ((bytes ^ EIGHT('\\')) - EIGHT(1))) &
           EIGHT(0x80);
}

/* The same for any number of bytes. What is left of them in the end is copied together with some before it. */
static inline uint64_t copy_text(char *to, const char *from, size_t count) {
    uint64_t special = 0;
    if (count >= 8) {
        for (size_t i = 0; i + 8 < count; i += 8)
            special |= copy(to + i, from + i, 8);
        special |= copy(to + count - 8, from + count - 8, 8);
    } else if (count >= 4) {
        special = copy(to, from, 4) | copy(to + count - 4, from + count - 4, 4);
    } else {
        for (size_t i = 0; i < count; i++)
            special |= copy(to + i, from + i, 1);
    }
    return special;
}

/* Valid UTF-8 of any kind. */
static void encode_valid(cli_json *json, const char *text, size_t length) {
    const unsigned char *encoded;
    size_t size;
    yajl_gen_clear(json->encoder);
    yajl_gen_reset(json->encoder, NULL);
    if (yajl_gen_string(json->encoder, (const unsigned char *)text, length) != yajl_gen_status_ok ||
        yajl_gen_get_buf(json->encoder, &encoded, &size) != yajl_gen_status_ok)
        json->failed = 1;
    else
        put(json, (const char *)encoded, size);
}

/* JSON is UTF-8: every byte that is none becomes U+FFFD. */
static void mend(cli_json *json, const char *text, size_t length) {
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
    encode_valid(json, whole, out);
    free(whole);
}

static void encode(cli_json *json, const char *text, size_t length) {
    if (cli_utf8_valid(text, length) == length)
        encode_valid(json, text, length);
    else
        mend(json, text, length);
}

/* Writes a text of usual length in quotes; returns where to go on, or NULL if quotes are not all it needs. */
static inline char *quote(char *to, const char *text, size_t length) {
    if (length > USUAL_BYTES || copy_text(to + 1, text, length) != 0)
        return NULL;
    to[0] = to[length + 1] = '"';
    return to + length + 2;
}

/* Writes a key or a code behind a brace, bracket or comma; returns where to go on, with room for a usual value. */
static char *word(cli_json *json, char before, const char *text, size_t length) {
    char *to = room(json, length + 4 + USUAL_BYTES + 2);
    to[0] = before;
    to[1] = '"';
    copy_text(to + 2, text, length);
    to[length + 2] = '"';
    return to + length + 3;
}

/* Begins a member; returns where its value goes. */
static char *value_of(cli_json *json, const char *key, size_t length) {
    char *to = word(json, json->before, key, length);
    json->before = ',';
    *to = ':';
    return to + 1;
}

void cli_json_put_text(cli_json *json, const char *key, size_t key_length, const char *text, size_t length) {
    char *to = value_of(json, key, key_length), *end;
    if (text == NULL) {
        memcpy(to, "null", 4);
        keep(json, to + 4);
    } else if ((end = quote(to, text, length)) != NULL) {
        keep(json, end);
    } else {
        keep(json, to);
        encode(json, text, length);
    }
}

void cli_json_put_string(cli_json *json, const char *key, size_t key_length, const char *text) {
    int none = text == NULL || *text == '\0';
    cli_json_put_text(json, key, key_length, none ? NULL : text, none ? 0 : strlen(text));
}

void cli_json_put_flag(cli_json *json, const char *key, size_t key_length, int flag) {
    char *to = value_of(json, key, key_length);
    memcpy(to, flag != 0 ? "true " : "false", 5);
    keep(json, to + (flag != 0 ? 4 : 5));
}

void cli_json_put_whole(cli_json *json, const char *key, size_t key_length, int64_t number) {
    char *to = value_of(json, key, key_length);
    keep(json, to + snprintf(to, USUAL_BYTES, "%lld", (long long)number));
}

void cli_json_put_id(cli_json *json, const char *key, size_t key_length, uint64_t id) {
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)id);
    cli_json_put_string(json, key, key_length, id == 0 ? NULL : digits);
}

void cli_json_put_e164(cli_json *json, const char *key, size_t key_length, uint64_t e164) {
    char digits[24];
    snprintf(digits, sizeof digits, "+%llu", (unsigned long long)e164);
    cli_json_put_string(json, key, key_length, e164 == 0 ? NULL : digits);
}

void cli_json_put_number(cli_json *json, const char *key, size_t key_length, const nreg_number *number,
                         uint32_t style) {
    char *to = value_of(json, key, key_length);
    size_t length;
    if (nreg_number_format(NULL, number, style, to + 1, NREG_FORMAT_SIZE, &length) != NREG_OK) {
        memcpy(to, "null", 4);
        keep(json, to + 4);
    } else {
        to[0] = to[length + 1] = '"';
        keep(json, to + length + 2);
    }
}

void cli_json_put_time(cli_json *json, const char *key, size_t key_length, int64_t time) {
    char text[32];
    cli_json_put_string(json, key, key_length, cli_time(time, text));
}

static void keep_code(cli_json *json, char before, const char *code) {
    keep(json, word(json, before, code, strlen(code)));
}

/* Ends a list; `before` is what another word of it would stand behind. */
static void end_list(cli_json *json, char before) {
    if (before == '[')
        put(json, "[]", 2);
    else
        put(json, "]", 1);
}

void cli_json_put_reasons(cli_json *json, const char *key, size_t key_length, uint64_t set) {
    char before = '[';
    keep(json, value_of(json, key, key_length));
    for (nreg_reason reason; (reason = nreg_reason_first(set)) != NREG_REASON_NONE; before = ',') {
        keep_code(json, before, nreg_reason_code(reason));
        set &= ~NREG_REASON_BIT(reason);
    }
    end_list(json, before);
}

void cli_json_put_signs(cli_json *json, const char *key, size_t key_length, uint32_t signs) {
    char before = '[';
    keep(json, value_of(json, key, key_length));
    for (uint32_t left = signs; left != 0; left &= left - 1, before = ',')
        keep_code(json, before, nreg_sign_code(left & -left));
    end_list(json, before);
}

int cli_json_free(cli_json *json) {
    cli_json_flush(json);
    int failed = json->failed;
    yajl_gen_free(json->encoder);
    free(json);
    if (failed)
        fputs("numberreg: The JSON output could not be made.\n", stderr);
    return failed ? CLI_FAILURE : CLI_OK;
}
