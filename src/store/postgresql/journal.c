/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

/* More rows a statement gain nothing, and cost memory on both sides. */
enum { SLICE = 10000, SEQUENCE_COLUMN = 1 };

enum { NUMBER = 1, ENTRY = 10, PURPOSE_AFTER = 13 }; /* among the fields of a row */

static int varies(size_t field) {
    return field == NUMBER || field == ENTRY || field == PURPOSE_AFTER;
}

static int alike(const nreg_journal_row *a, const nreg_journal_row *b) {
    nreg_journal_row same = *b;
    same.number = a->number;
    same.entry = a->entry;
    same.purpose_after = a->purpose_after;
    return memcmp(a, &same, sizeof same) == 0;
}

static nreg_pg_statement append_params(nreg_pg_transaction *tx, const nreg_journal_row *rows, uint64_t count) {
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    uint64_t same = 1;
    while (same < count && alike(&rows[0], &rows[same])) {
        same++;
    }
    if (same < count) {
        nreg_pg_param_u64(params, rows->batch);
        nreg_pg_param_u64(params, rows->business);
        nreg_pg_param_u32(params, (uint32_t)count);
        nreg_pg_param_arrays(params, &nreg_pg_journal, rows, sizeof *rows, count);
        return NREG_PG_JOURNAL_APPEND;
    }
    nreg_pg_param_u32(params, (uint32_t)count);
    for (size_t i = 0; i < nreg_pg_journal.count; i++) {
        if (varies(i)) {
            nreg_pg_param_array(params, &nreg_pg_journal.fields[i], rows, sizeof *rows, count);
        }
    }
    for (size_t i = 0; i < nreg_pg_journal.count; i++) {
        if (!varies(i)) {
            nreg_pg_param_field(params, &nreg_pg_journal.fields[i], rows);
        }
    }
    return NREG_PG_JOURNAL_APPEND_ALIKE;
}

/* A run is a stretch of rows with one batch and one Business; its rows are numbered from 0. */
static nreg_code journal_append(void *transaction, const nreg_journal_row *rows, uint64_t count, nreg_error *error,
                                void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code = NREG_OK;
    for (uint64_t from = 0; code == NREG_OK && !tx->pool->no_journal && from < count;) {
        uint64_t length = 1;
        while (from + length < count && length < SLICE && rows[from + length].batch == rows[from].batch &&
               rows[from + length].business == rows[from].business) {
            length++;
        }
        code = nreg_pg_change(tx, append_params(tx, rows + from, length), NULL, error);
        from += length;
    }
    return code;
}

static nreg_code read_one_number(nreg_pg_transaction *tx, nreg_pg_statement statement, int columns, uint64_t *values,
                                 nreg_error *error) {
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    for (int i = 0; code == NREG_OK && i < columns; i++) {
        values[i] = PQntuples(result) == 1 ? nreg_pg_read_u64(result, 0, i) : 0;
    }
    PQclear(result);
    return code;
}

static nreg_code journal_seal(void *transaction, uint32_t limit, uint64_t *count, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    uint64_t head = 0;
    *count = 0;
    nreg_pg_begin_params(tx);
    nreg_code code = read_one_number(tx, NREG_PG_SEAL_LOCK, 1, &head, error);
    if (code == NREG_OK) {
        nreg_pg_params *params = nreg_pg_begin_params(tx);
        nreg_pg_param_u64(params, head);
        nreg_pg_param_u64(params, limit);
        code = read_one_number(tx, NREG_PG_SEAL, 1, count, error);
    }
    if (code == NREG_OK && *count > 0) {
        nreg_pg_param_u64(nreg_pg_begin_params(tx), *count);
        code = nreg_pg_change(tx, NREG_PG_SEAL_HEAD, NULL, error);
    }
    return code;
}

static nreg_code check_pruned(nreg_pg_transaction *tx, uint64_t after, nreg_error *error) {
    uint64_t pruned = 0;
    nreg_pg_begin_params(tx);
    const nreg_code code = read_one_number(tx, NREG_PG_FEED_PRUNED, 1, &pruned, error);
    if (code == NREG_OK && after < pruned) {
        return nreg_error_set_at(error, NREG_FEED_PRUNED, (int64_t)pruned,
                                 "Journal rows after this place of the feed have been removed.");
    }
    return code;
}

