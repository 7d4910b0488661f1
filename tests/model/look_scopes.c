/* SPDX-License-Identifier: MIT */
/* Rules R2 and R14: scopes by id, path, external id and page by page, as every kind of session sees them. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void compare(run *r, const char *what, nreg_code code, const nreg_scope *expected, nreg_code got,
                    const nreg_scope *found) {
    if (same_code(r, what, code, got) && code == NREG_OK) {
        (void)same_scope(r, what, expected, found);
    }
}

static void look_get(run *r, nreg_session *session, uint64_t root, uint64_t id) {
    nreg_scope expected;
    nreg_scope found;
    const nreg_code code = model_scope_seen(r->m, root, id, &expected);
    nreg_code got;
    do {
        got = nreg_scope_get(session, id, &found, &r->error);
    } while (once_more(r, got));
    compare(r, "a scope by id", code, &expected, got, &found);
}

static void look_path(run *r, dice *d, nreg_session *session, uint64_t root, uint64_t id) {
    char path[NREG_PATH_SIZE + 8] = "nowhere/at/all";
    char spelled[NREG_PATH_SIZE];
    const size_t room = rarely(d, 8) ? 3 : sizeof spelled;
    nreg_scope expected;
    nreg_scope found;
    const nreg_code code = model_scope_seen(r->m, root, id, &expected);
    if (model_scope_const(r->m, id) != NULL) {
        model_path(r->m, id, path);
    }
    const int too_long = strlen(path) >= room;
    nreg_code got;
    do {
        got = nreg_scope_path(session, id, spelled, room, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "path of a scope", code == NREG_OK && too_long ? NREG_LIMIT_EXCEEDED : code, got) &&
        got == NREG_OK) {
        (void)same_text(r, "path of a scope", path, spelled);
    }
    const int malformed = rarely(d, 12);
    if (malformed) {
        strcat(path, "//");
    }
    do {
        got = nreg_scope_find(session, path, NREG_NUL, &found, &r->error);
    } while (once_more(r, got));
    compare(r, "a scope by path", malformed ? NREG_INVALID_ARGUMENT : code, &expected, got, &found);
}

/* Only what the session may change: nobody guesses external ids above his root. */
static void look_external(run *r, dice *d, nreg_session *session, uint64_t root, uint64_t parent) {
    char wanted[16];
    snprintf(wanted, sizeof wanted, "x%u", pick(d, 8));
    const nreg_scope *expected = NULL;
    for (uint32_t i = 0; i < r->m->scope_count; i++) {
        const nreg_scope *scope = &r->m->scopes[i];
        if (scope->parent == parent && strcmp(scope->external_id, wanted) == 0 && model_inside(r->m, scope->id, root)) {
            expected = scope;
        }
    }
    nreg_scope found;
    nreg_code got;
    do {
        got = nreg_scope_find_external(session, parent, wanted, NREG_NUL, &found, &r->error);
    } while (once_more(r, got));
    compare(r, "a scope by external id", expected == NULL ? NREG_NOT_FOUND : NREG_OK, expected, got, &found);
}

static int by_key(const void *a, const void *b) {
    return strcmp(((const nreg_scope *)a)->key, ((const nreg_scope *)b)->key);
}

/* What lies right below `parent`: on the way to the root only the next step of it. */
static nreg_code expect_list(const run *r, uint64_t root, uint64_t parent, nreg_scope *expected, uint32_t *count) {
    *count = 0;
    if (root != 0 && model_scope_const(r->m, root) == NULL) {
        return NREG_NOT_FOUND;
    }
    for (const nreg_scope *s = model_scope_const(r->m, root); s != NULL; s = model_scope_const(r->m, s->parent)) {
        if (s->parent == parent) {
            *count = 1;
            return model_scope_seen(r->m, root, s->id, expected);
        }
    }
    if ((parent != 0 || root != 0) && !model_inside(r->m, parent, root)) {
        return NREG_NOT_FOUND;
    }
    for (uint32_t i = 0; i < r->m->scope_count; i++) {
        if (r->m->scopes[i].parent == parent) {
            expected[(*count)++] = r->m->scopes[i];
        }
    }
    qsort(expected, *count, sizeof *expected, by_key);
    return NREG_OK;
}

static void look_list(run *r, dice *d, nreg_session *session, uint64_t root, uint64_t parent) {
    static nreg_scope expected[SCOPES_MAX];
    nreg_scope page[8];
    char after[NREG_KEY_SIZE] = "";
    const uint32_t capacity = 1 + pick(d, 8);
    uint32_t count = 0;
    uint32_t listed = 0;
    uint32_t more = 1;
    const nreg_code code = expect_list(r, root, parent, expected, &count);
    for (uint32_t pages = 0; more && !r->failed && pages < SCOPES_MAX; pages++) {
        uint32_t got = 0;
        nreg_code answered;
        do {
            answered = nreg_scope_list(session, parent, after, page, capacity, &got, &more, &r->error);
        } while (once_more(r, answered));
        if (!same_code(r, "list of scopes", code, answered) || code != NREG_OK) {
            return;
        }
        for (uint32_t i = 0; i < got && !r->failed; i++) {
            if (listed == count) {
                differ(r, "a list of scopes has one more: %s", page[i].key);
            } else if (same_scope(r, "a scope listed", &expected[listed++], &page[i])) {
                memcpy(after, page[i].key, sizeof after);
            }
        }
    }
    (void)same_number(r, "scopes listed", count, listed);
}

void look_scopes(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_SCOPES) == 0) {
        return;
    }
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint64_t root = root_of(r, who);
    const uint64_t id = scope_of(r, slot);
    const uint64_t parent = rarely(d, 8) || slot_parent(slot) == SLOTS ? 0 : scope_of(r, slot_parent(slot));
    nreg_session *session = session_of(r, who);
    look_get(r, session, root, id);
    look_path(r, d, session, root, id);
    look_external(r, d, session, root, parent);
    if (rarely(d, 2)) {
        look_list(r, d, session, root, parent);
    }
    nreg_session_close(session);
}
