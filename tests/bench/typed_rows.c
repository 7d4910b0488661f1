/* SPDX-License-Identifier: MIT */
#include "typed_rows.h"

static uint32_t next_random(uint64_t *seed, uint32_t below) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 32) * below >> 32);
}

static void write_number(FILE *file, uint32_t format, unsigned area, unsigned exchange, unsigned line) {
    switch (format) {
    case 0:
        fprintf(file, "%u%03u%04u", area, exchange, line);
        break;
    case 1:
    case 2:
        fprintf(file, "(%u) %03u-%04u", area, exchange, line);
        break;
    case 3:
        fprintf(file, "%u-%03u-%04u", area, exchange, line);
        break;
    case 4:
        fprintf(file, "%u.%03u.%04u", area, exchange, line);
        break;
    case 5:
        fprintf(file, "\"+1 %u %03u %04u\"", area, exchange, line);
        break;
    case 6:
        fprintf(file, "1 (%u) %03u-%04u", area, exchange, line);
        break;
    default:
        fprintf(file, "+1%u%03u%04u", area, exchange, line);
    }
}

void bench_write_rows(FILE *file, uint64_t rows, uint64_t seed) {
    static const unsigned areas[] = {201, 202, 205, 206, 212, 213, 214, 303, 305, 312, 313, 404, 415, 501,
                                     503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 816, 901, 917, 919};
    static const char *const purposes[] = {"customer_service", "Customer Service", "Survey", "Informational"};
    fputs("Phone Number,Call Purpose\n", file);
    for (uint64_t i = 0; i < rows; i++) {
        const unsigned area = areas[next_random(&seed, sizeof areas / sizeof areas[0])];
        const unsigned exchange = 200 + next_random(&seed, 800);
        const unsigned line = next_random(&seed, 10000);
        if (next_random(&seed, 33) == 0) {
            fprintf(file, "%u-%u", area, line);
        } else {
            /* Exchanges like 911 and 555 belong to nobody. */
            const unsigned assigned = exchange % 100 == 11 || exchange == 555 ? exchange + 1 : exchange;
            write_number(file, next_random(&seed, 8), area, assigned, line);
        }
        fprintf(file, ",%s\n", purposes[next_random(&seed, sizeof purposes / sizeof purposes[0])]);
    }
}
