/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

static uint64_t rotate(uint64_t value, unsigned bits) {
    return value << bits | value >> (64 - bits);
}

static void round_once(uint64_t v[4]) {
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static void absorb(nreg_digest *digest, uint64_t word) {
    digest->v[3] ^= word;
    round_once(digest->v);
    round_once(digest->v);
    digest->v[0] ^= word;
}

void nreg_digest_init_keyed(nreg_digest *digest, const uint64_t key[2]) {
    digest->v[0] = UINT64_C(0x736f6d6570736575) ^ key[0];
    digest->v[1] = UINT64_C(0x646f72616e646f6d) ^ key[1] ^ 0xee;
    digest->v[2] = UINT64_C(0x6c7967656e657261) ^ key[0];
    digest->v[3] = UINT64_C(0x7465646279746573) ^ key[1];
    digest->tail = 0;
    digest->length = 0;
}

void nreg_digest_init(nreg_digest *digest) {
    /* The bytes 0 to 15, as in the published test vectors. */
    static const uint64_t key[2] = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
    nreg_digest_init_keyed(digest, key);
}

void nreg_digest_bytes(nreg_digest *digest, const void *data, size_t length) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) {
        digest->tail |= (uint64_t)bytes[i] << (digest->length % 8 * 8);
        digest->length++;
        if (digest->length % 8 == 0) {
            absorb(digest, digest->tail);
            digest->tail = 0;
        }
    }
}

void nreg_digest_number(nreg_digest *digest, uint64_t number) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(number >> (8 * i));
    }
    nreg_digest_bytes(digest, bytes, sizeof bytes);
}

void nreg_digest_finish(nreg_digest *digest, uint64_t out[2]) {
    absorb(digest, digest->tail | digest->length << 56);
    digest->v[2] ^= 0xee;
    for (int i = 0; i < 4; i++) {
        round_once(digest->v);
    }
    out[0] = digest->v[0] ^ digest->v[1] ^ digest->v[2] ^ digest->v[3];
    digest->v[1] ^= 0xdd;
    for (int i = 0; i < 4; i++) {
        round_once(digest->v);
    }
    out[1] = digest->v[0] ^ digest->v[1] ^ digest->v[2] ^ digest->v[3];
}
