/* SPDX-License-Identifier: MIT */
/*
 * Review within the commit: for every combination that opens a review, decide answers what it answers without, but for
 * the status, which is what the signs of rule R7, said here a second time, lead to.
 */
#include "batch/signs.h"
#include "commit/decide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY ((int64_t)24 * 3600 * 1000000)

enum {
    BUSINESS = 10,
    UNIT = 11,
    PROGRAM = 12,
    OTHER_PROGRAM = 13,
    OTHER_BUSINESS = 30,
    BATCH = 77,
    CALLS = NREG_PURPOSE_SURVEY,
    DNO = NREG_PURPOSE_DO_NOT_ORIGINATE,
    FLAGS = 32
};
static const uint64_t NUMBER = 15012149020;
static const int64_t NOW = 1000 * DAY;

static const nreg_place targets[] = {{BUSINESS, 0, 0}, {BUSINESS, UNIT, 0}, {BUSINESS, UNIT, PROGRAM}};
static const nreg_place holders[] = {
    {BUSINESS, 0, 0}, {BUSINESS, UNIT, PROGRAM}, {BUSINESS, UNIT, OTHER_PROGRAM}, {OTHER_BUSINESS, 0, 0}};
enum { TARGETS = 3, HOLDERS = 4, NOWHERE = HOLDERS };

/* What may be remembered of the number. The first is nothing. */
static const nreg_store_tombstone stones[] = {
    {0, 0, 0, 0, 0},
    {NUMBER, BUSINESS, NOW - DAY, NREG_STATUS_ACTIVE, 0},
    {NUMBER, BUSINESS, NOW - 1000 * DAY, NREG_STATUS_DECLINED, 0},
    {NUMBER, BUSINESS, NOW - DAY, NREG_STATUS_SUSPENDED, 0},
    {NUMBER, OTHER_BUSINESS, NOW - 90 * DAY, NREG_STATUS_ACTIVE, 0},
    {NUMBER, OTHER_BUSINESS, NOW - 90 * DAY - 1, NREG_STATUS_ACTIVE, 0},
    {NUMBER, OTHER_BUSINESS, NOW - 500 * DAY, NREG_STATUS_DECLINED, 0},
};
enum { STONES = sizeof stones / sizeof *stones };

/* Is there anything against the number, once the entry has taken effect? */
static int bears_a_sign(const nreg_evidence *evidence, const nreg_record *after) {
    const nreg_record *before = evidence->record;
    const int same_business = before != NULL && before->business == BUSINESS;
    if (evidence->signs != 0 || after->purpose == DNO) {
        return 1;
    }
    if (before != NULL && (before->status == NREG_STATUS_DECLINED || before->status == NREG_STATUS_SUSPENDED)) {
        return 1;
    }
    if (same_business && (before->flags & (NREG_RECORD_RESUBMITTED | NREG_RECORD_REINSTATED)) != 0) {
        return 1;
    }
    const nreg_store_tombstone *stone = evidence->tombstone;
    if (stone == NULL) {
        return 0;
    }
    return stone->status == NREG_STATUS_DECLINED || stone->status == NREG_STATUS_SUSPENDED ||
           (stone->business != BUSINESS && NOW - stone->time <= 90 * DAY);
}

static int opens(const nreg_wish *wish, const nreg_evidence *evidence, const nreg_decision *plain) {
    if (plain->write == NREG_WRITE_NONE || plain->write == NREG_WRITE_RELEASE || wish->action == NREG_ACTION_IMPORT) {
        return 0;
    }
    if (evidence->record == NULL || plain->loses || (plain->flags & NREG_OUTCOME_FLAG_RESUBMITTED) != 0) {
        return 1;
    }
    return (plain->after.purpose == DNO) != (evidence->is_dno != 0);
}

static uint64_t cases;

static void check(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence) {
    nreg_setting plainly = *setting;
    plainly.reviews = 0;
    nreg_decision plain;
    nreg_decision decision;
    memset(&plain, 0xAA, sizeof plain);
    memset(&decision, 0xAA, sizeof decision);
    nreg_decide(&plainly, wish, evidence, &plain);
    nreg_decide(setting, wish, evidence, &decision);
    nreg_record expected = plain.after;
    if (opens(wish, evidence, &plain)) {
        cases++;
        assert_int_equal(plain.after.status, NREG_STATUS_PENDING);
        if ((plain.after.flags & NREG_RECORD_PROOF) == 0) {
            expected.status = bears_a_sign(evidence, &plain.after) ? NREG_STATUS_NEEDS_PROOF : NREG_STATUS_ACTIVE;
            expected.flags |= NREG_RECORD_REVIEWED_AT_ONCE;
        }
        plain.status_after = (uint8_t)expected.status;
    }
    if (plain.write == NREG_WRITE_INSERT || plain.write == NREG_WRITE_UPDATE) {
        assert_memory_equal(&decision.after, &expected, sizeof expected);
    }
    assert_memory_equal(&decision, &plain, offsetof(nreg_decision, after));
}

static nreg_record record_at(const nreg_place *place, uint32_t status, int dno, uint32_t flags) {
    const nreg_record record = {.number = NUMBER,
                                .business = place->business,
                                .unit = place->unit,
                                .program = place->program,
                                .last_batch = 5,
                                .created = 100,
                                .updated = 200,
                                .revision = 3,
                                .purpose = dno ? DNO : CALLS,
                                .status = status,
                                .flags = flags,
                                .dno_batch = dno ? 5 : 0};
    return record;
}

