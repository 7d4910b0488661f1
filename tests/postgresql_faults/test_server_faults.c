/* SPDX-License-Identifier: MIT */
/* What a server does to a store in the middle of its work: clear codes, and nothing lost or done twice. */
#include "fixture.h"

#include <time.h>

#define FIRST UINT64_C(15012149020)

static void rest(long milliseconds) {
    const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* From now on each commit of a batch takes a while, and can be met in it. */
static void slow_commits_down(fixture *f) {
    admin(
        f,
        "CREATE FUNCTION %s.wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END';"
        " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON %s.batches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE"
        " FUNCTION %s.wait()",
        f->schema, f->schema, f->schema);
}

static const char in_commit[] = "state = 'active' AND query LIKE 'COMMIT%'";

/* --- back ends that are ended */

static void a_connection_lost_between_transactions_is_not_noticed(void **state) {
    fixture *f = *state;
    harm(f, "pg_terminate_backend", "state = 'idle'");
    assert_false(is_registered(f, FIRST));
    nreg_result *result;
    harm(f, "pg_terminate_backend", "state = 'idle'");
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 3, &result, &f->error));
    assert_int_equal(added(result), 3);
}

static void a_connection_lost_in_a_transaction_is_told_and_leaves_nothing(void **state) {
    fixture *f = *state;
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 1000);
    assert_code(f, NREG_OK, claim_one(f, tx, FIRST, &answer));
    harm(f, "pg_terminate_backend", "state = 'idle in transaction'");
    assert_code(f, NREG_IO, claim_one(f, tx, FIRST + 1, &answer));
    f->m->rollback(tx, f->context);
    assert_false(is_registered(f, FIRST));
    tx = fixture_begin(f, NREG_STORE_WRITE, 1000);
    assert_code(f, NREG_OK, claim_one(f, tx, FIRST, &answer));
    assert_int_equal(answer, NREG_ROW_OK);
    harm(f, "pg_terminate_backend", "state = 'idle in transaction'");
    const nreg_code code = f->m->commit(tx, &f->error, f->context);
    assert_true(code == NREG_IO || code == NREG_UNKNOWN);
    f->m->rollback(tx, f->context);
    assert_false(is_registered(f, FIRST));
}

static void a_statement_whose_back_end_is_ended_fails_as_a_whole(void **state) {
    fixture *f = *state;
    admin(f, "BEGIN; LOCK TABLE %s.records IN EXCLUSIVE MODE", f->schema);
    adding a;
    adding_start(&a, f, "r1", FIRST, 500);
    harm(f, "pg_terminate_backend", "state = 'active' AND wait_event_type = 'Lock'");
    assert_code(f, NREG_IO, adding_join(&a));
    assert_null(strstr(a.error.message, "1501214"));
    admin(f, "ROLLBACK");
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 0);
    nreg_result *result;
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 500, &result, &f->error));
    assert_int_equal(added(result), 500);
}

static void a_store_whose_connection_is_lost_in_commit_says_unknown(void **state) {
    fixture *f = *state;
    slow_commits_down(f);
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 1000);
    nreg_store_batch header;
    nreg_store_batch existing;
    uint8_t answer;
    memset(&header, 0, sizeof header);
    header.id = 5;
    header.business = f->business;
    header.revision = 1;
    assert_code(f, NREG_OK, f->m->batch_put(tx, &header, 0, &existing, &answer, &f->error, f->context));
    /* Ends the server's process from within the commit. */
    admin(f,
          "CREATE OR REPLACE FUNCTION %s.wait() RETURNS trigger LANGUAGE plpgsql AS"
          " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(9); RETURN NULL; END'",
          f->schema);
    assert_code(f, NREG_UNKNOWN, f->m->commit(tx, &f->error, f->context));
    f->m->rollback(tx, f->context);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 0);
}

static void a_batch_whose_connection_is_lost_in_commit_is_done_once(void **state) {
    fixture *f = *state;
    slow_commits_down(f);
    adding a;
    adding_start(&a, f, "r1", FIRST, 20);
    harm(f, "pg_terminate_backend", in_commit);
    assert_code(f, NREG_OK, adding_join(&a));
    assert_int_equal(added(a.result), 20);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 1);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM journal"), 20);
    nreg_result *result;
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 20, &result, &f->error));
    assert_int_equal(added(result), 20);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM journal"), 20);
}

/* --- cancelled and timed out */

