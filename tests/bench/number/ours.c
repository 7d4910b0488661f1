/* SPDX-License-Identifier: MIT */
/*
 * numberreg's side, and the tools of the measurement.
 *   bench_ours lines FILE        nanoseconds a line, valid lines: valid, region, type and E.164 of each
 *   bench_ours text FILE         the same, E.164 written as text too
 *   bench_ours foreign FILE      as lines, of the lines alone that do not belong to the calling code 1
 *   bench_ours first TEXT        one verdict
 *   bench_ours tables            read-only bytes of the plan that validation reaches
 *   bench_ours spin              nanoseconds of a fixed amount of work
 *   bench_ours spawn N COMMAND   microseconds from start to end of the command, median of N
 */
#include "number/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static char *load(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(*length + 1);
    if (data == NULL || fread(data, 1, *length, file) != *length) {
        exit(1);
    }
    data[*length] = '\0';
    fclose(file);
    return data;
}

static volatile uint64_t sink;

static void measure(const char *path, int as_text, int foreign_only) {
    size_t length, count = 0, kept = 0;
    char *data = load(path, &length);
    for (size_t i = 0; i < length; i++) {
        count += data[i] == '\n';
    }
    const char **lines = malloc(count * sizeof *lines);
    size_t *lengths = malloc(count * sizeof *lengths);
    if (lines == NULL || lengths == NULL) {
        exit(1);
    }
    for (char *at = data; at < data + length;) {
        char *end = strchr(at, '\n');
        nreg_number number;
        nreg_number_read(NULL, at, (size_t)(end - at), "US", NREG_READ_TEXT, &number);
        if (!foreign_only || (number.parse == NREG_PARSE_OK && number.calling_code != 1)) {
            lines[kept] = at;
            lengths[kept++] = (size_t)(end - at);
        }
        at = end + 1;
    }
    double best = 1e30;
    size_t valid = 0;
    for (int round = 0; round < 5; round++) {
        uint64_t sum = 0;
        valid = 0;
        double start = now(CLOCK_PROCESS_CPUTIME_ID);
        for (size_t i = 0; i < kept; i++) {
            nreg_number number;
            nreg_number_read(NULL, lines[i], lengths[i], "US", NREG_READ_TEXT, &number);
            valid += number.valid;
            sum += number.e164 + number.type + (unsigned char)number.region[0];
            if (as_text && number.parse == NREG_PARSE_OK) {
                char text[NREG_FORMAT_SIZE];
                nreg_number_format(NULL, &number, NREG_FORMAT_E164, text, sizeof text, NULL);
                sum += (unsigned char)text[3];
            }
        }
        double took = now(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
        sink += sum;
    }
    printf("%.1f %zu\n", best / (double)kept, valid);
}

/* Marks the cells of `next` that a node takes; returns 0 if it was marked before. */
static int mark_node(const nreg_plan *plan, uint32_t node, unsigned char *cells) {
    uint32_t cell_count = 10;
    if (node < plan->fours) {
        cell_count = 3 - (plan->next[node] >> 15);
    } else if (node < plan->full) {
        cell_count = 3;
        for (uint32_t digit = 0; digit < 10; digit++) {
            uint32_t bits = plan->next[node] | (uint32_t)plan->next[node + 1] << 16;
            uint32_t needed = 3 + (bits >> 2 * digit & 3u);
            cell_count = needed > cell_count ? needed : cell_count;
        }
    }
    int fresh = !(cells[node] & 2);
    cells[node] |= 2;
    for (uint32_t i = 0; i < cell_count; i++) {
        cells[node + i] |= 1;
    }
    return fresh;
}

static void mark(const nreg_plan *plan, nreg_plan_run run, unsigned char *cells) {
    uint32_t *stack = malloc((plan->next_count + 32u) * sizeof *stack);
    size_t used = 0;
    for (uint32_t digits = run.low; stack != NULL && run.high != 0 && digits <= run.high; digits++) {
        uint32_t at = run.run + digits - run.low;
        cells[at] |= 1;
        if (plan->next[at] < NREG_LABEL && mark_node(plan, plan->next[at], cells)) {
            stack[used++] = plan->next[at];
        }
    }
    while (used > 0) {
        uint32_t node = stack[--used];
        for (uint32_t digit = 0; digit < 10; digit++) {
            uint32_t value = nreg_plan_step(plan, node, digit);
            if (value < NREG_LABEL && mark_node(plan, value, cells)) {
                stack[used++] = value;
            }
        }
    }
    free(stack);
}

static void tables(void) {
    const nreg_plan *plan = &nreg_plan_builtin;
    unsigned char *cells = calloc(plan->next_count + 16u, 1);
    size_t validation = 0;
    if (cells == NULL) {
        exit(1);
    }
    for (uint32_t i = 0; i < plan->country_count; i++) {
        mark(plan, plan->countries[i].verdict, cells);
    }
    for (uint32_t i = 0; i < plan->next_count; i++) {
        validation += cells[i] != 0;
    }
    validation = validation * sizeof *plan->next + plan->country_count * sizeof *plan->countries +
                 plan->label_count * sizeof *plan->labels + plan->country_index_count * sizeof *plan->country_index;
    printf("%zu\n", validation);
    free(cells);
}

static void spin(void) {
    double best = 1e30;
    for (int round = 0; round < 20; round++) {
        uint64_t x = 1;
        double start = now(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < 2000000; i++) {
            x = x * UINT64_C(6364136223846793005) + 1;
        }
        double took = now(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
        sink += x;
    }
    printf("%.0f\n", best);
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void spawn(int times, char **command) {
    double *took = malloc((size_t)times * sizeof *took);
    for (int i = 0; took != NULL && i < times; i++) {
        int status;
        double start = now(CLOCK_MONOTONIC);
        pid_t child = fork();
        if (child == 0) {
            if (freopen("/dev/null", "w", stdout) != NULL) {
                execvp(command[0], command);
            }
            _exit(127);
        }
        waitpid(child, &status, 0);
        took[i] = now(CLOCK_MONOTONIC) - start;
        if (status != 0) {
            exit(1);
        }
    }
    qsort(took, (size_t)times, sizeof *took, compare);
    printf("%.0f\n", took[times / 2] / 1000);
    free(took);
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (argc == 3 && strcmp(what, "first") == 0) {
        nreg_number number;
        nreg_number_read(NULL, argv[2], NREG_NUL, "US", NREG_READ_TEXT, &number);
        return puts(number.valid ? "valid" : "invalid") < 0;
    }
    if (argc == 3) {
        measure(argv[2], strcmp(what, "text") == 0, strcmp(what, "foreign") == 0);
    } else if (strcmp(what, "tables") == 0) {
        tables();
    } else if (strcmp(what, "spin") == 0) {
        spin();
    } else if (argc > 3 && strcmp(what, "spawn") == 0) {
        spawn(atoi(argv[2]), argv + 3);
    } else {
        return 2;
    }
    return 0;
}
