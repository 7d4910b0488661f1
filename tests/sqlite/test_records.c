/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "store/sqlite/connection.h"

#include <stdlib.h>
#include <string.h>

static void a_claimed_record_is_read_back_whole(void **state) {
    fixture *f = *state;
    nreg_record written[3] = {fixture_record(12025550101, 11, 0, 0, 501), fixture_record(12025550102, 11, 12, 0, 501),
                              fixture_record(442079460958, 11, 12, 13, 501)};
    written[0].dno_batch = 499;
    written[1].created -= 86400000000;
    written[1].flags = NREG_RECORD_RESUBMITTED | NREG_RECORD_IMPORTED;
    written[2].updated += 7;
    written[2].status = NREG_STATUS_SUSPENDED;
    written[2].revision = UINT32_MAX;
    written[2].purpose = UINT32_MAX;
    nreg_record existing[3];
    uint8_t answers[3];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->claim(tx, written, 3, existing, answers, &f->error, f->context));
    assert_memory_equal(answers, ((uint8_t[]){NREG_ROW_OK, NREG_ROW_OK, NREG_ROW_OK}), 3);
    fixture_commit(f, tx);
    fixture_reopen(f);
    nreg_record read[4];
    uint8_t found[4];
    const uint64_t numbers[4] = {12025550101, 12025550102, 12025550103, 442079460958};
    tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->fetch(tx, numbers, 4, NREG_FETCH_SNAPSHOT, read, found, &f->error, f->context));
    assert_memory_equal(found, ((uint8_t[]){NREG_ROW_OK, NREG_ROW_OK, NREG_ROW_ABSENT, NREG_ROW_OK}), 4);
    assert_memory_equal(&read[0], &written[0], sizeof written[0]);
    assert_memory_equal(&read[1], &written[1], sizeof written[1]);
    assert_memory_equal(&read[3], &written[2], sizeof written[2]);
    assert_int_equal(read[2].number, 0);
    f->m->rollback(tx, f->context);
}

static void a_claim_returns_the_record_present(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 3, 11, 0, 0, NREG_STATUS_ACTIVE);
    const nreg_record again[3] = {fixture_record(12025550099, 22, 0, 0, 900),
                                  fixture_record(12025550101, 22, 0, 0, 900),
                                  fixture_record(12025550103, 22, 0, 0, 900)};
    nreg_record existing[3] = {{0}};
    uint8_t answers[3];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->claim(tx, again, 3, existing, answers, &f->error, f->context));
    assert_memory_equal(answers, ((uint8_t[]){NREG_ROW_OK, NREG_ROW_PRESENT, NREG_ROW_OK}), 3);
    assert_int_equal(existing[1].business, 11);
    assert_int_equal(existing[1].last_batch, 77);
    assert_int_equal(existing[1].status, NREG_STATUS_ACTIVE);
    f->m->rollback(tx, f->context);
}

/* Many rows share a statement; which of them were there must not get mixed up. */
static void a_large_claim_tells_new_rows_from_old_ones(void **state) {
    fixture *f = *state;
    enum { COUNT = 200 };
    nreg_record records[COUNT];
    nreg_record existing[COUNT];
    uint8_t answers[COUNT];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    for (uint64_t i = 0; i < COUNT; i++) {
        records[i] = fixture_record(12025550100 + i, 11, 12, 13, 500 + i % 7);
        records[i].status = 1 + (uint32_t)(i % 5);
        records[i].dno_batch = i % 11 == 0 ? 499 : 0;
        if (i % 3 == 0 || (i > 64 && i < 130)) {
            assert_ok(f, f->m->claim(tx, &records[i], 1, existing, answers, &f->error, f->context));
            assert_int_equal(answers[0], NREG_ROW_OK);
        }
    }
    for (int round = 0; round < 2; round++) {
        assert_ok(f, f->m->claim(tx, records, COUNT, existing, answers, &f->error, f->context));
        for (uint64_t i = 0; i < COUNT; i++) {
            const int was_there = round == 1 || i % 3 == 0 || (i > 64 && i < 130);
            assert_int_equal(answers[i], was_there ? NREG_ROW_PRESENT : NREG_ROW_OK);
            if (was_there) {
                assert_memory_equal(&existing[i], &records[i], sizeof existing[i]);
            }
        }
    }
    fixture_commit(f, tx);
}

