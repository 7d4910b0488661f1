/* SPDX-License-Identifier: MIT */
/**
 * @file result.h
 * @brief Results: one outcome per entry, in entry order (rule R9).
 */
#ifndef NUMBERREG_RESULT_H
#define NUMBERREG_RESULT_H

#include <numberreg/code.h>
#include <numberreg/reason.h>

/** What an entry asks for. */
enum {
    NREG_ACTION_ADD = 1,      /**< Add the number at the target (rule R4). */
    NREG_ACTION_REMOVE = 2,   /**< Remove it (rule R5). */
    NREG_ACTION_CHANGE = 3,   /**< Change its call purpose (rule R6). */
    NREG_ACTION_MOVE = 4,     /**< Move it to the target. */
    NREG_ACTION_REVIEW = 5,   /**< Set its status by review (rule R7); made by the functions of review.h. */
    NREG_ACTION_PROOF = 6,    /**< Submit proof of ownership (rule R7); made by nreg_proof_stage(). */
    NREG_ACTION_REVERT = 7,   /**< Restore what a batch changed (rule R13); made by nreg_batch_revert(). */
    NREG_ACTION_TRANSFER = 8, /**< Take it over from another Business (rule R14); operators only. */
    NREG_ACTION_IMPORT = 9,   /**< Take it over from an older registry (rule R17); operators only. */
    NREG_ACTION_COUNT = 10    /**< One more than the largest action. */
};

/** What became of an entry. */
enum {
    NREG_OUTCOME_REJECTED = 0,    /**< Nothing was changed; see the reasons. */
    NREG_OUTCOME_ADDED = 1,       /**< Registered, Pending. */
    NREG_OUTCOME_MOVED = 2,       /**< Moved here from `holder`. */
    NREG_OUTCOME_UNASSIGNED = 3,  /**< Moved one level up. */
    NREG_OUTCOME_DELETED = 4,     /**< No longer registered. */
    NREG_OUTCOME_CHANGED = 5,     /**< Its call purpose was changed. */
    NREG_OUTCOME_REVIEWED = 6,    /**< Its status was changed, by review or by proof. */
    NREG_OUTCOME_RESTORED = 7,    /**< Put back as it was before the batch that was reverted. */
    NREG_OUTCOME_TRANSFERRED = 8, /**< Taken over from another Business. */
    NREG_OUTCOME_IMPORTED = 9,    /**< Taken over from an older registry. */
    NREG_OUTCOME_COUNT = 10       /**< One more than the largest outcome. */
};

/** Bits of nreg_outcome::flags. */
enum {
    NREG_OUTCOME_FLAG_MOVABLE = 1,    /**< Rejected, but accepted if consent to move it is given. */
    NREG_OUTCOME_FLAG_RESUBMITTED = 2 /**< Added again after having been declined here. */
};

/** What became of one entry. 80 bytes. */
typedef struct nreg_outcome {
    uint64_t number;       /**< E.164 digits as an integer; 0 if the input has none. */
    uint64_t reasons;      /**< Why it was rejected: set of reasons; 0 if accepted. */
    uint64_t reasons_more; /**< Further reasons, none yet; 0. */
    /** What to tell about it: set of reasons. A rejected entry has those that were found, too: they do not reject it,
     * and will be there again when it is corrected. */
    uint64_t warnings;
    uint64_t warnings_more; /**< Further warnings, none yet; 0. */
    /** Scope where the number sits, or sat before it moved; 0 if nowhere or not to be disclosed. */
    uint64_t holder;
    uint32_t entry;   /**< Number of the entry in its batch. */
    uint32_t row;     /**< Row in the host's source. */
    uint32_t related; /**< Entry of this batch that a reason speaks of; 0 if none. */
    uint32_t purpose; /**< Call purpose that the entry gave; 0 if none, as moves and removals mostly do, or unknown. */
    uint16_t reason;  /**< The reason to name first; 0 if accepted. */
    uint8_t outcome;  /**< NREG_OUTCOME_ value. */
    uint8_t action;   /**< NREG_ACTION_ value. */
    /** NREG_STATUS_ value of the record afterwards; 0 if none, or not to be disclosed. */
    uint8_t status;
    uint8_t flags;      /**< NREG_OUTCOME_FLAG_ bits. */
    uint8_t state;      /**< NREG_STATE_ value of the input. */
    uint8_t reserved;   /**< Zero. */
    uint64_t reserved2; /**< Zero. */
} nreg_outcome;

/** Bits of nreg_summary::flags. */
enum {
    NREG_RESULT_PREVIEW = 1,  /**< Of a preview: nothing was written. */
    NREG_RESULT_REPLAYED = 2, /**< The stored result of an earlier commit. */
    NREG_RESULT_ABANDONED = 4 /**< Nothing was registered because too many entries were rejected. */
};

