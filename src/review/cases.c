/* SPDX-License-Identifier: MIT */
#include "review/cases.h"

#include "batch/signs.h"

#include <string.h>

static void make_case(const nreg_review_basis *basis, const nreg_record *record, const nreg_store_tombstone *stone,
                      int64_t now, nreg_review_case *made) {
    nreg_number number;
    memset(made, 0, sizeof *made);
    made->record = *record;
    if (nreg_number_from_e164(basis->plan, record->number, &number) != NREG_OK) {
        memset(&number, 0, sizeof number);
        number.type = NREG_TYPE_UNKNOWN;
    }
    const nreg_sign_facts facts = {record, stone, nreg_signs_of_number(basis->plan, &number),
                                   (uint32_t)nreg_catalogue_is_dno(basis->catalogue, record->purpose), now};
    made->signs = nreg_signs(&facts);
    made->type = number.type;
    memcpy(made->region, number.region, sizeof made->region);
}

/* Arrays for the tombstones of a page of records. */
typedef struct stones {
    uint64_t *numbers;
    nreg_store_tombstone *rows;
    uint8_t *answers;
} stones;

static int allocate_stones(const nreg_allocator *allocator, uint32_t count, stones *s) {
    s->numbers = nreg_allocate_array(allocator, count, sizeof *s->numbers);
    s->rows = nreg_allocate_array(allocator, count, sizeof *s->rows);
    s->answers = nreg_allocate(allocator, count);
    return s->numbers != NULL && s->rows != NULL && s->answers != NULL;
}

static void free_stones(const nreg_allocator *allocator, stones *s) {
    nreg_release(allocator, s->numbers);
    nreg_release(allocator, s->rows);
    nreg_release(allocator, s->answers);
}

nreg_code nreg_review_make_cases(const nreg_review_basis *basis, nreg_transaction *tx, const nreg_record *records,
                                 uint32_t count, int64_t now, nreg_review_case *cases, nreg_error *error) {
    const nreg_allocator *allocator = &basis->access->allocator;
    const int remembers = (nreg_store_groups(basis->access->store) & NREG_GROUP_REVIEW) != 0;
    stones s = {NULL, NULL, NULL};
    nreg_code code = NREG_OK;
    if (remembers && count > 0) {
        if (!allocate_stones(allocator, count, &s)) {
            free_stones(allocator, &s);
            return nreg_error_set(error, NREG_NO_MEMORY,
                                  "There is no memory to look up what is remembered of numbers.");
        }
        for (uint32_t i = 0; i < count; i++) {
            s.numbers[i] = records[i].number;
        }
        code = nreg_transaction_tombstone_get(tx, s.numbers, count, s.rows, s.answers, error);
    }
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        const int remembered = remembers && s.answers[i] == NREG_ROW_OK;
        make_case(basis, &records[i], remembered ? &s.rows[i] : NULL, now, &cases[i]);
    }
    free_stones(allocator, &s);
    return code;
}

nreg_code nreg_review_lease(const nreg_review_basis *basis, uint32_t status, uint64_t owner, uint32_t lease_seconds,
                            uint32_t limit, nreg_review_case *cases, uint32_t *count, nreg_error *error) {
    const nreg_access *access = basis->access;
    int64_t now = 0;
    *count = 0;
    nreg_code code = nreg_host_now(&access->host, &now, error);
    nreg_record *records = code == NREG_OK ? nreg_allocate_array(&access->allocator, limit, sizeof *records) : NULL;
    if (code == NREG_OK && records == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the numbers to review.");
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_transaction tx;
    code = nreg_transaction_begin(&tx, access->store, NREG_STORE_WRITE, access->wait_ms, error);
    if (code == NREG_OK) {
        const int64_t until = now + (int64_t)lease_seconds * 1000000;
        uint32_t leased = 0;
        code = nreg_transaction_review_lease(&tx, status, owner, now, until, 0, limit, records, &leased, error);
        if (code == NREG_OK) {
            code = nreg_review_make_cases(basis, &tx, records, leased, now, cases, error);
        }
        if (code == NREG_OK) {
            code = nreg_transaction_commit(&tx, error);
        }
        nreg_transaction_rollback(&tx);
        *count = code == NREG_OK ? leased : 0;
    }
    nreg_release(&access->allocator, records);
    return code;
}

nreg_code nreg_review_unlease(const nreg_access *access, const nreg_review_case *cases, uint32_t count, uint64_t owner,
                              nreg_error *error) {
    uint64_t *numbers = nreg_allocate_array(&access->allocator, count, sizeof *numbers);
    if (numbers == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to give leases up.");
    }
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = cases[i].record.number;
    }
    nreg_transaction tx;
    nreg_code code = nreg_transaction_begin(&tx, access->store, NREG_STORE_WRITE, access->wait_ms, error);
    if (code == NREG_OK) {
        code = nreg_transaction_review_unlease(&tx, numbers, count, owner, error);
        code = code == NREG_OK ? nreg_transaction_commit(&tx, error) : code;
        nreg_transaction_rollback(&tx);
    }
    nreg_release(&access->allocator, numbers);
    return code;
}
