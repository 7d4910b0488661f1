/* SPDX-License-Identifier: MIT */
/* Rejected rows go back in the layout of their file, safe from formulas, ready to be corrected and uploaded. */
#include "support.h"

typedef struct written {
    char text[1 << 16];
    size_t length, fail_at;
} written;

static nreg_code keep(const void *data, size_t length, void *context) {
    written *out = context;
    if (out->fail_at != 0 && out->length + length >= out->fail_at) {
        return NREG_FULL;
    }
    assert_true(out->length + length < sizeof out->text);
    memcpy(out->text + out->length, data, length);
    out->length += length;
    return NREG_OK;
}

/* Rejects the rows of a list that ends in 0. */
static int listed(uint64_t row, const char **reason, const char **message, void *context) {
    static uint64_t last;
    assert_true(row > last || row <= 3);
    last = row;
    *reason = "TOO_SHORT";
    *message = "The number, as given, is too short.";
    for (const uint64_t *at = context; *at != 0; at++) {
        if (*at == row) {
            return 1;
        }
    }
    return 0;
}

static nreg_code write_rejects(const char *data, size_t length, const nreg_upload_options *options, uint64_t *list,
                               written *out, uint64_t *rows, nreg_error *error) {
    nreg_upload_options resolved;
    nreg_allocator allocator;
    nreg_catalogue *catalogue = builtin_catalogue();
    piecewise file = {data, length, 0, 5, NREG_OK};
    nreg_columns_basis basis = {NULL, catalogue, "US"};
    nreg_source source = source_of(&file);
    nreg_rejections rejections = {listed, list};
    nreg_sink sink = {keep, out};
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    assert_int_equal(nreg_upload_resolve(options, &resolved, NULL), NREG_OK);
    nreg_code code = nreg_upload_write_rejects(&allocator, &basis, &source, &resolved, &rejections, &sink, rows, error);
    nreg_catalogue_release(catalogue);
    return code;
}

#define REASONS "TOO_SHORT,\"The number, as given, is too short.\"\r\n"

static void expect_rejects_of(const char *data, size_t length, uint64_t *list, uint64_t rows, const char *text) {
    written *out = calloc(1, sizeof *out);
    nreg_error error = NREG_ERROR_INIT;
    uint64_t count = 99;
    if (write_rejects(data, length, NULL, list, out, &count, &error) != NREG_OK) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(out->text, text);
    assert_true(count == rows);
    free(out);
}

static void expect_rejects(const char *data, uint64_t *list, uint64_t rows, const char *text) {
    expect_rejects_of(data, strlen(data), list, rows, text);
}

static void rejected_rows_come_back_in_the_layout_of_their_file(void **state) {
    (void)state;
    expect_rejects("Name,Phone,Purpose\nDoe,501,Survey\nRoe,5012149020,Survey\n\"Poe, E.\",502,Survey\n",
                   (uint64_t[]){2, 4, 0}, 2,
                   "Name,Phone,Purpose,reason,message\r\nDoe,501,Survey," REASONS "\"Poe, E.\",502,Survey," REASONS);
    expect_rejects("501,Survey\n5012149020,Survey\n", (uint64_t[]){1, 0}, 1, "501,Survey," REASONS);
    expect_rejects("5012149020,Survey\n", (uint64_t[]){0}, 0, "");
    expect_rejects("Phone;Purpose\r\n501;\"a;b\"\r\n", (uint64_t[]){2, 0}, 1,
                   "Phone;Purpose;reason;message\r\n501;\"a;b\";TOO_SHORT;\"The number, as given, is too short.\"\r\n");
    expect_rejects(
        "sep=;\nPhone;Purpose\n501;x\n", (uint64_t[]){3, 0}, 1,
        "sep=;\r\nPhone;Purpose;reason;message\r\n501;x;TOO_SHORT;\"The number, as given, is too short.\"\r\n");
}

