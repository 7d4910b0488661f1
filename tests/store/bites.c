/* SPDX-License-Identifier: MIT */
#include "bites.h"

#include <numberreg/extend/store_check.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

nreg_code begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    faulty *f = context;
    around *a = calloc(1, sizeof *a);
    *a = (around){f, NULL, mode, 0};
    const nreg_code code = f->m->begin(mode, wait_ms, &a->inner, error, f->context);
    if (code != NREG_OK) {
        free(a);
        return code;
    }
    if (mode == NREG_STORE_WRITE) {
        f->writer = a;
    } else {
        atomic_fetch_add(&f->readers, 1);
    }
    *transaction = a;
    return NREG_OK;
}

static void forget(around *a) {
    if (a->f->writer == a) {
        a->f->writer = NULL;
    }
    if (a->mode == NREG_STORE_READ) {
        atomic_fetch_sub(&a->f->readers, 1);
    }
    free(a);
}

nreg_code commit(void *transaction, nreg_error *error, void *context) {
    (void)context;
    around *a = transaction;
    faulty *f = a->f;
    void *inner = a->inner;
    forget(a);
    return inner == NULL ? NREG_OK : f->m->commit(inner, error, f->context);
}

void rollback(void *transaction, void *context) {
    (void)context;
    around *a = transaction;
    faulty *f = a->f;
    void *inner = a->inner;
    forget(a);
    if (inner != NULL) {
        f->m->rollback(inner, f->context);
    }
}

#define FORWARD(name, parameters, ...)                                                                                 \
    nreg_code name parameters {                                                                                        \
        (void)context;                                                                                                 \
        return DO(name, __VA_ARGS__);                                                                                  \
    }

FORWARD(claim, CLAIM, records, count, existing, answers)
FORWARD(fetch, FETCH, numbers, count, mode, records, answers)
FORWARD(update, UPDATE, changes, count, answers)
FORWARD(release, RELEASE, tokens, count, answers)
FORWARD(scan, SCAN, filter, after, limit, records, count, more)
FORWARD(batch_put, BATCH_PUT, batch, expected_revision, existing, answer)
FORWARD(batch_get, BATCH_GET, id, batch, answer)
FORWARD(batch_find, BATCH_FIND, business, request_id, batch, answer)
FORWARD(batch_list, BATCH_LIST, filter, after, limit, batches, count, more)
FORWARD(items_put, ITEMS_PUT, batch, kind, chunk, data, length)
FORWARD(items_get, ITEMS_GET, batch, kind, chunk, emit, sink, answer)
FORWARD(items_clear, ITEMS_CLEAR, batch, kind, from_chunk)
FORWARD(batch_prune, BATCH_PRUNE, now, limit, count)
FORWARD(journal_append, APPEND, rows, count)
FORWARD(journal_seal, SEAL, limit, count)
FORWARD(journal_read, READ, by, id, after, limit, rows, count, more)
FORWARD(journal_prune, PRUNE, before, limit, count)
FORWARD(journal_erase, ERASE, number, count)
FORWARD(scope_put, SCOPE_PUT, scope, expected_revision, answer)
FORWARD(scope_get, SCOPES, ids, count, scopes, answers)
FORWARD(scope_pin, SCOPES, ids, count, scopes, answers)
FORWARD(scope_find, SCOPE_FIND, parent, by, text, length, scope, answer)
FORWARD(scope_list, SCOPE_LIST, parent, after, limit, scopes, count, more)
FORWARD(review_lease, LEASE, status, owner, now, until, after, limit, records, count)
FORWARD(review_unlease, UNLEASE, numbers, count, owner)
FORWARD(tombstone_put, TOMB_PUT, rows, count)
FORWARD(tombstone_get, TOMB_GET, numbers, count, rows, answers)
FORWARD(count_add, COUNT_ADD, amounts, count)
FORWARD(count_read, COUNT_READ, scope, kind, after, limit, counts, count, more)

static nreg_store_methods sound(void) {
    return (nreg_store_methods){.struct_size = (uint32_t)sizeof(nreg_store_methods),
                                .contract = NREG_STORE_CONTRACT,
                                .begin = begin,
                                .commit = commit,
                                .rollback = rollback,
                                .claim = claim,
                                .fetch = fetch,
                                .update = update,
                                .release = release,
                                .scan = scan,
                                .batch_put = batch_put,
                                .batch_get = batch_get,
                                .batch_find = batch_find,
                                .batch_list = batch_list,
                                .items_put = items_put,
                                .items_get = items_get,
                                .items_clear = items_clear,
                                .batch_prune = batch_prune,
                                .journal_append = journal_append,
                                .journal_seal = journal_seal,
                                .journal_read = journal_read,
                                .journal_prune = journal_prune,
                                .journal_erase = journal_erase,
                                .scope_put = scope_put,
                                .scope_get = scope_get,
                                .scope_find = scope_find,
                                .scope_list = scope_list,
                                .scope_pin = scope_pin,
                                .review_lease = review_lease,
                                .review_unlease = review_unlease,
                                .tombstone_put = tombstone_put,
                                .tombstone_get = tombstone_get,
                                .count_add = count_add,
                                .count_read = count_read};
}

/* --- faults of several groups --- */

void rollback_commits(void *transaction, void *context) {
    nreg_error error = NREG_ERROR_INIT;
    commit(transaction, &error, context);
}

/* A second writer is let in at once, and everything it does is answered with success and forgotten. */
nreg_code begin_phantom(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    const nreg_code code = begin(mode, mode == NREG_STORE_WRITE ? 0 : wait_ms, transaction, error, context);
    if (code != NREG_BUSY) {
        return code;
    }
    around *a = calloc(1, sizeof *a);
    *a = (around){context, NULL, mode, 1};
    *transaction = a;
    return NREG_OK;
}

