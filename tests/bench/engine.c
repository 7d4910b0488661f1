/* SPDX-License-Identifier: MIT */
/*
 * Staging a CSV and committing it in memory, beside what the machine needs for the least work of the same kind:
 * `bench_engine [ROWS [HELD [ROUNDS]]]` stages ROWS typed rows (1000000), anew in each of ROUNDS rounds (5), and
 * commits them to memory stores, without and with a journal, that hold HELD records already (10000000), spread over the
 * plan and a hundred Businesses. Prints nanoseconds a row on the processor, a value a round.
 */
#include "library.h"
#include "measure.h"
#include "typed_rows.h"

#include <numberreg.h>
#include <numberreg/extend/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 64, BLOCK = 65536, JOURNALS = 2 };

/* --- the file */

typedef struct file {
    char *text;
    size_t length;
    size_t read;
} file;

static file make_file(uint32_t rows, uint64_t seed) {
    file made = {NULL, 0, 0};
    FILE *stream = open_memstream(&made.text, &made.length);
    if (stream == NULL) {
        exit(2);
    }
    bench_write_rows(stream, rows, seed);
    fclose(stream);
    return made;
}

static nreg_code read_file(void *buffer, size_t capacity, size_t *length, void *context) {
    file *from = context;
    const size_t left = from->length - from->read;
    *length = left < capacity ? left : capacity;
    memcpy(buffer, from->text + from->read, *length);
    from->read += *length;
    return NREG_OK;
}

/* --- the least work */

static uint64_t next_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 11;
}

/* A fixed amount of dependent work: tells whether the machine was equally fast all the time. */
static double spin(void) {
    enum { STEPS = 20000000 };
    const double begin = bench_cpu();
    uint64_t seed = 1;
    for (int i = 0; i < STEPS; i++) {
        (void)next_random(&seed);
    }
    volatile uint64_t sink = seed;
    (void)sink;
    return (bench_cpu() - begin) / STEPS;
}

static double scan_lines(const file *scanned, uint32_t rows) {
    const double begin = bench_cpu();
    const char *const end = scanned->text + scanned->length;
    size_t lines = 0;
    for (const char *at = scanned->text; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        lines++;
    }
    if (lines != (size_t)rows + 1) {
        exit(2);
    }
    return (bench_cpu() - begin) / rows;
}

typedef struct bare_slot {
    uint64_t key, value;
} bare_slot;

typedef struct bare_table {
    bare_slot *slots;
    size_t mask;
} bare_table;

static void bare_insert(const bare_table *table, uint64_t number, uint64_t value) {
    size_t at = (size_t)(number * UINT64_C(0x9E3779B97F4A7C15) >> 20) & table->mask;
    while (table->slots[at].key != 0 && table->slots[at].key != number) {
        at = (at + 1) & table->mask;
    }
    table->slots[at] = (bare_slot){number, value};
}

/* --- the stores */

typedef struct place {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session;
    uint64_t target;
} place;

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Numbers with every digit that there can be; some may come twice. */
static void make_held(uint64_t *numbers, uint64_t held) {
    uint64_t seed = 88172645463325252u;
    for (uint64_t i = 0; i < held; i++) {
        numbers[i] = 12000000000u + next_random(&seed) % 8000000000u;
    }
    for (uint64_t done = 0; done < held; done += BLOCK) {
        qsort(numbers + done, held - done < BLOCK ? (size_t)(held - done) : BLOCK, sizeof *numbers, compare);
    }
}

