/* SPDX-License-Identifier: MIT */
/* An older registry as a CSV file: its columns, what people write in them, and the rejected rows given back. */
#include "base/time.h"
#include "site.h"
#include "upload/import_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BIT NREG_REASON_BIT

typedef struct text {
    const char *at;
    size_t left;
    size_t step; /* most bytes given at once */
} text;

static nreg_code read_text(void *buffer, size_t capacity, size_t *length, void *context) {
    text *t = context;
    *length = t->left < capacity ? t->left : capacity;
    *length = *length < t->step ? *length : t->step;
    memcpy(buffer, t->at, *length);
    t->at += *length;
    t->left -= *length;
    return NREG_OK;
}

static nreg_code read_columns(site *s, nreg_import *import, const char *csv, size_t step,
                              const nreg_import_columns *columns, nreg_import_layout *layout) {
    text t = {csv, strlen(csv), step};
    const nreg_source source = {read_text, &t};
    return nreg_import_read(import, &source, columns, layout, &s->error);
}

static nreg_migration *import_text(site *s, const char *csv) {
    nreg_import *import = site_import(s, NULL);
    site_ok(s, read_columns(s, import, csv, 7, NULL, NULL));
    nreg_migration *migration = site_commit(s, import, NULL);
    nreg_import_free(import);
    return migration;
}

