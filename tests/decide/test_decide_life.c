/* SPDX-License-Identifier: MIT */
/* Review, proof, revert, transfer and import: every combination of what decide looks at, against the rules said a
 * second time. */
#include "commit/decide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    BUSINESS = 10,
    UNIT = 11,
    PROGRAM = 12,
    OTHER_UNIT = 21,
    OTHER_PROGRAM = 22,
    OTHER_BUSINESS = 30,
    BATCH = 77,
    NOW = 1000,
    CREATED = 100,
    CALLS = NREG_PURPOSE_SURVEY,
    DNO = NREG_PURPOSE_DO_NOT_ORIGINATE
};
static const uint64_t NUMBER = 15012149020;

static const nreg_place targets[] = {{BUSINESS, 0, 0}, {BUSINESS, UNIT, 0}, {BUSINESS, UNIT, PROGRAM}};
static const nreg_place holders[] = {{BUSINESS, 0, 0},
                                     {BUSINESS, UNIT, 0},
                                     {BUSINESS, UNIT, PROGRAM},
                                     {BUSINESS, OTHER_UNIT, OTHER_PROGRAM},
                                     {OTHER_BUSINESS, 0, 0}};
enum { TARGETS = 3, HOLDERS = 5 };

static int has(uint64_t set, uint32_t reason) {
    return (set & NREG_REASON_BIT(reason)) != 0;
}

static int contains(const nreg_place *outer, const nreg_place *inner) {
    return outer->business == inner->business && (outer->unit == 0 || outer->unit == inner->unit) &&
           (outer->program == 0 || outer->program == inner->program);
}

static nreg_record record_at(const nreg_place *place, uint32_t status, int dno) {
    nreg_record record = {NUMBER, place->business,   place->unit, place->program,          5,          CREATED, 200,
                          3,      dno ? DNO : CALLS, status,      NREG_RECORD_RESUBMITTED, dno ? 5 : 0};
    return record;
}

static nreg_setting setting_of(const nreg_place *target, uint32_t is_operator) {
    const nreg_setting setting = {*target, NREG_TARGET_OPEN, 0, 0, 0, is_operator, BATCH, NOW, 0, 0};
    return setting;
}

static nreg_wish wish_of(uint32_t action, uint32_t status) {
    const nreg_wish wish = {NUMBER, 0, 0, 4, action, 0, 0, 0, status, 0, 0, 0, 0, 0};
    return wish;
}

static nreg_decision decide(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence) {
    nreg_decision decision;
    memset(&decision, 0xAA, sizeof decision);
    nreg_decide(setting, wish, evidence, &decision);
    assert_int_equal(decision.write == NREG_WRITE_NONE, decision.reasons != 0);
    assert_int_equal(decision.outcome == NREG_OUTCOME_REJECTED, decision.reasons != 0);
    return decision;
}

/* Rule R7 as a sentence: which statuses follow on which. */
static int rule_allows(uint32_t from, uint32_t to) {
    switch (from) {
    case NREG_STATUS_PENDING:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_NEEDS_PROOF || to == NREG_STATUS_DECLINED || to == 0;
    case NREG_STATUS_NEEDS_PROOF:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_DECLINED || to == 0;
    case NREG_STATUS_ACTIVE:
        return to == NREG_STATUS_SUSPENDED || to == NREG_STATUS_NEEDS_PROOF || to == 0;
    case NREG_STATUS_SUSPENDED:
        return to == NREG_STATUS_ACTIVE || to == NREG_STATUS_DECLINED || to == 0;
    default:
        return to == 0;
    }
}

static uint64_t away(const nreg_place *target, const nreg_evidence *evidence) {
    if (evidence->record == NULL || !evidence->visible) {
        return NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED);
    }
    const nreg_place holder = nreg_place_of_record(evidence->record);
    return contains(target, &holder) ? 0 : NREG_REASON_BIT(NREG_REASON_NOT_IN_SCOPE);
}

