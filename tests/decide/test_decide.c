/* SPDX-License-Identifier: MIT */
/*
 * Every combination of what decide looks at, against the rules written down a second time, plainly, in the order in
 * which a person would say them.
 */
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
    SIBLING_PROGRAM = 23,
    OTHER_BUSINESS = 30,
    OTHER_BUSINESS_UNIT = 31,
    BATCH = 77,
    NOW = 1000,
    CALLS = NREG_PURPOSE_SURVEY,
    OTHER_CALLS = NREG_PURPOSE_CHARITY,
    DNO = NREG_PURPOSE_DO_NOT_ORIGINATE
};

static const nreg_place targets[] = {{BUSINESS, 0, 0}, {BUSINESS, UNIT, 0}, {BUSINESS, UNIT, PROGRAM}};
static const nreg_place holders[] = {
    {BUSINESS, 0, 0},          {BUSINESS, UNIT, 0},
    {BUSINESS, UNIT, PROGRAM}, {BUSINESS, UNIT, SIBLING_PROGRAM},
    {BUSINESS, OTHER_UNIT, 0}, {BUSINESS, OTHER_UNIT, OTHER_PROGRAM},
    {OTHER_BUSINESS, 0, 0},    {OTHER_BUSINESS, OTHER_BUSINESS_UNIT, 0},
};
enum { TARGETS = 3, HOLDERS = 8 };

static int has(uint64_t set, uint32_t reason) {
    return (set & NREG_REASON_BIT(reason)) != 0;
}

static int same_place(const nreg_place *a, const nreg_place *b) {
    return a->business == b->business && a->unit == b->unit && a->program == b->program;
}

static int contains(const nreg_place *outer, const nreg_place *inner) {
    return outer->business == inner->business && (outer->unit == 0 || outer->unit == inner->unit) &&
           (outer->program == 0 || outer->program == inner->program);
}

static uint64_t deepest(const nreg_place *place) {
    return place->program != 0 ? place->program : place->unit != 0 ? place->unit : place->business;
}

/* What the rules say, for entries without faults of their own. */
typedef struct expectation {
    uint64_t reasons;
    uint32_t outcome;
    int movable;
    int moves_to_target;
} expectation;

static void expect_reason(expectation *expected, uint32_t reason) {
    expected->reasons |= NREG_REASON_BIT(reason);
}

static int allowed_beside(const nreg_setting *setting) {
    return (setting->reassign == NREG_REASSIGN_TO_PROGRAMS && setting->target.program != 0) ||
           (setting->reassign == NREG_REASSIGN_TO_UNITS && setting->target.unit != 0);
}

static void expect_add(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                       expectation *expected) {
    expected->outcome = NREG_OUTCOME_ADDED;
    if (evidence->record == NULL || evidence->record->status == NREG_STATUS_DECLINED) {
        return;
    }
    const nreg_place *target = &setting->target;
    const nreg_place holder = nreg_place_of_record(evidence->record);
    if (!evidence->visible || holder.business != target->business) {
        expect_reason(expected, NREG_REASON_REGISTERED_ELSEWHERE);
    } else if (same_place(&holder, target)) {
        expect_reason(expected, NREG_REASON_ALREADY_HERE);
    } else if (contains(target, &holder)) {
        expect_reason(expected, NREG_REASON_ALREADY_BELOW);
    } else {
        const int above = contains(&holder, target);
        const uint32_t reason = above                 ? (uint32_t)NREG_REASON_HELD_ABOVE
                                : holder.program != 0 ? (uint32_t)NREG_REASON_IN_OTHER_PROGRAM
                                                      : (uint32_t)NREG_REASON_IN_OTHER_UNIT;
        expected->outcome = NREG_OUTCOME_MOVED;
        if (!above && !allowed_beside(setting)) {
            expect_reason(expected, reason);
        } else if ((wish->consent & NREG_CONSENT_MOVE) == 0) {
            expect_reason(expected, reason);
            expected->movable = 1;
        }
    }
}

static void expect_in_scope(const nreg_setting *setting, const nreg_evidence *evidence, expectation *expected) {
    if (evidence->record == NULL || !evidence->visible) {
        expect_reason(expected, NREG_REASON_NOT_REGISTERED);
        return;
    }
    const nreg_place holder = nreg_place_of_record(evidence->record);
    if (!contains(&setting->target, &holder)) {
        expect_reason(expected, NREG_REASON_NOT_IN_SCOPE);
    }
}

