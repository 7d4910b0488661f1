/* SPDX-License-Identifier: MIT */
/* Somebody who reads a list in order of change on and on, with the cursor he was given last. */
#include "run.h"

#include <string.h>

/* The record whose last change a row is, if the reader sees it; else NULL. */
static const nreg_record *changed_last(const run *r, const change_reader *reader, uint32_t at) {
    const nreg_journal_row *row = &r->m->rows[at];
    const nreg_record *record = model_record(r->m, row->number);
    return record != NULL && record->last_batch == row->batch && record->revision == row->revision &&
                   record->business == row->business && record->updated >= reader->since &&
                   model_inside(r->m, model_holder(record), reader->root)
               ? record
               : NULL;
}

/* Whether rows that he has not read are gone; one that begins anew can only be sure by a row that is older. */
static void expect_pruned(const run *r, const change_reader *reader, int *may, int *must) {
    const int64_t since = reader->since - INT64_C(86400000000);
    const nreg_journal_row *first = r->m->pruned < r->m->row_count ? &r->m->rows[r->m->pruned] : NULL;
    *must = !reader->begun && reader->since == 0 && r->m->pruned > 0 && reader->root == 0;
    *may = reader->begun ? reader->at < r->m->pruned
                         : r->m->pruned > 0 && (reader->since == 0 || first == NULL || first->time >= since);
    for (uint32_t i = reader->begun ? reader->at : 0; i < r->m->pruned; i++) {
        *must |= changed_last(r, reader, i) != NULL;
    }
}

static void compare(run *r, change_reader *reader, const nreg_record *got, uint32_t listed) {
    uint32_t at = 0;
    const uint32_t from = reader->begun && reader->at > r->m->pruned ? reader->at : r->m->pruned;
    for (uint32_t i = from; i < r->m->row_count && !r->failed; i++) {
        const nreg_record *record = changed_last(r, reader, i);
        if (record != NULL && at == listed) {
            differ(r, "who follows changes misses that of %llu", (unsigned long long)record->number);
        } else if (record != NULL) {
            (void)same_record(r, "a change followed", record, &got[at++]);
        }
    }
    (void)same_number(r, "changes followed", at, listed);
    reader->begun = 1;
    reader->at = r->m->row_count;
}

static nreg_code read_on(run *r, dice *d, change_reader *reader, nreg_record *got, uint32_t *listed) {
    nreg_record_filter filter;
    nreg_record_filter_init(&filter);
    filter.order = NREG_ORDER_CHANGE;
    filter.changed_since = reader->since;
    nreg_session *session = session_of(r, reader->who);
    const uint32_t capacity = 1 + pick(d, 8);
    nreg_code code = NREG_OK;
    *listed = 0;
    for (uint32_t more = 1; more && code == NREG_OK && *listed <= RECORDS_MAX;) {
        uint32_t page = 0;
        do {
            code =
                nreg_record_list(session, &filter, &reader->cursor, got + *listed, capacity, &page, &more, &r->error);
        } while (once_more(r, code));
        *listed += code == NREG_OK ? page : 0;
    }
    nreg_session_close(session);
    return code;
}

static void begin_anew(change_reader *reader, int64_t since) {
    memset(&reader->cursor, 0, sizeof reader->cursor);
    reader->begun = 0;
    reader->since = since;
    reader->at = 0;
}

void look_followed(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_JOURNAL) == 0 || !rarely(d, 2)) {
        return;
    }
    change_reader *reader = &r->followers[pick(d, READERS)];
    const uint64_t root = root_of(r, reader->who);
    if (reader->root != root) { /* another scope has taken its place */
        begin_anew(reader, 0);
        reader->root = root;
    }
    nreg_record got[RECORDS_MAX + 16];
    uint32_t listed = 0;
    int may = 0;
    int must = 0;
    const nreg_code answered = read_on(r, d, reader, got, &listed);
    if (root != 0 && model_scope_const(r->m, root) == NULL) {
        (void)same_code(r, "following changes", NREG_NOT_FOUND, answered);
        return;
    }
    expect_pruned(r, reader, &may, &must);
    const nreg_code code = must || (may && answered == NREG_FEED_PRUNED) ? NREG_FEED_PRUNED : NREG_OK;
    if (!same_code(r, "following changes", code, answered)) {
        return;
    }
    if (code == NREG_OK) {
        compare(r, reader, got, listed);
    } else {
        begin_anew(reader, r->m->now);
    }
}
