/* SPDX-License-Identifier: MIT */
/* Writing registered numbers and rejected entries: what is in the files, in chunks, and what fails. */
#include "../world/shaky.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct file {
    char text[1 << 15];
    size_t length;
    uint32_t writes;
    uint32_t fail_at;
} file;

static nreg_code take(const void *data, size_t length, void *context) {
    file *f = context;
    if (++f->writes == f->fail_at) {
        return NREG_FULL;
    }
    assert_true(f->length + length < sizeof f->text);
    memcpy(f->text + f->length, data, length);
    f->length += length;
    f->text[f->length] = '\0';
    return NREG_OK;
}

/* One chunk into an empty file. */
static nreg_code export(world *w, nreg_session *session, const nreg_record_filter *filter,
                        const nreg_export_options *options, nreg_record_cursor *cursor, file *f, uint64_t *rows,
                        uint32_t *more) {
    const nreg_sink sink = {take, f};
    memset(f, 0, sizeof *f);
    return nreg_export_records(session, filter, options, cursor, &sink, rows, more, &w->error);
}

static void numbers_are_written_as_csv(void **state) {
    world *w = *state;
    static file f;
    nreg_record_cursor cursor = {0};
    uint64_t rows = 0;
    uint32_t more = 9;
    nreg_session *session = world_session(w, SPRING);
    assert_ok(w, export(w, session, NULL, NULL, &cursor, &f, &rows, &more));
    assert_int_equal(rows, NUMBERS_EACH);
    assert_int_equal(more, 0);
    assert_string_equal(f.text, "number,call_purpose,status,scope\r\n"
                                "+15012140003,Survey,PENDING,reseller/acme/sales/spring\r\n"
                                "+15012140103,Survey,PENDING,reseller/acme/sales/spring\r\n"
                                "+15012140203,Survey,PENDING,reseller/acme/sales/spring\r\n");
    nreg_session_close(session);
}

static void every_column_is_written_as_json(void **state) {
    world *w = *state;
    static file f;
    nreg_record_cursor cursor = {0};
    nreg_export_options options;
    nreg_record_filter filter;
    uint32_t more = 9;
    nreg_export_options_init(&options);
    options.format = NREG_EXPORT_JSON_LINES;
    options.columns = NREG_COLUMN_ALL;
    nreg_record_filter_init(&filter);
    filter.to = filter.from = world_number(SPRING, 0);
    assert_ok(w, export(w, w->operator_session, &filter, &options, &cursor, &f, NULL, &more));
    assert_string_equal(f.text,
                        "{\"number\":\"+15012140003\",\"call_purpose\":\"Survey\",\"call_purpose_code\":\"SURVEY\","
                        "\"status\":\"PENDING\",\"scope\":\"reseller/acme/sales/spring\",\"region\":\"US\","
                        "\"type\":\"FIXED_LINE_OR_MOBILE\",\"created\":\"2025-06-15T15:06:40.000000Z\","
                        "\"updated\":\"2025-06-15T15:06:40.000000Z\"}\n");
}

static void numbers_are_written_in_every_style(void **state) {
    world *w = *state;
    static file f;
    static const char *const written[] = {"+15012140003",        "(501) 214-0003", "+1 501-214-0003",
                                          "tel:+1-501-214-0003", "15012140003",    "5012140003"};
    for (uint32_t style = NREG_FORMAT_E164; style <= NREG_FORMAT_NATIONAL_DIGITS; style++) {
        nreg_record_cursor cursor = {0};
        nreg_export_options options;
        nreg_record_filter filter;
        uint32_t more;
        char expected[64];
        nreg_export_options_init(&options);
        options.columns = NREG_COLUMN_NUMBER;
        options.header = 0;
        options.number_style = style;
        nreg_record_filter_init(&filter);
        filter.to = filter.from = world_number(SPRING, 0);
        assert_ok(w, export(w, w->operator_session, &filter, &options, &cursor, &f, NULL, &more));
        snprintf(expected, sizeof expected, "%s\r\n", written[style]);
        assert_string_equal(f.text, expected);
    }
}

