/* SPDX-License-Identifier: MIT */
/* Headers, request ids, items, expiry. */
#include "store/check/check.h"

static nreg_store_batch new_batch(nreg_check *c) {
    nreg_store_batch batch;
    memset(&batch, 0, sizeof batch);
    batch.id = nreg_check_id(c);
    batch.business = c->business;
    batch.target = c->program;
    batch.unit = c->unit;
    batch.program = c->program;
    batch.created = 1700000000000000 + (int64_t)nreg_check_below(c, 1000);
    batch.updated = batch.created + 7;
    batch.digest[0] = nreg_check_random(c) | (uint64_t)1 << 63;
    batch.digest[1] = nreg_check_random(c) | (uint64_t)1 << 63;
    batch.state = NREG_BATCH_DRAFT;
    batch.action = NREG_ACTION_ADD;
    batch.revision = 1;
    uint32_t *const counts[] = {
        &batch.flags,      &batch.entries,  &batch.accepted,    &batch.rejected, &batch.added,   &batch.moved,
        &batch.unassigned, &batch.deleted,  &batch.changed,     &batch.movable,  &batch.warned,  &batch.dno,
        &batch.chunks,     &batch.reviewed, &batch.transferred, &batch.restored, &batch.imported};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        *counts[i] = nreg_check_below(c, UINT32_MAX);
    }
    batch.reverted = nreg_check_id(c);
    nreg_check_text(c, batch.region, sizeof batch.region, 2);
    nreg_check_text(c, batch.plan, sizeof batch.plan, 10);
    nreg_check_text(c, batch.request_id, sizeof batch.request_id, NREG_REQUEST_ID_MAX);
    nreg_check_text(c, batch.actor, sizeof batch.actor, sizeof batch.actor - 1);
    nreg_check_text(c, batch.trace, sizeof batch.trace, 20);
    nreg_check_text(c, batch.attestation, sizeof batch.attestation, sizeof batch.attestation - 1);
    return batch;
}

static nreg_code put(nreg_check *c, uint32_t slot, const nreg_store_batch *batch, uint32_t expected, uint8_t wanted,
                     const char *what) {
    nreg_store_batch existing;
    uint8_t answer;
    TRY(nreg_transaction_batch_put(&c->tx[slot], batch, expected, &existing, &answer, &c->error));
    EXPECT(answer == wanted, "batch_put of %s answered %u, not %u", what, (unsigned)answer, (unsigned)wanted);
    return NREG_OK;
}

static nreg_code put_alone(nreg_check *c, const nreg_store_batch *batch) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    TRY(put(c, 2, batch, 0, NREG_ROW_OK, "a new batch"));
    return nreg_check_commit(c, 2);
}

