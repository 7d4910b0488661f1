/* SPDX-License-Identifier: MIT */
/**
 * @file export.h
 * @brief Writing registered numbers and rejected entries as CSV or JSON Lines, also in the sizes that destinations
 * take.
 *
 * CSV is RFC 4180: UTF-8, rows ending in CR LF. A text that a spreadsheet would take for a formula gets a leading
 * apostrophe; numbers do not, they are digits with at most a plus sign. JSON Lines has one object a line, all values
 * texts.
 */
#ifndef NUMBERREG_EXPORT_H
#define NUMBERREG_EXPORT_H

#include <numberreg/batch.h>
#include <numberreg/record.h>
#include <numberreg/upload.h>

/** Format of an export. */
enum {
    NREG_EXPORT_CSV = 0,       /**< Comma-separated values (default). */
    NREG_EXPORT_JSON_LINES = 1 /**< One JSON object a line. */
};

/** What is written of a registered number: bits of nreg_export_options::columns. Written in this order. */
enum {
    NREG_COLUMN_NUMBER = 1,       /**< "number", as `number_style` says. */
    NREG_COLUMN_PURPOSE = 2,      /**< "call_purpose": its label. */
    NREG_COLUMN_PURPOSE_CODE = 4, /**< "call_purpose_code": its stable code. */
    NREG_COLUMN_STATUS = 8,       /**< "status", for example NEEDS_PROOF. */
    NREG_COLUMN_SCOPE = 16,       /**< "scope": path of the scope that holds it. */
    NREG_COLUMN_REGION = 32,      /**< "region": two letters, or 001. */
    NREG_COLUMN_TYPE = 64,        /**< "type", for example TOLL_FREE. */
    NREG_COLUMN_CREATED = 128,    /**< "created": ISO 8601, UTC. */
    NREG_COLUMN_UPDATED = 256,    /**< "updated": ISO 8601, UTC. */
    NREG_COLUMN_ALL = 511         /**< All of these. */
};

/** Services that numbers are handed on to, whose sizes and codes are public. */
enum {
    NREG_DESTINATION_NONE = 0, /**< None. */
    /** A file of number and call purpose without header, at most 500 rows. */
    NREG_DESTINATION_FIRST_ORION = 1,
    NREG_DESTINATION_HIYA = 2,      /**< National numbers with their region, at most 10000. */
    NREG_DESTINATION_TELNYX = 3,    /**< E.164, at most 15 a request. */
    NREG_DESTINATION_TRUECALLER = 4 /**< Digits without plus sign, at most 10000 a request. */
};

/** How to write; prepared by nreg_export_options_init(). */
typedef struct nreg_export_options {
    uint32_t struct_size;  /**< Bytes in this struct as the caller knows it. */
    uint32_t format;       /**< NREG_EXPORT_ value; CSV. */
    uint32_t columns;      /**< NREG_COLUMN_ bits; number, call purpose, status and scope. */
    uint32_t number_style; /**< NREG_FORMAT_ value; #NREG_FORMAT_E164. */
    uint32_t header;       /**< 1: CSV begins with a row of column names; 1. */
    uint32_t delimiter;    /**< Of CSV: ',', ';', '\\t' or '|'; ','. */
    /** 1: CSV begins with a byte-order mark, which old spreadsheets need to see UTF-8; 0. */
    uint32_t mark;
    uint32_t max_rows;    /**< Most rows one call writes; 0 for no limit (default). */
    uint32_t destination; /**< NREG_DESTINATION_ value: rejected entries bear its codes too; none. */
    uint32_t reserved;    /**< Zero. */
} nreg_export_options;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options: CSV with header, number in E.164, call purpose, status and scope, no limit.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_export_options_init(nreg_export_options *options);

/**
 * @brief Prepare options with the columns, number style, header and size that a destination takes.
 *
 * They are for the numbers; what else a destination wants in a file or request is for the host to add.
 * @param[out] options     The struct.
 * @param[in]  destination NREG_DESTINATION_ value.
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT if there is no such destination.
 */
NREG_API nreg_code nreg_export_options_for(nreg_export_options *options, uint32_t destination);

/**
 * @brief Write the registered numbers that a filter lets through, in the order of nreg_record_list().
 *
 * One call writes one file or chunk: at most `max_rows` rows, with its own header. Call again with the same cursor
 * while `more` is 1. The list of numbers never to originate is this with filter members `dno` 1 and `statuses` Active.
 * @param[in]     session The session.
 * @param[in]     filter  What to write; NULL for everything in the session's root.
 * @param[in]     options How; NULL for the defaults.
 * @param[in,out] cursor  Where to go on; all zero to begin. Moved past the last row written.
 * @param[in]     sink    Where to write.
 * @param[out]    rows    Receives how many numbers were written; may be NULL.
 * @param[out]    more    Receives 1 if numbers are left, else 0.
 * @param[out]    error   Details of a failure, or NULL.
 * @return As nreg_record_list(), or the sink's code. After a failure the sink may have taken part of it, and the cursor
 * is as before.
 */
NREG_API nreg_code nreg_export_records(nreg_session *session, const nreg_record_filter *filter,
                                       const nreg_export_options *options, nreg_record_cursor *cursor,
                                       const nreg_sink *sink, uint64_t *rows, uint32_t *more, nreg_error *error);

/**
 * @brief Write the rejected entries of a result: "row", "input", "number", "reason", "reasons" (all of them),
 * "message", "reference", and with a destination "destination_reason".
 *
 * nreg_upload_rejects() writes them in the layout of the file they came from instead.
 * @param[in]  result  The result.
 * @param[in]  options How; `columns`, `number_style` and `max_rows` do not matter. NULL for the defaults.
 * @param[in]  sink    Where to write.
 * @param[out] rows    Receives how many were written; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or the sink's code.
 */
NREG_API nreg_code nreg_export_rejected(const nreg_result *result, const nreg_export_options *options,
                                        const nreg_sink *sink, uint64_t *rows, nreg_error *error);

/**
 * @brief The code that a destination publishes for a reason, for example "INVALID_NUMBER".
 *
 * Of a number registered elsewhere the library does not tell where, so First Orion's umbrella code stands for it.
 * @param[in] destination NREG_DESTINATION_ value.
 * @param[in] reason      The reason.
 * @return A static string; "" if the destination publishes none for it. Safe from any thread.
 */
NREG_API const char *nreg_destination_reason(uint32_t destination, nreg_reason reason);

NREG_END_DECLS

#endif
