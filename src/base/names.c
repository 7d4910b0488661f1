/* SPDX-License-Identifier: MIT */
/* Names of the values that records and scopes have. */
#include <numberreg/record.h>
#include <numberreg/scope.h>

const char *nreg_level_name(uint32_t level) {
    switch (level) {
    case NREG_LEVEL_ORGANIZATION:
        return "ORGANIZATION";
    case NREG_LEVEL_BUSINESS:
        return "BUSINESS";
    case NREG_LEVEL_UNIT:
        return "UNIT";
    case NREG_LEVEL_PROGRAM:
        return "PROGRAM";
    default:
        return "?";
    }
}

static const struct {
    const char *name;
    const char *display;
} statuses[] = {
    [NREG_STATUS_PENDING] = {"PENDING", "Pending"},    [NREG_STATUS_NEEDS_PROOF] = {"NEEDS_PROOF", "Pending"},
    [NREG_STATUS_ACTIVE] = {"ACTIVE", "Active"},       [NREG_STATUS_SUSPENDED] = {"SUSPENDED", "Suspended"},
    [NREG_STATUS_DECLINED] = {"DECLINED", "Declined"},
};

static int is_status(uint32_t status) {
    return status < sizeof statuses / sizeof statuses[0] && statuses[status].name != NULL;
}

const char *nreg_status_name(uint32_t status) {
    return is_status(status) ? statuses[status].name : "?";
}

const char *nreg_status_display(uint32_t status) {
    return is_status(status) ? statuses[status].display : "?";
}
