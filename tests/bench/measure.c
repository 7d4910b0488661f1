/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

static double read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_seconds(void) {
    return read_clock(CLOCK_MONOTONIC);
}

double bench_cpu(void) {
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void bench_warm(size_t bytes) {
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
#ifdef MADV_HUGEPAGE
        (void)madvise(memory, bytes, MADV_HUGEPAGE);
#endif
        memset(memory, 1, bytes);
        (void)munmap(memory, bytes);
    }
}

double bench_peak_bytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

/* --- counted memory */

static uint64_t counted;

static void *allocate(size_t size, void *context) {
    (void)context;
    uint64_t *block = malloc(size + 16);
    if (block == NULL) {
        return NULL;
    }
    block[0] = size;
    counted += size;
    return block + 2;
}

static void release(void *memory, void *context) {
    (void)context;
    if (memory != NULL) {
        uint64_t *block = (uint64_t *)memory - 2;
        counted -= block[0];
        free(block);
    }
}

static void *reallocate(void *memory, size_t size, void *context) {
    void *grown = allocate(size, context);
    if (grown != NULL && memory != NULL) {
        const uint64_t old = ((uint64_t *)memory - 2)[0];
        memcpy(grown, memory, old < size ? old : size);
        release(memory, context);
    }
    return grown;
}

const nreg_allocator bench_counting = {allocate, reallocate, release, NULL};

uint64_t bench_counted_bytes(void) {
    return counted;
}

void bench_must(nreg_code code, const nreg_error *error) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), error->message);
        exit(2);
    }
}

void *bench_need(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fputs("memory is short\n", stderr);
        exit(2);
    }
    return memory;
}

void bench_emit(const char *name, const double *values, size_t count) {
    printf("%s\t", name);
    for (size_t i = 0; i < count; i++) {
        printf("%s%.10g", i == 0 ? "" : " ", values[i]);
    }
    putchar('\n');
}

void bench_emit_one(const char *name, double value) {
    bench_emit(name, &value, 1);
}
