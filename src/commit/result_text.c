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

/* A text with its arguments filled in. */
static void fill_in(line *to, const char *text,
                    void (*argument)(line *to, const char *name, size_t length, const void *context),
                    const void *context) {
    while (*text != '\0' && !to->full) {
        const char *brace = strchr(text, '{');
        const char *end = brace == NULL ? NULL : strchr(brace, '}');
        if (end == NULL) {
            append(to, text, strlen(text));
            break;
        }
        append(to, text, (size_t)(brace - text));
        argument(to, brace + 1, (size_t)(end - brace - 1), context);
        text = end + 1;
    }
}

static const char *say(const nreg_result *result, uint32_t at) {
    return nreg_language_text_at(result->language, at);
}

static void append_number(line *to, uint32_t number) {
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    append(to, text, strlen(text));
}

static int is(const char *name, size_t length, const char *wanted) {
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

/* --- the sentence */

static void append_count(line *to, const char *name, size_t length, const void *context) {
    const nreg_summary *summary = context;
    append_number(to, is(name, length, "entries") ? summary->entries : summary->rejected);
}

nreg_code nreg_result_sentence(const nreg_result *result, char *buffer, size_t capacity) {
    if (result == NULL || buffer == NULL || capacity == 0) {
        return NREG_INVALID_ARGUMENT;
    }
    const uint32_t rejected = result->summary.rejected;
    const uint32_t entries = result->summary.entries;
    const uint32_t at = entries == 0    ? NREG_SAYS_NOTHING
                        : rejected == 0 ? (entries == 1 ? NREG_SAYS_ACCEPTED_ONE : NREG_SAYS_ACCEPTED)
                        : entries == 1  ? NREG_SAYS_REJECTED_ONLY
                        : rejected == 1 ? NREG_SAYS_REJECTED_ONE
                                        : NREG_SAYS_REJECTED;
    line to = {buffer, capacity, 0, 0};
    buffer[0] = '\0';
    fill_in(&to, say(result, at), append_count, &result->summary);
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

static void append_scope(line *to, const nreg_result *result, uint64_t scope, uint32_t otherwise) {
    size_t length = 0;
    const char *label = scope == 0 ? "" : nreg_result_label(result, scope, &length);
    append_label(to, label, length, say(result, otherwise));
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

static void append_purpose(line *to, const nreg_result *result, uint32_t id) {
    nreg_purpose purpose;
    const nreg_purpose *found = nreg_catalogue_find(result->catalogue, id);
    if (found == NULL) {
        append_label(to, "", 0, say(result, NREG_SAYS_PURPOSE));
        return;
    }
    purpose = *found;
    (void)nreg_language_purpose(result->language, &purpose);
    append_label(to, purpose.label, strlen(purpose.label), "");
}

typedef struct message {
    const nreg_result *result;
    const nreg_outcome *outcome;
} message;

static void append_argument(line *to, const char *name, size_t length, const void *context) {
    const nreg_result *result = ((const message *)context)->result;
    const nreg_outcome *outcome = ((const message *)context)->outcome;
    if (is(name, length, "plan_date")) {
        append_label(to, result->plan_date, strlen(result->plan_date), result->plan);
    } else if (is(name, length, "related")) {
        const nreg_outcome *related = outcome_of(result, outcome->related);
        append_number(to, related == NULL ? outcome->related : related->row);
    } else if (is(name, length, "purpose")) {
        append_purpose(to, result, outcome->purpose);
    } else if (is(name, length, "target")) {
        append_scope(to, result, result->target, NREG_SAYS_TARGET);
    } else if (is(name, length, "holder")) {
        append_scope(to, result, outcome->holder, NREG_SAYS_HOLDER);
    } else if (is(name, length, "status")) {
        const char *status = say(result, outcome->status == 0 || outcome->status > NREG_STATUS_DECLINED
                                             ? NREG_SAYS_STATUS
                                             : NREG_SAYS_STATUSES + outcome->status);
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
    if (nreg_reason_find(reason) == NULL) {
        return NREG_OK; /* accepted: nothing to say */
    }
    const message of = {result, outcome};
    line to = {buffer, capacity, 0, 0};
    fill_in(&to, say(result, NREG_SAYS_REASONS + reason), append_argument, &of);
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
