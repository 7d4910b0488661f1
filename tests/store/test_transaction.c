/* SPDX-License-Identifier: MIT */
/* What the layer above every store refuses, fills in and stops, tried on a store that misbehaves to order. */
#include "store/transaction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fake {
    nreg_code code;     /* what every function answers */
    nreg_code first[4]; /* what the first calls answer, if `firsts` of them are to answer something else */
    uint32_t firsts;
    uint8_t answer;      /* and says of each row */
    uint64_t number;     /* and writes into records */
    uint32_t page;       /* records a scan returns */
    uint32_t more;       /* and whether there are more */
    const char *message; /* and explains */
    uint32_t calls;
    uint32_t rollbacks;
    uint32_t closed;
    uint64_t largest; /* most rows in one call */
    nreg_store *reenter;
    nreg_code reentered;
} fake;

static nreg_code finish(fake *f, nreg_error *error) {
    assert_non_null(error);
    f->calls++;
    if (f->reenter != NULL) {
        nreg_transaction inner;
        f->reentered = nreg_transaction_begin(&inner, f->reenter, NREG_STORE_READ, 0, NULL);
        assert_int_equal(1, nreg_store_entered());
    }
    const nreg_code code = f->calls <= f->firsts ? f->first[f->calls - 1] : f->code;
    if (code != NREG_OK && f->message != NULL) {
        error->code = code;
        strcpy(error->message, f->message);
    }
    return code;
}

static nreg_code fake_begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    (void)mode;
    (void)wait_ms;
    *transaction = context;
    return finish(context, error);
}

static nreg_code fake_commit(void *transaction, nreg_error *error, void *context) {
    (void)transaction;
    return finish(context, error);
}

static void fake_rollback(void *transaction, void *context) {
    (void)transaction;
    ((fake *)context)->rollbacks++;
}

static nreg_code fake_claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                            uint8_t *answers, nreg_error *error, void *context) {
    (void)transaction;
    fake *f = context;
    f->largest = count > f->largest ? count : f->largest;
    for (uint64_t i = 0; i < count; i++) {
        existing[i] = records[i];
        existing[i].number = f->number != 0 ? f->number : records[i].number;
    }
    memset(answers, f->answer, count);
    return finish(f, error);
}

static nreg_code fake_fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode,
                            nreg_record *records, uint8_t *answers, nreg_error *error, void *context) {
    (void)transaction;
    (void)mode;
    fake *f = context;
    for (uint64_t i = 0; i < count; i++) {
        records[i].number = f->number != 0 ? f->number : numbers[i];
    }
    memset(answers, f->answer, count);
    return finish(f, error);
}

static nreg_code fake_update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                             nreg_error *error, void *context) {
    (void)transaction;
    (void)changes;
    memset(answers, ((fake *)context)->answer, count);
    return finish(context, error);
}

static nreg_code fake_release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                              nreg_error *error, void *context) {
    (void)transaction;
    (void)tokens;
    memset(answers, ((fake *)context)->answer, count);
    return finish(context, error);
}

static nreg_code fake_scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                           nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)transaction;
    (void)filter;
    (void)after;
    fake *f = context;
    for (uint32_t i = 0; i < f->page && i < limit; i++) {
        memset(&records[i], 0, sizeof records[i]);
        records[i].number = f->number;
        records[i].business = 7;
        records[i].status = NREG_STATUS_ACTIVE;
    }
    *count = f->page;
    *more = f->more;
    return finish(f, error);
}

static void fake_close(void *context) {
    ((fake *)context)->closed++;
}

static nreg_store_methods table(void) {
    nreg_store_methods methods;
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = fake_begin;
    methods.commit = fake_commit;
    methods.rollback = fake_rollback;
    methods.claim = fake_claim;
    methods.fetch = fake_fetch;
    methods.update = fake_update;
    methods.release = fake_release;
    methods.scan = fake_scan;
    methods.close = fake_close;
    return methods;
}

static nreg_store *open_fake(fake *f) {
    const nreg_store_methods methods = table();
    nreg_store *store = NULL;
    assert_int_equal(NREG_OK, nreg_store_new(&methods, f, NULL, &store, NULL));
    return store;
}

