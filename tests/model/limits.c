/* SPDX-License-Identifier: MIT */
/* Rule R14 and the policy: how many numbers a Business may hold, and how often it may learn of others' in a day. */
#include "model.h"

#include <string.h>

static int64_t today(const model *m) {
    return m->now / INT64_C(86400000000);
}

uint32_t model_disclosed(const model *m, uint64_t business) {
    for (uint32_t i = 0; i < m->told_count; i++) {
        if (m->told[i].business == business && m->told[i].day == today(m)) {
            return m->told[i].count;
        }
    }
    return 0;
}

void model_disclose(model *m, uint64_t business, uint32_t count) {
    for (uint32_t i = 0; i < m->told_count; i++) {
        if (m->told[i].business == business && m->told[i].day == today(m)) {
            m->told[i].count += count;
            return;
        }
    }
    if (m->told_count < TOLD_MAX) {
        m->told[m->told_count++] = (disclosure){business, today(m), count};
    }
}

static uint64_t holds(const model *m, uint64_t business) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < m->record_count; i++) {
        count += m->records[i].business == business;
    }
    return count;
}

/* Of the number nothing is said any more but how it was written, and what `warnings` say. */
static void limit(const question *q, answer *a, uint64_t warnings) {
    const nreg_outcome said = a->outcome;
    memset(a, 0, sizeof *a);
    a->outcome.number = said.number;
    a->outcome.entry = said.entry;
    a->outcome.row = said.row;
    a->outcome.purpose = said.purpose;
    a->outcome.action = said.action;
    a->outcome.state = said.state;
    answer_as_written(q, a);
    a->outcome.warnings = warnings;
    answer_reject(a, NREG_REASON_LIMIT_EXCEEDED);
}

/* Counts while the numbers of a batch are gone through. */
typedef struct tally {
    uint64_t business;
    uint64_t held;
    uint32_t told;
} tally;

static int grows(const question *q, const answer *a) {
    return a->after.number != 0 && (q->record == NULL || q->record->business != a->after.business);
}

static void limit_number(question *q, uint64_t number, answer *answers, tally *t) {
    const nreg_policy *policy = &q->batch->policy;
    int counted = 0;
    int elsewhere = 0;
    q->record = model_record(q->m, number);
    for (uint32_t i = 0; i < q->batch->count; i++) {
        answer *a = &answers[i];
        q->entry = &q->batch->entries[i];
        if (q->entry->number != number) {
            continue;
        }
        if (q->root != 0 && policy->max_elsewhere_a_day != 0 && t->told >= policy->max_elsewhere_a_day &&
            q->entry->action == NREG_ACTION_ADD) {
            limit(q, a, q->entry->number_warnings);
        } else if (q->root != 0 && policy->max_numbers != 0 && t->held >= policy->max_numbers && !counted &&
                   a->changes && grows(q, a)) {
            limit(q, a, a->outcome.warnings);
        }
        elsewhere |= (a->outcome.reasons & NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE)) != 0;
        if (a->changes && !counted && !model_contradicts(q->batch, i)) {
            counted = 1;
            t->held += grows(q, a) != 0;
            t->held -= a->after.number == 0;
        }
    }
    t->told += elsewhere && q->root != 0;
}

uint32_t model_limits(model *m, uint64_t root, uint64_t business, const model_batch *batch, answer *answers) {
    question q = {.m = m, .root = root, .batch = batch};
    tally t = {business, holds(m, business), model_disclosed(m, business)};
    uint64_t last = 0;
    for (;;) {
        uint64_t next = UINT64_MAX;
        for (uint32_t i = 0; i < batch->count; i++) {
            const uint64_t number = batch->entries[i].number;
            next = number > last && number < next ? number : next;
        }
        if (next == UINT64_MAX) {
            return t.told - model_disclosed(m, business);
        }
        limit_number(&q, next, answers, &t);
        last = next;
    }
}
