/* SPDX-License-Identifier: MIT */
/* Any text in any region: no crash, no hang, and answers that agree with each other. */
#include "fuzz.h"

#include <numberreg/number.h>

#include <string.h>

/* The first byte of an input names the region; tests/agreement reads inputs in the same way. */
static const char *region_of(uint8_t byte) {
    uint32_t count = nreg_plan_region_count(NULL);
    return byte < count ? nreg_plan_region(NULL, byte) : NULL;
}

static void check_formats(const nreg_number *number) {
    char text[NREG_FORMAT_SIZE];
    for (uint32_t style = NREG_FORMAT_E164; style <= NREG_FORMAT_NATIONAL_DIGITS; style++) {
        size_t length = 0;
        nreg_code code = nreg_number_format(NULL, number, style, text, sizeof text, &length);
        FUZZ_CHECK(code == (number->parse == NREG_PARSE_OK ? NREG_OK : NREG_INVALID_ARGUMENT));
        FUZZ_CHECK(code != NREG_OK || strlen(text) == length);
    }
    if (number->e164) {
        nreg_number again;
        FUZZ_CHECK(nreg_number_from_e164(NULL, number->e164, &again) == NREG_OK);
        FUZZ_CHECK(!number->valid || number->parse == NREG_PARSE_OK);
    }
}

/* The completion makes the text VALID, or what is left of it when all behind its last digit or plus sign has gone. */
static void check_completion(const char *text, size_t length, const char *region, const char *completion) {
    static const char *const plus_signs[] = {"+", "\xEF\xBC\x8B"};
    char completed[1100];
    size_t digits = strlen(completion);
    if (length + digits > sizeof completed)
        return;
    for (size_t left = length + 1; left-- > 0;) {
        nreg_number number;
        memcpy(completed, text, left);
        memcpy(completed + left, completion, digits);
        FUZZ_CHECK(nreg_number_read(NULL, completed, left + digits, region, NREG_READ_TEXT, &number) == NREG_OK);
        if (number.state == NREG_STATE_VALID)
            return;
        int plus = 0;
        for (size_t at = 0; at < 2; at++) {
            size_t bytes = strlen(plus_signs[at]);
            plus |= left >= bytes && memcmp(text + left - bytes, plus_signs[at], bytes) == 0;
        }
        FUZZ_CHECK(left > 0 && !plus && !(text[left - 1] >= '0' && text[left - 1] <= '9'));
    }
}

/* What digits have made valid was not INVALID before them. */
static void check_beginnings(const char *text, size_t length, const char *region) {
    enum { MOST = 31 }; /* More are not thought of. */
    for (size_t left = length; left > 0 && length - left < MOST && text[left - 1] >= '0' && text[left - 1] <= '9';) {
        nreg_number number;
        FUZZ_CHECK(nreg_number_read(NULL, text, --left, region, NREG_READ_TEXT, &number) == NREG_OK);
        FUZZ_CHECK(number.state != NREG_STATE_INVALID);
    }
}

static void check_state(const char *text, size_t length, const char *region, const nreg_number *number) {
    char completion[32];
    FUZZ_CHECK((number->state == NREG_STATE_VALID) == number->valid);
    nreg_code code = nreg_number_complete(NULL, text, length, region, completion, sizeof completion);
    if (number->state == NREG_STATE_INCOMPLETE)
        FUZZ_CHECK(code == NREG_OK);
    if (code == NREG_OK)
        check_completion(text, length, region, completion);
    if (number->state == NREG_STATE_VALID)
        check_beginnings(text, length, region);
    if (number->state == NREG_STATE_INVALID)
        FUZZ_CHECK(code == NREG_NOT_FOUND);
    if (number->state == NREG_STATE_VALID)
        FUZZ_CHECK(code == NREG_OK && completion[0] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    const char *region = region_of(data[0]);
    /* A copy of the exact size, so that a read past its end is seen. */
    size_t length = size - 1;
    char *text = malloc(length ? length : 1);
    FUZZ_CHECK(text != NULL);
    memcpy(text, data + 1, length);
    for (uint32_t options = NREG_READ_TEXT; options <= NREG_READ_SPREADSHEET; options++) {
        nreg_number number;
        uint64_t reasons = 0, warnings = 0;
        FUZZ_CHECK(nreg_number_read(NULL, text, length, region, options, &number) == NREG_OK);
        check_formats(&number);
        if (options == NREG_READ_TEXT)
            check_state(text, length, region, &number);
        FUZZ_CHECK(nreg_number_check(NULL, &number, NULL, &reasons, &warnings) == NREG_OK);
    }
    free(text);
    return 0;
}