static void test_a_table_of_tier_one_is_enough(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    assert_int_equal(0, nreg_store_groups(store));
    void *context = NULL;
    assert_ptr_equal(fake_claim, nreg_store_get_methods(store, &context)->claim);
    assert_ptr_equal(&f, context);
    nreg_store_close(nreg_store_retain(store));
    assert_int_equal(0, f.closed);
    nreg_store_close(store);
    assert_int_equal(1, f.closed);
    assert_null(nreg_store_get_methods(NULL, &context));
    assert_null(context);
    assert_int_equal(0, nreg_store_groups(NULL));
    nreg_store_close(NULL);
}

static void refused(const nreg_store_methods *methods, nreg_code code, const char *word) {
    nreg_store *store = NULL;
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(code, nreg_store_new(methods, NULL, NULL, &store, &error));
    assert_null(store);
    if (strstr(error.message, word) == NULL) {
        fail_msg("\"%s\" is not in: %s", word, error.message);
    }
}

static nreg_code some_count_add(void *transaction, const nreg_store_count *amounts, uint64_t count, nreg_error *error,
                                void *context) {
    (void)transaction;
    (void)amounts;
    (void)count;
    (void)error;
    (void)context;
    return NREG_OK;
}

static void test_incomplete_tables_are_refused_by_name(void **state) {
    (void)state;
    nreg_store_methods methods = table();
    methods.release = NULL;
    refused(&methods, NREG_INVALID_ARGUMENT, "`release`");
    methods = table();
    methods.count_add = some_count_add;
    refused(&methods, NREG_INVALID_ARGUMENT, "counts");
    refused(&methods, NREG_INVALID_ARGUMENT, "`count_read`");
    methods = table();
    methods.contract++;
    refused(&methods, NREG_INCOMPATIBLE, "version 2");
    methods = table();
    methods.struct_size += 8;
    refused(&methods, NREG_INCOMPATIBLE, "newer header");
    methods = table();
    methods.struct_size = 16;
    refused(&methods, NREG_INVALID_ARGUMENT, "struct_size");
    refused(NULL, NREG_INVALID_ARGUMENT, "methods");
    methods = table();
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_new(&methods, NULL, NULL, NULL, NULL));
    const nreg_allocator partial = {NULL, NULL, NULL, NULL};
    nreg_store *store = NULL;
    assert_int_equal(NREG_INVALID_ARGUMENT, nreg_store_new(&methods, NULL, &partial, &store, NULL));
}

static void test_a_table_from_an_older_header_lacks_the_newer_groups(void **state) {
    (void)state;
    nreg_store_methods methods = table();
    methods.struct_size = (uint32_t)offsetof(nreg_store_methods, batch_put);
    methods.count_add = some_count_add; /* behind its end: not looked at */
    nreg_store *store = NULL;
    fake f = {0};
    assert_int_equal(NREG_OK, nreg_store_new(&methods, &f, NULL, &store, NULL));
    assert_int_equal(0, nreg_store_groups(store));
    nreg_store_close(store);
}

static void test_a_group_not_offered_is_unsupported_and_the_transaction_goes_on(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_transaction tx;
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error));
    uint64_t sealed;
    assert_int_equal(NREG_UNSUPPORTED, nreg_transaction_journal_seal(&tx, 1, &sealed, &error));
    assert_non_null(strstr(error.message, "journal_seal"));
    assert_int_equal(NREG_OK, nreg_transaction_commit(&tx, &error));
    nreg_store_close(store);
}

static void test_codes_that_could_pass_for_something_else_become_internal(void **state) {
    (void)state;
    const nreg_code wrong[] = {NREG_NOT_FOUND, NREG_EXISTS, NREG_CONFLICT, NREG_UNKNOWN, NREG_FEED_PRUNED, 1, -999};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fake f = {0};
        nreg_store *store = open_fake(&f);
        nreg_transaction tx;
        nreg_error error = NREG_ERROR_INIT;
        assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, &error));
        f.code = wrong[i];
        const uint64_t number = 12125550100;
        nreg_record record;
        uint8_t answer;
        assert_int_equal(NREG_INTERNAL,
                         nreg_transaction_fetch(&tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, &error));
        assert_int_equal(NREG_INTERNAL, error.code);
        assert_non_null(strstr(error.message, "fetch"));
        nreg_transaction_rollback(&tx);
        nreg_store_close(store);
    }
}

