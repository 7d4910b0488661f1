/* SPDX-License-Identifier: MIT */
/* A whole batch: every entry by its rule, then what entries do to each other (rules R4, R9, R11). */
#include "model.h"

#include <string.h>

static int wants_purpose(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE;
}

/* What is known without looking at the registry. */
static void staged(const question *q, answer *a) {
    const model_entry *e = q->entry;
    a->outcome.reasons = e->number_reasons;
    a->outcome.warnings = e->number_warnings;
    if (wants_purpose(e->action) && e->purpose == 0) {
        answer_reject(a, NREG_REASON_PURPOSE_MISSING);
    } else if (wants_purpose(e->action) && e->purpose == RETIRED) {
        answer_reject(a, NREG_REASON_PURPOSE_RETIRED);
    }
}

static void targeted(const question *q, answer *a) {
    if (q->target == NULL) {
        answer_reject(a, NREG_REASON_TARGET_NOT_FOUND);
    } else if (q->target->level == NREG_LEVEL_ORGANIZATION) {
        answer_reject(a, NREG_REASON_NOT_ALLOWED);
    } else if (q->target->state == NREG_SCOPE_CLOSED) {
        answer_reject(a, NREG_REASON_TARGET_CLOSED);
    }
}

/* Rule R8: of the purpose asked for, and of where the number would end up. */
static void guard(const question *q, answer *a) {
    if (model_is_dno(q->entry->purpose)) {
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
        if (q->batch->policy.dno_acknowledge && !q->acknowledged) {
            answer_reject(a, NREG_REASON_DNO_NOT_ACKNOWLEDGED);
        }
    }
    if (a->after.program != 0 && model_is_dno(a->after.purpose)) {
        if (q->batch->policy.dno_in_program) {
            answer_reject(a, NREG_REASON_DNO_IN_PROGRAM);
        } else {
            a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
        }
    }
}

/* Rule R16. */
static void ended(const question *q, answer *a) {
    if (q->target->state == NREG_SCOPE_OPEN && q->target->ends != 0 && q->target->ends <= q->m->now) {
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_PROGRAM_ENDED);
    }
}

static void decide_one(const question *q, answer *a) {
    memset(a, 0, sizeof *a);
    a->outcome.number = q->entry->number;
    a->outcome.entry = a->outcome.row = q->entry->entry;
    a->outcome.purpose = q->entry->purpose;
    a->outcome.action = (uint8_t)q->entry->action;
    a->outcome.state = q->entry->state;
    staged(q, a);
    targeted(q, a);
    if (q->target != NULL && q->target->level != NREG_LEVEL_ORGANIZATION && q->entry->number != 0) {
        rule_add(q, a);
        guard(q, a);
        ended(q, a);
    }
    if (a->outcome.reasons == 0) {
        a->outcome.status = (uint8_t)(a->after.number != 0 ? a->after.status : 0);
        return;
    }
    a->changes = 0;
    a->outcome.outcome = NREG_OUTCOME_REJECTED;
    a->outcome.flags &= (uint8_t)~NREG_OUTCOME_RESUBMITTED;
    if (a->outcome.reasons & ~NREG_REASON_BIT(a->consent_for)) {
        a->outcome.flags = 0; /* consent alone would not help */
    }
}

static void become_rejected(answer *a) {
    a->changes = 0;
    a->outcome.outcome = NREG_OUTCOME_REJECTED;
    a->outcome.flags = 0;
    a->outcome.status = a->status_before;
}

static int same_number_as(const model_batch *batch, uint32_t i, uint32_t k) {
    return batch->entries[i].number != 0 && batch->entries[i].number == batch->entries[k].number;
}

static int acceptable_as_written(const model_entry *e) {
    answer a;
    memset(&a, 0, sizeof a);
    const question q = {.entry = e};
    staged(&q, &a);
    return a.outcome.reasons == 0;
}

/* The first acceptable entry with the number of `i` that says (1), or does not say (0), Do Not Originate; UINT32_MAX.
 */
