/* SPDX-License-Identifier: MIT */
#include "scope/access.h"

#include "scope/rules.h"

#include <string.h>

static nreg_code unsound(nreg_code code, nreg_error *error) {
    return nreg_error_set(error, code, "%s gave a scope whose members contradict each other.",
                          code == NREG_HOST ? "The host's scope resolver" : "The store");
}

static nreg_code resolve(const nreg_access *access, uint64_t id, nreg_scope *scope, nreg_error *error) {
    memset(scope, 0, sizeof *scope);
    const nreg_code code = access->resolve_scope(id, scope, access->resolve_context);
    if (code == NREG_NOT_FOUND) {
        return nreg_error_set(error, code, "There is no such scope.");
    }
    if (code != NREG_OK) {
        return nreg_error_set(error, code, "The host's scope resolver failed.");
    }
    return nreg_scope_is_sound(scope, id) ? NREG_OK : unsound(NREG_HOST, error);
}

static nreg_code load(const nreg_access *access, nreg_transaction *tx, uint64_t id, int pin, nreg_scope *scope,
                      nreg_error *error) {
    if (id == 0 || id > NREG_ID_MAX) {
        return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope.");
    }
    if (access->resolve_scope != NULL) {
        return resolve(access, id, scope, error);
    }
    uint8_t answer = NREG_ROW_ABSENT;
    const nreg_code code = pin ? nreg_transaction_scope_pin(tx, &id, 1, scope, &answer, error)
                               : nreg_transaction_scope_get(tx, &id, 1, scope, &answer, error);
    if (code != NREG_OK) {
        return code;
    }
    if (answer != NREG_ROW_OK) {
        return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope.");
    }
    if (!nreg_scope_is_sound(scope, id)) {
        return unsound(NREG_CORRUPT, error);
    }
    if (access->places != NULL) {
        nreg_places_remember(access->places, scope);
    }
    return NREG_OK;
}

nreg_code nreg_scope_load(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_scope *scope,
                          nreg_error *error) {
    return load(access, tx, id, 0, scope, error);
}

static nreg_code load_each(const nreg_access *access, nreg_transaction *tx, const uint64_t *ids, size_t count,
                           nreg_scope *scopes, uint8_t *answers, nreg_error *error) {
    nreg_code code = NREG_OK;
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        code = load(access, tx, ids[i], 0, &scopes[i], error);
        answers[i] = code == NREG_OK ? NREG_ROW_OK : NREG_ROW_ABSENT;
        if (code == NREG_NOT_FOUND) {
            nreg_error_clear(error);
            code = NREG_OK;
        }
    }
    return code;
}

nreg_code nreg_scope_load_some(const nreg_access *access, nreg_transaction *tx, const uint64_t *ids, size_t count,
                               nreg_scope *scopes, uint8_t *answers, nreg_error *error) {
    if (access->resolve_scope != NULL || count < 2) {
        return load_each(access, tx, ids, count, scopes, answers, error);
    }
    nreg_code code = nreg_transaction_scope_get(tx, ids, count, scopes, answers, error);
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        if (answers[i] == NREG_ROW_OK && !nreg_scope_is_sound(&scopes[i], ids[i])) {
            code = unsound(NREG_CORRUPT, error);
        }
    }
    return code;
}

nreg_code nreg_scope_load_above(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                                nreg_scope above[NREG_SCOPE_ABOVE], nreg_error *error) {
    const uint64_t way[NREG_SCOPE_ABOVE] = {scope->organization, scope->business, scope->unit};
    uint64_t ids[NREG_SCOPE_ABOVE] = {0};
    nreg_scope found[NREG_SCOPE_ABOVE];
    uint8_t answers[NREG_SCOPE_ABOVE];
    size_t count = 0;
    memset(above, 0, NREG_SCOPE_ABOVE * sizeof *above);
    for (size_t i = 0; i < NREG_SCOPE_ABOVE; i++) {
        if (way[i] != 0 && way[i] != scope->id) {
            size_t at = count++;
            for (; at > 0 && ids[at - 1] > way[i]; at--) {
                ids[at] = ids[at - 1];
            }
            ids[at] = way[i];
        }
    }
    const nreg_code code = nreg_scope_load_some(access, tx, ids, count, found, answers, error);
    for (size_t k = 0; code == NREG_OK && k < count; k++) {
        if (answers[k] != NREG_ROW_OK) {
            return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope.");
        }
        for (size_t i = 0; i < NREG_SCOPE_ABOVE; i++) {
            above[i] = way[i] == ids[k] ? found[k] : above[i];
        }
    }
    return code;
}

nreg_code nreg_scope_load_pinned(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_scope *scope,
                                 nreg_error *error) {
    return load(access, tx, id, 1, scope, error);
}

nreg_code nreg_access_expect(const nreg_access *access, nreg_transaction *tx, uint64_t target, int pins,
                             const uint64_t *numbers, size_t count, nreg_error *error) {
    uint64_t scopes[2];
    size_t scope_count = 0;
    const int reads = access->resolve_scope == NULL;
    if (reads && !access->is_operator) {
        scopes[scope_count++] = access->root;
    }
    if (reads) {
        scopes[scope_count++] = target;
    }
    const uint64_t pinned = reads && pins ? target : 0;
    return nreg_transaction_expect(tx, scopes, scope_count, pinned, numbers, count, error);
}

int nreg_access_knows(const nreg_access *access, uint64_t id, nreg_scope *target) {
    nreg_scope root;
    if (access->places == NULL || access->resolve_scope != NULL || !nreg_places_find(access->places, id, target)) {
        return 0;
    }
    return access->is_operator ||
           (nreg_places_find(access->places, access->root, &root) && nreg_root_covers_scope(&root, target));
}

nreg_code nreg_access_root(const nreg_access *access, nreg_transaction *tx, nreg_scope *root, nreg_error *error) {
    if (access->is_operator) {
        memset(root, 0, sizeof *root);
        return NREG_OK;
    }
    const nreg_code code = nreg_scope_load(access, tx, access->root, root, error);
    return code == NREG_NOT_FOUND ? nreg_error_set(error, code, "The session's root does not exist.") : code;
}

int nreg_access_read(const nreg_access *access, nreg_reading *reading, nreg_scope *root, nreg_error *error) {
    while (nreg_again_read(reading, access->store, access->wait_ms, error)) {
        reading->code = nreg_access_root(access, &reading->tx, root, error);
        if (reading->code == NREG_OK) {
            return 1;
        }
    }
    return 0;
}
