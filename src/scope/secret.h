/* SPDX-License-Identifier: MIT */
/*
 * A registry's secret: 128 random bits that all processes on a store share and no caller ever sees. It is made when it
 * is first needed, and kept where every store with batches can keep it: as the digest in the header of a batch of its
 * own, which belongs to no Business, expires never, and is passed over wherever batches are listed.
 */
#ifndef NREG_SCOPE_SECRET_H
#define NREG_SCOPE_SECRET_H

#include "base/error.h"

#include <pthread.h>

struct nreg_access;

/* Id of that batch. Those of others are random. */
enum { NREG_SECRET_BATCH = 1 };

typedef struct nreg_secret {
    pthread_mutex_t *lock; /* the owner's */
    uint64_t bits[2];
    int known;
} nreg_secret;

/*
 * A store that keeps no batches, or can only be read and has none yet, has a secret that everybody knows. Whoever seals
 * rows of the journal asks for the secret first: so a replica that shows a feed has it.
 */
nreg_code nreg_secret_get(const struct nreg_access *access, uint64_t bits[2], nreg_error *error);

#endif
