/* SPDX-License-Identifier: MIT */
/* Leases and tombstones. */
#include "store/check/check.h"

enum { COUNT = 30 };

/* Every third record is under review. */
enum { STATUS = NREG_STATUS_NEEDS_PROOF };

static nreg_code add_reviewed(nreg_check *c, nreg_record *records) {
    for (uint32_t i = 0; i < COUNT; i++) {
        records[i] = nreg_check_record(c, i);
        records[i].status = i % 3 == 0 ? STATUS : NREG_STATUS_ACTIVE;
    }
    return nreg_check_add(c, records, COUNT);
}

static nreg_code lease(nreg_check *c, uint64_t owner, int64_t now, int64_t until, uint32_t limit, nreg_record *records,
                       uint32_t *count) {
    uint64_t after = c->base - 1;
    *count = 0;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    for (;;) {
        uint32_t leased;
        TRY(nreg_transaction_review_lease(&c->tx[0], STATUS, owner, now, until, after, limit - *count, records + *count,
                                          &leased, &c->error));
        *count += leased;
        if (leased == 0 || *count == limit) {
            break;
        }
        after = records[*count - 1].number;
    }
    return nreg_check_commit(c, 0);
}

static nreg_code leases_exclude_each_other(nreg_check *c) {
    nreg_record records[COUNT], leased[COUNT];
    uint32_t count;
    TRY(add_reviewed(c, records));
    const uint64_t one = nreg_check_id(c);
    const uint64_t two = nreg_check_id(c);
    TRY(lease(c, one, 100, 200, 4, leased, &count));
    EXPECT(count == 4, "review_lease leased %u of 10 records where 4 were asked for", (unsigned)count);
    for (uint32_t i = 0; i < count; i++) {
        EXPECT(memcmp(&leased[i], &records[i * 3], sizeof leased[i]) == 0,
               "review_lease returned another record, or changed it");
    }
    TRY(lease(c, two, 150, 250, COUNT, leased, &count));
    EXPECT(count == 6 && leased[0].number == records[12].number, "review_lease leased a record that another owner has");
    TRY(lease(c, one, 199, 300, COUNT, leased, &count));
    EXPECT(count == 0, "review_lease leased a record before its lease had ended");
    TRY(lease(c, two, 200, 300, COUNT, leased, &count));
    EXPECT(count == 4 && leased[0].number == records[0].number,
           "review_lease did not lease records whose leases had ended");
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return nreg_check_expect(c, 0, records[0].number, &records[0], "After a lease");
}

static nreg_code leases_are_given_up(nreg_check *c) {
    nreg_record records[COUNT], leased[COUNT];
    uint32_t count;
    TRY(add_reviewed(c, records));
    const uint64_t owner = nreg_check_id(c);
    TRY(lease(c, owner, 100, 200, COUNT, leased, &count));
    const uint64_t numbers[3] = {records[0].number, records[1].number, records[3].number};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_review_unlease(&c->tx[0], numbers, 3, owner + 1, &c->error));
    TRY(nreg_check_commit(c, 0));
    TRY(lease(c, owner, 150, 250, COUNT, leased, &count));
    EXPECT(count == 0, "review_unlease gave up leases of another owner");
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_review_unlease(&c->tx[0], numbers, 3, owner, &c->error));
    nreg_check_rollback(c, 0);
    TRY(lease(c, owner, 150, 250, COUNT, leased, &count));
    EXPECT(count == 0, "leases were given up although the transaction was rolled back");
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_review_unlease(&c->tx[0], numbers, 3, owner, &c->error));
    TRY(nreg_check_commit(c, 0));
    TRY(lease(c, owner + 1, 150, 250, COUNT, leased, &count));
    EXPECT(count == 2 && leased[0].number == numbers[0] && leased[1].number == numbers[2],
           "records whose leases were given up cannot be leased again");
    return NREG_OK;
}

static nreg_code leases_end_with_the_record(nreg_check *c) {
    nreg_record records[COUNT], leased[COUNT];
    uint32_t count;
    TRY(add_reviewed(c, records));
    TRY(lease(c, nreg_check_id(c), 100, 200, COUNT, leased, &count));
    /* One record is changed: the lease stays. One goes and comes again: the lease is gone. */
    nreg_record changed = records[0];
    changed.revision++;
    const nreg_store_change change = nreg_check_change(&records[0], &changed);
    const nreg_store_token token = nreg_check_token(&records[3]);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "a lease changed the token of a record");
    TRY(nreg_transaction_release(&c->tx[0], &token, 1, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "a lease changed the token of a record");
    TRY(nreg_check_claim_new(c, 0, &records[3], 1));
    TRY(nreg_check_commit(c, 0));
    TRY(lease(c, nreg_check_id(c), 150, 250, COUNT, leased, &count));
    EXPECT(count == 1 && leased[0].number == records[3].number,
           "a lease must outlive a change of its record, and end with the record");
    return NREG_OK;
}

