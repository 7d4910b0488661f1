/* SPDX-License-Identifier: MIT */
/* Review within the commit (rule R7, policy NREG_REVIEW_IN_COMMIT), on every store that has what review needs. */
#include "../world/world.h"

#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY (INT64_C(24) * 3600 * 1000000)

static const uint32_t needed = NREG_GROUP_REVIEW | NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL;

/* A world whose commits review. */
static world *reviewing(void **state) {
    world *w = *state;
    world_needs(w, needed);
    w->policy.auto_review = NREG_REVIEW_IN_COMMIT;
    world_reopen(w);
    return w;
}

static void expect_status(world *w, uint64_t number, uint32_t status) {
    const nreg_record record = world_record(w, number);
    if (record.status != status) {
        fail_msg("%s: %llu is %s, not %s", w->kind->name, (unsigned long long)number, nreg_status_name(record.status),
                 nreg_status_name(status));
    }
}

static nreg_review_case look(world *w, uint64_t number) {
    nreg_review_case found;
    assert_ok(w, nreg_review_look(w->operator_session, number, &found, &w->error));
    return found;
}

static void same_outcomes(nreg_result *a, nreg_result *b) {
    uint32_t count = 0;
    uint32_t other = 0;
    const nreg_outcome *x = nreg_result_outcomes(a, &count, NULL);
    const nreg_outcome *y = nreg_result_outcomes(b, &other, NULL);
    assert_int_equal(count, other);
    for (uint32_t i = 0; i < count; i++) {
        assert_memory_equal(&x[i], &y[i], sizeof x[i]);
    }
}

static uint64_t counted(world *w, uint32_t status) {
    nreg_record_count counts[32];
    uint32_t count = 0;
    uint64_t sum = 0;
    assert_ok(w, nreg_record_counts(w->operator_session, w->acme, counts, 32, &count, &w->error));
    for (uint32_t i = 0; i < count; i++) {
        sum += counts[i].status == status ? counts[i].count : 0;
    }
    return sum;
}

static nreg_batch *upload_batch(world *w) {
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    for (int i = 0; i < 40; i++) {
        char text[24];
        snprintf(text, sizeof text, "(501) 214-%04d", 9000 + i);
        world_add(w, batch, text, CS);
    }
    world_add(w, batch, "(900) 412-3344", CS);
    world_add(w, batch, "(501) 214-9100", DNO);
    world_add(w, batch, "+61 1300 655 506", SURVEY);
    world_add(w, batch, "(501) 214-900", SURVEY);
    world_add(w, batch, "501-214-9000", CS); /* twice */
    return batch;
}

static void a_fresh_upload_ends_active_and_what_bears_a_sign_is_held(void **state) {
    world *w = reviewing(state);
    nreg_batch *batch = upload_batch(w);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "once";
    nreg_result *preview = world_preview(w, batch, &options);
    assert_int_equal(world_record(w, 15012149000).number, 0);
    nreg_result *result = world_commit(w, batch, &options);
    same_outcomes(preview, result);
    const nreg_outcome *outcomes = nreg_result_outcomes(result, NULL, NULL);
    for (int i = 0; i < 40; i++) {
        assert_int_equal(outcomes[i].outcome, NREG_OUTCOME_ADDED);
        assert_int_equal(outcomes[i].status, NREG_STATUS_ACTIVE);
        expect_status(w, 15012149000 + (uint64_t)i, NREG_STATUS_ACTIVE);
    }
    for (int i = 40; i < 43; i++) {
        assert_int_equal(outcomes[i].status, NREG_STATUS_NEEDS_PROOF);
    }
    assert_int_equal(outcomes[43].outcome, NREG_OUTCOME_REJECTED);
    assert_int_equal(look(w, 19004123344).signs, NREG_SIGN_PREMIUM_RATE);
    assert_int_equal(look(w, 15012149100).signs, NREG_SIGN_DO_NOT_ORIGINATE);
    assert_int_equal(look(w, 611300655506).signs, NREG_SIGN_SHARED_COST);
    if (world_keeps(w, NREG_GROUP_COUNTS)) {
        assert_int_equal(counted(w, NREG_STATUS_ACTIVE), 40);
        assert_int_equal(counted(w, NREG_STATUS_NEEDS_PROOF), 3);
        assert_int_equal(counted(w, NREG_STATUS_PENDING), 0);
    }
    nreg_journal_row rows[4];
    assert_int_equal(world_history(w, 15012149000, rows, 4), 1);
    assert_int_equal(rows[0].status_after, NREG_STATUS_ACTIVE);
    assert_int_equal(rows[0].flags_after, NREG_RECORD_REVIEWED_AT_ONCE);
    assert_int_equal(world_record(w, 15012149000).flags, NREG_RECORD_REVIEWED_AT_ONCE);

    /* Whoever sends it again is told the same, also under another policy. */
    w->policy.auto_review = NREG_REVIEW_BY_WORKER;
    world_reopen(w);
    nreg_result *again = world_commit(w, upload_batch(w), &options);
    assert_true((summary_of(again).flags & NREG_RESULT_REPLAYED) != 0);
    outcomes = nreg_result_outcomes(again, NULL, NULL);
    assert_int_equal(outcomes[0].status, NREG_STATUS_ACTIVE);
    assert_int_equal(outcomes[40].status, NREG_STATUS_NEEDS_PROOF);
}

