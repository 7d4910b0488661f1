/* SPDX-License-Identifier: MIT */
/* Who may not come in, or not write: exact codes, and no secret in what is said. */
#include "fixture.h"

#define FIRST UINT64_C(15012149020)
#define SECRET "correct-horse"

static nreg_code open_as(fixture *f, const char *uri, uint32_t mode, nreg_store **store) {
    nreg_postgresql_store_options options = f->options;
    options.mode = mode;
    *store = NULL;
    return nreg_postgresql_store_open(uri, &options, store, &f->error);
}

/* The connection string with another role, password and database. */
static const char *uri_of(fixture *f, const char *user, const char *password, const char *database) {
    static char uri[512];
    const char *host = strchr(f->uri, '@') + 1;
    snprintf(uri, sizeof uri, "postgresql://%s%s%s@%.*s/%s", user, password == NULL ? "" : ":",
             password == NULL ? "" : password, (int)strcspn(host, "/"), host, database);
    return uri;
}

static void assert_refused(fixture *f, nreg_code expected, const char *uri) {
    nreg_store *store;
    assert_code(f, expected, open_as(f, uri, NREG_POSTGRESQL_OPEN, &store));
    assert_null(store);
    static const char *const secrets[] = {SECRET, "horse", "intruder", "guest", "127.0.0.1", "nowhere"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (strstr(f->error.message, secrets[i]) != NULL) {
            fail_msg("'%s' is in: %s", secrets[i], f->error.message);
        }
    }
}

/* Roles whose names begin with "guest" need a password from now on. */
static void ask_for_passwords(fixture *f) {
    admin(f, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD '" SECRET "'");
    admin(f, "DO $$ BEGIN EXECUTE format('COPY (VALUES (''host all guest 127.0.0.1/32 scram-sha-256''), (''host all"
             " all 127.0.0.1/32 trust'')) TO %%L', current_setting('hba_file')); END $$");
    admin(f, "SELECT pg_reload_conf()");
    admin_wait(f, 2, "SELECT count(*) FROM pg_hba_file_rules");
}

static void who_may_not_come_in_is_told_and_no_secret_is(void **state) {
    fixture *f = *state;
    ask_for_passwords(f);
    admin(f, "GRANT USAGE ON SCHEMA %s TO guest; GRANT SELECT ON ALL TABLES IN SCHEMA %s TO guest", f->schema,
          f->schema);
    nreg_store *store;
    assert_code(f, NREG_OK, open_as(f, uri_of(f, "guest", SECRET, "postgres"), NREG_POSTGRESQL_READ_ONLY, &store));
    nreg_store_close(store);
    assert_refused(f, NREG_DENIED, uri_of(f, "guest", "wrong-horse", "postgres"));
    assert_refused(f, NREG_DENIED, uri_of(f, "guest", NULL, "postgres"));
    assert_refused(f, NREG_DENIED, uri_of(f, "intruder", SECRET, "postgres"));
    assert_refused(f, NREG_NOT_FOUND, uri_of(f, "postgres", SECRET, "nowhere"));
    admin(f, "DROP OWNED BY guest; DROP ROLE guest");
}

static void a_connection_string_that_cannot_be_read_is_not_repeated(void **state) {
    fixture *f = *state;
    assert_refused(f, NREG_IO, "postgresql://guest:" SECRET "@nowhere.invalid:port/postgres");
    assert_refused(f, NREG_IO, "postgresql://guest:x@%2F" SECRET "/postgres");
    assert_refused(f, NREG_IO, "password=" SECRET " host");
    assert_refused(f, NREG_IO, "host=127.0.0.1 port=1 user=guest password=" SECRET);
}

static void a_server_without_connections_left_is_waited_for(void **state) {
    fixture *f = *state;
    admin(f,
          "CREATE ROLE few LOGIN CONNECTION LIMIT 1; GRANT ALL ON SCHEMA %s TO few;"
          " GRANT ALL ON ALL TABLES IN SCHEMA %s TO few; GRANT ALL ON ALL SEQUENCES IN SCHEMA %s TO few",
          f->schema, f->schema, f->schema);
    nreg_store *store;
    const char *uri = uri_of(f, "few", NULL, "postgres");
    assert_code(f, NREG_OK, open_as(f, uri, NREG_POSTGRESQL_OPEN, &store));
    void *context;
    const nreg_store_methods *m = nreg_store_get_methods(store, &context);
    void *first = NULL;
    void *other = NULL;
    assert_code(f, NREG_OK, m->begin(NREG_STORE_READ, 100, &first, &f->error, context));
    assert_code(f, NREG_BUSY, m->begin(NREG_STORE_READ, 100, &other, &f->error, context));
    m->rollback(first, context);
    assert_code(f, NREG_OK, m->begin(NREG_STORE_READ, 100, &other, &f->error, context));
    m->rollback(other, context);
    nreg_store_close(store);
    admin(f, "DROP OWNED BY few; DROP ROLE few");
}

static void look_around(fixture *f, uint32_t expected_records) {
    nreg_record records[10];
    nreg_record_cursor cursor = {0};
    uint32_t count = 0;
    uint32_t more = 0;
    assert_code(f, NREG_OK, nreg_record_list(f->session, NULL, &cursor, records, 10, &count, &more, &f->error));
    assert_int_equal(count, expected_records);
    nreg_batch *batch = NULL;
    nreg_result *result = NULL;
    assert_code(f, NREG_OK, nreg_batch_new(f->session, f->business, NULL, &batch, &f->error));
    assert_code(f, NREG_OK, nreg_batch_add(batch, "+15012149020", NREG_NUL, 2, NULL, &f->error));
    assert_code(f, NREG_OK, nreg_batch_add(batch, "+15012149999", NREG_NUL, 2, NULL, &f->error));
    assert_code(f, NREG_OK, nreg_batch_preview(batch, NULL, &result, &f->error));
    assert_int_equal(added(result), 1);
    nreg_batch_free(batch);
}

static void a_role_that_may_only_read_lists_and_previews(void **state) {
    fixture *f = *state;
    nreg_result *result;
    char writer[512];
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 3, &result, &f->error));
    assert_int_equal(added(result), 3);
    admin(f,
          "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA %s TO reader;"
          " GRANT SELECT ON ALL TABLES IN SCHEMA %s TO reader",
          f->schema, f->schema);
    strcpy(writer, f->uri);
    strcpy(f->uri, uri_of(f, "reader", NULL, "postgres"));
    static const uint32_t modes[] = {NREG_POSTGRESQL_READ_ONLY, NREG_POSTGRESQL_OPEN};
    for (int i = 0; i < 2; i++) {
        f->options.mode = modes[i];
        fixture_reopen(f);
        look_around(f, 3);
        assert_code(f, NREG_READ_ONLY, add_numbers(f, "r2", FIRST + 10, 3, &result, &f->error));
        /* The feed cannot be sealed; what is sealed can be read. */
        nreg_journal_row rows[10];
        char cursor[NREG_FEED_CURSOR_SIZE] = "";
        uint32_t count = 0;
        uint32_t more = 0;
        assert_code(f, NREG_OK, nreg_feed_read(f->session, cursor, rows, 10, &count, &more, &f->error));
        assert_int_equal(count, 0);
    }
    strcpy(f->uri, writer);
    fixture_reopen(f);
    assert_false(is_registered(f, FIRST + 10));
    admin(f, "DROP OWNED BY reader; DROP ROLE reader");
}

