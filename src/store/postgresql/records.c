/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

/* Rows a statement: larger arrays gain nothing, and cost memory on both sides. */
enum { SLICE = 10000 };

static const nreg_pg_field number_field = {0, 0, NREG_PG_U64};

static int alike(const nreg_record *a, const nreg_record *b) {
    return a->business == b->business && a->unit == b->unit && a->program == b->program &&
           a->last_batch == b->last_batch && a->created == b->created && a->updated == b->updated &&
           a->revision == b->revision && a->status == b->status && a->flags == b->flags;
}

static nreg_pg_statement claim_params(nreg_pg_transaction *tx, const nreg_record *records, uint64_t count) {
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    uint64_t same = 1;
    while (same < count && alike(&records[0], &records[same])) {
        same++;
    }
    if (same < count) {
        nreg_pg_param_arrays(params, &nreg_pg_record, records, sizeof *records, count);
        return NREG_PG_CLAIM;
    }
    const nreg_pg_field *fields = nreg_pg_record.fields;
    nreg_pg_param_array(params, &fields[0], records, sizeof *records, count);
    nreg_pg_param_array(params, &fields[8], records, sizeof *records, count);
    nreg_pg_param_array(params, &fields[11], records, sizeof *records, count);
    nreg_pg_param_u64(params, records->business);
    nreg_pg_param_u64(params, records->unit);
    nreg_pg_param_u64(params, records->program);
    nreg_pg_param_u64(params, records->last_batch);
    nreg_pg_param_u64(params, (uint64_t)records->created);
    nreg_pg_param_u64(params, (uint64_t)records->updated);
    nreg_pg_param_u32(params, records->revision);
    nreg_pg_param_u32(params, records->status);
    nreg_pg_param_u32(params, records->flags);
    return NREG_PG_CLAIM_ALIKE;
}

/* Marks the rows whose numbers a statement returned, which it did in any order, as OK; the others get `otherwise`. */
static void mark_returned(const PGresult *result, const void *keys, size_t stride, uint64_t count, uint8_t otherwise,
                          uint8_t *answers) {
    const int returned = PQntuples(result);
    memset(answers, (uint64_t)returned == count ? NREG_ROW_OK : otherwise, count);
    uint64_t place = 0;
    for (int i = 0; (uint64_t)returned != count && i < returned; i++) {
        const uint64_t number = nreg_pg_read_u64(result, i, 0);
        uint64_t key = 0;
        uint64_t low = place;
        uint64_t high = count;
        memcpy(&key, (const unsigned char *)keys + place * stride, sizeof key);
        if (key > number) {
            low = 0;
        }
        while (low < high) {
            const uint64_t middle = low + (high - low) / 2;
            memcpy(&key, (const unsigned char *)keys + middle * stride, sizeof key);
            if (key < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < count) {
            answers[low] = NREG_ROW_OK;
            place = low + 1 < count ? low + 1 : low;
        }
    }
}

static nreg_code insert_absent(nreg_pg_transaction *tx, const nreg_record *records, uint64_t count, uint8_t *answers,
                               nreg_error *error) {
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, claim_params(tx, records, count), &result, error);
    if (code == NREG_OK) {
        mark_returned(result, records, sizeof *records, count, NREG_ROW_PRESENT, answers);
    }
    PQclear(result);
    return code;
}

/* What one claim works with where some of its rows were present. */
typedef struct claim_rest {
    uint64_t *numbers;
    uint64_t *places; /* of those numbers among the rows claimed */
    nreg_record *records;
    uint8_t *answers;
    uint64_t count;
} claim_rest;

static void free_rest(nreg_pg_transaction *tx, claim_rest *rest) {
    nreg_release(&tx->pool->allocator, rest->numbers);
    nreg_release(&tx->pool->allocator, rest->places);
    nreg_release(&tx->pool->allocator, rest->records);
    nreg_release(&tx->pool->allocator, rest->answers);
}

static nreg_code collect_rest(nreg_pg_transaction *tx, const nreg_record *records, uint64_t count,
                              const uint8_t *answers, claim_rest *rest, nreg_error *error) {
    const nreg_allocator *allocator = &tx->pool->allocator;
    memset(rest, 0, sizeof *rest);
    for (uint64_t i = 0; i < count; i++) {
        rest->count += answers[i] != NREG_ROW_OK;
    }
    rest->numbers = nreg_allocate_array(allocator, rest->count, sizeof *rest->numbers);
    rest->places = nreg_allocate_array(allocator, rest->count, sizeof *rest->places);
    rest->records = nreg_allocate_array(allocator, rest->count, sizeof *rest->records);
    rest->answers = nreg_allocate_array(allocator, rest->count, 1);
    if (rest->numbers == NULL || rest->places == NULL || rest->records == NULL || rest->answers == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to look registered numbers up.");
    }
    uint64_t next = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (answers[i] != NREG_ROW_OK) {
            rest->numbers[next] = records[i].number;
            rest->places[next++] = i;
        }
    }
    return NREG_OK;
}

