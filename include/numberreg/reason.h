/* SPDX-License-Identifier: MIT */
/**
 * @file reason.h
 * @brief Why an entry was rejected, or what to tell about one that was accepted.
 *
 * A reason is a small number that is also a bit: reason `r` is bit `r` of a 64-bit set, so an outcome carries all its
 * reasons at once. The same reasons serve as rejections and as warnings; which of the two it is depends on the set it
 * stands in. Numbers are final. Bit 0 is never used, so 0 means "no reason".
 *
 * Texts and properties of each reason come from the catalogue (nreg_reason_find()).
 */
#ifndef NUMBERREG_REASON_H
#define NUMBERREG_REASON_H

#include <numberreg/code.h>

/** One reason; one of the NREG_REASON_ values. */
typedef uint32_t nreg_reason;

/** The reasons: 1 to 31 speak about the number as written, 32 to 63 about the registry and the batch. */
enum {
    NREG_REASON_NONE = 0,         /**< No reason. */
    NREG_REASON_EMPTY = 1,        /**< Nothing was entered. */
    NREG_REASON_NOT_A_NUMBER = 2, /**< The text is not a phone number. */
    /** The country calling code does not exist, or none is given and none is known. */
    NREG_REASON_BAD_COUNTRY = 3,
    NREG_REASON_TOO_SHORT = 4, /**< Too few digits. */
    NREG_REASON_TOO_LONG = 5,  /**< Too many digits. */
    /** Between the shortest and longest length, but no number has this length. */
    NREG_REASON_BAD_LENGTH = 6,
    NREG_REASON_AREA_CODE_MISSING = 7, /**< Could only be dialled locally; the area code is missing. */
    /** No such area code can exist (0/1 first, N11, N9X, 37X, 96X, 555). */
    NREG_REASON_BAD_AREA_CODE = 8,
    NREG_REASON_UNASSIGNED_AREA_CODE = 9,  /**< The area code is not assigned in the plan. */
    NREG_REASON_BAD_EXCHANGE = 10,         /**< No such exchange can exist (0/1 first, N11). */
    NREG_REASON_RESERVED_EXCHANGE = 11,    /**< Exchange for carrier access or plant test (950, 958, 959). */
    NREG_REASON_RESERVED_FICTIONAL = 12,   /**< 555-0100 to 555-0199, reserved for fiction. */
    NREG_REASON_DIRECTORY_ASSISTANCE = 13, /**< 555-1212. */
    NREG_REASON_RESERVED_555 = 14,         /**< Another line of exchange 555. */
    NREG_REASON_RESERVED_TOLL_FREE = 15,   /**< Toll-free code reserved for the future (822, 880 to 887, 889). */
    NREG_REASON_PREMIUM_RATE = 16,         /**< Pay-per-call (900, exchange 976, premium rate elsewhere). */
    NREG_REASON_NON_GEOGRAPHIC = 17,       /**< Non-geographic service code (5XX; 6XX in Canada). */
    NREG_REASON_CARRIER_SERVICE = 18,      /**< Carrier services (700). */
    NREG_REASON_GOVERNMENT = 19,           /**< United States government (710). */
    NREG_REASON_REPEATED_DIGIT = 20,       /**< One digit repeated, other than 888-888-8888. */
    NREG_REASON_NOT_IN_PLAN = 21,          /**< No number like this is in use according to the numbering plan. */
    NREG_REASON_FOREIGN_COUNTRY = 22,      /**< The country calling code is not the default region's. */
    NREG_REASON_HAS_EXTENSION = 23,        /**< An extension was given; extensions cannot be registered. */
    NREG_REASON_SPREADSHEET_DAMAGE = 24,   /**< A spreadsheet has changed the number and digits are lost. */
    /** A spreadsheet has changed the number; no digit was lost and it was restored. */
    NREG_REASON_SPREADSHEET_REPAIRED = 25,
    NREG_REASON_BEYOND_E164 = 26, /**< A number of more than 15 digits, which E.164 does not allow. */
    NREG_REASON_HAS_LETTERS = 27, /**< Letters were read as keypad digits. */
    NREG_REASON_BAD_TEXT = 28,    /**< The input is not valid UTF-8 text. */
    NREG_REASON_BAD_ROW = 29,     /**< The row of the file could not be read. */

