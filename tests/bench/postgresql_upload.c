/* SPDX-License-Identifier: MIT */
/*
 * Uploads to a PostgreSQL server: `bench_postgresql_upload CONNECTION rows.csv [ROUNDS]`. In one run: the sorted,
 * parsed numbers inserted by hand, in arrays of 10,000, into a table with one index and into the store's own with all
 * of its; the file uploaded through the library without batch and journal, then with everything; the same numbers by 1,
 * 2, 4 and 8 processes at once. Each in a schema of its own, made anew. Best of the rounds; microseconds of the clock a
 * row, and of the processors (client and server processes together), which other programs disturb less.
 */
#include "sqlite_input.h"

#include <numberreg.h>
#include <numberreg/extend/store.h>
#include <numberreg/postgresql.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SLICE = 10000, CASES = 4 };

static const char *connection_string;
static const char *schema;

typedef struct took {
    double clock;
    double processors; /* 0 where the server's cannot be read */
} took;

static PGresult *sql(PGconn *pg, const char *text) {
    PGresult *result = PQexec(pg, text);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fprintf(stderr, "%s: %s", text, PQresultErrorMessage(result));
        exit(2);
    }
    return result;
}

static PGconn *connect_to(void) {
    PGconn *pg = PQconnectdb(connection_string);
    if (PQstatus(pg) != CONNECTION_OK) {
        fputs(PQerrorMessage(pg), stderr);
        exit(2);
    }
    PQclear(sql(pg, "SET client_min_messages = error"));
    return pg;
}

static void check(nreg_code code, const nreg_error *error) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), error->message);
        exit(2);
    }
}

/* --- time on the processors */

static double own_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

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
    PGconn *pg = connect_to();
    snprintf(text, sizeof text, "SELECT pid FROM pg_stat_activity WHERE application_name = '%s'", application);
    PGresult *pids = sql(pg, text);
    double sum = 0;
    for (int i = 0; i < PQntuples(pids) && sum >= 0; i++) {
        const double one = seconds_of(PQgetvalue(pids, i, 0));
        sum = one < 0 ? -1 : sum + one;
    }
    PQclear(pids);
    PQfinish(pg);
    return sum;
}

/* --- the place */

static nreg_store *open_store(uint32_t mode, int everything) {
    nreg_postgresql_store_options options;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store;
    nreg_postgresql_store_options_init(&options);
    options.mode = mode;
    options.schema = schema;
    options.no_journal = everything ? 0 : 1;
    check(nreg_postgresql_store_open(connection_string, &options, &store, &error), &error);
    return store;
}

static void make_place(void) {
    char text[128];
    PGconn *pg = connect_to();
    snprintf(text, sizeof text, "DROP SCHEMA IF EXISTS %s CASCADE", schema);
    PQclear(sql(pg, text));
    PQclear(sql(pg, "CHECKPOINT"));
    PQfinish(pg);
    nreg_store_close(open_store(NREG_POSTGRESQL_CREATE, 1));
}

static double bytes_of(const char *table) {
    char text[128];
    PGconn *pg = connect_to();
    snprintf(text, sizeof text, "SELECT pg_total_relation_size('%s.%s')", schema, table);
    PGresult *size = sql(pg, text);
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
    char text[512];
    PGconn *pg = connect_to();
    snprintf(text, sizeof text, "SET search_path TO %s; SET application_name TO 'by_hand'", schema);
    PQclear(sql(pg, text));
    if (one_index) {
        PQclear(sql(pg, "DROP INDEX records_business, records_business_here, records_unit, records_unit_here, "
                        "records_program, records_pending, records_needs_proof, records_suspended, records_declined"));
    }
    const double start = bench_seconds();
    const double own = own_seconds();
    PQclear(sql(pg, "BEGIN"));
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
    PQclear(sql(pg, "COMMIT"));
    took time = {bench_seconds() - start, own_seconds() - own};
    const double server = server_seconds("by_hand");
    time.processors = server < 0 ? 0 : time.processors + server;
    PQfinish(pg);
    return time;
}

/* --- through the library */

/* The same store with records and scopes only. */
static nreg_store *only_records(nreg_store *store) {
    void *context;
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *less;
    const nreg_store_methods all = *nreg_store_get_methods(store, &context);
    nreg_store_methods methods = all;
    methods.close = NULL;
    methods.batch_put = NULL;
    methods.batch_get = NULL;
    methods.batch_find = NULL;
    methods.batch_list = NULL;
    methods.items_put = NULL;
    methods.items_get = NULL;
    methods.items_clear = NULL;
    methods.batch_prune = NULL;
    methods.journal_append = NULL;
    methods.journal_seal = NULL;
    methods.journal_read = NULL;
    methods.journal_prune = NULL;
    methods.journal_erase = NULL;
    methods.count_add = NULL;
    methods.count_read = NULL;
    check(nreg_store_new(&methods, context, NULL, &less, &error), &error);
    return less;
}

static uint64_t make_scopes(nreg_session *session) {
    static const char *const keys[] = {"acme", "sales", "spring"};
    nreg_error error = NREG_ERROR_INIT;
    nreg_scope scope = {0};
    for (int i = 0; i < 3; i++) {
        nreg_scope_options options;
        nreg_scope_options_init(&options);
        options.key = keys[i];
        const nreg_code code = nreg_scope_add(session, scope.id, &options, &scope, &error);
        check(code, &error);
    }
    return scope.id;
}

