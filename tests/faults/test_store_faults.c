/* SPDX-License-Identifier: MIT */
/*
 * A store that fails: at every single call of staging, previewing, committing and reading back, once and for good, and
 * at random. Nothing is lost, doubled or half done, and what was answered is what is stored.
 */
#include "../world/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 24 };

static const char *number_of(int i) {
    static char text[32];
    snprintf(text, sizeof text, "501-214-%04d", 9000 + i * 7 % 100);
    return text;
}

/* --- every single call */

static nreg_batch *stage(world *w) {
    nreg_batch *batch;
    assert_ok(w, nreg_batch_new(w->acme_session, w->spring, NULL, &batch, &w->error));
    for (int i = 0; i < ENTRIES; i++) {
        nreg_entry entry;
        assert_ok(w, nreg_batch_add(batch, i % 6 == 5 ? "bad" : number_of(i), NREG_NUL, i % 8 == 7 ? DNO : CS, &entry,
                                    &w->error));
    }
    return batch;
}

static uint64_t journal_rows(world *w) {
    nreg_journal_row rows[8];
    uint64_t total = 0;
    for (int i = 0; i < ENTRIES && world_keeps(w, NREG_GROUP_JOURNAL); i++) {
        total += world_history(w, 15012149000u + (uint64_t)(i * 7 % 100), rows, 8);
    }
    return total;
}

static uint64_t counted(world *w) {
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(w->store, &context);
    nreg_store_count counts[16];
    uint32_t count = 0;
    uint32_t more;
    void *tx;
    uint64_t total = 0;
    assert_ok(w, m->begin(NREG_STORE_READ, 5000, &tx, &w->error, context));
    assert_ok(
        w, m->count_read(tx, w->acme, NREG_COUNT_RECORDS, UINT32_MAX, 16, counts, &count, &more, &w->error, context));
    m->rollback(tx, context);
    for (uint32_t i = 0; i < count; i++) {
        total += (uint64_t)counts[i].amount;
    }
    return total;
}

static int may_fail_with(nreg_code code, nreg_code injected) {
    return code == injected || (injected == NREG_RETRY && code == NREG_BUSY) ||
           (injected == NREG_UNKNOWN && code == NREG_UNKNOWN);
}

/* The work that is disturbed; returns the code of the first step that failed. */
static nreg_code work(world *w, nreg_batch *batch, const nreg_commit_options *options, nreg_result **result) {
    nreg_result *preview;
    nreg_code code = nreg_batch_preview(batch, options, &preview, &w->error);
    if (code == NREG_OK) {
        nreg_result_free(preview);
        code = nreg_batch_commit(batch, options, result, &w->error);
    }
    return code;
}

static void whole_or_absent(world *w, hostile *h, nreg_code code, nreg_batch *batch, const nreg_commit_options *options,
                            nreg_result *result) {
    hostile_fail_at(h, 0, NREG_OK, 0);
    const uint64_t accepted = 20;
    const uint64_t there = world_count(w, w->acme);
    const uint64_t chunk = options->chunk_entries;
    assert_true(code == NREG_OK ? there == accepted : (chunk != 0 || there == 0 || there == accepted));
    if (code != NREG_OK) {
        assert_ok(w, nreg_batch_commit(batch, options, &result, &w->error));
    }
    const nreg_summary summary = summary_of(result);
    assert_int_equal(summary.added, accepted);
    assert_int_equal(summary.rejected, ENTRIES - accepted);
    assert_int_equal(world_count(w, w->acme), accepted);
    assert_int_equal(journal_rows(w), world_keeps(w, NREG_GROUP_JOURNAL) ? accepted : 0);
    if (world_keeps(w, NREG_GROUP_COUNTS)) {
        assert_int_equal(counted(w), accepted);
    }
    /* The stored result is the one that was answered. */
    nreg_result *stored;
    assert_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
    uint32_t count;
    const nreg_outcome *answered = nreg_result_outcomes(result, &count, NULL);
    assert_memory_equal(nreg_result_outcomes(stored, NULL, NULL), answered, count * sizeof *answered);
    nreg_result_free(stored);
    nreg_result_free(result);
    assert_int_equal(atomic_load(&h->counts.begun), atomic_load(&h->counts.ended));
}

