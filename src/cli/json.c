/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

/*
 * Objects are flat and their keys plain, so the commas and colons between them are written here; every text that needs
 * more than quotes around it is encoded by the library.
 */
struct cli_json {
    FILE *file;
    yajl_gen encoder;
    char *buffer;
    size_t length;
    size_t capacity;
    int failed;
};

/* The file is written in pieces of about this size. */
enum { FLUSH_BYTES = 65536 };

cli_json *cli_json_new(cli_context *cli) {
    return cli_json_to(cli, stdout);
}

cli_json *cli_json_to(cli_context *cli, FILE *file) {
    cli_json *json = calloc(1, sizeof *json);
    if (json != NULL)
        json->encoder = yajl_gen_alloc(NULL);
    if (json == NULL || json->encoder == NULL) {
        free(json);
        cli_failed(cli, NREG_NO_MEMORY, NULL);
        return NULL;
    }
    json->file = file;
    return json;
}

void cli_json_flush(cli_json *json) {
    if (json == NULL || json->length == 0)
        return;
    fwrite(json->buffer, 1, json->length, json->file);
    json->length = 0;
}

/* Makes room for `length` more bytes; 0 if memory is short. */
static int grow(cli_json *json, size_t length) {
    size_t capacity = json->length + length + FLUSH_BYTES * 2;
    char *larger = realloc(json->buffer, capacity);
    if (larger == NULL) {
        json->failed = 1;
        return 0;
    }
    json->buffer = larger;
    json->capacity = capacity;
    return 1;
}

static inline void put(cli_json *json, const char *text, size_t length) {
    if (length > json->capacity - json->length && !grow(json, length))
        return;
    memcpy(json->buffer + json->length, text, length);
    json->length += length;
}

void cli_json_begin(cli_json *json) {
    put(json, "{", 1);
}

/* A comma follows every member; the last one's gives way to the brace. */
void cli_json_end(cli_json *json) {
    if (json->length > 0)
        json->length--;
    put(json, "}\n", 2);
    if (json->length >= FLUSH_BYTES)
        cli_json_flush(json);
}

/* ASCII without controls, quotes and backslashes. */
static int is_plain(const char *text, size_t length) {
    unsigned special = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        special |=
            (unsigned)(byte < 0x20) | (unsigned)(byte > 0x7e) | (unsigned)(byte == '"') | (unsigned)(byte == '\\');
    }
    return special == 0;
}

/* Valid UTF-8 of any kind. */
static void encode(cli_json *json, const char *text, size_t length) {
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
    encode(json, whole, out);
    free(whole);
}

static void string(cli_json *json, const char *text, size_t length) {
    if (is_plain(text, length)) {
        put(json, "\"", 1);
        put(json, text, length);
        put(json, "\"", 1);
    } else if (cli_utf8_valid(text, length) == length) {
        encode(json, text, length);
    } else {
        mend(json, text, length);
    }
}

static void key_of(cli_json *json, const char *key) {
    put(json, "\"", 1);
    put(json, key, strlen(key));
    put(json, "\":", 2);
}

void cli_json_text(cli_json *json, const char *key, const char *text, size_t length) {
    key_of(json, key);
    if (text == NULL)
        put(json, "null", 4);
    else
        string(json, text, length);
    put(json, ",", 1);
}

void cli_json_string(cli_json *json, const char *key, const char *text) {
    int none = text == NULL || *text == '\0';
    cli_json_text(json, key, none ? NULL : text, none ? 0 : strlen(text));
}

void cli_json_flag(cli_json *json, const char *key, int flag) {
    key_of(json, key);
    if (flag != 0)
        put(json, "true,", 5);
    else
        put(json, "false,", 6);
}

void cli_json_whole(cli_json *json, const char *key, int64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld,", (long long)number);
    key_of(json, key);
    put(json, digits, (size_t)length);
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
    put(json, "[", 1);
    for (int first = 1; set != 0; first = 0) {
        nreg_reason reason = nreg_reason_first(set);
        const char *code = nreg_reason_code(reason);
        if (reason == NREG_REASON_NONE)
            break;
        if (!first)
            put(json, ",", 1);
        string(json, code, strlen(code));
        set &= ~NREG_REASON_BIT(reason);
    }
    put(json, "],", 2);
}

void cli_json_signs(cli_json *json, const char *key, uint32_t signs) {
    key_of(json, key);
    put(json, "[", 1);
    for (uint32_t sign = 1; sign != 0 && sign <= signs; sign <<= 1) {
        const char *code = nreg_sign_code(sign);
        if ((signs & sign) == 0)
            continue;
        if ((signs & (sign - 1)) != 0)
            put(json, ",", 1);
        string(json, code, strlen(code));
    }
    put(json, "],", 2);
}

int cli_json_free(cli_json *json) {
    cli_json_flush(json);
    int failed = json->failed;
    yajl_gen_free(json->encoder);
    free(json->buffer);
    free(json);
    if (failed)
        fputs("numberreg: The JSON output could not be made.\n", stderr);
    return failed ? CLI_FAILURE : CLI_OK;
}
