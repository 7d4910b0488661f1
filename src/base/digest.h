/* SPDX-License-Identifier: MIT */
/*
 * A 128-bit digest of a batch's content, to recognise a replay. The same on every machine. SipHash-2-4 with 128-bit
 * output and a fixed key: it tells contents apart, it does not authenticate them.
 */
#ifndef NREG_BASE_DIGEST_H
#define NREG_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct nreg_digest {
    uint64_t v[4];
    uint64_t tail;
    uint64_t length;
} nreg_digest;

void nreg_digest_init(nreg_digest *digest);
/* Under a secret key: whoever does not have it learns nothing from a digest. */
void nreg_digest_init_keyed(nreg_digest *digest, const uint64_t key[2]);
void nreg_digest_bytes(nreg_digest *digest, const void *data, size_t length);
/* Eight bytes, little-endian. */
void nreg_digest_number(nreg_digest *digest, uint64_t number);
void nreg_digest_finish(nreg_digest *digest, uint64_t out[2]);

#endif
