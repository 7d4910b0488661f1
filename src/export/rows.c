/* SPDX-License-Identifier: MIT */
#include "export/rows.h"

#include "base/text.h"
#include "number/spreadsheet.h"

#include <stdio.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

nreg_code nreg_rows_check(const nreg_export_options *options, nreg_error *error) {
    const char *fault = NULL;
    if (options->format > NREG_EXPORT_JSON_LINES) {
        fault = "format";
    } else if (options->header > 1) {
        fault = "header";
    } else if (options->delimiter == 0 || options->delimiter > '|' ||
               strchr(",;\t|", (int)options->delimiter) == NULL) {
        fault = "delimiter";
    } else if (options->mark > 1) {
        fault = "mark";
    } else if (options->destination > NREG_DESTINATION_TRUECALLER) {
        fault = "destination";
    }
    return fault == NULL ? NREG_OK
                         : nreg_error_set(error, NREG_INVALID_ARGUMENT, "The options' `%s` is out of range.", fault);
}

void nreg_rows_open(nreg_rows *rows, const nreg_export_options *options, const nreg_sink *sink) {
    rows->sink = sink;
    rows->code = NREG_OK;
    rows->format = options->format;
    rows->delimiter = (char)options->delimiter;
    rows->begun = 0;
    rows->used = 0;
}

static void drain(nreg_rows *rows) {
    if (rows->used > 0 && rows->code == NREG_OK) {
        rows->code = rows->sink->write(rows->buffer, rows->used, rows->sink->context);
    }
    rows->used = 0;
}

/* Short pieces: each fits the buffer. */
static void put(nreg_rows *rows, const char *piece, size_t length) {
    if (length > sizeof rows->buffer - rows->used) {
        drain(rows);
    }
    memcpy(rows->buffer + rows->used, piece, length);
    rows->used += length;
}

static void put_text(nreg_rows *rows, const char *text) {
    put(rows, text, strlen(text));
}

static int needs_quotes(const nreg_rows *rows, const char *text, size_t length) {
    if (length > 0 && (text[0] == ' ' || text[length - 1] == ' ')) {
        return 1;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] == rows->delimiter || text[i] == '"' || text[i] == '\r' || text[i] == '\n') {
            return 1;
        }
    }
    return 0;
}

static void put_csv_character(nreg_rows *rows, const char *character, size_t length) {
    if (*character == '"') {
        put_text(rows, "\"\"");
    } else {
        put(rows, character, length);
    }
}

static void put_json_character(nreg_rows *rows, const char *character, size_t length) {
    const unsigned char c = (unsigned char)*character;
    char escaped[8];
    if (c == '"' || c == '\\') {
        escaped[0] = '\\';
        escaped[1] = (char)c;
        put(rows, escaped, 2);
    } else if (c < 0x20 || c == 0x7F) {
        snprintf(escaped, sizeof escaped, "\\u%04x", c);
        put(rows, escaped, 6);
    } else {
        put(rows, character, length);
    }
}

static size_t character_at(const char *text, size_t length) {
    for (size_t count = 1; count <= 4 && count <= length; count++) {
        if (nreg_text_valid_prefix(text, count) == count) {
            return count;
        }
    }
    return 0;
}

static void put_characters(nreg_rows *rows, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        const size_t count = character_at(text + at, length - at);
        if (count == 0) {
            put_text(rows, REPLACEMENT);
            at++;
        } else {
            (rows->format == NREG_EXPORT_CSV ? put_csv_character : put_json_character)(rows, text + at, count);
            at += count;
        }
    }
}

static void put_field(nreg_rows *rows, const char *name, const char *text, size_t length, int disarm) {
    if (rows->format == NREG_EXPORT_JSON_LINES) {
        put_text(rows, rows->begun ? ",\"" : "{\"");
        put_text(rows, name);
        put_text(rows, "\":\"");
        put_characters(rows, text, length);
        put_text(rows, "\"");
    } else {
        const int quoted = needs_quotes(rows, text, length);
        if (rows->begun) {
            put(rows, &rows->delimiter, 1);
        }
        put_text(rows, quoted ? "\"" : "");
        put_text(rows, disarm && nreg_spreadsheet_takes_for_formula(text, length) ? "'" : "");
        put_characters(rows, text, length);
        put_text(rows, quoted ? "\"" : "");
    }
    rows->begun = 1;
}

void nreg_rows_text(nreg_rows *rows, const char *name, const char *text, size_t length) {
    put_field(rows, name, text, length, 1);
}

void nreg_rows_plain(nreg_rows *rows, const char *name, const char *text) {
    put_field(rows, name, text, strlen(text), 0);
}

void nreg_rows_end(nreg_rows *rows) {
    put_text(rows, rows->format == NREG_EXPORT_JSON_LINES ? (rows->begun ? "}\n" : "{}\n") : "\r\n");
    rows->begun = 0;
}

void nreg_rows_begin(nreg_rows *rows, const nreg_export_options *options, const char *const *names) {
    if (options->format != NREG_EXPORT_CSV) {
        return;
    }
    if (options->mark) {
        put_text(rows, "\xEF\xBB\xBF");
    }
    if (options->header) {
        for (; *names != NULL; names++) {
            nreg_rows_plain(rows, *names, *names);
        }
        nreg_rows_end(rows);
    }
}

nreg_code nreg_rows_close(nreg_rows *rows, nreg_error *error) {
    drain(rows);
    return rows->code == NREG_OK ? NREG_OK : nreg_error_set(error, rows->code, "The host's sink failed.");
}

/* Days since 1970-01-01 to a date of the Gregorian calendar, counted in its cycles of 400 years. */
static void date_of(int64_t days, int64_t *year, int *month, int *day) {
    const int64_t shifted = days + 719468; /* since 0000-03-01 */
    const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int64_t of_era = shifted - era * 146097;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t from_march = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

void nreg_time_write(int64_t time, char text[NREG_TIME_SIZE]) {
    const int64_t day_length = (int64_t)86400 * 1000000;
    int64_t days = time / day_length, rest = time % day_length;
    if (rest < 0) {
        rest += day_length;
        days--;
    }
    int64_t year;
    int month, day;
    date_of(days, &year, &month, &day);
    const int seconds = (int)(rest / 1000000);
    snprintf(text, NREG_TIME_SIZE, "%04lld-%02d-%02dT%02d:%02d:%02d.%06dZ", (long long)year, month, day, seconds / 3600,
             seconds / 60 % 60, seconds % 60, (int)(rest % 1000000));
}
