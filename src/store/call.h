/* SPDX-License-Identifier: MIT */
/* One call of a store's function: what is checked before it and after it. Only the files of this folder use it. */
#ifndef NREG_STORE_CALL_H
#define NREG_STORE_CALL_H

#include "base/error.h"
#include "store/store.h"
#include "store/transaction.h"

typedef struct nreg_call {
    nreg_transaction *tx;
    const nreg_store_methods *methods;
    void *context;
    const char *name;
    nreg_error *error; /* never NULL, as the contract promises */
    nreg_error own;    /* used if the caller wants no details; not initialised otherwise */
} nreg_call;

/*
 * Checks that the call is allowed (transaction open and not failed, group offered, write mode if `mode` says so, not
 * inside a store's function) and marks this thread as inside. On anything but NREG_OK nreg_call_end() is not called.
 */
nreg_code nreg_call_begin(nreg_call *call, nreg_transaction *tx, const char *name, uint32_t group, uint32_t mode,
                          nreg_error *error);

/* Only fills in the call and marks this thread as inside; for `begin`, which has no transaction yet. */
void nreg_call_prepare(nreg_call *call, nreg_transaction *tx, const char *name, nreg_error *error);

/* Unmarks the thread; makes sure that a failure has an allowed code and a message; remembers that the transaction
 * failed. */
nreg_code nreg_call_end(nreg_call *call, nreg_code code);
/* The same for a call that may also answer the code `allowed`, after which the transaction stays usable. */
nreg_code nreg_call_end_allowing(nreg_call *call, nreg_code code, nreg_code allowed);

/* The store broke the contract: NREG_INTERNAL, saying what. For use before nreg_call_end(). */
nreg_code nreg_call_broken(nreg_call *call, const char *what);

/* How many of `left` rows one call may carry. */
size_t nreg_call_slice(size_t left);

/* The code of a call that answered a page, or what is wrong with the page. */
nreg_code nreg_call_page(nreg_call *call, nreg_code code, uint32_t limit, uint32_t count, uint32_t more);

/* A field of a struct holds a text: there is a NUL. */
int nreg_call_is_text(const char *field, size_t size);

/* Marks the thread for functions that are not calls of a transaction. */
void nreg_store_enter(void);
void nreg_store_leave(void);

/* Each answer is OK or `other`. */
int nreg_answers_valid(const uint8_t *answers, size_t count, uint8_t other);

/* `count` elements of `stride` bytes that begin with a uint64_t: strictly ascending? */
int nreg_keys_ascend(const void *first, size_t count, size_t stride);

#endif