static void short_rows_are_filled_up_so_that_reasons_stand_in_their_columns(void **state) {
    (void)state;
    expect_rejects("Name,Phone,Purpose\nDoe,5012149020,Survey\nRoe\n", (uint64_t[]){3, 0}, 1,
                   "Name,Phone,Purpose,reason,message\r\nRoe,,," REASONS);
}

static void formulas_are_disarmed_and_come_back_as_they_were(void **state) {
    (void)state;
    expect_rejects("+1501,=A1\n@x,-5\n", (uint64_t[]){1, 2, 0}, 2,
                   "\"'+1501\",\"'=A1\"," REASONS "\"'@x\",\"'-5\"," REASONS);
    expect_rejects("\"\t501\",\"\rx\"\n\"\n501\",x\n", (uint64_t[]){1, 2, 0}, 2,
                   "\"'\t501\",\"'\rx\"," REASONS "\"'\n501\",x," REASONS);
    /* Full-width signs: = and +, - and @; a full-width digit is no sign, nor are the same bytes in Windows-1252. */
    expect_rejects("\xEF\xBC\x9D"
                   "1,\xEF\xBC\x8B"
                   "5\n\xEF\xBC\x8D"
                   "1,\xEF\xBC\xA0x\n\xEF\xBC\x95,x\n",
                   (uint64_t[]){1, 2, 3, 0}, 3,
                   "\"'\xEF\xBC\x9D"
                   "1\",\"'\xEF\xBC\x8B"
                   "5\"," REASONS "\"'\xEF\xBC\x8D"
                   "1\",\"'\xEF\xBC\xA0x\"," REASONS "\xEF\xBC\x95,x," REASONS);
    expect_rejects("\xEF\xBC\x8B\xE9,501\n", (uint64_t[]){1, 0}, 1,
                   "\xC3\xAF\xC2\xBC\xE2\x80\xB9\xC3\xA9,501," REASONS);
    piecewise file = {"\"'+1501\",\"'=A1\"\r\n\"'@x\",\"'-5\"\r\n", 34, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    file.length = strlen(file.data);
    assert_int_equal(upload(&file, NULL, out, NULL, NULL), NREG_OK);
    assert_string_equal(out->text, "1|+1501|=A1\n2|@x|-5\n");
    free(out);
}

static void quotes_and_line_ends_within_fields_survive(void **state) {
    (void)state;
    expect_rejects("501,\"a \"\"b\"\"\nc\"\n502,5\" pipe\n503,\" x \"\n", (uint64_t[]){1, 2, 3, 0}, 3,
                   "501,\"a \"\"b\"\"\nc\"," REASONS "502,\"5\"\" pipe\"," REASONS "503,\" x \"," REASONS);
}

static void the_output_is_utf8_whatever_the_file_was(void **state) {
    (void)state;
    expect_rejects("501,Caf\xE9 \x80\n", (uint64_t[]){1, 0}, 1, "501,Caf\xC3\xA9 \xE2\x82\xAC," REASONS);
    expect_rejects("\xEF\xBB\xBF"
                   "501,Caf\xC3\xA9\n",
                   (uint64_t[]){1, 0}, 1,
                   "\xEF\xBB\xBF"
                   "501,Caf\xC3\xA9," REASONS);
    expect_rejects_of("\xFF\xFE"
                      "5\0,\0\xE9\0\n\0",
                      10, (uint64_t[]){1, 0}, 1,
                      "\xEF\xBB\xBF"
                      "5,\xC3\xA9," REASONS);
    nreg_upload_options options;
    nreg_upload_options_init(&options);
    options.encoding = NREG_ENCODING_UTF8;
    written *out = calloc(1, sizeof *out);
    const char *data = "501,\xC3\xA9\"\xE9\"\n";
    assert_int_equal(write_rejects(data, strlen(data), &options, (uint64_t[]){1, 0}, out, NULL, NULL), NREG_OK);
    assert_string_equal(out->text, "501,\"\xC3\xA9\"\"\xEF\xBF\xBD\"\"\"," REASONS);
    free(out);
}

static void columns_added_by_an_earlier_run_are_replaced(void **state) {
    (void)state;
    expect_rejects("Phone,Purpose,reason,message\r\n501,Survey,BAD_LENGTH,old\r\n", (uint64_t[]){2, 0}, 1,
                   "Phone,Purpose,reason,message\r\n501,Survey," REASONS);
}

static void what_was_written_reads_as_the_same_entries(void **state) {
    (void)state;
    const char *data = "Phone;Purpose;Note\n+1501;=x;\"a\"\"\n;b\"\n 502 ;Caf\xE9;\n'503;\"q\"\"\";c\n";
    written *first = calloc(1, sizeof *first);
    gathered *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);
    piecewise file = {data, strlen(data), 0, 0, NREG_OK};
    assert_int_equal(upload(&file, NULL, before, NULL, NULL), NREG_OK);
    assert_int_equal(before->entries, 3);
    assert_int_equal(write_rejects(data, strlen(data), NULL, (uint64_t[]){2, 3, 4, 0}, first, NULL, NULL), NREG_OK);
    file = (piecewise){first->text, first->length, 0, 0, NREG_OK};
    assert_int_equal(upload(&file, NULL, after, NULL, NULL), NREG_OK);
    assert_string_equal(after->text, before->text);
    free(first);
    free(before);
    free(after);
}

