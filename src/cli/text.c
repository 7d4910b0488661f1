/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>
#include <time.h>

/* Bytes of the valid UTF-8 character that `text` begins with, its code point in *point; 0 if it begins with none. */
static size_t character(const unsigned char *text, size_t length, uint32_t *point) {
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0)
        return 0;
    size_t size = text[0] < 0x80                      ? 1
                  : text[0] >= 0xc2 && text[0] < 0xe0 ? 2
                  : (text[0] & 0xf0) == 0xe0          ? 3
                  : (text[0] & 0xf8) == 0xf0          ? 4
                                                      : 0;
    if (size == 0 || size > length)
        return 0;
    uint32_t value = size == 1 ? text[0] : text[0] & (0xffu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (text[i] & 0x3fu);
    }
    if (value < smallest[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *point = value;
    return size;
}

size_t cli_utf8_valid(const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < length) {
        uint32_t point;
        size_t size = bytes[at] < 0x80 ? 1 : character(bytes + at, length - at, &point);
        if (size == 0)
            break;
        at += size;
    }
    return at;
}

/* Controls, and what turns the direction of writing, would let a text pretend to be another. */
static int harmful(uint32_t point) {
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029 ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

/* Columns of a character: none for combining marks, two for East Asian wide ones, else one. */
static size_t columns_of(uint32_t point) {
    if ((point >= 0x300 && point < 0x370) || (point >= 0x200b && point < 0x2010) || (point >= 0xfe00 && point < 0xfe10))
        return 0;
    if ((point >= 0x1100 && point < 0x1160) || (point >= 0x2e80 && point < 0xa4d0) ||
        (point >= 0xac00 && point < 0xd7a4) || (point >= 0xf900 && point < 0xfb00) ||
        (point >= 0xfe30 && point < 0xfe70) || (point >= 0xff00 && point < 0xff61) ||
        (point >= 0x1f300 && point < 0x1fb00) || (point >= 0x20000 && point < 0x40000))
        return 2;
    return 1;
}

/* Writes to `file`, or only counts if that is NULL. */
static size_t show(FILE *file, const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t columns = 0, written = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t begin = at, size = character(bytes + at, length - at, &point);
        at += size == 0 ? 1 : size;
        if (size != 0 && !harmful(point)) {
            columns += columns_of(point);
            continue;
        }
        if (file != NULL) {
            fwrite(bytes + written, 1, begin - written, file);
            fputs("\xef\xbf\xbd", file);
        }
        written = at;
        columns++;
    }
    if (file != NULL)
        fwrite(bytes + written, 1, length - written, file);
    return columns;
}

size_t cli_width(const char *text, size_t length) {
    return show(NULL, text, length);
}

void cli_show_text(FILE *file, const char *text, size_t length, size_t columns) {
    size_t shown = show(file, text, length);
    if (shown < columns)
        fprintf(file, "%*s", (int)(columns - shown), "");
}

const char *cli_number(uint64_t e164, char buffer[NREG_FORMAT_SIZE]) {
    nreg_number number;
    if (nreg_number_from_e164(NULL, e164, &number) != NREG_OK ||
        nreg_number_format(NULL, &number, NREG_FORMAT_INTERNATIONAL, buffer, NREG_FORMAT_SIZE, NULL) != NREG_OK)
        snprintf(buffer, NREG_FORMAT_SIZE, "+%llu", (unsigned long long)e164);
    return buffer;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    if (month <= 2)
        year--;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

const char *cli_time(int64_t time, char buffer[32]) {
    time_t seconds = (time_t)(time / 1000000);
    struct tm parts;
    buffer[0] = '\0';
    if (time > 0 && gmtime_r(&seconds, &parts) != NULL)
        strftime(buffer, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return buffer;
}

int cli_read_time(cli_context *cli, const char *what, const char *text, int64_t *time) {
    int year, month, day, hour = 0, minute = 0, second = 0, used = 0;
    static const int lengths[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int date = sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && used == 10;
    int length = used;
    if (date && text[length] != '\0') {
        date = sscanf(text + length, "T%2d:%2d:%2dZ%n", &hour, &minute, &second, &used) == 3 && used == 10;
        length += used;
    }
    if (!date || text[length] != '\0' || year < 1970 || month < 1 || month > 12 || day < 1 || day > lengths[month] ||
        (month == 2 && day == 29 && (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0))) || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 59)
        return cli_usage(cli,
                         "%s must be a date as in 2026-01-31, or a time in UTC as in 2026-01-31T12:00:00Z, not '%s'.",
                         what, text);
    *time = ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60000000 + (int64_t)second * 1000000;
    return CLI_OK;
}

static char plain(char letter) {
    return letter == '-' ? '_' : letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

int cli_is_name(const char *text, const char *name) {
    while (*text != '\0' && plain(*text) == plain(*name)) {
        text++;
        name++;
    }
    return *text == *name;
}
