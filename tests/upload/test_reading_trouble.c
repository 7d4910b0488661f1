/* SPDX-License-Identifier: MIT */
/* Files that cannot be read, or not to their end: what is said, and that nothing is half done. */
#include "support.h"

static void binary_files_are_refused_by_name(void **state) {
    (void)state;
    char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (char)(i * i * 31 + i / 7);
    }
    refuse_bytes(noise, sizeof noise, NULL, NREG_BAD_FORMAT, 1, "not text");
    refuse_bytes("PK\x03\x04zip", 7, NULL, NREG_BAD_FORMAT, 1, "workbook");
    refuse_bytes("\xD0\xCF\x11\xE0\xA1\xB1", 6, NULL, NREG_BAD_FORMAT, 1, "workbook");
    refuse_bytes("%PDF-1.4\n", 9, NULL, NREG_BAD_FORMAT, 1, "PDF");
    refuse_bytes("\x1F\x8B\x08", 3, NULL, NREG_BAD_FORMAT, 1, "compressed");
    refuse_bytes("\xFF\xFE\0\0"
                 "5\0\0\0",
                 8, NULL, NREG_BAD_FORMAT, 1, "UTF-32");
}

static void binary_data_after_good_rows_is_refused_too(void **state) {
    (void)state;
    size_t length = 300000;
    char *data = malloc(length);
    for (size_t i = 0; i < length; i++) {
        data[i] = i < 200000 ? "5012149020,Survey\n"[i % 18] : (char)(i % 5 == 0 ? '\n' : 0);
    }
    piecewise file = {data, length, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(upload(&file, NULL, out, NULL, &error), NREG_BAD_FORMAT);
    assert_true(error.position > 1);
    free(out);
    free(data);
}

static void a_nul_byte_faults_its_row_only(void **state) {
    (void)state;
    char data[2000] = "5012149020,Survey\n50121\x01"
                      "49021,Charity\n";
    for (size_t at = strlen(data); at + 18 < sizeof data; at += 18) {
        memcpy(data + at, "5012149022,Prison\n", 18);
    }
    size_t length = strlen(data);
    *strchr(data, 1) = '\0';
    piecewise file = {data, length, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    assert_int_equal(upload(&file, NULL, out, NULL, NULL), NREG_OK);
    static const char expected[] = "1|5012149020|Survey\n2|50121";
    assert_memory_equal(out->text, expected, sizeof expected - 1);
    assert_non_null(strstr(out->text, "|BAD_TEXT\n3|5012149022|Prison\n"));
    free(out);
}

static void a_row_too_long_is_refused_without_reading_it_all(void **state) {
    (void)state;
    nreg_upload_options options;
    nreg_upload_options_init(&options);
    options.max_row_bytes = 1024;
    size_t length = 1 << 20;
    char *data = malloc(length);
    memset(data, '5', length);
    memcpy(data, "5012149020,Survey\n", 18);
    refuse_bytes(data, length, &options, NREG_LIMIT_EXCEEDED, 2, "longer than 1024");
    /* The same within quotes, and with the line end at hand. */
    data[18] = '"';
    refuse_bytes(data, length, &options, NREG_LIMIT_EXCEEDED, 2, "longer than 1024");
    data[18] = '5';
    data[18 + 1025] = '\n';
    refuse_bytes(data, length, &options, NREG_LIMIT_EXCEEDED, 2, "longer than 1024");
    /* One byte less is fine. */
    gathered *out = calloc(1, sizeof *out);
    data[18 + 1024] = '\n';
    piecewise file = {data, 18 + 1025, 0, 0, NREG_OK};
    assert_int_equal(upload(&file, &options, out, NULL, NULL), NREG_OK);
    assert_int_equal(out->entries, 2);
    free(out);
    free(data);
}

static nreg_code endless(void *buffer, size_t capacity, size_t *length, void *context) {
    memset(buffer, '5', capacity);
    *length = capacity;
    *(uint64_t *)context += capacity;
    return NREG_OK;
}

static void a_line_without_end_is_refused_after_a_few_megabytes(void **state) {
    (void)state;
    uint64_t given = 0;
    nreg_allocator allocator;
    nreg_upload_options options;
    nreg_error error = NREG_ERROR_INIT;
    gathered *out = calloc(1, sizeof *out);
    nreg_columns_basis basis = {NULL, NULL, "US"};
    nreg_source source = {endless, &given};
    nreg_upload_target target = {gather, out};
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
    assert_int_equal(nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, &error),
                     NREG_LIMIT_EXCEEDED);
    assert_true(given < 4u << 20);
    assert_int_equal(out->entries, 0);
    free(out);
}

static void options_out_of_range_or_contradictory_are_refused(void **state) {
    (void)state;
    const char *data = "Phone,Purpose\n5012149020,Survey\n";
    size_t length = strlen(data);
    nreg_upload_options good, bad;
    nreg_upload_options_init(&good);
#define REFUSE(code, position, text, ...)                                                                              \
    bad = good;                                                                                                        \
    __VA_ARGS__;                                                                                                       \
    refuse_bytes(data, length, &bad, code, position, text)
    REFUSE(NREG_INVALID_ARGUMENT, -1, "encoding", bad.encoding = 5);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "header", bad.header = 3);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "delimiter", bad.delimiter = ':');
    REFUSE(NREG_INVALID_ARGUMENT, -1, "number_column", bad.number_column = NREG_CSV_COLUMNS + 1);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "purpose_column", bad.purpose_column = NREG_CSV_COLUMNS + 1);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "max_row_bytes", bad.max_row_bytes = 1023);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "max_row_bytes", bad.max_row_bytes = 16777217);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "consent", bad.consent = 4);
    REFUSE(NREG_INVALID_ARGUMENT, -1, "struct_size", bad.struct_size = 8);
    REFUSE(NREG_BAD_FORMAT, -1, "same column", bad.number_column = bad.purpose_column = 2);
    REFUSE(NREG_BAD_FORMAT, -1, "number_header", bad.number_column = 1, bad.number_header = "Phone");
    REFUSE(NREG_BAD_FORMAT, -1, "purpose_header", bad.purpose_column = 1, bad.purpose_header = "Phone");
    REFUSE(NREG_BAD_FORMAT, -1, "no header", bad.header = NREG_HEADER_NO, bad.number_header = "Phone");
    REFUSE(NREG_BAD_FORMAT, 1, "no column 3", bad.number_column = 3);
    REFUSE(NREG_BAD_FORMAT, 1, "at most 2", bad.number_column = 1, bad.purpose_column = 3);
    REFUSE(NREG_BAD_FORMAT, 1, "called \"Tel\"", bad.number_header = "Tel");
    REFUSE(NREG_BAD_FORMAT, 1, "called \"Why\"", bad.purpose_header = "Why");
