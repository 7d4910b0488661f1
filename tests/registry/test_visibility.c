/* SPDX-License-Identifier: MIT */
/* docs/visibility.md as a test: what a session of every root sees and may change, of every scope and number (rule R14).
 */
#include "../world/world.h"

#include <stdio.h>
#include <string.h>

/* Every kind of root, and an operator. */
#define FOR_EVERY_ROOT(root) for (int root = 0; root <= OPERATOR; root++)
#define FOR_EVERY_SCOPE(scope) for (int scope = 0; scope < SCOPES; scope++)

enum { HIDDEN, ABOVE, INSIDE };

static int sight(int root, int scope) {
    if (world_covers(root, scope)) {
        return INSIDE;
    }
    return root != OPERATOR && world_covers(scope, root) ? ABOVE : HIDDEN;
}

static void path_of(const world *w, int scope, char *path, size_t size) {
    size_t length = 0;
    if (world_parent(scope) != NOWHERE) {
        path_of(w, world_parent(scope), path, size);
        length = strlen(path);
        path[length++] = '/';
    }
    assert_true(length + sizeof w->scopes[scope].key <= size);
    strcpy(path + length, w->scopes[scope].key);
}

static void assert_shown(const world *w, int root, int scope, const nreg_scope *shown) {
    nreg_scope expected = w->scopes[scope];
    if (sight(root, scope) == ABOVE) {
        expected.created = expected.updated = 0;
        expected.revision = 0;
        memset(expected.external_id, 0, sizeof expected.external_id);
    }
    assert_memory_equal(shown, &expected, sizeof expected);
}

static void scopes_are_whole_inside_outlined_above_and_hidden_elsewhere(void **state) {
    world *w = *state;
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        FOR_EVERY_SCOPE(scope) {
            nreg_scope shown;
            char path[256], own[NREG_PATH_SIZE] = "";
            const nreg_code expected = sight(root, scope) != HIDDEN ? NREG_OK : NREG_NOT_FOUND;
            path_of(w, scope, path, sizeof path);
            assert_code(w, nreg_scope_get(session, world_id(w, scope), &shown, &w->error), expected);
            if (expected == NREG_OK) {
                assert_shown(w, root, scope, &shown);
            }
            assert_code(w, nreg_scope_path(session, world_id(w, scope), own, sizeof own, &w->error), expected);
            assert_string_equal(own, expected == NREG_OK ? path : "");
            assert_code(w, nreg_scope_region(session, world_id(w, scope), own, sizeof own, &w->error), expected);
        }
        nreg_session_close(session);
    }
}

static void scopes_are_found_by_path_and_external_id_as_far_as_they_are_seen(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        FOR_EVERY_SCOPE(scope) {
            nreg_scope shown;
            char path[256], external_id[72];
            path_of(w, scope, path, sizeof path);
            const int seen = sight(root, scope);
            assert_code(w, nreg_scope_find(session, path, NREG_NUL, &shown, &w->error),
                        seen != HIDDEN ? NREG_OK : NREG_NOT_FOUND);
            if (seen != HIDDEN) {
                assert_shown(w, root, scope, &shown);
            }
            snprintf(external_id, sizeof external_id, "x-%s", w->scopes[scope].key);
            assert_code(w,
                        nreg_scope_find_external(session, world_id(w, world_parent(scope)), external_id, NREG_NUL,
                                                 &shown, &w->error),
                        seen == INSIDE ? NREG_OK : NREG_NOT_FOUND);
            if (seen == INSIDE) {
                assert_shown(w, root, scope, &shown);
            }
        }
        nreg_session_close(session);
    }
}

static int compare_keys(const world *w, int a, int b) {
    return strcmp(w->scopes[a].key, w->scopes[b].key);
}

static void lists_hold_what_lies_inside_or_on_the_way(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        for (int parent = NOWHERE; parent < SCOPES; parent++) {
            /* What a session that sees everything would list, and of that what this one sees. */
            int expected[SCOPES], count = 0;
            FOR_EVERY_SCOPE(scope) {
                if (world_parent(scope) == parent && sight(root, scope) != HIDDEN) {
                    int at = count++;
                    for (; at > 0 && compare_keys(w, scope, expected[at - 1]) < 0; at--) {
                        expected[at] = expected[at - 1];
                    }
                    expected[at] = scope;
                }
            }
            char after[NREG_KEY_SIZE] = "";
            uint32_t more = 1;
            int seen = 0;
            const nreg_code code = parent == NOWHERE || sight(root, parent) != HIDDEN ? NREG_OK : NREG_NOT_FOUND;
            while (more != 0) {
                nreg_scope page[2];
                uint32_t listed = 0;
                assert_code(w, nreg_scope_list(session, world_id(w, parent), after, page, 2, &listed, &more, &w->error),
                            code);
                if (code != NREG_OK) {
                    break;
                }
                for (uint32_t i = 0; i < listed; i++) {
                    assert_true(seen < count);
                    assert_shown(w, root, expected[seen++], &page[i]);
                    memcpy(after, page[i].key, sizeof after);
                }
            }
            assert_int_equal(seen, code == NREG_OK ? count : 0);
        }
        nreg_session_close(session);
    }
}

