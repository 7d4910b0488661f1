/* SPDX-License-Identifier: MIT */
/* Rule R5, and moving listed numbers: how numbers leave a scope. */
#include "rules.h"

static void r5_removing_unassigns_one_level_up_or_deletes(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    const nreg_outcome up = world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->spring, N, 0, 0);
    assert_int_equal(up.outcome, NREG_OUTCOME_UNASSIGNED);
    assert_int_equal(up.holder, w->spring);
    assert_int_equal(world_record(w, NUMBER).unit, w->sales);
    assert_int_equal(world_record(w, NUMBER).program, 0);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, N, 0, 0).outcome,
                     NREG_OUTCOME_UNASSIGNED);
    assert_int_equal(world_record(w, NUMBER).unit, 0);
    const nreg_outcome gone = world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0);
    assert_int_equal(gone.outcome, NREG_OUTCOME_DELETED);
    assert_int_equal(gone.status, 0);
    assert_int_equal(world_record(w, NUMBER).number, 0);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_REGISTERED);
}

static void r5_deleting_is_asked_for(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, N, 0, NREG_CONSENT_DELETE).outcome,
                     NREG_OUTCOME_DELETED);
    assert_int_equal(world_record(w, NUMBER).number, 0);
}

static void r5_outside_the_root_is_not_registered(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->operator_session, w->globex, N, CS, 0);
    (void)world_add_one(w, w->acme_session, w->support, "501-214-9021", CS, 0);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_REGISTERED);
    nreg_session *sales = world_session(w, SALES);
    assert_rejected(world_act(w, sales, NREG_ACTION_REMOVE, w->sales, "501-214-9021", 0, 0),
                    NREG_REASON_NOT_REGISTERED);
    nreg_session_close(sales);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->sales, "501-214-9021", 0, 0),
                    NREG_REASON_NOT_IN_SCOPE);
    nreg_session *group = world_session(w, RESELLER);
    assert_rejected(world_act(w, group, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_NOT_IN_SCOPE);
    (void)world_add_one(w, w->operator_session, w->solo, "501-214-9022", CS, 0);
    assert_rejected(world_act(w, group, NREG_ACTION_REMOVE, w->acme, "501-214-9022", 0, 0), NREG_REASON_NOT_REGISTERED);
    nreg_session_close(group);
}

static void r5_a_suspended_number_stays(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->acme, N, CS, 0);
    world_set_status(w, NUMBER, NREG_STATUS_SUSPENDED);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0), NREG_REASON_SUSPENDED);
    assert_int_equal(world_act(w, w->operator_session, NREG_ACTION_REMOVE, w->acme, N, 0, 0).outcome,
                     NREG_OUTCOME_DELETED);
}

static void r5_listed_numbers_move_within_a_business(void **state) {
    world *w = *state;
    (void)world_add_one(w, w->acme_session, w->spring, N, CS, 0);
    const nreg_outcome moved = world_act(w, w->acme_session, NREG_ACTION_MOVE, w->support, N, 0, 0);
    assert_int_equal(moved.outcome, NREG_OUTCOME_MOVED);
    assert_int_equal(moved.holder, w->spring);
    assert_int_equal(world_record(w, NUMBER).unit, w->support);
    assert_int_equal(world_record(w, NUMBER).purpose, CS);
    assert_rejected(world_act(w, w->acme_session, NREG_ACTION_MOVE, w->support, N, 0, 0), NREG_REASON_ALREADY_HERE);
    assert_rejected(world_act(w, w->operator_session, NREG_ACTION_MOVE, w->globex, N, 0, 0), NREG_REASON_NOT_ALLOWED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r5_removing_unassigns_one_level_up_or_deletes), ON_A_WORLD(r5_deleting_is_asked_for),
        ON_A_WORLD(r5_outside_the_root_is_not_registered),         ON_A_WORLD(r5_a_suspended_number_stays),
        ON_A_WORLD(r5_listed_numbers_move_within_a_business),
    };
    return world_run(tests);
}
