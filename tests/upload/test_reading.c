/* SPDX-License-Identifier: MIT */
/* Files as the real world writes them become entries: encodings, line ends, quotes, delimiters, headers, columns. */
#include "support.h"

static nreg_upload_report last_report;

/* Reads the file whole and in pieces of 1 and 7 bytes; the outcome must be the same. */
static void expect_bytes(const char *data, size_t length, const nreg_upload_options *options, const char *entries) {
    static const size_t pieces[] = {0, 1, 7};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        piecewise file = {data, length, 0, pieces[i], NREG_OK};
        gathered *out = calloc(1, sizeof *out);
        nreg_error error = NREG_ERROR_INIT;
        last_report.struct_size = sizeof last_report;
        if (upload(&file, options, out, &last_report, &error) != NREG_OK) {
            fail_msg("%s", error.message);
        }
        assert_string_equal(out->text, entries);
        assert_true(last_report.rows == out->entries);
        assert_true(last_report.bytes == length);
        free(out);
    }
}

static void expect(const char *data, const char *entries) {
    expect_bytes(data, strlen(data), NULL, entries);
}

static void refuse_bytes(const char *data, size_t length, const nreg_upload_options *options, nreg_code code,
                         int64_t position, const char *message) {
    static const size_t pieces[] = {0, 1, 7};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        piecewise file = {data, length, 0, pieces[i], NREG_OK};
        gathered *out = calloc(1, sizeof *out);
        nreg_error error = NREG_ERROR_INIT;
        nreg_code got = upload(&file, options, out, NULL, &error);
        if (got != code || error.position != position || strstr(error.message, message) == NULL) {
            fail_msg("code %d at %lld: \"%s\"; expected %d at %lld: \"%s\"", got, (long long)error.position,
                     error.message, code, (long long)position, message);
        }
        file.at = 0;
        assert_int_equal(upload(&file, options, out, NULL, NULL), code);
        free(out);
    }
}

#define TWO "1|5012149020|Survey\n2|5012149021|Charity\n"

static void line_ends_of_any_kind_end_rows(void **state) {
    (void)state;
    expect("5012149020,Survey\n5012149021,Charity\n", TWO);
    expect("5012149020,Survey\n5012149021,Charity", TWO);
    expect("5012149020,Survey\r\n5012149021,Charity\r\n", TWO);
    expect("5012149020,Survey\r\n5012149021,Charity\r", TWO);
    expect("5012149020,Survey\r5012149021,Charity", TWO);
    expect("5012149020,Survey\r5012149021,Charity\n", TWO);
    expect("5012149020,Survey\n\r\n\n5012149021,Charity\r\r", "1|5012149020|Survey\n4|5012149021|Charity\n");
    assert_true(last_report.empty_rows == 3);
    expect("", "");
    expect("\n\n", "");
}

static void quotes_hold_delimiters_line_ends_and_quotes(void **state) {
    (void)state;
    expect("\"5012149020\",\"Survey\"\n\"5012149021\",\"Charity\"\n", TWO);
    expect("5012149020,\"Survey\"\r\n\"5012149021\" , \"Charity\"", TWO);
    expect("\"501\n2149020\",Survey\n5012149021,\"Char\r\nity\"\n",
           "1|501\n2149020|Survey\n2|5012149021|Char\r\nity\n");
    expect("5012149020,\"a \"\"b\"\"\"\n5012149021,\"\"\"\"\n", "1|5012149020|a \"b\"\n2|5012149021|\"\n");
    expect("5012149020,\"a,b\"\n5012149021,5\" pipe\n", "1|5012149020|a,b\n2|5012149021|5\" pipe\n");
    expect("5012149020,\"\"\n5012149021,\"Survey\"\n", "1|5012149020|\n2|5012149021|Survey\n");
}

