/* SPDX-License-Identifier: MIT */
/**
 * @file number.h
 * @brief Reading, judging and writing phone numbers. No allocation, no start-up, no I/O.
 *
 * The verdict (parse outcome, possible, valid, region, type, formats) is Google libphonenumber's, for the plan's
 * metadata release. What registration needs beyond it is judged apart, by nreg_number_check().
 * All functions here are safe from any thread.
 */
#ifndef NUMBERREG_NUMBER_H
#define NUMBERREG_NUMBER_H

#include <numberreg/code.h>
#include <numberreg/plan.h>
#include <numberreg/reason.h>

/** What a person who is typing should be told. */
enum {
    NREG_STATE_EMPTY = 0,      /**< Nothing entered yet. */
    NREG_STATE_INCOMPLETE = 1, /**< Not valid yet, but some digits appended make it valid. */
    NREG_STATE_VALID = 2,      /**< Valid as it stands. */
    NREG_STATE_INVALID = 3     /**< No digits appended can make it valid. */
};

/** Outcome of parsing; the error kinds are libphonenumber's. */
enum {
    NREG_PARSE_OK = 0, /**< A number was read. */
    /** The calling code does not exist, or is missing with no region to supply it. */
    NREG_PARSE_INVALID_COUNTRY_CODE = 1,
    NREG_PARSE_NOT_A_NUMBER = 2,        /**< The text does not look like a phone number. */
    NREG_PARSE_TOO_SHORT_AFTER_IDD = 3, /**< Too few digits after an international prefix. */
    NREG_PARSE_TOO_SHORT_NSN = 4,       /**< Fewer than two digits of national number. */
    /** More than 17 digits of national number, or more than 250 characters of text. */
    NREG_PARSE_TOO_LONG = 5
};

/** Whether the length is possible; libphonenumber's ValidationResult. */
enum {
    NREG_POSSIBLE = 0,                      /**< A number of this length exists. */
    NREG_POSSIBLE_LOCAL_ONLY = 1,           /**< Only within its area. */
    NREG_POSSIBLE_INVALID_COUNTRY_CODE = 2, /**< The calling code does not exist. */
    NREG_POSSIBLE_TOO_SHORT = 3,            /**< Shorter than any number. */
    NREG_POSSIBLE_INVALID_LENGTH = 4,       /**< Between shortest and longest, but of no length in use. */
    NREG_POSSIBLE_TOO_LONG = 5              /**< Longer than any number. */
};

/** Type of a number; libphonenumber's PhoneNumberType. */
enum {
    NREG_TYPE_FIXED_LINE = 0,           /**< Fixed line. */
    NREG_TYPE_MOBILE = 1,               /**< Mobile. */
    NREG_TYPE_FIXED_LINE_OR_MOBILE = 2, /**< Fixed line or mobile; the plan cannot tell. */
    NREG_TYPE_TOLL_FREE = 3,            /**< Toll-free. */
    NREG_TYPE_PREMIUM_RATE = 4,         /**< Premium rate. */
    NREG_TYPE_SHARED_COST = 5,          /**< Shared cost. */
    NREG_TYPE_VOIP = 6,                 /**< Voice over IP. */
    NREG_TYPE_PERSONAL_NUMBER = 7,      /**< Personal number. */
    NREG_TYPE_PAGER = 8,                /**< Pager. */
    NREG_TYPE_UAN = 9,                  /**< Universal access number. */
    NREG_TYPE_VOICEMAIL = 10,           /**< Voicemail access. */
    NREG_TYPE_UNKNOWN = 11              /**< Not valid, or of no known type. */
};

/** Where the calling code came from; libphonenumber's CountryCodeSource. */
enum {
    NREG_SOURCE_NONE = 0,          /**< Nothing was parsed. */
    NREG_SOURCE_PLUS = 1,          /**< A leading plus sign. */
    NREG_SOURCE_IDD = 2,           /**< An international prefix. */
    NREG_SOURCE_DIGITS = 3,        /**< The calling code without plus. */
    NREG_SOURCE_DEFAULT_REGION = 4 /**< The default region. */
};

