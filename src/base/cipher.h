/* SPDX-License-Identifier: MIT */
/*
 * A permutation of 128-bit blocks under a key: without the key, a block says nothing about what it stands for. A
 * Feistel network whose round function is the keyed digest; four rounds make it strong in either direction.
 */
#ifndef NREG_BASE_CIPHER_H
#define NREG_BASE_CIPHER_H

#include <stdint.h>

void nreg_cipher_hide(const uint64_t key[2], uint64_t block[2]);
void nreg_cipher_reveal(const uint64_t key[2], uint64_t block[2]);

#endif
