/* SPDX-License-Identifier: MIT */
#include "commit/decide.h"

#include "batch/signs.h"
#include "commit/decide_parts.h"

#include <string.h>

/* What to do with a number, given where it is. */
typedef enum act {
    REJECT,    /* for the reason beside it */
    ADD,       /* register it at the target, Pending */
    TAKE_OVER, /* the same, and whoever held it loses it */
    RESUBMIT,  /* bring the declined record here, Pending again */
    MOVE,      /* bring it here */
    MOVE_ASK,  /* bring it here if consent is given; else reject */
    MOVE_MAY,  /* the same, where the policy allows reassigning at all */
    REMOVE,    /* delete it, or move it one level up */
    CHANGE     /* give it the purpose */
} act;

typedef struct rule {
    act act;
    uint32_t reason;
} rule;

typedef enum table_row { ROW_ADD, ROW_ADD_DECLINED, ROW_REMOVE, ROW_CHANGE, ROW_MOVE, ROW_COUNT } table_row;

#define NO(reason)                                                                                                     \
    { REJECT, NREG_REASON_##reason }
#define ASK(reason)                                                                                                    \
    { MOVE_ASK, NREG_REASON_##reason }
#define MAY(reason)                                                                                                    \
    { MOVE_MAY, NREG_REASON_##reason }
#define DO(act)                                                                                                        \
    { act, NREG_REASON_NONE }

/* clang-format off */
static const rule rules[ROW_COUNT][NREG_RELATION_COUNT] = {
    [ROW_ADD] = { /* rule R4 */
        [NREG_NOWHERE]        = DO(ADD),
        [NREG_HERE]           = NO(ALREADY_HERE),
        [NREG_ABOVE]          = ASK(HELD_ABOVE),
        [NREG_BELOW]          = NO(ALREADY_BELOW),
        [NREG_BESIDE_UNIT]    = MAY(IN_OTHER_UNIT),
        [NREG_BESIDE_PROGRAM] = MAY(IN_OTHER_PROGRAM),
        [NREG_OTHER_BUSINESS] = NO(REGISTERED_ELSEWHERE),
        [NREG_HIDDEN]         = NO(REGISTERED_ELSEWHERE),
    },
    [ROW_ADD_DECLINED] = { /* rule R4: a decline lets nobody squat */
        [NREG_NOWHERE]        = DO(ADD),
        [NREG_HERE]           = DO(RESUBMIT),
        [NREG_ABOVE]          = DO(RESUBMIT),
        [NREG_BELOW]          = DO(RESUBMIT),
        [NREG_BESIDE_UNIT]    = DO(RESUBMIT),
        [NREG_BESIDE_PROGRAM] = DO(RESUBMIT),
        [NREG_OTHER_BUSINESS] = DO(TAKE_OVER),
        [NREG_HIDDEN]         = DO(TAKE_OVER),
    },
    [ROW_REMOVE] = { /* rule R5 */
        [NREG_NOWHERE]        = NO(NOT_REGISTERED),
        [NREG_HERE]           = DO(REMOVE),
        [NREG_ABOVE]          = NO(NOT_IN_SCOPE),
        [NREG_BELOW]          = DO(REMOVE),
        [NREG_BESIDE_UNIT]    = NO(NOT_IN_SCOPE),
        [NREG_BESIDE_PROGRAM] = NO(NOT_IN_SCOPE),
        [NREG_OTHER_BUSINESS] = NO(NOT_IN_SCOPE),
        [NREG_HIDDEN]         = NO(NOT_REGISTERED),
    },
    [ROW_CHANGE] = { /* rule R6 */
        [NREG_NOWHERE]        = NO(NOT_REGISTERED),
        [NREG_HERE]           = DO(CHANGE),
        [NREG_ABOVE]          = NO(NOT_IN_SCOPE),
        [NREG_BELOW]          = DO(CHANGE),
        [NREG_BESIDE_UNIT]    = NO(NOT_IN_SCOPE),
        [NREG_BESIDE_PROGRAM] = NO(NOT_IN_SCOPE),
        [NREG_OTHER_BUSINESS] = NO(NOT_IN_SCOPE),
        [NREG_HIDDEN]         = NO(NOT_REGISTERED),
    },
    [ROW_MOVE] = { /* asking for the move is the consent; only a transfer crosses a Business (rule R14) */
        [NREG_NOWHERE]        = NO(NOT_REGISTERED),
        [NREG_HERE]           = NO(ALREADY_HERE),
        [NREG_ABOVE]          = DO(MOVE),
        [NREG_BELOW]          = DO(MOVE),
        [NREG_BESIDE_UNIT]    = DO(MOVE),
        [NREG_BESIDE_PROGRAM] = DO(MOVE),
        [NREG_OTHER_BUSINESS] = NO(NOT_ALLOWED),
        [NREG_HIDDEN]         = NO(NOT_REGISTERED),
    },
};
/* clang-format on */

static uint64_t bit(uint32_t reason) {
    return reason == NREG_REASON_NONE ? 0 : NREG_REASON_BIT(reason);
}

nreg_relation nreg_relate(const nreg_setting *setting, const nreg_evidence *evidence) {
    const nreg_place *target = &setting->target;
    const nreg_record *record = evidence->record;
    if (record == NULL) {
        return NREG_NOWHERE;
    }
    if (!evidence->visible) {
        return NREG_HIDDEN;
    }
    if (record->business != target->business) {
        return NREG_OTHER_BUSINESS;
    }
    if (record->unit == target->unit && record->program == target->program) {
        return NREG_HERE;
    }
    if (target->unit == 0 || (target->program == 0 && record->unit == target->unit)) {
        return NREG_BELOW;
    }
    if (record->unit == 0 || (record->unit == target->unit && record->program == 0)) {
        return NREG_ABOVE;
    }
    return record->program != 0 ? NREG_BESIDE_PROGRAM : NREG_BESIDE_UNIT;
}

static table_row row_of(uint32_t action, const nreg_record *record) {
    switch (action) {
    case NREG_ACTION_REMOVE:
        return ROW_REMOVE;
    case NREG_ACTION_CHANGE:
        return ROW_CHANGE;
    case NREG_ACTION_MOVE:
        return ROW_MOVE;
    default:
        return record != NULL && record->status == NREG_STATUS_DECLINED ? ROW_ADD_DECLINED : ROW_ADD;
    }
}

/* Policy: where a number that sits beside the target may be reassigned to (rule R4). */
static int may_reassign(const nreg_setting *setting) {
    switch (setting->reassign) {
    case NREG_REASSIGN_TO_PROGRAMS:
        return setting->target.program != 0;
    case NREG_REASSIGN_TO_UNITS:
        return setting->target.unit != 0;
    default:
        return 0;
    }
}

static int brings_numbers(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_MOVE || action == NREG_ACTION_TRANSFER ||
           action == NREG_ACTION_IMPORT;
}

/* What the target alone has to say. */
static uint64_t target_reasons(const nreg_setting *setting, const nreg_wish *wish) {
    switch (setting->target_state) {
    case NREG_TARGET_UNKNOWN:
        /* An import knows the target by a name, and says so. */
        return (wish->faults & NREG_REASON_BIT(NREG_REASON_SCOPE_UNKNOWN)) != 0
                   ? 0
                   : NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND);
    case NREG_TARGET_GROUPS:
        return NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED);
    case NREG_TARGET_CLOSED:
        return brings_numbers(wish->action) ? NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED) : 0;
    default:
        return 0;
    }
}

