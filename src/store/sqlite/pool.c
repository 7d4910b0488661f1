/* SPDX-License-Identifier: MIT */
#include "store/sqlite/pool.h"

#include "base/host.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int make_locks(nreg_sqlite_store *store) {
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&store->mutex, NULL) != 0) {
        return 0;
    }
    if (pthread_condattr_init(&attributes) != 0) {
        pthread_mutex_destroy(&store->mutex);
        return 0;
    }
    const int made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                     pthread_cond_init(&store->writer_free, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    if (!made) {
        pthread_mutex_destroy(&store->mutex);
    }
    return made;
}

nreg_code nreg_sqlite_store_make(const nreg_allocator *allocator, const nreg_sqlite_settings *settings,
                                 nreg_sqlite_store **store, nreg_error *error) {
    const size_t length = strlen(settings->path) + 1;
    nreg_sqlite_store *made = nreg_allocate_zeroed(allocator, sizeof *made);
    char *path = made == NULL ? NULL : nreg_allocate(allocator, length);
    if (path == NULL || !make_locks(made)) {
        nreg_release(allocator, path);
        nreg_release(allocator, made);
        return nreg_error_set(error, NREG_NO_MEMORY, "Memory is short for the store.");
    }
    memcpy(path, settings->path, length);
    made->allocator = *allocator;
    made->settings = *settings;
    made->settings.path = path;
    made->path = path;
    made->process = getpid();
    *store = made;
    return NREG_OK;
}

void nreg_sqlite_store_free(nreg_sqlite_store *store) {
    if (store == NULL) {
        return;
    }
    /* A child must not touch what it inherited: closing there would undo the parent's locks and log. */
    if (getpid() == store->process) {
        while (store->idle != NULL) {
            nreg_sqlite_connection *next = store->idle->next;
            nreg_sqlite_disconnect(&store->allocator, store->idle);
            store->idle = next;
        }
        /* Last, since only a connection that may write can carry the log over into the file. */
        nreg_sqlite_disconnect(&store->allocator, store->writer);
        pthread_cond_destroy(&store->writer_free);
        pthread_mutex_destroy(&store->mutex);
    }
    const nreg_allocator allocator = store->allocator;
    nreg_release(&allocator, store->path);
    nreg_release(&allocator, store);
}

nreg_code nreg_sqlite_check_process(const nreg_sqlite_store *store, nreg_error *error) {
    if (getpid() == store->process) {
        return NREG_OK;
    }
    return nreg_error_set(error, NREG_FORKED, "The store was opened before fork(). Open it again in this process.");
}

static nreg_code take_writer(nreg_sqlite_store *store, uint64_t deadline, nreg_sqlite_connection **connection,
                             nreg_error *error) {
    const struct timespec until = {(time_t)(deadline / 1000), (long)(deadline % 1000) * 1000000L};
    pthread_mutex_lock(&store->mutex);
    int waited = 0;
    while (store->writer == NULL && waited != ETIMEDOUT) {
        waited = pthread_cond_timedwait(&store->writer_free, &store->mutex, &until);
    }
    *connection = store->writer;
    store->writer = NULL;
    pthread_mutex_unlock(&store->mutex);
    if (*connection == NULL) {
        return nreg_error_set(error, NREG_BUSY, "Another thread is writing to the store; try again.");
    }
    return NREG_OK;
}

static nreg_code take_reader(nreg_sqlite_store *store, uint64_t deadline, nreg_sqlite_connection **connection,
                             nreg_error *error) {
    pthread_mutex_lock(&store->mutex);
    *connection = store->idle;
    if (store->idle != NULL) {
        store->idle = store->idle->next;
        store->idle_count--;
    }
    pthread_mutex_unlock(&store->mutex);
    if (*connection != NULL) {
        (*connection)->next = NULL;
        return NREG_OK;
    }
    return nreg_sqlite_connect(&store->allocator, &store->settings, 0, deadline, connection, error);
}

nreg_code nreg_sqlite_take(nreg_sqlite_store *store, uint32_t mode, uint64_t deadline,
                           nreg_sqlite_connection **connection, nreg_error *error) {
    if (mode == NREG_STORE_WRITE && store->settings.mode == NREG_SQLITE_READ_ONLY) {
        return nreg_error_set(error, NREG_READ_ONLY, "The store was opened for reading only. Open it for writing.");
    }
    const nreg_code code = mode == NREG_STORE_WRITE ? take_writer(store, deadline, connection, error)
                                                    : take_reader(store, deadline, connection, error);
    if (code == NREG_OK) {
        (*connection)->store = store;
        (*connection)->deadline = deadline;
        (*connection)->mode = mode;
        (*connection)->failed = NREG_OK;
    }
    return code;
}

void nreg_sqlite_give_back(nreg_sqlite_store *store, nreg_sqlite_connection *connection) {
    const uint32_t mode = connection->mode;
    connection->mode = 0;
    pthread_mutex_lock(&store->mutex);
    if (mode == NREG_STORE_WRITE) {
        store->writer = connection;
        pthread_cond_signal(&store->writer_free);
        connection = NULL;
    } else if (store->idle_count < store->readers_kept) {
        connection->next = store->idle;
        store->idle = connection;
        store->idle_count++;
        connection = NULL;
    }
    pthread_mutex_unlock(&store->mutex);
    nreg_sqlite_disconnect(&store->allocator, connection);
}
