/* SPDX-License-Identifier: MIT */
#include "faulty.h"

#include <string.h>

faulty faults;
static const nreg_store_methods *under;

void faulty_reset(void) {
    memset(&faults, 0, sizeof faults);
}

static nreg_code fault(nreg_error *error) {
    faults.calls++;
    if (faults.fail_at == 0 || faults.calls < faults.fail_at || faults.calls > faults.fail_at + faults.times) {
        return NREG_OK;
    }
    error->code = faults.code;
    strcpy(error->message, "Failed on purpose.");
    return faults.code;
}

#define PASS(parameters, name, ...)                                                                                    \
    static nreg_code name parameters {                                                                                 \
        const nreg_code code = fault(error);                                                                           \
        return code == NREG_OK ? under->name(__VA_ARGS__, error, context) : code;                                      \
    }
#define END nreg_error *error, void *context

static nreg_code begin(uint32_t mode, uint32_t wait_ms, void **tx, END) {
    if (faults.inside != NULL) {
        faults.inside();
    }
    const nreg_code code = fault(error);
    return code == NREG_OK ? under->begin(mode, wait_ms, tx, error, context) : code;
}

static nreg_code commit(void *tx, END) {
    if (faults.after && faults.calls + 1 == faults.fail_at) {
        const nreg_code code = under->commit(tx, error, context);
        if (code != NREG_OK) {
            return code;
        }
        /* Its transaction is over; `rollback` will be given this one in its place. */
        return fault(error);
    }
    const nreg_code code = fault(error);
    return code == NREG_OK ? under->commit(tx, error, context) : code;
}

static void rollback(void *tx, void *context) {
    if (faults.after && faults.calls == faults.fail_at) {
        return;
    }
    under->rollback(tx, context);
}

PASS((void *tx, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records, uint8_t *answers, END),
     fetch, tx, numbers, count, mode, records, answers)
PASS((void *tx, const nreg_store_filter *filter, uint64_t after, uint32_t limit, nreg_record *records, uint32_t *count,
      uint32_t *more, END),
     scan, tx, filter, after, limit, records, count, more)
PASS((void *tx, const nreg_scope *scope, uint32_t expected, uint8_t *answer, END), scope_put, tx, scope, expected,
     answer)
PASS((void *tx, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers, END), scope_get, tx, ids,
     count, scopes, answers)
PASS((void *tx, const uint64_t *ids, uint64_t count, nreg_scope *scopes, uint8_t *answers, END), scope_pin, tx, ids,
     count, scopes, answers)
PASS((void *tx, uint64_t parent, uint32_t by, const char *text, uint64_t length, nreg_scope *scope, uint8_t *answer,
      END),
     scope_find, tx, parent, by, text, length, scope, answer)
PASS((void *tx, uint64_t parent, const char *after, uint32_t limit, nreg_scope *scopes, uint32_t *count, uint32_t *more,
      END),
     scope_list, tx, parent, after, limit, scopes, count, more)

nreg_code faulty_store(nreg_store *base, nreg_store **store, nreg_error *error) {
    void *context;
    under = nreg_store_get_methods(base, &context);
    nreg_store_methods methods = *under;
    methods.close = NULL;
    methods.begin = begin;
    methods.commit = commit;
    methods.rollback = rollback;
    methods.fetch = fetch;
    methods.scan = scan;
    if (methods.scope_put != NULL) {
        methods.scope_put = scope_put;
        methods.scope_get = scope_get;
        methods.scope_pin = scope_pin;
        methods.scope_find = scope_find;
        methods.scope_list = scope_list;
    }
    return nreg_store_new(&methods, context, NULL, store, error);
}
