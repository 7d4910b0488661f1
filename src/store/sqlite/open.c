/* SPDX-License-Identifier: MIT */
#include "base/host.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/transaction.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void nreg_sqlite_store_options_init(nreg_sqlite_store_options *options) {
    if (options == NULL) {
        return;
    }
    memset(options, 0, sizeof *options);
    options->struct_size = (uint32_t)sizeof *options;
    options->cache_mib = 32;
    options->readers = 4;
    options->synchronous = 2;
    options->wait_ms = 5000;
}

static void close_store(void *context) {
    nreg_sqlite_store_free(context);
}

static const nreg_store_methods methods = {
    .struct_size = (uint32_t)sizeof(nreg_store_methods),
    .contract = NREG_STORE_CONTRACT,
    .begin = nreg_sqlite_begin,
    .commit = nreg_sqlite_commit,
    .rollback = nreg_sqlite_rollback,
    .claim = nreg_sqlite_claim,
    .fetch = nreg_sqlite_fetch,
    .update = nreg_sqlite_update,
    .release = nreg_sqlite_release,
    .scan = nreg_sqlite_scan,
    .close = close_store,
    .batch_put = nreg_sqlite_batch_put,
    .batch_get = nreg_sqlite_batch_get,
    .batch_find = nreg_sqlite_batch_find,
    .batch_list = nreg_sqlite_batch_list,
    .items_put = nreg_sqlite_items_put,
    .items_get = nreg_sqlite_items_get,
    .items_clear = nreg_sqlite_items_clear,
    .batch_prune = nreg_sqlite_batch_prune,
    .journal_append = nreg_sqlite_journal_append,
    .journal_seal = nreg_sqlite_journal_seal,
    .journal_read = nreg_sqlite_journal_read,
    .journal_prune = nreg_sqlite_journal_prune,
    .journal_erase = nreg_sqlite_journal_erase,
    .scope_put = nreg_sqlite_scope_put,
    .scope_get = nreg_sqlite_scope_get,
    .scope_find = nreg_sqlite_scope_find,
    .scope_list = nreg_sqlite_scope_list,
    .scope_pin = nreg_sqlite_scope_get,
    .review_lease = nreg_sqlite_review_lease,
    .review_unlease = nreg_sqlite_review_unlease,
    .tombstone_put = nreg_sqlite_tombstone_put,
    .tombstone_get = nreg_sqlite_tombstone_get,
    .count_add = nreg_sqlite_count_add,
    .count_read = nreg_sqlite_count_read,
};

/* STRICT tables came with 3.37. */
static nreg_code check_sqlite(nreg_error *error) {
    if (sqlite3_threadsafe() != 0 && sqlite3_libversion_number() >= 3037000) {
        return NREG_OK;
    }
    return nreg_error_set(error, NREG_UNSUPPORTED,
                          "The store needs SQLite 3.37 or later, built for threads; this is %s. Install a newer one.",
                          sqlite3_libversion());
}

static nreg_code check_options(const nreg_sqlite_store_options *options, nreg_error *error) {
    if (options->struct_size < sizeof *options) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options were not prepared by nreg_sqlite_store_options_init().");
    }
    if (options->mode > NREG_SQLITE_READ_ONLY) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Option mode is none of the NREG_SQLITE_ values.");
    }
    if (options->cache_mib < 1 || options->cache_mib > 65536) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Option cache_mib must be 1 to 65536.");
    }
    if (options->readers < 1 || options->readers > 64) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Option readers must be 1 to 64.");
    }
    if (options->synchronous < 1 || options->synchronous > 2) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Option synchronous must be 1 (NORMAL) or 2 (FULL).");
    }
    return NREG_OK;
}

/* SQLite gives some names a meaning of their own; here a name is a file. */
static nreg_code check_path(const char *path, nreg_error *error) {
    if (path == NULL || path[0] == '\0') {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The path of the store is empty. Name a file.");
    }
    if (path[0] == ':') {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "A store in SQLite is a file; \"%s\" is none. For a store in memory use "
                              "nreg_memory_store_open().",
                              path);
    }
    if (strncmp(path, "file:", 5) == 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The path is a URI. Give a plain file name, or ./file:...");
    }
    return NREG_OK;
}

static nreg_code refuse_file(const char *path, int failed, nreg_error *error) {
    nreg_code code;
    switch (failed) {
    case ENOENT:
    case ENOTDIR:
        code = nreg_error_set(error, NREG_NOT_FOUND,
                              "There is no \"%.150s\". Create the store first, or correct the path.", path);
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        code = nreg_error_set(error, NREG_READ_ONLY,
                              "This process may not write \"%.150s\". Change the permissions, or choose another place.",
                              path);
        break;
    default:
        code = nreg_error_set(error, NREG_IO, "\"%.150s\" cannot be looked at: %s.", path,
                              failed == ENAMETOOLONG ? "the name is too long" : "the file system failed");
    }
    nreg_error_set_system(error, failed);
    return code;
}