void nreg_decide_place(nreg_record *record, const nreg_place *place) {
    record->business = place->business;
    record->unit = place->unit;
    record->program = place->program;
}

static nreg_place parent_place(const nreg_place *place) {
    nreg_place parent = *place;
    if (parent.program != 0) {
        parent.program = 0;
    } else {
        parent.unit = 0;
    }
    return parent;
}

/* A record that has never been here before. */
void nreg_decide_new(const nreg_setting *setting, const nreg_wish *wish, nreg_record *after) {
    memset(after, 0, sizeof *after);
    after->number = wish->number;
    nreg_decide_place(after, &setting->target);
    after->last_batch = setting->batch;
    after->created = setting->now;
    after->updated = setting->now;
    after->revision = 1;
    after->purpose = wish->purpose;
    after->status = NREG_STATUS_PENDING;
    after->dno_batch = wish->is_dno ? setting->batch : 0;
}

void nreg_decide_next(const nreg_setting *setting, const nreg_record *before, nreg_record *after) {
    *after = *before;
    after->last_batch = setting->batch;
    after->updated = setting->now;
    after->revision = before->revision + 1;
}

void nreg_decide_status(nreg_record *record, uint32_t status) {
    record->flags |= record->status == NREG_STATUS_DECLINED ? (uint32_t)NREG_RECORD_RESUBMITTED : 0;
    record->flags |= record->status == NREG_STATUS_SUSPENDED ? (uint32_t)NREG_RECORD_REINSTATED : 0;
    record->flags &= record->status == status ? UINT32_MAX : ~(uint32_t)NREG_RECORD_OF_REVIEW;
    record->status = status;
}

