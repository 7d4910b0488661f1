/* SPDX-License-Identifier: MIT */
/* Rule R7, through the public functions, on every store that has what review needs. */
#include "../world/world.h"

#include <numberreg/journal.h>
#include <numberreg/record.h>
#include <numberreg/review.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t needed = NREG_GROUP_REVIEW | NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL;

static nreg_review_report run(world *w, const nreg_review_options *options) {
    nreg_review_report report;
    memset(&report, 0, sizeof report);
    report.struct_size = (uint32_t)sizeof report;
    assert_ok(w, nreg_review_run(w->operator_session, options, &report, &w->error));
    return report;
}

static nreg_outcome decide(world *w, const char *number, uint32_t decision, const char *note, const char *internal) {
    nreg_batch *batch = world_batch(w, w->operator_session, w->acme, NREG_ACTION_REVIEW);
    assert_ok(w, nreg_review_stage(batch, number, NREG_NUL, decision, note, internal, NULL, &w->error));
    return *nreg_result_outcomes(world_commit(w, batch, NULL), NULL, NULL);
}

static void the_built_in_reviewer_approves_what_bears_no_sign_and_holds_the_rest(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9021", DNO, 0);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9022", CS, 0);
    const nreg_review_report report = run(w, NULL);
    assert_int_equal(report.leased, 3);
    assert_int_equal(report.approved, 2);
    assert_int_equal(report.held, 1);
    assert_int_equal(report.overtaken, 0);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_ACTIVE);
    assert_int_equal(world_record(w, 15012149021).status, NREG_STATUS_NEEDS_PROOF);
    assert_int_equal(world_record(w, 15012149022).status, NREG_STATUS_ACTIVE);
    assert_int_equal(run(w, NULL).leased, 0);
    nreg_review_case found;
    assert_ok(w, nreg_review_look(w->operator_session, 15012149021, &found, &w->error));
    assert_int_equal(found.signs, NREG_SIGN_DO_NOT_ORIGINATE);
    assert_int_equal(found.record.status, NREG_STATUS_NEEDS_PROOF);
    assert_string_equal(found.region, "US");
    assert_int_equal(nreg_review_look(w->operator_session, 15012149029, &found, NULL), NREG_NOT_FOUND);
}

static nreg_code noting_reviewer(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers,
                                 void *context) {
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        answers[i].decision = cases[i].record.number % 2 == 0 ? NREG_DECISION_HOLD : NREG_DECISION_LATER;
        answers[i].note = "Please send the bill of this line.";
        answers[i].internal_note = "Caller complained.";
    }
    return NREG_OK;
}

static void notes_reach_the_tenant_internal_ones_do_not_and_proof_brings_a_number_back(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9021", CS, 0);
    nreg_review_options options;
    nreg_review_options_init(&options);
    options.reviewer = noting_reviewer;
    const nreg_review_report report = run(w, &options);
    assert_int_equal(report.held, 1);
    assert_int_equal(report.later, 1);
    assert_int_equal(run(w, &options).leased, 0); /* what is for later stays leased for a while */

    nreg_review_note notes[4];
    uint64_t after = 0;
    uint32_t count = 0;
    assert_ok(w, nreg_review_notes(w->acme_session, 15012149020, &after, notes, 4, &count, &w->error));
    assert_int_equal(count, 1);
    assert_string_equal(notes[0].note, "Please send the bill of this line.");
    assert_string_equal(notes[0].internal_note, "");
    assert_int_equal(notes[0].status, NREG_STATUS_NEEDS_PROOF);
    after = 0;
    assert_ok(w, nreg_review_notes(w->operator_session, 15012149020, &after, notes, 4, &count, &w->error));
    assert_string_equal(notes[0].internal_note, "Caller complained.");

    nreg_batch *proof = world_batch(w, w->acme_session, w->spring, NREG_ACTION_PROOF);
    assert_ok(w, nreg_proof_stage(proof, "(501) 214-9020", NREG_NUL, "bill-4711.pdf", NULL, &w->error));
    assert_ok(w, nreg_proof_stage(proof, "(501) 214-9021", NREG_NUL, "bill-4712.pdf", NULL, &w->error));
    assert_int_equal(nreg_proof_stage(proof, "(501) 214-9021", NREG_NUL, "", NULL, NULL), NREG_INVALID_ARGUMENT);
    const nreg_outcome *outcomes = nreg_result_outcomes(world_commit(w, proof, NULL), NULL, NULL);
    assert_int_equal(outcomes[0].outcome, NREG_OUTCOME_REVIEWED);
    assert_int_equal(outcomes[1].reasons, NREG_REASON_BIT(NREG_REASON_BAD_TRANSITION));
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    after = 1;
    assert_ok(w, nreg_review_notes(w->acme_session, 15012149020, &after, notes, 4, &count, &w->error));
    assert_int_equal(count, 1);
    assert_int_equal(notes[0].action, NREG_ACTION_PROOF);
    assert_string_equal(notes[0].note, "bill-4711.pdf");
    nreg_session *other = world_visit(w, GLOBEX);
    after = 0;
    assert_ok(w, nreg_review_notes(other, 15012149020, &after, notes, 4, &count, &w->error));
    assert_int_equal(count, 0);
}