static nreg_pg_statement read_statement(uint32_t by) {
    switch (by) {
    case NREG_JOURNAL_BATCH:
        return NREG_PG_JOURNAL_BATCH;
    case NREG_JOURNAL_NUMBER:
        return NREG_PG_JOURNAL_NUMBER;
    case NREG_JOURNAL_BUSINESS:
        return NREG_PG_JOURNAL_BUSINESS;
    default:
        return NREG_PG_JOURNAL_FEED;
    }
}

static nreg_code read_rows(nreg_pg_transaction *tx, nreg_pg_statement statement, uint32_t limit, nreg_journal_row *rows,
                           uint32_t *count, uint32_t *more, nreg_error *error) {
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, statement, &result, error);
    if (code == NREG_OK) {
        const uint32_t found = (uint32_t)PQntuples(result);
        *more = found > limit;
        *count = found > limit ? limit : found;
        for (uint32_t i = 0; i < *count; i++) {
            nreg_pg_read(result, (int)i, SEQUENCE_COLUMN, &nreg_pg_journal, &rows[i]);
            rows[i].sequence = nreg_pg_read_u64(result, (int)i, 0);
        }
        /* The two rows that a batch may have of a number stay together. */
        if (*more && statement == NREG_PG_JOURNAL_BATCH) {
            nreg_journal_row next;
            nreg_pg_read(result, (int)limit, SEQUENCE_COLUMN, &nreg_pg_journal, &next);
            *count -= *count > 1 && rows[*count - 1].number == next.number;
        }
    }
    PQclear(result);
    return code;
}

static nreg_code journal_read(void *transaction, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                              nreg_journal_row *rows, uint32_t *count, uint32_t *more, nreg_error *error,
                              void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    const nreg_code code =
        by == NREG_JOURNAL_FEED || by == NREG_JOURNAL_BUSINESS ? check_pruned(tx, after, error) : NREG_OK;
    if (code != NREG_OK) {
        return code;
    }
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, after);
    nreg_pg_param_u64(params, (uint64_t)limit + 1);
    if (by != NREG_JOURNAL_FEED) {
        nreg_pg_param_u64(params, id);
    }
    return read_rows(tx, read_statement(by), limit, rows, count, more, error);
}

static nreg_code on_sequence(nreg_pg_transaction *tx, nreg_pg_statement statement, uint64_t sequence,
                             nreg_error *error) {
    nreg_pg_param_u64(nreg_pg_begin_params(tx), sequence);
    return nreg_pg_change(tx, statement, NULL, error);
}

static nreg_code journal_prune(void *transaction, int64_t before, uint32_t limit, uint32_t *count, nreg_error *error,
                               void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    uint64_t gone[2] = {0, 0}; /* rows, and the last one's sequence */
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, (uint64_t)before);
    nreg_pg_param_u64(params, limit);
    nreg_code code = read_one_number(tx, NREG_PG_JOURNAL_PRUNE, 2, gone, error);
    if (code == NREG_OK && gone[0] > 0) {
        code = on_sequence(tx, NREG_PG_PRUNE_RUNS, gone[1], error);
    }
    if (code == NREG_OK && gone[0] > 0) {
        code = on_sequence(tx, NREG_PG_PRUNE_HEAD, gone[1], error);
    }
    *count = (uint32_t)gone[0];
    return code;
}

static nreg_code journal_erase(void *transaction, uint64_t number, uint64_t *count, nreg_error *error, void *context) {
    (void)context;
    nreg_pg_param_u64(nreg_pg_begin_params(transaction), number);
    return nreg_pg_change(transaction, NREG_PG_JOURNAL_ERASE, count, error);
}

void nreg_pg_add_journal(nreg_store_methods *methods) {
    methods->journal_append = journal_append;
    methods->journal_seal = journal_seal;
    methods->journal_read = journal_read;
    methods->journal_prune = journal_prune;
    methods->journal_erase = journal_erase;
}