static void expect_remove(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                          expectation *expected) {
    expect_in_scope(setting, evidence, expected);
    const int deletes = setting->target.unit == 0 || (wish->consent & NREG_CONSENT_DELETE) != 0;
    expected->outcome = deletes ? NREG_OUTCOME_DELETED : NREG_OUTCOME_UNASSIGNED;
    if (expected->reasons == 0 && evidence->record->status == NREG_STATUS_SUSPENDED && !setting->is_operator) {
        expect_reason(expected, NREG_REASON_SUSPENDED);
    }
}

static void expect_change(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                          expectation *expected) {
    expect_in_scope(setting, evidence, expected);
    expected->outcome = NREG_OUTCOME_CHANGED;
    if (expected->reasons == 0 && evidence->record->purpose == wish->purpose) {
        expect_reason(expected, NREG_REASON_NO_CHANGE);
    }
}

static void expect_move(const nreg_setting *setting, const nreg_evidence *evidence, expectation *expected) {
    expected->outcome = NREG_OUTCOME_MOVED;
    if (evidence->record == NULL || !evidence->visible) {
        expect_reason(expected, NREG_REASON_NOT_REGISTERED);
        return;
    }
    const nreg_place holder = nreg_place_of_record(evidence->record);
    if (holder.business != setting->target.business) {
        expect_reason(expected, NREG_REASON_NOT_ALLOWED);
    } else if (same_place(&holder, &setting->target)) {
        expect_reason(expected, NREG_REASON_ALREADY_HERE);
    }
}

static expectation expect(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence) {
    expectation expected = {0, 0, 0, 0};
    if (setting->target_state == NREG_TARGET_UNKNOWN) {
        expect_reason(&expected, NREG_REASON_TARGET_NOT_FOUND);
        return expected;
    }
    if (setting->target_state == NREG_TARGET_GROUPS) {
        expect_reason(&expected, NREG_REASON_NOT_ALLOWED);
        return expected;
    }
    switch (wish->action) {
    case NREG_ACTION_ADD:
        expect_add(setting, wish, evidence, &expected);
        break;
    case NREG_ACTION_REMOVE:
        expect_remove(setting, wish, evidence, &expected);
        break;
    case NREG_ACTION_CHANGE:
        expect_change(setting, wish, evidence, &expected);
        break;
    default:
        expect_move(setting, evidence, &expected);
    }
    const int arrives = wish->action == NREG_ACTION_ADD || wish->action == NREG_ACTION_MOVE;
    if (arrives && setting->target_state == NREG_TARGET_CLOSED) {
        expect_reason(&expected, NREG_REASON_TARGET_CLOSED);
        expected.movable = 0;
    }
    const int takes_purpose = wish->action != NREG_ACTION_REMOVE && wish->purpose != 0;
    if (takes_purpose && wish->is_dno && setting->dno_unconfirmed) {
        expect_reason(&expected, NREG_REASON_DNO_NOT_ACKNOWLEDGED);
        expected.movable = 0;
    }
    return expected;
}

/* Is the number rejected for where it is, whatever its purpose? Then Do Not Originate in a Program is no question. */
static int stays_away(const expectation *expected) {
    const uint64_t elsewhere = NREG_REASON_BIT(NREG_REASON_ALREADY_HERE) | NREG_REASON_BIT(NREG_REASON_ALREADY_BELOW) |
                               NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE) |
                               NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED) | NREG_REASON_BIT(NREG_REASON_NOT_IN_SCOPE) |
                               NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED) | NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND);
    const uint64_t beside = NREG_REASON_BIT(NREG_REASON_IN_OTHER_UNIT) | NREG_REASON_BIT(NREG_REASON_IN_OTHER_PROGRAM);
    return (expected->reasons & elsewhere) != 0 ||
           (expected->outcome == NREG_OUTCOME_MOVED && (expected->reasons & beside) != 0);
}