static void a_cancelled_statement_says_so_and_leaves_nothing(void **state) {
    fixture *f = *state;
    admin(f, "BEGIN; LOCK TABLE %s.records IN EXCLUSIVE MODE", f->schema);
    adding a;
    adding_start(&a, f, "r1", FIRST, 5);
    harm(f, "pg_cancel_backend", "state = 'active' AND wait_event_type = 'Lock'");
    assert_code(f, NREG_DEADLINE, adding_join(&a));
    admin(f, "ROLLBACK");
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 0);
}

static void a_cancelled_commit_was_not_done(void **state) {
    fixture *f = *state;
    slow_commits_down(f);
    adding a;
    adding_start(&a, f, "r1", FIRST, 5);
    harm(f, "pg_cancel_backend", in_commit);
    assert_code(f, NREG_DEADLINE, adding_join(&a));
    assert_int_equal(admin_number(f, "SELECT count(*) FROM batches"), 0);
    assert_false(is_registered(f, FIRST));
}

static void a_statement_that_takes_too_long_says_so(void **state) {
    fixture *f = *state;
    f->options.statement_timeout_ms = 100;
    fixture_reopen(f);
    admin(f, "BEGIN; LOCK TABLE %s.records IN EXCLUSIVE MODE", f->schema);
    nreg_result *result;
    assert_code(f, NREG_DEADLINE, add_numbers(f, "r1", FIRST, 5, &result, &f->error));
    admin(f, "ROLLBACK");
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 5, &result, &f->error));
    assert_int_equal(added(result), 5);
}

static void a_lock_that_does_not_come_says_busy(void **state) {
    fixture *f = *state;
    uint8_t answer;
    admin(f, "BEGIN; LOCK TABLE %s.records IN EXCLUSIVE MODE", f->schema);
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 100);
    assert_code(f, NREG_BUSY, claim_one(f, tx, FIRST, &answer));
    f->m->rollback(tx, f->context);
    admin(f, "ROLLBACK");
}

/* --- conflicts */

typedef struct updater {
    fixture *f;
    void *tx;
    uint64_t number;
    nreg_code code;
    nreg_error error;
} updater;

static void *update_in_thread(void *context) {
    updater *u = context;
    nreg_record record;
    uint8_t answer;
    nreg_error_init(&u->error);
    u->code = u->f->m->fetch(u->tx, &u->number, 1, NREG_FETCH_LOCKED, &record, &answer, &u->error, u->f->context);
    return NULL;
}

static void a_deadlock_is_to_be_tried_again(void **state) {
    fixture *f = *state;
    nreg_result *result;
    assert_code(f, NREG_OK, add_numbers(f, "r1", FIRST, 2, &result, &f->error));
    assert_int_equal(added(result), 2);
    updater first = {.f = f, .tx = fixture_begin(f, NREG_STORE_WRITE, 20000), .number = FIRST};
    updater second = {.f = f, .tx = fixture_begin(f, NREG_STORE_WRITE, 20000), .number = FIRST + 1};
    update_in_thread(&first);
    update_in_thread(&second);
    first.number = FIRST + 1;
    second.number = FIRST;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, update_in_thread, &first), 0);
    update_in_thread(&second);
    if (second.code != NREG_OK) {
        f->m->rollback(second.tx, f->context);
    }
    pthread_join(thread, NULL);
    assert_true((first.code == NREG_RETRY) != (second.code == NREG_RETRY));
    f->m->rollback(first.tx, f->context);
    if (second.code == NREG_OK) {
        f->m->rollback(second.tx, f->context);
    }
}

static void a_serialization_failure_is_run_again(void **state) {
    static const char *const states[] = {"40001", "40P01"};
    fixture *f = *state;
    for (uint64_t i = 0; i < 2; i++) {
        admin(f,
              "CREATE SEQUENCE %s.tries; CREATE FUNCTION %s.fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF"
              " nextval(''%s.tries'') < 4 THEN RAISE EXCEPTION USING ERRCODE = ''%s''; END IF; RETURN NULL; END';"
              " CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON %s.batches DEFERRABLE INITIALLY %s FOR EACH ROW EXECUTE"
              " FUNCTION %s.fail()",
              f->schema, f->schema, f->schema, states[i], f->schema, i == 0 ? "DEFERRED" : "IMMEDIATE", f->schema);
        nreg_result *result;
        assert_code(f, NREG_OK, add_numbers(f, states[i], FIRST + 10 * i, 4, &result, &f->error));
        assert_int_equal(added(result), 4);
        assert_int_equal(admin_number(f, "SELECT last_value FROM %s.tries", f->schema), 4);
        admin(f, "DROP FUNCTION %s.fail CASCADE; DROP SEQUENCE %s.tries", f->schema, f->schema);
    }
    assert_int_equal(admin_number(f, "SELECT count(*) FROM journal"), 8);
}

