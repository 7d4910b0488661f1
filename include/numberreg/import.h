/* SPDX-License-Identifier: MIT */
/**
 * @file import.h
 * @brief Taking over an existing registry (rule R17): numbers with their scopes, purposes, statuses and times.
 *
 * An import is an operator's: rows are staged from memory or from a CSV file, sorted by the scope they name, previewed,
 * and committed as one batch for each scope. Rules about numbers only warn; statuses and times of registration are
 * taken as they are, without review. A number that more than one place claims is registered at none of them and
 * reported. The migration report says what became of each row.
 *
 * An import can be broken off and run again: with a request id, scopes that are done return their stored results, and
 * without one their numbers are rejected as #NREG_REASON_ALREADY_HERE. Nothing is registered twice.
 */
#ifndef NUMBERREG_IMPORT_H
#define NUMBERREG_IMPORT_H

#include <numberreg/batch.h>
#include <numberreg/record.h>
#include <numberreg/upload.h>

/** An import. One thread at a time uses it. */
typedef struct nreg_import nreg_import;

/** What became of an import; immutable. Any number of threads may read it. */
typedef struct nreg_migration nreg_migration;

/** Longest request id of an import in bytes: each of its batches appends '#' and its scope id. */
#define NREG_IMPORT_REQUEST_ID_MAX 40

/** Options of nreg_import_new(); prepared by nreg_import_options_init(). */
typedef struct nreg_import_options {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    /** NREG_STATUS_ value of rows that name none; #NREG_STATUS_PENDING, so that they are reviewed. */
    uint32_t status;
    uint64_t within; /**< Scope below which paths and external ids are looked up; 0 for the top. */
    /** Scope of rows that name none; 0: they are rejected as #NREG_REASON_SCOPE_UNKNOWN. */
    uint64_t scope;
    const nreg_policy *policy; /**< Copied; NULL for the registry's. */
    uint32_t purpose;          /**< Call purpose id of rows that name none; 0. */
    /** Region of numbers without calling code; "" for that of their scope, else the policy's. */
    char region[4];
} nreg_import_options;

/** One row to import. Texts are UTF-8 and copied. */
typedef struct nreg_import_row {
    const char *number; /**< The number as written. */
    /** Path or external id of the Business, Unit or Program; NULL to use `scope_id`. */
    const char *scope;
    const char *purpose_text; /**< Code or label of the call purpose; NULL to use `purpose`. */
    uint64_t number_length;   /**< Bytes in `number`, or #NREG_NUL. */
    uint64_t scope_length;    /**< Bytes in `scope`, or #NREG_NUL. */
    uint64_t purpose_length;  /**< Bytes in `purpose_text`, or #NREG_NUL. */
    uint64_t scope_id;        /**< Scope id; 0 for the import's. */
    int64_t created;          /**< When it was registered, microseconds since 1970-01-01 UTC; 0 for now. */
    /** Reasons the host's reader found in the row; those that a number can live with only warn. */
    uint64_t faults;
    uint32_t purpose;  /**< Call purpose id; 0 for the import's. */
    uint32_t status;   /**< NREG_STATUS_ value; 0 for the import's. */
    uint32_t row;      /**< Row in the host's source, 1 or more; 0: the place in this import serves. */
    uint32_t reserved; /**< Zero. */
} nreg_import_row;

/** Columns of a file to import; prepared by nreg_import_columns_init(). */
typedef struct nreg_import_columns {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it. */
    /** Column of the scopes, from 1; 0 to recognise it by its name; UINT32_MAX for none. */
    uint32_t scope_column;
    /** Column of what is joined to the scope by '/': Units, if that column has Businesses; as `scope_column`. */
    uint32_t unit_column;
    uint32_t program_column;    /**< Column of what is joined to that: Programs; as `scope_column`. */
    uint32_t status_column;     /**< Column of the statuses; as `scope_column`. */
    uint32_t created_column;    /**< Column of the times of registration; as `scope_column`. */
    const char *scope_header;   /**< Name of the column in the header row, NUL-terminated; or NULL. */
    const char *unit_header;    /**< As `scope_header`. */
    const char *program_header; /**< As `scope_header`. */
    const char *status_header;  /**< As `scope_header`. */
    const char *created_header; /**< As `scope_header`. */
    /** Encoding, header, delimiter, columns of number and purpose, progress; its default purpose and consent do not
     * matter. NULL to recognise all. */
    const nreg_upload_options *upload;
} nreg_import_columns;

