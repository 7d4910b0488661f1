/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

static nreg_scope scope_of(uint64_t id, uint64_t parent, const char *key, const char *external_id) {
    nreg_scope scope = {.id = id,
                        .parent = parent,
                        .organization = 1,
                        .business = 2,
                        .unit = 3,
                        .created = 4,
                        .updated = 5,
                        .starts = 6,
                        .ends = 7,
                        .level = NREG_LEVEL_PROGRAM,
                        .state = NREG_SCOPE_OPEN,
                        .revision = 1};
    snprintf(scope.region, sizeof scope.region, "US");
    snprintf(scope.key, sizeof scope.key, "%s", key);
    snprintf(scope.external_id, sizeof scope.external_id, "%s", external_id);
    snprintf(scope.label, sizeof scope.label, "Label of %s", key);
    return scope;
}

static uint8_t put(fixture *f, const nreg_scope *scope, uint32_t expected) {
    uint8_t answer = 99;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->scope_put(tx, scope, expected, &answer, &f->error, f->context));
    fixture_commit(f, tx);
    return answer;
}

static void a_scope_is_read_back_whole_and_found_by_its_names(void **state) {
    fixture *f = *state;
    const nreg_scope scope = scope_of(21, 9, "spring", "ext-1");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    fixture_reopen(f);
    nreg_scope read[2];
    uint8_t answers[2];
    const uint64_t ids[2] = {20, 21};
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->scope_pin(tx, ids, 2, read, answers, &f->error, f->context));
    assert_int_equal(answers[0], NREG_ROW_ABSENT);
    assert_int_equal(answers[1], NREG_ROW_OK);
    assert_memory_equal(&read[1], &scope, sizeof scope);
    uint8_t answer;
    assert_ok(f, f->m->scope_find(tx, 9, NREG_FIND_KEY, "springXX", 6, read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_OK);
    assert_memory_equal(&read[0], &scope, sizeof scope);
    assert_ok(f, f->m->scope_find(tx, 9, NREG_FIND_EXTERNAL_ID, "ext-1", 5, read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_OK);
    assert_ok(f, f->m->scope_find(tx, 8, NREG_FIND_KEY, "spring", 6, read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_ABSENT);
    assert_ok(f, f->m->scope_find(tx, 9, NREG_FIND_EXTERNAL_ID, "", 0, read, &answer, &f->error, f->context));
    assert_int_equal(answer, NREG_ROW_ABSENT);
    f->m->rollback(tx, f->context);
}

static void names_are_unique_in_the_parent(void **state) {
    fixture *f = *state;
    nreg_scope scope = scope_of(21, 9, "spring", "ext-1");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    scope = scope_of(21, 9, "other", "");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_PRESENT); /* the id */
    scope = scope_of(22, 9, "spring", "");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_PRESENT);
    scope = scope_of(22, 9, "other", "ext-1");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_PRESENT);
    scope = scope_of(22, 8, "spring", "ext-1");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    scope = scope_of(23, 9, "summer", "");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    scope = scope_of(24, 9, "winter", "");
    assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    scope.revision = 2;
    scope.state = NREG_SCOPE_CLOSED;
    assert_int_equal(put(f, &scope, 7), NREG_ROW_CONFLICT);
    assert_int_equal(put(f, &scope, 1), NREG_ROW_OK);
    snprintf(scope.external_id, sizeof scope.external_id, "ext-1");
    scope.revision = 3;
    assert_int_equal(put(f, &scope, 2), NREG_ROW_PRESENT);
    scope.id = 99;
    assert_int_equal(put(f, &scope, 2), NREG_ROW_CONFLICT);
}

static void scopes_are_listed_by_key(void **state) {
    fixture *f = *state;
    static const char *const keys[5] = {"b", "a-1", "a.1", "a_1", "a1"}; /* bytes: - . 1 _ */
    for (uint64_t i = 0; i < 5; i++) {
        const nreg_scope scope = scope_of(21 + i, 9, keys[i], "");
        assert_int_equal(put(f, &scope, 0), NREG_ROW_OK);
    }
    static const char *const sorted[5] = {"a-1", "a.1", "a1", "a_1", "b"};
    nreg_scope page[3];
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->scope_list(tx, 9, "", 3, page, &count, &more, &f->error, f->context));
    assert_int_equal(count, 3);
    assert_int_equal(more, 1);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(page[i].key, sorted[i]);
    }
    assert_ok(f, f->m->scope_list(tx, 9, page[2].key, 3, page, &count, &more, &f->error, f->context));
    assert_int_equal(count, 2);
    assert_int_equal(more, 0);
    assert_string_equal(page[1].key, "b");
    f->m->rollback(tx, f->context);
}