static void a_commit_in_chunks_reviews_as_one_in_whole(void **state) {
    world *w = reviewing(state);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "chunks";
    options.chunk_entries = 7;
    nreg_batch *batch = upload_batch(w);
    nreg_result *preview = world_preview(w, batch, NULL);
    same_outcomes(preview, world_commit(w, batch, &options));
    expect_status(w, 15012149039, NREG_STATUS_ACTIVE);
    expect_status(w, 15012149100, NREG_STATUS_NEEDS_PROOF);
}

/* Another Business gives a number up; whoever adds it soon after is asked for proof. */
static void a_number_that_another_business_held_lately_is_held(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9001", CS, 0);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9002", CS, 0);
    world_act(w, w->operator_session, NREG_ACTION_REMOVE, w->globex, "(501) 214-9001", 0, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    for (int i = 0; i < 3; i++) {
        char text[24];
        snprintf(text, sizeof text, "501 214 %04d", 9000 + i);
        world_add(w, batch, text, CS);
    }
    nreg_result *preview = world_preview(w, batch, NULL);
    nreg_result *result = world_commit(w, batch, NULL);
    same_outcomes(preview, result);
    const nreg_outcome *outcomes = nreg_result_outcomes(result, NULL, NULL);
    assert_int_equal(outcomes[0].status, NREG_STATUS_ACTIVE);
    assert_int_equal(outcomes[1].status, NREG_STATUS_NEEDS_PROOF);
    assert_true(has(outcomes[2].reasons, NREG_REASON_REGISTERED_ELSEWHERE));
    assert_int_equal(look(w, 15012149001).signs, NREG_SIGN_HELD_ELSEWHERE);
    const nreg_record record = world_record(w, 15012149001);
    assert_int_equal(record.revision, 1);
    assert_int_equal(record.business, w->acme);
    assert_int_equal(record.program, w->spring);
    if (world_keeps(w, NREG_GROUP_COUNTS)) {
        assert_int_equal(counted(w, NREG_STATUS_ACTIVE), 1);
        assert_int_equal(counted(w, NREG_STATUS_NEEDS_PROOF), 1);
    }
    nreg_journal_row rows[8];
    const uint32_t count = world_history(w, 15012149001, rows, 8);
    assert_int_equal(rows[count - 1].status_after, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(rows[count - 1].revision, 1);

    /* After 90 days nobody asks any more. */
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9001", 0, 0);
    w->clock += 91 * DAY;
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9001", CS, 0);
    expect_status(w, 15012149001, NREG_STATUS_ACTIVE);
}

static void an_abandoned_batch_leaves_no_status_behind(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9001", CS, 0);
    world_act(w, w->operator_session, NREG_ACTION_REMOVE, w->globex, "(501) 214-9001", 0, 0);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, batch, "501 214 9001", CS);
    world_add(w, batch, "501 214 90", CS);
    const nreg_outcome *outcomes = nreg_result_outcomes(world_commit(w, batch, &options), NULL, NULL);
    assert_true(has(outcomes[0].reasons, NREG_REASON_BATCH_ABANDONED));
    assert_int_equal(outcomes[0].status, 0);
    assert_int_equal(world_record(w, 15012149001).number, 0);
}

