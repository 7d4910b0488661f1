/* SPDX-License-Identifier: MIT */
/* What the conformance checks are made of. A check is a function that returns NREG_OK, or says in a message what is
 * wrong. */
#ifndef NREG_STORE_CHECK_CHECK_H
#define NREG_STORE_CHECK_CHECK_H

#include "base/error.h"
#include "base/memory.h"
#include "store/transaction.h"

#include <numberreg/extend/store_check.h>

#include <stdatomic.h>
#include <string.h>

enum { NREG_CHECK_SLOTS = 3, NREG_CHECK_WAIT_MS = 20000, NREG_CHECK_MOMENT_MS = 50 };

typedef struct nreg_check_block nreg_check_block;

/* What one thread of one check works with. */
typedef struct nreg_check {
    nreg_store *store;
    const nreg_store_methods *methods; /* for what the layer above would not let through */
    void *context;
    const nreg_allocator *allocator;
    uint32_t rows;
    uint32_t threads;
    uint64_t random;
    uint64_t base;     /* the check's numbers begin here */
    uint64_t business; /* the check's Business, Unit and Program */
    uint64_t unit;
    uint64_t program;
    nreg_error error;
    char message[NREG_ERROR_MESSAGE_SIZE];
    nreg_transaction tx[NREG_CHECK_SLOTS]; /* rolled back at the end */
    nreg_check_block *blocks;              /* freed at the end */
} nreg_check;

typedef nreg_code (*nreg_check_function)(nreg_check *c);

typedef struct nreg_check_entry {
    const char *name;
    uint32_t group; /* that the store must offer; 0 for none */
    uint32_t races; /* 1: needs threads */
    nreg_check_function run;
} nreg_check_entry;

/* Each list ends with a NULL name. */
extern const nreg_check_entry nreg_checks_records[];
extern const nreg_check_entry nreg_checks_isolation[];
extern const nreg_check_entry nreg_checks_scan[];
extern const nreg_check_entry nreg_checks_batches[];
extern const nreg_check_entry nreg_checks_journal[];
extern const nreg_check_entry nreg_checks_scopes[];
extern const nreg_check_entry nreg_checks_review[];
extern const nreg_check_entry nreg_checks_counts[];
extern const nreg_check_entry nreg_checks_races[];

nreg_code nreg_check_fail(nreg_check *c, const char *text, ...) NREG_PRINTF(2, 3);
/* A call answered `code`: remembers what it said and returns the code. */
nreg_code nreg_check_call(nreg_check *c, nreg_code code, const char *what);

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != NREG_OK) {                                                                                        \
            return nreg_check_call(c, code_, #call);                                                                   \
        }                                                                                                              \
    } while (0)

#define EXPECT(condition, ...)                                                                                         \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            return nreg_check_fail(c, __VA_ARGS__);                                                                    \
        }                                                                                                              \
    } while (0)

/* Zeroed memory that lives until the check ends. Makes the check return if there is none. */
#define TAKE(pointer, count)                                                                                           \
    do {                                                                                                               \
        (pointer) = nreg_check_memory(c, (count), sizeof *(pointer));                                                  \
        if ((pointer) == NULL) {                                                                                       \
            return nreg_check_call(c, NREG_NO_MEMORY, "allocate");                                                     \
        }                                                                                                              \
    } while (0)

void *nreg_check_memory(nreg_check *c, size_t count, size_t size);
/* Frees all of it. */
void nreg_check_forget(nreg_check *c);
uint64_t nreg_check_random(nreg_check *c);
uint32_t nreg_check_below(nreg_check *c, uint32_t limit);
/* A random id, 1 to NREG_ID_MAX. */
uint64_t nreg_check_id(nreg_check *c);
/* Fills text fields for comparing byte for byte: zeros behind the text. */
void nreg_check_text(nreg_check *c, char *field, size_t size, size_t length);

/* The i-th number of the check, and a record of it at the check's Program with changing values. */
uint64_t nreg_check_number(const nreg_check *c, uint64_t i);
nreg_record nreg_check_record(nreg_check *c, uint64_t i);
nreg_store_change nreg_check_change(const nreg_record *before, const nreg_record *after);
nreg_store_token nreg_check_token(const nreg_record *record);

nreg_code nreg_check_begin(nreg_check *c, uint32_t slot, uint32_t mode);
nreg_code nreg_check_begin_waiting(nreg_check *c, uint32_t slot, uint32_t mode, uint32_t wait_ms);
nreg_code nreg_check_commit(nreg_check *c, uint32_t slot);
void nreg_check_rollback(nreg_check *c, uint32_t slot);

/* Claims the records in the slot's transaction; each must be new. */
nreg_code nreg_check_claim_new(nreg_check *c, uint32_t slot, const nreg_record *records, size_t count);
/* The same in a transaction of its own. */
nreg_code nreg_check_add(nreg_check *c, const nreg_record *records, size_t count);
/* What the slot's transaction sees must be exactly this: the record, or nothing for `record` NULL. */
nreg_code nreg_check_expect(nreg_check *c, uint32_t slot, uint64_t number, const nreg_record *record, const char *when);

/*
 * Opens a second write transaction in slot 1 while one is open in slot 0. `*alone` 1: the store lets in only one
 * writer, so there is nothing to check between two.
 */
nreg_code nreg_check_second_writer(nreg_check *c, int *alone);
/* Codes that say "not now, do it again": what a store may answer where two transactions meet. */
int nreg_check_is_collision(nreg_code code);

void nreg_check_pause(uint32_t milliseconds);

/* Runs `work` in every thread with a context of its own, index 0 to threads - 1; returns the first failure. */
nreg_code nreg_check_threads(nreg_check *c, nreg_code (*work)(nreg_check *c, uint32_t index, void *shared),
                             void *shared);

#endif
