/* SPDX-License-Identifier: MIT */
/* Rules R13 and R14: journal rows as sessions see them, as far as retention has left them. */
#include "model.h"

#include <string.h>

int model_row_seen(const model *m, uint64_t root, const nreg_journal_row *row, nreg_journal_row *seen) {
    const int before = row->status_before != 0 &&
                       model_inside(m, model_holder_of(row->business, row->unit_before, row->program_before), root);
    const int after = row->status_after != 0 &&
                      model_inside(m, model_holder_of(row->business, row->unit_after, row->program_after), root);
    *seen = *row;
    if (!before) {
        seen->unit_before = seen->program_before = seen->batch_before = 0;
        seen->purpose_before = seen->flags_before = seen->revision_before = 0;
        seen->status_before = 0;
    }
    if (!after) {
        seen->unit_after = seen->program_after = 0;
        seen->purpose_after = seen->flags_after = 0;
        seen->status_after = 0;
    }
    return before || after;
}

uint32_t model_prune_rows(model *m, int64_t before) {
    const uint32_t first = m->pruned;
    while (m->pruned < m->row_count && m->rows[m->pruned].time < before) {
        m->pruned++;
    }
    return m->pruned - first;
}

uint32_t model_prune_batches(model *m) {
    uint32_t treated = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->batch_count; i++) {
        model_batch *b = &m->batches[i];
        const int expired = b->expires != 0 && b->expires <= m->now;
        treated += (uint32_t)expired;
        if (expired && b->state == NREG_BATCH_COMMITTED) {
            b->lost = b->count > 0; /* of an empty result there is nothing to lose */
            b->expires = 0;
        }
        if (!expired || b->state == NREG_BATCH_COMMITTED) {
            m->batches[kept++] = *b;
        }
    }
    m->batch_count = kept;
    return treated;
}

uint32_t model_redact(model *m, const char *actor, const char *replacement) {
    uint32_t changed = 0;
    for (uint32_t i = 0; i < m->batch_count; i++) {
        model_batch *b = &m->batches[i];
        if (strcmp(b->actor, actor) == 0) {
            strcpy(b->actor, replacement);
            b->revision++;
            changed++;
        }
    }
    return changed;
}

static void forget_note(model *m, const nreg_journal_row *row) {
    model_batch *b = model_stored(m, row->batch);
    model_entry *e = b == NULL ? NULL : model_entry_of(b, row->entry);
    if (e != NULL && (row->action == NREG_ACTION_REVIEW || row->action == NREG_ACTION_PROOF)) {
        e->note[0] = e->internal_note[0] = '\0';
    }
}

uint32_t model_erase(model *m, uint64_t number) {
    uint32_t changed = 0;
    for (uint32_t i = m->pruned; i < m->row_count; i++) {
        if (m->rows[i].number == number) {
            forget_note(m, &m->rows[i]);
            m->rows[i].number = 0;
            changed++;
        }
    }
    for (uint32_t i = 0; i < m->batch_count; i++) {
        model_batch *b = &m->batches[i];
        for (uint32_t k = 0; b->state == NREG_BATCH_COMMITTED && !b->lost && k < b->count; k++) {
            if (b->outcomes[k].number == number) {
                b->outcomes[k].number = 0;
                b->entries[k].erased = 1;
            }
        }
    }
    model_forget(m, number);
    return changed;
}
