/* SPDX-License-Identifier: MIT */
/*
 * The memory store against a model that copies everything: random claims, updates, releases and scans by writers that
 * commit, roll back or run out of memory, while readers that began at other times must go on seeing their own state.
 */
#include "store/transaction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBERS = 300, READERS = 5, STEPS = 30000 };

static uint64_t random_state;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 33) % limit);
}

/* --- an allocator that fails now and then, and counts --- */

typedef struct flaky {
    uint32_t one_in; /* 0: never fails */
    int64_t blocks;
} flaky;

static void *flaky_allocate(size_t size, void *context) {
    flaky *f = context;
    if (f->one_in != 0 && random_below(f->one_in) == 0) {
        return NULL;
    }
    f->blocks++;
    return malloc(size);
}

static void *flaky_reallocate(void *memory, size_t size, void *context) {
    flaky *f = context;
    if (f->one_in != 0 && random_below(f->one_in) == 0) {
        return NULL;
    }
    f->blocks += memory == NULL;
    return realloc(memory, size);
}

static void flaky_release(void *memory, void *context) {
    flaky *f = context;
    f->blocks -= memory != NULL;
    free(memory);
}

static nreg_store *open_store(flaky *f) {
    const nreg_allocator allocator = {flaky_allocate, flaky_reallocate, flaky_release, f};
    nreg_memory_store_options options;
    nreg_memory_store_options_init(&options);
    options.allocator = &allocator;
    nreg_store *store = NULL;
    nreg_error error = NREG_ERROR_INIT;
    const uint32_t one_in = f->one_in;
    f->one_in = 0;
    assert_int_equal(NREG_OK, nreg_memory_store_open(&options, &store, &error));
    f->one_in = one_in;
    return store;
}

/* --- the model --- */

typedef struct model {
    nreg_record records[NUMBERS]; /* `number` 0: absent */
} model;

static uint64_t number_of(uint32_t i) {
    return 12125550000U + (uint64_t)i * 7;
}

static nreg_record random_record(uint32_t i, uint64_t batch) {
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = number_of(i);
    record.business = 1 + random_below(3);
    record.unit = random_below(2) ? 0 : record.business * 10 + random_below(2);
    record.program = record.unit == 0 || random_below(2) ? 0 : record.unit * 10 + random_below(2);
    record.last_batch = batch;
    record.created = (int64_t)batch;
    record.updated = (int64_t)batch + 1;
    record.revision = 1 + random_below(5);
    record.purpose = 1 + random_below(3);
    record.status = NREG_STATUS_PENDING + random_below(5);
    record.flags = random_below(4);
    record.dno_batch = random_below(3);
    return record;
}

static int matches(const nreg_store_filter *filter, const nreg_record *record) {
    const uint64_t holder = record->program ? record->program : record->unit ? record->unit : record->business;
    const uint64_t deepest = filter->program ? filter->program : filter->unit ? filter->unit : filter->business;
    return record->number != 0 && (!filter->business || record->business == filter->business) &&
           (!filter->unit || record->unit == filter->unit) &&
           (!filter->program || record->program == filter->program) &&
           (!filter->only_here || !deepest || holder == deepest) && record->number >= filter->from &&
           (!filter->to || record->number <= filter->to) &&
           (!filter->statuses || (filter->statuses >> record->status & 1)) &&
           (!filter->purpose || record->purpose == filter->purpose);
}

static nreg_store_filter random_filter(void) {
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    if (random_below(4)) {
        filter.business = 1 + random_below(3);
        if (random_below(2)) {
            filter.unit = filter.business * 10 + random_below(2);
            if (random_below(2)) {
                filter.program = filter.unit * 10 + random_below(2);
            }
        }
    }
    filter.only_here = random_below(4) == 0;
    filter.statuses = random_below(2) ? 0 : random_below(64) & 62;
    filter.purpose = random_below(4) ? 0 : 1 + random_below(3);
    filter.from = random_below(2) ? 0 : number_of(random_below(NUMBERS));
    filter.to = random_below(2) ? 0 : number_of(random_below(NUMBERS));
    return filter;
}

