/* SPDX-License-Identifier: MIT */
/* Rules R6 and R8: changing the call purpose, and Do Not Originate. */
#include "rules.h"

static void r6_a_purpose_is_changed_and_do_not_originate_reviewed_again(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->sales, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    const nreg_outcome changed = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, SURVEY, 0);
    assert_int_equal(changed.outcome, NREG_OUTCOME_CHANGED);
    assert_int_equal(changed.status, NREG_STATUS_ACTIVE);
    assert_int_equal(world_record(w, NUMBER).unit, w->sales);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, SURVEY, 0), NREG_REASON_NO_CHANGE);
    const nreg_outcome dno = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, DNO, 0);
    assert_int_equal(dno.status, NREG_STATUS_PENDING);
    assert_true(has(dno.warnings, NREG_REASON_DNO_CHANGED));
    assert_true(has(dno.warnings, NREG_REASON_DNO));
}

static void r6_a_declined_number_declared_do_not_originate_comes_back_as_resubmitted(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->sales, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_DECLINED);
    const nreg_outcome dno = world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, N, DNO, 0);
    assert_int_equal(dno.status, NREG_STATUS_PENDING);
    assert_int_equal(world_record(w, NUMBER).flags, NREG_RECORD_RESUBMITTED);
}

static void r8_do_not_originate_is_acknowledged_counted_and_remembered(void **state) {
    world *w = *state;
    w->policy.dno_acknowledge = 1;
    world_reopen(w);
    nreg_batch *batch = world_batch(w, w->acme_session, w->spring, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, DNO);
    (void)world_add(w, batch, "501-214-9021", CS);
    const nreg_result *unconfirmed = world_preview(w, batch, NULL);
    assert_rejected(outcome_at(unconfirmed, 0), NREG_REASON_DNO_NOT_ACKNOWLEDGED);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.acknowledge_dno = 1;
    options.attestation = "dno-text-v3";
    const nreg_result *result = world_commit(w, batch, &options);
    assert_int_equal(summary_of(result).dno, 1);
    assert_true(has(outcome_at(result, 0).warnings, NREG_REASON_DNO_IN_PROGRAM));
    const nreg_record record = world_record(w, NUMBER);
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        assert_int_equal(record.dno_batch, nreg_batch_id(batch));
        nreg_batch_info declared;
        assert_ok(w, nreg_batch_get(w->acme_session, record.dno_batch, &declared, &w->error));
        assert_string_equal(declared.attestation, "dno-text-v3");
        assert_string_equal(declared.actor, "user:1");
    } else {
        assert_true(record.dno_batch != 0);
    }
    assert_int_equal(world_record(w, 15012149021).dno_batch, 0);
}

static void r8_a_policy_may_keep_do_not_originate_out_of_programs(void **state) {
    world *w = *state;
    w->policy.dno_in_program = 1;
    world_reopen(w);
    assert_rejected(world_add_one(w, w->acme_session, w->spring, N, DNO, 0), NREG_REASON_DNO_IN_PROGRAM);
    assert_int_equal(world_add_one(w, w->acme_session, w->sales, N, DNO, 0).outcome, NREG_OUTCOME_ADDED);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_MOVE, w->spring, N, 0, 0), NREG_REASON_DNO_IN_PROGRAM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r6_a_purpose_is_changed_and_do_not_originate_reviewed_again),
        ON_A_WORLD(r6_a_declined_number_declared_do_not_originate_comes_back_as_resubmitted),
        ON_A_WORLD(r8_do_not_originate_is_acknowledged_counted_and_remembered),
        ON_A_WORLD(r8_a_policy_may_keep_do_not_originate_out_of_programs),
    };
    return world_run(tests);
}