#undef REFUSE
}

static nreg_code too_much(void *buffer, size_t capacity, size_t *length, void *context) {
    (void)buffer;
    (void)context;
    *length = capacity + 1;
    return NREG_OK;
}

static void failures_of_source_and_target_are_passed_on(void **state) {
    (void)state;
    const char *data = "5012149020,Survey\n\n5012149021,Charity\n";
    piecewise file = {data, strlen(data), 0, 0, NREG_IO};
    gathered *out = calloc(1, sizeof *out);
    nreg_error error = NREG_ERROR_INIT;
    assert_int_equal(upload(&file, NULL, out, NULL, &error), NREG_IO);
    assert_int_equal(out->entries, 0);
    file = (piecewise){data, strlen(data), 0, 0, NREG_OK};
    out->fail_with = NREG_LIMIT_EXCEEDED;
    out->fail_at = 2;
    assert_int_equal(upload(&file, NULL, out, NULL, &error), NREG_LIMIT_EXCEEDED);
    assert_true(error.position == 3); /* the row, not the index */
    nreg_allocator allocator;
    nreg_upload_options options;
    nreg_columns_basis basis = {NULL, NULL, "US"};
    nreg_source source = {too_much, NULL};
    nreg_upload_target target = {gather, out};
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
    assert_int_equal(nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, &error), NREG_HOST);
    free(out);
}

