/* SPDX-License-Identifier: MIT */
/* Scans: order, pages, filters at every level. */
#include "store/check/check.h"

enum { COUNT = 240 };

/* Records at two Businesses, at each of their levels, with all statuses and some purposes. */
static nreg_code spread(nreg_check *c, nreg_record *records, uint64_t others[6]) {
    for (int i = 0; i < 6; i++) {
        others[i] = nreg_check_id(c);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        records[i] = nreg_check_record(c, (uint64_t)i * 11);
        records[i].status = NREG_STATUS_PENDING + i % 5;
        records[i].purpose = 1 + i % 3;
        switch (i / 2 % 6) {
        case 0:
            records[i].unit = records[i].program = 0;
            break;
        case 1:
            records[i].program = 0;
            break;
        case 2:
            records[i].unit = others[0];
            records[i].program = others[1];
            break;
        case 3:
            records[i].program = others[2];
            break;
        case 4:
            records[i].business = others[3];
            records[i].unit = others[4];
            records[i].program = others[5];
            break;
        default:
            break;
        }
    }
    return nreg_check_add(c, records, COUNT);
}

static int passes(const nreg_store_filter *filter, const nreg_record *record) {
    const uint64_t holder = record->program != 0 ? record->program
                            : record->unit != 0  ? record->unit
                                                 : record->business;
    const uint64_t deepest = filter->program != 0 ? filter->program
                             : filter->unit != 0  ? filter->unit
                                                  : filter->business;
    return (filter->business == 0 || record->business == filter->business) &&
           (filter->unit == 0 || record->unit == filter->unit) &&
           (filter->program == 0 || record->program == filter->program) && (!filter->only_here || holder == deepest) &&
           record->number >= filter->from && (filter->to == 0 || record->number <= filter->to) &&
           (filter->statuses == 0 || (filter->statuses >> record->status & 1) != 0) &&
           (filter->purpose == 0 || record->purpose == filter->purpose);
}

/* All pages of a scan in slot 0 must be just the records that pass. */
static nreg_code expect_scan(nreg_check *c, const nreg_store_filter *filter, uint32_t limit, const nreg_record *records,
                             uint32_t total, const char *what) {
    nreg_record page[COUNT];
    uint64_t after = 0;
    uint32_t next = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        TRY(nreg_transaction_scan(&c->tx[0], filter, after, limit, page, &count, &more, &c->error));
        for (uint32_t i = 0; i < count; i++, next++) {
            while (next < total && !passes(filter, &records[next])) {
                next++;
            }
            EXPECT(next < total && page[i].number <= records[next].number, "a scan %s returns a record it should not",
                   what);
            EXPECT(memcmp(&page[i], &records[next], sizeof page[i]) == 0,
                   "a scan %s leaves out a record, or changes it", what);
            after = page[i].number;
        }
    }
    while (next < total && !passes(filter, &records[next])) {
        next++;
    }
    EXPECT(next == total, "a scan %s ends before all records were returned", what);
    return NREG_OK;
}

static nreg_store_filter of_business(const nreg_check *c) {
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.business = c->business;
    return filter;
}

static nreg_code pages_are_complete(nreg_check *c) {
    nreg_record records[COUNT];
    uint64_t others[6];
    TRY(spread(c, records, others));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    const nreg_store_filter filter = of_business(c);
    TRY(expect_scan(c, &filter, COUNT, records, COUNT, "in one page"));
    TRY(expect_scan(c, &filter, 7, records, COUNT, "in pages of 7"));
    return expect_scan(c, &filter, 1, records, COUNT, "in pages of one");
}

static nreg_code filters_by_scope(nreg_check *c) {
    nreg_record records[COUNT];
    uint64_t others[6];
    TRY(spread(c, records, others));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_filter filter = of_business(c);
    filter.only_here = 1;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Business without its Units"));
    filter.only_here = 0;
    filter.unit = c->unit;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Unit"));
    filter.only_here = 1;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Unit without its Programs"));
    filter.only_here = 0;
    filter.program = c->program;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Program"));
    filter.only_here = 1;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Program itself"));
    filter.only_here = 0;
    filter.unit = others[0];
    filter.program = others[1];
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of a Program under another Unit"));
    filter = of_business(c);
    filter.business = others[3];
    return expect_scan(c, &filter, 50, records, COUNT, "of another Business");
}

