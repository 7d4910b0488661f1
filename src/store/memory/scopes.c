/* SPDX-License-Identifier: MIT */
/* The group scopes. */
#include "store/memory/table.h"

static nreg_key id_key(uint64_t id) {
    nreg_key key = {0};
    nreg_key_number(&key, id);
    return key;
}

static nreg_key name_key(uint64_t parent, const char *text, size_t length) {
    nreg_key key = {0};
    nreg_key_number(&key, parent);
    nreg_key_text(&key, text, length < NREG_KEY_TEXT_MAX ? length : NREG_KEY_TEXT_MAX);
    return key;
}

static const nreg_scope *scope_of(const nreg_memory_transaction *tx, uint64_t id) {
    const nreg_key key = id_key(id);
    return nreg_table_get(tx->memory, &tx->view, NREG_TABLE_SCOPE, &key, NULL);
}

/* The id of the scope with this key or external id; 0 if none. */
static uint64_t named(const nreg_memory_transaction *tx, uint16_t table, uint64_t parent, const char *text,
                      size_t length) {
    const nreg_key key = name_key(parent, text, length);
    const uint64_t *id = nreg_table_get(tx->memory, &tx->view, table, &key, NULL);
    return id == NULL ? 0 : *id;
}

static int write_scope(nreg_memory_transaction *tx, const nreg_scope *scope, const nreg_scope *before) {
    nreg_memory *memory = tx->memory;
    const nreg_key id = id_key(scope->id);
    const nreg_key name = name_key(scope->parent, scope->key, strnlen(scope->key, sizeof scope->key));
    const nreg_key external =
        name_key(scope->parent, scope->external_id, strnlen(scope->external_id, sizeof scope->external_id));
    if (before != NULL && before->external_id[0] != '\0') {
        const nreg_key old =
            name_key(before->parent, before->external_id, strnlen(before->external_id, sizeof before->external_id));
        if (!nreg_table_remove(memory, NREG_TABLE_SCOPE_EXTERNAL, &old)) {
            return 0;
        }
    }
    return nreg_table_put(memory, NREG_TABLE_SCOPE, &id, scope, sizeof *scope) &&
           nreg_table_put(memory, NREG_TABLE_SCOPE_KEY, &name, &scope->id, sizeof scope->id) &&
           (scope->external_id[0] == '\0' ||
            nreg_table_put(memory, NREG_TABLE_SCOPE_EXTERNAL, &external, &scope->id, sizeof scope->id));
}

static nreg_code put(void *transaction, const nreg_scope *scope, uint32_t expected_revision, uint8_t *answer,
                     nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_code code = nreg_memory_write(tx, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_memory_lock(memory);
    const nreg_scope *present = scope_of(tx, scope->id);
    const uint64_t same_key = named(tx, NREG_TABLE_SCOPE_KEY, scope->parent, scope->key, strlen(scope->key));
    const uint64_t same_external =
        scope->external_id[0] == '\0'
            ? 0
            : named(tx, NREG_TABLE_SCOPE_EXTERNAL, scope->parent, scope->external_id, strlen(scope->external_id));
    *answer = NREG_ROW_OK;
    if (expected_revision == 0) {
        if (present != NULL || same_key != 0 || same_external != 0) {
            *answer = NREG_ROW_PRESENT;
        } else if (!write_scope(tx, scope, NULL)) {
            code = nreg_memory_short(error);
        }
    } else if (present == NULL || present->revision != expected_revision) {
        *answer = NREG_ROW_CONFLICT;
    } else if (same_external != 0 && same_external != scope->id) {
        *answer = NREG_ROW_PRESENT;
    } else {
        const nreg_scope before = *present;
        if (!write_scope(tx, scope, &before)) {
            code = nreg_memory_short(error);
        }
    }
    nreg_memory_unlock(memory);
    return code;
}

static nreg_code get(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                     nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory_lock(tx->memory);
    for (uint64_t i = 0; i < count; i++) {
        const nreg_scope *scope = scope_of(tx, ids[i]);
        answers[i] = scope == NULL ? NREG_ROW_ABSENT : NREG_ROW_OK;
        if (scope != NULL) {
            scopes[i] = *scope;
        }
    }
    nreg_memory_unlock(tx->memory);
    return NREG_OK;
}

/* The only writer reads the latest, and nobody else can change it meanwhile. */
static nreg_code pin(void *transaction, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers,
                     nreg_error *error, void *context) {
    const nreg_code code = nreg_memory_write(transaction, error);
    return code == NREG_OK ? get(transaction, ids, count, scopes, answers, error, context) : code;
}

static nreg_code find(void *transaction, uint64_t parent, uint32_t by, const char *text, uint64_t length,
                      nreg_scope *scope, uint8_t *answer, nreg_error *error, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    if (by != NREG_FIND_KEY && by != NREG_FIND_EXTERNAL_ID) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`by` is no way to find a scope.");
    }
    *answer = NREG_ROW_ABSENT;
    if (length == 0 || length > NREG_KEY_TEXT_MAX) {
        return NREG_OK;
    }
    nreg_memory_lock(tx->memory);
    const uint16_t table = by == NREG_FIND_KEY ? NREG_TABLE_SCOPE_KEY : NREG_TABLE_SCOPE_EXTERNAL;
    const uint64_t id = named(tx, table, parent, text, (size_t)length);
    if (id != 0) {
        *scope = *scope_of(tx, id);
        *answer = NREG_ROW_OK;
    }
    nreg_memory_unlock(tx->memory);
    return NREG_OK;
}

static nreg_code list(void *transaction, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes,
                      uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    *count = 0;
    *more = 0;
    const nreg_key prefix = id_key(parent);
    const nreg_key from = name_key(parent, after, strnlen(after, NREG_KEY_TEXT_MAX));
    nreg_memory_lock(memory);
    const nreg_row *row = nreg_table_seek(memory, &tx->view, NREG_TABLE_SCOPE_KEY, &from);
    for (; row != NULL && nreg_row_begins(row, &prefix); row = nreg_table_next(&tx->view, row)) {
        const uint64_t *id = nreg_row_data(row, &tx->view, NULL);
        const nreg_scope *scope = scope_of(tx, *id);
        if (strcmp(scope->key, after) == 0) {
            continue;
        }
        if (*count == limit) {
            *more = 1;
            break;
        }
        scopes[(*count)++] = *scope;
    }
    nreg_memory_unlock(memory);
    return NREG_OK;
}

void nreg_memory_offer_scopes(nreg_store_methods *methods) {
    methods->scope_put = put;
    methods->scope_get = get;
    methods->scope_find = find;
    methods->scope_list = list;
    methods->scope_pin = pin;
}
