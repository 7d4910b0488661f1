/* SPDX-License-Identifier: MIT */
/**
 * @file host.h
 * @brief What the host may put in the library's place: memory, clock, randomness, log.
 */
#ifndef NUMBERREG_HOST_H
#define NUMBERREG_HOST_H

#include <numberreg/code.h>

/**
 * @brief Where memory comes from.
 *
 * All three functions are given together or not at all. They must be safe from any thread that uses the handle they
 * were given to, and must not call the library.
 *
 * Where none are given, small blocks come from malloc(). Those of about two mebibytes and more are mapped from the
 * system in its large pages, where it has any (Linux), and grown without copying; without large pages, from malloc()
 * too. What is mapped does not count in mallinfo2() and the like.
 */
typedef struct nreg_allocator {
    /** Returns `size` bytes (never 0) aligned as malloc() does, or NULL. Contents need not be zero. */
    void *(*allocate)(size_t size, void *context);
    /** As realloc(): `memory` may be NULL, `size` is never 0; on NULL the old memory stays valid. */
    void *(*reallocate)(void *memory, size_t size, void *context);
    /** Gives memory back; `memory` may be NULL. */
    void (*release)(void *memory, void *context);
    void *context; /**< Passed to each function. */
} nreg_allocator;

/** How important a log line is. Above #NREG_LOG_DEBUG a line names neither numbers nor actors. */
enum {
    /** The store, the system or a callback failed a commit, a preview, review or retention; the caller learns it from
     * a code, too. */
    NREG_LOG_ERROR = 1,
    NREG_LOG_WARNING = 2, /**< Others were in the way until a call gave up, or a connection was lost. */
    /** What was done: registries opened, batches committed, numbers reviewed, rows removed; commits tried again. */
    NREG_LOG_INFO = 3,
    NREG_LOG_DEBUG = 4 /**< Also who did it. */
};

/**
 * @brief Time, randomness and log, as the host provides them.
 *
 * Any member may be NULL; then the system's clock and random source serve, and nothing is logged. Given the same clock
 * and randomness, the same calls give byte-identical results.
 */
typedef struct nreg_host {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it; set by nreg_host_init(). */
    uint32_t log_level;   /**< Most detailed NREG_LOG_ level passed to `log`; 0 passes none. */
    /** Writes the time to `now`: microseconds since 1970-01-01 UTC. Returns #NREG_OK or a code that fails the call. */
    nreg_code (*clock)(int64_t *now, void *context);
    /** Fills `length` bytes at `buffer` with random bytes. Returns #NREG_OK or a code that fails the call. */
    nreg_code (*random)(void *buffer, size_t length, void *context);
    /** Receives a log line without newline, NUL-terminated, on any thread that calls the library. Must not call the
     * library. */
    void (*log)(uint32_t level, const char *message, void *context);
    void *context; /**< Passed to each function. */
} nreg_host;

NREG_BEGIN_DECLS

/**
 * @brief Prepare a host struct: system clock, system randomness, no log.
 * @param[out] host The struct; NULL does nothing.
 */
NREG_API void nreg_host_init(nreg_host *host);

NREG_END_DECLS

#endif
