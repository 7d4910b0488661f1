/* SPDX-License-Identifier: MIT */
/* What the server's errors become, raised by it in a statement and in COMMIT. */
#include "fixture.h"

#define FIRST UINT64_C(15012149020)

static const struct {
    const char *state;
    nreg_code statement;
    nreg_code commit;
} cases[] = {
    {"40001", NREG_RETRY, NREG_RETRY},         /* serialization failure */
    {"40P01", NREG_RETRY, NREG_RETRY},         /* deadlock */
    {"23505", NREG_RETRY, NREG_RETRY},         /* a unique key was taken at the same moment */
    {"40003", NREG_RETRY, NREG_UNKNOWN},       /* statement completion unknown */
    {"08007", NREG_RETRY, NREG_UNKNOWN},       /* transaction resolution unknown */
    {"55P03", NREG_BUSY, NREG_BUSY},           /* lock not available */
    {"53300", NREG_BUSY, NREG_BUSY},           /* too many connections */
    {"57014", NREG_DEADLINE, NREG_DEADLINE},   /* cancelled, timed out */
    {"53100", NREG_FULL, NREG_FULL},           /* disk full */
    {"53400", NREG_FULL, NREG_FULL},           /* configuration limit */
    {"53200", NREG_NO_MEMORY, NREG_NO_MEMORY}, /* of the server */
    {"25006", NREG_READ_ONLY, NREG_READ_ONLY}, /* read-only transaction */
    {"42501", NREG_READ_ONLY, NREG_READ_ONLY}, /* privilege */
    {"42P01", NREG_INCOMPATIBLE, NREG_INCOMPATIBLE},
    {"42703", NREG_INCOMPATIBLE, NREG_INCOMPATIBLE},
    {"XX001", NREG_CORRUPT, NREG_CORRUPT},
    {"57P01", NREG_IO, NREG_IO}, /* administrator; the connection stands */
    {"58030", NREG_IO, NREG_IO}, /* of the disk */
    {"XX000", NREG_IO, NREG_IO}, /* whatever else */
};

static void raise_at_insertion(fixture *f, const char *state, int in_commit) {
    admin(
        f,
        "DROP FUNCTION IF EXISTS fail CASCADE; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE"
        " EXCEPTION USING ERRCODE = ''%s'', MESSAGE = ''it went wrong'', DETAIL = ''number %llu''; END';"
        " CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON records DEFERRABLE INITIALLY %s FOR EACH ROW EXECUTE"
        " FUNCTION fail()",
        state, (unsigned long long)FIRST, in_commit ? "DEFERRED" : "IMMEDIATE");
}

/* The code, with the error, of a claim and its commit. */
static nreg_code claim_and_commit(fixture *f) {
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 1000);
    nreg_code code = claim_one(f, tx, FIRST, &answer);
    code = code == NREG_OK ? f->m->commit(tx, &f->error, f->context) : code;
    if (code != NREG_OK) {
        f->m->rollback(tx, f->context);
    }
    return code;
}

static void every_error_has_its_code_in_a_statement_and_in_commit(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const int in_commit = i % 2 == 1;
        const char *raised = cases[i / 2].state;
        raise_at_insertion(f, raised, in_commit);
        const nreg_code code = claim_and_commit(f);
        const nreg_code expected = in_commit ? cases[i / 2].commit : cases[i / 2].statement;
        if (code != expected || f->error.code != code) {
            fail_msg("%s %s is %s, not %s: %s", raised, in_commit ? "in COMMIT" : "in a statement",
                     nreg_code_name(code), nreg_code_name(expected), f->error.message);
        }
        assert_non_null(strstr(f->error.message, raised));
        assert_non_null(strstr(f->error.message, "it went wrong"));
        assert_null(strstr(f->error.message, "1501214"));
        assert_int_equal(admin_number(f, "SELECT count(*) FROM records"), 0);
    }
    admin(f, "DROP FUNCTION fail CASCADE");
    assert_code(f, NREG_OK, claim_and_commit(f));
}

/* Three times it is not known whether the batch was committed; it was not, and then it is, once. */
static void a_commit_in_doubt_is_found_out_about(void **state) {
    static const char *const states[] = {"40003", "08007"};
    fixture *f = *state;
    for (uint64_t i = 0; i < 2; i++) {
        admin(f,
              "CREATE SEQUENCE tries; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF"
              " nextval(''tries'') < 4 THEN RAISE EXCEPTION USING ERRCODE = ''%s''; END IF; RETURN NULL; END';"
              " CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON batches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
              " EXECUTE FUNCTION fail()",
              states[i]);
        nreg_result *result;
        assert_code(f, NREG_OK, add_numbers(f, states[i], FIRST + 10 * i, 4, &result, &f->error));
        assert_int_equal(added(result), 4);
        assert_int_equal(admin_number(f, "SELECT last_value FROM tries"), 4);
        admin(f, "DROP FUNCTION fail CASCADE; DROP SEQUENCE tries");
    }
    assert_int_equal(admin_number(f, "SELECT count(*) FROM journal"), 8);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 2);
}

int main(void) {
#define of_its_own(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        of_its_own(every_error_has_its_code_in_a_statement_and_in_commit),
        of_its_own(a_commit_in_doubt_is_found_out_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
