/* SPDX-License-Identifier: MIT */
/* Imports while memory runs out and stores make trouble: what is answered is done, what failed can be done again. */
#include "../store/hostile.h"
#include "site.h"

#include <stdio.h>
#include <string.h>

static const char csv[] = "number,scope,purpose,status\n"
                          "+15012149020,group/acme,Survey,Active\n"
                          "+15012149021,U-1,Survey,Active\n"
                          "+15012149021,bolt,Survey,Active\n"
                          "+15012149022,nowhere,Survey,Active\n"
                          "+15012149023,twice,Survey,Suspended\n"
                          "+15012149024,bolt,Survey,Suspended\n";

typedef struct text {
    size_t at;
} text;

static nreg_code read_text(void *buffer, size_t capacity, size_t *length, void *context) {
    text *t = context;
    const size_t left = sizeof csv - 1 - t->at;
    *length = left < capacity ? left : capacity;
    memcpy(buffer, csv + t->at, *length);
    t->at += *length;
    return NREG_OK;
}

/* The whole of it, with what can be done before something failed. */
static nreg_code work(site *s, nreg_migration **migration) {
    nreg_import *import = NULL;
    text t = {0};
    const nreg_source source = {read_text, &t};
    const nreg_import_row row = site_row("+15012149025", "group/acme/sales/spring", NREG_STATUS_ACTIVE, 5);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = site_keeps(s, NREG_GROUP_BATCHES) ? "again" : NULL;
    nreg_code code = nreg_import_new(s->session, NULL, &import, &s->error);
    if (code == NREG_OK) {
        code = nreg_import_read(import, &source, NULL, NULL, &s->error);
        assert_int_equal(nreg_import_count(import), code == NREG_OK ? 6 : 0);
    }
    if (code == NREG_OK) {
        code = nreg_import_add(import, &row, sizeof row, 1, &s->error);
        assert_int_equal(nreg_import_count(import), code == NREG_OK ? 7 : 6);
    }
    if (code == NREG_OK) {
        code = nreg_import_preview(import, NULL, migration, &s->error);
    }
    if (code == NREG_OK) {
        nreg_migration_free(*migration);
        *migration = NULL;
        code = nreg_import_commit(import, &options, migration, &s->error);
    }
    nreg_import_free(import);
    return code;
}

static void check_done(site *s, nreg_migration *migration, int once) {
    const nreg_migration_counts summary = site_summary(migration);
    assert_int_equal(summary.rows, 7);
    assert_int_equal(summary.claimed, 2);
    assert_int_equal(summary.unplaced, 1);
    assert_int_equal(summary.imported + summary.already, 4);
    if (once) {
        assert_int_equal(summary.imported, 4);
    }
    assert_int_equal(site_record(s, 15012149020).business, s->acme);
    assert_int_equal(site_record(s, 15012149023).business, s->bolt);
    assert_int_equal(site_record(s, 15012149024).business, s->bolt);
    assert_int_equal(site_record(s, 15012149025).program, s->spring);
    assert_int_equal(site_record(s, 15012149021).number, 0);
    for (uint64_t number = 15012149020; number <= 15012149025; number++) {
        assert_true(site_record(s, number).revision <= 1);
    }
    nreg_migration_free(migration);
}

static void each_allocation_fails(site *s) {
    for (int forever = 0; forever < 2; forever++) {
        uint64_t n = 1;
        for (nreg_code code = NREG_NO_MEMORY; code != NREG_OK; n++) {
            nreg_migration *migration = NULL;
            const int64_t live = s->memory.live;
            s->memory.calls = 0;
            s->memory.failed = 0;
            s->memory.fail_at = n;
            s->memory.forever = forever;
            code = work(s, &migration);
            s->memory.fail_at = 0;
            if (code == NREG_OK) {
                check_done(s, migration, site_keeps(s, NREG_GROUP_BATCHES));
            } else {
                assert_int_equal(code, NREG_NO_MEMORY);
                assert_int_equal(s->error.code, NREG_NO_MEMORY);
            }
            assert_int_equal(s->memory.live, live);
        }
        assert_true(n > 50);
    }
}

static void short_memory_loses_nothing_and_leaks_nothing(void **state) {
    (void)state;
    on_every_store(each_allocation_fails);
}

static void each_call_of_the_store_fails(void **state) {
    (void)state;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        site *s = kind->is_hostile ? site_new(kind) : NULL;
        for (uint64_t n = 1; s != NULL; n++) {
            nreg_migration *migration = NULL;
            hostile_fail_at(s->opened.hostile, n, NREG_IO, 0);
            const nreg_code code = work(s, &migration);
            const int failed = hostile_failed(s->opened.hostile);
            hostile_fail_at(s->opened.hostile, 0, NREG_IO, 0);
            if (code == NREG_OK) {
                check_done(s, migration, site_keeps(s, NREG_GROUP_BATCHES));
            } else {
                assert_int_equal(code, NREG_IO);
            }
            assert_int_equal(s->opened.hostile->counts.begun, s->opened.hostile->counts.ended);
            if (!failed) {
                assert_int_equal(code, NREG_OK);
                break;
            }
        }
        if (s != NULL) {
            site_free(s);
        }
    }
}

static void imports_keep_their_promises_at_war(void **state) {
    (void)state;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        for (uint64_t seed = 1; kind->is_hostile && seed <= 20; seed++) {
            site *s = site_new(kind);
            if (s == NULL) {
                break;
            }
            nreg_migration *migration = NULL;
            nreg_code code;
            hostile_seed(s->opened.hostile, seed);
            s->opened.hostile->plan = hostile_war();
            int tries = 0;
            do {
                code = work(s, &migration);
            } while (code != NREG_OK && ++tries < 200);
            s->opened.hostile->plan = hostile_peace();
            site_ok(s, code);
            check_done(s, migration, site_keeps(s, NREG_GROUP_BATCHES));
            site_free(s);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_memory_loses_nothing_and_leaks_nothing),
        cmocka_unit_test(each_call_of_the_store_fails),
        cmocka_unit_test(imports_keep_their_promises_at_war),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