/* SQLite does not tell a missing directory from one without rights. */
static nreg_code check_directory(const char *path, nreg_error *error) {
    char directory[4096] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        const size_t length = slash == path ? 1 : (size_t)(slash - path);
        if (length >= sizeof directory) {
            return refuse_file(path, ENAMETOOLONG, error);
        }
        memcpy(directory, path, length);
        directory[length] = '\0';
    }
    if (access(directory, W_OK | X_OK) == 0) {
        return NREG_OK;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        const int failed = errno;
        nreg_error_set(error, NREG_NOT_FOUND,
                       "There is no directory \"%.150s\" to create the store in. Make it first, or correct the path.",
                       directory);
        nreg_error_set_system(error, failed);
        return NREG_NOT_FOUND;
    }
    return refuse_file(directory, errno, error);
}

static nreg_code check_file(const char *path, uint32_t mode, nreg_error *error) {
    struct stat found;
    if (stat(path, &found) != 0) {
        return errno == ENOENT && mode == NREG_SQLITE_CREATE ? check_directory(path, error)
                                                             : refuse_file(path, errno, error);
    }
    if (!S_ISREG(found.st_mode)) {
        return nreg_error_set(error, NREG_BAD_FORMAT, "\"%.150s\" is %s, not a file. Name the file of a store.", path,
                              S_ISDIR(found.st_mode) ? "a directory" : "a device or pipe");
    }
    return NREG_OK;
}

static nreg_code open_for_reading(nreg_sqlite_store *store, uint64_t deadline, nreg_error *error) {
    nreg_sqlite_connection *connection;
    nreg_sqlite_file file;
    nreg_code code = nreg_sqlite_connect(&store->allocator, &store->settings, 0, deadline, &connection, error);
    code = code == NREG_OK ? nreg_sqlite_inspect(connection, &file, error) : code;
    if (code == NREG_OK && file.is_empty) {
        code = nreg_error_set(error, NREG_NOT_FOUND, "There is no store in the file. Create one first.");
    }
    if (code == NREG_OK) {
        const uint32_t known = nreg_sqlite_schema[nreg_sqlite_schema_steps - 1].version;
        code = nreg_sqlite_check_version(&file, known, 0, error);
    }
    if (code == NREG_OK) {
        connection->store = store;
        connection->mode = NREG_STORE_READ;
        nreg_sqlite_give_back(store, connection);
        return NREG_OK;
    }
    nreg_sqlite_disconnect(&store->allocator, connection);
    return code;
}

static nreg_code open_for_writing(nreg_sqlite_store *store, uint64_t deadline, nreg_error *error) {
    nreg_sqlite_connection *connection;
    nreg_code code = nreg_sqlite_connect(&store->allocator, &store->settings, 1, deadline, &connection, error);
    if (code == NREG_OK && sqlite3_db_readonly(connection->db, "main") == 1) {
        code = nreg_error_set(error, NREG_READ_ONLY,
                              "The store's file may only be read. Open it for reading, or change its permissions.");
    }
    if (code == NREG_OK) {
        code = nreg_sqlite_migrate(connection, nreg_sqlite_schema, nreg_sqlite_schema_steps,
                                   store->settings.mode == NREG_SQLITE_CREATE, error);
    }
    if (code == NREG_OK) {
        connection->store = store;
        connection->mode = NREG_STORE_WRITE;
        nreg_sqlite_give_back(store, connection);
        return NREG_OK;
    }
    nreg_sqlite_disconnect(&store->allocator, connection);
    return code;
}

nreg_code nreg_sqlite_store_open(const char *path, const nreg_sqlite_store_options *options, nreg_store **store,
                                 nreg_error *error) {
    nreg_error_clear(error);
    if (store == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "There is no place for the store to be returned.");
    }
    *store = NULL;
    nreg_sqlite_store_options chosen;
    nreg_sqlite_store_options_init(&chosen);
    nreg_code code = check_sqlite(error);
    code = code == NREG_OK && options != NULL ? check_options(options, error) : code;
    if (code == NREG_OK && options != NULL) {
        chosen = *options;
    }
    code = code == NREG_OK ? check_path(path, error) : code;
    code = code == NREG_OK ? check_file(path, chosen.mode, error) : code;
    if (code != NREG_OK) {
        return code;
    }
    nreg_allocator allocator;
    if (nreg_allocator_resolve(chosen.allocator, &allocator) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function.");
    }
    const nreg_sqlite_settings settings = {path, chosen.mode, chosen.cache_mib, chosen.synchronous};
    nreg_sqlite_store *made;
    code = nreg_sqlite_store_make(&allocator, &settings, &made, error);
    if (code != NREG_OK) {
        return code;
    }
    made->no_journal = chosen.no_journal;
    made->readers_kept = chosen.readers;
    const uint64_t deadline = nreg_monotonic_ms() + chosen.wait_ms;
    do {
        code = chosen.mode == NREG_SQLITE_READ_ONLY ? open_for_reading(made, deadline, error)
                                                    : open_for_writing(made, deadline, error);
    } while (code == NREG_RETRY && nreg_monotonic_ms() < deadline);
    code = code == NREG_RETRY ? nreg_error_set(error, NREG_BUSY, "Others are opening the same file; try again.") : code;
    code = code == NREG_OK ? nreg_store_new(&methods, made, &allocator, store, error) : code;
    if (code != NREG_OK) {
        nreg_sqlite_store_free(made);
        return code;
    }
    nreg_error_clear(error); /* of what was tried again */
    return NREG_OK;
}
