/* SPDX-License-Identifier: MIT */
#include "store/call.h"

#include <string.h>

/* How many functions of stores this thread is inside of. */
static _Thread_local unsigned depth;

void nreg_store_enter(void) {
    depth++;
}

void nreg_store_leave(void) {
    depth--;
}

int nreg_store_entered(void) {
    return depth != 0;
}

void nreg_call_prepare(nreg_call *call, nreg_transaction *tx, const char *name, nreg_error *error) {
    call->tx = tx;
    call->methods = &tx->store->methods;
    call->context = tx->store->context;
    call->name = name;
    call->error = error;
    if (error == NULL || error->struct_size < sizeof *error) {
        nreg_error_init(&call->own);
        call->error = &call->own;
    }
    nreg_store_enter();
}

nreg_code nreg_call_begin(nreg_call *call, nreg_transaction *tx, const char *name, uint32_t group, uint32_t mode,
                          nreg_error *error) {
    nreg_error_clear(error);
    if (nreg_store_entered()) {
        return nreg_error_set(error, NREG_BUSY, "`%s` was called from inside a function of a store.", name);
    }
    if (tx->handle == NULL) {
        return nreg_error_set(error, NREG_INTERNAL, "`%s` was called with no transaction open.", name);
    }
    if (nreg_store_forked(tx->store)) {
        return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(); open it again in this process.");
    }
    if (group != 0 && (tx->store->groups & group) == 0) {
        return nreg_error_set(error, NREG_UNSUPPORTED, "The store does not offer the group %s (`%s`).",
                              nreg_store_group_name(group), name);
    }
    if (tx->failed) {
        return nreg_error_set(error, NREG_INTERNAL, "`%s` was called after the transaction had failed.", name);
    }
    if (mode == NREG_STORE_WRITE && tx->mode != NREG_STORE_WRITE) {
        return nreg_error_set(error, NREG_INTERNAL, "`%s` was called in a transaction opened for reading.", name);
    }
    nreg_call_prepare(call, tx, name, error);
    return NREG_OK;
}

/* The codes any function of a store may answer. */
static int allowed_always(nreg_code code) {
    switch (code) {
    case NREG_INVALID_ARGUMENT:
    case NREG_NO_MEMORY:
    case NREG_BUSY:
    case NREG_RETRY:
    case NREG_CANCELLED:
    case NREG_DEADLINE:
    case NREG_IO:
    case NREG_CORRUPT:
    case NREG_INCOMPATIBLE:
    case NREG_READ_ONLY:
    case NREG_FULL:
    case NREG_HOST:
    case NREG_INTERNAL:
        return 1;
    default:
        return 0;
    }
}

static nreg_code explain(nreg_call *call, nreg_code code, nreg_code allowed) {
    if (code != allowed && !allowed_always(code)) {
        return nreg_error_set(call->error, NREG_INTERNAL,
                              "The store's `%s` answered %d (%s), which is not allowed there.", call->name, (int)code,
                              nreg_code_name(code));
    }
    if (call->error->code != code || call->error->message[0] == '\0') {
        nreg_error_set(call->error, code, "The store's `%s` failed without saying why (%s).", call->name,
                       nreg_code_name(code));
    }
    return code;
}

nreg_code nreg_call_end_allowing(nreg_call *call, nreg_code code, nreg_code allowed) {
    nreg_store_leave();
    if (code == NREG_OK) {
        nreg_error_clear(call->error);
        return NREG_OK;
    }
    code = explain(call, code, allowed);
    if (code != allowed) {
        call->tx->failed = 1;
    }
    return code;
}

nreg_code nreg_call_end(nreg_call *call, nreg_code code) {
    return nreg_call_end_allowing(call, code, NREG_OK);
}

nreg_code nreg_call_broken(nreg_call *call, const char *what) {
    return nreg_error_set(call->error, NREG_INTERNAL, "The store's `%s` broke its contract: %s.", call->name, what);
}

int nreg_answers_valid(const uint8_t *answers, size_t count, uint8_t other) {
    for (size_t i = 0; i < count; i++) {
        if (answers[i] != NREG_ROW_OK && answers[i] != other) {
            return 0;
        }
    }
    return 1;
}

int nreg_keys_ascend(const void *first, size_t count, size_t stride) {
    uint64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key;
        memcpy(&key, (const char *)first + i * stride, sizeof key);
        if (i > 0 && key <= last) {
            return 0;
        }
        last = key;
    }
    return 1;
}

size_t nreg_call_slice(size_t left) {
    return left < NREG_STORE_ROWS_MAX ? left : NREG_STORE_ROWS_MAX;
}

nreg_code nreg_call_page(nreg_call *call, nreg_code code, uint32_t limit, uint32_t count, uint32_t more) {
    if (code == NREG_OK && (count > limit || more > 1 || (count == 0 && more == 1 && limit > 0))) {
        return nreg_call_broken(call, "it returned too many rows, or none with more to come");
    }
    return code;
}

int nreg_call_is_text(const char *field, size_t size) {
    return memchr(field, '\0', size) != NULL;
}
