/* SPDX-License-Identifier: MIT */
#include <numberreg/reason.h>

#include <string.h>

/*
 * The catalogue, in order of precedence: of several reasons the one that stands first here is named first. What no
 * change to the entry can cure comes first, then what the text is, then what kind of number, then its purpose, then the
 * batch, then the registry.
 *
 * Arguments, filled in where a message is made:
 *   {plan_date}  date of the plan the number was judged by
 *   {related}    row of the other entry the reason speaks of
 *   {purpose}    label of the entry's call purpose
 *   {target}     label of the scope the batch is for
 *   {holder}     label of the scope where the number sits
 *   {status}     display name of the record's status
 */
/* clang-format off */
#define REASONS(ROW) \
/*      reason              field    retry support  text */ \
    ROW(NOT_ALLOWED,           TARGET,  0, 1, "You are not allowed to do this at {target}. Ask an administrator of your company or support.") \
    ROW(TARGET_NOT_FOUND,      TARGET,  0, 0, "The place to register at does not exist. Choose a business, unit or program from the list.") \
    ROW(TARGET_CLOSED,         TARGET,  0, 0, "{target} is closed. Choose another business, unit or program.") \
    ROW(SCOPE_UNKNOWN,         TARGET,  0, 0, "The business, unit or program named for this number does not exist. Correct the name or create it first.") \
    ROW(BAD_ROW,               NONE,    0, 0, "This row of the file could not be read. Check its quotes and columns.") \
    ROW(BAD_TEXT,              NUMBER,  0, 0, "This contains characters that are not valid text. Save the file as UTF-8 or type the number again.") \
    ROW(EMPTY,                 NUMBER,  0, 0, "No phone number was entered.") \
    ROW(SPREADSHEET_DAMAGE,    NUMBER,  0, 0, "A spreadsheet has changed this number and digits are lost. Format the column as text, enter the number again and save.") \
    ROW(NOT_A_NUMBER,          NUMBER,  0, 0, "This is not a phone number. Enter digits only, area code included, for example 501-214-9020.") \
    ROW(BAD_COUNTRY,           NUMBER,  0, 0, "The country code does not exist or is missing. Enter + and the country code before the number.") \
    ROW(TOO_SHORT,             NUMBER,  0, 0, "The number is too short. Check that every digit is there, area code included.") \
    ROW(TOO_LONG,              NUMBER,  0, 0, "The number is too long. Check for extra digits, and enter one number at a time.") \
    ROW(BEYOND_E164,           NUMBER,  0, 0, "The number has more than 15 digits, country code included. Numbers this long cannot be registered.") \
    ROW(AREA_CODE_MISSING,     NUMBER,  0, 0, "The area code is missing. Enter the number with its area code.") \
    ROW(BAD_LENGTH,            NUMBER,  0, 0, "No number in this country has this many digits. Check for a missing or extra digit.") \
    ROW(HAS_EXTENSION,         NUMBER,  0, 0, "Extensions cannot be registered. Enter the main number without its extension.") \
    ROW(REPEATED_DIGIT,        NUMBER,  0, 0, "A number of one repeated digit is not in use. Enter the real number.") \
    ROW(BAD_AREA_CODE,         NUMBER,  0, 0, "No area code like this can exist. Check the first three digits.") \
    ROW(BAD_EXCHANGE,          NUMBER,  0, 0, "The three digits after the area code cannot be right. Check them.") \
    ROW(UNASSIGNED_AREA_CODE,  NUMBER,  1, 1, "This area code is not in use, according to the numbering plan of {plan_date}. Check it; if it came into use after that date, contact support.") \
    ROW(RESERVED_FICTIONAL,    NUMBER,  0, 0, "Numbers like this are reserved for films and examples. Enter the real number.") \
    ROW(DIRECTORY_ASSISTANCE,  NUMBER,  0, 0, "This is a directory assistance number. It belongs to the telephone companies and cannot be registered.") \
    ROW(RESERVED_TOLL_FREE,    NUMBER,  1, 0, "This toll-free code is reserved for the future and not in use yet. Check the first three digits.") \
    ROW(RESERVED_EXCHANGE,     NUMBER,  0, 1, "The three digits after the area code are reserved for telephone companies. Check them.") \
    ROW(GOVERNMENT,            NUMBER,  0, 1, "Area code 710 is reserved for the United States government.") \
    ROW(CARRIER_SERVICE,       NUMBER,  0, 1, "Area code 700 is for services of telephone companies. Enter a number that customers see when you call.") \
    ROW(NOT_IN_PLAN,           NUMBER,  1, 1, "No number like this is in use, according to the numbering plan of {plan_date}. Check every digit.") \
    ROW(PREMIUM_RATE,          NUMBER,  0, 1, "This is a premium-rate (pay-per-call) number. Check that it is the number you call from.") \
    ROW(RESERVED_555,          NUMBER,  0, 1, "Exchange 555 is hardly in use. Check that this is a real number.") \
    ROW(NON_GEOGRAPHIC,        NUMBER,  0, 1, "This is a non-geographic number. Check that it is the number you call from.") \
    ROW(FOREIGN_COUNTRY,       NUMBER,  0, 1, "This number belongs to another country. Check its country code.") \
    ROW(BAD_FIELD,             NONE,    0, 0, "The status or the time in this row is not understood. Write Pending, Active, Suspended or Declined, and times as 2026-01-31.") \
    ROW(PURPOSE_MISSING,       PURPOSE, 0, 0, "No call purpose was chosen. Choose one from the list.") \
    ROW(PURPOSE_UNKNOWN,       PURPOSE, 0, 0, "There is no such call purpose. Choose one from the list.") \
    ROW(PURPOSE_RETIRED,       PURPOSE, 0, 0, "The call purpose {purpose} is no longer offered. Choose another one.") \
    ROW(DNO_NOT_ACKNOWLEDGED,  PURPOSE, 1, 0, "Do Not Originate blocks every call made from this number. Confirm that it will never make outbound calls, then save again.") \
    ROW(CONFLICTING_PURPOSE,   PURPOSE, 0, 0, "The same number is also in row {related}, with another call purpose. Keep only one of them.") \
    ROW(DUPLICATE_IN_BATCH,    NUMBER,  0, 0, "The same number is already in row {related}.") \
    ROW(DOUBLE_HOLDER,         NUMBER,  0, 1, "More than one place claims this number: {target} here, and {holder}. Keep one of them.") \
    ROW(ALREADY_HERE,          NUMBER,  0, 0, "This number is already registered at {target}.") \
    ROW(ALREADY_BELOW,         NUMBER,  0, 0, "This number is already registered at {holder}, which is part of {target}.") \
    ROW(HELD_ABOVE,            NUMBER,  1, 0, "This number is registered at {holder}. Choose to move it to {target}.") \
    ROW(IN_OTHER_PROGRAM,      NUMBER,  1, 0, "This number is registered at {holder}. Choose to reassign it to {target}, which removes it from there, or remove it there first.") \
    ROW(IN_OTHER_UNIT,         NUMBER,  1, 0, "This number is registered at {holder}. Choose to reassign it to {target}, which removes it from there, or remove it there first.") \
    ROW(REGISTERED_ELSEWHERE,  NUMBER,  1, 1, "This number is already registered elsewhere. If it is yours, contact support.") \
    ROW(NOT_REGISTERED,        NUMBER,  0, 0, "This number is not registered.") \
    ROW(NOT_IN_SCOPE,          NUMBER,  0, 0, "This number is registered, but not at {target}.") \
    ROW(SUSPENDED,             NUMBER,  1, 1, "This number is suspended and cannot be removed. Contact support.") \
    ROW(BAD_TRANSITION,        NUMBER,  0, 0, "This cannot be done while the number is {status}.") \
    ROW(CHANGED_SINCE,         NUMBER,  0, 0, "This number was changed again later, so the earlier change cannot be undone.") \
    ROW(PROOF_EXPIRED,         NUMBER,  0, 1, "Ownership of this number was not proved in time. Add it again and send the proof, or contact support.") \
    ROW(LIMIT_EXCEEDED,        BATCH,   1, 1, "A limit of your account is reached. Remove numbers you no longer use, try again later or contact support.") \
    ROW(BATCH_ABANDONED,       BATCH,   1, 0, "Nothing is wrong with this number. It was not registered because other numbers were rejected; correct those and save again.") \
    ROW(DNO_IN_PROGRAM,        PURPOSE, 0, 0, "Do Not Originate blocks every call made from this number, but {target} is a program that makes calls.") \
    ROW(DNO,                   PURPOSE, 0, 0, "Do Not Originate should only be chosen if this number will not make outbound calls.") \
    ROW(DNO_CHANGED,           PURPOSE, 0, 0, "Do Not Originate was set or taken back, so this number is reviewed again.") \
    ROW(PROGRAM_ENDED,         TARGET,  0, 0, "The end date of {target} has passed. The number is kept, but calls are not branded.") \
    ROW(SPREADSHEET_REPAIRED,  NUMBER,  0, 0, "A spreadsheet had changed this number; it was restored without loss. Check that it is right.") \
    ROW(HAS_LETTERS,           NUMBER,  0, 0, "Letters were read as the digits of a telephone keypad. Check that the number is right.") \
    ROW(RESUBMITTED,           NUMBER,  0, 0, "This number was declined before and is now submitted again.") \
    ROW(NO_CHANGE,             NUMBER,  0, 0, "Nothing had to be changed.")