/** Options of nreg_number_read(), to be combined with `|`. */
enum {
    NREG_READ_TEXT = 0, /**< Read exactly as libphonenumber does. */
    /** First recognise what spreadsheets do to numbers, and undo it where nothing was lost. */
    NREG_READ_SPREADSHEET = 1
};

/** Bits of nreg_number::notes. */
enum {
    NREG_NOTE_LETTERS = 1,              /**< Letters were read as keypad digits. */
    NREG_NOTE_EXTENSION = 2,            /**< An extension was read. */
    NREG_NOTE_SPREADSHEET_REPAIRED = 4, /**< Spreadsheet damage was undone; nothing was lost. */
    /** Spreadsheet damage was found and digits are lost; nothing was parsed. */
    NREG_NOTE_SPREADSHEET_DAMAGE = 8,
    NREG_NOTE_BAD_TEXT = 16,        /**< The text is not valid UTF-8. */
    NREG_NOTE_VALID_FOR_REGION = 32 /**< Valid in the default region itself. */
};

/** Size of nreg_number::extension: 20 digits and a NUL. */
#define NREG_EXTENSION_SIZE 24

/** Longest output of nreg_number_format() in bytes, NUL included. */
#define NREG_FORMAT_SIZE 128

/** One number as read. 72 bytes. */
typedef struct nreg_number {
    /** Calling code and national number as one integer, at most 15 digits; 0 if none or longer. */
    uint64_t e164;
    /** National significant number without its leading zeros; 0 if nothing was parsed. */
    uint64_t national;
    uint32_t calling_code;     /**< Country calling code; 0 if nothing was parsed. */
    uint8_t leading_zeros;     /**< Zeros that stand before `national`. */
    uint8_t national_digits;   /**< Digits of the national significant number, leading zeros included. */
    uint8_t parse;             /**< NREG_PARSE_ value. */
    uint8_t possible;          /**< NREG_POSSIBLE_ value; meaningful if `parse` is #NREG_PARSE_OK. */
    uint8_t valid;             /**< 1 if libphonenumber's IsValidNumber says so, else 0. */
    uint8_t type;              /**< NREG_TYPE_ value. */
    uint8_t state;             /**< NREG_STATE_ value. */
    uint8_t source;            /**< NREG_SOURCE_ value. */
    uint32_t notes;            /**< NREG_NOTE_ bits. */
    uint32_t extension_digits; /**< Digits in `extension`, 0 to 20. */
    /** Region the number belongs to: "US", "001" for non-geographic, "" if unknown. */
    char region[4];
    char default_region[4];              /**< Region it was read with; "" if none. */
    char extension[NREG_EXTENSION_SIZE]; /**< Extension digits, NUL-terminated. */
    uint32_t reserved;                   /**< Zero. */
} nreg_number;

/** How to write a number. */
enum {
    NREG_FORMAT_E164 = 0,           /**< +15012149020 */
    NREG_FORMAT_NATIONAL = 1,       /**< (501) 214-9020 */
    NREG_FORMAT_INTERNATIONAL = 2,  /**< +1 501-214-9020 */
    NREG_FORMAT_RFC3966 = 3,        /**< tel:+1-501-214-9020 */
    NREG_FORMAT_DIGITS = 4,         /**< 15012149020: E.164 without the plus sign. */
    NREG_FORMAT_NATIONAL_DIGITS = 5 /**< 5012149020: the national significant number. */
};

/**
 * @brief Which registration rules reject and which only warn.
 *
 * Bits are reasons. A finding in `reject` rejects; else, in `warn`, it warns; else it is accepted silently. Only the
 * bits of #NREG_NUMBER_SWITCHES can be moved; every other number reason always rejects (or, for
 * #NREG_REASON_SPREADSHEET_REPAIRED and #NREG_REASON_HAS_LETTERS, always warns).
 */
typedef struct nreg_number_rules {
    uint32_t struct_size; /**< Bytes in this struct as the caller knows it; set by nreg_number_rules_init(). */
    uint32_t reserved;    /**< Zero. */
    uint64_t reject;      /**< Reasons that reject. */
    uint64_t warn;        /**< Reasons that warn. */
} nreg_number_rules;

