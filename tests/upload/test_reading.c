/* SPDX-License-Identifier: MIT */
/* Files as the real world writes them become entries: encodings, line ends, quotes, delimiters, headers, columns. */
#include "support.h"

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

static void apostrophes_put_before_formulas_are_removed(void **state) {
    (void)state;
    expect("'+1 501 214 9020,'=Survey\n'5012149021,'@x\n'-,''\n",
           "1|+1 501 214 9020|=Survey\n2|'5012149021|@x\n3|-|''\n");
    expect("5012149020,'\xEF\xBC\x9D"
           "1\n'\xEF\xBC\x8B"
           "15012149021,'\xEF\xBC\x91\n",
           "1|5012149020|\xEF\xBC\x9D"
           "1\n2|\xEF\xBC\x8B"
           "15012149021|'\xEF\xBC\x91\n");
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
        cmocka_unit_test(rows_wider_than_any_spreadsheet_are_read),
        cmocka_unit_test(columns_can_be_told),
        cmocka_unit_test(apostrophes_put_before_formulas_are_removed),
        cmocka_unit_test(rows_across_blocks_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