static uint32_t lines_of(const file *f) {
    uint32_t lines = 0;
    for (const char *at = strchr(f->text, '\n'); at != NULL; at = strchr(at + 1, '\n')) {
        lines++;
    }
    return lines;
}

static void chunks_have_the_destination_s_size_and_the_last_is_never_empty(void **state) {
    world *w = *state;
    static file f;
    nreg_session *session = world_session(w, ACME); /* six scopes of three numbers */
    for (uint32_t size = 1; size <= 19; size++) {
        nreg_export_options options;
        nreg_record_cursor cursor = {0};
        uint32_t more = 1, chunks = 0;
        uint64_t rows = 0, total = 0;
        assert_int_equal(nreg_export_options_for(&options, NREG_DESTINATION_TELNYX), NREG_OK);
        options.max_rows = size;
        while (more != 0) {
            assert_ok(w, export(w, session, NULL, &options, &cursor, &f, &rows, &more));
            assert_int_equal(lines_of(&f), rows);
            assert_true(rows > 0 && rows <= size);
            assert_true(more == 0 || rows == size);
            total += rows;
            chunks++;
        }
        assert_int_equal(total, 18);
        assert_int_equal(chunks, (18 + size - 1) / size);
    }
    nreg_session_close(session);
}

static void an_empty_export_has_its_header(void **state) {
    world *w = *state;
    static file f;
    nreg_record_cursor cursor = {0};
    nreg_record_filter filter;
    uint64_t rows = 9;
    uint32_t more = 9;
    nreg_record_filter_init(&filter);
    filter.statuses = 1u << NREG_STATUS_SUSPENDED;
    assert_ok(w, export(w, w->operator_session, &filter, NULL, &cursor, &f, &rows, &more));
    assert_string_equal(f.text, "number,call_purpose,status,scope\r\n");
    assert_int_equal(rows, 0);
    assert_int_equal(more, 0);
}

static void the_do_not_originate_list_is_of_active_numbers(void **state) {
    world *w = *state;
    static file f;
    static const uint32_t purposes[] = {NREG_PURPOSE_DO_NOT_ORIGINATE, NREG_PURPOSE_DO_NOT_ORIGINATE, 1000};
    nreg_purpose own;
    assert_ok(w, nreg_purpose_get(w->registry, NREG_PURPOSE_DO_NOT_ORIGINATE, &own, &w->error));
    for (int k = 0; k < 3; k++) {
        nreg_record record = world_record_at(w, world_number(SUPPORT, k), SUPPORT);
        record.purpose = purposes[k];
        record.status = k == 1 ? NREG_STATUS_PENDING : NREG_STATUS_ACTIVE;
        world_change(w, &record);
    }
    for (int two = 0; two < 2; two++) {
        nreg_record_cursor cursor = {0};
        nreg_record_filter filter;
        nreg_export_options options;
        uint32_t more;
        nreg_export_options_init(&options);
        options.columns = NREG_COLUMN_NUMBER;
        options.header = 0;
        options.number_style = NREG_FORMAT_DIGITS;
        nreg_record_filter_init(&filter);
        filter.dno = 1;
        filter.statuses = 1u << NREG_STATUS_ACTIVE;
        assert_ok(w, export(w, w->operator_session, &filter, &options, &cursor, &f, NULL, &more));
        assert_string_equal(f.text, two ? "15012140005\r\n15012140205\r\n" : "15012140005\r\n");
        /* A purpose of the host's own that means the same. */
        own.id = 1000;
        memset(own.code, 0, sizeof own.code);
        strcpy(own.code, "INBOUND");
        memset(own.label, 0, sizeof own.label);
        strcpy(own.label, "=Inbound");
        assert_ok(w, nreg_purpose_put(w->registry, &own, &w->error));
    }
    /* A label that a spreadsheet would take for a formula. */
    nreg_record_cursor cursor = {0};
    nreg_record_filter filter;
    nreg_export_options options;
    uint32_t more;
    nreg_record_filter_init(&filter);
    filter.purpose = 1000;
    nreg_export_options_init(&options);
    options.columns = NREG_COLUMN_PURPOSE;
    options.header = 0;
    assert_ok(w, export(w, w->operator_session, &filter, &options, &cursor, &f, NULL, &more));
    assert_string_equal(f.text, "'=Inbound\r\n");
}