static void text_after_a_closing_quote_is_a_row_that_cannot_be_read(void **state) {
    (void)state;
    expect("5012149020,Survey\n5012149021,\"Char\"ity\n5012149022,Prison\n",
           "1|5012149020|Survey\n2|5012149021|\"Char\"ity|BAD_ROW\n3|5012149022|Prison\n");
}

static void a_quote_never_closed_refuses_the_file(void **state) {
    (void)state;
    const char *data = "5012149020,Survey\n5012149021,\"Charity\n5012149022,Survey\n";
    refuse_bytes(data, strlen(data), NULL, NREG_BAD_FORMAT, 2, "never closed");
    refuse_bytes("\"", 1, NULL, NREG_BAD_FORMAT, 1, "never closed");
    refuse_bytes("5012149020,\"", 12, NULL, NREG_BAD_FORMAT, 1, "never closed");
}

static void delimiters_are_recognised(void **state) {
    (void)state;
    expect("5012149020;Survey\n5012149021;Charity\n", TWO);
    assert_true(last_report.delimiter == ';');
    expect("5012149020\tSurvey\n5012149021\tCharity\n", TWO);
    assert_true(last_report.delimiter == '\t');
    expect("5012149020|Survey\n5012149021|Charity\n", "1|5012149020|Survey\n2|5012149021|Charity\n");
    assert_true(last_report.delimiter == '|');
    expect("5012149020,Survey\n5012149021,Charity\n", TWO);
    assert_true(last_report.delimiter == ',');
    /* Decimal commas, and commas within texts. */
    expect("1,50121E+10;Survey\n1,50121E+10;Charity\n5012149020;Survey\n",
           "1|1,50121E+10|Survey\n2|1,50121E+10|Charity\n3|5012149020|Survey\n");
    expect("Phone;Purpose;Owner\n5012149020;Survey;Doe, Jane\n5012149021;Charity;Roe, Jim\n",
           "2|5012149020|Survey\n3|5012149021|Charity\n");
    expect("5012149020\n5012149021\n", "1|5012149020|\n2|5012149021|\n");
}

static void sep_lines_of_spreadsheets_are_obeyed(void **state) {
    (void)state;
    expect("sep=;\r\n5012149020;Survey\r\n5012149021;Charity\r\n", "2|5012149020|Survey\n3|5012149021|Charity\n");
    assert_true(last_report.rows == 2 && last_report.header == 0);
    expect("\"sep=|\"\n5012149020|Survey\n", "2|5012149020|Survey\n");
    expect("SEP=\t\nPhone\tPurpose\n5012149020\tSurvey\n", "3|5012149020|Survey\n");
    assert_true(last_report.header == 1);
}

static void headers_are_recognised_by_name(void **state) {
    (void)state;
    expect("Phone Number,Call Purpose\n5012149020,Survey\n", "2|5012149020|Survey\n");
    expect("call_purpose,PHONE\nSurvey,5012149020\n", "2|5012149020|Survey\n");
    expect("Nr;Rufnummer;Name;Zweck\n1;5012149020;Doe;Survey\n2;5012149021;Roe;Charity\n",
           "2|5012149020|Survey\n3|5012149021|Charity\n");
    assert_true(last_report.number_column == 2 && last_report.purpose_column == 4);
    expect("T\xC3\xA9l\xC3\xA9phone;Motif\n5012149020;Survey\n", "2|5012149020|Survey\n");
    expect("Business Phone #,Phone Type,Category\n5012149020,Cell,Survey\n", "2|5012149020|Survey\n");
    expect("\n\nPhone,Purpose\n\n5012149020,Survey\n", "5|5012149020|Survey\n");
    assert_true(last_report.empty_rows == 3);
    /* Only the header, or only one row of data. */
    expect("Phone,Purpose\n", "");
    expect("5012149020,Survey\n", "1|5012149020|Survey\n");
    /* Running numbers called a number. */
    expect("Number,Main line,Purpose\n1,5012149020,Survey\n2,5012149021,Charity\n",
           "2|5012149020|Survey\n3|5012149021|Charity\n");
}

