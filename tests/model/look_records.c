/* SPDX-License-Identifier: MIT */
/* Lists and look-ups of records as every kind of session sees them. */
#include "filters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_business_and_number(const void *a, const void *b) {
    const nreg_record *x = a;
    const nreg_record *y = b;
    if (x->business != y->business) {
        return x->business < y->business ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

static void look_list(run *r, dice *d, uint32_t slot, uint32_t who) {
    const uint64_t root = root_of(r, who);
    nreg_record_filter f;
    draw_filter(r, d, slot, &f);
    nreg_record expected[RECORDS_MAX];
    nreg_record got[RECORDS_MAX + 16];
    uint32_t count = 0;
    const nreg_code code = filter_code(r, root, &f);
    for (uint32_t i = 0; code == NREG_OK && i < r->m->record_count; i++) {
        if (filter_passes(r, root, &f, &r->m->records[i])) {
            expected[count++] = r->m->records[i];
        }
    }
    nreg_session *session = session_of(r, who);
    nreg_record_cursor cursor = {0};
    const uint32_t capacity = 1 + pick(d, 8);
    uint32_t listed = 0;
    uint32_t more = 1;
    for (uint32_t calls = 0; more; calls++) {
        uint32_t page = 0;
        nreg_code answered;
        do {
            answered = nreg_record_list(session, &f, &cursor, got + listed, capacity, &page, &more, &r->error);
        } while (once_more(r, answered));
        if (!same_code(r, "list", code, answered) || answered != NREG_OK) {
            break;
        }
        listed += page;
        if (listed > RECORDS_MAX || calls > 1000) {
            differ(r, "a list does not end");
            break;
        }
    }
    nreg_session_close(session);
    if (r->failed || code != NREG_OK || !same_number(r, "numbers listed", count, listed)) {
        return;
    }
    const int by_number_alone = root == 0 && f.scope == 0;
    for (uint32_t i = 1; i < listed; i++) {
        if ((by_number_alone || got[i].business == got[i - 1].business) && got[i].number <= got[i - 1].number) {
            differ(r, "a list is not in order");
        }
    }
    qsort(expected, count, sizeof *expected, by_business_and_number);
    qsort(got, listed, sizeof *got, by_business_and_number);
    for (uint32_t i = 0; i < count; i++) {
        (void)same_record(r, "record listed", &expected[i], &got[i]);
    }
}

static void look_get(run *r, dice *d, uint32_t who) {
    uint64_t numbers[8];
    nreg_record got[8];
    const uint32_t count = 1 + pick(d, 8);
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = number_at(pick(d, 20));
    }
    const uint64_t root = root_of(r, who);
    const nreg_code code = root != 0 && model_scope_const(r->m, root) == NULL ? NREG_NOT_FOUND : NREG_OK;
    nreg_session *session = session_of(r, who);
    nreg_code answered;
    do {
        answered = nreg_record_get(session, numbers, count, got, &found, &r->error);
    } while (once_more(r, answered));
    nreg_session_close(session);
    if (!same_code(r, "look up", code, answered) || code != NREG_OK) {
        return;
    }
    static const nreg_record none;
    uint32_t expected = 0;
    for (uint32_t i = 0; i < count; i++) {
        const nreg_record *record = model_record(r->m, numbers[i]);
        if (record != NULL && !model_inside(r->m, model_holder(record), root)) {
            record = NULL;
        }
        expected += record != NULL;
        (void)same_record(r, "record looked up", record == NULL ? &none : record, &got[i]);
    }
    (void)same_number(r, "records found", expected, found);
}

void look_records(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    look_list(r, d, slot, draw_who(d, slot));
    look_get(r, d, draw_who(d, slot));
}
