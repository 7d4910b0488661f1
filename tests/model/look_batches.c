/* SPDX-License-Identifier: MIT */
/* Rules R12 and R14: stored batches and their results as every kind of session sees them. */
#include "held.h"

#include <string.h>

static void expect_info(const model_batch *b, nreg_batch_info *info) {
    memset(info, 0, sizeof *info);
    info->id = b->id;
    info->business = b->business;
    info->target = b->target;
    info->created = b->created;
    info->updated = b->updated;
    info->expires = b->expires;
    info->state = b->state;
    info->action = b->action;
    info->entries = b->count;
    for (uint32_t i = 0; b->state == NREG_BATCH_COMMITTED && i < b->count; i++) {
        info->accepted += b->outcomes[i].reasons == 0;
        info->rejected += b->outcomes[i].reasons != 0;
    }
    strcpy(info->request_id, b->request_id);
    strcpy(info->actor, b->actor);
    strcpy(info->attestation, b->attestation);
}

static void compare_info(run *r, const model_batch *b, const nreg_batch_info *got) {
    nreg_batch_info expected;
    expect_info(b, &expected);
    (void)(same_number(r, "id of a batch", expected.id, got->id) &&
           same_number(r, "business of a batch", expected.business, got->business) &&
           same_number(r, "target of a batch", expected.target, got->target) &&
           same_number(r, "state of a batch", expected.state, got->state) &&
           same_number(r, "action of a batch", expected.action, got->action) &&
           same_number(r, "batch created", (uint64_t)expected.created, (uint64_t)got->created) &&
           same_number(r, "batch updated", (uint64_t)expected.updated, (uint64_t)got->updated) &&
           same_number(r, "batch expires", (uint64_t)expected.expires, (uint64_t)got->expires) &&
           same_number(r, "entries of a batch", expected.entries, got->entries) &&
           same_number(r, "accepted of a batch", expected.accepted, got->accepted) &&
           same_number(r, "rejected of a batch", expected.rejected, got->rejected) &&
           same_text(r, "request id of a batch", expected.request_id, got->request_id) &&
           same_text(r, "actor of a batch", expected.actor, got->actor) &&
           same_text(r, "attestation of a batch", expected.attestation, got->attestation));
}

static uint32_t listed_for(const run *r, uint64_t root, uint32_t state, const model_batch *b) {
    return model_reaches(r->m, root, b) && (state == 0 || b->state == state);
}

static void look_list(run *r, dice *d, uint32_t who) {
    const uint64_t root = root_of(r, who);
    const uint32_t state = rarely(d, 2) ? 0 : 1 + pick(d, 4);
    const uint32_t capacity = 1 + pick(d, 20);
    const nreg_code code = root != 0 && model_scope_const(r->m, root) == NULL ? NREG_NOT_FOUND : NREG_OK;
    nreg_session *session = session_of(r, who);
    nreg_batch_info infos[20];
    uint64_t cursor = 0;
    uint32_t more = 1;
    uint32_t listed = 0;
    uint32_t pages = 0;
    int64_t newest = INT64_MAX;
    unsigned char seen[BATCHES_MAX] = {0};
    while (more && !r->failed && pages++ < 3000) {
        uint32_t count = 0;
        nreg_code got;
        do {
            got = nreg_batch_list(session, state, &cursor, infos, capacity, &count, &more, &r->error);
        } while (once_more(r, got));
        if (!same_code(r, "list of batches", code, got) || got != NREG_OK) {
            break;
        }
        for (uint32_t i = 0; i < count && !r->failed; i++) {
            const model_batch *b = model_stored(r->m, infos[i].id);
            if (b == NULL || !listed_for(r, root, state, b) || seen[b - r->m->batches]++) {
                differ(r, "a list of batches has batch %llu", (unsigned long long)infos[i].id);
            } else if (infos[i].created > newest) {
                differ(r, "a list of batches is not in order");
            } else {
                compare_info(r, b, &infos[i]);
                newest = infos[i].created;
                listed++;
            }
        }
    }
    nreg_session_close(session);
    uint32_t expected = 0;
    for (uint32_t i = 0; code == NREG_OK && i < r->m->batch_count; i++) {
        expected += listed_for(r, root, state, &r->m->batches[i]);
    }
    (void)same_number(r, "batches listed", expected, listed);
}

static void look_one(run *r, const model_batch *b, uint32_t who) {
    const uint64_t root = root_of(r, who);
    const uint64_t id = b == NULL ? 4711 : b->id;
    nreg_code code = NREG_OK;
    if ((root != 0 && model_scope_const(r->m, root) == NULL) || !model_reaches(r->m, root, b)) {
        code = NREG_NOT_FOUND;
    }
    nreg_session *session = session_of(r, who);
    nreg_batch_info info;
    nreg_result *result = NULL;
    nreg_code got;
    do {
        got = nreg_batch_get(session, id, &info, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "look at a batch", code, got) && got == NREG_OK) {
        compare_info(r, b, &info);
    }
    if (code == NREG_OK && b->state != NREG_BATCH_COMMITTED) {
        code = NREG_CLOSED;
    } else if (code == NREG_OK && b->lost) {
        code = NREG_NOT_FOUND;
    }
    do {
        got = nreg_batch_result(session, id, &result, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "result of a batch", code, got) && got == NREG_OK) {
        nreg_outcome outcomes[ENTRIES_MAX];
        model_outcomes(r->m, b, root, outcomes);
        held_compare(r, "stored result", b, outcomes, NREG_RESULT_REPLAYED, result);
    }
    nreg_result_free(result);
    nreg_session_close(session);
}

void look_batches(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_BATCHES) == 0) {
        return;
    }
    const uint32_t slot = draw_slot(d);
    const uint32_t count = r->m->batch_count;
    look_one(r, count == 0 ? NULL : &r->m->batches[count - 1 - pick(d, count)], draw_who(d, slot));
    if (r->thorough && count > 0) {
        const model_batch *last = &r->m->batches[count - 1];
        for (uint32_t who = 0; who <= OPERATOR && !r->failed; who++) {
            look_one(r, last, who);
        }
        dice fixed = {4};
        look_list(r, &fixed, OPERATOR);
    }
    if (rarely(d, 3)) {
        look_list(r, d, draw_who(d, slot));
    }
}