static void a_first_row_with_a_number_is_data_whatever_its_words(void **state) {
    (void)state;
    expect("5012149020,Survey,Phone sales\n5012149021,Charity,Phone\n", TWO);
    assert_true(last_report.header == 0);
    /* A bad first row is not taken for a header. */
    expect("n/a,Survey\n5012149021,Charity\n", "1|n/a|Survey\n2|5012149021|Charity\n");
}

static void columns_are_recognised_by_content(void **state) {
    (void)state;
    expect("Doe,5012149020,x,Survey\nRoe,5012149021,y,Charity\n", TWO);
    assert_true(last_report.number_column == 2 && last_report.purpose_column == 4);
    /* Account numbers look like numbers, but those in use win. */
    expect("20231234,5012149020,Survey\n20231235,5012149021,Charity\n", TWO);
    /* Words above, unknown as names. */
    expect("Leitung,Wozu\n5012149020,Survey\n5012149021,Charity\n", "2|5012149020|Survey\n3|5012149021|Charity\n");
    /* Two columns without header: the second is the purpose, known or not. */
    expect("5012149020,Sales\n5012149021,Marketing\n", "1|5012149020|Sales\n2|5012149021|Marketing\n");
    /* All damaged. */
    expect("1.50121E+10,Survey\n1.50122E+10,Charity\n", "1|1.50121E+10|Survey\n2|1.50122E+10|Charity\n");
    expect("bad\nworse\n", "1|bad|\n2|worse|\n");
}

static void no_number_column_refuses_the_file(void **state) {
    (void)state;
    const char *data = "a,b,c\nd,e,f\n";
    refuse_bytes(data, strlen(data), NULL, NREG_BAD_FORMAT, 1, "holds phone numbers");
}

static void rows_without_number_keep_their_place_and_blank_rows_are_passed_over(void **state) {
    (void)state;
    expect("5012149020,Survey\n,Charity\n,\n  , \n\"\",\"\"\n5012149021,Charity\n",
           "1|5012149020|Survey\n2||Charity\n6|5012149021|Charity\n");
    assert_true(last_report.empty_rows == 3 && last_report.rows == 3);
    expect("Name,Phone,Purpose\nDoe,5012149020,Survey\nRoe\n", "2|5012149020|Survey\n3||\n");
}

static void encodings_are_recognised(void **state) {
    (void)state;
    expect("\xEF\xBB\xBF"
           "5012149020,Survey\n5012149021,Charity\n",
           TWO);
    assert_true(last_report.encoding == NREG_ENCODING_UTF8);
    static const char le[] = "\xFF\xFE"
                             "5\0"
                             "0\0"
                             "1\0"
                             "2\0"
                             "1\0"
                             "4\0"
                             "9\0"
                             "0\0"
                             "2\0"
                             "0\0"
                             ",\0"
                             "\xE9\0"
                             "\x3D\xD8\x00\xDE"
                             "\n\0";
    expect_bytes(le, sizeof le - 1, NULL, "1|5012149020|\xC3\xA9\xF0\x9F\x98\x80\n");
    assert_true(last_report.encoding == NREG_ENCODING_UTF16LE);
    expect_bytes(le + 2, sizeof le - 3, NULL, "1|5012149020|\xC3\xA9\xF0\x9F\x98\x80\n");
    assert_true(last_report.encoding == NREG_ENCODING_UTF16LE);
    static const char be[] = "\xFE\xFF\0"
                             "5\0"
                             "0\0"
                             "1\0"
                             "2\0"
                             "1\0"
                             "4\0"
                             "9\0"
                             "0\0"
                             "2\0"
                             "0\0,\0\xE9\0\n";
    expect_bytes(be, sizeof be - 1, NULL, "1|5012149020|\xC3\xA9\n");
    assert_true(last_report.encoding == NREG_ENCODING_UTF16BE);
    expect_bytes(be + 2, sizeof be - 3, NULL, "1|5012149020|\xC3\xA9\n");
    expect("5012149020,Caf\xE9 \x96 \x80\n", "1|5012149020|Caf\xC3\xA9 \xE2\x80\x93 \xE2\x82\xAC\n");
    assert_true(last_report.encoding == NREG_ENCODING_WINDOWS1252);
    expect("5012149020,Caf\xC3\xA9\n", "1|5012149020|Caf\xC3\xA9\n");
    assert_true(last_report.encoding == NREG_ENCODING_UTF8);
}