static void reads_all_columns(site *s) {
    static const char csv[] =
        "Phone Number;Business;Business Unit;Program;Call Purpose;Status;Created At\r\n"
        "(501) 214-9020;group/acme;;;Survey;Approved;2020-02-29\r\n"
        "(501) 214-9021;group/acme;sales;;\"Customer Service\";in review;2021-01-31T12:30:15.25Z\r\n"
        "(501) 214-9022;group/acme;sales;spring;DNO?;Active;\r\n"
        "\r\n"
        "(501) 214-9023;group/acme;sales;spring;Do Not Originate;ACTIVE;31.1.2020\r\n"
        "(501) 214-9024;group/acme;;spring;Survey;Active;\r\n"
        "(501) 214-9025;group/acme;sales;spring;Survey;whatever;\r\n"
        "(501) 214-9026;group/acme;U-1;SUMMER;Survey;;2021-01-31 12:30:15+02\r\n"
        ";group/acme;;;Survey;;\r\n";
    nreg_import *import = site_import(s, NULL);
    nreg_import_layout layout;
    memset(&layout, 0, sizeof layout);
    layout.struct_size = (uint32_t)sizeof layout;
    layout.upload.struct_size = (uint32_t)sizeof layout.upload;
    site_ok(s, read_columns(s, import, csv, 11, NULL, &layout));
    assert_int_equal(layout.scope_column, 2);
    assert_int_equal(layout.unit_column, 3);
    assert_int_equal(layout.program_column, 4);
    assert_int_equal(layout.status_column, 6);
    assert_int_equal(layout.created_column, 7);
    assert_int_equal(layout.upload.number_column, 1);
    assert_int_equal(layout.upload.purpose_column, 5);
    assert_int_equal(layout.upload.delimiter, ';');
    assert_int_equal(layout.upload.header, 1);
    assert_int_equal(layout.upload.rows, 8);
    assert_int_equal(layout.upload.empty_rows, 1);
    nreg_migration *migration = site_commit(s, import, NULL);
    assert_int_equal(site_summary(migration).imported, 3);
    assert_int_equal(site_reasons(migration, 4), BIT(NREG_REASON_PURPOSE_UNKNOWN));
    assert_int_equal(site_reasons(migration, 6), BIT(NREG_REASON_BAD_FIELD));
    assert_int_equal(site_reasons(migration, 7), BIT(NREG_REASON_SCOPE_UNKNOWN));
    assert_int_equal(site_reasons(migration, 8), BIT(NREG_REASON_BAD_FIELD));
    assert_int_equal(site_reasons(migration, 10), BIT(NREG_REASON_EMPTY));
    assert_string_equal(nreg_migration_unknowns(migration, NULL, NULL)[0].name, "group/acme//spring");
    nreg_record record = site_record(s, 15012149020);
    assert_int_equal(record.business, s->acme);
    assert_int_equal(record.unit, 0);
    assert_int_equal(record.status, NREG_STATUS_ACTIVE);
    assert_int_equal(record.created, INT64_C(1582934400000000));
    record = site_record(s, 15012149021);
    assert_int_equal(record.unit, s->sales);
    assert_int_equal(record.status, NREG_STATUS_PENDING);
    assert_int_equal(record.purpose, NREG_PURPOSE_CUSTOMER_SERVICE);
    assert_int_equal(record.created, INT64_C(1612096215250000));
    record = site_record(s, 15012149026);
    assert_int_equal(record.program, s->summer);
    assert_int_equal(record.created, INT64_C(1612089015000000));
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void columns_are_recognised_by_their_names(void **state) {
    (void)state;
    on_every_store(reads_all_columns);
}

/* Rejected rows come back in the layout of their file, corrected they are imported, and nothing is imported twice. */
static char written[4096];
static nreg_code write_text(const void *data, size_t length, void *context) {
    size_t *used = context;
    assert_true(*used + length < sizeof written);
    memcpy(written + *used, data, length);
    *used += length;
    written[*used] = '\0';
    return NREG_OK;
}

static void gives_back(site *s) {
    static const char csv[] = "number,scope,purpose\r\n"
                              "5012149020,bolt2,Survey\r\n"
                              "+15012149021,bolt,Survey\r\n"
                              "+15012149022,bolt,\"\"\"nothing\"\"\"\r\n";
    nreg_migration *migration = import_text(s, csv);
    text t = {csv, strlen(csv), 100};
    const nreg_source source = {read_text, &t};
    size_t used = 0;
    const nreg_sink sink = {write_text, &used};
    uint64_t rows = 0;
    site_ok(s, nreg_migration_write_rejects(migration, &source, NULL, &sink, &rows, &s->error));
    assert_int_equal(rows, 2);
    static const char head[] = "number,scope,purpose,reason,message\r\n5012149020,bolt2,Survey,SCOPE_UNKNOWN,";
    assert_memory_equal(written, head, sizeof head - 1);
    assert_non_null(strstr(written, "\"'+15012149022\",bolt,\"\"\"nothing\"\"\",PURPOSE_UNKNOWN,"));
    site_code(s, nreg_migration_write_rejects(NULL, &source, NULL, &sink, &rows, &s->error), NREG_INVALID_ARGUMENT);
    nreg_migration_free(migration);

    migration = import_text(s, written); /* its columns of reasons do not matter */
    assert_int_equal(site_summary(migration).rejected, 2);
    nreg_migration_free(migration);
    memcpy(strstr(written, "bolt2"), "bolt ", 5);
    memcpy(strstr(written, "\"\"\"nothing\"\"\""), "survey,       ", 13);
    migration = import_text(s, written);
    assert_int_equal(site_summary(migration).imported, 2);
    nreg_migration_free(migration);
}

static void rejected_rows_come_back_to_be_corrected(void **state) {
    (void)state;
    on_every_store(gives_back);
}

static void told_columns(site *s) {
    static const char csv[] = "5012149020,x,group/acme,2020-01-01,Active,Survey\n"
                              "5012149021,y,group/acme,2020-01-01,Active,Survey\n";
    nreg_import_columns columns;
    nreg_upload_options upload;
    nreg_upload_options_init(&upload);
    upload.header = NREG_HEADER_NO;
    nreg_import_columns_init(&columns);
    columns.upload = &upload;
    nreg_import *import = site_import(s, NULL);
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_BAD_FORMAT); /* no scope */
    columns.scope_column = 3;
    columns.created_column = 4;
    columns.status_column = 5;
    site_ok(s, read_columns(s, import, csv, 100, &columns, NULL));
    nreg_migration *migration = site_preview(s, import);
    assert_int_equal(site_summary(migration).active, 2);
    nreg_migration_free(migration);

    columns.status_column = 7; /* of six */
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_BAD_FORMAT);
    columns.status_column = 5;
    columns.scope_header = "place"; /* of a file without header */
    columns.scope_column = 0;
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_BAD_FORMAT);
    upload.header = NREG_HEADER_AUTO;
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_BAD_FORMAT);
    columns.scope_column = 3; /* told twice */
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_BAD_FORMAT);
    columns.scope_header = NULL;
    columns.scope_column = 20000;
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_INVALID_ARGUMENT);
    columns.struct_size = 4;
    site_code(s, read_columns(s, import, csv, 100, &columns, NULL), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_import_count(import), 2);
    nreg_import_free(import);

    nreg_import_options options; /* one scope for all rows: no column needed; status of all */
    nreg_import_options_init(&options);
    options.scope = s->sales;
    options.status = NREG_STATUS_ACTIVE;
    options.purpose = NREG_PURPOSE_CHARITY;
    import = site_import(s, &options);
    site_ok(s, read_columns(s, import, "number\n5012149020\n", 100, NULL, NULL));
    migration = site_commit(s, import, NULL);
    assert_int_equal(site_summary(migration).active, 1);
    assert_int_equal(site_record(s, 15012149020).unit, s->sales);
    assert_int_equal(site_record(s, 15012149020).purpose, NREG_PURPOSE_CHARITY);
    nreg_migration_free(migration);
    nreg_import_free(import);
}