nreg_code fetch_sees_only_committed FETCH {
    IN_A_NEW_SNAPSHOT(fetch, numbers, count, NREG_FETCH_SNAPSHOT + 0 * mode, records, answers);
}

nreg_code scan_sees_only_committed SCAN {
    IN_A_NEW_SNAPSHOT(scan, filter, after, limit, records, count, more);
}

/* Only in transactions opened for reading. */

nreg_code batch_put_takes_all BATCH_PUT {
    const nreg_code code = batch_put(transaction, batch, expected_revision, existing, answer, error, context);
    *answer = *answer == NREG_ROW_PRESENT ? NREG_ROW_OK : *answer;
    return code;
}

/* --- running --- */

typedef struct given {
    const char *groups;
    const fault *faults;
    size_t count;
} given;

static given all;

static nreg_store_methods with_fault(const nreg_store_methods *broken) {
    nreg_store_methods methods = sound();
    for (size_t at = offsetof(nreg_store_methods, begin); at < sizeof methods; at += sizeof(void (*)(void))) {
        void (*function)(void) = NULL;
        memcpy(&function, (const char *)broken + at, sizeof function);
        if (function != NULL) {
            memcpy((char *)&methods + at, &function, sizeof function);
        }
    }
    return methods;
}

typedef struct sought {
    const char *name;
    uint32_t outcome;
    int seen;
    uint32_t failed;
} sought;

static void look(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)message;
    sought *s = context;
    s->failed += outcome == NREG_CHECK_FAILED;
    if (s->name != NULL && strcmp(name, s->name) == 0) {
        s->outcome = outcome;
        s->seen = 1;
        if (outcome == NREG_CHECK_FAILED) {
            assert_string_not_equal("", message);
        }
    }
}

static void run(const nreg_store_methods *methods, sought *s) {
    faulty f;
    memset(&f, 0, sizeof f);
    assert_int_equal(NREG_OK, nreg_memory_store_open(NULL, &f.store, NULL));
    f.m = nreg_store_get_methods(f.store, &f.context);
    nreg_store *store = NULL;
    assert_int_equal(NREG_OK, nreg_store_new(methods, &f, NULL, &store, NULL));
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = look;
    options.context = s;
    options.only = s->name;
    nreg_store_check_summary summary;
    nreg_error error = NREG_ERROR_INIT;
    const nreg_code code = nreg_store_check(store, &options, &summary, &error);
    assert_int_equal(s->failed, summary.failed);
    assert_int_equal(s->failed == 0 ? NREG_OK : NREG_INTERNAL, code);
    assert_int_equal(s->failed == 0, error.message[0] == '\0');
    nreg_store_close(store);
    nreg_store_close(f.store);
}

static void a_sound_store_passes(void **state) {
    (void)state;
    const nreg_store_methods methods = sound();
    sought s = {NULL, 0, 0, 0};
    run(&methods, &s);
    assert_int_equal(0, s.failed);
}

static void each_check_finds_its_fault(void **state) {
    (void)state;
    int missed = 0;
    for (size_t i = 0; i < all.count; i++) {
        const nreg_store_methods methods = with_fault(&all.faults[i].broken);
        sought s = {all.faults[i].check, NREG_CHECK_SKIPPED, 0, 0};
        run(&methods, &s);
        if (!s.seen || s.outcome != NREG_CHECK_FAILED) {
            print_error("%s does not find its fault (line %zu of the table)\n", all.faults[i].check, i + 1);
            missed++;
        }
    }
    assert_int_equal(0, missed);
}

/* Whether the check is of one of the groups: its name begins with one, and a dot. */
static int is_of(const char *name, const char *groups) {
    const size_t length = strcspn(name, ".");
    for (const char *at = groups; *at != '\0'; at += strcspn(at, " "), at += strspn(at, " ")) {
        if (strcspn(at, " ") == length && strncmp(at, name, length) == 0) {
            return 1;
        }
    }
    return 0;
}

static void expect_fault(const char *name, uint32_t group, uint32_t outcome, const char *message, void *context) {
    (void)group;
    (void)outcome;
    (void)message;
    int *checks = context;
    if (!is_of(name, "records scan isolation races batches journal scopes review counts")) {
        fail_msg("nothing shows that checks like %s can fail", name);
    }
    if (!is_of(name, all.groups)) {
        return;
    }
    ++*checks;
    size_t i = 0;
    while (i < all.count && strcmp(all.faults[i].check, name) != 0) {
        i++;
    }
    if (i == all.count) {
        fail_msg("no fault shows that %s can fail", name);
    }
}

static void every_check_has_a_fault(void **state) {
    (void)state;
    int checks = 0;
    nreg_store *store = NULL;
    assert_int_equal(NREG_OK, nreg_memory_store_open(NULL, &store, NULL));
    nreg_store_check_options options;
    nreg_store_check_options_init(&options);
    options.report = expect_fault;
    options.context = &checks;
    options.rows = 100;
    assert_int_equal(NREG_OK, nreg_store_check(store, &options, NULL, NULL));
    assert_true(checks > 10);
    nreg_store_close(store);
}

int bites_run(const char *groups, const fault *faults, size_t count) {
    all = (given){groups, faults, count};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_store_passes),
        cmocka_unit_test(each_check_finds_its_fault),
        cmocka_unit_test(every_check_has_a_fault),
    };
    return cmocka_run_group_tests_name(groups, tests, NULL, NULL);
}
