/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static uint8_t put(fixture *f, const nreg_store_batch *batch, uint32_t expected, nreg_store_batch *existing) {
    uint8_t answer = 99;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->batch_put(tx, batch, expected, existing, &answer, &f->error, f->context));
    fixture_commit(f, tx);
    return answer;
}

static void a_header_is_read_back_whole(void **state) {
    fixture *f = *state;
    nreg_store_batch batch;
    memset(&batch, 0, sizeof batch);
    uint32_t *counters = &batch.state;
    for (uint32_t i = 0; i < 20; i++) {
        counters[i] = UINT32_MAX - i;
    }
    batch.id = NREG_ID_MAX;
    batch.business = 11;
    batch.target = 13;
    batch.unit = 12;
    batch.program = 13;
    batch.created = 1;
    batch.updated = 2;
    batch.committed = 3;
    batch.expires = 4;
    batch.digest[0] = UINT64_MAX;
    batch.digest[1] = 1;
    batch.reverted = 77;
    memset(batch.region, 'r', sizeof batch.region - 1);
    memset(batch.plan, 'p', sizeof batch.plan - 1);
    memset(batch.request_id, 'q', sizeof batch.request_id - 1);
    memset(batch.actor, 'a', sizeof batch.actor - 1);
    memset(batch.trace, 't', sizeof batch.trace - 1);
    memset(batch.attestation, 'z', sizeof batch.attestation - 1);
    nreg_store_batch read;
    assert_int_equal(put(f, &batch, 0, &read), NREG_ROW_OK);
    fixture_reopen(f);
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->batch_get(tx, batch.id, &read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_OK);
    assert_memory_equal(&read, &batch, sizeof batch);
    assert_ok(f, f->m->batch_find(tx, 11, batch.request_id, &read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_OK);
    assert_memory_equal(&read, &batch, sizeof batch);
    assert_ok(f, f->m->batch_find(tx, 12, batch.request_id, &read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_ABSENT);
    assert_ok(f, f->m->batch_get(tx, 5, &read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_ABSENT);
    f->m->rollback(tx, f->context);
}

static void a_header_needs_its_revision_and_a_free_request_id(void **state) {
    fixture *f = *state;
    nreg_store_batch first = fixture_batch(501, 11, "one");
    nreg_store_batch existing;
    assert_int_equal(put(f, &first, 0, &existing), NREG_ROW_OK);
    assert_int_equal(put(f, &first, 0, &existing), NREG_ROW_PRESENT);
    assert_int_equal(existing.id, 501);
    nreg_store_batch second = fixture_batch(502, 11, "one");
    assert_int_equal(put(f, &second, 0, &existing), NREG_ROW_PRESENT);
    assert_int_equal(existing.id, 501);
    second.business = 12; /* request ids are unique in a Business only */
    assert_int_equal(put(f, &second, 0, &existing), NREG_ROW_OK);
    nreg_store_batch unnamed = fixture_batch(503, 11, "");
    assert_int_equal(put(f, &unnamed, 0, &existing), NREG_ROW_OK);
    unnamed.id = 504;
    assert_int_equal(put(f, &unnamed, 0, &existing), NREG_ROW_OK);
    unnamed.revision = 2;
    assert_int_equal(put(f, &unnamed, 2, &existing), NREG_ROW_CONFLICT);
    unnamed.entries = 9;
    assert_int_equal(put(f, &unnamed, 1, &existing), NREG_ROW_OK);
    strcpy(unnamed.request_id, "one");
    unnamed.revision = 3;
    assert_int_equal(put(f, &unnamed, 2, &existing), NREG_ROW_PRESENT);
    assert_int_equal(existing.id, 501);
    first.revision = 2;
    assert_int_equal(put(f, &first, 1, &existing), NREG_ROW_OK); /* its own request id */
    unnamed.id = 999;
    assert_int_equal(put(f, &unnamed, 1, &existing), NREG_ROW_CONFLICT);
}

static void a_record_may_name_a_batch_before_its_header_is_written(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 1, 11, 0, 0, NREG_STATUS_ACTIVE);
    nreg_store_batch batch = fixture_batch(77, 11, "");
    nreg_store_batch existing;
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->batch_get(tx, 77, &existing, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_ABSENT);
    f->m->rollback(tx, f->context);
    assert_int_equal(put(f, &batch, 0, &existing), NREG_ROW_OK);
}

static void batches_are_listed_newest_first_by_any_filter(void **state) {
    fixture *f = *state;
    nreg_store_batch all[60];
    nreg_store_batch existing;
    for (uint64_t i = 0; i < 60; i++) {
        all[i] = fixture_batch(500 + i, 11 + i % 2, "");
        all[i].created = 1000 + (int64_t)(i / 4); /* ids decide among equals */
        all[i].unit = i % 3 == 0 ? 0 : 20 + i % 3;
        all[i].program = i % 6 == 1 ? 31 : 0;
        all[i].state = 1 + (uint32_t)(i % 4);
        assert_int_equal(put(f, &all[i], 0, &existing), NREG_ROW_OK);
    }
    const nreg_store_batch_filter filters[] = {
        {0, 0, 0, 0, 0},    {11, 0, 0, 0, 0}, {0, 21, 0, 0, 0}, {12, 22, 0, 0, 0}, {0, 0, 31, 0, 0},
        {12, 21, 31, 0, 0}, {11, 0, 0, 1, 0}, {12, 0, 0, 2, 0}, {11, 0, 0, 3, 0},  {0, 0, 0, 4, 0},
        {0, 21, 0, 2, 0},   {99, 0, 0, 0, 0}, {12, 0, 0, 1, 0},
    };
    for (size_t k = 0; k < sizeof filters / sizeof filters[0]; k++) {
        for (uint32_t limit = 1; limit < 70; limit += 7) {
            void *tx = fixture_begin(f, NREG_STORE_READ);
            nreg_store_batch *page = calloc(limit, sizeof *page);
            assert_non_null(page);
            uint32_t count = 0;
            uint32_t more = 1;
            uint32_t at = 0;
            uint64_t after = 0;
            for (uint64_t i = 60; i-- > 0;) {
                if ((filters[k].business != 0 && filters[k].business != all[i].business) ||
                    (filters[k].unit != 0 && filters[k].unit != all[i].unit) ||
                    (filters[k].program != 0 && filters[k].program != all[i].program) ||
                    (filters[k].state != 0 && filters[k].state != all[i].state)) {
                    continue;
                }
                if (at == count) {
                    assert_int_equal(more, 1);
                    assert_ok(
                        f, f->m->batch_list(tx, &filters[k], after, limit, page, &count, &more, &f->error, f->context));
                    assert_true(count > 0);
                    after = page[count - 1].id;
                    at = 0;
                }
                assert_int_equal(page[at].id, all[i].id);
                at++;
            }
            assert_int_equal(at, count);
            free(page);
            f->m->rollback(tx, f->context);
        }
    }
}

typedef struct bytes {
    unsigned char data[5000];
    uint64_t length;
} bytes;

static nreg_code collect(const void *data, uint64_t length, void *sink) {
    bytes *b = sink;
    memcpy(b->data, data, length);
    b->length = length;
    return NREG_OK;
}

static nreg_code refuse(const void *data, uint64_t length, void *sink) {
    (void)data;
    (void)length;
    (void)sink;
    return NREG_CANCELLED;
}

static uint8_t get_items(fixture *f, uint64_t batch, uint32_t kind, uint32_t chunk, bytes *b) {
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->items_get(tx, batch, kind, chunk, collect, b, &answer, &f->error, f->context));
    f->m->rollback(tx, f->context);
    return answer;
}

static void put_items(fixture *f, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data, uint64_t length) {
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->items_put(tx, batch, kind, chunk, data, length, &f->error, f->context));
    fixture_commit(f, tx);
}

