/* SPDX-License-Identifier: MIT */
/**
 * @file code.h
 * @brief What every function returns, and the error a caller may ask for.
 *
 * Conventions that hold for the whole library:
 * - A function that can fail returns an ::nreg_code: #NREG_OK or a negative number.
 *   A rejected phone number is never a failure; it is an outcome (see result.h).
 * - A failed call changes nothing and consumes none of its arguments.
 * - Text goes in as UTF-8 pointer and length in bytes; #NREG_NUL as length means NUL-terminated.
 *   NULL with length 0 or #NREG_NUL is the empty text.
 * - Text comes out borrowed; the function says how long it lives.
 * - Structs that callers fill begin with `struct_size`, have an `_init` function and grow at the end.
 * - Callbacks take the host's context as their last parameter.
 * - A registry and a store serve many threads at once; a session, batch or result one at a time.
 */
#ifndef NUMBERREG_CODE_H
#define NUMBERREG_CODE_H

#include <stddef.h>
#include <stdint.h>

/** @cond macros */
#if defined(__cplusplus)
#define NREG_BEGIN_DECLS extern "C" {
#define NREG_END_DECLS }
#else
#define NREG_BEGIN_DECLS
#define NREG_END_DECLS
#endif

#if defined(_WIN32) && defined(NREG_BUILDING_SHARED)
#define NREG_API __declspec(dllexport)
#elif defined(_WIN32) && !defined(NREG_STATIC)
#define NREG_API __declspec(dllimport)
#elif defined(__GNUC__)
#define NREG_API __attribute__((visibility("default")))
#else
#define NREG_API
#endif
/** @endcond */

/** Length argument that says: the text ends at its first NUL byte. */
#define NREG_NUL ((size_t)-1)

/** Return value of every function that can fail; one of the NREG_ codes below. */
typedef int32_t nreg_code;

/** The codes. Numbers are final: they are never reused or renumbered. */
enum {
    NREG_OK = 0,                /**< Done. */
    NREG_INVALID_ARGUMENT = -1, /**< An argument is NULL, out of range or contradicts another. */
    NREG_NO_MEMORY = -2,        /**< The allocator returned NULL. */
    NREG_NOT_FOUND = -3,        /**< No such object, or none that this session may see. */
    NREG_EXISTS = -4,           /**< The key, external id or object is already taken. */
    /** In use: a lock could not be had in time, or a callback re-entered the registry. */
    NREG_BUSY = -5,
    /** Serialization failure or deadlock; the same call may succeed. Of stores only: the library tries again. */
    NREG_RETRY = -6,
    /** Whether the commit took effect is unknown; commit again with the same request id. */
    NREG_UNKNOWN = -7,
    NREG_CANCELLED = -8,         /**< The host's progress callback asked to stop. */
    NREG_DEADLINE = -9,          /**< The deadline passed. */
    NREG_UNSUPPORTED = -10,      /**< This store, plan or build does not offer the feature. */
    NREG_DENIED = -11,           /**< This session may not do that. */
    NREG_CLOSED = -12,           /**< The scope is closed, or the batch is no longer a draft. */
    NREG_NOT_EMPTY = -13,        /**< The scope still holds numbers or open scopes. */
    NREG_LIMIT_EXCEEDED = -14,   /**< A limit of the policy or of the format was passed. */
    NREG_IO = -15,               /**< Reading or writing a file or database failed. */
    NREG_CORRUPT = -16,          /**< Stored data is damaged. */
    NREG_INCOMPATIBLE = -17,     /**< Written by, or built for, a version this one cannot work with. */
    NREG_READ_ONLY = -18,        /**< The store can only be read. */
    NREG_FULL = -19,             /**< No space left on the device or in the database. */
    NREG_REQUEST_MISMATCH = -20, /**< The request id was already used with other content. */
    NREG_FORKED = -21,           /**< The handle was opened before fork() and used in the child. */
    NREG_HOST = -22,             /**< A host callback failed with a code of its own. */
    NREG_BAD_TEXT = -23,         /**< Text is not valid UTF-8, or has control characters, or is too long. */
    NREG_BAD_FORMAT = -24,       /**< A file is not in the format expected. */
    NREG_FEED_PRUNED = -25,      /**< Retention has removed entries after this cursor. */
    NREG_CONFLICT = -26,         /**< What was to be changed had changed meanwhile. */
    NREG_INTERNAL = -27          /**< A promise inside the library or a store was broken; please report. */
};

/** Size of nreg_error::message in bytes, its NUL included. */
#define NREG_ERROR_MESSAGE_SIZE 256

/**
 * @brief Details of a failure, in memory of the caller.
 *
 * Every function that takes one accepts NULL. On success it is cleared (code 0, empty message, position -1).
 * `struct_size` is set by nreg_error_init() or #NREG_ERROR_INIT and never changed.
 */
typedef struct nreg_error {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    nreg_code code;       /**< The code the call returned. */
    /** Where in the input: byte offset, row or index, as the function says; -1 if none. */
    int64_t position;
    int32_t system;    /**< Detail of the layer below (errno, SQLite extended code); 0 if none. */
    uint32_t reserved; /**< Zero. */
    /** One English sentence for a developer, NUL-terminated; no phone numbers. */
    char message[NREG_ERROR_MESSAGE_SIZE];
} nreg_error;

/** Initialiser of an ::nreg_error: `nreg_error error = NREG_ERROR_INIT;` */
#define NREG_ERROR_INIT                                                                                                \
    { (uint32_t)sizeof(nreg_error), 0, -1, 0, 0, "" }

NREG_BEGIN_DECLS

/**
 * @brief Prepare an error struct; the same as #NREG_ERROR_INIT.
 * @param[out] error The struct to prepare; NULL does nothing.
 */
NREG_API void nreg_error_init(nreg_error *error);

/**
 * @brief Name of a code, for example "NREG_NOT_FOUND".
 * @param[in] code Any number.
 * @return A static string; "NREG_?" for a number that is no code. Safe from any thread.
 */
NREG_API const char *nreg_code_name(nreg_code code);

/**
 * @brief What a code means, as one English sentence.
 * @param[in] code Any number.
 * @return A static string; never NULL. Safe from any thread.
 */
NREG_API const char *nreg_code_text(nreg_code code);

NREG_END_DECLS

#endif
