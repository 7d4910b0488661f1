/* SPDX-License-Identifier: MIT */
#include "base/time.h"

#include <string.h>

typedef struct cursor {
    const char *at;
    const char *end;
    int failed;
} cursor;

static int next_is(cursor *in, const char *any) {
    return in->at < in->end && *in->at != '\0' && strchr(any, *in->at) != NULL;
}

static int take(cursor *in, const char *any) {
    const int there = next_is(in, any);
    in->at += there;
    return there;
}

/* Exactly `digits` of them, at most `most`. */
static int whole(cursor *in, int digits, int most) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
        if (!next_is(in, "0123456789")) {
            in->failed = 1;
            return 0;
        }
        value = value * 10 + (*in->at++ - '0');
    }
    in->failed |= value > most;
    return value;
}

static void expect(cursor *in, const char *any) {
    in->failed |= !take(in, any);
}

static int days_in(int year, int month) {
    static const int days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month] + (month == 2 && leap);
}

/* Days from 1970-01-01 on; years counted from March have their leap day at the end. */
static int64_t days_to(int year, int month, int day) {
    const int y = year - (month <= 2);
    const int in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int64_t)365 * y + y / 4 - y / 100 + y / 400 + in_year - 719468;
}

/* Up to microseconds count. */
static int64_t fraction(cursor *in) {
    int64_t value = 0;
    int64_t unit = 100000;
    if (!take(in, ".,")) {
        return 0;
    }
    in->failed |= !next_is(in, "0123456789");
    while (next_is(in, "0123456789")) {
        value += (*in->at++ - '0') * unit;
        unit /= 10;
    }
    return value;
}

/* Minutes that the clock is ahead of UTC. */
static int offset(cursor *in) {
    (void)take(in, " ");
    if (take(in, "Zz")) {
        return 0;
    }
    if ((size_t)(in->end - in->at) >= 3 && memcmp(in->at, "UTC", 3) == 0) {
        in->at += 3;
        return 0;
    }
    const int behind = next_is(in, "-");
    if (!take(in, "+-")) {
        return 0;
    }
    int minutes = whole(in, 2, 14) * 60;
    if (take(in, ":") || next_is(in, "0123456789")) {
        minutes += whole(in, 2, 59);
    }
    return behind ? -minutes : minutes;
}

int nreg_time_read(const char *text, size_t length, int64_t *time) {
    cursor in = {text, text + length, 0};
    while (in.at < in.end && (*in.at == ' ' || *in.at == '\t')) {
        in.at++;
    }
    while (in.end > in.at && (in.end[-1] == ' ' || in.end[-1] == '\t')) {
        in.end--;
    }
    const int year = whole(&in, 4, 9999);
    expect(&in, "-");
    const int month = whole(&in, 2, 12);
    expect(&in, "-");
    const int day = whole(&in, 2, 31);
    if (in.failed || year < 1970 || month < 1 || day < 1 || day > days_in(year, month)) {
        return 0;
    }
    int64_t seconds = days_to(year, month, day) * 86400;
    int64_t micros = 0;
    if (take(&in, "Tt ")) {
        seconds += whole(&in, 2, 23) * 3600;
        expect(&in, ":");
        seconds += whole(&in, 2, 59) * 60;
        if (take(&in, ":")) {
            seconds += whole(&in, 2, 59);
            micros = fraction(&in);
        }
        seconds -= (int64_t)offset(&in) * 60;
    }
    if (in.failed || in.at != in.end || seconds < 0) {
        return 0;
    }
    *time = seconds * 1000000 + micros;
    return 1;
}