static void items_are_kept_byte_for_byte_and_replaced(void **state) {
    fixture *f = *state;
    bytes b;
    unsigned char data[5000];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (unsigned char)(i * 7);
    }
    put_items(f, 500, NREG_ITEMS_ENTRIES, 0, data, sizeof data);
    put_items(f, 500, NREG_ITEMS_ENTRIES, 1, NULL, 0);
    put_items(f, 500, NREG_ITEMS_OUTCOMES, 0, "\0x", 2);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 0, &b), NREG_ROW_OK);
    assert_int_equal(b.length, sizeof data);
    assert_memory_equal(b.data, data, sizeof data);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 1, &b), NREG_ROW_OK);
    assert_int_equal(b.length, 0);
    put_items(f, 500, NREG_ITEMS_ENTRIES, 0, "new", 3);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 0, &b), NREG_ROW_OK);
    assert_int_equal(b.length, 3);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 2, &b), NREG_ROW_ABSENT);
    assert_int_equal(get_items(f, 501, NREG_ITEMS_ENTRIES, 0, &b), NREG_ROW_ABSENT);
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_int_equal(f->m->items_get(tx, 500, NREG_ITEMS_ENTRIES, 0, refuse, NULL, &answer, &f->error, f->context),
                     NREG_CANCELLED);
    assert_int_equal(
        f->m->items_put(tx, 500, NREG_ITEMS_ENTRIES, 3, data, 16u * 1024 * 1024 + 1, &f->error, f->context),
        NREG_LIMIT_EXCEEDED);
    assert_ok(f, f->m->items_clear(tx, 500, NREG_ITEMS_ENTRIES, 1, &f->error, f->context));
    fixture_commit(f, tx);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 0, &b), NREG_ROW_OK);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_ENTRIES, 1, &b), NREG_ROW_ABSENT);
    assert_int_equal(get_items(f, 500, NREG_ITEMS_OUTCOMES, 0, &b), NREG_ROW_OK);
}