/* Everything that the transaction sees must be what the model has. False if memory ran out. */
static int sees_model(nreg_transaction *tx, const model *m) {
    uint64_t numbers[NUMBERS];
    nreg_record found[NUMBERS];
    uint8_t answers[NUMBERS];
    nreg_error error = NREG_ERROR_INIT;
    for (uint32_t i = 0; i < NUMBERS; i++) {
        numbers[i] = number_of(i);
    }
    assert_int_equal(NREG_OK,
                     nreg_transaction_fetch(tx, numbers, NUMBERS, NREG_FETCH_SNAPSHOT, found, answers, &error));
    assert_memory_equal(m->records, found, sizeof found);

    const nreg_store_filter filter = random_filter();
    const uint32_t limit = 1 + random_below(40);
    uint64_t after = 0;
    uint32_t next = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        const nreg_code code = nreg_transaction_scan(tx, &filter, after, limit, found, &count, &more, &error);
        if (code == NREG_NO_MEMORY) {
            return 0;
        }
        assert_int_equal(NREG_OK, code);
        for (uint32_t i = 0; i < count; i++, next++) {
            while (next < NUMBERS && !matches(&filter, &m->records[next])) {
                next++;
            }
            assert_true(next < NUMBERS);
            assert_memory_equal(&m->records[next], &found[i], sizeof found[i]);
            after = found[i].number;
        }
    }
    while (next < NUMBERS && !matches(&filter, &m->records[next])) {
        next++;
    }
    assert_int_equal(NUMBERS, next);
    return 1;
}

static uint64_t last_batch;

static nreg_code random_claim(nreg_transaction *tx, model *m, nreg_error *error) {
    nreg_record records[NUMBERS], existing[NUMBERS];
    uint8_t answers[NUMBERS];
    size_t count = 0;
    for (uint32_t i = random_below(NUMBERS); i < NUMBERS; i += 1 + random_below(20)) {
        records[count++] = random_record(i, last_batch);
    }
    const nreg_code code = nreg_transaction_claim(tx, records, count, existing, answers, error);
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        nreg_record *known = &m->records[(records[i].number - number_of(0)) / 7];
        assert_int_equal(known->number == 0 ? NREG_ROW_OK : NREG_ROW_PRESENT, answers[i]);
        if (known->number == 0) {
            *known = records[i];
        } else {
            assert_memory_equal(known, &existing[i], sizeof *known);
        }
    }
    return code;
}

static nreg_code random_update(nreg_transaction *tx, model *m, nreg_error *error) {
    nreg_store_change changes[NUMBERS];
    uint8_t answers[NUMBERS];
    size_t count = 0;
    for (uint32_t i = random_below(NUMBERS); i < NUMBERS; i += 1 + random_below(20)) {
        memset(&changes[count], 0, sizeof changes[count]);
        changes[count].record = random_record(i, last_batch);
        changes[count].expected_batch = m->records[i].last_batch + (random_below(5) == 0);
        changes[count].expected_revision = m->records[i].revision;
        count++;
    }
    const nreg_code code = nreg_transaction_update(tx, changes, count, answers, error);
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        nreg_record *known = &m->records[(changes[i].record.number - number_of(0)) / 7];
        const int fits = known->number != 0 && known->last_batch == changes[i].expected_batch;
        assert_int_equal(fits ? NREG_ROW_OK : NREG_ROW_CONFLICT, answers[i]);
        if (fits) {
            *known = changes[i].record;
        }
    }
    return code;
}

static nreg_code random_release(nreg_transaction *tx, model *m, nreg_error *error) {
    nreg_store_token tokens[NUMBERS];
    uint8_t answers[NUMBERS];
    size_t count = 0;
    for (uint32_t i = random_below(NUMBERS); i < NUMBERS; i += 1 + random_below(20)) {
        tokens[count++] = (nreg_store_token){number_of(i), m->records[i].last_batch,
                                             m->records[i].revision + (random_below(5) == 0), 0};
    }
    const nreg_code code = nreg_transaction_release(tx, tokens, count, answers, error);
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        nreg_record *known = &m->records[(tokens[i].number - number_of(0)) / 7];
        const int fits = known->number != 0 && known->revision == tokens[i].revision;
        assert_int_equal(fits ? NREG_ROW_OK : NREG_ROW_CONFLICT, answers[i]);
        if (fits) {
            memset(known, 0, sizeof *known);
        }
    }
    return code;
}