/** Reasons whose handling nreg_number_rules may change. */
#define NREG_NUMBER_SWITCHES                                                                                           \
    (NREG_REASON_BIT(NREG_REASON_UNASSIGNED_AREA_CODE) | NREG_REASON_BIT(NREG_REASON_RESERVED_EXCHANGE) |              \
     NREG_REASON_BIT(NREG_REASON_RESERVED_FICTIONAL) | NREG_REASON_BIT(NREG_REASON_DIRECTORY_ASSISTANCE) |             \
     NREG_REASON_BIT(NREG_REASON_RESERVED_555) | NREG_REASON_BIT(NREG_REASON_RESERVED_TOLL_FREE) |                     \
     NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE) | NREG_REASON_BIT(NREG_REASON_NON_GEOGRAPHIC) |                         \
     NREG_REASON_BIT(NREG_REASON_CARRIER_SERVICE) | NREG_REASON_BIT(NREG_REASON_GOVERNMENT) |                          \
     NREG_REASON_BIT(NREG_REASON_REPEATED_DIGIT) | NREG_REASON_BIT(NREG_REASON_FOREIGN_COUNTRY) |                      \
     NREG_REASON_BIT(NREG_REASON_HAS_EXTENSION))

NREG_BEGIN_DECLS

/**
 * @brief Read one number as a person types it.
 *
 * Never fails because of the text: whatever it is, `number` says what became of it.
 * @param[in]  plan    The plan, or NULL for the built-in one.
 * @param[in]  text    The text, UTF-8; need not be valid.
 * @param[in]  length  Its length in bytes, or #NREG_NUL.
 * @param[in]  region  Default region, two letters in either case, NUL-terminated; NULL or "" for none. One that is
 *                     unknown counts as none.
 * @param[in]  options NREG_READ_ values combined.
 * @param[out] number  Receives what was read; wholly overwritten.
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT if `number` is NULL, or `text` is NULL with a length.
 */
NREG_API nreg_code nreg_number_read(const nreg_plan *plan, const char *text, size_t length, const char *region,
                                    uint32_t options, nreg_number *number);

/**
 * @brief Read many numbers with one call.
 *
 * Text `i` is the bytes from `ends[i - 1]` (0 for the first) up to `ends[i]` of one buffer.
 * @param[in]  plan    The plan, or NULL for the built-in one.
 * @param[in]  text    All texts, one after the other.
 * @param[in]  ends    Offset behind each text; not decreasing.
 * @param[in]  count   How many texts.
 * @param[in]  region  Default region, as in nreg_number_read().
 * @param[in]  options NREG_READ_ values combined.
 * @param[out] numbers Receives `count` numbers.
 * @param[in]  stride  Bytes from one number to the next; at least sizeof(nreg_number), a multiple of 8.
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT (then nothing is written).
 */
NREG_API nreg_code nreg_number_read_many(const nreg_plan *plan, const char *text, const uint64_t *ends, size_t count,
                                         const char *region, uint32_t options, nreg_number *numbers, size_t stride);

/**
 * @brief Judge a number known by its E.164 digits.
 * @param[in]  plan   The plan, or NULL for the built-in one.
 * @param[in]  e164   Digits as an integer, for example 15012149020.
 * @param[out] number Receives the number, as if "+" and the digits had been read with no default region.
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT if `number` is NULL or `e164` is 0 or of more than 15 digits.
 */
NREG_API nreg_code nreg_number_from_e164(const nreg_plan *plan, uint64_t e164, nreg_number *number);

/**
 * @brief Whether a number is valid in a given region; libphonenumber's IsValidNumberForRegion.
 * @param[in] plan   The plan, or NULL for the built-in one.
 * @param[in] number A number that was read.
 * @param[in] region Two letters in either case or "001", NUL-terminated.
 * @return 1 or 0; 0 too for NULL arguments and unknown regions.
 */
