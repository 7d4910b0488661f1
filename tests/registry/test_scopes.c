/* SPDX-License-Identifier: MIT */
/* Adding, changing and closing scopes (rules R2 and R16): what is refused, and what survives a bad store. */
#include "../world/shaky.h"

#include <stdio.h>
#include <string.h>

static nreg_scope_options options_for(const char *key) {
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.key = key;
    return options;
}

static nreg_code add(world *w, int parent, const nreg_scope_options *options, nreg_scope *scope) {
    return nreg_scope_add(w->operator_session, world_id(w, parent), options, scope, &w->error);
}

static void keys_are_short_and_plain(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    char longest[65];
    memset(longest, 'k', sizeof longest);
    longest[64] = '\0';
    const char *bad[] = {"", "A", "a b", "a/b", ".a", "-a", "a\n", "a\xC3\xA9", "caf\xC3\xA9", longest, "a:b", "a\\b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nreg_scope_options options = options_for(bad[i]);
        assert_code(w, add(w, ACME, &options, NULL), NREG_INVALID_ARGUMENT);
    }
    nreg_scope_options options = options_for(NULL);
    assert_code(w, add(w, ACME, &options, NULL), NREG_INVALID_ARGUMENT);
    const char *good[] = {"_", "0", "a.b-c_d", longest + 1};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        nreg_scope scope;
        options = options_for(good[i]);
        assert_ok(w, add(w, ACME, &options, &scope));
        assert_string_equal(scope.key, good[i]);
        assert_string_equal(scope.label, good[i]); /* for want of a better */
        assert_string_equal(scope.external_id, "");
        assert_int_equal(scope.created, w->clock);
        assert_int_equal(scope.revision, 1);
        assert_int_equal(scope.state, NREG_SCOPE_OPEN);
        assert_true(scope.id >= 1 && scope.id <= NREG_ID_MAX);
    }
}

static void labels_and_external_ids_of_every_bad_kind_are_refused(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    char text[NREG_LABEL_SIZE + 8];
    memset(text, 'x', sizeof text);
    text[NREG_LABEL_SIZE] = '\0'; /* 256 bytes: one too many */
    const char *bad_labels[] = {"",
                                "  ",
                                "a\nb",
                                "a\x7F",
                                "a\xFF",
                                "\xE2\x80\xAE"
                                "evil",
                                text};
    for (size_t i = 0; i < sizeof bad_labels / sizeof bad_labels[0]; i++) {
        nreg_scope_options options = options_for("new");
        options.label = bad_labels[i];
        assert_code(w, add(w, ACME, &options, NULL), NREG_BAD_TEXT);
        options.key = NULL;
        assert_code(w, nreg_scope_change(w->operator_session, world_id(w, SALES), &options, NULL, &w->error),
                    NREG_BAD_TEXT);
    }
    text[65] = '\0';
    const char *bad_ids[] = {"a\tb", "a\xC3", text};
    for (size_t i = 0; i < sizeof bad_ids / sizeof bad_ids[0]; i++) {
        nreg_scope_options options = options_for("new");
        options.external_id = bad_ids[i];
        assert_code(w, add(w, ACME, &options, NULL), NREG_BAD_TEXT);
    }
    nreg_scope scope;
    nreg_scope_options options = options_for("new");
    text[64] = '\0';
    options.external_id = text; /* 64 bytes: just fits */
    options.label = "Cafe\xCC\x81 \xE2\x98\x8E";
    assert_ok(w, add(w, ACME, &options, &scope));
    assert_string_equal(scope.external_id, text);
    assert_string_equal(scope.label, "Caf\xC3\xA9 \xE2\x98\x8E");
}

