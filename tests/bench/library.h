/* SPDX-License-Identifier: MIT */
/* What the measuring programs do with the library alike. Whatever fails ends the program with a message. */
#ifndef BENCH_LIBRARY_H
#define BENCH_LIBRARY_H

#include <numberreg.h>

/* Gives the new scope's id. `parent` 0: a Business. */
uint64_t bench_add_scope(nreg_session *operator_session, uint64_t parent, const char *key);

/*
 * The same store with records and scopes only, so that neither batches nor journal, counts or anything for reviews is
 * written. It is closed before the store itself is.
 */
nreg_store *bench_only_records(const nreg_store *store);

#endif
