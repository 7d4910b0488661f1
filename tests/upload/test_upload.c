/* SPDX-License-Identifier: MIT */
/* From a file to registered numbers through the public functions, and the rejected rows back. */
#include "bytes.h"

#include <numberreg/upload.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nreg_code keep_text(const void *data, size_t length, void *context) {
    char *text = context;
    size_t used = strlen(text);
    assert_true(used + length < 8192);
    memcpy(text + used, data, length);
    text[used + length] = '\0';
    return NREG_OK;
}

static nreg_code read_into(nreg_batch *batch, const char *data, nreg_upload_report *report, nreg_error *error) {
    bytes from = {data, strlen(data), 0};
    nreg_source source = {read_bytes, &from};
    return nreg_upload_read(batch, &source, NULL, report, error);
}

static const char messy[] = "Phone,Call Purpose,Owner\n"
                            "(501) 214-9020,Customer Service,Doe\n"
                            "501-214-9021,Surveys,Roe\n"
                            "1.50121E+10,Survey,\"Poe, E.\"\n"
                            "\n"
                            "+1 501 214 9020,Customer Service,=Moe\n"
                            "5012149023.0,Political,Coe\n"
                            ",Charity,Loe\n"
                            "=\"5012149024\",do not originate,Noe\n";

static void a_messy_file_is_registered_and_its_rejects_come_back(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    nreg_upload_report report = {.struct_size = sizeof report};
    assert_ok(w, read_into(batch, messy, &report, &w->error));
    assert_int_equal(report.rows, 7);
    assert_int_equal(report.empty_rows, 1);
    assert_int_equal(report.header, 1);
    assert_int_equal(nreg_batch_count(batch), 7);
    nreg_result *result = world_commit(w, batch, NULL);
    nreg_summary summary = {.struct_size = sizeof summary};
    assert_int_equal(nreg_result_summary(result, &summary), NREG_OK);
    assert_int_equal(summary.added, 3);
    assert_int_equal(summary.rejected, 4);
    assert_int_equal(world_record(w, 15012149023).purpose, NREG_PURPOSE_POLITICAL);
    assert_int_equal(world_record(w, 15012149024).purpose, NREG_PURPOSE_DO_NOT_ORIGINATE);
    char text[8192] = "";
    bytes from = {messy, sizeof messy - 1, 0};
    nreg_source source = {read_bytes, &from};
    nreg_sink sink = {keep_text, text};
    uint64_t rows = 0;
    assert_ok(w, nreg_upload_rejects(result, &source, NULL, &sink, &rows, &w->error));
    assert_int_equal(rows, 4);
    static const char *const lines[] = {
        "Phone,Call Purpose,Owner,reason,message\r\n",
        "501-214-9021,Surveys,Roe,PURPOSE_UNKNOWN,",
        "1.50121E+10,Survey,\"Poe, E.\",SPREADSHEET_DAMAGE,",
        "\"'+1 501 214 9020\",Customer Service,\"'=Moe\",DUPLICATE_IN_BATCH,",
        ",Charity,Loe,EMPTY,",
    };
    const char *at = text;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (strncmp(at, lines[i], strlen(lines[i])) != 0) {
            fail_msg("expected \"%s\" at \"%s\"", lines[i], at);
        }
        at = strstr(at, "\r\n") + 2;
    }
    assert_string_equal(at, "");
    assert_non_null(strstr(text, "row 2"));
}

static void rejects_of_a_batch_of_several_sources_are_found_by_row(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    static const nreg_entry_input late = {.number = "12", .number_length = 2, .purpose = 1, .row = 9};
    assert_ok(w, nreg_batch_stage(batch, &late, sizeof late, 1, NULL, &w->error));
    const char *data = "1,Survey\n5012149020,Survey\n2,Survey\n";
    assert_ok(w, read_into(batch, data, NULL, &w->error));
    nreg_result *result = world_preview(w, batch, NULL);
    char text[8192] = "";
    bytes from = {data, strlen(data), 0};
    nreg_source source = {read_bytes, &from};
    nreg_sink sink = {keep_text, text};
    uint64_t rows = 0;
    assert_ok(w, nreg_upload_rejects(result, &source, NULL, &sink, &rows, &w->error));
    assert_int_equal(rows, 2);
    assert_int_equal(strncmp(text, "1,Survey,", 9), 0);
    assert_non_null(strstr(text, "\r\n2,Survey,"));
}

