/* SPDX-License-Identifier: MIT */
#include "scope/named.h"

#include "base/error.h"
#include "scope/rules.h"
#include "scope/scopes.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 256, EXTERNAL_ID_MAX = 64 };

void nreg_naming_init(nreg_naming *naming, const nreg_access *access, uint64_t within) {
    memset(naming, 0, sizeof *naming);
    naming->access = access;
    naming->within = within;
}

void nreg_naming_free(nreg_naming *naming) {
    nreg_release(&naming->access->allocator, naming->externals);
    naming->externals = NULL;
}

/* --- one step down */

static nreg_code step(nreg_transaction *tx, uint64_t parent, uint32_t by, const char *text, size_t length,
                      nreg_scope *scope, uint8_t *answer, nreg_error *error) {
    const nreg_code code = nreg_transaction_scope_find(tx, parent, by, text, length, scope, answer, error);
    if (code == NREG_OK && *answer == NREG_ROW_OK &&
        (!nreg_scope_is_sound(scope, scope->id) || scope->parent != parent)) {
        return nreg_error_set(error, NREG_CORRUPT, "The store gave a scope whose members contradict each other.");
    }
    return code;
}

/* The scope right below `parent` with this key or external id; `*answer` NREG_ROW_OK if there is one. */
static nreg_code child(nreg_transaction *tx, uint64_t parent, const char *text, size_t length, nreg_scope *scope,
                       uint8_t *answer, nreg_error *error) {
    char key[NREG_KEY_SIZE];
    nreg_code code = NREG_OK;
    *answer = NREG_ROW_ABSENT;
    if (length < sizeof key) {
        for (size_t i = 0; i < length; i++) {
            key[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
        }
        if (nreg_key_is_good(key, length)) {
            code = step(tx, parent, NREG_FIND_KEY, key, length, scope, answer, error);
        }
    }
    if (code == NREG_OK && *answer != NREG_ROW_OK && length > 0 && length <= EXTERNAL_ID_MAX) {
        code = step(tx, parent, NREG_FIND_EXTERNAL_ID, text, length, scope, answer, error);
    }
    return code;
}

static nreg_code walk(nreg_transaction *tx, uint64_t within, const char *name, size_t length, nreg_scope *scope,
                      uint8_t *answer, nreg_error *error) {
    nreg_code code = NREG_OK;
    uint64_t parent = within;
    size_t begin = 0;
    *answer = NREG_ROW_OK;
    for (size_t i = 0; code == NREG_OK && *answer == NREG_ROW_OK && i <= length; i++) {
        if (i == length || name[i] == '/') {
            code = child(tx, parent, name + begin, i - begin, scope, answer, error);
            parent = scope->id;
            begin = i + 1;
        }
    }
    return code;
}

/* --- external ids anywhere below */

static int compare(const void *left, const void *right) {
    const nreg_external *a = left;
    const nreg_external *b = right;
    return strcmp(a->id, b->id);
}

static nreg_code keep_external(nreg_naming *naming, const nreg_scope *scope, nreg_error *error) {
    void *grown = naming->externals;
    if (scope->external_id[0] == '\0') {
        return NREG_OK;
    }
    if (!nreg_array_reserve(&naming->access->allocator, &grown, &naming->room, naming->count + 1,
                            sizeof *naming->externals)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the external ids of the scopes.");
    }
    naming->externals = grown;
    nreg_external *kept = &naming->externals[naming->count++];
    kept->scope = scope->id;
    memcpy(kept->id, scope->external_id, sizeof kept->id);
    return NREG_OK;
}

/* At most four levels deep. */
static nreg_code list_below(nreg_naming *naming, uint64_t parent, nreg_error *error) {
    const nreg_allocator *allocator = &naming->access->allocator;
    nreg_scope *page = nreg_allocate_array(allocator, PAGE, sizeof *page);
    char after[NREG_KEY_SIZE] = "";
    uint32_t more = 1;
    nreg_code code =
        page != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the scopes below.");
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = nreg_scopes_list(naming->access, parent, after, page, PAGE, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            memcpy(after, page[i].key, sizeof after);
            code = keep_external(naming, &page[i], error);
            if (code == NREG_OK && page[i].level < NREG_LEVEL_PROGRAM) {
                code = list_below(naming, page[i].id, error);
            }
        }
        more = count == 0 ? 0 : more;
    }
    nreg_release(allocator, page);
    return code;
}