static void text_that_is_not_in_the_encoding_told_is_faulted(void **state) {
    (void)state;
    nreg_upload_options options;
    nreg_upload_options_init(&options);
    options.encoding = NREG_ENCODING_UTF8;
    const char *data = "5012149020,Caf\xE9\n5012149021,Survey\n";
    expect_bytes(data, strlen(data), &options, "1|5012149020|Caf\xEF\xBF\xBD|BAD_TEXT\n2|5012149021|Survey\n");
    options.encoding = NREG_ENCODING_WINDOWS1252;
    data = "5012149020,Caf\xC3\xA9\n";
    expect_bytes(data, strlen(data), &options, "1|5012149020|Caf\xC3\x83\xC2\xA9\n");
    /* A surrogate without its other half; a file cut in the middle of a character. */
    expect_bytes("\xFF\xFE"
                 "5\0\x3D\xD8,\0a\0",
                 10, NULL, "1|5\xEF\xBF\xBD|a\n");
    expect_bytes("\xFF\xFE"
                 "5\0,\0\x3D\xD8",
                 8, NULL, "1|5|\xEF\xBF\xBD\n");
    refuse_bytes("\xFF\xFE"
                 "5\0,\0a",
                 7, NULL, NREG_BAD_TEXT, -1, "cut off");
}

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

static void rows_wider_than_any_spreadsheet_are_read(void **state) {
    (void)state;
    size_t length = NREG_CSV_COLUMNS + 20;
    char *data = malloc(length);
    memset(data, ',', length);
    memcpy(data, "5012149020", 10);
    piecewise file = {data, length, 0, 0, NREG_OK};
    gathered *out = calloc(1, sizeof *out);
    assert_int_equal(upload(&file, NULL, out, NULL, NULL), NREG_OK);
    assert_string_equal(out->text, "1|5012149020|\n");
    free(out);
    free(data);
}

static void columns_can_be_told(void **state) {
    (void)state;
    nreg_upload_options options;
    nreg_upload_options_init(&options);
    options.number_column = 2;
    options.purpose_column = UINT32_MAX;
    options.default_purpose = 3;
    const char *data = "5012149020,5012149021,Survey\n";
    expect_bytes(data, strlen(data), &options, "1|5012149021|#3\n");
    options.purpose_column = 3;
    expect_bytes(data, strlen(data), &options, "1|5012149021|Survey\n");
    data = "5012149020,5012149021, \n";
    expect_bytes(data, strlen(data), &options, "1|5012149021|#3\n");
    nreg_upload_options_init(&options);
    options.number_header = "mobile line";
    options.purpose_header = "Why";
    data = "Phone,Mobile Line,why\n5012149020,5012149021,Survey\n";
    expect_bytes(data, strlen(data), &options, "2|5012149021|Survey\n");
    nreg_upload_options_init(&options);
    options.header = NREG_HEADER_YES;
    data = "5012149020,Survey\n5012149021,Charity\n";
    expect_bytes(data, strlen(data), &options, "2|5012149021|Charity\n");
    options.header = NREG_HEADER_NO;
    data = "Phone,Purpose\n5012149021,Charity\n";
    expect_bytes(data, strlen(data), &options, "1|Phone|Purpose\n2|5012149021|Charity\n");
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
    REFUSE(NREG_BAD_FORMAT, 1, "called \"Tel\"", bad.number_header = "Tel");
    REFUSE(NREG_BAD_FORMAT, 1, "called \"Why\"", bad.purpose_header = "Why");
#undef REFUSE
}

