/* SPDX-License-Identifier: MIT */
/* What transactions see of each other. */
#include "store/check/check.h"

#include "base/host.h"

static nreg_code nothing_before_commit(nreg_check *c) {
    const nreg_record record = nreg_check_record(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 0, &record, 1));
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 1, record.number, NULL, "Before the writer has committed"));
    nreg_check_rollback(c, 1);
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    return nreg_check_expect(c, 1, record.number, &record, "After the commit");
}

static nreg_code rollback_leaves_nothing(nreg_check *c) {
    const nreg_record kept = nreg_check_record(c, 0);
    const nreg_record lost = nreg_check_record(c, 1);
    const nreg_record gone = nreg_check_record(c, 2);
    const nreg_record both[2] = {kept, gone};
    TRY(nreg_check_add(c, both, 2));
    nreg_record changed = kept;
    changed.revision++;
    changed.status = NREG_STATUS_ACTIVE;
    const nreg_store_change change = nreg_check_change(&kept, &changed);
    const nreg_store_token token = nreg_check_token(&gone);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 0, &lost, 1));
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    TRY(nreg_transaction_release(&c->tx[0], &token, 1, &answer, &c->error));
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, kept.number, &kept, "After an update was rolled back"));
    TRY(nreg_check_expect(c, 0, lost.number, NULL, "After a claim was rolled back"));
    TRY(nreg_check_expect(c, 0, gone.number, &gone, "After a release was rolled back"));
    nreg_check_rollback(c, 0);
    return nreg_check_add(c, &lost, 1);
}

/* A large transaction given up in the middle. */
static nreg_code failure_in_the_middle(nreg_check *c) {
    const uint32_t count = c->rows / 4;
    nreg_record *records;
    TAKE(records, count);
    for (uint32_t i = 0; i < count; i++) {
        records[i] = nreg_check_record(c, i);
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 0, records, count));
    nreg_check_rollback(c, 0);
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = c->business;
    nreg_record found;
    uint32_t found_count, more;
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_scan(&c->tx[0], &filter, 0, 1, &found, &found_count, &more, &c->error));
    EXPECT(found_count == 0, "a large transaction was rolled back and left records");
    nreg_check_rollback(c, 0);
    return nreg_check_add(c, records, count);
}

static nreg_code snapshots_stand_still(nreg_check *c) {
    nreg_record before[2] = {nreg_check_record(c, 0), nreg_check_record(c, 1)};
    const nreg_record added = nreg_check_record(c, 2);
    TRY(nreg_check_add(c, before, 2));
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 1, before[0].number, &before[0], "In a snapshot"));

    nreg_record changed = before[0];
    changed.revision++;
    changed.status = NREG_STATUS_ACTIVE;
    const nreg_store_change change = nreg_check_change(&before[0], &changed);
    const nreg_store_token token = nreg_check_token(&before[1]);
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error));
    TRY(nreg_transaction_release(&c->tx[0], &token, 1, &answer, &c->error));
    TRY(nreg_check_claim_new(c, 0, &added, 1));
    TRY(nreg_check_commit(c, 0));

    TRY(nreg_check_expect(c, 1, before[0].number, &before[0], "In a snapshot older than an update"));
    TRY(nreg_check_expect(c, 1, before[1].number, &before[1], "In a snapshot older than a release"));
    TRY(nreg_check_expect(c, 1, added.number, NULL, "In a snapshot older than a claim"));
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = c->business;
    filter.statuses = 1U << NREG_STATUS_PENDING;
    nreg_record found[4];
    uint32_t total = 0;
    uint32_t more = 1;
    while (more && total < 4) {
        uint32_t count;
        const uint64_t after = total == 0 ? 0 : found[total - 1].number;
        TRY(nreg_transaction_scan(&c->tx[1], &filter, after, 4 - total, found + total, &count, &more, &c->error));
        total += count;
    }
    EXPECT(total == 2 && memcmp(found, before, sizeof before) == 0,
           "a scan in a snapshot sees what was committed later");
    nreg_check_rollback(c, 1);
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 1, before[0].number, &changed, "In a new snapshot"));
    TRY(nreg_check_expect(c, 1, before[1].number, NULL, "In a new snapshot"));
    return nreg_check_expect(c, 1, added.number, &added, "In a new snapshot");
}

