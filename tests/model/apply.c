/* SPDX-License-Identifier: MIT */
/* Rule R13: what a commit leaves behind: records and journal rows. */
#include "model.h"

#include <string.h>

static void append(model *m, const nreg_journal_row *row, const nreg_record *before) {
    if (m->row_count < ROWS_MAX) {
        m->dno_before[m->row_count] = before == NULL ? 0 : before->dno_batch;
        m->rows[m->row_count++] = *row;
    }
}

static void before_side(nreg_journal_row *row, const nreg_record *r) {
    row->business = r->business;
    row->unit_before = r->unit;
    row->program_before = r->program;
    row->batch_before = r->last_batch;
    row->created = r->created;
    row->purpose_before = r->purpose;
    row->flags_before = r->flags;
    row->revision_before = r->revision;
    row->status_before = (uint8_t)r->status;
}

static void after_side(nreg_journal_row *row, const nreg_record *r) {
    row->business = r->business;
    row->unit_after = r->unit;
    row->program_after = r->program;
    row->created = r->created;
    row->purpose_after = r->purpose;
    row->flags_after = r->flags;
    row->revision = r->revision;
    row->status_after = (uint8_t)r->status;
}

static uint8_t change_of(const nreg_record *before, const nreg_record *after, const answer *a) {
    if (before == NULL) {
        return NREG_CHANGE_ADDED;
    }
    if (after->number == 0) {
        return NREG_CHANGE_REMOVED;
    }
    if (a->outcome.flags & NREG_OUTCOME_FLAG_RESUBMITTED) {
        return NREG_CHANGE_RESUBMITTED;
    }
    return model_holder(before) != model_holder(after) ? NREG_CHANGE_MOVED : NREG_CHANGE_CHANGED;
}

static void journal(model *m, const model_batch *batch, const answer *a, const nreg_record *before) {
    nreg_journal_row row = {.batch = batch->id,
                            .number = a->outcome.number,
                            .time = m->now,
                            .entry = a->outcome.entry,
                            .reason = batch->why,
                            .action = a->outcome.action};
    /* Into another Business, or taken over from where the session could not see that it had been declined. */
    const int anew = before != NULL && a->after.number != 0 &&
                     (before->business != a->after.business || (a->outcome.outcome == NREG_OUTCOME_ADDED &&
                                                                !(a->outcome.flags & NREG_OUTCOME_FLAG_RESUBMITTED)));
    if (anew) {
        nreg_journal_row lost = row;
        before_side(&lost, before);
        lost.change = NREG_CHANGE_LOST;
        lost.reason = 0;
        lost.entry = 0; /* says nothing of who has it now */
        append(m, &lost, before);
        before = NULL;
    }
    if (before != NULL) {
        before_side(&row, before);
    }
    if (a->after.number != 0) {
        after_side(&row, &a->after);
    }
    row.change = change_of(before, &a->after, a);
    append(m, &row, before);
}

static void apply_one(model *m, const model_batch *batch, answer *a) {
    nreg_record *found = model_record(m, a->outcome.number);
    nreg_record before;
    memset(&before, 0, sizeof before);
    if (found != NULL) {
        before = *found;
    }
    if (a->after.number != 0) {
        a->after.last_batch = batch->id;
        a->after.updated = m->now;
        a->after.revision++;
        if (!model_is_dno(a->after.purpose)) {
            a->after.dno_batch = 0;
        } else if (a->after.dno_batch == 0) {
            a->after.dno_batch = batch->id;
        }
    }
    journal(m, batch, a, found != NULL ? &before : NULL);
    if (found != NULL && model_is_worth_a_stone(&before, &a->after)) {
        model_entomb(m, &before);
    }
    if (a->after.number != 0) {
        model_put(m, &a->after);
    } else {
        model_remove(m, a->outcome.number);
    }
}

/* Journal rows of a batch stand in the order of numbers. */
static void apply_all(model *m, const model_batch *batch, const answer *answers) {
    uint64_t last = 0;
    for (;;) {
        const answer *next = NULL;
        for (uint32_t i = 0; i < batch->count; i++) {
            if (answers[i].changes && answers[i].outcome.number > last &&
                (next == NULL || answers[i].outcome.number < next->outcome.number)) {
                next = &answers[i];
            }
        }
        if (next == NULL) {
            return;
        }
        last = next->outcome.number;
        answer copy = *next;
        apply_one(m, batch, &copy);
    }
}

void model_commit(model *m, uint64_t root, model_batch *batch, const nreg_commit_options *options, uint64_t id) {
    answer answers[ENTRIES_MAX];
    const uint32_t told = model_decide(m, root, batch, options, answers);
    batch->root = root;
    const nreg_scope *target = model_scope_const(m, batch->target);
    if (told > 0) {
        model_disclose(m, target->business, told);
    }
    batch->business = target == NULL ? 0 : target->business;
    batch->id = id;
    batch->options = *options;
    strcpy(batch->attestation, options->attestation == NULL ? "" : options->attestation);
    batch->state = NREG_BATCH_COMMITTED;
    batch->updated = m->now;
    batch->expires = m->now + (int64_t)batch->policy.result_days * 86400000000;
    uint32_t good = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        batch->outcomes[i] = answers[i].outcome;
        good += answers[i].outcome.reasons == 0;
        if (answers[i].outcome.reasons & NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED)) {
            batch->flags |= NREG_RESULT_ABANDONED;
        }
    }
    if (good > 0) {
        apply_all(m, batch, answers);
    }
    model_batch *stored = model_stored(m, id);
    if (stored != NULL) {
        *stored = *batch; /* the draft it was */
    } else if (id != 0) {
        (void)model_store(m, batch);
    }
}