static void apostrophes_put_before_formulas_are_removed(void **state) {
    (void)state;
    expect("'+1 501 214 9020,'=Survey\n'5012149021,'@x\n'-,''\n",
           "1|+1 501 214 9020|=Survey\n2|'5012149021|@x\n3|-|''\n");
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

/* Entries of a file of many blocks are complete and in order, whatever the pieces. */
static nreg_code check_order(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    uint64_t *next = context;
    (void)error;
    for (size_t i = 0; i < count; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "%010llu", (unsigned long long)(5010000000 + *next));
        assert_int_equal(inputs[i].row, *next + 1);
        assert_int_equal(inputs[i].number_length, 10);
        assert_memory_equal(inputs[i].number, expected, 10);
        (*next)++;
    }
    return NREG_OK;
}

static void rows_across_blocks_are_whole(void **state) {
    (void)state;
    enum { ROWS = 30000 };
    static const size_t pieces[] = {0, 4093, 65537};
    static const char *const forms[] = {"%010llu,Survey\n", "\"%010llu\",\"Sur\"\"vey\"\r\n", "%010llu,Caf\xE9\r"};
    nreg_catalogue *catalogue = builtin_catalogue();
    char *data = malloc((size_t)ROWS * 32);
    for (size_t form = 0; form < 3; form++) {
        size_t length = 0;
        for (unsigned long long i = 0; i < ROWS; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            length += (size_t)snprintf(data + length, 32, forms[form], 5010000000 + i);
#pragma GCC diagnostic pop
        }
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
            piecewise file = {data, length, 0, pieces[i], NREG_OK};
            nreg_source source = source_of(&file);
            nreg_allocator allocator;
            nreg_upload_options options;
            uint64_t next = 0;
            nreg_columns_basis basis = {NULL, catalogue, "US"};
            nreg_upload_target target = {check_order, &next};
            assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
            assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
            assert_int_equal(nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, NULL), NREG_OK);
            assert_true(next == ROWS);
        }
    }
    free(data);
    nreg_catalogue_release(catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_of_any_kind_end_rows),
        cmocka_unit_test(quotes_hold_delimiters_line_ends_and_quotes),
        cmocka_unit_test(text_after_a_closing_quote_is_a_row_that_cannot_be_read),
        cmocka_unit_test(a_quote_never_closed_refuses_the_file),
        cmocka_unit_test(delimiters_are_recognised),
        cmocka_unit_test(sep_lines_of_spreadsheets_are_obeyed),
        cmocka_unit_test(headers_are_recognised_by_name),
        cmocka_unit_test(a_first_row_with_a_number_is_data_whatever_its_words),
        cmocka_unit_test(columns_are_recognised_by_content),
        cmocka_unit_test(no_number_column_refuses_the_file),
        cmocka_unit_test(rows_without_number_keep_their_place_and_blank_rows_are_passed_over),
        cmocka_unit_test(encodings_are_recognised),
        cmocka_unit_test(text_that_is_not_in_the_encoding_told_is_faulted),
        cmocka_unit_test(binary_files_are_refused_by_name),
        cmocka_unit_test(binary_data_after_good_rows_is_refused_too),
        cmocka_unit_test(a_nul_byte_faults_its_row_only),
        cmocka_unit_test(a_row_too_long_is_refused_without_reading_it_all),
        cmocka_unit_test(a_line_without_end_is_refused_after_a_few_megabytes),
        cmocka_unit_test(rows_wider_than_any_spreadsheet_are_read),
        cmocka_unit_test(columns_can_be_told),
        cmocka_unit_test(options_out_of_range_or_contradictory_are_refused),
        cmocka_unit_test(apostrophes_put_before_formulas_are_removed),
        cmocka_unit_test(failures_of_source_and_target_are_passed_on),
        cmocka_unit_test(progress_can_cancel),
        cmocka_unit_test(a_report_without_size_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(rows_across_blocks_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