/* All numbers a session lists, in pages of `capacity`, into a set by scope and k. */
static nreg_code list_all(world *w, nreg_session *session, const nreg_record_filter *filter, uint32_t capacity,
                          int found[SCOPES]) {
    nreg_record_cursor cursor = {0};
    uint64_t business = 0, last = 0;
    uint32_t more = 1;
    memset(found, 0, sizeof(int) * SCOPES);
    while (more != 0) {
        nreg_record page[16];
        uint32_t count = 0;
        const nreg_code code = nreg_record_list(session, filter, &cursor, page, capacity, &count, &more, &w->error);
        if (code != NREG_OK) {
            return code;
        }
        for (uint32_t i = 0; i < count; i++) {
            const int scope = world_scope_of(page[i].number);
            const nreg_record expected = world_record_at(w, page[i].number, scope);
            assert_memory_equal(&page[i], &expected, sizeof expected);
            found[scope]++;
            assert_true(page[i].business != business || page[i].number > last);
            business = page[i].business;
            last = page[i].number;
        }
    }
    return NREG_OK;
}

static void numbers_are_listed_inside_the_root_and_nowhere_else(void **state) {
    world *w = *state;
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        for (int at = NOWHERE; at < SCOPES; at++) {
            for (uint32_t only_here = 0; only_here < 2; only_here++) {
                nreg_record_filter filter;
                nreg_record_filter_init(&filter);
                filter.scope = world_id(w, at);
                filter.only_here = only_here;
                const int scope = at == NOWHERE ? root : at;
                nreg_code expected = sight(root, scope) == INSIDE || scope == OPERATOR ? NREG_OK : NREG_NOT_FOUND;
                const int organization = scope != OPERATOR && w->scopes[scope].level == NREG_LEVEL_ORGANIZATION;
                if (expected == NREG_OK && scope == OPERATOR && only_here) {
                    expected = NREG_INVALID_ARGUMENT;
                } else if (expected == NREG_OK && organization && !only_here && !world_keeps(w, NREG_GROUP_SCOPES)) {
                    expected = NREG_UNSUPPORTED; /* nobody can say which Businesses it has */
                }
                for (uint32_t capacity = 1; capacity <= 16; capacity += 5) {
                    int found[SCOPES];
                    assert_code(w, list_all(w, session, &filter, capacity, found), expected);
                    FOR_EVERY_SCOPE(holder) {
                        const int wanted = expected == NREG_OK && !(organization && only_here) &&
                                           w->scopes[holder].level != NREG_LEVEL_ORGANIZATION &&
                                           (only_here ? holder == scope : world_covers(scope, holder));
                        assert_int_equal(found[holder], wanted ? NUMBERS_EACH : 0);
                    }
                }
            }
        }
        nreg_session_close(session);
    }
}

static void numbers_are_found_inside_the_root_and_nowhere_else(void **state) {
    world *w = *state;
    uint64_t numbers[SCOPES * NUMBERS_EACH + 4];
    uint32_t count = 0;
    for (int k = NUMBERS_EACH - 1; k >= 0; k--) {
        FOR_EVERY_SCOPE(scope) {
            numbers[count++] = world_number(scope, k);
        }
    }
    numbers[count++] = 0;
    numbers[count++] = UINT64_MAX;
    numbers[count++] = numbers[7];
    numbers[count++] = 442079460000;
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        nreg_record records[SCOPES * NUMBERS_EACH + 4];
        uint32_t found = 99, expected_found = 0;
        memset(records, 'x', sizeof records);
        assert_ok(w, nreg_record_get(session, numbers, count, records, &found, &w->error));
        for (uint32_t i = 0; i < count; i++) {
            nreg_record expected;
            memset(&expected, 0, sizeof expected);
            const int scope = world_scope_of(numbers[i]);
            if (scope >= 0 && scope < SCOPES && numbers[i] == world_number(scope, (int)((numbers[i] / 100) % 10)) &&
                w->scopes[scope].level != NREG_LEVEL_ORGANIZATION && world_covers(root, scope)) {
                expected = world_record_at(w, numbers[i], scope);
                expected_found++;
            }
            assert_memory_equal(&records[i], &expected, sizeof expected);
        }
        assert_int_equal(found, expected_found);
        nreg_session_close(session);
    }
}

