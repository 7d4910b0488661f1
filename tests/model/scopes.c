/* SPDX-License-Identifier: MIT */
/* Rules R2, R14 and R16: what scopes there are, and which of them a session may see and change. */
#include "model.h"

#include <string.h>

const nreg_scope *model_scope_const(const model *m, uint64_t id) {
    for (uint32_t i = 0; id != 0 && i < m->scope_count; i++) {
        if (m->scopes[i].id == id) {
            return &m->scopes[i];
        }
    }
    return NULL;
}

nreg_scope *model_scope(model *m, uint64_t id) {
    for (uint32_t i = 0; id != 0 && i < m->scope_count; i++) {
        if (m->scopes[i].id == id) {
            return &m->scopes[i];
        }
    }
    return NULL;
}

int model_inside(const model *m, uint64_t id, uint64_t root) {
    const nreg_scope *scope = model_scope_const(m, id);
    if (scope != NULL && root == 0) {
        return 1;
    }
    for (; scope != NULL; scope = model_scope_const(m, scope->parent)) {
        if (scope->id == root) {
            return 1;
        }
    }
    return 0;
}

int model_above(const model *m, uint64_t id, uint64_t root) {
    return id != root && root != 0 && model_scope_const(m, root) != NULL && model_inside(m, root, id) && id != 0;
}

nreg_code model_scope_seen(const model *m, uint64_t root, uint64_t id, nreg_scope *seen) {
    const nreg_scope *scope = model_scope_const(m, id);
    const int above = model_above(m, id, root);
    if (scope == NULL || (root != 0 && model_scope_const(m, root) == NULL) || (!above && !model_inside(m, id, root))) {
        return NREG_NOT_FOUND;
    }
    *seen = *scope;
    if (above) {
        seen->created = seen->updated = 0;
        seen->revision = 0;
        memset(seen->external_id, 0, sizeof seen->external_id);
    }
    return NREG_OK;
}

void model_path(const model *m, uint64_t id, char path[NREG_PATH_SIZE]) {
    const nreg_scope *scope = model_scope_const(m, id);
    path[0] = '\0';
    if (scope->parent != 0) {
        model_path(m, scope->parent, path);
        strcat(path, "/");
    }
    strcat(path, scope->key);
}

uint64_t model_holder_of(uint64_t business, uint64_t unit, uint64_t program) {
    return program != 0 ? program : unit != 0 ? unit : business;
}

uint64_t model_holder(const nreg_record *record) {
    return model_holder_of(record->business, record->unit, record->program);
}

static void copy(char *to, size_t size, const char *from) {
    memset(to, 0, size);
    strncpy(to, from, size - 1);
}

static int taken(const model *m, uint64_t parent, const char *key, const char *external_id, uint64_t but) {
    for (uint32_t i = 0; i < m->scope_count; i++) {
        const nreg_scope *s = &m->scopes[i];
        if (s->parent == parent && s->id != but &&
            ((key != NULL && strcmp(s->key, key) == 0) ||
             (external_id != NULL && external_id[0] != '\0' && strcmp(s->external_id, external_id) == 0))) {
            return 1;
        }
    }
    return 0;
}