/** What was recognised in a file, beside what nreg_upload_report says. */
typedef struct nreg_import_layout {
    uint32_t struct_size;      /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t scope_column;     /**< Column of the scopes, from 1; 0 if none. */
    uint32_t unit_column;      /**< Column of the Units; 0 if none. */
    uint32_t program_column;   /**< Column of the Programs; 0 if none. */
    uint32_t status_column;    /**< Column of the statuses; 0 if none. */
    uint32_t created_column;   /**< Column of the times; 0 if none. */
    nreg_upload_report upload; /**< The rest. */
} nreg_import_layout;

/** The counts of a migration: imported + rejected = rows, always. */
typedef struct nreg_migration_counts {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t flags;       /**< NREG_RESULT_PREVIEW, or 0. */
    uint32_t rows;        /**< Rows. */
    uint32_t imported;    /**< Numbers imported, those of batches replayed included. */
    uint32_t rejected;    /**< Rows rejected. */
    uint32_t already;     /**< Of these, numbers that were registered at their scope before. */
    uint32_t claimed;     /**< Of these, numbers that more than one place claims. */
    uint32_t unplaced;    /**< Of these, rows whose scope is unknown. */
    uint32_t warned;      /**< Rows with warnings. */
    uint32_t dno;         /**< Numbers imported with a Do Not Originate purpose. */
    uint32_t pending;     /**< Numbers imported as PENDING. */
    uint32_t needs_proof; /**< Numbers imported as NEEDS_PROOF. */
    uint32_t active;      /**< Numbers imported as ACTIVE. */
    uint32_t suspended;   /**< Numbers imported as SUSPENDED. */
    uint32_t declined;    /**< Numbers imported as DECLINED. */
    uint32_t scopes;      /**< Scopes that rows name and that exist. */
    uint32_t replayed;    /**< Of these, scopes whose stored result was returned. */
    uint32_t unknown;     /**< Names of scopes that do not exist. */
} nreg_migration_counts;

/** What became of the rows of one scope. 320 bytes. */
typedef struct nreg_migration_scope {
    uint64_t scope;            /**< Scope id; 0 for the rows whose scope is unknown, which come last. */
    uint64_t batch;            /**< Its batch; 0 for a preview, and for the rows whose scope is unknown. */
    uint32_t rows;             /**< Rows. */
    uint32_t imported;         /**< Numbers imported. */
    uint32_t rejected;         /**< Rows rejected. */
    uint32_t already;          /**< Of these, numbers that were registered here before. */
    uint32_t warned;           /**< Rows with warnings. */
    uint32_t replayed;         /**< 1 if this is the stored result of an earlier run. */
    char path[NREG_PATH_SIZE]; /**< Path from the top, NUL-terminated; "" if the store keeps no scopes. */
    uint64_t reserved[2];      /**< Zero. */
} nreg_migration_scope;

/** A scope that rows name and that does not exist. 280 bytes. */
typedef struct nreg_migration_unknown {
    /** The name as written, cut to what fits; "" where a row names none. NUL-terminated. */
    char name[NREG_PATH_SIZE];
    uint32_t rows;      /**< Rows that name it. */
    uint32_t row;       /**< The first of them. */
    uint32_t ambiguous; /**< 1: more than one scope has this external id. */
    uint32_t reserved;  /**< Zero. */
} nreg_migration_unknown;

/** A rejected row: where its outcome is. 16 bytes. */
typedef struct nreg_migration_rejected {
    uint32_t row; /**< Row in the host's source. */
    /** Index of its scope in nreg_migration_scopes(), and of its result in nreg_migration_result(). */
    uint32_t scope;
    uint32_t outcome; /**< Index of its outcome in that result. */
    uint32_t other;   /**< Another row that claims the number for another place; 0 if none. */
} nreg_migration_rejected;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options with the defaults: what names no status is reviewed, no default scope or purpose.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_import_options_init(nreg_import_options *options);

/**
 * @brief Prepare columns that are all recognised.
 * @param[out] columns The struct; NULL does nothing.
 */