static int32_t stop_at(uint64_t bytes, uint64_t rows, void *context) {
    (void)bytes;
    return rows >= *(uint64_t *)context;
}

static void progress_can_cancel(void **state) {
    (void)state;
    size_t rows = 20000, length = rows * 18;
    char *data = malloc(length);
    for (size_t i = 0; i < length; i++) {
        data[i] = "5012149020,Survey\n"[i % 18];
    }
    nreg_upload_options options;
    uint64_t limit = 10000;
    nreg_upload_options_init(&options);
    options.progress = stop_at;
    options.context = &limit;
    piecewise file = {data, length, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    assert_int_equal(upload(&file, &options, out, NULL, NULL), NREG_CANCELLED);
    assert_in_range(out->entries, 9000, 15000);
    limit = UINT64_MAX;
    file.at = 0;
    out->entries = 0;
    assert_int_equal(upload(&file, &options, out, NULL, NULL), NREG_OK);
    assert_int_equal(out->entries, rows);
    free(out);
    free(data);
}

static void a_report_without_size_is_refused(void **state) {
    (void)state;
    nreg_upload_report report = {0};
    piecewise file = {"5012149020\n", 11, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    assert_int_equal(upload(&file, NULL, out, &report, NULL), NREG_INVALID_ARGUMENT);
    free(out);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    size_t columns = 100, length = 0;
    char data[4096] = "";
    length += (size_t)snprintf(data, sizeof data, "5012149020");
    for (size_t i = 0; i < columns; i++) {
        data[length++] = ',';
    }
    data[length++] = '\n';
    nreg_catalogue *catalogue = builtin_catalogue();
    for (int utf16 = 0; utf16 < 2; utf16++) {
        for (int forever = 0; forever < 2; forever++) {
            for (size_t n = 1;; n++) {
                failing_allocator memory = {0, n, forever, 0, 0};
                nreg_allocator allocator = failing_allocator_of(&memory);
                nreg_upload_options options;
                nreg_error error = NREG_ERROR_INIT;
                nreg_columns_basis basis = {NULL, catalogue, "US"};
                piecewise file = utf16 ? (piecewise){"\xFF\xFE"
                                                     "5\0",
                                                     4, 0, 0, NREG_OK}
                                       : (piecewise){data, length, 0, 0, NREG_OK};
                nreg_source source = source_of(&file);
                gathered *out = calloc(1, sizeof *out);
                nreg_upload_target target = {gather, out};
                assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
                nreg_code code = nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, &error);
                assert_int_equal(memory.live, 0);
                free(out);
                if (code == NREG_OK) {
                    assert_true(n > 4);
                    break;
                }
                assert_int_equal(code, NREG_NO_MEMORY);
                assert_int_equal(error.code, NREG_NO_MEMORY);
            }
        }
    }
    nreg_catalogue_release(catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_files_are_refused_by_name),
        cmocka_unit_test(binary_data_after_good_rows_is_refused_too),
        cmocka_unit_test(a_nul_byte_faults_its_row_only),
        cmocka_unit_test(a_row_too_long_is_refused_without_reading_it_all),
        cmocka_unit_test(a_line_without_end_is_refused_after_a_few_megabytes),
        cmocka_unit_test(options_out_of_range_or_contradictory_are_refused),
        cmocka_unit_test(failures_of_source_and_target_are_passed_on),
        cmocka_unit_test(progress_can_cancel),
        cmocka_unit_test(a_report_without_size_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