static void check_after(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                        const nreg_decision *decision) {
    const nreg_record *before = evidence->record;
    const nreg_record *after = &decision->after;
    if (decision->write == NREG_WRITE_RELEASE) {
        assert_int_equal(decision->outcome, NREG_OUTCOME_DELETED);
        assert_int_equal(decision->status_after, 0);
        assert_true(decision->entombs);
        return;
    }
    const nreg_place now_at = nreg_place_of_record(after);
    assert_int_equal(after->number, wish->number);
    assert_int_equal(after->last_batch, BATCH);
    assert_int_equal(after->updated, NOW);
    assert_int_equal(decision->status_after, after->status);
    const int unknown_before = before == NULL || decision->loses;
    const int was_dno = unknown_before ? wish->is_dno != 0 : evidence->is_dno != 0;
    const int is_dno = after->purpose == DNO;
    assert_int_equal(has(decision->warnings, NREG_REASON_DNO_CHANGED), was_dno != is_dno);
    assert_true((after->dno_batch != 0) == is_dno);
    if (unknown_before) {
        assert_int_equal(after->revision, 1);
        assert_int_equal(after->created, NOW);
        assert_int_equal(after->flags, 0);
        assert_int_equal(after->status, NREG_STATUS_PENDING);
        assert_true(same_place(&now_at, &setting->target));
        assert_int_equal(decision->holder, decision->loses && evidence->visible && wish->action != NREG_ACTION_ADD
                                               ? decision->holder
                                               : 0);
        return;
    }
    assert_int_equal(after->revision, before->revision + 1);
    assert_int_equal(after->created, before->created);
    const int resubmitted = (decision->flags & NREG_OUTCOME_FLAG_RESUBMITTED) != 0;
    assert_int_equal(resubmitted, wish->action == NREG_ACTION_ADD && before->status == NREG_STATUS_DECLINED);
    if (was_dno != is_dno || resubmitted) {
        assert_int_equal(after->status, NREG_STATUS_PENDING);
    } else {
        assert_int_equal(after->status, before->status);
    }
    const int leaves_judgement = after->status == NREG_STATUS_PENDING &&
                                 (before->status == NREG_STATUS_DECLINED || before->status == NREG_STATUS_SUSPENDED);
    assert_int_equal(decision->entombs, leaves_judgement);
    uint32_t flags = before->flags;
    if (leaves_judgement) {
        flags |= before->status == NREG_STATUS_DECLINED ? NREG_RECORD_RESUBMITTED : NREG_RECORD_REINSTATED;
    }
    assert_int_equal(after->flags, flags);
    const nreg_place was_at = nreg_place_of_record(before);
    switch (decision->outcome) {
    case NREG_OUTCOME_ADDED:
    case NREG_OUTCOME_MOVED:
        assert_true(same_place(&now_at, &setting->target));
        break;
    case NREG_OUTCOME_UNASSIGNED:
        assert_int_equal(now_at.business, BUSINESS);
        assert_int_equal(now_at.unit, setting->target.program != 0 ? UNIT : 0);
        assert_int_equal(now_at.program, 0);
        assert_int_equal(after->purpose, before->purpose);
        break;
    default:
        assert_true(same_place(&now_at, &was_at));
        assert_int_equal(after->purpose, wish->purpose);
    }
}

static void check_history(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                          const nreg_decision *decision) {
    static const nreg_journal_row zero;
    nreg_journal_row rows[2] = {zero, zero};
    const uint32_t count = nreg_decision_history(setting, wish, evidence, decision, rows);
    assert_int_equal(count, decision->loses ? 2 : 1);
    const nreg_journal_row *row = &rows[count - 1];
    const nreg_record *before = decision->loses ? NULL : evidence->record;
    assert_int_equal(row->entry, wish->entry);
    assert_int_equal(row->batch, BATCH);
    assert_int_equal(row->number, wish->number);
    assert_int_equal(row->business, BUSINESS);
    assert_int_equal(row->status_before, before == NULL ? 0 : before->status);
    assert_int_equal(row->purpose_before, before == NULL ? 0 : before->purpose);
    assert_int_equal(row->revision_before, before == NULL ? 0 : before->revision);
    assert_int_equal(row->created, before == NULL ? decision->after.created : before->created);
    assert_int_equal(row->revision, decision->write == NREG_WRITE_RELEASE ? 0 : decision->after.revision);
    assert_int_equal(row->status_after, decision->status_after);
    if (count == 2) {
        const nreg_journal_row *lost = &rows[0];
        assert_int_equal(lost->change, NREG_CHANGE_LOST);
        assert_int_equal(lost->entry, 0);
        assert_int_equal(lost->business, evidence->record->business);
        assert_int_equal(lost->unit_before, evidence->record->unit);
        assert_int_equal(lost->unit_after + lost->program_after + lost->purpose_after + lost->status_after, 0);
        assert_int_equal(row->unit_before + row->program_before + row->batch_before, 0);
        assert_int_equal(row->change, NREG_CHANGE_ADDED);
    }
}

