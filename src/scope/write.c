/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "scope/rules.h"
#include "scope/scopes.h"

#include <string.h>

#define EXTERNAL_ID_MAX 64
#define LARGEST_NUMBER 999999999999999

/* One write. Running it again after it took effect finds that out and changes nothing more. */
typedef struct task task;
typedef nreg_code (*task_step)(nreg_transaction *tx, const nreg_scope *root, task *work, nreg_error *error);

struct task {
    task_step step;
    const nreg_access *access;
    uint64_t parent; /* adding */
    uint64_t id;     /* changing, closing */
    const nreg_scope_options *options;
    int64_t now;
    nreg_scope scope; /* adding: what to add; afterwards: the scope as it is */
    int tried;        /* its commit may have taken effect */
};

static nreg_code run_step(nreg_transaction *tx, void *context, nreg_error *error) {
    task *work = context;
    nreg_scope root;
    const nreg_code code = nreg_access_root(work->access, tx, &root, error);
    return code == NREG_OK ? work->step(tx, &root, work, error) : code;
}

static nreg_code run(task_step step, task *work, nreg_error *error) {
    work->step = step;
    return nreg_again_write(work->access->store, work->access->wait_ms, run_step, work, &work->tried, error);
}

static nreg_code bad(nreg_error *error, const char *text) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s", text);
}

static nreg_code hidden(nreg_error *error) {
    return nreg_error_set(error, NREG_NOT_FOUND, "There is no such scope, or none that this session may see.");
}

/* Texts and times given in the options, over those of the scope; -1 and NULL leave what is there. */
static nreg_code take_options(nreg_scope *scope, const nreg_scope_options *options, nreg_error *error) {
    nreg_code code = NREG_OK;
    if (options->external_id != NULL) {
        code = nreg_text_copy(options->external_id, strlen(options->external_id), scope->external_id,
                              EXTERNAL_ID_MAX + 1, "The external id", error);
    }
    if (code == NREG_OK && options->label != NULL) {
        code = nreg_text_normalise(options->label, strlen(options->label), scope->label, sizeof scope->label,
                                   "The label", error);
        if (code == NREG_OK && nreg_text_is_blank(scope->label)) {
            code = nreg_error_set(error, NREG_BAD_TEXT, "The label is empty; give one that a person can read.");
        }
    }
    if (code != NREG_OK) {
        return code;
    }
    if (options->region != NULL) {
        if (strlen(options->region) >= sizeof scope->region) {
            return bad(error, "The region is not a two-letter code.");
        }
        memset(scope->region, 0, sizeof scope->region);
        memcpy(scope->region, options->region, strlen(options->region));
    }
    if (options->starts < -1 || options->ends < -1) {
        return bad(error, "A Program's start and end are microseconds since 1970, 0 for none or -1 to leave them.");
    }
    scope->starts = options->starts == -1 ? scope->starts : options->starts;
    scope->ends = options->ends == -1 ? scope->ends : options->ends;
    if (scope->level != NREG_LEVEL_PROGRAM && (scope->starts != 0 || scope->ends != 0)) {
        return bad(error, "Only a Program has a start and an end.");
    }
    if (scope->starts != 0 && scope->ends != 0 && scope->ends <= scope->starts) {
        return bad(error, "The Program's end is not after its start.");
    }
    return NREG_OK;
}

/* Whether a scope is there by key or external id; which of them `scope_put` found taken. */
static nreg_code look_up(nreg_transaction *tx, const nreg_scope *scope, uint32_t by, nreg_scope *found, int *present,
                         nreg_error *error) {
    const char *text = by == NREG_FIND_KEY ? scope->key : scope->external_id;
    uint8_t answer = NREG_ROW_ABSENT;
    *present = 0;
    if (*text == '\0') {
        return NREG_OK;
    }
    const nreg_code code =
        nreg_transaction_scope_find(tx, scope->parent, by, text, strlen(text), found, &answer, error);
    *present = code == NREG_OK && answer == NREG_ROW_OK;
    return code;
}

static nreg_code taken(nreg_transaction *tx, task *work, nreg_error *error) {
    nreg_scope found;
    int present;
    nreg_code code = look_up(tx, &work->scope, NREG_FIND_KEY, &found, &present, error);
    if (code != NREG_OK) {
        return code;
    }
    if (present && found.id == work->scope.id && work->tried) {
        work->scope = found;
        return NREG_OK;
    }
    if (present) {
        return nreg_error_set(error, NREG_EXISTS, "The key is already taken in this parent; choose another.");
    }
    code = look_up(tx, &work->scope, NREG_FIND_EXTERNAL_ID, &found, &present, error);
    if (code != NREG_OK) {
        return code;
    }
    if (present) {
        return nreg_error_set(error, NREG_EXISTS, "The external id is already taken in this parent.");
    }
    /* The random id met another scope's: once in a very long time. */
    code = nreg_host_random_id(&work->access->host, &work->scope.id, error);
    return code == NREG_OK ? nreg_error_set(error, NREG_RETRY, "The scope's id is taken.") : code;
}