static uint32_t first_saying(const model_batch *batch, uint32_t i, int dno) {
    for (uint32_t k = 0; k < batch->count; k++) {
        const model_entry *e = &batch->entries[k];
        if (same_number_as(batch, i, k) && acceptable_as_written(e) && e->purpose != 0 &&
            model_is_dno(e->purpose) == dno) {
            return k;
        }
    }
    return UINT32_MAX;
}

static void give_way(const model_batch *batch, answer *answers, uint32_t i, uint32_t to) {
    const uint32_t mine = batch->entries[i].purpose;
    const uint32_t theirs = batch->entries[to].purpose;
    become_rejected(&answers[i]);
    answer_reject(&answers[i], mine != 0 && theirs != 0 && mine != theirs ? NREG_REASON_CONFLICTING_PURPOSE
                                                                          : NREG_REASON_DUPLICATE_IN_BATCH);
    answers[i].outcome.related = batch->entries[to].entry;
}

/* Of the entries with one number the first acceptable one counts; Do Not Originate beside a calling purpose spoils all.
 */
static void duplicates(const model_batch *batch, answer *answers) {
    uint32_t counts[ENTRIES_MAX];
    for (uint32_t i = 0; i < batch->count; i++) {
        counts[i] = UINT32_MAX;
        for (uint32_t k = 0; k < batch->count && counts[i] == UINT32_MAX; k++) {
            counts[i] = same_number_as(batch, i, k) && answers[k].outcome.reasons == 0 ? k : UINT32_MAX;
        }
        for (uint32_t k = 0; k < batch->count && counts[i] == UINT32_MAX; k++) {
            counts[i] = same_number_as(batch, i, k) && acceptable_as_written(&batch->entries[k]) ? k : UINT32_MAX;
        }
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        const uint32_t dno = first_saying(batch, i, 1);
        const uint32_t calls = first_saying(batch, i, 0);
        if (dno == UINT32_MAX || calls == UINT32_MAX) {
            if (counts[i] != UINT32_MAX && counts[i] != i) {
                give_way(batch, answers, i, counts[i]);
            }
        } else if (acceptable_as_written(&batch->entries[i]) && batch->entries[i].purpose != 0) {
            give_way(batch, answers, i, model_is_dno(batch->entries[i].purpose) ? calls : dno);
        } else {
            become_rejected(&answers[i]);
            answer_reject(&answers[i], NREG_REASON_DUPLICATE_IN_BATCH);
            answers[i].outcome.related = batch->entries[dno < calls ? dno : calls].entry;
        }
    }
}

static void atomicity(const model_batch *batch, const nreg_commit_options *options, answer *answers) {
    uint32_t rejected = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        rejected += answers[i].outcome.reasons != 0;
    }
    if ((options->atomicity == NREG_ATOMIC_ALL_OR_NOTHING && rejected > 0) ||
        (options->atomicity == NREG_ATOMIC_MAX_REJECTS && rejected > options->max_rejects)) {
        for (uint32_t i = 0; i < batch->count; i++) {
            if (answers[i].outcome.reasons == 0) {
                become_rejected(&answers[i]);
                answer_reject(&answers[i], NREG_REASON_BATCH_ABANDONED);
            }
        }
    }
}

void model_decide(model *m, uint64_t root, const model_batch *batch, const nreg_commit_options *options,
                  answer *answers) {
    question q = {.m = m, .root = root, .batch = batch};
    q.target = model_inside(m, batch->target, root) ? model_scope(m, batch->target) : NULL;
    q.acknowledged = options->acknowledge_dno != 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        q.entry = &batch->entries[i];
        q.record = model_record(m, q.entry->number);
        q.consent = q.entry->consent | options->consent;
        decide_one(&q, &answers[i]);
    }
    duplicates(batch, answers);
    atomicity(batch, options, answers);
    for (uint32_t i = 0; i < batch->count; i++) {
        answers[i].outcome.reason = (uint16_t)nreg_reason_first(answers[i].outcome.reasons);
    }
}