static void test_a_failure_without_words_gets_some_and_one_with_words_keeps_them(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_transaction tx;
    f.code = NREG_IO;
    assert_int_equal(NREG_IO, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, &error));
    assert_int_equal(NREG_IO, error.code);
    assert_non_null(strstr(error.message, "begin"));
    assert_null(tx.handle);
    f.message = "The disk is on fire.";
    assert_int_equal(NREG_IO, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, &error));
    assert_string_equal("The disk is on fire.", error.message);
    assert_int_equal(NREG_IO, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, NULL));
    nreg_store_close(store);
}

static void test_after_a_failed_call_only_rollback_follows(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_transaction tx;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error));
    f.code = NREG_RETRY;
    const uint64_t number = 12125550100;
    nreg_record record;
    uint8_t answer;
    assert_int_equal(NREG_RETRY, nreg_transaction_fetch(&tx, &number, 1, NREG_FETCH_LOCKED, &record, &answer, &error));
    f.code = NREG_OK;
    const uint32_t calls = f.calls;
    assert_int_equal(NREG_INTERNAL,
                     nreg_transaction_fetch(&tx, &number, 1, NREG_FETCH_LOCKED, &record, &answer, &error));
    assert_int_equal(NREG_INTERNAL, nreg_transaction_commit(&tx, &error));
    assert_int_equal(calls, f.calls);
    assert_int_equal(1, f.rollbacks);
    assert_null(tx.handle);
    nreg_transaction_rollback(&tx);
    assert_int_equal(1, f.rollbacks);
    nreg_store_close(store);
}

static void test_a_commit_of_unknown_outcome_says_so_and_frees_the_transaction(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_transaction tx;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error));
    f.code = NREG_UNKNOWN;
    assert_int_equal(NREG_UNKNOWN, nreg_transaction_commit(&tx, &error));
    assert_int_equal(1, f.rollbacks);
    nreg_store_close(store);
}

static void test_long_arrays_are_cut_to_what_a_store_takes(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_error error = NREG_ERROR_INIT;
    nreg_transaction tx;
    const size_t count = NREG_STORE_ROWS_MAX + 3;
    nreg_record *records = calloc(count, sizeof *records);
    nreg_record *existing = calloc(count, sizeof *existing);
    uint8_t *answers = calloc(count, 1);
    for (size_t i = 0; i < count; i++) {
        records[i].number = i + 1;
    }
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, &error));
    f.calls = 0;
    assert_int_equal(NREG_OK, nreg_transaction_claim(&tx, records, count, existing, answers, &error));
    assert_int_equal(2, f.calls);
    assert_int_equal(NREG_STORE_ROWS_MAX, f.largest);
    records[9].number = records[8].number;
    assert_int_equal(NREG_INTERNAL, nreg_transaction_claim(&tx, records, count, existing, answers, &error));
    nreg_transaction_rollback(&tx);
    nreg_store_close(store);
    free(records);
    free(existing);
    free(answers);
}

static nreg_code try_call(fake *f, int which) {
    nreg_store *store = open_fake(f);
    nreg_transaction tx;
    const nreg_code keep = f->code;
    f->code = NREG_OK;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_WRITE, 0, NULL));
    f->code = keep;
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = 12125550100;
    nreg_record existing[4];
    uint8_t answer;
    nreg_store_change change = {record, 1, 1, 0};
    const nreg_store_token token = {record.number, 1, 1, 0};
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = 7;
    uint32_t count, more;
    nreg_code code;
    switch (which) {
    case 0:
        code = nreg_transaction_claim(&tx, &record, 1, existing, &answer, NULL);
        break;
    case 1:
        code = nreg_transaction_fetch(&tx, &record.number, 1, NREG_FETCH_LOCKED, existing, &answer, NULL);
        break;
    case 2:
        code = nreg_transaction_update(&tx, &change, 1, &answer, NULL);
        break;
    case 3:
        code = nreg_transaction_release(&tx, &token, 1, &answer, NULL);
        break;
    default:
        filter.business = which == 5 ? 8 : 7;
        code = nreg_transaction_scan(&tx, &filter, 5, 3, existing, &count, &more, NULL);
        break;
    }
    nreg_transaction_rollback(&tx);
    nreg_store_close(store);
    return code;
}