/*
 * A row that was present when the insert met it may have been removed before it could be locked. Then it is inserted:
 * the answer is never neither. Each round needs another transaction to have removed it in between.
 */
static nreg_code lock_present(nreg_pg_transaction *tx, const nreg_record *records, uint64_t count,
                              nreg_record *existing, uint8_t *answers, nreg_error *error) {
    claim_rest rest;
    nreg_code code = collect_rest(tx, records, count, answers, &rest, error);
    if (code == NREG_OK) {
        code = nreg_pg_read_keyed(tx, NREG_PG_LOCK, &nreg_pg_record, rest.numbers, rest.count, rest.records,
                                  rest.answers, error);
    }
    if (code == NREG_OK) {
        nreg_pg_hold(&tx->held, rest.records, rest.answers, rest.count);
    }
    for (uint64_t i = 0; code == NREG_OK && i < rest.count; i++) {
        const uint64_t place = rest.places[i];
        while (code == NREG_OK && rest.answers[i] != NREG_ROW_OK && answers[place] != NREG_ROW_OK) {
            code = insert_absent(tx, &records[place], 1, &answers[place], error);
            if (code == NREG_OK && answers[place] != NREG_ROW_OK) {
                code = nreg_pg_read_keyed(tx, NREG_PG_LOCK, &nreg_pg_record, &rest.numbers[i], 1, &rest.records[i],
                                          &rest.answers[i], error);
            }
        }
        if (code == NREG_OK && answers[place] != NREG_ROW_OK) {
            existing[place] = rest.records[i];
        }
    }
    free_rest(tx, &rest);
    return code;
}

static nreg_code claim(void *transaction, const nreg_record *records, uint64_t count, nreg_record *existing,
                       uint8_t *answers, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    for (uint64_t from = 0; code == NREG_OK && from < count; from += SLICE) {
        const uint64_t rows = count - from < SLICE ? count - from : SLICE;
        code = insert_absent(tx, records + from, rows, answers + from, error);
        if (code == NREG_OK && memchr(answers + from, NREG_ROW_PRESENT, rows) != NULL) {
            code = lock_present(tx, records + from, rows, existing + from, answers + from, error);
        }
    }
    if (code == NREG_OK) {
        nreg_pg_hold(&tx->held, records, answers, count);
    }
    return code;
}

static nreg_code fetch(void *transaction, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records,
                       uint8_t *answers, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    const nreg_pg_statement statement = mode == NREG_FETCH_LOCKED ? NREG_PG_LOCK : NREG_PG_FETCH;
    for (uint64_t from = 0; code == NREG_OK && from < count; from += SLICE) {
        const uint64_t rows = count - from < SLICE ? count - from : SLICE;
        code = nreg_pg_read_keyed(tx, statement, &nreg_pg_record, numbers + from, rows, records + from, answers + from,
                                  error);
    }
    if (code == NREG_OK && mode == NREG_FETCH_LOCKED) {
        nreg_pg_hold(&tx->held, records, answers, count);
    }
    return code;
}

/* Runs a statement that returns the numbers whose token matched; what all is `held` matches. */
static nreg_code change_matching(nreg_pg_transaction *tx, nreg_pg_statement statement, int held, const void *keys,
                                 size_t stride, uint64_t count, uint8_t *answers, nreg_error *error) {
    if (held) {
        memset(answers, NREG_ROW_OK, count);
        return nreg_pg_defer(tx, statement, error);
    }
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        mark_returned(result, keys, stride, count, NREG_ROW_CONFLICT, answers);
    }
    PQclear(result);
    return code;
}

static int holds_changed(const nreg_pg_held *held, const nreg_store_change *changes, uint64_t count) {
    uint64_t i = 0;
    while (i < count &&
           nreg_pg_holds(held, changes[i].record.number, changes[i].expected_batch, changes[i].expected_revision)) {
        i++;
    }
    return i == count;
}

static int holds_released(const nreg_pg_held *held, const nreg_store_token *tokens, uint64_t count) {
    uint64_t i = 0;
    while (i < count && nreg_pg_holds(held, tokens[i].number, tokens[i].batch, tokens[i].revision)) {
        i++;
    }
    return i == count;
}

