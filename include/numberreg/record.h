/* SPDX-License-Identifier: MIT */
/**
 * @file record.h
 * @brief Registered numbers: what is kept of each, looking them up and listing them.
 */
#ifndef NUMBERREG_RECORD_H
#define NUMBERREG_RECORD_H

#include <numberreg/scope.h>

/** Status of a record. */
enum {
    NREG_STATUS_PENDING = 1, /**< Under review. Shown as Pending. */
    /** Held until the tenant proves that the number is theirs. Shown as Pending. */
    NREG_STATUS_NEEDS_PROOF = 2,
    NREG_STATUS_ACTIVE = 3,    /**< Approved. */
    NREG_STATUS_SUSPENDED = 4, /**< Suspended by review. */
    NREG_STATUS_DECLINED = 5   /**< Declined by review. */
};

/** Bits of nreg_record::flags. */
enum {
    NREG_RECORD_RESUBMITTED = 1, /**< Was declined before in this Business. */
    NREG_RECORD_IMPORTED = 2,    /**< Taken over from an older registry. */
    NREG_RECORD_PROOF = 4,       /**< Proof of ownership was submitted; a person has yet to look at it. */
    /** Its status was decided by the built-in reviewer within the commit (#NREG_REVIEW_IN_COMMIT). */
    NREG_RECORD_REVIEWED_AT_ONCE = 8,
    NREG_RECORD_REINSTATED = 16 /**< Was suspended before. */
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
    /** Batch that declared it Do Not Originate (who, when, and which text they saw); 0 if it is not. */
    uint64_t dno_batch;
} nreg_record;

/** In which order records are listed. */
enum {
    NREG_ORDER_NUMBER = 0, /**< By number within each Business (default). */
    /** By last change within each Business, the oldest first; needs a store with a journal. */
    NREG_ORDER_CHANGE = 1
};

/** Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root through.
 */
typedef struct nreg_record_filter {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    uint32_t statuses;    /**< Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all. */
    uint64_t scope;       /**< List at or below this scope; 0 for the session's root. */
    uint32_t purpose;     /**< Call purpose id; 0 for all. */
    uint32_t only_here;   /**< 1: only records that sit in `scope` itself, not below it. */
    uint64_t from;        /**< Smallest number wanted; 0 for no bound. */
    uint64_t to;          /**< Largest number wanted; 0 for no bound. */
    /** Only those changed then or later, microseconds since 1970-01-01 UTC; 0 for all. */
    int64_t changed_since;
    uint32_t types;    /**< Bit `1 << NREG_TYPE_x` for each type of number wanted; 0 for all. */
    uint32_t dno;      /**< 1: only those whose call purpose means Do Not Originate. */
    uint32_t order;    /**< NREG_ORDER_ value. */
    char region[4];    /**< Only numbers of this region: two letters or "001"; "" for all. */
    char ending[12];   /**< Digits the number ends with, for example "9020", NUL-terminated; "" for all. */
    uint32_t reserved; /**< Zero. */
    /** Digits the number begins with, country code first, for example "1501", NUL-terminated; "" for all. */
    char prefix[16];
} nreg_record_filter;

/**
 * @brief Where a list is to go on; all zero to begin.
 *
 * Opaque; may be stored and used by other processes, in sessions of the same root for the same list. By change it says
 * nothing of how much others do, and is other bits each time.
 */
typedef struct nreg_record_cursor {
    uint64_t business; /**< Part of the position. */
    uint64_t number;   /**< Part of the position. */
    uint64_t seal;     /**< Part of the position. */
} nreg_record_cursor;

/** How many records have a status and a call purpose. 16 bytes. */
typedef struct nreg_record_count {
    uint64_t count;   /**< How many; never 0. */
    uint32_t status;  /**< NREG_STATUS_ value. */
    uint32_t purpose; /**< Call purpose id. */
} nreg_record_count;

/** Where one number is in use. */
typedef struct nreg_assignments {
    uint32_t struct_size;      /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t reserved;         /**< Zero. */
    nreg_record record;        /**< The record. */
    nreg_scope organization;   /**< The Organization of its Business; all zero if none. */
    nreg_scope business;       /**< Its Business. */
    nreg_scope unit;           /**< Its Unit; all zero if it sits at the Business. */
    nreg_scope program;        /**< Its Program, with its dates; all zero if it sits higher. */
    char path[NREG_PATH_SIZE]; /**< Path of the scope that holds it, NUL-terminated. */
} nreg_assignments;

NREG_BEGIN_DECLS

/**
 * @brief Prepare a filter that lets everything through.
 * @param[out] filter The struct; NULL does nothing.
 */
NREG_API void nreg_record_filter_init(nreg_record_filter *filter);

/**
 * @brief One page of the records at or below a scope.
 *
 * Ordered by number within each Business; an operator's list of the whole registry is ordered by number alone.
 * Statuses, call purpose, `from`, `to` and `prefix` are looked up; the other conditions are tried record by record, a
 * bounded number a call, so a page may be short or empty with more to come. What changes while the pages are read may
 * be listed or not; what does not change is listed exactly once.
 *
 * With #NREG_ORDER_CHANGE a record comes where its last change stands in the journal; read on later with the same
 * cursor to get what has changed since (below an Organization its Businesses come one after the other, so begin anew,
 * with `changed_since`). Changes that retention has removed cannot be listed: #NREG_FEED_PRUNED, unless `changed_since`
 * asks only for later ones; who reads on begins anew then.
 * @param[in]     session  The session.
 * @param[in]     filter   What to list; NULL for everything in the session's root.
 * @param[in,out] cursor   Where to go on; all zero to begin. Moved past the last record returned.
 * @param[out]    records  Receives the records.
 * @param[in]     capacity Room in `records`, 1 to 10000.
 * @param[out]    count    Receives how many were written. Fewer than `capacity` does not mean the end.
 * @param[out]    more     Receives 1 if there may be more, else 0.
 * @param[out]    error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (no such scope in the session's root); #NREG_INVALID_ARGUMENT; #NREG_FEED_PRUNED or
 *         #NREG_UNSUPPORTED (see above); #NREG_NO_MEMORY or a failure of the store.
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
 * @brief How many records a scope and what lies below it hold, by status and call purpose.
 *
 * Costs the same however many records there are; below an Organization it grows with its Businesses.
 * @param[in]  session  The session.
 * @param[in]  scope    The scope; 0 for the session's root. An operator must name one.
 * @param[out] counts   Receives up to `capacity` counts, ascending by status, then call purpose; may be NULL if that is
 * 0.
 * @param[in]  capacity Room in `counts`.
 * @param[out] count    Receives how many there are in all.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (no such scope in the session's root); #NREG_UNSUPPORTED (the store keeps no
 * counts); #NREG_INVALID_ARGUMENT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_record_counts(nreg_session *session, uint64_t scope, nreg_record_count *counts,
                                      uint32_t capacity, uint32_t *count, nreg_error *error);

/**
 * @brief Where one number is in use: its record and the scopes above it, with their labels and a Program's dates.
 *
 * Scopes above the session's root are shown in outline, as by nreg_scope_get().
 * @param[in]     session     The session.
 * @param[in]     number      E.164 digits as an integer.
 * @param[in,out] assignments Receives the answer; `struct_size` set before.
 * @param[out]    error       Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_NOT_FOUND (not registered, or outside the session's root); #NREG_INVALID_ARGUMENT or a
 * failure of the store.
 */
NREG_API nreg_code nreg_record_assignments(nreg_session *session, uint64_t number, nreg_assignments *assignments,
                                           nreg_error *error);

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
