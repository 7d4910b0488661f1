/* SPDX-License-Identifier: MIT */
#include "scope/rules.h"
#include "scope/scopes.h"

#include <string.h>

static nreg_code not_found(nreg_error *error) {
    return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope, or none that this session may see.");
}

/* Shows what the session may see of a scope that was read; false if it is nothing. */
static int show(const nreg_scope *root, nreg_scope *scope) {
    if (nreg_root_covers_scope(root, scope)) {
        return 1;
    }
    if (!nreg_scope_is_above(root, scope)) {
        return 0;
    }
    nreg_scope_outline(scope);
    return 1;
}

nreg_code nreg_scope_look(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                          nreg_scope *scope, nreg_error *error) {
    nreg_scope found;
    const nreg_code code = nreg_scope_load(access, tx, id, &found, error);
    if (code == NREG_NOT_FOUND || (code == NREG_OK && !show(root, &found))) {
        return not_found(error);
    }
    if (code == NREG_OK) {
        *scope = found;
    }
    return code;
}

nreg_code nreg_scope_look_inside(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                                 nreg_scope *scope, nreg_error *error) {
    const nreg_code code = nreg_scope_look(access, tx, root, id, scope, error);
    return code == NREG_OK && !nreg_root_covers_scope(root, scope) ? not_found(error) : code;
}

nreg_code nreg_scopes_get(const nreg_access *access, uint64_t id, nreg_scope *scope, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    while (nreg_access_read(access, &reading, &root, error)) {
        reading.code = nreg_scope_look(access, &reading.tx, &root, id, scope, error);
    }
    return reading.code;
}

static nreg_code find(nreg_transaction *tx, uint64_t parent, uint32_t by, const char *text, size_t length,
                      nreg_scope *scope, nreg_error *error) {
    uint8_t answer = NREG_ROW_ABSENT;
    const nreg_code code = nreg_transaction_scope_find(tx, parent, by, text, length, scope, &answer, error);
    if (code != NREG_OK) {
        return code;
    }
    if (answer != NREG_ROW_OK) {
        return not_found(error);
    }
    return nreg_scope_is_sound(scope, scope->id) && scope->parent == parent
               ? NREG_OK
               : nreg_error_set(error, NREG_CORRUPT, "The store gave a scope whose members contradict each other.");
}

static nreg_code walk(nreg_transaction *tx, const nreg_scope *root, const char *path, const nreg_path *keys,
                      nreg_scope *found, nreg_error *error) {
    nreg_code code = NREG_OK;
    uint64_t parent = 0;
    for (uint32_t i = 0; i < keys->count && code == NREG_OK; i++) {
        const size_t offset = keys->keys[i].offset;
        code = find(tx, parent, NREG_FIND_KEY, path + offset, keys->keys[i].length, found, error);
        if (code == NREG_NOT_FOUND || (code == NREG_OK && !show(root, found))) {
            code = nreg_error_set_at(error, NREG_NOT_FOUND, (int64_t)offset,
                                     "There is no scope with the key at byte %zu of the path, or none that this "
                                     "session may see.",
                                     offset);
        }
        parent = found->id;
    }
    return code;
}

nreg_code nreg_scopes_find(const nreg_access *access, const char *path, size_t length, nreg_scope *scope,
                           nreg_error *error) {
    nreg_path keys;
    nreg_reading reading = {0};
    nreg_scope root, found = {0};
    const nreg_code code = nreg_path_split(path, length, &keys, error);
    if (code != NREG_OK) {
        return code;
    }
    while (nreg_access_read(access, &reading, &root, error)) {
        reading.code = walk(&reading.tx, &root, path, &keys, &found, error);
    }
    if (reading.code == NREG_OK) {
        *scope = found;
    }
    return reading.code;
}

nreg_code nreg_scopes_find_external(const nreg_access *access, uint64_t parent, const char *external_id, size_t length,
                                    nreg_scope *scope, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root, found;
    while (nreg_access_read(access, &reading, &root, error)) {
        reading.code = find(&reading.tx, parent, NREG_FIND_EXTERNAL_ID, external_id, length, &found, error);
    }
    /* Not those above the root either: their external ids are not for this session to guess. */
    if (reading.code == NREG_OK && !nreg_root_covers_scope(&root, &found)) {
        return not_found(error);
    }
    if (reading.code == NREG_OK) {
        *scope = found;
    }
    return reading.code;
}

/* The scope right below `parent` on the way to the root: all that a session sees there. 0 if `parent` is not on it. */
static uint64_t step_towards(const nreg_scope *root, uint64_t parent) {
    const uint64_t way[] = {0, root->organization, root->business, root->unit, root->id};
    uint64_t last = 0;
    for (size_t i = 1; i < sizeof way / sizeof way[0]; i++) {
        if (way[i] == 0 || way[i] == last) {
            continue;
        }
        if (last == parent) {
            return way[i];
        }
        last = way[i];
    }
    return 0;
}