static void check_review(const nreg_setting *setting, const nreg_evidence *evidence, uint32_t action, uint32_t to) {
    const nreg_wish wish = wish_of(action, to);
    const nreg_decision decision = decide(setting, &wish, evidence);
    const uint32_t from = evidence->record == NULL ? 0 : evidence->record->status;
    uint64_t expected = away(&setting->target, evidence);
    const int allowed = action == NREG_ACTION_REVIEW ? rule_allows(from, to) : from == NREG_STATUS_NEEDS_PROOF;
    if (expected == 0 && !allowed) {
        expected |= NREG_REASON_BIT(NREG_REASON_BAD_TRANSITION);
    }
    if (action == NREG_ACTION_REVIEW && !setting->is_operator) {
        expected |= NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED);
    }
    assert_int_equal(decision.reasons, expected);
    if (expected != 0) {
        return;
    }
    if (action == NREG_ACTION_REVIEW && to == 0) {
        assert_int_equal(decision.write, NREG_WRITE_RELEASE);
        assert_int_equal(decision.outcome, NREG_OUTCOME_DELETED);
        assert_true(decision.entombs);
        return;
    }
    nreg_record expected_record = *evidence->record;
    expected_record.status = action == NREG_ACTION_PROOF ? (uint32_t)NREG_STATUS_PENDING : to;
    expected_record.flags &= ~(uint32_t)(NREG_RECORD_PROOF | NREG_RECORD_REVIEWED_AT_ONCE);
    expected_record.flags |= action == NREG_ACTION_PROOF ? (uint32_t)NREG_RECORD_PROOF : 0;
    expected_record.flags |= from == NREG_STATUS_SUSPENDED ? (uint32_t)NREG_RECORD_REINSTATED : 0;
    expected_record.revision++;
    expected_record.last_batch = BATCH;
    expected_record.updated = NOW;
    assert_int_equal(decision.write, NREG_WRITE_UPDATE);
    assert_int_equal(decision.outcome, NREG_OUTCOME_REVIEWED);
    assert_int_equal(decision.entombs, action == NREG_ACTION_REVIEW && from == NREG_STATUS_SUSPENDED);
    assert_memory_equal(&decision.after, &expected_record, sizeof expected_record);
}

static void review_makes_the_moves_of_the_rule_and_no_others(void **state) {
    (void)state;
    for (int t = 0; t < TARGETS; t++) {
        for (uint32_t is_operator = 0; is_operator < 2; is_operator++) {
            const nreg_setting setting = setting_of(&targets[t], is_operator);
            const nreg_evidence nothing = {.record = NULL};
            for (uint32_t to = 0; to <= NREG_STATUS_DECLINED + 1; to++) {
                check_review(&setting, &nothing, NREG_ACTION_REVIEW, to);
                for (int h = 0; h < HOLDERS; h++) {
                    for (uint32_t from = NREG_STATUS_PENDING; from <= NREG_STATUS_DECLINED; from++) {
                        for (uint32_t visible = 0; visible < 2; visible++) {
                            if (!visible && contains(&targets[t], &holders[h])) {
                                continue;
                            }
                            nreg_record record = record_at(&holders[h], from, 0);
                            const nreg_evidence evidence = {.record = &record, .visible = visible};
                            for (uint32_t flags = 0; flags < 32; flags++) {
                                record.flags = flags;
                                check_review(&setting, &evidence, NREG_ACTION_REVIEW, to);
                                check_review(&setting, &evidence, NREG_ACTION_PROOF, 0);
                            }
                        }
                    }
                }
            }
        }
    }
}

typedef struct undo_case {
    uint32_t before; /* status before and after in the journal row; 0: not registered */
    uint32_t after;
    uint32_t now; /* status today; 0: not registered */
    const nreg_place *at_before;
    const nreg_place *at_now;
} undo_case;