static void operators_make_the_moves_of_the_rule_by_hand(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_APPROVE, NULL, NULL).outcome, NREG_OUTCOME_REVIEWED);
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_DECLINE, NULL, NULL).reasons,
                     NREG_REASON_BIT(NREG_REASON_BAD_TRANSITION));
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_SUSPEND, "Complaints.", NULL).outcome,
                     NREG_OUTCOME_REVIEWED);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->spring, "(501) 214-9020", 0, 0).reasons,
                     NREG_REASON_BIT(NREG_REASON_SUSPENDED));
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_DECLINE, NULL, NULL).outcome, NREG_OUTCOME_REVIEWED);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_DECLINED);
    /* Resubmitted after the decline, it bears a sign; removed, it is remembered. */
    const nreg_outcome again = world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    assert_int_equal(again.outcome, NREG_OUTCOME_ADDED);
    assert_true(has(again.warnings, NREG_REASON_RESUBMITTED));
    assert_int_equal(run(w, NULL).held, 1);
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_REMOVE, "Not yours.", NULL).outcome,
                     NREG_OUTCOME_DELETED);
    assert_int_equal(world_record(w, 15012149020).number, 0);
    world_add_one(w, w->operator_session, w->globex, "(501) 214-9020", CS, 0);
    nreg_review_case found;
    assert_ok(w, nreg_review_look(w->operator_session, 15012149020, &found, &w->error));
    assert_true((found.signs & NREG_SIGN_HELD_ELSEWHERE) != 0);
}

static void tenants_review_nothing(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_review_case found;
    nreg_entry entry;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    assert_int_equal(nreg_review_run(w->acme_session, NULL, NULL, &w->error), NREG_DENIED);
    assert_int_equal(nreg_review_expire(w->acme_session, 10, NULL, &w->error), NREG_DENIED);
    assert_int_equal(nreg_review_look(w->acme_session, 15012149020, &found, &w->error), NREG_DENIED);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_REVIEW);
    assert_ok(
        w, nreg_review_stage(batch, "(501) 214-9020", NREG_NUL, NREG_DECISION_REMOVE, NULL, NULL, &entry, &w->error));
    const nreg_outcome *outcome = nreg_result_outcomes(world_commit(w, batch, NULL), NULL, NULL);
    assert_true(has(outcome->reasons, NREG_REASON_NOT_ALLOWED));
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    /* An entry without its decision would be a removal. */
    batch = world_batch(w, w->operator_session, w->acme, NREG_ACTION_REVIEW);
    assert_int_equal(nreg_batch_add(batch, "(501) 214-9020", NREG_NUL, 0, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_review_stage(batch, "1", NREG_NUL, NREG_DECISION_LATER, NULL, NULL, NULL, &w->error),
                     NREG_INVALID_ARGUMENT);
    assert_int_equal(
        nreg_review_stage(batch, "1", NREG_NUL, NREG_DECISION_APPROVE, "line\nbreak", NULL, NULL, &w->error),
        NREG_BAD_TEXT);
    assert_int_equal(nreg_batch_count(batch), 0);
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_OK);
    assert_ok(w,
              nreg_review_stage(batch, "(501) 214-9020", NREG_NUL, NREG_DECISION_APPROVE, NULL, NULL, NULL, &w->error));
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_UNSUPPORTED);
}

static nreg_code meddling_reviewer(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers,
                                   void *context) {
    world *w = context;
    (void)cases;
    world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->spring, "(501) 214-9020", DNO, 0);
    for (uint32_t i = 0; i < count; i++) {
        answers[i].decision = NREG_DECISION_APPROVE;
    }
    return NREG_OK;
}

static void a_number_changed_while_it_was_reviewed_is_reviewed_again(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    nreg_review_options options;
    nreg_review_options_init(&options);
    options.reviewer = meddling_reviewer;
    options.context = w;
    const nreg_review_report report = run(w, &options);
    assert_int_equal(report.overtaken, 1);
    assert_int_equal(report.approved, 0);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    assert_int_equal(run(w, NULL).held, 1); /* the lease was given up: it is reviewed as it is now */
}

