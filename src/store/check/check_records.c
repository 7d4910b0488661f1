/* SPDX-License-Identifier: MIT */
/* Claim, fetch, update and release, one transaction at a time. */
#include "store/check/check.h"

static nreg_code empty_calls(nreg_check *c) {
    /* The layer above would not pass these on, so the store's own functions are called. */
    nreg_error *error = &c->error;
    const nreg_store_methods *m = c->methods;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    void *tx = c->tx[0].handle;
    TRY(m->claim(tx, NULL, 0, NULL, NULL, error, c->context));
    TRY(m->fetch(tx, NULL, 0, NREG_FETCH_LOCKED, NULL, NULL, error, c->context));
    TRY(m->update(tx, NULL, 0, NULL, error, c->context));
    TRY(m->release(tx, NULL, 0, NULL, error, c->context));
    return nreg_check_commit(c, 0);
}

static nreg_code values_come_back(nreg_check *c) {
    nreg_record records[4];
    for (uint32_t i = 0; i < 4; i++) {
        records[i] = nreg_check_record(c, i);
    }
    /* Every bit a field may have; a store that narrows one loses some. */
    records[0].unit = records[0].program = 0;
    records[1].program = 0;
    records[1].dno_batch = NREG_ID_MAX - 1;
    records[2].business = records[2].unit = records[2].program = records[2].last_batch = NREG_ID_MAX;
    records[2].created = INT64_C(1) << 61;
    records[2].updated = -(INT64_C(1) << 61);
    records[2].revision = records[2].purpose = records[2].flags = UINT32_MAX;
    records[2].status = NREG_STATUS_DECLINED;
    records[3].created = 1700000000123457;
    records[3].flags = NREG_RECORD_RESUBMITTED | NREG_RECORD_IMPORTED;
    TRY(nreg_check_add(c, records, 4));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    for (uint32_t i = 0; i < 4; i++) {
        TRY(nreg_check_expect(c, 0, records[i].number, &records[i], "After a claim"));
    }
    nreg_check_rollback(c, 0);

    nreg_record changed = records[3];
    changed.business = nreg_check_id(c);
    changed.unit = nreg_check_id(c);
    changed.program = 0;
    changed.last_batch = nreg_check_id(c);
    changed.created = 5;
    changed.updated = -5;
    changed.revision = 77;
    changed.purpose = 123456;
    changed.status = NREG_STATUS_SUSPENDED;
    changed.flags = 0x80000001U;
    changed.dno_batch = nreg_check_id(c);
    const nreg_store_change change = nreg_check_change(&records[3], &changed);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "update answered CONFLICT although the token was right");
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return nreg_check_expect(c, 0, changed.number, &changed, "After an update");
}

