/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

static nreg_code get_header(nreg_pg_transaction *tx, uint64_t id, nreg_store_batch *batch, uint8_t *answer,
                            nreg_error *error) {
    nreg_pg_param_u64(nreg_pg_begin_params(tx), id);
    const nreg_code code = nreg_pg_read_one(tx, NREG_PG_BATCH_GET, &nreg_pg_batch, batch, answer, error);
    tx->header = code == NREG_OK && *answer == NREG_ROW_OK ? id : tx->header;
    return code;
}

static nreg_code find_header(nreg_pg_transaction *tx, uint64_t business, const char *request_id,
                             nreg_store_batch *batch, uint8_t *answer, nreg_error *error) {
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, business);
    nreg_pg_param_text(params, request_id);
    const nreg_code code = nreg_pg_read_one(tx, NREG_PG_BATCH_FIND, &nreg_pg_batch, batch, answer, error);
    tx->header = code == NREG_OK && *answer == NREG_ROW_OK ? batch->id : tx->header;
    return code;
}

static nreg_code batch_get(void *transaction, uint64_t id, nreg_store_batch *batch, uint8_t *answer, nreg_error *error,
                           void *context) {
    (void)context;
    return get_header(transaction, id, batch, answer, error);
}

static nreg_code batch_find(void *transaction, uint64_t business, const char *request_id, nreg_store_batch *batch,
                            uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    return find_header(transaction, business, request_id, batch, answer, error);
}

static nreg_code insert_header(nreg_pg_transaction *tx, const nreg_store_batch *batch, int *inserted,
                               nreg_error *error) {
    nreg_pg_param_struct(nreg_pg_begin_params(tx), &nreg_pg_batch, batch);
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, NREG_PG_BATCH_INSERT, &result, error);
    *inserted = code == NREG_OK && PQntuples(result) == 1;
    PQclear(result);
    return code;
}

/* The header that stands in the way, by id or by request id. */
static nreg_code header_in_the_way(nreg_pg_transaction *tx, const nreg_store_batch *batch, nreg_store_batch *existing,
                                   uint8_t *answer, nreg_error *error) {
    nreg_code code = NREG_OK;
    *answer = NREG_ROW_ABSENT;
    if (batch->request_id[0] != '\0') {
        code = find_header(tx, batch->business, batch->request_id, existing, answer, error);
    }
    if (code == NREG_OK && *answer == NREG_ROW_ABSENT) {
        code = get_header(tx, batch->id, existing, answer, error);
    }
    return code;
}

static nreg_code put_new(nreg_pg_transaction *tx, const nreg_store_batch *batch, nreg_store_batch *existing,
                         uint8_t *answer, nreg_error *error) {
    for (;;) {
        int inserted = 0;
        nreg_code code = insert_header(tx, batch, &inserted, error);
        if (code != NREG_OK || inserted) {
            *answer = NREG_ROW_OK;
            return code;
        }
        code = header_in_the_way(tx, batch, existing, answer, error);
        if (code != NREG_OK) {
            return code;
        }
        if (*answer == NREG_ROW_OK) {
            *answer = NREG_ROW_PRESENT;
            return NREG_OK;
        }
        /* It was removed in between: try again. */
    }
}

static int is_own(const nreg_pg_transaction *tx, const nreg_store_batch *batch, uint32_t expected_revision) {
    const nreg_pg_header *own = &tx->own;
    return own->id == batch->id && own->revision == expected_revision && own->business == batch->business &&
           strcmp(own->request_id, batch->request_id) == 0;
}

static void make_own(nreg_pg_transaction *tx, const nreg_store_batch *batch) {
    tx->own.id = batch->id;
    tx->own.business = batch->business;
    tx->own.revision = batch->revision;
    memcpy(tx->own.request_id, batch->request_id, sizeof tx->own.request_id);
}

/* Nobody can have changed it since: there is no answer to wait for. */
static nreg_code put_own(nreg_pg_transaction *tx, const nreg_store_batch *batch, uint32_t expected_revision,
                         uint8_t *answer, nreg_error *error) {
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_struct(params, &nreg_pg_batch, batch);
    nreg_pg_param_u32(params, expected_revision);
    *answer = NREG_ROW_OK;
    return nreg_pg_defer(tx, NREG_PG_BATCH_UPDATE, error);
}

static nreg_code put_changed(nreg_pg_transaction *tx, const nreg_store_batch *batch, uint32_t expected_revision,
                             nreg_store_batch *existing, uint8_t *answer, nreg_error *error) {
    if (batch->request_id[0] != '\0') {
        const nreg_code code = find_header(tx, batch->business, batch->request_id, existing, answer, error);
        if (code != NREG_OK) {
            return code;
        }
        if (*answer == NREG_ROW_OK && existing->id != batch->id) {
            *answer = NREG_ROW_PRESENT;
            return NREG_OK;
        }
    }
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_struct(params, &nreg_pg_batch, batch);
    nreg_pg_param_u32(params, expected_revision);
    PGresult *result = NULL;
    const nreg_code code = nreg_pg_execute(tx, NREG_PG_BATCH_UPDATE, &result, error);
    if (code == NREG_OK) {
        *answer = PQntuples(result) == 1 ? NREG_ROW_OK : NREG_ROW_CONFLICT;
    }
    PQclear(result);
    return code;
}

