/* SPDX-License-Identifier: MIT */
/*
 * Plan files: bytes as they are; and the built-in plan with changes, sealed again so that the checksum hides nothing.
 * An input for the second begins with '!'; then come changes of four bytes each: three of position, one of value.
 */
#include "fuzz.h"

#include "number/plan_bytes.h"

#include <numberreg/number.h>

#include <string.h>

static void use(const nreg_plan *plan) {
    static const char *const texts[] = {"5012149020", "+442070313000",         "011 54 9 11 8765-4321", "0171 2345678",
                                        "80",         "8 495 123 45 67 ext 5", "+39 02 3661 8300",      "+80012345678"};
    for (uint32_t at = 0; at < nreg_plan_region_count(plan); at += 7) {
        const char *region = nreg_plan_region(plan, at);
        nreg_number number;
        (void)nreg_number_example(plan, region, 0, at % NREG_TYPE_UNKNOWN, &number);
        for (size_t text = at % 3; text < sizeof texts / sizeof *texts; text += 3) {
            char buffer[NREG_FORMAT_SIZE];
            (void)nreg_number_read(plan, texts[text], NREG_NUL, region, 0, &number);
            for (uint32_t style = 0; style <= NREG_FORMAT_NATIONAL_DIGITS; style++)
                FUZZ_CHECK(nreg_number_format(plan, &number, style, buffer, sizeof buffer, NULL) ==
                           (number.parse == NREG_PARSE_OK ? NREG_OK : NREG_INVALID_ARGUMENT));
            (void)nreg_number_valid_for_region(plan, &number, region);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t original[PLAN_BYTES_MOST], changed[PLAN_BYTES_MOST];
    static size_t length;
    nreg_plan *plan = NULL;
    if (size && data[0] == '!') {
        if (length == 0)
            length = plan_bytes(original);
        memcpy(changed, original, length);
        for (size_t at = 1; at + 4 <= size; at += 4) {
            size_t position = (data[at] | (size_t)data[at + 1] << 8 | (size_t)data[at + 2] << 16) % length;
            changed[position] = data[at + 3];
        }
        plan_bytes_seal(changed, length);
        data = changed;
        size = length;
    }
    if (nreg_plan_load(data, size, &plan, NULL) == NREG_OK) {
        use(plan);
        nreg_plan_free(plan);
    }
    return 0;
}