static nreg_code failing_reviewer(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers,
                                  void *context) {
    (void)cases;
    (void)count;
    (void)answers;
    (void)context;
    return NREG_HOST;
}

static void a_reviewer_that_fails_leaves_the_numbers_for_the_next(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    nreg_review_options options;
    nreg_review_options_init(&options);
    options.reviewer = failing_reviewer;
    assert_int_equal(nreg_review_run(w->operator_session, &options, NULL, &w->error), NREG_HOST);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    assert_int_equal(run(w, NULL).approved, 1);
}

static void a_policy_can_leave_review_to_people(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9020", CS, 0);
    w->policy.auto_review = NREG_REVIEW_OFF;
    world_reopen(w);
    assert_int_equal(nreg_review_run(w->operator_session, NULL, NULL, &w->error), NREG_DENIED);
    assert_int_equal(world_record(w, 15012149020).status, NREG_STATUS_PENDING);
    assert_int_equal(decide(w, "(501) 214-9020", NREG_DECISION_APPROVE, NULL, NULL).outcome, NREG_OUTCOME_REVIEWED);
}

static void proof_that_does_not_come_in_time_ends_in_removal(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9021", DNO, 0);
    run(w, NULL);
    nreg_review_report report = {.struct_size = sizeof report};
    assert_ok(w, nreg_review_expire(w->operator_session, 100, &report, &w->error));
    assert_int_equal(report.removed, 0);
    assert_int_equal(report.later, 1);
    w->clock += (int64_t)31 * 24 * 3600 * 1000000;
    assert_ok(w, nreg_review_expire(w->operator_session, 100, &report, &w->error));
    assert_int_equal(report.removed, 1);
    assert_int_equal(world_record(w, 15012149021).number, 0);
    if (world_keeps(w, NREG_GROUP_JOURNAL)) {
        nreg_journal_row rows[8];
        nreg_journal_cursor cursor = {{0}};
        uint32_t count = 0, more = 0;
        assert_ok(w, nreg_journal_number(w->acme_session, 15012149021, &cursor, rows, 8, &count, &more, &w->error));
        assert_true(count > 1 && rows[count - 1].change == NREG_CHANGE_REMOVED);
        assert_int_equal(rows[count - 1].reason, NREG_REASON_PROOF_EXPIRED);
        assert_int_equal(rows[count - 2].reason, NREG_REASON_NONE);
    }
}

static void what_a_worker_that_was_killed_had_leased_expires_later(void **state) {
    world *w = *state;
    world_needs(w, needed);
    if (w->opened.hostile == NULL) {
        skip(); /* nothing kills it */
    }
    world_peace(w);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9021", DNO, 0);
    run(w, NULL);
    w->clock += (int64_t)31 * 24 * 3600 * 1000000;
    nreg_review_report report = {.struct_size = sizeof report};
    /* It is killed a call later each time, until one is killed with the lease in its hands: the next finds nothing. */
    nreg_code code = NREG_IO;
    for (uint64_t n = 1; n < 100 && code != NREG_OK; n++) {
        hostile_fail_at(w->opened.hostile, n, NREG_IO, 1);
        code = nreg_review_expire(w->operator_session, 100, &report, &w->error);
    }
    hostile_fail_at(w->opened.hostile, 0, NREG_OK, 0);
    assert_int_equal(code, NREG_OK);
    assert_int_equal(report.leased, 0);
    assert_int_equal(world_record(w, 15012149021).status, NREG_STATUS_NEEDS_PROOF);
    w->clock += (int64_t)NREG_EXPIRE_LEASE_SECONDS * 1000000;
    assert_ok(w, nreg_review_expire(w->operator_session, 100, &report, &w->error));
    assert_int_equal(report.removed, 1);
}

/* --- several workers at once */

enum { NUMBERS = 2000, WORKERS = 4 };

typedef struct shift {
    world *w;
    atomic_uint *asked; /* of each number: how often */
    uint32_t approved;
    nreg_code code;
} shift;

static nreg_code counting_reviewer(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers,
                                   void *context) {
    shift *s = context;
    for (uint32_t i = 0; i < count; i++) {
        atomic_fetch_add(&s->asked[cases[i].record.number - 15012140000], 1);
        answers[i].decision = NREG_DECISION_APPROVE;
    }
    return NREG_OK;
}

static void *work(void *context) {
    shift *s = context;
    nreg_review_options options;
    nreg_session *session = NULL;
    nreg_review_options_init(&options);
    options.limit = 100;
    options.lease_seconds = 86400; /* the clock of this world runs fast */
    options.reviewer = counting_reviewer;
    options.context = s;
    s->code = nreg_session_open_operator(s->w->registry, "worker", NREG_NUL, NULL, 0, &session, NULL);
    for (int idle = 0; s->code == NREG_OK && idle < 2;) {
        nreg_review_report report = {.struct_size = sizeof report};
        s->code = nreg_review_run(session, &options, &report, NULL);
        s->approved += report.approved;
        idle = report.leased == 0 ? idle + 1 : 0;
    }
    nreg_session_close(session);
    return NULL;
}

