/* SPDX-License-Identifier: MIT */
/* What a result says to people. */
#include "commit/result.h"
#include "language/sentence.h"

#include <numberreg/record.h>

#include <string.h>

static const char *say(const nreg_result *result, uint32_t at) {
    return nreg_language_text_at(result->language, at);
}

/* --- the sentence */

static void append_count(nreg_sentence *to, const char *name, size_t length, const void *context) {
    const nreg_summary *summary = context;
    nreg_sentence_append_number(to,
                                nreg_sentence_names(name, length, "entries") ? summary->entries : summary->rejected);
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
    nreg_sentence to = nreg_sentence_begin(buffer, capacity);
    nreg_sentence_fill_in(&to, say(result, at), append_count, &result->summary);
    return nreg_sentence_finish(&to);
}

/* --- messages */

static void append_scope(nreg_sentence *to, const nreg_result *result, uint64_t scope, uint32_t otherwise) {
    size_t length = 0;
    const char *label = scope == 0 ? "" : nreg_result_label(result, scope, &length);
    nreg_sentence_append_label(to, label, length, say(result, otherwise));
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

typedef struct message {
    const nreg_result *result;
    const nreg_outcome *outcome;
} message;

static void append_argument(nreg_sentence *to, const char *name, size_t length, const void *context) {
    const nreg_result *result = ((const message *)context)->result;
    const nreg_outcome *outcome = ((const message *)context)->outcome;
    if (nreg_sentence_names(name, length, "plan_date")) {
        nreg_sentence_append_label(to, result->plan_date, strlen(result->plan_date), result->plan);
    } else if (nreg_sentence_names(name, length, "related")) {
        const nreg_outcome *related = outcome_of(result, outcome->related);
        nreg_sentence_append_number(to, related == NULL ? outcome->related : related->row);
    } else if (nreg_sentence_names(name, length, "purpose")) {
        nreg_sentence_append_purpose(to, result->language, nreg_catalogue_find(result->catalogue, outcome->purpose));
    } else if (nreg_sentence_names(name, length, "target")) {
        append_scope(to, result, result->target, NREG_SAYS_TARGET);
    } else if (nreg_sentence_names(name, length, "holder")) {
        append_scope(to, result, outcome->holder, NREG_SAYS_HOLDER);
    } else if (nreg_sentence_names(name, length, "status")) {
        const char *status = say(result, outcome->status == 0 || outcome->status > NREG_STATUS_DECLINED
                                             ? NREG_SAYS_STATUS
                                             : NREG_SAYS_STATUSES + outcome->status);
        nreg_sentence_append(to, status, strlen(status));
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
    nreg_sentence to = nreg_sentence_begin(buffer, capacity);
    nreg_sentence_fill_in(&to, say(result, NREG_SAYS_REASONS + reason), append_argument, &of);
    return nreg_sentence_finish(&to);
}

/* --- references */

nreg_code nreg_result_reference(const nreg_result *result, uint32_t index, char *buffer, size_t capacity) {
    /* No letters that look like digits, so that it can be read out on the telephone. */
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if (result == NULL || buffer == NULL || capacity == 0 || index >= result->count) {
        return NREG_INVALID_ARGUMENT;
    }
    nreg_sentence to = nreg_sentence_begin(buffer, capacity);
    const uint64_t batch = result->summary.batch;
    if (batch == 0) {
        nreg_sentence_append(&to, "PREVIEW", 7);
    }
    for (unsigned place = 11; batch != 0 && place-- > 0;) {
        nreg_sentence_append(&to, &letters[batch >> (5 * place) & 31], 1);
        if (place == 7 || place == 3) {
            nreg_sentence_append(&to, "-", 1);
        }
    }
    nreg_sentence_append(&to, ".", 1);
    nreg_sentence_append_number(&to, result->outcomes[index].entry);
    return nreg_sentence_finish(&to);
}
