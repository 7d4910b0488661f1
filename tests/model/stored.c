/* SPDX-License-Identifier: MIT */
/* Rule R12: batches as they are stored. */
#include "model.h"

#include <string.h>

model_batch *model_stored(model *m, uint64_t id) {
    for (uint32_t i = 0; i < m->batch_count; i++) {
        if (m->batches[i].id == id) {
            return &m->batches[i];
        }
    }
    return NULL;
}

model_batch *model_store(model *m, const model_batch *batch) {
    if (m->batch_count == BATCHES_MAX) {
        return NULL;
    }
    m->batches[m->batch_count] = *batch;
    return &m->batches[m->batch_count++];
}

int model_reaches(const model *m, uint64_t root, const model_batch *batch) {
    return batch != NULL && model_inside(m, batch->target, root) &&
           !(batch->state == NREG_BATCH_DRAFT && batch->expires <= m->now);
}

model_batch *model_requested(model *m, uint64_t business, const char *request_id) {
    for (uint32_t i = 0; i < m->batch_count; i++) {
        model_batch *b = &m->batches[i];
        if (b->business == business && b->state == NREG_BATCH_COMMITTED && request_id[0] != '\0' &&
            strcmp(b->request_id, request_id) == 0) {
            return b;
        }
    }
    return NULL;
}

/* What counts is the number; where there is none to speak of, the text too. */
static int same_number(const model_entry *x, const model_entry *y) {
    const int tells = x->number != 0 && x->state == NREG_STATE_VALID;
    return x->number == y->number && tells == (y->number != 0 && y->state == NREG_STATE_VALID) &&
           (tells || strcmp(x->text, y->text) == 0);
}

/* Of an import. */
static int same_claim(const model_entry *x, const model_entry *y) {
    return x->status == y->status && x->created == y->created && x->claimed == y->claimed &&
           x->claimant == y->claimant && (x->action != NREG_ACTION_IMPORT || x->row == y->row);
}

int model_same_content(const model_batch *a, const nreg_commit_options *a_options, const model_batch *b) {
    const nreg_commit_options *o = a_options;
    int same = a->action == b->action && a->target == b->target && a->count == b->count &&
               o->atomicity == b->options.atomicity &&
               (o->atomicity != NREG_ATOMIC_MAX_REJECTS || o->max_rejects == b->options.max_rejects) &&
               o->consent == b->options.consent && o->acknowledge_dno == b->options.acknowledge_dno &&
               strcmp(o->attestation == NULL ? "" : o->attestation, b->attestation) == 0;
    for (uint32_t i = 0; same && i < a->count; i++) {
        const model_entry *x = &a->entries[i];
        const model_entry *y = &b->entries[i];
        same = same_number(x, y) && same_claim(x, y) && x->purpose == y->purpose &&
               x->purpose_unknown == y->purpose_unknown && x->action == y->action && x->consent == y->consent;
    }
    return same;
}

/* What a narrower session than the one that committed it is shown of an entry whose number sits where it cannot see. */
static void hide(nreg_outcome *o) {
    static const uint64_t about_the_record =
        NREG_REASON_BIT(NREG_REASON_HELD_ABOVE) | NREG_REASON_BIT(NREG_REASON_ALREADY_BELOW) |
        NREG_REASON_BIT(NREG_REASON_IN_OTHER_UNIT) | NREG_REASON_BIT(NREG_REASON_IN_OTHER_PROGRAM) |
        NREG_REASON_BIT(NREG_REASON_ALREADY_HERE) | NREG_REASON_BIT(NREG_REASON_NOT_IN_SCOPE) |
        NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED) | NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE) |
        NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM) | NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED);
    const int like_free = o->action == NREG_ACTION_ADD && o->status == NREG_STATUS_DECLINED;
    o->holder = 0;
    o->flags = 0;
    o->warnings &= ~(NREG_REASON_BIT(NREG_REASON_RESUBMITTED) | NREG_REASON_BIT(NREG_REASON_DNO_CHANGED));
    if (o->reasons == 0) {
        return;
    }
    o->status = 0;
    if (!like_free) {
        o->warnings &= ~NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
        o->reasons &= ~about_the_record;
        o->reasons |= NREG_REASON_BIT(o->action == NREG_ACTION_ADD || o->action == NREG_ACTION_REVERT
                                          ? NREG_REASON_REGISTERED_ELSEWHERE
                                          : NREG_REASON_NOT_REGISTERED);
    }
    o->reason = (uint16_t)nreg_reason_first(o->reasons);
}

void model_outcomes(const model *m, const model_batch *batch, uint64_t root, nreg_outcome *outcomes) {
    memcpy(outcomes, batch->outcomes, batch->count * sizeof *outcomes);
    for (uint32_t i = 0; i < batch->count; i++) {
        if (outcomes[i].holder != 0 && !model_inside(m, outcomes[i].holder, root)) {
            hide(&outcomes[i]);
        }
    }
}

void model_summary(const model_batch *batch, const nreg_outcome *outcomes, nreg_summary *summary) {
    uint32_t *const of[NREG_OUTCOME_COUNT] = {
        &summary->rejected, &summary->added,    &summary->moved,    &summary->unassigned,  &summary->deleted,
        &summary->changed,  &summary->reviewed, &summary->restored, &summary->transferred, &summary->imported};
    memset(summary, 0, sizeof *summary);
    summary->struct_size = (uint32_t)sizeof *summary;
    summary->flags = batch->flags;
    summary->batch = batch->id;
    summary->time = batch->updated;
    summary->entries = batch->count;
    for (uint32_t i = 0; i < batch->count; i++) {
        const nreg_outcome *o = &outcomes[i];
        (*of[o->outcome])++;
        summary->accepted += o->reasons == 0;
        summary->movable += (o->flags & NREG_OUTCOME_FLAG_MOVABLE) != 0;
        summary->warned += o->warnings != 0;
        summary->dno += o->reasons == 0 && model_is_dno(o->purpose);
    }
}
