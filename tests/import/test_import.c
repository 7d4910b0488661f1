/* SPDX-License-Identifier: MIT */
/* Taking over an older registry (rule R17): what is kept as it was, what is reported, and that doing it twice is doing
 * it once. */
#include "site.h"

#include <stdio.h>
#include <string.h>

#include <numberreg/extend/store.h>

#define BIT NREG_REASON_BIT

static const int64_t then = INT64_C(1500000000000000);

static void keeps_what_was(site *s) {
    nreg_import *import = site_import(s, NULL);
    nreg_import_row rows[] = {
        site_row("(501) 214-9020", "group/acme", NREG_STATUS_ACTIVE, then),
        site_row("501-214-9021", "group/acme/sales", NREG_STATUS_SUSPENDED, then + 1),
        site_row("501-214-9022", "GROUP/ACME/Sales/Spring", NREG_STATUS_DECLINED, 0),
        site_row("501-214-9023", " group/acme/sales/spring ", NREG_STATUS_NEEDS_PROOF, then + 2),
        site_row("501-214-9024", NULL, 0, 0),
    };
    rows[3].purpose = 0;
    rows[3].purpose_text = "do not originate";
    rows[3].purpose_length = UINT64_MAX;
    rows[4].scope_id = s->summer;
    site_add(s, import, rows, 5);
    assert_int_equal(nreg_import_count(import), 5);

    nreg_migration *migration = site_commit(s, import, NULL);
    const nreg_migration_counts summary = site_summary(migration);
    assert_int_equal(summary.imported, 5);
    assert_int_equal(summary.scopes, 4);
    assert_int_equal(summary.active, 1);
    assert_int_equal(summary.suspended, 1);
    assert_int_equal(summary.declined, 1);
    assert_int_equal(summary.needs_proof, 1);
    assert_int_equal(summary.pending, 1);
    assert_int_equal(summary.dno, 1);
    assert_int_equal(summary.flags, 0);

    nreg_record record = site_record(s, 15012149020);
    assert_int_equal(record.business, s->acme);
    assert_int_equal(record.unit, 0);
    assert_int_equal(record.status, NREG_STATUS_ACTIVE); /* no review */
    assert_int_equal(record.created, then);
    assert_int_equal(record.updated, s->now);
    assert_int_equal(record.flags, NREG_RECORD_IMPORTED);
    assert_int_equal(record.purpose, NREG_PURPOSE_SURVEY);
    record = site_record(s, 15012149021);
    assert_int_equal(record.unit, s->sales);
    assert_int_equal(record.program, 0);
    record = site_record(s, 15012149022);
    assert_int_equal(record.program, s->spring);
    assert_int_equal(record.created, s->now);
    record = site_record(s, 15012149023);
    assert_int_equal(record.purpose, NREG_PURPOSE_DO_NOT_ORIGINATE);
    assert_int_equal(record.dno_batch, record.last_batch);
    record = site_record(s, 15012149024);
    assert_int_equal(record.program, s->summer);
    assert_int_equal(record.status, NREG_STATUS_PENDING);

    if (site_keeps(s, NREG_GROUP_JOURNAL)) {
        nreg_journal_cursor cursor = {0};
        nreg_journal_row row[2];
        uint32_t count, more;
        site_ok(s, nreg_journal_number(s->session, 15012149020, &cursor, row, 2, &count, &more, &s->error));
        assert_int_equal(count, 1);
        assert_int_equal(row[0].action, NREG_ACTION_IMPORT);
        assert_int_equal(row[0].change, NREG_CHANGE_ADDED);
        assert_int_equal(row[0].status_after, NREG_STATUS_ACTIVE);
        assert_int_equal(row[0].created, then);
    }
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void statuses_times_purposes_and_scopes_are_kept_without_review(void **state) {
    (void)state;
    on_every_store(keeps_what_was);
}

static uint64_t placed(site *s, const char *name, uint64_t within) {
    nreg_import_options options;
    nreg_import_options_init(&options);
    options.within = within;
    nreg_import *import = site_import(s, &options);
    const nreg_import_row row = site_row("5012149020", name, 0, 0);
    site_add(s, import, &row, 1);
    nreg_migration *migration = site_preview(s, import);
    const uint64_t scope = nreg_migration_scopes(migration, NULL, NULL)[0].scope;
    assert_int_equal(scope == 0, site_reasons(migration, 1) == BIT(NREG_REASON_SCOPE_UNKNOWN));
    nreg_migration_free(migration);
    nreg_import_free(import);
    return scope;
}

static void finds_scopes(site *s) {
    assert_int_equal(placed(s, "group/acme", 0), s->acme);
    assert_int_equal(placed(s, "0f8fad5b-d9cb-469f-a165-70867728950e", 0), s->acme);
    assert_int_equal(placed(s, "G-1/0f8fad5b-d9cb-469f-a165-70867728950e/U-1", 0), s->sales);
    assert_int_equal(placed(s, "group/acme/U-1/spring", 0), s->spring);
    assert_int_equal(placed(s, "U-1", 0), s->sales);
    assert_int_equal(placed(s, "P/1", 0), s->spring);
    assert_int_equal(placed(s, "P/1", s->sales), s->spring);
    assert_int_equal(placed(s, "acme/sales/spring", s->group), s->spring);
    assert_int_equal(placed(s, "SPRING", s->sales), s->spring);
    /* Two have this external id; only at the place where it is asked for it is plain which. */
    assert_int_equal(placed(s, "twice", 0), s->bolt);
    assert_int_equal(placed(s, "twice", s->sales), s->summer);
    assert_int_equal(placed(s, "twice", s->group), s->summer);
    /* Not there, or nothing that holds numbers. */
    static const char *const unknown[] = {"",
                                          "acme",
                                          "group",
                                          "G-1",
                                          "u-1",
                                          "group/acme/",
                                          "/group/acme",
                                          "group//acme",
                                          "group/acme/sales/spring/x",
                                          "P/2",
                                          "nowhere/acme"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_int_equal(placed(s, unknown[i], 0), 0);
    }
    assert_int_equal(placed(s, "bolt", s->group), 0);
}

static void scopes_are_found_by_path_external_ids_or_a_unique_external_id(void **state) {
    (void)state;
    on_every_store(finds_scopes);
}

static void reports(site *s) {
    nreg_scope_options spring;
    nreg_scope_options_init(&spring);
    spring.external_id = "both";
    site_ok(s, nreg_scope_change(s->session, s->spring, &spring, NULL, &s->error));
    site_ok(s, nreg_scope_change(s->session, s->acme, &spring, NULL, &s->error));
    nreg_import *import = site_import(s, NULL);
    nreg_import_row rows[] = {
        site_row("5012149020", "bolt", 0, 0),                /* 1 read as British: no such number, a warning */
        site_row("+15012149021", "bolt", 0, 0),              /* 2 foreign: a warning */
        site_row("5012149022", "nowhere", 0, 0),             /* 3 */
        site_row("5012149023", "group/acme", 0, 0),          /* 4 claimed by 5 */
        site_row("+15012149023", "bolt", 0, 0),              /* 5 */
        site_row("5012149024", "group/acme", 0, 0),          /* 6 */
        site_row("(501) 2149024", "group/acme", 0, 0),       /* 7 repeats 6 */
        site_row("not a number", "group/acme", 0, 0),        /* 8 */
        site_row("5012149025", "nowhere", 0, 0),             /* 9 */
        site_row("5012149026", "both", 0, 0),                /* 10 two scopes have that external id */
        site_row("5012149027", "group/acme", 0, 0),          /* 11 no purpose */
        site_row("5012149028", "group/acme", 0, s->now + 1), /* 12 not yet */
        site_row("5012149024", "group/acme/sales", 0, 0),    /* 13 claims 6 and 7 */
        site_row("2112149020", "group/acme", 0, 0),          /* 14 no such area code: a warning */
        site_row("5012149029", NULL, 0, 0),                  /* 15 no scope at all */
        site_row("2112149021", "group/acme", 0, 0),          /* 16 is said to call, */
        site_row("2112149021", "group/acme", 0, 0),          /* 17 and never to; that the area code warns is no help */
    };
    rows[10].purpose = 0;
    rows[16].purpose = NREG_PURPOSE_DO_NOT_ORIGINATE;
    site_add(s, import, rows, 17);
    nreg_migration *preview = site_preview(s, import);
    assert_int_equal(site_summary(preview).flags, NREG_RESULT_PREVIEW);
    nreg_migration *migration = site_commit(s, import, NULL);
    for (uint32_t row = 1; row <= 17; row++) {
        assert_int_equal(site_reasons(preview, row), site_reasons(migration, row));
    }
    const nreg_migration_counts summary = site_summary(migration);
    assert_int_equal(summary.rows, 17);
    assert_int_equal(summary.imported, 3);
    assert_int_equal(summary.warned, 6); /* 5 too, which is foreign */
    assert_int_equal(summary.claimed, 5);
    assert_int_equal(summary.unplaced, 4);
    assert_int_equal(summary.unknown, 3);
    assert_int_equal(summary.already, 0);
    assert_int_equal(site_reasons(migration, 1), 0);
    assert_int_equal(site_reasons(migration, 2), 0);
    assert_int_equal(site_reasons(migration, 3), BIT(NREG_REASON_SCOPE_UNKNOWN));
    assert_int_equal(site_reasons(migration, 4), BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_int_equal(site_reasons(migration, 5), BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_int_equal(site_reasons(migration, 6), BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_true((site_reasons(migration, 7) & BIT(NREG_REASON_DOUBLE_HOLDER)) != 0);
    assert_int_equal(site_reasons(migration, 8), BIT(NREG_REASON_NOT_A_NUMBER));
    assert_int_equal(site_reasons(migration, 11), BIT(NREG_REASON_PURPOSE_MISSING));
    assert_int_equal(site_reasons(migration, 12), BIT(NREG_REASON_BAD_FIELD));
    assert_int_equal(site_reasons(migration, 13), BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_int_equal(site_reasons(migration, 14), 0);
    assert_int_equal(site_reasons(migration, 16), BIT(NREG_REASON_CONFLICTING_PURPOSE));
    assert_int_equal(site_reasons(migration, 17), BIT(NREG_REASON_CONFLICTING_PURPOSE));
    assert_int_equal(site_record(s, 12112149020).business, s->acme);
    assert_int_equal(site_record(s, 15012149023).number, 0);

    uint32_t count, stride;
    const nreg_migration_rejected *rejects = nreg_migration_rejects(migration, &count, &stride);
    assert_int_equal(count, summary.rejected);
    for (uint32_t i = 1; i < count; i++) {
        assert_true(rejects[i - 1].row < rejects[i].row);
    }
    assert_int_equal(rejects[0].other, 0);
    assert_int_equal(rejects[1].row, 4);
    assert_int_equal(rejects[1].other, 5);
    assert_int_equal(rejects[2].other, 4);
    assert_int_equal(rejects[3].other, 13);

    /* What is said of a claimed number names both places. */
    nreg_result *result;
    char text[NREG_MESSAGE_SIZE];
    assert_int_equal(nreg_migration_result(migration, rejects[1].scope, &result), NREG_OK);
    assert_int_equal(nreg_result_outcomes(result, NULL, NULL)[rejects[1].outcome].holder, s->bolt);
    assert_int_equal(nreg_result_message(result, rejects[1].outcome, 0, text, sizeof text), NREG_OK);
    assert_non_null(strstr(text, "acme here, and bolt"));
    nreg_result_free(result);

    const nreg_migration_unknown *unknown = nreg_migration_unknowns(migration, &count, &stride);
    assert_int_equal(count, 3);
    assert_int_equal(stride, sizeof *unknown);
    assert_string_equal(unknown[0].name, "nowhere");
    assert_int_equal(unknown[0].rows, 2);
    assert_int_equal(unknown[0].row, 3);
    assert_int_equal(unknown[0].ambiguous, 0);
    assert_string_equal(unknown[1].name, "both");
    assert_int_equal(unknown[1].ambiguous, 1);
    assert_string_equal(unknown[2].name, "");
    assert_int_equal(unknown[2].row, 15);

    const nreg_migration_scope *scopes = nreg_migration_scopes(migration, &count, &stride);
    assert_int_equal(count, 4);
    assert_int_equal(stride, sizeof *scopes);
    assert_int_equal(scopes[0].scope, s->bolt);
    assert_string_equal(scopes[1].path, "group/acme");
    assert_int_equal(scopes[1].rows, 9);
    assert_int_equal(scopes[1].imported, 1);
    assert_int_equal(scopes[2].scope, s->sales);
    assert_int_equal(scopes[3].scope, 0);
    assert_int_equal(scopes[3].batch, 0);
    assert_int_equal(scopes[3].rejected, 4);
    nreg_migration_free(preview);
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void what_cannot_be_taken_over_is_reported_row_by_row(void **state) {
    (void)state;
    on_every_store(reports);
}

static void again(site *s) {
    const nreg_import_row rows[] = {
        site_row("5012149020", "group/acme", NREG_STATUS_ACTIVE, then),
        site_row("5012149021", "bolt", NREG_STATUS_ACTIVE, then),
        site_row("5012149022", "nowhere", 0, 0),
    };
    const int keeps = site_keeps(s, NREG_GROUP_BATCHES);
    const char *request = keeps ? "migration-2026" : NULL;
    nreg_import *import = site_import(s, NULL);
    site_add(s, import, rows, 3);
    nreg_migration *first = site_commit(s, import, request);
    assert_int_equal(site_summary(first).imported, 2);
    nreg_migration *same = site_commit(s, import, request); /* the same import once more */
    assert_int_equal(site_summary(same).imported, 2);
    assert_int_equal(nreg_import_add(import, rows, sizeof rows[0], 1, &s->error), NREG_CLOSED);
    nreg_migration_free(same);
    assert_int_equal(nreg_import_preview(import, NULL, &same, &s->error), NREG_CLOSED);
    nreg_import_free(import);

    if (keeps) { /* another process with the same request id */
        import = site_import(s, NULL);
        site_add(s, import, rows, 3);
        nreg_migration *replayed = site_commit(s, import, request);
        assert_int_equal(site_summary(replayed).imported, 2);
        assert_int_equal(site_summary(replayed).replayed, 2);
        assert_int_equal(site_summary(replayed).unplaced, 1);
        assert_int_equal(nreg_migration_scopes(replayed, NULL, NULL)[0].batch,
                         nreg_migration_scopes(first, NULL, NULL)[0].batch);
        nreg_migration_free(replayed);
        nreg_import_free(import);

        import = site_import(s, NULL); /* the same request id, but a number more for acme */
        const nreg_import_row more = site_row("5012149023", "group/acme", 0, 0);
        site_add(s, import, rows, 3);
        site_add(s, import, &more, 1);
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        options.request_id = request;
        assert_int_equal(nreg_import_commit(import, &options, &same, &s->error), NREG_REQUEST_MISMATCH);
        nreg_import_free(import);
    }

    import = site_import(s, NULL); /* without one: nothing twice, and every row answered */
    site_add(s, import, rows, 3);
    nreg_migration *second = site_commit(s, import, NULL);
    assert_int_equal(site_summary(second).imported, 0);
    assert_int_equal(site_summary(second).already, 2);
    assert_int_equal(site_reasons(second, 1), BIT(NREG_REASON_ALREADY_HERE));
    assert_int_equal(site_record(s, 15012149020).revision, 1);
    nreg_migration_free(second);
    nreg_import_free(import);

    import = site_import(s, NULL); /* and no other place takes a number over */
    const nreg_import_row moved = site_row("5012149020", "bolt", NREG_STATUS_ACTIVE, then);
    nreg_import_row american = moved;
    american.number = "+15012149020";
    site_add(s, import, &american, 1);
    second = site_commit(s, import, NULL);
    assert_int_equal(site_reasons(second, 1) & BIT(NREG_REASON_DOUBLE_HOLDER), BIT(NREG_REASON_DOUBLE_HOLDER));
    assert_int_equal(site_record(s, 15012149020).business, s->acme);
    nreg_migration_free(second);
    nreg_import_free(import);
    nreg_migration_free(first);
}

static void an_import_done_again_adds_nothing_twice(void **state) {
    (void)state;
    on_every_store(again);
}

typedef struct stopper {
    uint64_t calls;
    uint64_t stop_at;
    uint64_t last;
    uint64_t total;
} stopper;

static int32_t count_progress(uint64_t done, uint64_t total, void *context) {
    stopper *stop = context;
    assert_true(done >= stop->last);
    stop->calls++;
    stop->last = done;
    stop->total = total;
    return stop->calls == stop->stop_at;
}

/* Rows in two scopes, enough of them for several chunks. */
static nreg_import *many(site *s, size_t count) {
    nreg_import *import = site_import(s, NULL);
    for (size_t i = 0; i < count; i++) {
        char number[16];
        snprintf(number, sizeof number, "+1501214%04d", (int)i);
        const nreg_import_row row = site_row(number, i % 2 == 0 ? "group/acme" : "group/acme/sales", 0, then);
        site_add(s, import, &row, 1);
    }
    return import;
}

static void resumes(site *s) {
    if (!site_keeps(s, NREG_GROUP_BATCHES)) {
        return;
    }
    enum { ROWS = 200 };
    stopper stop = {0, 0, 0, 0};
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "resumed";
    options.chunk_entries = 25;
    options.progress = count_progress;
    options.context = &stop;
    nreg_migration *migration = NULL;
    uint32_t cancelled = 0;
    for (uint64_t at = 1;; at++) { /* each time by another process, and each time broken off a little later */
        nreg_import *import = many(s, ROWS);
        stop = (stopper){0, at, 0, 0};
        const nreg_code code = nreg_import_commit(import, &options, &migration, &s->error);
        nreg_import_free(import);
        if (code == NREG_OK) {
            break;
        }
        assert_int_equal(code, NREG_CANCELLED);
        cancelled++;
    }
    assert_true(cancelled > 2);
    assert_int_equal(stop.total, ROWS);
    assert_int_equal(site_summary(migration).imported, ROWS);
    nreg_record_filter filter;
    nreg_record_cursor cursor = {0};
    nreg_record records[ROWS + 1];
    uint32_t count, more;
    nreg_record_filter_init(&filter);
    site_ok(s, nreg_record_list(s->session, &filter, &cursor, records, ROWS + 1, &count, &more, &s->error));
    assert_int_equal(count, ROWS);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(records[i].revision, 1);
        assert_int_equal(records[i].created, then);
    }
    nreg_migration_free(migration);
}

static void an_import_broken_off_goes_on_where_it_was(void **state) {
    (void)state;
    on_every_store(resumes);
}

static void time_runs_out(site *s) {
    nreg_commit_options options;
    nreg_migration *migration;
    nreg_commit_options_init(&options);
    options.timeout_ms = UINT32_MAX;
    nreg_import *import = many(s, 10);
    site_ok(s, nreg_import_commit(import, &options, &migration, &s->error));
    assert_int_equal(site_summary(migration).imported, 10);
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void a_deadline_far_away_does_not_matter(void **state) {
    (void)state;
    on_every_store(time_runs_out);
}

static void refuses(site *s) {
    nreg_import *import;
    nreg_migration *migration;
    nreg_session *tenant;
    site_ok(s, nreg_session_open(s->registry, s->acme, "user", NREG_NUL, NULL, 0, &tenant, &s->error));
    site_code(s, nreg_import_new(tenant, NULL, &import, &s->error), NREG_DENIED);
    nreg_session_close(tenant);
    site_code(s, nreg_import_new(NULL, NULL, &import, &s->error), NREG_INVALID_ARGUMENT);
    site_code(s, nreg_import_new(s->session, NULL, NULL, &s->error), NREG_INVALID_ARGUMENT);
    nreg_import_options options;
    nreg_import_options_init(&options);
    options.status = 6;
    site_code(s, nreg_import_new(s->session, &options, &import, &s->error), NREG_INVALID_ARGUMENT);
    nreg_import_options_init(&options);
    options.scope = 12345;
    site_code(s, nreg_import_new(s->session, &options, &import, &s->error), NREG_NOT_FOUND);
    nreg_import_options_init(&options);
    options.within = 12345;
    site_code(s, nreg_import_new(s->session, &options, &import, &s->error), NREG_NOT_FOUND);
    nreg_import_options_init(&options);
    memcpy(options.region, "??", 3);
    site_code(s, nreg_import_new(s->session, &options, &import, &s->error), NREG_INVALID_ARGUMENT);
    options.struct_size = 1;
    site_code(s, nreg_import_new(s->session, &options, &import, &s->error), NREG_INVALID_ARGUMENT);

    import = site_import(s, NULL);
    nreg_import_row rows[] = {site_row("5012149020", "bolt", 0, 0), site_row("5012149021", "bolt", 6, 0)};
    site_code(s, nreg_import_add(import, rows, sizeof rows[0], 2, &s->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(s->error.position, 1);
    assert_int_equal(nreg_import_count(import), 0); /* all or none */
    rows[1] = site_row("5012149021", "\xff", 0, 0);
    site_code(s, nreg_import_add(import, rows, sizeof rows[0], 2, &s->error), NREG_BAD_TEXT);
    rows[1] = site_row("5012149021", "bolt", 0, -1);
    site_code(s, nreg_import_add(import, rows, sizeof rows[0], 2, &s->error), NREG_INVALID_ARGUMENT);
    rows[1] = site_row("5012149021", "bolt", 0, 0);
    rows[1].faults = BIT(NREG_REASON_SUSPENDED);
    site_code(s, nreg_import_add(import, rows, sizeof rows[0], 2, &s->error), NREG_INVALID_ARGUMENT);
    site_code(s, nreg_import_add(import, rows, 8, 1, &s->error), NREG_INVALID_ARGUMENT);
    site_code(s, nreg_import_add(import, NULL, sizeof rows[0], 1, &s->error), NREG_INVALID_ARGUMENT);
    site_code(s, nreg_import_add(NULL, rows, sizeof rows[0], 1, &s->error), NREG_INVALID_ARGUMENT);
    site_add(s, import, rows, 0);

    nreg_commit_options commit;
    nreg_commit_options_init(&commit);
    commit.consent = NREG_CONSENT_MOVE;
    site_code(s, nreg_import_commit(import, &commit, &migration, &s->error), NREG_INVALID_ARGUMENT);
    nreg_commit_options_init(&commit);
    commit.atomicity = NREG_ATOMIC_ALL_OR_NOTHING;
    site_code(s, nreg_import_commit(import, &commit, &migration, &s->error), NREG_INVALID_ARGUMENT);
    nreg_commit_options_init(&commit);
    commit.request_id = "a request id of more than forty bytes is one";
    site_code(s, nreg_import_commit(import, &commit, &migration, &s->error), NREG_BAD_TEXT);
    site_code(s, nreg_import_commit(import, NULL, NULL, &s->error), NREG_INVALID_ARGUMENT);
    migration = site_preview(s, import); /* nothing staged: an empty report */
    assert_int_equal(site_summary(migration).rows, 0);
    assert_null(nreg_migration_scopes(migration, NULL, NULL));
    nreg_result *result;
    assert_int_equal(nreg_migration_result(migration, 0, &result), NREG_INVALID_ARGUMENT);
    nreg_migration_free(migration);
    nreg_import_free(import);
    nreg_import_free(NULL);
    nreg_migration_free(NULL);
    assert_int_equal(nreg_import_count(NULL), 0);
    assert_int_equal(nreg_migration_summary(NULL, NULL), NREG_INVALID_ARGUMENT);
}

static void what_makes_no_sense_is_refused(void **state) {
    (void)state;
    on_every_store(refuses);
}

static void closed(site *s) {
    site_ok(s, nreg_scope_close(s->session, s->spring, &s->error));
    assert_int_equal(site_record(s, 15012149020).number, 0);
    nreg_import *import = site_import(s, NULL);
    const nreg_import_row row = site_row("5012149020", "group/acme/sales/spring", 0, 0);
    site_add(s, import, &row, 1);
    nreg_migration *migration = site_commit(s, import, NULL);
    assert_int_equal(site_reasons(migration, 1), BIT(NREG_REASON_TARGET_CLOSED));
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void a_closed_scope_takes_nothing_over(void **state) {
    (void)state;
    on_every_store(closed);
}

static void reverted(site *s) {
    if (!site_keeps(s, NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL)) {
        return;
    }
    nreg_import *import = many(s, 10);
    nreg_migration *migration = site_commit(s, import, NULL);
    nreg_batch *batch;
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    site_ok(s, nreg_batch_revert(s->session, nreg_migration_scopes(migration, NULL, NULL)[0].batch, &batch, &s->error));
    site_ok(s, nreg_batch_commit(batch, NULL, &result, &s->error));
    assert_int_equal(nreg_result_summary(result, &summary), NREG_OK);
    assert_int_equal(summary.restored, 5);
    assert_int_equal(site_record(s, 15012140000).number, 0);
    assert_int_equal(site_record(s, 15012140001).unit, s->sales);
    nreg_result_free(result);
    nreg_batch_free(batch);
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void one_scopes_part_of_an_import_can_be_reverted(void **state) {
    (void)state;
    on_every_store(reverted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_times_purposes_and_scopes_are_kept_without_review),
        cmocka_unit_test(scopes_are_found_by_path_external_ids_or_a_unique_external_id),
        cmocka_unit_test(what_cannot_be_taken_over_is_reported_row_by_row),
        cmocka_unit_test(an_import_done_again_adds_nothing_twice),
        cmocka_unit_test(an_import_broken_off_goes_on_where_it_was),
        cmocka_unit_test(a_deadline_far_away_does_not_matter),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(a_closed_scope_takes_nothing_over),
        cmocka_unit_test(one_scopes_part_of_an_import_can_be_reverted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
