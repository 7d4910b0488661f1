/* SPDX-License-Identifier: MIT */
/* Rules R13 and R14: the history of numbers, batches and scopes, and the feed, as every kind of session sees them. */
#include "run.h"

#include <string.h>

enum { PAGES_MAX = 100000 };

typedef enum reading { BY_NUMBER, BY_BATCH, BY_SCOPE } reading;

static int wanted(const run *r, reading by, uint64_t id, const nreg_journal_row *row) {
    switch (by) {
    case BY_NUMBER:
        return row->number == id;
    case BY_BATCH:
        return row->batch == id && row->number != 0; /* erased ones are met in the feed alone */
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
    uint32_t at = r->m->pruned;
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
                   !(wanted(r, by, id, &r->m->rows[at]) && model_row_seen(r->m, root, &r->m->rows[at], &expected))) {
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
        if (wanted(r, by, id, &r->m->rows[at]) && model_row_seen(r->m, root, &r->m->rows[at], &expected)) {
            differ(r, "%s lacks a row of number %llu, change %s", names[by], (unsigned long long)expected.number,
                   nreg_change_name(expected.change));
        }
    }
}

/*
 * A reader that retention has overtaken begins anew. It need not be told if it has missed nothing that it may see; one
 * that has read nothing yet just begins where rows are left.
 */
static nreg_code overtaken(run *r, feed_reader *reader, int begins, nreg_code code, nreg_code got) {
    nreg_journal_row seen;
    int missed = 0;
    for (uint32_t i = reader->at; i < r->m->pruned; i++) {
        missed |= model_row_seen(r->m, reader->root, &r->m->rows[i], &seen);
    }
    if (code != NREG_OK || begins || reader->at >= r->m->pruned) {
        reader->at = reader->at < r->m->pruned ? r->m->pruned : reader->at;
        return code;
    }
    if (got == NREG_FEED_PRUNED || missed) {
        memset(reader->cursor, 0, sizeof reader->cursor);
        return NREG_FEED_PRUNED;
    }
    reader->at = r->m->pruned;
    return NREG_OK;
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
        const int begins = reader->cursor[0] == '\0';
        uint32_t count = 0;
        nreg_code got;
        do {
            got = nreg_feed_read(session, reader->cursor, rows, capacity, &count, &more, &r->error);
        } while (once_more(r, got));
        const nreg_code expected_code = overtaken(r, reader, begins, code, got);
        if (!same_code(r, "feed", expected_code, got)) {
            break;
        }
        if (got == NREG_FEED_PRUNED) {
            continue; /* from the oldest row kept */
        }
        if (got != NREG_OK) {
            break;
        }
        for (uint32_t i = 0; i < count && !r->failed; i++) {
            nreg_journal_row expected;
            while (reader->at < r->m->row_count && !model_row_seen(r->m, root, &r->m->rows[reader->at], &expected)) {
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
        if (model_row_seen(r->m, root, &r->m->rows[reader->at], &expected)) {
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