static void label_limit_counts_bytes_of_the_normal_form(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    char label[1024];
    nreg_scope scope;
    nreg_scope_options options = options_for("hangul");
    for (size_t i = 0; i < 86; i++) {
        memcpy(label + i * 9, "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 10);
    }
    options.label = label; /* 774 bytes, 258 in normal form */
    assert_code(w, add(w, ACME, &options, NULL), NREG_BAD_TEXT);
    label[85 * 9] = '\0'; /* 765 bytes, 255 in normal form */
    assert_ok(w, add(w, ACME, &options, &scope));
    assert_int_equal(strlen(scope.label), NREG_LABEL_SIZE - 1);
}

static const char *region_at(world *w, nreg_session *session, int scope) {
    static char region[4];
    assert_ok(w, nreg_scope_region(session, world_id(w, scope), region, sizeof region, &w->error));
    return region;
}

static void set_region(world *w, int scope, const char *region) {
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.region = region;
    assert_ok(w, nreg_scope_change(w->operator_session, world_id(w, scope), &options, NULL, &w->error));
}

static void the_nearest_region_above_is_a_scopes(void **state) {
    world *w = *state;
    char small[3] = "";
    nreg_session *spring = world_session(w, SPRING);
    assert_string_equal(region_at(w, spring, SPRING), "US"); /* the policy's */
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        set_region(w, RESELLER, "GB");
        assert_string_equal(region_at(w, spring, SPRING), "GB");
        assert_string_equal(region_at(w, w->operator_session, GLOBEX), "GB");
        assert_string_equal(region_at(w, w->operator_session, SOLO), "US");
        set_region(w, ACME, "FR");
        set_region(w, SALES, "DE");
        assert_string_equal(region_at(w, spring, SPRING), "DE");
        assert_string_equal(region_at(w, spring, ACME), "FR");
        assert_string_equal(region_at(w, w->acme_session, HELPLINE), "FR");
        set_region(w, SPRING, "CA");
        assert_string_equal(region_at(w, spring, SPRING), "CA");
    }
    assert_code(w, nreg_scope_region(spring, world_id(w, SUMMER), small, 3, &w->error), NREG_NOT_FOUND);
    assert_code(w, nreg_scope_region(spring, world_id(w, SPRING), small, 2, &w->error), NREG_LIMIT_EXCEEDED);
    assert_code(w, nreg_scope_region(spring, world_id(w, SPRING), NULL, 3, &w->error), NREG_INVALID_ARGUMENT);
    assert_ok(w, nreg_scope_region(spring, world_id(w, SPRING), small, 3, &w->error));
    nreg_session_close(spring);
}

static void regions_are_those_of_the_plan(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    const char *bad[] = {"U", "USA", "ZZ", "1A", "\xC3\xA9"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nreg_scope_options options = options_for("new");
        options.region = bad[i];
        assert_code(w, add(w, ACME, &options, NULL), NREG_INVALID_ARGUMENT);
    }
    nreg_scope scope;
    nreg_scope_options options = options_for("new");
    options.region = "gb";
    assert_ok(w, add(w, ACME, &options, &scope));
    assert_string_equal(scope.region, "GB");
    options = options_for(NULL);
    assert_ok(w, nreg_scope_change(w->operator_session, scope.id, &options, &scope, &w->error));
    assert_string_equal(scope.region, "GB");
    assert_int_equal(scope.revision, 1); /* nothing was asked for, nothing was written */
    options.region = "";
    assert_ok(w, nreg_scope_change(w->operator_session, scope.id, &options, &scope, &w->error));
    assert_string_equal(scope.region, "");
    assert_int_equal(scope.revision, 2);
}

static void only_programs_have_times(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_scope scope;
    nreg_scope_options options = options_for("timed");
    options.starts = 1000;
    assert_code(w, add(w, ACME, &options, NULL), NREG_INVALID_ARGUMENT);
    options.ends = 1000;
    assert_code(w, add(w, SALES, &options, NULL), NREG_INVALID_ARGUMENT);
    options.ends = -2;
    assert_code(w, add(w, SALES, &options, NULL), NREG_INVALID_ARGUMENT);
    options.ends = 2000;
    assert_ok(w, add(w, SALES, &options, &scope));
    assert_int_equal(scope.starts, 1000);
    assert_int_equal(scope.ends, 2000);
    options = options_for(NULL);
    options.starts = 0;
    assert_ok(w, nreg_scope_change(w->operator_session, scope.id, &options, &scope, &w->error));
    assert_int_equal(scope.starts, 0);
    assert_int_equal(scope.ends, 2000);
}