static void failures_are_passed_on(void **state) {
    (void)state;
    written *out = calloc(1, sizeof *out);
    nreg_error error = NREG_ERROR_INIT;
    uint64_t rows = 99;
    out->fail_at = 1;
    assert_int_equal(write_rejects("501,x\n", 6, NULL, (uint64_t[]){1, 0}, out, &rows, &error), NREG_FULL);
    assert_true(rows == 99);
    out->fail_at = 0;
    assert_int_equal(write_rejects("501,\"x\n", 7, NULL, (uint64_t[]){1, 0}, out, &rows, &error), NREG_BAD_FORMAT);
    assert_int_equal(write_rejects("PK\x03\x04", 4, NULL, (uint64_t[]){1, 0}, out, &rows, &error), NREG_BAD_FORMAT);
    free(out);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    nreg_catalogue *catalogue = builtin_catalogue();
    for (size_t n = 1;; n++) {
        failing_allocator memory = {0, n, 0, 0, 0};
        nreg_allocator allocator = failing_allocator_of(&memory);
        nreg_upload_options options;
        nreg_columns_basis basis = {NULL, catalogue, "US"};
        piecewise file = {"501,x\n", 6, 0, 0, NREG_OK};
        nreg_source source = source_of(&file);
        nreg_rejections rejections = {listed, (uint64_t[]){1, 0}};
        written *out = calloc(1, sizeof *out);
        nreg_sink sink = {keep, out};
        assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
        nreg_code code =
            nreg_upload_write_rejects(&allocator, &basis, &source, &options, &rejections, &sink, NULL, NULL);
        assert_int_equal(memory.live, 0);
        free(out);
        if (code == NREG_OK) {
            assert_true(n > 3);
            break;
        }
        assert_int_equal(code, NREG_NO_MEMORY);
    }
    nreg_catalogue_release(catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rejected_rows_come_back_in_the_layout_of_their_file),
        cmocka_unit_test(short_rows_are_filled_up_so_that_reasons_stand_in_their_columns),
        cmocka_unit_test(formulas_are_disarmed_and_come_back_as_they_were),
        cmocka_unit_test(quotes_and_line_ends_within_fields_survive),
        cmocka_unit_test(the_output_is_utf8_whatever_the_file_was),
        cmocka_unit_test(columns_added_by_an_earlier_run_are_replaced),
        cmocka_unit_test(what_was_written_reads_as_the_same_entries),
        cmocka_unit_test(failures_are_passed_on),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
