/* SPDX-License-Identifier: MIT */
#include "store/postgresql/held.h"

#include <stddef.h>

static uint32_t place_of(const nreg_pg_held *held, uint64_t number) {
    uint32_t i = 0;
    while (i < held->count && held->tokens[i].number != number) {
        i++;
    }
    return i;
}

void nreg_pg_held_becomes(nreg_pg_held *held, uint64_t number, const nreg_record *record) {
    const uint32_t place = place_of(held, number);
    if (record == NULL && place < held->count) {
        held->tokens[place] = held->tokens[--held->count];
    } else if (record != NULL && place < NREG_PG_HELD) {
        held->tokens[place] = (nreg_store_token){number, record->last_batch, record->revision, 0};
        held->count += place == held->count;
    }
}

void nreg_pg_hold(nreg_pg_held *held, const nreg_record *records, const uint8_t *answers, uint64_t count) {
    for (uint64_t i = 0; count <= NREG_PG_HELD && i < count; i++) {
        if (answers[i] == NREG_ROW_OK) {
            nreg_pg_held_becomes(held, records[i].number, &records[i]);
        }
    }
}

int nreg_pg_holds(const nreg_pg_held *held, uint64_t number, uint64_t batch, uint32_t revision) {
    const uint32_t place = place_of(held, number);
    return place < held->count && held->tokens[place].batch == batch && held->tokens[place].revision == revision;
}