static uint32_t lease(fixture *f, uint64_t owner, int64_t now, uint64_t after, uint32_t limit, nreg_record *records) {
    uint32_t count;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->review_lease(tx, NREG_STATUS_PENDING, owner, now, now + 100, after, limit, records, &count,
                                    &f->error, f->context));
    fixture_commit(f, tx);
    return count;
}

static void a_number_is_leased_to_one_worker_until_the_lease_ends(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 6, 11, 12, 13, NREG_STATUS_PENDING);
    fixture_claim_many(f, 12025550200, 6, 11, 12, 13, NREG_STATUS_ACTIVE);
    nreg_record records[10];
    assert_int_equal(lease(f, 1, 1000, 0, 4, records), 4);
    assert_int_equal(records[3].number, 12025550103);
    assert_int_equal(lease(f, 2, 1001, 0, 10, records), 2);
    assert_int_equal(records[0].number, 12025550104);
    assert_int_equal(lease(f, 3, 1099, 0, 10, records), 0);
    assert_int_equal(lease(f, 3, 1100, 12025550101, 10, records), 2);
    assert_int_equal(records[0].number, 12025550102);
    /* Only the owner gives a lease up. */
    const uint64_t numbers[3] = {12025550102, 12025550104, 12025550105};
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->review_unlease(tx, numbers, 3, 2, &f->error, f->context));
    fixture_commit(f, tx);
    assert_int_equal(lease(f, 4, 1100, 12025550101, 10, records), 2);
    assert_int_equal(records[0].number, 12025550104);
}

static void a_number_registered_anew_is_not_leased(void **state) {
    fixture *f = *state;
    fixture_claim_many(f, 12025550100, 1, 11, 0, 0, NREG_STATUS_PENDING);
    nreg_record record;
    assert_int_equal(lease(f, 1, 1000, 0, 1, &record), 1);
    const nreg_store_token token = {12025550100, 77, 1, 0};
    uint8_t answer;
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->release(tx, &token, 1, &answer, &f->error, f->context));
    fixture_commit(f, tx);
    fixture_claim_many(f, 12025550100, 1, 12, 0, 0, NREG_STATUS_PENDING);
    assert_int_equal(lease(f, 2, 1000, 0, 1, &record), 1);
    assert_int_equal(record.business, 12);
}

static void tombstones_are_replaced_and_removed(void **state) {
    fixture *f = *state;
    const nreg_store_tombstone first[2] = {{12025550100, 11, -5, 4, 0}, {12025550101, 11, 6, 5, 0}};
    const nreg_store_tombstone second[2] = {{12025550100, 0, 0, 0, 0}, {12025550101, 12, 9, 3, 0}};
    const uint64_t numbers[3] = {12025550100, 12025550101, 12025550102};
    nreg_store_tombstone read[3];
    uint8_t answers[3];
    void *tx = fixture_begin(f, NREG_STORE_WRITE);
    assert_ok(f, f->m->tombstone_put(tx, first, 2, &f->error, f->context));
    assert_ok(f, f->m->tombstone_get(tx, numbers, 3, read, answers, &f->error, f->context));
    assert_memory_equal(read, first, sizeof first);
    assert_int_equal(answers[2], NREG_ROW_ABSENT);
    assert_ok(f, f->m->tombstone_put(tx, second, 2, &f->error, f->context));
    assert_ok(f, f->m->tombstone_get(tx, numbers, 3, read, answers, &f->error, f->context));
    assert_int_equal(answers[0], NREG_ROW_ABSENT);
    assert_memory_equal(&read[1], &second[1], sizeof second[1]);
    fixture_commit(f, tx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_STORE(a_scope_is_read_back_whole_and_found_by_its_names),
        IN_STORE(names_are_unique_in_the_parent),
        IN_STORE(scopes_are_listed_by_key),
        IN_STORE(a_number_is_leased_to_one_worker_until_the_lease_ends),
        IN_STORE(a_number_registered_anew_is_not_leased),
        IN_STORE(tombstones_are_replaced_and_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
