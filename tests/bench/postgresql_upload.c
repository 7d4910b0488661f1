/* SPDX-License-Identifier: MIT */
/*
 * Uploads to a PostgreSQL server: `bench_postgresql_upload CONNECTION rows.csv [ROUNDS]`. In one run: the sorted,
 * parsed numbers inserted by hand, in arrays of 10,000, into a table with one index and into the store's own with all
 * of its; the file uploaded through the library without batch and journal, then with everything. Each in a schema made
 * anew. Best of the rounds; microseconds of the clock a
 * row, and of the processors (client and server processes together), which other programs disturb less.
 */
#include "library.h"
#include "measure.h"
#include "postgresql_place.h"
#include "sqlite_input.h"

#include <numberreg/postgresql.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SLICE = 10000, CASES = 4 };

typedef struct took {
    double clock;
    double processors; /* 0 where the server's cannot be read */
} took;

/* --- time on the processors */

/* Of a process on this machine; -1 if there is none. */
static double seconds_of(const char *pid) {
    char path[64];
    unsigned long user = 0;
    unsigned long system = 0;
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return -1;
    }
    const int read = fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    fclose(file);
    return read == 2 ? (double)(user + system) / (double)sysconf(_SC_CLK_TCK) : -1;
}

/* Of the server's processes that the clients named so talk to; -1 if one cannot be read. */
static double server_seconds(const char *application) {
    char text[128];
    PGconn *pg = place_connect();
    snprintf(text, sizeof text, "SELECT pid FROM pg_stat_activity WHERE application_name = '%s'", application);
    PGresult *pids = place_sql(pg, text);
    double sum = 0;
    for (int i = 0; i < PQntuples(pids) && sum >= 0; i++) {
        const double one = seconds_of(PQgetvalue(pids, i, 0));
        sum = one < 0 ? -1 : sum + one;
    }
    PQclear(pids);
    PQfinish(pg);
    return sum;
}

static double bytes_of(const char *table) {
    char text[128];
    PGconn *pg = place_connect();
    snprintf(text, sizeof text, "SELECT pg_total_relation_size('%s')", table);
    PGresult *size = place_sql(pg, text);
    const double bytes = atof(PQgetvalue(size, 0, 0));
    PQclear(size);
    PQfinish(pg);
    return bytes;
}

/* --- by hand */

static char *put(char *at, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        at[i] = (char)(unsigned char)(value >> (8 * (bytes - 1 - i)));
    }
    return at + bytes;
}

static int make_array(char *to, const uint64_t *values, size_t count, int width) {
    char *at = put(put(put(put(put(to, 1, 4), 0, 4), width == 8 ? 20 : 23, 4), count, 4), 1, 4);
    for (size_t i = 0; i < count; i++) {
        at = put(put(at, (uint64_t)width, 4), values == NULL ? 3 : values[i], width);
    }
    return (int)(at - to);
}

static took insert_by_hand(const uint64_t *numbers, size_t count, int one_index) {
    static char arrays[2][20 + 12 * SLICE];
    static const char *const values[] = {arrays[0], arrays[1]};
    static const int formats[] = {1, 1};
    PGconn *pg = place_connect();
    PQclear(place_sql(pg, "SET application_name TO 'by_hand'"));
    if (one_index) {
        PQclear(place_sql(
            pg, "DROP INDEX records_business, records_business_here, records_unit, records_unit_here, "
                "records_program, records_pending, records_needs_proof, records_suspended, records_declined"));
    }
    const double start = bench_seconds();
    const double own = bench_cpu();
    PQclear(place_sql(pg, "BEGIN"));
    PQclear(PQprepare(pg, "fill",
                      "INSERT INTO records (number, business, unit, program, last_batch, created, updated, revision, "
                      "purpose, status, flags, dno_batch) SELECT n, 11111111111111, 12222222222222, 13333333333333, "
                      "500000000000001, 1700000000000000, 1700000000000000, 1, p, 1, 0, 0 FROM unnest($1::bigint[], "
                      "$2::integer[]) AS u (n, p) ON CONFLICT (number) DO NOTHING",
                      0, NULL));
    for (size_t done = 0; done < count; done += SLICE) {
        const size_t some = count - done < SLICE ? count - done : SLICE;
        const int lengths[] = {make_array(arrays[0], numbers + done, some, 8), make_array(arrays[1], NULL, some, 4)};
        PGresult *result = PQexecPrepared(pg, "fill", 2, values, lengths, formats, 1);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            fputs(PQresultErrorMessage(result), stderr);
            exit(2);
        }
        PQclear(result);
    }
    PQclear(place_sql(pg, "COMMIT"));
    took time = {bench_seconds() - start, bench_cpu() - own};
    const double server = server_seconds("by_hand");
    time.processors = server < 0 ? 0 : time.processors + server;
    PQfinish(pg);
    return time;
}