static void a_trigger_of_the_portal_does_not_confuse_a_claim(void **state) {
    fixture *f = *state;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    const nreg_sqlite_connection *connection = tx;
    assert_int_equal(sqlite3_exec(connection->db,
                                  "CREATE TABLE seen (number INTEGER PRIMARY KEY);"
                                  "CREATE TRIGGER see AFTER INSERT ON records BEGIN"
                                  " INSERT INTO seen VALUES (new.number + 1); END",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    nreg_record records[40];
    nreg_record existing[40];
    uint8_t answers[40];
    for (uint64_t i = 0; i < 40; i++) {
        records[i] = fixture_record(12025550100 + i, 11, 12, 13, 500);
    }
    assert_ok(f, f->m->claim(tx, records + 5, 1, existing, answers, &f->error, f->context));
    assert_ok(f, f->m->claim(tx, records, 40, existing, answers, &f->error, f->context));
    for (uint64_t i = 0; i < 40; i++) {
        assert_int_equal(answers[i], i == 5 ? NREG_ROW_PRESENT : NREG_ROW_OK);
    }
    fixture_commit(f, tx);
}

static void a_large_fetch_tells_found_from_absent(void **state) {
    fixture *f = *state;
    enum { COUNT = 150 };
    uint64_t numbers[COUNT];
    static nreg_record read[COUNT];
    uint8_t answers[COUNT];
    fixture_claim_many(f, 12025550100, 50, 11, 12, 13, NREG_STATUS_ACTIVE);
    fixture_claim_many(f, 12025550190, 30, 11, 0, 0, NREG_STATUS_PENDING);
    for (uint64_t i = 0; i < COUNT; i++) {
        numbers[i] = 12025550090 + i;
    }
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->fetch(tx, numbers, COUNT, NREG_FETCH_SNAPSHOT, read, answers, &f->error, f->context));
    f->m->rollback(tx, f->context);
    for (uint64_t i = 0; i < COUNT; i++) {
        const int first = i >= 10 && i < 60;
        const int second = i >= 100 && i < 130;
        assert_int_equal(answers[i], first || second ? NREG_ROW_OK : NREG_ROW_ABSENT);
        assert_int_equal(read[i].number, first || second ? numbers[i] : 0);
        assert_int_equal(read[i].program, first ? 13 : 0);
    }
}

static nreg_store_change change_of(nreg_record record, uint64_t batch) {
    nreg_store_change change = {
        .record = record, .expected_batch = record.last_batch, .expected_revision = record.revision};
    change.record.last_batch = batch;
    change.record.revision++;
    change.record.updated += 1000;
    return change;
}

static void an_update_needs_the_stored_token(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 4, 11, 12, 0, NREG_STATUS_PENDING);
    const nreg_record base = fixture_record(0, 11, 12, 0, 77);
    nreg_store_change changes[5];
    for (uint64_t i = 0; i < 5; i++) {
        nreg_record record = base;
        record.number = 12025550100 + i; /* the last is absent */
        changes[i] = change_of(record, 88);
    }
    changes[0].record.purpose = 9;                 /* stays where it is */
    changes[1].record.status = NREG_STATUS_ACTIVE; /* moves in every index */
    changes[1].record.program = 13;
    changes[2].expected_revision = 5;
    changes[3].expected_batch = 12345;
    uint8_t answers[5];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->update(tx, changes, 5, answers, &f->error, f->context));
    const uint8_t expected[5] = {NREG_ROW_OK, NREG_ROW_OK, NREG_ROW_CONFLICT, NREG_ROW_CONFLICT, NREG_ROW_CONFLICT};
    assert_memory_equal(answers, expected, 5);
    fixture_commit(f, tx);
    tx = fixture_begin(f, NREG_STORE_READ);
    nreg_record read[4];
    const uint64_t numbers[4] = {12025550100, 12025550101, 12025550102, 12025550103};
    assert_ok(f, f->m->fetch(tx, numbers, 4, NREG_FETCH_SNAPSHOT, read, answers, &f->error, f->context));
    assert_memory_equal(&read[0], &changes[0].record, sizeof read[0]);
    assert_memory_equal(&read[1], &changes[1].record, sizeof read[1]);
    assert_int_equal(read[2].last_batch, 77);
    assert_int_equal(read[3].revision, 1);
    f->m->rollback(tx, f->context);
}