static void a_schema_of_another_version_says_who_may_use_it(void **state) {
    fixture *f = *state;
    nreg_store *store;
    static const struct {
        int version, oldest_writer, oldest_reader;
        nreg_code write, read;
    } cases[] = {
        {1, 1, 1, NREG_OK, NREG_OK},
        {2, 1, 1, NREG_OK, NREG_OK},                     /* the next release runs beside this one */
        {3, 2, 1, NREG_INCOMPATIBLE, NREG_OK},           /* this one may still read */
        {4, 3, 2, NREG_INCOMPATIBLE, NREG_INCOMPATIBLE}, /* no more */
        {0, 0, 0, NREG_INCOMPATIBLE, NREG_INCOMPATIBLE}, /* older than any: to be migrated first */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        admin(f, "UPDATE schema_version SET version = %d, oldest_writer = %d, oldest_reader = %d", cases[i].version,
              cases[i].oldest_writer, cases[i].oldest_reader);
        assert_code(f, cases[i].write, open_as(f, f->uri, NREG_POSTGRESQL_OPEN, &store));
        nreg_store_close(store);
        assert_code(f, cases[i].read, open_as(f, f->uri, NREG_POSTGRESQL_READ_ONLY, &store));
        nreg_store_close(store);
    }
    admin(f, "UPDATE schema_version SET version = 3, oldest_writer = 2, oldest_reader = 1");
    assert_code(f, NREG_INCOMPATIBLE, open_as(f, f->uri, NREG_POSTGRESQL_CREATE, &store));
    assert_null(store);
}

static void tables_that_are_gone_are_told(void **state) {
    fixture *f = *state;
    nreg_result *result;
    admin(f, "ALTER TABLE records RENAME TO elsewhere");
    assert_code(f, NREG_INCOMPATIBLE, add_numbers(f, "r1", FIRST, 3, &result, &f->error));
    admin(f, "ALTER TABLE elsewhere RENAME TO records");
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 3, &result, &f->error));
    assert_int_equal(added(result), 3);
}

int main(void) {
#define of_its_own(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        of_its_own(who_may_not_come_in_is_told_and_no_secret_is),
        of_its_own(a_connection_string_that_cannot_be_read_is_not_repeated),
        of_its_own(a_server_without_connections_left_is_waited_for),
        of_its_own(a_role_that_may_only_read_lists_and_previews),
        of_its_own(a_schema_of_another_version_says_who_may_use_it),
        of_its_own(tables_that_are_gone_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