static void keys_and_external_ids_are_unique_in_their_parent(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_scope_options options = options_for("sales");
    assert_code(w, add(w, ACME, &options, NULL), NREG_EXISTS);
    assert_non_null(strstr(w->error.message, "key"));
    assert_ok(w, add(w, GLOBEX, &options, NULL));
    options = options_for("other-sales");
    options.external_id = "x-sales";
    assert_code(w, add(w, ACME, &options, NULL), NREG_EXISTS);
    assert_non_null(strstr(w->error.message, "external id"));
    assert_ok(w, add(w, GLOBEX, &options, NULL));
    options = options_for(NULL);
    options.external_id = "x-sales";
    assert_code(w, nreg_scope_change(w->operator_session, world_id(w, SUPPORT), &options, NULL, &w->error),
                NREG_EXISTS);
    options.external_id = "";
    nreg_scope scope;
    assert_ok(w, nreg_scope_change(w->operator_session, world_id(w, SUPPORT), &options, &scope, &w->error));
    assert_string_equal(scope.external_id, "");
    assert_code(
        w, nreg_scope_find_external(w->operator_session, world_id(w, ACME), "x-support", NREG_NUL, &scope, &w->error),
        NREG_NOT_FOUND);
}

static void neither_key_nor_level_changes(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_scope_options options = options_for("renamed");
    assert_code(w, nreg_scope_change(w->operator_session, world_id(w, SALES), &options, NULL, &w->error),
                NREG_INVALID_ARGUMENT);
    options = options_for(NULL);
    options.organization = 1;
    assert_code(w, nreg_scope_change(w->operator_session, world_id(w, SALES), &options, NULL, &w->error),
                NREG_INVALID_ARGUMENT);
    options.organization = 2;
    options.key = "x";
    assert_code(w, nreg_scope_add(w->operator_session, 0, &options, NULL, &w->error), NREG_INVALID_ARGUMENT);
}

static void empty_a_scope(world *w, int scope) {
    for (int k = 0; k < NUMBERS_EACH; k++) {
        world_remove(w, world_number(scope, k));
    }
}

static nreg_code close_scope(world *w, int scope) {
    return nreg_scope_close(w->operator_session, world_id(w, scope), &w->error);
}

static void a_scope_closes_only_when_nothing_is_left_in_it(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    assert_code(w, close_scope(w, SPRING), NREG_NOT_EMPTY); /* numbers */
    empty_a_scope(w, SPRING);
    assert_ok(w, close_scope(w, SPRING));
    assert_ok(w, close_scope(w, SPRING)); /* again */
    empty_a_scope(w, SALES);
    assert_code(w, close_scope(w, SALES), NREG_NOT_EMPTY); /* another open Program, with numbers */
    empty_a_scope(w, SUMMER);
    assert_code(w, close_scope(w, SALES), NREG_NOT_EMPTY); /* another open Program */
    assert_ok(w, close_scope(w, SUMMER));
    assert_ok(w, close_scope(w, SALES));
    assert_code(w, close_scope(w, ACME), NREG_NOT_EMPTY);
    assert_code(w, close_scope(w, RESELLER), NREG_NOT_EMPTY); /* open Businesses */
    nreg_scope scope;
    assert_ok(w, nreg_scope_get(w->operator_session, world_id(w, SALES), &scope, &w->error));
    assert_int_equal(scope.state, NREG_SCOPE_CLOSED);
    assert_int_equal(scope.revision, 2);
}