static nreg_code readers_do_not_stop_writers(nreg_check *c) {
    const nreg_record first = nreg_check_record(c, 0);
    const nreg_record second = nreg_check_record(c, 1);
    TRY(nreg_check_add(c, &first, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, first.number, &first, "In a snapshot"));
    nreg_code code = nreg_check_begin_waiting(c, 1, NREG_STORE_WRITE, 1000);
    if (code == NREG_OK) {
        code = nreg_check_claim_new(c, 1, &second, 1);
    }
    if (code == NREG_OK) {
        code = nreg_check_commit(c, 1);
    }
    EXPECT(code != NREG_BUSY, "a writer had to wait for an open reader");
    return code;
}

static nreg_code readers_end_by_commit(nreg_check *c) {
    const nreg_record record = nreg_check_record(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_check_expect(c, 0, record.number, NULL, "Before anything"));
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    return nreg_check_commit(c, 0);
}

static nreg_code two_updates_of_one_record(nreg_check *c) {
    const nreg_record record = nreg_check_record(c, 0);
    TRY(nreg_check_add(c, &record, 1));
    nreg_record wanted[2] = {record, record};
    nreg_record locked;
    uint8_t answers[2] = {NREG_ROW_CONFLICT, NREG_ROW_CONFLICT};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_fetch(&c->tx[0], &record.number, 1, NREG_FETCH_LOCKED, &locked, answers, &c->error));
    EXPECT(memcmp(&locked, &record, sizeof record) == 0, "a locked fetch returns another record");
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    nreg_code codes[2];
    for (uint32_t i = 0; i < 2; i++) {
        wanted[i].revision++;
        wanted[i].last_batch = nreg_check_id(c);
    }
    nreg_store_change change = nreg_check_change(&record, &wanted[1]);
    codes[1] = alone ? NREG_BUSY : nreg_transaction_update(&c->tx[1], &change, 1, &answers[1], &c->error);
    change = nreg_check_change(&record, &wanted[0]);
    codes[0] = nreg_transaction_update(&c->tx[0], &change, 1, &answers[0], &c->error);
    int done[2];
    for (uint32_t n = 2; n-- > 0;) {
        if (codes[n] == NREG_OK) {
            codes[n] = nreg_check_commit(c, n);
        }
        nreg_check_rollback(c, n);
        EXPECT(codes[n] == NREG_OK || nreg_check_is_collision(codes[n]), "where two updates meet, a store answered %s",
               nreg_code_name(codes[n]));
        done[n] = codes[n] == NREG_OK && answers[n] == NREG_ROW_OK;
    }
    EXPECT(!(done[0] && done[1]), "two transactions changed one record by the same token");
    if (!done[0] && !done[1]) {
        return NREG_RETRY;
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return nreg_check_expect(c, 0, record.number, done[0] ? &wanted[0] : &wanted[1], "After two updates met");
}

static nreg_code waiting_ends(nreg_check *c) {
    const nreg_record record = nreg_check_record(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 0, &record, 1));
    const uint64_t start = nreg_monotonic_ms();
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    if (!alone) {
        nreg_record existing;
        uint8_t answer;
        const nreg_code code = nreg_transaction_claim(&c->tx[1], &record, 1, &existing, &answer, &c->error);
        EXPECT(code == NREG_OK || nreg_check_is_collision(code), "a claim of a number just claimed answered %s",
               nreg_code_name(code));
        EXPECT(code != NREG_OK || nreg_check_commit(c, 1) != NREG_OK || nreg_check_commit(c, 0) != NREG_OK,
               "two open transactions claimed one number");
    }
    EXPECT(nreg_monotonic_ms() - start < 100 * NREG_CHECK_MOMENT_MS, "a call waited much longer than `wait_ms`");
    return NREG_OK;
}

const nreg_check_entry nreg_checks_isolation[] = {
    {"isolation.nothing_before_commit", 0, 0, nothing_before_commit},
    {"isolation.rollback_leaves_nothing", 0, 0, rollback_leaves_nothing},
    {"isolation.failure_in_the_middle", 0, 0, failure_in_the_middle},
    {"isolation.snapshots_stand_still", 0, 0, snapshots_stand_still},
    {"isolation.readers_do_not_stop_writers", 0, 0, readers_do_not_stop_writers},
    {"isolation.readers_end_by_commit", 0, 0, readers_end_by_commit},
    {"isolation.two_updates_of_one_record", 0, 0, two_updates_of_one_record},
    {"isolation.waiting_ends", 0, 0, waiting_ends},
    {NULL, 0, 0, NULL},
};
