/* SPDX-License-Identifier: MIT */
#include "sqlite_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static size_t sort_unique(uint64_t *numbers, size_t count) {
    qsort(numbers, count, sizeof *numbers, compare);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || numbers[i] != numbers[kept - 1]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

static uint64_t number_of(const char *line) {
    uint64_t number = 0;
    unsigned digits = 0;
    for (; *line != '\0' && *line != ',' && *line != '\n'; line++) {
        if (*line >= '0' && *line <= '9') {
            number = number * 10 + (uint64_t)(*line - '0');
            digits++;
        }
    }
    return digits == 10 ? number + 10000000000u : digits == 11 && number / 10000000000u == 1 ? number : 0;
}

uint64_t *bench_read_numbers(const char *path, size_t *count) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    size_t capacity = 1 << 20;
    uint64_t *numbers = malloc(capacity * sizeof *numbers);
    *count = 0;
    char line[512];
    while (numbers != NULL && fgets(line, sizeof line, file) != NULL) {
        if (*count == capacity) {
            capacity *= 2;
            numbers = realloc(numbers, capacity * sizeof *numbers);
        }
        const uint64_t number = number_of(line);
        if (numbers != NULL && number != 0) {
            numbers[(*count)++] = number;
        }
    }
    fclose(file);
    if (numbers == NULL) {
        fputs("memory is short\n", stderr);
        exit(2);
    }
    *count = sort_unique(numbers, *count);
    return numbers;
}

uint64_t *bench_make_numbers(size_t count, unsigned avoid) {
    uint64_t *numbers = malloc(count * 2 * sizeof *numbers);
    if (numbers == NULL) {
        fputs("memory is short\n", stderr);
        exit(2);
    }
    uint64_t seed = 88172645463325252u;
    size_t made = 0;
    while (made < count) {
        for (size_t i = made; i < count + count / 4; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            numbers[i] = 12000000000u + seed % 7990000000u;
            numbers[i] += numbers[i] % 16 == avoid ? 1 : 0;
        }
        made = sort_unique(numbers, count + count / 4);
    }
    /* Too many were made: dropped evenly, not from the end. */
    size_t kept = 0;
    for (size_t i = 0; i < made && kept < count; i++) {
        if ((made - i) * 1 <= count - kept || (kept + 1) * made <= (i + 1) * count) {
            numbers[kept++] = numbers[i];
        }
    }
    return numbers;
}

static double size_of(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 ? (double)found.st_size : 0;
}

double bench_file_bytes(const char *path) {
    return size_of(path);
}

void bench_remove(const char *path) {
    char other[600];
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        snprintf(other, sizeof other, "%.500s%s", path, suffixes[i]);
        unlink(other);
    }
}
