/* SPDX-License-Identifier: MIT */
/* Rules R9 to R12: what previewing and committing a batch answers. */
#include "held.h"

#include <string.h>

/* Which text about Do Not Originate was shown. */
const char *held_draw_attestation(dice *d) {
    static const char *const texts[] = {"", "dno text 1", "dno text 2"};
    return rarely(d, 3) ? texts[pick(d, 3)] : NULL;
}

void held_draw_options(run *r, dice *d, nreg_commit_options *options) {
    nreg_commit_options_init(options);
    options->consent = rarely(d, 4) ? pick(d, 4) : 0;
    options->acknowledge_dno = pick(d, 2);
    options->atomicity = rarely(d, 6) ? 1 + pick(d, 2) : 0;
    options->max_rejects = pick(d, 3);
    options->attestation = held_draw_attestation(d);
    if (options->atomicity == NREG_ATOMIC_KEEP_GOOD && rarely(d, 6) && (r->groups & NREG_GROUP_BATCHES) != 0) {
        options->chunk_entries = 1 + pick(d, 3);
    }
    tell(r, " consent %u atomicity %u max rejects %u acknowledge %u chunks %u attestation %s", options->consent,
         options->atomicity, options->max_rejects, options->acknowledge_dno, options->chunk_entries,
         options->attestation == NULL ? "none" : options->attestation);
}

void held_compare(run *r, const char *what, const model_batch *b, const nreg_outcome *outcomes, uint32_t flags,
                  const nreg_result *result) {
    uint32_t count = 0;
    const nreg_outcome *got = nreg_result_outcomes(result, &count, NULL);
    if (!same_number(r, what, b->count, count)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        (void)same_outcome(r, what, i, &outcomes[i], &got[i]);
        size_t length = 0;
        const char *text = nreg_result_input(result, i, &length);
        const char *written = b->entries[i].erased ? "" : b->entries[i].text;
        if (text == NULL || length != strlen(written) || memcmp(text, written, length) != 0) {
            differ(r, "%s: the input of outcome %u has changed", what, i);
        }
    }
    nreg_summary expected;
    nreg_summary summary;
    summary.struct_size = (uint32_t)sizeof summary;
    model_summary(b, outcomes, &expected);
    expected.flags |= flags;
    (void)same_code(r, "summary", NREG_OK, nreg_result_summary(result, &summary));
    (void)same_summary(r, what, &expected, &summary);
}

/* What must hold before an entry is looked at. */
static nreg_code gate(const run *r, const held *h) {
    return h->root != 0 && model_scope_const(r->m, h->root) == NULL ? NREG_NOT_FOUND : NREG_OK;
}

static void outcomes_of(const answer *answers, uint32_t count, nreg_outcome *outcomes, uint32_t *flags) {
    *flags = 0;
    for (uint32_t i = 0; i < count; i++) {
        outcomes[i] = answers[i].outcome;
        if (outcomes[i].reasons & NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED)) {
            *flags = NREG_RESULT_ABANDONED;
        }
    }
}

/* The host has been told that the Business learned of `told` numbers, if of any. */
static void compare_heard(run *r, uint64_t business, uint32_t told, uint32_t before) {
    (void)(same_number(r, "Business that the host was told of", told == 0 ? 0 : business, r->heard_business) &&
           same_number(r, "numbers elsewhere that the host was told of", told == 0 ? 0 : told + before,
                       r->heard_today));
    r->heard_business = r->heard_today = 0;
}

