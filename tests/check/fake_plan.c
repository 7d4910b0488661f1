/* SPDX-License-Identifier: MIT */
/* A plan of two countries in which the area codes named below are in use. */
#include <numberreg/number.h>

#include <string.h>

nreg_code nreg_number_complete(const nreg_plan *plan, const char *text, size_t length, const char *region, char *buffer,
                               size_t capacity) {
    (void)plan;
    (void)region;
    (void)capacity;
    buffer[0] = '\0';
    static const char *const assigned[] = {"+1501", "+1212", "+1800", "+1888", "+1877", "+1500", "+1900", "+1600"};
    for (size_t i = 0; i < sizeof assigned / sizeof *assigned; i++) {
        if (length == 5 && memcmp(text, assigned[i], 5) == 0) {
            return NREG_OK;
        }
    }
    return NREG_NOT_FOUND;
}

uint32_t nreg_plan_calling_code(const nreg_plan *plan, const char *region) {
    (void)plan;
    return strcmp(region, "US") == 0 ? 1 : strcmp(region, "GB") == 0 ? 44 : 0;
}