    NREG_REASON_PURPOSE_MISSING = 32,    /**< No call purpose was given. */
    NREG_REASON_PURPOSE_UNKNOWN = 33,    /**< No such call purpose. */
    NREG_REASON_PURPOSE_RETIRED = 34,    /**< The call purpose is no longer offered. */
    NREG_REASON_DUPLICATE_IN_BATCH = 35, /**< Another entry of this batch has the same number. */
    /** Another entry of this batch has the same number with another purpose. */
    NREG_REASON_CONFLICTING_PURPOSE = 36,
    NREG_REASON_ALREADY_HERE = 37,         /**< Registered at this very scope. */
    NREG_REASON_HELD_ABOVE = 38,           /**< Registered at the Business or Unit above the target. */
    NREG_REASON_ALREADY_BELOW = 39,        /**< Registered at a Unit or Program below the target. */
    NREG_REASON_IN_OTHER_UNIT = 40,        /**< Registered at another Unit of the Business. */
    NREG_REASON_IN_OTHER_PROGRAM = 41,     /**< Registered at another Program of the Business. */
    NREG_REASON_REGISTERED_ELSEWHERE = 42, /**< Registered outside what this session can see. */
    NREG_REASON_TARGET_NOT_FOUND = 43,     /**< The target scope does not exist. */
    NREG_REASON_TARGET_CLOSED = 44,        /**< The target scope is closed. */
    NREG_REASON_LIMIT_EXCEEDED = 45,       /**< A limit of the policy would be passed. */
    /** Do Not Originate needs an acknowledgement that was not given. */
    NREG_REASON_DNO_NOT_ACKNOWLEDGED = 46,
    /** Good in itself; not registered because other entries were rejected. */
    NREG_REASON_BATCH_ABANDONED = 47,
    NREG_REASON_NOT_REGISTERED = 48, /**< Not registered, as far as this session can see. */
    NREG_REASON_NOT_IN_SCOPE = 49,   /**< Registered, but not at or below the target. */
    NREG_REASON_SUSPENDED = 50,      /**< Suspended by review; it cannot be removed. */
    NREG_REASON_BAD_TRANSITION = 51, /**< The record's status does not allow this move. */
    NREG_REASON_CHANGED_SINCE = 52,  /**< Changed by a later batch. */
    NREG_REASON_NOT_ALLOWED = 53,    /**< This session may not take this action here. */
    /** Do Not Originate: only for numbers that never make outbound calls. */
    NREG_REASON_DNO = 54,
    /** Do Not Originate on a number that a Program uses for calling. */
    NREG_REASON_DNO_IN_PROGRAM = 55,
    /** Changed to or from Do Not Originate; the number is reviewed again. */
    NREG_REASON_DNO_CHANGED = 56,
    NREG_REASON_PROGRAM_ENDED = 57, /**< The Program's end has passed. */
    NREG_REASON_RESUBMITTED = 58,   /**< Was declined before; submitted again. */
    NREG_REASON_NO_CHANGE = 59,     /**< The record already is as asked. */
    NREG_REASON_DOUBLE_HOLDER = 60, /**< An import names more than one place for this number. */
    NREG_REASON_SCOPE_UNKNOWN = 61, /**< An import names a scope that does not exist. */
    NREG_REASON_PROOF_EXPIRED = 62, /**< Ownership was not proved in time. */
    /** An import's row has a status or a time that is not understood. */
    NREG_REASON_BAD_FIELD = 63,
    NREG_REASON_COUNT = 64 /**< Bits in a set of reasons. */
};

/** The bit of a reason in a 64-bit set. */
#define NREG_REASON_BIT(reason) ((uint64_t)1 << (reason))

/** Field of an entry that a reason finds fault with. */
enum {
    NREG_FIELD_NONE = 0,    /**< The entry as a whole. */
    NREG_FIELD_NUMBER = 1,  /**< The number. */
    NREG_FIELD_PURPOSE = 2, /**< The call purpose. */
    NREG_FIELD_TARGET = 3,  /**< The target scope. */
    NREG_FIELD_BATCH = 4    /**< The batch. */
};

/** What the catalogue says of a reason. */
typedef struct nreg_reason_info {
    uint32_t reason; /**< The reason. */
    uint32_t field;  /**< The field at fault: an NREG_FIELD_ value. */
    /** 1 = first; of several reasons the one with the smallest precedence is named first. */
    uint32_t precedence;
    uint32_t retryable; /**< 1 if the same entry may be accepted later without being changed, else 0. */
    uint32_t support;   /**< 1 if asking the portal's support can help, else 0. */
    uint32_t reserved;  /**< Zero. */
    const char *code;   /**< Stable code, for example "ALREADY_HERE". Static. */
    /** English text; arguments in braces: plan_date, related (a row), purpose, target, holder, status. Static. */
    const char *text;
} nreg_reason_info;

NREG_BEGIN_DECLS

/**
 * @brief The catalogue's entry for a reason.
 * @param[in] reason 1 to 63.
 * @return A static struct, or NULL for a number that is no reason. Safe from any thread.
 */
NREG_API const nreg_reason_info *nreg_reason_find(nreg_reason reason);

/**
 * @brief Stable code of a reason, for example "ALREADY_HERE".
 * @param[in] reason Any number.
 * @return A static string; "NONE" for 0 and "?" for a number that is no reason. Safe from any thread.
 */
NREG_API const char *nreg_reason_code(nreg_reason reason);

/**
 * @brief The reason with a given code.
 * @param[in] code Stable code, upper case.
 * @param[in] length Bytes in `code`, or #NREG_NUL.
 * @return The reason, or 0 if there is none. Safe from any thread.
 */
NREG_API nreg_reason nreg_reason_from_code(const char *code, size_t length);

/**
 * @brief The reason to name first, by the fixed precedence.
 * @param[in] set Set of reasons.
 * @return The reason, or 0 for the empty set. Safe from any thread.
 */
NREG_API nreg_reason nreg_reason_first(uint64_t set);

NREG_END_DECLS

#endif
