/* SPDX-License-Identifier: MIT */
/*
 * Staging and committing in memory, beside what the machine needs for the least work of the same kind:
 * `bench_engine [ROWS [HELD [ROUNDS]]]` stages ROWS typed numbers (1000000) and commits them to a memory store that
 * holds HELD records already (0). Nanoseconds a row on the processor, the best and the median of ROUNDS (5), and ratios
 * of the best: other programs on the machine only make it slower.
 */
#include <numberreg.h>
#include <numberreg/extend/store.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { ROUNDS_MAX = 64 };

/* Time on the processor: other programs on the machine disturb it less. All that is measured is one thread. */
static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static uint64_t next_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 11;
}

static void must(nreg_code code, const nreg_error *error) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", nreg_code_name(code), error->message);
        exit(1);
    }
}

/* A fixed amount of dependent work: tells whether the machine was equally fast all the time. */
static double spin(void) {
    const double begin = now();
    uint64_t seed = 1;
    for (int i = 0; i < 20000000; i++) {
        (void)next_random(&seed);
    }
    volatile uint64_t sink = seed;
    (void)sink;
    return (now() - begin) / 20000000;
}

/* --- the rows: a CSV in memory */

static char *text;
static size_t text_length;
static uint64_t *numbers; /* E.164 */

static void make_rows(uint32_t rows) {
    static const unsigned areas[] = {201, 202, 205, 206, 212, 213, 214, 303, 305, 312, 313, 404, 415, 501};
    static const char *const formats[] = {"%u%03u%04u",   "(%u) %03u-%04u",  "%u-%03u-%04u",
                                          "%u.%03u.%04u", "+1 %u %03u %04u", "+1%u%03u%04u"};
    static const char *const purposes[] = {"customer_service", "Customer Service", "Survey", "Informational"};
    uint64_t seed = 88172645463325252u;
    text = malloc((size_t)rows * 48);
    numbers = malloc((size_t)rows * sizeof *numbers);
    for (uint32_t i = 0; i < rows; i++) {
        const unsigned area = areas[next_random(&seed) % 14];
        unsigned exchange = 200 + (unsigned)(next_random(&seed) % 800);
        exchange += exchange % 100 == 11 || exchange == 555 || exchange == 950 || exchange / 2 == 479 ? 2 : 0;
        const unsigned line = (unsigned)(next_random(&seed) % 10000);
        numbers[i] = 10000000000u + area * UINT64_C(10000000) + exchange * 10000u + line;
        text_length += (size_t)sprintf(text + text_length, formats[next_random(&seed) % 6], area, exchange, line);
        text_length += (size_t)sprintf(text + text_length, ",%s\n", purposes[next_random(&seed) % 4]);
    }
}

static double scan_lines(uint32_t rows) {
    const double begin = now();
    size_t lines = 0;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(text + text_length - at))) != NULL; at++) {
        lines++;
    }
    if (lines != rows) {
        exit(1);
    }
    return (now() - begin) / rows;
}