static nreg_code tombstones_come_back(nreg_check *c) {
    nreg_store_tombstone rows[4], found[5];
    uint64_t numbers[5];
    uint8_t answers[5];
    for (uint32_t i = 0; i < 5; i++) {
        numbers[i] = nreg_check_number(c, i);
        if (i < 4) {
            rows[i] = (nreg_store_tombstone){numbers[i], nreg_check_id(c), 1700000000000000 + (int64_t)i, 1 + i, 0};
        }
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_tombstone_put(&c->tx[0], rows, 4, &c->error));
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_tombstone_get(&c->tx[0], numbers, 5, found, answers, &c->error));
    EXPECT(answers[0] == NREG_ROW_ABSENT, "a tombstone is there although its transaction was rolled back");
    TRY(nreg_transaction_tombstone_put(&c->tx[0], rows, 4, &c->error));
    rows[1].time++;
    rows[1].status = NREG_STATUS_DECLINED;
    TRY(nreg_transaction_tombstone_put(&c->tx[0], &rows[1], 1, &c->error));
    const nreg_store_tombstone none = {numbers[2], 0, 0, 0, 0};
    TRY(nreg_transaction_tombstone_put(&c->tx[0], &none, 1, &c->error));
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_tombstone_get(&c->tx[0], numbers, 5, found, answers, &c->error));
    nreg_check_rollback(c, 0);
    for (uint32_t i = 0; i < 5; i++) {
        const int there = i != 2 && i != 4;
        EXPECT(answers[i] == (there ? NREG_ROW_OK : NREG_ROW_ABSENT),
               "tombstone_get mixed up present and absent numbers");
        EXPECT(!there || memcmp(&found[i], &rows[i], sizeof rows[i]) == 0,
               "tombstone_get does not return a tombstone as written");
    }
    for (uint32_t i = 0; i < 4; i++) {
        rows[i] = (nreg_store_tombstone){numbers[i], 0, 0, 0, 0};
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_tombstone_put(&c->tx[0], rows, 4, &c->error));
    return nreg_check_commit(c, 0);
}

/* --- race --- */

enum { RACED = 300 };

typedef struct lease_race {
    atomic_uint taken[RACED];
} lease_race;

static nreg_code race_for_leases(nreg_check *c, uint32_t index, void *shared) {
    lease_race *race = shared;
    (void)index;
    const uint64_t owner = nreg_check_id(c);
    nreg_record leased[16];
    for (;;) {
        uint32_t count;
        const nreg_code code = lease(c, owner, 100, 200, 1 + nreg_check_below(c, 16), leased, &count);
        nreg_check_rollback(c, 0);
        if (nreg_check_is_collision(code)) {
            c->message[0] = '\0';
            continue;
        }
        TRY(code);
        if (count == 0) {
            return NREG_OK;
        }
        for (uint32_t i = 0; i < count; i++) {
            const uint64_t at = leased[i].number - c->base;
            EXPECT(at < RACED && atomic_fetch_add(&race->taken[at], 1) == 0, "two threads leased one record");
        }
    }
}

static nreg_code leases_are_never_doubled(nreg_check *c) {
    lease_race *race;
    nreg_record *records;
    TAKE(race, 1);
    TAKE(records, RACED);
    for (uint32_t i = 0; i < RACED; i++) {
        records[i] = nreg_check_record(c, i);
        records[i].status = STATUS;
    }
    TRY(nreg_check_add(c, records, RACED));
    TRY(nreg_check_threads(c, race_for_leases, race));
    for (uint32_t i = 0; i < RACED; i++) {
        EXPECT(atomic_load(&race->taken[i]) == 1, "a record was never leased");
    }
    return NREG_OK;
}

const nreg_check_entry nreg_checks_review[] = {
    {"review.leases_exclude_each_other", NREG_GROUP_REVIEW, 0, leases_exclude_each_other},
    {"review.leases_are_given_up", NREG_GROUP_REVIEW, 0, leases_are_given_up},
    {"review.leases_end_with_the_record", NREG_GROUP_REVIEW, 0, leases_end_with_the_record},
    {"review.tombstones_come_back", NREG_GROUP_REVIEW, 0, tombstones_come_back},
    {"review.leases_are_never_doubled", NREG_GROUP_REVIEW, 1, leases_are_never_doubled},
    {NULL, 0, 0, NULL},
};