static nreg_code expect_batch(nreg_check *c, uint32_t slot, const nreg_store_batch *batch, const char *when) {
    nreg_store_batch found;
    uint8_t answer;
    TRY(nreg_transaction_batch_get(&c->tx[slot], batch->id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK && memcmp(&found, batch, sizeof found) == 0,
           "%s, batch_get does not return it as written", when);
    return NREG_OK;
}

static nreg_code headers_come_back(nreg_check *c) {
    const nreg_store_batch batch = new_batch(c);
    nreg_store_batch found;
    uint8_t answer;
    TRY(put_alone(c, &batch));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_batch(c, 0, &batch, "After a batch was put"));
    TRY(nreg_transaction_batch_find(&c->tx[0], batch.business, batch.request_id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK && memcmp(&found, &batch, sizeof found) == 0,
           "batch_find does not return a batch as written");
    TRY(nreg_transaction_batch_find(&c->tx[0], batch.business + 1, batch.request_id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "batch_find finds another Business's batch");
    TRY(nreg_transaction_batch_get(&c->tx[0], batch.id ^ 1, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "batch_get finds a batch that does not exist");
    return NREG_OK;
}

static nreg_code request_ids_are_unique(nreg_check *c) {
    const nreg_store_batch first = new_batch(c);
    nreg_store_batch second = new_batch(c);
    nreg_store_batch existing;
    uint8_t answer;
    memcpy(second.request_id, first.request_id, sizeof second.request_id);
    TRY(put_alone(c, &first));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_batch_put(&c->tx[0], &second, 0, &existing, &answer, &c->error));
    EXPECT(answer == NREG_ROW_PRESENT, "batch_put took a request id that the Business has used");
    EXPECT(memcmp(&existing, &first, sizeof first) == 0, "batch_put did not return the batch with the same request id");
    second.business = nreg_check_id(c);
    TRY(put(c, 0, &second, 0, NREG_ROW_OK, "another Business's batch with the same request id"));
    nreg_store_batch same_id = new_batch(c);
    same_id.id = first.id;
    TRY(put(c, 0, &same_id, 0, NREG_ROW_PRESENT, "a batch whose id is taken"));
    nreg_store_batch unnamed[2] = {new_batch(c), new_batch(c)};
    for (int i = 0; i < 2; i++) {
        memset(unnamed[i].request_id, 0, sizeof unnamed[i].request_id);
        TRY(put(c, 0, &unnamed[i], 0, NREG_ROW_OK, "a batch without request id"));
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return expect_batch(c, 0, &first, "After others tried its request id and id");
}

static nreg_code headers_need_the_revision(nreg_check *c) {
    const nreg_store_batch other = new_batch(c);
    nreg_store_batch batch = new_batch(c);
    TRY(put_alone(c, &other));
    TRY(put_alone(c, &batch));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    nreg_store_batch wrong = batch;
    wrong.revision = 3;
    TRY(put(c, 0, &wrong, 2, NREG_ROW_CONFLICT, "a batch with an old revision"));
    wrong.id ^= 1;
    nreg_check_text(c, wrong.request_id, sizeof wrong.request_id, 30);
    TRY(put(c, 0, &wrong, 1, NREG_ROW_CONFLICT, "a change of a batch that does not exist"));
    wrong = batch;
    memcpy(wrong.request_id, other.request_id, sizeof wrong.request_id);
    TRY(put(c, 0, &wrong, 1, NREG_ROW_PRESENT, "a change to a request id that another batch has"));
    batch.revision = 2;
    batch.state = NREG_BATCH_COMMITTED;
    nreg_check_text(c, batch.request_id, sizeof batch.request_id, 9);
    TRY(put(c, 0, &batch, 1, NREG_ROW_OK, "a change of a batch"));
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_batch(c, 0, &batch, "After a change"));
    nreg_store_batch found;
    uint8_t answer;
    TRY(nreg_transaction_batch_find(&c->tx[0], batch.business, batch.request_id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK && found.id == batch.id, "batch_find does not follow a changed request id");
    return NREG_OK;
}

static nreg_code expect_list(nreg_check *c, const nreg_store_batch_filter *filter, uint32_t limit,
                             const nreg_store_batch *expected, uint32_t total, const char *what) {
    nreg_store_batch *page;
    TAKE(page, limit);
    uint64_t after = 0;
    uint32_t next = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        TRY(nreg_transaction_batch_list(&c->tx[0], filter, after, limit, page, &count, &more, &c->error));
        for (uint32_t i = 0; i < count; i++, next++) {
            EXPECT(next < total && page[i].id == expected[next].id, "batch_list %s: wrong batch, or wrong order", what);
            EXPECT(memcmp(&page[i], &expected[next], sizeof page[i]) == 0, "batch_list %s changes a header", what);
            after = page[i].id;
        }
    }
    EXPECT(next == total, "batch_list %s ends too early", what);
    return NREG_OK;
}

static nreg_code lists_are_newest_first(nreg_check *c) {
    enum { COUNT = 12 };
    nreg_store_batch batches[COUNT]; /* as they should be listed */
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    for (uint32_t i = 0; i < COUNT; i++) {
        batches[i] = new_batch(c);
        /* Pairs of the same time, the larger id first. */
        batches[i].created = 1700000000000000 - (int64_t)(i / 2);
        batches[i].id = (batches[i].id & ~(uint64_t)0xFFF) + 4095 - i;
        if (i % 2 == 1) {
            batches[i].id = batches[i - 1].id - 1;
        }
        batches[i].state = i % 3 == 0 ? NREG_BATCH_COMMITTED : NREG_BATCH_DRAFT;
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        TRY(put(c, 0, &batches[i * 5 % COUNT], 0, NREG_ROW_OK, "a new batch"));
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_batch_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = c->business;
    TRY(expect_list(c, &filter, COUNT, batches, COUNT, "in one page"));
    TRY(expect_list(c, &filter, 1, batches, COUNT, "in pages of one"));
    TRY(expect_list(c, &filter, 5, batches, COUNT, "in pages of five"));
    nreg_store_batch committed[COUNT];
    uint32_t count = 0;
    for (uint32_t i = 0; i < COUNT; i += 3) {
        committed[count++] = batches[i];
    }
    filter.state = NREG_BATCH_COMMITTED;
    filter.program = c->program;
    TRY(expect_list(c, &filter, 2, committed, count, "by Program and state"));
    filter.program = nreg_check_id(c);
    TRY(expect_list(c, &filter, 2, NULL, 0, "of a Program without batches"));
    filter.program = 0;
    filter.state = 0;
    filter.unit = nreg_check_id(c);
    return expect_list(c, &filter, 2, NULL, 0, "of a Unit without batches");
}

typedef struct chunk {
    const unsigned char *data;
    uint64_t length;
    uint32_t matches;
    nreg_code code;
} chunk;

static nreg_code compare_chunk(const void *data, uint64_t length, void *sink) {
    chunk *expected = sink;
    expected->matches = length == expected->length &&
                        (length == 0 || (expected->data != NULL && memcmp(data, expected->data, length) == 0));
    return expected->code;
}

static nreg_code expect_chunk(nreg_check *c, uint64_t batch, uint32_t kind, uint32_t number, const unsigned char *data,
                              uint64_t length, const char *when) {
    chunk expected = {data, length, 0, NREG_OK};
    uint8_t answer;
    TRY(nreg_transaction_items_get(&c->tx[0], batch, kind, number, compare_chunk, &expected, &answer, &c->error));
    if (data == NULL) {
        EXPECT(answer == NREG_ROW_ABSENT, "%s, items_get finds a chunk that should not be there", when);
    } else {
        EXPECT(answer == NREG_ROW_OK && expected.matches, "%s, items_get does not return the chunk as written", when);
    }
    return NREG_OK;
}

static nreg_code items_come_back(nreg_check *c) {
    const size_t size = (size_t)2 << 20;
    unsigned char *data;
    TAKE(data, size);
    for (size_t i = 0; i < size; i++) {
        data[i] = (unsigned char)nreg_check_random(c);
    }
    const nreg_store_batch batch = new_batch(c);
    TRY(put_alone(c, &batch));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 0, data, 100, &c->error));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 1, data, size, &c->error));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 2, data + 1, 0, &c->error));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_OUTCOMES, 0, data + 9, 50, &c->error));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 0, data + 5, 99, &c->error));
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 0, data + 5, 99, "After a chunk was replaced"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 1, data, size, "After a chunk of 2 MiB"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 2, data, 0, "After an empty chunk"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_OUTCOMES, 0, data + 9, 50, "After a chunk of another kind"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_NOTES, 0, NULL, 0, "For a kind without chunks"));
    TRY(nreg_transaction_items_clear(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 1, &c->error));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 0, data + 5, 99, "After the chunks behind it were cleared"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 1, NULL, 0, "After it was cleared"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 2, NULL, 0, "After it was cleared"));
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_OUTCOMES, 0, data + 9, 50, "After another kind was cleared"));
    chunk refused = {data, 0, 0, NREG_CANCELLED};
    uint8_t answer;
    const nreg_code code = nreg_transaction_items_get(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 0, compare_chunk,
                                                      &refused, &answer, &c->error);
    if (nreg_check_is_collision(code)) {
        TRY(code);
    }
    EXPECT(code == NREG_CANCELLED, "items_get does not return the code of `emit`");
    return NREG_OK;
}

