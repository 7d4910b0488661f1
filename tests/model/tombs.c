/* SPDX-License-Identifier: MIT */
/* Rule R7: what is remembered of numbers that were declined, suspended, lost or removed, and the signs that follow. */
#include "model.h"

#include <numberreg/number.h>

static tombstone *find(model *m, uint64_t number) {
    for (uint32_t i = 0; i < m->tomb_count; i++) {
        if (m->tombs[i].number == number) {
            return &m->tombs[i];
        }
    }
    return NULL;
}

/* What is to be remembered of a record. */
static tombstone stone_of(const model *m, const nreg_record *record) {
    uint32_t status = record->status;
    if (status != NREG_STATUS_SUSPENDED && status != NREG_STATUS_DECLINED) { /* but it may have been */
        status = record->flags & NREG_RECORD_RESUBMITTED ? (uint32_t)NREG_STATUS_DECLINED : status;
        status = record->flags & NREG_RECORD_REINSTATED ? (uint32_t)NREG_STATUS_SUSPENDED : status;
    }
    return (tombstone){record->number, record->business, m->now, status};
}

void model_entomb(model *m, const nreg_record *record) {
    tombstone *stone = find(m, record->number);
    if (stone == NULL) {
        stone = &m->tombs[m->tomb_count++];
    }
    *stone = stone_of(m, record);
}

void model_forget(model *m, uint64_t number) {
    tombstone *stone = find(m, number);
    if (stone != NULL) {
        *stone = m->tombs[--m->tomb_count];
    }
}

int model_is_worth_a_stone(const nreg_record *before, const nreg_record *after) {
    if (after->number == 0 || after->business != before->business) {
        return 1;
    }
    return (before->status == NREG_STATUS_DECLINED || before->status == NREG_STATUS_SUSPENDED) &&
           after->status != before->status;
}

static uint32_t signs_by(const model *m, const nreg_record *record, const tombstone *stone) {
    const int64_t quarter = INT64_C(90) * 86400000000;
    nreg_number number;
    (void)nreg_number_from_e164(NULL, record->number, &number);
    nreg_number_rules rules;
    nreg_number_rules_init(&rules);
    uint64_t reasons = 0;
    (void)nreg_number_check(NULL, &number, &rules, &reasons, NULL);
    uint32_t signs = 0;
    if (stone != NULL) {
        signs |= stone->business != record->business && m->now - stone->time <= quarter ? NREG_SIGN_HELD_ELSEWHERE : 0u;
        signs |= stone->status == NREG_STATUS_DECLINED ? NREG_SIGN_DECLINED_BEFORE : 0u;
        signs |= stone->status == NREG_STATUS_SUSPENDED ? NREG_SIGN_SUSPENDED_BEFORE : 0u;
    }
    signs |= record->flags & NREG_RECORD_RESUBMITTED ? NREG_SIGN_DECLINED_BEFORE : 0u;
    signs |= record->flags & NREG_RECORD_REINSTATED ? NREG_SIGN_SUSPENDED_BEFORE : 0u;
    signs |= number.type == NREG_TYPE_PREMIUM_RATE ? NREG_SIGN_PREMIUM_RATE : 0u;
    signs |= number.type == NREG_TYPE_SHARED_COST ? NREG_SIGN_SHARED_COST : 0u;
    signs |= reasons & NREG_REASON_BIT(NREG_REASON_UNASSIGNED_AREA_CODE) ? NREG_SIGN_UNASSIGNED_AREA_CODE : 0u;
    signs |= model_is_dno(record->purpose) ? NREG_SIGN_DO_NOT_ORIGINATE : 0u;
    return signs;
}

uint32_t model_signs(model *m, const nreg_record *record) {
    return signs_by(m, record, find(m, record->number));
}

void model_review_at_once(model *m, const nreg_record *before, answer *a) {
    tombstone own;
    const tombstone *stone = find(m, a->after.number);
    if (before != NULL && model_is_worth_a_stone(before, &a->after)) {
        own = stone_of(m, before);
        stone = &own;
    }
    if ((a->after.flags & NREG_RECORD_PROOF) == 0) { /* proof is for people to look at */
        answer_status(a, signs_by(m, &a->after, stone) == 0 ? NREG_STATUS_ACTIVE : NREG_STATUS_NEEDS_PROOF);
        a->after.flags |= NREG_RECORD_REVIEWED_AT_ONCE;
    }
}

int64_t model_held_since(const model *m, const nreg_record *record) {
    int64_t since = record->updated;
    for (uint32_t i = m->pruned; i < m->row_count; i++) {
        const nreg_journal_row *row = &m->rows[i];
        if (row->number == record->number && row->status_after == NREG_STATUS_NEEDS_PROOF &&
            row->status_before != NREG_STATUS_NEEDS_PROOF) {
            since = row->time;
        }
    }
    return since;
}
