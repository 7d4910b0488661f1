/* SPDX-License-Identifier: MIT */
/* Lists in the order of the last change, and what retention leaves of them. */
#include "filters.h"

#include <stdlib.h>
#include <string.h>

/* What is expected of a list: of one Business after the other, or of the whole feed. */
typedef struct expectation {
    nreg_record records[RECORDS_MAX];
    uint32_t count;
    int may_be_pruned;  /* retention has removed rows that may matter */
    int must_be_pruned; /* and rows that do */
} expectation;

static int is_last_change(const nreg_journal_row *row, const nreg_record *record) {
    return record != NULL && record->last_batch == row->batch && record->revision == row->revision &&
           record->business == row->business;
}

/* `business` 0: the whole feed. */
static void expect_part(const run *r, uint64_t root, const nreg_record_filter *f, uint64_t business, expectation *e) {
    const int64_t since = f->changed_since - INT64_C(86400000000); /* how far a row's time may be out of order */
    const nreg_journal_row *first = NULL;
    for (uint32_t i = 0; i < r->m->row_count; i++) {
        const nreg_journal_row *row = &r->m->rows[i];
        const nreg_record *record = model_record(r->m, row->number);
        const int gone = i < r->m->pruned;
        first = !gone && first == NULL ? row : first; /* whosever it is */
        if (business != 0 && row->business != business) {
            continue;
        }
        e->must_be_pruned |= gone && f->changed_since == 0;
        if (is_last_change(row, record) && filter_passes(r, root, f, record)) {
            e->must_be_pruned |= gone;
            e->records[e->count++] = *record;
        }
    }
    e->may_be_pruned |= r->m->pruned > 0 && (f->changed_since == 0 || first == NULL || first->time >= since);
}

static int by_key(const void *a, const void *b) {
    const nreg_scope *const *x = a;
    const nreg_scope *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

static void expect_organization(const run *r, uint64_t root, const nreg_record_filter *f, uint64_t id, expectation *e) {
    static const nreg_scope *businesses[SCOPES_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->m->scope_count; i++) {
        if (r->m->scopes[i].parent == id) {
            businesses[count++] = &r->m->scopes[i];
        }
    }
    qsort(businesses, count, sizeof *businesses, by_key);
    for (uint32_t i = 0; i < count && !f->only_here; i++) {
        expect_part(r, root, f, businesses[i]->id, e);
    }
}

static void expect(const run *r, uint64_t root, const nreg_record_filter *f, expectation *e) {
    const uint64_t id = f->scope != 0 ? f->scope : root;
    const nreg_scope *scope = model_scope_const(r->m, id);
    memset(e, 0, sizeof *e);
    if (scope == NULL || scope->level != NREG_LEVEL_ORGANIZATION) {
        expect_part(r, root, f, scope == NULL ? 0 : scope->business, e);
    } else {
        expect_organization(r, root, f, id, e);
    }
}

static nreg_code read_all(run *r, dice *d, uint32_t who, const nreg_record_filter *f, nreg_record *got,
                          uint32_t *listed) {
    nreg_session *session = session_of(r, who);
    nreg_record_cursor cursor = {0};
    const uint32_t capacity = 1 + pick(d, 8);
    nreg_code code = NREG_OK;
    *listed = 0;
    for (uint32_t more = 1, calls = 0; more && code == NREG_OK; calls++) {
        uint32_t page = 0;
        do {
            code = nreg_record_list(session, f, &cursor, got + *listed, capacity, &page, &more, &r->error);
        } while (once_more(r, code));
        *listed += code == NREG_OK ? page : 0;
        if (*listed > RECORDS_MAX || calls > 5000) {
            differ(r, "a list of changes does not end");
            break;
        }
    }
    nreg_session_close(session);
    return code;
}

void look_changes(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_JOURNAL) == 0) {
        return;
    }
    static expectation e;
    nreg_record got[RECORDS_MAX + 16];
    nreg_record_filter f;
    uint32_t listed = 0;
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint64_t root = root_of(r, who);
    draw_filter(r, d, slot, &f);
    f.order = NREG_ORDER_CHANGE;
    nreg_code code = filter_code(r, root, &f);
    const nreg_code answered = read_all(r, d, who, &f, got, &listed);
    memset(&e, 0, sizeof e);
    if (code == NREG_OK) {
        expect(r, root, &f, &e);
        code = e.must_be_pruned || (e.may_be_pruned && answered == NREG_FEED_PRUNED) ? NREG_FEED_PRUNED : NREG_OK;
    }
    if (r->failed || !same_code(r, "list of changes", code, answered) || code != NREG_OK ||
        !same_number(r, "changes listed", e.count, listed)) {
        return;
    }
    for (uint32_t i = 0; i < listed; i++) {
        (void)same_record(r, "record in order of change", &e.records[i], &got[i]);
    }
}
