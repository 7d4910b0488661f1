/* SPDX-License-Identifier: MIT */
/* Staging: rules R3, R4 and R8 as far as they show before anything is committed. */
#include "held.h"

#include <stdlib.h>
#include <string.h>

void held_new(run *r, held *h, uint32_t who, uint32_t slot, uint32_t action) {
    held_new_in(r, h, who, slot, action, "");
}

void held_new_in(run *r, held *h, uint32_t who, uint32_t slot, uint32_t action, const char *region) {
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = action;
    strcpy(options.region, region);
    held_free(h);
    h->m = calloc(1, sizeof *h->m);
    if (h->m == NULL) {
        abort();
    }
    h->who = who;
    h->root = root_of(r, who);
    h->m->target = scope_of(r, slot);
    h->m->policy = r->m->policy;
    model_set_region(&h->m->policy, region);
    h->m->action = action;
    strcpy(h->m->actor, name_of(who));
    nreg_session *session = session_of(r, who);
    (void)same_code(r, "new batch", NREG_OK, nreg_batch_new(session, h->m->target, &options, &h->batch, &r->error));
    nreg_session_close(session);
}

void held_free(held *h) {
    nreg_batch_free(h->batch);
    free(h->m);
    memset(h, 0, sizeof *h);
}

static nreg_code staging_code(const held *h) {
    return h->m->state == NREG_BATCH_COMMITTED ? NREG_CLOSED : NREG_OK;
}

static void stage(run *r, held *h, model_entry *e, uint32_t purpose) {
    const nreg_entry_input input = {
        .number = e->text, .number_length = UINT64_MAX, .purpose = purpose, .action = e->action, .consent = e->consent};
    const nreg_code code = staging_code(h);
    model_set_purpose(e, purpose);
    model_read(&h->m->policy, e);
    tell(r, " [%s \"%s\" purpose %u consent %u]", nreg_action_name(e->action), e->text, purpose, e->consent);
    uint32_t first = 0;
    if (same_code(r, "stage", code, nreg_batch_stage(h->batch, &input, sizeof input, 1, &first, &r->error)) &&
        code == NREG_OK) {
        e->entry = e->row = ++h->m->next_entry;
        h->m->entries[h->m->count++] = *e;
        (void)same_number(r, "entry staged", e->entry, first);
    }
}

void held_stage_as(run *r, held *h, dice *d, uint32_t action) {
    if (h->m->count == ENTRIES_MAX) {
        return;
    }
    model_entry e;
    memset(&e, 0, sizeof e);
    draw_number(d, e.text);
    e.action = action;
    e.consent = pick(d, 4);
    const uint32_t purpose = draw_purpose(d);
    stage(r, h, &e, action == NREG_ACTION_REMOVE && !rarely(d, 4) ? 0 : purpose);
}

void held_stage(run *r, held *h, dice *d) {
    /* Mostly the batch's own action; a mixed batch has several. */
    const int other = rarely(d, 5);
    const uint32_t action = NREG_ACTION_ADD + pick(d, 4);
    held_stage_as(r, h, d, other ? action : h->m->action);
}

void held_stage_copy(run *r, held *h, const model_entry *entry) {
    model_entry e = *entry;
    e.erased = 0;
    stage(r, h, &e, e.purpose_unknown ? UNKNOWN : e.purpose);
}

void held_drop(run *r, held *h, uint32_t entry) {
    model_entry *e = model_entry_of(h->m, entry);
    nreg_code code = staging_code(h);
    if (code == NREG_OK && e == NULL) {
        code = NREG_NOT_FOUND;
    }
    if (same_code(r, "drop", code, nreg_batch_drop(h->batch, entry, &r->error)) && code == NREG_OK) {
        const uint32_t at = (uint32_t)(e - h->m->entries);
        memmove(e, e + 1, (h->m->count - at - 1) * sizeof *e);
        h->m->count--;
    }
}

