/* SPDX-License-Identifier: MIT */
#include "site.h"

#include <stdlib.h>
#include <string.h>

static nreg_code tell_time(int64_t *now, void *context) {
    *now = ((site *)context)->now;
    return NREG_OK;
}

static nreg_code draw(void *buffer, size_t length, void *context) {
    site *s = context;
    for (size_t i = 0; i < length; i++) {
        s->random = s->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        ((unsigned char *)buffer)[i] = (unsigned char)(s->random >> 56);
    }
    return NREG_OK;
}

static uint64_t add_scope(site *s, uint64_t parent, const char *key, const char *external_id, const char *region,
                          uint32_t organization) {
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    options.external_id = external_id;
    options.region = region;
    options.organization = organization;
    site_ok(s, nreg_scope_add(s->session, parent, &options, &scope, &s->error));
    return scope.id;
}

site *site_new(const test_store *kind) {
    site *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->kind = kind;
    s->opened = test_store_open(kind);
    s->now = INT64_C(1800000000000000);
    s->random = 7;
    nreg_error_init(&s->error);
    if (!site_keeps(s, NREG_GROUP_SCOPES)) {
        test_store_close(&s->opened);
        free(s);
        return NULL;
    }
    nreg_registry_options options;
    nreg_host host;
    const nreg_allocator allocator = failing_allocator_of(&s->memory);
    nreg_host_init(&host);
    host.clock = tell_time;
    host.random = draw;
    host.context = s;
    nreg_registry_options_init(&options);
    options.host = &host;
    options.allocator = &allocator;
    site_ok(s, nreg_registry_open(s->opened.store, &options, &s->registry, &s->error));
    site_ok(s, nreg_session_open_operator(s->registry, "operator", NREG_NUL, NULL, 0, &s->session, &s->error));
    s->group = add_scope(s, 0, "group", "G-1", NULL, 1);
    s->acme = add_scope(s, s->group, "acme", "0f8fad5b-d9cb-469f-a165-70867728950e", NULL, 0);
    s->sales = add_scope(s, s->acme, "sales", "U-1", NULL, 0);
    s->spring = add_scope(s, s->sales, "spring", "P/1", NULL, 0);
    s->summer = add_scope(s, s->sales, "summer", "twice", NULL, 0);
    s->bolt = add_scope(s, 0, "bolt", "twice", "GB", 0);
    return s;
}

void site_free(site *s) {
    nreg_session_close(s->session);
    nreg_registry_close(s->registry);
    assert_int_equal(s->memory.live, 0);
    test_store_close(&s->opened);
    free(s);
}

nreg_import_row site_row(const char *number, const char *scope, uint32_t status, int64_t created) {
    nreg_import_row row;
    memset(&row, 0, sizeof row);
    row.number = number;
    row.number_length = UINT64_MAX;
    row.scope = scope;
    row.scope_length = scope == NULL ? 0 : UINT64_MAX;
    row.purpose = NREG_PURPOSE_SURVEY;
    row.status = status;
    row.created = created;
    return row;
}

nreg_import *site_import(site *s, const nreg_import_options *options) {
    nreg_import *import;
    site_ok(s, nreg_import_new(s->session, options, &import, &s->error));
    return import;
}

void site_add(site *s, nreg_import *import, const nreg_import_row *rows, size_t count) {
    site_ok(s, nreg_import_add(import, rows, sizeof *rows, count, &s->error));
}

nreg_migration *site_preview(site *s, nreg_import *import) {
    nreg_migration *migration;
    site_ok(s, nreg_import_preview(import, NULL, &migration, &s->error));
    return migration;
}

nreg_migration *site_commit(site *s, nreg_import *import, const char *request_id) {
    nreg_migration *migration;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = request_id;
    site_ok(s, nreg_import_commit(import, &options, &migration, &s->error));
    return migration;
}

nreg_migration_counts site_summary(const nreg_migration *migration) {
    nreg_migration_counts summary;
    memset(&summary, 0, sizeof summary);
    summary.struct_size = (uint32_t)sizeof summary;
    assert_int_equal(nreg_migration_summary(migration, &summary), NREG_OK);
    assert_int_equal(summary.imported + summary.rejected, summary.rows);
    assert_int_equal(summary.pending + summary.needs_proof + summary.active + summary.suspended + summary.declined,
                     summary.imported);
    return summary;
}

nreg_record site_record(site *s, uint64_t number) {
    nreg_record record;
    site_ok(s, nreg_record_get(s->session, &number, 1, &record, NULL, &s->error));
    return record;
}

uint64_t site_reasons(const nreg_migration *migration, uint32_t row) {
    uint32_t count, stride;
    const nreg_migration_rejected *rejects = nreg_migration_rejects(migration, &count, &stride);
    assert_int_equal(stride, sizeof *rejects);
    for (uint32_t i = 0; i < count; i++) {
        if (rejects[i].row == row) {
            nreg_result *result;
            assert_int_equal(nreg_migration_result(migration, rejects[i].scope, &result), NREG_OK);
            const uint64_t reasons = nreg_result_outcomes(result, NULL, NULL)[rejects[i].outcome].reasons;
            assert_int_equal(nreg_result_outcomes(result, NULL, NULL)[rejects[i].outcome].row, row);
            nreg_result_free(result);
            return reasons;
        }
    }
    return 0;
}

int site_keeps(const site *s, uint32_t group) {
    return (nreg_store_groups(s->opened.store) & group) == group;
}