static void test_answers_out_of_range_or_for_other_numbers_are_stopped(void **state) {
    (void)state;
    for (int which = 0; which < 4; which++) {
        fake f = {.answer = 9};
        assert_int_equal(NREG_INTERNAL, try_call(&f, which));
        fake good = {.answer = NREG_ROW_OK};
        assert_int_equal(NREG_OK, try_call(&good, which));
    }
    fake absent = {.answer = NREG_ROW_ABSENT};
    assert_int_equal(NREG_INTERNAL, try_call(&absent, 0));
    fake other = {.answer = NREG_ROW_PRESENT, .number = 5};
    assert_int_equal(NREG_INTERNAL, try_call(&other, 0));
    other.answer = NREG_ROW_OK;
    assert_int_equal(NREG_INTERNAL, try_call(&other, 1));
}

static void test_pages_that_cannot_be_right_are_stopped(void **state) {
    (void)state;
    fake good = {.page = 1, .number = 6};
    assert_int_equal(NREG_OK, try_call(&good, 4));
    fake too_many = {.page = 4, .number = 6};
    assert_int_equal(NREG_INTERNAL, try_call(&too_many, 4));
    fake twice = {.page = 2, .number = 6};
    assert_int_equal(NREG_INTERNAL, try_call(&twice, 4));
    fake behind = {.page = 1, .number = 5};
    assert_int_equal(NREG_INTERNAL, try_call(&behind, 4));
    fake endless = {.page = 0, .more = 1};
    assert_int_equal(NREG_INTERNAL, try_call(&endless, 4));
    fake other_tenant = {.page = 1, .number = 6};
    assert_int_equal(NREG_INTERNAL, try_call(&other_tenant, 5));
}

static void test_a_reading_transaction_cannot_write(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_transaction tx;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, NULL));
    const nreg_store_token token = {1, 1, 1, 0};
    uint8_t answer;
    assert_int_equal(NREG_INTERNAL, nreg_transaction_release(&tx, &token, 1, &answer, NULL));
    nreg_transaction_rollback(&tx);
    assert_int_equal(NREG_INTERNAL, nreg_transaction_release(&tx, &token, 1, &answer, NULL));
    nreg_store_close(store);
}

static void test_a_store_that_calls_back_in_is_told_busy(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    f.reenter = store;
    nreg_transaction tx;
    assert_int_equal(0, nreg_store_entered());
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, NULL));
    assert_int_equal(NREG_BUSY, f.reentered);
    assert_int_equal(0, nreg_store_entered());
    nreg_transaction_rollback(&tx);
    nreg_store_close(store);
}

