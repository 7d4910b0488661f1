/* SPDX-License-Identifier: MIT */
/*
 * Client processes on one PostgreSQL server: `bench_postgresql_processes CONNECTION [NUMBERS [ROUNDS [BATCH]]]`. 1, 2,
 * 4 and 8 processes register the same numbers (200,000), each a stretch of its own, in batches (of 5,000): in a
 * Business each, in a Program each of one Business, all in one Program, and by hand, with bare arrays into the store's
 * table. The numbers of processes take turns; of the rounds (5) the median counts. Beside it, what the server's
 * processes wait for, while 8 are at work.
 */
#include "measure.h"
#include "postgresql_place.h"
#include "sqlite_input.h"

#include <numberreg/postgresql.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST = 8,
    COUNTS = 4,
    ROUNDS_MOST = 99,
    BATCH_MOST = 10000,
    WAITS = 64,
    WAITS_SHOWN = 5,
    NUMBERS_MOST = 8000000
};

enum { BUSINESSES, PROGRAMS, ONE_PROGRAM, BY_HAND, CASES };
static const char *const case_names[CASES] = {"a Business each", "a Program each", "one Program", "by hand"};
static const uint32_t process_counts[COUNTS] = {1, 2, 4, MOST};

typedef struct work {
    const uint64_t *numbers;
    size_t count;
    uint32_t batch;
} work;

/* Spread over ten area codes, none of whose exchanges is special. */
static uint64_t *make_numbers(size_t count) {
    static const unsigned areas[] = {201, 202, 205, 206, 212, 213, 214, 303, 305, 312};
    uint64_t *numbers = calloc(count, sizeof *numbers);
    if (numbers == NULL) {
        fputs("memory is short\n", stderr);
        exit(2);
    }
    for (size_t i = 0; i < count; i++) {
        const size_t place = i * (NUMBERS_MOST / count);
        numbers[i] = 10000000000u + areas[place / 800000] * UINT64_C(10000000) + 2200000 + place % 800000;
    }
    return numbers;
}

/* --- one process */

static void add_batch(nreg_session *session, uint64_t target, const uint64_t *numbers, uint32_t count) {
    static char texts[BATCH_MOST][24];
    static nreg_entry_input inputs[BATCH_MOST];
    nreg_error error = NREG_ERROR_INIT;
    nreg_batch *batch;
    nreg_result *result;
    for (uint32_t i = 0; i < count; i++) {
        const int length = snprintf(texts[i], sizeof texts[i], "+%llu", (unsigned long long)numbers[i]);
        inputs[i] =
            (nreg_entry_input){.number = texts[i], .number_length = (uint64_t)length, .purpose = NREG_PURPOSE_SURVEY};
    }
    bench_must(nreg_batch_new(session, target, NULL, &batch, &error), &error);
    bench_must(nreg_batch_stage(batch, inputs, sizeof *inputs, count, NULL, &error), &error);
    bench_must(nreg_batch_commit(batch, NULL, &result, &error), &error);
    nreg_summary summary = {.struct_size = sizeof summary};
    (void)nreg_result_summary(result, &summary);
    if (summary.added != count) {
        fprintf(stderr, "%u of %u numbers were added\n", summary.added, count);
        exit(2);
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
}

static void add_stretch(const work *w, uint64_t target, size_t from, size_t to) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = place_open(NREG_POSTGRESQL_OPEN, 1);
    nreg_registry *registry;
    nreg_session *session;
    bench_must(nreg_registry_open(store, NULL, &registry, &error), &error);
    bench_must(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    for (size_t at = from; at < to; at += w->batch) {
        add_batch(session, target, w->numbers + at, (uint32_t)(to - at < w->batch ? to - at : w->batch));
    }
    nreg_session_close(session);
    nreg_registry_close(registry);
    nreg_store_close(store);
}

/* What else a commit writes is left out: only what several processes on one table come to. */
static void insert_stretch(const work *w, size_t from, size_t to) {
    static char text[BATCH_MOST * 13 + 2];
    static const char *const values[] = {text};
    PGconn *pg = place_connect();
    PQclear(PQprepare(pg, "fill",
                      "INSERT INTO records (number, business, unit, program, last_batch, created, updated, revision, "
                      "purpose, status, flags, dno_batch) SELECT n, 1, 2, 3, 4, 5, 5, 1, 3, 1, 0, 0 FROM "
                      "unnest($1::bigint[]) AS u (n) ON CONFLICT (number) DO NOTHING",
                      0, NULL));
    for (size_t at = from; at < to; at += w->batch) {
        char *end = text;
        for (size_t i = at; i < to && i < at + w->batch; i++) {
            end += sprintf(end, "%c%llu", i == at ? '{' : ',', (unsigned long long)w->numbers[i]);
        }
        strcpy(end, "}");
        PGresult *result = PQexecPrepared(pg, "fill", 1, values, NULL, NULL, 0);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            fputs(PQresultErrorMessage(result), stderr);
            exit(2);
        }
        PQclear(result);
    }
    PQfinish(pg);
}

/* --- what the server waits for */

typedef struct waits {
    char names[WAITS][64];
    uint32_t seen[WAITS];
    uint32_t count;
    uint32_t looks;
} waits;