/* Treats everything expired; a store that was not empty may have more of it. */
static nreg_code prune_all(nreg_check *c, int64_t now) {
    uint32_t count = 1;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    while (count > 0) {
        TRY(nreg_transaction_batch_prune(&c->tx[0], now, 2, &count, &c->error));
    }
    return nreg_check_commit(c, 0);
}

static nreg_code expired_batches_are_pruned(nreg_check *c) {
    enum { DRAFT, COMMITTED, LATER, NEVER, COUNT };
    nreg_store_batch batches[COUNT];
    const unsigned char data[] = {1, 2, 3};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    for (int i = 0; i < COUNT; i++) {
        batches[i] = new_batch(c);
        batches[i].expires = i == NEVER ? 0 : i == LATER ? 2000 : 1000;
        batches[i].state = i == COMMITTED ? NREG_BATCH_COMMITTED : NREG_BATCH_DRAFT;
        TRY(put(c, 0, &batches[i], 0, NREG_ROW_OK, "a new batch"));
        for (uint32_t kind = NREG_ITEMS_ENTRIES; kind <= NREG_ITEMS_NOTES; kind++) {
            TRY(nreg_transaction_items_put(&c->tx[0], batches[i].id, kind, 0, data, sizeof data, &c->error));
        }
    }
    TRY(nreg_check_commit(c, 0));
    TRY(prune_all(c, 999));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_batch(c, 0, &batches[DRAFT], "Before it expired"));
    TRY(expect_chunk(c, batches[DRAFT].id, NREG_ITEMS_ENTRIES, 0, data, sizeof data, "Before it expired"));
    nreg_check_rollback(c, 0);
    TRY(prune_all(c, 1000));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_batch found;
    uint8_t answer;
    TRY(nreg_transaction_batch_get(&c->tx[0], batches[DRAFT].id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "batch_prune left an expired draft");
    TRY(nreg_transaction_batch_find(&c->tx[0], c->business, batches[DRAFT].request_id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "batch_prune left the request id of an expired draft");
    batches[COMMITTED].expires = 0;
    TRY(expect_batch(c, 0, &batches[COMMITTED], "After a committed batch expired"));
    for (int i = DRAFT; i < COUNT; i++) {
        const int gone = i == DRAFT || i == COMMITTED;
        const unsigned char *items = gone ? NULL : data;
        TRY(expect_chunk(c, batches[i].id, NREG_ITEMS_ENTRIES, 0, items, 3, "After pruning, for entries"));
        TRY(expect_chunk(c, batches[i].id, NREG_ITEMS_OUTCOMES, 0, items, 3, "After pruning, for outcomes"));
        TRY(expect_chunk(c, batches[i].id, NREG_ITEMS_NOTES, 0, data, 3, "After pruning, for notes"));
    }
    TRY(expect_batch(c, 0, &batches[LATER], "After others expired"));
    nreg_check_rollback(c, 0);
    return prune_all(c, 2000);
}

static nreg_code batches_roll_back(nreg_check *c) {
    const nreg_store_batch batch = new_batch(c);
    const unsigned char data[] = {4, 5};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(put(c, 0, &batch, 0, NREG_ROW_OK, "a new batch"));
    TRY(nreg_transaction_items_put(&c->tx[0], batch.id, NREG_ITEMS_ENTRIES, 0, data, sizeof data, &c->error));
    TRY(expect_batch(c, 0, &batch, "In the transaction that put it"));
    nreg_store_batch found;
    uint8_t answer;
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(nreg_transaction_batch_get(&c->tx[1], batch.id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "a batch is visible before its transaction has committed");
    nreg_check_rollback(c, 1);
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_batch_get(&c->tx[0], batch.id, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "a batch is there although its transaction was rolled back");
    TRY(expect_chunk(c, batch.id, NREG_ITEMS_ENTRIES, 0, NULL, 0, "After a rollback"));
    nreg_check_rollback(c, 0);
    return put_alone(c, &batch);
}

/* Tells what is gathered behind a header (one number of them is registered), puts it, gathers. */
static nreg_code gather_as_told(nreg_check *c, const nreg_store_batch *batch, uint8_t wanted,
                                const nreg_record records[3]) {
    nreg_record existing[2];
    uint8_t answers[2];
    const uint64_t absent = nreg_check_number(c, 3);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_expect_gather(&c->tx[0], records, 2, &records[2].number, 1, &absent, 1, &c->error));
    TRY(put(c, 0, batch, 0, wanted, "a header behind which records were to be gathered"));
    if (wanted == NREG_ROW_OK) {
        TRY(nreg_transaction_claim(&c->tx[0], records, 2, existing, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_PRESENT && answers[1] == NREG_ROW_OK &&
                   memcmp(&existing[0], &records[0], sizeof existing[0]) == 0,
               "claim answers otherwise where it was told of beforehand");
        TRY(nreg_transaction_fetch(&c->tx[0], &records[2].number, 1, NREG_FETCH_LOCKED, existing, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_OK && memcmp(&existing[0], &records[2], sizeof existing[0]) == 0,
               "fetch answers otherwise where it was told of beforehand");
        TRY(nreg_check_expect(c, 0, absent, NULL, "Told of beforehand"));
    }
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, records[1].number, NULL, "After a claim that was told of beforehand was rolled back"));
    return nreg_check_commit(c, 0);
}

static nreg_code what_is_told_beforehand_changes_nothing(nreg_check *c) {
    const nreg_record records[3] = {nreg_check_record(c, 0), nreg_check_record(c, 1), nreg_check_record(c, 2)};
    const nreg_store_batch batch = new_batch(c);
    TRY(nreg_check_add(c, &records[0], 1));
    TRY(nreg_check_add(c, &records[2], 1));
    TRY(gather_as_told(c, &batch, NREG_ROW_OK, records));
    TRY(put_alone(c, &batch));
    return gather_as_told(c, &batch, NREG_ROW_PRESENT, records);
}

const nreg_check_entry nreg_checks_batches[] = {
    {"batches.headers_come_back", NREG_GROUP_BATCHES, 0, headers_come_back},
    {"batches.request_ids_are_unique", NREG_GROUP_BATCHES, 0, request_ids_are_unique},
    {"batches.headers_need_the_revision", NREG_GROUP_BATCHES, 0, headers_need_the_revision},
    {"batches.lists_are_newest_first", NREG_GROUP_BATCHES, 0, lists_are_newest_first},
    {"batches.items_come_back", NREG_GROUP_BATCHES, 0, items_come_back},
    {"batches.expired_are_pruned", NREG_GROUP_BATCHES, 0, expired_batches_are_pruned},
    {"batches.roll_back", NREG_GROUP_BATCHES, 0, batches_roll_back},
    {"batches.told_beforehand", NREG_GROUP_BATCHES, 0, what_is_told_beforehand_changes_nothing},
    {NULL, 0, 0, NULL},
};