static void fail_every_call(const test_store *kind, nreg_code injected, int forever, uint32_t chunk) {
    uint64_t n = 1;
    for (int more = 1; more; n++) {
        world *w = world_new(kind);
        hostile *h = w->opened.hostile;
        world_peace(w);
        w->policy.max_retries = 2;
        world_reopen(w);
        nreg_batch *batch = stage(w);
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        options.request_id = "once";
        options.chunk_entries = chunk;
        hostile_fail_at(h, n, injected, forever);
        nreg_result *result = NULL;
        const nreg_code code = work(w, batch, &options, &result);
        more = hostile_failed(h);
        assert_true(code == NREG_OK || may_fail_with(code, injected));
        if (!more) {
            assert_int_equal(code, NREG_OK);
        }
        whole_or_absent(w, h, code, batch, &options, result);
        nreg_batch_free(batch);
        world_free(w);
    }
    print_message("%s, %s%s, chunks of %u: %u calls\n", kind->name, nreg_code_name(injected),
                  forever ? " for good" : "", chunk, (unsigned)n - 2);
    assert_true(n > 10);
}

static void any_call_of_a_store_may_fail(void **state) {
    const test_store *kind = *state;
    for (int forever = 0; forever < 2; forever++) {
        fail_every_call(kind, NREG_IO, forever, 0);
        fail_every_call(kind, NREG_RETRY, forever, 0);
        fail_every_call(kind, NREG_IO, forever, 7);
    }
    fail_every_call(kind, NREG_RETRY, 0, 7);
    fail_every_call(kind, NREG_BUSY, 0, 0);
    fail_every_call(kind, NREG_FULL, 0, 0);
}

/* --- at random, beside a store that behaves */

static uint64_t seed;

static uint32_t dice(uint32_t sides) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % sides;
}

typedef struct plan {
    uint32_t action;
    uint32_t target;
    uint32_t consent;
    uint32_t atomicity;
    uint32_t chunk;
    int numbers[12];
    uint32_t purposes[12];
    int count;
} plan;

static uint64_t target_of(const world *w, uint32_t which) {
    const uint64_t targets[] = {w->acme, w->sales, w->support, w->spring, w->summer, w->helpline};
    return targets[which];
}

static plan make_plan(void) {
    plan made;
    memset(&made, 0, sizeof made);
    made.action = dice(2) == 0 ? NREG_ACTION_ADD : 1 + dice(4);
    made.target = dice(6);
    made.consent = dice(4);
    made.atomicity = dice(3) == 0 ? dice(3) : NREG_ATOMIC_KEEP_GOOD;
    made.chunk = made.atomicity == NREG_ATOMIC_KEEP_GOOD && dice(3) == 0 ? 1 + dice(6) : 0;
    made.count = 1 + (int)dice(12);
    for (int i = 0; i < made.count; i++) {
        made.numbers[i] = (int)dice(30);
        made.purposes[i] = dice(6) == 0 ? DNO : 1 + dice(3);
    }
    return made;
}

/* Carries the plan out until it goes through; the result. */
static nreg_result *carry_out(world *w, const plan *p, uint32_t step, uint32_t *failures) {
    nreg_batch_options batch_options;
    nreg_batch_options_init(&batch_options);
    batch_options.action = p->action;
    nreg_batch *batch;
    assert_ok(w, nreg_batch_new(w->acme_session, target_of(w, p->target), &batch_options, &batch, &w->error));
    for (int i = 0; i < p->count; i++) {
        nreg_entry entry;
        assert_ok(w, nreg_batch_add(batch, number_of(p->numbers[i]), NREG_NUL, p->purposes[i], &entry, &w->error));
    }
    char request_id[32];
    snprintf(request_id, sizeof request_id, "step-%u", step);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = request_id;
    options.consent = p->consent;
    options.atomicity = p->atomicity;
    options.max_rejects = 2;
    options.chunk_entries = p->chunk;
    nreg_result *result;
    nreg_code code;
    for (uint32_t tries = 0; (code = nreg_batch_commit(batch, &options, &result, &w->error)) != NREG_OK; tries++) {
        if ((code != NREG_BUSY && code != NREG_UNKNOWN) || tries > 200) {
            fail_msg("%s: %s", nreg_code_name(code), w->error.message);
        }
        ++*failures;
    }
    nreg_batch_free(batch);
    return result;
}