static void columns_can_be_told(void **state) {
    (void)state;
    on_every_store(told_columns);
}

static int32_t stop_at_once(uint64_t bytes, uint64_t rows, void *context) {
    (void)bytes;
    (void)rows;
    (void)context;
    return 1;
}

static void all_or_none(site *s) {
    /* A file whose end cannot be read: a quote that is never closed. */
    enum { ROWS = 9000 };
    char *csv = malloc(400000);
    assert_non_null(csv);
    size_t used = (size_t)sprintf(csv, "number,scope\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)sprintf(csv + used, "+1501%07d,%s\n", 2140000 + i, i % 2 == 0 ? "group/acme" : "bolt");
    }
    nreg_import *import = site_import(s, NULL);
    site_ok(s, read_columns(s, import, csv, 1000, NULL, NULL));
    assert_int_equal(nreg_import_count(import), ROWS);
    sprintf(csv + used, "\"+15012150000,bolt\n");
    site_code(s, read_columns(s, import, csv, 1000, NULL, NULL), NREG_BAD_FORMAT);
    assert_int_equal(nreg_import_count(import), ROWS);
    nreg_import_columns columns;
    nreg_upload_options upload;
    nreg_upload_options_init(&upload);
    upload.progress = stop_at_once;
    nreg_import_columns_init(&columns);
    columns.upload = &upload;
    site_code(s, read_columns(s, import, csv, 1000, &columns, NULL), NREG_CANCELLED);
    nreg_migration *migration = site_preview(s, import);
    assert_int_equal(site_summary(migration).rows, ROWS);
    nreg_migration_free(migration);
    nreg_import_free(import);
    free(csv);
}

static void a_file_is_staged_whole_or_not_at_all(void **state) {
    (void)state;
    on_every_store(all_or_none);
}

static void from_disk(site *s) {
    char path[] = "/tmp/numberreg-import-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    static const char csv[] = "number,scope,purpose\n+15012149020,bolt,Survey\n";
    assert_int_equal(write(descriptor, csv, sizeof csv - 1), sizeof csv - 1);
    close(descriptor);
    nreg_import *import = site_import(s, NULL);
    site_ok(s, nreg_import_file(import, path, NULL, NULL, &s->error));
    assert_int_equal(nreg_import_count(import), 1);
    unlink(path);
    site_code(s, nreg_import_file(import, path, NULL, NULL, &s->error), NREG_NOT_FOUND);
    site_code(s, nreg_import_file(import, "/", NULL, NULL, &s->error), NREG_IO);
    site_code(s, nreg_import_file(import, NULL, NULL, NULL, &s->error), NREG_INVALID_ARGUMENT);
    site_code(s, nreg_import_read(import, NULL, NULL, NULL, &s->error), NREG_INVALID_ARGUMENT);
    nreg_import_free(import);
}

