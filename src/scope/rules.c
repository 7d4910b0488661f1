/* SPDX-License-Identifier: MIT */
#include "scope/rules.h"

#include "scope/access.h"

#include <string.h>

int nreg_key_is_good(const char *key, size_t length) {
    if (length == 0 || length >= NREG_KEY_SIZE || key[0] == '.' || key[0] == '-') {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        const char c = key[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) {
            return 0;
        }
    }
    return 1;
}

nreg_code nreg_path_split(const char *path, size_t length, nreg_path *keys, nreg_error *error) {
    keys->count = 0;
    for (size_t at = 0;; at++) {
        const char *slash = length > at ? memchr(path + at, '/', length - at) : NULL;
        const size_t end = slash != NULL ? (size_t)(slash - path) : length;
        if (keys->count == 4) {
            return nreg_error_set_at(error, NREG_INVALID_ARGUMENT, (int64_t)at, "A path has at most four keys.");
        }
        if (!nreg_key_is_good(path + at, end - at)) {
            return nreg_error_set_at(
                error, NREG_INVALID_ARGUMENT, (int64_t)at,
                "A path is keys joined by '/'; a key is 1 to 63 of a-z, 0-9, '-', '_' and '.', not "
                "beginning with '-' or '.'. The key at byte %zu is not.",
                at);
        }
        keys->keys[keys->count].offset = at;
        keys->keys[keys->count++].length = end - at;
        if (slash == NULL) {
            return NREG_OK;
        }
        at = end;
    }
}

static int is_id(uint64_t id) {
    return id != 0 && id <= NREG_ID_MAX;
}

static int ends_with_nul(const char *text, size_t capacity) {
    return memchr(text, 0, capacity) != NULL;
}

static int ancestors_agree(const nreg_scope *scope) {
    switch (scope->level) {
    case NREG_LEVEL_ORGANIZATION:
        return scope->parent == 0 && scope->organization == scope->id && scope->business == 0 && scope->unit == 0;
    case NREG_LEVEL_BUSINESS:
        return scope->parent == scope->organization && scope->business == scope->id && scope->unit == 0;
    case NREG_LEVEL_UNIT:
        return is_id(scope->business) && scope->parent == scope->business && scope->unit == scope->id;
    case NREG_LEVEL_PROGRAM:
        return is_id(scope->business) && is_id(scope->unit) && scope->parent == scope->unit;
    default:
        return 0;
    }
}

int nreg_scope_is_sound(const nreg_scope *scope, uint64_t id) {
    return is_id(id) && scope->id == id && scope->organization <= NREG_ID_MAX && ancestors_agree(scope) &&
           (scope->state == NREG_SCOPE_OPEN || scope->state == NREG_SCOPE_CLOSED) &&
           ends_with_nul(scope->region, sizeof scope->region) && ends_with_nul(scope->key, sizeof scope->key) &&
           ends_with_nul(scope->external_id, sizeof scope->external_id) &&
           ends_with_nul(scope->label, sizeof scope->label);
}

int nreg_scope_descend(nreg_scope *scope, const nreg_scope *parent, int organization) {
    if (parent == NULL) {
        scope->level = organization ? NREG_LEVEL_ORGANIZATION : NREG_LEVEL_BUSINESS;
        scope->organization = organization ? scope->id : 0;
        scope->business = organization ? 0 : scope->id;
        return 1;
    }
    if (parent->level == NREG_LEVEL_PROGRAM) {
        return 0;
    }
    scope->level = parent->level + 1;
    scope->parent = parent->id;
    scope->organization = parent->organization;
    scope->business = scope->level == NREG_LEVEL_BUSINESS ? scope->id : parent->business;
    scope->unit = scope->level == NREG_LEVEL_UNIT ? scope->id : parent->unit;
    return 1;
}

int nreg_root_covers_place(const nreg_scope *root, const nreg_place *place, uint64_t organization) {
    switch (root->level) {
    case 0: /* an operator's */
        return 1;
    case NREG_LEVEL_ORGANIZATION:
        return organization == root->id;
    case NREG_LEVEL_BUSINESS:
        return place->business == root->id;
    case NREG_LEVEL_UNIT:
        return place->unit == root->id;
    default:
        return place->program == root->id;
    }
}

int nreg_root_covers_scope(const nreg_scope *root, const nreg_scope *scope) {
    const nreg_place place = nreg_place_of_scope(scope);
    return nreg_root_covers_place(root, &place, scope->organization);
}

int nreg_scope_is_above(const nreg_scope *root, const nreg_scope *scope) {
    return root->level > scope->level &&
           (scope->id == root->organization || scope->id == root->business || scope->id == root->unit);
}

void nreg_scope_outline(nreg_scope *scope) {
    scope->created = 0;
    scope->updated = 0;
    scope->revision = 0;
    memset(scope->external_id, 0, sizeof scope->external_id);
}