/* --- a standby that does not confirm */

static void require_standby(fixture *f, const char *names) {
    admin(f, "ALTER SYSTEM SET synchronous_standby_names TO '%s'", names);
    admin(f, "SELECT pg_reload_conf()");
    char query[128];
    snprintf(query, sizeof query, "SELECT (current_setting('synchronous_standby_names') = '%s')::int", names);
    admin_wait(f, 1, query);
    rest(50); /* other processes of the server read it, too */
}

static const char waits[] = "wait_event = 'SyncRep'";

static void a_commit_that_no_standby_confirms_is_unknown(void **state) {
    fixture *f = *state;
    require_standby(f, "nobody");
    adding a;
    adding_start(&a, f, "r1", FIRST, 7);
    harm(f, "pg_cancel_backend", waits);
    /* It is there, but may be lost in a failover: to find it is not enough, finding out waits for the standby, too. */
    admin_wait(f, 1, "SELECT count(*) FROM batches");
    harm(f, "pg_cancel_backend", waits);
    harm(f, "pg_terminate_backend", waits);
    rest(100);
    assert_false(a.done);
    /* So does one who comes with the same request id. */
    adding again;
    adding_start(&again, f, "r1", FIRST, 7);
    rest(200);
    assert_false(again.done);
    require_standby(f, "");
    assert_code(f, NREG_OK, adding_join(&a));
    assert_int_equal(added(a.result), 7);
    assert_code(f, NREG_OK, adding_join(&again));
    assert_int_equal(added(again.result), 7);
    assert_int_equal(admin_number(f, "SELECT count(*) FROM journal"), 7);
}

static void a_store_tells_a_commit_with_a_warning_from_one_without(void **state) {
    fixture *f = *state;
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 1000);
    assert_code(f, NREG_OK, claim_one(f, tx, FIRST, &answer));
    require_standby(f, "nobody");
    admin(f,
          "CREATE OR REPLACE PROCEDURE public.cancel_waiting() LANGUAGE plpgsql AS 'BEGIN LOOP"
          " EXIT WHEN (SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = ''SyncRep'') > 0;"
          " PERFORM pg_stat_clear_snapshot(); PERFORM pg_sleep(0.01); END LOOP; END'");
    /* Sent and not waited for: it cancels what this thread waits in. */
    assert_int_equal(PQsendQuery(f->admin, "CALL public.cancel_waiting()"), 1);
    assert_code(f, NREG_UNKNOWN, f->m->commit(tx, &f->error, f->context));
    f->m->rollback(tx, f->context);
    PQclear(PQgetResult(f->admin));
    PQclear(PQgetResult(f->admin));
    require_standby(f, "");
    assert_int_equal(admin_number(f, "SELECT count(*) FROM records"), 1);
}

/* --- the feed */

static void append(fixture *f, void *tx, uint64_t batch, uint32_t count) {
    nreg_journal_row rows[8];
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[i].batch = batch;
        rows[i].number = FIRST + i;
        rows[i].business = f->business;
        rows[i].revision = i + 1;
    }
    assert_code(f, NREG_OK, f->m->journal_append(tx, rows, count, &f->error, f->context));
}

static void commit_rows(fixture *f, uint64_t batch, uint32_t count) {
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 100);
    append(f, tx, batch, count);
    assert_code(f, NREG_OK, f->m->commit(tx, &f->error, f->context));
}

static uint64_t seal(fixture *f) {
    uint64_t count = 0;
    void *tx = fixture_begin(f, NREG_STORE_WRITE, 100);
    assert_code(f, NREG_OK, f->m->journal_seal(tx, 100, &count, &f->error, f->context));
    assert_code(f, NREG_OK, f->m->commit(tx, &f->error, f->context));
    return count;
}