static void look(PGconn *pg, waits *w) {
    PGresult *found = place_sql(pg, "SELECT coalesce(a.wait_event_type || ' ' || a.wait_event, 'on a processor') || "
                                    "coalesce(' of ' || l.relation::regclass::text, '') FROM pg_stat_activity a LEFT "
                                    "JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted WHERE a.state = 'active' AND "
                                    "a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'");
    for (int i = 0; i < PQntuples(found); i++) {
        const char *name = PQgetvalue(found, i, 0);
        uint32_t k = 0;
        while (k < w->count && strcmp(w->names[k], name) != 0) {
            k++;
        }
        if (k < WAITS) {
            snprintf(w->names[k], sizeof w->names[k], "%s", name);
            w->seen[k]++;
            w->count += k == w->count;
            w->looks++;
        }
    }
    PQclear(found);
}

static void print_waits(waits *w) {
    for (uint32_t shown = 0; shown < WAITS_SHOWN && shown < w->count; shown++) {
        uint32_t most = 0;
        for (uint32_t k = 1; k < w->count; k++) {
            most = w->seen[k] > w->seen[most] ? k : most;
        }
        printf("%s%s %.0f%%", shown == 0 ? "    " : ", ", w->names[most], 100.0 * w->seen[most] / w->looks);
        w->seen[most] = 0;
    }
    putchar('\n');
}

/* --- several processes */

static void make_targets(int kind, uint32_t processes, uint64_t *targets) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = place_open(NREG_POSTGRESQL_OPEN, 1);
    nreg_registry *registry;
    nreg_session *session;
    bench_must(nreg_registry_open(store, NULL, &registry, &error), &error);
    bench_must(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    if (kind == BUSINESSES) {
        for (uint32_t i = 0; i < processes; i++) {
            char key[16];
            snprintf(key, sizeof key, "b%u", i);
            place_add_programs(session, key, &targets[i], 1);
        }
    } else {
        place_add_programs(session, "acme", targets, processes);
    }
    for (uint32_t i = 0; kind == ONE_PROGRAM && i < processes; i++) {
        targets[i] = targets[0];
    }
    nreg_session_close(session);
    nreg_registry_close(registry);
    nreg_store_close(store);
}

/* Numbers a second. */
static double measure(const work *w, int kind, uint32_t processes, waits *seen) {
    uint64_t targets[MOST];
    place_make();
    make_targets(kind, processes, targets);
    const double start = bench_seconds();
    for (uint32_t i = 0; i < processes; i++) {
        if (fork() == 0) {
            const size_t from = w->count * i / processes;
            const size_t to = w->count * (i + 1) / processes;
            if (kind == BY_HAND) {
                insert_stretch(w, from, to);
            } else {
                add_stretch(w, targets[i], from, to);
            }
            _exit(0);
        }
    }
    PGconn *pg = seen == NULL ? NULL : place_connect();
    for (uint32_t running = processes; running > 0;) {
        int status = 0;
        const pid_t ended = waitpid(-1, &status, pg == NULL ? 0 : WNOHANG);
        if (ended < 0 || (ended > 0 && status != 0)) {
            fputs("a process failed\n", stderr);
            exit(2);
        }
        running -= ended > 0;
        if (ended == 0) {
            look(pg, seen);
            nanosleep(&(struct timespec){0, 20000000}, NULL);
        }
    }
    PQfinish(pg);
    return (double)w->count / (bench_seconds() - start);
}

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure_case(const work *w, int kind, int rounds) {
    static double rates[COUNTS][ROUNDS_MOST];
    waits seen = {.count = 0};
    for (int round = 0; round < rounds; round++) {
        for (int k = 0; k < COUNTS; k++) {
            const int turn = round % 2 == 0 ? k : COUNTS - 1 - k;
            rates[turn][round] = measure(w, kind, process_counts[turn], NULL);
        }
    }
    printf("%-16s", case_names[kind]);
    for (int k = 0; k < COUNTS; k++) {
        qsort(rates[k], (size_t)rounds, sizeof rates[k][0], compare);
        printf(" %9.0f %5.2f", rates[k][rounds / 2], rates[k][rounds / 2] / rates[0][rounds / 2]);
    }
    putchar('\n');
    (void)measure(w, kind, MOST, &seen);
    print_waits(&seen);
}

int main(int count, char **arguments) {
    if (count < 2) {
        fputs("usage: bench_postgresql_processes CONNECTION [NUMBERS [ROUNDS [BATCH]]]\n", stderr);
        return 2;
    }
    const int numbers = count > 2 ? atoi(arguments[2]) : 200000;
    const int rounds = count > 3 ? atoi(arguments[3]) : 5;
    const int batch = count > 4 ? atoi(arguments[4]) : 5000;
    if (numbers < MOST || numbers > NUMBERS_MOST || rounds < 1 || rounds > ROUNDS_MOST || batch < 1 ||
        batch > BATCH_MOST) {
        fprintf(stderr, "%d to %d numbers, 1 to %d rounds, batches of 1 to %d\n", MOST, NUMBERS_MOST, ROUNDS_MOST,
                BATCH_MOST);
        return 2;
    }
    uint64_t *made = make_numbers((size_t)numbers);
    const work w = {made, (size_t)numbers, (uint32_t)batch};
    place_choose(arguments[1]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("%d numbers in batches of %d, median of %d rounds\n%-16s", numbers, batch, rounds, "processes");
    for (int k = 0; k < COUNTS; k++) {
        printf(" %9u %5s", process_counts[k], "times");
    }
    putchar('\n');
    for (int kind = 0; kind < CASES; kind++) {
        measure_case(&w, kind, rounds);
    }
    place_drop();
    free(made);
    return 0;
}