/* The parent, kept open until the transaction ends; NREG_DENIED where the session may look but not add. */
static nreg_code hold_parent(nreg_transaction *tx, const nreg_scope *root, const task *work, nreg_scope *parent,
                             nreg_error *error) {
    if (work->parent == 0) {
        return work->access->is_operator
                   ? NREG_OK
                   : nreg_error_set(error, NREG_DENIED, "Only an operator's session may add a scope at the top.");
    }
    nreg_code code = nreg_scope_load_pinned(work->access, tx, work->parent, parent, error);
    if (code != NREG_OK) {
        return code == NREG_NOT_FOUND ? hidden(error) : code;
    }
    if (!nreg_root_covers_scope(root, parent)) {
        return nreg_scope_is_above(root, parent)
                   ? nreg_error_set(error, NREG_DENIED, "This session may not add a scope above its root.")
                   : hidden(error);
    }
    return parent->state == NREG_SCOPE_OPEN
               ? NREG_OK
               : nreg_error_set(error, NREG_CLOSED, "The scope above is closed; nothing can be added to it.");
}

static nreg_code add_step(nreg_transaction *tx, const nreg_scope *root, task *work, nreg_error *error) {
    const nreg_scope_options *options = work->options;
    nreg_scope parent;
    nreg_code code = hold_parent(tx, root, work, &parent, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_scope *scope = &work->scope;
    if (!nreg_scope_descend(scope, work->parent == 0 ? NULL : &parent, options->organization != 0)) {
        return bad(error, "A Program has no scopes below it.");
    }
    code = take_options(scope, options, error);
    uint8_t answer = NREG_ROW_OK;
    if (code == NREG_OK) {
        code = nreg_transaction_scope_put(tx, scope, 0, &answer, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    return answer == NREG_ROW_OK ? NREG_OK : taken(tx, work, error);
}

static nreg_code has_scopes(const nreg_access *access, nreg_error *error) {
    return (nreg_store_groups(access->store) & NREG_GROUP_SCOPES) != 0
               ? NREG_OK
               : nreg_error_set(error, NREG_UNSUPPORTED, "The store keeps no scopes; the host keeps them.");
}

nreg_code nreg_scopes_add(const nreg_access *access, uint64_t parent, const nreg_scope_options *options,
                          nreg_scope *scope, nreg_error *error) {
    task work = {.access = access, .parent = parent, .options = options};
    nreg_scope *own = &work.scope;
    if (options->key == NULL || !nreg_key_is_good(options->key, strlen(options->key))) {
        return bad(error, "The key must be 1 to 63 of a-z, 0-9, '-', '_' and '.', not beginning with '-' or '.'.");
    }
    if (options->organization > 1 || (options->organization == 1 && parent != 0)) {
        return bad(error, "An Organization is added at the top, with parent 0.");
    }
    nreg_code code = has_scopes(access, error);
    if (code == NREG_OK) {
        code = nreg_host_now(&access->host, &work.now, error);
    }
    if (code == NREG_OK) {
        code = nreg_host_random_id(&access->host, &own->id, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    memcpy(own->key, options->key, strlen(options->key));
    memcpy(own->label, own->key, sizeof own->key);
    own->created = own->updated = work.now;
    own->state = NREG_SCOPE_OPEN;
    own->revision = 1;
    code = run(add_step, &work, error);
    if (code == NREG_OK && scope != NULL) {
        *scope = work.scope;
    }
    return code;
}

/* Reads the scope to change; NREG_DENIED where the session may look but not change. */
static nreg_code load_own(nreg_transaction *tx, const nreg_scope *root, task *work, nreg_error *error) {
    const nreg_code code = nreg_scope_load(work->access, tx, work->id, &work->scope, error);
    if (code != NREG_OK) {
        return code == NREG_NOT_FOUND ? hidden(error) : code;
    }
    if (nreg_root_covers_scope(root, &work->scope)) {
        return NREG_OK;
    }
    return nreg_scope_is_above(root, &work->scope)
               ? nreg_error_set(error, NREG_DENIED, "This session may not change a scope above its root.")
               : hidden(error);
}

/* Writes the changed scope over the one that was read. */
static nreg_code replace(nreg_transaction *tx, task *work, nreg_error *error) {
    const uint32_t revision = work->scope.revision;
    uint8_t answer = NREG_ROW_CONFLICT;
    work->scope.revision = revision + 1;
    work->scope.updated = work->now;
    const nreg_code code = nreg_transaction_scope_put(tx, &work->scope, revision, &answer, error);
    if (code != NREG_OK || answer == NREG_ROW_OK) {
        return code;
    }
    return answer == NREG_ROW_PRESENT
               ? nreg_error_set(error, NREG_EXISTS, "The external id is already taken in this parent.")
               : nreg_error_set(error, NREG_RETRY, "The scope changed at the same moment.");
}

static nreg_code change_step(nreg_transaction *tx, const nreg_scope *root, task *work, nreg_error *error) {
    nreg_code code = load_own(tx, root, work, error);
    if (code != NREG_OK) {
        return code;
    }
    if (work->scope.state != NREG_SCOPE_OPEN) {
        return nreg_error_set(error, NREG_CLOSED, "The scope is closed and cannot change.");
    }
    const nreg_scope before = work->scope;
    code = take_options(&work->scope, work->options, error);
    if (code != NREG_OK || memcmp(&before, &work->scope, sizeof before) == 0) {
        return code;
    }
    return replace(tx, work, error);
}

nreg_code nreg_scopes_change(const nreg_access *access, uint64_t id, const nreg_scope_options *options,
                             nreg_scope *scope, nreg_error *error) {
    task work = {.access = access, .id = id, .options = options};
    if (options->key != NULL) {
        return bad(error, "The key of a scope cannot change; leave it NULL.");
    }
    if (options->organization != 0) {
        return bad(error, "The level of a scope cannot change.");
    }
    nreg_code code = has_scopes(access, error);
    if (code == NREG_OK) {
        code = nreg_host_now(&access->host, &work.now, error);
    }
    if (code == NREG_OK) {
        code = run(change_step, &work, error);
    }
    if (code == NREG_OK && scope != NULL) {
        *scope = work.scope;
    }
    return code;
}

static nreg_code not_empty(nreg_error *error, const char *what) {
    return nreg_error_set(error, NREG_NOT_EMPTY, "The scope still holds %s.", what);
}

static nreg_code check_no_open_children(nreg_transaction *tx, const nreg_scope *scope, nreg_error *error) {
    nreg_scope children[8];
    char after[NREG_KEY_SIZE] = "";
    for (uint32_t more = 1; more != 0;) {
        uint32_t count = 0;
        const nreg_code code = nreg_transaction_scope_list(tx, scope->id, after, 8, children, &count, &more, error);
        if (code != NREG_OK) {
            return code;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (children[i].state == NREG_SCOPE_OPEN) {
                return not_empty(error, "open scopes; close those first");
            }
        }
        if (count > 0) {
            memcpy(after, children[count - 1].key, sizeof after);
        } else if (more != 0) {
            return nreg_error_set(error, NREG_INTERNAL, "The store promised more scopes and gave none.");
        }
    }
    return NREG_OK;
}

static nreg_code check_no_records(nreg_transaction *tx, const nreg_scope *scope, nreg_error *error) {
    if (scope->level == NREG_LEVEL_ORGANIZATION) {
        return NREG_OK;
    }
    const nreg_place place = nreg_place_of_scope(scope);
    const nreg_store_filter filter = {
        .business = place.business, .unit = place.unit, .program = place.program, .to = LARGEST_NUMBER};
    uint64_t after = 0;
    for (uint32_t more = 1; more != 0;) {
        nreg_record record;
        uint32_t count = 0;
        const nreg_code code = nreg_transaction_scan(tx, &filter, after, 1, &record, &count, &more, error);
        if (code != NREG_OK) {
            return code;
        }
        if (count > 0) {
            return not_empty(error, "numbers; remove or move them first");
        }
        if (more != 0) {
            return nreg_error_set(error, NREG_INTERNAL, "The store promised more records and gave none.");
        }
    }
    return NREG_OK;
}

static nreg_code close_step(nreg_transaction *tx, const nreg_scope *root, task *work, nreg_error *error) {
    nreg_code code = load_own(tx, root, work, error);
    if (code != NREG_OK) {
        return code;
    }
    if (work->scope.id == work->access->root && !work->access->is_operator) {
        return nreg_error_set(error, NREG_DENIED, "A session may not close its own root.");
    }
    if (work->scope.state == NREG_SCOPE_CLOSED) {
        return NREG_OK;
    }
    /* Writing first waits for the transactions that have pinned the scope; what they add is then found. */
    work->scope.state = NREG_SCOPE_CLOSED;
    code = replace(tx, work, error);
    if (code == NREG_OK) {
        code = check_no_open_children(tx, &work->scope, error);
    }
    return code == NREG_OK ? check_no_records(tx, &work->scope, error) : code;
}

nreg_code nreg_scopes_close(const nreg_access *access, uint64_t id, nreg_error *error) {
    task work = {.access = access, .id = id};
    nreg_code code = has_scopes(access, error);
    if (code == NREG_OK) {
        code = nreg_host_now(&access->host, &work.now, error);
    }
    return code == NREG_OK ? run(close_step, &work, error) : code;
}
