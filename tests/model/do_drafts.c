/* SPDX-License-Identifier: MIT */
/* Rule R12: drafts that several people stage, save, load, discard and commit. */
#include "held.h"

#include <string.h>

/* One of the stored batches, mostly a recent one; an id that does not exist if there is none. */
static uint64_t draw_stored(const run *r, dice *d) {
    const uint32_t count = r->m->batch_count;
    if (count == 0 || rarely(d, 30)) {
        return 4711;
    }
    /* Drafts are rare among all that is stored. */
    for (uint32_t tries = 0; tries < 8; tries++) {
        const model_batch *b = &r->m->batches[count - 1 - pick(d, count < 60 ? count : 60)];
        if (b->state != NREG_BATCH_COMMITTED) {
            return b->id;
        }
    }
    return r->m->batches[count - 1 - pick(d, count < 8 ? count : 8)].id;
}

/* The code that a session gets for a stored batch. */
static nreg_code reach(const run *r, uint64_t root, const model_batch *b) {
    if ((root != 0 && model_scope_const(r->m, root) == NULL) || !model_reaches(r->m, root, b)) {
        return NREG_NOT_FOUND;
    }
    return NREG_OK;
}

static void save(run *r, held *h) {
    model_batch *stored = h->m->id == 0 ? NULL : model_stored(r->m, h->m->id);
    nreg_code code = NREG_OK;
    if (h->m->state == NREG_BATCH_COMMITTED) {
        code = NREG_CLOSED;
    } else if (!model_inside(r->m, h->m->target, h->root) ||
               model_scope_const(r->m, h->m->target)->level == NREG_LEVEL_ORGANIZATION) {
        code = NREG_NOT_FOUND;
    } else if (h->m->id != 0 && (stored == NULL || stored->state != NREG_BATCH_DRAFT)) {
        code = NREG_CLOSED;
    } else if (stored != NULL && stored->revision != h->m->revision) {
        code = NREG_CONFLICT;
    }
    uint64_t id = 0;
    nreg_code got;
    do {
        got = nreg_batch_save(h->batch, &id, &r->error);
    } while (once_more(r, got));
    if (!same_code(r, "save", code, got) || code != NREG_OK) {
        return;
    }
    model_batch *b = h->m;
    if (stored == NULL) {
        b->created = r->m->now;
        b->id = id;
        b->business = model_scope_const(r->m, b->target)->business;
        b->state = NREG_BATCH_DRAFT;
    }
    (void)same_number(r, "id of a draft", b->id, id);
    (void)same_number(r, "id of a draft in hand", b->id, nreg_batch_id(h->batch));
    strcpy(b->actor, name_of(h->who));
    b->updated = r->m->now;
    b->expires = r->m->now + (int64_t)b->policy.draft_days * 86400000000;
    b->revision++;
    if (stored != NULL) {
        *stored = *b;
    } else {
        (void)model_store(r->m, b);
    }
}

static void load(run *r, held *h, uint32_t who, uint64_t id) {
    const model_batch *stored = model_stored(r->m, id);
    const uint64_t root = root_of(r, who);
    nreg_code code = reach(r, root, stored);
    if (code == NREG_OK && stored->state != NREG_BATCH_DRAFT) {
        code = NREG_CLOSED;
    }
    nreg_session *session = session_of(r, who);
    nreg_batch *batch = NULL;
    nreg_code got;
    do {
        got = nreg_batch_load(session, id, NULL, &batch, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (!same_code(r, "load", code, got) || code != NREG_OK) {
        nreg_batch_free(batch);
        return;
    }
    held_new(r, h, who, place_of(r, stored->target), stored->action);
    nreg_batch_free(h->batch);
    h->batch = batch;
    *h->m = *stored;
    h->m->policy = r->m->policy;
    model_set_region(&h->m->policy, stored->policy.default_region);
    for (uint32_t i = 0; i < h->m->count; i++) {
        model_read(&h->m->policy, &h->m->entries[i]);
    }
}

/* Transfers are the only special ones that can be drafts. */
static uint32_t draw_action(dice *d) {
    return rarely(d, 8) ? (uint32_t)NREG_ACTION_TRANSFER : rarely(d, 2) ? (uint32_t)NREG_ACTION_ADD : 1 + pick(d, 4);
}

static void discard(run *r, uint32_t who, uint64_t id) {
    model_batch *stored = model_stored(r->m, id);
    nreg_code code = reach(r, root_of(r, who), stored);
    if (code == NREG_OK && stored->state == NREG_BATCH_COMMITTED) {
        code = NREG_CLOSED;
    }
    nreg_session *session = session_of(r, who);
    nreg_code got;
    do {
        got = nreg_batch_discard(session, id, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (same_code(r, "discard", code, got) && code == NREG_OK && stored->state == NREG_BATCH_DRAFT) {
        stored->state = NREG_BATCH_DISCARDED;
        stored->updated = stored->expires = r->m->now;
        stored->revision++;
    }
}

void do_draft(run *r, dice *d) {
    held *h = &r->drafts[pick(d, DRAFTS)];
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint32_t what = pick(d, 20);
    nreg_commit_options options;
    tell(r, "draft %u", (unsigned)(h - r->drafts));
    if (what < 3 && (r->groups & NREG_GROUP_BATCHES) != 0) {
        const uint64_t id = draw_stored(r, d);
        tell(r, " load by %s batch %llu", name_of(who), (unsigned long long)id);
        load(r, h, who, id);
    } else if (what == 3 && (r->groups & NREG_GROUP_BATCHES) != 0) {
        const uint64_t id = draw_stored(r, d);
        tell(r, " discard by %s batch %llu", name_of(who), (unsigned long long)id);
        discard(r, who, id);
    } else if (h->batch == NULL || what == 4) {
        const char *region = draw_region(d);
        tell(r, " new by %s at s%u region '%s'", name_of(who), slot, region);
        held_new_in(r, h, who, slot, draw_action(d), region);
    } else if (what < 10) {
        for (uint32_t left = 1 + pick(d, 3); left > 0; left--) {
            held_stage(r, h, d);
        }
    } else if (what < 14) {
        held_change(r, h, d);
    } else if (what < 17 && (r->groups & NREG_GROUP_BATCHES) != 0) {
        tell(r, " save");
        save(r, h);
    } else if (what < 19) {
        tell(r, " preview");
        held_draw_options(r, d, &options);
        options.evidence = h->m->action == NREG_ACTION_TRANSFER ? "letter" : NULL;
        held_preview(r, h, &options);
    } else {
        tell(r, " commit");
        held_draw_options(r, d, &options);
        options.evidence = h->m->action == NREG_ACTION_TRANSFER ? "letter" : NULL;
        held_preview(r, h, &options);
        held_commit(r, h, &options);
    }
    if (h->batch != NULL && !r->failed) {
        held_look(r, h);
    }
}