static void numbers_below_keep_a_scope_open(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    empty_a_scope(w, PAGER);
    assert_ok(w, close_scope(w, PAGER));
    empty_a_scope(w, OPS);
    const nreg_record record = world_record_at(w, world_number(PAGER, 5), PAGER);
    world_put(w, &record, 1);
    assert_code(w, close_scope(w, OPS), NREG_NOT_EMPTY);
    empty_a_scope(w, GLOBEX);
    assert_code(w, close_scope(w, GLOBEX), NREG_NOT_EMPTY);
}

static void nothing_happens_in_a_closed_scope(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    empty_a_scope(w, PAGER);
    empty_a_scope(w, OPS);
    assert_ok(w, close_scope(w, PAGER));
    assert_ok(w, close_scope(w, OPS));
    nreg_scope_options options = options_for("late");
    assert_code(w, add(w, OPS, &options, NULL), NREG_CLOSED);
    options = options_for(NULL);
    options.label = "Late";
    assert_code(w, nreg_scope_change(w->operator_session, world_id(w, OPS), &options, NULL, &w->error), NREG_CLOSED);
    options = options_for("ops"); /* its key stays taken */
    assert_code(w, add(w, GLOBEX, &options, NULL), NREG_EXISTS);
    /* A session rooted there can still look. */
    nreg_session *session = world_session(w, OPS);
    nreg_scope scope;
    nreg_record_cursor cursor = {0};
    nreg_record record;
    uint32_t count = 9, more = 9;
    assert_ok(w, nreg_scope_get(session, world_id(w, PAGER), &scope, &w->error));
    assert_ok(w, nreg_record_list(session, NULL, &cursor, &record, 1, &count, &more, &w->error));
    assert_int_equal(count, 0);
    assert_int_equal(more, 0);
    nreg_session_close(session);
}

static void malformed_paths_name_the_key_at_fault(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    static const struct {
        const char *path;
        int64_t position;
        nreg_code code;
    } cases[] = {
        {"", 0, NREG_INVALID_ARGUMENT},
        {"/", 0, NREG_INVALID_ARGUMENT},
        {"reseller/", 9, NREG_INVALID_ARGUMENT},
        {"reseller//acme", 9, NREG_INVALID_ARGUMENT},
        {"reseller/Acme", 9, NREG_INVALID_ARGUMENT},
        {"reseller/acme/sales/spring/x", 27, NREG_INVALID_ARGUMENT},
        {"reseller/acme/sales/winter", 20, NREG_NOT_FOUND},
        {"reseller/acme/nothing/spring", 14, NREG_NOT_FOUND},
        {"nobody/acme", 0, NREG_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nreg_scope scope;
        assert_code(w, nreg_scope_find(w->operator_session, cases[i].path, NREG_NUL, &scope, &w->error), cases[i].code);
        assert_int_equal(w->error.position, cases[i].position);
    }
    nreg_scope scope;
    assert_ok(w, nreg_scope_find(w->operator_session, "solo/garbage", 4, &scope, &w->error));
    assert_int_equal(scope.id, world_id(w, SOLO));
}

static void a_path_fits_its_buffer_or_says_so(void **state) {
    world *w = *state;
    char path[NREG_PATH_SIZE] = "?";
    assert_code(w, nreg_scope_path(w->operator_session, world_id(w, ACME), path, 13, &w->error), NREG_LIMIT_EXCEEDED);
    assert_string_equal(path, "?");
    assert_ok(w, nreg_scope_path(w->operator_session, world_id(w, ACME), path, 14, &w->error));
    assert_string_equal(path, "reseller/acme");
}

static void an_id_that_is_taken_is_drawn_again(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    nreg_scope scope;
    nreg_scope_options options = options_for("unlucky");
    world_peace(w);
    w->random = 42; /* the ids of the world, all over again */
    assert_ok(w, add(w, ACME, &options, &scope));
    for (int i = 0; i < SCOPES; i++) {
        assert_int_not_equal(scope.id, world_id(w, i));
    }
    assert_int_equal(scope.unit, scope.id);
}

static void a_store_without_scopes_says_so(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        skip();
    }
    nreg_scope scope;
    uint32_t count, more;
    nreg_scope_options options = options_for("new");
    assert_code(w, add(w, ACME, &options, NULL), NREG_UNSUPPORTED);
    options = options_for(NULL);
    options.label = "New";
    assert_code(w, nreg_scope_change(w->operator_session, world_id(w, ACME), &options, NULL, &w->error),
                NREG_UNSUPPORTED);
    assert_code(w, close_scope(w, ACME), NREG_UNSUPPORTED);
    assert_code(w, nreg_scope_list(w->operator_session, 0, NULL, &scope, 1, &count, &more, &w->error),
                NREG_UNSUPPORTED);
    assert_code(w, nreg_scope_find(w->operator_session, "solo", NREG_NUL, &scope, &w->error), NREG_UNSUPPORTED);
    assert_code(w, nreg_scope_find_external(w->operator_session, 0, "x-solo", NREG_NUL, &scope, &w->error),
                NREG_UNSUPPORTED);
}

