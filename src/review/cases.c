/* SPDX-License-Identifier: MIT */
#include "review/cases.h"

#include "batch/signs.h"

#include <string.h>

enum { UNKNOWN_MOST = 10 }; /* how often leasing begins anew after a commit of unknown end */

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

typedef struct leasing {
    const nreg_review_basis *basis;
    uint32_t status;
    uint32_t limit;
    uint64_t owner;
    int64_t now;
    int64_t until;
    nreg_record *records;
    nreg_review_case *cases;
    uint32_t leased;
} leasing;

static nreg_code lease(nreg_transaction *tx, void *context, nreg_error *error) {
    leasing *work = context;
    work->leased = 0;
    const nreg_code code = nreg_transaction_review_lease(tx, work->status, work->owner, work->now, work->until, 0,
                                                         work->limit, work->records, &work->leased, error);
    return code != NREG_OK
               ? code
               : nreg_review_make_cases(work->basis, tx, work->records, work->leased, work->now, work->cases, error);
}

nreg_code nreg_review_lease(const nreg_review_basis *basis, uint32_t status, uint64_t owner, uint32_t lease_seconds,
                            uint32_t limit, nreg_review_case *cases, uint32_t *count, nreg_error *error) {
    const nreg_access *access = basis->access;
    leasing work = {.basis = basis, .status = status, .limit = limit, .owner = owner, .cases = cases};
    *count = 0;
    nreg_code code = nreg_host_now(&access->host, &work.now, error);
    work.until = work.now + (int64_t)lease_seconds * 1000000;
    work.records = code == NREG_OK ? nreg_allocate_array(&access->allocator, limit, sizeof *work.records) : NULL;
    if (code == NREG_OK && work.records == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the numbers to review.");
    }
    if (code != NREG_OK) {
        return code;
    }
    for (uint32_t tried = 0;; tried++) {
        code = nreg_again_write(access->store, access->wait_ms, lease, &work, NULL, error);
        if (code != NREG_UNKNOWN || tried >= UNKNOWN_MOST) {
            break;
        }
        /* What this owner may have leased, nobody else would get until its time is out. */
        code = nreg_review_unlease(access, cases, work.leased, owner, error);
        if (code != NREG_OK) {
            break;
        }
    }
    *count = code == NREG_OK ? work.leased : 0;
    nreg_release(&access->allocator, work.records);
    return code;
}

typedef struct unleasing {
    const uint64_t *numbers;
    uint32_t count;
    uint64_t owner;
} unleasing;

static nreg_code unlease(nreg_transaction *tx, void *context, nreg_error *error) {
    const unleasing *work = context;
    return nreg_transaction_review_unlease(tx, work->numbers, work->count, work->owner, error);
}

nreg_code nreg_review_unlease(const nreg_access *access, const nreg_review_case *cases, uint32_t count, uint64_t owner,
                              nreg_error *error) {
    if (count == 0) {
        return NREG_OK;
    }
    uint64_t *numbers = nreg_allocate_array(&access->allocator, count, sizeof *numbers);
    if (numbers == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to give leases up.");
    }
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = cases[i].record.number;
    }
    unleasing work = {numbers, count, owner};
    int in_doubt = 0;
    const nreg_code code = nreg_again_write(access->store, access->wait_ms, unlease, &work, &in_doubt, error);
    nreg_release(&access->allocator, numbers);
    return code;
}