static void a_change_to_or_from_do_not_originate_is_decided_at_once(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", CS, 0);
    nreg_outcome outcome = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->spring, "(501) 214-9000", SURVEY, 0);
    assert_int_equal(outcome.status, NREG_STATUS_ACTIVE);
    outcome = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->spring, "(501) 214-9000", DNO, 0);
    assert_int_equal(outcome.status, NREG_STATUS_NEEDS_PROOF);
    outcome = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->spring, "(501) 214-9000", SURVEY, 0);
    assert_int_equal(outcome.status, NREG_STATUS_ACTIVE);
    nreg_journal_row rows[8];
    const uint32_t count = world_history(w, 15012149000, rows, 8);
    assert_int_equal(count, 4);
    assert_int_equal(rows[2].status_before, NREG_STATUS_ACTIVE);
    assert_int_equal(rows[2].status_after, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(rows[3].status_after, NREG_STATUS_ACTIVE);
}

static nreg_outcome prove(world *w, const char *number) {
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_PROOF);
    assert_ok(w, nreg_proof_stage(batch, number, NREG_NUL, "bill-1.pdf", NULL, &w->error));
    return *nreg_result_outcomes(world_commit(w, batch, NULL), NULL, NULL);
}

static nreg_outcome rule(world *w, const char *number, uint32_t decision) {
    nreg_batch *batch = world_batch(w, w->operator_session, w->acme, NREG_ACTION_REVIEW);
    assert_ok(w, nreg_review_stage(batch, number, NREG_NUL, decision, NULL, NULL, NULL, &w->error));
    return *nreg_result_outcomes(world_commit(w, batch, NULL), NULL, NULL);
}

static void proof_is_left_to_people(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", DNO, 0);
    expect_status(w, 15012149000, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(prove(w, "(501) 214-9000").status, NREG_STATUS_PENDING);
    assert_int_equal(world_record(w, 15012149000).flags, NREG_RECORD_PROOF);
    nreg_review_report report = {.struct_size = sizeof report};
    assert_ok(w, nreg_review_run(w->operator_session, NULL, &report, &w->error));
    assert_int_equal(report.later, 1);
    assert_int_equal(report.held, 0);
    /* Nor does a change of purpose decide what a person is to look at. */
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->spring, "(501) 214-9000", SURVEY, 0).status,
                     NREG_STATUS_PENDING);
    assert_int_equal(rule(w, "(501) 214-9000", NREG_DECISION_APPROVE).status, NREG_STATUS_ACTIVE);
    assert_int_equal(world_record(w, 15012149000).flags, 0);
}