/* What a transaction has claimed or locked itself still goes by its token. */
static nreg_code own_changes_need_the_token(nreg_check *c) {
    const nreg_record first[2] = {nreg_check_record(c, 0), nreg_check_record(c, 1)};
    nreg_record existing[2];
    uint8_t answers[2];
    TRY(nreg_check_add(c, first, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_fetch(&c->tx[0], &first[0].number, 1, NREG_FETCH_LOCKED, existing, answers, &c->error));
    TRY(nreg_transaction_claim(&c->tx[0], &first[1], 1, existing, answers, &c->error));
    for (uint32_t i = 0; i < 2; i++) {
        nreg_record second = first[i];
        second.last_batch = nreg_check_id(c);
        second.revision = first[i].revision + 1;
        const nreg_store_change change = nreg_check_change(&first[i], &second);
        const nreg_store_token stale = nreg_check_token(&first[i]);
        const nreg_store_token token = nreg_check_token(&second);
        TRY(nreg_transaction_update(&c->tx[0], &change, 1, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_OK, "update answered CONFLICT although the token was right");
        TRY(nreg_check_expect(c, 0, second.number, &second, "After an update in the same transaction"));
        TRY(nreg_transaction_update(&c->tx[0], &change, 1, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_CONFLICT, "update took a token that the transaction had changed itself");
        TRY(nreg_transaction_release(&c->tx[0], &stale, 1, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_CONFLICT, "release took a token that the transaction had changed itself");
        TRY(nreg_transaction_release(&c->tx[0], &token, 1, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_OK, "release answered CONFLICT although the token was right");
        TRY(nreg_transaction_release(&c->tx[0], &token, 1, answers, &c->error));
        EXPECT(answers[0] == NREG_ROW_CONFLICT, "release took a record that is gone");
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, first[0].number, NULL, "After a release"));
    return nreg_check_expect(c, 0, first[1].number, NULL, "After a release");
}

static nreg_code claim_returns_present(nreg_check *c) {
    nreg_record first[3], second[4], existing[4];
    uint8_t answers[4];
    for (uint32_t i = 0; i < 3; i++) {
        first[i] = nreg_check_record(c, 2 * i);
    }
    for (uint32_t i = 0; i < 4; i++) {
        second[i] = nreg_check_record(c, i);
        second[i].business = nreg_check_id(c);
    }
    TRY(nreg_check_add(c, first, 3));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_claim(&c->tx[0], second, 4, existing, answers, &c->error));
    for (uint32_t i = 0; i < 4; i++) {
        if (i % 2 == 0) {
            EXPECT(answers[i] == NREG_ROW_PRESENT, "claim took a number that is present");
            EXPECT(memcmp(&existing[i], &first[i / 2], sizeof first[0]) == 0,
                   "claim returned another record than the one present");
        } else {
            EXPECT(answers[i] == NREG_ROW_OK, "claim answered PRESENT for a number that nobody holds");
        }
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    for (uint32_t i = 0; i < 4; i++) {
        TRY(nreg_check_expect(c, 0, second[i].number, i % 2 == 0 ? &first[i / 2] : &second[i], "After a second claim"));
    }
    return NREG_OK;
}

static nreg_code fetch_answers_in_order(nreg_check *c) {
    nreg_record records[3], found[6];
    uint64_t numbers[6];
    uint8_t answers[6];
    nreg_record zero;
    memset(&zero, 0, sizeof zero);
    for (uint32_t i = 0; i < 3; i++) {
        records[i] = nreg_check_record(c, 2 * i + 1);
    }
    TRY(nreg_check_add(c, records, 3));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    for (uint32_t mode = NREG_FETCH_SNAPSHOT; mode <= NREG_FETCH_LOCKED; mode++) {
        memset(found, 0x55, sizeof found);
        for (uint32_t i = 0; i < 6; i++) {
            numbers[i] = nreg_check_number(c, i);
        }
        TRY(nreg_transaction_fetch(&c->tx[0], numbers, 6, mode, found, answers, &c->error));
        for (uint32_t i = 0; i < 6; i++) {
            EXPECT(answers[i] == (i % 2 == 1 ? NREG_ROW_OK : NREG_ROW_ABSENT),
                   "fetch mixed up present and absent numbers");
            EXPECT(memcmp(&found[i], i % 2 == 1 ? &records[i / 2] : &zero, sizeof zero) == 0,
                   "fetch did not return the record, or zeroes where there is none");
        }
    }
    return NREG_OK;
}

/* Two records, one changed meanwhile by another transaction. */
static nreg_code two_with_one_changed(nreg_check *c, nreg_record records[2], nreg_record *changed) {
    records[0] = nreg_check_record(c, 0);
    records[1] = nreg_check_record(c, 1);
    TRY(nreg_check_add(c, records, 2));
    *changed = records[0];
    changed->last_batch = nreg_check_id(c);
    changed->revision = 2;
    const nreg_store_change change = nreg_check_change(&records[0], changed);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "update answered CONFLICT although the token was right");
    return nreg_check_commit(c, 0);
}

static nreg_code update_needs_the_token(nreg_check *c) {
    nreg_record records[2], changed;
    TRY(two_with_one_changed(c, records, &changed));
    nreg_record wanted[3];
    nreg_store_change changes[3];
    uint8_t answers[3];
    for (uint32_t i = 0; i < 3; i++) {
        wanted[i] = nreg_check_record(c, i);
        wanted[i].revision = 9;
    }
    changes[0] = nreg_check_change(&records[0], &wanted[0]); /* an old token */
    changes[1] = nreg_check_change(&records[1], &wanted[1]);
    changes[2] = nreg_check_change(&records[1], &wanted[2]); /* no such record */
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], changes, 3, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_CONFLICT, "update ignored that the record had changed");
    EXPECT(answers[1] == NREG_ROW_OK, "update answered CONFLICT for a row whose token was right");
    EXPECT(answers[2] == NREG_ROW_CONFLICT, "update found a record that does not exist");
    changes[0] = nreg_check_change(&changed, &wanted[0]);
    changes[0].expected_revision++;
    TRY(nreg_transaction_update(&c->tx[0], changes, 1, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_CONFLICT, "update compares the batch but not the revision");
    changes[0] = nreg_check_change(&changed, &wanted[0]);
    changes[0].expected_batch ^= 1;
    TRY(nreg_transaction_update(&c->tx[0], changes, 1, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_CONFLICT, "update compares the revision but not the batch");
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, records[0].number, &changed, "After an update that conflicted"));
    TRY(nreg_check_expect(c, 0, records[1].number, &wanted[1], "After an update beside a conflict"));
    return nreg_check_expect(c, 0, wanted[2].number, NULL, "After an update of nothing");
}

static nreg_code release_needs_the_token(nreg_check *c) {
    nreg_record records[2], changed;
    TRY(two_with_one_changed(c, records, &changed));
    nreg_store_token tokens[3] = {nreg_check_token(&records[0]), nreg_check_token(&records[1]),
                                  nreg_check_token(&records[1])};
    tokens[2].number++;
    uint8_t answers[3];
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_release(&c->tx[0], tokens, 3, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_CONFLICT, "release ignored that the record had changed");
    EXPECT(answers[1] == NREG_ROW_OK, "release answered CONFLICT for a row whose token was right");
    EXPECT(answers[2] == NREG_ROW_CONFLICT, "release found a record that does not exist");
    tokens[0] = nreg_check_token(&changed);
    tokens[0].revision--;
    TRY(nreg_transaction_release(&c->tx[0], tokens, 1, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_CONFLICT, "release compares the batch but not the revision");
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, records[0].number, &changed, "After a release that conflicted"));
    return nreg_check_expect(c, 0, records[1].number, NULL, "After a release");
}

