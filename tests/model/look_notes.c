/* SPDX-License-Identifier: MIT */
/* Rule R7: notes about a number: those for the tenant, and those that only operators see. */
#include "run.h"

#include <string.h>

enum { NOTES_MAX = 512 };

static uint32_t expect_notes(const run *r, uint64_t root, uint64_t number, nreg_review_note *notes) {
    uint32_t count = 0;
    for (uint32_t i = r->m->pruned; i < r->m->row_count && count < NOTES_MAX; i++) {
        const nreg_journal_row *row = &r->m->rows[i];
        nreg_journal_row seen;
        if (row->number != number || (row->action != NREG_ACTION_REVIEW && row->action != NREG_ACTION_PROOF) ||
            !model_row_seen(r->m, root, row, &seen)) {
            continue;
        }
        const model_entry *e = model_entry_of(model_stored(r->m, row->batch), row->entry);
        nreg_review_note *note = &notes[count++];
        memset(note, 0, sizeof *note);
        note->batch = row->batch;
        note->time = row->time;
        note->action = row->action;
        note->status = seen.status_after;
        strcpy(note->note, e->note);
        strcpy(note->internal_note, root == 0 ? e->internal_note : "");
    }
    return count;
}

static void compare(run *r, const nreg_review_note *expected, const nreg_review_note *got) {
    (void)(same_number(r, "batch of a note", expected->batch, got->batch) &&
           same_number(r, "time of a note", (uint64_t)expected->time, (uint64_t)got->time) &&
           same_number(r, "action of a note", expected->action, got->action) &&
           same_number(r, "status of a note", expected->status, got->status) &&
           same_text(r, "a note", expected->note, got->note) &&
           same_text(r, "an internal note", expected->internal_note, got->internal_note));
}

void look_notes(run *r, dice *d) {
    const uint32_t needed = NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES;
    if ((r->groups & needed) != needed) {
        return;
    }
    static nreg_review_note expected[NOTES_MAX];
    nreg_review_note got[8];
    const uint64_t number = number_at(pick(d, 20));
    const nreg_record *record = model_record(r->m, number);
    const uint32_t who = draw_who(d, record == NULL ? draw_slot(d) : place_of(r, model_holder(record)));
    const uint64_t root = root_of(r, who);
    const nreg_code code = root != 0 && model_scope_const(r->m, root) == NULL ? NREG_NOT_FOUND : NREG_OK;
    const uint32_t count = code == NREG_OK ? expect_notes(r, root, number, expected) : 0;
    const uint32_t capacity = 1 + pick(d, 8);
    nreg_session *session = session_of(r, who);
    uint64_t after = 0;
    uint32_t listed = 0;
    for (uint32_t page = 1; page > 0 && !r->failed;) {
        nreg_code answered;
        do {
            answered = nreg_review_notes(session, number, &after, got, capacity, &page, &r->error);
        } while (once_more(r, answered));
        if (!same_code(r, "notes", code, answered) || code != NREG_OK) {
            break;
        }
        for (uint32_t i = 0; i < page && !r->failed; i++, listed++) {
            if (listed == count) {
                differ(r, "there is a note more: \"%s\"", got[i].note);
                break;
            }
            compare(r, &expected[listed], &got[i]);
        }
    }
    nreg_session_close(session);
    (void)same_number(r, "notes listed", count, listed);
}