static void check_revert(const undo_case *c, uint32_t is_operator, nreg_target_state place_state,
                         uint32_t place_visible, uint32_t moved_on, uint32_t visible, int dno_before) {
    const nreg_setting setting = setting_of(&targets[0], is_operator);
    const nreg_wish wish = wish_of(NREG_ACTION_REVERT, 0);
    nreg_undo undo;
    memset(&undo, 0, sizeof undo);
    undo.row.number = NUMBER;
    undo.row.business = BUSINESS;
    undo.row.created = CREATED;
    undo.row.status_before = (uint8_t)c->before;
    undo.row.status_after = (uint8_t)c->after;
    if (c->before != 0) {
        undo.row.unit_before = c->at_before->unit;
        undo.row.program_before = c->at_before->program;
        undo.row.purpose_before = dno_before ? DNO : CALLS;
        undo.row.flags_before = NREG_RECORD_IMPORTED;
        undo.row.revision_before = 2;
    }
    undo.place_state = place_state;
    undo.place_visible = place_visible;
    undo.moved_on = moved_on;
    undo.is_dno = (uint32_t)dno_before;
    undo.dno_batch = dno_before ? 55 : 0;
    nreg_record record = record_at(c->at_now, c->now, 0);
    const nreg_evidence evidence = {.record = c->now != 0 ? &record : NULL, .visible = visible, .undo = &undo};
    const nreg_decision decision = decide(&setting, &wish, &evidence);

    const int elsewhere = c->now != 0 && (!visible || c->at_now->business != BUSINESS);
    uint64_t expected = 0;
    if (elsewhere) {
        expected |= NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE);
    } else if (moved_on || (c->after == 0) != (c->now == 0)) {
        expected |= NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE);
    }
    if (c->before != 0 && (!place_visible || place_state == NREG_TARGET_UNKNOWN || place_state == NREG_TARGET_GROUPS)) {
        expected |= NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND);
    } else if (c->before != 0 && place_state == NREG_TARGET_CLOSED) {
        expected |= NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED);
    }
    if (expected == 0 && c->before == 0 && c->now == NREG_STATUS_SUSPENDED && !is_operator) {
        expected |= NREG_REASON_BIT(NREG_REASON_SUSPENDED);
    }
    assert_int_equal(decision.reasons, expected);
    if (expected != 0) {
        return;
    }
    assert_int_equal(decision.outcome, NREG_OUTCOME_RESTORED);
    if (c->before == 0) {
        assert_int_equal(decision.write, NREG_WRITE_RELEASE);
        return;
    }
    const nreg_record *after = &decision.after;
    assert_int_equal(decision.write, c->now == 0 ? NREG_WRITE_INSERT : NREG_WRITE_UPDATE);
    assert_int_equal(after->number, NUMBER);
    assert_int_equal(after->business, BUSINESS);
    assert_int_equal(after->unit, c->at_before->unit);
    assert_int_equal(after->program, c->at_before->program);
    assert_int_equal(after->purpose, dno_before ? DNO : CALLS);
    assert_int_equal(after->dno_batch, dno_before ? 55 : 0);
    if (c->now == 0) {
        assert_int_equal(after->flags, NREG_RECORD_IMPORTED);
    }
    assert_int_equal(after->created, CREATED);
    assert_int_equal(after->last_batch, BATCH);
    if (c->now == 0) {
        assert_int_equal(after->status, c->before);
    } else if (c->now == NREG_STATUS_SUSPENDED || c->now == NREG_STATUS_DECLINED || c->before == c->after) {
        assert_int_equal(after->status, c->now);
    } else {
        assert_int_equal(after->status, c->before);
    }
}

static void revert_restores_exactly_or_says_what_has_changed(void **state) {
    (void)state;
    for (uint32_t before = 0; before <= NREG_STATUS_DECLINED; before++) {
        for (uint32_t after = 0; after <= NREG_STATUS_DECLINED; after++) {
            if (before == 0 && after == 0) {
                continue;
            }
            for (uint32_t now = 0; now <= NREG_STATUS_DECLINED; now++) {
                for (int b = 0; b < HOLDERS - 1; b++) {
                    for (int n = 0; n < HOLDERS; n++) {
                        const undo_case c = {before, after, now, &holders[b], &holders[n]};
                        for (uint32_t bits = 0; bits < 32; bits++) {
                            for (uint32_t place = 0; place < NREG_TARGET_STATE_COUNT; place++) {
                                check_revert(&c, bits & 1, (nreg_target_state)place, bits >> 1 & 1, bits >> 2 & 1,
                                             bits >> 3 & 1, (int)(bits >> 4 & 1));
                            }
                        }
                    }
                }
            }
        }
    }
}