static void a_resolver_that_contradicts_itself_is_not_believed(void **state) {
    world *w = *state;
    if (world_keeps(w, NREG_GROUP_SCOPES)) {
        skip();
    }
    const nreg_scope good = w->scopes[SALES];
    nreg_scope *scope = &w->scopes[SALES];
    nreg_scope seen;
    for (int fault = 0; fault < 7; fault++) {
        *scope = good;
        switch (fault) {
        case 0:
            scope->level = 9;
            break;
        case 1:
            scope->state = 0;
            break;
        case 2:
            scope->parent = world_id(w, GLOBEX);
            break;
        case 3:
            scope->business = 0;
            break;
        case 4:
            scope->unit = 0;
            break;
        case 5:
            memset(scope->label, 'x', sizeof scope->label);
            break;
        default:
            memset(scope->key, 'x', sizeof scope->key);
            break;
        }
        assert_code(w, nreg_scope_get(w->operator_session, good.id, &seen, &w->error), NREG_HOST);
    }
    *scope = good;
    assert_ok(w, nreg_scope_get(w->operator_session, good.id, &seen, &w->error));
    assert_code(w, nreg_scope_get(w->operator_session, 0, &seen, &w->error), NREG_NOT_FOUND);
    assert_code(w, nreg_scope_get(w->operator_session, NREG_ID_MAX + 1, &seen, &w->error), NREG_NOT_FOUND);
}

/* Everything that writes a scope once; each returns what the store shows afterwards to be there, once. */
static nreg_code write_once(world *w, nreg_session *session, int what, int run) {
    char key[32];
    nreg_scope scope;
    nreg_scope_options options;
    snprintf(key, sizeof key, "w%d-%d", what, run);
    switch (what) {
    case 0:
        options = options_for(key);
        options.external_id = key;
        return nreg_scope_add(session, world_id(w, ACME), &options, &scope, &w->error);
    case 1:
        options = options_for(NULL);
        options.label = key;
        return nreg_scope_change(session, world_id(w, SALES), &options, &scope, &w->error);
    default:
        return nreg_scope_close(session, world_id(w, TRIAL), &w->error);
    }
}

static void assert_written(world *w, int what, int run, int written) {
    char key[64];
    nreg_scope scope;
    nreg_scope_get(w->operator_session, world_id(w, what == 1 ? SALES : TRIAL), &scope, &w->error);
    if (what == 0) {
        snprintf(key, sizeof key, "reseller/acme/w%d-%d", what, run);
        assert_code(w, nreg_scope_find(w->operator_session, key, NREG_NUL, &scope, &w->error),
                    written ? NREG_OK : NREG_NOT_FOUND);
    } else if (what == 1) {
        snprintf(key, sizeof key, "w%d-%d", what, run);
        assert_int_equal(strcmp(scope.label, key) == 0, written);
    } else {
        assert_int_equal(scope.state == NREG_SCOPE_CLOSED, written);
    }
}