/* The record is to be reviewed, for the first time or again. */
static void open_review(nreg_decision *decision) {
    nreg_decide_status(&decision->after, NREG_STATUS_PENDING);
    decision->opens = 1;
}

/* Gives the record the wished purpose, if there is one; to or from Do Not Originate it is reviewed again (rule R6). */
static void make_purpose(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                         nreg_decision *decision) {
    if (wish->purpose == 0) {
        return;
    }
    nreg_record *after = &decision->after;
    after->purpose = wish->purpose;
    if (wish->is_dno == evidence->is_dno) {
        return;
    }
    after->dno_batch = wish->is_dno ? setting->batch : 0;
    decision->warnings |= NREG_REASON_BIT(NREG_REASON_DNO_CHANGED);
    if (after->status == NREG_STATUS_SUSPENDED || after->status == NREG_STATUS_DECLINED) {
        decision->entombs = 1;
    }
    open_review(decision);
}

/* Do Not Originate asks for a confirmation, and does not go with a Program, which calls (rule R8). */
static void judge_dno(const nreg_setting *setting, const nreg_wish *wish, int ends_as_dno, nreg_decision *decision) {
    const uint64_t in_program = NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
    if (wish->is_dno) {
        decision->warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
        decision->reasons |= setting->dno_unconfirmed ? NREG_REASON_BIT(NREG_REASON_DNO_NOT_ACKNOWLEDGED) : 0;
    }
    if (ends_as_dno && decision->after.program != 0) {
        *(setting->dno_in_program ? &decision->reasons : &decision->warnings) |= in_program;
    }
}

void nreg_decide_accept(nreg_decision *decision, nreg_write write, uint32_t outcome, uint32_t history) {
    decision->write = write;
    decision->outcome = outcome;
    decision->history = (uint8_t)history;
}

static void do_move(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                    nreg_decision *decision) {
    nreg_decide_next(setting, evidence->record, &decision->after);
    nreg_decide_place(&decision->after, &setting->target);
    make_purpose(setting, wish, evidence, decision);
    judge_dno(setting, wish, wish->purpose != 0 ? wish->is_dno != 0 : evidence->is_dno != 0, decision);
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_MOVED, NREG_CHANGE_MOVED);
}

static void do_add(const nreg_setting *setting, const nreg_wish *wish, nreg_decision *decision) {
    nreg_decide_new(setting, wish, &decision->after);
    decision->opens = 1;
    judge_dno(setting, wish, wish->is_dno != 0, decision);
    nreg_decide_accept(decision, NREG_WRITE_INSERT, NREG_OUTCOME_ADDED, NREG_CHANGE_ADDED);
}

static void do_take_over(const nreg_setting *setting, const nreg_wish *wish, nreg_decision *decision) {
    do_add(setting, wish, decision);
    decision->write = NREG_WRITE_UPDATE;
    decision->loses = 1;
    decision->entombs = 1;
}

static void do_resubmit(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                        nreg_decision *decision) {
    do_move(setting, wish, evidence, decision);
    open_review(decision);
    decision->warnings |= NREG_REASON_BIT(NREG_REASON_RESUBMITTED);
    decision->flags |= NREG_OUTCOME_FLAG_RESUBMITTED;
    decision->entombs = 1;
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_ADDED, NREG_CHANGE_RESUBMITTED);
}

