/* SPDX-License-Identifier: MIT */
/* What concerns many numbers at once: closing a scope with what it holds (rule R16), reconciling with a list. */
#include "held.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* An entry about each number that a scope holds, ascending. */
static void add_entries(run *r, model_batch *b, uint64_t scope, uint32_t action, uint32_t consent,
                        const model_batch *but) {
    uint64_t numbers[RECORDS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->m->record_count; i++) {
        const nreg_record *record = &r->m->records[i];
        int listed = 0;
        for (uint32_t k = 0; but != NULL && k < but->count; k++) {
            listed |= but->entries[k].number == record->number;
        }
        if (!listed && model_inside(r->m, model_holder(record), scope)) {
            numbers[count++] = record->number;
        }
    }
    qsort(numbers, count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++) {
        model_entry *e = &b->entries[b->count++];
        memset(e, 0, sizeof *e);
        snprintf(e->text, sizeof e->text, "+%llu", (unsigned long long)numbers[i]);
        e->entry = e->row = ++b->next_entry;
        e->action = action;
        e->consent = consent;
        model_read(&b->policy, e);
    }
}

/* --- closing */

static nreg_code closing_code(const run *r, uint64_t root, uint64_t id, uint32_t how, uint64_t move_to) {
    if ((root != 0 && model_scope_const(r->m, root) == NULL) ||
        (!model_inside(r->m, id, root) && !model_above(r->m, id, root))) {
        return NREG_NOT_FOUND;
    }
    const nreg_scope *scope = model_scope_const(r->m, id);
    if (scope->state == NREG_SCOPE_CLOSED) {
        return NREG_OK;
    }
    if (id == root || !model_inside(r->m, id, root)) {
        return NREG_DENIED;
    }
    if (scope->level == NREG_LEVEL_ORGANIZATION ||
        (how == NREG_CLOSING_UNASSIGN && scope->level == NREG_LEVEL_BUSINESS)) {
        return NREG_INVALID_ARGUMENT;
    }
    if (how == NREG_CLOSING_MOVE) {
        if (!model_inside(r->m, move_to, root) && !model_above(r->m, move_to, root)) {
            return NREG_NOT_FOUND;
        }
        const int leaves = model_scope_const(r->m, move_to)->business != scope->business;
        return leaves || model_inside(r->m, move_to, id) ? NREG_INVALID_ARGUMENT : NREG_OK;
    }
    return NREG_OK;
}

static void close_all(run *r, uint64_t id) {
    for (uint32_t i = 0; i < r->m->scope_count; i++) {
        nreg_scope *scope = &r->m->scopes[i];
        if (scope->state == NREG_SCOPE_OPEN && model_inside(r->m, scope->id, id)) {
            scope->state = NREG_SCOPE_CLOSED;
            scope->updated = r->m->now;
            scope->revision++;
        }
    }
}

/* What becomes of the numbers of a scope that closes, as one batch. */
static void make_closing(run *r, held *h, uint32_t who, uint64_t id, uint32_t how, uint64_t move_to) {
    memset(h, 0, sizeof *h);
    held_new(r, h, who, 2, how == NREG_CLOSING_MOVE ? NREG_ACTION_MOVE : NREG_ACTION_REMOVE);
    h->m->target = how == NREG_CLOSING_MOVE ? move_to : id;
    h->m->created = h->m->updated = r->m->now;
    add_entries(r, h->m, id, h->m->action, how == NREG_CLOSING_DELETE ? NREG_CONSENT_DELETE : 0, NULL);
}