static uint64_t cases;

static void check(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence) {
    nreg_decision decision;
    memset(&decision, 0xAA, sizeof decision);
    nreg_decide(setting, wish, evidence, &decision);
    cases++;
    expectation expected = expect(setting, wish, evidence);

    /* Do Not Originate in a Program: of the number as it would be, where it would be. */
    uint64_t reasons = decision.reasons;
    if (has(reasons | decision.warnings, NREG_REASON_DNO_IN_PROGRAM)) {
        assert_false(wish->action == NREG_ACTION_REMOVE);
        assert_true(wish->is_dno || (wish->purpose == 0 && evidence->is_dno));
        assert_int_equal(has(reasons, NREG_REASON_DNO_IN_PROGRAM), setting->dno_in_program);
        if (setting->dno_in_program) {
            expect_reason(&expected, NREG_REASON_DNO_IN_PROGRAM);
            expected.movable = 0;
        }
    } else if (wish->action != NREG_ACTION_REMOVE && wish->is_dno && setting->target.program != 0 &&
               setting->target_state <= NREG_TARGET_CLOSED && !stays_away(&expected)) {
        fail_msg("Do Not Originate reached a Program unnoticed");
    } else if (wish->action == NREG_ACTION_MOVE && wish->purpose == 0 && evidence->is_dno &&
               setting->target.program != 0 && decision.reasons == 0) {
        fail_msg("Do Not Originate moved to a Program unnoticed");
    }

    expected.reasons |= wish->faults;
    if (wish->faults != 0) {
        expected.movable = 0;
    }
    assert_int_equal(decision.reasons, expected.reasons);
    assert_int_equal(decision.outcome, expected.reasons == 0 ? expected.outcome : NREG_OUTCOME_REJECTED);
    assert_int_equal(decision.write == NREG_WRITE_NONE, expected.reasons != 0);
    assert_int_equal((decision.flags & NREG_OUTCOME_FLAG_MOVABLE) != 0, expected.movable);
    assert_true((decision.warnings & wish->warnings) == wish->warnings);

    /* Nothing is told of what the session cannot see, nor of another Business to one who wants to add. */
    const int secret = evidence->record != NULL &&
                       (!evidence->visible ||
                        (wish->action == NREG_ACTION_ADD && evidence->record->business != setting->target.business));
    if (secret || evidence->record == NULL) {
        assert_int_equal(decision.holder, 0);
        assert_int_equal(decision.status_before, 0);
        assert_false(has(decision.warnings, NREG_REASON_RESUBMITTED));
        assert_int_equal(decision.flags & NREG_OUTCOME_FLAG_RESUBMITTED, 0);
    } else if (setting->target_state <= NREG_TARGET_CLOSED) {
        const nreg_place holder = nreg_place_of_record(evidence->record);
        assert_int_equal(decision.holder, deepest(&holder));
    }
    if (decision.write == NREG_WRITE_NONE) {
        assert_int_equal(decision.entombs + decision.loses + decision.history, 0);
        assert_int_equal(decision.status_after, decision.status_before);
        return;
    }
    const int crosses = evidence->record != NULL && evidence->record->business != setting->target.business;
    assert_int_equal(decision.loses, crosses || (evidence->record != NULL && !evidence->visible));
    check_after(setting, wish, evidence, &decision);
    check_history(setting, wish, evidence, &decision);
    if (decision.entombs) {
        const nreg_store_tombstone stone = nreg_decision_tombstone(setting, evidence);
        assert_int_equal(stone.business, evidence->record->business);
        assert_int_equal(stone.status, evidence->record->status);
        assert_int_equal(stone.time, NOW);
    }
}