static void run_against_model(uint64_t seed, uint32_t one_in) {
    random_state = seed;
    last_batch = 0;
    flaky f = {one_in, 0};
    nreg_store *store = open_store(&f);
    model *committed = calloc(1, sizeof *committed);
    model *own = calloc(1, sizeof *own);
    model *seen = calloc(READERS, sizeof *seen);
    nreg_transaction readers[READERS];
    memset(readers, 0, sizeof readers);
    nreg_transaction writer;
    memset(&writer, 0, sizeof writer);
    nreg_error error = NREG_ERROR_INIT;
    for (uint32_t step = 0; step < STEPS; step++) {
        nreg_code code = NREG_OK;
        const uint32_t r = random_below(READERS);
        switch (random_below(10)) {
        case 0:
            if (readers[r].handle != NULL) {
                nreg_transaction_rollback(&readers[r]);
            } else if (nreg_transaction_begin(&readers[r], store, NREG_STORE_READ, 0, &error) == NREG_OK) {
                seen[r] = *committed;
            }
            break;
        case 1:
            if (readers[r].handle != NULL && !sees_model(&readers[r], &seen[r])) {
                nreg_transaction_rollback(&readers[r]);
            }
            break;
        case 2:
            if (writer.handle != NULL && random_below(2)) {
                assert_int_equal(NREG_OK, nreg_transaction_commit(&writer, &error));
                *committed = *own;
            } else if (writer.handle != NULL && random_below(2)) {
                nreg_transaction_rollback(&writer);
            }
            break;
        default:
            if (writer.handle == NULL) {
                if (nreg_transaction_begin(&writer, store, NREG_STORE_WRITE, 0, &error) != NREG_OK) {
                    break;
                }
                *own = *committed;
            }
            last_batch++;
            switch (random_below(4)) {
            case 0:
                code = random_claim(&writer, own, &error);
                break;
            case 1:
                code = random_update(&writer, own, &error);
                break;
            case 2:
                code = random_release(&writer, own, &error);
                break;
            default:
                code = sees_model(&writer, own) ? NREG_OK : NREG_NO_MEMORY;
                break;
            }
            if (code != NREG_OK) {
                assert_int_equal(NREG_NO_MEMORY, code);
                nreg_transaction_rollback(&writer);
            }
            break;
        }
    }
    nreg_transaction_rollback(&writer);
    for (uint32_t r = 0; r < READERS; r++) {
        nreg_transaction_rollback(&readers[r]);
    }
    nreg_store_close(store);
    assert_int_equal(0, f.blocks);
    free(committed);
    free(own);
    free(seen);
}

static void test_every_transaction_sees_its_own_state(void **state) {
    (void)state;
    run_against_model(1, 0);
    run_against_model(2, 0);
}

static void test_running_out_of_memory_leaves_the_committed_state(void **state) {
    (void)state;
    run_against_model(3, 30);
    run_against_model(4, 5);
}

static void test_a_second_writer_waits_and_then_is_told_that_the_store_is_busy(void **state) {
    (void)state;
    flaky f = {0, 0};
    nreg_store *store = open_store(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_transaction one, two;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&one, store, NREG_STORE_WRITE, 0, &error));
    assert_int_equal(NREG_BUSY, nreg_transaction_begin(&two, store, NREG_STORE_WRITE, 20, &error));
    assert_string_not_equal("", error.message);
    nreg_transaction_rollback(&one);
    assert_int_equal(NREG_OK, nreg_transaction_begin(&two, store, NREG_STORE_WRITE, 0, &error));
    nreg_transaction_rollback(&two);
    nreg_store_close(store);
    assert_int_equal(0, f.blocks);
}