static nreg_code filters_by_value(nreg_check *c) {
    nreg_record records[COUNT];
    uint64_t others[6];
    TRY(spread(c, records, others));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_filter filter = of_business(c);
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
        filter.statuses = 1U << status;
        TRY(expect_scan(c, &filter, 9, records, COUNT, "by status"));
    }
    filter.statuses = 1U << NREG_STATUS_ACTIVE | 1U << NREG_STATUS_PENDING;
    TRY(expect_scan(c, &filter, 9, records, COUNT, "by two statuses"));
    filter.unit = c->unit;
    TRY(expect_scan(c, &filter, 9, records, COUNT, "of a Unit by two statuses"));
    filter.program = c->program;
    filter.purpose = 2;
    TRY(expect_scan(c, &filter, 3, records, COUNT, "of a Program by two statuses and purpose"));
    filter = of_business(c);
    filter.purpose = 3;
    TRY(expect_scan(c, &filter, 9, records, COUNT, "by purpose"));
    filter.purpose = 4;
    return expect_scan(c, &filter, 9, records, COUNT, "by a purpose that none has");
}

static nreg_code filters_by_number(nreg_check *c) {
    nreg_record records[COUNT];
    uint64_t others[6];
    TRY(spread(c, records, others));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    nreg_store_filter filter = of_business(c);
    filter.from = records[30].number;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "from a number that is there"));
    filter.from++;
    filter.to = records[100].number;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "between two numbers"));
    filter.from = filter.to;
    TRY(expect_scan(c, &filter, 50, records, COUNT, "of one number"));
    filter.business = 0;
    filter.from = c->base;
    filter.to = nreg_check_number(c, UINT32_MAX);
    return expect_scan(c, &filter, 50, records, COUNT, "over all Businesses");
}

static nreg_code sees_own_changes(nreg_check *c) {
    nreg_record records[COUNT];
    uint64_t others[6];
    TRY(spread(c, records, others));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    /* The first third moves to another status, the second goes, the last stays; some are new. */
    enum { NEW = 20, THIRD = COUNT / 3 };
    nreg_record expected[COUNT];
    nreg_store_change changes[THIRD];
    nreg_store_token tokens[THIRD];
    uint8_t answers[THIRD];
    for (uint32_t i = 0; i < THIRD; i++) {
        expected[i] = records[i];
        expected[i].status = NREG_STATUS_DECLINED;
        expected[i].revision++;
        changes[i] = nreg_check_change(&records[i], &expected[i]);
        tokens[i] = nreg_check_token(&records[THIRD + i]);
        expected[THIRD + i] = records[2 * THIRD + i];
    }
    for (uint32_t i = 0; i < NEW; i++) {
        expected[2 * THIRD + i] = nreg_check_record(c, COUNT * 11 + i);
    }
    TRY(nreg_transaction_update(&c->tx[0], changes, THIRD, answers, &c->error));
    TRY(nreg_transaction_release(&c->tx[0], tokens, THIRD, answers, &c->error));
    TRY(nreg_check_claim_new(c, 0, expected + 2 * THIRD, NEW));
    nreg_store_filter filter = of_business(c);
    TRY(expect_scan(c, &filter, 50, expected, 2 * THIRD + NEW, "in the transaction that changed the records"));
    filter.statuses = 1U << NREG_STATUS_DECLINED;
    return expect_scan(c, &filter, 50, expected, 2 * THIRD + NEW, "by status in the transaction that changed it");
}

const nreg_check_entry nreg_checks_scan[] = {
    {"scan.pages_are_complete", 0, 0, pages_are_complete}, {"scan.filters_by_scope", 0, 0, filters_by_scope},
    {"scan.filters_by_value", 0, 0, filters_by_value},     {"scan.filters_by_number", 0, 0, filters_by_number},
    {"scan.sees_own_changes", 0, 0, sees_own_changes},     {NULL, 0, 0, NULL},
};