static void assert_same_records(world *a, world *b) {
    for (int i = 0; i < 30; i++) {
        const uint64_t number = 15012149000u + (uint64_t)(i * 7 % 100);
        const nreg_record x = world_record(a, number);
        const nreg_record y = world_record(b, number);
        assert_int_equal(x.number, y.number);
        assert_int_equal(x.business, y.business);
        assert_int_equal(x.unit, y.unit);
        assert_int_equal(x.program, y.program);
        assert_int_equal(x.purpose, y.purpose);
        assert_int_equal(x.status, y.status);
        assert_int_equal(x.revision, y.revision);
        assert_int_equal(x.dno_batch != 0, y.dno_batch != 0);
        if (world_keeps(a, NREG_GROUP_JOURNAL)) {
            static nreg_journal_row rows[512];
            assert_int_equal(world_history(a, number, rows, 512), world_history(b, number, rows, 512));
        }
    }
}

static void at_war_the_outcomes_are_those_of_peace(void **state) {
    const test_store *kind = *state;
    world *peace = world_new(kind);
    world *war = world_new(kind);
    hostile *h = war->opened.hostile;
    world_peace(peace);
    world_peace(war);
    seed = UINT64_C(0x1234567);
    hostile_seed(h, 99);
    uint32_t failures = 0;
    for (uint32_t step = 0; step < 150; step++) {
        const plan p = make_plan();
        uint32_t none = 0;
        nreg_result *expected = carry_out(peace, &p, step, &none);
        h->plan = hostile_war();
        h->plan.fail = 0;
        nreg_result *result = carry_out(war, &p, step, &failures);
        h->plan = hostile_peace();
        uint32_t count;
        const nreg_outcome *a = nreg_result_outcomes(expected, &count, NULL);
        const nreg_outcome *b = nreg_result_outcomes(result, NULL, NULL);
        assert_memory_equal(a, b, count * sizeof *a);
        nreg_summary x = summary_of(expected);
        nreg_summary y = summary_of(result);
        assert_int_equal(x.added, y.added);
        assert_int_equal(x.rejected, y.rejected);
        nreg_result_free(expected);
        nreg_result_free(result);
        assert_same_records(peace, war);
    }
    print_message("%s: %u failures, %u retries, %u unknown\n", kind->name, failures,
                  (unsigned)atomic_load(&h->counts.retries),
                  (unsigned)(atomic_load(&h->counts.unknowns_done) + atomic_load(&h->counts.unknowns_undone)));
    if (world_keeps(war, NREG_GROUP_COUNTS)) {
        assert_int_equal(counted(war), world_count(war, war->acme));
    }
    assert_int_equal(atomic_load(&h->counts.begun), atomic_load(&h->counts.ended));
    world_free(war);
    world_free(peace);
}

int main(void) {
    int failed = 0;
    int stores = 0;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        if (!kind->is_hostile || strcmp(kind->name, "hostile first-tier") == 0) {
            continue;
        }
        stores++;
        const struct CMUnitTest tests[] = {
            cmocka_unit_test_prestate(any_call_of_a_store_may_fail, (void *)(uintptr_t)kind),
            cmocka_unit_test_prestate(at_war_the_outcomes_are_those_of_peace, (void *)(uintptr_t)kind),
        };
        failed += _cmocka_run_group_tests(kind->name, tests, 2, NULL, NULL);
    }
    return stores == 0 ? 77 : failed;
}