static void a_release_needs_the_stored_token(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 3, 11, 0, 0, NREG_STATUS_PENDING);
    const nreg_store_token tokens[4] = {
        {12025550100, 77, 1, 0}, {12025550101, 77, 2, 0}, {12025550102, 78, 1, 0}, {12025550105, 77, 1, 0}};
    uint8_t answers[4];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->release(tx, tokens, 4, answers, &f->error, f->context));
    const uint8_t expected[4] = {NREG_ROW_OK, NREG_ROW_CONFLICT, NREG_ROW_CONFLICT, NREG_ROW_CONFLICT};
    assert_memory_equal(answers, expected, 4);
    nreg_record read;
    assert_ok(f, f->m->fetch(tx, &tokens[0].number, 1, NREG_FETCH_LOCKED, &read, answers, &f->error, f->context));
    assert_int_equal(answers[0], NREG_ROW_ABSENT);
    fixture_commit(f, tx);
}

static void a_rollback_leaves_nothing(void **state) {
    fixture *f = *state;
    const nreg_record record = fixture_record(12025550100, 11, 12, 13, 501);
    nreg_record existing;
    uint8_t answer;
    for (int round = 0; round < 2; round++) {
        void *tx = fixture_begin(f, NREG_STORE_WRITE);
        assert_ok(f, f->m->claim(tx, &record, 1, &existing, &answer, &f->error, f->context));
        assert_int_equal(answer, NREG_ROW_OK);
        f->m->rollback(tx, f->context);
    }
    /* What was rolled back may have given its small numbers to others. */
    const nreg_record other = fixture_record(12025550101, 21, 22, 23, 502);
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->claim(tx, &other, 1, &existing, &answer, &f->error, f->context));
    assert_ok(f, f->m->claim(tx, &record, 1, &existing, &answer, &f->error, f->context));
    fixture_commit(f, tx);
    tx = fixture_begin(f, NREG_STORE_READ);
    nreg_record read[2];
    uint8_t found[2];
    const uint64_t numbers[2] = {12025550100, 12025550101};
    assert_ok(f, f->m->fetch(tx, numbers, 2, NREG_FETCH_SNAPSHOT, read, found, &f->error, f->context));
    assert_memory_equal(&read[0], &record, sizeof record);
    assert_memory_equal(&read[1], &other, sizeof other);
    f->m->rollback(tx, f->context);
}