static void assignments_name_the_way_from_the_top(void **state) {
    world *w = *state;
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        FOR_EVERY_SCOPE(scope) {
            nreg_assignments shown;
            memset(&shown, 'x', sizeof shown);
            shown.struct_size = (uint32_t)sizeof shown;
            const nreg_code code = nreg_record_assignments(session, world_number(scope, 2), &shown, &w->error);
            if (w->scopes[scope].level == NREG_LEVEL_ORGANIZATION || sight(root, scope) != INSIDE) {
                assert_code(w, code, NREG_NOT_FOUND);
                continue;
            }
            assert_code(w, code, NREG_OK);
            char path[256];
            path_of(w, scope, path, sizeof path);
            assert_string_equal(shown.path, path);
            const nreg_record record = world_record_at(w, world_number(scope, 2), scope);
            assert_memory_equal(&shown.record, &record, sizeof record);
            nreg_scope *const shown_scopes[] = {NULL, &shown.organization, &shown.business, &shown.unit,
                                                &shown.program};
            const nreg_scope none = {0};
            for (uint32_t level = NREG_LEVEL_ORGANIZATION; level <= NREG_LEVEL_PROGRAM; level++) {
                int at = scope;
                while (at != NOWHERE && w->scopes[at].level != level) {
                    at = world_parent(at);
                }
                if (at == NOWHERE) {
                    assert_memory_equal(shown_scopes[level], &none, sizeof none);
                } else {
                    assert_shown(w, root, at, shown_scopes[level]);
                }
            }
        }
        nreg_session_close(session);
    }
}

static void counts_are_those_of_the_scope_and_below(void **state) {
    world *w = *state;
    /* Another status at a Program, so that there is something to tell apart. */
    nreg_record record = world_record_at(w, world_number(SPRING, 0), SPRING);
    record.status = NREG_STATUS_ACTIVE;
    record.purpose = NREG_PURPOSE_CHARITY;
    world_change(w, &record);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        for (int at = NOWHERE; at < SCOPES; at++) {
            const int scope = at == NOWHERE ? root : at;
            nreg_record_count counts[3];
            uint32_t count = 0;
            const nreg_code code = nreg_record_counts(session, world_id(w, at), counts, 3, &count, &w->error);
            if (scope == OPERATOR) {
                assert_code(w, code, NREG_INVALID_ARGUMENT);
                continue;
            }
            if (sight(root, scope) != INSIDE) {
                assert_code(w, code, NREG_NOT_FOUND);
                continue;
            }
            if (!world_keeps(w, NREG_GROUP_SCOPES)) {
                assert_code(w, code, NREG_UNSUPPORTED); /* nor counts */
                continue;
            }
            assert_code(w, code, NREG_OK);
            uint64_t pending = 0;
            FOR_EVERY_SCOPE(holder) {
                pending += w->scopes[holder].level != NREG_LEVEL_ORGANIZATION && world_covers(scope, holder)
                               ? NUMBERS_EACH
                               : 0;
            }
            const uint64_t active = world_covers(scope, SPRING) ? 1 : 0;
            pending -= active;
            assert_int_equal(count, (pending != 0) + active);
            assert_int_equal(counts[0].count, pending);
            assert_int_equal(counts[0].status, NREG_STATUS_PENDING);
            assert_int_equal(counts[0].purpose, NREG_PURPOSE_SURVEY);
            if (active != 0) {
                assert_int_equal(counts[1].count, 1);
                assert_int_equal(counts[1].status, NREG_STATUS_ACTIVE);
                assert_int_equal(counts[1].purpose, NREG_PURPOSE_CHARITY);
            }
        }
        nreg_session_close(session);
    }
}