/* A decline cannot be washed off by adding, removing and adding again. */
static void a_decline_or_suspension_is_not_forgotten_by_removing_and_adding(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->acme_session, w->spring, "(900) 214-9000", CS, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", CS, 0);
    rule(w, "(501) 214-9000", NREG_DECISION_SUSPEND);
    rule(w, "(501) 214-9000", NREG_DECISION_APPROVE);
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9000", 0, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", CS, 0);
    expect_status(w, 15012149000, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(look(w, 15012149000).signs, NREG_SIGN_SUSPENDED_BEFORE);
    rule(w, "(501) 214-9000", NREG_DECISION_DECLINE);
    const nreg_outcome again = world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", CS, 0);
    assert_int_equal(again.status, NREG_STATUS_NEEDS_PROOF);
    assert_true(has(again.warnings, NREG_REASON_RESUBMITTED));
    world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "(501) 214-9000", 0, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9000", CS, 0);
    expect_status(w, 15012149000, NREG_STATUS_NEEDS_PROOF);
    assert_true((look(w, 15012149000).signs & NREG_SIGN_DECLINED_BEFORE) != 0);
    /* Another Business takes over what was declined, and is asked too. */
    rule(w, "(501) 214-9000", NREG_DECISION_DECLINE);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9000", CS, 0);
    expect_status(w, 15012149000, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(look(w, 15012149000).signs, NREG_SIGN_DECLINED_BEFORE | NREG_SIGN_HELD_ELSEWHERE);
}

static void what_was_decided_at_once_is_reverted_with_the_rest(void **state) {
    world *w = reviewing(state);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9001", CS, 0);
    world_act(w, w->operator_session, NREG_ACTION_REMOVE, w->globex, "(501) 214-9001", 0, 0);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    world_add(w, batch, "501 214 9000", CS);
    world_add(w, batch, "501 214 9001", CS);
    nreg_result *result = world_commit(w, batch, NULL);
    const nreg_record before = world_record(w, 15012149000);
    nreg_batch *change = world_batch(w, w->acme_session, w->spring, NREG_ACTION_CHANGE);
    world_add(w, change, "501 214 9000", DNO);
    nreg_result *changed = world_commit(w, change, NULL);
    expect_status(w, 15012149000, NREG_STATUS_NEEDS_PROOF);
    nreg_batch *undo = NULL;
    nreg_result *undone = NULL;
    assert_ok(w, nreg_batch_revert(w->acme_session, summary_of(changed).batch, &undo, &w->error));
    assert_ok(w, nreg_batch_commit(undo, NULL, &undone, &w->error));
    nreg_result_free(undone);
    nreg_batch_free(undo);
    const nreg_record after = world_record(w, 15012149000);
    assert_int_equal(after.status, before.status);
    assert_int_equal(after.flags, before.flags);
    assert_int_equal(after.purpose, before.purpose);
    assert_int_equal(after.dno_batch, before.dno_batch);
    assert_int_equal(after.created, before.created);
    assert_ok(w, nreg_batch_revert(w->acme_session, summary_of(result).batch, &undo, &w->error));
    assert_ok(w, nreg_batch_commit(undo, NULL, &undone, &w->error));
    assert_int_equal(summary_of(undone).restored, 1); /* the other was changed and changed back since */
    nreg_result_free(undone);
    nreg_batch_free(undo);
    assert_int_equal(world_record(w, 15012149001).number, 0);
}

static nreg_code no_scope(uint64_t id, nreg_scope *scope, void *context) {
    (void)id;
    (void)scope;
    (void)context;
    return NREG_NOT_FOUND;
}

static void a_store_that_remembers_nothing_is_refused(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_REVIEW)) {
        skip();
    }
    nreg_registry_options options;
    nreg_policy policy;
    nreg_registry *registry = NULL;
    nreg_policy_init(&policy);
    policy.auto_review = NREG_REVIEW_IN_COMMIT;
    nreg_registry_options_init(&options);
    options.policy = &policy;
    options.resolve_scope = no_scope;
    assert_int_equal(nreg_registry_open(w->store, &options, &registry, &w->error), NREG_UNSUPPORTED);
    assert_non_null(strstr(w->error.message, "remembers"));
}

/* --- the same as a worker that comes round after every batch */

enum { NUMBERS = 24, STEPS = 250 };

static uint64_t number_at(uint32_t index) {
    return index % 8 == 7 ? 19004120000 + index : 15012140000 + index; /* some at a premium rate */
}

typedef struct step {
    uint32_t what;
    uint32_t index[4];
    uint32_t purpose;
    uint32_t place;
    uint32_t consent;
    int64_t days;
} step;