/* The batches of the feed's rows behind `*after`, as digits; moves on. */
static uint64_t follow(fixture *f, uint64_t *after) {
    nreg_journal_row rows[100];
    uint32_t count;
    uint32_t more;
    uint64_t digits = 0;
    void *tx = fixture_begin(f, NREG_STORE_READ, 100);
    assert_code(f, NREG_OK,
                f->m->journal_read(tx, NREG_JOURNAL_FEED, 0, *after, 100, rows, &count, &more, &f->error, f->context));
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].sequence, *after + 1);
        *after = rows[i].sequence;
        digits = digits * 10 + rows[i].batch;
    }
    f->m->rollback(tx, f->context);
    return digits;
}

static void a_slow_writer_neither_holds_the_feed_up_nor_is_skipped(void **state) {
    fixture *f = *state;
    uint64_t after = 0;
    void *slow = fixture_begin(f, NREG_STORE_WRITE, 100);
    append(f, slow, 1, 2);
    commit_rows(f, 2, 3);
    assert_int_equal(seal(f), 3);
    assert_int_equal(follow(f, &after), 222);
    append(f, slow, 1, 1);
    commit_rows(f, 3, 1);
    commit_rows(f, 4, 2);
    assert_int_equal(seal(f), 3);
    assert_int_equal(f->m->commit(slow, &f->error, f->context), NREG_OK);
    assert_int_equal(follow(f, &after), 344);
    assert_int_equal(seal(f), 3);
    assert_int_equal(follow(f, &after), 111);
    assert_int_equal(seal(f), 0);
    assert_int_equal(follow(f, &after), 0);
}

static void a_writer_that_is_killed_leaves_no_gap_in_the_feed(void **state) {
    fixture *f = *state;
    uint64_t after = 0;
    uint8_t answer;
    void *killed = fixture_begin(f, NREG_STORE_WRITE, 100);
    append(f, killed, 1, 2);
    assert_code(f, NREG_OK, claim_one(f, killed, FIRST, &answer)); /* has it sent */
    harm(f, "pg_terminate_backend", "state = 'idle in transaction'");
    commit_rows(f, 2, 2);
    assert_int_equal(seal(f), 2);
    assert_code(f, NREG_IO, claim_one(f, killed, FIRST, &answer));
    f->m->rollback(killed, f->context);
    commit_rows(f, 3, 1);
    assert_int_equal(seal(f), 1);
    assert_int_equal(follow(f, &after), 223);
}

static void one_who_dies_while_sealing_has_sealed_nothing(void **state) {
    fixture *f = *state;
    uint64_t after = 0;
    uint64_t count = 0;
    commit_rows(f, 1, 3);
    void *sealing = fixture_begin(f, NREG_STORE_WRITE, 100);
    assert_code(f, NREG_OK, f->m->journal_seal(sealing, 100, &count, &f->error, f->context));
    assert_int_equal(count, 3);
    harm(f, "pg_terminate_backend", "state = 'idle in transaction'");
    assert_true(f->m->commit(sealing, &f->error, f->context) != NREG_OK);
    f->m->rollback(sealing, f->context);
    assert_int_equal(follow(f, &after), 0);
    assert_int_equal(seal(f), 3);
    assert_int_equal(follow(f, &after), 111);
}

int main(void) {
#define of_its_own(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        of_its_own(a_connection_lost_between_transactions_is_not_noticed),
        of_its_own(a_connection_lost_in_a_transaction_is_told_and_leaves_nothing),
        of_its_own(a_statement_whose_back_end_is_ended_fails_as_a_whole),
        of_its_own(a_store_whose_connection_is_lost_in_commit_says_unknown),
        of_its_own(a_batch_whose_connection_is_lost_in_commit_is_done_once),
        of_its_own(a_cancelled_statement_says_so_and_leaves_nothing),
        of_its_own(a_cancelled_commit_was_not_done),
        of_its_own(a_statement_that_takes_too_long_says_so),
        of_its_own(a_lock_that_does_not_come_says_busy),
        of_its_own(a_deadlock_is_to_be_tried_again),
        of_its_own(a_serialization_failure_is_run_again),
        of_its_own(a_commit_that_no_standby_confirms_is_unknown),
        of_its_own(a_store_tells_a_commit_with_a_warning_from_one_without),
        of_its_own(a_slow_writer_neither_holds_the_feed_up_nor_is_skipped),
        of_its_own(a_writer_that_is_killed_leaves_no_gap_in_the_feed),
        of_its_own(one_who_dies_while_sealing_has_sealed_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
