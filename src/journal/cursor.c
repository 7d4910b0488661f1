/* SPDX-License-Identifier: MIT */
#include "journal/cursor.h"

#include "base/cipher.h"
#include "base/digest.h"

#include <stdio.h>
#include <string.h>

/* The second half of a block: chance above, zeros below, by which a block of ours is recognised. */
#define CHANCE_SHIFT 32
#define ZEROS UINT64_C(0xFFFFFFFF)

/* Each use has a key of its own, so that a block for another is none. */
static nreg_code key_for(const nreg_access *access, const nreg_cursor_use *use, uint64_t key[2], nreg_error *error) {
    uint64_t secret[2];
    const nreg_code code = nreg_secret_get(access, secret, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_digest digest;
    nreg_digest_init_keyed(&digest, secret);
    nreg_digest_number(&digest, access->is_operator ? 0 : access->root);
    nreg_digest_number(&digest, use->kind);
    nreg_digest_number(&digest, use->id);
    nreg_digest_finish(&digest, key);
    return NREG_OK;
}

static nreg_code no_cursor(nreg_error *error) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                          "This is no cursor that the same reading, by a session of the same root, returned; begin "
                          "without one.");
}

nreg_code nreg_cursor_reveal(const nreg_access *access, const nreg_cursor_use *use, const uint64_t block[2],
                             uint64_t *position, nreg_error *error) {
    uint64_t key[2];
    uint64_t shown[2] = {block[0], block[1]};
    const nreg_code code = key_for(access, use, key, error);
    if (code != NREG_OK) {
        return code;
    }
    *position = 0;
    if (block[0] == 0 && block[1] == 0) {
        return NREG_OK;
    }
    nreg_cipher_reveal(key, shown);
    if ((shown[1] & ZEROS) != 0) {
        return no_cursor(error);
    }
    *position = shown[0];
    return NREG_OK;
}

nreg_code nreg_cursor_hide(const nreg_access *access, const nreg_cursor_use *use, uint64_t position, uint64_t block[2],
                           nreg_error *error) {
    uint64_t key[2];
    uint64_t chance = 0;
    nreg_code code = key_for(access, use, key, error);
    if (code == NREG_OK) {
        code = nreg_host_random_id(&access->host, &chance, error);
    }
    if (code == NREG_OK) {
        block[0] = position;
        block[1] = chance << CHANCE_SHIFT;
        nreg_cipher_hide(key, block);
    }
    return code;
}

void nreg_cursor_write(const uint64_t block[2], char text[NREG_FEED_CURSOR_SIZE]) {
    snprintf(text, NREG_FEED_CURSOR_SIZE, "F2-%016llx%016llx", (unsigned long long)block[0],
             (unsigned long long)block[1]);
}

nreg_code nreg_cursor_parse(const char *text, uint64_t block[2], nreg_error *error) {
    block[0] = block[1] = 0;
    if (text[0] == '\0') {
        return NREG_OK;
    }
    unsigned long long halves[2] = {0, 0};
    char written[NREG_FEED_CURSOR_SIZE];
    if (memchr(text, '\0', NREG_FEED_CURSOR_SIZE) != NULL &&
        sscanf(text, "F2-%16llx%16llx", &halves[0], &halves[1]) == 2) {
        block[0] = halves[0];
        block[1] = halves[1];
        nreg_cursor_write(block, written);
        if (strcmp(text, written) == 0) {
            return NREG_OK;
        }
    }
    return no_cursor(error);
}