static void do_remove(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                      nreg_decision *decision) {
    if (evidence->record->status == NREG_STATUS_SUSPENDED && !setting->is_operator) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_SUSPENDED);
    }
    if (setting->target.unit == 0 || (wish->consent & NREG_CONSENT_DELETE) != 0) {
        nreg_decide_accept(decision, NREG_WRITE_RELEASE, NREG_OUTCOME_DELETED, NREG_CHANGE_REMOVED);
        decision->entombs = 1;
        return;
    }
    const nreg_place parent = parent_place(&setting->target);
    nreg_decide_next(setting, evidence->record, &decision->after);
    nreg_decide_place(&decision->after, &parent);
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_UNASSIGNED, NREG_CHANGE_MOVED);
}

static void do_change(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                      nreg_decision *decision) {
    if (wish->purpose == evidence->record->purpose) {
        decision->reasons |= NREG_REASON_BIT(NREG_REASON_NO_CHANGE);
    }
    nreg_decide_next(setting, evidence->record, &decision->after);
    make_purpose(setting, wish, evidence, decision);
    judge_dno(setting, wish, wish->purpose != 0 ? wish->is_dno != 0 : evidence->is_dno != 0, decision);
    nreg_decide_accept(decision, NREG_WRITE_UPDATE, NREG_OUTCOME_CHANGED, NREG_CHANGE_CHANGED);
}

static void carry_out(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence, rule found,
                      nreg_decision *decision) {
    switch (found.act) {
    case REJECT:
        decision->reasons |= bit(found.reason);
        judge_dno(setting, wish, 0, decision);
        break;
    case ADD:
        do_add(setting, wish, decision);
        break;
    case TAKE_OVER:
        do_take_over(setting, wish, decision);
        break;
    case RESUBMIT:
        do_resubmit(setting, wish, evidence, decision);
        break;
    case MOVE:
    case MOVE_ASK:
    case MOVE_MAY:
        do_move(setting, wish, evidence, decision);
        break;
    case REMOVE:
        do_remove(setting, wish, evidence, decision);
        break;
    case CHANGE:
        do_change(setting, wish, evidence, decision);
        break;
    }
}

/* What a worker would decide is decided at once, by the same signs, as they will be known once this is committed. */
static void review_at_once(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                           nreg_decision *decision) {
    nreg_record *after = &decision->after;
    const uint32_t is_dno = wish->purpose != 0 ? wish->is_dno : evidence->is_dno;
    nreg_sign_facts facts = {after, evidence->tombstone, evidence->signs, is_dno, setting->now};
    nreg_store_tombstone own;
    if (decision->entombs) {
        own = nreg_decision_tombstone(setting, evidence);
        facts.tombstone = &own;
    }
    const uint32_t decided = nreg_signs_decide(nreg_signs(&facts), after->flags);
    if (decided != NREG_DECISION_LATER) {
        nreg_decide_status(after, decided == NREG_DECISION_APPROVE ? NREG_STATUS_ACTIVE : NREG_STATUS_NEEDS_PROOF);
        after->flags |= NREG_RECORD_REVIEWED_AT_ONCE;
    }
}

/* The other actions do not depend on where the number sits as seen from the target, and have files of their own. */
static void carry_out_other(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                            nreg_relation relation, nreg_decision *decision) {
    switch (wish->action) {
    case NREG_ACTION_REVIEW:
        nreg_decide_review(setting, wish, evidence, relation, decision);
        break;
    case NREG_ACTION_PROOF:
        nreg_decide_proof(setting, evidence, relation, decision);
        break;
    case NREG_ACTION_REVERT:
        nreg_decide_revert(setting, evidence, relation, decision);
        break;
    case NREG_ACTION_TRANSFER:
        nreg_decide_transfer(setting, evidence, relation, decision);
        break;
    default:
        nreg_decide_import(setting, wish, relation, decision);
    }
}

static void reject(nreg_decision *decision) {
    decision->write = NREG_WRITE_NONE;
    decision->outcome = NREG_OUTCOME_REJECTED;
    decision->status_after = decision->status_before;
    decision->flags &= ~(uint32_t)NREG_OUTCOME_FLAG_RESUBMITTED;
    decision->history = 0;
    decision->loses = 0;
    decision->entombs = 0;
    decision->opens = 0;
}

