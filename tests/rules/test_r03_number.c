/* SPDX-License-Identifier: MIT */
/* Rule R3: what is wrong with a number has a reason of its own. What is read and judged how, tests/number and
 * tests/check tell. */
#include "rules.h"

#include <string.h>

static void r3_each_fault_has_its_own_reason(void **state) {
    world *w = *state;
    static const struct {
        const char *input;
        uint32_t reason;
    } faults[] = {
        {"", NREG_REASON_EMPTY},
        {"hello", NREG_REASON_NOT_A_NUMBER},
        {"501-214-902", NREG_REASON_TOO_SHORT},
        {"501-214-90200", NREG_REASON_TOO_LONG},
        {"1.50121E+10", NREG_REASON_SPREADSHEET_DAMAGE},
        {"211-214-9020", NREG_REASON_BAD_AREA_CODE},
        {"501-114-9020", NREG_REASON_BAD_EXCHANGE},
        {"501-555-0100", NREG_REASON_RESERVED_FICTIONAL},
        {"501-555-1212", NREG_REASON_DIRECTORY_ASSISTANCE},
    };
    enum { FAULTS = sizeof faults / sizeof *faults };
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    for (size_t i = 0; i < FAULTS; i++) {
        (void)world_add(w, batch, faults[i].input, CS);
    }
    const nreg_result *result = world_commit(w, batch, NULL);
    for (uint32_t i = 0; i < FAULTS; i++) {
        const nreg_outcome outcome = outcome_at(result, i);
        if (outcome.outcome != NREG_OUTCOME_REJECTED || !has(outcome.reasons, faults[i].reason)) {
            fail_msg("%s: %s, not %s", faults[i].input, nreg_reason_code(outcome.reason),
                     nreg_reason_code(faults[i].reason));
        }
    }
    assert_int_equal(world_count(w, w->acme), 0);
}

static void r3_a_text_too_long_to_be_a_number_is_not_read(void **state) {
    world *w = *state;
    static char text[NREG_INPUT_MAX + 2];
    memset(text, ' ', sizeof text - 1);
    memcpy(text, N, strlen(N));
    const nreg_outcome outcome = world_add_one(w, w->acme_session, w->acme, text, CS, 0);
    assert_rejected(outcome, NREG_REASON_TOO_LONG);
    assert_int_equal(outcome.number, 0);
}

static void r3_the_policy_rejects_warns_or_accepts(void **state) {
    world *w = *state;
    const uint64_t premium = NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE);
    nreg_number_rules *rules = &w->policy.numbers;
    const uint64_t settings[][2] = {{rules->reject | premium, rules->warn},
                                    {rules->reject & ~premium, rules->warn | premium},
                                    {rules->reject & ~premium, rules->warn & ~premium}};
    static const char *const numbers[] = {"900-214-9020", "900-214-9021", "900-214-9022"};
    for (int i = 0; i < 3; i++) {
        rules->reject = settings[i][0];
        rules->warn = settings[i][1];
        world_reopen(w);
        const nreg_outcome outcome = world_add_one(w, w->acme_session, w->acme, numbers[i], CS, 0);
        assert_int_equal(outcome.outcome, i == 0 ? NREG_OUTCOME_REJECTED : NREG_OUTCOME_ADDED);
        assert_int_equal(outcome.reasons, i == 0 ? premium : 0);
        assert_int_equal(outcome.warnings, i == 1 ? premium : 0);
    }
}

static void r3_what_the_plan_forbids_can_still_be_removed(void **state) {
    world *w = *state;
    w->policy.numbers.reject &= ~NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE);
    world_reopen(w);
    (void)world_add_one(w, w->acme_session, w->acme, "900-214-9020", CS, 0);
    w->policy.numbers.reject |= NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE);
    world_reopen(w);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_CHANGE, w->acme, "900-214-9020", SURVEY, 0).outcome,
                     NREG_OUTCOME_CHANGED);
    assert_int_equal(world_act(w, w->acme_session, NREG_ACTION_REMOVE, w->acme, "900-214-9020", 0, 0).outcome,
                     NREG_OUTCOME_DELETED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r3_each_fault_has_its_own_reason),
        ON_A_WORLD(r3_a_text_too_long_to_be_a_number_is_not_read),
        ON_A_WORLD(r3_the_policy_rejects_warns_or_accepts),
        ON_A_WORLD(r3_what_the_plan_forbids_can_still_be_removed),
    };
    return world_run(tests);
}
