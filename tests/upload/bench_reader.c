/* SPDX-License-Identifier: MIT */
/* Nanoseconds a row of the CSV reader alone, beside memchr over the same bytes, in one run. Usage: bench_reader [ROWS]
 */
#include "upload/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct memory_file {
    const char *data;
    size_t length, at;
} memory_file;

static nreg_code read_memory(void *buffer, size_t capacity, size_t *length, void *context) {
    memory_file *file = context;
    size_t count = file->length - file->at;
    *length = count < capacity ? count : capacity;
    memcpy(buffer, file->data + file->at, *length);
    file->at += *length;
    return NREG_OK;
}

static nreg_code count_entries(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    (void)error;
    for (size_t i = 0; i < count; i++) {
        *(uint64_t *)context += inputs[i].number_length + inputs[i].purpose_length;
    }
    return NREG_OK;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double scan_lines(const char *data, size_t length, size_t *lines) {
    double start = now();
    for (const char *at = data; (at = memchr(at, '\n', (size_t)(data + length - at))) != NULL; at++) {
        (*lines)++;
    }
    return now() - start;
}

static double read_rows(const char *data, size_t length, uint64_t *sum) {
    nreg_allocator allocator;
    nreg_upload_options options;
    nreg_columns_basis basis = {NULL, NULL, "US"};
    memory_file file = {data, length, 0};
    nreg_source source = {read_memory, &file};
    nreg_upload_target target = {count_entries, sum};
    nreg_error error = NREG_ERROR_INIT;
    nreg_allocator_resolve(NULL, &allocator);
    nreg_upload_resolve(NULL, &options, NULL);
    double start = now();
    if (nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, &error) != NREG_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return now() - start;
}

int main(int argc, char **argv) {
    static const char *const shapes[][2] = {
        {"plain", "(%03u) %03u-%04u,Customer Service\n"},
        {"CRLF", "(%03u) %03u-%04u,Customer Service\r\n"},
        {"quoted", "\"(%03u) %03u-%04u\",\"Customer Service\"\n"},
        {"wide", "Acme Inc.,12 Main Street,Springfield,(%03u) %03u-%04u,Customer Service,2024-01-01,x,y,z\n"},
    };
    size_t rows = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000000;
    for (size_t shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
        char *data = malloc(rows * 128 + 1);
        size_t length = 0, lines = 0;
        uint32_t seed = 1;
        for (size_t i = 0; data != NULL && i < rows; i++) {
            seed = seed * 1664525 + 1013904223;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            length += (size_t)snprintf(data + length, 128, shapes[shape][1], 200 + (seed >> 8) % 800,
                                       200 + (seed >> 16) % 800, seed % 10000);
#pragma GCC diagnostic pop
        }
        double best_scan = 1e30, best_read = 1e30;
        uint64_t sum = 0;
        for (int round = 0; round < 5; round++) {
            double scan = scan_lines(data, length, &lines), rest = read_rows(data, length, &sum);
            best_scan = scan < best_scan ? scan : best_scan;
            best_read = rest < best_read ? rest : best_read;
        }
        printf("%-8s %5.1f ns a row; memchr %5.1f; %.2f times\n", shapes[shape][0], best_read / (double)rows,
               best_scan / (double)rows, best_read / best_scan);
        free(data);
    }
    return 0;
}
