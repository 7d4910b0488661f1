/* SPDX-License-Identifier: MIT */
/* A SQLite store in a fresh directory, and its functions under short names. */
#ifndef TESTS_SQLITE_FIXTURE_H
#define TESTS_SQLITE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg/extend/store.h>
#include <numberreg/sqlite.h>

typedef struct fixture {
    char directory[128];
    char path[160];
    nreg_store *store;
    const nreg_store_methods *m;
    void *context;
    nreg_error error;
} fixture;

/* cmocka's setup and teardown: makes the store, removes the directory with all in it. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Only the directory and the path, no store. */
int fixture_setup_directory(void **state);

#define IN_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, fixture_setup_directory, fixture_teardown)

/* Closes the store, then opens the same file again. */
void fixture_reopen(fixture *f);

/* Opens another handle on the fixture's file. */
nreg_store *fixture_open(const char *path, uint32_t mode);

/* A transaction that must begin, and one that must commit. */
void *fixture_begin(fixture *f, uint32_t mode);
void fixture_commit(fixture *f, void *tx);

nreg_record fixture_record(uint64_t number, uint64_t business, uint64_t unit, uint64_t program, uint64_t batch);
nreg_store_batch fixture_batch(uint64_t id, uint64_t business, const char *request_id);

/* Claims `count` records from `first` on, one apart, at a place; commits. */
void fixture_claim_many(fixture *f, uint64_t first, uint64_t count, uint64_t business, uint64_t unit, uint64_t program,
                        uint32_t status);

/* How many records there are, up to 20,000. */
uint32_t fixture_count(fixture *f);

#define assert_ok(f, call)                                                                                             \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != NREG_OK) {                                                                                        \
            fail_msg("%s: %s", nreg_code_name(code_), (f)->error.message);                                             \
        }                                                                                                              \
    } while (0)

#endif
