/* SPDX-License-Identifier: MIT */
#include "store/postgresql/methods.h"

#include <string.h>

void nreg_postgresql_store_options_init(nreg_postgresql_store_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->connections = 8;
    }
}

static nreg_code check_options(const nreg_postgresql_store_options *options, nreg_error *error) {
    if (options->struct_size < sizeof *options) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options' struct_size is too small; prepare them with their _init function.");
    }
    if (options->mode > NREG_POSTGRESQL_READ_ONLY) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The mode must be a NREG_POSTGRESQL_ value.");
    }
    if (options->connections < 1 || options->connections > 1000) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The connections must be 1 to 1000, not %u.",
                              options->connections);
    }
    if (options->schema != NULL) {
        const size_t length = strlen(options->schema);
        if (length < 1 || length > 63 || strspn(options->schema, "abcdefghijklmnopqrstuvwxyz0123456789_") != length ||
            (options->schema[0] >= '0' && options->schema[0] <= '9')) {
            return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                                  "The schema's name must be 1 to 63 of a-z, 0-9 and _, not beginning with a digit.");
        }
    }
    return NREG_OK;
}

static void close_store(void *context) {
    nreg_pg_pool_free(context);
}

static nreg_code make_store(nreg_pg_pool *pool, const nreg_postgresql_store_options *options, nreg_store **store,
                            nreg_error *error) {
    nreg_store_methods methods;
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = nreg_pg_transaction_begin;
    methods.commit = nreg_pg_transaction_commit;
    methods.rollback = nreg_pg_transaction_rollback;
    methods.close = close_store;
    nreg_pg_add_records(&methods);
    nreg_pg_add_batches(&methods);
    nreg_pg_add_journal(&methods);
    nreg_pg_add_scopes(&methods);
    nreg_pg_add_review(&methods);
    nreg_pg_add_counts(&methods);
    nreg_pg_add_foresight(&methods);
    return nreg_store_new(&methods, pool, options->allocator, store, error);
}

nreg_code nreg_postgresql_store_open(const char *connection, const nreg_postgresql_store_options *options,
                                     nreg_store **store, nreg_error *error) {
    nreg_postgresql_store_options defaults;
    nreg_error local = NREG_ERROR_INIT;
    nreg_postgresql_store_options_init(&defaults);
    options = options == NULL ? &defaults : options;
    error = error == NULL ? &local : error;
    nreg_error_clear(error);
    if (connection == NULL || store == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The connection string and the store must not be NULL.");
    }
    nreg_pg_pool *pool = NULL;
    nreg_code code = check_options(options, error);
    if (code == NREG_OK) {
        code = nreg_pg_pool_new(connection, options, &pool, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_pg_schema_open(pool, options->mode, error);
    if (code == NREG_OK) {
        code = make_store(pool, options, store, error);
    }
    if (code != NREG_OK) {
        nreg_pg_pool_free(pool);
        return code;
    }
    nreg_error_clear(error);
    return NREG_OK;
}
