/* SPDX-License-Identifier: MIT */
#include "language/sentence.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_SHOWN = 96 };

nreg_sentence nreg_sentence_begin(char *buffer, size_t capacity) {
    buffer[0] = '\0';
    return (nreg_sentence){buffer, capacity, 0, 0};
}

void nreg_sentence_append(nreg_sentence *to, const char *text, size_t length) {
    if (length >= to->capacity - to->length) {
        to->full = 1;
        return;
    }
    memcpy(to->buffer + to->length, text, length);
    to->length += length;
    to->buffer[to->length] = '\0';
}

void nreg_sentence_append_number(nreg_sentence *to, uint32_t number) {
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    nreg_sentence_append(to, text, strlen(text));
}

void nreg_sentence_append_label(nreg_sentence *to, const char *label, size_t length, const char *otherwise) {
    if (length == 0) {
        nreg_sentence_append(to, otherwise, strlen(otherwise));
        return;
    }
    size_t shown = length;
    if (length > LABEL_SHOWN) {
        shown = LABEL_SHOWN;
        while (((unsigned char)label[shown] & 0xC0) == 0x80) {
            shown--;
        }
    }
    nreg_sentence_append(to, label, shown);
    if (shown < length) {
        nreg_sentence_append(to, "...", 3);
    }
}

void nreg_sentence_append_purpose(nreg_sentence *to, const nreg_language *language, const nreg_purpose *purpose) {
    if (purpose == NULL) {
        nreg_sentence_append_label(to, "", 0, nreg_language_text_at(language, NREG_SAYS_PURPOSE));
        return;
    }
    nreg_purpose shown = *purpose;
    (void)nreg_language_purpose(language, &shown);
    nreg_sentence_append_label(to, shown.label, strlen(shown.label), "");
}

int nreg_sentence_names(const char *name, size_t length, const char *wanted) {
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

void nreg_sentence_fill_in(nreg_sentence *to, const char *text, nreg_sentence_argument argument, const void *context) {
    while (*text != '\0' && !to->full) {
        const char *brace = strchr(text, '{');
        const char *end = brace == NULL ? NULL : strchr(brace, '}');
        if (end == NULL) {
            nreg_sentence_append(to, text, strlen(text));
            break;
        }
        nreg_sentence_append(to, text, (size_t)(brace - text));
        argument(to, brace + 1, (size_t)(end - brace - 1), context);
        text = end + 1;
    }
}

nreg_code nreg_sentence_finish(const nreg_sentence *to) {
    if (to->full) {
        to->buffer[0] = '\0';
        return NREG_LIMIT_EXCEEDED;
    }
    return NREG_OK;
}
