/* SPDX-License-Identifier: MIT */
#include "export/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct page {
    char text[1 << 16];
    size_t length;
    uint32_t writes;
    uint32_t fail_at;
} page;

static nreg_code take(const void *data, size_t length, void *context) {
    page *p = context;
    if (++p->writes == p->fail_at) {
        return NREG_FULL;
    }
    assert_true(p->length + length < sizeof p->text);
    memcpy(p->text + p->length, data, length);
    p->length += length;
    p->text[p->length] = '\0';
    return NREG_OK;
}

static const char *write_one(page *p, uint32_t format, uint32_t delimiter, const char *text, size_t length) {
    nreg_export_options options;
    nreg_rows rows;
    const nreg_sink sink = {take, p};
    nreg_export_options_init(&options);
    options.format = format;
    options.delimiter = delimiter;
    memset(p, 0, sizeof *p);
    nreg_rows_open(&rows, &options, &sink);
    nreg_rows_plain(&rows, "a", "1");
    nreg_rows_text(&rows, "b", text, length == NREG_NUL ? strlen(text) : length);
    nreg_rows_end(&rows);
    assert_int_equal(nreg_rows_close(&rows, NULL), NREG_OK);
    return p->text;
}

static void csv_quotes_what_needs_it_and_disarms_formulas(void **state) {
    (void)state;
    static page p;
    static const struct {
        const char *text;
        const char *row;
    } cases[] = {
        {"plain", "1,plain\r\n"},
        {"", "1,\r\n"},
        {"a,b", "1,\"a,b\"\r\n"},
        {"a;b", "1,a;b\r\n"},
        {"say \"hi\"", "1,\"say \"\"hi\"\"\"\r\n"},
        {"two\nlines", "1,\"two\nlines\"\r\n"},
        {" spaced", "1,\" spaced\"\r\n"},
        {"spaced ", "1,\"spaced \"\r\n"},
        {"=1+1", "1,'=1+1\r\n"},
        {"+15012149020", "1,'+15012149020\r\n"},
        {"-x", "1,'-x\r\n"},
        {"@x", "1,'@x\r\n"},
        {"\tx", "1,'\tx\r\n"},
        {"\nx", "1,\"'\nx\"\r\n"},
        {"\xEF\xBC\x9Dx", "1,'\xEF\xBC\x9Dx\r\n"},
        {"\xEF\xBC\x91x", "1,\xEF\xBC\x91x\r\n"},
        {"=a,\"b\"", "1,\"'=a,\"\"b\"\"\"\r\n"},
        {"caf\xC3\xA9", "1,caf\xC3\xA9\r\n"},
        {"bad\xFFtext\xC3", "1,bad\xEF\xBF\xBDtext\xEF\xBF\xBD\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(write_one(&p, NREG_EXPORT_CSV, ',', cases[i].text, NREG_NUL), cases[i].row);
    }
    assert_string_equal(write_one(&p, NREG_EXPORT_CSV, ';', "a;b", 3), "1;\"a;b\"\r\n");
    assert_string_equal(write_one(&p, NREG_EXPORT_CSV, '\t', "a;b", 3), "1\ta;b\r\n");
}

static void json_escapes_what_it_must(void **state) {
    (void)state;
    static page p;
    assert_string_equal(write_one(&p, NREG_EXPORT_JSON_LINES, ',', "=a \"b\" \\ \n \x7F caf\xC3\xA9 \xFF", NREG_NUL),
                        "{\"a\":\"1\",\"b\":\"=a \\\"b\\\" \\\\ \\u000a \\u007f caf\xC3\xA9 \xEF\xBF\xBD\"}\n");
    assert_string_equal(write_one(&p, NREG_EXPORT_JSON_LINES, ',', "a\0b", 3), "{\"a\":\"1\",\"b\":\"a\\u0000b\"}\n");
}

static void long_texts_pass_through_the_small_buffer(void **state) {
    (void)state;
    static page p;
    static char text[20000];
    memset(text, 'x', sizeof text);
    const char *row = write_one(&p, NREG_EXPORT_CSV, ',', text, sizeof text);
    assert_int_equal(strlen(row), sizeof text + 4);
    assert_true(p.writes >= 3);
}

static void header_and_mark_come_first_if_asked_for(void **state) {
    (void)state;
    static page p;
    static const char *const names[] = {"number", "status", NULL};
    for (int json = 0; json < 2; json++) {
        nreg_export_options options;
        nreg_rows rows;
        const nreg_sink sink = {take, &p};
        nreg_export_options_init(&options);
        options.mark = 1;
        options.format = json ? NREG_EXPORT_JSON_LINES : NREG_EXPORT_CSV;
        memset(&p, 0, sizeof p);
        nreg_rows_open(&rows, &options, &sink);
        nreg_rows_begin(&rows, &options, names);
        assert_int_equal(nreg_rows_close(&rows, NULL), NREG_OK);
        assert_string_equal(p.text, json ? "" : "\xEF\xBB\xBFnumber,status\r\n");
    }
}

static void a_failing_sink_is_not_written_to_again(void **state) {
    (void)state;
    static page p;
    nreg_export_options options;
    nreg_rows rows;
    nreg_error error = NREG_ERROR_INIT;
    const nreg_sink sink = {take, &p};
    nreg_export_options_init(&options);
    memset(&p, 0, sizeof p);
    p.fail_at = 2;
    nreg_rows_open(&rows, &options, &sink);
    for (int i = 0; i < 10000; i++) {
        nreg_rows_plain(&rows, "a", "some text");
        nreg_rows_end(&rows);
    }
    assert_int_equal(nreg_rows_close(&rows, &error), NREG_FULL);
    assert_int_equal(error.code, NREG_FULL);
    assert_int_equal(p.writes, 2);
}

static void times_are_written_without_the_c_library_s_calendar(void **state) {
    (void)state;
    static const struct {
        int64_t time;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00.000000Z"},
        {1, "1970-01-01T00:00:00.000001Z"},
        {-1, "1969-12-31T23:59:59.999999Z"},
        {951782399000000, "2000-02-28T23:59:59.000000Z"},
        {951782400000000, "2000-02-29T00:00:00.000000Z"},
        {951868800000000, "2000-03-01T00:00:00.000000Z"},
        {1750000000123456, "2025-06-15T15:06:40.123456Z"},
        {4107542400000000, "2100-03-01T00:00:00.000000Z"},
        {4107542399000000, "2100-02-28T23:59:59.000000Z"},
        {-62135596800000000, "0001-01-01T00:00:00.000000Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[NREG_TIME_SIZE];
        nreg_time_write(cases[i].time, text);
        assert_string_equal(text, cases[i].text);
    }
    char text[NREG_TIME_SIZE];
    nreg_time_write(INT64_MAX, text);
    nreg_time_write(INT64_MIN, text);
}

static void every_reason_has_first_orion_s_code_or_none(void **state) {
    (void)state;
    for (nreg_reason reason = 1; reason < NREG_REASON_PURPOSE_MISSING; reason++) {
        assert_string_equal(nreg_destination_reason(NREG_DESTINATION_FIRST_ORION, reason), "INVALID_NUMBER");
    }
    static const struct {
        nreg_reason reason;
        const char *code;
    } cases[] = {
        {NREG_REASON_NONE, ""},
        {NREG_REASON_DUPLICATE_IN_BATCH, "DUPLICATE_NUMBER"},
        {NREG_REASON_CONFLICTING_PURPOSE, "DUPLICATE_NUMBER"},
        {NREG_REASON_REGISTERED_ELSEWHERE, "ALLOCATED_NUMBER"},
        {NREG_REASON_TARGET_NOT_FOUND, "RELATIONSHIP_NOT_FOUND"},
        {NREG_REASON_TARGET_CLOSED, "INVALID_RELATIONSHIP"},
        {NREG_REASON_ALREADY_HERE, ""},
        {NREG_REASON_PURPOSE_MISSING, ""},
        {NREG_REASON_LIMIT_EXCEEDED, ""},
        {4711, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(nreg_destination_reason(NREG_DESTINATION_FIRST_ORION, cases[i].reason), cases[i].code);
        assert_string_equal(nreg_destination_reason(NREG_DESTINATION_TELNYX, cases[i].reason), "");
    }
}

static void destinations_have_their_sizes(void **state) {
    (void)state;
    nreg_export_options options;
    static const uint32_t sizes[] = {0, 500, 10000, 15, 10000};
    for (uint32_t destination = NREG_DESTINATION_FIRST_ORION; destination <= NREG_DESTINATION_TRUECALLER;
         destination++) {
        assert_int_equal(nreg_export_options_for(&options, destination), NREG_OK);
        assert_int_equal(options.max_rows, sizes[destination]);
        assert_int_equal(options.destination, destination);
        assert_int_equal(options.struct_size, sizeof options);
        assert_int_equal(nreg_rows_check(&options, NULL), NREG_OK);
    }
    assert_int_equal(nreg_export_options_for(&options, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_export_options_for(&options, 5), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_export_options_for(NULL, 1), NREG_INVALID_ARGUMENT);
    nreg_export_options_init(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_quotes_what_needs_it_and_disarms_formulas),
        cmocka_unit_test(json_escapes_what_it_must),
        cmocka_unit_test(long_texts_pass_through_the_small_buffer),
        cmocka_unit_test(header_and_mark_come_first_if_asked_for),
        cmocka_unit_test(a_failing_sink_is_not_written_to_again),
        cmocka_unit_test(times_are_written_without_the_c_library_s_calendar),
        cmocka_unit_test(every_reason_has_first_orion_s_code_or_none),
        cmocka_unit_test(destinations_have_their_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
