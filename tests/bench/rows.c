/* SPDX-License-Identifier: MIT */
/* Writes a CSV of phone numbers as people type them: `bench_rows COUNT [SEED] > rows.csv`. One in 33 is not a number.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t next_random(uint64_t *seed, uint32_t below) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 32) * below >> 32);
}

static void write_number(uint32_t format, unsigned area, unsigned exchange, unsigned line) {
    switch (format) {
    case 0:
        printf("%u%03u%04u", area, exchange, line);
        break;
    case 1:
    case 2:
        printf("(%u) %03u-%04u", area, exchange, line);
        break;
    case 3:
        printf("%u-%03u-%04u", area, exchange, line);
        break;
    case 4:
        printf("%u.%03u.%04u", area, exchange, line);
        break;
    case 5:
        printf("\"+1 %u %03u %04u\"", area, exchange, line);
        break;
    case 6:
        printf("1 (%u) %03u-%04u", area, exchange, line);
        break;
    default:
        printf("+1%u%03u%04u", area, exchange, line);
    }
}

int main(int count, char **arguments) {
    static const unsigned areas[] = {201, 202, 205, 206, 212, 213, 214, 303, 305, 312, 313, 404, 415, 501,
                                     503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 816, 901, 917, 919};
    static const char *const purposes[] = {"customer_service", "Customer Service", "Survey", "Informational"};
    const uint64_t rows = count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000;
    uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
    puts("Phone Number,Call Purpose");
    for (uint64_t i = 0; i < rows; i++) {
        const unsigned area = areas[next_random(&seed, sizeof areas / sizeof areas[0])];
        const unsigned exchange = 200 + next_random(&seed, 800);
        const unsigned line = next_random(&seed, 10000);
        if (next_random(&seed, 33) == 0) {
            printf("%u-%u", area, line);
        } else {
            /* Exchanges like 911 and 555 belong to nobody. */
            const unsigned assigned = exchange % 100 == 11 || exchange == 555 ? exchange + 1 : exchange;
            write_number(next_random(&seed, 8), area, assigned, line);
        }
        printf(",%s\n", purposes[next_random(&seed, sizeof purposes / sizeof purposes[0])]);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