static nreg_code update(void *transaction, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                        nreg_error *error, void *context) {
    static const nreg_pg_field batch = {offsetof(nreg_store_change, expected_batch), 0, NREG_PG_U64};
    static const nreg_pg_field revision = {offsetof(nreg_store_change, expected_revision), 0, NREG_PG_U32};
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    for (uint64_t from = 0; code == NREG_OK && from < count; from += SLICE) {
        const uint64_t rows = count - from < SLICE ? count - from : SLICE;
        nreg_pg_params *params = nreg_pg_begin_params(tx);
        nreg_pg_param_arrays(params, &nreg_pg_record, changes + from, sizeof *changes, rows);
        nreg_pg_param_array(params, &batch, changes + from, sizeof *changes, rows);
        nreg_pg_param_array(params, &revision, changes + from, sizeof *changes, rows);
        code = change_matching(tx, NREG_PG_UPDATE, holds_changed(&tx->held, changes + from, rows), changes + from,
                               sizeof *changes, rows, answers + from, error);
    }
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (tx->held.count > 0 && answers[i] == NREG_ROW_OK) {
            nreg_pg_held_becomes(&tx->held, changes[i].record.number, &changes[i].record);
        }
    }
    return code;
}

static nreg_code release(void *transaction, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                         nreg_error *error, void *context) {
    static const nreg_pg_field batch = {offsetof(nreg_store_token, batch), 0, NREG_PG_U64};
    static const nreg_pg_field revision = {offsetof(nreg_store_token, revision), 0, NREG_PG_U32};
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    for (uint64_t from = 0; code == NREG_OK && from < count; from += SLICE) {
        const uint64_t rows = count - from < SLICE ? count - from : SLICE;
        nreg_pg_params *params = nreg_pg_begin_params(tx);
        nreg_pg_param_array(params, &number_field, tokens + from, sizeof *tokens, rows);
        nreg_pg_param_array(params, &batch, tokens + from, sizeof *tokens, rows);
        nreg_pg_param_array(params, &revision, tokens + from, sizeof *tokens, rows);
        code = change_matching(tx, NREG_PG_RELEASE, holds_released(&tx->held, tokens + from, rows), tokens + from,
                               sizeof *tokens, rows, answers + from, error);
    }
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (tx->held.count > 0 && answers[i] == NREG_ROW_OK) {
            nreg_pg_held_becomes(&tx->held, tokens[i].number, NULL);
        }
    }
    return code;
}

static nreg_pg_statement scan_statement(const nreg_store_filter *filter, uint64_t *scope) {
    if (filter->program != 0) {
        *scope = filter->program;
        return NREG_PG_SCAN_PROGRAM;
    }
    if (filter->unit != 0) {
        *scope = filter->unit;
        return filter->only_here ? NREG_PG_SCAN_UNIT_HERE : NREG_PG_SCAN_UNIT;
    }
    *scope = filter->business;
    if (filter->business != 0) {
        return filter->only_here ? NREG_PG_SCAN_BUSINESS_HERE : NREG_PG_SCAN_BUSINESS;
    }
    return NREG_PG_SCAN_ALL;
}

static nreg_code scan(void *transaction, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                      nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    uint64_t scope = 0;
    const nreg_pg_statement statement = scan_statement(filter, &scope);
    const uint64_t before = filter->from == 0 ? 0 : filter->from - 1;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, scope);
    nreg_pg_param_u64(params, after > before ? after : before);
    nreg_pg_param_u64(params, filter->to == 0 || filter->to > INT64_MAX ? (uint64_t)INT64_MAX : filter->to);
    nreg_pg_param_u32(params, filter->purpose);
    nreg_pg_param_u64(params, (uint64_t)limit + 1);
    nreg_pg_param_u32(params, filter->statuses == 0 ? UINT32_MAX : filter->statuses);
    return nreg_pg_read_page(tx, statement, &nreg_pg_record, records, limit, count, more, error);
}

static nreg_code foretell_fetch(nreg_pg_transaction *tx, nreg_pg_statement statement, const uint64_t *numbers,
                                uint64_t count, nreg_error *error) {
    if (count == 0 || count > SLICE) {
        return NREG_OK;
    }
    nreg_pg_param_array(nreg_pg_begin_params(tx), &number_field, numbers, sizeof *numbers, count);
    return nreg_pg_foretell(tx, statement, error);
}

static nreg_code expect_gather(void *transaction, const nreg_record *claims, uint64_t claim_count,
                               const uint64_t *locked, uint64_t locked_count, const uint64_t *looked_at,
                               uint64_t looked_at_count, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    if (claim_count > 0 && claim_count <= SLICE) {
        code = nreg_pg_foretell(tx, claim_params(tx, claims, claim_count), error);
    }
    if (code == NREG_OK) {
        code = foretell_fetch(tx, NREG_PG_LOCK, locked, locked_count, error);
    }
    return code == NREG_OK ? foretell_fetch(tx, NREG_PG_FETCH, looked_at, looked_at_count, error) : code;
}

void nreg_pg_add_records(nreg_store_methods *methods) {
    methods->claim = claim;
    methods->expect_gather = expect_gather;
    methods->fetch = fetch;
    methods->update = update;
    methods->release = release;
    methods->scan = scan;
}