static void reverting_what_the_batch_did_not_touch_changes_nothing(void **state) {
    (void)state;
    const nreg_setting setting = setting_of(&targets[0], 0);
    const nreg_wish wish = wish_of(NREG_ACTION_REVERT, 0);
    const nreg_record record = record_at(&holders[0], NREG_STATUS_ACTIVE, 0);
    const nreg_evidence evidence = {.record = &record, .visible = 1};
    assert_int_equal(decide(&setting, &wish, &evidence).reasons, NREG_REASON_BIT(NREG_REASON_NO_CHANGE));
}

static void transfer_is_an_operators_move_between_businesses(void **state) {
    (void)state;
    for (int t = 0; t < TARGETS; t++) {
        for (uint32_t is_operator = 0; is_operator < 2; is_operator++) {
            for (int h = 0; h < HOLDERS; h++) {
                for (int dno = 0; dno < 2; dno++) {
                    const nreg_setting setting = setting_of(&targets[t], is_operator);
                    const nreg_wish wish = wish_of(NREG_ACTION_TRANSFER, 0);
                    const nreg_record record = record_at(&holders[h], NREG_STATUS_ACTIVE, dno);
                    const nreg_evidence evidence = {.record = &record, .visible = 1, .is_dno = (uint32_t)dno};
                    const nreg_decision decision = decide(&setting, &wish, &evidence);
                    if (!is_operator || holders[h].business == BUSINESS) {
                        assert_int_not_equal(decision.reasons, 0);
                        continue;
                    }
                    assert_int_equal(decision.outcome, NREG_OUTCOME_TRANSFERRED);
                    assert_int_equal(decision.after.status, NREG_STATUS_ACTIVE);
                    assert_int_equal(decision.after.created, CREATED);
                    assert_int_equal(has(decision.warnings, NREG_REASON_DNO_IN_PROGRAM), dno && t == 2);
                    nreg_journal_row rows[2];
                    assert_int_equal(nreg_decision_history(&setting, &wish, &evidence, &decision, rows), 2);
                    assert_int_equal(rows[0].business, OTHER_BUSINESS);
                    assert_int_equal(rows[0].change, NREG_CHANGE_LOST);
                    assert_int_equal(rows[0].status_after, 0);
                    assert_int_equal(rows[1].business, BUSINESS);
                    assert_int_equal(rows[1].status_before, 0);
                }
            }
        }
    }
    const nreg_setting setting = setting_of(&targets[0], 1);
    const nreg_wish wish = wish_of(NREG_ACTION_TRANSFER, 0);
    const nreg_evidence nothing = {.record = NULL};
    assert_int_equal(decide(&setting, &wish, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED));
}

static void import_takes_what_is_there_and_reports_double_holders(void **state) {
    (void)state;
    const uint64_t doubtful = NREG_REASON_BIT(NREG_REASON_UNASSIGNED_AREA_CODE);
    for (uint32_t status = 0; status <= NREG_STATUS_DECLINED + 1; status++) {
        for (int held = 0; held <= HOLDERS; held++) {
            for (uint32_t is_operator = 0; is_operator < 2; is_operator++) {
                const nreg_setting setting = setting_of(&targets[2], is_operator);
                nreg_wish wish = wish_of(NREG_ACTION_IMPORT, status);
                wish.purpose = CALLS;
                wish.faults = doubtful;
                wish.created = 42;
                const nreg_record record = record_at(&holders[held % HOLDERS], NREG_STATUS_ACTIVE, 0);
                const nreg_evidence evidence = {.record = held < HOLDERS ? &record : NULL, .visible = held < HOLDERS};
                const nreg_decision decision = decide(&setting, &wish, &evidence);
                const int good_status = status >= NREG_STATUS_PENDING && status <= NREG_STATUS_DECLINED;
                assert_int_equal(decision.reasons == 0, is_operator && held == HOLDERS && good_status);
                if (decision.reasons == 0) {
                    assert_int_equal(decision.outcome, NREG_OUTCOME_IMPORTED);
                    assert_int_equal(decision.after.status, status);
                    assert_int_equal(decision.after.created, 42);
                    assert_int_equal(decision.after.flags, NREG_RECORD_IMPORTED);
                    assert_int_equal(decision.warnings, doubtful);
                } else if (is_operator && held < HOLDERS) {
                    const int here = memcmp(&holders[held], &targets[2], sizeof holders[held]) == 0;
                    assert_int_equal(has(decision.reasons, NREG_REASON_ALREADY_HERE), here);
                    assert_int_equal(has(decision.reasons, NREG_REASON_DOUBLE_HOLDER), !here);
                }
            }
        }
    }
}

