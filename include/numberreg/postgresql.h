/* SPDX-License-Identifier: MIT */
/**
 * @file postgresql.h
 * @brief The PostgreSQL store: libnumberreg-postgresql.
 *
 * One database serves any number of processes and machines. Passwords, TLS, hosts and failover are libpq's: connection
 * string, environment, service and password files. No password is ever part of an error.
 */
#ifndef NUMBERREG_POSTGRESQL_H
#define NUMBERREG_POSTGRESQL_H

#include <numberreg/registry.h>

/** What nreg_postgresql_store_open() does about the schema. */
enum {
    NREG_POSTGRESQL_OPEN = 0, /**< The store must exist (default). */
    /** Create or migrate the tables; safe from any number of processes at once. */
    NREG_POSTGRESQL_CREATE = 1,
    NREG_POSTGRESQL_READ_ONLY = 2 /**< Open for reading only; a replica will do. */
};

/** Options of nreg_postgresql_store_open(); prepared by nreg_postgresql_store_options_init(). */
typedef struct nreg_postgresql_store_options {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t mode;        /**< NREG_POSTGRESQL_ value. */
    uint32_t no_journal;  /**< 1: append no journal rows through this handle. */
    uint32_t connections; /**< Most connections open at once, 1 to 1000; 8. */
    uint32_t
        /** Longest that one statement may take, in milliseconds; 0 for no limit (default). */
        statement_timeout_ms;
    uint32_t reserved;  /**< Zero. */
    const char *schema; /**< Schema of the tables: 1 to 63 of a-z, 0-9 and '_'; NULL for "numberreg". */
    /** Copied; NULL for the C library's. libpq's own memory is not included. */
    const nreg_allocator *allocator;
} nreg_postgresql_store_options;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults named at each member.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_postgresql_store_options_init(nreg_postgresql_store_options *options);

/**
 * @brief Open a store in a PostgreSQL database.
 * @param[in]  connection Connection string or `postgres://` URI as libpq takes it, NUL-terminated; "" for libpq's
 * defaults.
 * @param[in]  options    Options, or NULL for the defaults.
 * @param[out] store      Receives the store; close with nreg_store_close().
 * @param[out] error      Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (no store in this schema); #NREG_INCOMPATIBLE (schema of a version this library may
 * not use, or a server older than PostgreSQL 13); #NREG_IO (no connection), #NREG_DENIED (the role may not),
 *         #NREG_BUSY, #NREG_READ_ONLY, #NREG_FULL, #NREG_NO_MEMORY or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_postgresql_store_open(const char *connection, const nreg_postgresql_store_options *options,
                                              nreg_store **store, nreg_error *error);

NREG_END_DECLS

#endif
