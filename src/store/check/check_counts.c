/* SPDX-License-Identifier: MIT */
/* Counters. */
#include "store/check/check.h"

static nreg_code add_alone(nreg_check *c, const nreg_store_count *amounts, size_t count) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    TRY(nreg_transaction_count_add(&c->tx[2], amounts, count, &c->error));
    return nreg_check_commit(c, 2);
}

static nreg_code expect_counts(nreg_check *c, uint32_t slot, uint64_t scope, uint32_t kind, uint32_t limit,
                               const nreg_store_count *expected, uint32_t total, const char *when) {
    nreg_store_count page[16];
    uint32_t after = UINT32_MAX;
    uint32_t next = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        TRY(nreg_transaction_count_read(&c->tx[slot], scope, kind, after, limit, page, &count, &more, &c->error));
        for (uint32_t i = 0; i < count; i++, next++) {
            EXPECT(next < total && memcmp(&page[i], &expected[next], sizeof page[i]) == 0,
                   "%s, count_read returns another counter or value", when);
            after = page[i].key;
        }
    }
    EXPECT(next == total, "%s, count_read leaves out counters", when);
    return NREG_OK;
}

static nreg_code amounts_add_up(nreg_check *c) {
    const uint64_t scope = c->business < c->unit ? c->business : c->unit;
    const uint64_t other = c->business < c->unit ? c->unit : c->business;
    const nreg_store_count first[] = {
        {scope, NREG_COUNT_RECORDS, 0, 5},         {scope, NREG_COUNT_RECORDS, 65537, 7},
        {scope, NREG_COUNT_RECORDS, 65538, 9},     {scope, NREG_COUNT_RECORDS, INT32_MAX, 1},
        {scope, NREG_COUNT_ELSEWHERE, 19000, 100}, {other, NREG_COUNT_RECORDS, 65537, 1000},
    };
    const nreg_store_count second[] = {
        {scope, NREG_COUNT_RECORDS, 65537, -7},
        {scope, NREG_COUNT_RECORDS, 65538, INT64_C(1) << 40},
        {scope, NREG_COUNT_RECORDS, 65540, -3},
    };
    TRY(add_alone(c, first, sizeof first / sizeof first[0]));
    TRY(add_alone(c, second, sizeof second / sizeof second[0]));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    const nreg_store_count expected[] = {
        {scope, NREG_COUNT_RECORDS, 0, 5},
        {scope, NREG_COUNT_RECORDS, 65538, (INT64_C(1) << 40) + 9},
        {scope, NREG_COUNT_RECORDS, 65540, -3},
        {scope, NREG_COUNT_RECORDS, INT32_MAX, 1},
    };
    for (uint32_t limit = 1; limit < 6; limit += 2) {
        TRY(expect_counts(c, 0, scope, NREG_COUNT_RECORDS, limit, expected, 4, "After two additions"));
    }
    TRY(expect_counts(c, 0, scope, NREG_COUNT_ELSEWHERE, 4, &first[4], 1, "For another kind"));
    TRY(expect_counts(c, 0, other, NREG_COUNT_RECORDS, 4, &first[5], 1, "For another scope"));
    return expect_counts(c, 0, nreg_check_id(c), NREG_COUNT_RECORDS, 4, NULL, 0, "For a scope without counters");
}

static nreg_code counts_roll_back(nreg_check *c) {
    const nreg_store_count kept = {c->business, NREG_COUNT_RECORDS, 1, 5};
    const nreg_store_count both = {c->business, NREG_COUNT_RECORDS, 1, 10};
    TRY(add_alone(c, &kept, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_count_add(&c->tx[0], &kept, 1, &c->error));
    TRY(expect_counts(c, 0, c->business, NREG_COUNT_RECORDS, 4, &both, 1, "In the transaction that added"));
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(expect_counts(c, 1, c->business, NREG_COUNT_RECORDS, 4, &kept, 1, "Before the commit"));
    nreg_check_rollback(c, 0);
    TRY(expect_counts(c, 1, c->business, NREG_COUNT_RECORDS, 4, &kept, 1, "In a snapshot"));
    nreg_check_rollback(c, 1);
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    return expect_counts(c, 1, c->business, NREG_COUNT_RECORDS, 4, &kept, 1, "After a rollback");
}

static nreg_code adding_does_not_wait(nreg_check *c) {
    const nreg_store_count amount = {c->business, NREG_COUNT_RECORDS, 1, 5};
    const nreg_store_count sum = {c->business, NREG_COUNT_RECORDS, 1, 10};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_count_add(&c->tx[0], &amount, 1, &c->error));
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    if (!alone) {
        const nreg_code code = nreg_transaction_count_add(&c->tx[1], &amount, 1, &c->error);
        EXPECT(code != NREG_BUSY, "count_add waited for another transaction that adds to the same counter");
        TRY(code);
        TRY(nreg_check_commit(c, 1));
    }
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return expect_counts(c, 0, c->business, NREG_COUNT_RECORDS, 4, alone ? &amount : &sum, 1,
                         "After two writers added");
}

enum { ADDS = 50 };

static nreg_code race_to_add(nreg_check *c, uint32_t index, void *shared) {
    (void)shared;
    for (uint32_t i = 0; i < ADDS;) {
        const nreg_store_count amounts[2] = {{c->business, NREG_COUNT_RECORDS, 1, 1},
                                             {c->business, NREG_COUNT_RECORDS, 2 + index, 1}};
        const nreg_code code = add_alone(c, amounts, 2);
        nreg_check_rollback(c, 2);
        if (nreg_check_is_collision(code)) {
            c->message[0] = '\0';
            continue;
        }
        TRY(code);
        i++;
    }
    return NREG_OK;
}

static nreg_code no_amount_is_lost(nreg_check *c) {
    TRY(nreg_check_threads(c, race_to_add, NULL));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_count page[65];
    uint32_t count, more;
    TRY(nreg_transaction_count_read(&c->tx[0], c->business, NREG_COUNT_RECORDS, UINT32_MAX, 65, page, &count, &more,
                                    &c->error));
    EXPECT(count >= 1 && page[0].amount == (int64_t)ADDS * c->threads,
           "amounts added by several threads were lost or doubled");
    return NREG_OK;
}

const nreg_check_entry nreg_checks_counts[] = {
    {"counts.amounts_add_up", NREG_GROUP_COUNTS, 0, amounts_add_up},
    {"counts.roll_back", NREG_GROUP_COUNTS, 0, counts_roll_back},
    {"counts.adding_does_not_wait", NREG_GROUP_COUNTS, 0, adding_does_not_wait},
    {"counts.no_amount_is_lost", NREG_GROUP_COUNTS, 1, no_amount_is_lost},
    {NULL, 0, 0, NULL},
};
