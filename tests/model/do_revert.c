/* SPDX-License-Identifier: MIT */
/* Steps that revert a batch, wholly or in part; a revert too. */
#include "held.h"

#include <stdio.h>
#include <string.h>

static nreg_code code_of(const run *r, uint64_t root, const model_batch *b) {
    if ((root != 0 && model_scope_const(r->m, root) == NULL) || !model_reaches(r->m, root, b)) {
        return NREG_NOT_FOUND;
    }
    if (b->state != NREG_BATCH_COMMITTED) {
        return NREG_CLOSED;
    }
    if (b->action == NREG_ACTION_IMPORT && root != 0) {
        return NREG_DENIED;
    }
    return b->action == NREG_ACTION_REVIEW || b->action == NREG_ACTION_PROOF || b->action == NREG_ACTION_TRANSFER
               ? NREG_UNSUPPORTED
               : NREG_OK;
}

/* An entry for each number that the batch changed, in order of number. */
static void expect_entries(run *r, held *h) {
    uint64_t last = 0;
    for (;;) {
        const nreg_journal_row *next = NULL;
        for (uint32_t i = r->m->pruned; i < r->m->row_count; i++) {
            const nreg_journal_row *row = &r->m->rows[i];
            if (row->batch == h->m->undoes && row->change != NREG_CHANGE_LOST && row->number > last &&
                (next == NULL || row->number < next->number)) {
                next = row;
            }
        }
        if (next == NULL || h->m->count == ENTRIES_MAX) {
            return;
        }
        last = next->number;
        model_entry e;
        memset(&e, 0, sizeof e);
        snprintf(e.text, sizeof e.text, "+%llu", (unsigned long long)last);
        e.action = NREG_ACTION_REVERT;
        e.entry = e.row = ++h->m->next_entry;
        model_read(&h->m->policy, &e);
        h->m->entries[h->m->count++] = e;
    }
}

void do_revert(run *r, dice *d) {
    const uint32_t back = pick(d, 12);
    const uint32_t count = r->m->batch_count;
    if ((r->groups & (NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES)) != (NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES) ||
        back >= count) {
        tell(r, "nothing to revert");
        return;
    }
    const model_batch *undone = &r->m->batches[count - 1 - back];
    const uint32_t slot = place_of(r, undone->target);
    const uint32_t who = draw_who(d, slot);
    tell(r, "revert by %s of batch %llu:", name_of(who), (unsigned long long)undone->id);
    const nreg_code code = code_of(r, root_of(r, who), undone);
    nreg_session *session = session_of(r, who);
    nreg_batch *batch = NULL;
    nreg_code got;
    do {
        got = nreg_batch_revert(session, undone->id, &batch, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (!same_code(r, "revert", code, got) || code != NREG_OK) {
        nreg_batch_free(batch);
        return;
    }
    held h = {0};
    held_new(r, &h, who, slot, NREG_ACTION_ADD);
    h.m->action = NREG_ACTION_REVERT;
    nreg_batch_free(h.batch);
    h.batch = batch;
    h.m->target = undone->target;
    h.m->undoes = undone->id;
    expect_entries(r, &h);
    for (uint32_t left = rarely(d, 2) ? pick(d, 3) : 0; left > 0; left--) {
        const uint32_t entry = 1 + pick(d, 4);
        tell(r, " drop %u", entry);
        held_drop(r, &h, entry);
    }
    held_look(r, &h);
    nreg_commit_options options;
    held_draw_options(r, d, &options);
    if (!r->failed) {
        held_preview(r, &h, &options);
        held_commit(r, &h, &options);
    }
    held_free(&h);
}