static void with_every_record(const nreg_setting *setting, const nreg_wish *wish) {
    const nreg_evidence nothing = {.record = NULL};
    check(setting, wish, &nothing);
    for (int h = 0; h < HOLDERS; h++) {
        for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
            for (int dno = 0; dno < 2; dno++) {
                for (uint32_t visible = 0; visible < 2; visible++) {
                    if (!visible && contains(&setting->target, &holders[h])) {
                        continue; /* the target lies in the session's root */
                    }
                    nreg_record record = {wish->number,
                                          holders[h].business,
                                          holders[h].unit,
                                          holders[h].program,
                                          5,
                                          100,
                                          200,
                                          3,
                                          dno ? DNO : CALLS,
                                          status,
                                          0,
                                          dno ? 5 : 0};
                    const nreg_evidence evidence = {.record = &record, .visible = visible, .is_dno = (uint32_t)dno};
                    check(setting, wish, &evidence);
                }
            }
        }
    }
}

static void with_every_wish(const nreg_setting *setting, uint64_t faults) {
    static const uint32_t purposes[] = {0, CALLS, OTHER_CALLS, DNO};
    for (uint32_t action = NREG_ACTION_ADD; action <= NREG_ACTION_MOVE; action++) {
        for (size_t p = 0; p < 4; p++) {
            const int needed = action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE;
            const int useless = action == NREG_ACTION_REMOVE;
            if ((needed && purposes[p] == 0 && faults == 0) || (useless && purposes[p] != 0)) {
                continue; /* staging never lets these through */
            }
            for (uint32_t consent = 0; consent < 4; consent++) {
                const nreg_wish wish = {15012149020,
                                        faults,
                                        NREG_REASON_BIT(NREG_REASON_HAS_LETTERS),
                                        4,
                                        action,
                                        purposes[p],
                                        consent,
                                        purposes[p] == DNO,
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        0};
                with_every_record(setting, &wish);
            }
        }
    }
}

static void every_combination_is_decided_as_the_rules_say(void **state) {
    (void)state;
    static const uint64_t faults[] = {0, NREG_REASON_BIT(NREG_REASON_BAD_EXCHANGE),
                                      NREG_REASON_BIT(NREG_REASON_PURPOSE_RETIRED)};
    cases = 0;
    for (int t = 0; t < TARGETS; t++) {
        for (uint32_t target_state = 0; target_state < NREG_TARGET_STATE_COUNT; target_state++) {
            for (uint32_t reassign = 0; reassign <= NREG_REASSIGN_NEVER; reassign++) {
                for (uint32_t bits = 0; bits < 8; bits++) {
                    for (size_t f = 0; f < sizeof faults / sizeof *faults; f++) {
                        const nreg_setting setting = {targets[t],
                                                      (nreg_target_state)target_state,
                                                      reassign,
                                                      bits & 1,
                                                      bits >> 1 & 1,
                                                      bits >> 2 & 1,
                                                      BATCH,
                                                      NOW,
                                                      0,
                                                      0};
                        with_every_wish(&setting, faults[f]);
                    }
                }
            }
        }
    }
    print_message("%llu combinations\n", (unsigned long long)cases);
    assert_true(cases > 1000000);
}

static void a_program_past_its_end_warns_whoever_brings_numbers(void **state) {
    (void)state;
    nreg_setting setting = {targets[2], NREG_TARGET_ENDED, 0, 0, 0, 0, BATCH, NOW, 0, 0};
    nreg_wish wish = {15012149020, 0, 0, 1, NREG_ACTION_ADD, CALLS, 0, 0, 0, 0, 0, 0, 0, 0};
    const nreg_evidence nothing = {.record = NULL};
    nreg_decision decision;
    nreg_decide(&setting, &wish, &nothing, &decision);
    assert_int_equal(decision.outcome, NREG_OUTCOME_ADDED);
    assert_true(has(decision.warnings, NREG_REASON_PROGRAM_ENDED));
    setting.target_state = NREG_TARGET_OPEN;
    nreg_decide(&setting, &wish, &nothing, &decision);
    assert_int_equal(decision.warnings, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_is_decided_as_the_rules_say),
        cmocka_unit_test(a_program_past_its_end_warns_whoever_brings_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