NREG_API uint32_t nreg_number_valid_for_region(const nreg_plan *plan, const nreg_number *number, const char *region);

/**
 * @brief Write a number.
 *
 * What is written has no control characters, quotes or backslashes, so that JSON and CSV take it as it is.
 * @param[in]  plan     The plan, or NULL for the built-in one.
 * @param[in]  number   A number that was read with #NREG_PARSE_OK; need not be valid.
 * @param[in]  style    NREG_FORMAT_ value.
 * @param[out] buffer   Receives the text, NUL-terminated.
 * @param[in]  capacity Bytes in `buffer`; #NREG_FORMAT_SIZE always suffices.
 * @param[out] length   Receives the length without NUL; may be NULL.
 * @return #NREG_OK; #NREG_INVALID_ARGUMENT; #NREG_LIMIT_EXCEEDED if the buffer is too small (it then holds "").
 */
NREG_API nreg_code nreg_number_format(const nreg_plan *plan, const nreg_number *number, uint32_t style, char *buffer,
                                      size_t capacity, size_t *length);

/**
 * @brief Digits that complete an INCOMPLETE text: appending them to the text makes it VALID.
 *
 * Needed only to show such digits, to a person or in a test: whether there are any, nreg_number_read() says already by
 * its state, more cheaply. Letters or the beginning of an extension at the end of the text may have to go first.
 * @param[in]  plan     The plan, or NULL for the built-in one.
 * @param[in]  text     The text, UTF-8.
 * @param[in]  length   Its length in bytes, or #NREG_NUL.
 * @param[in]  region   Default region, as in nreg_number_read().
 * @param[out] buffer   Receives the digits, NUL-terminated; "" if the text is VALID already.
 * @param[in]  capacity Bytes in `buffer`; 32 always suffice.
 * @return #NREG_OK; #NREG_NOT_FOUND if the text is INVALID; #NREG_INVALID_ARGUMENT; #NREG_LIMIT_EXCEEDED.
 */
NREG_API nreg_code nreg_number_complete(const nreg_plan *plan, const char *text, size_t length, const char *region,
                                        char *buffer, size_t capacity);

/**
 * @brief An example of a number of a region and type.
 * @param[in]  plan   The plan, or NULL for the built-in one.
 * @param[in]  region Two letters in either case, or "001" with the calling code in `calling_code`.
 * @param[in]  calling_code Calling code for "001", else 0.
 * @param[in]  type   NREG_TYPE_ value.
 * @param[out] number Receives the number.
 * @return #NREG_OK; #NREG_NOT_FOUND if the plan has no example; #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_number_example(const nreg_plan *plan, const char *region, uint32_t calling_code, uint32_t type,
                                       nreg_number *number);

/**
 * @brief Fill in the default rules: what is impossible, unassigned, fictional or reserved rejects; what is doubtful
 * warns.
 * @param[out] rules The struct; NULL does nothing.
 */
NREG_API void nreg_number_rules_init(nreg_number_rules *rules);

/**
 * @brief What registration finds in a number, beyond the verdict.
 * @param[in]  plan     The plan, or NULL for the built-in one.
 * @param[in]  number   A number as read.
 * @param[in]  rules    Which findings reject and which warn; NULL for the defaults.
 * @param[out] reasons  Receives the reasons to reject; 0 means the number can be registered.
 * @param[out] warnings Receives the warnings; may be NULL.
 * @return #NREG_OK, or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_number_check(const nreg_plan *plan, const nreg_number *number, const nreg_number_rules *rules,
                                     uint64_t *reasons, uint64_t *warnings);

/**
 * @brief Name of a type, for example "FIXED_LINE_OR_MOBILE".
 * @param[in] type Any number.
 * @return A static string; "UNKNOWN" for a number that is no type.
 */
NREG_API const char *nreg_type_name(uint32_t type);

/**
 * @brief Name of a typing state, for example "INCOMPLETE".
 * @param[in] state Any number.
 * @return A static string; "?" for a number that is no state.
 */
NREG_API const char *nreg_state_name(uint32_t state);

NREG_END_DECLS

#endif