/* --- through the library */

static uint32_t added_by(nreg_batch *batch) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    bench_must(nreg_batch_commit(batch, NULL, &result, &error), &error);
    bench_must(nreg_result_summary(result, &summary), &error);
    nreg_result_free(result);
    return summary.added;
}

static took upload(const char *path, int everything, uint32_t *added) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = place_open(NREG_POSTGRESQL_OPEN, everything);
    nreg_store *used = everything ? store : bench_only_records(store);
    nreg_registry *registry;
    nreg_session *session;
    nreg_batch *batch;
    bench_must(nreg_registry_open(used, NULL, &registry, &error), &error);
    bench_must(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    uint64_t target;
    place_add_programs(session, "acme", &target, 1);
    const double start = bench_seconds();
    const double own = bench_cpu();
    bench_must(nreg_batch_new(session, target, NULL, &batch, &error), &error);
    bench_must(nreg_upload_file(batch, path, NULL, NULL, &error), &error);
    *added = added_by(batch);
    took time = {bench_seconds() - start, bench_cpu() - own};
    const double server = server_seconds("numberreg");
    time.processors = server < 0 ? 0 : time.processors + server;
    nreg_batch_free(batch);
    nreg_session_close(session);
    nreg_registry_close(registry);
    if (used != store) {
        nreg_store_close(used);
    }
    nreg_store_close(store);
    return time;
}

/* --- the tables */

static void keep_best(took *best, took time) {
    best->clock = best->clock == 0 || time.clock < best->clock ? time.clock : best->clock;
    best->processors = best->processors == 0 || time.processors < best->processors ? time.processors : best->processors;
}

static void print_case(const char *what, took time, took floor, double rows) {
    printf("%-44s %8.2f us/row %9.0f rows/s %5.2f times   processors %6.2f us/row %5.2f times\n", what,
           time.clock * 1e6 / rows, rows / time.clock, time.clock / floor.clock, time.processors * 1e6 / rows,
           floor.processors == 0 ? 0 : time.processors / floor.processors);
}

static void measure_uploads(const char *path, const uint64_t *numbers, size_t count, int rounds) {
    took best[CASES] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    uint32_t added = 0;
    for (int round = 0; round < rounds; round++) {
        place_make();
        keep_best(&best[0], insert_by_hand(numbers, count, 1));
        place_make();
        keep_best(&best[1], insert_by_hand(numbers, count, 0));
        place_make();
        keep_best(&best[2], upload(path, 0, &added));
        place_make();
        keep_best(&best[3], upload(path, 1, &added));
    }
    print_case("by hand, one index", best[0], best[1], (double)count);
    print_case("by hand, all indexes of the store", best[1], best[1], (double)count);
    print_case("library, records only", best[2], best[1], (double)added);
    print_case("library, with batch, journal and counts", best[3], best[1], (double)added);
    printf("bytes a number: records %.0f, journal %.0f, outcomes %.0f\n", bytes_of("records") / added,
           bytes_of("journal") / added, bytes_of("items") / added);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_postgresql_upload CONNECTION rows.csv [ROUNDS]\n", stderr);
        return 2;
    }
    const int rounds = count > 3 ? atoi(arguments[3]) : 3;
    size_t rows;
    uint64_t *numbers = bench_read_numbers(arguments[2], &rows);
    place_choose(arguments[1]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    measure_uploads(arguments[2], numbers, rows, rounds);
    place_drop();
    free(numbers);
    return 0;
}