static void test_options_are_checked(void **state) {
    (void)state;
    nreg_store *store = NULL;
    nreg_error error = NREG_ERROR_INIT;
    nreg_memory_store_options options;
    nreg_memory_store_options_init(&options);
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_memory_store_open(&options, NULL, &error));
    options.struct_size = 0;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_memory_store_open(&options, &store, &error));
    nreg_memory_store_options_init(&options);
    const nreg_allocator partial = {NULL, NULL, NULL, NULL};
    options.allocator = &partial;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_memory_store_open(&options, &store, &error));
    options.allocator = NULL;
    options.no_journal = 1;
    assert_int_equal(NREG_OK, nreg_memory_store_open(&options, &store, &error));
    assert_int_equal(NREG_GROUP_BATCHES | NREG_GROUP_SCOPES | NREG_GROUP_REVIEW | NREG_GROUP_COUNTS,
                     nreg_store_groups(store));
    nreg_store_close(store);
}

/* More rows than fit into the chunks that are allocated one by one; retention follows close behind. */
static void test_a_long_journal_is_pruned_as_it_grows(void **state) {
    (void)state;
    enum { PIECE = 10000, PIECES = 24, KEPT = 2 };
    flaky f = {0, 0};
    nreg_store *store = open_store(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_journal_row *rows = calloc(PIECE, sizeof *rows);
    for (uint64_t piece = 0; piece < PIECES; piece++) {
        for (uint64_t i = 0; i < PIECE; i++) {
            rows[i] = (nreg_journal_row){.batch = piece + 1,
                                         .number = 1 + piece * PIECE + i,
                                         .business = 7,
                                         .time = (int64_t)piece + 1,
                                         .change = NREG_CHANGE_ADDED};
        }
        nreg_transaction tx = {0};
        uint64_t sealed;
        assert_int_equal(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), NREG_OK);
        assert_int_equal(nreg_transaction_journal_append(&tx, rows, PIECE, &error), NREG_OK);
        assert_int_equal(nreg_transaction_commit(&tx, &error), NREG_OK);
        assert_int_equal(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), NREG_OK);
        assert_int_equal(nreg_transaction_journal_seal(&tx, 10, &sealed, &error), NREG_OK);
        assert_int_equal(nreg_transaction_commit(&tx, &error), NREG_OK);
        assert_int_equal(sealed, PIECE);
        if (piece < KEPT) {
            continue;
        }
        uint32_t count = 0;
        assert_int_equal(nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error), NREG_OK);
        assert_int_equal(
            nreg_transaction_journal_prune(&tx, (int64_t)(piece - KEPT) + 2, NREG_STORE_ROWS_MAX, &count, &error),
            NREG_OK);
        assert_int_equal(nreg_transaction_commit(&tx, &error), NREG_OK);
        assert_int_equal(count, PIECE);
        uint64_t after = (piece - KEPT + 1) * PIECE;
        assert_int_equal(nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, &error), NREG_OK);
        for (uint32_t more = 1; more != 0;) {
            assert_int_equal(
                nreg_transaction_journal_read(&tx, NREG_JOURNAL_FEED, 0, after, PIECE, rows, &count, &more, &error),
                NREG_OK);
            for (uint32_t i = 0; i < count; i++) {
                assert_int_equal(rows[i].number, ++after);
            }
        }
        nreg_transaction_rollback(&tx);
        assert_int_equal(after, (piece + 1) * PIECE);
    }
    free(rows);
    nreg_store_close(store);
    assert_int_equal(f.blocks, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_transaction_sees_its_own_state),
        cmocka_unit_test(test_running_out_of_memory_leaves_the_committed_state),
        cmocka_unit_test(test_a_second_writer_waits_and_then_is_told_that_the_store_is_busy),
        cmocka_unit_test(test_a_long_journal_is_pruned_as_it_grows),
        cmocka_unit_test(test_options_are_checked),
    };
    return cmocka_run_group_tests_name("memory store", tests, NULL, NULL);
}