static void fill_block(place *p, const uint64_t *numbers, uint32_t count, uint64_t batch, int journal) {
    static nreg_record records[BLOCK];
    static nreg_record existing[BLOCK];
    static nreg_journal_row rows[BLOCK];
    static uint8_t answers[BLOCK];
    nreg_error error = NREG_ERROR_INIT;
    void *context;
    void *tx;
    const nreg_store_methods *m = nreg_store_get_methods(p->store, &context);
    uint32_t unique = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && numbers[i] == numbers[i - 1]) {
            continue;
        }
        records[unique] = (nreg_record){.number = numbers[i],
                                        .business = 1000000 + batch % 100,
                                        .last_batch = batch,
                                        .created = 1,
                                        .updated = 1,
                                        .revision = 1,
                                        .purpose = 2,
                                        .status = NREG_STATUS_ACTIVE};
        rows[unique++] = (nreg_journal_row){.number = numbers[i],
                                            .batch = batch,
                                            .business = 1000000 + batch % 100,
                                            .time = 1,
                                            .change = NREG_CHANGE_ADDED,
                                            .revision = 1};
    }
    bench_must(m->begin(NREG_STORE_WRITE, 1000, &tx, &error, context), &error);
    bench_must(m->claim(tx, records, unique, existing, answers, &error, context), &error);
    if (journal) {
        bench_must(m->journal_append(tx, rows, unique, &error, context), &error);
    }
    bench_must(m->commit(tx, &error, context), &error);
}

static place open_place(int journal, const uint64_t *numbers, uint64_t held, const nreg_allocator *allocator) {
    place made;
    nreg_error error = NREG_ERROR_INIT;
    nreg_memory_store_options options;
    nreg_memory_store_options_init(&options);
    options.no_journal = !journal;
    bench_must(nreg_memory_store_open(&options, &made.store, &error), &error);
    for (uint64_t done = 0; done < held; done += BLOCK) {
        const uint32_t some = held - done < BLOCK ? (uint32_t)(held - done) : BLOCK;
        fill_block(&made, numbers + done, some, 1 + done / BLOCK, journal);
    }
    nreg_registry_options of_registry;
    nreg_registry_options_init(&of_registry);
    of_registry.allocator = allocator;
    bench_must(nreg_registry_open(made.store, &of_registry, &made.registry, &error), &error);
    bench_must(nreg_session_open_operator(made.registry, "bench", NREG_NUL, NULL, 0, &made.session, &error), &error);
    made.target = bench_add_scope(made.session, 0, "acme");
    return made;
}

static void close_place(place *p) {
    nreg_session_close(p->session);
    nreg_registry_close(p->registry);
    nreg_store_close(p->store);
}

/* --- a round */

enum { SPIN, LINES, FRESH, BARE, STAGED, PREVIEWED, PLAIN, KEPT, KINDS };

static const char *const names[KINDS] = {"spin",
                                         "memchr",
                                         "bare insert, first touch included",
                                         "bare insert",
                                         "staging",
                                         "preview",
                                         "commit, journal off",
                                         "commit, journal on"};

typedef struct bench {
    uint32_t rows;
    int rounds;
    double times[KINDS][ROUNDS_MAX]; /* seconds a row */
} bench;

/* Memory that staging and committing a row take, generously. */
enum { BYTES_A_ROW = 768 };

/* A table of its own for each round: what is held, and then what is committed, which finds memory touched before. */
static bare_table fill_table(bench *b, int round, const uint64_t *numbers, uint64_t held) {
    size_t slots = 1;
    while (slots < (held + b->rows) * 2) {
        slots *= 2;
    }
    const bare_table table = {bench_need(slots, sizeof *table.slots), slots - 1};
    const double begin = bench_cpu();
    for (uint64_t i = 0; i < held; i++) {
        bare_insert(&table, numbers[i], i);
    }
    b->times[FRESH][round] = (bench_cpu() - begin) / (double)held;
    return table;
}

static void insert_outcomes(bench *b, int round, bare_table *table, const nreg_result *result) {
    uint32_t count;
    uint32_t stride;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, &stride);
    uint64_t *numbers = bench_need(count, sizeof *numbers);
    uint32_t some = 0;
    for (uint32_t i = 0; i < count; i++) {
        numbers[some] = outcomes[i].number;
        some += outcomes[i].number != 0;
    }
    const double begin = bench_cpu();
    for (uint32_t i = 0; i < some; i++) {
        bare_insert(table, numbers[i], i);
    }
    b->times[BARE][round] = (bench_cpu() - begin) / some;
    free(numbers);
}

static double mean_text(const nreg_batch *batch, uint32_t entries) {
    double sum = 0;
    for (uint32_t entry = 1; entry <= entries; entry++) {
        size_t length;
        (void)nreg_batch_input(batch, entry, &length);
        sum += (double)length;
    }
    return sum / entries;
}

