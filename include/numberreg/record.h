/* SPDX-License-Identifier: MIT */
/**
 * @file record.h
 * @brief Registered numbers: what is kept of each, looking them up and listing them.
 */
#ifndef NUMBERREG_RECORD_H
#define NUMBERREG_RECORD_H

#include <numberreg/session.h>

/** Status of a record. */
enum {
    NREG_STATUS_PENDING = 1,     /**< Under review. Shown as Pending. */
    NREG_STATUS_NEEDS_PROOF = 2, /**< Held until the tenant proves that the number is theirs. Shown as Pending. */
    NREG_STATUS_ACTIVE = 3,      /**< Approved. */
    NREG_STATUS_SUSPENDED = 4,   /**< Suspended by review. */
    NREG_STATUS_DECLINED = 5     /**< Declined by review. */
};

/** Bits of nreg_record::flags. */
enum {
    NREG_RECORD_RESUBMITTED = 1, /**< Was declined before in this Business. */
    NREG_RECORD_IMPORTED = 2     /**< Taken over from an older registry. */
};

/**
 * @brief One registered number. 80 bytes.
 *
 * The holder is the deepest of `program`, `unit` and `business` that is not 0.
 * `last_batch` and `revision` together are the record's token: they change with every change of the record.
 */
typedef struct nreg_record {
    uint64_t number;     /**< E.164 digits as an integer. */
    uint64_t business;   /**< Scope id of the Business; never 0. */
    uint64_t unit;       /**< Scope id of the Unit; 0 if it sits at the Business. */
    uint64_t program;    /**< Scope id of the Program; 0 if it sits higher. */
    uint64_t last_batch; /**< Batch that changed it last. */
    int64_t created;     /**< When it was added: microseconds since 1970-01-01 UTC. */
    int64_t updated;     /**< When it changed last: microseconds since 1970-01-01 UTC. */
    uint32_t revision;   /**< 1 when added, one more with every change. */
    uint32_t purpose;    /**< Call purpose id. */
    uint32_t status;     /**< NREG_STATUS_ value. */
    uint32_t flags;      /**< NREG_RECORD_ bits. */
    uint64_t dno_batch;  /**< Batch that declared it Do Not Originate (who, when, and which text they saw); 0 if it is not. */
} nreg_record;

/** Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root through. */
typedef struct nreg_record_filter {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t statuses;    /**< Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all. */
    uint64_t scope;       /**< List at or below this scope; 0 for the session's root. */
    uint32_t purpose;     /**< Call purpose id; 0 for all. */
    uint32_t only_here;   /**< 1: only records that sit in `scope` itself, not below it. */
    uint64_t from;        /**< Smallest number wanted; 0 for no bound. */
    uint64_t to;          /**< Largest number wanted; 0 for no bound. */
} nreg_record_filter;

/** Where a list is to go on; all zero to begin. Opaque; may be stored and sent elsewhere. */
typedef struct nreg_record_cursor {
    uint64_t business; /**< Part of the position. */
    uint64_t number;   /**< Part of the position. */
} nreg_record_cursor;

NREG_BEGIN_DECLS

/**
 * @brief Prepare a filter that lets everything through.
 * @param[out] filter The struct; NULL does nothing.
 */
NREG_API void nreg_record_filter_init(nreg_record_filter *filter);

/**
 * @brief One page of the records at or below a scope, ordered by number within each Business.
 * @param[in]     session  The session.
 * @param[in]     filter   What to list; NULL for everything in the session's root.
 * @param[in,out] cursor   Where to go on; all zero to begin. Moved past the last record returned.
 * @param[out]    records  Receives the records.
 * @param[in]     capacity Room in `records`, 1 to 10000.
 * @param[out]    count    Receives how many were written. Fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (no such scope in the session's root); #NREG_INVALID_ARGUMENT or a failure of the store.
 */
NREG_API nreg_code nreg_record_list(nreg_session *session, const nreg_record_filter *filter, nreg_record_cursor *cursor,
                                    nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                                    nreg_error *error);

/**
 * @brief Look up numbers.
 *
 * A number that is registered outside the session's root is reported as not found.
 * @param[in]  session The session.
 * @param[in]  numbers E.164 digits as integers, in any order.
 * @param[in]  count   How many, at most 100000.
 * @param[out] records Receives `count` records; those not found are all zero.
 * @param[out] found   Receives how many were found; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_INVALID_ARGUMENT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_record_get(nreg_session *session, const uint64_t *numbers, uint32_t count, nreg_record *records,
                                   uint32_t *found, nreg_error *error);

/**
 * @brief Name of a status as the API writes it, for example "NEEDS_PROOF".
 * @param[in] status Any number.
 * @return A static string; "?" for a number that is no status. Safe from any thread.
 */
NREG_API const char *nreg_status_name(uint32_t status);

/**
 * @brief Name of a status as a person sees it: Pending, Active, Suspended or Declined.
 * @param[in] status Any number.
 * @return A static string; "?" for a number that is no status. Safe from any thread.
 */
NREG_API const char *nreg_status_display(uint32_t status);

NREG_END_DECLS

#endif
