/* SPDX-License-Identifier: MIT */
/**
 * @file upload.h
 * @brief Reading files of numbers: CSV as RFC 4180 has it, and as spreadsheets really write it.
 *
 * The reader works in constant memory, whatever the size of the file. Byte-order marks, UTF-16, line ends of any kind,
 * commas, semicolons and tabs, quotes, a header row and the columns are recognised; each can be told instead.
 */
#ifndef NUMBERREG_UPLOAD_H
#define NUMBERREG_UPLOAD_H

#include <numberreg/batch.h>

/** Where bytes come from. */
typedef struct nreg_source {
    /**
     * Fills `buffer` with up to `capacity` bytes and writes how many to `length`; 0 means the end. Returns #NREG_OK or
     * a code that fails the call. Must not call the library.
     */
    nreg_code (*read)(void *buffer, size_t capacity, size_t *length, void *context);
    void *context; /**< Passed to `read`. */
} nreg_source;

/** Where bytes go to. */
typedef struct nreg_sink {
    /** Takes `length` bytes. Returns #NREG_OK or a code that fails the call. Must not call the library. */
    nreg_code (*write)(const void *data, size_t length, void *context);
    void *context; /**< Passed to `write`. */
} nreg_sink;

/** Encoding of a file. */
enum {
    /** By byte-order mark, else by the pattern of zero bytes, else UTF-8 (default). */
    NREG_ENCODING_AUTO = 0,
    NREG_ENCODING_UTF8 = 1,       /**< UTF-8. */
    NREG_ENCODING_UTF16LE = 2,    /**< UTF-16, little-endian. */
    NREG_ENCODING_UTF16BE = 3,    /**< UTF-16, big-endian. */
    NREG_ENCODING_WINDOWS1252 = 4 /**< Windows-1252; also taken by AUTO for text that is not UTF-8. */
};

/** Whether the first row names the columns. */
enum {
    NREG_HEADER_AUTO = 0, /**< If it looks like it (default). */
    NREG_HEADER_YES = 1,  /**< It does. */
    NREG_HEADER_NO = 2    /**< It does not. */
};

/** Options of the upload functions; prepared by nreg_upload_options_init(). */
typedef struct nreg_upload_options {
    uint32_t struct_size;   /**< Bytes in this struct as the caller knows it. */
    uint32_t encoding;      /**< NREG_ENCODING_ value; AUTO. */
    uint32_t header;        /**< NREG_HEADER_ value; AUTO. */
    uint32_t delimiter;     /**< ',', ';', '\\t' or '|'; 0 to recognise it. */
    uint32_t number_column; /**< Column of the numbers, from 1; 0 to recognise it. */
    /** Column of the call purposes, from 1; 0 to recognise it; UINT32_MAX for none. */
    uint32_t purpose_column;
    const char *number_header;  /**< Name of that column in the header row, NUL-terminated; or NULL. */
    const char *purpose_header; /**< Name of that column in the header row, NUL-terminated; or NULL. */
    uint32_t default_purpose;   /**< Call purpose id of rows that name none; 0. */
    uint32_t consent;           /**< NREG_CONSENT_ bits for every row; 0. */
    uint32_t max_row_bytes;     /**< Longest row accepted, 1024 to 16777216; 1048576. */
    uint32_t reserved;          /**< Zero. */
    /** Called now and then; returns 0 to go on, anything else cancels and stages nothing. May be NULL. */
    int32_t (*progress)(uint64_t bytes, uint64_t rows, void *context);
    void *context; /**< Passed to `progress`. */
} nreg_upload_options;

/** What was recognised and read. */
typedef struct nreg_upload_report {
    uint32_t struct_size;    /**< Bytes in this struct as the caller knows it; set before the call. */
    uint32_t encoding;       /**< NREG_ENCODING_ value found. */
    uint32_t header;         /**< 1 if the first row was a header. */
    uint32_t delimiter;      /**< Delimiter found. */
    uint32_t number_column;  /**< Column of the numbers, from 1. */
    uint32_t purpose_column; /**< Column of the purposes, from 1; 0 if none. */
    uint64_t bytes;          /**< Bytes read. */
    uint64_t rows;           /**< Rows with data: header and empty lines not counted. */
    uint64_t empty_rows;     /**< Empty lines passed over. */
} nreg_upload_report;

NREG_BEGIN_DECLS

/**
 * @brief Prepare options that recognise everything.
 * @param[out] options The struct; NULL does nothing.
 */
NREG_API void nreg_upload_options_init(nreg_upload_options *options);

/**
 * @brief Stage every row of a file as an entry of a batch: all rows, or none if the call fails.
 *
 * Rows keep their row number in the file (the first line is row 1, header included; a quoted field may span lines, its
 * row counts once). A row that cannot be read, or lacks the number, is staged with its reason: rows are never lost.
 * @param[in]     batch   The batch, a draft.
 * @param[in]     source  The bytes.
 * @param[in]     options Options, or NULL to recognise everything.
 * @param[in,out] report  Receives what was recognised; may be NULL.
 * @param[out]    error   Details of a failure, or NULL; `position` is the row at fault, else -1.
 * @return #NREG_OK; #NREG_BAD_FORMAT (binary data, no number column, a column told that no row has, contradictory
 * options, a quote never closed); #NREG_LIMIT_EXCEEDED (a row too long, too many entries); #NREG_BAD_TEXT (encoding
 * broken beyond a row); #NREG_CANCELLED, #NREG_NO_MEMORY, #NREG_CLOSED, #NREG_INVALID_ARGUMENT or the source's code.
 */
NREG_API nreg_code nreg_upload_read(nreg_batch *batch, const nreg_source *source, const nreg_upload_options *options,
                                    nreg_upload_report *report, nreg_error *error);

/**
 * @brief Stage every row of a file; see nreg_upload_read().
 * @param[in]     batch   The batch, a draft.
 * @param[in]     path    File name, NUL-terminated.
 * @param[in]     options Options, or NULL to recognise everything.
 * @param[in,out] report  Receives what was recognised; may be NULL.
 * @param[out]    error   Details of a failure, or NULL.
 * @return As nreg_upload_read(), or #NREG_NOT_FOUND or #NREG_IO.
 */
NREG_API nreg_code nreg_upload_file(nreg_batch *batch, const char *path, const nreg_upload_options *options,
                                    nreg_upload_report *report, nreg_error *error);

/**
 * @brief Write the rejected rows in the layout of their file, plus the columns "reason" and "message".
 *
 * The file is read again. A text that a spreadsheet would take for a formula gets a leading apostrophe; reading removes
 * it again. The output is UTF-8 with the file's delimiter and header, ready to be corrected and uploaded.
 * @param[in]  result  The result of committing or previewing the rows.
 * @param[in]  source  The bytes of the same file.
 * @param[in]  options The same options as when reading.
 * @param[in]  sink    Where to write.
 * @param[out] rows    Receives how many rejected rows were written; may be NULL.
 * @param[out] error   Details of a failure, or NULL.
 * @return As nreg_upload_read(), or the sink's code.
 */
NREG_API nreg_code nreg_upload_rejects(const nreg_result *result, const nreg_source *source,
                                       const nreg_upload_options *options, const nreg_sink *sink, uint64_t *rows,
                                       nreg_error *error);

NREG_END_DECLS

#endif