static void bad_options_are_refused(void **state) {
    world *w = *state;
    static file f;
    for (int fault = 0; fault < 10; fault++) {
        nreg_record_cursor cursor = {0};
        nreg_export_options options;
        nreg_record_filter filter;
        uint32_t more;
        nreg_export_options_init(&options);
        nreg_record_filter_init(&filter);
        uint32_t *const members[] = {&options.struct_size,  &options.format, &options.columns,   &options.columns,
                                     &options.number_style, &options.header, &options.delimiter, &options.mark,
                                     &options.destination,  &filter.order};
        static const uint32_t values[] = {4, 2, 0, 512, 6, 2, 'x', 2, 5, 2};
        *members[fault] = values[fault];
        assert_code(w, export(w, w->operator_session, &filter, &options, &cursor, &f, NULL, &more),
                    NREG_INVALID_ARGUMENT);
        assert_int_equal(f.writes, 0);
    }
    nreg_record_cursor cursor = {0};
    uint32_t more;
    const nreg_sink none = {NULL, NULL}, sink = {take, &f};
    nreg_error *e = &w->error;
    assert_code(w, nreg_export_records(NULL, NULL, NULL, &cursor, &sink, NULL, &more, e), NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_export_records(w->operator_session, NULL, NULL, NULL, &sink, NULL, &more, e),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_export_records(w->operator_session, NULL, NULL, &cursor, &none, NULL, &more, e),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_export_records(w->operator_session, NULL, NULL, &cursor, NULL, NULL, &more, e),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_export_records(w->operator_session, NULL, NULL, &cursor, &sink, NULL, NULL, e),
                NREG_INVALID_ARGUMENT);
    assert_code(w, nreg_export_rejected(NULL, NULL, &sink, NULL, e), NREG_INVALID_ARGUMENT);
}

static void a_failure_leaves_the_cursor_where_it_was(void **state) {
    world *w = *state;
    static file f;
    nreg_record_cursor cursor = {0};
    uint64_t rows = 7;
    uint32_t more = 7;
    const nreg_sink sink = {take, &f};
    nreg_session *session = world_session(w, ACME);
    memset(&f, 0, sizeof f);
    f.fail_at = 1;
    assert_code(w, nreg_export_records(session, NULL, NULL, &cursor, &sink, &rows, &more, &w->error), NREG_FULL);
    assert_int_equal(cursor.number, 0);
    assert_int_equal(rows, 7);
    assert_int_equal(more, 7);
    const int64_t live = w->memory.live;
    for (uint64_t n = 1;; n++) {
        w->memory.calls = 0;
        w->memory.failed = 0;
        w->memory.fail_at = n;
        const nreg_code code = export(w, session, NULL, NULL, &cursor, &f, &rows, &more);
        assert_int_equal(w->memory.live, live);
        if (!w->memory.failed) {
            assert_int_equal(code, NREG_OK);
            assert_true(n > 1);
            break;
        }
        assert_int_equal(code, NREG_NO_MEMORY);
        assert_int_equal(cursor.number, 0);
    }
    w->memory.fail_at = 0;
    nreg_session_close(session);
}

