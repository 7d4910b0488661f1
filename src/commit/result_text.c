/* SPDX-License-Identifier: MIT */
/* What a result says to people. */
#include "commit/result.h"

#include <numberreg/record.h>

#include <stdio.h>
#include <string.h>

/* A buffer that is filled piece by piece. */
typedef struct line {
    char *buffer;
    size_t capacity;
    size_t length;
    int full;
} line;

static void append(line *to, const char *text, size_t length) {
    if (length >= to->capacity - to->length) {
        to->full = 1;
        return;
    }
    memcpy(to->buffer + to->length, text, length);
    to->length += length;
    to->buffer[to->length] = '\0';
}

static nreg_code finish(line *to) {
    if (to->full) {
        to->buffer[0] = '\0';
        return NREG_LIMIT_EXCEEDED;
    }
    return NREG_OK;
}

/* --- the sentence */

nreg_code nreg_result_sentence(const nreg_result *result, char *buffer, size_t capacity) {
    if (result == NULL || buffer == NULL || capacity == 0) {
        return NREG_INVALID_ARGUMENT;
    }
    const uint32_t rejected = result->summary.rejected;
    const uint32_t entries = result->summary.entries;
    const char *noun = entries == 1 ? "number" : "numbers";
    char text[128];
    if (entries == 0) {
        snprintf(text, sizeof text, "There were no numbers.");
    } else if (rejected == 0) {
        snprintf(text, sizeof text, entries == 1 ? "The number was accepted." : "All %u numbers were accepted.",
                 entries);
    } else {
        snprintf(text, sizeof text, "%u of %u %s %s rejected.", rejected, entries, noun,
                 rejected == 1 ? "was" : "were");
    }
    line to = {buffer, capacity, 0, 0};
    buffer[0] = '\0';
    append(&to, text, strlen(text));
    return finish(&to);
}

/* --- messages */

/* Labels longer than this are cut, so that every message fits NREG_MESSAGE_SIZE. */
enum { LABEL_SHOWN = 96 };

static void append_label(line *to, const char *label, size_t length, const char *otherwise) {
    if (length == 0) {
        append(to, otherwise, strlen(otherwise));
        return;
    }
    size_t shown = length;
    if (length > LABEL_SHOWN) {
        shown = LABEL_SHOWN;
        while (((unsigned char)label[shown] & 0xC0) == 0x80) {
            shown--;
        }
    }
    append(to, label, shown);
    if (shown < length) {
        append(to, "...", 3);
    }
}

static void append_scope(line *to, const nreg_result *result, uint64_t scope, const char *otherwise) {
    size_t length = 0;
    const char *label = scope == 0 ? "" : nreg_result_label(result, scope, &length);
    append_label(to, label, length, otherwise);
}

static void append_number(line *to, uint32_t number) {
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    append(to, text, strlen(text));
}

static const nreg_outcome *outcome_of(const nreg_result *result, uint32_t entry) {
    uint32_t low = 0;
    uint32_t high = result->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (result->outcomes[middle].entry < entry) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < result->count && result->outcomes[low].entry == entry ? &result->outcomes[low] : NULL;
}

static int is(const char *name, size_t length, const char *wanted) {
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

static void append_argument(line *to, const nreg_result *result, const nreg_outcome *outcome, const char *name,
                            size_t length) {
    if (is(name, length, "plan_date")) {
        append_label(to, result->plan_date, strlen(result->plan_date), result->plan);
    } else if (is(name, length, "related")) {
        const nreg_outcome *related = outcome_of(result, outcome->related);
        append_number(to, related == NULL ? outcome->related : related->row);
    } else if (is(name, length, "purpose")) {
        const nreg_purpose *purpose = nreg_catalogue_find(result->catalogue, outcome->purpose);
        append_label(to, purpose == NULL ? "" : purpose->label, purpose == NULL ? 0 : strlen(purpose->label), "chosen");
    } else if (is(name, length, "target")) {
        append_scope(to, result, result->target, "the place chosen");
    } else if (is(name, length, "holder")) {
        append_scope(to, result, outcome->holder, "another place");
    } else if (is(name, length, "status")) {
        const char *status = outcome->status == 0 ? "in its present status" : nreg_status_display(outcome->status);
        append(to, status, strlen(status));
    }
}

nreg_code nreg_result_message(const nreg_result *result, uint32_t index, nreg_reason reason, char *buffer,
                              size_t capacity) {
    if (result == NULL || buffer == NULL || capacity == 0 || index >= result->count || reason >= NREG_REASON_COUNT) {
        return NREG_INVALID_ARGUMENT;
    }
    const nreg_outcome *outcome = &result->outcomes[index];
    buffer[0] = '\0';
    if (reason == NREG_REASON_NONE) {
        reason = outcome->reason;
    } else if (((outcome->reasons | outcome->warnings) & NREG_REASON_BIT(reason)) == 0) {
        return NREG_INVALID_ARGUMENT;
    }
    const nreg_reason_info *info = nreg_reason_find(reason);
    if (info == NULL) {
        return NREG_OK; /* accepted: nothing to say */
    }
    line to = {buffer, capacity, 0, 0};
    const char *text = info->text;
    while (*text != '\0' && !to.full) {
        const char *brace = strchr(text, '{');
        const char *end = brace == NULL ? NULL : strchr(brace, '}');
        if (end == NULL) {
            append(&to, text, strlen(text));
            break;
        }
        append(&to, text, (size_t)(brace - text));
        append_argument(&to, result, outcome, brace + 1, (size_t)(end - brace - 1));
        text = end + 1;
    }
    return finish(&to);
}

/* --- references */

nreg_code nreg_result_reference(const nreg_result *result, uint32_t index, char *buffer, size_t capacity) {
    /* No letters that look like digits, so that it can be read out on the telephone. */
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if (result == NULL || buffer == NULL || capacity == 0 || index >= result->count) {
        return NREG_INVALID_ARGUMENT;
    }
    line to = {buffer, capacity, 0, 0};
    buffer[0] = '\0';
    const uint64_t batch = result->summary.batch;
    if (batch == 0) {
        append(&to, "PREVIEW", 7);
    }
    for (unsigned place = 11; batch != 0 && place-- > 0;) {
        append(&to, &letters[batch >> (5 * place) & 31], 1);
        if (place == 7 || place == 3) {
            append(&to, "-", 1);
        }
    }
    append(&to, ".", 1);
    append_number(&to, result->outcomes[index].entry);
    return finish(&to);
}