static nreg_code list_way(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                          const char *after, nreg_scope *scopes, uint32_t *count, nreg_error *error) {
    const nreg_code code = nreg_scope_look(access, tx, root, id, scopes, error);
    if (code == NREG_OK) {
        *count = strcmp(scopes->key, after) > 0 ? 1 : 0;
    }
    return code;
}

static nreg_code list_inside(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t parent,
                             const char *after, nreg_scope *scopes, uint32_t capacity, uint32_t *count, uint32_t *more,
                             nreg_error *error) {
    nreg_scope above;
    nreg_code code = NREG_OK;
    if (parent != 0 || !access->is_operator) {
        code = nreg_scope_look_inside(access, tx, root, parent, &above, error);
    }
    if (code == NREG_OK) {
        code = nreg_transaction_scope_list(tx, parent, after, capacity, scopes, count, more, error);
    }
    for (uint32_t i = 0; code == NREG_OK && i < *count; i++) {
        if (!nreg_scope_is_sound(&scopes[i], scopes[i].id) || scopes[i].parent != parent) {
            code = nreg_error_set(error, NREG_CORRUPT, "The store gave a scope whose members contradict each other.");
        }
    }
    return code;
}

nreg_code nreg_scopes_list(const nreg_access *access, uint64_t parent, const char *after, nreg_scope *scopes,
                           uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    uint32_t listed = 0, rest = 0;
    while (nreg_access_read(access, &reading, &root, error)) {
        const uint64_t way = access->is_operator ? 0 : step_towards(&root, parent);
        listed = rest = 0;
        reading.code =
            way != 0 ? list_way(access, &reading.tx, &root, way, after, scopes, &listed, error)
                     : list_inside(access, &reading.tx, &root, parent, after, scopes, capacity, &listed, &rest, error);
    }
    if (reading.code == NREG_OK) {
        *count = listed;
        *more = rest;
    }
    return reading.code;
}

nreg_code nreg_scope_spell(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                           char path[NREG_PATH_SIZE], nreg_error *error) {
    nreg_scope above[NREG_SCOPE_ABOVE];
    const nreg_code code = nreg_scope_load_above(access, tx, scope, above, error);
    size_t used = 0;
    for (size_t i = 0; code == NREG_OK && i <= NREG_SCOPE_ABOVE; i++) {
        const nreg_scope *step = i < NREG_SCOPE_ABOVE ? &above[i] : scope;
        const size_t length = strlen(step->key);
        if (step->id == 0) {
            continue;
        }
        if (used + length + 2 > NREG_PATH_SIZE) {
            return nreg_error_set(error, NREG_CORRUPT, "The keys of the path are too long.");
        }
        if (used > 0) {
            path[used++] = '/';
        }
        memcpy(path + used, step->key, length + 1);
        used += length;
    }
    return code;
}

nreg_code nreg_scope_region_of(const nreg_access *access, nreg_transaction *tx, const nreg_scope *scope,
                               char region[NREG_SCOPE_REGION], nreg_error *error) {
    nreg_scope above[NREG_SCOPE_ABOVE];
    memcpy(region, scope->region, NREG_SCOPE_REGION);
    const nreg_code code = region[0] == '\0' ? nreg_scope_load_above(access, tx, scope, above, error) : NREG_OK;
    for (size_t i = NREG_SCOPE_ABOVE; code == NREG_OK && region[0] == '\0' && i-- > 0;) {
        memcpy(region, above[i].region, NREG_SCOPE_REGION);
    }
    return code;
}

nreg_code nreg_scopes_region(const nreg_access *access, uint64_t id, char region[NREG_SCOPE_REGION],
                             nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root, scope;
    while (nreg_access_read(access, &reading, &root, error)) {
        reading.code = nreg_scope_look(access, &reading.tx, &root, id, &scope, error);
        if (reading.code == NREG_OK) {
            reading.code = nreg_scope_region_of(access, &reading.tx, &scope, region, error);
        }
    }
    return reading.code;
}

nreg_code nreg_scopes_path(const nreg_access *access, uint64_t id, char *buffer, size_t capacity, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root, scope;
    char path[NREG_PATH_SIZE] = "";
    while (nreg_access_read(access, &reading, &root, error)) {
        reading.code = nreg_scope_look(access, &reading.tx, &root, id, &scope, error);
        if (reading.code == NREG_OK) {
            reading.code = nreg_scope_spell(access, &reading.tx, &scope, path, error);
        }
    }
    if (reading.code != NREG_OK) {
        return reading.code;
    }
    const size_t size = strlen(path) + 1;
    if (size > capacity) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "The path needs %zu bytes; the buffer has %zu.", size,
                              capacity);
    }
    memcpy(buffer, path, size);
    return NREG_OK;
}