/* What an import cannot live with, and what it says of it. */
static void import_takes_no_row_that_names_its_number_scope_status_or_time_wrongly(void **state) {
    (void)state;
    const nreg_evidence nothing = {.record = NULL};
    nreg_setting setting = setting_of(&targets[1], 1);
    nreg_wish good = wish_of(NREG_ACTION_IMPORT, NREG_STATUS_DECLINED);
    good.purpose = CALLS;
    good.created = NOW;
    assert_int_equal(decide(&setting, &good, &nothing).outcome, NREG_OUTCOME_IMPORTED);
    assert_int_equal(decide(&setting, &good, &nothing).after.status, NREG_STATUS_DECLINED);

    nreg_wish wish = good;
    wish.created = NOW + 1; /* not yet */
    assert_int_equal(decide(&setting, &wish, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_BAD_FIELD));
    wish.created = -1;
    assert_int_equal(decide(&setting, &wish, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_BAD_FIELD));

    /* No number at all, or none that could be dialled; what is merely doubtful is taken. */
    static const uint32_t fatal[] = {NREG_REASON_EMPTY,       NREG_REASON_NOT_A_NUMBER, NREG_REASON_TOO_SHORT,
                                     NREG_REASON_TOO_LONG,    NREG_REASON_BAD_LENGTH,   NREG_REASON_AREA_CODE_MISSING,
                                     NREG_REASON_BAD_COUNTRY, NREG_REASON_BEYOND_E164};
    for (uint32_t reason = 1; reason < 32; reason++) {
        wish = good;
        wish.faults = NREG_REASON_BIT(reason);
        const nreg_decision taken = decide(&setting, &wish, &nothing);
        int expected =
            reason == NREG_REASON_SPREADSHEET_DAMAGE || reason == NREG_REASON_BAD_TEXT || reason == NREG_REASON_BAD_ROW;
        for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
            expected |= fatal[i] == reason;
        }
        assert_int_equal(taken.reasons, expected ? wish.faults : 0);
        assert_int_equal(taken.warnings, expected ? 0 : wish.faults);
    }

    wish = good;
    wish.faults = NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER);
    wish.claimant = OTHER_UNIT;
    nreg_decision decision = decide(&setting, &wish, &nothing);
    assert_int_equal(decision.reasons, NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_int_equal(decision.holder, OTHER_UNIT);
    const nreg_record record = record_at(&holders[0], NREG_STATUS_ACTIVE, 0);
    const nreg_evidence held = {.record = &record, .visible = 1};
    assert_int_equal(decide(&setting, &wish, &held).holder, BUSINESS); /* what is registered comes first */

    setting.target_state = NREG_TARGET_CLOSED;
    assert_int_equal(decide(&setting, &good, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED));
    setting.target_state = NREG_TARGET_UNKNOWN;
    assert_int_equal(decide(&setting, &good, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND));
    wish = good;
    wish.faults = NREG_REASON_BIT(NREG_REASON_SCOPE_UNKNOWN);
    assert_int_equal(decide(&setting, &wish, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_SCOPE_UNKNOWN));
    setting.target_state = NREG_TARGET_OPEN;
    setting.is_operator = 0;
    assert_int_equal(decide(&setting, &good, &nothing).reasons, NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(review_makes_the_moves_of_the_rule_and_no_others),
        cmocka_unit_test(revert_restores_exactly_or_says_what_has_changed),
        cmocka_unit_test(reverting_what_the_batch_did_not_touch_changes_nothing),
        cmocka_unit_test(transfer_is_an_operators_move_between_businesses),
        cmocka_unit_test(import_takes_what_is_there_and_reports_double_holders),
        cmocka_unit_test(import_takes_no_row_that_names_its_number_scope_status_or_time_wrongly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