static void workers_at_once_ask_about_each_number_once(void **state) {
    world *w = *state;
    world_needs(w, needed);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    for (int i = 0; i < NUMBERS; i++) {
        char text[32];
        snprintf(text, sizeof text, "+1501214%04d", i);
        world_add(w, batch, text, CS);
    }
    world_commit(w, batch, NULL);
    static atomic_uint asked[NUMBERS];
    memset(asked, 0, sizeof asked);
    pthread_t threads[WORKERS];
    shift shifts[WORKERS];
    uint32_t approved = 0;
    for (int i = 0; i < WORKERS; i++) {
        shifts[i] = (shift){w, asked, 0, NREG_OK};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &shifts[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(shifts[i].code, NREG_OK);
        approved += shifts[i].approved;
    }
    assert_int_equal(approved, NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
        assert_int_equal(atomic_load(&asked[i]), 1);
        assert_int_equal(world_record(w, 15012140000 + (uint64_t)i).status, NREG_STATUS_ACTIVE);
    }
}

static void what_review_thought_of_a_number_is_remembered_when_it_thinks_better_of_it(void **state) {
    world *w = *state;
    world_needs(w, needed);
    world_add_one(w, w->acme_session, w->acme, "(501) 214-9020", CS, 0);
    static const uint32_t decisions[] = {NREG_DECISION_APPROVE, NREG_DECISION_SUSPEND, NREG_DECISION_APPROVE};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(decide(w, "(501) 214-9020", decisions[i], NULL, NULL).outcome, NREG_OUTCOME_REVIEWED);
    }
    nreg_review_case found;
    assert_ok(w, nreg_review_look(w->operator_session, 15012149020, &found, &w->error));
    assert_int_equal(found.record.status, NREG_STATUS_ACTIVE);
    assert_int_equal(found.signs, NREG_SIGN_SUSPENDED_BEFORE);
}

static void signs_have_codes_and_sentences(void **state) {
    (void)state;
    for (uint32_t sign = 1; sign <= NREG_SIGN_DO_NOT_ORIGINATE; sign <<= 1) {
        assert_string_not_equal(nreg_sign_code(sign), "?");
        assert_true(strlen(nreg_sign_text(sign)) > 10);
    }
    assert_string_equal(nreg_sign_code(3), "?");
    assert_string_equal(nreg_sign_text(0), "");
}

static void a_change_of_purpose_gives_no_more_time_to_prove(void **state) {
    world *w = *state;
    world_needs(w, needed);
    const int64_t days = INT64_C(20) * 86400000000;
    nreg_review_report report;
    report.struct_size = (uint32_t)sizeof report;
    world_add_one(w, w->acme_session, w->spring, "(501) 214-9021", CS, 0);
    (void)decide(w, "(501) 214-9021", NREG_DECISION_HOLD, NULL, NULL);
    w->clock += days;
    (void)world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "(501) 214-9021", SURVEY, 0);
    assert_int_equal(world_record(w, 15012149021).status, NREG_STATUS_NEEDS_PROOF);
    w->clock += days;
    assert_ok(w, nreg_review_expire(w->operator_session, 100, &report, &w->error));
    assert_int_equal(report.removed, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(the_built_in_reviewer_approves_what_bears_no_sign_and_holds_the_rest),
        ON_A_WORLD(notes_reach_the_tenant_internal_ones_do_not_and_proof_brings_a_number_back),
        ON_A_WORLD(operators_make_the_moves_of_the_rule_by_hand),
        ON_A_WORLD(tenants_review_nothing),
        ON_A_WORLD(a_number_changed_while_it_was_reviewed_is_reviewed_again),
        ON_A_WORLD(a_reviewer_that_fails_leaves_the_numbers_for_the_next),
        ON_A_WORLD(a_policy_can_leave_review_to_people),
        ON_A_WORLD(proof_that_does_not_come_in_time_ends_in_removal),
        ON_A_WORLD(what_a_worker_that_was_killed_had_leased_expires_later),
        ON_A_WORLD(workers_at_once_ask_about_each_number_once),
        ON_A_WORLD(what_review_thought_of_a_number_is_remembered_when_it_thinks_better_of_it),
        ON_A_WORLD(signs_have_codes_and_sentences),
        ON_A_WORLD(a_change_of_purpose_gives_no_more_time_to_prove),
    };
    return world_run(tests);
}