static void expired_batches_lose_items_and_drafts_go(void **state) {
    fixture *f = *state;
    nreg_store_batch existing;
    for (uint64_t i = 0; i < 6; i++) {
        nreg_store_batch batch = fixture_batch(500 + i, 11, "");
        batch.state = 1 + (uint32_t)(i % 4);
        batch.expires = i == 5 ? 2001 : i == 4 ? 0 : 1000 + (int64_t)i;
        assert_int_equal(put(f, &batch, 0, &existing), NREG_ROW_OK);
        for (uint32_t kind = NREG_ITEMS_ENTRIES; kind <= NREG_ITEMS_NOTES; kind++) {
            put_items(f, 500 + i, kind, 0, "x", 1);
        }
    }
    uint32_t pruned = 0;
    uint32_t rounds[3];
    for (int i = 0; i < 3; i++) {
        void *tx = fixture_begin(f, NREG_STORE_WRITE);
        assert_ok(f, f->m->batch_prune(tx, 2000, 3, &rounds[i], &f->error, f->context));
        fixture_commit(f, tx);
        pruned += rounds[i];
    }
    assert_int_equal(rounds[0], 3);
    assert_int_equal(pruned, 4);
    bytes b;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    for (uint64_t i = 0; i < 6; i++) {
        uint8_t answer;
        const int goes = i == 0 || i == 3; /* draft and discarded */
        const int expired = i < 4;
        assert_ok(f, f->m->batch_get(tx, 500 + i, &existing, &answer, &f->error, f->context));
        assert_int_equal(answer, goes ? NREG_ROW_ABSENT : NREG_ROW_OK);
        assert_int_equal(existing.expires, i == 5 ? 2001 : 0);
        assert_int_equal(get_items(f, 500 + i, NREG_ITEMS_OUTCOMES, 0, &b), expired ? NREG_ROW_ABSENT : NREG_ROW_OK);
        assert_int_equal(get_items(f, 500 + i, NREG_ITEMS_ENTRIES, 0, &b), expired ? NREG_ROW_ABSENT : NREG_ROW_OK);
        assert_int_equal(get_items(f, 500 + i, NREG_ITEMS_NOTES, 0, &b), NREG_ROW_OK);
    }
    f->m->rollback(tx, f->context);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_STORE(a_header_is_read_back_whole),
        IN_STORE(a_header_needs_its_revision_and_a_free_request_id),
        IN_STORE(a_record_may_name_a_batch_before_its_header_is_written),
        IN_STORE(batches_are_listed_newest_first_by_any_filter),
        IN_STORE(items_are_kept_byte_for_byte_and_replaced),
        IN_STORE(expired_batches_lose_items_and_drafts_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
