/* SPDX-License-Identifier: MIT */
/* Straight from the store and into it. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

/* One transaction on the store itself. */
typedef struct access {
    world *w;
    const nreg_store_methods *methods;
    void *context;
    void *tx;
} access;

static access begin(world *w, uint32_t mode) {
    access open = {.w = w};
    nreg_error_init(&w->error);
    open.methods = nreg_store_get_methods(w->opened.plain, &open.context);
    assert_ok(w, open.methods->begin(mode, 5000, &open.tx, &w->error, open.context));
    return open;
}

static void end(access *open) {
    open->methods->rollback(open->tx, open->context);
}

/* --- reading */

nreg_record world_record(world *w, uint64_t number) {
    access open = begin(w, NREG_STORE_READ);
    nreg_record record;
    uint8_t answer;
    assert_ok(w,
              open.methods->fetch(open.tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, &w->error, open.context));
    end(&open);
    return record;
}

uint64_t world_count(world *w, uint64_t business) {
    access open = begin(w, NREG_STORE_READ);
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = business;
    uint64_t total = 0;
    uint64_t after = 0;
    uint32_t more = 1;
    while (more) {
        nreg_record page[256];
        uint32_t count;
        assert_ok(w, open.methods->scan(open.tx, &filter, after, 256, page, &count, &more, &w->error, open.context));
        total += count;
        after = count > 0 ? page[count - 1].number : after;
    }
    end(&open);
    return total;
}

nreg_store_batch world_header(world *w, uint64_t batch) {
    access open = begin(w, NREG_STORE_READ);
    nreg_store_batch header;
    uint8_t answer = 9;
    assert_ok(w, open.methods->batch_get(open.tx, batch, &header, &answer, &w->error, open.context));
    assert_int_equal(answer, NREG_ROW_OK);
    end(&open);
    return header;
}

static nreg_code swallow(const void *data, uint64_t length, void *sink) {
    (void)data;
    (void)length;
    (void)sink;
    return NREG_OK;
}

int world_has_items(world *w, uint64_t batch, uint32_t kind) {
    access open = begin(w, NREG_STORE_READ);
    uint8_t answer = 9;
    assert_ok(w, open.methods->items_get(open.tx, batch, kind, 0, swallow, NULL, &answer, &w->error, open.context));
    end(&open);
    return answer == NREG_ROW_OK;
}

uint32_t world_history(world *w, uint64_t number, nreg_journal_row *rows, uint32_t capacity) {
    access open = begin(w, NREG_STORE_READ);
    uint32_t count;
    uint32_t more;
    assert_ok(w, open.methods->journal_read(open.tx, NREG_JOURNAL_NUMBER, number, 0, capacity, rows, &count, &more,
                                            &w->error, open.context));
    end(&open);
    return count;
}

/* --- writing */

uint64_t world_number(int scope, int k) {
    /* Numbers of one scope are not neighbours, so that pages have to pick. */
    return 15012140000u + (uint64_t)k * 100 + (uint64_t)scope;
}

int world_scope_of(uint64_t number) {
    return (int)((number - 15012140000u) % 100);
}

nreg_record world_record_at(const world *w, uint64_t number, int scope) {
    const nreg_scope *at = &w->scopes[scope];
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = number;
    record.business = at->business;
    record.unit = at->unit;
    record.program = at->level == NREG_LEVEL_PROGRAM ? at->id : 0;
    record.last_batch = 77;
    record.created = record.updated = w->clock;
    record.revision = 1;
    record.purpose = NREG_PURPOSE_SURVEY;
    record.status = NREG_STATUS_PENDING;
    return record;
}

static nreg_record fetch(access *open, uint64_t number) {
    nreg_record present;
    uint8_t answer = 9;
    assert_ok(open->w, open->methods->fetch(open->tx, &number, 1, NREG_FETCH_LOCKED, &present, &answer, &open->w->error,
                                            open->context));
    assert_int_equal(answer, NREG_ROW_OK);
    return present;
}

static void update(access *open, const nreg_record *before, const nreg_record *after) {
    const nreg_store_change change = {*after, before->last_batch, before->revision, 0};
    uint8_t answer = 9;
    assert_ok(open->w, open->methods->update(open->tx, &change, 1, &answer, &open->w->error, open->context));
    assert_int_equal(answer, NREG_ROW_OK);
}

static void count(access *open, const nreg_record *record, int64_t amount) {
    const uint64_t scopes[] = {record->business, record->unit, record->program};
    for (size_t i = 0; i < 3 && open->methods->count_add != NULL && scopes[i] != 0; i++) {
        const nreg_store_count counter = {scopes[i], NREG_COUNT_RECORDS, record->status << 16 | record->purpose,
                                          amount};
        assert_ok(open->w, open->methods->count_add(open->tx, &counter, 1, &open->w->error, open->context));
    }
}

