/* SPDX-License-Identifier: MIT */
/**
 * @file journal.h
 * @brief The journal: an append-only row for every change of every number (rule R13).
 *
 * Who, when and why stand in the batch a row belongs to, so that a row holds numbers only.
 */
#ifndef NUMBERREG_JOURNAL_H
#define NUMBERREG_JOURNAL_H

#include <numberreg/record.h>
#include <numberreg/result.h>

/** What a journal row tells. */
enum {
    NREG_CHANGE_ADDED = 1,      /**< Registered. */
    NREG_CHANGE_MOVED = 2,      /**< Moved to another scope of its Business. */
    NREG_CHANGE_REMOVED = 3,    /**< No longer registered. */
    NREG_CHANGE_CHANGED = 4,    /**< Purpose, status or flags changed. */
    NREG_CHANGE_RESUBMITTED = 5, /**< Added again after a decline. */
    NREG_CHANGE_LOST = 6        /**< Declined here, and now registered by another Business. */
};

/** One journal row. 128 bytes. */
typedef struct nreg_journal_row {
    uint64_t sequence;        /**< Place in the feed; 0 until sealed. */
    uint64_t batch;           /**< The batch that made the change. */
    uint64_t number;          /**< E.164 digits as an integer. */
    int64_t time;             /**< Microseconds since 1970-01-01 UTC. */
    uint64_t business;        /**< The Business whose history this row belongs to. */
    uint64_t unit_before;     /**< Unit before; 0 if none. */
    uint64_t program_before;  /**< Program before; 0 if none. */
    uint64_t unit_after;      /**< Unit after; 0 if none. */
    uint64_t program_after;   /**< Program after; 0 if none. */
    uint64_t batch_before;    /**< The record's last batch before; 0 if it was not registered. */
    int64_t created;          /**< When the record had been added. */
    uint32_t entry;           /**< Entry of the batch. */
    uint32_t revision;        /**< The record's revision after. */
    uint32_t purpose_before;  /**< Call purpose before; 0 if it was not registered. */
    uint32_t purpose_after;   /**< Call purpose after; 0 if it is no longer registered. */
    uint32_t flags_before;    /**< Record flags before. */
    uint32_t flags_after;     /**< Record flags after. */
    uint32_t reason;          /**< A reason, where there is one to give. */
    uint32_t revision_before; /**< The record's revision before; 0 if it was not registered. */
    uint8_t change;           /**< NREG_CHANGE_ value. */
    uint8_t action;           /**< NREG_ACTION_ value. */
    uint8_t status_before;    /**< Status before; 0 if it was not registered. */
    uint8_t status_after;     /**< Status after; 0 if it is no longer registered. */
    uint32_t reserved;        /**< Zero. */
} nreg_journal_row;

#endif
