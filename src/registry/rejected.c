/* SPDX-License-Identifier: MIT */
#include "registry/rejected.h"

#include "commit/result.h"

#include <string.h>

static void append(char *text, size_t capacity, const char *more) {
    size_t used = strlen(text), length = strlen(more), space = used > 0;
    if (used + space + length < capacity) {
        memcpy(text + used, " ", space);
        memcpy(text + used + space, more, length + 1);
    }
}

void nreg_rejected_describe(const nreg_result *result, uint32_t index, nreg_rejected_text *text) {
    uint64_t left = result->outcomes[index].reasons;
    nreg_reason reason;
    text->reason[0] = text->message[0] = '\0';
    while ((reason = nreg_reason_first(left)) != NREG_REASON_NONE) {
        char sentence[NREG_MESSAGE_SIZE];
        left &= ~NREG_REASON_BIT(reason);
        append(text->reason, sizeof text->reason, nreg_reason_code(reason));
        if (nreg_result_message(result, index, reason, sentence, sizeof sentence) == NREG_OK) {
            append(text->message, sizeof text->message, sentence);
        }
    }
}