/* Either side is NULL where the number is not registered. */
static nreg_journal_row row_of(const world *w, uint64_t batch, const nreg_record *before, const nreg_record *after) {
    const nreg_record none = {0};
    const nreg_record *either = after != NULL ? after : before;
    nreg_journal_row row;
    memset(&row, 0, sizeof row);
    row.change = before == NULL ? NREG_CHANGE_ADDED : after == NULL ? NREG_CHANGE_REMOVED : NREG_CHANGE_CHANGED;
    row.action = before == NULL ? NREG_ACTION_ADD : after == NULL ? NREG_ACTION_REMOVE : NREG_ACTION_CHANGE;
    before = before != NULL ? before : &none;
    after = after != NULL ? after : &none;
    row.batch = batch;
    row.number = either->number;
    row.time = w->clock;
    row.business = either->business;
    row.unit_before = before->unit;
    row.program_before = before->program;
    row.unit_after = after->unit;
    row.program_after = after->program;
    row.batch_before = before->last_batch;
    row.created = either->created;
    row.entry = 1;
    row.revision = after->revision;
    row.revision_before = before->revision;
    row.purpose_before = before->purpose;
    row.purpose_after = after->purpose;
    row.status_before = (uint8_t)before->status;
    row.status_after = (uint8_t)after->status;
    return row;
}

/* Counts and journals changes, commits. `befores` or `afters` may be NULL. */
static void finish(access *open, uint64_t batch, const nreg_record *befores, const nreg_record *afters,
                   uint32_t changes) {
    nreg_journal_row *rows = calloc(changes, sizeof *rows);
    assert_non_null(rows);
    for (uint32_t i = 0; i < changes; i++) {
        const nreg_record *before = befores != NULL ? &befores[i] : NULL;
        const nreg_record *after = afters != NULL ? &afters[i] : NULL;
        if (before != NULL) {
            count(open, before, -1);
        }
        if (after != NULL) {
            count(open, after, 1);
        }
        rows[i] = row_of(open->w, batch, before, after);
    }
    if (open->methods->journal_append != NULL) {
        assert_ok(open->w, open->methods->journal_append(open->tx, rows, changes, &open->w->error, open->context));
    }
    free(rows);
    assert_ok(open->w, open->methods->commit(open->tx, &open->w->error, open->context));
}

/* Claims records that must not be there. */
static access claim(world *w, const nreg_record *records, uint32_t changes) {
    nreg_record *present = calloc(changes, sizeof *present);
    uint8_t *answers = calloc(changes, 1);
    assert_true(present != NULL && answers != NULL);
    access open = begin(w, NREG_STORE_WRITE);
    assert_ok(w, open.methods->claim(open.tx, records, changes, present, answers, &w->error, open.context));
    for (uint32_t i = 0; i < changes; i++) {
        assert_int_equal(answers[i], NREG_ROW_OK);
    }
    free(present);
    free(answers);
    return open;
}

void world_put(world *w, const nreg_record *records, uint32_t changes) {
    access open = claim(w, records, changes);
    finish(&open, records->last_batch, NULL, records, changes);
}

void world_claim(world *w, const nreg_record *records, uint32_t changes) {
    access open = claim(w, records, changes);
    assert_ok(w, open.methods->commit(open.tx, &w->error, open.context));
}

void world_change(world *w, nreg_record *after) {
    access open = begin(w, NREG_STORE_WRITE);
    const nreg_record before = fetch(&open, after->number);
    after->last_batch = 100000 + ++w->batches;
    after->revision = before.revision + 1;
    after->updated = w->clock;
    update(&open, &before, after);
    finish(&open, after->last_batch, &before, after, 1);
}

void world_remove(world *w, uint64_t number) {
    uint8_t answer = 9;
    access open = begin(w, NREG_STORE_WRITE);
    const nreg_record present = fetch(&open, number);
    const nreg_store_token token = {number, present.last_batch, present.revision, 0};
    assert_ok(w, open.methods->release(open.tx, &token, 1, &answer, &w->error, open.context));
    assert_int_equal(answer, NREG_ROW_OK);
    finish(&open, 100000 + ++w->batches, &present, NULL, 1);
}

void world_set_status(world *w, uint64_t number, uint32_t status) {
    access open = begin(w, NREG_STORE_WRITE);
    const nreg_record before = fetch(&open, number);
    nreg_record after = before;
    after.status = status;
    after.revision++;
    update(&open, &before, &after);
    assert_ok(w, open.methods->commit(open.tx, &w->error, open.context));
}