static nreg_code batch_put(void *transaction, const nreg_store_batch *batch, uint32_t expected_revision,
                           nreg_store_batch *existing, uint8_t *answer, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_code code;
    if (expected_revision == 0) {
        code = put_new(tx, batch, existing, answer, error);
    } else if (is_own(tx, batch, expected_revision)) {
        code = put_own(tx, batch, expected_revision, answer, error);
    } else {
        code = put_changed(tx, batch, expected_revision, existing, answer, error);
    }
    if (code == NREG_OK && *answer == NREG_ROW_OK) {
        make_own(tx, batch);
    }
    return code;
}

static nreg_code batch_list(void *transaction, const nreg_store_batch_filter *filter, uint64_t after, uint32_t limit,
                            nreg_store_batch *batches, uint32_t *count, uint32_t *more, nreg_error *error,
                            void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    const nreg_pg_statement statement = filter->program != 0    ? NREG_PG_BATCH_LIST_PROGRAM
                                        : filter->unit != 0     ? NREG_PG_BATCH_LIST_UNIT
                                        : filter->business != 0 ? NREG_PG_BATCH_LIST_BUSINESS
                                                                : NREG_PG_BATCH_LIST_ALL;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, filter->program != 0 ? filter->program
                              : filter->unit != 0  ? filter->unit
                                                   : filter->business);
    nreg_pg_param_u32(params, filter->state);
    nreg_pg_param_u64(params, after);
    nreg_pg_param_u64(params, (uint64_t)limit + 1);
    return nreg_pg_read_page(tx, statement, &nreg_pg_batch, batches, limit, count, more, error);
}

static nreg_code items_put(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk, const void *data,
                           uint64_t length, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, batch);
    nreg_pg_param_u32(params, kind);
    nreg_pg_param_u32(params, chunk);
    nreg_pg_param_bytes(params, data, (size_t)length);
    return nreg_pg_change(tx, NREG_PG_ITEMS_PUT, NULL, error);
}

static nreg_code items_get(void *transaction, uint64_t batch, uint32_t kind, uint32_t chunk,
                           nreg_code (*emit)(const void *data, uint64_t length, void *sink), void *sink,
                           uint8_t *answer, nreg_error *error, void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, batch);
    nreg_pg_param_u32(params, kind);
    nreg_pg_param_u32(params, chunk);
    PGresult *result = NULL;
    nreg_code code = nreg_pg_execute(tx, NREG_PG_ITEMS_GET, &result, error);
    if (code == NREG_OK) {
        *answer = PQntuples(result) == 1 ? NREG_ROW_OK : NREG_ROW_ABSENT;
        if (*answer == NREG_ROW_OK) {
            code = emit(PQgetvalue(result, 0, 0), (uint64_t)PQgetlength(result, 0, 0), sink);
        }
    }
    PQclear(result);
    return code;
}

static nreg_code items_clear(void *transaction, uint64_t batch, uint32_t kind, uint32_t from_chunk, nreg_error *error,
                             void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, batch);
    nreg_pg_param_u32(params, kind);
    nreg_pg_param_u32(params, from_chunk);
    return nreg_pg_change(tx, NREG_PG_ITEMS_CLEAR, NULL, error);
}

static nreg_code on_batch(nreg_pg_transaction *tx, nreg_pg_statement statement, uint64_t id, nreg_error *error) {
    nreg_pg_param_u64(nreg_pg_begin_params(tx), id);
    return nreg_pg_change(tx, statement, NULL, error);
}

static nreg_code batch_prune(void *transaction, int64_t now, uint32_t limit, uint32_t *count, nreg_error *error,
                             void *context) {
    nreg_pg_transaction *tx = transaction;
    (void)context;
    tx->own.id = 0;
    nreg_pg_params *params = nreg_pg_begin_params(tx);
    nreg_pg_param_u64(params, (uint64_t)now);
    nreg_pg_param_u64(params, limit);
    PGresult *result = NULL;
    nreg_code code = nreg_pg_execute(tx, NREG_PG_BATCH_EXPIRED, &result, error);
    const int found = code == NREG_OK ? PQntuples(result) : 0;
    for (int i = 0; code == NREG_OK && i < found; i++) {
        const uint64_t id = nreg_pg_read_u64(result, i, 0);
        const uint64_t state = nreg_pg_read_u64(result, i, 1);
        const int gone = state == NREG_BATCH_DRAFT || state == NREG_BATCH_DISCARDED;
        code = on_batch(tx, NREG_PG_BATCH_FORGET_ITEMS, id, error);
        if (code == NREG_OK) {
            code = on_batch(tx, gone ? NREG_PG_BATCH_DELETE : NREG_PG_BATCH_KEEP, id, error);
        }
    }
    PQclear(result);
    *count = (uint32_t)found;
    return code;
}

void nreg_pg_add_batches(nreg_store_methods *methods) {
    methods->batch_put = batch_put;
    methods->batch_get = batch_get;
    methods->batch_find = batch_find;
    methods->batch_list = batch_list;
    methods->items_put = items_put;
    methods->items_get = items_get;
    methods->items_clear = items_clear;
    methods->batch_prune = batch_prune;
}