static void scopes_are_changed_inside_the_root_only(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        FOR_EVERY_SCOPE(scope) {
            nreg_scope_options options;
            nreg_scope changed;
            char label[64];
            const int seen = sight(root, scope);
            snprintf(label, sizeof label, "Changed by %d", root);
            nreg_scope_options_init(&options);
            options.label = label;
            assert_code(w, nreg_scope_change(session, world_id(w, scope), &options, &changed, &w->error),
                        seen == INSIDE  ? NREG_OK
                        : seen == ABOVE ? NREG_DENIED
                                        : NREG_NOT_FOUND);
            if (seen == INSIDE) {
                assert_string_equal(changed.label, label);
                assert_int_equal(changed.revision, w->scopes[scope].revision + 1);
                w->scopes[scope] = changed;
            }
            nreg_scope now;
            assert_ok(w, nreg_scope_get(w->operator_session, world_id(w, scope), &now, &w->error));
            assert_memory_equal(&now, &w->scopes[scope], sizeof now);
        }
        nreg_session_close(session);
    }
}

static void scopes_are_added_inside_the_root_only(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        for (int parent = NOWHERE; parent < SCOPES; parent++) {
            nreg_scope_options options;
            nreg_scope added;
            char key[64];
            snprintf(key, sizeof key, "by-%d", root);
            nreg_scope_options_init(&options);
            options.key = key;
            nreg_code expected = NREG_OK;
            if (parent == NOWHERE) {
                expected = root == OPERATOR ? NREG_OK : NREG_DENIED;
            } else if (sight(root, parent) != INSIDE) {
                expected = sight(root, parent) == ABOVE ? NREG_DENIED : NREG_NOT_FOUND;
            } else if (w->scopes[parent].level == NREG_LEVEL_PROGRAM) {
                expected = NREG_INVALID_ARGUMENT;
            }
            assert_code(w, nreg_scope_add(session, world_id(w, parent), &options, &added, &w->error), expected);
            if (expected == NREG_OK) {
                assert_int_equal(added.level, parent == NOWHERE ? NREG_LEVEL_BUSINESS : w->scopes[parent].level + 1);
            }
            options.organization = 1;
            options.key = "new-reseller";
            assert_code(w, nreg_scope_add(session, world_id(w, parent), &options, &added, &w->error),
                        parent != NOWHERE  ? NREG_INVALID_ARGUMENT
                        : root == OPERATOR ? NREG_OK
                                           : NREG_DENIED);
        }
        nreg_session_close(session);
    }
}

static void scopes_are_closed_below_the_root_only(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    FOR_EVERY_ROOT(root) {
        nreg_session *session = world_session(w, root);
        FOR_EVERY_SCOPE(scope) {
            const int seen = sight(root, scope);
            const nreg_code expected = seen == HIDDEN                                         ? NREG_NOT_FOUND
                                       : seen == ABOVE || (scope == root && root != OPERATOR) ? NREG_DENIED
                                                                                              : NREG_NOT_EMPTY;
            assert_code(w, nreg_scope_close(session, world_id(w, scope), &w->error), expected);
        }
        nreg_session_close(session);
    }
}

/* Everything a session can learn through scopes and records, as bytes. */
typedef struct transcript {
    unsigned char bytes[1 << 19];
    size_t length;
} transcript;

static void note(transcript *t, const void *data, size_t length) {
    assert_true(t->length + length <= sizeof t->bytes);
    memcpy(t->bytes + t->length, data, length);
    t->length += length;
}

static void note_failure(transcript *t, const nreg_error *error) {
    note(t, &error->code, sizeof error->code);
    note(t, &error->position, sizeof error->position);
    note(t, error->message, strlen(error->message));
}

static void listen(world *w, int root, transcript *t) {
    nreg_session *session = world_session(w, root);
    t->length = 0;
    for (int scope = NOWHERE; scope < SCOPES; scope++) {
        nreg_scope seen[8];
        nreg_record records[64];
        nreg_record_filter filter;
        nreg_record_cursor cursor = {0};
        uint32_t count = 0, more = 0;
        char path[256] = "nowhere/at/all";
        if (scope != NOWHERE) {
            path_of(w, scope, path, sizeof path);
        }
        memset(seen, 0, sizeof seen);
        nreg_scope_get(session, world_id(w, scope), seen, &w->error);
        note_failure(t, &w->error);
        nreg_scope_find(session, path, NREG_NUL, seen + 1, &w->error);
        note_failure(t, &w->error);
        note(t, seen, 2 * sizeof *seen);
        nreg_scope_list(session, world_id(w, scope), "", seen, 8, &count, &more, &w->error);
        note_failure(t, &w->error);
        note(t, seen, count * sizeof *seen);
        nreg_record_filter_init(&filter);
        filter.scope = world_id(w, scope);
        count = 0;
        nreg_record_list(session, &filter, &cursor, records, 64, &count, &more, &w->error);
        note_failure(t, &w->error);
        note(t, records, count * sizeof *records);
        note(t, &more, sizeof more);
        note(t, &cursor, sizeof cursor);
        const uint64_t number = scope == NOWHERE ? 442079460000 : world_number(scope, 1);
        nreg_record_get(session, &number, 1, records, &count, &w->error);
        note_failure(t, &w->error);
        note(t, records, sizeof *records);
        nreg_record_count counts[16];
        count = 0;
        nreg_record_counts(session, world_id(w, scope), counts, 16, &count, &w->error);
        note_failure(t, &w->error);
        note(t, counts, count * sizeof *counts);
        nreg_assignments assignments;
        memset(&assignments, 0, sizeof assignments);
        assignments.struct_size = (uint32_t)sizeof assignments;
        nreg_record_assignments(session, number, &assignments, &w->error);
        note_failure(t, &w->error);
        note(t, &assignments, sizeof assignments);
        filter.order = NREG_ORDER_CHANGE;
        cursor = (nreg_record_cursor){0};
        count = 0;
        nreg_record_list(session, &filter, &cursor, records, 64, &count, &more, &w->error);
        note_failure(t, &w->error);
        note(t, records, count * sizeof *records);
    }
    nreg_session_close(session);
}