static void run_round(bench *b, int round, place *places, const uint64_t *numbers, uint64_t held) {
    file rows = make_file(b->rows, (uint64_t)round + 1);
    nreg_error error = NREG_ERROR_INIT;
    b->times[SPIN][round] = spin();
    b->times[LINES][round] = scan_lines(&rows, b->rows);
    for (int journal = 0; journal < JOURNALS; journal++) {
        nreg_batch *batch;
        nreg_result *result;
        bench_must(nreg_batch_new(places[journal].session, places[journal].target, NULL, &batch, &error), &error);
        rows.read = 0;
        const nreg_source source = {read_file, &rows};
        bench_warm((size_t)b->rows * BYTES_A_ROW);
        double begin = bench_cpu();
        bench_must(nreg_upload_read(batch, &source, NULL, NULL, &error), &error);
        const double staged = (bench_cpu() - begin) / b->rows;
        b->times[STAGED][round] = journal ? (b->times[STAGED][round] + staged) / 2 : staged;
        if (journal) {
            begin = bench_cpu();
            bench_must(nreg_batch_preview(batch, NULL, &result, &error), &error);
            b->times[PREVIEWED][round] = (bench_cpu() - begin) / b->rows;
            nreg_result_free(result);
        }
        bench_warm((size_t)b->rows * BYTES_A_ROW);
        begin = bench_cpu();
        bench_must(nreg_batch_commit(batch, NULL, &result, &error), &error);
        b->times[journal ? KEPT : PLAIN][round] = (bench_cpu() - begin) / b->rows;
        if (journal) {
            bare_table table = fill_table(b, round, numbers, held);
            insert_outcomes(b, round, &table, result);
            free(table.slots);
        }
        nreg_result_free(result);
        nreg_batch_free(batch);
    }
    free(rows.text);
}

/* Asked for by staging a row, room to grow included, but for the row's text. */
static double entry_bytes(uint32_t rows) {
    file from = make_file(rows, 1);
    place p = open_place(0, NULL, 0, &bench_counting);
    nreg_batch *batch;
    nreg_error error = NREG_ERROR_INIT;
    bench_must(nreg_batch_new(p.session, p.target, NULL, &batch, &error), &error);
    const nreg_source source = {read_file, &from};
    const uint64_t before = bench_counted_bytes();
    bench_must(nreg_upload_read(batch, &source, NULL, NULL, &error), &error);
    const double bytes = (double)(bench_counted_bytes() - before) / rows - mean_text(batch, rows);
    nreg_batch_free(batch);
    close_place(&p);
    free(from.text);
    return bytes;
}

int main(int count, char **arguments) {
    static bench b;
    b.rows = count > 1 ? (uint32_t)strtoul(arguments[1], NULL, 10) : 1000000;
    const uint64_t held = count > 2 ? strtoull(arguments[2], NULL, 10) : 10000000;
    b.rounds = count > 3 ? atoi(arguments[3]) : 5;
    if (b.rows == 0 || held == 0 || b.rounds < 1 || b.rounds > ROUNDS_MAX) {
        fputs("usage: bench_engine [ROWS [HELD [ROUNDS]]]\n", stderr);
        return 2;
    }
    uint64_t *numbers = bench_need(held + 1, sizeof *numbers);
    make_held(numbers, held);
    place places[JOURNALS];
    for (int journal = 0; journal < JOURNALS; journal++) {
        places[journal] = open_place(journal, numbers, held, NULL);
    }
    for (int round = 0; round < b.rounds; round++) {
        run_round(&b, round, places, numbers, held);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        for (int round = 0; round < b.rounds; round++) {
            b.times[kind][round] *= 1e9;
        }
        bench_emit(names[kind], b.times[kind], (size_t)b.rounds);
    }
    bench_emit_one("bytes a staged entry beside its text", entry_bytes(b.rows));
    for (int journal = 0; journal < JOURNALS; journal++) {
        close_place(&places[journal]);
    }
    free(numbers);
    return 0;
}