static void a_store_failure_ends_an_export(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    static file f;
    shaky s = shaky_open(w, ACME);
    for (uint32_t n = 1;; n++) {
        nreg_record_cursor cursor = {0};
        nreg_export_options options;
        uint32_t more;
        nreg_export_options_init(&options);
        options.max_rows = 10;
        hostile_fail_at(s.h, n, NREG_IO, 0);
        const nreg_code code = export(w, s.session, NULL, &options, &cursor, &f, NULL, &more);
        if (!hostile_failed(s.h)) {
            assert_int_equal(code, NREG_OK);
            break;
        }
        assert_int_equal(code, NREG_IO);
        assert_int_equal(cursor.number, 0);
    }
    shaky_close(&s);
}

static void rejected_entries_are_written_with_their_reasons(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_SCOPES);
    static file f;
    nreg_batch *batch;
    nreg_result *result;
    nreg_export_options options;
    uint64_t rows = 0;
    const nreg_sink sink = {take, &f};
    assert_ok(w, nreg_batch_new(w->operator_session, world_id(w, SOLO), NULL, &batch, &w->error));
    static const char *const typed[] = {"(501) 214-9020", "@home", "501 214 9020", "+1 501 214 0003", ""};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        assert_ok(w, nreg_batch_add(batch, typed[i], NREG_NUL, i == 4 ? 0 : NREG_PURPOSE_SURVEY, NULL, &w->error));
    }
    assert_ok(w, nreg_batch_preview(batch, NULL, &result, &w->error));
    nreg_export_options_init(&options);
    options.destination = NREG_DESTINATION_FIRST_ORION;
    memset(&f, 0, sizeof f);
    assert_ok(w, nreg_export_rejected(result, &options, &sink, &rows, &w->error));
    assert_int_equal(rows, 4);
    assert_int_equal(lines_of(&f), 5);
    assert_ptr_equal(strstr(f.text, "row,input,number,reason,reasons,message,reference,destination_reason\r\n"),
                     f.text);
    assert_non_null(strstr(f.text, "\r\n2,'@home,,"));
    assert_non_null(strstr(f.text, "\r\n3,501 214 9020,+15012149020,DUPLICATE_IN_BATCH,DUPLICATE_IN_BATCH,"));
    assert_non_null(strstr(f.text, ",DUPLICATE_NUMBER\r\n"));
    assert_non_null(strstr(f.text, ",INVALID_NUMBER\r\n"));
    assert_non_null(strstr(f.text, ",EMPTY,EMPTY PURPOSE_MISSING,"));
    options.format = NREG_EXPORT_JSON_LINES;
    options.destination = NREG_DESTINATION_NONE;
    memset(&f, 0, sizeof f);
    assert_ok(w, nreg_export_rejected(result, &options, &sink, &rows, &w->error));
    assert_int_equal(lines_of(&f), 4);
    assert_null(strstr(f.text, "destination_reason"));
    assert_non_null(strstr(f.text, "{\"row\":\"2\",\"input\":\"@home\",\"number\":\"\",\"reason\":\"NOT_A_NUMBER\""));
    memset(&f, 0, sizeof f);
    f.fail_at = 1;
    assert_code(w, nreg_export_rejected(result, &options, &sink, &rows, &w->error), NREG_FULL);
    nreg_result_free(result);
    nreg_batch_free(batch);
}

int main(void) {
    const struct CMUnitTest export_to_files[] = {
        ON_NUMBERS(numbers_are_written_as_csv),
        ON_NUMBERS(every_column_is_written_as_json),
        ON_NUMBERS(numbers_are_written_in_every_style),
        ON_NUMBERS(chunks_have_the_destination_s_size_and_the_last_is_never_empty),
        ON_NUMBERS(an_empty_export_has_its_header),
        ON_NUMBERS(the_do_not_originate_list_is_of_active_numbers),
        ON_NUMBERS(bad_options_are_refused),
        ON_NUMBERS(a_failure_leaves_the_cursor_where_it_was),
        ON_NUMBERS(a_store_failure_ends_an_export),
        ON_NUMBERS(rejected_entries_are_written_with_their_reasons),
    };
    return world_run(export_to_files);
}