void held_change(run *r, held *h, dice *d) {
    const uint32_t what = pick(d, 12);
    const uint32_t entry = 1 + pick(d, h->m->next_entry + 1);
    model_entry *e = model_entry_of(h->m, entry);
    const nreg_code code = staging_code(h);
    const nreg_code found = code != NREG_OK ? code : e == NULL ? NREG_NOT_FOUND : NREG_OK;
    if (what < 4) {
        char text[TEXT_MAX];
        draw_number(d, text);
        tell(r, " edit %u \"%s\"", entry, text);
        if (same_code(r, "edit", found, nreg_batch_edit(h->batch, entry, text, NREG_NUL, NULL, &r->error)) &&
            found == NREG_OK) {
            strcpy(e->text, text);
            model_read(&h->m->policy, e);
        }
    } else if (what < 8) {
        const int all = rarely(d, 4);
        const uint32_t purpose = draw_purpose(d);
        nreg_code expected = all ? code : found;
        if (expected == NREG_OK && purpose == UNKNOWN) {
            expected = NREG_INVALID_ARGUMENT;
        }
        tell(r, " purpose %u of %u", purpose, all ? 0 : entry);
        if (same_code(r, "set purpose", expected,
                      nreg_batch_set_purpose(h->batch, all ? 0 : entry, purpose, NULL, &r->error)) &&
            expected == NREG_OK) {
            for (uint32_t i = 0; i < h->m->count; i++) {
                if (all || &h->m->entries[i] == e) {
                    model_set_purpose(&h->m->entries[i], purpose);
                }
            }
        }
    } else if (what < 10) {
        const int all = rarely(d, 4);
        const uint32_t consent = pick(d, 4);
        const nreg_code expected = all ? code : found;
        tell(r, " consent %u of %u", consent, all ? 0 : entry);
        if (same_code(r, "set consent", expected,
                      nreg_batch_set_consent(h->batch, all ? 0 : entry, consent, &r->error)) &&
            expected == NREG_OK) {
            for (uint32_t i = 0; i < h->m->count; i++) {
                if (all || &h->m->entries[i] == e) {
                    h->m->entries[i].consent = consent;
                }
            }
        }
    } else if (what == 10 || !rarely(d, 4)) {
        tell(r, " drop %u", entry);
        held_drop(r, h, entry);
    } else {
        tell(r, " clear");
        if (same_code(r, "clear", code, nreg_batch_clear(h->batch, &r->error)) && code == NREG_OK) {
            h->m->count = 0;
        }
    }
}

static void compare_entry(run *r, const model_entry *e, const answer *a, const nreg_entry *got) {
    const uint64_t dno = model_is_dno(e->purpose) ? NREG_REASON_BIT(NREG_REASON_DNO) : 0;
    (void)(same_number(r, "entry", e->entry, got->entry) && same_number(r, "row", e->row, got->row) &&
           same_number(r, "number of an entry", e->number, got->number) &&
           same_number(r, "reasons of an entry", a->outcome.reasons, got->reasons) &&
           same_number(r, "warnings of an entry", a->outcome.warnings | dno, got->warnings) &&
           same_number(r, "duplicate of", a->outcome.related, got->duplicate_of) &&
           same_number(r, "purpose of an entry", e->purpose, got->purpose) &&
           same_number(r, "action of an entry", e->action, got->action) &&
           same_number(r, "consent of an entry", e->consent, got->consent) &&
           same_number(r, "state of an entry", e->state, got->state) &&
           same_number(r, "green", model_number_reasons(e) == 0 && e->state == NREG_STATE_VALID, got->green));
}

void held_look(run *r, held *h) {
    nreg_entry got[ENTRIES_MAX + 1];
    uint32_t count = 0;
    answer answers[ENTRIES_MAX];
    memset(answers, 0, sizeof answers);
    for (uint32_t i = 0; i < h->m->count; i++) {
        const question q = {.entry = &h->m->entries[i]};
        answer_as_written(&q, &answers[i]);
    }
    model_duplicates(h->m, answers);
    (void)same_code(r, "entries", NREG_OK, nreg_batch_entries(h->batch, 0, got, ENTRIES_MAX + 1, &count, &r->error));
    (void)same_number(r, "entries counted", h->m->count, nreg_batch_count(h->batch));
    if (!same_number(r, "entries shown", h->m->count, count)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        compare_entry(r, &h->m->entries[i], &answers[i], &got[i]);
        size_t length = 0;
        const char *text = nreg_batch_input(h->batch, got[i].entry, &length);
        if (text == NULL || length != strlen(h->m->entries[i].text) ||
            memcmp(text, h->m->entries[i].text, length) != 0) {
            differ(r, "the text of entry %u has changed", got[i].entry);
        }
    }
}
