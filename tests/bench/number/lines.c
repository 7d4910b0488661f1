/* SPDX-License-Identifier: MIT */
/*
 * Writes lines of phone numbers as people type them: 90% of the North American plan in many formats, the others with
 * their country code, 3% bad. The same for the same seed. Usage: bench_lines COUNT SEED
 */
#include <numberreg/number.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint32_t below(uint32_t limit) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % limit);
}

/* A valid number of the North American plan. */
static void draw_nanp(nreg_number *number) {
    do {
        char text[16];
        snprintf(text, sizeof text, "%u%02u%u%02u%04u", 2 + below(8), below(100), 2 + below(8), below(100),
                 below(10000));
        nreg_number_read(NULL, text, NREG_NUL, "US", NREG_READ_TEXT, number);
    } while (!number->valid);
}

/* A valid number of another country. */
static void draw_foreign(nreg_number *number) {
    static const char *const regions[] = {"GB", "GB", "MX", "MX", "IN", "IN", "DE", "FR", "BR", "PH",
                                          "AU", "CN", "ES", "IT", "JP", "NL", "PL", "CO", "ZA", "SE"};
    do {
        char digits[24];
        nreg_number_example(NULL, regions[below(20)], 0, below(2) ? NREG_TYPE_MOBILE : NREG_TYPE_FIXED_LINE, number);
        size_t length = (size_t)snprintf(digits, sizeof digits, "+%llu", (unsigned long long)number->e164);
        for (size_t i = length - 4; i < length; i++) {
            digits[i] = (char)('0' + below(10));
        }
        nreg_number_read(NULL, digits, length, NULL, NREG_READ_TEXT, number);
    } while (!number->valid);
}

static void write_nanp(const nreg_number *number, char *line, size_t size) {
    unsigned area = (unsigned)(number->national / 10000000), exchange = (unsigned)(number->national / 10000 % 1000),
             last = (unsigned)(number->national % 10000);
    switch (below(16)) {
    case 0:
    case 1:
    case 2:
        snprintf(line, size, "(%03u) %03u-%04u", area, exchange, last);
        break;
    case 3:
    case 4:
    case 5:
        snprintf(line, size, "%03u-%03u-%04u", area, exchange, last);
        break;
    case 6:
    case 7:
    case 8:
        snprintf(line, size, "%03u%03u%04u", area, exchange, last);
        break;
    case 9:
        snprintf(line, size, "%03u.%03u.%04u", area, exchange, last);
        break;
    case 10:
        snprintf(line, size, "%03u %03u %04u", area, exchange, last);
        break;
    case 11:
        snprintf(line, size, "1-%03u-%03u-%04u", area, exchange, last);
        break;
    case 12:
        snprintf(line, size, "1%03u%03u%04u", area, exchange, last);
        break;
    case 13:
        snprintf(line, size, "+1 %03u-%03u-%04u", area, exchange, last);
        break;
    case 14:
        snprintf(line, size, "+1%03u%03u%04u", area, exchange, last);
        break;
    default:
        snprintf(line, size, "+1 (%03u) %03u-%04u", area, exchange, last);
        break;
    }
}

static void write_foreign(const nreg_number *number, char *line, size_t size) {
    char text[NREG_FORMAT_SIZE];
    nreg_number_format(NULL, number, below(2) ? NREG_FORMAT_INTERNATIONAL : NREG_FORMAT_E164, text, sizeof text, NULL);
    if (below(4) == 0) {
        snprintf(line, size, "011 %s", text + 1);
    } else {
        snprintf(line, size, "%s", text);
    }
}

/* Spoils a line as people do. */
static void spoil(char *line) {
    size_t length = strlen(line);
    switch (below(4)) {
    case 0:
        line[length - 1 - below(3)] = '\0';
        break;
    case 1:
        line[length] = (char)('0' + below(10));
        line[length + 1] = '\0';
        break;
    case 2:
        line[below((uint32_t)length)] = 'x';
        break;
    default:
        strcpy(line, below(2) ? "n/a" : "call reception");
        break;
    }
}

int main(int argc, char **argv) {
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (unsigned long i = 0; i < count; i++) {
        char line[64];
        nreg_number number;
        if (below(10) == 0) {
            draw_foreign(&number);
            write_foreign(&number, line, sizeof line - 2);
        } else {
            draw_nanp(&number);
            write_nanp(&number, line, sizeof line - 2);
        }
        if (below(100) < 3) {
            spoil(line);
        }
        puts(line);
    }
    return 0;
}