nreg_code model_scope_add(model *m, uint64_t root, uint64_t parent, const nreg_scope_options *options,
                          nreg_scope *made) {
    const nreg_scope *above = model_scope_const(m, parent);
    if (root != 0 && model_scope_const(m, root) == NULL) {
        return NREG_NOT_FOUND;
    }
    if (parent == 0 && root != 0) {
        return NREG_DENIED;
    }
    if (parent != 0 && !model_inside(m, parent, root)) {
        return model_above(m, parent, root) ? NREG_DENIED : NREG_NOT_FOUND;
    }
    if (above != NULL && (above->level == NREG_LEVEL_PROGRAM || options->organization)) {
        return NREG_INVALID_ARGUMENT;
    }
    memset(made, 0, sizeof *made);
    made->parent = parent;
    made->level = above != NULL           ? above->level + 1
                  : options->organization ? NREG_LEVEL_ORGANIZATION
                                          : NREG_LEVEL_BUSINESS;
    if (made->level != NREG_LEVEL_PROGRAM && (options->starts > 0 || options->ends > 0)) {
        return NREG_INVALID_ARGUMENT;
    }
    if (above != NULL && above->state == NREG_SCOPE_CLOSED) {
        return NREG_CLOSED;
    }
    if (taken(m, parent, options->key, options->external_id, 0)) {
        return NREG_EXISTS;
    }
    made->organization = above != NULL ? above->organization : 0;
    made->business = above != NULL ? above->business : 0;
    made->unit = above != NULL ? above->unit : 0;
    made->created = made->updated = m->now;
    made->starts = options->starts > 0 ? options->starts : 0;
    made->ends = options->ends > 0 ? options->ends : 0;
    made->state = NREG_SCOPE_OPEN;
    made->revision = 1;
    copy(made->key, sizeof made->key, options->key);
    copy(made->external_id, sizeof made->external_id, options->external_id == NULL ? "" : options->external_id);
    copy(made->label, sizeof made->label, options->label == NULL ? options->key : options->label);
    copy(made->region, sizeof made->region, options->region == NULL ? "" : options->region);
    return NREG_OK;
}

/* The code that a session gets for a scope it wants to change; NREG_DENIED for those above its root. */
static nreg_code own(const model *m, uint64_t root, uint64_t id) {
    if (root != 0 && model_scope_const(m, root) == NULL) {
        return NREG_NOT_FOUND;
    }
    if (!model_inside(m, id, root)) {
        return model_above(m, id, root) ? NREG_DENIED : NREG_NOT_FOUND;
    }
    return NREG_OK;
}

nreg_code model_scope_change(model *m, uint64_t root, uint64_t id, const nreg_scope_options *options) {
    const nreg_code code = own(m, root, id);
    if (code != NREG_OK) {
        return code;
    }
    nreg_scope *scope = model_scope(m, id);
    nreg_scope after = *scope;
    if (scope->state == NREG_SCOPE_CLOSED) {
        return NREG_CLOSED;
    }
    if (options->external_id != NULL) {
        copy(after.external_id, sizeof after.external_id, options->external_id);
    }
    if (options->label != NULL) {
        copy(after.label, sizeof after.label, options->label);
    }
    if (options->region != NULL) {
        copy(after.region, sizeof after.region, options->region);
    }
    after.starts = options->starts == -1 ? after.starts : options->starts;
    after.ends = options->ends == -1 ? after.ends : options->ends;
    if ((after.level != NREG_LEVEL_PROGRAM && (after.starts != 0 || after.ends != 0)) ||
        (after.starts != 0 && after.ends != 0 && after.ends <= after.starts)) {
        return NREG_INVALID_ARGUMENT;
    }
    if (memcmp(&after, scope, sizeof after) == 0) {
        return NREG_OK; /* nothing to write */
    }
    if (taken(m, scope->parent, NULL, after.external_id, id)) {
        return NREG_EXISTS;
    }
    after.updated = m->now;
    after.revision++;
    *scope = after;
    return NREG_OK;
}

nreg_code model_scope_close(model *m, uint64_t root, uint64_t id) {
    const nreg_code code = own(m, root, id);
    if (code != NREG_OK || id == root) {
        return code != NREG_OK ? code : NREG_DENIED;
    }
    nreg_scope *scope = model_scope(m, id);
    if (scope->state == NREG_SCOPE_CLOSED) {
        return NREG_OK;
    }
    for (uint32_t i = 0; i < m->scope_count; i++) {
        if (m->scopes[i].parent == id && m->scopes[i].state == NREG_SCOPE_OPEN) {
            return NREG_NOT_EMPTY;
        }
    }
    for (uint32_t i = 0; i < m->record_count; i++) {
        if (model_inside(m, model_holder(&m->records[i]), id)) {
            return NREG_NOT_EMPTY;
        }
    }
    scope->state = NREG_SCOPE_CLOSED;
    scope->updated = m->now;
    scope->revision++;
    return NREG_OK;
}
