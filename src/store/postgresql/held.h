/* SPDX-License-Identifier: MIT */
/*
 * Records that a transaction has claimed or locked, by their tokens: nobody else can change them before it ends, so
 * whether a change of them goes through is known without asking. A few only; the others are asked about.
 */
#ifndef NREG_POSTGRESQL_HELD_H
#define NREG_POSTGRESQL_HELD_H

#include <numberreg/extend/store.h>

enum { NREG_PG_HELD = 64 };

typedef struct nreg_pg_held {
    nreg_store_token tokens[NREG_PG_HELD];
    uint32_t count;
} nreg_pg_held;

/* Those answered NREG_ROW_OK, as the transaction sees them; nothing if there are too many. */
void nreg_pg_hold(nreg_pg_held *held, const nreg_record *records, const uint8_t *answers, uint64_t count);
int nreg_pg_holds(const nreg_pg_held *held, uint64_t number, uint64_t batch, uint32_t revision);
/* The record has another token now; NULL: it is gone. */
void nreg_pg_held_becomes(nreg_pg_held *held, uint64_t number, const nreg_record *record);

#endif