static void test_a_store_is_not_used_behind_a_fork(void **state) {
    (void)state;
    fake f = {0};
    nreg_store *store = open_fake(&f);
    nreg_transaction tx;
    assert_int_equal(NREG_OK, nreg_transaction_begin(&tx, store, NREG_STORE_READ, 0, NULL));
    const pid_t child = fork();
    if (child == 0) {
        nreg_transaction own;
        const int forked = nreg_transaction_begin(&own, store, NREG_STORE_READ, 0, NULL) == NREG_FORKED &&
                           nreg_transaction_commit(&tx, NULL) == NREG_FORKED;
        nreg_transaction_rollback(&tx);
        nreg_store_close(store);
        _exit(forked && f.rollbacks == 0 && f.closed == 0 ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_int_equal(0, status);
    nreg_transaction_rollback(&tx);
    nreg_store_close(store);
    assert_int_equal(1, f.closed);
}

/* Reads until it is over; the first `failures` runs are answered `code`. How often it was read. */
static uint32_t read_again(fake *f, uint32_t failures, nreg_code code, nreg_code *became, nreg_error *error) {
    nreg_store *store = open_fake(f);
    nreg_reading reading = {0};
    uint32_t runs = 0;
    f->answer = NREG_ROW_ABSENT;
    while (nreg_again_read(&reading, store, 0, error)) {
        const uint64_t number = 15012149020;
        nreg_record record;
        uint8_t answer;
        f->code = runs++ < failures ? code : NREG_OK;
        reading.code = nreg_transaction_fetch(&reading.tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, error);
        f->code = NREG_OK;
    }
    *became = reading.code;
    assert_int_equal(runs, f->rollbacks);
    nreg_store_close(store);
    return runs;
}

static void test_what_is_read_is_read_again_after_a_retry(void **state) {
    (void)state;
    nreg_error error = NREG_ERROR_INIT;
    nreg_code code;
    fake once = {0}, thrice = {0}, broken = {0};
    assert_int_equal(1, read_again(&once, 0, NREG_OK, &code, &error));
    assert_int_equal(NREG_OK, code);
    assert_int_equal(3, read_again(&thrice, 2, NREG_RETRY, &code, &error));
    assert_int_equal(NREG_OK, code);
    assert_int_equal(NREG_OK, error.code);
    assert_int_equal(1, read_again(&broken, 1, NREG_IO, &code, &error));
    assert_int_equal(NREG_IO, code);
    assert_int_equal(NREG_IO, error.code);
}

static void test_what_can_never_be_read_is_given_up(void **state) {
    (void)state;
    nreg_error error = NREG_ERROR_INIT;
    nreg_code code;
    fake in_the_way = {0}, never_begun = {.code = NREG_RETRY};
    const uint32_t runs = read_again(&in_the_way, UINT32_MAX, NREG_RETRY, &code, &error);
    assert_in_range(runs, 2, 100);
    assert_int_equal(NREG_BUSY, code);
    assert_int_equal(NREG_BUSY, error.code);
    assert_int_equal(0, read_again(&never_begun, 0, NREG_OK, &code, NULL));
    assert_int_equal(NREG_BUSY, code);
    assert_int_equal(runs, never_begun.calls);
}

static nreg_code note_doubt(nreg_transaction *tx, void *context, nreg_error *error) {
    (void)tx;
    (void)error;
    int *const *doubt = context; /* what the step knows, and where it notes that */
    *doubt[1] = *doubt[0];
    return NREG_OK;
}

static void test_a_commit_in_doubt_is_not_called_busy(void **state) {
    (void)state;
    int in_doubt = 0;
    int seen = 0;
    int *doubt[2] = {&in_doubt, &seen};
    nreg_error error = NREG_ERROR_INIT;
    fake lost = {.first = {NREG_OK, NREG_UNKNOWN, NREG_BUSY, NREG_IO}, .firsts = 4};
    nreg_store *store = open_fake(&lost);
    assert_int_equal(NREG_OK, nreg_again_write(store, 0, note_doubt, doubt, &in_doubt, &error));
    assert_int_equal(1, seen);
    nreg_store_close(store);

    fake gone = {.first = {NREG_OK, NREG_UNKNOWN}, .firsts = 2, .code = NREG_BUSY};
    store = open_fake(&gone);
    in_doubt = 0;
    assert_int_equal(NREG_UNKNOWN, nreg_again_write(store, 0, note_doubt, doubt, &in_doubt, &error));
    assert_int_equal(NREG_UNKNOWN, error.code);
    nreg_store_close(store);

    fake busy = {.code = NREG_BUSY};
    store = open_fake(&busy);
    in_doubt = 0;
    assert_int_equal(NREG_BUSY, nreg_again_write(store, 0, note_doubt, doubt, &in_doubt, &error));
    assert_int_equal(1, busy.calls);
    nreg_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_commit_in_doubt_is_not_called_busy),
        cmocka_unit_test(test_a_table_of_tier_one_is_enough),
        cmocka_unit_test(test_incomplete_tables_are_refused_by_name),
        cmocka_unit_test(test_a_table_from_an_older_header_lacks_the_newer_groups),
        cmocka_unit_test(test_a_group_not_offered_is_unsupported_and_the_transaction_goes_on),
        cmocka_unit_test(test_codes_that_could_pass_for_something_else_become_internal),
        cmocka_unit_test(test_a_failure_without_words_gets_some_and_one_with_words_keeps_them),
        cmocka_unit_test(test_after_a_failed_call_only_rollback_follows),
        cmocka_unit_test(test_a_commit_of_unknown_outcome_says_so_and_frees_the_transaction),
        cmocka_unit_test(test_long_arrays_are_cut_to_what_a_store_takes),
        cmocka_unit_test(test_answers_out_of_range_or_for_other_numbers_are_stopped),
        cmocka_unit_test(test_pages_that_cannot_be_right_are_stopped),
        cmocka_unit_test(test_a_reading_transaction_cannot_write),
        cmocka_unit_test(test_a_store_that_calls_back_in_is_told_busy),
        cmocka_unit_test(test_a_store_is_not_used_behind_a_fork),
        cmocka_unit_test(test_what_is_read_is_read_again_after_a_retry),
        cmocka_unit_test(test_what_can_never_be_read_is_given_up),
    };
    return cmocka_run_group_tests_name("transaction", tests, NULL, NULL);
}