static void readers_see_one_state_while_a_writer_commits(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 5, 11, 0, 0, NREG_STATUS_PENDING);
    void *reader = fixture_begin(f, NREG_STORE_READ);
    const uint64_t numbers[2] = {12025550100, 12025550105};
    nreg_record read[2];
    uint8_t found[2];
    assert_ok(f, f->m->fetch(reader, numbers, 2, NREG_FETCH_SNAPSHOT, read, found, &f->error, f->context));
    void *writer = fixture_begin(f, NREG_STORE_WRITE);
    const nreg_record added = fixture_record(12025550105, 11, 0, 0, 78);
    const nreg_store_token removed = {12025550100, 77, 1, 0};
    nreg_record existing;
    uint8_t answer;
    assert_ok(f, f->m->claim(writer, &added, 1, &existing, &answer, &f->error, f->context));
    assert_ok(f, f->m->release(writer, &removed, 1, &answer, &f->error, f->context));
    for (int round = 0; round < 2; round++) {
        assert_ok(f, f->m->fetch(reader, numbers, 2, NREG_FETCH_SNAPSHOT, read, found, &f->error, f->context));
        assert_int_equal(found[0], NREG_ROW_OK);
        assert_int_equal(found[1], NREG_ROW_ABSENT);
        if (round == 0) {
            fixture_commit(f, writer);
        }
    }
    fixture_commit(f, reader);
    reader = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->fetch(reader, numbers, 2, NREG_FETCH_SNAPSHOT, read, found, &f->error, f->context));
    assert_int_equal(found[0], NREG_ROW_ABSENT);
    assert_int_equal(found[1], NREG_ROW_OK);
    f->m->rollback(reader, f->context);
}

static void a_read_transaction_refuses_to_write(void **state) {
    fixture *f = *state;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    const nreg_record record = fixture_record(12025550100, 11, 0, 0, 501);
    nreg_record existing;
    uint8_t answer;
    assert_int_equal(f->m->claim(tx, &record, 1, &existing, &answer, &f->error, f->context), NREG_INVALID_ARGUMENT);
    assert_int_equal(f->m->fetch(tx, &record.number, 1, NREG_FETCH_LOCKED, &existing, &answer, &f->error, f->context),
                     NREG_INVALID_ARGUMENT);
    f->m->rollback(tx, f->context);
    assert_int_equal(f->m->begin(9, 0, &tx, &f->error, f->context), NREG_INVALID_ARGUMENT);
    assert_null(tx);
}

static void counters_add_up_and_those_at_zero_are_not_read(void **state) {
    fixture *f = *state;
    const nreg_store_count first[3] = {
        {11, NREG_COUNT_RECORDS, 65536, 5}, {11, NREG_COUNT_RECORDS, 65537, 2}, {11, NREG_COUNT_ELSEWHERE, 1, 1}};
    const nreg_store_count second[3] = {
        {11, NREG_COUNT_RECORDS, 0, 4}, {11, NREG_COUNT_RECORDS, 65536, -5}, {11, NREG_COUNT_RECORDS, 65537, 1}};
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->count_add(tx, first, 3, &f->error, f->context));
    assert_ok(f, f->m->count_add(tx, second, 3, &f->error, f->context));
    fixture_commit(f, tx);
    tx = fixture_begin(f, NREG_STORE_READ);
    nreg_store_count read[2];
    uint32_t count;
    uint32_t more;
    assert_ok(f,
              f->m->count_read(tx, 11, NREG_COUNT_RECORDS, UINT32_MAX, 1, read, &count, &more, &f->error, f->context));
    assert_int_equal(count, 1);
    assert_int_equal(more, 1);
    assert_int_equal(read[0].key, 0);
    assert_int_equal(read[0].amount, 4);
    assert_ok(f, f->m->count_read(tx, 11, NREG_COUNT_RECORDS, 0, 2, read, &count, &more, &f->error, f->context));
    assert_int_equal(count, 1);
    assert_int_equal(more, 0);
    assert_int_equal(read[0].key, 65537);
    assert_int_equal(read[0].amount, 3);
    f->m->rollback(tx, f->context);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_claimed_record_is_read_back_whole, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_claim_returns_the_record_present, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_large_claim_tells_new_rows_from_old_ones, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_trigger_of_the_portal_does_not_confuse_a_claim, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_large_fetch_tells_found_from_absent, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_update_needs_the_stored_token, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_release_needs_the_stored_token, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_rollback_leaves_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(readers_see_one_state_while_a_writer_commits, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_read_transaction_refuses_to_write, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(counters_add_up_and_those_at_zero_are_not_read, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
