/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "measure.h"

#include <numberreg/extend/store.h>

uint64_t bench_add_scope(nreg_session *operator_session, uint64_t parent, const char *key) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    bench_must(nreg_scope_add(operator_session, parent, &options, &scope, &error), &error);
    return scope.id;
}

nreg_store *bench_only_records(const nreg_store *store) {
    void *context; /* of the store itself: its functions are called with it */
    nreg_error error = NREG_ERROR_INIT;
    nreg_store *less;
    nreg_store_methods methods = *nreg_store_get_methods(store, &context);
    methods.batch_put = NULL;
    methods.batch_get = NULL;
    methods.batch_find = NULL;
    methods.batch_list = NULL;
    methods.items_put = NULL;
    methods.items_get = NULL;
    methods.items_clear = NULL;
    methods.batch_prune = NULL;
    methods.journal_append = NULL;
    methods.journal_seal = NULL;
    methods.journal_read = NULL;
    methods.journal_prune = NULL;
    methods.journal_erase = NULL;
    methods.tombstone_put = NULL;
    methods.tombstone_get = NULL;
    methods.review_lease = NULL;
    methods.review_unlease = NULL;
    methods.count_add = NULL;
    methods.count_read = NULL;
    methods.close = NULL;
    bench_must(nreg_store_new(&methods, context, NULL, &less, &error), &error);
    return less;
}
