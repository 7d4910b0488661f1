/* SPDX-License-Identifier: MIT */
/* Steps of review and proof, and of transfers: batches whose entries are staged by functions of their own. */
#include "held.h"

#include <stdio.h>
#include <string.h>

static void stage_special(run *r, held *h, dice *d, uint32_t action) {
    model_entry e;
    memset(&e, 0, sizeof e);
    draw_number(d, e.text);
    e.action = action;
    model_read(&h->m->policy, &e);
    nreg_code got;
    if (action == NREG_ACTION_REVIEW) {
        static const uint32_t decisions[] = {1, 1, 1, 2, 2, 3, 3, 4, 4, 5};
        e.decision = decisions[pick(d, 10)];
        snprintf(e.note, sizeof e.note, "note %u", pick(d, 100));
        snprintf(e.internal_note, sizeof e.internal_note, "internal %u", pick(d, 100));
        got = nreg_review_stage(h->batch, e.text, NREG_NUL, e.decision, e.note, e.internal_note, NULL, &r->error);
    } else if (action == NREG_ACTION_PROOF) {
        snprintf(e.note, sizeof e.note, "proof %u", pick(d, 100));
        got = nreg_proof_stage(h->batch, e.text, NREG_NUL, e.note, NULL, &r->error);
    } else {
        got = nreg_batch_add(h->batch, e.text, NREG_NUL, 0, NULL, &r->error);
    }
    tell(r, " [%s \"%s\" decision %u]", nreg_action_name(action), e.text, e.decision);
    if (same_code(r, "stage", NREG_OK, got)) {
        e.entry = e.row = ++h->m->next_entry;
        h->m->entries[h->m->count++] = e;
    }
}

static void special(run *r, dice *d, uint32_t action) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = action == NREG_ACTION_PROOF || rarely(d, 8) ? draw_who(d, slot) : OPERATOR;
    held h = {0};
    tell(r, "%s by %s at s%u:", nreg_action_name(action), name_of(who), slot);
    held_new(r, &h, who, slot, action);
    for (uint32_t left = 1 + pick(d, 7); left > 0; left--) {
        stage_special(r, &h, d, action);
    }
    if (rarely(d, 4)) {
        const uint32_t entry = 1 + pick(d, h.m->count);
        tell(r, " drop %u", entry);
        held_drop(r, &h, entry);
    }
    held_look(r, &h);
    if (action != NREG_ACTION_TRANSFER && (r->groups & NREG_GROUP_BATCHES) != 0) {
        (void)same_code(r, "saving a review", NREG_UNSUPPORTED, nreg_batch_save(h.batch, NULL, &r->error));
    }
    nreg_commit_options options;
    held_draw_options(r, d, &options);
    options.evidence = action == NREG_ACTION_TRANSFER ? "letter" : NULL;
    held_preview(r, &h, &options);
    held_commit(r, &h, &options);
    held_free(&h);
}

void do_review(run *r, dice *d) {
    special(r, d, NREG_ACTION_REVIEW);
}

void do_proof(run *r, dice *d) {
    special(r, d, NREG_ACTION_PROOF);
}

void do_transfer(run *r, dice *d) {
    special(r, d, NREG_ACTION_TRANSFER);
}
