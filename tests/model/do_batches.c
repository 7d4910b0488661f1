/* SPDX-License-Identifier: MIT */
/* Steps that make a batch and commit it at once. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell_entry(run *r, const model_entry *e) {
    tell(r, " [%s \"%s\" purpose %u consent %u]", nreg_action_name(e->action), e->text, e->purpose, e->consent);
}

static void compare_result(run *r, const char *what, const model_batch *b, const answer *answers,
                           const nreg_result *result) {
    uint32_t count;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    if (!same_number(r, what, b->count, count)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        (void)same_outcome(r, what, i, &answers[i].outcome, &outcomes[i]);
    }
}

static void commit(run *r, uint32_t who, nreg_batch *batch, model_batch *b, const nreg_commit_options *options) {
    answer answers[ENTRIES_MAX];
    nreg_code expected = NREG_OK;
    if (who != OPERATOR && model_scope_const(r->m, root_of(r, who)) == NULL) {
        expected = NREG_NOT_FOUND;
    }
    model_decide(r->m, root_of(r, who), b, options, answers);
    for (int pass = 0; pass < 2; pass++) {
        nreg_result *result = NULL;
        nreg_code got;
        do {
            got = pass == 0 ? nreg_batch_preview(batch, options, &result, &r->error)
                            : nreg_batch_commit(batch, options, &result, &r->error);
        } while (once_more(r, got));
        if (same_code(r, pass == 0 ? "preview" : "commit", expected, got) && got == NREG_OK) {
            compare_result(r, pass == 0 ? "preview, outcome" : "commit, outcome", b, answers, result);
        }
        if (pass == 1 && got == NREG_OK) {
            b->id = nreg_batch_id(batch);
            if (b->id == 0) {
                nreg_summary summary;
                summary.struct_size = (uint32_t)sizeof summary;
                (void)nreg_result_summary(result, &summary);
                b->id = summary.batch;
            }
            model_commit(r->m, b, answers);
        }
        nreg_result_free(result);
    }
}

/* Mostly the batch's own action; a mixed batch has several. */
static uint32_t draw_action(dice *d, uint32_t usual) {
    return rarely(d, 5) ? NREG_ACTION_ADD + pick(d, 4) : usual;
}

void do_batch(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    nreg_batch_options batch_options;
    nreg_batch_options_init(&batch_options);
    model_batch *b = calloc(1, sizeof *b);
    if (b == NULL) {
        abort();
    }
    b->target = scope_of(r, slot);
    b->policy = r->m->policy;
    b->action = batch_options.action = rarely(d, 2) ? NREG_ACTION_ADD : 1 + pick(d, 4);
    nreg_session *session = session_of(r, who);
    nreg_batch *batch = NULL;
    (void)same_code(r, "new batch", NREG_OK, nreg_batch_new(session, b->target, &batch_options, &batch, &r->error));
    nreg_session_close(session);
    tell(r, "batch by %s at s%u:", name_of(who), slot);
    const uint32_t count = 1 + pick(d, 6);
    for (uint32_t i = 0; i < count; i++) {
        model_entry *e = &b->entries[b->count++];
        draw_number(d, e->text);
        e->entry = ++b->next_entry;
        uint32_t purpose = draw_purpose(d);
        e->action = draw_action(d, b->action);
        if (e->action == NREG_ACTION_REMOVE && !rarely(d, 4)) {
            purpose = 0;
        }
        model_set_purpose(e, purpose);
        e->consent = pick(d, 4);
        model_read(&b->policy, e);
        tell_entry(r, e);
        const nreg_entry_input input = {.number = e->text,
                                        .number_length = UINT64_MAX,
                                        .purpose = purpose,
                                        .action = e->action,
                                        .consent = e->consent};
        (void)same_code(r, "stage", NREG_OK, nreg_batch_stage(batch, &input, sizeof input, 1, NULL, &r->error));
    }
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.consent = rarely(d, 4) ? pick(d, 4) : 0;
    options.acknowledge_dno = pick(d, 2);
    options.atomicity = rarely(d, 6) ? 1 + pick(d, 2) : 0;
    options.max_rejects = pick(d, 3);
    tell(r, " consent %u atomicity %u max rejects %u acknowledge %u", options.consent, options.atomicity,
         options.max_rejects, options.acknowledge_dno);
    commit(r, who, batch, b, &options);
    nreg_batch_free(batch);
    free(b);
}