/* Only with their region are these numbers, which tell the delimiter. */
static void rejects_are_found_with_the_region_of_their_batch(void **state) {
    static const char file[] = "020 7946 0018 ext 5;None, yet\n020 7946 0959 ext 6;None, yet\nNobody, here\n";
    world *w = *state;
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    memcpy(options.region, "GB", sizeof "GB");
    nreg_batch *batch;
    nreg_result *result;
    nreg_result *stored = NULL;
    uint64_t rows = 0;
    char text[8192] = "";
    assert_ok(w, nreg_batch_new(w->acme_session, w->acme, &options, &batch, &w->error));
    assert_ok(w, read_into(batch, file, NULL, &w->error));
    assert_ok(w, nreg_batch_commit(batch, NULL, &result, &w->error));
    if (world_keeps(w, NREG_GROUP_BATCHES)) {
        assert_ok(w, nreg_batch_result(w->acme_session, nreg_batch_id(batch), &stored, &w->error));
    }
    for (int again = 0; again < (stored == NULL ? 1 : 2); again++) {
        bytes from = {file, sizeof file - 1, 0};
        nreg_source source = {read_bytes, &from};
        nreg_sink sink = {keep_text, text};
        assert_ok(w, nreg_upload_rejects(again ? stored : result, &source, NULL, &sink, &rows, &w->error));
        assert_int_equal(rows, 3);
        assert_non_null(strstr(text, "020 7946 0018 ext 5;\"None, yet\";"));
        text[0] = '\0';
    }
    nreg_result_free(result);
    nreg_result_free(stored);
    nreg_batch_free(batch);
}

/* Fails in the second block of rows, after the first has been staged. */
static void a_file_that_fails_late_stages_nothing(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    world_add(w, batch, "5012149999", 1);
    size_t length = 0;
    char *data = malloc(200000);
    for (int i = 0; i < 5000; i++) {
        length += (size_t)snprintf(data + length, 40, "501214%04d,Survey\n", i);
    }
    snprintf(data + length, 40, "5012145000,\"Survey\n");
    assert_int_equal(read_into(batch, data, NULL, &w->error), NREG_BAD_FORMAT);
    assert_true(w->error.position == 5001);
    assert_int_equal(nreg_batch_count(batch), 1);
    /* What was undone is no duplicate of what comes. */
    nreg_entry entry;
    assert_ok(w, nreg_batch_add(batch, "5012140000", NREG_NUL, 1, &entry, &w->error));
    assert_int_equal(entry.duplicate_of, 0);
    data[length] = '\0';
    assert_ok(w, read_into(batch, data, NULL, &w->error));
    assert_int_equal(nreg_batch_count(batch), 5002);
    free(data);
}

static void a_limit_of_the_policy_names_the_row(void **state) {
    world *w = *state;
    w->policy.max_entries = 2;
    world_reopen(w);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    assert_int_equal(read_into(batch, "5012149020,Survey\n5012149021,Survey\n5012149022,Survey\n", NULL, &w->error),
                     NREG_LIMIT_EXCEEDED);
    assert_int_equal(nreg_batch_count(batch), 0);
}

static void files_are_read_by_name(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    char directory[] = "/tmp/numberreg-upload-XXXXXX";
    char path[256];
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/numbers.csv", directory);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(messy, file);
    fclose(file);
    assert_ok(w, nreg_upload_file(batch, path, NULL, NULL, &w->error));
    assert_int_equal(nreg_batch_count(batch), 7);
    unlink(path);
    assert_int_equal(nreg_upload_file(batch, path, NULL, NULL, &w->error), NREG_NOT_FOUND);
    assert_int_equal(w->error.system, ENOENT);
    assert_non_null(strstr(w->error.message, "numbers.csv"));
    assert_int_equal(nreg_upload_file(batch, directory, NULL, NULL, &w->error), NREG_IO);
    assert_int_equal(w->error.system, EISDIR);
    rmdir(directory);
    assert_int_equal(nreg_batch_count(batch), 7);
}

static void wrong_arguments_are_refused(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    bytes from = {"", 0, 0};
    nreg_source source = {read_bytes, &from}, no_source = {NULL, NULL};
    char text[8192] = "";
    nreg_sink sink = {keep_text, text}, no_sink = {NULL, NULL};
    assert_int_equal(nreg_upload_read(NULL, &source, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_read(batch, NULL, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_read(batch, &no_source, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_file(batch, NULL, NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_file(NULL, "x", NULL, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_ok(w, nreg_upload_read(batch, &source, NULL, NULL, &w->error));
    nreg_result *result = world_commit(w, batch, NULL);
    assert_int_equal(nreg_upload_read(batch, &source, NULL, NULL, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_upload_rejects(NULL, &source, NULL, &sink, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_rejects(result, &no_source, NULL, &sink, NULL, &w->error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_upload_rejects(result, &source, NULL, &no_sink, NULL, &w->error), NREG_INVALID_ARGUMENT);
    nreg_upload_options options;
    nreg_upload_options_init(NULL);
    nreg_upload_options_init(&options);
    options.encoding = 77;
    assert_int_equal(nreg_upload_rejects(result, &source, &options, &sink, NULL, &w->error), NREG_INVALID_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(a_messy_file_is_registered_and_its_rejects_come_back),
        ON_A_WORLD(rejects_are_found_with_the_region_of_their_batch),
        ON_A_WORLD(rejects_of_a_batch_of_several_sources_are_found_by_row),
        ON_A_WORLD(a_file_that_fails_late_stages_nothing),
        ON_A_WORLD(a_limit_of_the_policy_names_the_row),
        ON_A_WORLD(files_are_read_by_name),
        ON_A_WORLD(wrong_arguments_are_refused),
    };
    return world_run(tests);
}