static nreg_code released_numbers_are_free(nreg_check *c) {
    const nreg_record first = nreg_check_record(c, 0);
    const nreg_record second = nreg_check_record(c, 0);
    const nreg_record third = nreg_check_record(c, 0);
    TRY(nreg_check_add(c, &first, 1));
    nreg_store_token token = nreg_check_token(&first);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_release(&c->tx[0], &token, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "release answered CONFLICT although the token was right");
    TRY(nreg_check_claim_new(c, 0, &second, 1));
    TRY(nreg_check_commit(c, 0));
    token = nreg_check_token(&second);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_release(&c->tx[0], &token, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "release does not find a record that was claimed again");
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_add(c, &third, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return nreg_check_expect(c, 0, third.number, &third, "After a number was claimed a third time");
}

static nreg_code own_changes_are_visible(nreg_check *c) {
    nreg_record record = nreg_check_record(c, 0);
    const nreg_record other = nreg_check_record(c, 1);
    TRY(nreg_check_add(c, &other, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 0, &record, 1));
    TRY(nreg_check_expect(c, 0, record.number, &record, "After a claim in the same transaction"));
    nreg_record existing;
    uint8_t answer;
    TRY(nreg_transaction_claim(&c->tx[0], &record, 1, &existing, &answer, &c->error));
    EXPECT(answer == NREG_ROW_PRESENT && memcmp(&existing, &record, sizeof record) == 0,
           "claim does not see what the same transaction claimed");
    nreg_record changed = record;
    changed.last_batch = nreg_check_id(c);
    changed.revision++;
    const nreg_store_change change = nreg_check_change(&record, &changed);
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "update does not see what the same transaction claimed");
    TRY(nreg_check_expect(c, 0, record.number, &changed, "After an update in the same transaction"));
    const nreg_store_token tokens[2] = {nreg_check_token(&changed), nreg_check_token(&other)};
    uint8_t answers[2];
    TRY(nreg_transaction_release(&c->tx[0], tokens, 2, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_OK && answers[1] == NREG_ROW_OK,
           "release does not see what the same transaction changed");
    TRY(nreg_check_expect(c, 0, record.number, NULL, "After a release in the same transaction"));
    return nreg_check_expect(c, 0, other.number, NULL, "After a release in the same transaction");
}

static nreg_code large_batches_are_whole(nreg_check *c) {
    const uint32_t count = c->rows;
    nreg_record *records, *found;
    nreg_store_change *changes;
    nreg_store_token *tokens;
    uint64_t *numbers;
    uint8_t *answers;
    TAKE(records, count);
    TAKE(found, count);
    TAKE(changes, count);
    TAKE(tokens, count);
    TAKE(numbers, count);
    TAKE(answers, count);
    for (uint32_t i = 0; i < count; i++) {
        records[i] = nreg_check_record(c, (uint64_t)i * 3);
        numbers[i] = records[i].number;
    }
    TRY(nreg_check_add(c, records, count));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_fetch(&c->tx[0], numbers, count, NREG_FETCH_SNAPSHOT, found, answers, &c->error));
    nreg_check_rollback(c, 0);
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(answers[i] == NREG_ROW_OK, "of a claim of %u records, the one at %u is missing", (unsigned)count,
               (unsigned)i);
        EXPECT(memcmp(&found[i], &records[i], sizeof records[i]) == 0,
               "of a claim of %u records, the one at %u differs", (unsigned)count, (unsigned)i);
        found[i].revision++;
        found[i].status = NREG_STATUS_ACTIVE;
        changes[i] = nreg_check_change(&records[i], &found[i]);
        tokens[i] = nreg_check_token(&found[i]);
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], changes, count, answers, &c->error));
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(answers[i] == NREG_ROW_OK, "of an update of %u records, the one at %u conflicts", (unsigned)count,
               (unsigned)i);
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_release(&c->tx[0], tokens, count, answers, &c->error));
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(answers[i] == NREG_ROW_OK, "of a release of %u records, the one at %u conflicts", (unsigned)count,
               (unsigned)i);
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_fetch(&c->tx[0], numbers, count, NREG_FETCH_SNAPSHOT, found, answers, &c->error));
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(answers[i] == NREG_ROW_ABSENT, "of a release of %u records, the one at %u is still there",
               (unsigned)count, (unsigned)i);
    }
    return NREG_OK;
}

const nreg_check_entry nreg_checks_records[] = {
    {"records.empty_calls", 0, 0, empty_calls},
    {"records.values_come_back", 0, 0, values_come_back},
    {"records.claim_returns_present", 0, 0, claim_returns_present},
    {"records.fetch_answers_in_order", 0, 0, fetch_answers_in_order},
    {"records.update_needs_the_token", 0, 0, update_needs_the_token},
    {"records.release_needs_the_token", 0, 0, release_needs_the_token},
    {"records.released_numbers_are_free", 0, 0, released_numbers_are_free},
    {"records.own_changes_are_visible", 0, 0, own_changes_are_visible},
    {"records.own_changes_need_the_token", 0, 0, own_changes_need_the_token},
    {"records.large_batches_are_whole", 0, 0, large_batches_are_whole},
    {NULL, 0, 0, NULL},
};