/** The counts of a result: accepted + rejected = entries, always. */
typedef struct nreg_summary {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t flags;       /**< NREG_RESULT_ bits. */
    uint64_t batch;       /**< Batch id; 0 for a preview of a batch never saved. */
    int64_t time;         /**< When it was committed or previewed: microseconds since 1970-01-01 UTC. */
    uint32_t entries;     /**< Entries. */
    uint32_t accepted;    /**< Accepted entries. */
    uint32_t rejected;    /**< Rejected entries. */
    uint32_t added;       /**< Outcomes ADDED. */
    uint32_t moved;       /**< Outcomes MOVED. */
    uint32_t unassigned;  /**< Outcomes UNASSIGNED. */
    uint32_t deleted;     /**< Outcomes DELETED. */
    uint32_t changed;     /**< Outcomes CHANGED. */
    uint32_t movable;     /**< Rejected entries that consent would move. */
    uint32_t warned;      /**< Entries with warnings, rejected ones included. */
    uint32_t dno;         /**< Accepted entries with a Do Not Originate purpose. */
    uint32_t reviewed;    /**< Outcomes REVIEWED. */
    uint32_t restored;    /**< Outcomes RESTORED. */
    uint32_t transferred; /**< Outcomes TRANSFERRED. */
    uint32_t imported;    /**< Outcomes IMPORTED. */
    uint32_t reserved;    /**< Zero. */
} nreg_summary;

/** A result; immutable. Any number of threads may read it. */
typedef struct nreg_result nreg_result;

/** Size of a reference, NUL included. */
#define NREG_REFERENCE_SIZE 32
/** Enough for any sentence of nreg_result_message() and nreg_result_sentence(), NUL included. */
#define NREG_MESSAGE_SIZE 512

NREG_BEGIN_DECLS

/**
 * @brief Free a result.
 * @param[in] result The result; NULL does nothing.
 */
NREG_API void nreg_result_free(nreg_result *result);

/**
 * @brief The counts of a result.
 * @param[in]     result  The result.
 * @param[in,out] summary Receives the counts; `struct_size` set before.
 * @return #NREG_OK or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_result_summary(const nreg_result *result, nreg_summary *summary);

/**
 * @brief All outcomes, in entry order, for those who read them as an array; nreg_result_outcome() gives one.
 * @param[in]  result The result.
 * @param[out] count  Receives how many; may be NULL.
 * @param[out] stride Receives the bytes from one to the next; may be NULL. Use it: the struct may grow.
 * @return The first outcome, valid as long as the result; NULL if there is none.
 */
NREG_API const nreg_outcome *nreg_result_outcomes(const nreg_result *result, uint32_t *count, uint32_t *stride);

/**
 * @brief One outcome.
 * @param[in] result The result.
 * @param[in] index  Index of the outcome, from 0 to nreg_summary::entries - 1.
 * @return The outcome, valid as long as the result; NULL if the index is out of range.
 */
NREG_API const nreg_outcome *nreg_result_outcome(const nreg_result *result, uint32_t index);

/**
 * @brief The input of an outcome, as it was entered.
 * @param[in]  result The result.
 * @param[in]  index  Index of the outcome, from 0.
 * @param[out] length Receives its length in bytes; may be NULL.
 * @return The text, not NUL-terminated, valid as long as the result; NULL if the index is out of range.
 */
NREG_API const char *nreg_result_input(const nreg_result *result, uint32_t index, size_t *length);

/**
 * @brief The sentence for the person, for example "2 of 5 numbers were rejected."
 * @param[in]  result   The result.
 * @param[out] buffer   Receives the sentence, NUL-terminated.
 * @param[in]  capacity Bytes in `buffer`; #NREG_MESSAGE_SIZE always suffices.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_LIMIT_EXCEEDED.
 */
NREG_API nreg_code nreg_result_sentence(const nreg_result *result, char *buffer, size_t capacity);

/**
 * @brief What a reason or warning of an outcome means, as a sentence with its arguments filled in.
 * @param[in]  result   The result.
 * @param[in]  index    Index of the outcome, from 0.
 * @param[in]  reason   One of its reasons or warnings; 0 for the one to name first.
 * @param[out] buffer   Receives the sentence, NUL-terminated; "" if `reason` is 0 and the entry was accepted.
 * @param[in]  capacity Bytes in `buffer`; #NREG_MESSAGE_SIZE always suffices.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_LIMIT_EXCEEDED.
 */
NREG_API nreg_code nreg_result_message(const nreg_result *result, uint32_t index, nreg_reason reason, char *buffer,
                                       size_t capacity);

/**
 * @brief A reference to an outcome that a person can quote to the portal's support, for example "3K9D-7QXM-2.17".
 * @param[in]  result   The result.
 * @param[in]  index    Index of the outcome, from 0.
 * @param[out] buffer   Receives the reference, NUL-terminated.
 * @param[in]  capacity Bytes in `buffer`; #NREG_REFERENCE_SIZE always suffices.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_LIMIT_EXCEEDED.
 */
NREG_API nreg_code nreg_result_reference(const nreg_result *result, uint32_t index, char *buffer, size_t capacity);

/**
 * @brief Release of the plan the numbers were judged by.
 * @param[in] result The result.
 * @return A string that lives as long as the result; "" for NULL.
 */
NREG_API const char *nreg_result_plan(const nreg_result *result);

/**
 * @brief Name of an outcome, for example "ADDED".
 * @param[in] outcome Any number.
 * @return A static string; "?" for a number that is no outcome.
 */
NREG_API const char *nreg_outcome_name(uint32_t outcome);

/**
 * @brief Name of an action, for example "ADD".
 * @param[in] action Any number.
 * @return A static string; "?" for a number that is no action.
 */
NREG_API const char *nreg_action_name(uint32_t action);

NREG_END_DECLS

#endif