NREG_API void nreg_import_columns_init(nreg_import_columns *columns);

/**
 * @brief Begin an import.
 * @param[in]  session The session, an operator's; kept alive by the import.
 * @param[in]  options Options, or NULL for the defaults.
 * @param[out] import  Receives the import; free with nreg_import_free().
 * @param[out] error   Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_DENIED (not an operator's session); #NREG_NOT_FOUND (the options' scopes);
 * #NREG_INVALID_ARGUMENT, #NREG_NO_MEMORY or a failure of the store.
 */
NREG_API nreg_code nreg_import_new(nreg_session *session, const nreg_import_options *options, nreg_import **import,
                                   nreg_error *error);

/**
 * @brief Free an import. What was committed stays.
 * @param[in] import The import; NULL does nothing.
 */
NREG_API void nreg_import_free(nreg_import *import);

/**
 * @brief Stage rows: all of them, or none if the call fails. Each scope is looked up when it is first named.
 *
 * A scope is named by its path, in letters of either case; by its external id alone, if no other scope has it; or by
 * the external ids or keys of the scopes that lead to it, joined by '/'. Rows whose scope is unknown are staged too and
 * rejected by name.
 * @param[in] import The import, not committed yet.
 * @param[in] rows   The rows.
 * @param[in] stride Bytes from one row to the next; sizeof(nreg_import_row).
 * @param[in] count  How many.
 * @param[out] error Details of a failure, or NULL; `position` is the index of the row at fault, else -1.
 * @return #NREG_OK; #NREG_CLOSED (committed); #NREG_LIMIT_EXCEEDED (policy max_entries in one scope, 2^31 rows);
 *         #NREG_UNSUPPORTED (a scope by name in a store that keeps none); #NREG_NO_MEMORY, #NREG_INVALID_ARGUMENT or a
 * failure of the store.
 */
NREG_API nreg_code nreg_import_add(nreg_import *import, const nreg_import_row *rows, size_t stride, size_t count,
                                   nreg_error *error);

/**
 * @brief Stage every row of a CSV file: all rows, or none if the call fails.
 *
 * Statuses are read as their names and what people write for them ("Active", "approved", "in review"); times as
 * ISO 8601, a date or a date and time with or without offset, UTC without. What is not understood rejects its row as
 * #NREG_REASON_BAD_FIELD.
 * @param[in]     import  The import, not committed yet.
 * @param[in]     source  The bytes.
 * @param[in]     columns Columns, or NULL to recognise everything.
 * @param[in,out] layout  Receives what was recognised; its `struct_size` and that of its `upload` set before; may be
 * NULL.
 * @param[out]    error   Details of a failure, or NULL; `position` is the row at fault, else -1.
 * @return As nreg_upload_read() and nreg_import_add(); #NREG_BAD_FORMAT also if no column names the scope and the
 * import has no default one.
 */
NREG_API nreg_code nreg_import_read(nreg_import *import, const nreg_source *source, const nreg_import_columns *columns,
                                    nreg_import_layout *layout, nreg_error *error);

/**
 * @brief Stage every row of a CSV file; see nreg_import_read().
 * @param[in]     import  The import, not committed yet.
 * @param[in]     path    File name, NUL-terminated.
 * @param[in]     columns Columns, or NULL to recognise everything.
 * @param[in,out] layout  Receives what was recognised; may be NULL.
 * @param[out]    error   Details of a failure, or NULL.
 * @return As nreg_import_read(), or #NREG_NOT_FOUND or #NREG_IO.
 */
NREG_API nreg_code nreg_import_file(nreg_import *import, const char *path, const nreg_import_columns *columns,
                                    nreg_import_layout *layout, nreg_error *error);

/**
 * @brief How many rows are staged.
 * @param[in] import The import; NULL counts as empty.
 * @return The count.
 */
NREG_API uint32_t nreg_import_count(const nreg_import *import);

/**
 * @brief What nreg_import_commit() would do now; nothing is written, nothing is locked.
 * @param[in]  import    The import.
 * @param[in]  options   Options, or NULL for the defaults; as nreg_import_commit().
 * @param[out] migration Receives the report; free with nreg_migration_free().
 * @param[out] error     Details of a failure, or NULL.
 * @return As nreg_batch_preview().
 */