static uint32_t draw(uint64_t *seed, uint32_t below) {
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static void take_step(world *w, const step *s) {
    static const uint32_t decisions[] = {NREG_DECISION_APPROVE, NREG_DECISION_HOLD, NREG_DECISION_DECLINE,
                                         NREG_DECISION_SUSPEND, NREG_DECISION_REMOVE};
    const uint64_t places[] = {w->acme, w->sales, w->spring, w->helpline, w->globex, w->pager};
    const uint64_t place = places[s->place];
    static const uint32_t actions[] = {NREG_ACTION_ADD,    NREG_ACTION_ADD,    NREG_ACTION_ADD,   NREG_ACTION_REMOVE,
                                       NREG_ACTION_CHANGE, NREG_ACTION_REVIEW, NREG_ACTION_PROOF, NREG_ACTION_MOVE};
    nreg_batch_options options;
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    nreg_batch_options_init(&options);
    options.action = actions[s->what];
    w->clock += s->days * DAY;
    assert_ok(w, nreg_batch_new(w->operator_session, place, &options, &batch, &w->error));
    for (int i = 0; i < 4; i++) {
        char text[24];
        snprintf(text, sizeof text, "+%llu", (unsigned long long)number_at(s->index[i]));
        if (options.action == NREG_ACTION_REVIEW) {
            assert_ok(w, nreg_review_stage(batch, text, NREG_NUL, decisions[(s->purpose + (uint32_t)i) % 5], NULL, NULL,
                                           NULL, &w->error));
        } else if (options.action == NREG_ACTION_PROOF) {
            assert_ok(w, nreg_proof_stage(batch, text, NREG_NUL, "proof", NULL, &w->error));
        } else {
            static const uint32_t purposes_given[] = {CS, SURVEY, DNO};
            nreg_entry_input input;
            memset(&input, 0, sizeof input);
            input.number = text;
            input.number_length = strlen(text);
            input.purpose = options.action == NREG_ACTION_REMOVE ? 0 : purposes_given[s->purpose];
            input.consent = s->consent;
            assert_ok(w, nreg_batch_stage(batch, &input, sizeof input, 1, NULL, &w->error));
        }
    }
    nreg_commit_options commit;
    nreg_commit_options_init(&commit);
    commit.consent = s->consent;
    nreg_result *preview = NULL;
    assert_ok(w, nreg_batch_preview(batch, &commit, &preview, &w->error));
    assert_ok(w, nreg_batch_commit(batch, &commit, &result, &w->error));
    same_outcomes(preview, result);
    nreg_result_free(preview);
    nreg_result_free(result);
    nreg_batch_free(batch);
}

static void deciding_at_once_answers_what_a_worker_would(void **state) {
    world *at_once = reviewing(state);
    world *later = world_new(at_once->kind);
    uint64_t seed = 1;
    uint64_t held = 0;
    for (int i = 0; i < STEPS; i++) {
        step s = {draw(&seed, 8), {0, 0, 0, 0}, draw(&seed, 3), draw(&seed, 6), draw(&seed, 2), 7 * draw(&seed, 3)};
        for (int j = 0; j < 4; j++) {
            s.index[j] = draw(&seed, NUMBERS);
        }
        take_step(at_once, &s);
        take_step(later, &s);
        later->clock += INT64_C(301) * 1000000; /* what was left for later is leased no more */
        assert_ok(later, nreg_review_run(later->operator_session, NULL, NULL, &later->error));
        for (uint32_t n = 0; n < NUMBERS; n++) {
            const nreg_record x = world_record(at_once, number_at(n));
            const nreg_record y = world_record(later, number_at(n));
            if (x.status != y.status || x.purpose != y.purpose ||
                (x.business == at_once->acme) != (y.business == later->acme)) {
                fail_msg("%s, step %d, action %u: %llu is %s at once, %s by a worker", at_once->kind->name, i, s.what,
                         (unsigned long long)number_at(n), nreg_status_name(x.status), nreg_status_name(y.status));
            }
            held += x.status == NREG_STATUS_NEEDS_PROOF;
        }
    }
    assert_true(held > 100);
    world_free(later);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(a_fresh_upload_ends_active_and_what_bears_a_sign_is_held),
        ON_A_WORLD(a_commit_in_chunks_reviews_as_one_in_whole),
        ON_A_WORLD(a_number_that_another_business_held_lately_is_held),
        ON_A_WORLD(an_abandoned_batch_leaves_no_status_behind),
        ON_A_WORLD(a_change_to_or_from_do_not_originate_is_decided_at_once),
        ON_A_WORLD(proof_is_left_to_people),
        ON_A_WORLD(a_decline_or_suspension_is_not_forgotten_by_removing_and_adding),
        ON_A_WORLD(what_was_decided_at_once_is_reverted_with_the_rest),
        ON_A_WORLD(a_store_that_remembers_nothing_is_refused),
        ON_A_WORLD(deciding_at_once_answers_what_a_worker_would),
    };
    return world_run(tests);
}