static uint32_t added_by(nreg_batch *batch) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    check(nreg_batch_commit(batch, NULL, &result, &error), &error);
    check(nreg_result_summary(result, &summary), &error);
    nreg_result_free(result);
    return summary.added;
}

static took upload(const char *path, int everything, uint32_t *added) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = open_store(NREG_POSTGRESQL_OPEN, everything);
    nreg_store *used = everything ? store : only_records(store);
    nreg_registry *registry;
    nreg_session *session;
    nreg_batch *batch;
    check(nreg_registry_open(used, NULL, &registry, &error), &error);
    check(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    const uint64_t target = make_scopes(session);
    const double start = bench_seconds();
    const double own = own_seconds();
    check(nreg_batch_new(session, target, NULL, &batch, &error), &error);
    check(nreg_upload_file(batch, path, NULL, NULL, &error), &error);
    *added = added_by(batch);
    took time = {bench_seconds() - start, own_seconds() - own};
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

/* --- many processes */

/* Every `step`-th number, as text; batches of 10,000. */
static void add_share(const uint64_t *numbers, size_t count, size_t first, size_t step, uint64_t target) {
    static char texts[SLICE][24];
    static nreg_entry_input inputs[SLICE];
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = open_store(NREG_POSTGRESQL_OPEN, 1);
    nreg_registry *registry;
    nreg_session *session;
    check(nreg_registry_open(store, NULL, &registry, &error), &error);
    check(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    uint32_t filled = 0;
    for (size_t i = first; i < count; i += step) {
        const int length = snprintf(texts[filled], sizeof texts[filled], "+%llu", (unsigned long long)numbers[i]);
        inputs[filled] = (nreg_entry_input){
            .number = texts[filled], .number_length = (uint64_t)length, .purpose_text = "Survey", .purpose_length = 6};
        filled++;
        if (filled == SLICE || i + step >= count) {
            nreg_batch *batch;
            check(nreg_batch_new(session, target, NULL, &batch, &error), &error);
            check(nreg_batch_stage(batch, inputs, sizeof *inputs, filled, NULL, &error), &error);
            added_by(batch);
            nreg_batch_free(batch);
            filled = 0;
        }
    }
    nreg_session_close(session);
    nreg_registry_close(registry);
    nreg_store_close(store);
}

static double add_together(const uint64_t *numbers, size_t count, int processes) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *store = open_store(NREG_POSTGRESQL_OPEN, 1);
    nreg_registry *registry;
    nreg_session *session;
    check(nreg_registry_open(store, NULL, &registry, &error), &error);
    check(nreg_session_open_operator(registry, "bench", NREG_NUL, NULL, 0, &session, &error), &error);
    const uint64_t target = make_scopes(session);
    nreg_session_close(session);
    nreg_registry_close(registry);
    nreg_store_close(store);
    const double start = bench_seconds();
    for (int i = 0; i < processes; i++) {
        if (fork() == 0) {
            add_share(numbers, count, (size_t)i, (size_t)processes, target);
            _exit(0);
        }
    }
    for (int i = 0; i < processes; i++) {
        int status = 0;
        if (wait(&status) < 0 || status != 0) {
            fputs("a process failed\n", stderr);
            exit(2);
        }
    }
    return bench_seconds() - start;
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
        make_place();
        keep_best(&best[0], insert_by_hand(numbers, count, 1));
        make_place();
        keep_best(&best[1], insert_by_hand(numbers, count, 0));
        make_place();
        keep_best(&best[2], upload(path, 0, &added));
        make_place();
        keep_best(&best[3], upload(path, 1, &added));
    }
    print_case("by hand, one index", best[0], best[1], (double)count);
    print_case("by hand, all indexes of the store", best[1], best[1], (double)count);
    print_case("library, records only", best[2], best[1], (double)added);
    print_case("library, with batch, journal and counts", best[3], best[1], (double)added);
    printf("bytes a number: records %.0f, journal %.0f, outcomes %.0f\n", bytes_of("records") / added,
           bytes_of("journal") / added, bytes_of("items") / added);
}

static void measure_processes(const uint64_t *numbers, size_t count, int rounds) {
    double alone = 0;
    for (int processes = 1; processes <= 8; processes *= 2) {
        double best = 0;
        for (int round = 0; round < rounds; round++) {
            make_place();
            const double time = add_together(numbers, count, processes);
            best = best == 0 || time < best ? time : best;
        }
        alone = processes == 1 ? best : alone;
        printf("%d processes, batches of 10,000, everything %9.0f rows/s %5.2f times one\n", processes,
               (double)count / best, alone / best);
    }
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_postgresql_upload CONNECTION rows.csv [ROUNDS]\n", stderr);
        return 2;
    }
    const int rounds = count > 3 ? atoi(arguments[3]) : 3;
    char own_schema[64];
    char text[128];
    size_t rows;
    uint64_t *numbers = bench_read_numbers(arguments[2], &rows);
    connection_string = arguments[1];
    snprintf(own_schema, sizeof own_schema, "bench_%ld", (long)getpid());
    schema = own_schema;
    setvbuf(stdout, NULL, _IOLBF, 0);
    measure_uploads(arguments[2], numbers, rows, rounds);
    measure_processes(numbers, rows, rounds);
    PGconn *pg = connect_to();
    snprintf(text, sizeof text, "DROP SCHEMA %s CASCADE", schema);
    PQclear(sql(pg, text));
    PQfinish(pg);
    free(numbers);
    return 0;
}