static void a_store_failure_is_passed_on_and_changes_nothing(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    shaky s = shaky_open(w, OPERATOR);
    empty_a_scope(w, TRIAL);
    for (int what = 0; what < 3; what++) {
        for (uint32_t n = 1;; n++) {
            hostile_fail_at(s.h, n, NREG_IO, 0);
            const nreg_code code = write_once(w, s.session, what, (int)n);
            if (!hostile_failed(s.h)) {
                assert_int_equal(code, NREG_OK);
                assert_written(w, what, (int)n, 1);
                break;
            }
            assert_int_equal(code, NREG_IO);
            assert_string_equal(w->error.message, SHAKY_MESSAGE);
            assert_written(w, what, (int)n, 0);
        }
    }
    shaky_close(&s);
}

static void a_conflict_in_the_store_is_run_again(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    shaky s = shaky_open(w, OPERATOR);
    empty_a_scope(w, TRIAL);
    for (int what = 0; what < 3; what++) {
        for (uint32_t n = 2;; n++) { /* 1 is `begin` */
            hostile_fail_at(s.h, n, NREG_RETRY, 0);
            assert_ok(w, write_once(w, s.session, what, (int)n));
            assert_written(w, what, (int)n, 1);
            if (!hostile_failed(s.h)) {
                break;
            }
        }
    }
    /* But not for ever. */
    hostile_fail_at(s.h, 1, NREG_RETRY, 1);
    assert_code(w, write_once(w, s.session, 0, 0), NREG_BUSY);
    shaky_close(&s);
}

static void a_commit_lost_from_sight_takes_effect_once(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    shaky s = shaky_open(w, OPERATOR);
    empty_a_scope(w, TRIAL);
    for (int after = 0; after < 2; after++) {
        for (int what = 0; what < 3; what++) {
            /* Find the commit: the last call of an undisturbed run. */
            const uint64_t before = s.h->counts.calls;
            assert_ok(w, write_once(w, s.session, what, 100 + after));
            const uint64_t between = s.h->counts.calls;
            hostile_fail_at(s.h, between - before, NREG_UNKNOWN, 0);
            s.h->done_first = after;
            assert_ok(w, write_once(w, s.session, what, 200 + after));
            assert_true(hostile_failed(s.h) || what == 2);
            assert_true(s.h->counts.calls - between > between - before || what == 2);
            hostile_fail_at(s.h, 0, NREG_OK, 0);
            assert_written(w, what, 200 + after, 1);
        }
    }
    shaky_close(&s);
}

int main(void) {
    const struct CMUnitTest scopes[] = {
        ON_NUMBERS(keys_are_short_and_plain),
        ON_NUMBERS(labels_and_external_ids_of_every_bad_kind_are_refused),
        ON_NUMBERS(label_limit_counts_bytes_of_the_normal_form),
        ON_NUMBERS(the_nearest_region_above_is_a_scopes),
        ON_NUMBERS(regions_are_those_of_the_plan),
        ON_NUMBERS(only_programs_have_times),
        ON_NUMBERS(keys_and_external_ids_are_unique_in_their_parent),
        ON_NUMBERS(neither_key_nor_level_changes),
        ON_NUMBERS(a_scope_closes_only_when_nothing_is_left_in_it),
        ON_NUMBERS(numbers_below_keep_a_scope_open),
        ON_NUMBERS(nothing_happens_in_a_closed_scope),
        ON_NUMBERS(malformed_paths_name_the_key_at_fault),
        ON_NUMBERS(a_path_fits_its_buffer_or_says_so),
        ON_NUMBERS(an_id_that_is_taken_is_drawn_again),
        ON_NUMBERS(a_store_without_scopes_says_so),
        ON_NUMBERS(a_resolver_that_contradicts_itself_is_not_believed),
        ON_NUMBERS(a_store_failure_is_passed_on_and_changes_nothing),
        ON_NUMBERS(a_conflict_in_the_store_is_run_again),
        ON_NUMBERS(a_commit_lost_from_sight_takes_effect_once),
    };
    return world_run(scopes);
}