/* clang-format on */

enum {
    BEFORE_FIRST,
#define PLACE(name, ...) PRECEDENCE_##name,
    REASONS(PLACE)
#undef PLACE
};

static const nreg_reason_info catalogue[NREG_REASON_COUNT] = {
#define ENTRY(name, field, retryable, support, text)                                                                   \
    [NREG_REASON_##                                                                                                    \
        name] = {NREG_REASON_##name, NREG_FIELD_##field, PRECEDENCE_##name, retryable, support, 0, #name, text},
    REASONS(ENTRY)
#undef ENTRY
};

const nreg_reason_info *nreg_reason_find(nreg_reason reason) {
    return reason < NREG_REASON_COUNT && catalogue[reason].code != NULL ? &catalogue[reason] : NULL;
}

const char *nreg_reason_code(nreg_reason reason) {
    if (reason == NREG_REASON_NONE) {
        return "NONE";
    }
    const nreg_reason_info *info = nreg_reason_find(reason);
    return info != NULL ? info->code : "?";
}

nreg_reason nreg_reason_from_code(const char *code, size_t length) {
    if (code == NULL) {
        return NREG_REASON_NONE;
    }
    if (length == NREG_NUL) {
        length = strlen(code);
    }
    for (nreg_reason reason = 1; reason < NREG_REASON_COUNT; reason++) {
        const char *own = catalogue[reason].code;
        if (own != NULL && strlen(own) == length && memcmp(own, code, length) == 0) {
            return reason;
        }
    }
    return NREG_REASON_NONE;
}

nreg_reason nreg_reason_first(uint64_t set) {
    nreg_reason first = NREG_REASON_NONE;
    uint32_t best = UINT32_MAX;
    while (set != 0) {
        nreg_reason reason = (nreg_reason)__builtin_ctzll(set);
        set &= set - 1;
        if (catalogue[reason].code != NULL && catalogue[reason].precedence < best) {
            best = catalogue[reason].precedence;
            first = reason;
        }
    }
    return first;
}
