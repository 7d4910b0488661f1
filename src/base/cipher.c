/* SPDX-License-Identifier: MIT */
#include "base/cipher.h"

#include "base/digest.h"

enum { ROUNDS = 4 };

static uint64_t mix(const uint64_t key[2], uint64_t round, uint64_t half) {
    nreg_digest digest;
    uint64_t mixed[2];
    nreg_digest_init_keyed(&digest, key);
    nreg_digest_number(&digest, round);
    nreg_digest_number(&digest, half);
    nreg_digest_finish(&digest, mixed);
    return mixed[0];
}

void nreg_cipher_hide(const uint64_t key[2], uint64_t block[2]) {
    for (uint64_t round = 0; round < ROUNDS; round++) {
        block[round % 2] ^= mix(key, round, block[1 - round % 2]);
    }
}

void nreg_cipher_reveal(const uint64_t key[2], uint64_t block[2]) {
    for (uint64_t round = ROUNDS; round-- > 0;) {
        block[round % 2] ^= mix(key, round, block[1 - round % 2]);
    }
}