void nreg_decide(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                 nreg_decision *decision) {
    memset(decision, 0, offsetof(nreg_decision, after));
    decision->reasons = wish->faults | target_reasons(setting, wish);
    decision->warnings = wish->warnings;
    if (setting->target_state == NREG_TARGET_UNKNOWN || setting->target_state == NREG_TARGET_GROUPS ||
        wish->number == 0) {
        reject(decision); /* without a target or a number there is nothing to compare and nothing to tell */
        return;
    }
    if (setting->target_state == NREG_TARGET_ENDED && brings_numbers(wish->action)) {
        decision->warnings |= NREG_REASON_BIT(NREG_REASON_PROGRAM_ENDED);
    }
    const nreg_relation relation = nreg_relate(setting, evidence);
    const int by_table = wish->action <= NREG_ACTION_MOVE;
    rule found = rules[row_of(wish->action, evidence->record)][relation];
    if (found.act == MOVE_MAY && !may_reassign(setting)) {
        found.act = REJECT;
    }
    const uint64_t consent_needed =
        by_table && (found.act == MOVE_ASK || found.act == MOVE_MAY) ? bit(found.reason) : (uint64_t)0;
    const int shown = relation != NREG_NOWHERE && relation != NREG_HIDDEN &&
                      !(relation == NREG_OTHER_BUSINESS && wish->action == NREG_ACTION_ADD);
    if (shown) {
        const nreg_place place = nreg_place_of_record(evidence->record);
        decision->holder = nreg_place_holder(&place);
        decision->status_before = (uint8_t)evidence->record->status;
    }
    if (by_table) {
        carry_out(setting, wish, evidence, found, decision);
    } else {
        carry_out_other(setting, wish, evidence, relation, decision);
    }
    if (consent_needed != 0 && (wish->consent & NREG_CONSENT_MOVE) == 0) {
        decision->flags |= decision->reasons == 0 ? (uint32_t)NREG_OUTCOME_FLAG_MOVABLE : 0;
        decision->reasons |= consent_needed;
    }
    if (decision->reasons != 0) {
        reject(decision);
        return;
    }
    if (decision->opens && setting->reviews) {
        review_at_once(setting, wish, evidence, decision);
    }
    decision->status_after = decision->write == NREG_WRITE_RELEASE ? 0 : (uint8_t)decision->after.status;
}

uint32_t nreg_decision_history(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                               const nreg_decision *decision, nreg_journal_row rows[2]) {
    const nreg_record *before = evidence->record;
    const nreg_record *after = decision->write == NREG_WRITE_RELEASE ? NULL : &decision->after;
    nreg_journal_row *row = &rows[0];
    memset(row, 0, sizeof *row);
    row->batch = setting->batch;
    row->number = wish->number;
    row->time = setting->now;
    row->action = (uint8_t)wish->action;
    if (decision->loses) {
        rows[1] = *row;
    }
    if (before != NULL) {
        row->business = before->business;
        row->unit_before = before->unit;
        row->program_before = before->program;
        row->batch_before = before->last_batch;
        row->created = before->created;
        row->purpose_before = before->purpose;
        row->flags_before = before->flags;
        row->revision_before = before->revision;
        row->status_before = (uint8_t)before->status;
    }
    if (decision->loses) {
        /* The loser's row says nothing of the winner: not even which of its entries it was. */
        row->change = NREG_CHANGE_LOST;
        row = &rows[1];
    }
    row->entry = wish->entry;
    row->reason = wish->why;
    row->change = decision->history;
    if (after != NULL) {
        row->business = after->business;
        row->unit_after = after->unit;
        row->program_after = after->program;
        row->created = after->created;
        row->purpose_after = after->purpose;
        row->flags_after = after->flags;
        row->revision = after->revision;
        row->status_after = (uint8_t)after->status;
    }
    return decision->loses ? 2 : 1;
}

nreg_store_tombstone nreg_decision_tombstone(const nreg_setting *setting, const nreg_evidence *evidence) {
    const nreg_record *record = evidence->record;
    uint32_t status = record->status;
    if (status != NREG_STATUS_SUSPENDED && status != NREG_STATUS_DECLINED) {
        status = (record->flags & NREG_RECORD_RESUBMITTED) != 0 ? (uint32_t)NREG_STATUS_DECLINED : status;
        status = (record->flags & NREG_RECORD_REINSTATED) != 0 ? (uint32_t)NREG_STATUS_SUSPENDED : status;
    }
    return (nreg_store_tombstone){record->number, record->business, setting->now, status, 0};
}
