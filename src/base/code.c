/* SPDX-License-Identifier: MIT */
#include <numberreg/code.h>

static const struct {
    const char *name;
    const char *text;
} codes[] = {
    [0] = {"NREG_OK", "Done."},
    [-NREG_INVALID_ARGUMENT] = {"NREG_INVALID_ARGUMENT",
                                "An argument is missing, out of range or contradicts another."},
    [-NREG_NO_MEMORY] = {"NREG_NO_MEMORY", "There is not enough memory."},
    [-NREG_NOT_FOUND] = {"NREG_NOT_FOUND", "There is no such object, or none that this session may see."},
    [-NREG_EXISTS] = {"NREG_EXISTS", "The key, external id or object is already taken."},
    [-NREG_BUSY] = {"NREG_BUSY", "In use by another; try again later."},
    [-NREG_RETRY] = {"NREG_RETRY", "Others changed the same data at the same moment; try again."},
    [-NREG_UNKNOWN] = {"NREG_UNKNOWN",
                       "Whether the commit took effect is unknown; commit again with the same request id."},
    [-NREG_CANCELLED] = {"NREG_CANCELLED", "Cancelled on request."},
    [-NREG_DEADLINE] = {"NREG_DEADLINE", "The deadline passed."},
    [-NREG_UNSUPPORTED] = {"NREG_UNSUPPORTED", "This store, plan or build does not offer the feature."},
    [-NREG_DENIED] = {"NREG_DENIED", "This session may not do that."},
    [-NREG_CLOSED] = {"NREG_CLOSED", "The scope is closed, or the batch is no longer a draft."},
    [-NREG_NOT_EMPTY] = {"NREG_NOT_EMPTY", "The scope still holds numbers or open scopes."},
    [-NREG_LIMIT_EXCEEDED] = {"NREG_LIMIT_EXCEEDED", "A limit was passed."},
    [-NREG_IO] = {"NREG_IO", "Reading or writing failed."},
    [-NREG_CORRUPT] = {"NREG_CORRUPT", "Stored data is damaged."},
    [-NREG_INCOMPATIBLE] = {"NREG_INCOMPATIBLE", "Made by, or for, a version this one cannot work with."},
    [-NREG_READ_ONLY] = {"NREG_READ_ONLY", "The store can only be read."},
    [-NREG_FULL] = {"NREG_FULL", "No space is left."},
    [-NREG_REQUEST_MISMATCH] = {"NREG_REQUEST_MISMATCH", "The request id was already used with other content."},
    [-NREG_FORKED] = {"NREG_FORKED", "The handle was opened before fork() and used in the child."},
    [-NREG_HOST] = {"NREG_HOST", "A callback of the host failed."},
    [-NREG_BAD_TEXT] = {"NREG_BAD_TEXT", "The text is not valid UTF-8, has control characters, or is too long."},
    [-NREG_BAD_FORMAT] = {"NREG_BAD_FORMAT", "The file is not in the format expected."},
    [-NREG_FEED_PRUNED] = {"NREG_FEED_PRUNED", "Retention has removed entries after this cursor."},
    [-NREG_CONFLICT] = {"NREG_CONFLICT", "What was to be changed had changed meanwhile."},
    [-NREG_INTERNAL] = {"NREG_INTERNAL", "A promise inside the library or a store was broken; please report it."},
};

static size_t code_index(nreg_code code) {
    const size_t count = sizeof codes / sizeof codes[0];
    return code > 0 || code <= -(nreg_code)count ? count : (size_t)-code;
}

const char *nreg_code_name(nreg_code code) {
    const size_t index = code_index(code);
    return index < sizeof codes / sizeof codes[0] ? codes[index].name : "NREG_?";
}

const char *nreg_code_text(nreg_code code) {
    const size_t index = code_index(code);
    return index < sizeof codes / sizeof codes[0] ? codes[index].text : "This number is not a code of numberreg.";
}