static double insert_bare(uint32_t rows) {
    size_t slots = 1;
    while (slots < (size_t)rows * 2) {
        slots *= 2;
    }
    const double begin = now();
    struct slot {
        uint64_t key, value;
    } *table = calloc(slots, sizeof *table);
    for (uint32_t i = 0; i < rows; i++) {
        size_t at = (size_t)(numbers[i] * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (slots - 1);
        while (table[at].key != 0 && table[at].key != numbers[i]) {
            at = (at + 1) & (slots - 1);
        }
        table[at].key = numbers[i];
        table[at].value = i;
    }
    const double took = (now() - begin) / rows;
    free(table);
    return took;
}

/* --- staging */

static double stage(nreg_batch *batch, uint32_t rows) {
    enum { BLOCK = 1024 };
    static nreg_entry_input inputs[BLOCK];
    nreg_error error = NREG_ERROR_INIT;
    const double begin = now();
    const char *at = text;
    uint32_t done = 0;
    while (done < rows) {
        const uint32_t some = rows - done < BLOCK ? rows - done : BLOCK;
        memset(inputs, 0, some * sizeof *inputs);
        for (uint32_t i = 0; i < some; i++) {
            const char *comma = memchr(at, ',', (size_t)(text + text_length - at));
            const char *end = memchr(comma, '\n', (size_t)(text + text_length - comma));
            inputs[i].number = at;
            inputs[i].number_length = (uint64_t)(comma - at);
            inputs[i].purpose_text = comma + 1;
            inputs[i].purpose_length = (uint64_t)(end - comma - 1);
            inputs[i].row = done + i + 2;
            at = end + 1;
        }
        must(nreg_batch_stage(batch, inputs, sizeof *inputs, some, NULL, &error), &error);
        done += some;
    }
    return (now() - begin) / rows;
}

/* --- the world */

typedef struct place {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session;
    uint64_t target;
} place;

static void fill(nreg_store *store, uint64_t held, uint64_t business) {
    enum { BLOCK = 65536 };
    static nreg_record records[BLOCK];
    static nreg_record existing[BLOCK];
    static uint8_t answers[BLOCK];
    nreg_error error = NREG_ERROR_INIT;
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(store, &context);
    for (uint64_t done = 0; done < held; done += BLOCK) {
        void *tx;
        must(m->begin(NREG_STORE_WRITE, 1000, &tx, &error, context), &error);
        for (uint64_t i = 0; i < BLOCK; i++) {
            records[i] = (nreg_record){.number = 440000000000u + (done + i) * 7,
                                       .business = business,
                                       .last_batch = 1,
                                       .created = 1,
                                       .updated = 1,
                                       .revision = 1,
                                       .purpose = 2,
                                       .status = NREG_STATUS_ACTIVE};
        }
        must(m->claim(tx, records, BLOCK, existing, answers, &error, context), &error);
        must(m->commit(tx, &error, context), &error);
    }
}

static place make_place(int journal, uint64_t held) {
    place made;
    nreg_error error = NREG_ERROR_INIT;
    nreg_memory_store_options options;
    nreg_memory_store_options_init(&options);
    options.no_journal = !journal;
    must(nreg_memory_store_open(&options, &made.store, &error), &error);
    must(nreg_registry_open(made.store, NULL, &made.registry, &error), &error);
    must(nreg_session_open_operator(made.registry, "bench", NREG_NUL, NULL, 0, &made.session, &error), &error);
    nreg_scope_options scope_options;
    nreg_scope_options_init(&scope_options);
    scope_options.key = "acme";
    nreg_scope scope;
    must(nreg_scope_add(made.session, 0, &scope_options, &scope, &error), &error);
    made.target = scope.id;
    scope_options.key = "filled";
    must(nreg_scope_add(made.session, 0, &scope_options, &scope, &error), &error);
    fill(made.store, held, scope.id);
    return made;
}

static void close_place(place *p) {
    nreg_session_close(p->session);
    nreg_registry_close(p->registry);
    nreg_store_close(p->store);
}

static double resident(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static int rounds = 5;

static void sort(double *values) {
    qsort(values, (size_t)rounds, sizeof *values, compare);
}

static double show(const char *what, double *values, double beside, const char *name) {
    sort(values);
    printf("%-34s %8.1f ns (median %.1f)", what, values[0], values[rounds / 2]);
    if (beside > 0) {
        printf("  %5.1f times %s", values[0] / beside, name);
    }
    putchar('\n');
    return values[0];
}

int main(int count, char **arguments) {
    const uint32_t rows = count > 1 ? (uint32_t)strtoul(arguments[1], NULL, 10) : 1000000;
    const uint64_t held = count > 2 ? strtoull(arguments[2], NULL, 10) : 0;
    nreg_error error = NREG_ERROR_INIT;
    make_rows(rows);
    if (count > 3) {
        rounds = atoi(arguments[3]);
    }
    if (rows == 0 || rounds < 1 || rounds > ROUNDS_MAX) {
        fputs("usage: bench_engine [ROWS [HELD [ROUNDS]]]\n", stderr);
        return 2;
    }
    enum { SPIN, LINES, BARE, STAGED, PREVIEWED, PLAIN, KEPT, KINDS };
    static double times[KINDS][ROUNDS_MAX];
    for (int round = 0; round < rounds; round++) {
        times[SPIN][round] = spin();
        times[LINES][round] = scan_lines(rows);
        times[BARE][round] = insert_bare(rows);
        for (int journal = 0; journal < 2; journal++) {
            place p = make_place(journal, held);
            nreg_batch *batch;
            nreg_result *result;
            must(nreg_batch_new(p.session, p.target, NULL, &batch, &error), &error);
            const double took = stage(batch, rows);
            times[STAGED][round] = journal && times[STAGED][round] < took ? times[STAGED][round] : took;
            if (journal) {
                const double begin = now();
                must(nreg_batch_preview(batch, NULL, &result, &error), &error);
                times[PREVIEWED][round] = (now() - begin) / rows;
                nreg_result_free(result);
            }
            const double begin = now();
            must(nreg_batch_commit(batch, NULL, &result, &error), &error);
            times[journal ? KEPT : PLAIN][round] = (now() - begin) / rows;
            if (round == 0 && journal) {
                nreg_summary summary;
                summary.struct_size = (uint32_t)sizeof summary;
                (void)nreg_result_summary(result, &summary);
                printf("%u rows: %u added, %u rejected; %llu held before\n", summary.entries, summary.added,
                       summary.rejected, (unsigned long long)held);
            }
            nreg_result_free(result);
            nreg_batch_free(batch);
            close_place(&p);
        }
    }
    (void)show("spin", times[SPIN], 0, "");
    const double line = show("memchr over the file", times[LINES], 0, "");
    const double insert = show("bare hash insert", times[BARE], 0, "");
    (void)show("staging", times[STAGED], line, "memchr");
    (void)show("preview", times[PREVIEWED], insert, "the bare insert");
    (void)show("commit to memory, journal off", times[PLAIN], insert, "the bare insert");
    (void)show("commit to memory, journal on", times[KEPT], insert, "the bare insert");
    printf("peak resident set %.0f MB\n", resident());
    return 0;
}