static void with_every_past(const nreg_setting *setting, const nreg_wish *wish, const nreg_record *record) {
    for (size_t s = 0; s < STONES; s++) {
        for (uint32_t sign = 0; sign <= NREG_SIGN_PREMIUM_RATE; sign += NREG_SIGN_PREMIUM_RATE) {
            const nreg_evidence evidence = {.record = record,
                                            .visible = record == NULL || record->business == BUSINESS,
                                            .is_dno = record != NULL && record->purpose == DNO,
                                            .tombstone = s == 0 ? NULL : &stones[s],
                                            .signs = sign};
            check(setting, wish, &evidence);
        }
    }
}

static void with_every_record(const nreg_setting *setting, const nreg_wish *wish) {
    with_every_past(setting, wish, NULL);
    for (int h = 0; h < HOLDERS; h++) {
        for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
            for (uint32_t flags = 0; flags < FLAGS; flags++) {
                if ((flags & NREG_RECORD_PROOF) != 0 && status != NREG_STATUS_PENDING) {
                    continue; /* proof waits for a decision, or there is none */
                }
                for (int dno = 0; dno < 2; dno++) {
                    const nreg_record record = record_at(&holders[h], status, dno, flags);
                    with_every_past(setting, wish, &record);
                }
            }
        }
    }
}

static void the_signs_decide_at_once_what_opens_a_review_and_nothing_else(void **state) {
    (void)state;
    static const uint32_t purposes[] = {0, CALLS, NREG_PURPOSE_CHARITY, DNO};
    cases = 0;
    for (int t = 0; t < TARGETS; t++) {
        const nreg_setting setting = {targets[t], NREG_TARGET_OPEN, NREG_REASSIGN_TO_UNITS, 0, 0, 1, BATCH, NOW, 1, 0};
        for (uint32_t action = NREG_ACTION_ADD; action <= NREG_ACTION_IMPORT; action++) {
            for (size_t p = 0; p < 4; p++) {
                if ((action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE) && purposes[p] == 0) {
                    continue;
                }
                for (uint32_t consent = 0; consent < 2; consent++) {
                    const nreg_wish wish = {.number = NUMBER,
                                            .entry = 4,
                                            .action = action,
                                            .purpose = purposes[p],
                                            .consent = consent * NREG_CONSENT_MOVE,
                                            .is_dno = purposes[p] == DNO,
                                            .status = NREG_STATUS_ACTIVE};
                    with_every_record(&setting, &wish);
                }
            }
        }
    }
    print_message("%llu reviews\n", (unsigned long long)cases);
    assert_true(cases > 10000);
}

static void what_was_declined_or_suspended_once_is_remembered_so(void **state) {
    (void)state;
    const nreg_setting setting = {targets[0], NREG_TARGET_OPEN, 0, 0, 0, 0, BATCH, NOW, 0, 0};
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
        for (uint32_t flags = 0; flags < FLAGS; flags++) {
            const nreg_record record = record_at(&holders[0], status, 0, flags);
            const nreg_evidence evidence = {.record = &record, .visible = 1};
            uint32_t expected = status;
            if (status != NREG_STATUS_SUSPENDED && status != NREG_STATUS_DECLINED) {
                expected = (flags & NREG_RECORD_REINSTATED) != 0    ? NREG_STATUS_SUSPENDED
                           : (flags & NREG_RECORD_RESUBMITTED) != 0 ? NREG_STATUS_DECLINED
                                                                    : status;
            }
            assert_int_equal(nreg_decision_tombstone(&setting, &evidence).status, expected);
        }
    }
}

static void the_number_itself_bears_signs_whatever_the_policy_accepts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t signs;
    } numbers[] = {
        {"+15012149020", 0},
        {"+19002149020", NREG_SIGN_PREMIUM_RATE},
        {"+12112149020", 0}, /* no area code at all */
        {"+12212149020", NREG_SIGN_UNASSIGNED_AREA_CODE},
        {"+611300655506", NREG_SIGN_SHARED_COST},
        {"+449098790000", NREG_SIGN_PREMIUM_RATE},
        {"+442079460000", 0},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        nreg_number number;
        assert_int_equal(nreg_number_read(NULL, numbers[i].text, NREG_NUL, "US", 0, &number), NREG_OK);
        assert_int_equal(nreg_signs_of_number(NULL, &number), numbers[i].signs);
    }
}

static void the_built_in_reviewer_leaves_proof_to_people(void **state) {
    (void)state;
    assert_int_equal(nreg_signs_decide(0, 0), NREG_DECISION_APPROVE);
    assert_int_equal(nreg_signs_decide(NREG_SIGN_HELD_ELSEWHERE, 0), NREG_DECISION_HOLD);
    assert_int_equal(nreg_signs_decide(NREG_SIGN_HELD_ELSEWHERE, NREG_RECORD_PROOF), NREG_DECISION_LATER);
    assert_int_equal(nreg_signs_decide(0, NREG_RECORD_PROOF), NREG_DECISION_LATER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_signs_decide_at_once_what_opens_a_review_and_nothing_else),
        cmocka_unit_test(what_was_declined_or_suspended_once_is_remembered_so),
        cmocka_unit_test(the_number_itself_bears_signs_whatever_the_policy_accepts),
        cmocka_unit_test(the_built_in_reviewer_leaves_proof_to_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