NREG_API nreg_code nreg_import_preview(nreg_import *import, const nreg_commit_options *options,
                                       nreg_migration **migration, nreg_error *error);

/**
 * @brief Commit an import: one batch for each scope, in the order in which the rows name them.
 *
 * A failure, a deadline or a cancellation leaves the scopes before it imported, and nothing of the one at fault (but
 * for the chunks that were done): call again to go on, or make the same import again with the same request id. After
 * #NREG_OK a further call returns the same report.
 * @param[in]  import    The import.
 * @param[in]  options   Options, or NULL for the defaults: `request_id` (up to #NREG_IMPORT_REQUEST_ID_MAX bytes),
 *                       `chunk_entries`, `timeout_ms` and `progress` are those of the import as a whole. What is good
 * is kept, nothing is moved: `atomicity`, `consent` and `evidence` must be as prepared.
 * @param[out] migration Receives the report; free with nreg_migration_free().
 * @param[out] error     Details of a failure, or NULL.
 * @return As nreg_batch_commit().
 */
NREG_API nreg_code nreg_import_commit(nreg_import *import, const nreg_commit_options *options,
                                      nreg_migration **migration, nreg_error *error);

/**
 * @brief Free a report.
 * @param[in] migration The report; NULL does nothing.
 */
NREG_API void nreg_migration_free(nreg_migration *migration);

/**
 * @brief The counts of a report.
 * @param[in]     migration The report.
 * @param[in,out] summary   Receives the counts; `struct_size` set before.
 * @return #NREG_OK or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_migration_summary(const nreg_migration *migration, nreg_migration_counts *summary);

/**
 * @brief The counts of each scope, in the order in which the rows name them; rows whose scope is unknown last.
 * @param[in]  migration The report.
 * @param[out] count     Receives how many; may be NULL.
 * @param[out] stride    Receives the bytes from one to the next; may be NULL. Use it: the struct may grow.
 * @return The first, valid as long as the report; NULL if there is none.
 */
NREG_API const nreg_migration_scope *nreg_migration_scopes(const nreg_migration *migration, uint32_t *count,
                                                           uint32_t *stride);

/**
 * @brief The scopes that rows name and that do not exist, in the order in which the rows name them.
 * @param[in]  migration The report.
 * @param[out] count     Receives how many; may be NULL.
 * @param[out] stride    Receives the bytes from one to the next; may be NULL. Use it: the struct may grow.
 * @return The first, valid as long as the report; NULL if there is none.
 */
NREG_API const nreg_migration_unknown *nreg_migration_unknowns(const nreg_migration *migration, uint32_t *count,
                                                               uint32_t *stride);

/**
 * @brief The rejected rows, ascending.
 * @param[in]  migration The report.
 * @param[out] count     Receives how many; may be NULL.
 * @param[out] stride    Receives the bytes from one to the next; may be NULL. Use it: the struct may grow.
 * @return The first, valid as long as the report; NULL if there is none.
 */
NREG_API const nreg_migration_rejected *nreg_migration_rejects(const nreg_migration *migration, uint32_t *count,
                                                               uint32_t *stride);

/**
 * @brief The result of one scope's rows: one outcome for each, in the order of the rows.
 * @param[in]  migration The report.
 * @param[in]  scope     Index in nreg_migration_scopes().
 * @param[out] result    Receives the result; free with nreg_result_free().
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT if there is no such index.
 */
NREG_API nreg_code nreg_migration_result(const nreg_migration *migration, uint32_t scope, nreg_result **result);

/**
 * @brief Write the rejected rows in the layout of their file, plus the columns "reason" and "message"; as
 *        nreg_upload_rejects().
 * @param[in]  migration The report of a preview or commit.
 * @param[in]  source    The bytes of the same file.
 * @param[in]  options   The same options of upload as when reading.
 * @param[in]  sink      Where to write.
 * @param[out] rows      Receives how many rejected rows were written; may be NULL.
 * @param[out] error     Details of a failure, or NULL.
 * @return As nreg_upload_rejects().
 */
NREG_API nreg_code nreg_migration_write_rejects(const nreg_migration *migration, const nreg_source *source,
                                                const nreg_upload_options *options, const nreg_sink *sink,
                                                uint64_t *rows, nreg_error *error);

NREG_END_DECLS

#endif
