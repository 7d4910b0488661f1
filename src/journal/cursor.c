/* SPDX-License-Identifier: MIT */
#include "base/digest.h"
#include "base/error.h"
#include "journal/history.h"

#include <stdio.h>
#include <string.h>

/* A check digit group, so that a cursor of something else, or one cut short, is recognised. */
static unsigned check_of(uint64_t after) {
    nreg_digest digest;
    uint64_t sum[2];
    nreg_digest_init(&digest);
    nreg_digest_number(&digest, after);
    nreg_digest_finish(&digest, sum);
    return (unsigned)(sum[0] & 0xFFFF);
}

void nreg_feed_cursor_write(uint64_t after, char text[NREG_FEED_CURSOR_SIZE]) {
    snprintf(text, NREG_FEED_CURSOR_SIZE, "F1-%016llx-%04x", (unsigned long long)after, check_of(after));
}

nreg_code nreg_feed_cursor_parse(const char *text, uint64_t *after, nreg_error *error) {
    *after = 0;
    if (text[0] == '\0') {
        return NREG_OK;
    }
    unsigned long long value = 0;
    char written[NREG_FEED_CURSOR_SIZE];
    if (memchr(text, '\0', NREG_FEED_CURSOR_SIZE) != NULL && sscanf(text, "F1-%16llx-", &value) == 1) {
        nreg_feed_cursor_write(value, written);
        if (strcmp(text, written) == 0) {
            *after = value;
            return NREG_OK;
        }
    }
    return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                          "This text is no feed cursor; pass one that nreg_feed_read() returned, or \"\" to begin.");
}
