/* SPDX-License-Identifier: MIT */
#include "scope/secret.h"

#include "scope/access.h"

#include <string.h>

static nreg_code read_header(const nreg_access *access, nreg_store_batch *header, uint8_t *answer, nreg_error *error) {
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = nreg_transaction_batch_get(&reading.tx, NREG_SECRET_BATCH, header, answer, error);
    }
    return reading.code;
}

static nreg_code draw(const nreg_access *access, nreg_store_batch *header, nreg_error *error) {
    uint64_t drawn[3];
    memset(header, 0, sizeof *header);
    nreg_code code = nreg_host_now(&access->host, &header->created, error);
    for (size_t i = 0; code == NREG_OK && i < sizeof drawn / sizeof drawn[0]; i++) {
        code = nreg_host_random_id(&access->host, &drawn[i], error); /* 53 bits */
    }
    if (code == NREG_OK) {
        header->id = NREG_SECRET_BATCH;
        header->updated = header->created;
        header->revision = 1;
        header->state = NREG_BATCH_DISCARDED;
        header->action = NREG_ACTION_ADD;
        header->digest[0] = drawn[0] ^ drawn[2] << 53;
        header->digest[1] = drawn[1] ^ drawn[2] >> 11 << 22;
    }
    return code;
}

/* Another process may have been first: then its secret is the one. */
static nreg_code put_header(nreg_transaction *tx, void *context, nreg_error *error) {
    nreg_store_batch *header = context;
    nreg_store_batch existing;
    uint8_t answer = NREG_ROW_OK;
    const nreg_code code = nreg_transaction_batch_put(tx, header, 0, &existing, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_PRESENT) {
        *header = existing;
    }
    return code;
}

/* `*lasting` 0: the store cannot be written, and another may yet make the secret. */
static nreg_code find_or_make(const nreg_access *access, uint64_t bits[2], int *lasting, nreg_error *error) {
    nreg_store_batch header;
    uint8_t answer = NREG_ROW_ABSENT;
    *lasting = 1;
    memset(bits, 0, 2 * sizeof *bits);
    if ((nreg_store_groups(access->store) & NREG_GROUP_BATCHES) == 0) {
        return NREG_OK;
    }
    nreg_code code = read_header(access, &header, &answer, error);
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        int in_doubt = 0;
        code = draw(access, &header, error);
        if (code == NREG_OK) {
            code = nreg_again_write(access->store, access->wait_ms, put_header, &header, &in_doubt, error);
        }
    }
    if (code == NREG_READ_ONLY) {
        nreg_error_clear(error);
        *lasting = 0;
        return NREG_OK;
    }
    if (code == NREG_OK) {
        memcpy(bits, header.digest, sizeof header.digest);
    }
    return code;
}

nreg_code nreg_secret_get(const nreg_access *access, uint64_t bits[2], nreg_error *error) {
    nreg_secret *secret = access->secret;
    pthread_mutex_lock(secret->lock);
    const int known = secret->known;
    memcpy(bits, secret->bits, sizeof secret->bits);
    pthread_mutex_unlock(secret->lock);
    if (known) {
        return NREG_OK;
    }
    int lasting = 0;
    const nreg_code code = find_or_make(access, bits, &lasting, error);
    if (code == NREG_OK && lasting) {
        pthread_mutex_lock(secret->lock);
        memcpy(secret->bits, bits, sizeof secret->bits);
        secret->known = 1;
        pthread_mutex_unlock(secret->lock);
    }
    return code;
}
