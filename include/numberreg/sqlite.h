/* SPDX-License-Identifier: MIT */
/**
 * @file sqlite.h
 * @brief The SQLite store: libnumberreg-sqlite.
 *
 * One file, write-ahead log, `synchronous=FULL`: what was acknowledged survives a power cut. Any number of threads
 * and processes of one machine may use the same file: one writes at a time, readers never wait.
 */
#ifndef NUMBERREG_SQLITE_H
#define NUMBERREG_SQLITE_H

#include <numberreg/registry.h>

/** What nreg_sqlite_store_open() does about the file. */
enum {
    NREG_SQLITE_OPEN = 0,     /**< The store must exist (default). */
    NREG_SQLITE_CREATE = 1,   /**< Create the store if the file does not exist or is empty. */
    NREG_SQLITE_READ_ONLY = 2 /**< Open for reading only. */
};

/** Options of nreg_sqlite_store_open(); prepared by nreg_sqlite_store_options_init(). */
typedef struct nreg_sqlite_store_options {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t mode;        /**< NREG_SQLITE_ value. */
    uint32_t no_journal;  /**< 1: append no journal rows through this handle. */
    uint32_t cache_mib;   /**< Page cache of the writing connection in MiB, 1 to 65536; 32. */
    uint32_t readers;     /**< Reading connections kept open, 1 to 64; 4. */
    /** 2 = FULL (default), 1 = NORMAL: a power cut may lose the last commits. */
    uint32_t synchronous;
    /** Copied; NULL for the C library's. SQLite's own memory is not included. */
    const nreg_allocator *allocator;
    uint32_t wait_ms;  /**< Longest wait for locks while opening, in milliseconds; 5000. */
    uint32_t reserved; /**< Zero. */
} nreg_sqlite_store_options;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults named at each member.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_sqlite_store_options_init(nreg_sqlite_store_options *options);

/**
 * @brief Open a store in a SQLite file.
 * @param[in]  path    File name, UTF-8, NUL-terminated. Neither a URI nor ":memory:".
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] store   Receives the store; close with nreg_store_close().
 * @param[out] error   Details of a failure, or NULL; `system` has SQLite's extended code.
 * @return #NREG_OK; #NREG_NOT_FOUND (no such file, or no store in it); #NREG_BAD_FORMAT (a file that is not a database,
 *         or another program's database); #NREG_INCOMPATIBLE (schema of a version this library may not use);
 *         #NREG_BUSY, #NREG_READ_ONLY, #NREG_FULL, #NREG_CORRUPT, #NREG_IO, #NREG_NO_MEMORY,
 *         #NREG_UNSUPPORTED (SQLite older than 3.37, or built without threads) or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_sqlite_store_open(const char *path, const nreg_sqlite_store_options *options,
                                          nreg_store **store, nreg_error *error);

NREG_END_DECLS

#endif