/* Changes all that a session of this root may not see. */
static void stir(world *w, int root) {
    FOR_EVERY_SCOPE(scope) {
        if (sight(root, scope) == INSIDE) {
            continue;
        }
        nreg_scope_options options;
        char external_id[32];
        snprintf(external_id, sizeof external_id, "other-%d", scope);
        nreg_scope_options_init(&options);
        options.external_id = external_id;
        if (sight(root, scope) == HIDDEN) {
            options.label = "Other";
        }
        w->clock += 1000000;
        assert_ok(w, nreg_scope_change(w->operator_session, world_id(w, scope), &options, NULL, &w->error));
        if (w->scopes[scope].level < NREG_LEVEL_PROGRAM) {
            nreg_scope_options_init(&options);
            options.key = "a-new-one";
            assert_ok(w, nreg_scope_add(w->operator_session, world_id(w, scope), &options, NULL, &w->error));
        }
        if (w->scopes[scope].level != NREG_LEVEL_ORGANIZATION) {
            world_remove(w, world_number(scope, 0));
            nreg_record record = world_record_at(w, world_number(scope, 7), scope);
            record.status = NREG_STATUS_ACTIVE;
            world_put(w, &record, 1);
        }
    }
    const nreg_record record = world_record_at(w, 442079460000, root == SOLO ? INITECH : SOLO);
    world_put(w, &record, 1);
}

static int root_under_test;

static void other_tenants_make_no_difference(void **state) {
    world *w = *state;
    world_peace(w); /* pages cut at random are no difference that another makes */
    world_needs(w, NREG_GROUP_SCOPES);
    static transcript before, after;
    listen(w, root_under_test, &before);
    stir(w, root_under_test);
    listen(w, root_under_test, &after);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
}

static void answers_do_differ_when_the_own_scope_changes(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    static transcript before, after;
    listen(w, SALES, &before);
    world_remove(w, world_number(SPRING, 1));
    listen(w, SALES, &after);
    assert_true(before.length != after.length || memcmp(before.bytes, after.bytes, before.length) != 0);
}

int main(void) {
    const struct CMUnitTest visibility[] = {
        ON_NUMBERS(scopes_are_whole_inside_outlined_above_and_hidden_elsewhere),
        ON_NUMBERS(scopes_are_found_by_path_and_external_id_as_far_as_they_are_seen),
        ON_NUMBERS(lists_hold_what_lies_inside_or_on_the_way),
        ON_NUMBERS(numbers_are_listed_inside_the_root_and_nowhere_else),
        ON_NUMBERS(numbers_are_found_inside_the_root_and_nowhere_else),
        ON_NUMBERS(assignments_name_the_way_from_the_top),
        ON_NUMBERS(counts_are_those_of_the_scope_and_below),
        ON_NUMBERS(scopes_are_changed_inside_the_root_only),
        ON_NUMBERS(scopes_are_added_inside_the_root_only),
        ON_NUMBERS(scopes_are_closed_below_the_root_only),
        ON_NUMBERS(answers_do_differ_when_the_own_scope_changes),
    };
    const struct CMUnitTest interference[] = {ON_NUMBERS(other_tenants_make_no_difference)};
    int failed = world_run(visibility);
    static const int roots[] = {RESELLER, ACME, SALES, SPRING, SOLO};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        root_under_test = roots[i];
        failed |= world_run(interference);
    }
    return failed;
}
