/* SPDX-License-Identifier: MIT */
/* Closing a scope with what it holds (rule R16): first its numbers, as a batch, then the scopes from below. */
#include "base/error.h"
#include "registry/staged.h"

#include <string.h>

enum { CHILDREN = 64, ROUNDS = 3 };

typedef struct closing {
    nreg_session *session;
    nreg_scope scope;
    uint32_t how;
    uint64_t move_to;
    nreg_batch *batch;
} closing;

static nreg_code stage(const nreg_record *record, void *context, nreg_error *error) {
    const closing *c = context;
    const int moves = c->how == NREG_CLOSING_MOVE;
    return nreg_stage_known(c->batch, record->number, moves ? NREG_ACTION_MOVE : NREG_ACTION_REMOVE, 0,
                            c->how == NREG_CLOSING_DELETE ? NREG_CONSENT_DELETE : 0, error);
}

static nreg_code make_batch(closing *c, nreg_error *error) {
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = c->how == NREG_CLOSING_MOVE ? NREG_ACTION_MOVE : NREG_ACTION_REMOVE;
    return nreg_batch_new(c->session, c->how == NREG_CLOSING_MOVE ? c->move_to : c->scope.id, &options, &c->batch,
                          error);
}

typedef nreg_code deal(nreg_batch *batch, const nreg_commit_options *options, nreg_result **result, nreg_error *error);

/* Previews or commits what becomes of the numbers, all or nothing. `*left`: how many there are. */
static nreg_code deal_with_numbers(closing *c, deal *how, nreg_result **result, uint32_t *left, nreg_error *error) {
    nreg_commit_options options;
    nreg_code code = make_batch(c, error);
    if (code == NREG_OK) {
        code = nreg_each_record(c->session, c->scope.id, stage, c, error);
    }
    *left = code == NREG_OK ? nreg_batch_count(c->batch) : 0;
    if (code == NREG_OK && *left > 0) {
        nreg_commit_options_init(&options);
        options.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
        nreg_result_free(*result);
        *result = NULL;
        code = how(c->batch, &options, result, error);
    }
    nreg_batch_free(c->batch);
    c->batch = NULL;
    return code;
}

static nreg_code clear_numbers(closing *c, nreg_result **result, uint32_t *left, nreg_error *error) {
    nreg_summary summary = {.struct_size = sizeof summary};
    nreg_code code = deal_with_numbers(c, nreg_batch_commit, result, left, error);
    if (code == NREG_OK && *left > 0) {
        code = nreg_result_summary(*result, &summary);
        if (code == NREG_OK && summary.rejected > 0) {
            code = nreg_error_set(error, NREG_NOT_EMPTY, "Not all numbers can leave the scope; see the result.");
        }
    }
    return code;
}

static nreg_code close_from_below(nreg_session *session, uint64_t id, nreg_error *error) {
    nreg_scope *children = nreg_allocate_array(&session->access.allocator, CHILDREN, sizeof *children);
    char after[NREG_KEY_SIZE] = "";
    uint32_t more = 1;
    nreg_code code =
        children != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the scopes below.");
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = nreg_scope_list(session, id, after, children, CHILDREN, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            memcpy(after, children[i].key, sizeof after);
            if (children[i].state == NREG_SCOPE_OPEN) {
                code = close_from_below(session, children[i].id, error);
            }
        }
        more = count == 0 ? 0 : more;
    }
    nreg_release(&session->access.allocator, children);
    return code == NREG_OK ? nreg_scope_close(session, id, error) : code;
}

/* A scope above the root can be looked at, not closed. */
static nreg_code check_below_root(const closing *c, nreg_error *error) {
    const nreg_access *access = &c->session->access;
    nreg_scope root;
    if (access->is_operator) {
        return NREG_OK;
    }
    const nreg_code code = nreg_scope_get(c->session, access->root, &root, error);
    if (code == NREG_OK && (c->scope.id == root.id || !nreg_root_covers_scope(&root, &c->scope))) {
        return nreg_error_set(error, NREG_DENIED, "A session only closes scopes below its root.");
    }
    return code;
}

static nreg_code check(closing *c, nreg_error *error) {
    if (c->how < NREG_CLOSING_UNASSIGN || c->how > NREG_CLOSING_MOVE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "What becomes of the numbers must be an NREG_CLOSING_ value.");
    }
    if ((c->how == NREG_CLOSING_MOVE) != (c->move_to != 0)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "A scope to move to goes with NREG_CLOSING_MOVE, and only then.");
    }
    if (c->scope.level == NREG_LEVEL_ORGANIZATION) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "An Organization holds no numbers; close its Businesses first.");
    }
    if (c->how == NREG_CLOSING_UNASSIGN && c->scope.level == NREG_LEVEL_BUSINESS) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Above a Business there is no scope that holds numbers.");
    }
    if (c->how != NREG_CLOSING_MOVE) {
        return NREG_OK;
    }
    nreg_scope to;
    const nreg_code code = nreg_scope_get(c->session, c->move_to, &to, error);
    if (code == NREG_OK && nreg_root_covers_scope(&c->scope, &to)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The scope to move to closes too.");
    }
    if (code == NREG_OK && to.business != c->scope.business) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The scope to move to is of another Business; a transfer takes numbers there.");
    }
    return code;
}

/* `c->scope` is set whenever the code is NREG_OK; only if it is open there is something to do. */
static nreg_code begin(closing *c, nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to,
                       nreg_error *error) {
    memset(c, 0, sizeof *c);
    c->session = session;
    c->how = how;
    c->move_to = move_to;
    nreg_code code = nreg_scope_get(session, id, &c->scope, error);
    if (code == NREG_OK && c->scope.state == NREG_SCOPE_OPEN) {
        code = check_below_root(c, error);
        code = code == NREG_OK ? check(c, error) : code;
    }
    return code;
}

nreg_code nreg_scope_close_preview(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to,
                                   nreg_result **result, nreg_error *error) {
    closing c;
    uint32_t left = 0;
    nreg_result *found = NULL;
    nreg_code code = begin(&c, session, id, how, move_to, error);
    if (code == NREG_OK && result == NULL) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the result is needed.");
    }
    if (code == NREG_OK && c.scope.state == NREG_SCOPE_OPEN) {
        code = deal_with_numbers(&c, nreg_batch_preview, &found, &left, error);
    }
    if (code == NREG_OK) {
        *result = found;
    }
    return code;
}

nreg_code nreg_scope_close_with(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to,
                                nreg_result **result, nreg_error *error) {
    closing c;
    nreg_result *kept = NULL;
    nreg_code code = begin(&c, session, id, how, move_to, error);
    /* A number added at this moment is met in the next round. */
    for (int round = 0; code == NREG_OK && c.scope.state == NREG_SCOPE_OPEN && round < ROUNDS; round++) {
        uint32_t left = 0;
        code = clear_numbers(&c, &kept, &left, error);
        if (code != NREG_OK) {
            break;
        }
        code = close_from_below(session, id, error);
        if (code != NREG_NOT_EMPTY) {
            break;
        }
        code = round + 1 < ROUNDS ? NREG_OK : code;
    }
    if (result != NULL) {
        *result = kept;
    } else {
        nreg_result_free(kept);
    }
    return code;
}