/* The preview says what closing will do, also where it will be refused. */
static void foresee_closing(run *r, uint32_t who, uint64_t id, uint32_t how, uint64_t move_to, nreg_code code) {
    nreg_session *session = session_of(r, who);
    nreg_result *result = NULL;
    nreg_code got;
    do {
        got = nreg_scope_close_preview(session, id, how, move_to, &result, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (same_code(r, "preview of closing a scope", code, got) && code == NREG_OK &&
        model_scope_const(r->m, id)->state == NREG_SCOPE_OPEN) {
        held h;
        answer answers[ENTRIES_MAX];
        nreg_outcome outcomes[ENTRIES_MAX];
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
        make_closing(r, &h, who, id, how, move_to);
        (void)model_decide(r->m, h.root, h.m, &options, answers);
        for (uint32_t i = 0; i < h.m->count; i++) {
            outcomes[i] = answers[i].outcome;
            h.m->flags |=
                outcomes[i].reasons & NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED) ? NREG_RESULT_ABANDONED : 0u;
        }
        if ((h.m->count > 0) != (result != NULL)) {
            differ(r, "the preview of closing a scope with %u numbers gives %s result", h.m->count,
                   result == NULL ? "no" : "a");
        } else if (result != NULL) {
            held_compare(r, "preview of closing", h.m, outcomes, NREG_RESULT_PREVIEW, result);
        }
        held_free(&h);
    }
    nreg_result_free(result);
}

/* The numbers go as one batch; the code it ends with. */
static nreg_code clear_numbers(run *r, uint32_t who, uint64_t id, uint32_t how, uint64_t move_to,
                               const nreg_result *result) {
    held h;
    make_closing(r, &h, who, id, how, move_to);
    model_batch *b = h.m;
    nreg_code code = NREG_OK;
    if (b->count > 0 && result == NULL) {
        differ(r, "closing a scope that holds numbers gives no result");
    } else if (b->count > 0) {
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
        nreg_summary summary;
        summary.struct_size = (uint32_t)sizeof summary;
        (void)nreg_result_summary(result, &summary);
        model_commit(r->m, h.root, b, &options, summary.batch);
        held_compare(r, "closing", b, b->outcomes, 0, result);
        for (uint32_t i = 0; i < b->count; i++) {
            code = b->outcomes[i].reasons != 0 ? NREG_NOT_EMPTY : code;
        }
    } else if (result != NULL) {
        differ(r, "closing a scope without numbers gives a result");
    }
    held_free(&h);
    return code;
}

void do_close_with(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint32_t how = NREG_CLOSING_UNASSIGN + pick(d, 3);
    const uint32_t to = draw_slot(d);
    const uint64_t id = scope_of(r, slot);
    const uint64_t move_to = how == NREG_CLOSING_MOVE ? scope_of(r, to) : 0;
    tell(r, "close by %s of s%u with what it holds, %u to s%u", name_of(who), slot, how, to);
    nreg_code code = closing_code(r, root_of(r, who), id, how, move_to);
    foresee_closing(r, who, id, how, move_to, code);
    nreg_session *session = session_of(r, who);
    nreg_result *result = NULL;
    run_quiet(r, 1);
    const nreg_code got = nreg_scope_close_with(session, id, how, move_to, &result, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (code == NREG_OK && model_scope_const(r->m, id)->state == NREG_SCOPE_OPEN) {
        code = clear_numbers(r, who, id, how, move_to, result);
        if (code == NREG_OK) {
            close_all(r, id);
        }
    }
    (void)same_code(r, "closing a scope with what it holds", code, got);
    nreg_result_free(result);
}

/* --- reconciling */

/* What the list asks for that is not so yet; how many entries ask for what is. */
static uint32_t differences(run *r, const model_batch *list, model_batch *b) {
    uint32_t unchanged = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const model_entry *e = &list->entries[i];
        const nreg_record *record = e->number == 0 ? NULL : model_record(r->m, e->number);
        const int registered = record != NULL && record->status != NREG_STATUS_DECLINED &&
                               model_inside(r->m, model_holder(record), list->target);
        int first = 1;
        for (uint32_t k = 0; k < i; k++) {
            first &= list->entries[k].number != e->number;
        }
        if (registered && first && !e->purpose_unknown && (e->purpose == 0 || e->purpose == record->purpose)) {
            unchanged++;
            continue;
        }
        model_entry *made = &b->entries[b->count++];
        *made = *e;
        made->entry = ++b->next_entry;
        made->action = registered ? NREG_ACTION_CHANGE : NREG_ACTION_ADD;
        model_read(&b->policy, made);
    }
    add_entries(r, b, list->target, NREG_ACTION_REMOVE, 0, list);
    return unchanged;
}

void do_reconcile(run *r, dice *d) {
    const uint32_t drawn = draw_slot(d);
    const uint32_t slot = drawn < 2 ? 2 : drawn; /* an Organization holds no numbers */
    const uint32_t who = draw_who(d, slot);
    held list = {0};
    tell(r, "reconcile by %s at s%u:", name_of(who), slot);
    const char *region = draw_region(d);
    tell(r, " region '%s'", region);
    held_new_in(r, &list, who, slot, NREG_ACTION_ADD, region);
    for (uint32_t left = pick(d, 10); left > 0; left--) {
        held_stage_as(r, &list, d, NREG_ACTION_ADD);
    }
    const nreg_code code = model_inside(r->m, list.m->target, list.root) ? NREG_OK : NREG_NOT_FOUND;
    nreg_batch *batch = NULL;
    uint32_t unchanged = 0;
    nreg_code got;
    do {
        got = nreg_batch_reconcile(list.batch, &batch, &unchanged, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "reconcile", code, got) && code == NREG_OK) {
        held h = {0};
        held_new_in(r, &h, who, slot, NREG_ACTION_ADD, region);
        nreg_batch_free(h.batch);
        h.batch = batch;
        (void)same_number(r, "unchanged", differences(r, list.m, h.m), unchanged);
        held_look(r, &h);
        nreg_commit_options options;
        held_draw_options(r, d, &options);
        if (!r->failed) {
            held_preview(r, &h, &options);
            held_commit(r, &h, &options);
        }
        held_free(&h);
    }
    held_free(&list);
}