static void files_are_read_from_disk(void **state) {
    (void)state;
    on_every_store(from_disk);
}

static void statuses_are_what_people_write_for_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t status;
    } cases[] = {{"Active", NREG_STATUS_ACTIVE},
                 {" APPROVED ", NREG_STATUS_ACTIVE},
                 {"Pending", NREG_STATUS_PENDING},
                 {"in-review", NREG_STATUS_PENDING},
                 {"NEEDS_PROOF", NREG_STATUS_NEEDS_PROOF},
                 {"on hold", NREG_STATUS_NEEDS_PROOF},
                 {"Suspended", NREG_STATUS_SUSPENDED},
                 {"rejected", NREG_STATUS_DECLINED},
                 {"inactive", 0},
                 {"", 0},
                 {"activ", 0},
                 {"\xff", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(nreg_import_status(cases[i].text, strlen(cases[i].text)), cases[i].status);
    }
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
        assert_int_equal(nreg_import_status(nreg_status_name(status), strlen(nreg_status_name(status))), status);
    }
}

static void times_are_read_by_iso_8601(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } good[] = {{"1970-01-01", 0},
                {"2000-02-29", INT64_C(951782400000000)},
                {" 2026-01-31 ", INT64_C(1769817600000000)},
                {"2026-01-31T12:34", INT64_C(1769862840000000)},
                {"2026-01-31 12:34:56", INT64_C(1769862896000000)},
                {"2026-01-31T12:34:56Z", INT64_C(1769862896000000)},
                {"2026-01-31T12:34:56.123456789Z", INT64_C(1769862896123456)},
                {"2026-01-31 12:34:56,5 UTC", INT64_C(1769862896500000)},
                {"2026-01-31T12:34:56+05:30", INT64_C(1769843096000000)},
                {"2026-01-31T12:34:56-0530", INT64_C(1769882696000000)},
                {"2026-01-31 12:34:56.7+00", INT64_C(1769862896700000)},
                {"9999-12-31T23:59:59Z", INT64_C(253402300799000000)}};
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-1-31",
                                      "2026-02-29",
                                      "2100-02-29",
                                      "2026-13-01",
                                      "2026-00-10",
                                      "2026-01-00",
                                      "1969-12-31",
                                      "1970-01-01T00:00:00+01:00",
                                      "2026-01-31T24:00",
                                      "2026-01-31T12",
                                      "2026-01-31T12:60",
                                      "2026-01-31T12:00:00.",
                                      "2026-01-31T12:00:00+1",
                                      "2026-01-31T12:00:00X",
                                      "2026-01-31x",
                                      "31/01/2026",
                                      "1769862896"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t time = -1;
        if (!nreg_time_read(good[i].text, strlen(good[i].text), &time) || time != good[i].time) {
            fail_msg("%s: %lld", good[i].text, (long long)time);
        }
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t time = -1;
        if (nreg_time_read(bad[i], strlen(bad[i]), &time) || time != -1) {
            fail_msg("%s: %lld", bad[i], (long long)time);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_recognised_by_their_names),
        cmocka_unit_test(rejected_rows_come_back_to_be_corrected),
        cmocka_unit_test(columns_can_be_told),
        cmocka_unit_test(a_file_is_staged_whole_or_not_at_all),
        cmocka_unit_test(files_are_read_from_disk),
        cmocka_unit_test(statuses_are_what_people_write_for_them),
        cmocka_unit_test(times_are_read_by_iso_8601),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