static nreg_code list_externals(nreg_naming *naming, nreg_error *error) {
    naming->count = 0;
    const nreg_code code = list_below(naming, naming->within, error);
    if (code == NREG_OK && naming->count > 1) {
        qsort(naming->externals, naming->count, sizeof *naming->externals, compare);
    }
    naming->listed = code == NREG_OK;
    return code;
}

/* The only scope with this external id; 0 if there is none, or more than one. */
static uint64_t only_one(const nreg_naming *naming, const char *name, size_t length, uint32_t *ambiguous) {
    nreg_external wanted;
    memset(&wanted, 0, sizeof wanted);
    if (length == 0 || length > EXTERNAL_ID_MAX || naming->count == 0) {
        return 0;
    }
    memcpy(wanted.id, name, length);
    const nreg_external *hit = bsearch(&wanted, naming->externals, naming->count, sizeof wanted, compare);
    if (hit == NULL) {
        return 0;
    }
    const nreg_external *end = naming->externals + naming->count;
    *ambiguous =
        (hit > naming->externals && compare(hit - 1, hit) == 0) || (hit + 1 < end && compare(hit, hit + 1) == 0);
    return *ambiguous ? 0 : hit->scope;
}

/* --- the whole of it */

/* Region and path of a scope that was loaded. */
static nreg_code describe(const nreg_access *access, nreg_transaction *tx, nreg_named *found, nreg_error *error) {
    const nreg_code code = nreg_scope_region_of(access, tx, &found->scope, found->region, error);
    found->path[0] = '\0';
    return code != NREG_OK || access->resolve_scope != NULL
               ? code
               : nreg_scope_spell(access, tx, &found->scope, found->path, error);
}

static nreg_code not_found(nreg_error *error) {
    return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope.");
}

/* By path, each step a key or an external id; `*answer` NREG_ROW_OK if there is one. */
static nreg_code find_by_path(const nreg_naming *naming, nreg_transaction *tx, const char *name, size_t length,
                              nreg_named *found, uint8_t *answer, nreg_error *error) {
    nreg_code code = walk(tx, naming->within, name, length, &found->scope, answer, error);
    if (code == NREG_OK && *answer != NREG_ROW_OK && memchr(name, '/', length) != NULL) {
        code = child(tx, naming->within, name, length, &found->scope, answer, error);
    }
    return code == NREG_OK && *answer == NREG_ROW_OK ? describe(naming->access, tx, found, error) : code;
}

nreg_code nreg_naming_find(nreg_naming *naming, const char *name, size_t length, nreg_named *found, uint32_t *ambiguous,
                           nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    uint8_t answer = NREG_ROW_ABSENT;
    *ambiguous = 0;
    while (nreg_access_read(naming->access, &reading, &root, error)) {
        reading.code = find_by_path(naming, &reading.tx, name, length, found, &answer, error);
    }
    if (reading.code != NREG_OK || answer == NREG_ROW_OK) {
        return reading.code;
    }
    nreg_code code = naming->listed ? NREG_OK : list_externals(naming, error);
    const uint64_t id = code == NREG_OK ? only_one(naming, name, length, ambiguous) : 0;
    if (code == NREG_OK) {
        code = id != 0 ? nreg_naming_get(naming, id, found, error) : not_found(error);
    }
    return code;
}

nreg_code nreg_naming_get(const nreg_naming *naming, uint64_t id, nreg_named *found, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    while (nreg_access_read(naming->access, &reading, &root, error)) {
        reading.code = nreg_scope_load(naming->access, &reading.tx, id, &found->scope, error);
        if (reading.code == NREG_OK) {
            reading.code = describe(naming->access, &reading.tx, found, error);
        }
    }
    return reading.code == NREG_NOT_FOUND ? not_found(error) : reading.code;
}
