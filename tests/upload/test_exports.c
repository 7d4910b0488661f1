/* SPDX-License-Identifier: MIT */
/* Files exported by LibreOffice (data/export) and shaped as Excel writes them: each row with its reason, none altered
 * silently. */
#include "bytes.h"

#include <numberreg/upload.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a row must come to. */
typedef struct expected {
    uint32_t row;
    uint64_t number;
    nreg_reason reason;  /* the first; 0: accepted */
    nreg_reason warning; /* one that must be there; 0 */
} expected;

static void compare(world *w, nreg_batch *batch, const expected *rows, size_t count, const char *name) {
    static nreg_entry entries[64];
    uint32_t got = 0;
    assert_ok(w, nreg_batch_entries(batch, 0, entries, 64, &got, &w->error));
    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++) {
        const nreg_entry *entry = &entries[i];
        nreg_reason reason = nreg_reason_first(entry->reasons);
        if (entry->row != rows[i].row || reason != rows[i].reason || entry->number != rows[i].number ||
            (rows[i].warning != 0 && !has(entry->warnings, rows[i].warning))) {
            fail_msg("%s, row %u (expected %u): %s (expected %s), number as expected: %d, warnings %llx", name,
                     entry->row, rows[i].row, nreg_reason_code(reason), nreg_reason_code(rows[i].reason),
                     entry->number == rows[i].number, (unsigned long long)entry->warnings);
        }
    }
}

#define N(last) UINT64_C(150121490##last)
#define OK NREG_REASON_NONE
#define DAMAGE NREG_REASON_SPREADSHEET_DAMAGE
#define REPAIRED NREG_REASON_SPREADSHEET_REPAIRED

/* How the options of the export change what can be told. */
typedef struct export {
    const char *file;
    uint32_t encoding, delimiter;
    int as_shown, formulas;
}
export;

static void libreoffice_exports_are_read_row_by_row(void **state) {
    (void)state;
    static const export exports[] = {
        {"data/libreoffice-raw.csv", NREG_ENCODING_UTF8, ',', 0, 0},
        {"data/libreoffice-as-shown.csv", NREG_ENCODING_UTF8, ',', 1, 0},
        {"data/libreoffice-formulas.csv", NREG_ENCODING_UTF8, ',', 1, 1},
        {"data/libreoffice-quoted-semicolon-windows1252.csv", NREG_ENCODING_UTF8, ';', 1, 0},
        {"data/libreoffice-tab-utf16.csv", NREG_ENCODING_UTF16LE, '\t', 1, 0},
    };
    for (size_t i = 0; i < sizeof exports / sizeof *exports; i++) {
        const export *e = &exports[i];
        const expected rows[] = {
            {2, N(20), OK, 0},
            {3, N(21), OK, 0},
            {4, N(22), OK, 0},
            {5, e->as_shown ? 0 : N(23), e->as_shown ? DAMAGE : OK, 0},
            {6, N(24), OK, e->as_shown ? REPAIRED : 0},
            {7, N(25), OK, e->as_shown ? REPAIRED : 0},
            {8, N(26), OK, e->formulas ? REPAIRED : 0},
            {9, e->formulas ? N(27) : 0, e->formulas ? OK : DAMAGE, e->formulas ? REPAIRED : 0},
            {10, 0, DAMAGE, 0},
            {12, 0, NREG_REASON_EMPTY, 0},
            {13, N(28), NREG_REASON_PURPOSE_MISSING, 0},
            {14, N(29), OK, NREG_REASON_DNO},
            {15, N(30), OK, 0},
            {16, N(31), NREG_REASON_HAS_EXTENSION, 0},
        };
        world *w = world_new(test_store_first());
        nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
        nreg_upload_report report = {.struct_size = sizeof report};
        assert_ok(w, nreg_upload_file(batch, e->file, NULL, &report, &w->error));
        assert_int_equal(report.encoding, e->encoding);
        assert_int_equal(report.delimiter, e->delimiter);
        assert_int_equal(report.header, 1);
        assert_int_equal(report.number_column, 2);
        assert_int_equal(report.purpose_column, 3);
        assert_int_equal(report.empty_rows, 1);
        compare(w, batch, rows, sizeof rows / sizeof *rows, e->file);
        world_free(w);
    }
}

static void files_shaped_as_excel_writes_them_are_read(void **state) {
    (void)state;
    /* "CSV UTF-8", "CSV" of a German Excel, "CSV (Macintosh)", "Unicode Text". */
    static const struct {
        const char *name, *data;
        size_t length;
        uint32_t encoding, delimiter;
    } files[] = {
#define FILE(name, text, encoding, delimiter) {name, text, sizeof(text) - 1, encoding, delimiter}
        FILE("UTF-8",
             "\xEF\xBB\xBFPhone,Purpose\r\n5012149020,Survey\r\n1.50121E+10,Survey\r\n\"=\"\"5012149021\"\"\","
             "Caf\xC3\xA9\r\n",
             NREG_ENCODING_UTF8, ','),
        FILE("German",
             "Telefon;Zweck\r\n5012149020;Survey\r\n1,50121E+10;Survey\r\n\"=\"\"5012149021\"\"\";Caf\xE9\r\n",
             NREG_ENCODING_WINDOWS1252, ';'),
        FILE("Macintosh", "Phone,Purpose\r5012149020,Survey\r1.50121E+10,Survey\r\"=\"\"5012149021\"\"\",Cafe\r",
             NREG_ENCODING_UTF8, ','),
        FILE("sep", "sep=;\r\n5012149020;Survey\r\n1.50121E+10;Survey\r\n\"=\"\"5012149021\"\"\";Cafe\r\n",
             NREG_ENCODING_UTF8, ';'),
#undef FILE
    };
    static const expected rows[] = {
        {2, N(20), OK, 0}, {3, 0, DAMAGE, 0}, {4, N(21), NREG_REASON_PURPOSE_UNKNOWN, REPAIRED}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        world *w = world_new(test_store_first());
        nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
        bytes from = {files[i].data, files[i].length, 0};
        nreg_source source = {read_bytes, &from};
        nreg_upload_report report = {.struct_size = sizeof report};
        assert_ok(w, nreg_upload_read(batch, &source, NULL, &report, &w->error));
        assert_int_equal(report.encoding, files[i].encoding);
        assert_int_equal(report.delimiter, files[i].delimiter);
        compare(w, batch, rows, 3, files[i].name);
        world_free(w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libreoffice_exports_are_read_row_by_row),
        cmocka_unit_test(files_shaped_as_excel_writes_them_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
