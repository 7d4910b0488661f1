/* SPDX-License-Identifier: MIT */
/* Rules R13 and R14: the history of numbers, batches and scopes, and the feed, as every kind of session sees them. */
#include "run.h"

#include <string.h>

enum { PAGES_MAX = 100000 };

/* The row as a session with this root sees it; 0 if it does not. */
static int seen_from(model *m, uint64_t root, const nreg_journal_row *row, nreg_journal_row *seen) {
    const int before = row->status_before != 0 &&
                       model_inside(m, model_holder_of(row->business, row->unit_before, row->program_before), root);
    const int after = row->status_after != 0 &&
                      model_inside(m, model_holder_of(row->business, row->unit_after, row->program_after), root);
    *seen = *row;
    if (!before) {
        seen->unit_before = seen->program_before = seen->batch_before = 0;
        seen->purpose_before = seen->flags_before = seen->revision_before = 0;
        seen->status_before = 0;
    }
    if (!after) {
        seen->unit_after = seen->program_after = 0;
        seen->purpose_after = seen->flags_after = 0;
        seen->status_after = 0;
    }
    if (root != 0 && row->change == NREG_CHANGE_LOST) {
        seen->entry = 0;
    }
    return before || after;
}

typedef enum reading { BY_NUMBER, BY_BATCH, BY_SCOPE } reading;

static int wanted(const run *r, reading by, uint64_t id, const nreg_journal_row *row) {
    switch (by) {
    case BY_NUMBER:
        return row->number == id;
    case BY_BATCH:
        return row->batch == id;
    default:
        return (row->status_before != 0 &&
                model_inside(r->m, model_holder_of(row->business, row->unit_before, row->program_before), id)) ||
               (row->status_after != 0 &&
                model_inside(r->m, model_holder_of(row->business, row->unit_after, row->program_after), id));
    }
}

static nreg_code read_on(nreg_session *session, reading by, uint64_t id, nreg_journal_cursor *cursor,
                         nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                         nreg_error *error) {
    switch (by) {
    case BY_NUMBER:
        return nreg_journal_number(session, id, cursor, rows, capacity, count, more, error);
    case BY_BATCH:
        return nreg_journal_batch(session, id, cursor, rows, capacity, count, more, error);
    default:
        return nreg_journal_scope(session, id, cursor, rows, capacity, count, more, error);
    }
}

static nreg_code code_of(const run *r, uint64_t root, reading by, uint64_t id) {
    if (root != 0 && model_scope_const(r->m, root) == NULL) {
        return NREG_NOT_FOUND;
    }
    if (by == BY_SCOPE &&
        (!model_inside(r->m, id, root) || model_scope_const(r->m, id)->level == NREG_LEVEL_ORGANIZATION)) {
        return NREG_NOT_FOUND;
    }
    return NREG_OK;
}

static void look_history(run *r, dice *d, uint32_t who, reading by, uint64_t id) {
    static const char *const names[] = {"history of a number", "rows of a batch", "history of a scope"};
    const uint64_t root = root_of(r, who);
    const nreg_code code = code_of(r, root, by, id);
    nreg_session *session = session_of(r, who);
    nreg_journal_cursor cursor = {0};
    nreg_journal_row rows[16];
    const uint32_t capacity = 2 + pick(d, 15);
    uint32_t at = 0;
    uint32_t more = 1;
    for (uint32_t pages = 0; more && !r->failed; pages++) {
        uint32_t count = 0;
        nreg_code got;
        do {
            got = read_on(session, by, id, &cursor, rows, capacity, &count, &more, &r->error);
        } while (once_more(r, got));
        if (!same_code(r, names[by], code, got) || got != NREG_OK) {
            break;
        }
        for (uint32_t i = 0; i < count && !r->failed; i++) {
            nreg_journal_row expected;
            while (at < r->m->row_count &&
                   !(wanted(r, by, id, &r->m->rows[at]) && seen_from(r->m, root, &r->m->rows[at], &expected))) {
                at++;
            }
            if (at == r->m->row_count) {
                differ(r, "%s shows a row more than the model", names[by]);
            } else {
                (void)same_row(r, names[by], &expected, &rows[i]);
                at++;
            }
        }
        if (pages > PAGES_MAX) {
            differ(r, "%s does not end", names[by]);
        }
    }
    nreg_session_close(session);
    for (; code == NREG_OK && at < r->m->row_count; at++) {
        nreg_journal_row expected;
        if (wanted(r, by, id, &r->m->rows[at]) && seen_from(r->m, root, &r->m->rows[at], &expected)) {
            differ(r, "%s lacks a row of number %llu, change %s", names[by], (unsigned long long)expected.number,
                   nreg_change_name(expected.change));
        }
    }
}

/* Readers that keep their cursors: each gets every row once, in one order. */
static void look_feed(run *r, dice *d, feed_reader *reader) {
    const uint64_t root = root_of(r, reader->who);
    if (reader->root != root) { /* another scope has taken its place */
        memset(reader->cursor, 0, sizeof reader->cursor);
        reader->root = root;
        reader->at = 0;
        reader->sequence = 0;
    }
    nreg_session *session = session_of(r, reader->who);
    nreg_journal_row rows[16];
    const uint32_t capacity = 2 + pick(d, 15);
    const nreg_code code = root != 0 && model_scope_const(r->m, root) == NULL ? NREG_NOT_FOUND : NREG_OK;
    uint32_t more = 1;
    for (uint32_t pages = 0; more && !r->failed; pages++) {
        uint32_t count = 0;
        nreg_code got;
        do {
            got = nreg_feed_read(session, reader->cursor, rows, capacity, &count, &more, &r->error);
        } while (once_more(r, got));
        if (!same_code(r, "feed", code, got) || got != NREG_OK) {
            break;
        }
        for (uint32_t i = 0; i < count && !r->failed; i++) {
            nreg_journal_row expected;
            while (reader->at < r->m->row_count && !seen_from(r->m, root, &r->m->rows[reader->at], &expected)) {
                reader->at++;
            }
            if (reader->at == r->m->row_count) {
                differ(r, "the feed shows a row more than the model");
            } else if (root == 0 ? rows[i].sequence <= reader->sequence : rows[i].sequence != 0) {
                differ(r, root == 0 ? "the feed goes back" : "a tenant sees a place in the feed of all");
            } else {
                (void)same_row(r, "feed", &expected, &rows[i]);
                reader->sequence = rows[i].sequence;
                reader->at++;
            }
        }
        if (pages > PAGES_MAX) {
            differ(r, "the feed does not end");
        }
    }
    nreg_session_close(session);
    for (; code == NREG_OK && reader->at < r->m->row_count; reader->at++) {
        nreg_journal_row expected;
        if (seen_from(r->m, root, &r->m->rows[reader->at], &expected)) {
            differ(r, "the feed lacks a row of number %llu", (unsigned long long)expected.number);
        }
    }
}

void look_journal(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_JOURNAL) == 0) {
        return;
    }
    const uint32_t slot = draw_slot(d);
    look_history(r, d, draw_who(d, slot), BY_NUMBER, number_at(pick(d, 20)));
    if (r->m->row_count > 0) {
        const uint32_t back = pick(d, r->m->row_count < 40 ? r->m->row_count : 40);
        look_history(r, d, draw_who(d, slot), BY_BATCH, r->m->rows[r->m->row_count - 1 - back].batch);
    }
    if (rarely(d, 4)) {
        look_history(r, d, draw_who(d, slot), BY_SCOPE, scope_of(r, slot));
    }
    look_feed(r, d, &r->readers[pick(d, READERS)]);
}