void held_preview(run *r, held *h, const nreg_commit_options *options) {
    const nreg_code code = h->m->state == NREG_BATCH_COMMITTED ? NREG_CLOSED : gate(r, h);
    answer answers[ENTRIES_MAX];
    nreg_outcome outcomes[ENTRIES_MAX];
    uint32_t flags;
    nreg_result *result = NULL;
    nreg_code got;
    do {
        got = nreg_batch_preview(h->batch, options, &result, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "preview", code, got) && got == NREG_OK) {
        model_batch *b = h->m;
        const int64_t updated = b->updated;
        const nreg_scope *target = model_scope_const(r->m, b->target);
        const uint64_t business = target == NULL ? 0 : target->business;
        const uint32_t told = model_decide(r->m, h->root, b, options, answers);
        compare_heard(r, business, told, model_disclosed(r->m, business));
        outcomes_of(answers, b->count, outcomes, &flags);
        b->updated = r->m->now;
        held_compare(r, "preview", b, outcomes, flags | NREG_RESULT_PREVIEW, result);
        b->updated = updated;
    }
    nreg_result_free(result);
}

/* The code of a commit that is not a first one; NREG_OK if it is, or if it is the same again: then `replayed`. */
static nreg_code repeated(run *r, const held *h, const nreg_commit_options *options, const model_batch **replayed) {
    const nreg_scope *target = model_inside(r->m, h->m->target, h->root) ? model_scope_const(r->m, h->m->target) : NULL;
    if (target != NULL && options->request_id != NULL) {
        const model_batch *earlier = model_requested(r->m, target->business, options->request_id);
        if (earlier != NULL) {
            *replayed = earlier;
            return !model_same_content(h->m, options, earlier) ? NREG_REQUEST_MISMATCH
                   : earlier->lost                             ? NREG_NOT_FOUND
                                                               : NREG_OK;
        }
    }
    if (h->m->id != 0) {
        const model_batch *stored = model_stored(r->m, h->m->id);
        if (stored == NULL || stored->state != NREG_BATCH_DRAFT) {
            return NREG_CLOSED;
        }
        if (stored->revision != h->m->revision) {
            return NREG_CONFLICT;
        }
    }
    return NREG_OK;
}

void held_commit(run *r, held *h, const nreg_commit_options *options) {
    model_batch *b = h->m;
    const int again = b->state == NREG_BATCH_COMMITTED;
    const model_batch *replayed = NULL;
    nreg_code code = gate(r, h);
    if (again) {
        code = NREG_OK;
    } else if (code == NREG_OK) {
        code = repeated(r, h, options, &replayed);
    }
    nreg_result *result = NULL;
    nreg_code got;
    do {
        got = nreg_batch_commit(h->batch, options, &result, &r->error);
    } while (once_more(r, got));
    if (!same_code(r, "commit", code, got) || got != NREG_OK) {
        nreg_result_free(result);
        return;
    }
    nreg_outcome outcomes[ENTRIES_MAX];
    if (again) {
        model_outcomes(r->m, b, h->root, outcomes);
        held_compare(r, "commit again", b, outcomes, h->replay_flags, result);
    } else if (replayed != NULL) {
        model_outcomes(r->m, replayed, h->root, outcomes);
        held_compare(r, "commit replayed", replayed, outcomes, NREG_RESULT_REPLAYED, result);
        *b = *replayed;
        h->replay_flags = NREG_RESULT_REPLAYED;
    } else {
        nreg_summary summary;
        summary.struct_size = (uint32_t)sizeof summary;
        (void)nreg_result_summary(result, &summary);
        b->created = b->created == 0 ? r->m->now : b->created;
        if (options->request_id != NULL) {
            strcpy(b->request_id, options->request_id);
        }
        strcpy(b->actor, name_of(h->who));
        const nreg_scope *target = model_scope_const(r->m, b->target);
        const int stored = model_inside(r->m, b->target, h->root) && target->level != NREG_LEVEL_ORGANIZATION;
        (void)same_number(r, "whether a batch is stored", (uint64_t)stored, summary.batch != 0);
        const uint32_t before = target == NULL ? 0 : model_disclosed(r->m, target->business);
        model_commit(r->m, h->root, b, options, summary.batch);
        const uint32_t after = target == NULL ? 0 : model_disclosed(r->m, target->business);
        compare_heard(r, b->business, after - before, before);
        model_outcomes(r->m, b, h->root, outcomes);
        held_compare(r, "commit", b, outcomes, 0, result);
    }
    nreg_result_free(result);
}
