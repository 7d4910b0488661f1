/* SPDX-License-Identifier: MIT */
/* Steps that make a batch and commit it at once, and that commit one of before again. */
#include "held.h"

#include <stdio.h>
#include <string.h>

/* A few, so that they meet again. */
static const char *draw_request(dice *d, const run *r) {
    static const char *const ids[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"};
    return (r->groups & NREG_GROUP_BATCHES) != 0 && rarely(d, 3) ? ids[pick(d, 10)] : NULL;
}

void do_batch(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    held h = {0};
    tell(r, "batch by %s at s%u:", name_of(who), slot);
    const char *region = draw_region(d);
    tell(r, " region '%s'", region);
    held_new_in(r, &h, who, slot, rarely(d, 2) ? NREG_ACTION_ADD : 1 + pick(d, 4), region);
    for (uint32_t left = pick(d, 7); left > 0; left--) {
        held_stage(r, &h, d);
    }
    for (uint32_t left = rarely(d, 3) ? pick(d, 5) : 0; left > 0; left--) {
        held_change(r, &h, d);
    }
    held_look(r, &h);
    nreg_commit_options options;
    held_draw_options(r, d, &options);
    options.request_id = draw_request(d, r);
    if (options.request_id != NULL) {
        tell(r, " request %s", options.request_id);
    }
    held_preview(r, &h, &options);
    held_commit(r, &h, &options);
    if (rarely(d, 8)) {
        tell(r, " and again");
        held_change(r, &h, d);
        held_preview(r, &h, &options);
        held_commit(r, &h, &options);
    }
    held_free(&h);
}

/* The same batch once more under its request id, by whoever may see the target. */
void do_replay(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const model_batch *earlier = NULL;
    for (uint32_t i = 0; i < r->m->batch_count; i++) {
        const model_batch *b = &r->m->batches[i];
        if (b->state == NREG_BATCH_COMMITTED && b->target == scope_of(r, slot) && b->request_id[0] != '\0' &&
            b->action != NREG_ACTION_IMPORT) {
            earlier = b;
        }
    }
    if (earlier == NULL) {
        tell(r, "nothing to replay");
        return;
    }
    tell(r, "replay by %s at s%u:", name_of(who), slot);
    held h = {0};
    nreg_commit_options options = earlier->options;
    char request[sizeof earlier->request_id];
    snprintf(request, sizeof request, "%s", earlier->request_id);
    options.request_id = request;
    const char *region = rarely(d, 8) ? draw_region(d) : earlier->policy.default_region;
    held_new_in(r, &h, who, slot, earlier->action, region);
    for (uint32_t i = 0; i < earlier->count; i++) {
        held_stage_copy(r, &h, &earlier->entries[i]);
    }
    if (rarely(d, 4)) {
        held_stage(r, &h, d); /* other content */
    }
    held_commit(r, &h, &options);
    held_free(&h);
}
